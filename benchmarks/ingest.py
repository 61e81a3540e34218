"""A month of police.uk until it is published: part by part, beside DuckDB, in how much memory."""

import io
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import duckdb
import pandas as pd

from benchmarks.servers import ROOT
from cspdata import access, areas, checks, offences, publish, published, readers
from cspdata.answers import effects

ROWS, LARGEST_FORCE, NATIONAL, ELSEWHERE, RUNS = 17_000, 100_000, 500_000, 900, 5
SIZES = (17_000, 100_000, 250_000, 500_000, 1_000_000)
DUCKDB = ("duckdb.sql", "duckdb.execute")
NAME, LIMIT = "2017-10-force-street.csv", 2**40
GROUPED = """
select "Month", "LSOA code", "Crime type", count(*) from read_csv('{}') group by all
"""


def main() -> None:
    _tell_parts()
    _tell_beside_duckdb()
    _tell_published()
    _tell_memory()


def ingested(path: Path) -> int:
    """Read and check a file of street-level crime as a publication does; the crimes in it."""
    sheet = readers.read(path, NAME, limit=LIMIT, keep=frozenset(areas.of_lsoa()))[0]
    checked = checks.typed(sheet, "police-uk", None, checks.Spellings.known())
    return int(checked.tables["crimes"]["count"].sum())


def _tell_beside_duckdb() -> None:
    """The same file read, checked and counted here, and read and counted by DuckDB, in turn."""
    print("\n| rows | MB | here, ms | DuckDB, ms | ratio |\n| --- | --- | --- | --- | --- |")
    for rows in (ROWS, NATIONAL):
        with _written(rows) as path:
            times: dict[str, list[float]] = {}
            for _ in range(RUNS + 1):
                _timed(times, "here", ingested, path)
                _timed(times, "duckdb", _counted_by_duckdb, path)
            here, theirs = (statistics.median(taken[1:]) for taken in times.values())
            size = path.stat().st_size / 1e6
        cells = f"{size:.0f} | {1000 * here:.0f} | {1000 * theirs:.0f} | {here / theirs:.2f}"
        print(f"| {rows:,} | {cells} |", flush=True)


def _tell_published() -> None:
    """A file chosen at the desk until it is published, beside DuckDB's reading of it, in turn.

    Processor time as well, which others on the machine lengthen less. `duckdb.sql` finds out twice
    what columns a file has, when it is asked and when it answers; `execute` does so once.
    """
    ways = {"published": _published, "sql": _counted_by_duckdb, "execute": _executed_by_duckdb}
    heads = [f"{kind}, ms: {way}" for kind in ("clock", "processor") for way in ("here", *DUCKDB)]
    heads = ["rows", *heads[:3], "ratios", *heads[3:], "ratios"]
    print(f"\n| {' | '.join(heads)} |\n| {' | '.join(['---'] * len(heads))} |")
    for rows in (ROWS, LARGEST_FORCE):
        with _written(rows) as path, tempfile.TemporaryDirectory() as folder:
            os.environ["CSP_STORE"] = f"{folder}/store"
            publish.rebuild()
            shutil.copytree(f"{folder}/store", f"{folder}/fresh")
            taken: dict[str, list[tuple[float, float]]] = {way: [] for way in ways}
            for run in range(RUNS + 1):
                os.environ["CSP_STORE"] = shutil.copytree(f"{folder}/fresh", f"{folder}/{run}")
                for way, work in ways.items():
                    taken[way].append(_both(work, path))
        medians = [
            [1000 * statistics.median(times) for times in zip(*each[1:], strict=True)]
            for each in taken.values()
        ]
        cells = [
            f"{here:.0f} | {sql:.0f} | {execute:.0f} | {here / sql:.2f}, {here / execute:.2f}"
            for here, sql, execute in zip(*medians, strict=True)
        ]
        print(f"| {rows:,} | {' | '.join(cells)} |", flush=True)


def _published(path: Path) -> int:
    rehearsal = publish.rehearse([publish.Upload(NAME, path.read_bytes())])
    why = {issue.name: "A benchmark" for issue in rehearsal.held}
    return publish.publish(rehearsal, access.person_here("benchmark"), confirmed=why)


def _counted_by_duckdb(path: Path) -> list[Any]:
    return duckdb.sql(GROUPED.format(path)).fetchall()


def _executed_by_duckdb(path: Path) -> list[Any]:
    return duckdb.execute(GROUPED.format(path)).fetchall()


def _both(work: Callable[..., Any], *given: Any) -> tuple[float, float]:
    """How long it takes in seconds by the clock, and of the processor."""
    began, worked = time.perf_counter(), time.process_time()
    work(*given)
    return time.perf_counter() - began, time.process_time() - worked


