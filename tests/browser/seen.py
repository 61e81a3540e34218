"""What a reader sees and does on a page, for the browser tests."""

import re

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

MAIN = '[data-testid="stMain"]'
TALL, SETTLES_MS = 6000, 500
STREAMLITS_OWN = {
    "presentation-role-conflict": "the frame around the button for files takes the focus",
}
ASKED_OF_AXE = {"resultTypes": ["violations"], "rules": {"target-size": {"enabled": True}}}
RESTED = """() => new Promise(resolve => {
  const main = document.querySelector('[data-testid=stMain]');
  let height, since;
  const look = now => {
    const charted = [...document.querySelectorAll('.stVegaLiteChart')]
      .every(chart => chart.querySelector('svg, canvas'));
    if (!charted || main.scrollHeight !== height) [height, since] = [main.scrollHeight, now];
    if (now - since > 500) resolve(); else requestAnimationFrame(look);
  };
  requestAnimationFrame(look);
})"""
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


def heading(page: Page, name: str | re.Pattern[str]) -> None:
    """The one main heading reads exactly so, or holds the pattern."""
    expect(page.locator("h1")).to_have_text(name)
    settled(page)


def broken_rules(page: Page, width: int = 1280) -> list[tuple[str, str]]:
    """Each rule of axe that the page breaks, with the first element; but for STREAMLITS_OWN.

    The window is as tall as the page, because axe does not see the contrast below its fold.
    """
    page.set_viewport_size({"width": width, "height": TALL})
    settled(page)
    page.wait_for_timeout(SETTLES_MS)
    found = Axe().run(page, options=ASKED_OF_AXE).response["violations"]
    return [
        (rule["id"], rule["nodes"][0]["html"]) for rule in found if rule["id"] not in STREAMLITS_OWN
    ]


def rested(page: Page) -> Page:
    """Wait until the page keeps its height: charts and styles come after the last message.

    Between two tasks of the browser a part may stand there without its style, far too tall.
    """
    settled(page)
    page.evaluate(RESTED)
    return page
