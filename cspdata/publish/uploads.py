"""A file as an officer sends it, with what was said of it; nothing is read of it here."""

import hashlib
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from cspdata import readers
from cspdata.checks import Answers
from cspdata.periods import Period

# Files on this computer are read where they lie from so many bytes on.
HELD = 1024 * 1024


@dataclass(frozen=True)
class Upload:
    """A file as it was sent, and what the officer said of it where it does not say it itself.

    `content` is its bytes, or where it lies on this computer, for a large one that nobody changes.
    `days` is day-first or month-first, `percentages` as-written or fractions.
    """

    name: str
    content: bytes | Path
    source: str | None = None
    period: Period | None = None
    days: str = ""
    percentages: str = ""

    @classmethod
    def from_path(
        cls,
        path: Path,
        source: str | None = None,
        period: Period | None = None,
        **answers: str,
    ) -> "Upload":
        large = path.stat().st_size > HELD
        return cls(path.name, path if large else path.read_bytes(), source, period, **answers)

    @cached_property
    def sha256(self) -> str:
        if isinstance(self.content, bytes):
            return hashlib.sha256(self.content).hexdigest()
        with self.content.open("rb") as opened:
            return hashlib.file_digest(opened, "sha256").hexdigest()

    @property
    def limit(self) -> int:
        """The most bytes that are read of it."""
        return readers.LIMIT if isinstance(self.content, bytes) else readers.LIMIT_HERE

    @property
    def answers(self) -> Answers:
        return Answers(self.period, self.source or "", self.days, self.percentages)
