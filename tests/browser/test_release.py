"""The release in one file opens from a disk, asks nobody, and drills from district to parish."""

from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect

from cspdata import areas
from cspdata.__main__ import main

MOST_BYTES = 2_000_000
MOST_MS = 500
SETTLES = """async (area) => {
  const start = performance.now();
  const settled = new Promise((done) => addEventListener(
    "hashchange", () => requestAnimationFrame(() => setTimeout(done)), { once: true }));
  location.hash = area;
  await settled;
  return performance.now() - start;
}"""


@pytest.fixture(scope="module")
def release(built_store: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    file = tmp_path_factory.mktemp("release") / "release.html"
    with pytest.MonkeyPatch.context() as patched:
        patched.setenv("CSP_STORE", str(built_store))
        assert main(["release", str(file)]) == 0
    return file


def test_the_file_is_small_and_holds_every_area(release: Path) -> None:
    text = release.read_text("utf-8")
    assert release.stat().st_size <= MOST_BYTES
    assert all(f"<section id='{area}'" in text for area in areas.order())


def test_a_reader_drills_from_district_to_parish_without_a_network(
    release: Path, page: Page
) -> None:
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto(release.as_uri())
    expect(page.locator("section:visible")).to_have_count(1)
    page.get_by_role("link", name="Winchester Rural", exact=True).click()
    page.get_by_role("link", name="Sparsholt", exact=True).click()
    expect(page.locator("h2:visible").first).to_have_text("Sparsholt")
    page.get_by_label("Area", exact=True).select_option("st-paul")
    expect(page.locator("h2:visible").first).to_have_text("St Paul")
    page.go_back()
    expect(page.locator("h2:visible").first).to_have_text("Sparsholt")
    assert page.evaluate(SETTLES, "winchester") < MOST_MS
    assert all(url.startswith(("file:", "data:")) for url in asked)


def test_the_file_can_be_read_without_scripts(release: Path, browser: Browser) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(release.as_uri())
    expect(page.locator("section:visible")).to_have_count(len(areas.order()))
    context.close()


@pytest.mark.parametrize("area", ["winchester", "st-paul"])
def test_axe_finds_nothing_in_the_file(release: Path, page: Page, area: str) -> None:
    page.goto(f"{release.as_uri()}#{area}")
    found = Axe().run(page)
    assert found.violations_count == 0, found.generate_report()


def test_nothing_scrolls_sideways_on_a_phone(release: Path, page: Page) -> None:
    page.set_viewport_size({"width": 320, "height": 800})
    page.goto(release.as_uri())
    assert page.evaluate("document.documentElement.scrollWidth") <= 320
