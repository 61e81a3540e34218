"""What fetch brought of each month and what waits for an officer, beside the store; no figures.

The notes save work and tell what waits. Without them fetch brings every month once more and finds
that nothing changed: what is published is known from the store alone.
"""

import json
from dataclasses import asdict, dataclass, replace
from datetime import UTC, datetime
from typing import Any

from cspdata import store
from cspdata.periods import parse
from cspdata.sources import POLICE_UK

KEPT = "fetch.json"
PUBLISHED, WAITS, GONE = "published", "waits", "gone"


@dataclass(frozen=True)
class Note:
    """One month, as 2025-12.

    `state` is PUBLISHED, WAITS (an officer must look first) or GONE (no longer at police.uk);
    `edition` tells one form of the month there from another; `at` is when it was noted; `why` are
    sentences; `file` is the name under which a waiting file is kept, `sha256` that of its content.
    """

    month: str
    state: str
    edition: str
    archive: str
    at: str
    why: tuple[str, ...] = ()
    file: str = ""
    sha256: str = ""

    @property
    def sentence(self) -> str:
        """What an officer is told of a month that is not as it should be."""
        words = parse(self.month).words
        if self.state == GONE:
            return (
                f"{words} is no longer at police.uk. It stays published as it was; "
                "ask the police why it was taken back."
            )
        place = store.note_place(self.file)
        return f"{words} waits for an officer ({place}): {' '.join(self.why)}"


def moment() -> str:
    """Now, as notes and the history write it."""
    return datetime.now(UTC).isoformat(timespec="milliseconds")


def read() -> dict[str, Note]:
    """The note of each month; none where somebody spoilt them. Raises StoreUnavailable."""
    kept = store.note(KEPT)
    if kept is None:
        return {}
    try:
        listed = json.loads(kept)["months"]
        notes = [Note(**{**entry, "why": tuple(entry["why"])}) for entry in listed]
    except (ValueError, KeyError, TypeError):
        return {}
    return {note.month: note for note in notes}


def keep(note: Note) -> None:
    """Keep the note of a month in place of the one before. Raises StoreUnavailable."""
    notes = read()
    before = notes.get(note.month)
    months = [asdict(each) for _, each in sorted((notes | {note.month: note}).items())]
    store.keep_note(KEPT, json.dumps({"months": months}, indent=1).encode())
    if before and before.file and before.file != note.file:
        store.drop_note(before.file)


def waiting() -> list[Note]:
    """The months that an officer must look at, oldest first. Raises NoStore, StoreUnavailable.

    One that an officer has published since waits no longer.
    """
    open_notes = [note for note in read().values() if note.state != PUBLISHED]
    return [note for note in open_notes if note.state == GONE or not _dealt_with(note)]


def settle() -> None:
    """Note as published what an officer has published since, and drop the file that waited."""
    for note in read().values():
        if note.state == WAITS and _dealt_with(note):
            keep(replace(note, state=PUBLISHED, why=(), file=""))


def _dealt_with(note: Note) -> bool:
    """Whether the waiting file, or another of its month at a later moment, was published."""
    history = store.history()
    since = datetime.fromisoformat(note.at)
    return any(
        file["sha256"] == note.sha256 or (at >= since and _covers(file, note.month))
        for at, files in zip(history["at"], history["files"], strict=True)
        for file in files
    )


def _covers(file: dict[str, Any], month: str) -> bool:
    return (
        POLICE_UK.source in file["source"]
        and bool(file["period"])
        and parse(file["period"]).overlaps(parse(month))
    )
