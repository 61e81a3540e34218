"""Small files beside the table that a later one of the same name replaces; no figure is here."""

from pathlib import Path

from cspdata import settings
from cspdata.store import places
from cspdata.store.faults import unreadable, unwritable


def keep_note(name: str, content: bytes | Path) -> None:
    """Keep a file under a name, in place of the one before. Raises StoreUnavailable."""
    try:
        places.put({f"{places.NOTES}/{name}": content})
    except OSError as fault:
        raise unwritable(fault) from fault


def note(name: str) -> bytes | None:
    """The file of that name, None where there is none. Raises StoreUnavailable."""
    try:
        return places.get(f"{places.NOTES}/{name}")
    except OSError as fault:
        raise unreadable(fault) from fault


def drop_note(name: str) -> None:
    """Delete the file of that name, if there is one. Raises StoreUnavailable."""
    try:
        if places.has(f"{places.NOTES}/{name}"):
            places.delete(f"{places.NOTES}/{name}")
    except OSError as fault:
        raise unwritable(fault) from fault


def note_place(name: str) -> str:
    """Where a person finds the file of that name."""
    return f"{settings.store().rstrip('/')}/{places.NOTES}/{name}"
