"""Frames as files to take away: tidy CSV, Parquet, and workbooks a screen reader can follow.

One header row, one table a sheet, no merged cells, nothing said by colour; a text that a
spreadsheet would run as a formula is made harmless. Nothing is counted here.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from io import BytesIO
from typing import Any

import pandas as pd

FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r", "\n")
NOT_AVAILABLE, CONFIDENTIAL = "[x]", "[c]"
WIDEST, LEAST_WIDTH = 48, 8
COMPARED = [
    "table",
    "source",
    "period_start",
    "period_end",
    "area",
    "area_name",
    "offence",
    "offence_name",
    "now",
    "before",
    "difference",
    "percent",
    "low",
    "high",
    "verdict",
    "status",
]


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


def csv(rows: pd.DataFrame) -> bytes:
    """One header row, days as 2017-04-01, empty where there is no figure; opens in Excel as is."""
    text: str = harmless(rows).to_csv(index=False, lineterminator="\r\n", date_format="%Y-%m-%d")
    return text.encode("utf-8-sig")


def parquet(rows: pd.DataFrame) -> bytes:
    """The rows with their types."""
    content = BytesIO()
    rows.to_parquet(content, index=False)
    return content.getvalue()


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
    content = BytesIO()
    book.save(content)
    return content.getvalue()


def harmless(rows: pd.DataFrame) -> pd.DataFrame:
    """The rows with an apostrophe before every text that would run as a formula."""
    texts = rows.select_dtypes(["object", "string"]).columns
    return rows.assign(**{name: rows[name].map(_harmless, na_action="ignore") for name in texts})


def tidy(shown: Mapping[str, pd.DataFrame]) -> pd.DataFrame:
    """Tables of comparisons as one: the columns of COMPARED, `table` being the caption."""
    each = [rows.reindex(columns=COMPARED).assign(table=title) for title, rows in shown.items()]
    return _typed(pd.concat([rows.astype(object) for rows in each], ignore_index=True))


def _typed(rows: pd.DataFrame) -> pd.DataFrame:
    numbers = ["now", "before", "difference", "percent", "low", "high"]
    days = ["period_start", "period_end"]
    as_numbers = {name: pd.to_numeric(rows[name], errors="coerce") for name in numbers}
    as_days = {name: pd.to_datetime(rows[name]) for name in days}
    texts = [name for name in COMPARED if name not in (*numbers, *days)]
    as_texts = {name: rows[name].fillna("").astype(str) for name in texts}
    whole = as_numbers["now"], as_numbers["before"], as_numbers["difference"]
    counted = {
        name: column.round().astype("Int64")
        for name, column in zip(("now", "before", "difference"), whole, strict=True)
    }
    return rows.assign(**{**as_numbers, **as_days, **as_texts, **counted})


def _harmless(value: Any) -> Any:
    return f"'{value}" if isinstance(value, str) and value.startswith(FORMULA_STARTS) else value


def _listed(sheet: Any, title: str, lines: Any) -> None:
    from openpyxl.styles import Alignment, Font

    for number, text in enumerate([title, *lines], 1):
        cell = sheet.cell(number, 1, _harmless(text))
        cell.alignment = Alignment(wrap_text=True, vertical="top")
    sheet["A1"].font = Font(bold=True, size=14)
    sheet.column_dimensions["A"].width = 100


def _table(sheet: Any, shown: Sheet, number: int) -> None:
    from openpyxl.styles import Font
    from openpyxl.utils import get_column_letter
    from openpyxl.worksheet.table import Table

    rows = harmless(shown.rows)
    sheet.append([_harmless(shown.title)])
    sheet["A1"].font = Font(bold=True, size=14)
    sheet.append(["This sheet holds one table. [x] stands for a figure that is not available."])
    sheet.append(list(rows.columns))
    for values in rows.astype(object).to_dict("records"):
        empty = CONFIDENTIAL if values.get("status") == "confidential" else NOT_AVAILABLE
        sheet.append([_cell(value, empty) for value in values.values()])
    last = f"{get_column_letter(len(rows.columns))}{3 + max(len(rows), 1)}"
    sheet.add_table(Table(displayName=f"table_{number}", ref=f"A3:{last}"))
    sheet.freeze_panes = "A4"
    for place, name in enumerate(rows.columns, 1):
        longest = max([len(str(name)), *rows[name].astype(str).str.len()])
        width = min(max(longest + 2, LEAST_WIDTH), WIDEST)
        sheet.column_dimensions[get_column_letter(place)].width = width


def _cell(value: Any, empty: str) -> Any:
    if pd.isna(value):
        return empty
    if isinstance(value, pd.Timestamp):
        return value.date()
    return value.item() if hasattr(value, "item") else _finite(value)


def _finite(value: Any) -> Any:
    return "no upper limit" if value == float("inf") else value
