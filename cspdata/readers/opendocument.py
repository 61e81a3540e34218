"""OpenDocument spreadsheets, .ods -> grids of text; nothing in them ever runs."""

import re
import zipfile
from collections.abc import Iterator
from typing import Any

from lxml import etree

from .excel import number
from .grid import Grid
from .unpack import Plain

OFFICE, TABLE, TEXT, STYLE = (
    f"{{urn:oasis:names:tc:opendocument:xmlns:{name}:1.0}}"
    for name in ("office", "table", "text", "style")
)
# A sheet repeats its last empty row and cell to the edge of the sheet; nobody needs those.
MOST_REPEATED = 2_000
UNSEEN = ("collapse", "filter")


def grids(file: Plain) -> Iterator[Grid]:
    """Every sheet of the workbook in order, hidden ones too."""
    with file.open() as stream, zipfile.ZipFile(stream) as archive:
        parser = etree.XMLParser(resolve_entities=False, no_network=True)
        root = etree.fromstring(archive.read("content.xml"), parser)
    unseen = {
        style.get(f"{STYLE}name")
        for style in root.iter(f"{STYLE}style")
        for about in style.iter(f"{STYLE}table-properties")
        if about.get(f"{TABLE}display") == "false"
    }
    for table in root.iter(f"{TABLE}table"):
        yield _grid(table, table.get(f"{TABLE}style-name") in unseen)


def _grid(table: Any, hidden: bool) -> Grid:
    grid = Grid(table.get(f"{TABLE}name") or "", (), hidden)
    place = 0
    for column in table.iter(f"{TABLE}table-column"):
        repeated = _repeated(column, "number-columns-repeated")
        if column.get(f"{TABLE}visibility") in UNSEEN:
            grid.hidden_columns |= set(range(place, place + min(repeated, MOST_REPEATED)))
        place += repeated
    rows = []
    number_ = 1
    for row in table.iter(f"{TABLE}table-row"):
        repeated = _repeated(row, "number-rows-repeated")
        cells = _cells(row, number_, grid)
        last = number_ + repeated
        if any(cells):
            rows += [
                (each, list(cells)) for each in range(number_, min(last, number_ + MOST_REPEATED))
            ]
        if row.get(f"{TABLE}visibility") in UNSEEN:
            grid.hidden_rows |= set(range(number_, min(last, number_ + MOST_REPEATED)))
        number_ = last
    grid.rows = rows
    return grid


def _cells(row: Any, number_: int, grid: Grid) -> list[str]:
    texts: list[str] = []
    for cell in row.iterchildren(f"{TABLE}table-cell", f"{TABLE}covered-table-cell"):
        repeated = _repeated(cell, "number-columns-repeated")
        covered = cell.tag == f"{TABLE}covered-table-cell"
        text = "" if covered else _text(cell)
        spanned = _repeated(cell, "number-rows-spanned")
        if spanned > 1:
            grid.merged.append((number_, number_ + spanned - 1, len(texts)))
        if repeated > MOST_REPEATED and not text:
            break
        texts += [text] * min(repeated, MOST_REPEATED)
    return texts


def _repeated(element: Any, name: str) -> int:
    return max(1, int(element.get(f"{TABLE}{name}") or 1))


def _text(cell: Any) -> str:
    kind, value = cell.get(f"{OFFICE}value-type"), cell.get(f"{OFFICE}value")
    formula = cell.get(f"{TABLE}formula")
    match kind:
        case "float" | "currency" if value:
            return number(float(value), "")
        case "percentage" if value:
            places = re.search(r"[.,](\d+)\s*%", _words(cell))
            return number(float(value), f"0.{'0' * len(places[1])}%" if places else "0%")
        case "date":
            return (cell.get(f"{OFFICE}date-value") or "").replace("T", " ")
        case "boolean":
            return (cell.get(f"{OFFICE}boolean-value") or "").upper()
        case None if formula and not _words(cell):
            return f"={formula.partition('=')[2]}"
        case _:
            return cell.get(f"{OFFICE}string-value") or _words(cell)


def _words(cell: Any) -> str:
    lines = ("".join(paragraph.itertext()) for paragraph in cell.iterchildren(f"{TEXT}p"))
    return "\n".join(lines).strip()
