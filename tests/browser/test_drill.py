"""From the district down to a parish by clicking, and back by the address."""

import csv
from pathlib import Path

from playwright.sync_api import Browser, Page, expect

from tests.browser.seen import MAIN, heading, settled, visit

MONTHLY = Path(__file__).resolve().parents[2] / "data/raw/police-uk/monthly-by-ward.csv"
NOT_CRIME_OR_NOT_COMPARABLE = {"Anti-social behaviour", "Violence and sexual offences"}


def by_bar(page: Page, area: str) -> None:
    page.locator(f'g.mark-rect.role-mark path[aria-label*="Area: {area};"]').click()
    heading(page, area)


def by_row(page: Page, area: str) -> None:
    page.locator("table").get_by_role("link", name=area, exact=True).first.click()
    heading(page, area)


def by_selector(page: Page, label: str, choice: str) -> None:
    page.get_by_role("combobox", name=label).click()
    page.get_by_role("option", name=choice).click()
    settled(page)


def headings(page: Page) -> list[str]:
    return page.locator(f"{MAIN} h2").all_inner_texts()


def monthly_sum(ward: str, year: int) -> int:
    """April to September of a year in one ward, crime without violence, straight from the file."""
    with MONTHLY.open(encoding="utf-8", newline="") as lines:
        return sum(
            int(row["count"])
            for row in csv.DictReader(lines)
            if row["ward_2013_name"] == ward
            and f"{year}-04" <= row["month"] <= f"{year}-09"
            and row["crime_type"] not in NOT_CRIME_OR_NOT_COMPARABLE
        )


def test_a_reader_drills_from_the_district_to_a_parish_copies_the_link_and_goes_back(
    served: str, browser: Browser, page: Page
) -> None:
    visit(page, served)
    page.get_by_role("link", name="Area by area").click()
    heading(page, "Winchester District")
    by_bar(page, "Winchester City")
    by_row(page, "St Bartholomew")

    assert "All recorded crime: 634, April to October 2017" in headings(page)
    assert "Against a year before, on police.uk" in headings(page)
    now, before = monthly_sum("St Bartholomew", 2017), monthly_sum("St Bartholomew", 2016)
    compared = f"April to September 2017 against April to September 2016: {now}, was {before}"
    expect(page.locator(MAIN)).to_contain_text(compared)

    clean = browser.new_context()
    opened = visit(clean.new_page(), page.url)
    heading(opened, "St Bartholomew")
    assert headings(opened) == headings(page)
    expect(opened.locator(MAIN)).to_contain_text(compared)
    clean.close()

    page.go_back()
    heading(page, "Winchester City")
    page.go_back()
    heading(page, "Winchester District")
    page.go_forward()
    heading(page, "Winchester City")


def test_a_row_of_the_table_leads_on_and_the_breadcrumb_leads_back(served: str, page: Page) -> None:
    visit(page, f"{served}/area")
    by_row(page, "Winchester Rural")
    expect(page.locator("table").first).to_contain_text("Not shown by parish")
    by_bar(page, "Itchen Valley")
    page.get_by_role("link", name="‹ Winchester Rural").click()
    heading(page, "Winchester Rural")
    page.get_by_role("link", name="‹ Winchester District").click()
    heading(page, "Winchester District")


def test_the_selectors_show_the_same_view_as_clicks(served: str, page: Page) -> None:
    visit(page, f"{served}/area")
    by_selector(page, "Area", "St Bartholomew")
    heading(page, "St Bartholomew")
    assert page.url.endswith("/area?area=st-bartholomew")
    assert "All recorded crime: 634, April to October 2017" in headings(page)


def test_the_figures_chosen_stay_in_the_address_on_the_way_down(served: str, page: Page) -> None:
    visit(page, f"{served}/area")
    by_selector(page, "Figures", "April to September 2017 (police.uk)")
    by_row(page, "Winchester City")
    by_row(page, "St Paul")
    assert "figures=police-uk%2F2017-04-01%2F2017-09-30" in page.url
    page.get_by_role("link", name="Offences", exact=True).click()
    heading(page, "Offences in St Paul")
    assert "area=st-paul" in page.url
    assert "figures=police-uk" in page.url


def test_a_row_is_an_ordinary_link_that_opens_on_its_own(served: str, page: Page) -> None:
    visit(page, f"{served}/area")
    link = page.locator("table").get_by_role("link", name="Winchester City").first
    visit(page, f"{served}/area{link.get_attribute('href')}")
    heading(page, "Winchester City")


def test_the_keyboard_alone_leads_down(served: str, page: Page) -> None:
    visit(page, f"{served}/area")
    page.locator("table").get_by_role("link", name="Winchester City").first.focus()
    page.keyboard.press("Enter")
    heading(page, "Winchester City")
