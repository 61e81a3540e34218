"""What a store costs as it grows: months published one after the other, then corrections.

The months are made up, as many rows as one of the district has (280 counts, 1,700 at places), and
go to the store as a publication hands them over: whole tables. What files cost to read and check is
measured by `ingest`, what pages cost by `speed`.
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

import pandas as pd

from benchmarks.servers import ROOT
from cspdata import areas, offences, schemas, store
from cspdata.periods import month
from cspdata.published import revisions

MONTHS, CORRECTIONS, TIMES = (36, 120, 300), (1, 60, 300), 5
FIRST_YEAR, PLACED, CHANGED = 2000, 1_700, 40
OPENED = """
import time
from cspdata import store
began = time.perf_counter()
store.newest()
print(time.perf_counter() - began)
"""


def main() -> None:
    print(
        "| months | corrections | versions | figures, MB | log, MB | publish, ms | correct, ms "
        "| open in a new process, ms | ask again, ms | counts, ms | places, ms "
        "| revised figures, ms |"
    )
    print("| " + " | ".join(["---"] * 12) + " |")
    for months in MONTHS:
        with tempfile.TemporaryDirectory() as place:
            os.environ["CSP_STORE"] = f"{place}/store"
            store.create()
            _fill(Path(place), months)


def _fill(place: Path, months: int) -> None:
    chance, published = random.Random(23), []
    counts, places = [], []
    for number in range(months):
        counts.append(_counts(number))
        places.append(_places(number))
        tables = {"crimes": pd.concat(counts), "streets": pd.concat(places)}
        published.append(_timed(lambda whole=tables: _put(whole, None), times=1))  # type: ignore[misc]
    crimes, corrected = pd.concat(counts, ignore_index=True), [0.0]
    for wanted in CORRECTIONS:
        while len(corrected) - 1 < wanted:
            crimes, revised = _corrected(crimes, chance)
            corrected.append(
                _timed(lambda c=crimes, r=revised: _put({"crimes": c}, r), times=1)  # type: ignore[misc]
            )
        cells = [months, wanted, store.version(), *_sizes(place)]
        cells += [f"{1000 * statistics.median(each[-20:]):,.0f}" for each in (published, corrected)]
        print(f"| {' | '.join(map(str, [*cells, *_reading()]))} |", flush=True)


def _put(tables: dict[str, pd.DataFrame], revised: pd.DataFrame | None) -> None:
    about = store.Publication("benchmark", "", changed={"revised": 0 if revised is None else 1})
    store.replace(tables, about, store.version(), revised)


def _counts(number: int) -> pd.DataFrame:
    kinds = list(dict.fromkeys(offences.by_police_uk().values()))
    rows = [(area, kind) for area in areas.at_level("parish") for kind in kinds]
    frame = pd.DataFrame(rows, columns=["area", "offence"])
    return _dated(frame, number).assign(
        count=[(number + place) % 17 for place in range(len(frame))],
        status="published",
        row=2,
        column="count",
    )


def _places(number: int) -> pd.DataFrame:
    listed, kinds = list(areas.of_lsoa()), list(dict.fromkeys(offences.by_police_uk().values()))
    rows = pd.DataFrame({"place": range(PLACED)})
    return _dated(rows, number, schemas.STREETS).assign(
        lsoa=[listed[place % len(listed)] for place in range(PLACED)],
        location=[f"On or near Street {place % 700}" for place in range(PLACED)],
        longitude=[-1.3 + (place + number) % 500 / 1000 for place in range(PLACED)],
        latitude=[51 + (place + number) % 300 / 1000 for place in range(PLACED)],
        offence=[kinds[place % len(kinds)] for place in range(PLACED)],
        count=1,
    )


def _dated(rows: pd.DataFrame, number: int, table: schemas.Table = schemas.CRIMES) -> pd.DataFrame:
    period = month(FIRST_YEAR + number // 12, number % 12 + 1)
    days = {"period_start": period.start, "period_end": period.end}
    whole = rows.assign(source="police-uk", file=f"{number}.csv", **days)
    return whole.reindex(columns=table.names)


def _corrected(crimes: pd.DataFrame, chance: random.Random) -> tuple[pd.DataFrame, pd.DataFrame]:
    """The counts with some of one month changed, and what that revised."""
    start = chance.choice(crimes["period_start"].unique().tolist())
    of_month = crimes.index[crimes["period_start"] == start].tolist()
    changed = chance.sample(of_month, CHANGED)
    after = crimes.copy()
    after.loc[changed, "count"] += 1
    after.loc[changed, "status"] = "revised"
    rows = after.loc[changed].rename(columns={"count": "now"})
    return after, rows.assign(before=crimes.loc[changed, "count"])


def _sizes(place: Path) -> list[str]:
    store.sweep(now=time.time() + 2 * 3600)
    files = [path for path in (place / "store" / "figures").rglob("*") if path.is_file()]
    logged = sum(path.stat().st_size for path in files if "_delta_log" in path.parts)
    return [f"{(sum(p.stat().st_size for p in files) - logged) / 1e6:.1f}", f"{logged / 1e6:.1f}"]


def _reading() -> list[str]:
    newest = store.version()
    asked: list[Callable[[], object]] = [
        store.newest,
        lambda: store.read("crimes", newest),
        lambda: store.read("streets", newest),
        lambda: revisions.every(newest),
    ]
    opened = statistics.median(_opened() for _ in range(TIMES))
    return [f"{1000 * each:,.1f}" for each in (opened, *map(_timed, asked))]


def _timed(work: Callable[[], object], times: int = TIMES) -> float:
    taken = []
    for _ in range(times):
        began = time.perf_counter()
        work()
        taken.append(time.perf_counter() - began)
    return statistics.median(taken)


def _opened() -> float:
    asked = subprocess.run(
        [sys.executable, "-c", OPENED], cwd=ROOT, capture_output=True, text=True, check=True
    )
    return float(asked.stdout)


if __name__ == "__main__":
    main()
