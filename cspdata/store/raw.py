"""Files as they were sent, kept beside the store under their SHA-256; never opened again here."""

from cspdata.store import places
from cspdata.store.faults import unwritable


def keep_raw(sha256: str, content: bytes) -> None:
    """Keep a file as it was sent, once; a spoilt copy is replaced. Raises StoreUnavailable."""
    path = f"{places.RAW}/{sha256}"
    try:
        if places.get(path) != content:
            places.put({path: content})
    except OSError as fault:
        raise unwritable(fault) from fault
