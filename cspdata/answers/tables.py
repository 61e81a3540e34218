"""Comparison rows -> tables: the same columns and cells on every page and paper; nothing is tested.

Rows are those of `answers.comparison`. A table's `rows` hold its figures as numbers.
"""

from collections.abc import Collection, Mapping, Sequence
from typing import Any

import pandas as pd

from cspdata import areas, offences
from cspdata.answers.blocks import Link, Table, Words
from cspdata.answers.words import figures
from cspdata.question import Question

REST = (
    "Here now",
    "Here before",
    "Elsewhere now",
    "Elsewhere before",
    "Against the rest",
    "Allowing for chance",
)
FOUR = ["now", "before", "rest_now", "rest_before"]
APART = ["percent", "low", "high", "verdict", "stands_out"]
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
TESTED = [
    "now",
    "before",
    "difference",
    "percent",
    "low",
    "high",
    "dispersion",
    "verdict",
    "stands_out",
    "event",
    "tested_now",
    "tested_before",
]
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
    each = [row | {named: stepped(row, named)} for row in rows.to_dict("records")]
    head = HEADS[named]
    if rows["before"].isna().all() and not (rows["refused"] != "").any():
        cells = [(row[named], figures.marked(row["now"], row["status"])) for row in each]
        return table(caption, (head, "Count"), cells, name, rows[[*ABOUT, "now"]], links, shown)
    cells = [(row[named], *compared_cells(row)) for row in each]
    return table(caption, (head, *COMPARED), cells, name, rows[[*ABOUT, *TESTED]], links, shown)


def stepped(row: Mapping[Any, Any], named: str) -> str:
    """The row's name, set in by its `depth` where it has one."""
    return "\u2003" * int(row.get("depth", 0)) + str(row[named])


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


def parts(
    rows: pd.DataFrame,
    whole: pd.Series | None,
    caption: str,
    name: str,
    question: Question | None = None,
) -> Table:
    """The areas in an area, most first, then what it counts beyond them: count, share, change.

    There is no share where the whole area is not counted; with a question each area leads to its
    own page.
    """
    found = inside(rows, whole)
    shared, tested = bool(found["share"].notna().any()), bool(found["before"].notna().any())
    cells = [
        (
            row["area_name"],
            figures.marked(row["now"], row["status"]),
            *((figures.share(row["share"]),) if shared else ()),
            *(_change_cells(row) if tested else ()),
        )
        for row in found.to_dict("records")
    ]
    share, compared_heads = ("Share",) if shared else (), COMPARED[1:] if tested else ()
    held = [*ABOUT, *(TESTED if tested else ["now"]), *(["share"] if shared else [])]
    links = [_to_area(row, question) for row in found.to_dict("records")] if question else []
    heads = ("Area", "Count", *share, *compared_heads)
    return table(caption, heads, cells, name, found[held], links)


def inside(rows: pd.DataFrame, whole: pd.Series | None) -> pd.DataFrame:
    """Areas of a comparison, most first, with share (percent of the whole area).

    What the whole counts beyond them is a last row with the area code "".
    """
    found = rows.sort_values("now", ascending=False, kind="stable")
    if whole is None:
        return found.assign(share=float("nan"))
    rest = whole["now"] - found["now"].sum(skipna=False)
    complete = set(found["area"]) == set(areas.children(str(whole["area"])))
    if complete and rest > 0:
        found = pd.concat([found, pd.DataFrame([_not_shown(found, whole, rest)])])
    return found.assign(share=100 * found["now"] / whole["now"])


def most(rows: pd.DataFrame, whole: pd.Series | None) -> str:
    """Which area has the most, as a heading: "Itchen Valley has the most: 298, 33% of all"."""
    known = inside(rows, whole)
    known = known[(known["area"] != "") & known["now"].notna()]
    if known.empty or not known["now"].sum():
        return "None is recorded in any of them"
    top = known.iloc[0]
    level = areas.level_name(areas.one(top["area"]).level)
    if len(known) > 1 and known["now"].iloc[1] == top["now"]:
        return f"No {level} alone has the most: {figures.count(top['now'])} in more than one"
    share = f", {figures.share(top['share'])} of all" if pd.notna(top["share"]) else ""
    return f"{top['area_name']} has the most: {figures.count(top['now'])}{share}"


def against_rest(rows: pd.DataFrame, caption: str, name: str) -> Table:
    """Four counts a row, here and everywhere else, and whether here moved apart from there."""
    cells = [
        (
            row["offence_name"],
            *(figures.count(row[column]) for column in FOUR),
            figures.net_verdict(row),
            figures.interval(row),
        )
        for row in rows.to_dict("records")
    ]
    held = rows[["area", "area_name", "offence", "offence_name", *FOUR, *APART]]
    return table(caption, ("Offence", *REST), cells, name, held)


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
    held = {
        (area, code): (now, status)
        for area, code, now, status in found[["area", "offence", "now", "status"]].to_numpy()
    }
    shown = [code for code in listed if any((area, code) in held for area in columns)]
    cells = [(offences.one(code).name, *_across(held, code, columns)) for code in shown]
    heads = ("Offence", *(areas.one(area).name for area in columns), "Total")
    return table(caption, heads, cells, name, found[[*ABOUT, "now"]])


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
    key: tuple[int, ...] = (1, 2),
) -> Table:
    """A table with the meaning of the shorthand that it uses."""
    marks = figures.shorthand(" ".join(cell for row in cells for cell in row))
    held = rows.reset_index(drop=True)
    body = tuple(tuple(row) for row in cells)
    return Table(caption, tuple(columns), body, name, held, marks, tuple(links), key, shown)


def row_of(rows: pd.DataFrame, area: str, offence: str) -> pd.Series | None:
    """The row of an area and offence, None where it is not counted."""
    key = (area, offence)
    found: Any = rows.loc[key] if key in rows.index else None
    return found


def _to_area(row: Mapping[Any, Any], question: Question) -> Link | None:
    if not row["area"]:
        return None
    return Link(row["area_name"], "area", question.at(area=row["area"]))


def _across(
    held: Mapping[tuple[str, str], tuple[float, str]], offence: str, columns: Sequence[str]
) -> list[str]:
    pairs = [held.get((area, offence), (float("nan"), "")) for area in columns]
    shown = [figures.marked(count, status) for count, status in pairs]
    if figures.CONFIDENTIAL in shown:
        return [*shown, figures.CONFIDENTIAL]
    known = [count for count, _ in pairs if pd.notna(count)]
    return [*shown, figures.count(sum(known) if known else float("nan"))]


def _change_cells(row: Mapping[Any, Any]) -> tuple[str, ...]:
    """What follows the count in COMPARED, empty in a row that is compared with nothing."""
    return compared_cells(row)[1:] if row["verdict"] else ("",) * (len(COMPARED) - 1)


def _not_shown(rows: pd.DataFrame, whole: pd.Series, rest: float) -> dict[str, Any]:
    """What an area counts beyond its parts, compared with nothing."""
    level = areas.level_name(areas.one(str(rows["area"].iloc[0])).level)
    kept = {column: whole[column] for column in ABOUT}
    said = {"area": "", "area_name": f"Not shown by {level}", "status": "summed"}
    empty = {"refused": "", "before_status": "", "verdict": "", "stands_out": False}
    return {**kept, **said, **empty, "now": rest}
