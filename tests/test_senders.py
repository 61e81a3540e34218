"""Files come from sessions that may publish, so many bytes at most, and go when they leave."""

import asyncio
from collections.abc import Iterator
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from streamlit.runtime.memory_uploaded_file_manager import MemoryUploadedFileManager
from streamlit.runtime.uploaded_file_manager import UploadedFileRec
from streamlit.testing.v1 import AppTest

from cspdata import senders
from cspdata.access import Rules, Visitor, person_here
from cspdata.api.protection import prompt
from cspdata.api.uploads import Uploads
from cspdata.senders import Sender
from tests.loops import apart

ROOT = Path(__file__).resolve().parent.parent
PLACE = "/_stcore/upload_file"
OFFICER = person_here("Olga")


@pytest.fixture
def files() -> MemoryUploadedFileManager:
    """Streamlit's own store of what was sent."""
    return MemoryUploadedFileManager(PLACE)


@pytest.fixture(autouse=True)
def here(monkeypatch: pytest.MonkeyPatch) -> Iterator[set[str]]:
    """The sessions that are connected; the limits are 100 bytes each and 150 in all."""
    monkeypatch.setattr(senders, "A_SESSION", 100)
    monkeypatch.setattr(senders, "IN_ALL", 150)
    yield {"olga", "otto"}


def let_in(session: str, files: Any, here: set[str], visitor: Visitor = OFFICER) -> None:
    senders.let_in(session, Sender(visitor, files, here.__contains__))


