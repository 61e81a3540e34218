"""The same table in the dress of any program gives the same figures; what is unclear is said."""

import csv
import io
import zipfile
from collections.abc import Callable
from copy import deepcopy
from datetime import date
from pathlib import Path

import openpyxl
import pytest
import xlsxwriter
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from lxml import etree
from openpyxl.styles import Font

from cspdata import publish, store
from cspdata.errors import UnreadableFile
from cspdata.publish import Rehearsal, Upload
from tests.workbooks import Cell, Rows, ods, xls

FIRST, LAST = date(2018, 11, 1), date(2018, 11, 30)
TIDY = ["area", "offence", "period_start", "period_end", "count"]
DAYS_WRITTEN = [
    "%Y-%m-%d",
    "%d/%m/%Y",
    "%d %B %Y",
    "%d-%b-%y",
    "%Y-%m-%dT00:00:00+00:00",
    "%d/%m/%Y 12:00:00 AM",
    "'%Y-%m-%d",
]
HEADERS: list[Callable[[str], str]] = [
    str,
    str.upper,
    lambda word: word.replace("_", "-"),
    lambda word: word.replace("_", " ").title().replace(" ", ""),
    lambda word: f"{word.replace('_', ' ')}:",
    lambda word: f"{word}¹",
    lambda word: f"{word} [note 2]",
]
NUMBERS: list[Callable[[int], str]] = [str, "{:,}".format, "{}.0".format]
FEET: list[list[str]] = [
    [],
    ["Source: a partner"],
    ["© Crown copyright 2018"],
    ["* Provisional"],
]
Write = Callable[[Rows], bytes]


@pytest.fixture
def empty(empty_store: Path) -> Path:
    store.create()
    return empty_store


def sent(content: bytes, name: str = "sent.csv", source: str = "police-tables") -> Rehearsal:
    return publish.rehearse([Upload(name, content, source)])


def text(rows: Rows, delimiter: str = ",", encoding: str = "utf-8") -> bytes:
    made = io.StringIO()
    csv.writer(made, delimiter=delimiter).writerows(rows)
    return made.getvalue().encode(encoding)


def xlsx(rows: Rows, look: Callable[[openpyxl.worksheet.worksheet.Worksheet], None] | None = None):
    book = openpyxl.Workbook()
    for row in rows:
        book.active.append(list(row))
    if look:
        look(book.active)
    made = io.BytesIO()
    book.save(made)
    return made.getvalue()


WRITERS: list[Write] = [
    text,
    xlsx,
    ods,
    xls,
    lambda rows: text(rows, ";", "utf-8-sig"),
    lambda rows: text(rows, "\t", "utf-16"),
    lambda rows: text(rows, "|", "cp1252"),
]
writers = st.sampled_from(WRITERS)
spreadsheets = pytest.mark.parametrize("write", [xlsx, ods, xls])


def dressed(draw: st.DataObject, header: list[str], rows: list[list[Cell]]) -> bytes:
    """A table with its columns in any order, its words, days and numbers as anybody writes them."""
    order = draw.draw(st.permutations(range(len(header))))
    heading = draw.draw(st.sampled_from(HEADERS))
    day = draw.draw(st.sampled_from(DAYS_WRITTEN))
    number = draw.draw(st.sampled_from(NUMBERS))
    as_cells, write = draw.draw(st.booleans()), draw.draw(writers)

    def cell(value: Cell) -> Cell:
        if as_cells and write in (xlsx, ods, xls):
            return value
        if isinstance(value, date):
            return value.strftime(day)
        return number(value) if isinstance(value, int) else value

    title = draw.draw(st.sampled_from([[], [["A title"], []]]))
    table = [[heading(header[place]) for place in order]]
    table += [[cell(row[place]) for place in order] for row in rows]
    foot = draw.draw(st.sampled_from(FEET))
    return write([*title, *table, *([[], foot] if foot else [])])


