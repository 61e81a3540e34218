"""A file for each fault, then anything at all: a sentence of its own, and nothing changes."""

import csv
import io
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from cspdata import access, publish, readers, store
from cspdata.errors import NotPublishable, UnreadableFile
from cspdata.publish import Rehearsal, Upload

FOLDER = Path(__file__).parent / "faults"
OFFICER = access.person_here("A. Officer")
# file, what its sentence says, its row and column; row 0 where the whole file is at fault
FAULTS = [
    ("area-empty", "The area is empty.", 2, "area"),
    ("area-misspelt", "“ST BARTHOLEMEW” is not an area that is known here.", 3, "area"),
    (
        "area-of-another-district",
        "“Basingstoke Town” is not an area that is known here.",
        3,
        "area",
    ),
    ("binary-rubbish", "is not text: it holds bytes no table has (NUL and the like)", 0, ""),
    ("blank-lines-only", "has no filled cells", 0, ""),
    ("column-missing", "the columns found are “area, offence, period_start, count”", 0, ""),
    ("column-twice", "row 1: the column “count” stands in E and F", 0, ""),
    ("columns-of-nothing-known", "the columns found are “one, two, three”", 0, ""),
    ("count-as-a-formula", "“=1+1” is a formula without its value;", 2, "count"),
    ("count-empty", "The count is empty.", 2, "count"),
    ("count-enormous", "99999999999 is more than any count here can be (10,000,000).", 2, "count"),
    ("count-in-words", "“two” is not a whole number.", 2, "count"),
    ("count-negative", "A count must be at least 0, and this is -2.", 2, "count"),
    (
        "count-suppressed-with-a-star",
        "No row of this file tells a count: “*” stands in place of each.",
        2,
        "count",
    ),
    ("count-with-a-misplaced-comma", "“1,38” is not a whole number.", 2, "count"),
    ("count-with-decimals", "“2.5” is not a whole number.", 2, "count"),
    (
        "days-in-two-orders",
        "“31/10/2017” has the day first and “10/31/2017” the month, in one file.",
        0,
        "period_start",
    ),
    ("day-empty", "The day is empty.", 2, "period_end"),
    ("day-in-words", "“last April” is not a day.", 2, "period_start"),
    ("day-that-does-not-exist", "There is no day 2017-04-31 in the calendar.", 2, "period_start"),
    ("empty", "is empty", 0, ""),
    ("gzip-cut-off", "is damaged or incomplete", 0, ""),
    (
        "header-without-rows",
        "has the header of counts in a list in row 1, but no rows below it",
        0,
        "",
    ),
    ("nul-characters", "is not text: it holds bytes no table has (NUL and the like)", 0, ""),
    ("offence-misspelt", "“Robery” is not an offence that is known here.", 2, "offence"),
    ("offence-unknown", "“Witchcraft” is not an offence that is known here.", 2, "offence"),
    ("old-workbook-renamed", "is a damaged old .xls workbook", 0, ""),
    (
        "outcomes-file-of-police-uk",
        "is a police.uk file of outcomes, which is not shown here",
        0,
        "",
    ),
    ("parquet-renamed", "is a Parquet file", 0, ""),
    ("pdf-renamed", "is a PDF", 0, ""),
    (
        "period-backwards",
        "The period ends on 2017-04-01, before it starts on 2017-10-31.",
        2,
        "period_end",
    ),
    (
        "period-in-the-future",
        "The period ends on 2917-10-31, which has not come yet.",
        2,
        "period_end",
    ),
    ("picture-renamed", "is a picture", 0, ""),
    ("printed-area-misspelt", "“ST PAULL” is not an area that is known here.", 3, "ST PAULL"),
    ("printed-count-empty", "The count is empty.", 3, "ST LUKE"),
    ("printed-count-in-words", "“two” is not a whole number.", 3, "ST PAUL"),
    (
        "printed-header-without-rows",
        "has the header of a police table, but no rows below it",
        0,
        "",
    ),
    (
        "printed-offence-unknown",
        "“Sorcery” is not an offence that is known here.",
        4,
        "first column",
    ),
    (
        "printed-same-cell-twice-with-two-values",
        "Robbery for St Paul stands in printed-same-cell-twice-with-two-values.csv, row 3, as 2.",
        3,
        "ST PAUL",
    ),
    (
        "printed-titles-of-two-periods",
        "The titles of this file name several periods. Which days do its figures cover?",
        0,
        "",
    ),
    ("printed-without-a-period", "This file does not say which days its figures cover.", 0, ""),
    (
        "quote-never-closed",
        "row 2: a quotation mark is out of place, or opened and never closed",
        0,
        "",
    ),
    (
        "same-figure-twice-with-two-values",
        "Theft offences for St Paul stands in same-figure-twice-with-two-values.csv, row 2, as 53.",
        3,
        "count",
    ),
    ("source-unknown", "“newspaper” is not a source that is known here.", 2, "source"),
    ("status-unknown", "“guessed” is not a status.", 2, "status"),
    (
        "stop-and-search-file-of-police-uk",
        "is a police.uk file of stop and search, which is not shown here",
        0,
        "",
    ),
    (
        "street-crime-type-empty",
        "The crime type is empty; the row may be cut off.",
        3,
        "Crime type",
    ),
    (
        "street-crime-type-unknown",
        "“Cattle rustling” is not a crime type of police.uk that is known here.",
        3,
        "Crime type",
    ),
    (
        "street-header-without-rows",
        "has the header of a street-level file in row 1, but no rows below it",
        0,
        "",
    ),
    (
        "street-lsoa-not-in-the-list",
        "1 row lies in Winchester 013H (E01035999), which is in this place by name",
        0,
        "LSOA code",
    ),
    ("street-month-in-the-future", "“2917-05” is not a month that has come.", 2, "Month"),
    ("street-month-unreadable", "“spring 2017” is not a month that has come.", 3, "Month"),
    (
        "street-of-another-district",
        "No row of this file lies in Winchester District.",
        0,
        "LSOA code",
    ),
    (
        "street-row-with-too-many-cells",
        "has a row with more cells than its header, or a quotation mark that is neve",
        0,
        "",
    ),
    ("two-tables-of-two-kinds", "row 4: a second table begins here, of partners' figures", 0, ""),
    (
        "ward-month-of-an-unknown-ward",
        "“E05999999” is not a ward of this place.",
        2,
        "ward_2013_code",
    ),
    ("ward-month-that-is-no-month", "“2017-13” is not a month that has come.", 2, "month"),
    ("zip-cut-off", "is a damaged or incomplete zip or workbook", 0, ""),
]


