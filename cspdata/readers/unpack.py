"""A file as sent -> the plain files inside it; nothing is written to disk or trusted in size."""

import gzip
import io
import zipfile
import zlib
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import IO, cast

from cspdata.errors import UnreadableFile
from cspdata.origin import Origin

from .kinds import GZIP, HEAD, OLE, ZIP, refused, refused_archive, refused_old_office
from .sheets import UNPACKED_TIMES, last_part, size_words

MEMBERS = 5_000
RATIO = 200
KEPT = 64 * 1024 * 1024
RATIO_FREE = 1024 * 1024
DAMAGED = (zipfile.BadZipFile, zlib.error, EOFError, OSError, NotImplementedError, RuntimeError)
TWICE = "packed twice. Unpack it and send the plain file."
ODS = "application/vnd.oasis.opendocument.spreadsheet"


@dataclass(frozen=True)
class Plain:
    """A file that needs no more unpacking; `open` starts it afresh each time.

    `kind` is "text", "xlsx", "xls", "ods", or "other" for a member of an archive that is no
    table, and then `why` says what it is.
    """

    origin: Origin
    kind: str
    open: Callable[[], IO[bytes]]
    most: int
    why: str = ""

    @property
    def name(self) -> str:
        return self.origin.name

    @property
    def alone(self) -> bool:
        return not self.origin.member


def plain_files(data: bytes | Path, name: str, limit: int) -> Iterator[Plain]:
    """The text files and workbooks inside `data`, each with the most bytes it may unpack to.

    Raises UnreadableFile for what is too large, damaged, locked or of another kind.
    """
    shown = Origin(last_part(name))
    _refuse_size(data, shown.name, limit)
    opened = _opener(data)
    with opened() as stream:
        start = stream.read(HEAD)
    if why := refused(start, shown.name):
        raise UnreadableFile(f"{shown.name} is {why}")
    if start.startswith(GZIP):
        _refuse_inside(data, shown)
        yield Plain(shown, "text", lambda: _gunzipped(data), limit * UNPACKED_TIMES)
    elif start.startswith(ZIP):
        yield from _members(data, shown, limit * UNPACKED_TIMES)
    elif start.startswith(OLE):
        yield _old_office(shown, _content(data), limit)
    else:
        yield Plain(shown, "text", opened, limit)


def _opener(data: bytes | Path) -> Callable[[], IO[bytes]]:
    """How a file is opened each time it is read; one of usual size is kept in between."""
    if isinstance(data, Path) and data.stat().st_size <= KEPT:
        return _once(data.read_bytes)
    return lambda: _opened(data)


def _once(read: Callable[[], bytes]) -> Callable[[], IO[bytes]]:
    content: list[bytes] = []

    def opened() -> IO[bytes]:
        if not content:
            content.append(read())
        return io.BytesIO(content[0])

    return opened


def _opened(data: bytes | Path) -> IO[bytes]:
    return io.BytesIO(data) if isinstance(data, bytes) else data.open("rb")


def _content(data: bytes | Path) -> bytes:
    return data if isinstance(data, bytes) else data.read_bytes()


def _gunzipped(data: bytes | Path) -> IO[bytes]:
    return cast(IO[bytes], gzip.open(data if isinstance(data, Path) else io.BytesIO(data)))


def _refuse_inside(data: bytes | Path, shown: Origin) -> None:
    """Refuse what is packed and no text; what is damaged is told where it is read."""
    with suppress(*DAMAGED), _gunzipped(data) as stream:
        start = stream.read(HEAD)
        packed = TWICE if start.startswith((*ZIP, GZIP, OLE)) else ""
        if why := refused(start, shown.name) or packed:
            raise UnreadableFile(f"{shown.name} is {why}")


