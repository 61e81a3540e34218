"""Addresses of the first version lead on with all that they ask, and capitals to their page."""

import pytest
from starlette.applications import Starlette
from starlette.testclient import TestClient

from cspdata import api, sites
from cspdata.api.addresses import MOVED

APP = Starlette(routes=api.routes(), middleware=api.protection())
ASKED = "area=st-paul&figures=police-uk/2017-04-01/2017-09-30"


def led(address: str) -> str:
    with TestClient(APP, "http://localhost", follow_redirects=False) as client:
        answer = client.get(address, headers={"Accept": "text/html"})
    return str(answer.headers.get("location", answer.status_code))


@pytest.mark.parametrize("name", MOVED)
def test_an_old_address_leads_on_with_all_that_it_asks(name: str) -> None:
    page, added = MOVED[name]
    assert page in ("", *sites.pages())
    assert led(f"/{name}?{ASKED}") == f"/{page}?" + "&".join(filter(None, [added, ASKED]))


def test_an_address_that_nobody_has_says_so() -> None:
    assert led("/nonesuch") == "404"


def test_capitals_lead_to_the_page_of_that_name() -> None:
    assert led("/Area?area=st-paul") == "/area?area=st-paul"
