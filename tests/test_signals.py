"""Signals leave the house as a table and a feed, each with questions that a person reviewed."""

import csv
import io
from datetime import UTC, datetime
from itertools import product
from pathlib import Path
from xml.etree import ElementTree as xml

import pandas as pd
import pytest

from cspdata import (
    briefings,
    disclosure,
    exports,
    kept,
    prompts,
    publish,
    queries,
    signals,
    store,
)

AT = datetime(2018, 1, 4, 9, 30, tzinfo=UTC)
ATOM = {"a": "http://www.w3.org/2005/Atom"}


@pytest.fixture(scope="module")
def made(built_store: Path) -> dict[str, str]:
    with pytest.MonkeyPatch.context() as patched:
        patched.setenv("CSP_STORE", str(built_store))
        return signals.files(store.read("crimes"), 2, AT)


@pytest.fixture
def crimes(published: Path) -> pd.DataFrame:
    return store.read("crimes")


def test_the_table_has_a_row_for_every_current_signal(made, crimes):
    rows = list(csv.DictReader(io.StringIO(made[signals.TABLE])))
    assert list(rows[0]) == signals.COLUMNS
    assert len(rows) == len(queries.current_signals(queries.prepared(crimes)))
    assert {row["last_month"] for row in rows} == {"2017-09"}
    assert "bicycle" in {row["offence"] for row in rows}


def test_the_feed_has_what_atom_asks_for(made):
    root = xml.fromstring(made[signals.FEED])
    for part in (root, *root.findall("a:entry", ATOM)):
        assert all(part.find(f"a:{name}", ATOM).text for name in ("id", "title", "updated"))
    assert root.find("a:updated", ATOM).text == "2018-01-04T09:30:00Z"
    assert "of 172 watched series" in root.find("a:subtitle", ATOM).text


def test_a_signal_keeps_its_id_from_one_publication_to_the_next(made, crimes):
    def ids(feed):
        return [entry.text for entry in xml.fromstring(feed).findall("a:entry/a:id", ATOM)]

    later = signals.files(crimes, 9, datetime(2018, 2, 1, tzinfo=UTC))
    assert ids(later[signals.FEED]) == ids(made[signals.FEED])
    assert len(set(ids(made[signals.FEED]))) == len(ids(made[signals.FEED]))


def test_the_feed_leads_to_the_page_of_the_signal(made, monkeypatch, crimes):
    assert 'href="/trends?area=winchester&amp;offence=bicycle"' in made[signals.FEED]
    monkeypatch.setenv("CSP_ADDRESS", "https://safety.example/")
    assert 'href="https://safety.example/trends?' in signals.files(crimes, 2, AT)[signals.FEED]


def test_no_figures_give_an_empty_table_and_a_feed_without_entries(empty_store):
    store.create()
    made = signals.files(store.read("crimes"), 0, AT)
    assert made[signals.TABLE].count("\n") == 1
    assert not xml.fromstring(made[signals.FEED]).findall("a:entry", ATOM)


def name_of(name):
    return f"{disclosure.fingerprint()}-{name}"


def test_a_publication_keeps_its_signals_beside_its_figures(published):
    version = store.version()
    made = store.made(version, name_of(signals.FEED))
    assert made is not None
    assert f"Data version {version}" in made
    assert store.made(version + 7, name_of(signals.FEED)) is None


def test_an_export_writes_the_signals_as_they_were_published(published, tmp_path):
    written = {path.name: path for path in exports.write(tmp_path)}
    for name in (signals.TABLE, signals.FEED):
        assert written[name].read_text("utf-8") == store.made(store.version(), name_of(name))


def test_an_export_makes_the_signals_of_a_version_that_kept_none(published, monkeypatch):
    version = store.version()
    before = kept.signals_files(version)
    monkeypatch.setattr(store, "made", lambda version, name: None)
    assert kept.signals_files(version) == before


def test_what_was_made_under_another_policy_is_not_handed_out(published, monkeypatch):
    version = store.version()
    with monkeypatch.context() as meanwhile:
        meanwhile.setattr(disclosure, "fingerprint", lambda: "another")
        store.keep_made(version, {name_of(signals.FEED): "of the other policy"})
        assert kept.signals_files(version)[signals.FEED] == "of the other policy"
    assert kept.signals_files(version)[signals.FEED] != "of the other policy"


def test_a_release_is_made_once_and_then_read(empty_store, monkeypatch):
    publish.rebuild()
    version = store.version()
    kept.announce(version)
    assert store.made(version, name_of(kept.RELEASE)) is not None
    monkeypatch.setattr(briefings, "release", None)
    assert kept.release(version).startswith(b"<!doctype html>")


def test_a_release_that_cannot_be_made_does_not_undo_a_publication(empty_store, caplog):
    store.create()
    kept.announce(0)
    assert "was not made: No figures have been published yet." in caplog.text


# what to ask

KINDS = list(product(prompts.SIGNALS, prompts.SIDES))


@pytest.mark.parametrize(("signal", "side"), KINDS)
def test_every_signal_of_every_offence_has_two_or_three_questions(signal, side, crimes):
    months = queries.monthly(queries.prepared(crimes))
    for offence in queries.offences_watched(months):
        asked = prompts.asked(signal, side, offence)
        assert 2 <= len(asked) <= prompts.MOST
        assert len(set(asked)) == len(asked)


def test_a_question_is_a_question_and_its_row_names_only_what_exists(crimes):
    known = set(queries.prepared(crimes)["offence"])
    for prompt in prompts.every():
        assert prompt.question.endswith("?")
        assert prompt.question[0].isupper()
        assert prompt.signals <= set(prompts.SIGNALS)
        assert prompt.sides <= set(prompts.SIDES)
        assert prompt.offences <= known


def test_every_question_is_asked_of_some_signal(crimes):
    codes = set(queries.prepared(crimes)["offence"])
    asked = {q for kind in KINDS for code in codes for q in prompts.asked(*kind, code)}
    assert asked == {prompt.question for prompt in prompts.every()}


def test_the_questions_made_for_an_offence_come_first():
    assert "shop" in prompts.asked("outside", "above", "shoplifting")[0]
