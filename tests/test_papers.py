"""The committee's appendix holds every printed figure; papers say what the pages say."""

import csv
from collections.abc import Callable
from functools import cache
from pathlib import Path

import pytest

from cspdata import areas, offences, store
from cspdata import published as door
from cspdata.answers import papers
from cspdata.answers.blocks import Answer, Chart, Fold, Points, Table, Words, walk
from cspdata.answers.comparison import comparison
from cspdata.answers.words import figures
from cspdata.periods import parse
from cspdata.printers import html
from cspdata.printers.imprint import Imprint
from cspdata.published import Published
from cspdata.question import Question
from cspdata.vocabulary import folded

RAW = Path(__file__).resolve().parent.parent / "data" / "raw" / "committee-report-2018-01"
IMPRINT = Imprint("https://example.org/take?paper=appendix", "Data version 2.", "4 January 2018")
SIDE_BY_SIDE = [
    path.name
    for path in sorted(RAW.glob("*.csv"))
    if path.stem.split("-")[0] in {"regions", "city", "greater", "rural"}
] + ["acquisitive-regions.csv"]
OWN_EMPTY_COLUMN = ("greater.csv", "WINCHESTER GREATER")
NOT_WHOLE = {"", "1,"}


@cache
def paper_of(area: str, place: str) -> Answer:
    here = door.at()
    return papers.appendix(here, here.choose(Question(area)))


@pytest.fixture
def appendix(published: Path) -> Answer:
    return paper_of("winchester", str(published))


@pytest.mark.parametrize("make", [papers.appendix, papers.summary])
def test_a_paper_names_a_month_that_is_not_counted_under_its_total(
    make: Callable[[Published, Question], Answer], published: Path
) -> None:
    asked = Question("winchester-city", period=parse("2016-10-01/2017-09-30"))
    said = [block.text for block in make(door.at(), asked).blocks if isinstance(block, Words)]
    assert said[0].startswith("**All")
    assert said[1] == "January 2017 has no figures and is left out of both years."


def tables(paper: Answer) -> list[Table]:
    return [block for block in walk(paper.blocks) if isinstance(block, Table)]


def found(paper: Answer, offence: str, columns: list[str]) -> list[list[str]]:
    """The cells under these columns, of every table that has them all and a row so named."""
    return [
        [row[table.columns.index(column)] for column in columns]
        for table in tables(paper)
        if set(columns) <= set(table.columns)
        for row in table.cells
        if row[0].strip() == offence
    ]


def bare(cells: list[str]) -> list[str]:
    """Cells without the shorthand of their status."""
    return [cell.split(" [")[0] for cell in cells]


def offence_name(printed: str) -> str:
    if printed == "Total":
        return offences.one(offences.ALL_CRIME).name
    return offences.one(offences.spellings()[folded(printed.strip(" ↑↗↓")[2:].strip())]).name


def area_name(printed: str) -> str:
    name = printed.strip(" ↑↗↓")
    return "Total" if name == "TOTAL" else areas.one(areas.spellings()[folded(name)]).name


def as_shown(printed: str) -> str:
    return f"{int(printed.replace(',', '')):,}"


def printed_rows(name: str, header: str) -> tuple[list[str], list[list[str]]]:
    with (RAW / name).open(encoding="utf-8", newline="") as file:
        rows = list(csv.reader(file))
    start = next(n for n, row in enumerate(rows) if row[0].startswith(header))
    return rows[start], rows[start + 1 :]


@pytest.mark.parametrize("name", SIDE_BY_SIDE)
def test_the_appendix_holds_every_figure_of_a_printed_table(appendix: Answer, name: str) -> None:
    header, rows = printed_rows(name, "Current period")
    kept = [n for n in range(1, len(header)) if (name, header[n][:18]) != OWN_EMPTY_COLUMN]
    columns = [area_name(header[n]) for n in kept]
    for row in rows:
        theft = name.startswith("acquisitive") and row[0] == "Total"
        offence = offences.one("theft").name if theft else offence_name(row[0])
        held = [bare(line) for line in found(appendix, offence, columns)]
        wanted = [as_shown(row[n]) for n in kept if row[n] not in NOT_WHOLE]
        assert any(line[: len(wanted)] == wanted for line in held), (offence, wanted, held)


def test_the_appendix_holds_the_district_now_and_before(appendix: Answer) -> None:
    _, rows = printed_rows("district.csv", "Current period")
    for name, before, now in rows:
        wanted = [as_shown(value) for value in (now, before)]
        held = [bare(line) for line in found(appendix, offence_name(name), ["Now", "Before"])]
        assert wanted in held


