"""Months in a browser: the offence is kept in the address, by links and by Back; nothing is cut."""

import re

from playwright.sync_api import Page, expect

from tests.browser.seen import MAIN, heading, settled, visit

PHONE = {"width": 390, "height": 844}


def test_an_offence_is_chosen_kept_by_links_and_undone_by_back(served: str, page: Page) -> None:
    visit(page, f"{served}/months?offence=burglary")
    heading(page, re.compile("Recorded burglary"))
    page.get_by_role("combobox", name="Offence").click()
    page.get_by_role("option", name="Bicycle theft").click()
    settled(page)
    heading(page, re.compile("Recorded bicycle theft in .*: 19 in September 2017"))
    assert "offence=bicycle" in page.url
    link = page.get_by_role("link", name="My area")
    assert "offence=bicycle" in (link.get_attribute("href") or "")
    page.go_back()
    settled(page)
    heading(page, re.compile("Recorded burglary"))


def test_three_parishes_stand_side_by_side_by_their_address(served: str, page: Page) -> None:
    asked = "area=st-paul&offence=burglary&from=2017-06&to=2017-08"
    visit(page, f"{served}/months?{asked}&with=st-luke&with=st-barnabas")
    main = page.locator(MAIN)
    expect(main).to_contain_text("St Paul, St Luke and St Barnabas, month by month")
    expect(main).to_contain_text("June to August 2017 against June to August 2016 (police.uk)")


def test_the_months_are_read_out_and_fit_a_phone(served: str, page: Page) -> None:
    page.set_viewport_size(PHONE)
    visit(page, f"{served}/months?area=itchen-valley&offence=theft")
    chart = page.locator("[data-testid=stVegaLiteChart]").first
    chart.wait_for()
    month = chart.locator('[aria-label^="August 2017: 136"]')
    expect(month).to_have_count(1)
    box = chart.bounding_box()
    assert box is not None
    assert box["x"] >= 0
    assert box["x"] + box["width"] <= PHONE["width"]
    expect(chart.get_by_text("Festival in August")).to_have_count(1)


def test_the_feed_is_served_and_names_the_page_of_a_signal(served: str, page: Page) -> None:
    answer = page.request.get(f"{served}/signals.atom")
    assert answer.headers["content-type"].startswith("application/atom+xml")
    assert "/months?area=winchester&amp;offence=bicycle" in answer.text()
    assert page.request.get(f"{served}/signals.csv").text().startswith("data_version,area,")
