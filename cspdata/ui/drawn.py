"""Charts drawn once for the same figures and kept as text; nothing is computed here."""

import json
from collections.abc import Callable
from typing import Any

import altair as alt
import streamlit as st

from cspdata.ui.frame import go_to


def chart(draw: Callable[..., Any], *drawn: Any, alt: str, caption: str) -> None:
    """What `draw(*drawn)` makes, under its caption: measure, area, period and source."""
    st.markdown(f"**{caption}**")
    bare_chart(draw, *drawn, alt=alt)


def bare_chart(draw: Callable[..., Any], *drawn: Any, alt: str) -> None:
    """A chart without a caption of its own."""
    st.vega_lite_chart(_kept(draw, *drawn), alt=alt)


def drill_chart(draw: Callable[..., Any], *drawn: Any, key: str, alt: str, caption: str) -> None:
    """A `chart` whose bars lead to the area they stand for."""

    def follow() -> None:
        points = st.session_state[key].selection.get("picked", [])
        if points and points[0].get("area"):
            go_to(points[0]["area"])

    st.markdown(f"**{caption}**")
    st.vega_lite_chart(
        _kept(draw, *drawn), key=key, on_select=follow, selection_mode="picked", alt=alt
    )


def _kept(draw: Callable[..., Any], *drawn: Any) -> dict[str, Any]:
    spec: dict[str, Any] = json.loads(_spec(draw.__name__, drawn, draw))
    return spec


@st.cache_resource(max_entries=2000, show_spinner=False)
def _spec(name: str, drawn: tuple[Any, ...], _draw: Callable[..., Any]) -> str:
    with alt.data_transformers.enable(consolidate_datasets=False):
        spec: dict[str, Any] = _draw(*drawn).to_dict()
    view = spec.get("config", {}).get("view", {})
    for size in ("continuousWidth", "continuousHeight"):
        view.pop(size, None)
    return json.dumps(spec)
