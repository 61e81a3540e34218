"""How long a choice takes, on the server and in the browser, beside bare Streamlit pages."""

import asyncio
import shutil
import statistics
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from functools import partial

from playwright.sync_api import Browser, Page, sync_playwright

from benchmarks.servers import Server, published, serving
from benchmarks.sessions import session
from tests.browser.conftest import CHROMIUMS, FLAGS
from tests.browser.seen import settled

ROUNDS, RERUNS, LOADS = 12, 12, 9
QUIET_MS = 400
LISTEN = """
(() => {
  const note = () => { window.moved = performance.now(); };
  const watch = root => new MutationObserver(note).observe(
    root, {subtree: true, childList: true, attributes: true, characterData: true});
  const attach = Element.prototype.attachShadow;
  Element.prototype.attachShadow = function (how) {
    const root = attach.call(this, how);
    watch(root);
    return root;
  };
  watch(document);
  for (const kind of ["mousedown", "popstate"])
    window.addEventListener(kind, () => { window.chosen = performance.now(); }, true);
})();
"""
RESTED = f"""
() => performance.now() - window.moved > {QUIET_MS}
  && document.querySelector('[data-testid="stApp"][data-test-script-state="notRunning"]')
"""


@dataclass(frozen=True)
class Measured:
    """A page to measure: where it is and what is chosen on it, again and again."""

    name: str
    path: str
    queries: tuple[str, ...]
    choices: tuple[Callable[[Page], None], ...]


def main() -> None:
    with ExitStack() as running:
        store = running.enter_context(published())
        bare = running.enter_context(serving("benchmarks/bare/bare.py"))
        empty = running.enter_context(serving("benchmarks/bare/empty.py"))
        ours = running.enter_context(serving("server.py", CSP_STORE=store))
        _tell_reruns(bare, ours, PAGES)
        browser = running.enter_context(_browser())
        _tell_choices(browser, bare, ours, PAGES)
        _tell_loads(browser, empty, ours, PAGES)


def pick(label: str, option: str) -> Callable[[Page], None]:
    return partial(_pick, label=label, option=option)


def follow(title: str) -> Callable[[Page], None]:
    return partial(_follow, title=title)


def _pick(page: Page, label: str, option: str) -> None:
    page.get_by_role("combobox", name=label).click()
    page.get_by_role("option", name=option, exact=True).click()


def _follow(page: Page, title: str) -> None:
    page.get_by_role("link", name=title, exact=True).click()


def _tell_reruns(bare: Server, ours: Server, pages: list[Measured]) -> None:
    """The server's part: from asking to having sent everything, and its processor time."""
    print("| page | rerun, ms | ratio to bare | processor, ms | bytes sent | messages |")
    print("| --- | --- | --- | --- | --- | --- |")
    limit = 0.0
    for server, each in [(bare, BARE), *((ours, each) for each in pages)]:
        taken, processor, sent, messages = asyncio.run(_reruns(server, each))
        limit = limit or taken
        cells = f"{1000 * taken:.0f} | {taken / limit:.2f} | {1000 * processor:.0f} | {sent:,.0f}"
        print(f"| {each.name} | {cells} | {messages:.0f} |", flush=True)


async def _reruns(server: Server, asked: Measured) -> tuple[float, float, float, float]:
    async with session(server.address) as reader:
        for query in asked.queries:
            await reader.rerun(asked.path, query)
        sent, messages = reader.bytes_heard, reader.messages_heard
        processor, times = server.processor, []
        for number in range(RERUNS):
            query = asked.queries[number % len(asked.queries)]
            times.append(await reader.rerun(asked.path, query))
        faults = reader.faults
        assert not faults, faults
    processor = (server.processor - processor) / RERUNS
    heard = (reader.bytes_heard - sent) / RERUNS, (reader.messages_heard - messages) / RERUNS
    return statistics.median(times), processor, *heard


