"""The blocks in a browser: copying, unfolding, links, both widths, and what axe objects to."""

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.conftest import free_port, wait_for
from tests.browser.seen import SETTLES_MS, broken_rules, heading, visit
from tests.sample_answer import ANSWER, CHART, QUOTE

APP = Path(__file__).parent / "blocks_app.py"
TOUCH, LOOKS = 24, 60
MONTHS = "months?offence=burglary&from=2017-06&to=2017-08&show=panels"
MORE = "More about Burglary"


@pytest.fixture(scope="module")
def app(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of an app of the sample answer alone."""
    port, log = free_port(), tmp_path_factory.mktemp("blocks") / "log.txt"
    command = [sys.executable, "-m", "streamlit", "run", str(APP), "--server.port", str(port)]
    with log.open("wb") as written:
        server = subprocess.Popen(
            [*command, "--server.fileWatcherType", "none"],
            cwd=APP.parents[2],
            stdout=written,
            stderr=subprocess.STDOUT,
        )
    try:
        wait_for(f"http://localhost:{port}", server, log)
        yield f"http://localhost:{port}"
    finally:
        server.terminate()
        server.wait(timeout=20)


@pytest.fixture
def phone(browser: Browser) -> Iterator[Page]:
    context = browser.new_context(viewport={"width": 390, "height": 844}, has_touch=True)
    yield context.new_page()
    context.close()


def test_the_page_breaks_no_rule_of_axe_with_everything_open(page: Page, app: str) -> None:
    visit(page, app)
    page.get_by_role("button", name="Quote for Burglary").click()
    for summary in page.locator("summary").all():
        summary.click()
    expect(page.get_by_role("button", name="Show all 3")).to_be_visible()
    assert broken_rules(page) == []
    assert broken_rules(page, 320) == []


def test_headings_go_down_one_step_at_a_time(page: Page, app: str) -> None:
    visit(page, app)
    found = page.get_by_role("heading").evaluate_all("each => each.map(h => +h.tagName[1])")
    assert found[0] == 1
    assert all(deeper - level <= 1 for level, deeper in zip(found, found[1:], strict=False))
    expect(page.get_by_role("heading", name=CHART.title)).to_be_visible()


def test_a_sentence_is_copied_and_a_screen_reader_is_told(page: Page, app: str) -> None:
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    visit(page, app)
    page.get_by_role("button", name="Copy to say").first.click()
    expect(page.get_by_text(f"Copied: {QUOTE.say}")).to_be_attached()
    assert page.evaluate("navigator.clipboard.readText()") == QUOTE.say


def test_without_leave_to_copy_the_words_are_selected(page: Page, app: str) -> None:
    page.add_init_script("navigator.clipboard.writeText = () => Promise.reject(new Error())")
    visit(page, app)
    page.get_by_role("button", name="Copy with source").first.click()
    expect(page.get_by_label("The words to copy")).to_have_value(
        QUOTE.cite.replace("/area", f"{app}/area")
    )


def test_a_link_is_one_entry_of_the_history_and_the_new_page_begins_at_its_top(
    page: Page, app: str
) -> None:
    visit(page, app)
    page.get_by_role("link", name="Months for Burglary").click()
    heading(page, "Months")
    assert page.url == f"{app}/{MONTHS}"
    expect(page.get_by_text("offence: burglary")).to_be_visible()
    assert page.locator('[data-testid="stMain"]').evaluate("main => main.scrollTop") == 0
    page.go_back()
    heading(page, ANSWER.title)
    assert page.url == f"{app}/"
    page.go_forward()
    heading(page, "Months")


def test_a_link_opens_in_a_new_tab_where_that_is_asked(page: Page, app: str) -> None:
    visit(page, app)
    with page.context.expect_page() as opened:
        page.get_by_role("link", name="Months for Burglary").click(modifiers=["ControlOrMeta"])
    assert opened.value.url == f"{app}/{MONTHS}"
    heading(page, ANSWER.title)


def test_a_click_on_a_bar_picks_its_area(page: Page, app: str) -> None:
    visit(page, app)
    page.locator("path[aria-roledescription=bar]").first.click()
    page.wait_for_url(f"{app}/?area=st-paul")


def test_all_rows_are_shown_and_the_keyboard_goes_on_where_they_begin(page: Page, app: str) -> None:
    visit(page, app)
    page.get_by_text("As a table").click()
    row = page.get_by_role("row", name="Robbery")
    expect(row).to_be_hidden()
    page.get_by_role("button", name="Show all 3").press("Enter")
    expect(row.get_by_role("rowheader")).to_be_focused()
    expect(row).to_be_visible()


def test_a_printed_page_hides_no_row_and_shows_no_button(page: Page, app: str) -> None:
    visit(page, app)
    page.emulate_media(media="print")
    expect(page.get_by_role("row", name="Robbery")).to_be_visible()
    expect(page.get_by_text("A break.")).to_be_visible()
    expect(page.get_by_text("Copy to say").first).to_be_hidden()


def test_columns_stand_side_by_side_from_1100_pixels_on(page: Page, app: str) -> None:
    visit(page, app)
    for width, beside in ((1280, True), (1099, False), (390, False)):
        page.set_viewport_size({"width": width, "height": 900})
        for _ in range(LOOKS):
            if (found := stand_beside(page)) == beside:
                break
            page.wait_for_timeout(SETTLES_MS)
        assert found == beside


def stand_beside(page: Page) -> bool:
    left = page.get_by_role("heading", name="Which").bounding_box()
    right = page.get_by_role("heading", name="Where").bounding_box()
    assert left and right
    return abs(left["y"] - right["y"]) < 5


def test_a_tile_on_a_phone_is_a_row_that_opens(phone: Page, app: str) -> None:
    visit(phone, app)
    tile = phone.get_by_role("listitem").filter(has_text="too few to call")
    row = tile.bounding_box()
    assert row and row["height"] < 90
    expect(phone.get_by_role("link", name="Months for Burglary")).to_be_hidden()
    phone.get_by_role("button", name=MORE).tap()
    expect(phone.get_by_role("button", name=MORE)).to_have_attribute("aria-expanded", "true")
    for what in ("Copy to say for Burglary", "Copy with source for Burglary"):
        box = phone.get_by_role("button", name=what).bounding_box()
        assert box and box["height"] >= TOUCH
    expect(phone.get_by_role("link", name="Months for Burglary")).to_be_visible()


def test_a_table_on_a_phone_keeps_two_lines_a_row(phone: Page, app: str) -> None:
    visit(phone, app)
    phone.get_by_text("As a table").tap()
    row = phone.get_by_role("row", name="Theft")
    head, *tops = row.evaluate("row => [...row.cells].map(c => c.getBoundingClientRect().y)")
    assert abs(tops[0] - head) < 5 and abs(tops[1] - head) < 5
    assert tops[2] > head + 15


@pytest.mark.parametrize("width", [320, 390])
def test_nothing_is_wider_than_the_phone(phone: Page, app: str, width: int) -> None:
    phone.set_viewport_size({"width": width, "height": 844})
    visit(phone, app)
    wide = phone.locator('[data-testid="stMain"]').evaluate("main => main.scrollWidth")
    assert wide <= width
