"""What a reader sees and does on a page, for the browser tests."""

from playwright.sync_api import Page, expect

MAIN = '[data-testid="stMain"]'
IDLE = '[data-testid="stApp"][data-test-script-state="notRunning"]'


def visit(page: Page, address: str) -> Page:
    """Open an address and wait until the page has been drawn whole."""
    page.goto(address)
    return settled(page)


def settled(page: Page) -> Page:
    """Wait until a heading stands, the server is done and nothing on the page is stale."""
    expect(page.locator("h1")).to_have_count(1)
    page.wait_for_selector(IDLE, state="attached")
    expect(page.locator('[data-stale="true"]')).to_have_count(0)
    return page


def heading(page: Page, name: str) -> None:
    """The one main heading reads exactly so."""
    expect(page.locator("h1")).to_have_text(name)
    settled(page)
