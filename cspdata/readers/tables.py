"""Lines of cells -> the shape they have, and the frame of a table with one header line."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import pandas as pd

from cspdata.errors import UnreadableFile

from .feet import is_alone, is_foot, is_more_than_total, is_total
from .sheets import (
    ACCEPTED,
    POLICE_FILES_LEFT_OUT,
    SHAPES,
    SHAPES_IN_WORDS,
    Remark,
    Shape,
    UnknownShape,
    header_word,
    letter,
    tidied,
)
from .text import Line

ENOUGH_TO_GUESS = 0.5
SIGNED = ("signed on", "registered on", "set on")
DAYS = ("period_start", *(word.replace(" ", "_") for word in SIGNED))
FIGURES, FIGURE = ("count", "value"), re.compile(r"[-+(£]?[0-9][0-9,. ]*[%)]?")

MONTH, LSOA = re.compile(r"20[0-9]{2}-[01][0-9]"), re.compile(r"[EW]01[0-9]{6}")


@dataclass(frozen=True)
class Header:
    """Where the header line stands (index into the lines) and which cell is which column."""

    shape: Shape
    index: int
    row: int
    cells: tuple[str, ...]
    places: dict[str, int]


def find_header(lines: Sequence[Line], name: str) -> Header | None:
    """The first line that has every needed column of a shape; None when there is none.

    Where no line has, two lines that make the header together are taken: "Period" over "start"
    and "end".
    """
    single = _first_header([(row, cells, index) for index, (row, cells) in enumerate(lines)], name)
    if single:
        return single
    pairs = [
        (lines[index][0], _stacked(upper, lines[index][1]), index)
        for index, (_, upper) in enumerate(lines[:-1], start=1)
    ]
    return _first_header(pairs, name)


def _first_header(candidates: Iterable[tuple[int, list[str], int]], name: str) -> Header | None:
    for row, cells, index in candidates:
        words = [header_word(cell) for cell in cells]
        shapes = [shape for shape in SHAPES if shape.needed.keys() <= set(words)]
        if len(shapes) > 1:
            both = " and of ".join(SHAPES_IN_WORDS[shape.name] for shape in shapes)
            raise UnreadableFile(
                f"{name}, row {row}: the header has the columns of {both}."
                " Keep one kind of table in a file."
            )
        if shapes:
            return _header(shapes[0], index, row, cells, words, name)
    return None


def _stacked(upper: Sequence[str], lower: Sequence[str]) -> list[str]:
    """Two header lines as one; a cell above stands over the empty ones to its right."""
    width = max(len(upper), len(lower))
    above, over = [*upper, *[""] * (width - len(upper))], ""
    joined = []
    for top, below in zip(above, [*lower, *[""] * (width - len(lower))], strict=True):
        over = tidied(top) or (over if tidied(below) else "")
        same = header_word(over) == header_word(below)
        joined.append(tidied(below if same else f"{over} {below}"))
    return joined


def _header(
    shape: Shape, index: int, row: int, cells: list[str], words: list[str], name: str
) -> Header:
    known = shape.needed | shape.optional
    for word in known:
        if words.count(word) > 1:
            twice = " and ".join(letter(i) for i, other in enumerate(words) if other == word)
            raise UnreadableFile(
                f"{name}, row {row}: the column “{word}” stands in {twice}. Keep one of them."
            )
    places = {column: words.index(word) for word, column in known.items() if word in words}
    return Header(shape, index, row, tuple(tidied(cell) for cell in cells), places)


def ignored_columns(header: Header) -> list[Remark]:
    """One remark that names the columns nobody asked for, if there are any."""
    used = set(header.places.values())
    extra = [
        cell
        for place, cell in enumerate(header.cells)
        if cell and place not in used and header_word(cell) not in header.shape.ignored
    ]
    if not extra:
        return []
    found = ", ".join(extra)[:300]
    sentence = f"These columns are not needed and were left out: {found}."
    return [Remark(header.row, "", found, sentence)]


def columnar(
    header: Header, body: Iterable[Line], name: str
) -> tuple[pd.DataFrame, pd.DataFrame, list[Remark]]:
    """The needed and optional columns as text, with `row`; the Total rows alike; and remarks."""
    width = len(header.cells)
    kept: list[Line] = []
    totals: list[Line] = []
    remarks: list[Remark] = []
    repeated = [header_word(cell) for cell in header.cells]
    for row, cells in body:
        if not any(tidied(cell) for cell in cells):
            continue
        words = [header_word(cell) for cell in cells]
        if words == repeated:
            remarks.append(Remark(row, "", "header", "The header line is repeated; left out."))
            continue
        _refuse_second_shape(words, row, name)
        full = cells + [""] * (width - len(cells))
        if is_alone(cells) or (is_foot(cells) and not _has_figure(header, full)):
            remarks.append(not_a_row(row, cells))
            continue
        if any(tidied(cell) for cell in cells[width:]):
            remarks.append(_beyond(row, cells, width))
        (totals if _is_total(header, full) else kept).append((row, full))
    if not kept:
        raise UnreadableFile(
            f"{name} has the header of {SHAPES_IN_WORDS[header.shape.name]} in row {header.row},"
            " but no rows below it. Fill in at least one row."
        )
    return _frame(header, kept), _frame(header, totals), remarks


def _has_figure(header: Header, cells: Sequence[str]) -> bool:
    """Whether a line has its figure; of a register, which has none, one of its days."""
    if days := _days_of_register(header):
        return any(mark.isdigit() for place in days for mark in cells[place])
    figures = (header.places.get(column) for column in FIGURES)
    return any(FIGURE.fullmatch(cells[place].strip()) for place in figures if place is not None)


def _days_of_register(header: Header) -> list[int]:
    """Where the days of a register stand; none where its lines are not named in words of their own.

    An operation or a note may well be called "Note 1" or "Total".
    """
    signed = not header.shape.needed.keys().isdisjoint(SIGNED)
    return [header.places[day] for day in DAYS if day in header.places] if signed else []


def _is_total(header: Header, cells: Sequence[str]) -> bool:
    """Whether "Total" stands where the table names its rows; it is also the name of an offence."""
    if _days_of_register(header):
        return False
    named = cells[header.places[next(iter(header.shape.needed.values()))]]
    offence = header.places.get("offence")
    return (
        is_total(named)
        or (not named.strip() and any(map(is_total, cells)))
        or (offence is not None and is_more_than_total(cells[offence]))
    )


def not_a_row(row: int, cells: Sequence[str]) -> Remark:
    found = " ".join(tidied(cell) for cell in cells if cell.strip())[:100]
    return Remark(row, "", found, "This line is not part of a table and was left out.")


def _beyond(row: int, cells: list[str], width: int) -> Remark:
    return Remark(
        row,
        letter(width),
        " ".join(cells[width:])[:100],
        "This row has a filled cell beyond the last column of the header, which may be half of a"
        " number such as 1,234.",
        "Put such numbers in quotation marks or write them without the comma, or empty the cell.",
        stops=True,
    )


def _frame(header: Header, kept: list[Line]) -> pd.DataFrame:
    columns: dict[str, pd.Series] = {"row": pd.Series([row for row, _ in kept], dtype="int64")}
    for column in header.shape.columns:
        place = header.places.get(column)
        texts = [""] * len(kept) if place is None else [cells[place].strip() for _, cells in kept]
        columns[column] = pd.Series(texts, dtype="str")
    return pd.DataFrame(columns)


def _refuse_second_shape(words: list[str], row: int, name: str) -> None:
    for shape in SHAPES:
        if shape.needed.keys() <= set(words):
            raise UnreadableFile(
                f"{name}, row {row}: a second table begins here, of"
                f" {SHAPES_IN_WORDS[shape.name]}."
                " Put each table into a file of its own."
            )
    if words and words[0].startswith(("current period", "% change")):
        raise UnreadableFile(
            f"{name}, row {row}: police tables begin here below another table."
            " Put them into a file of their own."
        )


def unknown(lines: Sequence[Line], name: str) -> UnknownShape:
    """The exception that says which columns were found and what they are nearest to."""
    filled = [cells for _, cells in lines if any(tidied(cell) for cell in cells)]
    if not filled:
        return UnknownShape(f"{name} has no filled cells. {ACCEPTED}")
    cells = max(filled[:20], key=lambda line: sum(bool(tidied(cell)) for cell in line))
    words = {header_word(cell) for cell in cells}
    for kind, columns in POLICE_FILES_LEFT_OUT.items():
        if columns <= words:
            return UnknownShape(
                f"{name} is a police.uk file of {kind}, which is not shown here."
                " Send the street-level file of the same month."
            )
    if any(_is_street_row(line) for line in filled[:20]):
        return UnknownShape(
            f"{name} has rows of a police.uk street-level file and no header line above them."
            " Download it again, or put its first line back: it begins with Crime ID, Month."
        )
    found = ", ".join(tidied(cell) for cell in cells if tidied(cell))[:200]
    return UnknownShape(f"{name}: the columns found are “{found}”. {_nearest(words)}{ACCEPTED}")


def _is_street_row(cells: Sequence[str]) -> bool:
    """Whether a line has a month and an LSOA's code, as only rows of police.uk do."""
    return any(map(MONTH.fullmatch, cells)) and any(map(LSOA.fullmatch, cells))


def _headed(shape: Shape, word: str) -> str:
    """A header as files of this shape have it."""
    column = shape.needed[word]
    return column if column == word.replace(" ", "_") else word


def _nearest(words: set[str]) -> str:
    def share(shape: Shape) -> float:
        return len(shape.needed.keys() & words) / len(shape.needed)

    best = max(SHAPES, key=share)
    if share(best) < ENOUGH_TO_GUESS:
        return ""
    missing = ", ".join(f"“{_headed(best, word)}”" for word in best.needed if word not in words)
    return f"For {SHAPES_IN_WORDS[best.name]} these are missing: {missing}. "
