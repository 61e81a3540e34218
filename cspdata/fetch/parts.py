"""Files at another place, read in parts: their end, and bytes from a place on; none is kept."""

from dataclasses import dataclass

import httpx

from cspdata.errors import SourceUnavailable
from cspdata.fetch.ask import Again, Patience, answer_to, patiently, refuse, whole

CHANGED = (412, 416)
# Ranges count bytes of the file itself, so it must not be packed again on the way.
UNPACKED = {"Accept-Encoding": "identity"}


class Changed(Exception):
    """The file is no longer the one that this began with."""


@dataclass(frozen=True)
class Tail:
    """The end of a file at its last address; `etag` names its edition."""

    address: str
    etag: str
    total: int
    content: bytes


def tail(opened: httpx.Client, address: str, size: int, patience: Patience) -> Tail | None:
    """The last bytes of a file, None where there is none. Raises SourceUnavailable."""

    def attempt() -> Tail | None:
        headers = UNPACKED | {"Range": f"bytes=-{size}"}
        with answer_to(opened, "GET", address, headers) as answer:
            # Storage that does not list its files answers 403 for one that is not there.
            if answer.status_code in (403, 404):
                return None
            refuse(answer)
            total = _total(answer, size)
            content = whole(answer)
            if len(content) < min(size, total):
                raise Again("the answer was cut off")
            return Tail(str(answer.url), answer.headers.get("etag", ""), total, content)

    return patiently(attempt, patience)


def part(opened: httpx.Client, of: Tail, first: int, size: int, patience: Patience) -> bytes:
    """Bytes of a file from `first` on; a cut answer is gone on with and not begun again.

    Raises SourceUnavailable, and Changed when the file was replaced since its tail was read.
    """
    got = bytearray()
    last = min(first + size, of.total) - 1

    def attempt() -> bytes:
        headers = UNPACKED | {"Range": f"bytes={first + len(got)}-{last}"}
        headers |= {"If-Match": of.etag} if of.etag and not of.etag.startswith("W/") else {}
        with answer_to(opened, "GET", of.address, headers) as answer:
            if answer.status_code in CHANGED:
                raise Changed
            refuse(answer)
            if _total(answer, size) != of.total:
                raise Changed
            for block in answer.iter_raw():
                got.extend(block)
        if first + len(got) <= last:
            raise Again("the answer was cut off")
        return bytes(got[: last - first + 1])

    return patiently(attempt, patience, lambda: len(got))


def _total(answer: httpx.Response, most: int) -> int:
    """The size of the whole file. Raises SourceUnavailable where a site gives no parts."""
    text = answer.headers.get("content-range", "").rpartition("/")[2]
    if answer.status_code == 206 and text.isdigit():
        return int(text)
    size = answer.headers.get("content-length", "")
    if answer.status_code == 200 and size.isdigit() and int(size) <= most:
        return int(size)
    raise SourceUnavailable(
        f"{answer.url} does not give parts of a file, and the whole archive is too large to bring "
        "each time. Use --by-api, or download the file by hand and publish it."
    )
