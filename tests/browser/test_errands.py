"""The errands of a councillor, an inspector and an analyst: on a phone and at a desk."""

import json
import re
import urllib.request
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Locator, Page, expect
from pptx import Presentation

from tests.browser.seen import SETTLES_MS, heading, settled, visit

LOOKS = 40
PHONE: Any = {"width": 390, "height": 844}
OLD = "figures=police-uk%2F2017-04-01%2F2017-09-30"


@pytest.fixture
def phone(browser: Browser) -> Iterator[Page]:
    context = browser.new_context(viewport=PHONE, has_touch=True, is_mobile=True)
    yield context.new_page()
    context.close()


def choose(page: Page, label: str, choice: str) -> None:
    page.get_by_role("combobox", name=label).click()
    page.get_by_role("option", name=choice, exact=True).click()
    settled(page)


def answer(served: str, asked: str) -> dict[str, object]:
    with urllib.request.urlopen(f"{served}/api/v1/answer?{asked}") as told:
        found: dict[str, object] = json.load(told)
    return found


def on_first_screen(page: Page, wanted: Locator) -> bool:
    """Whether it comes to stand there; what is above it may still be drawn."""
    height = (page.viewport_size or PHONE)["height"]
    for _ in range(LOOKS):
        box = wanted.bounding_box()
        if box is not None and box["y"] + box["height"] <= height:
            return True
        page.wait_for_timeout(SETTLES_MS)
    return False


@pytest.mark.parametrize("window", [{"width": 1280, "height": 900}, PHONE])
def test_the_first_screen_answers(served: str, browser: Browser, window: Any) -> None:
    context = browser.new_context(viewport=window)
    page = visit(context.new_page(), served)
    assert on_first_screen(page, page.locator("h1"))
    tiles = page.locator(".tile")
    expect(tiles).to_have_count(6)
    assert on_first_screen(page, tiles.nth(5))
    context.close()


def test_a_councillor_finds_a_street_on_a_phone_and_takes_a_sentence_along(
    served: str, phone: Page
) -> None:
    """Seven touches: unfold, the box, Enter, the area, a tile, its quotation, copy."""
    visit(phone, served)
    phone.locator("button.fold").tap()
    phone.get_by_role("textbox", name="Find a place").tap()
    phone.keyboard.type("SO22 4DW")
    phone.keyboard.press("Enter")
    phone.get_by_role("link", name="Olivers Battery and Badger Farm").first.tap()
    heading(phone, re.compile("Olivers Battery and Badger Farm"))
    assert "area=olivers-battery-and-badger-farm" in phone.url
    expect(phone.locator(".tile").first).to_be_visible()
    phone.get_by_role("button", name=re.compile("Copy to say")).first.tap()
    told = phone.get_by_role("status").filter(has_text=re.compile("Copied|Selected"))
    expect(told).not_to_have_count(0)


def test_burglary_among_partnerships_like_ours_is_three_touches_away(
    served: str, phone: Page
) -> None:
    """The link on the first page, the table of every offence, burglary."""
    visit(phone, served)
    phone.get_by_role("link", name="Partnerships like ours").tap()
    heading(phone, "All recorded crime: partnerships like ours")
    phone.get_by_text("Every offence as a table").tap()
    phone.get_by_role("link", name="Burglary", exact=True).tap()
    heading(phone, "Burglary: partnerships like ours")
    expect(phone.get_by_text(re.compile("in the 15 partnerships like ours"))).to_be_visible()


def test_what_became_of_a_matter_is_two_touches_away(served: str, phone: Page) -> None:
    """The link on the first page, the matter."""
    visit(phone, served)
    phone.get_by_role("link", name="What became of them").tap()
    heading(phone, "Matters arising")
    phone.get_by_role("link", name="Steps: Police cover of Colden Common").tap()
    heading(phone, "Police cover of Colden Common and Twyford")
    expect(phone.get_by_text("Open, with no day by which a reply is due.")).to_be_visible()


@pytest.mark.parametrize("typed", ["Badger Farm Road", "SO21 2LE", "Hursley", "Compton"])
def test_a_place_is_found_or_it_is_said_why_not(served: str, page: Page, typed: str) -> None:
    visit(page, served)
    page.get_by_role("textbox", name="Find a place").fill(typed)
    page.keyboard.press("Enter")
    settled(page)
    told = page.locator(".st-key-found")
    expect(told).to_contain_text(re.compile(r"is in|lies in|known here|lies outside"))
    assert typed not in page.url


def test_an_inspector_asks_for_june_to_august_and_the_link_gives_the_same(
    served: str, browser: Browser, page: Page
) -> None:
    asked = "area=st-paul&offence=burglary&from=2017-06&to=2017-08"
    found = answer(served, asked)
    visit(page, f"{served}/area?{asked}")
    expect(page.locator(".lead").first).to_contain_text(f"{found['now']}")
    expect(page.locator(".lead").first).to_contain_text(f"({found['before']}")
    page.get_by_role("link", name="Over time", exact=True).click()
    expect(page).to_have_url(re.compile("/months"))
    settled(page)
    assert "from=2017-06" in page.url and "offence=burglary" in page.url
    page.go_back()
    expect(page).to_have_url(re.compile("/area"))
    settled(page)
    clean = browser.new_context()
    again = visit(clean.new_page(), page.url)
    assert again.locator("h1").inner_text() == page.locator("h1").inner_text()
    clean.close()


def test_a_choice_is_one_step_back(served: str, page: Page) -> None:
    visit(page, f"{served}/area")
    choose(page, "Area", "\u2003St Paul".strip())
    heading(page, re.compile("St Paul"))
    choose(page, "Offence", "Burglary")
    heading(page, re.compile("burglary in St Paul"))
    page.go_back()
    settled(page)
    heading(page, re.compile("St Paul"))
    assert "offence" not in page.url
    page.go_back()
    settled(page)
    heading(page, re.compile("Winchester District"))


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("overview?area=st-paul", "/?area=st-paul"),
        ("trends?area=st-paul&offence=burglary", "/months?"),
        (f"offences?{OLD}", "/area?"),
        ("hotspots", "/where"),
        ("releases", "/published"),
    ],
)
def test_an_old_address_leads_on(served: str, page: Page, old: str, new: str) -> None:
    visit(page, f"{served}/{old}")
    expect(page).to_have_url(re.compile(re.escape(f"{served}{new}")))
    for name in ("area=st-paul", "offence=burglary", "figures=police-uk"):
        assert (name in old) == (name in page.url)


def test_slides_and_a_chart_are_taken_away(served: str, page: Page, tmp_path: Path) -> None:
    visit(page, f"{served}/?area=st-paul")
    page.get_by_text("Take this page away").click()
    with page.expect_download() as taken:
        page.get_by_role("button", name="PPTX").first.click()
    deck = Presentation(BytesIO(Path(taken.value.path()).read_bytes()))
    assert taken.value.suggested_filename.startswith("st-paul-glance")
    assert all(slide.shapes.title is not None for slide in deck.slides)
    assert len(deck.slides) > 2
    with page.expect_download() as picture:
        page.get_by_role("button", name="SVG").first.click()
    text = Path(picture.value.path()).read_text("utf-8")
    assert "Data version" in text
    assert "what-stands-out" in picture.value.suggested_filename