def _tell_choices(browser: Browser, bare: Server, ours: Server, pages: list[Measured]) -> None:
    """From the click to the last change on the page; the bare page is measured in each round."""
    print("\n| page | click to settled, ms | ratio to bare |\n| --- | --- | --- |")
    for each in pages:
        limit, page = _opened(browser, bare, BARE), _opened(browser, ours, each)
        times: dict[str, list[float]] = {"bare": [], "ours": []}
        for number in range(ROUNDS):
            times["bare"].append(_chosen(limit, BARE.choices[number % 2]))
            times["ours"].append(_chosen(page, each.choices[number % 2]))
        medians = {name: statistics.median(taken[2:]) for name, taken in times.items()}
        ratio = medians["ours"] / medians["bare"]
        print(
            f"| {each.name} | {medians['ours']:.0f} (bare {medians['bare']:.0f}) | {ratio:.2f} |",
            flush=True,
        )
        limit.context.close()
        page.context.close()


def _tell_loads(browser: Browser, empty: Server, ours: Server, pages: list[Measured]) -> None:
    """A first visit without a cache: until the heading stands, and until all has settled."""
    print("\n| page | heading seen, ms | ratio to empty | settled, ms | ratio |")
    print("| --- | --- | --- | --- | --- |")
    nothing = Measured("an empty app", "", ("",), ())
    pairs = [(empty, nothing), *((ours, each) for each in pages)]
    times: dict[str, list[tuple[float, float]]] = {each.name: [] for _, each in pairs}
    for _ in range(LOADS):
        for server, each in pairs:
            times[each.name].append(_loaded(browser, server, each))
    least = [statistics.median(part) for part in zip(*times[nothing.name], strict=True)]
    for name, taken in times.items():
        seen, rested = (statistics.median(part) for part in zip(*taken, strict=True))
        cells = f"{seen:.0f} | {seen / least[0]:.2f} | {rested:.0f} | {rested / least[1]:.2f}"
        print(f"| {name} | {cells} |", flush=True)


def _opened(browser: Browser, server: Server, each: Measured) -> Page:
    page = browser.new_context(viewport={"width": 1280, "height": 1000}).new_page()
    page.add_init_script(LISTEN)
    page.goto(f"{server.address}/{each.path}")
    settled(page)
    for choose in each.choices:
        _chosen(page, choose)
    return page


def _chosen(page: Page, choose: Callable[[Page], None]) -> float:
    choose(page)
    page.wait_for_function(RESTED, polling=50)
    taken: float = page.evaluate("window.moved - window.chosen")
    return taken


def _loaded(browser: Browser, server: Server, each: Measured) -> tuple[float, float]:
    context = browser.new_context(viewport={"width": 1280, "height": 1000})
    page = context.new_page()
    page.add_init_script(LISTEN)
    page.goto(f"{server.address}/{each.path}", wait_until="commit")
    page.wait_for_selector("h1")
    seen: float = page.evaluate("performance.now()")
    page.wait_for_function(RESTED, polling=50)
    rested: float = page.evaluate("window.moved")
    context.close()
    return seen, rested


@contextmanager
def _browser() -> Iterator[Browser]:
    found = next((path for name in CHROMIUMS if (path := shutil.which(name))), None)
    with sync_playwright() as playwright:
        yield playwright.chromium.launch(executable_path=found, args=FLAGS)


BARE = Measured(
    "bare",
    "",
    ("area=St+Paul", "area=Sparsholt"),
    (pick("Area", "St Paul"), pick("Area", "Sparsholt")),
)
PLACES = ("area=winchester-city", "area=st-paul", "area=winchester-rural", "area=sparsholt")
BY_PLACE = (pick("Area", "Winchester City"), pick("Area", "Winchester Rural"))
PAGES = [
    *(
        Measured(title, path, PLACES, BY_PLACE)
        for path, title in {
            "": "At a glance",
            "area": "My area",
            "months": "Over time",
            "where": "Where",
            "take": "Take away",
        }.items()
    ),
    *(
        Measured(title, path, ("",), (follow("Take away"), follow(title)))
        for path, title in {
            "done": "What was done",
            "published": "What is published",
            "about": "About the figures",
        }.items()
    ),
]


if __name__ == "__main__":
    main()
