"""A rehearsal and the history of publications as tables; nothing is decided or stored here."""

from collections.abc import Sequence
from typing import Any

import pandas as pd
import streamlit as st

from cspdata import checks, queries, sentences, spreadsheets
from cspdata.checks import Issue
from cspdata.periods import day_in_words
from cspdata.publish import Rehearsal
from cspdata.ui import data
from cspdata.ui.revised import MOST, first, revisions_table
from cspdata.ui.shown import figures_table

EFFECT = "effect"
ISSUE = ["Where", "Column", "Found", "What is wrong", "What to do"]
BEFORE_AFTER = [
    "Count now",
    "Count after",
    "Verdict now",
    "Verdict after",
    "Rank now",
    "Rank after",
]


def issues(shown: Rehearsal) -> None:
    """The faults to mend, then the notes, and all of them as CSV."""
    notes = [issue for issue in shown.issues if not issue.stops]
    if shown.faults:
        st.header(f"{_number(len(shown.faults), 'fault')} to mend", anchor=False)
        st.markdown("Nothing can be published while a fault is left.")
        _issues(shown.faults, "Faults, as the spreadsheet numbers its rows", "faults")
    if notes:
        st.header(f"{_number(len(notes), 'note')} to read", anchor=False)
        _issues(notes, "Notes: none of them forbids publishing", "notes")
    if shown.issues:
        rows = checks.issues_frame(shown.issues).drop(columns="suggestion")
        st.download_button("Issues as CSV", spreadsheets.csv(rows), "issues.csv", "text/csv")


def reconciliation(shown: Rehearsal) -> None:
    """What is printed against what the figures give, where the two differ."""
    printed = shown.printed
    if printed.empty:
        return
    noted = printed[printed["note"] != ""].drop_duplicates("note")
    agree = int(printed["agrees"].sum())
    st.header("Printed totals and percentages recomputed", anchor=False)
    st.markdown(f"{agree:,} of {len(printed):,} agree with the figures.")
    rows = [[row["note"], row["file"], str(row["row"])] for row in noted.to_dict("records")]
    if rows:
        figures_table(rows, ["Note", "File", "Row"], "Where they do not", "reconciled")


def effect(shown: Rehearsal) -> None:
    """Whether this is new, identical or a revision, and what would change on screen."""
    st.header("What would change", anchor=False)
    if shown.changes_nothing:
        st.markdown("Nothing: these figures are already published, so there is nothing to do.")
        return
    st.markdown(_summary(shown))
    revisions_table(
        queries.revised_in_words(shown.revisions), "Figures that would be revised", "revisions"
    )
    if "crimes" not in shown.tables:
        return
    fresh, changed = _effects(shown)
    _new_views(fresh)
    _on_screen(changed)


def history(past: pd.DataFrame) -> None:
    """Every version: when, who, why, which files, what changed."""
    body = [
        [
            str(entry["version"]),
            f"{day_in_words(entry['at'])}, {entry['at']:%H:%M}",
            entry["by"],
            entry["reason"],
            _files(entry["files"]),
            _changed(entry["changed"]),
        ]
        for entry in past.to_dict("records")
    ]
    columns = ["Version", "When (UTC)", "Who", "Why", "Files", "What changed"]
    figures_table(body, columns, "Publications, the newest first", "history")


def files_table(past: pd.DataFrame) -> None:
    """Every file ever published, with the SHA-256 under which it is kept."""
    body = [
        [file["name"], str(entry["version"]), f"{file['rows']:,}", file["sha256"]]
        for entry in past.to_dict("records")
        for file in entry["files"]
    ]
    if body:
        figures_table(body, ["File", "Version", "Rows", "SHA-256"], "Files as sent", "files")


def _issues(found: Sequence[Issue], caption: str, key: str) -> None:
    ordered = sorted(found, key=lambda issue: (issue.file, issue.row))
    several = len({issue.file for issue in found}) > 1
    body = [[_place(i, several), i.column, i.found, i.problem, i.remedy] for i in ordered[:MOST]]
    figures_table(body, ISSUE, first(caption, len(ordered)), key)


def _place(issue: Issue, several: bool) -> str:
    if not issue.row:
        return issue.file
    return f"{issue.file}, row {issue.row}" if several else f"Row {issue.row}"


def _effects(shown: Rehearsal) -> tuple[pd.DataFrame, pd.DataFrame]:
    """`new_views` and `on_screen` of a rehearsal, computed once for as long as it is shown."""
    of, made = st.session_state.get(EFFECT, (None, None))
    if of is not shown or made is None:
        before, after = data.figures(), queries.prepared(shown.after("crimes"))
        made = queries.new_views(before, after), queries.on_screen(before, after)
        st.session_state[EFFECT] = (shown, made)
    return made


def _summary(shown: Rehearsal) -> str:
    added = {name: count for name, count in shown.added.items() if count}
    kind = "A revision" if len(shown.revisions) else "New figures"
    parts = [f"{count:,} new in {name}" for name, count in added.items()]
    parts.append(f"{len(shown.revisions):,} revised")
    return f"{kind}: {sentences.listed(parts)}."


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
        st.markdown("No figure that is shown today would change.")
        return
    body = [
        [
            f"{row['area_name']}, {row['offence_name']}, {row['figures']}",
            sentences.count(row["count_before"]),
            sentences.count(row["count_after"]),
            str(row["verdict_before"]).capitalize(),
            str(row["verdict_after"]).capitalize(),
            _rank(row["rank_before"]),
            _rank(row["rank_after"]),
        ]
        for row in rows.head(MOST).to_dict("records")
    ]
    caption = first("Counts, verdicts and ranks among parishes that would change", len(rows))
    figures_table(body, ["Shown figure", *BEFORE_AFTER], caption, "on-screen")
    if len(rows) > MOST:
        st.download_button("All of them as CSV", spreadsheets.csv(rows), "effect.csv", "text/csv")


def _files(files: Sequence[dict[str, Any]]) -> str:
    names = [f"{file['name']} ({file['sha256'][:8]})" for file in files[:2]]
    return ", ".join(names) + (f" and {len(files) - 2} more" if len(files) > 2 else "")


def _changed(changed: dict[str, int]) -> str:
    if "restored" in changed:
        return f"all as in version {changed['restored']}"
    return ", ".join(
        f"{name} {n:,}" if name == "revised" else f"new in {name} {n:,}"
        for name, n in changed.items()
    )


def _rank(rank: float) -> str:
    return "" if pd.isna(rank) else f"{rank:.0f}"


def _number(count: int, thing: str) -> str:
    return f"{count:,} {thing}{'' if count == 1 else 's'}"
