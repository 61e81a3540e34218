"""Several places on one server: each shows in company what it shows alone, and no other's."""

import ast
import itertools
import random
import shutil
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pandas as pd
import pytest
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import PlainTextResponse, RedirectResponse
from starlette.routing import Route, WebSocketRoute
from starlette.testclient import TestClient
from starlette.websockets import WebSocket, WebSocketDisconnect

from cspdata import access, api, areas, background, kept, place, publish, settings, sites, store
from cspdata.__main__ import main
from cspdata.answers import own_place
from cspdata.api.declared import ENDPOINTS
from cspdata.errors import BadReference, NotAllowed
from tests.reader import opened, words_of
from tests.test_another_place import PACK
from tests.test_another_place import harrowmere as harrowmere
from tests.test_pages import PAGES

pytestmark = pytest.mark.slow

ROOT = Path(__file__).resolve().parent.parent
WINCHESTER, HARROWMERE = "winchester", "harrowmere"
BOTH = (WINCHESTER, HARROWMERE)
OTHERS_WORDS = {
    WINCHESTER: ("Harrowmere", "Ashby Quay", "Fenshire", "stonebrook"),
    HARROWMERE: ("Winchester", "winchester", "Hampshire", "St Paul", "NPT"),
}
AREA = {WINCHESTER: "st-paul", HARROWMERE: "ashby-quay"}
BESIDE = ("openapi.json", "summary", "feed.atom", "signals.atom", "signals.csv", "healthz")
ROUTES = (
    *(f"api/v1/{endpoint.name}" for endpoint in ENDPOINTS),
    *(f"api/v1/{endpoint.name}?format=csv" for endpoint in ENDPOINTS),
    "api/v1/answer?offence=all-crime",
    "api/v1/answer?area={area}",
    "api/v1/answer?area={area}&peers=alike",
    "api/v1/crime?area={area}",
    *BESIDE,
)
SEED = 20_260_701


