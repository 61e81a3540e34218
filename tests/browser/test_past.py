"""A day in the past goes along from page to page, and one button leads back to the newest."""

import re
from pathlib import Path

from playwright.sync_api import Page, expect

from tests.browser.conftest import Serve
from tests.browser.seen import broken_rules, visit

SAID = "As published on 1 February 2018: Data version 1"


def test_the_day_goes_along_until_the_newest_figures_are_asked_for(
    serve: Serve, dated: Path, page: Page
) -> None:
    visit(page, f"{serve(CSP_STORE=str(dated))}/area?on=2018-02-01")
    expect(page.get_by_text(SAID)).to_be_visible()
    page.get_by_role("link", name="Offences", exact=True).click()
    expect(page).to_have_url(re.compile(r"/offences\?on=2018-02-01$"))
    expect(page.get_by_text(SAID)).to_be_visible()
    assert broken_rules(page) == []
    page.get_by_role("button", name="Show the newest figures").click()
    expect(page).to_have_url(re.compile("/offences$"))
    expect(page.get_by_text(SAID)).to_have_count(0)


def test_a_day_is_chosen_on_the_releases_page(serve: Serve, dated: Path, page: Page) -> None:
    visit(page, f"{serve(CSP_STORE=str(dated))}/releases")
    day = page.get_by_role("group", name="Day")
    for part, typed in {"day": "01", "month": "02", "year": "2018"}.items():
        day.get_by_role("spinbutton", name=re.compile(part)).press_sequentially(typed)
    page.keyboard.press("Escape")  # closes the calendar that typing opened
    expect(page.get_by_text(SAID)).to_be_visible()
    expect(page).to_have_url(re.compile(r"on=2018-02-01"))
