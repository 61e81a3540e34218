"""The pages on partners and on questions, full and empty, by their addresses."""

import json
from pathlib import Path
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from cspdata import metrics, store

ROOT = Path(__file__).resolve().parent.parent
RUN = "import runpy; from cspdata import ui; ui.kindly(lambda: runpy.run_path('{page}'))"
PAGES = ["pages/partners.py", "pages/themes.py"]


def shown(page: str, **address: str) -> AppTest:
    app = AppTest.from_string(RUN.format(page=str(ROOT / page)), default_timeout=60)
    for name, value in address.items():
        app.query_params[name] = value
    app.run()
    assert not app.exception
    return app


def sections(app: AppTest) -> list[dict[str, Any]]:
    """What the cards say, as sent to the browser."""
    (found,) = [
        sent
        for element in app.get("bidi_component")
        if "sections" in (sent := json.loads(element.proto.json))
    ]
    listed: list[dict[str, Any]] = found["sections"]
    return listed


def cards(app: AppTest) -> dict[str, dict[str, Any]]:
    def within(section: dict[str, Any]) -> list[dict[str, Any]]:
        deeper = [card for inner in section["sections"] for card in within(inner)]
        return [*section["cards"], *deeper]

    return {card["name"]: card for section in sections(app) for card in within(section)}


def test_the_page_opens_with_the_first_priority_by_partner(published: Path) -> None:
    (people,) = sections(shown("pages/partners.py"))
    assert people["title"] == "People"
    assert "Street Pastors" in {section["title"] for section in people["sections"]}


def test_a_card_says_value_period_comparison_and_source(published: Path) -> None:
    app = shown("pages/partners.py", show="everything")
    arrests = cards(app)["Arrest rate for domestic abuse"]
    assert arrests["figure"] == "44%"
    assert arrests["period"] == "April to September 2017"
    assert arrests["lines"][0].startswith("A year before: 22%. Difference: +22 percentage points.")
    budget = cards(app)["Spending on community safety"]
    assert budget["figure"] == "£281,000"
    assert budget["lines"] == ["Net budget: £297,000. Difference: −£16,000."]
    assert budget["source"] == "Committee report of 4 January 2018, paragraph 2.2"


def test_a_figure_that_is_a_least_number_says_so_on_its_card(published: Path) -> None:
    card = cards(shown("pages/themes.py", topic="burglary"))["Burglaries admitted by one offender"]
    assert card["aside"].startswith("More than 50, across Hampshire")


def test_statements_that_do_not_agree_are_both_on_the_card(published: Path) -> None:
    card = cards(shown("pages/partners.py", show="partnership"))["Operation Helicon outings"]
    assert card["figure"] == "1 or 2"
    assert "do not agree" in card["lines"][0]


def test_parts_are_bars_on_one_scale(published: Path) -> None:
    card = cards(shown("pages/partners.py", find="sleeping rough outreach"))[
        "People found sleeping rough on outreach"
    ]
    assert [part["figure"] for part in card["parts"]] == ["19", "23", "5", "4"]
    assert [round(51 * part["share"]) for part in card["parts"]] == [19, 23, 5, 4]


def test_one_partner_is_shown_by_priority(published: Path) -> None:
    (police,) = sections(shown("pages/partners.py", show="hampshire-constabulary"))
    assert police["title"] == "Hampshire Constabulary"
    assert [section["title"] for section in police["sections"]] == [
        "People",
        "Partnership",
        "Community Impact",
    ]


def test_a_search_looks_through_all_figures_and_may_find_none(published: Path) -> None:
    assert set(cards(shown("pages/partners.py", find="fly-tip fines"))) == {
        "Fines and costs for fly-tipping"
    }
    assert "No figure matches" in shown("pages/partners.py", find="submarine").info[0].value


def test_measures_without_figures_are_listed_and_their_file_is_offered(published: Path) -> None:
    app = shown("pages/partners.py")
    assert "23 measures wait for figures" in [header.value for header in app.header]
    assert len(app.get("download_button")) == 3


@pytest.mark.parametrize("topic", metrics.topics())
def test_a_question_shows_police_partners_and_sources(published: Path, topic: str) -> None:
    app = shown("pages/themes.py", topic=topic)
    assert app.title[0].value == metrics.topics()[topic].question
    assert cards(app)
    told = " ".join(block.value for block in app.markdown)
    assert "Counts of April to" in told
    assert "What to know" in told
    assert "The partners' own figures" in " ".join(block.value for block in app.caption)


@pytest.mark.parametrize("page", PAGES)
def test_without_a_store_a_page_says_what_to_do(empty_store: Path, page: str) -> None:
    assert "There is no store" in shown(page).error[0].value


def test_an_empty_store_still_offers_the_files_to_fill_in(empty_store: Path) -> None:
    store.create()
    app = shown("pages/partners.py")
    assert "No partner's figures have been published yet." in app.info[0].value
    assert len(app.get("download_button")) == 2


def test_a_question_needs_police_figures(empty_store: Path) -> None:
    store.create()
    assert "No figures have been published yet." in shown("pages/themes.py").info[0].value


def test_an_address_that_asks_for_an_unknown_question_is_answered(published: Path) -> None:
    assert "“weather” cannot be shown" in shown("pages/themes.py", topic="weather").info[0].value
