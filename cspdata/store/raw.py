"""Files as they were sent, kept beside the store under their SHA-256; never opened again here."""

from pathlib import Path

from cspdata.store import places
from cspdata.store.faults import unwritable


def keep_raw(sha256: str, content: bytes | Path) -> None:
    """Keep a file as it was sent, once; a spoilt copy is replaced. Raises StoreUnavailable."""
    path = f"{places.RAW}/{sha256}"
    try:
        kept = places.digest_of(path)
        if kept and kept == (places.digest(content) if isinstance(content, bytes) else sha256):
            return
        places.put({path: content})
        if isinstance(content, Path) and places.digest_of(path) != sha256:
            raise OSError(f"{content} changed while it was copied")
    except OSError as fault:
        raise unwritable(fault) from fault
