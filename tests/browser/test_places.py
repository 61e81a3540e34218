"""Two places on one server: a reader walks in one, an officer of one publishes in none other."""

import logging
import shutil
import warnings
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from cspdata import settings, sites
from tests.browser.conftest import Serve, free_port
from tests.browser.seen import MAIN, broken_rules, settled, visit
from tests.test_another_place import PACK
from tests.test_another_place import harrowmere as harrowmere

with warnings.catch_warnings():
    warnings.simplefilter("ignore")
    import oidc_provider_mock

pytestmark = pytest.mark.filterwarnings("ignore::DeprecationWarning")
OF_BOTH, OF_ONE = "olga@example.gov.uk", "otto@example.gov.uk"
HEADER = "area,offence,period_start,period_end,count,source"
LATE = f"{HEADER}\nSt Paul,Theft offences,2017-04-01,2017-10-31,54,police-tables\n"


@pytest.fixture(scope="module")
def provider() -> Iterator[str]:
    """A sign-in service on this machine that believes whoever says who they are."""
    logging.getLogger("oidc_provider_mock").setLevel(logging.ERROR)
    people = [
        oidc_provider_mock.User(sub=email, claims={"email": email, "email_verified": True})
        for email in (OF_BOTH, OF_ONE)
    ]
    with oidc_provider_mock.run_server_in_thread(user_claims=people) as server:
        yield f"http://localhost:{server.server_port}"


@pytest.fixture(scope="module")
def both(
    provider: str,
    serve: Serve,
    harrowmere: Path,
    built_store: Path,
    tmp_path_factory: pytest.TempPathFactory,
) -> str:
    """The address of a server of two places, each with its officers."""
    folder, port = tmp_path_factory.mktemp("places"), free_port()
    for name, pack, held, officers in (
        ("winchester", settings.SHIPPED, built_store, [OF_BOTH]),
        ("harrowmere", PACK, harrowmere / "store", [OF_BOTH, OF_ONE]),
    ):
        shutil.copytree(pack, folder / name / sites.PACK)
        shutil.copytree(held, folder / name / "store")
        (folder / name / sites.OWN).write_text(f"[access]\nofficers = {officers}\n", "utf-8")
    secrets = tmp_path_factory.mktemp("secrets") / "secrets.toml"
    secrets.write_text(
        f"""
[auth]
redirect_uri = "http://localhost:{port}/oauth2callback"
cookie_secret = "only for this test, and long enough to sign with"
client_id = "dashboard"
client_secret = "of no use to anybody"
server_metadata_url = "{provider}/.well-known/openid-configuration"
""",
        "utf-8",
    )
    return serve(
        CSP_PLACES=str(folder),
        STREAMLIT_SECRETS_FILES=str(secrets),
        STREAMLIT_SERVER_PORT=str(port),
        AUTHLIB_INSECURE_TRANSPORT="1",
    )


def sign_in(page: Page, address: str, who: str) -> None:
    visit(page, address)
    page.get_by_role("button", name="Sign in").click()
    page.get_by_role("button", name=who).click()
    # The way back leads to the list of places, since the sign-in is the server's.
    expect(page.get_by_role("heading", name="Community safety dashboards")).to_be_visible()


def menu(page: Page) -> list[str]:
    return page.locator('[data-testid="stSidebar"]').get_by_role("link").all_inner_texts()


def test_a_reader_walks_through_one_place_and_meets_nothing_of_the_other(
    page: Page, both: str
) -> None:
    page.goto(both)
    page.get_by_role("link", name="Harrowmere safety figures").click()
    expect(page.locator("h1")).to_contain_text("Harrowmere Borough")
    settled(page)
    other = page.context.new_page()
    visit(other, f"{both}/winchester/area?area=st-paul")
    expect(other.locator("h1")).to_contain_text("St Paul")
    for name in ("My area", "Over time", "Where", "Take away", "At a glance"):
        page.locator('[data-testid="stSidebar"]').get_by_role("link", name=name).click()
        settled(page)
        assert page.url.startswith(f"{both}/harrowmere/")
        assert "Winchester" not in page.locator("body").inner_text()
        assert broken_rules(page) == []
    page.reload()
    expect(page.locator("h1")).to_contain_text("Harrowmere Borough")
    page.go_back()
    settled(page)
    assert page.url.startswith(f"{both}/harrowmere/take")


def test_an_officer_of_one_place_has_no_desk_at_the_other(page: Page, both: str) -> None:
    sign_in(page, f"{both}/harrowmere/", OF_ONE)
    visit(page, f"{both}/harrowmere/")
    assert "Publish new figures" in menu(page)
    visit(page, f"{both}/winchester/")
    assert "Publish new figures" not in menu(page)
    visit(page, f"{both}/winchester/upload")
    expect(page.locator('input[type="file"]')).to_have_count(0)


def test_an_officer_of_both_publishes_from_one_desk_for_the_other(
    page: Page, both: str, tmp_path: Path
) -> None:
    sign_in(page, f"{both}/harrowmere/", OF_BOTH)
    visit(page, f"{both}/harrowmere/upload")
    (tmp_path / "late.csv").write_text(LATE, "utf-8")
    page.set_input_files('input[type="file"]', tmp_path / "late.csv")
    offer = page.get_by_text("The same files for other places")
    expect(offer).to_be_visible()
    # What stands above it may still be drawn and move it away from under the pointer.
    settled(page)
    offer.click()
    page.get_by_role("button", name="Rehearse for the other place").click()
    expect(page.locator(MAIN)).to_contain_text("1 published count would be revised.")
    settled(page)
    assert broken_rules(page) == []
    page.get_by_role("button", name="Publish for Winchester community safety").click()
    expect(page.get_by_text("Winchester community safety: published as version 4.")).to_be_visible()
    visit(page, f"{both}/winchester/published")
    expect(page.locator(MAIN)).to_contain_text("version 4")
    visit(page, f"{both}/harrowmere/published")
    expect(page.locator(MAIN)).not_to_contain_text("version 4")
