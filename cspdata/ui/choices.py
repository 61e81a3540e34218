"""Choices of one page, kept in the address beside area and figures; nothing is computed here."""

from collections.abc import Mapping

import streamlit as st

from cspdata import queries
from cspdata.queries import View
from cspdata.ui import data
from cspdata.ui.frame import FIGURES, stop, stop_unpublished

SIDE_BY_SIDE = 60


def choose(label: str, name: str, options: Mapping[str, str], default: str = "") -> str:
    """What is chosen under `name` in the address; the default needs no place there.

    `options` are codes and their words; short ones stand side by side, others in a list. What
    the address asks in vain is said.
    """
    usual = default or next(iter(options))
    asked = st.query_params.get(name, usual)
    chosen = asked if asked in options else usual
    key = f"{name}-choice"
    st.session_state[key] = chosen
    data.say(options[chosen], label)

    def write() -> None:
        picked = st.session_state[key]
        if picked in (None, usual):
            st.query_params.pop(name, None)
        else:
            st.query_params[name] = picked

    codes, words = list(options), options.__getitem__
    if sum(map(len, options.values())) <= SIDE_BY_SIDE:
        st.segmented_control(
            label, codes, format_func=words, key=key, required=True, on_change=write
        )
    else:
        st.selectbox(label, codes, format_func=words, key=key, on_change=write)
    if asked != chosen:
        st.info(f"“{asked}” cannot be shown with the other choices; this is {options[chosen]}.")
    return chosen


def offence_choice(known: tuple[Mapping[str, str], str], counted: str) -> str:
    """The offence chosen among those counted, as `queries.offences_mapped` gives them."""
    names, usual = known
    if not names:
        stop(f"No figures of {counted} are published for these days.")
    return choose("Offence", "offence", names, usual)


def figures_choice() -> View:
    """The shared selector of the figures alone, for pages whose areas are given."""
    offered = {str(view): view for view in data.ask(queries.views)}
    if not offered:
        stop_unpublished()
    return offered[choose("Figures", FIGURES, {code: view.words for code, view in offered.items()})]


def search(label: str, name: str) -> str:
    """A search box; its words are in the address, "" when it is empty."""
    key = f"{name}-search"
    st.session_state[key] = st.query_params.get(name, "")

    def write() -> None:
        words = st.session_state[key].strip()
        if words:
            st.query_params[name] = words
        else:
            st.query_params.pop(name, None)

    st.text_input(label, key=key, max_chars=60, on_change=write)
    return st.query_params.get(name, "")
