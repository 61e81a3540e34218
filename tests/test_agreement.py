"""One question has one answer: on every page, in every paper and file, at every door, for ever."""

import json
import shutil
from collections.abc import Iterator
from functools import cache
from io import BytesIO
from itertools import product
from pathlib import Path
from random import Random
from typing import Any
from urllib.parse import parse_qsl, urlencode, urlsplit

import pandas as pd
import pytest
from docx import Document
from lxml import html as reader
from openpyxl import load_workbook
from starlette.applications import Starlette
from starlette.testclient import TestClient

from cspdata import access, api, areas, offences, publish, sites
from cspdata import published as door
from cspdata.__main__ import main
from cspdata.answers import area, glance, release, tables, take, where
from cspdata.answers.blocks import Answer, Table, walk
from cspdata.answers.comparison import comparison
from cspdata.answers.single import single
from cspdata.answers.words import changes, figures
from cspdata.api import addresses
from cspdata.periods import Period, month, parse
from cspdata.printers import as_json, html, sheets, word
from cspdata.printers.imprint import Imprint
from cspdata.published import Published
from cspdata.question import Against, Question, from_address
from cspdata.sources import POLICE_TABLES, POLICE_UK
from cspdata.sums.basis import Basis, leaves, leaves_of, why_missing

SEED = 20180104
QUESTIONS, PERIODS = 2000, 6
FIGURES = ("now", "before", "difference", "percent", "low", "high", "verdict", "stands_out")
IMPRINT = Imprint("https://example.org/", "Data version 2.", "25 November 2026")
OFFICER = access.person_here("A. Officer")
LEAF = [
    code
    for code in offences.order()
    if offences.one(code).kind in ("group", "sub-type", "incident") and code != "theft"
]
PRINTED = [parse("2017-04-01/2017-10-31"), parse("2016-04-01/2016-10-31")]
SECONDS = pytest.mark.slow


def runs() -> list[Period]:
    """Every run of months that lies in what is published by month."""
    months = parse("2015-07-01/2017-09-30").months
    return [
        Period(first.start, last.end)
        for place, first in enumerate(months)
        for last in months[place : place + 12]
    ]


def drawn(number: int, periods: int) -> list[Question]:
    """Questions drawn at random, over some periods that are drawn as well."""
    draw = Random(SEED)
    days = [*PRINTED, *draw.sample(runs(), periods)]
    return [
        Question(
            draw.choice(areas.order()),
            draw.choice(offences.order()),
            draw.choice(days),
            draw.choice(list(Against)),
            source=draw.choice([None, None, POLICE_TABLES.source, POLICE_UK.source]),
        )
        for _ in range(number)
    ]


ASKED = drawn(QUESTIONS, PERIODS)
FEW = [question for question in drawn(400, 4) if question.source is None][:12]


def basis_of(here: Published, question: Question) -> Basis | None:
    return here.rest_on(here.choose(question))


# Thousands: the answer, its sum, its sentence and its row


@cache
def stored() -> dict[tuple[str, str, str], dict[Period, int]]:
    """The counts of the store by source, area and offence: nothing is added to them."""
    held: dict[tuple[str, str, str], dict[Period, int]] = {}
    for row in door.at().table("crimes").to_dict("records"):
        days = Period(row["period_start"].date(), row["period_end"].date())
        held.setdefault((row["source"], row["area"], row["offence"]), {})[days] = row["count"]
    return held


@cache
def as_counted() -> set[tuple[str, str]]:
    """The leaf offences of each source, which are counted and never summed."""
    return {(source, offence) for source, _, offence in stored() if offence in LEAF}


def plainly(basis: Basis, question: Question, days: tuple[Period, ...]) -> float | None:
    """A leaf offence counted by hand: every smallest area of every month, or the printed cell."""
    own = leaves_of(question.area) if basis.source.always_sums else [question.area]
    cells = [
        stored().get((basis.source.source, one, question.offence), {}).get(day)
        for one in own
        for day in days
    ]
    return None if not cells or None in cells else sum(cells)  # type: ignore[arg-type]


@cache
def told_of(here: Published, question: Question) -> dict[str, Any]:
    """The answer for programs; what a version remembers of its own is less than is asked here."""
    return here.ask(single, question)


@SECONDS
def test_the_counts_of_thousands_of_answers_are_those_of_the_store(published: Path) -> None:
    here, checked = door.at(), 0
    for question in ASKED:
        told, basis = told_of(here, question), basis_of(here, question)
        if basis is None or (basis.source.source, question.offence) not in as_counted():
            continue
        now = plainly(basis, question, basis.now)
        assert told["now"] == now, question
        if basis.before and not told["refused"]:
            assert told["before"] == plainly(basis, question, basis.before), question
            assert told["difference"] == told["now"] - told["before"]
        checked += now is not None
    assert checked > QUESTIONS / 8


