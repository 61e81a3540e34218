"""Hardly anything is published: every page says what there is, and nothing more."""

from pathlib import Path

import pytest
from cspdata.briefings import Imprint
from starlette.applications import Starlette
from starlette.testclient import TestClient

from cspdata import access, api, briefings, exports, kept, metrics, publish, queries, store
from tests.test_pages import PAGES, opened

HEAD = "area,offence,period_start,period_end,count,source"
NOW, BEFORE = "2017-04-01,2017-10-31", "2016-04-01,2016-10-31"
MAY, MAY_BEFORE = "2017-05-01,2017-05-31", "2016-05-01,2016-05-31"
SPARSE = {
    "one count of a parish": [f"St Paul,Theft offences,{NOW},5,police-tables"],
    "one count of the district": [f"Winchester,TOTAL,{NOW},900,police-tables"],
    "a total and one group in two years": [
        f"Winchester,TOTAL,{NOW},924,police-tables",
        f"Winchester,TOTAL,{BEFORE},900,police-tables",
        f"Winchester,Theft offences,{NOW},324,police-tables",
        f"Winchester,Theft offences,{BEFORE},300,police-tables",
        f"St Paul,Theft offences,{NOW},54,police-tables",
        f"St Paul,Theft offences,{BEFORE},44,police-tables",
        f"Sparsholt,Theft offences,{NOW},0,police-tables",
    ],
    "the last year of two places": [
        f"St Paul,Robbery,{NOW},0,police-tables",
        f"St Luke,Robbery,{BEFORE},3,police-tables",
    ],
    "one month of one parish": [f"St Paul,Drugs,{MAY},4,police-uk"],
    "the same month of two years": [
        f"St Paul,Drugs,{MAY},4,police-uk",
        f"St Paul,Drugs,{MAY_BEFORE},0,police-uk",
        f"Sparsholt,Drugs,{MAY},0,police-uk",
    ],
    "a region and nothing in it": [f"Winchester Rural,Robbery,{NOW},7,police-tables"],
}
AREAS = ("winchester", "winchester-city", "st-paul")


@pytest.fixture(params=SPARSE)
def sparse(request: pytest.FixtureRequest, empty_store: Path) -> str:
    store.create()
    content = "\n".join([HEAD, *SPARSE[request.param], ""]).encode()
    rehearsal = publish.rehearse([publish.Upload("few.csv", content)])
    publish.publish(rehearsal, access.person_here("A. Officer"))
    return request.param


@pytest.mark.parametrize("area", AREAS)
def test_no_page_breaks_on_a_few_figures(area: str, sparse: str) -> None:
    broken = {}
    for name in PAGES:
        app = opened(name, area=area)
        if app.exception or len(app.title) != 1:
            broken[name] = [fault.message for fault in app.exception]
    assert broken == {}


@pytest.mark.parametrize("show", ["count", "rate", "share", "change"])
@pytest.mark.parametrize("by", ["parish", "region"])
def test_no_map_breaks_on_a_few_figures(show: str, by: str, sparse: str) -> None:
    app = opened("hotspots", show=show, by=by)
    assert not app.exception
    assert not opened("hotspots", part="Concentration", show=show).exception


@pytest.mark.parametrize("area", AREAS)
def test_no_paper_breaks_on_a_few_figures(area: str, sparse: str) -> None:
    crimes, printed, activity = (store.read(name) for name in ("crimes", "printed", "activity"))
    figures, imprint = queries.prepared(crimes), Imprint("", "", "")
    for view in queries.views(figures):
        papers = [
            briefings.appendix(figures, crimes, printed, view, area, imprint),
            briefings.one_page(figures, view, area, imprint),
            *(
                briefings.theme(figures, activity, view, topic, imprint)
                for topic in metrics.topics().values()
            ),
        ]
        assert all(briefings.html(paper) and briefings.word(paper) for paper in papers)


def test_nothing_handed_out_breaks_on_a_few_figures(sparse: str, tmp_path: Path) -> None:
    assert all(path.stat().st_size for path in exports.write(tmp_path))
    assert kept.release(store.version()).startswith(b"<!doctype html>")
    with TestClient(Starlette(routes=api.routes()), "http://localhost") as client:
        for address in ("/summary", "/feed.atom", "/signals.csv", "/api/v1/crime", "/healthz"):
            assert client.get(address).status_code == 200
