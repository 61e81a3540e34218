"""Workbooks of Excel before 2007, .xls -> grids of text; nothing in them ever runs."""

import io
from collections.abc import Iterator
from datetime import time
from typing import Any

import xlrd

from .excel import number
from .grid import Grid
from .unpack import Plain

FAULTS = (xlrd.XLRDError, xlrd.compdoc.CompDocError, AssertionError)


def grids(file: Plain) -> Iterator[Grid]:
    """Every sheet of the workbook in order, hidden ones too."""
    with file.open() as stream:
        content = stream.read()
    book = xlrd.open_workbook(file_contents=content, formatting_info=True, logfile=io.StringIO())
    for sheet in book.sheets():
        yield Grid(
            sheet.name,
            ((row + 1, _texts(book, sheet, row)) for row in range(sheet.nrows)),
            hidden=bool(sheet.visibility),
            hidden_rows={row + 1 for row, info in sheet.rowinfo_map.items() if info.hidden},
            hidden_columns={column for column, info in sheet.colinfo_map.items() if info.hidden},
            merged=[
                (top + 1, below, left)
                for top, below, left, _ in sheet.merged_cells
                if below - top > 1
            ],
        )


def _texts(book: Any, sheet: Any, row: int) -> list[str]:
    return [_text(book, sheet.cell(row, column)) for column in range(sheet.row_len(row))]


def _text(book: Any, cell: Any) -> str:
    match cell.ctype:
        case xlrd.XL_CELL_TEXT:
            return str(cell.value).strip()
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
