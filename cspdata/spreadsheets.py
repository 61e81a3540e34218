"""Frames as CSV, XLSX and Parquet to take away; no cell and no header is ever a formula.

One header row, days as days, no merged cells, nothing said by colour. Nothing is counted here.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from io import BytesIO
from typing import Any

import pandas as pd

BLANK = r"[\s\x00-\x1f\u200b\u2060\ufeff]"
RUNS = re.compile(rf"{BLANK}*[=+\-@＝＋－＠]|[\t\r\n]")
FIGURE = re.compile(r"[-+]?[\d.,]+%?")
UNWRITABLE = re.compile(
    r"[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]"
)  # XML has no place for these
NOT_AVAILABLE, CONFIDENTIAL = "[x]", "[c]"
WIDEST, LEAST_WIDTH = 60, 8


@dataclass(frozen=True)
class Sheet:
    """One table: what it shows, and its rows."""

    title: str
    rows: pd.DataFrame


@dataclass(frozen=True)
class Cover:
    """What stands on a workbook's first two sheets."""

    title: str
    about: tuple[str, ...]
    notes: tuple[str, ...]


def harmless(text: str) -> str:
    """A cell that no spreadsheet program takes for a formula: a quote goes before what might be."""
    return text if FIGURE.fullmatch(text) or not RUNS.match(text) else f"'{text}"


def plain(rows: pd.DataFrame) -> pd.DataFrame:
    """The frame with all its texts, headers too, made harmless."""
    texts = {
        name: rows[name].map(lambda cell: harmless(cell) if isinstance(cell, str) else cell)
        for name in rows.select_dtypes(["object", "string", "category"]).columns
    }
    return rows.assign(**texts).rename(columns=harmless)


def csv(rows: pd.DataFrame) -> bytes:
    """Comma-separated, days as 2017-04-01, empty where there is no figure; opens in Excel as is."""
    return plain(rows).to_csv(index=False, lineterminator="\r\n").encode("utf-8-sig")


def parquet(rows: pd.DataFrame) -> bytes:
    """The rows with their types."""
    content = BytesIO()
    rows.to_parquet(content, index=False)
    return content.getvalue()


def xlsx(rows: pd.DataFrame, title: str) -> bytes:
    """A workbook of one sheet and nothing else, as a template must be; empty cells stay empty."""
    from openpyxl import Workbook

    book = Workbook()
    book.remove(book.active)
    sheet = book.create_sheet(title)
    _filled(sheet, plain(rows), lambda row: "")
    sheet.freeze_panes = "A2"
    return _saved(book)


def workbook(cover: Cover, sheets: Mapping[str, Sheet]) -> bytes:
    """A cover, notes, and a sheet per table, named by the keys."""
    from openpyxl import Workbook

    book = Workbook()
    first = book.active
    first.title = "Cover"
    contents = [f"Sheet {name}: {sheet.title}" for name, sheet in sheets.items()]
    _listed(first, cover.title, [*cover.about, "", "Sheets in this workbook", *contents])
    _listed(book.create_sheet("Notes"), "Notes", cover.notes)
    for number, (name, sheet) in enumerate(sheets.items(), 1):
        _table(book.create_sheet(name), sheet, number)
    return _saved(book)


def _listed(sheet: Any, title: str, lines: Iterable[str]) -> None:
    from openpyxl.styles import Alignment, Font

    for number, text in enumerate([title, *lines], 1):
        cell = sheet.cell(number, 1, _cell(harmless(text), ""))
        cell.alignment = Alignment(wrap_text=True, vertical="top")
    sheet["A1"].font = Font(bold=True, size=14)
    sheet.column_dimensions["A"].width = 100


def _table(sheet: Any, shown: Sheet, number: int) -> None:
    from openpyxl.styles import Font
    from openpyxl.utils import get_column_letter
    from openpyxl.worksheet.table import Table

    rows = plain(shown.rows)
    sheet.append([_cell(harmless(shown.title), "")])
    sheet["A1"].font = Font(bold=True, size=14)
    sheet.append(["This sheet holds one table. [x] stands for a figure that is not available."])
    _filled(sheet, rows, _empty)
    last = f"{get_column_letter(len(rows.columns))}{3 + max(len(rows), 1)}"
    sheet.add_table(Table(displayName=f"table_{number}", ref=f"A3:{last}"))
    sheet.freeze_panes = "A4"


def _filled(sheet: Any, rows: pd.DataFrame, empty: Any) -> None:
    """The header and the rows below what the sheet holds, and columns as wide as they need."""
    from openpyxl.utils import get_column_letter

    sheet.append([_cell(name, "") for name in rows.columns])
    for values in rows.astype(object).to_dict("records"):
        sheet.append([_cell(value, empty(values)) for value in values.values()])
    for place, name in enumerate(rows.columns, 1):
        longest = max([len(str(name)), *rows[name].astype(str).str.len()])
        width = min(max(longest + 2, LEAST_WIDTH), WIDEST)
        sheet.column_dimensions[get_column_letter(place)].width = width


def _empty(row: Mapping[Any, Any]) -> str:
    return CONFIDENTIAL if row.get("status") == "confidential" else NOT_AVAILABLE


def _cell(value: Any, empty: str) -> Any:
    if isinstance(value, str):
        return UNWRITABLE.sub("", value) or None
    if pd.isna(value):
        return empty or None
    if isinstance(value, pd.Timestamp):
        return value.date() if value == value.normalize() else value.tz_localize(None)
    if value == float("inf"):
        return "no upper limit"
    return value.item() if hasattr(value, "item") else value


def _saved(book: Any) -> bytes:
    content = BytesIO()
    book.save(content)
    return content.getvalue()