def _refuse_size(data: bytes | Path, shown: str, limit: int) -> None:
    size = len(data) if isinstance(data, bytes) else data.stat().st_size
    if size == 0:
        raise UnreadableFile(f"{shown} is empty. Save it again from its program and send that.")
    if size > limit:
        raise UnreadableFile(
            f"{shown} has {size_words(size)}; the limit is {size_words(limit)}."
            " Send it in parts, for example one month at a time."
        )


def _old_office(origin: Origin, content: bytes, most: int) -> Plain:
    if why := refused_old_office(content):
        raise UnreadableFile(f"{origin.name} is {why}")
    return Plain(origin, "xls", lambda: io.BytesIO(content), most)


def _members(data: bytes | Path, shown: Origin, most: int) -> Iterator[Plain]:
    try:
        archive = zipfile.ZipFile(data if isinstance(data, Path) else io.BytesIO(data))
    except (*DAMAGED, ValueError) as fault:
        raise UnreadableFile(
            f"{shown.name} is a damaged or incomplete zip or workbook. Download or save it again."
        ) from fault
    _refuse_bomb(archive, shown.name, most)
    if kind := _workbook_kind(archive):
        yield Plain(shown, kind, lambda: _opened(data), most)
        return
    if why := refused_archive(set(archive.namelist())):
        raise UnreadableFile(f"{shown.name} is {why}")
    for entry in archive.infolist():
        if not _of_no_interest(entry):
            yield _member(archive, entry, shown)


def _workbook_kind(archive: zipfile.ZipFile) -> str:
    names = set(archive.namelist())
    if "xl/workbook.xml" in names:
        return "xlsx"
    if "content.xml" not in names:
        return ""
    try:
        kind = archive.read("mimetype").decode("ascii", "replace").strip()
    except (KeyError, *DAMAGED, ValueError):
        kind = ""
    # Some programs leave the file without its kind; a text has no sheets and is told so.
    return "ods" if kind.startswith(ODS) or not kind else ""


def _of_no_interest(entry: zipfile.ZipInfo) -> bool:
    return (
        entry.is_dir()
        or entry.filename.startswith("__MACOSX")
        or last_part(entry.filename).startswith((".", "~$"))
        or last_part(entry.filename).casefold() in ("thumbs.db", "desktop.ini")
    )


def _member(archive: zipfile.ZipFile, entry: zipfile.ZipInfo, shown: Origin) -> Plain:
    origin = Origin(shown.file, last_part(entry.filename))
    try:
        with archive.open(entry) as member:
            start = member.read(HEAD)
    except (*DAMAGED, ValueError) as fault:
        raise UnreadableFile(f"{origin.name} is damaged. Make the zip again.") from fault
    why = refused(start, origin.name)
    if start.startswith(GZIP):
        why = TWICE
    if why:
        return Plain(origin, "other", lambda: archive.open(entry), 0, why)
    if start.startswith((*ZIP, OLE)):
        return _inner(archive, entry, origin)
    if entry.file_size > KEPT:
        return Plain(origin, "text", lambda: archive.open(entry), entry.file_size)
    return Plain(origin, "text", _once(lambda: archive.read(entry)), entry.file_size)


def _inner(archive: zipfile.ZipFile, entry: zipfile.ZipInfo, origin: Origin) -> Plain:
    """A workbook or another archive inside an archive."""
    try:
        inner = archive.read(entry)
        if inner.startswith(OLE):
            why, kind = refused_old_office(inner), "xls"
        else:
            packed = zipfile.ZipFile(io.BytesIO(inner))
            kind = _workbook_kind(packed)
            why = "" if kind else refused_archive(set(packed.namelist()))
    except (*DAMAGED, ValueError) as fault:
        raise UnreadableFile(f"{origin.name} is damaged. Make the zip again.") from fault
    if not kind or why:
        why = why or "a zip inside a zip. Unpack it and send its files."
        return Plain(origin, "other", lambda: io.BytesIO(inner), 0, why)
    return Plain(origin, kind, lambda: io.BytesIO(inner), entry.file_size)


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
