"""What the server answers to and what it keeps closed; the way in for officers without sign-in."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from starlette.applications import Starlette
from starlette.responses import PlainTextResponse
from starlette.routing import Route
from starlette.testclient import TestClient
from starlette.websockets import WebSocketDisconnect

from cspdata import api, invitations, settings, store
from cspdata.errors import StorageFault
from cspdata.store import log, places, versions
from cspdata.ui import visitor

PAGE = {"Accept": "text/html,application/xhtml+xml"}
Said = pytest.CaptureFixture[str]


@pytest.fixture
def client() -> Iterator[TestClient]:
    """The server without Streamlit, which answers "a page" at every other address."""

    def page(_: Any) -> PlainTextResponse:
        return PlainTextResponse("a page")

    routes = [*api.routes(), Route("/{path:path}", page, methods=["GET", "PUT"])]
    app = Starlette(routes=routes, middleware=api.protection())
    with TestClient(app, "http://localhost:8501", follow_redirects=False) as made:
        yield made


@pytest.fixture
def invited(monkeypatch: pytest.MonkeyPatch) -> None:
    """A server as it is shipped: nobody publishes without the address that it prints."""
    monkeypatch.delenv("CSP_PUBLISHING")
    monkeypatch.setattr(invitations, "_open", [])
    monkeypatch.setattr(invitations, "_accepted", set())


def printed(capsys: Said) -> str:
    """The path that the server printed for officers."""
    (found,) = re.findall(r"http://localhost:\d+(/officer/\S+)", capsys.readouterr().out)
    return str(found)


# Names


@pytest.mark.parametrize(
    "host", ["localhost", "localhost:8501", "LOCALHOST:8501", "127.0.0.1:80", "[::1]", "[::1]:8501"]
)
def test_the_server_answers_to_its_own_names(client: TestClient, host: str) -> None:
    assert client.get("/area", headers={"Host": host}).status_code == 200


@pytest.mark.parametrize(
    "host", ["evil.example", "localhost.evil.example", "127.0.0.1.evil.example:8501", "", "[", "["]
)
def test_and_to_no_other(client: TestClient, host: str) -> None:
    assert client.get("/area", headers={"Host": host}).status_code == 400
    with (
        pytest.raises(WebSocketDisconnect),
        client.websocket_connect("/_stcore/stream", headers={"Host": host}),
    ):
        pass


# Addresses


@pytest.mark.parametrize("path", ["/nonesuch", "/area/nonesuch", "/Nonesuch"])
def test_an_address_without_a_page_says_so(client: TestClient, path: str) -> None:
    answer = client.get(path, headers=PAGE)
    assert answer.status_code == 404
    assert "There is no page at this address" in answer.text


@pytest.mark.parametrize("path", ["/Area", "/AREA", "/area/"])
def test_another_spelling_of_a_page_leads_to_it(client: TestClient, path: str) -> None:
    answer = client.get(f"{path}?area=st-paul&on=2018-02-01", headers=PAGE)
    assert answer.is_redirect
    assert answer.headers["location"] == "/area?area=st-paul&on=2018-02-01"


@pytest.mark.slow
@pytest.mark.parametrize(
    "path", ["/", "/area", "/summary", "/static/js/index.js", "/favicon.png", "/auth/login"]
)
def test_what_is_there_is_answered(client: TestClient, path: str, published: Path) -> None:
    assert client.get(path, headers=PAGE).status_code == 200


def test_what_a_page_loads_is_not_taken_for_a_page(client: TestClient) -> None:
    assert client.get("/nonesuch", headers={"Accept": "*/*"}).text == "a page"


@pytest.mark.parametrize("path", ["/_stcore/metrics", "/_stcore/script-health-check"])
def test_streamlits_own_figures_are_nobodys(client: TestClient, path: str) -> None:
    assert client.get(path).status_code == 404


@pytest.mark.parametrize(
    "path", ["/openapi.json", "/summary", "/feed.atom", "/signals.csv", "/api/v1/areas"]
)
def test_where_everybody_signs_in_no_address_beside_the_pages_is_open(
    client: TestClient, path: str, published: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert client.get(path).status_code == 200
    closed = {"auth": {}, "access": {"everybody_signs_in": True}}
    monkeypatch.setattr(settings, "secrets", lambda: closed)
    assert client.get(path).status_code == 403
    assert client.get("/healthz").status_code == 200


def test_a_file_is_refused_at_the_door(client: TestClient) -> None:
    sent = client.put("/_stcore/upload_file/session/file", files={"f": b"area,offence"})
    assert sent.status_code == 403


# The way in


def test_the_printed_address_lets_an_officer_in_once(
    client: TestClient, invited: None, capsys: Said
) -> None:
    visitor.greet()
    path = printed(capsys)
    answer = client.get(path)
    assert answer.headers["location"] == "/upload"
    cookie = answer.headers["set-cookie"]
    assert {"HttpOnly", "SameSite=strict"} <= set(cookie.split("; "))
    name, _, given = cookie.partition(";")[0].partition("=")
    assert name == visitor.cookie()
    assert invitations.known(given)
    client.cookies.clear()
    assert client.get(path).status_code == 403
    assert client.get(printed(capsys)).is_redirect


def test_whoever_is_in_may_open_it_again(client: TestClient, invited: None, capsys: Said) -> None:
    visitor.greet()
    path = printed(capsys)
    client.get(path)
    assert client.get(path).is_redirect


@pytest.mark.parametrize("token", ["", "guessed", "é", "a" * 5000])
def test_another_address_lets_nobody_in(client: TestClient, invited: None, token: str) -> None:
    visitor.greet()
    answer = client.get(f"/officer/{token}")
    assert "set-cookie" not in answer.headers
    assert answer.status_code in (200, 403)


@pytest.mark.parametrize("header", ["X-Forwarded-For", "X-Forwarded-Host", "Forwarded"])
def test_the_way_in_is_closed_to_who_comes_through_another_server(
    client: TestClient, invited: None, capsys: Said, header: str
) -> None:
    visitor.greet()
    path = printed(capsys)
    assert client.get(path, headers={header: "203.0.113.9"}).status_code == 404
    assert client.get(path).is_redirect


@pytest.mark.parametrize("setting", ["sign-in", "open"])
def test_nothing_is_printed_where_officers_come_in_otherwise(
    invited: None, capsys: Said, setting: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    if setting == "open":
        monkeypatch.setenv("CSP_PUBLISHING", "open")
    else:
        monkeypatch.setattr(visitor, "_secrets", lambda: {"auth": {}})
    visitor.greet()
    assert capsys.readouterr().out == ""
    assert not visitor.invites()


def test_a_cookie_that_was_not_given_is_not_known(invited: None) -> None:
    invitations.accept("")
    assert not any(invitations.known(cookie) for cookie in ("", "None", "guessed"))


# Health


@pytest.fixture
def fresh(published: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A process that has read nothing yet."""
    from cspdata.store import ledger

    for module, known, empty in (
        (log, "_held", {}),
        (versions, "_bad", {}),
        (versions, "_silent", {}),
        (ledger, "_read", {}),
    ):
        monkeypatch.setattr(module, known, empty)
    return published


