"""What holds on every page: nothing leaves the server, one heading, room on a phone, no barrier."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.conftest import Serve
from tests.browser.seen import broken_rules, rested, visit

OFFICERS_ONLY = {"upload"}
FILES = (Path(__file__).resolve().parents[2] / "pages").glob("*.py")
PAGES = sorted({path.stem for path in FILES} - OFFICERS_ONLY)
ADDRESSES = ["" if name == "glance" else name for name in PAGES]
VIEWS = [
    *ADDRESSES,
    "?area=st-bartholomew&offence=burglary",
    "area?area=winchester-rural",
    "area?area=itchen-valley&offence=drugs",
    "months?area=st-paul&offence=asb",
    "where?part=streets",
    "where?part=concentration",
    "where?part=kind",
    "where?part=alike&offence=burglary",
    "done?topic=burglary",
]
LONGEST = 4000  # px at 390 px before anything is unfolded
LEVELS = "[...document.querySelectorAll('h1,h2,h3,h4,h5,h6')].map(found => +found.tagName[1])"
BEYOND = """() => {
  const wide = [document.documentElement, document.querySelector('[data-testid=stMain]')];
  return Math.max(...wide.map(found => found.scrollWidth - found.clientWidth));
}"""
HEIGHT = "document.querySelector('[data-testid=stMain]').scrollHeight"


@dataclass(frozen=True)
class Seen:
    """A page that was opened once, what it asked for and what failed on it."""

    page: Page
    asked: list[str] = field(default_factory=list)
    faults: list[str] = field(default_factory=list)


@pytest.fixture(scope="module", params=VIEWS)
def seen(request: pytest.FixtureRequest, served: str, browser: Browser) -> Iterator[Seen]:
    context = browser.new_context(viewport={"width": 1280, "height": 1000})
    page = context.new_page()
    found = Seen(page)
    page.on("request", lambda request: found.asked.append(request.url))
    page.on("websocket", lambda socket: found.asked.append(socket.url))
    page.on("pageerror", lambda fault: found.faults.append(str(fault)))
    visit(page, f"{served}/{request.param}")
    page.wait_for_load_state("networkidle")
    yield found
    context.close()


def test_a_page_is_whole_and_asks_nobody_else(served: str, seen: Seen) -> None:
    hosts = {urlsplit(url).netloc for url in seen.asked if not url.startswith(("data:", "blob:"))}
    assert hosts == {urlsplit(served).netloc}
    assert not seen.faults
    expect(seen.page.get_by_test_id("stException")).to_have_count(0)


@pytest.mark.parametrize("width", [1280, 390])
def test_axe_finds_nothing_on_a_page(seen: Seen, width: int) -> None:
    assert broken_rules(seen.page, width) == []


@pytest.mark.parametrize("address", VIEWS)
def test_a_page_fits_a_phone(served: str, page: Page, address: str) -> None:
    page.set_viewport_size({"width": 390, "height": 844})
    rested(visit(page, f"{served}/{address}"))
    assert page.evaluate(BEYOND) <= 0
    assert page.evaluate(HEIGHT) <= LONGEST
    page.set_viewport_size({"width": 320, "height": 800})
    page.wait_for_function(f"({BEYOND})() <= 0")


def test_every_page_has_a_title_of_its_own(served: str, page: Page) -> None:
    titles = []
    for address in ADDRESSES:
        visit(page, f"{served}/{address}")
        titles.append(page.title())
    assert all(titles)
    assert len(set(titles)) == len(PAGES)


def test_the_first_visitor_of_a_fresh_server_finds_the_frame_around_a_copied_link(
    serve: Serve, built_store: Path, page: Page
) -> None:
    visit(page, f"{serve(CSP_STORE=str(built_store))}/area?area=st-paul")
    expect(page.get_by_role("link", name="At a glance")).to_be_visible()
    expect(page).to_have_title("My area")
