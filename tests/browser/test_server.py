"""What the server adds to the pages: a summary for all, headers that stop nothing we need."""

import re
import time
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
    expect(page).to_have_title("My area")


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


def test_whoever_opens_the_printed_address_publishes_and_whoever_only_reaches_the_port_does_not(
    serve: Serve, built_store: Path, page: Page, tmp_path_factory: pytest.TempPathFactory
) -> None:
    server = serve(CSP_STORE=str(built_store), CSP_PUBLISHING="")
    visit(page, f"{server}/upload")
    expect(page.get_by_text("open the address that the server printed")).to_be_visible()
    expect(page.locator('input[type="file"]')).to_have_count(0)
    page.goto(printed(server, tmp_path_factory.getbasetemp()))
    expect(page.locator('input[type="file"]')).to_have_count(1)
    assert page.url == f"{server}/upload"
    page.set_input_files(
        'input[type="file"]', {"name": "a.csv", "mimeType": "text/csv", "buffer": b"area,offence"}
    )
    expect(page.get_by_text("the columns found are")).to_be_visible()


def printed(server: str, logs: Path) -> str:
    """The officer's address in the log of a server."""
    until = time.monotonic() + 30
    while time.monotonic() < until:
        every = "\n".join(path.read_text("utf-8") for path in logs.glob("server*/log.txt"))
        if found := re.findall(rf"{re.escape(server)}/officer/\S+", every):
            return str(found[-1])
        time.sleep(0.1)
    raise AssertionError(f"{server} printed no address for officers")


def test_anybody_with_a_page_open_is_refused_a_file(
    serve: Serve, built_store: Path, page: Page
) -> None:
    """The token against other sites is no leave: whoever has a page open makes their own."""
    server = serve(CSP_STORE=str(built_store), CSP_PUBLISHING="")
    visit(page, f"{server}/about")
    status = page.evaluate(
        """async () => {
            const token = document.cookie.match(/_streamlit_xsrf=([^;]+)/)?.[1] ?? "";
            const form = new FormData();
            form.append("file", new Blob(["x".repeat(100000)]), "a.csv");
            const sent = await fetch("/_stcore/upload_file/any/1",
                {method: "PUT", body: form, headers: {"X-Xsrftoken": token}});
            return sent.status;
        }"""
    )
    assert status == 403


def test_the_browser_tests_share_one_worker_and_one_server(request: pytest.FixtureRequest) -> None:
    """Two browsers and two servers at once are what made a page late for its test."""
    alone = not hasattr(request.config, "workerinput")
    assert alone or request.node.nodeid.endswith("@browser")
