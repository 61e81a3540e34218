"""The police's wide tables as printed -> one row per cell; never adds up, never mends a slip."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import pandas as pd

from cspdata.errors import UnreadableFile
from cspdata.origin import Origin
from cspdata.spans import Readings, mentions

from .feet import is_total
from .printed_lines import CODE, HEADER, PERIODISH, Kind, Row, filled, tables
from .sheets import SHAPES_IN_WORDS, Remark, Sheet, letter
from .tables import Header, find_header, not_a_row
from .text import Line

YEARS = re.compile(r"\bYTD\s+(\d{2,4}(?:/\d{2,4})?)", re.IGNORECASE)
CHANGE = re.compile(r"%\s*change", re.IGNORECASE)
TOTAL = "TOTAL"
TITLE_LENGTH = 150


@dataclass(frozen=True)
class Column:
    """What a column of a table stands for; `printed` is its header, or its letter when blank."""

    printed: str
    area: str
    role: str
    period: str


@dataclass(frozen=True)
class Cell:
    row: int
    column: str
    table: int
    area: str
    offence: str
    code: str
    value: str
    role: str
    period: str


def begins(lines: Sequence[Line]) -> bool:
    """Does any of these lines head a police table, or belong to the domestic and hate table?"""
    return any(row.kind in (Kind.HEADER, Kind.FLAG) for row in filled(lines))


def sheet(origin: Origin, lines: Sequence[Line]) -> Sheet:
    """Shape "printed": row, column, table, area, offence, code, value, role, period.

    `area` is "" under a blank header, "TOTAL" where no area is named; `period` is "current" or
    "previous", `role` "count" or "change". Raises UnreadableFile when there are no rows.
    """
    name = origin.name
    if header := find_header(lines, name):
        raise second_shape(header, name)
    outside, found = tables(list(filled(lines)))
    cells: list[Cell] = []
    remarks: list[Remark] = []
    for number, table in enumerate(found):
        if table[0].kind is Kind.FLAG:
            cells += _flag_cells(table, number)
        else:
            cells += _table_cells(table, number, remarks, name)
    if not cells:
        raise UnreadableFile(
            f"{name} has the header of a police table, but no rows below it. Fill them in."
        )
    last = found[-1][-1].number
    titles = [row for row in outside if row.number < last and len(row.words) <= TITLE_LENGTH]
    remarks += [not_a_row(row.number, row.cells) for row in outside if row not in titles]
    return Sheet(
        origin,
        "printed",
        _frame(cells),
        "\n".join(row.words for row in titles),
        _periods(titles, [table[0] for table in found]),
        tuple(remarks),
    )


def _columns(header: Row, width: int) -> list[Column]:
    """One for each place from the second cell on, as wide as the table's widest row."""
    label, *heads = header.cells + [""] * (width - len(header.cells))
    role = "change" if CHANGE.match(label) else "count"
    named = [head for head in heads if head and not PERIODISH.match(head)]
    only_total = all(is_total(head) for head in named)
    last = max((place for place, head in enumerate(heads, start=1) if head), default=0)
    years = [_year(cell) for cell in header.cells if YEARS.search(cell)]
    columns = []
    for place, (head, below) in enumerate(_stacked(header, heads), start=1):
        printed = below or head or letter(place)
        if PERIODISH.match(head):
            kind = "change" if CHANGE.match(head) else role
            area = TOTAL if not below or is_total(below) else below
            columns.append(Column(printed, area, kind, _column_period(head, years)))
        elif not head and only_total and role == "count" and place < last:
            columns.append(Column(printed, TOTAL, role, "previous"))
        else:
            area = TOTAL if is_total(head) else head
            columns.append(Column(printed, area, role, _label_period(label)))
    return columns


def _stacked(header: Row, heads: list[str]) -> Iterator[tuple[str, str]]:
    """Each column's head and, where there are two header lines, the name below it."""
    if not header.below:
        yield from ((head, "") for head in heads)
        return
    over = ""
    for place, head in enumerate(heads, start=1):
        over = head or over
        below = header.below[place] if place < len(header.below) else ""
        yield (over, below) if below else ("", "")


def _label_period(label: str) -> str:
    return "previous" if label.casefold().startswith("previous") else "current"


