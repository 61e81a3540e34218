"""Ten years of all districts in the store: what each page costs beside a store with one year.

The years before the real one are drawn from it, each count from its own level (Poisson).
"""

import asyncio
import os
import shutil
import statistics
import tempfile
import time
from contextlib import ExitStack

import numpy as np
import pandas as pd

from benchmarks.servers import Server, published, serving
from benchmarks.sessions import session
from cspdata import access, publish, settings
from cspdata.sources import DISTRICTS

REAL = settings.ROOT / "data" / "raw" / "police-uk-districts-2025" / "counts-by-district.csv.gz"
YEARS, SEED, TIMES = range(2016, 2025), 31, 9
PAGES = ("", "area", "months", "where", "done", "take", "published", "about")
ASKED = ("area=winchester", "area=st-paul", "area=winchester&part=alike")


def main() -> None:
    with ExitStack() as open_, tempfile.TemporaryDirectory() as place:
        one = open_.enter_context(published())
        ten = shutil.copytree(one, f"{place}/ten")
        _tell_published(ten)
        found = [
            asyncio.run(_read(open_.enter_context(serving("server.py", CSP_STORE=each))))
            for each in (one, ten)
        ]
    print(
        "| page | first of a version, ms of the processor: one year | ten | ratio | again | ten "
        "| ratio |\n| --- | --- | --- | --- | --- | --- | --- |"
    )
    for page in PAGES:
        cells = []
        for n in (0, 1):
            before, after = (1000 * each[page][n] for each in found)
            cells.append(f"{before:.0f} | {after:.0f} | {after / max(before, 1):.2f}")
        print(f"| {page or 'glance'} | {' | '.join(cells)} |", flush=True)
    print(f"\nMemory after it: {found[0]['memory'][0]:.0f} and {found[1]['memory'][0]:.0f} MB.")


def _tell_published(to: str) -> None:
    os.environ["CSP_STORE"] = to
    print("| year | rows | rehearsed and published, s of the processor |\n| --- | --- | --- |")
    real, chance = pd.read_csv(REAL), np.random.default_rng(SEED)
    for year in reversed(YEARS):
        rows = real.assign(
            month=real["month"].str.replace("2025", str(year)), count=chance.poisson(real["count"])
        )
        began = time.process_time()
        upload = publish.Upload(f"{year}.csv", rows.to_csv(index=False).encode(), DISTRICTS.source)
        rehearsal = publish.rehearse([upload])
        why = {issue.name: "A benchmark" for issue in rehearsal.held}
        publish.publish(rehearsal, access.person_here("benchmark"), confirmed=why)
        took = time.process_time() - began
        print(f"| {year} | {len(rehearsal.tables['districts']):,} | {took:.1f} |", flush=True)


async def _read(server: Server) -> dict[str, tuple[float, float]]:
    """Of the processor, by page: all first visits, and the median of later ones, in seconds."""
    times = {}
    for page in PAGES:
        async with session(server.address) as reader:
            began = server.processor
            for query in ASKED:
                await reader.rerun(page, query)
            first, later = server.processor - began, []
            for _ in range(TIMES):
                began = server.processor
                for query in ASKED:
                    await reader.rerun(page, query)
                later.append((server.processor - began) / len(ASKED))
            if reader.faults:
                raise RuntimeError(reader.faults[0])
        times[page] = first, statistics.median(later)
    return times | {"memory": (server.memory, 0.0)}


if __name__ == "__main__":
    main()
