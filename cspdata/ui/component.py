"""Plain accessible tables whose rows can lead on; nothing is computed or read here."""

import re
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import Any

import streamlit as st

ASSETS = Path(__file__).parent.parent / "assets"
PICKED = "picked"
FIGURE = re.compile(r"[\d+−\[]|from none|Not comparable")


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
        "figures": [_all_figures(column) for column in zip(*rows, strict=True)],
        "areas": list(areas_of_rows or []),
        "links": links,
    }
    result: Any = _table()(key=key, data=data, on_picked_change=lambda: None)
    picked: str | None = result.get(PICKED)
    return picked


def _all_figures(cells: Iterable[str]) -> bool:
    return all(not cell or FIGURE.match(cell) for cell in cells)


@st.cache_resource(show_spinner=False)
def _table() -> Any:
    return st.components.v2.component(
        "figures_table",
        html="<div class='frame'></div>",
        css=(ASSETS / "table.css").read_text("utf-8"),
        js=(ASSETS / "table.js").read_text("utf-8"),
    )