@pytest.fixture(scope="module")
def held(tmp_path_factory: pytest.TempPathFactory) -> Iterator[int]:
    """The version of a store that no faulty file may change."""
    with pytest.MonkeyPatch.context() as patched:
        patched.setenv("CSP_STORE", str(tmp_path_factory.mktemp("faults") / "store"))
        store.create()
        good = (
            b"area,offence,period_start,period_end,count\nSt Luke,Drugs,2017-04-01,2017-10-31,7\n"
        )
        yield publish.publish(publish.rehearse([Upload("good.csv", good)]), OFFICER)


def told(file: str) -> tuple[str, int, str]:
    """The first sentence about a file that somebody tries to publish, its row and its column."""
    try:
        rehearsal = publish.rehearse([Upload.from_path(FOLDER / f"{file}.csv")])
    except UnreadableFile as fault:
        return str(fault), 0, ""
    with pytest.raises(NotPublishable):
        publish.publish(rehearsal, OFFICER)
    if not rehearsal.faults:
        return rehearsal.unanswered[0].words, 0, ""
    first = rehearsal.faults[0]
    return f"{first.problem} {first.remedy}", first.row, first.column


@pytest.mark.parametrize(("file", "words", "row", "column"), FAULTS, ids=lambda part: str(part))
def test_a_fault_has_its_own_sentence_and_changes_nothing(
    held: int, file: str, words: str, row: int, column: str
) -> None:
    sentence, at, under = told(file)
    assert words in sentence
    assert (at, under) == (row, column)
    assert store.version() == held


def test_every_faulty_file_is_in_the_table() -> None:
    assert {path.stem for path in FOLDER.iterdir()} == {fault[0] for fault in FAULTS}
    assert len(FAULTS) >= 40


def test_one_faulty_file_keeps_the_good_ones_beside_it_out(held: int) -> None:
    good = b"area,offence,period_start,period_end,count\nSt Paul,Drugs,2017-04-01,2017-10-31,7\n"
    rehearsal = publish.rehearse(
        [Upload("good.csv", good), Upload.from_path(FOLDER / "count-negative.csv")]
    )
    with pytest.raises(NotPublishable):
        publish.publish(rehearsal, OFFICER)
    assert store.version() == held


