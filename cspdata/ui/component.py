"""Plain accessible tables whose rows can lead on; nothing is computed or read here."""

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import streamlit as st

from cspdata import sentences

ASSETS = Path(__file__).parent.parent / "assets"
PICKED = "picked"


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
    result: Any = _table()(key=key, data=data, on_picked_change=lambda: None)
    picked: str | None = result.get(PICKED)
    return picked


@st.cache_resource(show_spinner=False)
def _table() -> Any:
    return st.components.v2.component(
        "figures_table",
        html="<div class='frame'></div>",
        css=(ASSETS / "table.css").read_text("utf-8"),
        js=(ASSETS / "table.js").read_text("utf-8"),
    )
