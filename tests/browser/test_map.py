"""The map in a real browser: a click chooses the area of the app, and nobody else is asked."""

import math
import re
import time
from contextlib import suppress
from io import BytesIO
from urllib.parse import urlsplit

import pytest
from PIL import Image
from playwright.sync_api import Browser, Page, expect

from cspdata import areas, outlines
from cspdata.printers import atlas, maps
from tests.browser.seen import MAIN, heading, rested, settled, visit

CANVAS = '[data-testid="stDeckGlJsonChart"] canvas'
DRAWN_MS = 3000
WAITS_MS = 60_000
SETTLES_MS = 500
FOLLOWS_MS, CLICKS = 10_000, 4
TITLE = re.compile("Recorded crime, .*: ")
BEYOND = """() => {
  const wide = [document.documentElement, document.querySelector('[data-testid=stMain]')];
  return Math.max(...wide.map(found => found.scrollWidth - found.clientWidth));
}"""


@pytest.fixture(scope="module")
def warm(served: str, browser: Browser) -> str:
    """The address of an app that has answered once."""
    context = browser.new_context()
    opened = context.new_page()
    opened.goto(f"{served}/")
    expect(opened.locator("h1")).to_have_count(1, timeout=60_000)
    context.close()
    return served


def northing(latitude: float) -> float:
    """Degrees of latitude as Mercator stretches them."""
    return math.degrees(math.asinh(math.tan(math.radians(latitude))))


def click_on(page: Page, area: str, around: str) -> None:
    """Click the middle of an area, once drawn, on the map whose view is fitted to `around`.

    Software rendering may drop a click while it is busy, so one without effect is repeated.
    """
    canvas = page.locator(CANVAS).first
    canvas.scroll_into_view_if_needed(timeout=WAITS_MS)
    view = maps.fitted(outlines.shown()[around])
    x, y = atlas.inside(outlines.shown()[area])
    pixels = maps.TILE * 2**view.zoom / 360
    right = (x - view.longitude) * pixels
    down = (northing(view.latitude) - northing(y)) * pixels
    until = time.monotonic() + WAITS_MS / 1000
    while time.monotonic() < until:
        page.wait_for_timeout(SETTLES_MS)
        box = canvas.bounding_box()
        assert box
        at = (box["x"] + box["width"] / 2 + right, box["y"] + box["height"] / 2 + down)
        if not is_blank(page, *at):
            break
    was = page.url
    for _ in range(CLICKS):
        page.mouse.move(*at)
        page.wait_for_timeout(SETTLES_MS)
        page.mouse.click(*at)
        with suppress(AssertionError):
            expect(page).not_to_have_url(was, timeout=FOLLOWS_MS)
            return


def is_blank(page: Page, x: float, y: float) -> bool:
    """Whether nothing is drawn at a point of the window."""
    shot = page.screenshot(clip={"x": x, "y": y, "width": 1, "height": 1})
    return Image.open(BytesIO(shot)).convert("RGB").getpixel((0, 0)) == (255, 255, 255)


def chosen(page: Page, area: str) -> None:
    """The address and the selector name the area."""
    expect(page).to_have_url(re.compile(rf"[?&]area={area}(&|$)"), timeout=WAITS_MS)
    settled(page)
    name = re.compile(rf"^\s*{areas.one(area).name}$")
    expect(page.get_by_role("combobox", name="Area")).to_have_value(name, timeout=WAITS_MS)


@pytest.mark.parametrize("parish", ["wonston-and-micheldever", "denmead-and-southwick"])
def test_a_click_on_the_map_chooses_the_parish_for_the_whole_app(
    warm: str, page: Page, parish: str
) -> None:
    visit(page, f"{warm}/where")
    click_on(page, parish, areas.root())
    chosen(page, parish)
    expect(page.locator(MAIN)).to_contain_text(f"Chosen: {areas.one(parish).name}")
    page.get_by_role("link", name=f"Everything about {areas.one(parish).name}").click()
    heading(page, re.compile(f"in {areas.one(parish).name}"))


