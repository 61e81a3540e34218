"""Many readers who click at once against one process, beside two plain Streamlit pages."""

import asyncio
import random
import statistics
import time
from collections.abc import Awaitable, Callable
from contextlib import AsyncExitStack, ExitStack
from dataclasses import dataclass

from benchmarks.bare.constants import NAMES
from benchmarks.servers import Server, published, serving
from benchmarks.sessions import Session, session

READERS = (1, 20, 50, 100)
BUSY_S, CALM_S, PAUSE_S, CALM_READERS = 15, 60, 10, 50


@dataclass(frozen=True)
class Clicked:
    """A page and the addresses that its readers choose in turn."""

    name: str
    path: str
    queries: tuple[str, ...]


PLAIN = ("area=St+Paul", "area=Sparsholt", f"area={NAMES[0].replace(' ', '+')}")
PLACES = ("area=winchester-city", "area=st-paul", "area=winchester-rural", "area=sparsholt")


def main() -> None:
    with ExitStack() as running:
        store = running.enter_context(published())
        pages = [
            (running.enter_context(serving(f"benchmarks/bare/{name}.py")), Clicked(name, "", PLAIN))
            for name in ("bare", "ordinary")
        ]
        lean = serving("benchmarks/bare/ordinary.py", STREAMLIT_RUNNER_POST_SCRIPT_GC="false")
        pages.append((running.enter_context(lean), Clicked("ordinary, our settings", "", PLAIN)))
        ours = running.enter_context(serving("server.py", CSP_STORE=store))
        pages += [
            (ours, Clicked("area", "area", PLACES)),
            (ours, Clicked("overview", "", PLACES)),
        ]
        _tell_busy(pages)
        _tell_calm(ours, pages[-2][1])


def _tell_busy(pages: list[tuple[Server, Clicked]]) -> None:
    """Everybody clicks again as soon as the page has come."""
    print(f"Every reader clicks as soon as the page has come, for {BUSY_S} seconds.\n")
    print("| page | readers | reruns a second | p50, ms | p95, ms | errors | MB a session |")
    print("| --- | --- | --- | --- | --- | --- | --- |")
    for readers in READERS:
        for server, page in pages:
            times, faults, memory = asyncio.run(_crowd(server, page, readers, BUSY_S, _at_once))
            rate = f"{len(times) / BUSY_S:.1f}"
            cells = [page.name, str(readers), rate, *_spread(times), str(faults), f"{memory:.2f}"]
            print(f"| {' | '.join(cells)} |", flush=True)


def _tell_calm(server: Server, page: Clicked) -> None:
    """Everybody reads for a while between two clicks."""
    times, faults, _ = asyncio.run(_crowd(server, page, CALM_READERS, CALM_S, _after_reading))
    half, most = _spread(times)
    print(
        f"\n{CALM_READERS} readers who click every {PAUSE_S} seconds on {page.name}, "
        f"{len(times)} clicks: p50 {half} ms, p95 {most} ms, {faults} errors."
    )


async def _crowd(
    server: Server,
    page: Clicked,
    readers: int,
    seconds: float,
    pause: Callable[[], Awaitable[None]],
) -> tuple[list[float], int, float]:
    """How long each click took in seconds, how many failed, and the memory of one more session."""
    async with AsyncExitStack() as opened:
        before = server.memory
        everybody = []
        for _ in range(readers):
            reader = await opened.enter_async_context(session(server.address))
            await reader.rerun(page.path, page.queries[0])
            everybody.append(reader)
        memory = (server.memory - before) / readers
        until = time.monotonic() + seconds
        clicks = [_clicking(reader, page, until, pause) for reader in everybody]
        times = [taken for reader in await asyncio.gather(*clicks) for taken in reader]
        faults = sum(len(reader.faults) for reader in everybody)
    return times, faults, memory


async def _clicking(
    reader: Session, page: Clicked, until: float, pause: Callable[[], Awaitable[None]]
) -> list[float]:
    times = []
    while time.monotonic() < until:
        await pause()
        try:
            times.append(await reader.rerun(page.path, random.choice(page.queries)))
        except TimeoutError:
            reader.faults.append("no answer")
    return times


async def _at_once() -> None:
    return


async def _after_reading() -> None:
    await asyncio.sleep(random.uniform(0, 2 * PAUSE_S))


def _spread(times: list[float]) -> tuple[str, str]:
    most = statistics.quantiles(times, n=20)[-1] if len(times) > 1 else times[0]
    return f"{1000 * statistics.median(times):,.0f}", f"{1000 * most:,.0f}"
