"""Texts made of a version, kept beside the store under its number; none is ever changed."""

from collections.abc import Mapping
from pathlib import Path

from cspdata import settings

PARTIAL = ".partial"


def keep_made(version: int, files: Mapping[str, str]) -> None:
    """Keep texts by file name with a version."""
    folder = _folder(version)
    folder.mkdir(parents=True, exist_ok=True)
    for name, text in files.items():
        partial = folder / f"{name}{PARTIAL}"
        partial.write_text(text, "utf-8", newline="")
        partial.replace(folder / name)


def made(version: int, name: str) -> str | None:
    """The text kept under that name with a version, None where it was never made."""
    kept = _folder(version) / name
    return kept.read_text("utf-8") if kept.exists() else None


def _folder(version: int) -> Path:
    return Path(settings.store()) / "made" / str(version)
