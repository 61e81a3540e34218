"""Addresses of the first version lead on, with all that they ask; no page is drawn here."""

from collections.abc import Callable

import streamlit as st

from cspdata.ui import frame

MOVED = {
    "overview": ("glance", {}),
    "offences": ("area", {}),
    "hotspots": ("where", {}),
    "fair": ("where", {"part": "kind"}),
    "trends": ("months", {}),
    "partners": ("done", {}),
    "themes": ("done", {}),
    "briefing": ("take", {}),
    "releases": ("published", {}),
}


def pages() -> list[st.Page]:
    """A page for each old address that opens the new one."""
    return [
        st.Page(_leading(name), title=name, url_path=name, visibility="hidden") for name in MOVED
    ]


def _leading(name: str) -> Callable[[], None]:
    target, more = MOVED[name]

    def lead_on() -> None:
        asked = {key: st.query_params.get_all(key) for key in st.query_params}
        st.switch_page(frame.target(target), query_params={**more, **asked})

    lead_on.__name__ = name
    return lead_on
