"""Bytes -> lines of cells, with the encoding found by content; no value is ever changed."""

import codecs
import csv
import io
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from cspdata.errors import UnreadableFile

from .sheets import UnknownShape, size_words
from .unpack import DAMAGED, Plain

Line = tuple[int, list[str]]

DELIMITERS = (",", ";", "\t", "|")
CHUNK = 1024 * 1024
HEAD = 64 * 1024
TAIL = 4 * 1024
HEAD_LINES = 60
# Bytes that no text has are below tab, or between the carriage return and the space.
TAB, CONTROLS = 9, bytes(range(14, 32))
MARKS = {codecs.BOM_UTF8: "utf-8-sig", codecs.BOM_UTF16_LE: "utf-16", codecs.BOM_UTF16_BE: "utf-16"}


@dataclass(frozen=True)
class Text:
    """What one pass over a text file tells: its encoding, and how it begins and ends."""

    encoding: str
    head: str
    size: int
    tail: str

    @property
    def last_line(self) -> str:
        """The last line that is not empty, as far as it is among the last bytes."""
        return next((line for line in reversed(self.tail.splitlines()) if line.strip()), "")

    @property
    def ends_a_line(self) -> bool:
        return self.tail.endswith(("\n", "\r"))


def surveyed(file: Plain) -> Text:
    """One pass in bounded memory. Raises UnreadableFile for what is too large or is not text."""
    size, head, tail, plain = 0, b"", b"", True
    valid, utf8 = True, codecs.getincrementaldecoder("utf-8")()
    for chunk in _chunks(file):
        head = head or chunk[:HEAD]
        tail = (tail + chunk if len(chunk) < TAIL else chunk)[-TAIL:]
        size += len(chunk)
        _refuse_beyond(file, size)
        plain = plain and _is_plain(chunk)
        valid = valid and _decodes(utf8, chunk)
    valid = valid and _decodes(utf8, b"", final=True)
    if not head:
        raise UnreadableFile(f"{file.name} is empty. Save it again from its program.")
    encoding = _mark(head) or ("utf-8" if valid else "cp1252")
    if not plain and encoding != "utf-16":
        raise UnknownShape(
            f"{file.name} is not text: it holds bytes no table has (NUL and the like)."
            " Save the table as CSV (UTF-8) or XLSX."
        )
    wide = "utf-16-be" if head.startswith(codecs.BOM_UTF16_BE) else "utf-16-le"
    ending = tail.decode(wide if encoding == "utf-16" else encoding, "replace")
    return Text(encoding, _decoded_head(file, head, encoding), size, ending)


def whole(file: Plain, text: Text) -> str:
    """All of a surveyed file as text."""
    try:
        with file.open() as stream:
            content = stream.read().decode(text.encoding)
    except UnicodeDecodeError as fault:
        raise _undecodable(file) from fault
    if "\0" in content:
        raise UnreadableFile(f"{file.name} holds NUL characters. Save it again as CSV (UTF-8).")
    return content


def lines(content: str, delimiter: str, name: str) -> Iterator[Line]:
    """(row as a spreadsheet numbers it, cells); an empty line has no cells."""
    reader = csv.reader(io.StringIO(content, newline=""), delimiter=delimiter, strict=True)
    number = 0
    try:
        for number, cells in enumerate(reader, start=1):
            yield number, cells
    except csv.Error as fault:
        raise UnreadableFile(
            f"{name}, row {number + 1}: a quotation mark is out of place, or opened and never"
            " closed. Mend that row and save the file again."
        ) from fault


def head_lines(text: Text, delimiter: str, name: str) -> list[Line]:
    """The first lines, as far as they can be read with this delimiter."""
    found: list[Line] = []
    try:
        for line in lines(text.head, delimiter, name):
            found.append(line)
            if len(found) == HEAD_LINES:
                break
    except UnreadableFile:
        return found
    return found


def _is_plain(chunk: bytes) -> bool:
    return bool(np.frombuffer(chunk, np.uint8).min() >= TAB) and not any(
        mark in chunk for mark in CONTROLS
    )


def _chunks(file: Plain) -> Iterator[bytes]:
    try:
        with file.open() as stream:
            while chunk := stream.read(CHUNK):
                yield chunk
    except DAMAGED as fault:
        raise UnreadableFile(
            f"{file.name} is damaged or incomplete. Download or save it again."
        ) from fault


def _refuse_beyond(file: Plain, size: int) -> None:
    if size > file.most:
        raise UnreadableFile(
            f"{file.name} unpacks to more than {size_words(file.most)}. Send it in parts."
        )


def _mark(head: bytes) -> str:
    return next((name for mark, name in MARKS.items() if head.startswith(mark)), "")


def _decodes(decoder: codecs.IncrementalDecoder, chunk: bytes, final: bool = False) -> bool:
    begun, _ = decoder.getstate()
    if chunk.isascii() and not begun:
        return True
    try:
        decoder.decode(chunk, final)
    except UnicodeDecodeError:
        return False
    return True


def _decoded_head(file: Plain, head: bytes, encoding: str) -> str:
    try:
        return codecs.getincrementaldecoder(encoding)().decode(head)
    except UnicodeDecodeError as fault:
        raise _undecodable(file) from fault


def _undecodable(file: Plain) -> UnreadableFile:
    return UnreadableFile(
        f"{file.name} is text in an encoding that is not known here. Save it as CSV (UTF-8)."
    )
