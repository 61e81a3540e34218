"""Workbooks of today's Excel, .xlsx and .xlsm -> grids of text; macros and links never run."""

import io
import re
import warnings
import zipfile
from collections.abc import Iterator
from datetime import date, datetime, time
from typing import Any

from lxml import etree
from openpyxl.cell.rich_text import CellRichText, TextBlock

from .grid import Grid
from .unpack import Plain

MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
# The strict form of the format is the same under other names.
STRICT = b"http://purl.oclc.org/ooxml/"
LOOSE = {
    b"spreadsheetml/main": b"spreadsheetml/2006/main",
    b"drawingml/main": b"drawingml/2006/main",
    b"officeDocument/relationships": b"officeDocument/2006/relationships",
    b"officeDocument/sharedTypes": b"officeDocument/2006/sharedTypes",
    b"officeDocument/extendedProperties": b"officeDocument/2006/extended-properties",
    b"officeDocument/customProperties": b"officeDocument/2006/custom-properties",
    b"officeDocument/docPropsVTypes": b"officeDocument/2006/docPropsVTypes",
}
SCHEMAS = b"http://schemas.openxmlformats.org/"
NOT_SHOWN = re.compile(r"\[[^\]]*\]|_.|\*.")
QUOTED = re.compile(r'"([^"]*)"|\\(.)')
DIGITS = 15


def grids(file: Plain) -> Iterator[Grid]:
    """Every sheet of the workbook in order, hidden ones too."""
    from openpyxl import load_workbook

    with warnings.catch_warnings(), file.open() as stream:
        warnings.simplefilter("ignore")
        content = _loose(stream.read())
        book = load_workbook(
            io.BytesIO(content), read_only=True, data_only=True, keep_links=False, rich_text=True
        )
        struck = _struck_styles(book)
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            for sheet in book.worksheets:
                yield _grid(sheet, archive, struck)


def _struck_styles(book: Any) -> frozenset[int]:
    """The styles of cells whose text has a line through it."""
    fonts = [bool(font.strike) for font in book._fonts]
    return frozenset(
        number for number, style in enumerate(book._cell_styles) if fonts[style.fontId]
    )


def _grid(sheet: Any, archive: zipfile.ZipFile, struck: frozenset[int]) -> Grid:
    sheet.reset_dimensions()
    grid = Grid(sheet.title, (), hidden=sheet.sheet_state != "visible")
    texts: dict[tuple[int, int], str] = {}
    if not grid.hidden:
        with archive.open(sheet._worksheet_path.lstrip("/")) as part:
            _lay_out(grid, texts, part)
    grid.rows = _rows(sheet, texts, struck, grid.struck)
    return grid


def _rows(
    sheet: Any,
    otherwise: dict[tuple[int, int], str],
    styles: frozenset[int],
    struck: list[tuple[int, int]],
) -> Iterator[tuple[int, list[str]]]:
    by_row: dict[int, dict[int, str]] = {}
    for (row, column), text in otherwise.items():
        by_row.setdefault(row, {})[column] = text
    for number, cells in enumerate(sheet.iter_rows(), start=1):
        texts = [_text(cell) for cell in cells]
        struck += [(number, place) for place, cell in enumerate(cells) if _is_struck(cell, styles)]
        for column, text in by_row.get(number, {}).items():
            texts.extend([""] * (column + 1 - len(texts)))
            texts[column] = text
        yield number, texts


def _lay_out(grid: Grid, texts: dict[tuple[int, int], str], part: Any) -> None:
    """What openpyxl does not tell when it streams.

    What is hidden or merged; the texts of formulas never calculated and of strings whose parts
    are dressed apart in the sheet itself.
    """
    tags = [f"{MAIN}{name}" for name in ("row", "col", "mergeCell")]
    seen = 0
    for _, element in etree.iterparse(part, tag=tags, resolve_entities=False, no_network=True):
        if element.tag == f"{MAIN}row":
            seen = int(element.get("r") or seen + 1)
            if _unseen(element, "ht"):
                grid.hidden_rows.add(seen)
            texts |= _uncalculated(element, seen)
            for place, rich in _dressed_apart(element, seen):
                texts[place] = "".join(map(_part, rich)).strip()
                grid.struck += [place] if _has_line(rich) else []
        elif element.tag == f"{MAIN}col":
            if _unseen(element, "width"):
                first, last = int(element.get("min")) - 1, int(element.get("max"))
                grid.hidden_columns |= set(range(first, min(last, first + 16_384)))
        elif merged := _down(element.get("ref", "")):
            grid.merged.append(merged)
        element.clear()


