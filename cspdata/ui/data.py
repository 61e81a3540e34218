"""Published frames and answers for pages, cached by the store's place and version.

What is cached is shared between people, so nothing here is ever changed in place.
"""

from collections.abc import Callable
from datetime import date, datetime
from typing import Any

import pandas as pd
import streamlit as st

from cspdata import disclosure, kept, queries, revisions, settings, store
from cspdata.errors import UnknownVersion
from cspdata.periods import LONDON, day_in_words
from cspdata.ui.visitor import refuse_strangers

VERSION, NEWEST = "version of this run", "newest version of this run"
ON, LONGEST = "on", 40
SHOWN = "tables of this run"
SAID = "title and choices of this run"


def refresh() -> None:
    """Note once per run which version to show, so that a page never mixes two.

    It is the newest, or the one that was on the day asked for in the address. Raises NotAllowed
    for who must sign in first, UnknownVersion.
    """
    refuse_strangers()
    newest = store.version()
    asked = st.query_params.get(ON, "")
    st.session_state[NEWEST] = newest
    st.session_state[VERSION] = _version_on(settings.store(), newest, asked) if asked else newest
    st.session_state[SHOWN] = {}
    st.session_state[SAID] = {}


def version() -> int:
    """The published version that this page shows. Raises NotAllowed for who must sign in first."""
    if VERSION not in st.session_state:
        refresh()
    noted: int = st.session_state[VERSION]
    return noted


def is_newest() -> bool:
    """Whether this page shows what is published now."""
    shown = version()
    return bool(shown == st.session_state[NEWEST])


def table(name: str) -> pd.DataFrame:
    """A published table at the version that this page shows."""
    return _table(settings.store(), version(), name)


def figures() -> pd.DataFrame:
    """All counts at every level, as `queries.prepared` makes them."""
    return _figures(settings.store(), version())


def activity() -> pd.DataFrame:
    """The partners' newest figures, as `queries.newest_activity` makes them."""
    return _activity(settings.store(), version())


def table_at(at: int, name: str) -> pd.DataFrame:
    """A published table at a version, from the same cache as the pages'."""
    return _table(settings.store(), at, name)


def figures_at(at: int) -> pd.DataFrame:
    """`figures` at a version, from the same cache as the pages'."""
    return _figures(settings.store(), at)


def published_at(at: int) -> str:
    """`published` for a version, from the same cache as the pages'."""
    return _published(settings.store(), at)


def ask(query: Callable[..., Any], *asked: Any) -> Any:
    """What `query(figures(), *asked)` gives, worked out once per published version."""
    return _asked(figures, query, asked)


def ask_months(query: Callable[..., Any], *asked: Any) -> Any:
    """What `query(months(), *asked)` gives, worked out once per published version."""
    return _asked(months, query, asked)


def months() -> pd.DataFrame:
    """All series of months with their limits, as `queries.monthly` makes them."""
    return ask(queries.monthly)


def signals() -> pd.DataFrame:
    """The signals of all series that reach the last published month."""
    return ask(queries.current_signals)


def signals_files() -> dict[str, str]:
    """The table and the feed of signals by file name."""
    return signals_files_at(version())


def signals_files_at(at: int) -> dict[str, str]:
    """The same as they were made at a version."""
    return _signals_files(settings.store(), at)


def note(caption: str, rows: pd.DataFrame) -> None:
    """Remember a table that the page shows, so that a reader can take it away."""
    st.session_state.setdefault(SHOWN, {})[caption] = rows


def shown() -> dict[str, pd.DataFrame]:
    """The tables that this page has shown so far, by caption."""
    return dict(st.session_state.get(SHOWN, {}))


def say(words: str, label: str = "") -> None:
    """Remember the page's title, or what is chosen under a label, for those who cannot see it."""
    st.session_state.setdefault(SAID, {})[label] = words


def said() -> list[tuple[str, str]]:
    """The title under the label "", then each label with what is chosen."""
    return sorted(st.session_state.get(SAID, {}).items(), key=lambda each: bool(each[0]))


def published() -> str:
    """The version that this page shows and the day it was published, as a sentence."""
    return _published(settings.store(), version())


def revisions_made() -> pd.DataFrame:
    """Every revised figure with its former value, as `revisions.every` gives them; shared."""
    return _revised(settings.store(), version())


def history() -> pd.DataFrame:
    """What was published up to the version that this page shows, as `store.history` gives it."""
    return _history(settings.store(), version())


@st.cache_data(max_entries=100, show_spinner=False)
def _version_on(place: str, newest: int, asked: str) -> int:
    try:
        day = date.fromisoformat(asked)
    except ValueError as fault:
        raise UnknownVersion(
            f"“{asked[:LONGEST]}” in the address is not a day: write it as 2018-01-31."
        ) from fault
    if day > datetime.now(LONDON).date():
        raise UnknownVersion(f"{day_in_words(day)} is still to come.")
    return store.version_of_day(day)


@st.cache_resource(max_entries=32, show_spinner=False)
def _table(place: str, at: int, name: str) -> pd.DataFrame:
    return disclosure.protected_table(name, store.read(name, at), _figures(place, at))


@st.cache_resource(max_entries=4, show_spinner=False)
def _figures(place: str, at: int) -> pd.DataFrame:
    return queries.prepared(store.read("crimes", at))


@st.cache_resource(max_entries=4, show_spinner=False)
def _activity(place: str, at: int) -> pd.DataFrame:
    return queries.newest_activity(store.read("activity", at))


def _asked(of: Callable[[], Any], query: Callable[..., Any], asked: tuple[Any, ...]) -> Any:
    words = (query.__module__, query.__qualname__, *map(str, asked))
    return _answer(settings.store(), version(), words, lambda: query(of(), *asked))


@st.cache_resource(max_entries=5000, show_spinner=False)
def _answer(place: str, at: int, words: tuple[str, ...], _worked_out: Callable[[], Any]) -> Any:
    return _worked_out()


@st.cache_resource(max_entries=4, show_spinner=False)
def _revised(place: str, at: int) -> pd.DataFrame:
    return disclosure.protected_revisions(revisions.every(at), _figures(place, at))


@st.cache_resource(max_entries=4, show_spinner=False)
def _history(place: str, at: int) -> pd.DataFrame:
    past = store.history()
    return past[past["version"] <= at]


@st.cache_resource(max_entries=4, show_spinner=False)
def _signals_files(place: str, at: int) -> dict[str, str]:
    return kept.signals_files(at)


@st.cache_data(max_entries=32, show_spinner=False)
def _published(place: str, at: int) -> str:
    when: datetime = store.history().set_index("version")["at"].loc[at]
    return f"Data version {at}, published {day_in_words(when)}."