@SECONDS
def test_thousands_of_answers_are_the_rows_that_every_page_reads(published: Path) -> None:
    here, checked = door.at(), 0
    for question in ASKED:
        told, basis = told_of(here, question), basis_of(here, question)
        if basis is None:
            continue
        row = here.ask(comparison, basis).loc[(question.area, question.offence)]
        assert (told["verdict"], told["stands_out"]) == (row["verdict"], row["stands_out"])
        assert told["source"] == row["source"] == basis.source.source
        cells = tables.compared_cells(row)
        assert cells[0] == figures.marked(none(told["now"]), told["status"])
        assert cells[1].split(" ")[0] == figures.count(none(told["before"]))
        if not row["refused"]:
            assert cells[3].lower().removesuffix(" [e]") == told["verdict"]
        checked += 1
    assert checked > QUESTIONS / 4


def none(value: float | None) -> float:
    return float("nan") if value is None else value


@SECONDS
def test_thousands_of_answers_have_a_sentence_that_says_their_counts(published: Path) -> None:
    here = door.at()
    for question in ASKED:
        told = told_of(here, question)
        assert told["sentence"].strip().endswith("."), question
        if told["now"] is None:
            assert told["refused"]
        if told["now"] and told["now"] > 12:
            assert f"{told['now']:,}" in told["sentence"]
        if told["before"] and told["before"] > 12 and not told["refused"]:
            assert f"{told['before']:,}" in told["sentence"]


@SECONDS
@pytest.mark.parametrize("against", [Against.YEAR, Against.BEFORE])
def test_every_question_has_an_answer_or_a_reason(against: Against, published: Path) -> None:
    """Every area and leaf offence over fourteen periods, from long ago to still to come."""
    days = ["2016-05", "2017-02", "2017-09", "2017-10", "2016-07-01/2017-06-30", "2031-04"]
    days += ["2017-07-01/2017-09-30", "2017-04-01/2017-09-30", "2010-01", "2017-01-01/2017-03-31"]
    days += ["2017-04-10/2017-05-09", "2017-06-01/2017-08-31", *map(str, PRINTED)]
    here, answered = door.at(), 0
    for place, offence, period in product(areas.order(), LEAF, days):
        question = Question(place, offence, parse(period), against)
        basis = here.rest_on(question)
        if basis is None:
            missing = why_missing(here.held, question)
            assert missing.reason.endswith(".")
            assert missing.nearest is None or here.rest_on(missing.nearest)
            continue
        counts = here.ask(comparison, basis)["now"]
        assert counts[(place, offence)] >= 0
        answered += 1
    assert answered > 2000


@SECONDS
def test_what_is_not_compared_says_why(published: Path) -> None:
    here = door.at()
    for question in ASKED:
        told = told_of(here, question)
        if told["before"] is None and question.against != Against.NOTHING:
            assert told["refused"].endswith(".")
            assert told["verdict"] in (None, "no comparison")
        elif told["now"] is not None:
            assert not told["refused"]


# Dozens: the doors


