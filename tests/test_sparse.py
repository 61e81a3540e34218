"""Hardly anything is published: every page says what there is, and nothing more."""

import re
from itertools import product
from pathlib import Path

import pytest
from starlette.applications import Starlette
from starlette.testclient import TestClient

from cspdata import access, api, areas, exports, kept, publish, store
from cspdata import published as door
from cspdata.answers import about, area, done, glance, months, published, take, where
from cspdata.answers.blocks import Answer, Chart, Table, Words, walk
from cspdata.answers.places import MEASURES
from cspdata.answers.single import single
from cspdata.periods import parse
from cspdata.printers import as_json, html, sheets, slides, word
from cspdata.printers.imprint import Imprint
from cspdata.question import Question
from tests.reader import headed, opened
from tests.test_pages import READ

pytestmark = pytest.mark.slow

HEAD = "area,offence,period_start,period_end,count,source"
NOW, BEFORE = "2017-04-01,2017-10-31", "2016-04-01,2016-10-31"
MAY, MAY_BEFORE = "2017-05-01,2017-05-31", "2016-05-01,2016-05-31"
SPARSE = {
    "one count of a parish": [f"St Paul,Theft offences,{NOW},5,police-tables"],
    "one count of the district": [f"Winchester,TOTAL,{NOW},900,police-tables"],
    "totals alone in two years": [
        f"Winchester,TOTAL,{NOW},924,police-tables",
        f"Winchester,TOTAL,{BEFORE},900,police-tables",
    ],
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
AREAS = ("winchester", "winchester-city", "st-paul", "sparsholt")
OFFENCES = ("all-crime", "theft", "drugs", "robbery", "asb")
IMPRINT = Imprint("https://example.org/", "Data version 1.", "25 November 2026")


@pytest.fixture(scope="module", params=SPARSE)
def held(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A store of a few figures; tests only read it, and what they draw is remembered."""
    place = tmp_path_factory.mktemp("sparse") / "store"
    with pytest.MonkeyPatch.context() as patched:
        patched.setenv("CSP_STORE", str(place))
        store.create()
        content = "\n".join([HEAD, *SPARSE[request.param], ""]).encode()
        rehearsal = publish.rehearse([publish.Upload("few.csv", content)])
        publish.publish(rehearsal, access.person_here("A. Officer"))
    return place


@pytest.fixture
def sparse(held: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("CSP_STORE", str(held))
    return held


def answers(question: Question) -> list[Answer]:
    """Every page and paper of a question."""
    here = door.at()
    asked = here.choose(question)
    plain = [glance.answer, area.answer, months.answer, about.answer]
    made = [here.ask(make, asked) for make in plain]
    made += [here.ask(take.answer, asked, paper) for paper in take.papers_here()]
    made += [here.ask(where.answer, asked, part) for part in where.PARTS]
    made += [here.ask(done.answer, asked, topic) for topic in ("", *done.topics())]
    return [*made, published.answer(here, asked, "", published.today())]


def test_no_answer_breaks_on_a_few_figures(sparse: Path) -> None:
    for place, offence in product(AREAS, OFFENCES):
        for made in answers(Question(place, offence)):
            said = [each.text for each in walk(made.blocks) if isinstance(each, Words)]
            cells = [table.cells for table in walk(made.blocks) if isinstance(table, Table)]
            assert said or cells
            assert not re.search(r"\bnan\b|NaT", f"{made.title} {said} {cells}")
            assert all(chart.spec for chart in walk(made.blocks) if isinstance(chart, Chart))


def test_no_map_breaks_on_a_few_figures(sparse: Path) -> None:
    here = door.at()
    for place, measure, level in product(AREAS, MEASURES, where.levels(areas.root())):
        question = here.choose(Question(place, "theft"))
        assert here.ask(where.answer, question, "map", measure, level).blocks


def test_no_page_breaks_on_a_few_figures(sparse: Path) -> None:
    broken = {}
    for name in READ:
        app = opened(name, area="st-paul")
        if app.exception or app.error or len(headed(app)) != 1:
            broken[name] = [fault.message for fault in app.exception]
    assert broken == {}


def test_no_paper_breaks_on_a_few_figures(sparse: Path) -> None:
    for made in answers(Question("st-paul", "theft"))[:7]:
        assert html.paper(made, IMPRINT).lower().startswith(b"<!doctype html>")
        assert as_json.answer(made)["title"] == made.title
    paper = area.answer(door.at(), door.at().choose(Question("st-paul", "theft")))
    for write in (word.paper, slides.deck, sheets.workbook):
        assert write(paper, IMPRINT).startswith(b"PK")


def test_nothing_handed_out_breaks_on_a_few_figures(sparse: Path, tmp_path: Path) -> None:
    assert all(path.stat().st_size for path in exports.write(tmp_path))
    assert kept.release(store.version()).lower().startswith(b"<!doctype html>")
    with TestClient(Starlette(routes=api.routes()), "http://localhost") as client:
        for address in (
            "/summary",
            "/feed.atom",
            "/signals.csv",
            "/signals.atom",
            "/api/v1/crime",
            "/api/v1/activity",
            "/api/v1/answer?area=st-paul&offence=theft",
            "/healthz",
        ):
            assert client.get(address).status_code == 200, address


def test_every_question_has_a_count_or_a_reason(sparse: Path) -> None:
    here = door.at()
    for place, offence, period in product(AREAS, OFFENCES, ("2017-04", "2017-05", "2031-01")):
        told = here.ask(single, Question(place, offence, period=parse(period)))
        assert told["now"] is not None or told["refused"].endswith(".")
        assert told["sentence"].endswith(".")
