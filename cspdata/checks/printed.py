"""A police table in its printed shape -> figures, its totals recomputed, its changes to recompute.

A TOTAL column or a Total row is a figure when it is plain what it stands for (all parishes of a
region, all nine groups) and is recomputed in any case. A printed slip is a note, never mended.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

import pandas as pd

from cspdata import areas, offences
from cspdata.checks.issues import Issue, Spellings, coded, not_a_count, unknown, whole_number
from cspdata.periods import Period
from cspdata.sources import Source
from cspdata.vocabulary import folded

TOTAL = "total"


@dataclass
class PrintedTable:
    """What one printed table gives: rows of `crimes`, rows of `printed`, changes and issues."""

    figures: list[dict[str, Any]] = field(default_factory=list)
    totals: list[dict[str, Any]] = field(default_factory=list)
    changes: list[dict[str, Any]] = field(default_factory=list)
    issues: list[Issue] = field(default_factory=list)


@dataclass(frozen=True)
class Cell:
    """One printed cell; `area` and `offence` are codes, TOTAL, or None when unknown."""

    row: int
    column: str
    area: str | None
    offence: str | None
    text: str
    role: str
    previous: bool

    @property
    def count(self) -> int | None:
        return whole_number(self.text)


def printed(
    file: str, rows: pd.DataFrame, source: Source, period: Period, known: Spellings
) -> PrintedTable:
    """One printed table. `rows` as `readers` melts it: a row per cell, all text but `row`."""
    cells = [_cell(row, known) for row in rows.to_dict("records")]
    result = PrintedTable(issues=list(_unknown_names(file, rows, cells, known)))
    cells = [cell for cell in cells if cell.area and cell.offence]
    listed = {cell.area for cell in cells if cell.area != TOTAL}
    parent = _parent_of(listed)
    sum_of = _sum_of({cell.offence for cell in cells} - {TOTAL}, source)
    for cell in cells:
        area = parent if cell.area == TOTAL else cell.area
        offence = sum_of if cell.offence == TOTAL else cell.offence
        place = {"file": file, "row": cell.row, "column": cell.column}
        if cell.role == "change":
            result.changes.append(place | {"area": area, "offence": offence, "text": cell.text})
        elif cell.area == parent and len(listed) > 1:
            continue
        elif cell.count is not None and area and offence:
            days = period.years_before() if cell.previous else period
            result.figures.append(
                place
                | {
                    "source": source.source,
                    "area": area,
                    "offence": offence,
                    "period_start": days.start,
                    "period_end": days.end,
                    "count": cell.count,
                    "status": "published",
                }
            )
        elif cell.count is None and TOTAL not in (cell.area, cell.offence):
            result.issues.append(not_a_count(file, cell.row, cell.column, cell.text))
    counts = [cell for cell in cells if cell.role == "count"]
    result.totals += _across(file, counts, parent, sum_of)
    result.totals += _down(file, counts, parent, sum_of)
    result.totals += _own_name(file, counts, parent, listed)
    _fill_missing(result, file, counts, source, period)
    return result


def _cell(row: Mapping[Any, Any], known: Spellings) -> Cell:
    return Cell(
        row=row["row"],
        column=row["column"],
        area=TOTAL if folded(row["area"]) == TOTAL else coded(row["area"], known.areas),
        offence=(
            TOTAL if folded(row["offence"]) == TOTAL else coded(row["offence"], known.offences)
        ),
        text=row["value"],
        role=row["role"],
        previous=row["period"] == "previous",
    )


def _unknown_names(
    file: str, rows: pd.DataFrame, cells: list[Cell], known: Spellings
) -> Iterable[Issue]:
    seen = set()
    for row, cell in zip(rows.to_dict("records"), cells, strict=True):
        for what, code, spellings in (
            ("area", cell.area, known.areas),
            ("offence", cell.offence, known.offences),
        ):
            if code is None and (what, row[what]) not in seen:
                seen.add((what, row[what]))
                column = row["column"] if what == "area" else "first column"
                yield unknown(file, row["row"], column, row[what], what, spellings)


def _parent_of(listed: set[str | None]) -> str:
    """The area whose parts the columns are; the district without any, "" for only some."""
    if not listed:
        return areas.root()
    if listed == {areas.root()}:
        return areas.root()
    whole = (
        parent
        for parent in areas.order()
        if areas.children(parent) and listed - {parent} == set(areas.children(parent))
    )
    return next(whole, "")


def _sum_of(listed: set[str | None], source: Source) -> str:
    """The offence that the rows add up to, "" when they add up to none."""
    if len(set(source.groups) - listed) <= 1 and listed <= set(source.groups):
        return offences.ALL_CRIME
    parents = {offences.one(offence).parent for offence in listed if offence}
    if len(parents) == 1 and listed == set(offences.children(parent := parents.pop())):
        return parent
    return ""


def _across(file: str, cells: list[Cell], parent: str, sum_of: str) -> Iterable[dict[str, Any]]:
    for row in sorted({cell.row for cell in cells}):
        line = [cell for cell in cells if cell.row == row]
        parts = [cell for cell in line if cell.area != TOTAL]
        for total in (cell for cell in line if cell.area == TOTAL and parts):
            offence = sum_of if total.offence == TOTAL else total.offence
            yield _total(file, total, parent, offence or "", parts)


def _down(file: str, cells: list[Cell], parent: str, sum_of: str) -> Iterable[dict[str, Any]]:
    for total in (cell for cell in cells if cell.offence == TOTAL and sum_of):
        column = [c for c in cells if c.column == total.column and c.previous == total.previous]
        parts = [cell for cell in column if cell.offence != TOTAL]
        if total.area == TOTAL and any(cell.area != TOTAL for cell in cells):
            continue
        area = parent if total.area == TOTAL else total.area
        yield _total(file, total, area or "", sum_of, parts)


def _total(file: str, total: Cell, area: str, offence: str, parts: list[Cell]) -> dict[str, Any]:
    recomputed = sum(part.count or 0 for part in parts)
    return {
        "file": file,
        "row": total.row,
        "column": total.column,
        "area": area,
        "offence": offence,
        "what": "total",
        "printed": total.text,
        "recomputed": f"{recomputed:,}",
        "agrees": total.count == recomputed,
        "note": _total_note(total, recomputed),
    }


def _total_note(total: Cell, recomputed: int) -> str:
    if total.count == recomputed:
        return ""
    if not total.text.strip():
        return f"No total is printed here; the figures add up to {recomputed:,}."
    if total.count is None:
        return (
            f"The printed total is cut off (“{total.text}”); the figures add up to {recomputed:,}."
        )
    return f"The printed total is {total.text}; the figures add up to {recomputed:,}."


def _own_name(
    file: str, cells: list[Cell], parent: str, listed: set[str | None]
) -> Iterable[dict[str, Any]]:
    own = [cell for cell in cells if cell.area == parent and len(listed) > 1]
    if not own:
        return
    held = sum(cell.count or 0 for cell in own if cell.offence != TOTAL)
    name = areas.one(parent).name
    yield {
        "file": file,
        "row": own[0].row,
        "column": own[0].column,
        "area": parent,
        "offence": offences.ALL_CRIME,
        "what": "column",
        "printed": f"{held:,}",
        "recomputed": "",
        "agrees": False,
        "note": f"The table has a column headed {name} beside the parishes of {name}; "
        f"it holds {held:,} crimes and is not read as the region's own figure.",
    }


def _fill_missing(
    result: PrintedTable, file: str, cells: list[Cell], source: Source, period: Period
) -> None:
    """Derive the one group that a table leaves out from the column's own total."""
    missing = set(source.groups) - {cell.offence for cell in cells}
    if len(missing) != 1:
        return
    (offence,) = missing
    for total in (cell for cell in cells if cell.offence == TOTAL and cell.area != TOTAL):
        parts = [c.count for c in cells if c.column == total.column and c.offence != TOTAL]
        if total.count is None or None in parts:
            continue
        count = total.count - sum(part for part in parts if part is not None)
        result.figures.append(
            {
                "source": source.source,
                "area": total.area,
                "offence": offence,
                "period_start": period.start,
                "period_end": period.end,
                "count": count,
                "status": "derived",
                "file": file,
                "row": total.row,
                "column": total.column,
            }
        )
        result.totals.append(
            {
                "file": file,
                "row": total.row,
                "column": total.column,
                "area": total.area,
                "offence": offence,
                "what": "missing",
                "printed": "",
                "recomputed": f"{count:,}",
                "agrees": False,
                "note": f"{offences.one(offence).name} is not printed for "
                f"{areas.one(str(total.area)).name}; the column's total leaves {count:,}.",
            }
        )
