"""Frames of `queries` as the tables of a paper; the cells are those of the pages."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import replace

import pandas as pd

from cspdata import areas, offences, queries, sentences
from cspdata.briefings.paper import Table, Words
from cspdata.queries import View

WIDEST = 5


def compared(rows: pd.DataFrame, caption: str, named: str = "offence_name") -> Table:
    """Comparisons: now, before, difference, verdict, range, percentage."""
    heading = "Area" if named == "area_name" else "Offence"
    if rows["before"].isna().all() and not rows["refused"].any():
        counted = [sentences.marked(row["now"], row["status"]) for _, row in rows.iterrows()]
        body = [[name, cell] for name, cell in zip(_names(rows, named), counted, strict=True)]
        return table(caption, [heading, "Count"], body)
    body = [
        [name, *sentences.compared_cells(row)]
        for name, (_, row) in zip(_names(rows, named), rows.iterrows(), strict=True)
    ]
    return table(caption, [heading, *sentences.COMPARED], body)


def shares(rows: pd.DataFrame, caption: str, links: tuple[str, ...] = ()) -> Table:
    """The parts of an area: count and share of the whole."""
    body = [
        [
            row["area_name"],
            sentences.marked(row["now"], row["status"]),
            sentences.share(row["share"]),
        ]
        for _, row in rows.iterrows()
    ]
    return replace(table(caption, ["Area", "Count", "Share"], body), links=links)


def side_by_side(
    figures: pd.DataFrame, view: View, columns: Sequence[str], listed: Sequence[str], caption: str
) -> Table | Words:
    """Counts now: a row an offence, a column an area, and their total; or that there is none."""
    counted = queries.counts(figures, view.source, view.period)
    cells = counted.set_index(["offence", "area"])
    body = [
        [offences.one(code).name, *_across(cells, code, columns)]
        for code in listed
        if any((code, area) in cells.index for area in columns)
    ]
    if not body:
        return Words(f"{caption}: no figures are published.")
    return table(caption, ["Offence", *(areas.one(a).name for a in columns), "Total"], body)


def together(crimes: pd.DataFrame, view: View, parishes: Collection[str]) -> list[list[str]]:
    """The parishes in the groups that their file has them in, no group wider than a page."""
    rows = crimes[
        (crimes["source"] == view.source.source)
        & (crimes["period_start"] == pd.Timestamp(view.period.start))
        & crimes["area"].isin(list(parishes))
    ]
    of_file = rows.drop_duplicates("area").set_index("area")["file"].to_dict()
    files = dict.fromkeys(of_file.get(parish, "") for parish in parishes)
    groups = ([p for p in parishes if of_file.get(p, "") == file] for file in files)
    return [
        group[start : start + WIDEST] for group in groups for start in range(0, len(group), WIDEST)
    ]


def table(caption: str, columns: Iterable[str], rows: Sequence[Sequence[str]]) -> Table:
    """A table with the meaning of the shorthand that it uses."""
    marks = sentences.shorthand(" ".join(cell for row in rows for cell in row))
    return Table(caption, tuple(columns), tuple(tuple(row) for row in rows), marks)


def _across(cells: pd.DataFrame, offence: str, columns: Sequence[str]) -> list[str]:
    found = cells.reindex([(offence, area) for area in columns])
    shown = [
        sentences.marked(count, status)
        for count, status in zip(found["count"], found["status"].fillna(""), strict=True)
    ]
    if sentences.CONFIDENTIAL in shown:
        return [*shown, sentences.CONFIDENTIAL]
    return [*shown, sentences.count(found["count"].sum(min_count=1))]


def _names(rows: pd.DataFrame, named: str) -> list[str]:
    return [sentences.stepped(row, named) for _, row in rows.iterrows()]