@SECONDS
def test_the_open_data_and_the_command_give_the_same_answer(
    published: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    here = door.at()
    with TestClient(Starlette(routes=api.routes()), "http://localhost") as client:
        for question in ASKED[:25]:
            told = here.ask(single, question)
            address = urlencode(question.to_address())
            assert client.get(f"/api/v1/answer?{address}").json() == told
            ended = main(["ask", address])
            assert json.loads(capsys.readouterr().out) == told
            assert ended == (1 if told["now"] is None else 0)


# Dozens: what the pages and papers show


def shown(question: Question) -> list[Answer]:
    """The pages and papers on which counts of an area and offence stand in tables."""
    here = door.at()
    asked = here.choose(question)
    return [
        here.ask(glance.answer, asked),
        here.ask(area.answer, asked),
        here.ask(take.answer, asked, take.APPENDIX),
        here.ask(where.answer, asked, "map", "change"),
        release.section(here, asked),
    ]


def every_table(answer: Answer) -> list[Table]:
    return [block for block in walk(answer.blocks) if isinstance(block, Table)]


def counted(table: Table) -> Iterator[tuple[dict[str, Any], tuple[str, ...]]]:
    """The rows of a table that are counts of an area and offence over days, with their cells."""
    if {"source", "area", "offence", "now", "period_start", "period_end"} <= set(table.rows):
        for row, cells in zip(table.rows.to_dict("records"), table.cells, strict=False):
            if row["area"]:
                yield row, cells


def answer_to(row: dict[str, Any], against: Against) -> dict[str, Any]:
    days = Period(row["period_start"].date(), row["period_end"].date())
    question = Question(row["area"], row["offence"], days, against, source=row["source"])
    return door.at().ask(single, question)


@SECONDS
@pytest.mark.parametrize("question", FEW, ids=lambda question: question.words[:60])
def test_every_row_of_every_page_and_paper_is_the_answer_to_its_own_question(
    question: Question, published: Path
) -> None:
    for answer in shown(question):
        for table in every_table(answer):
            for row, cells in counted(table):
                told = answer_to(row, question.against)
                for name in (name for name in FIGURES if name in row):
                    assert same(row[name], told[name]), (answer.name, table.caption, name, row)
                if "Total" not in table.columns:  # which sets areas side by side
                    assert any(cell.startswith(figures.count(row["now"])) for cell in cells)


def same(one: Any, other: Any) -> bool:
    if other is None:
        return pd.isna(one) or one == float("inf")
    return one == other if isinstance(other, str | bool) else one == pytest.approx(other)


@SECONDS
@pytest.mark.parametrize("question", FEW, ids=lambda question: question.words[:60])
def test_the_pages_open_with_the_answer(question: Question, published: Path) -> None:
    here = door.at()
    told = here.ask(single, question)
    for make in (glance.answer, area.answer):
        title = here.ask(make, here.choose(question)).title
        if told["now"] is None:
            assert title.startswith("No such figures")
        elif not told["refused"]:
            assert title == changes.headline(
                here.ask(comparison, basis_of(here, question)).loc[
                    (question.area, question.offence)
                ],
                basis_of(here, question),  # type: ignore[arg-type]
            )


# Dozens: what is printed


def plain(cells: Any) -> list[str]:
    return [" ".join(str(cell).split()) for cell in cells]


def as_cells(table: Table) -> list[list[str]]:
    return [plain(row) for row in (table.columns, *table.cells)]


@SECONDS
@pytest.mark.parametrize("place", (0, 6))
def test_every_file_holds_the_cells_of_the_page(place: int, published: Path) -> None:
    for answer in shown(FEW[place])[1:3]:
        asked = [as_cells(table) for table in every_table(answer)]
        page = reader.document_fromstring(html.paper(answer, IMPRINT))
        in_html = [
            [plain(cell.text_content() for cell in row) for row in table.iter("tr")]
            for table in page.iter("table")
        ]
        paper = Document(BytesIO(word.paper(answer, IMPRINT)))
        in_word = [
            [plain(cell.text for cell in row.cells) for row in table.rows] for table in paper.tables
        ]
        in_json = [
            [plain(row) for row in (block["columns"], *block["cells"])]
            for block in blocks_of(as_json.answer(answer)["blocks"])
            if block["kind"] == "table"
        ]
        assert in_json == asked
        assert all(cells in in_html and cells in in_word for cells in asked)


def blocks_of(blocks: list[dict[str, Any]]) -> Iterator[dict[str, Any]]:
    for block in blocks:
        yield block
        for inside in ("blocks", "left", "right"):
            yield from blocks_of(block.get(inside, []))


@SECONDS
@pytest.mark.parametrize("place", (3, 9))
def test_the_workbook_holds_the_figures_of_the_page(place: int, published: Path) -> None:
    for answer in shown(FEW[place])[1:3]:
        book = load_workbook(BytesIO(sheets.workbook(answer, IMPRINT)))
        for number, table in enumerate(sheets.tables(answer), 1):
            head, *rows = [
                [cell.value for cell in row] for row in book[str(number)].iter_rows(min_row=3)
            ]
            assert head == list(table.rows.columns)
            for name in {"now", "before", "difference", "verdict"} & set(head):
                written = [row[head.index(name)] for row in rows]
                for cell, figure in zip(written, table.rows[name], strict=True):
                    if isinstance(cell, str) and cell.startswith("["):
                        assert pd.isna(figure), name
                    elif pd.isna(figure) or figure == "":
                        assert cell is None, name
                    else:
                        assert cell == figure, name


# For ever: addresses of the first version

QUOTED = [
    {"area": place, "figures": days, **more}
    for place, days, more in (
        ("winchester", "police-tables/2017-04-01/2017-10-31", {}),
        ("winchester", "police-tables/2016-04-01/2016-10-31", {}),
        ("winchester", "police-uk/2017-04-01/2017-09-30", {}),
        ("winchester", "police-uk/2017-07-01/2017-09-30", {}),
        ("winchester", "police-uk/2017-09-01/2017-09-30", {}),
        ("winchester-rural", "police-tables/2017-04-01/2017-10-31", {}),
        ("winchester-city", "police-uk/2017-04-01/2017-09-30", {"offence": "theft"}),
        ("st-paul", "police-uk/2017-04-01/2017-09-30", {}),
        ("st-paul", "police-uk/2017-07-01/2017-09-30", {"offence": "drugs"}),
        ("st-paul", "police-tables/2017-04-01/2017-10-31", {"offence": "burglary"}),
        ("itchen-valley", "police-uk/2017-04-01/2017-09-30", {"offence": "drugs"}),
        ("sparsholt", "police-uk/2017-04-01/2017-09-30", {"offence": "asb"}),
    )
]
TIDY = "area,offence,period_start,period_end,count,source"
LATER = {
    "a month of 2018": [
        f"{areas.one(place).name},{offences.one(code).name},{days.start},{days.end},7,police-uk"
        for place, code, days in product(leaves(), LEAF, [month(2018, 3)])
        if code in (*POLICE_UK.groups, *offences.children("theft"), "asb")
    ],
    "a month of 2025": [
        f"{areas.one(place).name},{offences.one(code).name},{days.start},{days.end},7,police-uk"
        for place, code, days in product(leaves(), LEAF, [month(2025, 6)])
        if code in (*POLICE_UK.groups, *offences.children("theft"), "asb")
    ],
    "three parishes of a table": [
        f"{name},{offences.one(code).name},2018-04-01,2018-10-31,7,police-tables"
        for name, code in product(("St Paul", "St Luke", "Sparsholt"), POLICE_TABLES.groups)
    ],
}


def quoted_counts() -> dict[str, Any]:
    """What each quoted address shows: its answer, and every count in the tables of its pages."""
    here, found = door.at(), {}
    for address in QUOTED:
        question, faults = from_address(address)
        assert not faults
        told = here.ask(single, question)
        found[urlencode(address)] = [
            told.get(name) for name in ("now", "before", "source", "period", "refused")
        ]
        for name, make in (("glance", glance.answer), ("area", area.answer)):
            if address not in QUOTED[::2]:
                continue
            answer = here.ask(make, here.choose(question))
            own = [
                (row["source"], row["area"], row["offence"], row["now"], row.get("before"))
                for table in every_table(answer)
                for row, _ in counted(table)
            ]
            found[f"{name}?{urlencode(address)}"] = [answer.title.rpartition(" in ")[2], str(own)]
    return found


@pytest.fixture(scope="module")
def before(built_store: Path) -> dict[str, Any]:
    with pytest.MonkeyPatch.context() as patched:
        patched.setenv("CSP_STORE", str(built_store))
        return quoted_counts()


@SECONDS
@pytest.mark.parametrize("later", LATER)
def test_a_quoted_address_shows_the_same_counts_whatever_is_published_later(
    later: str,
    before: dict[str, Any],
    built_store: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    shutil.copytree(built_store, tmp_path / "store")
    monkeypatch.setenv("CSP_STORE", str(tmp_path / "store"))
    content = "\n".join([TIDY, *LATER[later], ""]).encode()
    rehearsal = publish.rehearse([publish.Upload("later.csv", content)])
    why = {issue.name: "It was counted twice." for issue in rehearsal.held}
    publish.publish(rehearsal, OFFICER, "Later figures", why)
    assert quoted_counts() == before


@pytest.mark.parametrize("page", addresses.MOVED)
@pytest.mark.parametrize("address", QUOTED[:3], ids=lambda address: address["figures"])
def test_a_quoted_address_leads_to_the_same_question(page: str, address: dict[str, str]) -> None:
    app = Starlette(routes=api.routes(), middleware=api.protection())
    browser = {"Accept": "text/html,*/*;q=0.8"}
    with TestClient(app, "http://localhost", follow_redirects=False) as client:
        answer = client.get(f"/{page}?{urlencode(address)}", headers=browser)
    led = urlsplit(answer.headers["location"])
    asked = dict(parse_qsl(led.query))
    assert answer.status_code in (301, 307, 308)
    assert led.path.strip("/") in ("", *sites.pages())
    assert address.items() <= asked.items()
    question, faults = from_address(asked)
    source, first, last = address["figures"].split("/")
    assert not faults
    assert (question.source, str(question.period)) == (source, f"{first}/{last}")
    again, _ = from_address(dict(parse_qsl(urlencode(question.to_address()))))
    assert again == question