def _column_period(head: str, years: list[int]) -> str:
    if not YEARS.search(head):
        return _label_period(head)
    latest = len(years) > 1 and _year(head) == max(years)
    return "current" if latest else "previous"


def _year(text: str) -> int:
    """2017 for "YTD 2017", "YTD 17/18" and "YTD 2017/18"; 0 where no year is named."""
    match = YEARS.search(text)
    year = int(match[1].split("/")[0]) if match else 0
    return year + 2000 if 0 < year < 100 else year


def _refuse_side_by_side(header: Row, rows: list[Row], name: str) -> None:
    """A second column of labels belongs to a second table, whose figures are of other offences."""
    for place in range(1, _width(header)):
        under = [row.cells[place] for row in rows if len(row.cells) > place]
        if HEADER.match(header.cells[place]) and any(CODE.match(cell) for cell in under):
            raise UnreadableFile(
                f"{name}, row {header.number}: a second table begins in column {letter(place)},"
                " beside another. Put one below the other, or each into a file of its own."
            )


def _table_cells(table: list[Row], number: int, remarks: list[Remark], name: str) -> Iterator[Cell]:
    header, *rows = table
    _refuse_side_by_side(header, rows, name)
    if not rows:
        found = "This header has no rows below it."
        remedy = "Fill them in or take the header out."
        remarks.append(Remark(header.number, "A", header.words[:100], found, remedy))
    width = max(_width(row) for row in table)
    columns = _columns(header, width)
    nameless = [place for place, column in enumerate(columns, start=1) if not column.area]
    for place in nameless:
        if any(len(row.cells) > place and row.cells[place] for row in rows):
            remarks.append(_nameless(header, place))
    for row in rows:
        code, offence = _label(row.cells[0])
        values = row.cells[1:] + [""] * (width - len(row.cells))
        for column, value in zip(columns, values, strict=False):
            if not column.area:
                continue
            yield Cell(
                row.number,
                column.printed,
                number,
                column.area,
                offence,
                code,
                value,
                column.role,
                column.period,
            )


def _width(row: Row) -> int:
    return max(place for place, cell in enumerate(row.cells, start=1) if cell)


def _label(text: str) -> tuple[str, str]:
    match = CODE.match(text)
    code, label = (match[1], text[match.end() :]) if match else ("", text)
    return code, "Total" if is_total(label) else label


def _flag_cells(table: list[Row], number: int) -> Iterator[Cell]:
    offence = ""
    years = [_year(row.cells[1]) for row in table]
    for row in table:
        offence = row.cells[0] or offence
        kind = row.cells[1]
        place, value = next(
            ((place, cell) for place, cell in enumerate(row.cells[2:], start=2) if cell), (2, "")
        )
        changed = CHANGE.match(kind)
        period = "current" if changed else _flag_period(kind, years)
        role = "change" if changed else "count"
        yield Cell(row.number, letter(place), number, TOTAL, offence, "", value, role, period)


def _flag_period(kind: str, years: list[int]) -> str:
    if not YEARS.search(kind):
        return _label_period(kind)
    return "current" if _year(kind) == max(years) else "previous"


def _nameless(header: Row, place: int) -> Remark:
    return Remark(
        header.number,
        letter(place),
        "",
        f"The column {letter(place)} has figures and no header.",
        "Say in the header what it counts. If it holds the second half of numbers such as 1,234,"
        " put these in quotation marks or write them without the comma.",
        stops=True,
    )


def _periods(titles: list[Row], headers: list[Row]) -> tuple[Readings, ...]:
    """The periods that titles name, and headers that say they head the current one."""
    words = [row.words for row in titles]
    words += [row.cells[0] for row in headers if row.cells[0].casefold().startswith("current")]
    return tuple(dict.fromkeys(found for line in words for found in mentions(line)))


def _frame(cells: list[Cell]) -> pd.DataFrame:
    frame = pd.DataFrame([vars(cell) for cell in cells])
    kept = {"row": "int64", "table": "int64"}
    return frame.astype({column: kept.get(column, "str") for column in frame.columns})


def second_shape(header: Header, name: str) -> UnreadableFile:
    """The exception for another table below police tables."""
    return UnreadableFile(
        f"{name}, row {header.row}: a table of {SHAPES_IN_WORDS[header.shape.name]} begins here"
        " below police tables. Put each into a file of its own."
    )
