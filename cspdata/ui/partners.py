"""What the pages on partners and questions share: their choices, waiting measures, caveats."""

from collections.abc import Iterable, Sequence

import pandas as pd
import streamlit as st

from cspdata import caveats, downloads, exports, metrics, publish, sentences
from cspdata.metrics import Measure
from cspdata.queries import View
from cspdata.ui import data
from cspdata.ui.cards import PARTNER, THEME, activity_cards
from cspdata.ui.choices import choose, search
from cspdata.ui.frame import tell
from cspdata.ui.shown import changes_table

EVERYTHING = "everything"
CSV = "text/csv"


def activity_picker() -> pd.DataFrame:
    """The rows of `queries.newest_activity` of the priority, partner or search asked for."""
    rows = data.activity()
    left, right = st.columns(2)
    with left:
        shown = choose("Show", "show", _groupings(rows))
    with right:
        words = search("Search all figures", "find")
    if words:
        return rows[rows["measure"].isin({found.measure for found in metrics.matching(words)})]
    if shown == EVERYTHING:
        return rows
    return rows[(rows["theme"].map(_code) == shown) | (rows["partner"] == shown)]


def activity_found(rows: pd.DataFrame) -> None:
    """The cards of `activity_picker`, by priority, or by partner where one was chosen."""
    if rows.empty:
        st.info("No figure matches. Try fewer or other words.")
        return
    one_partner = rows["partner"].nunique() == 1 and rows["theme"].nunique() > 1
    activity_cards(rows, "cards", (PARTNER, THEME) if one_partner else (THEME, PARTNER))
    figures = data.table("activity")
    named = exports.activity(figures[figures["measure"].isin(rows["measure"])])
    _download("These figures, all periods (CSV)", named, "partner-activity.csv")


def waiting(measures: Sequence[Measure]) -> None:
    """Measures without figures, and files to fill in for them and for a new period."""
    if measures:
        with st.expander("What each of them would count"):
            st.markdown(sentences.waiting_list(measures))
    st.markdown(sentences.HOW_TO_UPLOAD)
    with st.container(horizontal=True):
        if measures:
            _template("File for the waiting measures (CSV)", measures, "waiting-measures.csv")
        _template("File for a new period (CSV)", metrics.every(), "activity.csv")


def police_tables(found: Iterable[tuple[View, pd.DataFrame]]) -> None:
    """The comparisons of `queries.on_topic` as tables: by area, or one where one offence counts."""
    for view, rows in found:
        about = f"{sentences.compared(view)}, {view.source.short}"
        if rows["offence"].nunique() == 1:
            changes_table(rows, f"{rows['offence_name'].iloc[0]}, {about}", f"topic-{view}")
            continue
        for area, own in rows.groupby("area", sort=False):
            changes_table(own, f"{own['area_name'].iloc[0]}, {about}", f"topic-{view}-{area}")


def topic_caveats(found: Iterable[tuple[View, pd.DataFrame]]) -> None:
    """What to know about the police figures of a question, each caveat once."""
    tell(
        caveat
        for view, rows in found
        for caveat in caveats.touching(
            view.source.source,
            [view.period, view.before],
            list(rows["area"]),
            list(rows["offence"]),
        )
    )


def _groupings(rows: pd.DataFrame) -> dict[str, str]:
    themes = {
        _code(theme): one.name if theme == metrics.GENERAL else f"Priority: {one.name}"
        for theme, one in metrics.priorities().items()
        if theme in set(rows["theme"])
    }
    partners = {
        code: f"Partner: {name}"
        for code, name in metrics.partner_names().items()
        if code in set(rows["partner"])
    }
    return themes | partners | {EVERYTHING: "Everything"}


def _code(theme: str) -> str:
    return theme.lower().replace(" ", "-")


def _template(label: str, measures: Iterable[Measure], name: str) -> None:
    _download(label, publish.activity_template(measures), name)


def _download(label: str, rows: pd.DataFrame, name: str) -> None:
    st.download_button(label, lambda: downloads.csv(rows), name, CSV, on_click="ignore")
