"""What one, fourteen and three hundred places cost on one server; their months are made up.

Every place is drafted from its name with the program's own tables, and its months are published as
tidy counts. A reader opens At a glance and My area at each place, and then again.
"""

import asyncio
import io
import math
import os
import statistics
import sys
import tempfile
import time
import urllib.request
from calendar import monthrange
from contextlib import redirect_stdout
from datetime import date
from pathlib import Path

import numpy as np

from benchmarks.servers import Server, serving
from benchmarks.sessions import session
from cspdata import access, areas, draft, national, offences, publish, sites, store
from cspdata.draft import ground

NUMBERS = (1, 14, 300)
MONTHS, SEED = 24, 14
HEAD = "area,offence,period_start,period_end,count"
PAGES = ("", "area")


def main() -> None:
    number = int(sys.argv[sys.argv.index("--places") + 1]) if "--places" in sys.argv else None
    numbers = [each for each in NUMBERS if number is None or each <= number]
    with tempfile.TemporaryDirectory() as folder:
        made = Path(folder) / "made"
        made.mkdir()
        took = [_make(made, name, draw) for draw, name in enumerate(_named(max(numbers)))]
        each = statistics.mean(_size(path / "store") for path in made.iterdir())
        print(
            f"{len(took)} places, {MONTHS} months each: drafted and published in "
            f"{statistics.median(took):.1f} s each; a store has {each / 1e6:.2f} MB.\n"
        )
        print(
            "| places | starts, MB | after all were read, MB | first page, ms: p50 | p95 "
            "| again, ms: p50 | p95 | the list of places, ms | health of all, ms |"
        )
        print("| " + " | ".join(["---"] * 9) + " |")
        for number in numbers:
            _tell(made, Path(folder) / f"first-{number}", number)


def _named(number: int) -> list[str]:
    """Districts, those of one force first; names that are those of several places are left out."""
    rows = national.districts()
    first = set(ground.of_force("hampshire")["district_code"])
    rows = rows.assign(later=~rows["district_code"].isin(first)).sort_values("later", kind="stable")
    return rows["district"].drop_duplicates(keep=False).head(number).tolist()


def _make(folder: Path, name: str, seed: int) -> float:
    began = time.perf_counter()
    slug = "-".join("".join(c if c.isalnum() else " " for c in name.lower()).split())
    talk = draft.Conversation(takes_proposals=True)
    with redirect_stdout(io.StringIO()):
        draft.new(draft.Wish(name, "ward", None, folder / slug, None), talk, date.today())
    with sites.within(sites.Site(slug, folder / slug)):
        store.create(by="benchmark")
        upload = publish.Upload("months.csv", _months(seed).encode(), "police-uk")
        publish.publish(publish.rehearse([upload]), access.person_here("benchmark"))
    return time.perf_counter() - began


def _months(seed: int) -> str:
    draw = np.random.default_rng(SEED + seed)
    kinds = sorted(set(offences.by_police_uk().values()) - {"all-crime"})
    lines = [HEAD]
    for number in range(MONTHS):
        year, month = 2024 + number // 12, number % 12 + 1
        days = f"{year}-{month:02}-01,{year}-{month:02}-{monthrange(year, month)[1]}"
        counts = draw.poisson(6, (len(areas.leaves()), len(kinds)))
        lines += [
            f"{area},{kind},{days},{counts[row, column]}"
            for row, area in enumerate(areas.leaves())
            for column, kind in enumerate(kinds)
        ]
    return "\n".join([*lines, ""])


def _size(folder: Path) -> int:
    return sum(path.stat().st_size for path in folder.rglob("*") if path.is_file())


def _tell(made: Path, folder: Path, number: int) -> None:
    folder.mkdir()
    names = sorted(path.name for path in made.iterdir())[:number]
    for name in names:
        (folder / name).symlink_to(made / name)
    environment = {"CSP_PLACES": str(folder), "CSP_STORE": "", "CSP_PLACE": ""}
    with serving("server.py", **environment) as server:
        _fetched(f"{server.address}/{names[0]}/summary")
        at_start = server.memory
        first = asyncio.run(_read(server, names))
        after = server.memory
        again = asyncio.run(_read(server, names))
        spread = [*_spread(first), *_spread(again)]
        beside = [_fetched(f"{server.address}{path}") for path in ("/", "/healthz")]
        cells = [str(number), f"{at_start:.0f}", f"{after:.0f}", *spread]
        cells += [f"{1000 * took:.0f}" for took in beside]
        print(f"| {' | '.join(cells)} |", flush=True)


async def _read(server: Server, names: list[str]) -> list[float]:
    times = []
    for name in names:
        async with session(f"{server.address}/{name}") as reader:
            times += [await reader.rerun(page) for page in PAGES]
            if reader.faults:
                raise RuntimeError(reader.faults[0])
    return times


def _spread(times: list[float]) -> tuple[str, str]:
    most = sorted(times)[math.ceil(0.95 * len(times)) - 1]
    return f"{1000 * statistics.median(times):.0f}", f"{1000 * most:.0f}"


def _fetched(address: str) -> float:
    began = time.perf_counter()
    with urllib.request.urlopen(address, timeout=120) as answer:
        answer.read()
    return time.perf_counter() - began


if __name__ == "__main__":
    os.environ.pop("CSP_PLACES", None)
    main()
