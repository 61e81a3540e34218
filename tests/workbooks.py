"""Workbooks of other programs, .ods and .xls, as no library that is here writes them."""

import io
import struct
import zipfile
from collections.abc import Collection, Sequence
from datetime import date
from xml.sax.saxutils import escape

Cell = str | int | float | date | None
Rows = Sequence[Sequence[Cell]]

DAY_ZERO = date(1899, 12, 30)
NAMES = " ".join(
    f'xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"'
    for name in ("office", "table", "text", "style")
)
STRUCK = (
    '<style:style style:name="struck" style:family="table-cell">'
    '<style:text-properties style:text-line-through-style="solid"/></style:style>'
    '<style:style style:name="raised" style:family="text">'
    '<style:text-properties style:text-position="super 58%"/></style:style>'
)
# Places in the list of an .xls workbook's formats of cells.
GENERAL, DAY, LINE_THROUGH = 15, 16, 17


def ods(rows: Rows, struck: Collection[tuple[int, int]] = ()) -> bytes:
    """A sheet; `struck` are the places (row, column from 0) with a line through them.

    A text that begins with "<" is the inside of its cell.
    """
    body = "".join(
        "<table:table-row>"
        + "".join(
            _ods_cell(cell, ' table:style-name="struck"' if (row, place) in struck else "")
            for place, cell in enumerate(cells)
        )
        + "</table:table-row>"
        for row, cells in enumerate(rows)
    )
    content = (
        f"<office:document-content {NAMES}>"
        f"<office:automatic-styles>{STRUCK}</office:automatic-styles><office:body>"
        f'<office:spreadsheet><table:table table:name="Sheet1">{body}</table:table>'
        "</office:spreadsheet></office:body></office:document-content>"
    )
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        archive.writestr("content.xml", content)
    return made.getvalue()


def _ods_cell(cell: Cell, look: str) -> str:
    if cell is None or cell == "":
        return "<table:table-cell/>"
    if isinstance(cell, date):
        kind, inside = f'"date" office:date-value="{cell}"', f"{cell:%d/%m/%y}"
    elif isinstance(cell, str):
        kind, inside = '"string"', cell if cell.startswith("<") else escape(cell)
    else:
        kind, inside = f'"float" office:value="{cell}"', f"{cell:,}"
    return (
        f"<table:table-cell office:value-type={kind}{look}><text:p>{inside}</text:p>"
        "</table:table-cell>"
    )


def xls(rows: Rows, struck: Collection[tuple[int, int]] = ()) -> bytes:
    """The same as a workbook of Excel 97."""
    fonts = b"".join(_font(bits) for bits in (0, 0, 0, 0, 8))
    formats = b"".join(
        _record(0xE0, struct.pack("<HHH", font, form, 1) + bytes(14))
        for font, form in [*[(0, 0)] * 16, (0, 14), (5, 0)]
    )
    start = _begins(5) + fonts + formats
    sheet_at = len(start) + len(_sheet_named(0)) + len(_record(0x0A))
    cells = b"".join(
        _xls_cell(row, place, cell, (row, place) in struck)
        for row, of_row in enumerate(rows)
        for place, cell in enumerate(of_row)
        if cell not in (None, "")
    )
    book = start + _sheet_named(sheet_at) + _record(0x0A)
    return _compound(book + _begins(0x10) + cells + _record(0x0A))


def _record(code: int, data: bytes = b"") -> bytes:
    return struct.pack("<HH", code, len(data)) + data


def _begins(kind: int) -> bytes:
    return _record(0x809, struct.pack("<HHHHII", 0x600, kind, 0, 1997, 0, 0))


def _font(bits: int) -> bytes:
    return _record(0x31, struct.pack("<HHHHHI", 200, bits, 0x7FFF, 400, 0, 0) + _text("Arial", "B"))


def _sheet_named(at: int) -> bytes:
    return _record(0x85, struct.pack("<IH", at, 0) + _text("Sheet1", "B"))


def _text(words: str, length: str = "H") -> bytes:
    return struct.pack(f"<{length}", len(words)) + b"\1" + words.encode("utf-16-le")


def _xls_cell(row: int, place: int, cell: Cell, struck: bool) -> bytes:
    look = LINE_THROUGH if struck else GENERAL
    if isinstance(cell, str):
        return _record(0x204, struct.pack("<HHH", row, place, look) + _text(cell))
    if isinstance(cell, date):
        cell, look = (cell - DAY_ZERO).days, DAY
    return _record(0x203, struct.pack("<HHHd", row, place, look, cell))


def _compound(stream: bytes) -> bytes:
    """One stream, Workbook, in the container of old Office: sectors of 512 bytes, 128 a table."""
    stream = stream.ljust(max(4096, -(-len(stream) // 512) * 512), b"\0")
    sectors = len(stream) // 512
    tables = -(-(sectors + 2) // 127)
    chain = [0xFFFFFFFD] * tables + [0xFFFFFFFE]
    chain += [tables + 2 + number for number in range(sectors - 1)] + [0xFFFFFFFE]
    chain += [0xFFFFFFFF] * (tables * 128 - len(chain))
    folder = _entry("Root Entry", 5, 1, 0xFFFFFFFE, 0)
    folder += _entry("Workbook", 2, -1, tables + 1, len(stream)) + bytes(256)
    head = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(16)
    head += struct.pack("<HHHHH", 0x3E, 3, 0xFFFE, 9, 6) + bytes(10)
    head += struct.pack("<IIIIIIII", tables, tables, 0, 4096, 0xFFFFFFFE, 0, 0xFFFFFFFE, 0)
    head += struct.pack(f"<{tables}I", *range(tables)) + b"\xff" * (436 - 4 * tables)
    return head + struct.pack(f"<{len(chain)}I", *chain) + folder + stream


def _entry(name: str, kind: int, child: int, start: int, size: int) -> bytes:
    words = (name + "\0").encode("utf-16-le")
    return (
        words.ljust(64, b"\0")
        + struct.pack("<HBBiii", len(words), kind, 1, -1, -1, child)
        + bytes(36)
        + struct.pack("<IQ", start, size)
    )
