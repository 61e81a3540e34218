"""Files as they were sent, kept beside the store under their SHA-256; never opened again here."""

from cspdata.store import places
from cspdata.store.faults import unwritable


def keep_raw(sha256: str, content: bytes) -> None:
    """Keep a file as it was sent; the same content twice is kept once. Raises StoreUnavailable."""
    path = f"{places.RAW}/{sha256}"
    try:
        if not places.has(path):
            places.put(path, content)
    except OSError as fault:
        raise unwritable(fault) from fault
