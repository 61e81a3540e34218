"""Half an hour of readers who come, click and go: does the memory of the server grow?"""

import asyncio
import random
import statistics
import time
from contextlib import ExitStack

from benchmarks.load import PLACES
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
        server = running.enter_context(serving("server.py", CSP_STORE=store))
        counted, memory = asyncio.run(_soak(server))
    print(f"{READERS} readers at once, each gone after {CLICKS} clicks: {counted:,} clicks.\n")
    print("| minute | memory, MB |\n| --- | --- |")
    for minute, held in enumerate(memory):
        if minute % 5 == 0:
            print(f"| {minute} | {held:.0f} |")
    slope = statistics.linear_regression(range(WARM, len(memory)), memory[WARM:]).slope
    print(f"\nAfter the first {WARM} minutes: {slope:+.2f} MB a minute.")


async def _soak(server: Server) -> tuple[int, list[float]]:
    until = time.monotonic() + 60 * MINUTES
    memory = [server.memory]
    readers = [asyncio.create_task(_coming_and_going(server, until)) for _ in range(READERS)]
    for _ in range(MINUTES):
        await asyncio.sleep(60)
        memory.append(server.memory)
    return sum(await asyncio.gather(*readers)), memory


async def _coming_and_going(server: Server, until: float) -> int:
    clicks = 0
    while time.monotonic() < until:
        async with session(server.address) as reader:
            for _ in range(CLICKS):
                await reader.rerun(random.choice(PAGES), random.choice(PLACES))
                clicks += 1
            faults = reader.faults
            assert not faults, faults
    return clicks
