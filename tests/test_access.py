"""Who may look and who may publish: sums over claims and addresses, asked again inside publish."""

from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from cspdata import access, publish, store
from cspdata.access import Rules, Visitor
from cspdata.errors import NotAllowed
from cspdata.publish import Upload

NOW = datetime(2026, 11, 22, 12, tzinfo=UTC)
LIST = Rules(sign_in=True, officers=frozenset(["olga@example.gov.uk"]))
GROUP = Rules(sign_in=True, group_claim="roles", groups=frozenset(["Publishers"]))


def claims(**changed: Any) -> dict[str, Any]:
    """An officer's claims, signed in ten minutes ago, good for an hour."""
    since = (NOW - timedelta(minutes=10)).timestamp()
    held = {"is_logged_in": True, "sub": "1", "iat": since, "exp": since + 3600}
    own = {"email": "olga@example.gov.uk", "email_verified": True}
    return {k: v for k, v in (held | own | changed).items() if v is not None}


def refused(visitor: Visitor) -> str:
    with pytest.raises(NotAllowed) as caught:
        access.officer(visitor, NOW)
    return str(caught.value)


# Alone on this computer


def here(**changed: Any) -> Visitor:
    """The person at this computer, who opened the address that the server printed."""
    usual = {"listens": "localhost", "called": "localhost:8501", "origin": "http://localhost:8501"}
    return Visitor(**{**usual, "invited": True, "name": "Olga", **changed})


@pytest.mark.parametrize("listens", ["localhost", "127.0.0.1", "127.8.9.1", "::1", "[::1]"])
def test_a_server_on_loopback_lets_its_person_publish(listens: str) -> None:
    assert access.officer(here(listens=listens)) == "Olga"


@pytest.mark.parametrize("listens", ["", "0.0.0.0", "::", "192.168.1.5", "dashboard.example"])
def test_a_server_that_others_can_reach_lets_nobody_publish(listens: str) -> None:
    assert "Nobody can publish here" in refused(here(listens=listens))


@pytest.mark.parametrize("called", ["evil.example", "evil.example:8501", "localhost.evil.example"])
def test_a_loopback_server_called_by_another_name_lets_nobody_publish(called: str) -> None:
    assert "another name" in refused(here(called=called, origin=f"http://{called}"))


def test_a_loopback_server_behind_another_server_lets_nobody_publish() -> None:
    assert "through another server" in refused(here(passed_on=True))


def test_who_only_reaches_the_port_is_not_let_in() -> None:
    """A plain forward of the port adds no header by which it could be known."""
    assert "address that the server printed" in refused(here(invited=False))


def test_a_setting_opens_publishing_to_whoever_is_at_this_computer() -> None:
    assert access.officer(here(invited=False, open_here=True)) == "Olga"


@pytest.mark.parametrize(
    "origin",
    [
        "",  # no browser says nothing
        "http://localhost:9999",  # another program on this computer
        "https://evil.example",
        "http://127.0.0.1:8501",  # the same place by another name
        "null",
        "http://[",
    ],
)
def test_only_the_dashboards_own_page_may_ask(origin: str) -> None:
    assert "own page" in refused(here(origin=origin))
    assert "own page" in refused(here(origin=origin, invited=False, open_here=True))


@pytest.mark.parametrize("called", ["localhost:8501", "127.0.0.1:8501", "[::1]:8501", "localhost"])
def test_a_port_is_no_part_of_a_name(called: str) -> None:
    assert access.officer(here(called=called, origin=f"http://{called}")) == "Olga"


# Signed in


@pytest.mark.parametrize(
    "changed",
    [
        {},
        {"email": "Olga@Example.GOV.UK"},
        {"email_verified": "true"},
        {"email_verified": None, "xms_edov": True},
        {"email_verified": None, "xms_edov": "1"},
    ],
    ids=str,
)
def test_a_verified_email_on_the_list_may_publish(changed: dict[str, Any]) -> None:
    assert access.officer(Visitor(LIST, claims(**changed)), NOW) == "olga@example.gov.uk"


@pytest.mark.parametrize(
    ("changed", "reason"),
    [
        ({"is_logged_in": None}, "Sign in"),
        ({"is_logged_in": False}, "Sign in"),
        ({"email": "vera@example.gov.uk"}, "not among the officers"),
        ({"email": None}, "not among the officers"),
        ({"email": ""}, "not among the officers"),
        ({"email_verified": False}, "has verified"),
        ({"email_verified": None}, "has verified"),
        ({"email_verified": None, "xms_edov": False}, "has verified"),
        ({"exp": (NOW - timedelta(seconds=1)).timestamp()}, "expired"),
        ({"exp": None}, "expired"),
        ({"exp": True}, "expired"),
        ({"exp": "9999999999"}, "expired"),
        ({"iat": (NOW + timedelta(hours=1)).timestamp()}, "expired"),
    ],
    ids=str,
)
def test_anybody_else_is_refused_with_the_reason(changed: dict[str, Any], reason: str) -> None:
    assert reason in refused(Visitor(LIST, claims(**changed), listens="localhost"))


