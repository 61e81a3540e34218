"""Selectors and searches of a single page, kept in the address like the shared ones."""

from collections.abc import Mapping

import streamlit as st

from cspdata import queries
from cspdata.queries import View
from cspdata.ui import data
from cspdata.ui.frame import FIGURES, _asked, _picker, _write, stop


def choice(label: str, name: str, options: Mapping[str, str]) -> str:
    """Pick one of the options (code to words); the first is what a bare address means."""
    codes = list(options)
    chosen = _asked(name, codes[0], options.__contains__, label.lower())
    _picker(label, name, codes, chosen, options.__getitem__)
    return chosen


def figures_choice() -> View:
    """The shared selector of the figures alone, for pages whose areas are given."""
    offered = {str(view): view for view in data.ask(queries.views)}
    if not offered:
        stop("No figures have been published yet.", "An officer can publish them on Upload.")
    words = {code: view.words for code, view in offered.items()}
    return offered[choice("Figures", FIGURES, words)]


def search(label: str, name: str) -> str:
    """A search box; its words are in the address, "" when it is empty."""
    key = f"{name}-search"
    st.session_state[key] = st.query_params.get(name, "")
    st.text_input(
        label,
        key=key,
        max_chars=60,
        on_change=lambda: _write(name, st.session_state[key].strip(), ""),
    )
    return st.query_params.get(name, "")
