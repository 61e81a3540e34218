"""Where the time goes from a chosen whole-force month to its publication, part by part."""

import io
import os
import tempfile
import time
from collections.abc import Callable
from typing import Any

import pandas as pd

from cspdata import access, areas, checks, offences, publish, queries, readers, store

ROWS, ELSEWHERE, RUNS = 17_000, 900, 5


def main() -> None:
    content = _month()
    name, keep = "2017-10-force-street.csv", frozenset(areas.of_lsoa())
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
            before = queries.prepared(store.read("crimes"))
            after = _timed(times, "all sums after it", queries.prepared, made.after("crimes"))
            _timed(times, "what changes on screen", queries.on_screen, before, after)
            person = access.person_here("benchmark")
            _timed(times, "publishing", publish.publish, made, person)
    print(f"{len(content) / 1e6:.1f} MB, {ROWS:,} rows, median of {RUNS} runs.\n")
    print("| part | milliseconds |\n| --- | --- |")
    for part, taken in times.items():
        print(f"| {part} | {1000 * sorted(taken)[RUNS // 2]:,.0f} |")


def _month() -> bytes:
    """A made-up month of a whole force in police.uk's shape: a tenth of it in the district."""
    ours = areas.lsoas()[["lsoa", "lsoa_name"]].to_numpy().tolist()
    theirs = [[f"E0109{n:04d}", f"Elsewhere {n:03d}A"] for n in range(ELSEWHERE)]
    kinds = list(offences.by_police_uk())
    lsoas = [ours[n % len(ours)] if n % 10 == 0 else theirs[n % ELSEWHERE] for n in range(ROWS)]
    rows = pd.DataFrame(lsoas, columns=["LSOA code", "LSOA name"])
    force = "Hampshire Constabulary"
    rows = rows.assign(
        **{
            "Crime ID": [f"{n:064x}" for n in range(ROWS)],
            "Month": "2017-10",
            "Reported by": force,
            "Falls within": force,
            "Longitude": [f"{-1.3 + n % 500 / 1000:.6f}" for n in range(ROWS)],
            "Latitude": [f"{51 + n % 300 / 1000:.6f}" for n in range(ROWS)],
            "Location": [f"On or near Street {n % 700}" for n in range(ROWS)],
            "Crime type": [kinds[n % len(kinds)] for n in range(ROWS)],
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