def _unseen(element: Any, size: str) -> bool:
    return element.get("hidden") in ("1", "true") or float(element.get(size) or 1) == 0


def _uncalculated(row: Any, number: int) -> dict[tuple[int, int], str]:
    found = {}
    for formula in row.iter(f"{MAIN}f"):
        cell = formula.getparent()
        value = cell.find(f"{MAIN}v")
        if value is None or (value.text is None and cell.get("t") != "str"):
            found[number, _column(cell)] = f"={formula.text or ''}"
    return found


def _dressed_apart(row: Any, number: int) -> Iterator[tuple[tuple[int, int], CellRichText]]:
    for text in row.iter(f"{MAIN}is"):
        if text.find(f"{MAIN}r") is not None:
            yield (number, _column(text.getparent())), CellRichText.from_tree(text)


def _column(cell: Any) -> int:
    """From 0; a cell that does not say where it stands stands beside the one before it."""
    if reference := cell.get("r"):
        return _place(reference)[0]
    before = cell.getprevious()
    return 0 if before is None else _column(before) + 1


def _down(reference: str) -> tuple[int, int, int] | None:
    first, _, last = reference.partition(":")
    if not last:
        return None
    (column, top), (_, bottom) = _place(first), _place(last)
    return (top, bottom, column) if bottom > top else None


def _place(reference: str) -> tuple[int, int]:
    """(column from 0, row from 1) of a reference such as B12."""
    letters = reference.rstrip("0123456789")
    column = 0
    for mark in letters:
        column = column * 26 + ord(mark.upper()) - ord("A") + 1
    return column - 1, int(reference[len(letters) :])


def _loose(content: bytes) -> bytes:
    """The workbook with the names that openpyxl knows in place of the strict form's."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        if STRICT not in archive.read("xl/workbook.xml"):
            return content
        parts = {entry.filename: archive.read(entry) for entry in archive.infolist()}
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, part in parts.items():
            for strict, loose in LOOSE.items():
                part = part.replace(STRICT + strict, SCHEMAS + loose)
            archive.writestr(name, part)
    return made.getvalue()


def _is_struck(cell: Any, styles: frozenset[int]) -> bool:
    value = cell.value
    if isinstance(value, CellRichText) and _has_line(value):
        return True
    return value is not None and getattr(cell, "_style_id", None) in styles


def _has_line(rich: CellRichText) -> bool:
    return any(part.font.strike for part in rich if isinstance(part, TextBlock))


def _part(part: Any) -> str:
    """A part of a text; a raised one is the mark of a footnote, and no digit of a number."""
    if isinstance(part, TextBlock):
        raised = part.font.vertAlign == "superscript" and part.text.strip()
        return f"[{raised}]" if raised else part.text
    return str(part)


def _text(cell: Any) -> str:
    match value := cell.value:
        case None:
            return ""
        case str():
            return value.strip()
        case CellRichText():
            return "".join(map(_part, value)).strip()
        case bool():
            return str(value).upper()
        case datetime():
            return value.date().isoformat() if value.time() == time() else value.isoformat(" ")
        case date():
            return value.isoformat()
        case int() | float():
            return number(value, cell.number_format or "")
        case _:
            return str(value)


def number(value: int | float, form: str) -> str:
    """A number as a person reads it: with its % sign and the places that its format shows.

    One that its format hides is nothing.
    """
    section, *others = form.split(";")
    if value > 0 and others and not section.strip():
        return ""
    bare = QUOTED.sub("", NOT_SHOWN.sub("", section))
    if "%" in bare:
        places = re.search(r"\.([0#?]+)", bare)
        return f"{value * 100:.{len(places[1]) if places else 0}f}%"
    plain = str(int(value)) if float(value).is_integer() else f"{value:.{DIGITS}g}"
    signs = "".join(quoted or escaped for quoted, escaped in QUOTED.findall(section))
    return f"{plain}%" if "%" in signs else plain
