"""Open data: the same figures as the pages, filtered, versioned, and firm under nonsense."""

import subprocess
import sys
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pandas as pd
import pytest
import schemathesis
from hypothesis import HealthCheck, given, settings
from schemathesis import Case
from starlette.applications import Starlette
from starlette.testclient import TestClient

from cspdata import api, publish, store
from cspdata import published as door
from cspdata import settings as app_settings
from cspdata.api import answers
from cspdata.api.declared import ENDPOINTS
from cspdata.api.protection import HEADERS

APP = Starlette(routes=api.routes(), middleware=api.protection())


@pytest.fixture
def ask(published: Path) -> Iterator[TestClient]:
    with TestClient(APP, "http://localhost") as client:
        yield client


@pytest.fixture(scope="session")
def described(built_store: Path) -> Iterator[object]:
    with pytest.MonkeyPatch.context() as patched:
        patched.setenv("CSP_STORE", str(built_store))
        patched.setenv("CSP_HOSTS", "testserver")
        app = Starlette(routes=api.routes(), middleware=api.protection())
        yield schemathesis.openapi.from_asgi("/openapi.json", app)


@pytest.mark.slow
@pytest.mark.parametrize("mode", list(schemathesis.GenerationMode), ids=lambda mode: mode.value)
@pytest.mark.parametrize("name", [endpoint.name for endpoint in ENDPOINTS])
def test_the_api_survives_a_fuzz_run_and_keeps_to_its_description(
    described: Any, name: str, mode: schemathesis.GenerationMode
) -> None:
    cases = described[f"/api/v1/{name}"]["GET"].as_strategy(generation_mode=mode)

    @settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck))
    @given(case=cases)
    def fuzz(case: Case) -> None:
        case.call_and_validate()

    fuzz()


def test_a_count_is_the_one_on_the_page(ask: TestClient) -> None:
    asked = "area=winchester&offence=all-crime&source=police-tables&from=2017-04-01"
    answer = ask.get(f"/api/v1/crime?{asked}").json()
    assert [row["count"] for row in answer["rows"]] == [4397]
    assert answer["version"] == store.version()


def test_the_rows_come_from_the_frames_that_the_pages_cache(ask: TestClient) -> None:
    total = ask.get("/api/v1/crime?limit=1").json()["total"]
    frame = door.at(store.version()).figures
    assert frame is door.at().figures
    assert total == len(frame)


def test_a_code_can_be_asked_several_times_and_a_period_by_its_bounds(ask: TestClient) -> None:
    asked = "area=st-paul&area=sparsholt&source=police-uk&from=2017-04-01&to=2017-05-31"
    rows = pd.DataFrame(ask.get(f"/api/v1/crime?offence=burglary&{asked}").json()["rows"])
    assert set(rows["area"]) == {"st-paul", "sparsholt"}
    assert sorted(set(rows["period_start"])) == ["2017-04-01", "2017-05-01"]


def test_csv_and_json_hold_the_same_rows(ask: TestClient) -> None:
    asked = "/api/v1/crime?level=region&limit=500"
    as_json = pd.DataFrame(ask.get(asked).json()["rows"])
    as_csv = pd.read_csv(BytesIO(ask.get(f"{asked}&format=csv").content))
    pd.testing.assert_frame_equal(as_csv, as_json, check_dtype=False)


def test_pages_of_rows_make_up_the_whole(ask: TestClient) -> None:
    whole = ask.get("/api/v1/areas").json()["rows"]
    parts = [ask.get(f"/api/v1/areas?limit=10&offset={n}").json()["rows"] for n in (0, 10, 20)]
    assert [row for part in parts for row in part] == whole


def test_an_answer_is_not_sent_again_while_the_version_stands(ask: TestClient) -> None:
    first = ask.get("/api/v1/crime?area=st-paul")
    tag = first.headers["etag"]
    assert tag.startswith(f'"v{store.version()}-')
    for sent in (tag, f"W/{tag}", f'"other", {tag}'):
        again = ask.get("/api/v1/crime?area=st-paul", headers={"If-None-Match": sent})
        assert (again.status_code, again.content) == (304, b"")
    assert ask.get("/api/v1/crime?area=sparsholt").headers["etag"] != tag


def test_a_new_version_has_a_new_tag(ask: TestClient) -> None:
    tags = {ask.get(f"/api/v1/crime?version={n}&limit=1").headers["etag"] for n in (1, 2)}
    assert len(tags) == 2


@pytest.mark.parametrize(
    ("asked", "told"),
    [
        ("area=atlantis", "“atlantis” is no area"),
        ("colour=red", "no parameter “colour”"),
        ("limit=0", "limit is a whole number from 1"),
        ("limit=many", "limit is a whole number"),
        ("limit=1&limit=2", "once only"),
        ("from=2017-02-30", "from is a day"),
        ("format=xml", "json or csv"),
    ],
)
def test_what_is_not_understood_is_refused_with_a_sentence(
    ask: TestClient, asked: str, told: str
) -> None:
    answer = ask.get(f"/api/v1/crime?{asked}")
    assert answer.status_code == 400
    assert told in answer.json()["detail"]


