"""What a store costs as it grows: months published one after the other, then corrections.

The months are made up in police.uk's shape, 1,700 rows of the district each. The pages' part is
measured by `speed`; here are the store's own: size, publishing, opening, reading, revisions.
"""

import os
import random
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from benchmarks.servers import ROOT
from cspdata import access, areas, offences, publish, store
from cspdata.periods import Period, month
from cspdata.published import revisions

MONTHS, CORRECTIONS, TIMES = (36, 120, 300), (1, 60), 5
FIRST_YEAR, ROWS = 2000, 1_700
FORCE = "Hampshire Constabulary"
HEAD = (
    "Crime ID,Month,Reported by,Falls within,Longitude,Latitude,Location,LSOA code,LSOA name,"
    "Crime type,Last outcome category,Context"
)
SHOWN = offences.by_police_uk()
BY = access.person_here("benchmark")
OPENED = """
import time
from cspdata import store
began = time.perf_counter()
store.newest()
print(time.perf_counter() - began)
"""


def main() -> None:
    print(
        "| months | corrections | versions | figures and log, MB | rehearse, ms | publish, ms "
        "| open in a new process, ms | ask again, ms | counts, ms | revised figures, ms |"
    )
    print("| " + " | ".join(["---"] * 10) + " |")
    content = _month()
    with tempfile.TemporaryDirectory() as place:
        os.environ["CSP_STORE"] = f"{place}/store"
        store.create()
        chance, made, took, corrected = random.Random(23), 0, ([0.0], [0.0]), 0
        for months in MONTHS:
            took = _published(content, range(made, months))
            made, wanted = months, CORRECTIONS
            for corrections in wanted:
                while corrected < corrections:
                    corrected += 1
                    _correct(content, chance.randrange(made), corrected)
                print(_row(Path(place), made, corrected, took), flush=True)


def _month() -> str:
    """A month in police.uk's shape, all of the district."""
    ours, kinds = areas.lsoas()[["lsoa", "lsoa_name"]].to_numpy().tolist(), list(SHOWN)
    rows = [HEAD]
    for number in range(ROWS):
        lsoa, name = ours[number % len(ours)]
        point = f"{-1.3 + number % 500 / 1000:.6f},{51 + number % 300 / 1000:.6f}"
        where = f"On or near Street {number % 700}"
        kind = kinds[number % len(kinds)]
        rows.append(f"{number:064x},2017-10,{FORCE},{FORCE},{point},{where},{lsoa},{name},{kind},,")
    return "\n".join(rows) + "\n"


def _published(content: str, numbers: range) -> tuple[list[float], list[float]]:
    """How long each of the last months took to rehearse and to publish."""
    rehearsed, published = [], []
    for number in numbers:
        first, second = _put(content.replace("2017-10", _named(number)), f"{number}.csv")
        rehearsed.append(first)
        published.append(second)
    return rehearsed[-TIMES:], published[-TIMES:]


def _correct(content: str, number: int, which: int) -> None:
    """Some rows of a month that is published come anew under another crime type."""
    text = content.replace("2017-10", _named(number))
    lines = text.splitlines(keepends=True)
    kept = [line for place, line in enumerate(lines) if place == 0 or place % (100 + which)]
    _put("".join(kept), f"corrected-{which}.csv")


def _put(text: str, name: str) -> tuple[float, float]:
    began = time.perf_counter()
    rehearsal = publish.rehearse([publish.Upload(name, text.encode())])
    between = time.perf_counter()
    publish.publish(rehearsal, BY)
    return between - began, time.perf_counter() - between


def _row(place: Path, months: int, corrections: int, took: tuple[list[float], list[float]]) -> str:
    newest = store.version()
    size = sum(p.stat().st_size for p in (place / "store" / "figures").rglob("*") if p.is_file())
    cells = [
        f"{months}",
        f"{corrections}",
        f"{newest:,}",
        f"{size / 1e6:.1f}",
        *(f"{1000 * statistics.median(each):,.0f}" for each in took),
        f"{1000 * statistics.median(_opened() for _ in range(TIMES)):,.0f}",
        *(
            f"{1000 * _timed(each):,.1f}"
            for each in (
                store.newest,
                lambda: store.read("crimes", newest),
                lambda: revisions.every(newest),
            )
        ),
    ]
    return f"| {' | '.join(cells)} |"


def _timed(work: Callable[[], object]) -> float:
    work()
    times = []
    for _ in range(TIMES):
        began = time.perf_counter()
        work()
        times.append(time.perf_counter() - began)
    return statistics.median(times)


def _opened() -> float:
    asked = subprocess.run(
        [sys.executable, "-c", OPENED], cwd=ROOT, capture_output=True, text=True, check=True
    )
    return float(asked.stdout)


def _named(number: int) -> str:
    period: Period = month(FIRST_YEAR + number // 12, number % 12 + 1)
    return f"{period.start:%Y-%m}"


if __name__ == "__main__":
    main()