@pytest.mark.parametrize("roles", ["Publishers", ["Readers", "Publishers"]], ids=str)
def test_a_group_claim_makes_an_officer(roles: Any) -> None:
    assert access.officer(Visitor(GROUP, claims(roles=roles)), NOW) == "olga@example.gov.uk"


@pytest.mark.parametrize(
    "said", [{"email_verified": None}, {"email_verified": False}, {"email": None}]
)
def test_an_officer_by_group_is_named_by_what_is_verified(said: dict[str, Any]) -> None:
    """Whoever may write their own e-mail or name could put another's into the history."""
    own = claims(roles="Publishers", name="Somebody else", **said)
    assert access.officer(Visitor(GROUP, own), NOW) == "account 1"


def test_an_officer_by_group_whom_nothing_names_is_refused() -> None:
    visitor = Visitor(GROUP, claims(roles="Publishers", email_verified=None, sub=None))
    assert "could not say who" in refused(visitor)


@pytest.mark.parametrize("roles", [None, [], ["Readers"], "Publisher", {"Publishers": 1}], ids=str)
def test_another_group_does_not(roles: Any) -> None:
    assert "not among the officers" in refused(Visitor(GROUP, claims(roles=roles)))


@pytest.mark.parametrize(("hours", "since"), [(2, "iat"), (2, "auth_time")])
def test_a_setting_says_how_long_a_sign_in_lasts(hours: float, since: str) -> None:
    rules = Rules(sign_in=True, officers=LIST.officers, hours=hours)
    began = {since: (NOW - timedelta(hours=1)).timestamp(), "exp": NOW.timestamp() - 1}
    assert access.officer(Visitor(rules, claims(**began)), NOW)
    began[since] = (NOW - timedelta(hours=3)).timestamp()
    assert "expired" in refused(Visitor(rules, claims(**began)))


def test_loopback_makes_nobody_an_officer_where_sign_in_is_set_up() -> None:
    assert "Sign in" in refused(Visitor(LIST, {}, listens="localhost", called="localhost"))


def test_everybody_may_look_unless_the_settings_ask_for_a_sign_in() -> None:
    assert access.may_look(Visitor(LIST, {}), NOW)
    closed = Rules(sign_in=True, everybody=True)
    assert not access.may_look(Visitor(closed, {}), NOW)
    assert access.may_look(Visitor(closed, claims(email="vera@example.gov.uk")), NOW)


def test_the_settings_are_read_as_written() -> None:
    secrets = {
        "auth": {"client_id": "x"},
        "access": {"officers": [" Olga@Example.gov.uk "], "everybody_signs_in": True, "hours": 8},
    }
    assert access.rules(secrets) == Rules(
        sign_in=True, everybody=True, officers=LIST.officers, hours=8
    )
    assert access.rules({}) == Rules()


# Asked again inside publish


@pytest.mark.parametrize(
    "visitor",
    [
        Visitor(),
        Visitor(listens="0.0.0.0"),
        here(invited=False),
        Visitor(LIST, {}, listens="localhost"),
        Visitor(LIST, claims(email="vera@example.gov.uk", exp=9e9)),
        Visitor(LIST, claims()),
    ],
    ids=["nobody", "everywhere", "not invited", "not signed in", "a viewer", "expired by now"],
)
def test_calling_publish_or_restore_helps_nobody_else(empty_store: Path, visitor: Visitor) -> None:
    store.create()
    content = b"area,offence,period_start,period_end,count\nSt Luke,Drugs,2017-04-01,2017-10-31,7\n"
    rehearsal = publish.rehearse([Upload("tidy.csv", content)])
    with pytest.raises(NotAllowed):
        publish.publish(rehearsal, visitor)
    with pytest.raises(NotAllowed):
        publish.restore(0, 1, visitor, "")
    assert store.version() == 0
    assert not (empty_store / "raw").exists()


def test_secrets_are_read_where_streamlit_is_told_they_are(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Open data beside the pages is closed by the same file that closes the pages."""
    (tmp_path / "s.toml").write_text("[access]\neverybody_signs_in = true\n", "utf-8")
    monkeypatch.setenv("STREAMLIT_SECRETS_FILES", str(tmp_path / "s.toml"))
    with pytest.raises(NotAllowed, match="people who sign in"):
        access.refuse_without_page()
    monkeypatch.setenv("STREAMLIT_SECRETS_FILES", str(tmp_path / "none.toml"))
    access.refuse_without_page()
