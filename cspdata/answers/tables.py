"""Comparison rows -> tables: the same columns and cells on every page and paper; nothing is tested.

Rows are those of `answers.comparison`. A table's `rows` hold its figures as numbers.
"""

from collections.abc import Collection, Mapping, Sequence
from typing import Any

import pandas as pd

from cspdata import areas, offences
from cspdata.answers.blocks import Link, Table, Words
from cspdata.answers.comparison import comparison
from cspdata.answers.words import figures
from cspdata.published import Published
from cspdata.sums.basis import Basis

COMPARED = ("Now", "Before", "Difference", "Verdict", "Allowing for chance", "Change")
HEADS = {"offence_name": "Offence", "area_name": "Area"}
ABOUT = [
    "source",
    "period_start",
    "period_end",
    "area",
    "area_name",
    "offence",
    "offence_name",
]
TESTED = ["now", "before", "difference", "percent", "low", "high", "verdict", "stands_out"]
STEP = ["name", "kind", "now", "before", "difference"]
Links = Sequence[Link | None]


def compared(
    rows: pd.DataFrame,
    caption: str,
    name: str,
    named: str = "offence_name",
    links: Links = (),
    shown: int = 0,
) -> Table:
    """A comparison a row: now, before, difference, verdict, range, change; counts alone where
    nothing is compared.
    """
    each = rows.to_dict("records")
    head = HEADS[named]
    if rows["before"].isna().all() and not (rows["refused"] != "").any():
        cells = [(row[named], figures.marked(row["now"], row["status"])) for row in each]
        return table(caption, (head, "Count"), cells, name, rows[[*ABOUT, "now"]], links, shown)
    cells = [(row[named], *compared_cells(row)) for row in each]
    return table(caption, (head, *COMPARED), cells, name, rows[[*ABOUT, *TESTED]], links, shown)


def compared_cells(row: Mapping[Any, Any]) -> tuple[str, ...]:
    """A comparison as the cells of COMPARED."""
    return (
        figures.marked(row["now"], row["status"]),
        figures.marked(row["before"], row["before_status"]),
        figures.difference(row["difference"]),
        figures.verdict(row),
        figures.interval(row),
        figures.percent(row),
    )


def shares(rows: pd.DataFrame, caption: str, name: str, links: Links = ()) -> Table:
    """The parts of an area as `inside` gives them: count, and share where the whole is counted."""
    known = bool(rows["share"].notna().any())
    cells = [
        (
            row["area_name"],
            figures.marked(row["now"], row["status"]),
            *((figures.share(row["share"]),) if known else ()),
        )
        for row in rows.to_dict("records")
    ]
    columns = ("Area", "Count", "Share") if known else ("Area", "Count")
    held = rows[[*ABOUT, "now", *(["share"] if known else [])]]
    return table(caption, columns, cells, name, held, links)


def side_by_side(
    rows: pd.DataFrame,
    columns: Sequence[str],
    listed: Collection[str],
    caption: str,
    name: str,
) -> Table | Words:
    """Counts now: an offence a row, an area a column, and their sum; or that there is none."""
    found = rows[rows["area"].isin(list(columns)) & rows["offence"].isin(list(listed))]
    if found.empty:
        return Words(f"{caption}: no figures are published.")
    shown = [code for code in listed if code in set(found["offence"])]
    cells = [(offences.one(code).name, *_across(rows, code, columns)) for code in shown]
    heads = ("Offence", *(areas.one(area).name for area in columns), "Total")
    return table(caption, heads, cells, name, found[[*ABOUT, "now"]])


def inside(published: Published, basis: Basis, area: str, offence: str) -> pd.DataFrame:
    """The parts of an area, most first: `comparison` and share (percent of the whole area).

    What the area counts beyond its parts is a last row with the area code "".
    """
    every = published.ask(comparison, basis)
    below = areas.children(area)
    rows = every[every["area"].isin(below) & (every["offence"] == offence)]
    rows = rows.sort_values("now", ascending=False)
    if (area, offence) not in every.index:
        return rows.assign(share=float("nan"))
    whole = every.loc[(area, offence)]
    rest = whole["now"] - rows["now"].sum(skipna=False)
    if len(rows) == len(below) and rest > 0:
        rows = pd.concat([rows, pd.DataFrame([_not_shown(below, whole, rest)])])
    return rows.assign(share=100 * rows["now"] / whole["now"])


def steps(rows: pd.DataFrame, by: str, caption: str, name: str) -> Table:
    """The steps of a difference as `answers.split` gives them, the whole in the last row."""
    cells = [
        (
            row["name"],
            figures.count(row["now"]),
            figures.count(row["before"]),
            figures.difference(row["difference"]),
        )
        for row in rows.to_dict("records")
    ]
    heads = (by[:1].upper() + by[1:], "Now", "Before", "Difference")
    return table(caption, heads, cells, name, rows[STEP])


def table(
    caption: str,
    columns: Sequence[str],
    cells: Sequence[Sequence[str]],
    name: str,
    rows: pd.DataFrame,
    links: Links = (),
    shown: int = 0,
) -> Table:
    """A table with the meaning of the shorthand that it uses."""
    marks = figures.shorthand(" ".join(cell for row in cells for cell in row))
    held = rows.reset_index(drop=True)
    body = tuple(tuple(row) for row in cells)
    return Table(caption, tuple(columns), body, name, held, marks, tuple(links), shown=shown)


def _across(rows: pd.DataFrame, offence: str, columns: Sequence[str]) -> list[str]:
    found = rows.reindex([(area, offence) for area in columns])
    pairs = zip(found["now"], found["status"].fillna(""), strict=True)
    shown = [figures.marked(count, status) for count, status in pairs]
    if figures.CONFIDENTIAL in shown:
        return [*shown, figures.CONFIDENTIAL]
    return [*shown, figures.count(found["now"].sum(min_count=1))]


def _not_shown(below: Sequence[str], whole: pd.Series, rest: float) -> dict[str, Any]:
    """What an area counts beyond its parts, compared with nothing."""
    level = areas.level_name(areas.one(below[0]).level)
    kept = {column: whole[column] for column in ("source", "period_start", "period_end")}
    named = {column: whole[column] for column in ("offence", "offence_name")}
    told = {"area": "", "area_name": f"Not shown by {level}", "status": "summed"}
    return {**kept, **named, **told, "now": rest, "refused": "", "before_status": "", "verdict": ""}
