"""What the partners did, found and read in a browser; the address keeps what was asked."""

import re

from playwright.sync_api import Page, expect

from tests.browser.seen import heading, visit


def test_a_reader_searches_opens_a_card_and_goes_back(served: str, page: Page) -> None:
    visit(page, f"{served}/partners")
    expect(page.get_by_role("heading", name="Street Pastors", exact=True)).to_be_visible()
    search = page.get_by_label("Search all figures")
    search.fill("helicon outings")
    search.press("Enter")
    expect(page).to_have_url(re.compile(r"find=helicon"))
    card = page.get_by_role("listitem").filter(has_text="Operation Helicon outings")
    expect(card).to_contain_text("1 or 2 operations, April to September 2017")
    expect(card).to_contain_text("do not agree")
    more = card.get_by_text("More", exact=True)
    more.focus()
    more.press("Enter")
    expect(card).to_contain_text("Conflict: paragraph 10.8 says 2.")

    page.go_back()
    expect(page).not_to_have_url(re.compile("find="))
    expect(page.get_by_role("heading", name="Street Pastors", exact=True)).to_be_visible()


def test_a_question_is_chosen_and_its_address_leads_back_to_it(served: str, page: Page) -> None:
    visit(page, f"{served}/themes?topic=burglary")
    heading(page, "Has burglary really risen, and how are victims served?")
    expect(page.get_by_text("Burglary, Winchester District: 396")).to_be_visible()
    expect(page.get_by_role("heading", name="Satisfaction of burglary victims")).to_be_visible()
    page.get_by_label("Question").click()
    page.get_by_role("option", name="Drugs").click()
    heading(page, "Is there more drug crime, or more looking for it?")
    expect(page).to_have_url(re.compile("topic=drugs"))
    page.reload()
    heading(page, "Is there more drug crime, or more looking for it?")