def _tell_memory() -> None:
    """The most memory of a process that ingests one file, less one that only loads the program."""
    print("\n| rows | MB | most memory beyond the program's own, MB |\n| --- | --- | --- |")
    least = _most_memory("")
    for rows in SIZES:
        with _written(rows) as path:
            used = _most_memory(f"ingest.ingested(Path({str(path)!r}))") - least
            print(f"| {rows:,} | {path.stat().st_size / 1e6:.0f} | {used:.0f} |", flush=True)


def _most_memory(statement: str) -> float:
    program = f"""
from pathlib import Path
from benchmarks import ingest
{statement}
print(ingest.peak())
"""
    done = subprocess.run(
        [sys.executable, "-c", program], cwd=ROOT, capture_output=True, text=True, check=True
    )
    return float(done.stdout)


def peak() -> float:
    """The most memory that this process has had, in MB; getrusage would add its parent's."""
    status = Path("/proc/self/status").read_text().splitlines()
    return int(next(line for line in status if line.startswith("VmHWM")).split()[1]) / 1024


@contextmanager
def _written(rows: int) -> Iterator[Path]:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / NAME
        path.write_bytes(_month(rows))
        yield path


def _tell_parts() -> None:
    content = _month(ROWS)
    name, keep = NAME, frozenset(areas.of_lsoa())
    times: dict[str, list[float]] = {}
    for _ in range(RUNS):
        with tempfile.TemporaryDirectory() as place:
            os.environ["CSP_STORE"] = f"{place}/store"
            publish.rebuild()
            upload = publish.Upload(name, content)
            sheet = _timed(times, "reading", readers.read, content, name, keep=keep)[0]
            known = checks.Spellings.known()
            _timed(times, "checking", checks.typed, sheet, "police-uk", None, known)
            made = _timed(times, "the whole rehearsal", publish.rehearse, [upload])
            before, after = published.at(), published.rehearsed(made.after("crimes"))
            _timed(times, "all sums after it", lambda of=after: of.figures)
            _timed(times, "new periods on screen", effects.new_views, before, after)
            _timed(times, "what changes on screen", effects.on_screen, before, after)
            person = access.person_here("benchmark")
            why = {issue.name: "A benchmark" for issue in made.held}
            _timed(times, "publishing", publish.publish, made, person, confirmed=why)
    print(f"{len(content) / 1e6:.1f} MB, {ROWS:,} rows, median of {RUNS} runs.\n")
    print("| part | milliseconds |\n| --- | --- |")
    for part, taken in times.items():
        print(f"| {part} | {1000 * sorted(taken)[RUNS // 2]:,.0f} |")


def _month(rows_wanted: int) -> bytes:
    """A made-up month in police.uk's shape; every tenth of the first ROWS is of the district."""
    ours = areas.lsoas()[["lsoa", "lsoa_name"]].to_numpy().tolist()
    theirs = [[f"E0109{n:04d}", f"Elsewhere {n:03d}A"] for n in range(ELSEWHERE)]
    kinds = list(offences.by_police_uk())
    lsoas = [
        ours[n % len(ours)] if n < ROWS and n % 10 == 0 else theirs[n % ELSEWHERE]
        for n in range(rows_wanted)
    ]
    rows = pd.DataFrame(lsoas, columns=["LSOA code", "LSOA name"])
    force = "Hampshire Constabulary"
    rows = rows.assign(
        **{
            "Crime ID": [f"{n:064x}" for n in range(rows_wanted)],
            "Month": "2017-10",
            "Reported by": force,
            "Falls within": force,
            "Longitude": [f"{-1.3 + n % 500 / 1000:.6f}" for n in range(rows_wanted)],
            "Latitude": [f"{51 + n % 300 / 1000:.6f}" for n in range(rows_wanted)],
            "Location": [f"On or near Street {n % 700}" for n in range(rows_wanted)],
            "Crime type": [kinds[n % len(kinds)] for n in range(rows_wanted)],
            "Last outcome category": "Under investigation",
            "Context": "",
        }
    )
    text = io.StringIO()
    rows.to_csv(text, index=False, lineterminator="\r\n")
    return text.getvalue().encode()


def _timed(
    times: dict[str, list[float]], part: str, asked: Callable[..., Any], *given: Any, **named: Any
) -> Any:
    began = time.perf_counter()
    result = asked(*given, **named)
    times.setdefault(part, []).append(time.perf_counter() - began)
    return result


if __name__ == "__main__":
    main()
