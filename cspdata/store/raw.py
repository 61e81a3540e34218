"""Files as they were sent, kept beside the store under their SHA-256; never opened again here."""

from pathlib import Path
from uuid import uuid4

from cspdata import settings
from cspdata.store.faults import unwritable

PARTIAL = ".partial"


def keep_raw(sha256: str, content: bytes) -> None:
    """Keep a file as it was sent; the same content twice is kept once. Raises StoreUnavailable."""
    kept = folder() / sha256
    if kept.exists():
        return
    partial = folder() / f"{uuid4().hex}{PARTIAL}"
    try:
        folder().mkdir(parents=True, exist_ok=True)
        partial.write_bytes(content)
        partial.replace(kept)
    except OSError as fault:
        raise unwritable(fault) from fault


def folder() -> Path:
    return Path(settings.store()) / "raw"
