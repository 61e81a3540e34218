"""Readers who click while an officer publishes: does anybody wait, or see a fault?

The officer publishes from a process of their own, one publication after the other, on the same two
cores; every reader clicks, reads for some seconds and clicks again.
"""

import asyncio
import os
import random
import statistics
import time
from contextlib import AsyncExitStack, ExitStack
from pathlib import Path

from benchmarks.servers import Server, published, serving
from benchmarks.sessions import Session, session
from benchmarks.two_processes import publishing
from cspdata import areas

READERS, PAUSE_S, EACH_S = (50, 100), 8.0, 40.0
COLUMNS = (
    *("readers", "while", "clicks", "p50, ms", "p95, ms", "faults", "published", "shown"),
    *("processor of the server", "load"),
)


def main() -> None:
    print(f"| {' | '.join(COLUMNS)} |\n|{' --- |' * len(COLUMNS)}")
    with ExitStack() as running:
        place = running.enter_context(published())
        os.environ["CSP_STORE"] = place
        server = running.enter_context(serving("server.py", CSP_STORE=place))
        for readers in READERS:
            asyncio.run(_clicked(server, readers, Path(place).parent))


async def _clicked(server: Server, readers: int, place: Path) -> None:
    async with AsyncExitStack() as opened:
        everybody = []
        for _ in range(readers):
            reader = await opened.enter_async_context(session(server.address))
            await reader.rerun("area", _query())
            everybody.append(reader)
        for when in ("nothing happens", "an officer publishes"):
            began, before = time.monotonic(), server.processor
            until = began + EACH_S
            known = {version for one in everybody for version in one.versions}
            officer = (
                asyncio.create_task(publishing(place, until))
                if when == "an officer publishes"
                else None
            )
            times = [
                taken
                for each in await asyncio.gather(*(_reads(one, until) for one in everybody))
                for taken in each
            ]
            made = len(await officer) if officer else 0
            half, most = statistics.median(times), statistics.quantiles(times, n=20)[-1]
            faults = sum(len(one.faults) for one in everybody)
            shown = len({version for one in everybody for version in one.versions} - known)
            share = (server.processor - before) / (time.monotonic() - began)
            cells = [readers, when, len(times), f"{1000 * half:.0f}", f"{1000 * most:.0f}"]
            also = [faults, made, shown, f"{share:.0%}", f"{os.getloadavg()[0]:.1f}"]
            print(f"| {' | '.join(map(str, [*cells, *also]))} |", flush=True)


async def _reads(reader: Session, until: float) -> list[float]:
    times = []
    while time.monotonic() < until:
        await asyncio.sleep(random.uniform(0, 2 * PAUSE_S))
        try:
            times.append(await reader.rerun("area", _query()))
        except TimeoutError:
            reader.faults.append("no answer")
    return times


def _query() -> str:
    return f"area={random.choice(areas.order())}"


if __name__ == "__main__":
    main()
