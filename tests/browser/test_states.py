"""Axe finds nothing of ours where a page has nothing to show, or cannot show what was asked."""

import pytest
from playwright.sync_api import Page

from cspdata import store
from tests.browser.conftest import Serve
from tests.browser.seen import broken_rules, visit

EMPTY = ("", "area", "trends", "partners", "themes", "releases", "briefing", "upload")
ASKED_WRONGLY = ("area?area=atlantis", "trends?figures=rumour", "offences?on=yesterday")


@pytest.fixture(scope="module")
def emptied(serve: Serve, tmp_path_factory: pytest.TempPathFactory) -> str:
    """The address of an app whose store holds nothing yet."""
    place = str(tmp_path_factory.mktemp("emptied") / "store")
    with pytest.MonkeyPatch.context() as patched:
        patched.setenv("CSP_STORE", place)
        store.create()
    return serve(CSP_STORE=place)


@pytest.fixture(scope="module")
def storeless(serve: Serve, tmp_path_factory: pytest.TempPathFactory) -> str:
    """The address of an app whose store is not there."""
    return serve(CSP_STORE=str(tmp_path_factory.mktemp("storeless") / "store"))


@pytest.mark.parametrize("name", EMPTY)
def test_a_page_without_figures(emptied: str, page: Page, name: str) -> None:
    assert broken_rules(visit(page, f"{emptied}/{name}")) == []


@pytest.mark.parametrize("address", ASKED_WRONGLY)
def test_an_address_that_asks_for_what_is_not_there(served: str, page: Page, address: str) -> None:
    assert broken_rules(visit(page, f"{served}/{address}")) == []


def test_an_app_without_a_store(storeless: str, page: Page) -> None:
    assert broken_rules(visit(page, storeless)) == []
