"""What is taken away reads back to the figures of the answer, and runs nothing."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from io import BytesIO
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
from openpyxl import load_workbook

from cspdata import exports, spreadsheets
from cspdata import published as door
from cspdata.answers.blocks import Fold
from cspdata.printers import sheets
from cspdata.spreadsheets import Cover, Sheet
from tests.sample_answer import ANSWER, IMPRINT, TABLE

COVER = Cover("Recorded crime", ("Data version 2.",), ("[x] not available",))
OTHER = replace(
    TABLE,
    name="streets",
    caption="Streets",
    rows=pd.DataFrame({"street": ["High Street"], "months at the top": [4]}),
)


def as_workbook(rows: pd.DataFrame) -> bytes:
    return spreadsheets.workbook(COVER, {"1": Sheet("The table", rows)})


def as_template(rows: pd.DataFrame) -> bytes:
    return spreadsheets.xlsx(rows, "rows")


def cells(content: bytes, name: str) -> list[list[Any]]:
    return [[cell.value for cell in row] for row in load_workbook(BytesIO(content))[name].rows]


# The workbook of an answer


@pytest.fixture(scope="module")
def book() -> Any:
    answer = replace(ANSWER, blocks=(*ANSWER.blocks, Fold("More", (OTHER, TABLE))))
    return load_workbook(BytesIO(sheets.workbook(answer, IMPRINT)))


def test_a_workbook_has_a_sheet_for_each_table_once_with_its_own_columns(book: Any) -> None:
    assert book.sheetnames == ["Cover", "Notes", "1", "2"]
    assert [cell.value for cell in book["1"][3]] == list(TABLE.rows.columns)
    assert [cell.value for cell in book["2"][3]] == ["street", "months at the top"]
    assert (book["1"]["A1"].value, book["2"]["A1"].value) == ("Offences", "Streets")
    for name in ("1", "2"):
        assert len(book[name].tables) == 1
        assert not book[name].merged_cells.ranges


def test_figures_are_figures_days_are_days_and_what_is_missing_says_why(book: Any) -> None:
    rows = [[cell.value for cell in row] for row in book["1"].iter_rows(min_row=4)]
    assert [row[2] for row in rows] == [1204, 9, "[c]"]
    assert {row[1].date() for row in rows} == {date(2017, 6, 1)}
    assert [row[3] for row in rows] == [12.5, "no upper limit", "[c]"]


def test_the_cover_says_question_source_version_and_address(book: Any) -> None:
    said = "\n".join(str(cell.value) for cell in book["Cover"]["A"])
    for part in (ANSWER.title, ANSWER.question.words, "Police tables.", "Data version 2."):
        assert part in said
    assert IMPRINT.address in said
    assert "Sheet 2: Streets" in said


def test_the_notes_hold_the_words_of_the_page_without_marks_and_the_shorthand(book: Any) -> None:
    notes = [str(cell.value) for cell in book["Notes"]["A"]]
    assert "9 fewer, no more than chance." in notes
    assert "A festival. More" in notes
    assert "[c] confidential" in notes


def test_a_table_is_taken_alone_as_csv_and_parquet() -> None:
    assert [table.name for table in sheets.tables(ANSWER)] == ["offences"]
    lines = spreadsheets.csv(TABLE.rows).decode("utf-8-sig").splitlines()
    assert lines[:2] == ["offence,from,now,high,status", "theft,2017-06-01,1204,12.5,published"]
    back = pd.read_parquet(BytesIO(spreadsheets.parquet(TABLE.rows)))
    pd.testing.assert_frame_equal(back, TABLE.rows, check_dtype=False)


# Everything published


@pytest.mark.parametrize("write", ["csv", "parquet", "xlsx"])
def test_what_is_published_reads_back_to_the_same_figures(published: Path, write: str) -> None:
    """Every figure; a workbook, which takes its time, has every twentieth."""
    rows = exports.crime(door.at().table("crimes")).iloc[:: 20 if write == "xlsx" else 1]
    if write == "csv":
        back = pd.read_csv(BytesIO(spreadsheets.csv(rows)), encoding="utf-8-sig")
    elif write == "parquet":
        back = pd.read_parquet(BytesIO(spreadsheets.parquet(rows)))
    else:
        back = pd.read_excel(BytesIO(as_workbook(rows)), sheet_name="1", header=2)
    assert list(back.columns) == exports.CRIME
    assert back["count"].tolist() == rows["count"].tolist()
    assert back["offence"].tolist() == rows["offence"].tolist()
    assert pd.to_datetime(back["period_end"]).tolist() == rows["period_end"].tolist()


# One rule for formulas

HARMFUL = [
    pytest.param("=1+1", id="equals"),
    pytest.param("+cmd|'/c calc'!A1", id="plus"),
    pytest.param("-2+3", id="minus"),
    pytest.param("@SUM(A1)", id="at"),
    pytest.param("  =1+1", id="leading blanks"),
    pytest.param("\t=1+1", id="tab"),
    pytest.param("\tplain", id="a tab alone moves a pasted cell"),
    pytest.param("\r=1+1", id="carriage return"),
    pytest.param("\n=1+1", id="new line"),
    pytest.param("\u00a0=1+1", id="no-break space"),
    pytest.param("\ufeff=1+1", id="byte order mark"),
    pytest.param("\u200b=1+1", id="zero-width space"),
    pytest.param("＝1+1", id="wide equals, which Excel reads in some languages"),
]


@pytest.mark.parametrize("text", HARMFUL)
def test_a_text_that_would_run_has_a_quote_before_it(text: str) -> None:
    assert spreadsheets.harmless(text) == f"'{text}"


@pytest.mark.parametrize("text", ["-5", "+3.2%", "-1,204", "plain", "", "a=b", "[x]", "1-2"])
def test_figures_and_plain_words_stay_as_they_are(text: str) -> None:
    assert spreadsheets.harmless(text) == text


@pytest.mark.slow
@pytest.mark.parametrize("write", [as_workbook, as_template])
@pytest.mark.parametrize("text", HARMFUL)
def test_no_cell_and_no_header_of_a_workbook_is_a_formula(
    write: Callable[[pd.DataFrame], bytes], text: str
) -> None:
    content = write(pd.DataFrame({text: [text, "plain"], "count": [-1, 2]}))
    for sheet in load_workbook(BytesIO(content)):
        values = [cell for row in sheet.iter_rows() for cell in row]
        assert all(cell.data_type != "f" for cell in values)
        strings = [cell.value for cell in values if isinstance(cell.value, str)]
        assert all(spreadsheets.harmless(value) == value for value in strings)


@pytest.mark.parametrize("text", HARMFUL)
def test_no_cell_and_no_header_of_a_csv_is_a_formula(text: str) -> None:
    content = spreadsheets.csv(pd.DataFrame({text: [text], "count": [-1]}))
    back = pd.read_csv(BytesIO(content), encoding="utf-8-sig")
    assert list(back.columns)[0].startswith("'")
    assert back.iloc[0, 0].startswith("'")
    assert back.iloc[0, 1] == -1


def test_categories_are_texts_too() -> None:
    rows = pd.DataFrame({"a": pd.Categorical(["=1+1", "b"])})
    assert spreadsheets.csv(rows).decode("utf-8-sig").splitlines()[1] == "'=1+1"


def test_the_cover_and_the_captions_run_nothing_either() -> None:
    cover = Cover("=1", ("=2",), ("=3",))
    book = load_workbook(BytesIO(spreadsheets.workbook(cover, {"1": Sheet("=4", TABLE.rows)})))
    texts = [book["Cover"]["A1"], book["Cover"]["A2"], book["Notes"]["A2"], book["1"]["A1"]]
    assert [cell.value for cell in texts] == ["'=1", "'=2", "'=3", "'=4"]


def test_letters_that_a_workbook_cannot_hold_are_left_out() -> None:
    assert cells(as_workbook(pd.DataFrame({"a": ["x\x0by"]})), "1")[3] == ["xy"]


# Figures and days


def test_a_moment_keeps_its_time_and_a_day_has_none() -> None:
    rows = pd.DataFrame(
        {
            "at": [pd.Timestamp(2018, 1, 4, 12, 30, tz="UTC")],
            "day": [pd.Timestamp(2018, 1, 4)],
        }
    )
    at, day = cells(as_workbook(rows), "1")[3]
    assert (at.isoformat(), day.date()) == ("2018-01-04T12:30:00", date(2018, 1, 4))
    assert "2018-01-04 12:30:00+00:00,2018-01-04" in spreadsheets.csv(rows).decode("utf-8-sig")


def test_what_is_not_available_is_marked_in_a_workbook_and_empty_in_csv_and_template() -> None:
    rows = pd.DataFrame({"area": ["a"], "count": pd.array([None], "Int64")})
    assert cells(as_workbook(rows), "1")[3] == ["a", "[x]"]
    assert cells(as_template(rows), "rows")[1] == ["a", None]
    assert spreadsheets.csv(rows).decode("utf-8-sig").splitlines()[1] == "a,"


def test_an_empty_table_has_its_header() -> None:
    rows = pd.DataFrame({"area": [], "count": []})
    assert cells(as_workbook(rows), "1")[2] == ["area", "count"]
