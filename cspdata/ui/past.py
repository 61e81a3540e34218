"""What is published and when: how fresh it is, and any day of the past for every page."""

from datetime import date
from typing import Any

import pandas as pd
import streamlit as st

from cspdata import queries, sentences
from cspdata.periods import day_in_words
from cspdata.ui import data
from cspdata.ui.shown import figures_table


def freshness_table() -> None:
    """The newest period of each source and when the next should come; nothing without figures."""
    rows = data.ask(queries.freshness, date.today())
    if rows.empty:
        return
    body = [
        [
            row["source_name"],
            row["newest"].days_in_words,
            row["next"].days_in_words,
            sentences.expected(row["due"], row["overdue"]),
        ]
        for row in rows.to_dict("records")
    ]
    columns = ["Source", "Newest figures", "Next", "Expected"]
    st.header("How fresh the figures are", anchor=False)
    figures_table(body, columns, "The newest figures of each source", "fresh")


def day_picker(past: pd.DataFrame) -> None:
    """The day whose figures every page shows, kept in the address."""
    days = [entry.date() for entry in past["at"]]
    key = f"{data.ON}-day"
    asked = st.query_params.get(data.ON)
    st.session_state[key] = date.fromisoformat(asked) if asked else None

    def write() -> None:
        chosen: Any = st.session_state[key]
        if chosen:
            st.query_params[data.ON] = chosen.isoformat()
        else:
            st.query_params.pop(data.ON, None)

    st.header("As published on a day", anchor=False)
    st.markdown(
        "Choose a day: every page then shows the figures as they were published on it, and says "
        f"so. The first publication was on {day_in_words(min(days))}."
    )
    st.date_input(
        "Day",
        key=key,
        min_value=min(days),
        max_value=date.today(),
        format="DD/MM/YYYY",
        on_change=write,
    )
