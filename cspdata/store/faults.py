"""What a disk or a bucket can do to the store, as sentences; nothing is read or written here."""

import re

from cspdata import settings
from cspdata.errors import StoreUnavailable
from cspdata.store import places

FULL = ("no space left", "os error 28", "disk quota", "os error 122", "file too large")
LOCKED = (
    *("permission denied", "os error 13", "read-only", "os error 30", "not permitted"),
    *("access denied", "accessdenied", "access_denied", "403 forbidden"),
)
DRAWN = re.compile(r"\x1b\[[0-9;]*m|↳")
LONGEST = 300


def unwritable(fault: Exception) -> StoreUnavailable:
    """The sentence for a publication that could not be written."""
    words = str(fault).casefold()
    place = settings.store()
    if any(mark in words for mark in FULL):
        return StoreUnavailable(
            f"The disk that holds the store ({place}) is full, so nothing was changed. "
            "Make room and publish again."
        )
    if any(mark in words for mark in LOCKED):
        return StoreUnavailable(
            f"The store ({place}) is read-only for this program, so nothing was changed. "
            "Let it write there and publish again."
        )
    return StoreUnavailable(
        f"The store ({place}) could not be written, so nothing was changed: {_first_line(fault)}"
    )


def unreadable(fault: Exception) -> StoreUnavailable:
    """The sentence for a store that is there and cannot be read."""
    if places.in_bucket():
        return StoreUnavailable(
            f"The store ({settings.store()}) does not answer: {_first_line(fault)}. "
            "Look at its address, its keys and the network."
        )
    return StoreUnavailable(
        f"The store ({settings.store()}) is there and cannot be read: "
        f"{_first_line(fault)}. "
        "Put back a copy of it, or make it anew with `python -m cspdata rebuild`."
    )


def _first_line(fault: Exception) -> str:
    """What went wrong without the trace that delta-rs puts below it, which buckets need."""
    words = DRAWN.sub("", str(fault))
    if places.in_bucket():
        return " ".join(words.split())[:LONGEST].rstrip(".")
    return words.partition("\n")[0].strip().rstrip(".")
