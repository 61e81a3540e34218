"""Fields of single pages whose value is kept in the address: a search, and a day of the past."""

from datetime import date
from typing import Any

import streamlit as st

from cspdata.question import from_address


def search(label: str, name: str) -> str:
    """What is searched for, kept under `name` in the address."""
    key = f"{name}-search"
    st.session_state[key] = st.query_params.get(name, "")
    st.text_input(label, key=key, max_chars=100, on_change=_keep, args=(key, name))
    return str(st.session_state[key]).strip()


def folded(label: str, *names: str) -> Any:
    """Where fields stand folded, open while one of those names is in the address."""
    return st.expander(label, expanded=any(name in st.query_params for name in names))


def past_day(words: str, first: date, last: date) -> None:
    """A day from the first to the last; every page then shows what was published on it."""
    key = "past-day"
    st.session_state[key] = from_address(st.query_params)[0].on
    st.header("As published on a day", anchor=False)
    st.markdown(words)
    st.date_input(
        "Day",
        key=key,
        min_value=first,
        max_value=last,
        format="DD/MM/YYYY",
        on_change=_keep,
        args=(key, "on"),
    )


def _keep(key: str, name: str) -> None:
    value: Any = st.session_state[key]
    text = value.isoformat() if isinstance(value, date) else (value or "").strip()
    if text:
        st.query_params[name] = text
    else:
        st.query_params.pop(name, None)
