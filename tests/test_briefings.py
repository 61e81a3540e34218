"""Papers say what the pages say: every printed figure is in them, and both forms are whole."""

import csv
import re
from functools import cache
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from docx import Document

from cspdata import areas, briefings, metrics, offences, queries, sentences, store
from cspdata.briefings import Imprint
from cspdata.briefings.paper import Points, Table, Words, from_markdown, runs
from cspdata.vocabulary import folded

RAW = Path(__file__).resolve().parent.parent / "data" / "raw" / "committee-report-2018-01"
IMPRINT = Imprint("https://example.org/area?area=winchester", "Data version 2.", "4 January 2018")
SIDE_BY_SIDE = [
    path.name
    for path in sorted(RAW.glob("*.csv"))
    if path.stem.split("-")[0] in {"regions", "city", "greater", "rural"}
] + ["acquisitive-regions.csv"]
OWN_EMPTY_COLUMN = ("greater.csv", "WINCHESTER GREATER")
NOT_WHOLE = {"", "1,"}


@cache
def paper_of(area: str, place: str) -> Any:
    crimes = store.read("crimes")
    figures = queries.prepared(crimes)
    view = queries.views(figures)[0]
    return briefings.appendix(figures, crimes, store.read("printed"), view, area, IMPRINT)


@cache
def word_of(area: str, place: str) -> Any:
    return Document(BytesIO(briefings.word(paper_of(area, place))))


@pytest.fixture
def appendix(published: Path) -> Any:
    """The Word appendix of the district, read back."""
    return word_of("winchester", str(published))


def cells(table: Any) -> list[list[str]]:
    return [[cell.text.strip() for cell in row.cells] for row in table.rows]


def found(appendix: Any, offence: str, columns: list[str]) -> list[list[str]]:
    """The cells under these columns, of every table that has them all and a row so named."""
    tables = [cells(table) for table in appendix.tables]
    return [
        [row[table[0].index(column)] for column in columns]
        for table in tables
        if set(columns) <= set(table[0])
        for row in table[1:]
        if row[0] == offence
    ]


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
def test_the_word_appendix_holds_every_figure_of_a_printed_table(appendix: Any, name: str) -> None:
    header, rows = printed_rows(name, "Current period")
    kept = [n for n in range(1, len(header)) if (name, header[n][:18]) != OWN_EMPTY_COLUMN]
    columns = [area_name(header[n]) for n in kept]
    for row in rows:
        theft = name.startswith("acquisitive") and row[0] == "Total"
        offence = offences.one("theft").name if theft else offence_name(row[0])
        held = [
            [re.sub(r" \[\w\]", "", cell) for cell in line]
            for line in found(appendix, offence, columns)
        ]
        wanted = [as_shown(row[n]) for n in kept if row[n] not in NOT_WHOLE]
        assert any(line[: len(wanted)] == wanted for line in held), (offence, wanted, held)


def test_the_word_appendix_holds_the_district_now_and_before(appendix: Any) -> None:
    _, rows = printed_rows("district.csv", "Current period")
    for name, before, now in rows:
        wanted = [as_shown(value) for value in (now, before)]
        assert wanted in found(appendix, offence_name(name), ["Now", "Before"])


@pytest.mark.parametrize("name", ["district-change.csv", "acquisitive-change.csv"])
def test_the_word_appendix_holds_every_printed_percentage(appendix: Any, name: str) -> None:
    _, rows = printed_rows(name, "% Change")
    for label, *shares in rows:
        theft = name.startswith("acquisitive") and label == "Total"
        offence = offences.one("theft").name if theft else offence_name(label)
        sign = "" if shares[0].startswith("-") else "+"
        assert [f"{sign}{shares[0]}".replace("-", "−")] in found(appendix, offence, ["Change"])


@pytest.mark.parametrize(
    ("flag", "cells_of_it"),
    [("Domestic", ["501", "420", "+19.3%"]), ("Hate", ["67", "49", "+36.7%"])],
)
def test_the_word_appendix_holds_domestic_and_hate(
    appendix: Any, flag: str, cells_of_it: list[str]
) -> None:
    assert cells_of_it in found(appendix, flag, ["Now", "Before", "Change"])


def test_what_is_odd_in_print_is_told_in_the_appendix(appendix: Any) -> None:
    text = "\n".join(paragraph.text for paragraph in appendix.paragraphs)
    assert "holds 0 crimes" in text
    assert "cut off" in text
    assert "57" in text


def test_every_change_in_the_appendix_has_a_verdict(appendix: Any) -> None:
    compared = [table for table in map(cells, appendix.tables) if "Before" in table[0]]
    assert len(compared) > 5
    for table in compared:
        assert all(row[table[0].index("Verdict")] for row in table[1:])


