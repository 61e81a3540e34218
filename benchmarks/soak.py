"""An hour of readers who come, click and go: does the memory of the server grow, and what grows?

Each server has as many readers who click as often: the dashboard asked for its pages and places,
the dashboard asked for any place, offence and month as well, and a page of Streamlit's own
elements. What is inside a server's memory is noted there once a minute (`inside/sitecustomize.py`).
"""

import asyncio
import json
import random
import statistics
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlencode

from benchmarks.load import PLAIN
from benchmarks.servers import ROOT, Server, published, serving
from benchmarks.sessions import session
from cspdata import areas, offences, sites

READERS, CLICKS, MINUTES, WARM, PAUSE_S, EVERY = 10, 20, 60, 20, 3.0, 10
PAGES = sorted(sites.pages() - {"upload", "glance"}) + [""]
MONTHS = [f"{year}-{month:02d}" for year in (2016, 2017) for month in range(1, 10)]


@dataclass(frozen=True)
class Soaked:
    """A server whose readers choose pages and queries at random, and its file of notes."""

    name: str
    server: Server
    choose: Callable[[], tuple[str, str]]
    notes: Path


@dataclass
class Figures:
    """What was measured of a server: its memory in MB from minute to minute, clicks and faults."""

    memory: list[float]
    clicks: int = 0
    faults: int = 0


def main() -> None:
    with ExitStack() as running:
        notes = Path(running.enter_context(tempfile.TemporaryDirectory()))
        store = running.enter_context(published())
        asked = [
            ("the dashboard, every place", "server.py", _place),
            ("the dashboard, any question", "server.py", _question),
            ("an ordinary page", "benchmarks/bare/ordinary.py", _plain),
        ]
        soaked = []
        for number, (name, script, choose) in enumerate(asked):
            environment = {
                "CSP_STORE": store,
                "MEMORY_NOTES": str(notes / f"{number}.jsonl"),
                "PYTHONPATH": f"{ROOT / 'benchmarks' / 'inside'}:{ROOT}",
            }
            server = running.enter_context(serving(script, **environment))
            soaked.append(Soaked(name, server, choose, notes / f"{number}.jsonl"))
        figures = asyncio.run(_together(soaked))
        _tell(soaked, figures)


def _tell(soaked: list[Soaked], figures: list[Figures]) -> None:
    print(
        f"{READERS} readers at once on each server, who click every {PAUSE_S:.0f} seconds or so "
        f"and go after {CLICKS} clicks.\n"
    )
    print("| minute |" + "".join(f" {each.name}, MB |" for each in soaked))
    print("| --- |" + " --- |" * len(soaked))
    for minute in range(0, MINUTES + 1, EVERY):
        print(f"| {minute} | {' | '.join(f'{each.memory[minute]:.0f}' for each in figures)} |")
    print(
        f"\nFrom minute {WARM} on:\n\n| server | clicks | faults | MB a minute "
        "| MB per 1,000 clicks | of it given out by the C library, MB a minute "
        "| held by it unused | objects then and at the end | threads then and at the end |\n"
        "| --- | --- | --- | --- | --- | --- | --- | --- | --- |"
    )
    for each, found in zip(soaked, figures, strict=True):
        print(f"| {' | '.join([each.name, *_grown(each, found)])} |")


def _grown(soaked: Soaked, figures: Figures) -> Iterator[str]:
    inside = [json.loads(line) for line in soaked.notes.read_text("utf-8").splitlines()]
    grown = _a_minute(figures.memory)
    yield f"{figures.clicks:,}"
    yield f"{figures.faults}"
    yield f"{grown:+.2f}"
    yield f"{1000 * grown * MINUTES / figures.clicks:+.2f}"
    for part in ("given", "unused"):
        yield f"{_a_minute([line[part] / 2**20 for line in inside]):+.2f}"
    for part in ("objects", "threads"):
        yield f"{inside[WARM][part]:,}, {inside[-1][part]:,}"


def _a_minute(memory: list[float]) -> float:
    late = memory[WARM:]
    return statistics.linear_regression(range(len(late)), late).slope


async def _together(soaked: list[Soaked]) -> list[Figures]:
    return list(await asyncio.gather(*map(_soak, soaked)))


async def _soak(soaked: Soaked) -> Figures:
    until = time.monotonic() + 60 * MINUTES
    figures = Figures([soaked.server.memory])
    readers = [
        asyncio.create_task(_coming_and_going(soaked, figures, until)) for _ in range(READERS)
    ]
    for _ in range(MINUTES):
        await asyncio.sleep(60)
        figures.memory.append(soaked.server.memory)
    await asyncio.gather(*readers)
    return figures


async def _coming_and_going(soaked: Soaked, figures: Figures, until: float) -> None:
    while time.monotonic() < until:
        async with session(soaked.server.address) as reader:
            for _ in range(CLICKS):
                await asyncio.sleep(random.uniform(0, 2 * PAUSE_S))
                await reader.rerun(*soaked.choose())
                figures.clicks += 1
            figures.faults += len(reader.faults)


def _place() -> tuple[str, str]:
    return random.choice(PAGES), urlencode({"area": random.choice(areas.order())})


def _question() -> tuple[str, str]:
    page, place = _place()
    when = random.choice(MONTHS)
    asked = {"offence": random.choice(list(offences.names())), "from": when, "to": when}
    return page, f"{place}&{urlencode(asked)}"


def _plain() -> tuple[str, str]:
    return "", random.choice(PLAIN)


if __name__ == "__main__":
    main()
