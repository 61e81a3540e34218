"""Papers in a browser: axe finds nothing in the HTML, the one page is one, the page offers both."""

from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from cspdata import briefings, metrics, queries, store
from cspdata.briefings import Imprint, Paper
from tests.browser.seen import visit

IMPRINT = Imprint("https://example.org/area?area=st-paul", "Data version 2.", "4 January 2018")
A4_INSIDE_PX = (688, 1017)


def paper(kind: str, area: str) -> Paper:
    crimes = store.read("crimes")
    figures = queries.prepared(crimes)
    view = queries.views(figures)[0]
    if kind == "one-page":
        return briefings.one_page(figures, view, area, IMPRINT)
    if kind == "theme":
        asked = metrics.topics()[area]
        return briefings.theme(figures, store.read("activity"), view, asked, IMPRINT)
    return briefings.appendix(figures, crimes, store.read("printed"), view, area, IMPRINT)


@pytest.mark.parametrize(
    ("kind", "area"), [("appendix", "winchester"), ("one-page", "st-paul"), ("theme", "burglary")]
)
def test_axe_finds_nothing_in_a_paper(
    published: Path, page: Page, tmp_path: Path, kind: str, area: str
) -> None:
    place = tmp_path / "paper.html"
    place.write_bytes(briefings.html(paper(kind, area)))
    page.goto(place.as_uri())
    page.set_viewport_size(
        {"width": 1000, "height": page.evaluate("document.documentElement.scrollHeight")}
    )
    found = Axe().run(page)
    assert found.violations_count == 0, found.generate_report()


@pytest.mark.parametrize("area", ["winchester", "winchester-rural", "st-paul"])
def test_the_one_page_briefing_prints_on_one_page(
    published: Path, page: Page, tmp_path: Path, area: str
) -> None:
    place = tmp_path / "paper.html"
    place.write_bytes(briefings.html(paper("one-page", area)))
    page.set_viewport_size({"width": A4_INSIDE_PX[0], "height": 400})
    page.emulate_media(media="print")
    page.goto(place.as_uri())
    assert page.evaluate("document.documentElement.scrollHeight") <= A4_INSIDE_PX[1]
    assert page.evaluate("document.documentElement.scrollWidth") <= A4_INSIDE_PX[0]


def test_a_reader_makes_and_downloads_both_forms(served: str, page: Page, tmp_path: Path) -> None:
    visit(page, f"{served}/briefing?area=st-paul")
    page.get_by_role("button", name="Make the briefing").click()
    for form, start in (("Word", b"PK"), ("HTML", b"<!doctype html>")):
        button = page.get_by_role("button", name=f"{form} (")
        expect(button).to_be_visible(timeout=30_000)
        with page.expect_download() as waiting:
            button.click()
        assert waiting.value.suggested_filename.startswith("st-paul-briefing-2017-04-01")
        waiting.value.save_as(tmp_path / form)
        assert (tmp_path / form).read_bytes().startswith(start)
