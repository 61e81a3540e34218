"""Which sessions may send files now and how much they hold; no file is read or kept here.

Streamlit takes files from anybody who has a page open. A session is let in here by the page for
officers, and asked again at each file whether its visitor still is one.
"""

import threading
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from cspdata import access
from cspdata.errors import NotAllowed

# A whole-force month is 4 MB, a year in one zip some 50; more than this is no publication.
A_SESSION, IN_ALL = 400_000_000, 800_000_000
# As long as Streamlit keeps the session of somebody whose connection broke.
LEFT_S = 120


@dataclass(frozen=True)
class Sender:
    """A session that was let in: who it is, Streamlit's files of all sessions, who is connected."""

    visitor: access.Visitor
    files: Any
    connected: Callable[[str], bool]


_lock = threading.Lock()
_senders: dict[str, Sender] = {}
_arriving: dict[str, int] = {}
_left: dict[str, float] = {}


class Refused(Exception):
    """A file that is not taken: `status` is HTTP's number for why."""

    def __init__(self, status: int, sentence: str) -> None:
        super().__init__(sentence)
        self.status = status


def let_in(session: str, sender: Sender) -> None:
    """Let a session send files, as long as its visitor may publish."""
    with _lock:
        _senders[session] = sender


def forget(session: str) -> None:
    """Free what a session has sent."""
    with _lock:
        sender = _senders.get(session)
    if sender:
        sender.files.remove_session_files(session)


@contextmanager
def receiving(session: str, size: int) -> Iterator[None]:
    """While a file of that many bytes comes in. Raises Refused."""
    free_left()
    with _lock:
        _refuse(session, size)
        _arriving[session] = _arriving.get(session, 0) + size
    try:
        yield
    finally:
        with _lock:
            _arriving[session] -= size


def free_left(now: float | None = None) -> list[str]:
    """Free the files of sessions that left and did not come back; their names."""
    moment = time.monotonic() if now is None else now
    with _lock:
        for session, sender in _senders.items():
            if sender.connected(session):
                _left.pop(session, None)
            else:
                _left.setdefault(session, moment)
        gone = [session for session, since in _left.items() if moment - since >= LEFT_S]
        left = [(session, _senders.pop(session)) for session in gone]
        for session in gone:
            _left.pop(session)
            _arriving.pop(session, None)
    for session, sender in left:
        sender.files.remove_session_files(session)
    return gone


def _refuse(session: str, size: int) -> None:
    sender = _senders.get(session)
    if sender is None:
        raise Refused(403, "Files are taken from officers only, on the page for publishing.")
    try:
        access.writer(sender.visitor)
    except NotAllowed as reason:
        raise Refused(403, str(reason)) from reason
    held = _held(sender.files.file_storage)
    own = held.get(session, 0) + _arriving.get(session, 0)
    if own + size > A_SESSION:
        raise Refused(413, f"More than {A_SESSION // 1_000_000} MB at once. Publish some first.")
    if sum(held.values()) + sum(_arriving.values()) + size > IN_ALL:
        raise Refused(503, "The server holds too many files. Try again in some minutes.")


def _held(storage: Mapping[str, Mapping[str, Any]]) -> dict[str, int]:
    """The bytes that each session holds."""
    every = list(storage.items())
    return {name: sum(len(each.data) for each in list(files.values())) for name, files in every}