def test_all_unreadable_files_are_named_at_once(held: int) -> None:
    both = [Upload.from_path(FOLDER / f"{name}.csv") for name in ("empty", "pdf-renamed")]
    with pytest.raises(UnreadableFile, match="empty.csv is empty.*pdf-renamed.csv is a PDF"):
        publish.rehearse(both)


# Anything at all

WORDS = st.sampled_from(
    ["St Paul", "ST BARTHOLEMEW", "Winchester", "Theft offences", "Robbery", "Total", "TOTAL"]
    + ["2017-04-01", "2017-10-31", "01/04/2017", "2017-05", "0000-01", "53", "1,382", "-1", "", "*"]
    + [
        "=1+1",
        "E01023245",
        "E05004652",
        "Burglary",
        "Winchester 013H",
        "Current period",
        "% Change",
    ]
    + ["3 Robbery", "police-uk", "police-tables", "nan", "1e400", "9" * 30, "\u0663", "\ud7ff"]
)
HEADERS = st.sampled_from(
    [
        ["area", "offence", "period_start", "period_end", "count"],
        ["area", "offence", "period_start", "period_end", "count", "source", "status"],
        ["Month", "LSOA code", "LSOA name", "Crime type", "Location", "Longitude", "Latitude"],
        ["month", "ward_2013_code", "ward_2013_name", "crime_type", "count"],
        ["Crime 1st April – 31st Oct 2017"],
        ["Current period", "ST PAUL", "ST LUKE", "TOTAL"],
        ["% Change", "TOTAL"],
    ]
)
CELLS = st.one_of(WORDS, st.text(max_size=12))
TABLES = st.tuples(
    st.lists(HEADERS, min_size=1, max_size=2), st.lists(st.lists(CELLS, max_size=8), max_size=6)
)
ANYTHING = settings(
    max_examples=150,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)


MARKS = [b"PK\x03\x04", b"\x1f\x8b\x08", b"\xff\xfe", b"\xef\xbb\xbf", b"PAR1"]


def written(lines: list[list[str]], delimiter: str) -> str:
    text = io.StringIO()
    csv.writer(text, delimiter=delimiter).writerows(lines)
    return text.getvalue()


def rehearsed(content: bytes) -> Rehearsal | None:
    try:
        return publish.rehearse([Upload("anything", content)])
    except UnreadableFile as fault:
        assert str(fault).endswith((".", "”"))
        return None


@pytest.mark.slow
@ANYTHING
@given(content=st.binary(max_size=400))
def test_any_bytes_give_issues_or_a_sentence(held: int, content: bytes) -> None:
    rehearsed(content)
    assert store.version() == held


@pytest.mark.slow
@ANYTHING
@given(start=st.sampled_from(MARKS), rest=st.binary(max_size=300))
def test_any_bytes_after_a_known_mark_give_a_sentence(held: int, start: bytes, rest: bytes) -> None:
    rehearsed(start + rest)
    assert store.version() == held


@pytest.mark.slow
@ANYTHING
@given(table=TABLES)
def test_any_table_is_published_whole_or_not_at_all(
    held: int, table: tuple[list[list[str]], list[list[str]]]
) -> None:
    headers, rows = table
    lines = [headers[0], *rows, *headers[1:], *rows]
    text = written(lines, ",")
    rehearsal = rehearsed(text.encode("utf-8", "replace"))
    if rehearsal is None:
        return
    if rehearsal.faults:
        with pytest.raises(NotPublishable):
            publish.publish(rehearsal, OFFICER)
    for name, rows_after in rehearsal.tables.items():
        assert rows_after.columns.notna().all(), name
    assert store.version() == held


@pytest.mark.slow
@ANYTHING
@given(table=TABLES)
def test_a_reader_takes_any_table_as_text(table: tuple[list[list[str]], list[list[str]]]) -> None:
    headers, rows = table
    text = written([*headers, *rows], ";")
    try:
        sheets = readers.read(text.encode("utf-8", "replace"), "anything")
    except UnreadableFile:
        return
    for sheet in sheets:
        others = sheet.rows.drop(columns=["row", "table"], errors="ignore")
        assert others.map(lambda cell: isinstance(cell, str)).all(axis=None)