@pytest.mark.parametrize("name", ["district-change.csv", "acquisitive-change.csv"])
def test_the_appendix_holds_every_printed_percentage_as_a_whole_one(
    appendix: Answer, name: str
) -> None:
    _, rows = printed_rows(name, "% Change")
    for label, *shares in rows:
        theft = name.startswith("acquisitive") and label == "Total"
        offence = offences.one("theft").name if theft else offence_name(label)
        printed = float(shares[0].rstrip("%"))
        # the print is rounded to a tenth, so a half may fall to either side
        wanted = {figures.whole_percent(printed + off) for off in (-0.05, 0, 0.05)}
        held = found(appendix, offence, ["Verdict", "Change"])
        shown = {change.removeprefix("about ") for _, change in held}
        # without a known event [e] the change is another one than the print's
        assert wanted & shown or all("[e]" in verdict for verdict, _ in held)


@pytest.mark.parametrize(
    ("flag", "cells_of_it"),
    [("Domestic", ["501", "420", "+19%"]), ("Hate", ["67", "49", "about +37%"])],
)
def test_the_appendix_holds_domestic_and_hate(
    appendix: Answer, flag: str, cells_of_it: list[str]
) -> None:
    held = [bare(line) for line in found(appendix, flag, ["Now", "Before", "Change"])]
    assert cells_of_it in held


def test_what_is_odd_in_print_is_told_in_the_appendix(appendix: Answer) -> None:
    points = [item for b in walk(appendix.blocks) if isinstance(b, Points) for item in b.items]
    text = "\n".join(points)
    assert "holds 0 crimes" in text
    assert "cut off" in text
    assert "57" in text


def test_every_change_in_the_appendix_has_a_verdict(appendix: Answer) -> None:
    compared = [table for table in tables(appendix) if "Before" in table.columns]
    assert len(compared) > 5
    for table in compared:
        assert all(row[table.columns.index("Verdict")] for row in table.cells)


def test_every_row_of_the_appendix_has_the_verdict_of_every_page(appendix: Answer) -> None:
    here = door.at()
    basis = here.rest_on(here.choose(Question("winchester")))
    rows = here.ask(comparison, basis)
    (table,) = [t for t in tables(appendix) if t.caption.startswith("Recorded offences, Winch")]
    for row in table.rows.to_dict("records"):
        assert row["verdict"] == rows.loc[("winchester", row["offence"]), "verdict"]


def test_each_table_can_be_taken_away_with_its_figures(appendix: Answer) -> None:
    names = [table.name for table in tables(appendix)]
    assert len(set(names)) == len(names)
    assert all(len(table.rows) for table in tables(appendix))


@pytest.mark.slow
def test_a_paper_prints_its_tables_pictures_address_version_and_day(published: Path) -> None:
    paper = paper_of("winchester-rural", str(published))
    text = html.paper(paper, IMPRINT).decode()
    assert text.count("<table") == len(tables(paper))
    assert text.count("<figure") == sum(isinstance(b, Chart) for b in walk(paper.blocks))
    assert all(part in text for part in (IMPRINT.version, IMPRINT.made, "example.org/take"))
    assert "<script" not in text


def test_the_change_of_parts_stands_in_a_table_of_the_source_that_can_compare_them(
    published: Path,
) -> None:
    paper = paper_of("winchester-rural", str(published))
    (fold,) = [b for b in paper.blocks if isinstance(b, Fold) and b.title.startswith("Parishes")]
    (change,) = [b for b in fold.blocks if isinstance(b, Table) and b.columns[1] == "Now"]
    assert "police.uk" in change.caption
    assert len(change.cells) == 7


@pytest.mark.slow
@pytest.mark.parametrize("area", ["winchester", "winchester-city", "st-paul", "sparsholt"])
@pytest.mark.parametrize("source", ["police-tables", "police-uk"])
def test_there_is_an_appendix_for_every_kind_of_area(
    published: Path, area: str, source: str
) -> None:
    here = door.at()
    paper = papers.appendix(here, here.choose(Question(area, source=source)))
    assert areas.one(area).name in paper.title
    assert any(isinstance(b, Fold) and b.title.startswith("Read before") for b in paper.blocks)


def test_the_summary_has_the_whole_district_without_pictures(published: Path) -> None:
    here = door.at()
    summary = papers.summary(here, here.choose(Question("winchester")))
    shown = " ".join(row[0] for table in tables(summary) for row in table.cells)
    assert all(areas.one(code).name in shown for code in areas.at_level("parish"))
    assert not [block for block in walk(summary.blocks) if isinstance(block, Chart)]
    assert "<script" not in html.paper(summary, IMPRINT).decode()


def test_without_figures_a_paper_says_so(empty_store: Path) -> None:
    store.create()
    paper = papers.appendix(door.at(), Question("winchester"))
    (words,) = paper.blocks
    assert isinstance(words, Words)
    assert "No figures have been published yet" in words.text
