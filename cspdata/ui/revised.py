"""Both values of figures that were revised, as tables; which were revised is not decided here."""

from typing import Any

import pandas as pd
import streamlit as st

from cspdata import areas, queries, sentences
from cspdata.periods import day_in_words
from cspdata.queries import View
from cspdata.ui import data
from cspdata.ui.shown import figures_table

MOST = 40


def as_published(area: areas.Area, *views: View) -> None:
    """The figures behind a page that were revised, as published before and now."""
    every = data.revisions_made()
    if every.empty:
        return
    parts = [queries.revised_in(every, view, area.area) for view in dict.fromkeys(views)]
    rows = pd.concat(parts).drop_duplicates(ignore_index=True)
    if len(rows):
        with st.expander("Figures revised since they were first published"):
            revisions_table(rows, f"Revised figures, {area.name}", "as-published")


def revisions_table(rows: pd.DataFrame, caption: str, key: str) -> None:
    """Revised figures by name with both values; the days too where they are known."""
    if rows.empty:
        return
    dated = "published_on" in rows
    columns = ["As published before", "As published now"] if dated else ["Now", "After"]
    body = [
        [f"{row['area_name']}, {row['offence_name']}", row["days"], *_values(row, dated)]
        for row in rows.head(MOST).to_dict("records")
    ]
    figures_table(body, ["Figure", "Period", *columns], first(caption, len(rows)), key)


def first(caption: str, count: int) -> str:
    """The caption of a table that shows the first rows only."""
    return caption if count <= MOST else f"{caption} (the first {MOST} of {count:,})"


def _values(row: dict[Any, Any], dated: bool) -> list[str]:
    if not dated:
        return [sentences.count(row["before"]), sentences.count(row["now"])]
    return [
        f"{sentences.count(row['before'])} (as published on {_day(row['published_on'])})",
        f"{sentences.marked(row['now'], 'revised')} (since {_day(row['revised_on'])})",
    ]


def _day(moment: Any) -> str:
    return day_in_words(moment)
