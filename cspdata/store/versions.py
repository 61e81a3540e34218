"""Which version is the newest whole one, who made it and when; no figure is read here.

Readers ask `newest`, which shows what is known while storage does not answer and steps back from a
version that is damaged. Publishers ask `version`, which takes no such liberty.
"""

import time
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

import pandas as pd

from cspdata.errors import UnknownVersion
from cspdata.periods import LONDON, day_in_words
from cspdata.store import log, parts, places
from cspdata.store.faults import damaged, missing, unreadable
from cspdata.store.log import Commit

# While storage is silent readers are not made to wait for it at each click.
SILENT_S = 10
# A version that somebody mends is looked at again after a while.
DAMAGED_S = 60
WAITING = "The storage of the figures does not answer at the moment"


@dataclass(frozen=True)
class Identity:
    """What a version is, whatever place it is copied to: the table's id, number, time of commit."""

    table: str
    version: int
    at: datetime

    def __str__(self) -> str:
        return f"{self.table}-{self.version}-{self.at.timestamp() * 1000:.0f}"


@dataclass(frozen=True)
class Newest:
    """The version to show; `note` is a sentence for readers where it is not the newest, or ""."""

    identity: Identity
    note: str = ""


_bad: dict[tuple[str, str], float] = {}
_silent: dict[str, float] = {}


def newest() -> Newest:
    """The newest whole version, for readers; asks a bucket twice at most.

    Raises NoStore, DamagedVersion when no version is whole, StorageFault when storage is silent
    and nothing is known from before.
    """
    known = log.known().commits
    here = places.figures()
    if known and time.monotonic() < _silent.get(here, 0):
        return _as_known(known)
    try:
        commits = log.commits()
    except OSError as fault:
        _silent[here] = time.monotonic() + SILENT_S
        if not known:
            raise unreadable(fault) from fault
        return _as_known(known)
    _silent.pop(here, None)
    if not commits:
        raise missing()
    return _newest_whole(commits)


def version() -> int:
    """The newest version, which must be whole. Raises NoStore, StorageFault, DamagedVersion."""
    commits = asked()
    if fault := fault_of(commits, len(commits) - 1):
        raise damaged(len(commits) - 1, fault)
    return len(commits) - 1


def number() -> int:
    """The number of the newest version, whole or not. Raises NoStore, StorageFault."""
    return len(asked()) - 1


def identity(at: int) -> Identity:
    """Raises UnknownVersion, NoStore, StorageFault."""
    return _identity(held(), at)


def history() -> pd.DataFrame:
    """One row per version, newest first: version, at (UTC) and the fields of its Publication."""
    return pd.DataFrame(
        [_entry(commit) for commit in reversed(asked())],
        columns=["version", "at", "by", "reason", "files", "changed", "confirmed"],
    )


def version_on(moment: datetime) -> int:
    """The version that was the newest at a moment. Raises UnknownVersion before the first."""
    past = [commit.version for commit in asked() if not commit.fault and commit.at <= moment]
    if not past:
        raise UnknownVersion(f"Nothing had been published by {day_in_words(moment)}.")
    return max(past)


def version_of_day(day: date) -> int:
    """The version that was the newest when a day ended in London. Raises UnknownVersion."""
    midnight = datetime(day.year, day.month, day.day, tzinfo=LONDON) + timedelta(days=1)
    return version_on(midnight.astimezone(UTC) - timedelta(microseconds=1))


def asked() -> list[Commit]:
    """Every commit as storage has it now. Raises NoStore, StorageFault."""
    try:
        commits = log.commits()
    except OSError as fault:
        raise unreadable(fault) from fault
    if not commits:
        raise missing()
    return commits


def held() -> list[Commit]:
    """Every commit that is known, read first where nothing is. Raises NoStore, StorageFault."""
    return log.known().commits or asked()


def fault_of(commits: Sequence[Commit], at: int) -> str:
    """What is wrong with a version as far as its log and what was read of it tell, or ""."""
    commit = commits[at]
    if commit.fault:
        return commit.fault
    said = commit.about.get("whole")
    if said and said != parts.whole(log.files_at(commits, at)):
        return "misses what an earlier commit held"
    if time.monotonic() < _bad.get(_key(_identity(commits, at)), 0):
        return "has a file that is lost or is not what was written"
    return ""


def note_damage(at: int) -> None:
    """Remember that a file of a version is not what was written, so that readers step back."""
    _bad[_key(identity(at))] = time.monotonic() + DAMAGED_S


def _key(one: Identity) -> tuple[str, str]:
    return places.figures(), str(one)


def _as_known(commits: Sequence[Commit]) -> Newest:
    found = _newest_whole(commits)
    day = day_in_words(found.identity.at)
    return Newest(
        found.identity,
        found.note or f"{WAITING}. Version {found.identity.version}, published {day}, is shown.",
    )


def _newest_whole(commits: Sequence[Commit]) -> Newest:
    last = len(commits) - 1
    for at in range(last, -1, -1):
        # A table just made would be shown as if nothing had ever been published.
        nothing_yet = at < last and not commits[at].added and not commits[at].about.get("reason")
        if nothing_yet or fault_of(commits, at):
            continue
        found = _identity(commits, at)
        if at == last:
            return Newest(found)
        damaged(last, fault_of(commits, last))
        return Newest(
            found,
            f"The newest publication (version {last}) is damaged. "
            f"Version {at}, published {day_in_words(found.at)}, is shown.",
        )
    raise damaged(last, fault_of(commits, last))


def _identity(commits: Sequence[Commit], at: int) -> Identity:
    if not 0 <= at < len(commits):
        raise UnknownVersion(f"The store holds no version {at}.")
    named = next((commit.table for commit in reversed(commits[: at + 1]) if commit.table), "")
    return Identity(named, at, commits[at].at)


def _entry(commit: Commit) -> dict[str, object]:
    about = commit.about
    usual = f"This publication {commit.fault}." if commit.fault else "An empty store was made."
    return {
        "version": commit.version,
        "at": commit.at,
        "by": about.get("by", ""),
        "reason": about.get("reason", usual),
        "files": about.get("files", []),
        "changed": about.get("changed", {}),
        "confirmed": about.get("confirmed", []),
    }
