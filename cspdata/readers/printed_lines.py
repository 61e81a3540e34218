"""The lines of the police's wide tables -> titles, headers and tables; no cell is read here."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import Enum, auto

from cspdata.periods import in_words

from .sheets import tidied
from .text import Line

ARROWS = re.compile("[\u2190-\u21ff\u2b00-\u2bff\ue000-\uf8ff\ufe0e\ufe0f\U000f0000-\U0010ffff]")
HEADER = re.compile(r"(current|previous)\s+period\b|%\s*change\b", re.IGNORECASE)
PERIODISH = re.compile(r"(current|previous)\s+period$|ytd\s+\d|%\s*change\b", re.IGNORECASE)
CODE = re.compile(r"(\d{1,2}[a-z]?)[.)]?\s+(?=\D)", re.IGNORECASE)
TOTALS = {"total", "totals", "grand total"}


class Kind(Enum):
    """What a line seems to be: a table's header, a line of the flags table, or neither."""

    HEADER = auto()
    FLAG = auto()
    ALONE = auto()
    ROW = auto()


@dataclass(frozen=True)
class Row:
    number: int
    cells: list[str]
    kind: Kind

    @property
    def words(self) -> str:
        return " ".join(cell for cell in self.cells if cell)


def filled(lines: Iterable[Line]) -> Iterator[Row]:
    for number, raw in lines:
        cells = [tidied(ARROWS.sub(" ", cell)) for cell in raw]
        if any(cells) and not cells[0].startswith("sep="):
            yield Row(number, cells, _kind(cells))


def _kind(cells: list[str]) -> Kind:
    others = [cell for cell in cells[1:] if cell]
    if not others:
        return Kind.ALONE
    periodish = [cell for cell in others if PERIODISH.match(cell)]
    if HEADER.match(cells[0]) or len(periodish) > 1:
        return Kind.HEADER
    if periodish and PERIODISH.match(cells[1]) and not CODE.match(cells[0]):
        return Kind.FLAG
    return Kind.ROW


def tables(rows: list[Row]) -> tuple[list[Row], list[list[Row]]]:
    """Lines outside tables, and the tables; each begins with its header or its first flag."""
    outside: list[Row] = []
    found: list[list[Row]] = []
    previous: Row | None = None
    for row in rows:
        flagged = previous is not None and previous.kind is Kind.FLAG
        if row.kind is Kind.HEADER or (row.kind is Kind.FLAG and not flagged):
            if found:
                outside += _cut_titles(found[-1])
            found.append([row])
        elif not found or (flagged and row.kind is not Kind.FLAG):
            outside.append(row)
            continue
        else:
            found[-1].append(row)
        previous = row
    if found:
        outside += _cut_titles(found[-1])
    return outside, found


def _cut_titles(table: list[Row]) -> list[Row]:
    """Take the lines of one cell off the end of a table: they title the next one."""
    last = len(table)
    while last > 1 and table[last - 1].kind is Kind.ALONE and not _is_data(table[last - 1]):
        last -= 1
    titles = table[last:]
    del table[last:]
    return titles


def _is_data(row: Row) -> bool:
    label = row.cells[0]
    if label.casefold() in TOTALS:
        return True
    return bool(CODE.match(label)) and in_words(label) is None