def send(session: str, files: Any, size: int, said: int | None = None, method: str = "PUT") -> int:
    """Send a file as a browser does; the answer's status, 204 where Streamlit took it."""

    async def streamlit(scope: Any, receive: Any, send: Any) -> None:
        body = b""
        while (message := await receive())["type"] == "http.request":
            body += message["body"]
            if not message["more_body"]:
                files.add_file(session, UploadedFileRec(str(size), "f.csv", "text/csv", body))
                await send({"type": "http.response.start", "status": 204, "headers": []})
                return

    async def asked() -> list[int]:
        told: list[int] = []
        parts = iter([(b"x" * (size // 2), True), (b"x" * (size - size // 2), False)])

        async def receive() -> Any:
            content, more = next(parts)
            return {"type": "http.request", "body": content, "more_body": more}

        async def answer(message: Any) -> None:
            if message["type"] == "http.response.start":
                told.append(message["status"])

        headers = [] if said == -1 else [(b"content-length", str(said or size).encode())]
        scope = {"type": "http", "method": method, "path": f"{PLACE}/{session}/1"}
        await Uploads(streamlit)(scope | {"headers": headers}, receive, answer)
        return told

    return next(iter(apart(asked())), 0)


def test_an_officers_session_may_send(files: Any, here: set[str]) -> None:
    let_in("olga", files, here)
    assert send("olga", files, 60) == 204


@pytest.mark.parametrize("method", ["PUT", "POST", "PATCH"])
def test_a_session_that_was_not_let_in_is_refused_unread(files: Any, method: str) -> None:
    assert send("anybody", files, 60, method=method) == 403
    assert not files.file_storage


@pytest.mark.parametrize(
    "visitor",
    [Visitor(), Visitor(Rules(sign_in=True), {"is_logged_in": True, "exp": 1.0})],
    ids=["may not publish", "a sign-in that has expired since"],
)
def test_a_session_is_asked_again_at_each_file(
    files: Any, here: set[str], visitor: Visitor
) -> None:
    let_in("olga", files, here, visitor)
    assert send("olga", files, 60) == 403


def test_a_session_holds_so_many_bytes_and_no_more(files: Any, here: set[str]) -> None:
    let_in("olga", files, here)
    assert [send("olga", files, 60), send("olga", files, 41), send("olga", files, 40)] == [
        204,
        413,
        204,
    ]


def test_all_sessions_together_hold_so_many_bytes(files: Any, here: set[str]) -> None:
    for session in ("olga", "otto"):
        let_in(session, files, here)
    assert [send("olga", files, 100), send("otto", files, 51), send("otto", files, 50)] == [
        204,
        503,
        204,
    ]


def test_what_is_still_coming_in_counts(files: Any, here: set[str]) -> None:
    let_in("olga", files, here)
    with senders.receiving("olga", 60):
        assert send("olga", files, 41) == 413
    assert send("olga", files, 41) == 204


def test_more_than_was_said_ends_the_request(files: Any, here: set[str]) -> None:
    let_in("olga", files, here)
    assert send("olga", files, 80, said=10) == 0
    assert not files.file_storage


def test_a_file_without_a_length_is_refused(files: Any, here: set[str]) -> None:
    let_in("olga", files, here)
    assert send("olga", files, 10, said=-1) == 411


def test_who_left_and_did_not_come_back_is_freed(files: Any, here: set[str]) -> None:
    for session in ("olga", "otto"):
        let_in(session, files, here)
        send(session, files, 50)
    here.remove("olga")
    assert senders.free_left(now=0) == []
    assert senders.free_left(now=senders.LEFT_S - 1) == []
    assert senders.free_left(now=senders.LEFT_S) == ["olga"]
    assert list(files.file_storage) == ["otto"]


def test_who_comes_back_in_time_keeps_their_files(files: Any, here: set[str]) -> None:
    let_in("olga", files, here)
    send("olga", files, 50)
    here.remove("olga")
    senders.free_left(now=0)
    here.add("olga")
    senders.free_left(now=60)
    here.remove("olga")
    assert senders.free_left(now=61) == []
    assert senders.free_left(now=senders.LEFT_S + 60) == []


def test_what_was_published_is_freed(files: Any, here: set[str]) -> None:
    let_in("olga", files, here)
    send("olga", files, 90)
    senders.forget("olga")
    assert send("olga", files, 90) == 204


def test_a_body_that_stalls_ends_the_request_and_a_whole_one_waits() -> None:
    async def asked() -> list[str]:
        parts = iter([{"type": "http.request", "body": b"a", "more_body": True}])

        async def stalls() -> Any:
            if (part := next(parts, None)) is None:
                await asyncio.sleep(3600)
            return part

        receive = prompt(stalls, stalled_s=0.01)
        return [(await receive())["type"], (await receive())["type"]]

    assert apart(asked()) == ["http.request", "http.disconnect"]


def test_a_reader_of_a_long_answer_is_not_cut_off() -> None:
    async def asked() -> bool:
        parts = iter([{"type": "http.request", "body": b"", "more_body": False}])

        async def listens() -> Any:
            if (part := next(parts, None)) is None:
                await asyncio.sleep(3600)
            return part

        receive = prompt(listens, stalled_s=0.01)
        await receive()
        waits = asyncio.ensure_future(receive())
        done, _ = await asyncio.wait([waits], timeout=0.05)
        waits.cancel()
        return not done

    assert apart(asked())


@pytest.mark.slow
def test_the_session_of_a_page_for_officers_is_let_in(
    published: object, monkeypatch: pytest.MonkeyPatch
) -> None:
    seen: list[str] = []
    monkeypatch.setattr(senders, "let_in", lambda session, sender: seen.append(session))
    app = AppTest.from_file(str(ROOT / "app.py"), default_timeout=120).run()
    assert not seen
    app.switch_page("pages/upload.py").run()
    assert seen


def test_nothing_else_passes_through_the_guard() -> None:
    asked: list[str] = []

    async def app(scope: Any, receive: Any, send: Any) -> None:
        asked.append(scope["path"])

    for path, method in ((f"{PLACE}/a/b", "DELETE"), (f"{PLACE}/a/b", "OPTIONS"), ("/area", "GET")):
        scope = {"type": "http", "method": method, "path": path, "headers": []}
        apart(Uploads(app)(scope, SimpleNamespace(), SimpleNamespace()))
    assert len(asked) == 3
