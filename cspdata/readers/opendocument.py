"""OpenDocument spreadsheets, .ods -> grids of text; nothing in them ever runs."""

import re
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
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
SPACES = {f"{TEXT}s": " ", f"{TEXT}tab": "\t", f"{TEXT}line-break": "\n"}


@dataclass(frozen=True)
class Looks:
    """The styles of text with a line through it, and of raised text."""

    struck: frozenset[str | None] = frozenset()
    raised: frozenset[str | None] = frozenset()


PLAIN = Looks()


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
    looks = _looks(root)
    for table in root.iter(f"{TABLE}table"):
        yield _grid(table, table.get(f"{TABLE}style-name") in unseen, looks)


def _looks(root: Any) -> Looks:
    struck, raised = set(), set()
    for style in root.iter(f"{STYLE}style"):
        for about in style.iter(f"{STYLE}text-properties"):
            if about.get(f"{STYLE}text-line-through-style") not in (None, "none"):
                struck.add(style.get(f"{STYLE}name"))
            if (about.get(f"{STYLE}text-position") or "").startswith("super"):
                raised.add(style.get(f"{STYLE}name"))
    return Looks(frozenset(struck), frozenset(raised))


def _grid(table: Any, hidden: bool, looks: Looks) -> Grid:
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
        cells = _cells(row, number_, grid, looks)
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


def _cells(row: Any, number_: int, grid: Grid, looks: Looks) -> list[str]:
    texts: list[str] = []
    for cell in row.iterchildren(f"{TABLE}table-cell", f"{TABLE}covered-table-cell"):
        repeated = _repeated(cell, "number-columns-repeated")
        covered = cell.tag == f"{TABLE}covered-table-cell"
        text = "" if covered else _text(cell, looks)
        if text and _is_struck(cell, looks):
            grid.struck.append((number_, len(texts)))
        spanned = _repeated(cell, "number-rows-spanned")
        if spanned > 1:
            grid.merged.append((number_, number_ + spanned - 1, len(texts)))
        if repeated > MOST_REPEATED and not text:
            break
        texts += [text] * min(repeated, MOST_REPEATED)
    return texts


def _repeated(element: Any, name: str) -> int:
    return max(1, int(element.get(f"{TABLE}{name}") or 1))


def _is_struck(cell: Any, looks: Looks) -> bool:
    spans = cell.iterfind(f"{TEXT}p//{TEXT}span")
    named = [cell.get(f"{TABLE}style-name"), *(span.get(f"{TEXT}style-name") for span in spans)]
    return not looks.struck.isdisjoint(named)


def _text(cell: Any, looks: Looks) -> str:
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
            return cell.get(f"{OFFICE}string-value") or _words(cell, looks)


def _words(cell: Any, looks: Looks = PLAIN) -> str:
    lines = (_paragraph(paragraph, looks) for paragraph in cell.iterchildren(f"{TEXT}p"))
    return "\n".join(lines).strip()


def _paragraph(element: Any, looks: Looks) -> str:
    """Its text with spaces, tabs and line breaks; a raised part is the mark of a footnote."""
    parts = [element.text or ""]
    for child in element:
        if child.tag in SPACES:
            parts.append(SPACES[child.tag] * _times(child))
        elif child.tag != f"{OFFICE}annotation":
            inside = _paragraph(child, looks)
            raised = inside.strip() and child.get(f"{TEXT}style-name") in looks.raised
            parts.append(f"[{inside.strip()}]" if raised else inside)
        parts.append(child.tail or "")
    return "".join(parts)


def _times(space: Any) -> int:
    return min(int(space.get(f"{TEXT}c") or 1), MOST_REPEATED)
