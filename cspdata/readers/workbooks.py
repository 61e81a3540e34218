"""XLSX workbooks -> the lines of each filled sheet, values as text; macros and links never run."""

import re
import warnings
import zipfile
from collections.abc import Iterator
from datetime import date, datetime, time
from typing import Any

from cspdata.errors import UnreadableFile

from .sheets import MEGABYTE, last_part, size_words
from .text import Line
from .unpack import DAMAGED, Plain

WORKBOOK_LIMIT = 100 * MEGABYTE
CELLS_LIMIT = 5_000_000
ROWS, SHEETS = 1_048_576, 60
FORBIDDEN = tuple(
    word.encode(encoding)
    for word in ("<!DOCTYPE", "<!ENTITY")
    for encoding in ("ascii", "utf-16-le", "utf-16-be")
)
# What openpyxl raises, none of it its own, when the parts of a workbook contradict each other.
FAULTS = (
    *DAMAGED,
    KeyError,
    ValueError,
    TypeError,
    AttributeError,
    IndexError,
    SyntaxError,
    RecursionError,
)


def sheets(file: Plain) -> Iterator[tuple[str, list[Line]]]:
    """(file name / sheet name, lines) of every sheet that has a filled cell."""
    _refuse_dangerous(file)
    from openpyxl import load_workbook

    try:
        with warnings.catch_warnings(), file.open() as stream:
            warnings.simplefilter("ignore")
            book = load_workbook(stream, read_only=True, data_only=True, keep_links=False)
            if len(book.worksheets) > SHEETS:
                raise UnreadableFile(f"{file.name} has more than {SHEETS} sheets. Keep one.")
            found = [
                (f"{file.name} / {last_part(sheet.title)}", _lines(sheet, file.name))
                for sheet in book.worksheets
            ]
    except FAULTS as fault:
        raise UnreadableFile(
            f"{file.name} is a damaged workbook. Open it in a spreadsheet program and save it"
            " again as .xlsx, or as CSV."
        ) from fault
    filled = [(name, lines) for name, lines in found if lines]
    if not filled:
        raise UnreadableFile(f"{file.name} has no filled cells in any sheet. Send a filled one.")
    yield from filled


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


def _lines(sheet: Any, name: str) -> list[Line]:
    sheet.reset_dimensions()
    lines: list[Line] = []
    seen = 0
    for number, cells in enumerate(sheet.iter_rows(), start=1):
        seen += len(cells)
        if seen > CELLS_LIMIT or number > ROWS:
            raise UnreadableFile(
                f"{name} has more than {CELLS_LIMIT:,} cells or {ROWS:,} rows in a sheet."
                " Save it as CSV."
            )
        texts = [_text(cell) for cell in cells]
        if any(texts):
            lines.append((number, _without_tail(texts)))
    return lines


def _without_tail(texts: list[str]) -> list[str]:
    last = max(place for place, text in enumerate(texts) if text)
    return texts[: last + 1]


def _text(cell: Any) -> str:
    match value := cell.value:
        case None:
            return ""
        case str():
            return value.strip()
        case bool():
            return str(value).upper()
        case datetime():
            return value.date().isoformat() if value.time() == time() else value.isoformat(" ")
        case date():
            return value.isoformat()
        case int() | float():
            return _number(value, cell.number_format or "")
        case _:
            return str(value)


def _number(value: int | float, form: str) -> str:
    if "%" in form:
        decimals = re.search(r"\.(0+)", form)
        return f"{value * 100:.{len(decimals[1]) if decimals else 0}f}%"
    return str(int(value)) if float(value).is_integer() else repr(value)
