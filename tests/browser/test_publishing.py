"""An officer signs in, is told what is wrong, publishes and undoes; a viewer reaches none of it."""

import logging
import urllib.error
import urllib.request
import warnings
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from cspdata import publish
from tests.browser.conftest import Serve, free_port
from tests.browser.seen import MAIN, broken_rules, settled, visit

with warnings.catch_warnings():
    warnings.simplefilter("ignore")
    import oidc_provider_mock

pytestmark = pytest.mark.filterwarnings("ignore::DeprecationWarning")
expect.set_options(timeout=60_000)
OFFICER, VIEWER = "olga@example.gov.uk", "vera@example.gov.uk"
CLIENT_SECRET = "of no use to anybody"
COOKIE_SECRET = "only for this test, and long enough to sign with"
HEADER = "area,offence,period_start,period_end,count,source"
DAYS = "2017-04-01,2017-10-31"
MENDED = f"{HEADER}\nSt Paul,Theft offences,{DAYS},54,police-tables\n"
FAULTY = MENDED.replace("St Paul", "ST PAULL") + f"St Paul,Drugs,{DAYS},-3,police-tables\n"


@pytest.fixture(scope="module")
def provider() -> Iterator[str]:
    """A sign-in service on this machine that believes whoever says who they are."""
    logging.getLogger("oidc_provider_mock").setLevel(logging.ERROR)
    people = [
        oidc_provider_mock.User(sub=email, claims={"email": email, "email_verified": True})
        for email in (OFFICER, VIEWER)
    ]
    with oidc_provider_mock.run_server_in_thread(user_claims=people) as server:
        yield f"http://localhost:{server.server_port}"


@pytest.fixture(scope="module")
def signed(provider: str, serve: Serve, tmp_path_factory: pytest.TempPathFactory) -> str:
    """The address of an app of its own with sign-in set up, and a store of its own."""
    place, port = tmp_path_factory.mktemp("signed"), free_port()
    with pytest.MonkeyPatch.context() as patched:
        patched.setenv("CSP_STORE", str(place / "store"))
        publish.rebuild()
    secrets = place / "secrets.toml"
    secrets.write_text(
        f"""
[auth]
redirect_uri = "http://localhost:{port}/oauth2callback"
cookie_secret = "{COOKIE_SECRET}"
client_id = "dashboard"
client_secret = "{CLIENT_SECRET}"
server_metadata_url = "{provider}/.well-known/openid-configuration"

[access]
officers = ["{OFFICER}"]
""",
        "utf-8",
    )
    return serve(
        CSP_STORE=str(place / "store"),
        STREAMLIT_SECRETS_FILES=str(secrets),
        STREAMLIT_SERVER_PORT=str(port),
        AUTHLIB_INSECURE_TRANSPORT="1",
    )


def sign_in(page: Page, address: str, who: str) -> None:
    visit(page, address)
    page.get_by_role("button", name="Sign in").click()
    page.get_by_role("button", name=who).click()
    expect(page.get_by_text(f"Signed in as {who}")).to_be_visible()
    settled(page)


def send(page: Page, folder: Path, name: str, text: str) -> None:
    (folder / name).write_text(text, "utf-8")
    page.set_input_files('input[type="file"]', folder / name)


def theft_in_st_paul(page: Page, address: str) -> str:
    visit(page, f"{address}/area?area=st-paul&figures=police-tables/2017-04-01/2017-10-31")
    page.get_by_text("offences as a table").click()
    table = page.get_by_role("table", name="Recorded offences, St Paul, April to October 2017")
    row = table.locator("tr", has=page.get_by_role("rowheader", name="Theft offences"))
    return row.inner_text()


def open_from_menu(page: Page, name: str) -> None:
    page.locator('[data-testid="stSidebar"]').get_by_role("link", name=name).click()
    expect(page.locator("h1")).to_have_text(name)
    settled(page)


def test_an_officer_mends_a_file_publishes_it_sees_it_and_undoes_it(
    page: Page, signed: str, tmp_path: Path
) -> None:
    sign_in(page, signed, OFFICER)
    open_from_menu(page, "Publish new figures")

    send(page, tmp_path, "faulty.csv", FAULTY)
    faults = page.get_by_role("alert").filter(has_text="2 faults to mend.")
    expect(faults).to_be_visible()
    expect(page.locator(MAIN)).to_contain_text("“ST PAULL” is not an area that is known here.")
    expect(page.locator(MAIN)).to_contain_text("A count must be at least 0, and this is -3.")
    expect(page.get_by_role("button", name="Publish", exact=True)).to_have_count(0)
    assert broken_rules(page) == []

    page.get_by_role("button", name="Remove faulty.csv").click()
    expect(faults).to_have_count(0)
    send(page, tmp_path, "mended.csv", MENDED)
    expect(page.get_by_role("heading", name="See what changes")).to_be_visible()
    expect(page.locator(MAIN)).to_contain_text("1 published count would be revised.")
    assert broken_rules(page) == []
    page.get_by_label("Reason, for the history").fill("A late report")
    page.get_by_role("button", name="Publish", exact=True).click()
    expect(page.get_by_text("Published as version 4.")).to_be_visible()

    assert "54 [r]" in theft_in_st_paul(page, signed)
    open_from_menu(page, "What is published")
    expect(page.locator(MAIN)).to_contain_text("A late report")
    expect(page.locator(MAIN)).to_contain_text("53 (as published on")
    assert broken_rules(page) == []

    page.get_by_role("button", name="Restore this version").click()
    expect(page.get_by_text("Version 3 was restored as version 5.")).to_be_visible()
    assert "53" in theft_in_st_paul(page, signed)
    assert "[r]" not in theft_in_st_paul(page, signed)


@pytest.mark.parametrize("who", ["", VIEWER], ids=["nobody", "a viewer"])
def test_a_viewer_reaches_no_page_of_the_officers(page: Page, signed: str, who: str) -> None:
    if who:
        sign_in(page, signed, who)
        expect(page.get_by_text("not among the officers")).to_be_visible()
    else:
        visit(page, signed)
    assert broken_rules(page) == []
    expect(page.get_by_role("link", name="Publish new figures")).to_have_count(0)
    open_from_menu(page, "What is published")
    expect(page.get_by_role("button", name="Restore this version")).to_have_count(0)
    visit(page, f"{signed}/upload")
    expect(page.locator('input[type="file"]')).to_have_count(0)
    expect(page.get_by_role("heading", name="Publish new figures")).to_have_count(0)


def test_another_site_cannot_send_a_file_in_an_officers_name(signed: str) -> None:
    forged = urllib.request.Request(
        f"{signed}/_stcore/upload_file/any-session/any-file",
        data=b"area,offence",
        headers={"Origin": "https://evil.example", "Content-Type": "multipart/form-data"},
        method="PUT",
    )
    with pytest.raises(urllib.error.HTTPError, match="403"):
        urllib.request.urlopen(forged, timeout=30)


def test_no_secret_reaches_a_log(
    page: Page, signed: str, tmp_path_factory: pytest.TempPathFactory
) -> None:
    sign_in(page, signed, OFFICER)
    port = signed.rpartition(":")[2]
    logs = [path.read_text("utf-8") for path in tmp_path_factory.getbasetemp().glob("*/log.txt")]
    ours = [log for log in logs if port in log]
    assert ours
    assert not any(secret in log for log in ours for secret in (CLIENT_SECRET, COOKIE_SECRET))
