"""The log of commits, held in memory and read on from where it was; nothing is judged or written.

Delta's own reader takes an empty entry for an earlier version under a new number, and asks a bucket
four times for what is not new. Here an entry that says nothing is a fault of its version, and a
click asks twice: whether the newest entry is the one we hold, and whether there is another.
"""

import json
import re
import threading
import time
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any
from urllib.parse import unquote

from pyarrow import fs

from cspdata import settings
from cspdata.store import places

ABOUT = "publication"
ENTRY = re.compile(r"(\d{20})\.json")


@dataclass(frozen=True)
class File:
    """A Parquet file that a commit names: `path` below figures, `size` in bytes."""

    path: str
    size: int
    table: str


@dataclass(frozen=True)
class Commit:
    """One entry. `fault` says what is wrong with it, `about` is empty for a table just made.

    `stamp` is the time and size of its file, which tells whether it was replaced.
    """

    version: int
    at: datetime
    about: dict[str, Any]
    added: tuple[File, ...]
    removed: frozenset[str]
    table: str
    stamp: tuple[int, int]
    fault: str = ""


@dataclass
class Held:
    """What this process knows of a store; `asked` is when it last asked, by the monotonic clock."""

    commits: list[Commit] = field(default_factory=list)
    asked: float = 0.0
    lock: Any = field(default_factory=threading.Lock)


_held: dict[str, Held] = {}


def commits() -> list[Commit]:
    """Every commit, oldest first, none where there is no store. Raises OSError.

    Who waited while another thread asked takes that answer, if the other asked after them.
    """
    came = time.monotonic()
    held = known()
    with held.lock:
        if held.asked < came:
            asked = time.monotonic()
            held.commits = _read_on(held.commits)
            held.asked = asked
        return held.commits


def known() -> Held:
    """What is held of this place, without asking."""
    return _held.setdefault(_here(), Held())


def files_at(history: Iterable[Commit], version: int) -> dict[str, File]:
    """The files that make up a version, by path."""
    current: dict[str, File] = {}
    for commit in history:
        if commit.version > version:
            break
        for path in commit.removed:
            current.pop(path, None)
        current |= {file.path: file for file in commit.added}
    return current


def entry(version: int) -> str:
    return f"{places.LOG}/{version:020}.json"


def table_of(path: str) -> str:
    """The declared table that a file below figures belongs to."""
    return path.removeprefix("table=").partition("/")[0]


def _here() -> str:
    return f"{settings.store()} {settings.bucket_service()}"


def _read_on(held: list[Commit]) -> list[Commit]:
    if not held or not _same(held[-1]):
        return _all()
    more: list[Commit] = []
    while (content := places.get(entry(len(held) + len(more)))) is not None:
        version = len(held) + len(more)
        more.append(_parsed(version, content, _stamp(places.info(entry(version)))))
    return [*held, *more] if more else held


def _same(newest: Commit) -> bool:
    return newest.stamp == _stamp(places.info(entry(newest.version)))


def _all() -> list[Commit]:
    entries = {
        int(found[1]): file
        for file in places.within(places.LOG)
        if (found := ENTRY.fullmatch(file.base_name))
    }
    if not entries:
        return []
    every = range(max(entries) + 1)
    return places.together(lambda version: _one(version, entries.get(version)), every)


def _one(version: int, found: fs.FileInfo | None) -> Commit:
    content = places.get(entry(version)) if found else None
    if found is None or content is None:
        return _faulty(version, "has no entry in the log", (0, 0))
    return _parsed(version, content, _stamp(found))


def _stamp(found: fs.FileInfo) -> tuple[int, int]:
    return (found.mtime_ns or 0, found.size or 0)


def _parsed(version: int, content: bytes, stamp: tuple[int, int]) -> Commit:
    if not content.strip(b"\0\n "):
        return _faulty(version, "has an empty entry in the log", stamp)
    try:
        actions = [json.loads(line) for line in content.decode().splitlines() if line.strip()]
        said = next(action["commitInfo"] for action in actions if "commitInfo" in action)
        return Commit(
            version=version,
            at=datetime.fromtimestamp(said["timestamp"] / 1000, UTC),
            about=json.loads(said.get(ABOUT, "{}")),
            added=tuple(_added(action["add"]) for action in actions if "add" in action),
            removed=frozenset(unquote(a["remove"]["path"]) for a in actions if "remove" in a),
            table=next((a["metaData"]["id"] for a in actions if "metaData" in a), ""),
            stamp=stamp,
        )
    except (ValueError, KeyError, TypeError, StopIteration):
        return _faulty(version, "has an entry in the log that cannot be read", stamp)


def _added(action: dict[str, Any]) -> File:
    path = unquote(action["path"])
    return File(path, action["size"], table_of(path))


def _faulty(version: int, fault: str, stamp: tuple[int, int]) -> Commit:
    when = datetime.fromtimestamp(stamp[0] / 1e9, UTC)
    return Commit(version, when, {}, (), frozenset(), "", stamp, fault)
