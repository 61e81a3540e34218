"""A police table as printed -> figures, its totals recomputed, its changes to recompute.

A TOTAL column or a Total row is a figure when it is plain what it stands for (all parishes of a
region, all nine groups) and is recomputed in any case. A printed slip is a note, never mended.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

import pandas as pd

from cspdata import areas, offences
from cspdata.checks import counts
from cspdata.checks.cells import mark, percent, plain, whole_number
from cspdata.checks.issues import Issue
from cspdata.checks.percentages import ALL_LOST
from cspdata.checks.spellings import Spellings, coded, unknown
from cspdata.origin import Origin
from cspdata.periods import Period
from cspdata.sources import Source
from cspdata.vocabulary import folded

TOTAL = "total"


@dataclass
class PrintedTable:
    """What one printed table gives: rows of `crimes`, `untold` and `printed`, changes, issues."""

    figures: list[dict[str, Any]] = field(default_factory=list)
    untold: list[dict[str, Any]] = field(default_factory=list)
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
    origin: Origin, rows: pd.DataFrame, source: Source, period: Period, known: Spellings
) -> PrintedTable:
    """One printed table. `rows` as `readers` melts it: a row per cell, all text but `row`."""
    file = origin.name
    cells = [_cell(row, known) for row in rows.to_dict("records")]
    result = PrintedTable(issues=list(_unknown_names(file, rows, cells, known)))
    cells = [cell for cell in cells if cell.area and cell.offence]
    listed = {cell.area for cell in cells if cell.area != TOTAL}
    parent = _parent_of(listed)
    sum_of = _sum_of({cell.offence for cell in cells} - {TOTAL}, source)
    for cell in cells:
        area = parent if cell.area == TOTAL else cell.area
        offence = sum_of if cell.offence == TOTAL else cell.offence
        place = {"row": cell.row, "column": cell.column, **origin.cells}
        if cell.role == "change":
            result.changes.append(place | {"area": area, "offence": offence, "text": cell.text})
            result.issues += _impossible(file, cell)
            continue
        if cell.area == parent and len(listed) > 1:
            continue
        days = period.years_before() if cell.previous else period
        figure = place | {
            "source": source.source,
            "area": area,
            "offence": offence,
            "period_start": days.start,
            "period_end": days.end,
        }
        if cell.count is not None and area and offence:
            result.figures.append(figure | {"count": cell.count, "status": "published"})
        elif cell.count is None and area and offence and (why := mark(cell.text)):
            result.untold.append(figure | {"mark": plain(cell.text), "why": why})
            result.issues.append(counts.untold(file, cell.row, cell.column, cell.text, why))
        elif cell.count is None and TOTAL not in (cell.area, cell.offence):
            result.issues.append(counts.not_a_count(file, cell.row, cell.column, cell.text))
    counted = [cell for cell in cells if cell.role == "count"]
    result.totals += _across(origin, counted, parent, sum_of)
    result.totals += _down(origin, counted, parent, sum_of)
    result.totals += _own_name(origin, counted, parent, listed)
    _fill_missing(result, origin, counted, source, period)
    return result


def _impossible(file: str, cell: Cell) -> Iterable[Issue]:
    found = percent(cell.text)
    if found and found.value < ALL_LOST:
        problem = (
            f"A change of {cell.text.strip()} is not possible: nothing falls by more than all."
        )
        yield Issue(file, cell.row, cell.column, cell.text, problem, "Correct the percentage.")


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


def _across(
    origin: Origin, cells: list[Cell], parent: str, sum_of: str
) -> Iterable[dict[str, Any]]:
    for row in sorted({cell.row for cell in cells}):
        line = [cell for cell in cells if cell.row == row]
        parts = [cell for cell in line if cell.area != TOTAL]
        for total in (cell for cell in line if cell.area == TOTAL and parts):
            offence = sum_of if total.offence == TOTAL else total.offence
            yield _total(origin, total, parent, offence or "", parts)


def _down(origin: Origin, cells: list[Cell], parent: str, sum_of: str) -> Iterable[dict[str, Any]]:
    for total in (cell for cell in cells if cell.offence == TOTAL and sum_of):
        column = [c for c in cells if c.column == total.column and c.previous == total.previous]
        parts = [cell for cell in column if cell.offence != TOTAL]
        if total.area == TOTAL and any(cell.area != TOTAL for cell in cells):
            continue
        area = parent if total.area == TOTAL else total.area
        yield _total(origin, total, area or "", sum_of, parts)


def _total(
    origin: Origin, total: Cell, area: str, offence: str, parts: list[Cell]
) -> dict[str, Any]:
    recomputed = sum(part.count or 0 for part in parts)
    untold = sum(bool(mark(part.text)) for part in parts)
    return {
        **origin.cells,
        "row": total.row,
        "column": total.column,
        "area": area,
        "offence": offence,
        "what": "total",
        "printed": total.text,
        "recomputed": f"{recomputed:,}",
        "agrees": total.count == recomputed,
        "note": _total_note(total, recomputed, untold),
    }


def _total_note(total: Cell, recomputed: int, untold: int) -> str:
    if total.count == recomputed or mark(total.text):
        return ""
    if untold and total.count is not None and total.count > recomputed:
        return (
            f"The printed total is {total.text}; the counts that are told add up to "
            f"{recomputed:,}, and {untold} {'is' if untold == 1 else 'are'} not told."
        )
    if not total.text.strip():
        return f"No total is printed here; the figures add up to {recomputed:,}."
    if total.count is None:
        return (
            f"The printed total is cut off (“{total.text}”); the figures add up to {recomputed:,}."
        )
    return f"The printed total is {total.text}; the figures add up to {recomputed:,}."


def _own_name(
    origin: Origin, cells: list[Cell], parent: str, listed: set[str | None]
) -> Iterable[dict[str, Any]]:
    own = [cell for cell in cells if cell.area == parent and len(listed) > 1]
    if not own:
        return
    held = sum(cell.count or 0 for cell in own if cell.offence != TOTAL)
    name = areas.one(parent).name
    yield {
        **origin.cells,
        "row": own[0].row,
        "column": own[0].column,
        "area": parent,
        "offence": offences.ALL_CRIME,
        "what": "column",
        "printed": f"{held:,}",
        "recomputed": "",
        "agrees": False,
        "note": f"The table has a column headed {name} beside the {_parts_of(parent)} of {name}; "
        f"it holds {held:,} crimes and is not read as the region's own figure.",
    }


def _parts_of(area: str) -> str:
    return areas.plural(areas.one(areas.children(area)[0]).level)


def _fill_missing(
    result: PrintedTable, origin: Origin, cells: list[Cell], source: Source, period: Period
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
        if count < 0:
            continue
        result.figures.append(
            {
                "source": source.source,
                "area": total.area,
                "offence": offence,
                "period_start": period.start,
                "period_end": period.end,
                "count": count,
                "status": "derived",
                **origin.cells,
                "row": total.row,
                "column": total.column,
            }
        )
        result.totals.append(
            {
                **origin.cells,
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
