"""Readers on mixed pages who click every ten seconds: from a cold start, then while a month is
published at the desk; and how long after the press "Published" stands there, for the officer.

One server, the officer's browser, and the readers, whose share of a processor is told, share the
cores.
"""

import asyncio
import random
import re
import shutil
import statistics
import time
from contextlib import AsyncExitStack, ExitStack
from pathlib import Path

from playwright.async_api import Page, async_playwright

from benchmarks.servers import ROOT, Server, published, serving
from benchmarks.sessions import Session, session
from cspdata import areas
from tests.browser.conftest import CHROMIUMS, FLAGS

MONTH = ROOT / "data" / "try" / "2025-10-winchester-street.csv"
READERS, PAUSE_S, EACH_S, PRESSES, WITHIN_MS = 50, 10.0, 60.0, 3, 120_000
PAGES = ("", "area", "months", "where", "done", "take", "published", "about")
WAY_IN = re.compile(r"http://\S+/officer/\S+")


def main() -> None:
    print("| readers | while | clicks | p50, ms | p95, ms | faults | readers' own processor |")
    print("| --- | --- | --- | --- | --- | --- | --- |")
    for readers in (READERS, 0):
        with ExitStack() as running:
            place = running.enter_context(published())
            server = running.enter_context(serving("server.py", CSP_STORE=place))
            asyncio.run(_measured(server, readers, Path(place).parent))


async def _measured(server: Server, readers: int, folder: Path) -> None:
    async with AsyncExitStack() as opened:
        everybody = [
            await opened.enter_async_context(session(server.address)) for _ in range(readers)
        ]
        if readers:
            await _clicked(everybody, "caches are cold", time.monotonic() + EACH_S)
        playwright = await opened.enter_async_context(async_playwright())
        found = next((path for name in CHROMIUMS if (path := shutil.which(name))), None)
        browser = await playwright.chromium.launch(executable_path=found, args=FLAGS)
        page = await browser.new_page()
        while not (ways := WAY_IN.findall(server.printed.read_text())):
            await asyncio.sleep(PAUSE_S / 100)
        await page.goto(ways[-1])
        officer = asyncio.create_task(_publishing(page))
        if readers:
            await _clicked(everybody, "a month is published", officer)
        presses = await officer
        await browser.close()
    told = ", ".join(f"{taken:.2f}" for taken in presses)
    print(f"\n“Published” after the press, {readers} readers, s: {told}\n", flush=True)


async def _publishing(page: Page) -> list[float]:
    """Seconds from each press of Publish to its being told; what was published is undone."""
    times = []
    for _ in range(PRESSES):
        await page.set_input_files('input[type="file"]', MONTH, timeout=WITHIN_MS)
        press = page.get_by_role("button", name="Publish", exact=True)
        await press.wait_for(timeout=WITHIN_MS)
        await page.get_by_text("5. Publish", exact=True).wait_for(timeout=WITHIN_MS)
        await asyncio.sleep(PAUSE_S)
        began = time.perf_counter()
        await press.click()
        await page.get_by_text("Published as version").wait_for(timeout=WITHIN_MS)
        times.append(time.perf_counter() - began)
        await asyncio.sleep(PAUSE_S)
        await page.get_by_role("button", name="Undo").click()
        await page.get_by_text("Undone: version").wait_for(timeout=WITHIN_MS)
    return times


async def _clicked(
    everybody: list[Session], when: str, until: "float | asyncio.Task[list[float]]"
) -> None:
    own, began = time.process_time(), time.monotonic()
    before = sum(len(one.faults) for one in everybody)
    each = await asyncio.gather(*(_reads(one, until) for one in everybody))
    times = [taken for reader in each for taken in reader]
    share = (time.process_time() - own) / (time.monotonic() - began)
    half, most = statistics.median(times), statistics.quantiles(times, n=20)[-1]
    faults = sum(len(one.faults) for one in everybody) - before
    cells = [len(everybody), when, len(times), f"{1000 * half:.0f}", f"{1000 * most:.0f}"]
    print(f"| {' | '.join(map(str, [*cells, faults, f'{share:.0%}']))} |", flush=True)


async def _reads(reader: Session, until: "float | asyncio.Task[list[float]]") -> list[float]:
    times = []
    while not (until.done() if isinstance(until, asyncio.Task) else time.monotonic() > until):
        await asyncio.sleep(random.uniform(0, 2 * PAUSE_S))
        page, area = random.choice(PAGES), random.choice(areas.order())
        try:
            times.append(await reader.rerun(page, f"area={area}"))
        except TimeoutError:
            reader.faults.append("no answer")
    return times


if __name__ == "__main__":
    main()
