"""A rehearsal as words and tables for the officer; nothing is decided or stored here."""

from collections.abc import Sequence
from typing import Any

import pandas as pd
import streamlit as st

from cspdata import checks, publish, queries, sentences, spreadsheets
from cspdata.checks import Issue
from cspdata.publish import Rehearsal
from cspdata.ui import data
from cspdata.ui.frame import plain
from cspdata.ui.revised import MOST, first, revisions_table
from cspdata.ui.shown import figures_table

EFFECT = "effect"
LISTED, EXAMPLES = 12, 5


def understood(shown: Rehearsal) -> None:
    """Each table that was read: what it is, whose days, how many rows are the district's."""
    for reading in shown.readings:
        st.markdown(f"- **{plain(reading.file)}** — {plain(publish.understood(reading))}")
    if not shown.readings:
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
    rows = [[row["note"], row["file"], f"{row['row']:.0f}"] for row in noted.to_dict("records")]
    with st.expander(words):
        if rows:
            figures_table(rows, ["Note", "File", "Row"], "Where they do not", "reconciled")


def effect(shown: Rehearsal) -> None:
    """What would be new or revised, in words, and what would change on the pages."""
    if shown.changes_nothing:
        st.markdown("Nothing: these figures are already published, so there is nothing to do.")
        return
    st.markdown("\n".join(f"- {plain(words)}" for words in publish.effect(shown)))
    if "crimes" in shown.tables:
        fresh, changed = _effects(shown)
        _new_views(fresh)
        _on_screen(changed)
    if len(shown.revisions):
        with st.expander(f"{_number(len(shown.revisions), 'published count')} would be revised"):
            rows = queries.revised_in_words(shown.revisions)
            revisions_table(rows, "Counts that would be revised", "revisions")


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
    """`new_views` and `on_screen` of a rehearsal, computed once for as long as it is shown."""
    of, made = st.session_state.get(EFFECT, (None, None))
    if of is not shown or made is None:
        before, after = data.figures(), queries.prepared(shown.after("crimes"))
        made = queries.new_views(before, after), queries.on_screen(before, after)
        st.session_state[EFFECT] = (shown, made)
    return made


def _new_views(rows: pd.DataFrame) -> None:
    if rows.empty:
        return
    body = [
        [
            row["figures"],
            row["offence_name"],
            sentences.count(row["count"]),
            str(row["verdict"]).capitalize(),
        ]
        for row in rows.to_dict("records")
    ]
    columns = ["Figures", "Offence", "District", "Verdict"]
    figures_table(body, columns, "Periods shown for the first time", "new-views")


def _on_screen(rows: pd.DataFrame) -> None:
    if rows.empty:
        st.markdown("No figure that the pages show today would change.")
        return
    st.markdown(f"On the pages this will change {_number(len(rows), 'figure')}:")
    st.markdown("\n".join(map(_example, rows.head(EXAMPLES).to_dict("records"))))
    if len(rows) > EXAMPLES:
        with st.expander("All that will change on the pages"):
            columns = ["Shown figure", "Count", "Verdict", "Rank among parishes"]
            caption = first("Figures that will change", len(rows))
            figures_table(_changes(rows.head(MOST)), columns, caption, "on-screen")
            content = spreadsheets.csv(rows)
            st.download_button("All of them as CSV", content, "effect.csv", "text/csv")


def _example(row: dict[Any, Any]) -> str:
    counts = _both(sentences.count(row["count_before"]), sentences.count(row["count_after"]))
    verdict = _both(str(row["verdict_before"]), str(row["verdict_after"]))
    shown = f"{row['area_name']}, {row['offence_name']}, {row['figures']}"
    return f"- {plain(shown)}: {counts}; {verdict}."


def _changes(rows: pd.DataFrame) -> list[list[str]]:
    return [
        [
            f"{row['area_name']}, {row['offence_name']}, {row['figures']}",
            _both(sentences.count(row["count_before"]), sentences.count(row["count_after"])),
            _both(str(row["verdict_before"]), str(row["verdict_after"])),
            _both(_rank(row["rank_before"]), _rank(row["rank_after"])),
        ]
        for row in rows.to_dict("records")
    ]


def _both(before: str, after: str) -> str:
    """ "53, then 54", or one of them where they are the same."""
    return after if before == after else f"{before or 'none'}, then {after or 'none'}"


def _rank(rank: float) -> str:
    return "" if pd.isna(rank) else f"{rank:.0f}"


def _number(count: int, thing: str) -> str:
    return f"{count:,} {thing}{'' if count == 1 else 's'}"
