"""A reader copies a figure as a sentence, also where the clipboard is closed."""

import pytest
from playwright.sync_api import Browser, expect

from tests.browser.seen import visit


@pytest.mark.parametrize(
    ("allowed", "told"), [(["clipboard-read", "clipboard-write"], "Copied"), ([], "")]
)
def test_the_button_copies_or_shows_the_sentence(
    served: str, browser: Browser, allowed: list[str], told: str
) -> None:
    context = browser.new_context(permissions=allowed)
    page = context.new_page()
    visit(page, f"{served}/area?area=winchester")
    page.get_by_role("button", name="Copy this as a sentence to quote").click()
    sentence = page.get_by_label("The sentence to quote").input_value()
    assert sentence.startswith("All recorded crime in Winchester District, 1 April to 31 October")
    assert f"{served}/area?area=winchester&figures=police-tables/2017-04-01" in sentence
    if told:
        expect(page.get_by_text(told)).to_be_visible()
        assert page.evaluate("navigator.clipboard.readText()") == sentence
    context.close()
