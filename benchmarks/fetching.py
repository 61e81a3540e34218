"""Fetching from a local police.uk: what it costs, and whether a kill at any moment loses anything.

The archive has 36 months of a force of realistic size and the files of others; each kill ends a
fetch of its own process at a random moment of its life, and the next one goes on in the same store.
"""

import hashlib
import os
import random
import signal
import subprocess
import sys
import tempfile
import time
from collections import Counter
from pathlib import Path

from cspdata import areas, offences, store
from cspdata.fetch.bring import Wish, bring
from tests import police_uk_site as site_of
from tests.police_uk_site import Site

ROOT = Path(__file__).resolve().parent.parent
MONTHS = [f"{2021 + number // 12}-{number % 12 + 1:02}" for number in range(36)]
OTHERS = 13_000
OTHER_FORCES = 200 * 1024 * 1024
KILLS, OF_MONTHS = 50, 12


def main() -> None:
    with tempfile.TemporaryDirectory() as place:
        os.environ["CSP_STORE"] = f"{place}/store"
        print(_costs())
    print(_kills())


def _costs() -> str:
    files = {site_of.member(month): _force_file(month) for month in MONTHS}
    site = Site({MONTHS[-1]: site_of.archive(files, OTHER_FORCES)}, list(MONTHS))
    rows = []
    with site_of.opened(site):
        os.environ["CSP_POLICE_UK"] = site.address
        rows.append(_measured(site, "an empty store, 36 months"))
        rows.append(_measured(site, "nothing new"))
        files[site_of.member("2023-05")] = _force_file("2023-05", 7)
        site.archives[MONTHS[-1]] = site_of.archive(files, OTHER_FORCES)
        rows.append(_measured(site, "one month revised"))
    size = len(site.archives[MONTHS[-1]]) / 1e6
    head = f"An archive of {size:,.0f} MB.\n\n| fetch | seconds | versions | requests | MB sent |"
    return "\n".join([head, "| --- | --- | --- | --- | --- |", *rows])


def _measured(site: Site, what: str) -> str:
    site.asked.clear()
    site.sent = 0
    start = time.perf_counter()
    made = bring(Wish(), lambda words: None)
    took = time.perf_counter() - start
    return f"| {what} | {took:.1f} | {len(made)} | {len(site.asked)} | {site.sent / 1e6:.1f} |"


def _force_file(month: str, extra: int = 0) -> bytes:
    """The made-up month of the district, and rows of another that pack as badly as real ones."""
    others = "".join(
        f"{hashlib.sha256(f'{month}{number}'.encode()).hexdigest()},{month},Hampshire Constabulary,"
        f"Hampshire Constabulary,{-1.1 - number % 997 / 1e4:.6f},{51.2 + number % 991 / 1e4:.6f},"
        f"On or near Street {number % 713},E01022553,Basingstoke and Deane 001A,Burglary,,\r\n"
        for number in range(OTHERS)
    )
    return site_of.street_file(month, extra) + others.encode()


def _kills() -> str:
    months = MONTHS[:OF_MONTHS]
    files = {site_of.member(month): site_of.street_file(month) for month in months}
    seen: Counter[str] = Counter()
    with site_of.opened(Site({months[-1]: site_of.archive(files)}, months)) as site:
        os.environ["CSP_POLICE_UK"] = site.address
        while seen["kills"] < KILLS:
            with tempfile.TemporaryDirectory() as place:
                os.environ["CSP_STORE"] = f"{place}/store"
                _fetched_under_fire(months, seen)
    lines = [f"| {name} | {number:,} |" for name, number in seen.items()]
    return "\n".join(["", "| what | number |", "| --- | --- |", *lines])


def _fetched_under_fire(months: list[str], seen: Counter[str]) -> None:
    """Kill until a fetch gets through, and look at the store after each."""
    whole = _rows_of(months)
    while True:
        process = subprocess.Popen(
            [sys.executable, "-m", "cspdata", "fetch"],
            cwd=ROOT,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        if seen["kills"] >= KILLS:
            process.wait()
        try:
            process.wait(random.uniform(1, 6))
        except subprocess.TimeoutExpired:
            process.send_signal(signal.SIGKILL)
            process.wait()
            seen["kills"] += 1
            seen["months torn or wrong after a kill"] += len(_published() - whole)
            continue
        seen["fetches that finished"] += 1
        seen["months wrong or missing after finishing"] += len(whole ^ _published())
        return


def _rows_of(months: list[str]) -> set[tuple[str, str]]:
    """Each month with a digest of its counts by area and offence, from the files by hand."""
    kinds, found = offences.by_police_uk(), set()
    for month in months:
        lines = site_of.street_file(month).decode().splitlines()[1:]
        cells = [line.split(",") for line in lines]
        counts = Counter((areas.of_lsoa()[cell[7]], kinds[cell[9]]) for cell in cells)
        found.add((month, _digest(counts)))
    return found


def _published() -> set[tuple[str, str]]:
    if not store.exists():
        return set()
    crimes = store.read("crimes")
    crimes = crimes[crimes["count"] > 0]
    found = set()
    for day, rows in crimes.groupby("period_start"):
        pairs = zip(rows["area"], rows["offence"], strict=True)
        counts = Counter(dict(zip(pairs, rows["count"], strict=True)))
        found.add((f"{day:%Y-%m}", _digest(counts)))
    return found


def _digest(counts: Counter[tuple[str, str]]) -> str:
    text = "\n".join(f"{pair} {int(counts[pair])}" for pair in sorted(counts))
    return hashlib.sha256(text.encode()).hexdigest()
