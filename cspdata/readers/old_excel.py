"""Workbooks of Excel before 2007, .xls -> grids of text; nothing in them ever runs."""

import io
from collections.abc import Iterator
from datetime import time
from typing import Any

import xlrd

from .excel import number
from .grid import Grid
from .unpack import Plain

RAISED = 1
FAULTS = (xlrd.XLRDError, xlrd.compdoc.CompDocError, AssertionError)


def grids(file: Plain) -> Iterator[Grid]:
    """Every sheet of the workbook in order, hidden ones too."""
    with file.open() as stream:
        content = stream.read()
    book = xlrd.open_workbook(file_contents=content, formatting_info=True, logfile=io.StringIO())
    for sheet in book.sheets():
        struck: list[tuple[int, int]] = []
        yield Grid(
            sheet.name,
            _rows(book, sheet, struck),
            struck=struck,
            hidden=bool(sheet.visibility),
            hidden_rows={row + 1 for row, info in sheet.rowinfo_map.items() if info.hidden},
            hidden_columns={column for column, info in sheet.colinfo_map.items() if info.hidden},
            merged=[
                (top + 1, below, left)
                for top, below, left, _ in sheet.merged_cells
                if below - top > 1
            ],
        )


def _rows(book: Any, sheet: Any, struck: list[tuple[int, int]]) -> Iterator[tuple[int, list[str]]]:
    for row in range(sheet.nrows):
        places = range(sheet.row_len(row))
        runs = [_runs(book, sheet, row, column) for column in places]
        texts = [
            _text(book, sheet.cell(row, column), parts)
            for column, parts in zip(places, runs, strict=True)
        ]
        struck += [
            (row + 1, column)
            for column in places
            if texts[column] and any(font.struck_out for _, font in runs[column])
        ]
        yield row + 1, texts


def _runs(book: Any, sheet: Any, row: int, column: int) -> list[tuple[int, Any]]:
    """Where in the text of a cell each font begins."""
    cell = sheet.cell(row, column)
    if cell.ctype == xlrd.XL_CELL_EMPTY:
        return []
    runs = sheet.rich_text_runlist_map.get((row, column), [])
    own = book.xf_list[cell.xf_index].font_index
    return [(start, book.font_list[font]) for start, font in [(0, own), *runs]]


def _without_raised(text: str, runs: list[tuple[int, Any]]) -> str:
    """A text whose raised parts, the marks of footnotes, are in brackets."""
    ends = [start for start, _ in runs[1:]] + [len(text)]
    parts = [(text[start:end], font) for (start, font), end in zip(runs, ends, strict=True)]
    return "".join(
        f"[{part.strip()}]"
        if len(runs) > 1 and font.escapement == RAISED and part.strip()
        else part
        for part, font in parts
    )


def _text(book: Any, cell: Any, runs: list[tuple[int, Any]]) -> str:
    match cell.ctype:
        case xlrd.XL_CELL_TEXT:
            return _without_raised(str(cell.value), runs).strip()
        case xlrd.XL_CELL_DATE:
            moment = xlrd.xldate_as_datetime(cell.value, book.datemode)
            return moment.date().isoformat() if moment.time() == time() else moment.isoformat(" ")
        case xlrd.XL_CELL_NUMBER:
            form = book.format_map[book.xf_list[cell.xf_index].format_key].format_str
            return number(cell.value, form)
        case xlrd.XL_CELL_BOOLEAN:
            return str(bool(cell.value)).upper()
        case xlrd.XL_CELL_ERROR:
            return str(xlrd.error_text_from_code.get(cell.value, "#N/A"))
        case _:
            return ""
