"""A signed note in a browser: rehearsed and published at the desk, then a mark and a list."""

import shutil
from pathlib import Path

from playwright.sync_api import Page, expect

from tests.browser.conftest import Serve
from tests.browser.seen import MAIN, broken_rules, settled, visit

expect.set_options(timeout=60_000)
WORDS = "<b>Sheds</b> **of** [a](https://a.example) $one$ https://b.example street"
SENT = (
    "note,area,offence,period_start,period_end,words,author,signed_on\n"
    f"Sheds,St Paul,burglary,2017-06-01,2017-08-31,{WORDS},A. Officer,2018-01-03\n"
)


def test_a_note_is_published_at_the_desk_and_seen_at_its_months_as_it_was_written(
    serve: Serve, built_store: Path, page: Page, tmp_path: Path
) -> None:
    place, sent = tmp_path / "store", tmp_path / "notes.csv"
    shutil.copytree(built_store, place)
    sent.write_text(SENT, "utf-8")
    address = serve(CSP_STORE=str(place))
    visit(page, f"{address}/upload")
    page.set_input_files('input[type="file"]', sent)
    expect(page.get_by_role("heading", name="See what changes")).to_be_visible()
    settled(page)
    shown = page.locator(MAIN).inner_text().replace("\u2060", "")
    assert f"would say: “{WORDS}” (A. Officer, 3 January 2018)." in shown
    assert page.locator(f"{MAIN} a[href*=example]").count() == 0
    assert broken_rules(page) == []
    page.get_by_role("button", name="Publish", exact=True).click()
    expect(page.get_by_text("Published as version 4.")).to_be_visible()

    visit(page, f"{address}/months?area=st-paul&offence=burglary")
    told = page.get_by_role("listitem").filter(has_text="Note 1, June to August 2017")
    expect(told).to_contain_text(f"{WORDS} A. Officer, 3 January 2018, data version 4.")
    mark = page.locator(f"[aria-label^='Note 1, June to August 2017: {WORDS[:6]}']")
    expect(mark).to_have_count(1)
    assert page.locator(f"{MAIN} a[href*=example]").count() == 0
    assert broken_rules(page) == []