@pytest.mark.parametrize(
    ("address", "status"),
    [("/api/v1/crime?version=999", 404), ("/api/v1/nothing", 404), ("/api/v1/", 404)],
)
def test_what_is_not_there_is_told_as_json(ask: TestClient, address: str, status: int) -> None:
    answer = ask.get(address)
    assert answer.status_code == status
    assert answer.json()["detail"]


def test_nothing_can_be_written(ask: TestClient) -> None:
    for method in ("POST", "PUT", "PATCH", "DELETE"):
        assert ask.request(method, "/api/v1/crime").status_code == 405


@pytest.mark.slow
@pytest.mark.parametrize("address", ["/api/v1/areas", "/summary", "/healthz", "/feed.atom", "/no"])
def test_every_answer_carries_the_protecting_headers(ask: TestClient, address: str) -> None:
    answer = ask.get(address)
    assert {name: answer.headers.get(name) for name in HEADERS} == HEADERS


def test_the_summary_needs_no_script_and_names_every_area(ask: TestClient) -> None:
    text = ask.get("/summary").text
    assert "<script" not in text
    assert "4,397" in text
    assert all(name in text for name in ("St Paul", "Winchester Rural", "Not shown by parish"))


def test_the_feed_has_an_entry_for_every_version(ask: TestClient) -> None:
    feed = ElementTree.fromstring(ask.get("/feed.atom").content)
    assert len(feed.findall("{http://www.w3.org/2005/Atom}entry")) == store.version() + 1


def test_health_tells_the_version(ask: TestClient) -> None:
    assert ask.get("/healthz").json() == {"status": "ok", "version": store.version()}


@pytest.mark.parametrize("address", ["/api/v1/crime", "/summary", "/feed.atom", "/healthz"])
def test_without_a_store_the_server_says_so(empty_store: Path, address: str) -> None:
    with TestClient(APP, "http://localhost") as client:
        answer = client.get(address)
    assert answer.status_code == 503
    assert "There are no published figures here" in answer.text


def test_an_empty_store_has_no_summary_yet(empty_store: Path) -> None:
    store.create()
    with TestClient(APP, "http://localhost") as client:
        assert client.get("/summary").status_code == 503
        assert client.get("/api/v1/crime").json()["rows"] == []


@pytest.mark.slow
def test_publishing_changes_the_answer_at_once(
    empty_store: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    store.create()
    with TestClient(APP, "http://localhost") as client:
        before = client.get("/api/v1/crime?limit=1")
        publish.rebuild()
        after = client.get("/api/v1/crime?limit=1")
    assert (before.json()["total"], after.json()["total"] > 300) == (0, True)
    assert before.headers["etag"] != after.headers["etag"]


@pytest.mark.parametrize("address", ["/api/v1/crime", "/api/v1/areas", "/summary", "/feed.atom"])
def test_where_everybody_must_sign_in_there_is_no_open_data(
    ask: TestClient, monkeypatch: pytest.MonkeyPatch, address: str
) -> None:
    monkeypatch.setattr(app_settings, "secrets", lambda: {"access": {"everybody_signs_in": True}})
    answer = ask.get(address)
    assert answer.status_code == 403
    assert "4,397" not in answer.text


@pytest.mark.parametrize(
    ("asked", "status"),
    [("localhost", 200), ("127.0.0.1:8501", 200), ("crime.example", 200), ("evil.example", 400)],
)
def test_the_server_answers_to_its_own_names_only(
    asked: str, status: int, published: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CSP_ADDRESS", "https://crime.example")
    app = Starlette(routes=api.routes(), middleware=api.protection())
    answer = TestClient(app, "http://localhost").get("/healthz", headers={"Host": asked})
    assert answer.status_code == status
    assert answer.headers["X-Content-Type-Options"] == "nosniff"


def test_more_names_are_given_by_a_setting(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CSP_HOSTS", "one.example, two.example")
    assert {"one.example", "two.example", "localhost"} <= set(app_settings.hosts())


def test_every_address_that_has_an_answer_is_served() -> None:
    answered = {route.path for route in answers.application().routes}
    assert {address.removesuffix("/{asked:path}") for address in api.ADDRESSES} == answered


@pytest.mark.slow
def test_the_server_loads_no_room_before_it_runs() -> None:
    loaded = subprocess.run(
        [sys.executable, "-c", "import server, sys; print(*sys.modules)"],
        cwd=Path(__file__).parent.parent,
        capture_output=True,
        text=True,
        check=True,
    ).stdout.split()
    assert "cspdata.api" in loaded
    assert not {"pandas", "altair", "scipy", "deltalake"} & set(loaded)