@pytest.mark.slow
@settings(
    max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(draw=st.data(), counts=st.lists(st.integers(0, 99_999), min_size=2, max_size=2))
def test_a_right_table_gives_the_same_counts_in_any_dress(
    empty: Path, draw: st.DataObject, counts: list[int]
) -> None:
    places = [["St Paul", "Robbery"], ["St Luke", "Drugs"]]
    rows = [[*place, FIRST, LAST, n] for place, n in zip(places, counts, strict=True)]
    found = sent(dressed(draw, TIDY, rows))
    assert not (found.faults or found.held or found.unanswered)
    crimes = found.new["crimes"].set_index("area")
    assert list(crimes.loc[["st-paul", "st-luke"], "count"]) == counts
    assert set(crimes["period_start"].dt.date) == {FIRST}
    assert set(crimes["period_end"].dt.date) == {LAST}


@pytest.mark.slow
@settings(
    max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(draw=st.data(), visits=st.integers(0, 99_999))
def test_partners_figures_are_the_same_in_any_dress(
    empty: Path, draw: st.DataObject, visits: int
) -> None:
    header = ["partner", "measure", "breakdown", "period_start", "period_end", "value", "unit"]
    row: list[Cell] = ["fire-and-rescue", "Safe and well visits", "", FIRST, LAST, visits, "visits"]
    found = sent(dressed(draw, header, [row]), source="partners")
    assert not (found.faults or found.held or found.unanswered)
    assert list(found.new["activity"]["value"]) == [visits]


STEPS = ["matter", "step", "signed_on", "signed_by", "state", "words", "kind", "addressed_to"]
STEPS += ["raised_at"]


@pytest.mark.slow
@settings(
    max_examples=10, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(draw=st.data())
def test_matters_are_the_same_in_any_dress(empty: Path, draw: st.DataObject) -> None:
    step = ["Lighting in Hyde", "1", LAST, "The committee", "open", "Asked for lights."]
    row: list[Cell] = [*step, "recommendation", "The Cabinet", "The committee"]
    found = sent(dressed(draw, STEPS, [row]), source="partners")
    assert not (found.faults or found.held or found.unanswered)
    (kept,) = found.new["matters"].to_dict("records")
    assert (kept["matter"], kept["step"], kept["signed_on"].date()) == (step[0], 1, LAST)


# What is seen and not what is stored


def one_row(count: Cell = 12) -> Rows:
    return [TIDY, ["St Paul", "Robbery", FIRST, LAST, count]]


@pytest.mark.parametrize("write", [ods, xls])
def test_a_struck_out_cell_is_never_counted_in_silence(empty: Path, write: Callable) -> None:
    (fault,) = sent(write(one_row(), struck=[(1, 4)])).faults
    assert (fault.row, fault.column) == (2, "E")
    assert "E2 is struck out, so it is not clear whether it still counts" in fault.problem


def test_a_struck_out_row_of_excel_is_named_by_its_cells(empty: Path) -> None:
    def struck(sheet) -> None:
        for cell in sheet[2]:
            cell.font = Font(strike=True)

    (fault,) = sent(xlsx(one_row(), struck)).faults
    assert "A2, B2, C2, D2 and E2 are struck out" in fault.problem


def in_parts(rows: Rows, words: str, *parts: tuple[dict[str, object], str]) -> bytes:
    """A workbook in which a text has parts (look, text), as Excel keeps them."""
    made = io.BytesIO()
    with xlsxwriter.Workbook(made, {"default_date_format": "yyyy-mm-dd"}) as book:
        sheet = book.add_worksheet()
        for row, cells in enumerate(rows):
            for place, cell in enumerate(cells):
                if cell == words:
                    looks = [
                        part for look, text_ in parts for part in (book.add_format(look), text_)
                    ]
                    sheet.write_rich_string(row, place, *looks)
                else:
                    sheet.write(row, place, cell)
    return made.getvalue()


def test_a_figure_struck_out_beside_a_new_one_is_not_two_figures_in_a_row(empty: Path) -> None:
    """Without its looks such a cell says 1214."""
    found = sent(in_parts(one_row("both"), "both", ({"font_strikeout": True}, "12"), ({}, "14")))
    assert any("E2 is struck out" in fault.problem for fault in found.faults)


def test_a_struck_out_cell_that_is_hidden_is_left_out_as_hidden(empty: Path) -> None:
    def hidden(sheet) -> None:
        sheet.append(["St Luke", "Robbery", FIRST, LAST, 3])
        sheet["E3"].font = Font(strike=True)
        sheet.row_dimensions[3].hidden = True

    found = sent(xlsx(one_row(), hidden))
    assert list(found.new["crimes"]["count"]) == [12]
    assert not found.faults


RAISED = {"font_script": 1}


def test_a_raised_mark_is_no_digit_of_a_count(empty: Path) -> None:
    (fault,) = sent(in_parts(one_row("both"), "both", ({}, "12"), (RAISED, "1"))).faults
    assert "“12[1]” has a mark beside the number" in fault.problem
    (fault,) = sent(ods(one_row('12<text:span text:style-name="raised">1</text:span>'))).faults
    assert fault.row == 2


def resheeted(book: bytes, change: Callable[[etree._Element], None]) -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(book)) as old, zipfile.ZipFile(made, "w") as new:
        for name in old.namelist():
            part = old.read(name)
            if name.startswith("xl/worksheets/sheet"):
                sheet = etree.fromstring(part)
                change(sheet)
                part = etree.tostring(sheet)
            new.writestr(name, part)
    return made.getvalue()


def in_the_sheet_itself(book: bytes) -> bytes:
    """The workbook with its texts in the cells, as openpyxl and many exports write them."""
    with zipfile.ZipFile(io.BytesIO(book)) as archive:
        shared = etree.fromstring(archive.read("xl/sharedStrings.xml"))

    def moved(sheet: etree._Element) -> None:
        for cell in sheet.iterfind(".//{*}c[@t='s']"):
            text = deepcopy(shared[int(cell[0].text)])
            text.tag = cell.tag[:-1] + "is"
            cell[:] = [text]
            cell.set("t", "inlineStr")

    return resheeted(book, moved)


def without_references(book: bytes, tags: tuple[str, ...]) -> bytes:
    """The workbook whose cells, or rows too, do not say where they stand, as some exports do."""

    def taken(sheet: etree._Element) -> None:
        for tag in tags:
            for element in sheet.iter(f"{{*}}{tag}"):
                del element.attrib["r"]

    return resheeted(book, taken)


references = pytest.mark.parametrize("missing", [(), ("c",), ("c", "row")])


@references
def test_a_raised_mark_of_a_text_in_the_sheet_itself_is_no_digit(
    empty: Path, missing: tuple[str, ...]
) -> None:
    book = in_the_sheet_itself(in_parts(one_row("both"), "both", ({}, "12"), (RAISED, "1")))
    (fault,) = sent(without_references(book, missing)).faults
    assert (fault.row, fault.column) == (2, "count")
    assert "“12[1]” has a mark beside the number" in fault.problem


@references
def test_a_part_struck_out_in_the_sheet_itself_is_told(
    empty: Path, missing: tuple[str, ...]
) -> None:
    parts = ({"font_strikeout": True}, "12"), ({}, "14")
    book = in_the_sheet_itself(in_parts(one_row("both"), "both", *parts))
    found = sent(without_references(book, missing))
    assert any("E2 is struck out" in fault.problem for fault in found.faults)


@references
def test_a_formula_never_calculated_is_told_where_it_stands(
    empty: Path, missing: tuple[str, ...]
) -> None:
    (fault,) = sent(without_references(xlsx(one_row("=6*2")), missing)).faults
    assert (fault.row, fault.column) == (2, "count")
    assert "“=6*2” is a formula without its value" in fault.problem


def test_a_raised_mark_is_no_part_of_a_name(empty: Path) -> None:
    found = sent(in_parts(one_row(), "St Paul", ({}, "St Paul"), (RAISED, "1")))
    assert list(found.new["crimes"]["area"]) == ["st-paul"]


@pytest.mark.parametrize("mark", ["*", "¹", " [note 1]", " (2)", "†"])
def test_a_name_is_known_with_the_mark_of_a_footnote(empty: Path, mark: str) -> None:
    found = sent(text([TIDY, [f"St Paul{mark}", f"Robbery{mark}", FIRST, LAST, "12"]]))
    assert not found.faults
    assert list(found.new["crimes"]["area"]) == ["st-paul"]


def test_a_number_that_its_format_hides_is_none(empty: Path) -> None:
    def hidden(sheet) -> None:
        sheet["E2"].number_format = ";;;"

    (fault,) = sent(xlsx(one_row(), hidden)).faults
    assert fault.problem == "The count is empty."


def test_spaces_of_an_opendocument_are_spaces(empty: Path) -> None:
    found = sent(
        ods(one_row()[:1] + [["<text:span>St<text:s/>Paul</text:span>", *one_row()[1][1:]]])
    )
    assert list(found.new["crimes"]["area"]) == ["st-paul"]


@spreadsheets
def test_a_total_of_all_is_no_area(empty: Path, write: Write) -> None:
    found = sent(write([*one_row(), ["All", None, None, None, 12]]))
    assert not found.faults
    assert any("as the rows above it add up to" in note.problem for note in found.notes)


def test_tables_side_by_side_are_told_and_the_second_is_never_read_as_the_first(
    empty: Path,
) -> None:
    heads = ["Current period", "WINCHESTER CITY", "", "Current period", "WINCHESTER RURAL"]
    rows = [["Crime June 2018"], heads, ["3 Robbery", "1", "", "5 Drugs", "2"]]
    with pytest.raises(UnreadableFile, match="row 2: a second table begins in column D"):
        sent(text(rows))


def test_days_from_a_first_to_another_first_are_held(empty: Path) -> None:
    (held,) = sent(text([TIDY, ["St Paul", "Robbery", FIRST, date(2018, 12, 1), "12"]])).held
    assert "which ends with the first day of a month" in held.problem


def test_months_in_place_of_days_are_whole(empty: Path) -> None:
    found = sent(text([TIDY, ["St Paul", "Robbery", "2018-11", "2018-11", "12"]]))
    assert list(found.new["crimes"]["period_end"].dt.date) == [LAST]


def test_a_month_that_may_have_lost_its_nought_is_no_day(empty: Path) -> None:
    (fault, _) = sent(text([TIDY, ["St Paul", "Robbery", "2018.1", "2018.1", "12"]])).faults
    assert "“2018.1” is not a day" in fault.problem