def test_a_word_paper_is_british_headed_and_described(appendix: Any) -> None:
    languages = appendix.styles.element.xpath(".//w:rPrDefault//w:lang/@w:val")
    assert languages == ["en-GB"]
    assert appendix.core_properties.language == "en-GB"
    assert all(table._tbl.xpath("./w:tr[1]//w:tblHeader") for table in appendix.tables)
    assert all(table._tbl.xpath(".//w:tblCaption/@w:val") for table in appendix.tables)
    pictures = appendix.inline_shapes
    assert len(pictures) == 5
    assert all(shape._inline.docPr.get("descr") for shape in pictures)
    styles = {p.style.name for p in appendix.paragraphs}
    assert {"Title", "Heading 1", "Heading 2", "Caption", "List Bullet"} <= styles


def test_a_word_paper_carries_its_address_version_and_day(appendix: Any) -> None:
    text = "\n".join(paragraph.text for paragraph in appendix.paragraphs)
    assert IMPRINT.address in text
    assert IMPRINT.version in text
    assert IMPRINT.made in text


def test_html_and_word_hold_the_same_tables(published: Path) -> None:
    paper = paper_of("winchester", str(published))
    text = briefings.html(paper).decode()
    tables = [block for block in paper.blocks if isinstance(block, Table)]
    assert text.count("<table") == len(tables) == len(word_of("winchester", str(published)).tables)
    assert all(f"<th scope='row'>{t.rows[0][0].strip()}</th>" in text for t in tables)
    assert "<script" not in text


def test_progress_runs_to_the_end_and_never_back(published: Path) -> None:
    heard: list[float] = []
    briefings.html(paper_of("st-paul", str(published)), lambda share, words: heard.append(share))
    assert heard == sorted(heard)
    assert 0 <= heard[0] < heard[-1] <= 1


@pytest.mark.parametrize("area", ["winchester", "winchester-rural", "st-paul", "sparsholt"])
def test_there_is_a_page_for_every_kind_of_area(published: Path, area: str) -> None:
    figures = queries.prepared(store.read("crimes"))
    for view in queries.views(figures):
        page = briefings.one_page(figures, view, area, IMPRINT)
        assert areas.one(area).name in page.title
        assert b"What to know" in briefings.html(page)


def theme_paper(topic: str) -> briefings.Paper:
    figures = queries.prepared(store.read("crimes"))
    chosen = queries.views(figures)[0]
    asked = metrics.topics()[topic]
    return briefings.theme(figures, store.read("activity"), chosen, asked, IMPRINT)


@pytest.mark.parametrize("topic", metrics.topics())
def test_the_word_paper_on_a_question_holds_what_the_page_shows(
    published: Path, topic: str
) -> None:
    told = Document(BytesIO(briefings.word(theme_paper(topic))))
    held = [row for table in told.tables for row in cells(table)[1:]]
    asked = metrics.topics()[topic]
    figures = queries.prepared(store.read("crimes"))
    for _, rows in queries.on_topic(figures, queries.views(figures)[0], asked):
        for _, row in rows.iterrows():
            assert any(sentences.count(row["now"]) == cell for cell in sum(held, [])), row["now"]
    partners = queries.newest_activity(store.read("activity"))
    shown = queries.of_measures(partners, metrics.on_topic(topic))
    figures_held = {(row[0], row[1]) for row in held}
    for _, row in shown.iterrows():
        name = metrics.one(row["measure"]).name
        full = f"{name}: {row['breakdown']}" if row["breakdown"] else name
        assert (full, sentences.amount(row["value"], row["unit"], row["status"])) in figures_held


def test_two_statements_that_disagree_are_both_in_the_paper(published: Path) -> None:
    text = briefings.html(theme_paper("asb-city")).decode()
    rows = queries.newest_activity(store.read("activity"))
    said = rows[rows["conflict"] & (rows["measure"] == "helicon-operations")]
    assert len(said) == 2
    assert all(reference in text for reference in said["reference"])


def test_marked_words_become_bold_and_italic() -> None:
    assert runs("**137**, was *128*") == [("137", "bold"), (", was ", ""), ("128", "italic")]


def test_a_markdown_list_becomes_points_with_their_lines_joined() -> None:
    assert from_markdown("Words\nhere:\n\n- one\n  more\n- two") == [
        Words("Words here:"),
        Points(("one more", "two")),
    ]


def test_what_looks_like_markup_is_shown_and_not_run() -> None:
    paper = briefings.Paper("x", "<b>", (), IMPRINT, (Words("<script>alert(1)</script>"),))
    assert b"<script" not in briefings.html(paper)
