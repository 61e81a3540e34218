"""A file as sent -> the plain files inside it; nothing is written to disk or trusted in size."""

import gzip
import io
import zipfile
import zlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import IO, cast

from cspdata.errors import UnreadableFile

from .sheets import UNPACKED_TIMES, last_part, size_words

MEMBERS = 5_000
RATIO = 200
RATIO_FREE = 1024 * 1024
DAMAGED = (zipfile.BadZipFile, zlib.error, EOFError, OSError, NotImplementedError, RuntimeError)

ZIP, GZIP = (b"PK\x03\x04", b"PK\x05\x06"), b"\x1f\x8b"
OTHER_KINDS = {
    b"%PDF": "a PDF. Copy its tables into a spreadsheet and save that as CSV or XLSX.",
    b"\xd0\xcf\x11\xe0": "an old .xls workbook or one with a password. Save it as .xlsx without"
    " a password.",
    b"\x89PNG": "a picture. Send the table itself as CSV or XLSX.",
    b"\xff\xd8\xff": "a picture. Send the table itself as CSV or XLSX.",
    b"Rar!": "a RAR archive. Send the files inside it, or a zip.",
    b"7z\xbc\xaf": "a 7-Zip archive. Send the files inside it, or a zip.",
    b"PAR1": "a Parquet file. Save the table as CSV.",
}


@dataclass(frozen=True)
class Plain:
    """A file that needs no more unpacking; `open` starts it afresh each time."""

    name: str
    kind: str
    open: Callable[[], IO[bytes]]
    most: int
    alone: bool = True


def plain_files(data: bytes | Path, name: str, limit: int) -> Iterator[Plain]:
    """The text files and workbooks inside `data`, each with the most bytes it may unpack to.

    Raises UnreadableFile for what is too large, damaged, locked or of another kind.
    """
    shown = last_part(name)
    _refuse_size(data, shown, limit)
    with _opened(data) as stream:
        start = stream.read(8)
    _refuse_kind(start, shown)
    if start.startswith(GZIP):
        yield Plain(shown, "text", lambda: _gunzipped(data), limit * UNPACKED_TIMES)
    elif start.startswith(ZIP):
        yield from _members(data, shown, limit * UNPACKED_TIMES)
    else:
        yield Plain(shown, "text", lambda: _opened(data), limit)


def _opened(data: bytes | Path) -> IO[bytes]:
    return io.BytesIO(data) if isinstance(data, bytes) else data.open("rb")


def _content(data: bytes | Path) -> bytes:
    return data if isinstance(data, bytes) else data.read_bytes()


def _gunzipped(data: bytes | Path) -> IO[bytes]:
    return cast(IO[bytes], gzip.open(data if isinstance(data, Path) else io.BytesIO(data)))


def _refuse_size(data: bytes | Path, shown: str, limit: int) -> None:
    size = len(data) if isinstance(data, bytes) else data.stat().st_size
    if size == 0:
        raise UnreadableFile(f"{shown} is empty. Save it again from its program and send that.")
    if size > limit:
        raise UnreadableFile(
            f"{shown} has {size_words(size)}; the limit is {size_words(limit)}."
            " Send it in parts, for example one month at a time."
        )


def _refuse_kind(start: bytes, shown: str) -> None:
    for mark, sentence in OTHER_KINDS.items():
        if start.startswith(mark):
            raise UnreadableFile(f"{shown} is {sentence}")


def _members(data: bytes | Path, shown: str, most: int) -> Iterator[Plain]:
    try:
        archive = zipfile.ZipFile(io.BytesIO(_content(data)))
    except (*DAMAGED, ValueError) as fault:
        raise UnreadableFile(
            f"{shown} is a damaged or incomplete zip or workbook. Download or save it again."
        ) from fault
    _refuse_bomb(archive, shown, most)
    names = set(archive.namelist())
    if "xl/workbook.xml" in names:
        yield Plain(shown, "workbook", lambda: _opened(data), most)
        return
    _refuse_office(names, shown)
    for entry in archive.infolist():
        if _of_no_interest(entry):
            continue
        yield _member(archive, entry, shown)


def _of_no_interest(entry: zipfile.ZipInfo) -> bool:
    return (
        entry.is_dir()
        or entry.filename.startswith("__MACOSX")
        or last_part(entry.filename).startswith(".")
    )


def _member(archive: zipfile.ZipFile, entry: zipfile.ZipInfo, shown: str) -> Plain:
    name = f"{shown} / {last_part(entry.filename)}"
    try:
        with archive.open(entry) as member:
            start = member.read(8)
    except (*DAMAGED, ValueError) as fault:
        raise UnreadableFile(f"{name} is damaged. Download or make the zip again.") from fault
    _refuse_kind(start, name)
    if start.startswith(GZIP):
        raise UnreadableFile(f"{name} is packed twice. Unpack it and send the plain file.")
    if not start.startswith(ZIP):
        return Plain(name, "text", lambda: archive.open(entry), entry.file_size, alone=False)
    return _inner_workbook(archive, entry, name)


def _inner_workbook(archive: zipfile.ZipFile, entry: zipfile.ZipInfo, name: str) -> Plain:
    try:
        inner = archive.read(entry)
        workbook = zipfile.ZipFile(io.BytesIO(inner))
    except (*DAMAGED, ValueError) as fault:
        raise UnreadableFile(f"{name} is damaged. Download or make the zip again.") from fault
    if "xl/workbook.xml" not in workbook.namelist():
        raise UnreadableFile(f"{name} is a zip inside a zip. Unpack it and send its files.")
    return Plain(name, "workbook", lambda: io.BytesIO(inner), entry.file_size, alone=False)


def _refuse_bomb(archive: zipfile.ZipFile, shown: str, most: int) -> None:
    entries = archive.infolist()
    if not entries:
        raise UnreadableFile(f"{shown} is a zip with nothing in it. Make it again with its files.")
    if len(entries) > MEMBERS:
        raise UnreadableFile(
            f"{shown} holds {len(entries):,} files; the limit is {MEMBERS:,}. Send it in parts."
        )
    total = sum(entry.file_size for entry in entries)
    if total > most:
        raise UnreadableFile(
            f"{shown} unpacks to {size_words(total)}; the limit is {size_words(most)}."
            " Send it in parts."
        )
    for entry in entries:
        _refuse_member(entry, shown)


def _refuse_member(entry: zipfile.ZipInfo, shown: str) -> None:
    name = f"{shown} / {last_part(entry.filename)}"
    if entry.flag_bits & 0x1:
        raise UnreadableFile(f"{name} is locked with a password. Send it without one.")
    if entry.file_size > RATIO_FREE and entry.file_size > RATIO * max(entry.compress_size, 1):
        raise UnreadableFile(
            f"{name} is packed more than {RATIO} times smaller than its content, as no honest"
            " table is. Send the plain file."
        )


def _refuse_office(names: set[str], shown: str) -> None:
    kinds = {
        "xl/workbook.bin": "a binary workbook (.xlsb). Save it as .xlsx.",
        "word/document.xml": "a Word document. Copy its tables into a spreadsheet and save that.",
        "content.xml": "an OpenDocument file. Save it as .xlsx or CSV.",
    }
    for mark, sentence in kinds.items():
        if mark in names:
            raise UnreadableFile(f"{shown} is {sentence}")
