"""Signals and publications leave as a table and feeds; each signal has reviewed questions."""

from datetime import UTC, datetime
from itertools import product
from pathlib import Path
from xml.etree import ElementTree as xml

import pytest

from cspdata import prompts, store
from cspdata import published as door
from cspdata.answers import signals
from cspdata.printers import feed
from cspdata.published import Published

ATOM = {"a": "http://www.w3.org/2005/Atom"}


@pytest.fixture
def here(published: Path) -> Published:
    return door.at()


def entries(text: str, part: str) -> list[str]:
    return [entry.text or "" for entry in xml.fromstring(text).findall(f"a:entry/a:{part}", ATOM)]


def test_the_table_has_a_row_for_every_current_signal(here: Published) -> None:
    rows = feed.signals_table(here)
    assert list(rows) == feed.COLUMNS
    assert len(rows) == len(signals.current(here)) > 0
    assert set(rows["last_month"]) == {"2017-09"}
    assert not rows["sentence"].str.contains("*", regex=False).any()


@pytest.mark.parametrize("make", [feed.signals, feed.publications])
def test_a_feed_has_what_atom_asks_for(here: Published, make: object) -> None:
    root = xml.fromstring(make(here))
    listed = [root, *root.findall("a:entry", ATOM)]
    assert len(listed) > 1
    for part in listed:
        assert all(part.find(f"a:{name}", ATOM).text for name in ("id", "title", "updated"))
        assert part.find("a:link", ATOM).get("href").startswith("http")
    assert root.find("a:updated", ATOM).text == f"{here.at:%Y-%m-%dT%H:%M:%SZ}"


def test_ids_do_not_change_with_the_host_or_the_publication(
    here: Published, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = entries(feed.signals(here), "id"), entries(feed.publications(here), "id")
    assert all(len(set(ids)) == len(ids) > 0 for ids in before)
    monkeypatch.setenv("CSP_ADDRESS", "https://safety.example/")
    later = Published(9, datetime(2019, 2, 1, tzinfo=UTC), "later")
    vars(later).update(figures=here.figures, held=here.held, months=here.months)
    assert entries(feed.signals(later), "id") == before[0]
    assert entries(feed.publications(here), "id") == before[1]


def test_the_feed_leads_to_the_months_of_the_signal(
    here: Published, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CSP_ADDRESS", "https://safety.example/")
    first = signals.current(here).iloc[0]
    asked = f"https://safety.example/months?area={first['area']}&amp;offence={first['offence']}"
    assert f'href="{asked}"' in feed.signals(here)


def test_no_figures_give_an_empty_table_and_a_feed_without_entries(empty_store: Path) -> None:
    store.create()
    here = door.at()
    assert feed.signals_table(here).empty
    assert not entries(feed.signals(here), "id")


def test_what_a_person_wrote_cannot_break_the_feed(here: Published) -> None:
    sly = feed.Entry("x", "<script>", "published", here.at, "a & b ]]> <c>")
    text = feed.atom("x", "x.atom", "x", "x", here.at, [sly])
    assert entries(text, "title") == ["<script>"]
    assert entries(text, "summary") == ["a & b ]]> <c>"]


# what to ask

KINDS = list(product(prompts.SIGNALS, prompts.SIDES))


@pytest.mark.parametrize(("signal", "side"), KINDS)
def test_every_signal_of_every_offence_has_two_or_three_questions(
    here: Published, signal: str, side: str
) -> None:
    for offence in here.months.columns.get_level_values("offence").unique():
        asked = prompts.asked(signal, side, offence)
        assert 2 <= len(asked) <= prompts.MOST
        assert len(set(asked)) == len(asked)


def test_a_question_is_a_question_and_its_row_names_only_what_exists(here: Published) -> None:
    known = set(here.figures["offence"])
    for prompt in prompts.every():
        assert prompt.question.endswith("?")
        assert prompt.question[0].isupper()
        assert prompt.signals <= set(prompts.SIGNALS)
        assert prompt.sides <= set(prompts.SIDES)
        assert prompt.offences <= known


def test_every_question_is_asked_of_some_signal(here: Published) -> None:
    codes = set(here.figures["offence"])
    asked = {q for kind in KINDS for code in codes for q in prompts.asked(*kind, code)}
    assert asked == {prompt.question for prompt in prompts.every()}


def test_the_questions_made_for_an_offence_come_first() -> None:
    assert "shop" in prompts.asked("outside", "above", "shoplifting")[0]
