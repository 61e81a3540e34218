"""Published frames for pages, cached by the store's place and version; never changed in place."""

import pandas as pd
import streamlit as st

from cspdata import queries, revisions, settings, store
from cspdata.ui.visitor import refuse_strangers


def table(name: str) -> pd.DataFrame:
    """A published table at the version that this page shows; shared, so never changed in place."""
    return _table(settings.store(), version(), name)


def figures() -> pd.DataFrame:
    """All counts at every level, as `queries.prepared` makes them; shared like `table`."""
    return _figures(settings.store(), version())


def version() -> int:
    """The published version that this page shows. Raises NotAllowed for who must sign in first."""
    refuse_strangers()
    return store.version()


def published() -> str:
    """The version that this page shows and the day it was published, as a sentence."""
    return _published(settings.store(), version())


def revisions_made() -> pd.DataFrame:
    """Every revised figure with its former value, as `revisions.every` gives them; shared."""
    return _revised(settings.store(), version())


def history() -> pd.DataFrame:
    """What was published up to the version that this page shows, as `store.history` gives it."""
    return _history(settings.store(), version())


@st.cache_resource(max_entries=32, show_spinner=False)
def _table(place: str, at: int, name: str) -> pd.DataFrame:
    return store.read(name, at)


@st.cache_resource(max_entries=4, show_spinner=False)
def _figures(place: str, at: int) -> pd.DataFrame:
    return queries.prepared(store.read("crimes", at))


@st.cache_resource(max_entries=4, show_spinner=False)
def _revised(place: str, at: int) -> pd.DataFrame:
    return revisions.every(at)


@st.cache_resource(max_entries=4, show_spinner=False)
def _history(place: str, at: int) -> pd.DataFrame:
    past = store.history()
    return past[past["version"] <= at]


@st.cache_data(max_entries=32, show_spinner=False)
def _published(place: str, at: int) -> str:
    entry = store.history().set_index("version").loc[at]
    when = f"{entry['at']:%d %B %Y}".lstrip("0")
    return f"Data version {at}, published {when}."
