"""The pages of a whole force of four levels beside those of a district; its months are made up.

The force is drafted from its name with the program's own tables: 1,231 small areas, 36 months of
18,000 rows. The district is the one that ships.
"""

import asyncio
import os
import statistics
import subprocess
import sys
import tempfile
from contextlib import ExitStack
from pathlib import Path

from benchmarks.new_place import download
from benchmarks.servers import ROOT, Server, published, serving
from benchmarks.sessions import session

PAGES = (*("", "area", "months", "where", "done", "take"), *("published", "about", "accessibility"))
FORCE = ("hampshire", "southampton", "southampton-010")
DISTRICT = ("winchester", "winchester-city", "st-paul")
TIMES = 5


def main() -> None:
    with ExitStack() as running:
        folder = Path(running.enter_context(tempfile.TemporaryDirectory()))
        download(folder / "download.zip")
        words = ["place", "new", "Hampshire Constabulary", "--parts", "lsoa", "--yes"]
        _run(*words, "--to", str(folder / "force"), "--archive", str(folder / "download.zip"))
        pack = {"CSP_PLACE": str(folder / "force" / "reference")}
        here = {"CSP_STORE": running.enter_context(published())}
        servers = [running.enter_context(serving("server.py", **each)) for each in (here, pack)]
        district, force = (
            asyncio.run(_read(server, areas))
            for server, areas in zip(servers, (DISTRICT, FORCE), strict=True)
        )
        print("| page | first of a version, ms: district | force | again, ms: district | force |")
        print("| --- | --- | --- | --- | --- |")
        for page in PAGES:
            cells = [f"{1000 * each[page][n]:.0f}" for n in (0, 1) for each in (district, force)]
            print(f"| {page or 'glance'} | {' | '.join(cells)} |")
        memory = " and ".join(f"{server.memory:.0f}" for server in servers)
        print(f"\nMemory after it: {memory} MB.")
        for name, environment in (("district", here), ("force", pack)):
            file, before = folder / "release.html", os.times()
            # What is kept of a version is made anew, as for its first reader.
            made = "from cspdata import kept, store; kept._release(store.version())"
            subprocess.run(
                [sys.executable, "-c", made], cwd=ROOT, env=os.environ | environment, check=True
            )
            after = os.times()
            took = after.children_user + after.children_system
            took -= before.children_user + before.children_system
            _run("release", str(file), **environment)
            size = file.stat().st_size / 1e6
            print(f"The release of the {name}: {took:.1f} s of a processor, {size:.2f} MB.")


async def _read(server: Server, areas: tuple[str, ...]) -> dict[str, tuple[float, float]]:
    """The longest first visit and the median of later ones, by page."""
    times = {}
    for page in PAGES:
        async with session(server.address) as reader:
            first = [await reader.rerun(page, f"area={area}") for area in areas]
            later = [await reader.rerun(page, f"area={area}") for area in areas * TIMES]
            if reader.faults:
                raise RuntimeError(reader.faults[0])
        times[page] = max(first), statistics.median(later)
    return times


def _run(*words: str, **environment: str) -> None:
    command = [sys.executable, "-m", "cspdata", *words]
    subprocess.run(command, cwd=ROOT, env=os.environ | environment, check=True, capture_output=True)


if __name__ == "__main__":
    main()
