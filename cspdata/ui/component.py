"""Our own components, and the plain accessible table among them; nothing is computed here."""

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import streamlit as st

from cspdata import sentences

ASSETS = Path(__file__).parent.parent / "assets"
FRAME, PICKED = "<div class='frame'></div>", "picked"


def draw(
    rows: Sequence[Sequence[str]],
    columns: Sequence[str],
    caption: str,
    marks: str,
    key: str,
    areas_of_rows: Sequence[str] | None,
    address: Callable[..., dict[str, str]],
) -> str | None:
    """Draw the table and return the area that was just picked in it, or None.

    The first column heads its row; columns of figures are aligned to the right; `marks`
    explains the shorthand in the cells.
    """
    links = [dict(address(area=area)) if area else None for area in areas_of_rows or []]
    data = {
        "caption": caption,
        "marks": marks,
        "columns": list(columns),
        "rows": rows,
        "figures": sentences.of_figures(rows),
        "areas": list(areas_of_rows or []),
        "links": links,
    }
    result: Any = ours("table", FRAME)(key=key, data=data, on_picked_change=lambda: None)
    picked: str | None = result.get(PICKED)
    return picked


@st.cache_resource(show_spinner=False)
def ours(name: str, html: str) -> Any:
    """The component whose style and script are in `assets` under its name."""
    return st.components.v2.component(
        name,
        html=html,
        css=(ASSETS / f"{name}.css").read_text("utf-8"),
        js=(ASSETS / f"{name}.js").read_text("utf-8"),
    )
