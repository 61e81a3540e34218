"""Charts drawn once per published version and kept as text; nothing is computed here."""

import json
from collections.abc import Callable
from typing import Any

import streamlit as st

from cspdata import settings
from cspdata.ui import data


def kept_chart(draw: Callable[[], Any], alt: str, caption: str) -> None:
    """A chart under its caption, which names measure, area, period and source.

    `draw` is asked once per version and caption and for everybody: whatever changes the chart
    must stand in its caption.
    """
    st.markdown(f"**{caption}**")
    bare_chart(draw, alt, caption)


def bare_chart(draw: Callable[[], Any], alt: str, key: str) -> None:
    """A chart without a caption of its own, kept under `key`."""
    st.vega_lite_chart(json.loads(_spec(settings.store(), data.version(), key, draw)), alt=alt)


@st.cache_resource(max_entries=2000, show_spinner=False)
def _spec(place: str, at: int, key: str, _draw: Callable[[], Any]) -> str:
    spec: dict[str, Any] = _draw().to_dict()
    view = spec.get("config", {}).get("view", {})
    for size in ("continuousWidth", "continuousHeight"):
        view.pop(size, None)
    return json.dumps(spec)
