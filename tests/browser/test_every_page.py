"""What holds on every page: nothing leaves the server, one heading, a title, no sideways scroll."""

from pathlib import Path
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import Serve
from tests.browser.seen import SETTLES_MS, broken_rules, visit

OFFICERS_ONLY = {"upload"}
FILES = (Path(__file__).resolve().parents[2] / "pages").glob("*.py")
PAGES = sorted({path.stem for path in FILES} - OFFICERS_ONLY)
ADDRESSES = [
    *("" if name == "overview" else name for name in PAGES),
    "area?area=winchester-rural",
    "area?area=st-bartholomew",
    "?area=st-bartholomew",
    "offences?figures=police-uk/2017-04-01/2017-09-30",
]
LEVELS = "[...document.querySelectorAll('h1,h2,h3,h4,h5,h6')].map(found => +found.tagName[1])"
BEYOND = """() => {
  const wide = [document.documentElement, document.querySelector('[data-testid=stMain]')];
  return Math.max(...wide.map(found => found.scrollWidth - found.clientWidth));
}"""


@pytest.mark.parametrize("address", ADDRESSES)
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
    levels = page.evaluate(LEVELS)
    assert levels[0] == 1
    assert levels.count(1) == 1
    assert all(deeper <= level + 1 for level, deeper in zip(levels, levels[1:], strict=False))


def test_every_page_has_a_title_of_its_own(served: str, page: Page) -> None:
    titles = []
    for name in PAGES:
        visit(page, f"{served}/{'' if name == 'overview' else name}")
        expect(page).not_to_have_title(name)
        titles.append(page.title())
    assert all(titles)
    assert len(set(titles)) == len(PAGES)


@pytest.mark.parametrize("address", ADDRESSES)
def test_nothing_scrolls_sideways_on_a_phone(served: str, page: Page, address: str) -> None:
    page.set_viewport_size({"width": 390, "height": 800})
    visit(page, f"{served}/{address}")
    page.wait_for_load_state("networkidle")
    assert page.evaluate(BEYOND) <= 0
    page.set_viewport_size({"width": 320, "height": 800})
    page.wait_for_timeout(SETTLES_MS)
    assert page.evaluate(BEYOND) <= 0


def test_the_first_visitor_of_a_fresh_server_finds_the_frame_around_a_copied_link(
    serve: Serve, built_store: Path, page: Page
) -> None:
    visit(page, f"{serve(CSP_STORE=str(built_store))}/area?area=st-paul")
    expect(page.get_by_role("link", name="What really moved")).to_be_visible()
    expect(page).to_have_title("Area by area")


@pytest.mark.parametrize("width", [1280, 390])
@pytest.mark.parametrize("address", ["", *sorted(set(PAGES) - {"overview"})])
def test_axe_finds_nothing_on_a_page(served: str, page: Page, address: str, width: int) -> None:
    assert broken_rules(visit(page, f"{served}/{address}"), width) == []
