"""Half an hour of readers who come, click and go: does the memory of the server grow?"""

import asyncio
import random
import statistics
import time
from contextlib import ExitStack

from benchmarks.load import PLACES, PLAIN
from benchmarks.servers import Server, published, serving
from benchmarks.sessions import session

READERS, CLICKS, MINUTES, WARM = 10, 20, 30, 10
PAGES = (
    "area",
    "",
    "offences",
    "hotspots",
    "fair",
    "trends",
    "partners",
    "themes",
    "briefing",
    "releases",
    "about",
)


def main() -> None:
    with ExitStack() as running:
        store = running.enter_context(published())
        plain = running.enter_context(serving("benchmarks/bare/ordinary.py"))
        ours = running.enter_context(serving("server.py", CSP_STORE=store))
        figures = asyncio.run(_beside(ours, plain))
    print(f"{READERS} readers at once on each server, each gone after {CLICKS} clicks.\n")
    names = ("the dashboard, MB", "an ordinary page, MB")
    print(f"| minute | {' | '.join(names)} |\n| --- | --- | --- |")
    for minute, held in enumerate(zip(*(memory for _, memory in figures), strict=True)):
        if minute % 5 == 0:
            print(f"| {minute} | {' | '.join(f'{each:.0f}' for each in held)} |")
    for name, (clicks, memory) in zip(names, figures, strict=True):
        late = memory[WARM:]
        slope = statistics.linear_regression(range(len(late)), late).slope
        print(f"\n{name}: {clicks:,} clicks; after {WARM} minutes {slope:+.2f} MB a minute.")


async def _beside(ours: Server, plain: Server) -> list[tuple[int, list[float]]]:
    soaks = [_soak(ours, PAGES, PLACES), _soak(plain, ("",), PLAIN)]
    return list(await asyncio.gather(*soaks))


async def _soak(
    server: Server, pages: tuple[str, ...], queries: tuple[str, ...]
) -> tuple[int, list[float]]:
    until = time.monotonic() + 60 * MINUTES
    memory = [server.memory]
    coming = [_coming_and_going(server, pages, queries, until) for _ in range(READERS)]
    readers = [asyncio.create_task(each) for each in coming]
    for _ in range(MINUTES):
        await asyncio.sleep(60)
        memory.append(server.memory)
    return sum(await asyncio.gather(*readers)), memory


async def _coming_and_going(
    server: Server, pages: tuple[str, ...], queries: tuple[str, ...], until: float
) -> int:
    clicks = 0
    while time.monotonic() < until:
        async with session(server.address) as reader:
            for _ in range(CLICKS):
                await reader.rerun(random.choice(pages), random.choice(queries))
                clicks += 1
            faults = reader.faults
            assert not faults, faults
    return clicks
