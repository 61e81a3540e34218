"""What a disk or a bucket can do to the store, as sentences; nothing is read or written here.

A sentence says what a reader or an officer can do. Places and a library's words are in the log and
in the error's `detail`, for whoever runs the server.
"""

import logging
import re
import time
from typing import TypeVar

from cspdata import settings
from cspdata.errors import CspError, DamagedVersion, NoStore, StorageFault, StoreUnavailable
from cspdata.store import places

FULL = ("no space left", "os error 28", "disk quota", "os error 122", "file too large", "disk full")
LOCKED = (
    *("permission denied", "os error 13", "read-only", "os error 30", "not permitted"),
    *("access denied", "accessdenied", "access_denied", "403 forbidden", "http status 403"),
)
DRAWN = re.compile(r"\x1b\[[0-9;]*m|↳")
LONGEST = 300
DOCTOR = "`python -m cspdata doctor` says what is wrong and what to do."
AGAIN_S = 60
LOGGER = logging.getLogger(__name__)
Fault = TypeVar("Fault", bound=CspError)
_noted: dict[str, float] = {}


def missing() -> NoStore:
    """The sentence for a place without a store."""
    return _told(
        NoStore(
            "There are no published figures here: the store was never made, or was moved.",
            f"There is no store at {settings.store()}. Put it back, or make one: "
            "`python -m cspdata rebuild` from the shipped files, "
            "`python -m cspdata init` for an empty one.",
        )
    )


def unwritable(fault: Exception) -> StoreUnavailable:
    """The sentence for a publication that could not be written."""
    words = str(fault).casefold()
    detail = f"{settings.store()}: {_words(fault)}"
    if any(mark in words for mark in FULL):
        return _told(
            StoreUnavailable(
                "The disk that holds the store is full, so nothing was changed. "
                "Ask for room to be made, and publish again.",
                detail,
            )
        )
    if any(mark in words for mark in LOCKED):
        return _told(
            StoreUnavailable(
                "The store is read-only for this program, so nothing was changed. "
                "Ask for it to be opened for writing, and publish again.",
                detail,
            )
        )
    return _told(
        StorageFault(
            "The store could not be written, so nothing was changed. Publish again in some "
            "minutes; if it fails again, ask whoever runs this server.",
            f"{detail}. {DOCTOR}",
        )
    )


def undecided(base: int, fault: Exception) -> StorageFault:
    """The sentence where storage stopped answering in the middle of a commit."""
    return _told(
        StorageFault(
            f"The storage stopped answering, so it is not known whether version {base + 1} was "
            "published. Look at what is published before you publish again.",
            f"{settings.store()}: {_words(fault)}",
        )
    )


def unreadable(fault: Exception) -> StorageFault:
    """The sentence for a store that is there and does not answer now."""
    return _told(
        StorageFault(
            "The published figures cannot be read at the moment. Try again in a few minutes.",
            f"The store at {settings.store()} does not answer: {_words(fault)}. {DOCTOR}",
        )
    )


def damaged(version: int, what: str) -> DamagedVersion:
    """The sentence for a version that is not what was written; `what` is for the operator."""
    return _told(
        DamagedVersion(
            f"Version {version} of the figures is damaged and cannot be shown. "
            "Whoever runs this server can mend it.",
            f"Version {version} {what}, in {settings.store()}. {DOCTOR}",
        )
    )


def _told(fault: Fault) -> Fault:
    """The fault, noted in the log once a minute and not at every click."""
    now = time.monotonic()
    if now >= _noted.get(fault.detail, 0):
        _noted[fault.detail] = now + AGAIN_S
        LOGGER.warning("%s %s", fault, fault.detail)
    return fault


def _words(fault: Exception) -> str:
    """What went wrong without the trace that delta-rs puts below it, which buckets need."""
    words = DRAWN.sub("", str(fault))
    if places.in_bucket():
        return " ".join(words.split())[:LONGEST].rstrip(".")
    return words.partition("\n")[0].strip().rstrip(".")
