"""The only room that knows where figures lie: one Delta table, so one commit is one publication.

Versions never change; nothing is judged here. Files as they were sent are kept beside it.
"""

from cspdata.store.ledger import (
    Publication,
    create,
    exists,
    history,
    read,
    replace,
    version,
    version_on,
)
from cspdata.store.made import keep_made, made
from cspdata.store.notes import drop_note, keep_note, note, note_place
from cspdata.store.raw import keep_raw
from cspdata.store.sweep import sweep

__all__ = [
    "Publication",
    "create",
    "drop_note",
    "exists",
    "history",
    "keep_made",
    "keep_note",
    "keep_raw",
    "made",
    "note",
    "note_place",
    "read",
    "replace",
    "sweep",
    "version",
    "version_on",
]
