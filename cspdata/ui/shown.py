"""Frames of `queries` as tables on the page."""

from collections.abc import Sequence

import pandas as pd
import streamlit as st

from cspdata import areas, offences, queries, sentences
from cspdata.queries import View
from cspdata.ui import component, data
from cspdata.ui.frame import address, go_to
from cspdata.ui.once import once

Body = list[list[str]]


def changes_table(rows: pd.DataFrame, caption: str, key: str, link: bool = False) -> None:
    """Comparisons as a table: counts now and before, difference, verdict, range, percentage."""
    data.note(caption, rows)
    body, columns = once(_changes, rows)
    figures_table(body, columns, caption, key, list(rows["area"]) if link else None)


def parts_table(rows: pd.DataFrame, caption: str) -> None:
    """The areas inside an area: count, share of the whole, and the change where there is one."""
    data.note(caption, rows)
    body, columns = once(_parts, rows)
    figures_table(body, columns, caption, "parts", list(rows["area"]))


def net_table(rows: pd.DataFrame, caption: str) -> None:
    """An area's change set against the rest of the district's."""
    data.note(f"{caption}; verdict and range against the rest", rows)
    columns = ["Offence", "Now", "Before", "Against the rest", "Allowing for chance"]
    figures_table(once(_net, rows), columns, caption, "net")


def _changes(rows: pd.DataFrame) -> tuple[Body, list[str]]:
    named = "area_name" if rows["area"].nunique() > 1 else "offence_name"
    names = [sentences.stepped(row, named) for _, row in rows.iterrows()]
    if rows["before"].isna().all() and not rows["refused"].any():
        cells = [[sentences.marked(row["now"], row["status"])] for _, row in rows.iterrows()]
        columns = ["Count"]
    else:
        cells = [sentences.compared_cells(row) for _, row in rows.iterrows()]
        columns = sentences.COMPARED
    heading = "Area" if named == "area_name" else "Offence"
    body = [[name, *row] for name, row in zip(names, cells, strict=True)]
    return body, [heading, *columns]


def _parts(rows: pd.DataFrame) -> tuple[Body, list[str]]:
    compared = rows["before"].notna().any()
    body = [
        [
            row["area_name"],
            sentences.marked(row["now"], row["status"]),
            sentences.share(row["share"]),
            *(sentences.compared_cells(row)[1:] if compared else []),
        ]
        for _, row in rows.iterrows()
    ]
    return body, ["Area", "Count", "Share", *(sentences.COMPARED[1:] if compared else [])]


def _net(rows: pd.DataFrame) -> Body:
    return [
        [
            row["offence_name"],
            sentences.count(row["now"]),
            sentences.count(row["before"]),
            sentences.net_verdict(row),
            sentences.interval(row),
        ]
        for _, row in rows.iterrows()
    ]


def regions_table(counts: pd.DataFrame, caption: str, view: View) -> None:
    """Counts by region: a row per offence, a column per region and the district."""
    data.note(caption, queries.unpivoted(counts, view))
    statuses = data.ask(queries.statuses_by_region, view, list(counts.index))
    body = [
        [offences.one(offence).name, *map(sentences.marked, counted, stated)]
        for offence, counted, stated in zip(
            counts.index, counts.to_numpy(), statuses.to_numpy(), strict=True
        )
    ]
    figures_table(
        body, ["Offence", *(areas.one(area).name for area in counts.columns)], caption, "regions"
    )


def notes_table(printed: pd.DataFrame) -> None:
    """Where print and sum differ: the note and where it stands."""
    noted = printed[printed["note"] != ""].drop_duplicates("note")
    body = [[row["note"], row["file"], sentences.count(row["row"])] for _, row in noted.iterrows()]
    figures_table(body, ["Note", "File", "Row"], "Notes on the printed tables", "printed")


def areas_table(rows: pd.DataFrame) -> None:
    """Every area with its level, residents and how its wards are known."""
    body = [
        [
            row["name"],
            areas.level_name(row["level"]),
            sentences.count(row["residents"]),
            row["wards"],
            row["membership"],
        ]
        for _, row in rows.iterrows()
    ]
    columns = ["Area", "Level", "Residents", "Wards", "How the wards are known"]
    figures_table(body, columns, "Areas", "areas")


def figures_table(
    rows: Sequence[Sequence[str]],
    columns: Sequence[str],
    caption: str,
    key: str,
    areas_of_rows: Sequence[str] | None = None,
) -> None:
    """A plain table; with `areas_of_rows` the first cell of a row is a link to that area."""
    marks = sentences.shorthand(" ".join(cell for row in rows for cell in row))
    picked = component.draw(rows, columns, caption, marks, key, areas_of_rows, address)
    if picked:
        go_to(picked)
        st.rerun()
