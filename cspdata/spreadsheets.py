"""Frames as CSV and XLSX that a spreadsheet program opens as text; no cell is ever a formula."""

import io
import re

import pandas as pd

RUNS = ("=", "+", "-", "@", "\t", "\r", "\n")
FIGURE = re.compile(r"[-+]?[\d.,]+%?")


def harmless(text: str) -> str:
    """A cell that no spreadsheet program takes for a formula: a quote goes before what might be."""
    if not text.lstrip().startswith(RUNS) and not text.startswith(RUNS):
        return text
    return text if FIGURE.fullmatch(text) else f"'{text}"


def plain(rows: pd.DataFrame) -> pd.DataFrame:
    """The frame with all its texts, headers too, made harmless."""
    texts = {
        name: rows[name].map(lambda cell: harmless(cell) if isinstance(cell, str) else cell)
        for name in rows.columns
        if not pd.api.types.is_numeric_dtype(rows[name].dtype)
    }
    return rows.assign(**texts).rename(columns=harmless)


def csv(rows: pd.DataFrame) -> bytes:
    """Comma-separated, UTF-8 with the mark that Excel needs to see it is UTF-8."""
    return plain(rows).to_csv(index=False, lineterminator="\r\n").encode("utf-8-sig")


def xlsx(rows: pd.DataFrame, title: str) -> bytes:
    """A workbook of one sheet; every cell of text is stored as text."""
    from openpyxl import Workbook

    book = Workbook()
    book.remove(book.active)
    sheet = book.create_sheet(title)
    made = plain(rows)
    for line in [list(made.columns), *made.to_numpy(dtype=object).tolist()]:
        sheet.append([None if cell == "" else cell for cell in line])
    sheet.freeze_panes = "A2"
    for column in sheet.columns:
        widest = max(len(str(cell.value or "")) for cell in column)
        sheet.column_dimensions[column[0].column_letter].width = min(widest + 2, 60)
    content = io.BytesIO()
    book.save(content)
    return content.getvalue()