def test_a_second_click_leaves_the_parish_and_back_undoes_both(warm: str, page: Page) -> None:
    visit(page, f"{warm}/where")
    click_on(page, "wonston-and-micheldever", areas.root())
    chosen(page, "wonston-and-micheldever")
    click_on(page, "wonston-and-micheldever", "winchester-rural")
    chosen(page, "winchester-rural")
    page.go_back()
    chosen(page, "wonston-and-micheldever")


def test_the_map_and_the_list_take_turns(warm: str, page: Page) -> None:
    visit(page, f"{warm}/where")
    click_on(page, "sparsholt", areas.root())
    chosen(page, "sparsholt")
    page.locator("table").get_by_role("link", name="Itchen Valley", exact=True).click()
    chosen(page, "itchen-valley")
    click_on(page, "sparsholt", "winchester-rural")
    chosen(page, "sparsholt")


def test_the_keyboard_chooses_in_the_list(warm: str, page: Page) -> None:
    visit(page, f"{warm}/where")
    page.locator("table").get_by_role("link", name="St Michael", exact=True).focus()
    page.keyboard.press("Enter")
    chosen(page, "st-michael")


def test_a_place_on_the_drawing_of_the_first_page_leads_to_itself(warm: str, page: Page) -> None:
    visit(page, f"{warm}/")
    expect(page.locator(CANVAS)).to_have_count(0)
    page.locator("svg.map a", has_text="Sparsholt").click()
    heading(page, re.compile("in Sparsholt"))
    expect(page).to_have_url(re.compile("area=sparsholt"))
    page.go_back()
    heading(page, re.compile("in Winchester District"))


def test_a_region_is_chosen_on_the_map_of_regions(warm: str, page: Page) -> None:
    visit(page, f"{warm}/where?by=region")
    click_on(page, "winchester-greater", areas.root())
    chosen(page, "winchester-greater")


def test_clicking_about_asks_nobody_but_the_server(warm: str, page: Page) -> None:
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.on("websocket", lambda socket: asked.append(socket.url))
    visit(page, f"{warm}/where?show=change")
    click_on(page, "sparsholt", areas.root())
    chosen(page, "sparsholt")
    page.wait_for_load_state("networkidle")
    hosts = {urlsplit(url).netloc for url in asked if not url.startswith(("data:", "blob:"))}
    assert hosts == {urlsplit(warm).netloc}


def test_the_street_map_asks_only_whom_the_page_names(
    serve: object, built_store: object, page: Page
) -> None:
    address = serve(CSP_STORE=str(built_store), CSP_STREET_MAP="on")  # type: ignore[operator]
    outside: list[str] = []

    def refuse(route: object) -> None:
        outside.append(urlsplit(route.request.url).hostname)  # type: ignore[attr-defined]
        route.abort()  # type: ignore[attr-defined]

    here = urlsplit(address).netloc
    page.route(lambda url: urlsplit(url).netloc not in (here, ""), refuse)
    page.goto(f"{address}/")
    expect(page.locator("h1")).to_have_count(1, timeout=60_000)
    visit(page, f"{address}/where")
    expect(page.locator(MAIN)).to_contain_text(maps.STREET_MAP)
    page.wait_for_timeout(DRAWN_MS)
    assert outside
    assert all(host.endswith("cartocdn.com") for host in outside)


@pytest.mark.parametrize(
    "query", ["", "show=rate", "show=change&area=st-paul", "by=region", "part=streets"]
)
def test_every_map_fits_a_phone(warm: str, page: Page, query: str) -> None:
    page.set_viewport_size({"width": 390, "height": 800})
    visit(page, f"{warm}/where?{query}")
    heading(page, TITLE)
    rested(page)
    assert page.evaluate(BEYOND) <= 0


def test_without_street_files_the_page_says_what_brings_them(warm: str, page: Page) -> None:
    visit(page, f"{warm}/where?part=streets")
    expect(page.locator(MAIN)).to_contain_text("No street file is published yet")
