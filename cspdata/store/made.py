"""Texts made of a version, kept beside the store under its number; a spoilt one is made anew."""

from collections.abc import Mapping

from cspdata.store import places, versions
from cspdata.store.faults import unreadable, unwritable


def keep_made(version: int, files: Mapping[str, str]) -> None:
    """Keep texts by file name with a version. Raises StoreUnavailable, UnknownVersion."""
    try:
        places.put(
            {
                f"{places.MADE}/{version}/{name}": f"{_seal(version, text)}\n{text}".encode()
                for name, text in files.items()
            },
            lasting=False,
        )
    except OSError as fault:
        raise unwritable(fault) from fault


def made(version: int, name: str) -> str | None:
    """The text kept under that name with a version; None where it was never made or is spoilt.

    Raises StoreUnavailable, UnknownVersion.
    """
    try:
        kept = places.get(f"{places.MADE}/{version}/{name}")
    except OSError as fault:
        raise unreadable(fault) from fault
    seal, _, text = (kept or b"").decode(errors="replace").partition("\n")
    return text if seal == _seal(version, text) else None


def _seal(version: int, text: str) -> str:
    """A digest of the text and of what the version is, so that another store's is not believed."""
    return places.digest(f"{versions.identity(version)}\n{text}".encode())
