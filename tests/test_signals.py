"""Signals leave the house as a table and a feed, each with questions that a person reviewed."""

from itertools import product
from xml.etree import ElementTree as xml

import pytest

from cspdata import offences, prompts
from cspdata.answers import signals as found
from cspdata.printers import feed
from cspdata.published import Published
from tests.figures import held, monthly

ATOM = {"a": "http://www.w3.org/2005/Atom"}
KINDS = list(product(prompts.SIGNALS, prompts.SIDES))
WATCHED = [code for code in offences.order() if offences.one(code).kind not in ("flag", "part")]


@pytest.fixture(scope="module")
def here() -> Published:
    """One series that ends in a signal and one that does not."""
    return held(monthly([10, 12] * 13 + [60]), monthly([10, 12] * 13 + [10], "st-luke"))


def entries(text: str) -> list[xml.Element]:
    return xml.fromstring(text).findall("a:entry", ATOM)


@pytest.mark.slow
def test_the_table_keeps_its_columns_and_has_a_row_for_each_signal(here: Published) -> None:
    rows = feed.signals_table(here)
    assert list(rows.columns) == feed.COLUMNS
    assert len(rows) == len(found.current(here)) == 1
    row = rows.iloc[0]
    assert (row["area"], row["signal"], row["side"]) == ("st-paul", "outside", "above")
    assert (row["first_month"], row["last_month"], row["count"]) == ("2017-09", "2017-09", 60)
    assert row["sentence"].startswith("September 2017: 60, above the usual range")


def test_the_feed_has_what_atom_asks_for(here: Published) -> None:
    root = xml.fromstring(feed.signals(here))
    for part in (root, *root.findall("a:entry", ATOM)):
        assert all(part.find(f"a:{name}", ATOM).text for name in ("id", "title", "updated"))
    assert "1 signal stands out among the 2 series" in root.find("a:subtitle", ATOM).text


def test_an_id_is_a_tag_and_does_not_change_with_the_host(
    here: Published, monkeypatch: pytest.MonkeyPatch
) -> None:
    ids = []
    for address in ("", "https://safety.example/", "https://another.example"):
        monkeypatch.setenv("CSP_ADDRESS", address)
        (entry,) = entries(feed.signals(here))
        ids.append(entry.find("a:id", ATOM).text)
    assert len(set(ids)) == 1
    assert ids[0].startswith("tag:")
    assert ids[0].endswith("signals/st-paul/drugs/outside/2017-09")


def test_links_are_whole_addresses_of_the_page_of_the_signal(
    here: Published, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CSP_ADDRESS", "https://safety.example/")
    (entry,) = entries(feed.signals(here))
    link = entry.find("a:link", ATOM).get("href")
    assert link == "https://safety.example/months?area=st-paul&offence=drugs"


def test_each_entry_carries_its_questions(here: Published) -> None:
    (entry,) = entries(feed.signals(here))
    assert (
        "- Did the police search more, or run an operation?" in entry.find("a:content", ATOM).text
    )


def test_a_quiet_version_has_a_feed_without_entries() -> None:
    quiet = held(monthly([10, 12] * 14))
    assert entries(feed.signals(quiet)) == []
    assert feed.signals_table(quiet).empty


def test_without_months_there_is_a_feed_all_the_same() -> None:
    few = held(monthly([3]))
    assert entries(feed.signals(few)) == []


# what to ask


@pytest.mark.parametrize(("signal", "side"), KINDS)
def test_every_signal_of_every_offence_has_two_or_three_questions(signal: str, side: str) -> None:
    for offence in WATCHED:
        asked = prompts.asked(signal, side, offence)
        assert 2 <= len(set(asked)) == len(asked) <= prompts.MOST


def test_a_question_is_a_question_and_its_row_names_only_what_exists() -> None:
    for prompt in prompts.every():
        assert prompt.question.endswith("?")
        assert prompt.question[0].isupper()
        assert prompt.signals <= set(prompts.SIGNALS)
        assert prompt.sides <= set(prompts.SIDES)
        assert prompt.offences <= set(offences.names())


def test_every_question_is_asked_of_some_signal() -> None:
    asked = {q for kind in KINDS for code in WATCHED for q in prompts.asked(*kind, code)}
    assert asked == {prompt.question for prompt in prompts.every()}


def test_the_questions_made_for_an_offence_come_first() -> None:
    assert "shop" in prompts.asked("outside", "above", "shoplifting")[0]
