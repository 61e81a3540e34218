"""What was done: cards, questions of the committee, what bears on an offence, and what waits."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from cspdata import metrics, readers, schemas, store
from cspdata import published as door
from cspdata.answers import done
from cspdata.answers.blocks import Answer, Cards, Fold, Table, Words, walk
from cspdata.answers.comparison import comparison
from cspdata.question import Question

Shown = Callable[..., Answer]


@pytest.fixture
def shown(published: Path) -> Shown:
    """The answer of the page to a question of the district, or of another area and offence."""
    here = door.at()

    def make(area: str = "winchester", offence: str = "all-crime", **options: str) -> Answer:
        return done.answer(here, here.choose(Question(area, offence)), **options)

    return make


def sections(answer: Answer) -> list[dict[str, Any]]:
    return [
        part for block in walk(answer.blocks) if isinstance(block, Cards) for part in block.sections
    ]


def cards(answer: Answer) -> dict[str, dict[str, Any]]:
    def within(part: dict[str, Any]) -> list[dict[str, Any]]:
        return [*part["cards"], *(card for inner in part["sections"] for card in within(inner))]

    return {card["name"]: card for part in sections(answer) for card in within(part)}


def folds(answer: Answer) -> dict[str, Fold]:
    return {block.title: block for block in walk(answer.blocks) if isinstance(block, Fold)}


def told(answer: Answer) -> str:
    return " ".join(block.text for block in walk(answer.blocks) if isinstance(block, Words))


def test_the_page_folds_every_priority_and_counts_its_figures(shown: Shown) -> None:
    names = list(folds(shown()))
    assert names[:2] == ["People: 28 figures", "Partnership: 13 figures"]


def test_a_card_says_value_period_comparison_and_source(shown: Shown) -> None:
    found = cards(shown(show="everything"))
    arrests = found["Arrest rate for domestic abuse"]
    assert arrests["figure"] == "44%"
    assert arrests["period"] == "April to September 2017"
    assert arrests["lines"][0].startswith("A year before: 22%. Difference: +22 percentage points.")
    budget = found["Spending on community safety"]
    assert budget["figure"] == "£281,000"
    assert budget["lines"] == ["Net budget: £297,000. Difference: −£16,000."]


def test_what_a_partner_decides_to_do_has_no_verdict(shown: Shown) -> None:
    (line,) = cards(shown(show="street-pastors"))["Street Pastor patrols"]["lines"]
    assert line.endswith("Not tested: how much a partner does is its own choice.")


def test_a_figure_that_is_a_least_number_says_so_on_its_card(shown: Shown) -> None:
    card = cards(shown(topic="burglary"))["Burglaries admitted by one offender"]
    assert card["aside"].startswith("More than 50, across Hampshire")


def test_statements_that_do_not_agree_are_both_on_the_card(shown: Shown) -> None:
    card = cards(shown(show="partnership"))["Operation Helicon outings"]
    assert card["figure"] == "1 or 2"
    assert "do not agree" in card["lines"][0]


def test_parts_are_bars_on_one_scale(shown: Shown) -> None:
    card = cards(shown(find="sleeping rough outreach"))["People found sleeping rough on outreach"]
    assert [part["figure"] for part in card["parts"]] == ["19", "23", "5", "4"]
    assert [round(51 * part["share"]) for part in card["parts"]] == [19, 23, 5, 4]


def test_one_partner_is_shown_by_priority(shown: Shown) -> None:
    titles = [part["title"] for part in sections(shown(show="hampshire-constabulary"))]
    assert titles == ["People", "Partnership", "Community Impact"]


@pytest.mark.parametrize("show", ["people", "trinity", "everything"])
def test_each_way_of_showing_shows_something(shown: Shown, show: str) -> None:
    assert show in done.groupings(door.at())
    assert cards(shown(show=show))


def test_a_search_looks_through_all_figures_and_may_find_none(shown: Shown) -> None:
    assert set(cards(shown(find="fly-tip fines"))) == {"Fines and costs for fly-tipping"}
    nothing = shown(find="submarine")
    assert not cards(nothing)
    assert "0 figures from 0 partners." in told(nothing)


def test_the_offence_that_is_chosen_comes_first(shown: Shown) -> None:
    first = next(b for b in walk(shown(offence="burglary").blocks) if isinstance(b, Cards))
    about = {card["name"] for part in first.sections for card in part["cards"]}
    assert about == set(cards(shown(topic="burglary")))


def test_an_offence_about_which_nobody_reports_is_said_to_be_so(shown: Shown) -> None:
    assert "No partner reports figures about this offence" in told(shown(offence="robbery"))


def test_in_a_parish_it_is_said_that_the_figures_are_of_the_whole_district(shown: Shown) -> None:
    assert "not about St Paul alone" in told(shown("st-paul"))
    assert "alone" not in told(shown())


def test_measures_without_figures_come_as_the_file_to_fill_in(shown: Shown) -> None:
    (table,) = folds(shown())["23 measures wait for figures"].blocks[2:]
    assert isinstance(table, Table)
    filled = table.rows.assign(value="5", period_start="2018-04-01", period_end="2018-04-30")
    (sheet,) = readers.read(filled.to_csv(index=False).encode(), "waiting.csv")
    assert set(sheet.rows["measure"]) == {one.measure for one in _waiting()}
    assert not set(table.rows) & set(schemas.PROVENANCE)
    assert set(table.rows) == set(schemas.ACTIVITY.names) - set(schemas.PROVENANCE)


def _waiting() -> list[metrics.Measure]:
    held = set(store.read("activity")["measure"])
    return [one for one in metrics.every() if one.measure not in held]


@pytest.mark.parametrize("topic", metrics.topics())
def test_a_question_shows_police_partners_and_sources(shown: Shown, topic: str) -> None:
    answer = shown(topic=topic)
    asked = metrics.topics()[topic]
    assert answer.title == asked.question
    assert {one.name for one in metrics.on_topic(topic)} >= set(cards(answer)) != set()
    assert "Recorded in April to" in told(answer)
    assert any(title.startswith("Read before quoting") for title in folds(answer))
    assert answer.sources[-1].startswith("The partners' own figures")


@pytest.mark.parametrize("topic", metrics.topics())
def test_the_figures_of_a_question_are_those_of_every_page(shown: Shown, topic: str) -> None:
    here = door.at()
    question = here.choose(Question("winchester"))
    for basis, rows in done.police_figures(here, question, metrics.topics()[topic]):
        same = here.ask(comparison, basis).loc[rows.index]
        assert list(same["verdict"]) == list(rows["verdict"])
        assert list(same["now"]) == list(rows["now"])


def test_each_figure_comes_from_a_source_that_can_compare_it(published: Path) -> None:
    here = door.at()
    question = here.choose(Question("winchester"))
    found = done.police_figures(here, question, metrics.topics()["drugs"])
    assert [(basis.source.source, set(rows["area"])) for basis, rows in found] == [
        ("police-tables", {"winchester"}),
        ("police-uk", {"winchester-city"}),
    ]
    assert all(rows["before"].notna().all() for _, rows in found)


def test_a_question_about_an_area_asks_for_that_area(published: Path) -> None:
    here = door.at()
    question = here.choose(Question("st-paul"))
    found = done.police_figures(here, question, metrics.topics()["burglary"])
    assert {area for _, rows in found for area in rows["area"]} == {"st-paul"}


def test_beside_another_page_stand_a_few_figures_about_what_stands_out(published: Path) -> None:
    here = door.at()
    question = here.choose(Question("winchester"))
    basis = here.rest_on(question)
    rows = here.ask(comparison, basis)
    leaf = rows[(rows["area"] == "winchester") & rows["leaf"]]
    blocks = done.about(here, question, leaf)
    shown = cards(Answer("", "", question, blocks))
    assert 0 < len(shown) <= done.SHORTLY
    topics = done.topics()
    led = [link for b in blocks if isinstance(b, Words) for link in b.links]
    assert all(dict(link.also)["topic"] in topics for link in led if link.also)
    assert led[-1].page == "done"


def test_beside_a_page_about_an_offence_stand_its_own_figures(published: Path) -> None:
    here = door.at()
    question = here.choose(Question("winchester", "domestic"))
    blocks = done.about(here, question, here.ask(comparison, here.rest_on(question)))
    assert "Arrest rate for domestic abuse" in cards(Answer("", "", question, blocks))


def test_an_empty_store_still_offers_the_file_to_fill_in(empty_store: Path) -> None:
    store.create()
    answer = done.answer(door.at(), Question("winchester"))
    assert "No partner's figures have been published yet." in told(answer)
    assert any(isinstance(block, Table) for block in walk(answer.blocks))


def test_a_question_without_police_figures_says_so(empty_store: Path) -> None:
    store.create()
    answer = done.answer(door.at(), Question("winchester"), topic="burglary")
    assert "No police figures bear on this question" in told(answer)
