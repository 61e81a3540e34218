"""What everything costs as a store grows: months, corrections and parishes, all made up.

Processor time of whoever works: a page's is the server's, a publication's and a release's are those
of their process. A month is published from its file while the server runs, so that the first visit
to each page is to a version that it has not seen. `--parishes`, `--months` and `--corrections`
measure a part. What files cost to read by size is measured by `ingest`.
"""

import asyncio
import json
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from itertools import pairwise
from pathlib import Path
from typing import NamedTuple

from pyarrow import fs

from benchmarks import grown
from benchmarks.faulty_storage import Weather, bucket, storage
from benchmarks.servers import ROOT, Server, serving
from benchmarks.sessions import session
from cspdata import access, areas, publish, store

# Without corrections is the ground that all else is compared with, at the fewest months alone.
PARISHES, MONTHS, CORRECTIONS = (20, 300), (36, 120, 300), (0, 1, 60, 300)
PAGES = (*("", "area", "months", "where", "done", "take"), *("published", "about", "accessibility"))
NEXT = (2025, 11)
TIMES, IDLE_S, CLICKS, MANY = 4, 1.0, 3, 100
RELEASED = """
import time
from cspdata import kept, store
version = store.version()
began = time.process_time()
size = len(kept._release(version))
print(time.process_time() - began, size)
"""


class Cost(NamedTuple):
    """Seconds of a processor, megabytes and requests of a store; pages by name."""

    rehearse: float
    publish: float
    release: float
    release_size: float
    size: float
    requests: int
    first: dict[str, float]
    again: dict[str, float]
    sent: dict[str, float]


def main() -> None:
    parishes = _asked("--parishes", PARISHES)
    if len(parishes) > 1:
        for each in parishes:
            words = [sys.executable, "-m", "benchmarks.growth", *sys.argv[1:]]
            subprocess.run([*words, "--parishes", str(each)], cwd=ROOT, check=True)
        return
    with tempfile.TemporaryDirectory() as folder:
        if parishes[0] != PARISHES[0]:
            # A process knows one place, and here it has not asked for any yet.
            os.environ["CSP_PLACE"] = str(grown.place(Path(folder) / "drafted", parishes[0]))
        costs = _grown(Path(folder), _asked("--months", MONTHS))
        _tell(parishes[0], costs)


def _asked(option: str, usual: tuple[int, ...]) -> tuple[int, ...]:
    return (int(sys.argv[sys.argv.index(option) + 1]),) if option in sys.argv else usual


def _grown(folder: Path, months: tuple[int, ...]) -> dict[tuple[int, int], Cost]:
    """The costs by months and corrections; the store of more months begins with that of fewer."""
    whole, costs = folder / "whole", {}
    os.environ["CSP_STORE"] = str(whole)
    store.create()
    year, held, number = grown.months(), None, 0
    # The more parishes, the longer a store takes to be made, so it is made a year at a time.
    at_once = 1 if len(areas.leaves()) < MANY else 12
    for wanted in months:
        os.environ["CSP_STORE"] = str(whole)
        held, number = grown.grow(year, held, number, wanted, at_once), wanted
        corrected, after, done = folder / f"of-{wanted}", held, 0
        shutil.copytree(whole, corrected)
        for corrections in _asked("--corrections", CORRECTIONS[wanted > MONTHS[0] :]):
            os.environ["CSP_STORE"] = str(corrected)
            for each in range(done, corrections):
                after = grown.correct(after, each)
            done = corrections
            cost = _measured(folder / "measured", corrected)
            costs[wanted, corrections] = cost
            print(json.dumps([wanted, corrections, cost]), file=sys.stderr, flush=True)
        shutil.rmtree(corrected)
    return costs


def _measured(folder: Path, held: Path) -> Cost:
    shutil.copytree(held, folder)
    os.environ["CSP_STORE"] = str(folder)
    with serving("server.py", CSP_STORE=str(folder)) as server:
        asyncio.run(_read(server))
        rehearsed, published = _publish()
        first, again, sent = asyncio.run(_read(server))
    released, release_size = map(float, _python(RELEASED).split())
    size = sum(path.stat().st_size for path in folder.rglob("*") if path.is_file())
    requests = _requests(folder)
    shutil.rmtree(folder)
    sizes = release_size / 1e6, size / 1e6
    return Cost(rehearsed, published, released, *sizes, requests, first, again, sent)


