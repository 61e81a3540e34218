"""Everything that a mouse can do, the keyboard does: choose, read, look inside, take away."""

import re
import shutil
from pathlib import Path

from playwright.sync_api import FileChooser, Locator, Page, expect
from playwright.sync_api import TimeoutError as NoAnswer

from tests.browser.conftest import Serve
from tests.browser.seen import MAIN, heading, visit

MOST_TABS, FADES_MS, PRESSES = 150, 300, 3
FOCUSED = """node => {
  const root = node.getRootNode();
  return root.activeElement === node || node.contains(root.activeElement);
}"""
MARK = """() => {
  let node = document.activeElement;
  while (node.shadowRoot?.activeElement) node = node.shadowRoot.activeElement;
  const marks = [];
  for (let near = node, up = 0; near && up < 4; near = near.parentElement, up += 1) {
    const {outlineStyle, outlineWidth, boxShadow, borderColor} = getComputedStyle(near);
    marks.push(outlineStyle !== "none" && parseFloat(outlineWidth) > 0, boxShadow !== "none");
    marks.push(node.tagName === "INPUT" && borderColor === "rgb(18, 67, 109)");
  }
  let seen = 1;
  for (let near = node; near; near = near.parentElement) seen *= getComputedStyle(near).opacity;
  const marked = marks.some(Boolean) && seen > 0.5;
  return {tag: node.tagName, what: node.outerHTML.slice(0, 200), marked};
}"""


def tab_to(page: Page, wanted: Locator, back: bool = False) -> None:
    """Press Tab, or Shift and Tab, until the element wanted has the focus."""
    expect(wanted).to_be_attached()
    for _ in range(MOST_TABS):
        page.keyboard.press("Shift+Tab" if back else "Tab")
        if wanted.evaluate(FOCUSED):
            return
    raise AssertionError(f"{MOST_TABS} times Tab did not reach {wanted}.")


def test_the_first_tab_offers_to_skip_the_menu(served: str, page: Page) -> None:
    visit(page, f"{served}/area")
    page.keyboard.press("Tab")
    skip = page.get_by_role("link", name="Skip to main content")
    expect(skip).to_be_focused()
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    inside = page.evaluate(f"document.querySelector('{MAIN}').contains(document.activeElement)")
    assert inside


def test_an_area_is_chosen_by_its_name(served: str, page: Page) -> None:
    visit(page, f"{served}/area")
    tab_to(page, page.get_by_role("combobox", name="Area"))
    page.keyboard.type("St Paul")
    page.keyboard.press("Enter")
    heading(page, re.compile("St Paul"))


def test_a_choice_that_changes_the_page_is_told_to_a_screen_reader(served: str, page: Page) -> None:
    visit(page, f"{served}/area?area=st-paul")
    tab_to(page, page.get_by_role("combobox", name="Offence"))
    page.keyboard.type("Burglary")
    page.keyboard.press("Enter")
    heading(page, re.compile("burglary in St Paul"))
    told = page.get_by_role("status").filter(has_text="burglary in St Paul")
    expect(told).to_have_count(1)
    assert told.evaluate("node => node.getBoundingClientRect().width") <= 1


def test_a_tile_leads_to_its_months(served: str, page: Page) -> None:
    visit(page, f"{served}/?area=st-paul")
    tab_to(page, page.locator(".tile").nth(2).get_by_role("link", name="months"))
    page.keyboard.press("Enter")
    heading(page, re.compile("burglary in St Paul"))
    expect(page).to_have_title("Over time")


def test_another_page_is_opened_from_the_menu(served: str, page: Page) -> None:
    visit(page, f"{served}/area?area=st-paul")
    tab_to(page, page.get_by_role("link", name="Where", exact=True))
    page.keyboard.press("Enter")
    expect(page).to_have_title("Where")
    expect(page).to_have_url(f"{served}/where?area=st-paul")


def test_the_figures_are_downloaded(served: str, page: Page) -> None:
    visit(page, f"{served}/area?area=st-paul")
    tab_to(page, page.locator("summary", has_text="Take this page away"))
    page.keyboard.press("Enter")
    tab_to(page, page.get_by_role("button", name="CSV").first)
    with page.expect_download() as taken:
        page.keyboard.press("Enter")
    assert "offence" in Path(taken.value.path()).read_text("utf-8-sig").splitlines()[0]


def test_a_sentence_to_say_is_copied(served: str, page: Page) -> None:
    visit(page, f"{served}/area?area=st-paul")
    tab_to(page, page.get_by_role("button", name=re.compile("Copy to say")).first)
    page.keyboard.press("Enter")
    told = page.get_by_role("status").filter(has_text=re.compile("Copied|Selected"))
    expect(told).not_to_have_count(0)


def test_figures_are_published(serve: Serve, built_store: Path, page: Page, tmp_path: Path) -> None:
    place, sent = tmp_path / "store", tmp_path / "sent.csv"
    shutil.copytree(built_store, place)
    sent.write_text(
        "area,offence,period_start,period_end,count,source\n"
        "St Paul,Theft offences,2017-04-01,2017-10-31,54,police-tables\n",
        "utf-8",
    )
    visit(page, f"{serve(CSP_STORE=str(place))}/upload")
    tab_to(page, page.get_by_test_id("stFileUploaderDropzone").locator("button"))
    asked_by_enter(page).set_files(sent)
    expect(page.get_by_role("heading", name="See what changes")).to_be_visible()
    tab_to(page, page.get_by_label("Reason, for the history"))
    page.keyboard.type("A late report")
    tab_to(page, page.get_by_role("button", name="Publish", exact=True))
    page.keyboard.press("Enter")
    expect(page.get_by_text("Published as version 4.")).to_be_visible()


def asked_by_enter(page: Page) -> FileChooser:
    """The dialogue that Enter opens; a press that falls into a redrawing is made again."""
    for _ in range(PRESSES):
        try:
            with page.expect_file_chooser(timeout=5_000) as asked:
                page.keyboard.press("Enter")
            return asked.value
        except NoAnswer:
            continue
    raise AssertionError("Enter opens no dialogue for files.")


def test_the_focus_is_always_seen(served: str, page: Page) -> None:
    visit(page, f"{served}/area?area=winchester-city")
    passed = []
    while not passed or passed[-1]["tag"] != "BODY":
        page.keyboard.press("Tab")
        page.wait_for_timeout(FADES_MS)
        passed.append(page.evaluate(MARK))
    unseen = [each["what"] for each in passed[:-1] if not each["marked"]]
    assert len(passed) > 30
    assert unseen == []
