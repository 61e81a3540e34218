"""Police.uk's monthly archive (1.7 GB) read in parts: its list and single files, never the whole.

An archive holds the last three years of every force, a file a force, month and kind. Its list is
at the end and gives each file's checksum, so a month that did not change need not be brought.
"""

import io
import re
import zipfile
import zlib
from collections.abc import Callable
from dataclasses import dataclass, field

import httpx

from cspdata.errors import SourceUnavailable
from cspdata.fetch import parts
from cspdata.fetch.ask import Patience
from cspdata.fetch.parts import Changed, Tail

PATH = "/data/archive/{}.zip"
LIST_SIZE = 2 * 1024 * 1024
BLOCK = 1024 * 1024
LARGEST_FILE = 200 * 1024 * 1024
STREET = re.compile(r"(\d{4}-\d{2})/\1-(.+)-street\.csv")


@dataclass(eq=False)
class Far(io.RawIOBase):
    """A file at another place as `zipfile` reads one; its tail is at hand, the rest is asked."""

    tail: Tail
    bring: Callable[[int, int], bytes]
    at: int = 0

    def readable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return True

    def seek(self, offset: int, whence: int = io.SEEK_SET) -> int:
        start = {io.SEEK_SET: 0, io.SEEK_CUR: self.at, io.SEEK_END: self.tail.total}[whence]
        if start + offset < 0:
            raise OSError("before the start of the file")
        self.at = start + offset
        return self.at

    def tell(self) -> int:
        return self.at

    def readinto(self, into: "memoryview | bytearray") -> int:  # type: ignore[override]
        size = min(len(into), max(0, self.tail.total - self.at))
        begins = self.tail.total - len(self.tail.content)
        if self.at >= begins:
            got = self.tail.content[self.at - begins :][:size]
        else:
            got = self.bring(self.at, min(size, begins - self.at))
        into[: len(got)] = got
        self.at += len(got)
        return len(got)


@dataclass(frozen=True)
class Archive:
    """`files` are a force's street-level files by month; `months` all that any force has."""

    named: str
    months: tuple[str, ...]
    files: dict[str, zipfile.ZipInfo]
    zipped: zipfile.ZipFile = field(repr=False)


def opened(line: httpx.Client, named: str, force: str, patience: Patience) -> Archive | None:
    """The archive of a month, as 2025-12; None where there is none.

    Raises SourceUnavailable for one that is cut off or damaged.
    """
    tail = parts.tail(line, PATH.format(named), LIST_SIZE, patience)
    if tail is None:
        return None

    def bring(first: int, size: int) -> bytes:
        return parts.part(line, tail, first, size, patience)

    try:
        zipped = zipfile.ZipFile(io.BufferedReader(Far(tail, bring), BLOCK))
    except (zipfile.BadZipFile, OSError, NotImplementedError) as fault:
        raise _damaged(named) from fault
    except Changed as fault:
        raise replaced(named) from fault
    found = [
        (match, info) for info in zipped.infolist() if (match := STREET.fullmatch(info.filename))
    ]
    return Archive(
        named=named,
        months=tuple(sorted({match[1] for match, _ in found})),
        files={match[1]: info for match, info in found if match[2] == force},
        zipped=zipped,
    )


def content(archive: Archive, month: str) -> bytes:
    """The file of a month, agreeing with the checksum in the list.

    Raises SourceUnavailable where it does not, and as `parts.part` does.
    """
    info = archive.files[month]
    if info.file_size > LARGEST_FILE:
        raise SourceUnavailable(
            f"{info.filename} says that it unpacks to {info.file_size:,} bytes, as no month does. "
            "Nothing was changed."
        )
    try:
        return archive.zipped.read(info)
    except (zipfile.BadZipFile, zlib.error, EOFError, RuntimeError) as fault:
        raise SourceUnavailable(
            f"{info.filename} in the archive {archive.named}.zip is damaged: it does not agree "
            "with its checksum. Nothing was changed. Run fetch again later."
        ) from fault


def replaced(named: str) -> SourceUnavailable:
    """The sentence for an archive that another took the place of while it was read."""
    return SourceUnavailable(
        f"The archive {named}.zip was replaced while it was read. Nothing was changed by it. Run "
        "fetch again."
    )


def _damaged(named: str) -> SourceUnavailable:
    return SourceUnavailable(
        f"The archive {named}.zip is cut off or damaged: it has no list of its files. Nothing was "
        "changed. Run fetch again later."
    )