@pytest.fixture(scope="module")
def folder(harrowmere: Path, built_store: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder of two places: each with its pack, and its store."""
    made = tmp_path_factory.mktemp("places")
    for name, pack, held in (
        (WINCHESTER, settings.SHIPPED, built_store),
        (HARROWMERE, PACK, harrowmere / "store"),
    ):
        shutil.copytree(pack, made / name / sites.PACK)
        shutil.copytree(held, made / name / "store")
    return made


@pytest.fixture
def company(folder: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A server of both places."""
    monkeypatch.delenv("CSP_STORE", raising=False)
    monkeypatch.delenv("CSP_PLACE", raising=False)
    monkeypatch.setenv("CSP_PLACES", str(folder))
    return folder


@pytest.fixture
def own(folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A server of both places whose stores a test may change."""
    copied = tmp_path / "places"
    shutil.copytree(folder, copied)
    monkeypatch.delenv("CSP_STORE", raising=False)
    monkeypatch.setenv("CSP_PLACES", str(copied))
    return copied


def client() -> TestClient:
    app = Starlette(routes=api.routes(), middleware=api.protection())
    return TestClient(app, "http://localhost", follow_redirects=False)


def alone(folder: Path, name: str) -> pytest.MonkeyPatch:
    """The environment of a server of that place only."""
    patched = pytest.MonkeyPatch()
    patched.delenv("CSP_PLACES", raising=False)
    patched.setenv("CSP_PLACE", str(folder / name / sites.PACK))
    patched.setenv("CSP_STORE", str(folder / name / "store"))
    return patched


def route(each: str, name: str) -> str:
    return "/" + each.format(area=AREA[name])


# What is shown


def test_every_address_answers_in_company_as_alone_also_under_load_of_both(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    expected = {}
    for name in BOTH:
        patched = alone(folder, name)
        with client() as asking:
            for each in ROUTES:
                answer = asking.get(route(each, name))
                expected[name, each] = answer.status_code, answer.text, answer.headers.get("etag")
        patched.undo()
    assert [each for each, (status, _, _) in expected.items() if status != 200] == []
    # A place without signals or notes has the same empty table as any other.
    differing = [each for each in ROUTES if len({expected[name, each][1] for name in BOTH}) == 2]
    assert len(differing) > len(ROUTES) - 6

    monkeypatch.delenv("CSP_STORE", raising=False)
    monkeypatch.setenv("CSP_PLACES", str(folder))
    asked = [*itertools.product(BOTH, ROUTES)] * 3
    random.Random(SEED).shuffle(asked)
    with client() as asking, ThreadPoolExecutor(6) as readers:
        got = readers.map(lambda each: asking.get(f"/{each[0]}{route(each[1], each[0])}"), asked)
        for (name, each), answer in zip(asked, got, strict=True):
            said = answer.text.replace(f"/{name}/", "/").replace(f'"/{name}"', '"/"')
            assert (answer.status_code, said, answer.headers.get("etag")) == expected[name, each]
            assert not [word for word in OTHERS_WORDS[name] if word in answer.text]


@pytest.mark.parametrize("name", PAGES)
def test_a_page_shows_one_place_after_the_other_and_never_both(
    name: str, company: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for there in (*BOTH, *BOTH):
        monkeypatch.setattr(sites, "_askers", [lambda there=there: f"{there} /{there}"])
        app = opened(name, area=AREA[there])
        assert not app.exception
        assert not app.error
        shown = words_of(app)
        assert not [word for word in OTHERS_WORDS[there] if word in shown]


def test_what_a_reader_kept_of_one_place_is_not_current_at_the_other(company: Path) -> None:
    with client() as asking:
        for each in ("api/v1/crime", "summary", "feed.atom", "signals.csv"):
            tag = asking.get(f"/{WINCHESTER}/{each}").headers["etag"]
            sent = {"If-None-Match": tag}
            assert asking.get(f"/{WINCHESTER}/{each}", headers=sent).status_code == 304
            assert asking.get(f"/{HARROWMERE}/{each}", headers=sent).status_code == 200


def test_what_is_kept_of_a_version_is_each_place_s_own(company: Path) -> None:
    releases = {}
    for name in BOTH:
        with sites.within(sites.sites()[name]):
            releases[name] = kept.release(store.version()).decode()
            background.submit(lambda: None).result()
    for name, text in releases.items():
        assert not [word for word in OTHERS_WORDS[name] if word in text]
        assert list((company / name / "store" / "made").rglob("*release.html"))


def test_a_text_that_is_made_in_the_background_is_made_for_its_place(
    own: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = []
    monkeypatch.setattr(kept, "make", lambda version, where: made.append(settings.store()))
    for name in BOTH:
        with sites.within(sites.sites()[name]):
            announce(1).result()
    assert made == [str(own / name / "store") for name in BOTH]


# `nothing_is_made_behind_a_test` replaces it during a test.
announce = kept.announce


# What is kept in memory

# Functions whose memory is of no place, and why.
OF_NO_PLACE = {
    "api/answers.py application": "routes only",
    "change/thresholds.py table": "declared in the program",
    "draft/ground.py _names": "national tables",
    "national.py": "national tables",
    "periods.py month": "by year and month",
    "readers/street.py _none": "no rows, by their columns",
    "printers/html.py style": "a style sheet of the program",
    "printers/pictures.py _drawn": "by the whole specification of a chart",
    "published/revisions.py _compared": "by the table's own number",
    "schemas/__init__.py": "declared in the program",
    "sites.py _sites": "the places themselves",
    "store/places.py _service": "a connection by its address",
    "ui/scripted.py _component": "a script of the program",
    "ui/blocks.py _parted": "by the whole block",
    "ui/doors.py application": "routes only",
}
CACHES = (
    "cache",
    "lru_cache",
    "functools.cache",
    "functools.lru_cache",
    "st.cache_data",
    "st.cache_resource",
)
# What a module changes while it runs, and why it mixes no places.
CHANGING = {
    "invitations.py _accepted": "of the computer, where no place asks for a sign-in",
    "invitations.py _open": "of the computer, where no place asks for a sign-in",
    "senders.py _arriving": "by session",
    "senders.py _left": "by session",
    "senders.py _senders": "by session, with its visitor",
    "sites.py _askers": "who names the place",
    "store/faults.py _noted": "what was logged, by its words",
    "store/ledger.py _read": "by store",
    "store/log.py _held": "by store",
    "store/versions.py _bad": "by store",
    "store/versions.py _silent": "by store",
    "ui/ready.py _turns": "by place, and nothing of another store is shown",
}


def modules() -> Iterator[tuple[str, ast.Module]]:
    for path in sorted((ROOT / "cspdata").rglob("*.py")):
        yield str(path.relative_to(ROOT / "cspdata")), ast.parse(path.read_text("utf-8"))


def remembering() -> Iterator[tuple[str, str]]:
    for name, tree in modules():
        for each in ast.walk(tree):
            if isinstance(each, ast.FunctionDef):
                for how in each.decorator_list:
                    said = ast.unparse(how.func if isinstance(how, ast.Call) else how)
                    if said in CACHES:
                        yield name, each.name


def test_whatever_is_remembered_is_remembered_by_place_or_declared_to_be_of_none() -> None:
    found = [(name, f"{name} {function}") for name, function in remembering()]
    undeclared = [each for name, each in found if not {name, each} & set(OF_NO_PLACE)]
    assert undeclared == []
    assert {each for pair in found for each in pair} >= set(OF_NO_PLACE)


def test_whatever_a_module_changes_while_it_runs_is_declared_with_its_key() -> None:
    found = {
        f"{name} {target.id}"
        for name, tree in modules()
        for each in tree.body
        for target in getattr(each, "targets", [getattr(each, "target", None)])
        if isinstance(target, ast.Name)
        and target.id.startswith("_")
        and target.id.islower()
        and isinstance(getattr(each, "value", None), ast.Dict | ast.List | ast.Set | ast.Call)
        and ast.unparse(each.value) in ("{}", "[]", "set()", "dict()", "list()")
    }
    assert found == set(CHANGING)


# The address


def echo(request: Request) -> PlainTextResponse:
    meant = sites.said()
    named = f"{meant.name} {meant.prefix}" if meant else "nobody"
    return PlainTextResponse(
        f"{named} {request.url.path} {request.headers.get(sites.HEADER, '')}".strip()
    )


async def echo_socket(websocket: WebSocket) -> None:
    await websocket.accept()
    await websocket.send_text(websocket.headers.get(sites.HEADER, ""))
    await websocket.close()


def leads(_: Request) -> RedirectResponse:
    return RedirectResponse("/area?x=1")


def away(_: Request) -> RedirectResponse:
    return RedirectResponse("https://sign-in.example/authorize")


def echoing() -> TestClient:
    routes = [
        Route("/healthz", echo),
        Route("/api/v1/{rest:path}", echo),
        Route("/auth/leads", leads),
        Route("/auth/away", away),
        WebSocketRoute("/_stcore/stream", echo_socket),
    ]
    app = Starlette(routes=routes, middleware=api.protection())
    return TestClient(app, "http://localhost", follow_redirects=False)


@pytest.mark.parametrize("sent", ["", "winchester /winchester", "nowhere /nowhere"])
def test_what_an_address_begins_with_names_the_place_and_no_header_does(
    sent: str, company: Path
) -> None:
    headers = {sites.HEADER: sent} if sent else {}
    got = echoing().get("/harrowmere/api/v1/areas", headers=headers).text
    assert got == "harrowmere /harrowmere /api/v1/areas harrowmere /harrowmere"
    assert echoing().get("/healthz", headers=headers).text == "nobody /healthz"


def test_a_page_s_connection_carries_its_place_and_none_is_made_without(company: Path) -> None:
    with echoing() as asking:
        sent = {sites.HEADER: "winchester /winchester", "Host": "localhost"}
        with asking.websocket_connect("/harrowmere/_stcore/stream", headers=sent) as connection:
            assert connection.receive_text() == "harrowmere /harrowmere"
        for path in ("/_stcore/stream", "/nowhere/_stcore/stream"):
            with (
                pytest.raises(WebSocketDisconnect),
                asking.websocket_connect(path, headers={"Host": "localhost"}),
            ):
                pass


@pytest.mark.parametrize(
    ("asked", "led"),
    [
        ("/harrowmere", "/harrowmere/"),
        ("/harrowmere?area=fenwick-green", "/harrowmere/?area=fenwick-green"),
        ("/Harrowmere/area?area=x", "/harrowmere/area?area=x"),
        ("/harrowmere/auth/leads", "/harrowmere/area?x=1"),
        ("/harrowmere/auth/away", "https://sign-in.example/authorize"),
        ("/harrowmere/overview?area=x", "/harrowmere/?area=x"),
    ],
)
def test_an_address_leads_on_within_its_place(asked: str, led: str, company: Path) -> None:
    answer = echoing().get(asked, headers={"Accept": "text/html"})
    assert answer.headers["location"] == led


def test_an_address_without_a_place_is_answered_with_the_list(company: Path) -> None:
    with client() as asking:
        listed = asking.get("/", headers={"Accept": "text/html"})
        assert listed.status_code == 200
        assert '<a href="/harrowmere/">Harrowmere safety figures</a>' in listed.text
        for path in ("/area", "/nowhere/area", "/api/v1/areas"):
            answer = asking.get(path, headers={"Accept": "text/html"})
            assert (answer.status_code, "/winchester/" in answer.text) == (404, True)
        plain = asking.get("/api/v1/areas")
        assert plain.status_code == 404
        assert "/NAME/api/v1/areas" in plain.text


def test_the_host_s_name_chooses_a_place_which_then_has_the_whole_address(
    own: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (own / HARROWMERE / sites.OWN).write_text(
        'hosts = ["crime.harrowmere.example"]\naddress = "https://crime.harrowmere.example"',
        "utf-8",
    )
    with client() as asking:
        headers = {"Host": "crime.harrowmere.example"}
        got = asking.get("/api/v1/areas", headers=headers)
        assert "ashby-quay" in got.text
        # A host that has chosen is not talked into another place by the address.
        assert asking.get("/winchester/api/v1/areas", headers=headers).status_code == 404
        assert asking.get("/harrowmere/api/v1/areas").text == got.text
    with sites.within(sites.sites()[HARROWMERE]):
        assert settings.address() == "https://crime.harrowmere.example"
    monkeypatch.setenv("CSP_ADDRESS", "https://crime.example/")
    with sites.within(sites.sites()[WINCHESTER]):
        assert settings.address() == "https://crime.example/winchester"


def test_the_server_is_well_when_every_place_is(own: Path) -> None:
    with client() as asking:
        answer = asking.get("/healthz")
        assert (answer.status_code, answer.json()["status"]) == (200, "ok")
        shutil.rmtree(own / HARROWMERE / "store")
        answer = asking.get("/healthz")
        each = answer.json()["places"]
        assert answer.status_code == 503
        assert [each[name]["status"] for name in BOTH] == ["ok", "unavailable"]
        assert asking.get("/winchester/healthz").status_code == 200
        assert asking.get("/harrowmere/healthz").status_code == 503


def test_a_faulty_place_is_left_out_and_the_others_are_shown(
    own: Path, caplog: pytest.LogCaptureFixture
) -> None:
    (own / "upload" / sites.PACK).mkdir(parents=True)
    (own / "Capitals" / sites.PACK).mkdir(parents=True)
    (own / "no-pack").mkdir()
    (own / HARROWMERE / sites.OWN).write_text("hosts = [", "utf-8")
    assert list(sites.sites()) == [WINCHESTER]
    assert "settings.toml cannot be read" in caplog.text
    assert caplog.text.count("no address can begin with that name") == 2


def test_a_folder_that_is_not_there_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CSP_PLACES", "/nowhere/at/all")
    with pytest.raises(BadReference, match="CSP_PLACES names /nowhere/at/all, which is no folder"):
        sites.sites()


def test_nothing_is_asked_before_somebody_said_for_which_place(company: Path) -> None:
    with pytest.raises(sites.NoSite):
        areas.root()


def test_with_one_place_nothing_of_this_is_there(published: Path) -> None:
    with echoing() as asking:
        sent = {sites.HEADER: "harrowmere /harrowmere"}
        got = asking.get("/api/v1/areas", headers=sent).text
        assert got == "nobody /api/v1/areas harrowmere /harrowmere"
    assert sites.site() is None
    assert place.here().dashboard == "Winchester community safety"


@pytest.mark.parametrize(
    ("address", "door"),
    [("", "../winchester/"), ("https://crime.winchester.example", None)],
)
def test_a_district_of_a_larger_place_leads_to_its_own_dashboard(
    address: str, door: str | None, own: Path
) -> None:
    table = own / HARROWMERE / sites.PACK / "areas.csv"
    rows = pd.read_csv(table, dtype=str, keep_default_na=False)
    rows.loc[rows["area"] == "ashby-quay", "aliases"] = "The Quay; E07000094"
    rows.to_csv(table, index=False)
    if address:
        (own / WINCHESTER / sites.OWN).write_text(f'address = "{address}"', "utf-8")
    with sites.within(replace(sites.sites()[HARROWMERE], prefix="/harrowmere")):
        (words,) = own_place.told("ashby-quay")
        assert f"[Winchester community safety]({door or address})" in words.text
        assert own_place.told("mill-end") == ()


# Who may publish


def test_the_people_of_one_place_are_nobody_at_the_other(own: Path) -> None:
    (own / HARROWMERE / sites.OWN).write_text('[access]\nofficers = ["olga@x.example"]', "utf-8")
    server = {
        "auth": {"redirect_uri": "https://crime.example/oauth2callback"},
        "access": {"officers": ["of-the-server@x.example"], "everybody": True},
    }

    def officer(name: str, email: str) -> str:
        with sites.within(sites.sites()[name]):
            soon = datetime.now(UTC).timestamp() + 600
            claims = {"is_logged_in": True, "email": email, "email_verified": True, "exp": soon}
            rules = access.rules(settings.of_site(server))
            visitor = access.Visitor(rules=rules, claims=claims, name="")
            return access.officer(visitor)

    assert officer(HARROWMERE, "olga@x.example") == "olga@x.example"
    for name, email in (
        (WINCHESTER, "olga@x.example"),
        (WINCHESTER, "of-the-server@x.example"),
        (HARROWMERE, "of-the-server@x.example"),
    ):
        with pytest.raises(NotAllowed):
            officer(name, email)


HEADED = "area,offence,period_start,period_end,count,source\n"
OF_ST_PAUL = f"{HEADED}St Paul,Theft offences,2017-04-01,2017-10-31,54,police-tables\n"


def upload(text: str) -> publish.Upload:
    return publish.Upload("late.csv", text.encode())


def test_one_upload_is_rehearsed_and_published_for_the_places_that_it_is_about(own: Path) -> None:
    with sites.within(sites.sites()[HARROWMERE]):
        others = publish.others(here)
        assert [each.name for each in others] == [WINCHESTER]
        before = store.version()
        (found,) = publish.rehearsed_at(others, [upload(OF_ST_PAUL)], lambda words: None)
        assert (found.title, found.is_ready) == ("Winchester community safety", True)
        (outcome,) = publish.publish_at([found], here, "A late report")
        assert outcome.version == 4
        assert store.version() == before
    with sites.within(sites.sites()[WINCHESTER]):
        assert store.history()["reason"].iloc[0] == "A late report"
        # The ground moved: the same rehearsal is refused, and says so.
        with sites.within(sites.sites()[HARROWMERE]):
            (again,) = publish.publish_at([found], here, "Once more")
        assert again.version is None
        assert "The ground moved" in again.refusal


def test_what_waits_at_another_place_is_not_published_from_here(own: Path) -> None:
    faulty = OF_ST_PAUL + "St Paul,Drugs,2017-04-01,2017-10-31,-3,police-tables\n"
    with sites.within(sites.sites()[HARROWMERE]):
        others = publish.others(here)
        (found,) = publish.rehearsed_at(others, [upload(faulty)], lambda words: None)
    assert (found.waits, found.is_ready) == ("1 fault", False)


def test_places_where_one_is_no_officer_are_not_offered(own: Path) -> None:
    def stranger() -> access.Visitor:
        rules = access.rules({"auth": {"redirect_uri": "https://crime.example/oauth2callback"}})
        return access.Visitor(rules=rules, claims={"is_logged_in": False}, name="")

    with sites.within(sites.sites()[HARROWMERE]):
        assert publish.others(stranger) == []


def here() -> access.Visitor:
    return access.person_here("Olga")


# The command line


def test_a_command_has_a_turn_at_each_place_and_goes_on_where_one_fails(
    own: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["history"]) == 0
    told = capsys.readouterr().out
    assert told.index("== harrowmere") < told.index("== winchester")
    shutil.rmtree(own / HARROWMERE / "store")
    assert main(["history"]) == 1
    assert "Figures of police-uk" in capsys.readouterr().out


def test_a_file_is_published_where_it_is_about_somebody(
    own: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "late.csv"
    file.write_text(OF_ST_PAUL, "utf-8")
    assert main(["publish", str(file)]) == 0
    told = capsys.readouterr().out
    assert "== harrowmere\nNothing in these files is about this place." in told
    assert "Published as version 4." in told
    file.write_text(OF_ST_PAUL.replace("St Paul", "Nowhere"), "utf-8")
    assert main(["check", str(file)]) == 1
    assert "about none of the places here" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (["export", "x"], "Several places are here: say which with --place NAME."),
        (["--place", "nowhere", "history"], "No place is called nowhere here."),
    ],
)
def test_a_command_that_is_for_one_place_asks_which(
    words: list[str], sentence: str, company: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(words) == 1
    assert sentence in capsys.readouterr().err


def test_a_named_place_is_the_only_one(
    company: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["--place", HARROWMERE, "export", str(tmp_path)]) == 0
    text = "".join(path.read_text("utf-8") for path in tmp_path.glob("*.csv"))
    assert "ashby-quay" in text
    assert "st-paul" not in text