def test_a_server_that_reads_is_well(client: TestClient, fresh: Path) -> None:
    assert client.get("/healthz").json() == {"status": "ok", "version": 3}


def test_a_fresh_server_that_can_read_nothing_is_not_well(
    client: TestClient, fresh: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The log may answer while no figure does."""
    whole = places.get
    monkeypatch.setattr(places, "get", lambda path: whole(path) if "_delta_log" in path else None)
    answer = client.get("/healthz")
    assert answer.status_code == 503
    assert str(fresh) not in answer.text


def silent(path: str) -> bytes:
    raise OSError(f"AWS Error NETWORK_CONNECTION: {path} timed out")


def test_a_fresh_server_whose_storage_is_silent_is_not_well_and_tells_no_place(
    client: TestClient, fresh: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(places, "within", silent)
    answer = client.get("/healthz")
    assert answer.status_code == 503
    assert "cannot be read at the moment" in answer.text
    assert not {"AWS", str(fresh)} & set(answer.text.split())


def test_a_server_that_knows_the_figures_goes_on_without_storage_and_says_so(
    client: TestClient, fresh: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    client.get("/healthz")
    monkeypatch.setattr(places, "info", silent)
    answer = client.get("/healthz")
    assert answer.status_code == 200
    assert "does not answer at the moment. Version 3" in answer.json()["note"]
    with pytest.raises(StorageFault):
        store.version()
