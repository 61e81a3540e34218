"""Lines of cells -> the shape they have, and the frame of a table with one header line."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import pandas as pd

from cspdata.errors import UnreadableFile

from .sheets import (
    ACCEPTED,
    POLICE_FILES_LEFT_OUT,
    SHAPES,
    Remark,
    Shape,
    UnknownShape,
    few,
    header_word,
    letter,
    tidied,
)
from .text import Line

ENOUGH_TO_GUESS = 0.5


@dataclass(frozen=True)
class Header:
    """Where the header line stands (index into the lines) and which cell is which column."""

    shape: Shape
    index: int
    row: int
    cells: tuple[str, ...]
    places: dict[str, int]


def find_header(lines: Sequence[Line], name: str) -> Header | None:
    """The first line that has every needed column of a shape; None when there is none."""
    for index, (row, cells) in enumerate(lines):
        words = [header_word(cell) for cell in cells]
        shapes = [shape for shape in SHAPES if shape.needed.keys() <= set(words)]
        if len(shapes) > 1:
            both = " and of ".join(shape.name for shape in shapes)
            raise UnreadableFile(
                f"{name}, row {row}: the header has the columns of {both}."
                " Keep one kind of table in a file."
            )
        if shapes:
            return _header(shapes[0], index, row, cells, words, name)
    return None


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
    return [(header.row, "", found, f"These columns are not needed and were left out: {found}.")]


def columnar(header: Header, body: Iterable[Line], name: str) -> tuple[pd.DataFrame, list[Remark]]:
    """The needed and optional columns as text, with `row`; and remarks on the lines."""
    width, kept, remarks = len(header.cells), [], []
    repeated = [header_word(cell) for cell in header.cells]
    for row, cells in body:
        if not any(tidied(cell) for cell in cells):
            continue
        words = [header_word(cell) for cell in cells]
        if words == repeated:
            remarks.append((row, "", "header", "The header line is repeated; left out."))
            continue
        _refuse_second_shape(words, row, name)
        if any(tidied(cell) for cell in cells[width:]):
            found = " ".join(cells[width:])[:100]
            remarks.append(
                (row, letter(width), found, "This row has more cells than the header; check it.")
            )
        kept.append((row, cells + [""] * (width - len(cells))))
    if not kept:
        raise UnreadableFile(
            f"{name} has the header of a {header.shape.name} table in row {header.row}, but no"
            " rows below it. Fill in at least one row."
        )
    return _frame(header, kept), list(few(remarks))


def _frame(header: Header, kept: list[Line]) -> pd.DataFrame:
    columns: dict[str, pd.Series] = {"row": pd.Series([row for row, _ in kept], dtype="int64")}
    for column in header.shape.columns:
        place = header.places.get(column)
        texts = [""] * len(kept) if place is None else [cells[place].strip() for _, cells in kept]
        columns[column] = pd.Series(texts, dtype="str")
    frame = pd.DataFrame(columns)
    if "month" in frame:
        frame["month"] = months_only(frame["month"])
    return frame


def months_only(months: pd.Series) -> pd.Series:
    """A spreadsheet keeps 2017-05 as the first day of May; here it is the month again."""
    return months.str.replace(r"^(\d{4}-\d{2})-01$", r"\1", regex=True)


def _refuse_second_shape(words: list[str], row: int, name: str) -> None:
    for shape in SHAPES:
        if shape.needed.keys() <= set(words):
            raise UnreadableFile(
                f"{name}, row {row}: a second table begins here, of the {shape.name} shape."
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
    found = ", ".join(tidied(cell) for cell in cells if tidied(cell))[:200]
    return UnknownShape(f"{name}: the columns found are “{found}”. {_nearest(words)}{ACCEPTED}")


def _nearest(words: set[str]) -> str:
    def share(shape: Shape) -> float:
        return len(shape.needed.keys() & words) / len(shape.needed)

    best = max(SHAPES, key=share)
    if share(best) < ENOUGH_TO_GUESS:
        return ""
    missing = ", ".join(f"“{best.needed[word]}”" for word in best.needed if word not in words)
    return f"For the shape “{best.name}” these are missing: {missing}. "
