"""Published frames for pages, cached by the store's place and version; never changed in place."""

import pandas as pd
import streamlit as st

from cspdata import exports, queries, settings, store


def table(name: str) -> pd.DataFrame:
    """A published table at the version that this page shows; shared, so never changed in place."""
    return _table(settings.store(), version(), name)


def figures() -> pd.DataFrame:
    """All counts at every level, as `queries.prepared` makes them; shared like `table`."""
    return _figures(settings.store(), version())


def months() -> pd.DataFrame:
    """All series of months with their limits, as `queries.monthly` makes them; shared."""
    return _months(settings.store(), version())


def signals() -> pd.DataFrame:
    """The signals of all series, as `queries.signals` gives them; shared like `table`."""
    return _signals(settings.store(), version())


def signals_files() -> dict[str, str]:
    """The table and the feed of signals by file name."""
    return _signals_files(settings.store(), version())


def version() -> int:
    """The published version that this page shows."""
    return store.version()


def published() -> str:
    """The version that this page shows and the day it was published, as a sentence."""
    return _published(settings.store(), version())


@st.cache_resource(max_entries=32, show_spinner=False)
def _table(place: str, at: int, name: str) -> pd.DataFrame:
    return store.read(name, at)


@st.cache_resource(max_entries=4, show_spinner=False)
def _figures(place: str, at: int) -> pd.DataFrame:
    return queries.prepared(store.read("crimes", at))


@st.cache_resource(max_entries=4, show_spinner=False)
def _months(place: str, at: int) -> pd.DataFrame:
    return queries.monthly(_figures(place, at))


@st.cache_resource(max_entries=4, show_spinner=False)
def _signals(place: str, at: int) -> pd.DataFrame:
    return queries.signals(_months(place, at))


@st.cache_data(max_entries=4, show_spinner=False)
def _signals_files(place: str, at: int) -> dict[str, str]:
    return exports.current_signals(at)


@st.cache_data(max_entries=32, show_spinner=False)
def _published(place: str, at: int) -> str:
    entry = store.history().set_index("version").loc[at]
    when = f"{entry['at']:%d %B %Y}".lstrip("0")
    return f"Data version {at}, published {when}."
