"""Workbooks of any kind -> the visible lines of each sheet as text; nothing in them runs."""

import zipfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from cspdata.errors import UnreadableFile

from . import excel, old_excel, opendocument
from .grid import Grid, lines
from .sheets import MEGABYTE, Remark, last_part, size_words
from .text import Line
from .unpack import DAMAGED, Plain

WORKBOOK_LIMIT = 100 * MEGABYTE
CELLS_LIMIT = 5_000_000
ROWS, SHEETS = 1_048_576, 60
GRIDS: dict[str, Callable[[Plain], Iterator[Grid]]] = {
    "xlsx": excel.grids,
    "xls": old_excel.grids,
    "ods": opendocument.grids,
}
FORBIDDEN = tuple(
    word.encode(encoding)
    for word in ("<!DOCTYPE", "<!ENTITY")
    for encoding in ("ascii", "utf-16-le", "utf-16-be")
)
# What the libraries raise, little of it their own, when the parts of a workbook contradict
# each other.
FAULTS = (
    *DAMAGED,
    *old_excel.FAULTS,
    KeyError,
    ValueError,
    TypeError,
    AttributeError,
    IndexError,
    SyntaxError,
    RecursionError,
    OverflowError,
    ZeroDivisionError,
    StopIteration,
)


@dataclass(frozen=True)
class Page:
    """One visible sheet that has a filled cell."""

    title: str
    lines: list[Line]
    remarks: list[Remark]


def pages(file: Plain) -> tuple[list[Page], list[Remark]]:
    """The visible sheets, and remarks on those that were left out because they are hidden."""
    if file.kind != "xls":
        _refuse_dangerous(file)
    found, hidden = [], []
    try:
        for number, grid in enumerate(GRIDS[file.kind](file), start=1):
            if number > SHEETS:
                raise UnreadableFile(f"{file.name} has more than {SHEETS} sheets. Keep one.")
            if grid.hidden:
                hidden.append(_hidden(grid.title))
                continue
            found.append(Page(last_part(grid.title), *lines(grid, _bounded(grid, file.name))))
    except FAULTS as fault:
        raise UnreadableFile(f"{file.name} is {_damaged(file, fault)}") from fault
    filled = [page for page in found if page.lines]
    if not filled:
        seen = "any sheet that can be seen" if hidden else "any sheet"
        raise UnreadableFile(f"{file.name} has no filled cells in {seen}. Send a filled one.")
    return filled, hidden


def _damaged(file: Plain, fault: Exception) -> str:
    if "encrypted" in str(fault).casefold():
        return "a workbook with a password. Save it without one."
    what = "a damaged old .xls workbook" if file.kind == "xls" else "a damaged workbook"
    return f"{what}. Open it in a spreadsheet program and save it again as .xlsx, or as CSV."


def _hidden(title: str) -> Remark:
    sentence = f"The hidden sheet “{last_part(title)}” was left out."
    return Remark(0, "", last_part(title), sentence, "Show it if it belongs to the figures.")


def _bounded(grid: Grid, name: str) -> Iterator[tuple[int, list[str]]]:
    seen = 0
    for number, cells in grid.rows:
        seen += len(cells)
        if seen > CELLS_LIMIT or number > ROWS:
            raise UnreadableFile(
                f"{name} has more than {CELLS_LIMIT:,} cells or {ROWS:,} rows in a sheet."
                " Save it as CSV."
            )
        yield number, cells


def _refuse_dangerous(file: Plain) -> None:
    with file.open() as stream, zipfile.ZipFile(stream) as archive:
        total = sum(entry.file_size for entry in archive.infolist())
        if total > min(WORKBOOK_LIMIT, file.most if file.alone else WORKBOOK_LIMIT):
            raise UnreadableFile(
                f"{file.name} unpacks to {size_words(total)}; the limit for a workbook is"
                f" {size_words(WORKBOOK_LIMIT)}. Save the sheet as CSV."
            )
        for entry in archive.infolist():
            if entry.filename.endswith((".xml", ".rels")):
                _refuse_entities(archive, entry, file.name)


def _refuse_entities(archive: zipfile.ZipFile, entry: zipfile.ZipInfo, name: str) -> None:
    try:
        content = archive.read(entry)
    except (*DAMAGED, ValueError) as fault:
        raise UnreadableFile(f"{name} is a damaged workbook. Save it again.") from fault
    if any(mark in content for mark in FORBIDDEN):
        raise UnreadableFile(
            f"{name} defines XML entities, which no spreadsheet program writes and which can"
            " hide an attack. Save the sheet as CSV."
        )
