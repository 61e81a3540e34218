"""The lines of the police's wide tables -> titles, headers and tables; no cell is read here."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from enum import Enum, auto

from cspdata.spans import mentions

from .feet import is_foot, is_total
from .sheets import tidied
from .text import Line

UP = "\u2191\u2197\u25b2\u25b3\u2b06\u21e7"
DOWN = re.compile("[\u2193\u2198\u25bc\u25bd\u2b07\u21e9]")
ARROWS = re.compile(
    "[\u2190-\u21ff\u25b2-\u25bf\u2b00-\u2bff\ue000-\uf8ff\ufe0e\ufe0f\U000f0000-\U0010ffff]"
)
HEADER = re.compile(r"(current|previous)\s+period\b|%\s*change\b", re.IGNORECASE)
PERIODISH = re.compile(r"(current|previous)\s+period\b|ytd\s+\d|%\s*change\b", re.IGNORECASE)
CODE = re.compile(r"(\d{1,2}[a-z]?)[.)]?\s+(?=\D)", re.IGNORECASE)
FIGURE = re.compile(r"[-+(£]?\s?\d[\d.,\s]*[%)]?")
LABEL_LENGTH = 60


class Kind(Enum):
    """What a line seems to be: a table's header, a line of the flags table, or neither."""

    HEADER = auto()
    FLAG = auto()
    ALONE = auto()
    FOOT = auto()
    ROW = auto()


@dataclass(frozen=True)
class Row:
    """`below` are the cells of a second header line, such as areas under the periods."""

    number: int
    cells: list[str]
    kind: Kind
    below: list[str] = field(default_factory=list)

    @property
    def words(self) -> str:
        return " ".join(cell for cell in self.cells if cell)


def filled(lines: Iterable[Line]) -> Iterator[Row]:
    """The lines that hold anything, two header lines as one."""
    waiting: Row | None = None
    for row in _rows(lines):
        if waiting is not None:
            if _names_columns(row) and _heads(waiting):
                waiting = _stacked(waiting, row)
                continue
            yield waiting
        waiting = row
    if waiting is not None:
        yield waiting


def _rows(lines: Iterable[Line]) -> Iterator[Row]:
    for number, raw in lines:
        cells = [_without_arrows(cell) for cell in raw]
        if any(cells) and not cells[0].startswith("sep="):
            yield Row(number, cells, _kind(cells))


def _without_arrows(cell: str) -> str:
    """A falling arrow in one cell with a figure may be its only minus sign, so it stays there."""
    bare = tidied(ARROWS.sub(" ", cell))
    falls = DOWN.search(cell) and FIGURE.fullmatch(bare) and not bare.startswith(("-", "−"))
    return tidied(cell) if falls else bare


def _kind(cells: list[str]) -> Kind:
    others = [cell for cell in cells[1:] if cell]
    if not others:
        return Kind.ALONE
    if is_foot(cells) and not any(FIGURE.fullmatch(cell) for cell in others):
        return Kind.FOOT
    periodish = [cell for cell in others if PERIODISH.match(cell)]
    if HEADER.match(cells[0]) or len(periodish) > 1:
        return Kind.HEADER
    if periodish and PERIODISH.match(cells[1]) and not CODE.match(cells[0]):
        return Kind.FLAG
    return Kind.ROW


def _heads(row: Row) -> bool:
    """Whether a line may be the upper one of two header lines."""
    if row.kind is Kind.HEADER:
        return all(PERIODISH.match(cell) for cell in row.cells[1:] if cell)
    alone = row.kind is Kind.ALONE and len(row.cells[0]) <= LABEL_LENGTH
    return alone and bool(HEADER.match(row.cells[0]))


def _names_columns(row: Row) -> bool:
    """Whether a line holds names and no figures, and none in its first cell but "Offence"."""
    first, *others = row.cells
    named = [cell for cell in others if cell]
    return (
        row.kind is Kind.ROW
        and (not first or first.casefold().startswith("offence"))
        and bool(named)
        and not any(FIGURE.fullmatch(cell) for cell in named)
    )


def _stacked(upper: Row, lower: Row) -> Row:
    if upper.kind is Kind.ALONE:
        cells = [upper.cells[0], *lower.cells[1:]]
        return Row(lower.number, cells, Kind.HEADER)
    return replace(upper, number=lower.number, below=lower.cells)


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
        elif not found or row.kind is Kind.FOOT or (flagged and row.kind is not Kind.FLAG):
            outside.append(row)
            continue
        else:
            found[-1].append(row)
        previous = row
    if found:
        outside += _cut_titles(found[-1])
    return outside, found


def _cut_titles(table: list[Row]) -> list[Row]:
    """Take out of a table the lines that hold no figure: titles of the next, headings of groups."""
    titles = [row for row in table[1:] if _is_no_data(row)]
    table[1:] = [row for row in table[1:] if not _is_no_data(row)]
    return titles


def _is_no_data(row: Row) -> bool:
    if row.kind is Kind.ALONE:
        return not _is_data(row)
    return row.kind is Kind.ROW and not row.cells[0] and _names_columns(row)


def _is_data(row: Row) -> bool:
    label = row.cells[0]
    return is_total(label) or (bool(CODE.match(label)) and not mentions(label))
