"""What the server adds to the pages: a summary for all, headers that stop nothing we need."""

from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from tests.browser.conftest import Serve
from tests.browser.seen import visit


def test_whoever_comes_first_by_a_deep_link_sees_the_menu(
    serve: Serve, built_store: Path, page: Page
) -> None:
    fresh = serve(CSP_STORE=str(built_store))
    page.goto(f"{fresh}/offences")
    expect(page.get_by_text("Winchester community safety")).to_be_visible(timeout=20_000)
    expect(page).to_have_title("Offences")


@pytest.mark.parametrize("address", ["", "area", "offences", "about", "briefing", "summary"])
def test_the_security_policy_blocks_nothing_that_a_page_needs(
    served: str, page: Page, address: str
) -> None:
    blocked: list[str] = []
    page.on(
        "console",
        lambda said: blocked.append(said.text) if "Content Security" in said.text else None,
    )
    visit_or_go = page.goto if address == "summary" else lambda url: visit(page, url)
    visit_or_go(f"{served}/{address}")
    page.wait_for_load_state("networkidle")
    assert not blocked


def test_axe_finds_nothing_in_the_summary(served: str, page: Page) -> None:
    page.goto(f"{served}/summary")
    found = Axe().run(page)
    assert found.violations_count == 0, found.generate_report()
