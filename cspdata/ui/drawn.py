"""Charts drawn once for the same figures and kept as text; nothing is computed here."""

import json
from collections.abc import Callable, Iterator
from functools import wraps
from itertools import groupby
from typing import Any

import altair as alt
import streamlit as st

from cspdata.ui.frame import go_to
from cspdata.ui.once import once


def chart(draw: Callable[..., Any], *drawn: Any, alt: str, caption: str) -> None:
    """What `draw(*drawn)` makes, under its caption: measure, area, period and source."""
    st.markdown(f"**{caption}**")
    bare_chart(draw, *drawn, alt=alt)


def bare_chart(draw: Callable[..., Any], *drawn: Any, alt: str) -> None:
    """A chart without a caption of its own."""
    st.vega_lite_chart(_spec(draw, *drawn), alt=alt)


def drill_chart(draw: Callable[..., Any], *drawn: Any, key: str, alt: str, caption: str) -> None:
    """A `chart` whose bars lead to the area they stand for."""

    def follow() -> None:
        points = st.session_state[key].selection.get("picked", [])
        if points and points[0].get("area"):
            go_to(points[0]["area"])

    st.markdown(f"**{caption}**")
    st.vega_lite_chart(
        _spec(draw, *drawn), key=key, on_select=follow, selection_mode="picked", alt=alt
    )


def _spec(draw: Callable[..., Any], *drawn: Any) -> dict[str, Any]:
    """A copy of what is kept, since Streamlit changes what it is given."""
    spec: dict[str, Any] = json.loads(once(_as_text(draw), *drawn))
    return spec


def _as_text(draw: Callable[..., Any]) -> Callable[..., str]:
    @wraps(draw)
    def text(*drawn: Any) -> str:
        with alt.data_transformers.enable(consolidate_datasets=False):
            spec: dict[str, Any] = draw(*drawn).to_dict()
        view = spec.get("config", {}).get("view", {})
        for size in ("continuousWidth", "continuousHeight"):
            view.pop(size, None)
        if "layer" in spec:
            spec["layer"] = list(_sharing(spec["layer"]))
        return json.dumps(spec)

    return text


def _sharing(layers: list[dict[str, Any]]) -> Iterator[dict[str, Any]]:
    """Neighbours that draw the same rows as one layer of layers, so that the rows travel once."""
    for rows, neighbours in groupby(layers, lambda layer: layer.pop("data", None)):
        alike = list(neighbours)
        if rows is None:
            yield from alike
        else:
            yield {"data": rows, **(alike[0] if len(alike) == 1 else {"layer": alike})}
