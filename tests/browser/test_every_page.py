"""What holds on every page: nothing leaves the server, one heading, room on a phone, no barrier."""

from pathlib import Path
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import Serve
from tests.browser.seen import broken_rules, visit

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


@pytest.mark.parametrize("address", VIEWS)
def test_a_page_is_whole_and_asks_nobody_else(served: str, page: Page, address: str) -> None:
    asked: list[str] = []
    faults: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.on("websocket", lambda socket: asked.append(socket.url))
    page.on("pageerror", lambda fault: faults.append(str(fault)))
    visit(page, f"{served}/{address}")
    page.wait_for_load_state("networkidle")

    hosts = {urlsplit(url).netloc for url in asked if not url.startswith(("data:", "blob:"))}
    assert hosts == {urlsplit(served).netloc}
    assert not faults
    expect(page.get_by_test_id("stException")).to_have_count(0)


@pytest.mark.parametrize("address", VIEWS)
def test_a_page_fits_a_phone(served: str, page: Page, address: str) -> None:
    page.set_viewport_size({"width": 390, "height": 844})
    visit(page, f"{served}/{address}")
    page.wait_for_load_state("networkidle")
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


@pytest.mark.parametrize("width", [1280, 390])
@pytest.mark.parametrize("address", VIEWS)
def test_axe_finds_nothing_on_a_page(served: str, page: Page, address: str, width: int) -> None:
    assert broken_rules(visit(page, f"{served}/{address}"), width) == []
