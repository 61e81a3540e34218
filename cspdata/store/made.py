"""Texts made of a version, kept beside the store under its number; none is ever changed."""

from collections.abc import Mapping

from cspdata.store import places
from cspdata.store.faults import unreadable, unwritable


def keep_made(version: int, files: Mapping[str, str]) -> None:
    """Keep texts by file name with a version. Raises StoreUnavailable."""
    try:
        for name, text in files.items():
            places.put(f"{places.MADE}/{version}/{name}", text.encode())
    except OSError as fault:
        raise unwritable(fault) from fault


def made(version: int, name: str) -> str | None:
    """The text kept under that name with a version, None where it was never made.

    Raises StoreUnavailable.
    """
    try:
        kept = places.get(f"{places.MADE}/{version}/{name}")
    except OSError as fault:
        raise unreadable(fault) from fault
    return None if kept is None else kept.decode()
