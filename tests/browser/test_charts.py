"""A chart that gets other rows is drawn at once, and is the one that a visit would draw."""

import re
from typing import Any

import pytest
from playwright.sync_api import Browser, Page

from tests.browser.seen import heading, rested, visit

DRAWN = """() => [...document.querySelector('.stVegaLiteChart svg').querySelectorAll('path, text')]
  .map(mark => [mark.getAttribute('d'), mark.getAttribute('transform'), mark.textContent,
                mark.getAttribute('aria-label'), mark.getAttribute('fill')].join('|'))"""
WITH_GREATER = re.compile("Winchester Greater")
KEEP = "() => { window.kept = document.querySelector('.stVegaLiteChart svg') }"
IS_KEPT = "() => window.kept === document.querySelector('.stVegaLiteChart svg')"


@pytest.mark.parametrize("page_name", ["months", "area", ""])
def test_after_a_choice_a_chart_is_the_same_one_with_the_rows_of_a_visit(
    served: str, browser: Browser, page_name: str
) -> None:
    """West of Greenwich, where a month that is taken for a time in London is the month before."""
    context = browser.new_context(timezone_id="America/New_York")
    page = visit(context.new_page(), f"{served}/{page_name}?area=winchester-city")
    rested(page)
    first = drawn(page)
    page.evaluate(KEEP)
    page.get_by_role("combobox", name="Area").click()
    page.get_by_role("option", name="Winchester Greater", exact=True).click()
    heading(page, WITH_GREATER)
    rested(page)
    assert page.evaluate(IS_KEPT)
    after = drawn(page)
    assert after != first
    visit(page, f"{served}/{page_name}?area=winchester-greater")
    rested(page)
    assert drawn(page) == after
    if page_name == "months":
        assert any("|Jul 2015|" in mark for mark in after)
    context.close()


def drawn(page: Page) -> Any:
    """Every mark and label of the first chart, in whatever order: where, what it says, its look."""
    return sorted(page.evaluate(DRAWN))