def _publish() -> tuple[float, float]:
    """Rehearse a month's file twice, which must be warm, and publish it."""
    name, content = grown.street_file(*NEXT)
    upload = publish.Upload(name, content)
    publish.rehearse([upload])
    began = time.process_time()
    rehearsal = publish.rehearse([upload])
    between = time.process_time()
    right = {issue.name: "It is made up." for issue in rehearsal.held}
    publish.publish(rehearsal, access.person_here("benchmark"), confirmed=right)
    return between - began, time.process_time() - between


async def _read(server: Server) -> tuple[dict[str, float], dict[str, float], dict[str, float]]:
    """The processor time of each page's first visit and of what it sets going aside, the median of
    later ones, and bytes sent.
    """
    here = [areas.root(), areas.leaves()[0]]
    first, again, sent = {}, {}, {}
    await _idle(server)
    for page in PAGES:
        async with session(server.address) as reader:
            began = server.processor
            await reader.rerun(page, f"area={here[0]}")
            # Readers go on with the version before while the new one is worked out aside.
            await _idle(server)
            first[page] = server.processor - began
            for area in here:
                await reader.rerun(page, f"area={area}")
            await _idle(server)
            heard, spent = reader.bytes_heard, [server.processor]
            for area in here * TIMES:
                await reader.rerun(page, f"area={area}")
                spent.append(server.processor)
            again[page] = statistics.median(after - before for before, after in pairwise(spent))
            sent[page] = (reader.bytes_heard - heard) / len(here * TIMES)
            if reader.faults:
                raise RuntimeError(reader.faults[0])
    return first, again, sent


async def _idle(server: Server) -> None:
    """Wait until what a server does aside is done."""
    before = -1.0
    while server.processor - before > 0.05 * IDLE_S:
        before = server.processor
        await asyncio.sleep(IDLE_S)


def _requests(folder: Path) -> int:
    """The most requests that a click asks of object storage, of one on each of three pages."""
    with storage() as (address, door):
        there = fs.S3FileSystem(endpoint_override=address, region=os.environ["AWS_REGION"])
        place = bucket(address, "growth")
        fs.copy_files(
            str(folder),
            place.removeprefix("s3://"),
            destination_filesystem=there,
            use_threads=False,
        )
        with serving("server.py", CSP_STORE=place) as server:
            return max(asyncio.run(_clicked(server, door)))


async def _clicked(server: Server, door: Weather) -> list[int]:
    asked = []
    for page in ("", "area", "months"):
        async with session(server.address) as reader:
            for area in areas.leaves()[:CLICKS]:
                await reader.rerun(page, f"area={area}")
            await _idle(server)
            before = door.asked
            await reader.rerun(page, f"area={areas.leaves()[0]}")
            asked.append(door.asked - before)
            if reader.faults:
                raise RuntimeError(reader.faults[0])
    return asked


def _python(code: str) -> str:
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True
    )
    return done.stdout


def _tell(parishes: int, costs: dict[tuple[int, int], Cost]) -> None:
    print(
        f"\n{parishes} parishes:\n\n| months | corrections | rehearse, s | publish, s | release, s "
        "| release, MB | store, MB | requests a click |"
    )
    print("| " + " | ".join(["---"] * 8) + " |")
    for (months, corrections), cost in costs.items():
        cells = [f"{each:.2f}" for each in cost[:5]]
        print(f"| {months} | {corrections} | {' | '.join(cells)} | {cost.requests} |")
    for what, unit, by in (
        ("First visit to a version, ms", 1000, [cost.first for cost in costs.values()]),
        ("Again, ms", 1000, [cost.again for cost in costs.values()]),
        ("Sent, kB", 1e-3, [cost.sent for cost in costs.values()]),
    ):
        print(f"\n{what}:\n\n| months | corrections | {' | '.join(p or 'glance' for p in PAGES)} |")
        print("| " + " | ".join(["---"] * (len(PAGES) + 2)) + " |")
        for (months, corrections), pages in zip(costs, by, strict=True):
            cells = [f"{unit * pages[page]:,.0f}" for page in PAGES]
            print(f"| {months} | {corrections} | {' | '.join(cells)} |")


if __name__ == "__main__":
    main()
