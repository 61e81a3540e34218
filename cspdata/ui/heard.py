"""What a screen reader is told once a choice has changed the page: its title and all choices."""

from typing import Any

import streamlit as st

from cspdata.ui import data
from cspdata.ui.component import ASSETS


def told() -> None:
    """Tell it, where the container of that key was drawn before the page."""
    words = [f"{label}: {chosen}" if label else chosen for label, chosen in data.said()]
    _status()(key="heard-status", data={"words": ". ".join(words)})


@st.cache_resource(show_spinner=False)
def _status() -> Any:
    return st.components.v2.component(
        "heard",
        html="<p role='status'></p>",
        css=(ASSETS / "heard.css").read_text("utf-8"),
        js=(ASSETS / "heard.js").read_text("utf-8"),
    )
