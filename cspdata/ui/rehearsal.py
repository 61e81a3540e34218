"""A rehearsal as words and tables for the officer; nothing is decided or stored here."""

from collections.abc import Sequence

import pandas as pd
import streamlit as st

from cspdata import checks, publish, published, spreadsheets
from cspdata.answers import effects, tables
from cspdata.answers.effects import EXAMPLES
from cspdata.checks import Issue
from cspdata.publish import Rehearsal
from cspdata.ui import blocks
from cspdata.ui.frame import plain

EFFECT = "effect"
LISTED = 12


def understood(shown: Rehearsal) -> None:
    """Each table that was read: what it is, whose days, how many rows are the district's."""
    for reading in shown.readings:
        st.markdown(f"- **{plain(reading.file)}** — {plain(publish.understood(reading))}")
    if shown.unanswered and not shown.readings:
        st.markdown("The figures are read once you have answered below.")
    elif not shown.readings:
        st.markdown("No figures were found in these files.")


def faults(shown: Rehearsal) -> None:
    """What must be mended in the files, one sentence a cause."""
    if not shown.faults:
        return
    st.error(
        f"{_number(len(shown.faults), 'fault')} to mend. Nothing can be published before that: "
        "mend the file, save it, and choose it again."
    )
    _listed(shown.faults)


def notes(shown: Rehearsal) -> None:
    """What an officer should know and need not answer, folded; and everything as CSV."""
    if shown.notes:
        with st.expander(f"{_number(len(shown.notes), 'note')} to read"):
            _listed(shown.notes)
    if shown.issues:
        rows = checks.issues_frame(shown.issues)
        content = spreadsheets.csv(rows)
        st.download_button("All that was found, as CSV", content, "issues.csv", "text/csv")


def reconciliation(shown: Rehearsal) -> None:
    """What is printed against what the figures give, where the two differ."""
    printed = shown.printed
    if printed.empty:
        return
    noted = printed[printed["note"] != ""].drop_duplicates("note")
    agree = int(printed["agrees"].sum())
    words = f"{agree:,} of {len(printed):,} printed totals and percentages agree with the figures."
    cells = [[row["note"], row["file"], f"{row['row']:.0f}"] for row in noted.to_dict("records")]
    with st.expander(words):
        if cells:
            columns = ("Note", "File", "Row")
            made = tables.table("Where they do not", columns, cells, "reconciled", noted)
            blocks.part((made,), "reconciled")


def effect(shown: Rehearsal) -> None:
    """What would be new or revised, in words, and what would change on the pages."""
    if shown.changes_nothing:
        st.markdown("Nothing: these figures are already published, so there is nothing to do.")
        return
    st.markdown("\n".join(f"- {plain(words)}" for words in publish.effect(shown)))
    if "crimes" in shown.tables:
        _on_the_pages(*_effects(shown))
    if len(shown.revisions):
        with st.expander(f"{_number(len(shown.revisions), 'published count')} would be revised"):
            blocks.part((effects.revised_table(shown.revisions),), "revisions")


def _listed(found: Sequence[Issue]) -> None:
    several = len({issue.file for issue in found}) > 1
    lines = [_line(issue, several) for issue in found]
    st.markdown("\n".join(lines[:LISTED]))
    if len(lines) > LISTED:
        with st.expander(f"{len(lines) - LISTED:,} more"):
            st.markdown("\n".join(lines[LISTED:]))


def _line(issue: Issue, several: bool) -> str:
    where = [issue.file if several or not issue.place else "", issue.place, issue.column]
    place = plain(", ".join(part for part in where if part))
    head = f"**{place[0].upper()}{place[1:]}.** " if place else ""
    return f"- {head}{plain(issue.problem)} {plain(issue.remedy)}"


def _effects(shown: Rehearsal) -> tuple[pd.DataFrame, pd.DataFrame]:
    """`new_views` and `on_screen` of a rehearsal, worked out once for as long as it is shown."""
    of, made = st.session_state.get(EFFECT, (None, None))
    if of is not shown or made is None:
        before, after = published.at(), published.rehearsed(shown.after("crimes"))
        made = effects.new_views(before, after), effects.on_screen(before, after)
        st.session_state[EFFECT] = (shown, made)
    return made


def _on_the_pages(fresh: pd.DataFrame, changed: pd.DataFrame) -> None:
    if len(fresh):
        blocks.part((effects.fresh_table(fresh),), "new-views")
    if changed.empty:
        st.markdown("No figure that the pages show today would change.")
        return
    blocks.part((effects.changed_table(changed),), "on-screen")
    if len(changed) > EXAMPLES:
        content = spreadsheets.csv(changed)
        st.download_button("All of them as CSV", content, "effect.csv", "text/csv")


def _number(count: int, thing: str) -> str:
    return f"{count:,} {thing}{'' if count == 1 else 's'}"
