"""Readers: any accepted file becomes text with its row numbers; anything else, a sentence."""

import csv
import gzip
import io
import tarfile
import zipfile
from collections.abc import Sequence
from datetime import date
from pathlib import Path

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cspdata import readers
from cspdata.errors import UnreadableFile
from cspdata.periods import Period

SHARED = Path(__file__).resolve().parents[2] / "shared" / "data"

TIDY = [
    ["area", "offence", "period_start", "period_end", "count"],
    ["St Paul", "theft", "2017-04-01", "2017-10-31", "53"],
    ["Café Quarter", "robbery", "2017-04-01", "2017-10-31", "1"],
]
WARD_MONTHS = [
    ["month", "ward_2013_code", "ward_2013_name", "crime_type", "count"],
    ["2017-05", "E05004652", "Bishop’s Waltham", "Burglary", "4"],
]
ACTIVITY = [
    ["partner", "measure", "breakdown", "period_start", "period_end", "value", "unit", "note"],
    ["street-pastors", "nights", "", "2017-04-01", "2017-09-30", "26", "nights", "à la carte"],
]
STREET = [
    ["Crime ID", "Month", "Reported by", "Longitude", "Latitude", "Location"]
    + ["LSOA code", "LSOA name", "Crime type", "Context"],
    ["", "2017-05", "Police", "-1.3", "51.0", "On or near É", "E01023245", "W 1", "Burglary", ""],
    ["", "2017-05", "Police", "-1.3", "51.0", "On or near É", "", "", "Drugs", ""],
    ["", "2017-05", "Police", "-1.3", "51.0", "On or near É", "E01099999", "X", "Drugs", ""],
]
PRINTED = [
    ["Crime 1st April – 31st Oct 2017:"],
    [],
    ["Current period", "ST PAUL", "ST LUKE", "TOTAL"],
    ["1 Violence Against the Person ", "1,095", "118", "1,213"],
    ["Total", "1,095", "118", "1,"],
]
TABLES = {
    "tidy": TIDY,
    "ward-months": WARD_MONTHS,
    "activity": ACTIVITY,
    "street": STREET,
    "printed": PRINTED,
}
ENCODINGS = ("utf-8", "utf-8-sig", "utf-16", "cp1252")

each_shape = pytest.mark.parametrize("shape", TABLES)


def written(rows: Sequence[Sequence[str]], delimiter=",", ends="\r\n", quoted=csv.QUOTE_MINIMAL):
    text = io.StringIO()
    writer = csv.writer(text, delimiter=delimiter, lineterminator=ends, quoting=quoted)
    writer.writerows(rows)
    return text.getvalue()


def workbook(**sheets: Sequence[Sequence[object]]) -> bytes:
    openpyxl = pytest.importorskip("openpyxl")
    book = openpyxl.Workbook()
    book.remove(book.active)
    for name, rows in sheets.items():
        sheet = book.create_sheet(name)
        for row in rows:
            sheet.append(list(row))
    content = io.BytesIO()
    book.save(content)
    return content.getvalue()


def tarred(**members: bytes) -> bytes:
    made = io.BytesIO()
    with tarfile.open(fileobj=made, mode="w") as archive:
        for name, content in members.items():
            about = tarfile.TarInfo(name)
            about.size = len(content)
            archive.addfile(about, io.BytesIO(content))
    return made.getvalue()


def zipped(**members: bytes) -> bytes:
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in members.items():
            archive.writestr(name, data)
    return content.getvalue()


def one(data: bytes | str, name: str = "file.csv", **how) -> readers.Sheet:
    (sheet,) = readers.read(data.encode() if isinstance(data, str) else data, name, **how)
    return sheet


def sentence(data: bytes | str, **how) -> str:
    with pytest.raises(UnreadableFile) as caught:
        readers.read(data.encode() if isinstance(data, str) else data, "file.csv", **how)
    return str(caught.value)


def printed(*lines: str) -> readers.Sheet:
    return one("\n".join(lines).replace("|", "\t"))


def cells(sheet: readers.Sheet, *columns: str) -> list[tuple]:
    return list(sheet.rows[list(columns)].itertuples(index=False, name=None))


# Every shape in every dress


@pytest.mark.slow
@each_shape
@pytest.mark.parametrize("encoding", ENCODINGS)
@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_a_shape_is_known_in_any_encoding_and_with_any_delimiter(shape, encoding, delimiter):
    plain = one(written(TABLES[shape]))
    dressed = one(written(TABLES[shape], delimiter).encode(encoding))
    assert dressed.shape == shape
    pd.testing.assert_frame_equal(dressed.rows, plain.rows)


@each_shape
@pytest.mark.parametrize("ends", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize("quoted", [csv.QUOTE_MINIMAL, csv.QUOTE_ALL])
def test_line_ends_and_quotes_change_nothing(shape, ends, quoted):
    plain = one(written(TABLES[shape]))
    pd.testing.assert_frame_equal(
        one(written(TABLES[shape], ends=ends, quoted=quoted)).rows, plain.rows
    )


@each_shape
def test_a_workbook_says_what_the_csv_says(shape):
    sheet = one(workbook(Sheet1=TABLES[shape]), "book.xlsx")
    assert sheet.name == "book.xlsx / Sheet1"
    pd.testing.assert_frame_equal(sheet.rows, one(written(TABLES[shape])).rows)


@each_shape
def test_packed_files_say_what_the_plain_one_says(shape):
    plain = written(TABLES[shape]).encode()
    for packed in (gzip.compress(plain), zipped(**{"a/b.csv": plain})):
        pd.testing.assert_frame_equal(one(packed).rows, one(plain).rows)


@each_shape
def test_a_path_is_read_like_its_bytes(shape, tmp_path):
    path = tmp_path / "any"
    path.write_bytes(written(TABLES[shape]).encode())
    (sheet,) = readers.read(path, path.name)
    pd.testing.assert_frame_equal(sheet.rows, one(written(TABLES[shape])).rows)


@each_shape
def test_all_cells_are_text_and_rows_are_whole_numbers(shape):
    kinds = one(written(TABLES[shape])).rows.dtypes.astype(str)
    numbers = {"row", "table"} & set(kinds.index)
    assert set(kinds[list(numbers)]) == {"int64"}
    assert set(kinds.drop(list(numbers))) == {"str"}


# Tables with one header line


def test_header_words_forgive_case_spaces_underscores_and_order():
    sheet = one("COUNT, Period Start ,period end,  Area,OFFENCE\n7,2017-04-01,2017-04-30,A,theft")
    assert cells(sheet, "row", "area", "count", "source", "status") == [(2, "A", "7", "", "")]


def test_extra_columns_are_left_out_and_named():
    sheet = one(written([[*TIDY[0], "Ward councillor"], [*TIDY[1], "A. N. Other"]]))
    assert sheet.remarks[0][2] == "Ward councillor"


def test_blank_lines_and_titles_keep_the_spreadsheets_row_numbers():
    sheet = one("A title\n\n" + written(TIDY[:2], ends="\n") + "\n,,,,\n" + ",".join(TIDY[2]))
    assert list(sheet.rows["row"]) == [4, 7]


def test_a_line_break_inside_quotes_is_one_row():
    rows = [TIDY[0], ["St\nPaul", *TIDY[1][1:]], TIDY[2]]
    assert list(one(written(rows)).rows["row"]) == [2, 3]


def test_short_rows_are_filled_and_long_rows_remarked():
    sheet = one(",".join(TIDY[0]) + "\nA,theft\nB,theft,2017-04-01,2017-04-30,1,beyond\n")
    assert list(sheet.rows["count"]) == ["", "1"]
    assert [remark[:3] for remark in sheet.remarks] == [(3, "F", "beyond")]


def test_a_repeated_header_line_is_left_out_and_remarked():
    sheet = one(written([*TIDY, TIDY[0], TIDY[1]]))
    assert list(sheet.rows["row"]) == [2, 3, 5]
    assert sheet.remarks[0][0] == 4


def test_a_workbook_gives_dates_numbers_and_percentages_as_a_person_reads_them():
    rows = [TIDY[0], ["A", "theft", date(2017, 4, 1), date(2017, 4, 30), 7.0], [None] * 5]
    sheet = one(workbook(First=rows, Empty=[]))
    assert cells(sheet, "period_start", "count") == [("2017-04-01", "7")]


def test_a_month_that_a_spreadsheet_made_a_day_is_that_day_for_the_checks():
    rows = [WARD_MONTHS[0], [date(2017, 5, 1), *WARD_MONTHS[1][1:]]]
    assert list(one(workbook(S=rows)).rows["month"]) == ["2017-05-01"]


def test_a_gap_in_a_workbook_is_an_empty_cell_and_keeps_its_row():
    openpyxl = pytest.importorskip("openpyxl")
    book = openpyxl.Workbook()
    for place, (name, value) in enumerate(zip(TIDY[0], TIDY[1], strict=True), start=2):
        book.active.cell(3, place, name)
        book.active.cell(9, place, value if name != "offence" else None)
    content = io.BytesIO()
    book.save(content)
    assert cells(one(content.getvalue()), "row", "area", "offence", "count") == [
        (9, "St Paul", "", "53")
    ]


@pytest.mark.slow
def test_a_workbook_with_a_row_no_spreadsheet_has_is_refused():
    content = workbook(S=TIDY)
    with zipfile.ZipFile(io.BytesIO(content)) as book:
        parts = {name: book.read(name) for name in book.namelist()}
    sheet = "xl/worksheets/sheet1.xml"
    parts[sheet] = parts[sheet].replace(b'<row r="3"', b'<row r="999999999999"')
    assert "1,048,576 rows" in sentence(zipped(**parts))


def test_each_sheet_of_a_workbook_is_a_table_and_notes_are_left_out():
    sheets = readers.read(workbook(A=TIDY, Notes=[["Only words"]], B=ACTIVITY), "b.xlsx")
    assert [sheet.shape for sheet in sheets] == ["tidy", "activity"]
    told = [remark for sheet in sheets for remark in sheet.remarks if remark.found == "Notes"]
    assert [remark.stops for remark in told] == [False]


# Police tables as printed


def test_the_period_is_read_from_the_title():
    sheet = one(written(PRINTED))
    assert sheet.title == "Crime 1st April – 31st Oct 2017:"
    assert sheet.period == Period(date(2017, 4, 1), date(2017, 10, 31))


def test_each_cell_is_a_row_as_printed():
    assert cells(one(written(PRINTED)), "row", "column", "area", "offence", "code", "value") == [
        (4, "ST PAUL", "ST PAUL", "Violence Against the Person", "1", "1,095"),
        (4, "ST LUKE", "ST LUKE", "Violence Against the Person", "1", "118"),
        (4, "TOTAL", "TOTAL", "Violence Against the Person", "1", "1,213"),
        (5, "ST PAUL", "ST PAUL", "Total", "", "1,095"),
        (5, "ST LUKE", "ST LUKE", "Total", "", "118"),
        (5, "TOTAL", "TOTAL", "Total", "", "1,"),
    ]


@pytest.mark.parametrize("arrow", ["↑", "↓", "↗", "↘", "→", "⬆", "\uf0e0"])
def test_arrows_go(arrow):
    sheet = printed(f"Current period|ST  PAUL {arrow}|TOTAL", f"4a Burglary {arrow}|3|3")
    assert cells(sheet, "area", "offence", "code")[0] == ("ST PAUL", "Burglary", "4a")


def test_a_blank_header_beside_nothing_but_the_total_is_the_previous_period():
    sheet = printed("Current period (YTD 2017)||TOTAL", "3 Robbery|16|20")
    assert cells(sheet, "column", "area", "value", "period") == [
        ("B", "TOTAL", "16", "previous"),
        ("TOTAL", "TOTAL", "20", "current"),
    ]


def test_a_blank_header_beside_area_names_is_no_column_and_a_fault_where_figures_stand():
    sheet = printed("Current period|A||TOTAL", "3 Robbery|1|2|3")
    assert [area for (area,) in cells(sheet, "area")] == ["A", "TOTAL"]
    ((row, column, _, sentence, _, stops),) = sheet.remarks
    assert (row, column, sentence, stops) == (
        1, "C", "The column C has figures and no header.", True,
    )  # fmt: skip


@pytest.mark.parametrize(
    ("header", "periods"),
    [
        ("Current period|Previous period|TOTAL", ["previous", "current"]),
        ("Current period (YTD 2017)|YTD 2016|TOTAL", ["previous", "current"]),
        ("Offence|YTD 2016|YTD 2017", ["previous", "current"]),
        ("|YTD 2017/18|YTD 2016/17", ["current", "previous"]),
        ("Previous period|A|TOTAL", ["previous", "previous"]),
    ],
)
def test_headers_tell_the_period(header, periods):
    assert list(printed(header, "3 Robbery|16|20").rows["period"]) == periods


def test_changes_are_told_from_counts():
    sheet = printed(
        "Current period|TOTAL", "3 Robbery|20", "% Change (a – b)|TOTAL", "3 Robbery|2%"
    )
    assert cells(sheet, "table", "role", "value") == [(0, "count", "20"), (1, "change", "2%")]


def test_blank_lines_inside_a_table_do_not_end_it_and_titles_between_tables_are_no_rows():
    sheet = printed(
        "Current period|A|TOTAL", "1 Violence|1|1", "", " | ", "3 Robbery||", "", "Further:", "",
        "Current period|B|TOTAL", "Total|2|2",
    )  # fmt: skip
    assert cells(sheet, "row", "table", "value") == [
        (2, 0, "1"), (2, 0, "1"), (5, 0, ""), (5, 0, ""), (10, 1, "2"), (10, 1, "2"),
    ]  # fmt: skip
    assert sheet.title == "Further:"


def test_a_title_that_starts_with_a_number_is_still_a_title():
    sheet = printed("Current period|TOTAL", "Total|2", "1 April to 31 October 2017",
                    "% Change|TOTAL", "Total|1%")  # fmt: skip
    assert len(sheet.rows) == 2
    assert sheet.period == Period(date(2017, 4, 1), date(2017, 10, 31))


def test_titles_of_different_periods_leave_the_period_open():
    sheet = printed("1 April to 31 May 2017", "Current period|TOTAL", "Total|2",
                    "1 April to 31 May 2016", "Current period|TOTAL", "Total|1")  # fmt: skip
    assert sheet.period is None
    assert [[period.end.year for period in readings] for readings in sheet.periods] == [
        [2017], [2016],
    ]  # fmt: skip


def test_a_footnote_is_remarked_and_a_label_without_a_number_is_a_row():
    sheet = printed("Current period|TOTAL", "Robbery|2", "Source: the police")
    assert cells(sheet, "offence", "code") == [("Robbery", "")]
    assert sheet.remarks[0][:3] == (3, "", "Source: the police")


def test_flags_carry_their_name_down_the_group():
    sheet = printed("Domestic|YTD 16/17|420|", "|YTD 17/18|501|", "|% Change|19.3%|↓",
                    "Hate|YTD 16/17|49|", "|YTD 17/18|67|", "|% Change|36.7%|↑")  # fmt: skip
    assert cells(sheet, "offence", "value", "role", "period") == [
        ("Domestic", "420", "count", "previous"),
        ("Domestic", "501", "count", "current"),
        ("Domestic", "19.3%", "change", "current"),
        ("Hate", "49", "count", "previous"),
        ("Hate", "67", "count", "current"),
        ("Hate", "36.7%", "change", "current"),
    ]
    assert set(sheet.rows["area"]) == {"TOTAL"}


def test_percentages_of_a_workbook_are_read_as_shown():
    openpyxl = pytest.importorskip("openpyxl")
    book = openpyxl.Workbook()
    book.active.append(["% Change", "TOTAL"])
    book.active.append(["3 Robbery", 0.25])
    book.active["B2"].number_format = "0.0%"
    content = io.BytesIO()
    book.save(content)
    assert list(one(content.getvalue()).rows["value"]) == ["25.0%"]


# Street-level files


def test_street_rows_of_other_places_go_but_are_counted():
    sheet = one(written(STREET), keep=frozenset(["E01023245"]))
    assert cells(sheet, "row", "month", "lsoa", "crime_type") == [
        (2, "2017-05", "E01023245", "Burglary")
    ]
    assert sheet.tally == {
        "left_out": {("E01099999", "X"): 1},
        "rows_total": 3,
        "rows_kept": 1,
        "rows_without_lsoa": 1,
        "months": {"2017-05": 3},
        "elsewhere": {("2017-05", "", "Drugs"): 1},
    }


def test_equal_street_rows_are_separate_incidents():
    assert len(one(written([STREET[0], STREET[1], STREET[1]])).rows) == 2


def test_blank_lines_and_repeated_headers_keep_street_row_numbers():
    rows = [[], STREET[0], STREET[1], [], STREET[0], STREET[1]]
    sheet = one(written(rows))
    assert list(sheet.rows["row"]) == [3, 6]
    assert sheet.tally["rows_total"] == 2


def test_a_street_file_whose_last_row_is_cut_off_is_refused():
    cut = written(STREET[:2]) + ",2017-05,Police"
    assert "is cut off: its last row has only 3 of 10 cells" in sentence(cut)


def test_a_short_street_row_among_others_keeps_its_place_without_a_crime_type():
    rows = [STREET[0], ["", "2017-05", "Police"], STREET[1]]
    assert cells(one(written(rows)), "row", "crime_type") == [(2, ""), (3, "Burglary")]


@pytest.mark.parametrize("beyond", [["x"], ["", "x"], ["x", "y", "z"]])
@pytest.mark.parametrize("first", [True, False])
def test_a_street_row_with_too_many_cells_is_refused(beyond, first):
    rows = [STREET[0], *([] if first else [STREET[1]]), [*STREET[1], *beyond]]
    assert "more cells" in sentence(written(rows))


def test_of_a_police_download_only_the_street_files_are_read():
    street, folder = written(STREET).encode(), "2017-05/2017-05-hampshire"
    outcomes = b"Crime ID,Month,LSOA code,Outcome type\n1,2017-05,E01,None\n"
    stops = b"Type,Date,Object of search,Outcome\nx,y,z,w\n"
    data = zipped(**{f"{folder}-street.csv": street, f"{folder}-outcomes.csv": outcomes,
                     f"{folder}-stop-and-search.csv": stops, "__MACOSX/x": b"\0"})  # fmt: skip
    sheet = one(data, "download.zip")
    assert sheet.name == "download.zip / 2017-05-hampshire-street.csv"
    assert len(sheet.remarks) == 2
    assert "outcomes" in sheet.remarks[0][3]
    assert "stop and search" in sheet.remarks[1][3]


def test_the_real_month_totals_what_the_monthly_file_says():
    monthly = SHARED / "police_uk_monthly_by_ward.csv"
    street = SHARED / "police_street" / "2017-05-winchester-street.csv"
    if not monthly.exists():
        pytest.skip("the shared data is absent")
    (wards,) = readers.read(monthly, monthly.name)
    (crimes,) = readers.read(street, street.name)
    expected = wards.rows[wards.rows["month"] == "2017-05"].astype({"count": "int64"})
    assert (
        crimes.rows["crime_type"].value_counts().sort_index().to_dict()
        == expected.groupby("crime_type")["count"].sum().to_dict()
    )
    force = SHARED / "police_street_full_force" / "2017-05-hampshire-street.csv.gz"
    (kept,) = readers.read(force, force.name, keep=frozenset(crimes.rows["lsoa"]))
    assert kept.tally["rows_kept"] == len(crimes.rows)


# What is refused, and how it is said

DOCTYPE = b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "aa">]><x>&a;</x>'
FAULTS = {
    "an empty file": (b"", "is empty"),
    "an empty gzip": (gzip.compress(b""), "is empty"),
    "a byte order mark alone": (b"\xef\xbb\xbf", "no filled cells"),
    "blank lines": (b"\n\n , ,\n", "no filled cells"),
    "a header alone": (written(TIDY[:1]).encode(), "no rows"),
    "a street header alone": (written(STREET[:1]).encode(), "no rows"),
    "a street file without its header": (written(STREET[1:]).encode(), "no header line above them"),
    "a printed header alone": (b"Current period,A,TOTAL\n", "no rows"),
    "unknown columns": (b"colour,taste\nred,sweet\n", "colour, taste"),
    "a missing column": (written([row[:4] for row in TIDY]).encode(), "missing: “count”"),
    "prose": (b"Dear all, please find attached.", "columns found"),
    "a doubled column": (written([[*row, row[4]] for row in TIDY]).encode(), "E and F"),
    "two shapes in one header": (
        written([TIDY[0] + WARD_MONTHS[0][:4], ["x"] * 9]).encode(),
        "of counts in a list and of monthly ward counts",
    ),
    "two tables of different shapes": (written(TIDY + ACTIVITY).encode(), "second table"),
    "a table below police tables": (
        written(PRINTED + TIDY).encode(),
        "row 6: a table of counts in a list",
    ),
    "police tables below a table": (written(TIDY + PRINTED).encode(), "of their own"),
    "an open quotation mark": (written(TIDY).encode() + b'"St Paul,theft\n', "quotation mark"),
    "an open quotation mark in a street file": (
        written(STREET).encode() + b'"x,2017-05\n',
        "quotation mark",
    ),
    "NUL bytes": (written(TIDY).encode() + b"\0\0", "not text"),
    "NUL in UTF-16": ((written(TIDY) + "\0").encode("utf-16"), "NUL"),
    "UTF-16 without its mark": (written(TIDY).encode("utf-16-le"), "not text"),
    "half a UTF-16 character": (written(TIDY).encode("utf-16") + b"x", "encoding"),
    "bytes of no known encoding": (written(TIDY).encode() + b"\x81\x8d", "encoding"),
    "a PDF": (b"%PDF-1.4 ...", "a PDF"),
    "an old workbook": (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "old .xls"),
    "a broken gzip": (gzip.compress(b"x" * 999)[:20], "damaged"),
    "a broken zip": (b"PK\x03\x04 and so on", "damaged"),
    "a zip cut short": (zipped(a=written(TIDY).encode())[:-30], "damaged"),
    "an empty zip": (zipped(), "nothing in it"),
    "a zip in a zip": (zipped(a=zipped(b=b"x")), "zip inside a zip"),
    "a gzip in a zip": (zipped(a=gzip.compress(b"x")), "packed twice"),
    "a zip in a gzip": (gzip.compress(zipped(a=b"x")), "packed twice"),
    "a PDF in a gzip": (gzip.compress(b"%PDF-1.7"), "is a PDF"),
    "a tar archive": (tarred(a=b"x"), "is a tar archive. Unpack it"),
    "a tar archive in a gzip": (gzip.compress(tarred(a=b"x")), "is a tar archive. Unpack it"),
    "a tar archive in a zip": (zipped(a=tarred(a=b"x")), "is a tar archive. Unpack it"),
    "a zip without tables": (zipped(readme=b"Hello, you"), "Nothing in"),
    "a zip bomb": (zipped(a=b"0" * 20_000_000), "no honest"),
    "a Word document": (zipped(**{"word/document.xml": b"<x/>"}), "a Word document"),
    "a workbook of blank sheets": (workbook(A=[], B=[[None]]), "no filled cells"),
    "a workbook of nonsense": (zipped(**{"xl/workbook.xml": b"<x"}), "damaged workbook"),
    "an XML bomb": (zipped(**{"xl/workbook.xml": DOCTYPE}), "XML entities"),
    "a wide XML bomb": (
        zipped(**{"xl/workbook.xml": DOCTYPE.decode().encode("utf-16")}),
        "XML entities",
    ),
}


@pytest.mark.parametrize("fault", FAULTS)
def test_a_file_that_cannot_be_read_says_why(fault):
    data, words = FAULTS[fault]
    said = sentence(data)
    assert words in said
    assert said.startswith(("file.csv", "Nothing in file.csv"))


def test_a_large_file_is_refused_before_it_is_read(tmp_path):
    path = tmp_path / "large.csv"
    with path.open("wb") as sparse:
        sparse.truncate(10**12)
    with pytest.raises(UnreadableFile, match="the limit is 200.0 MB"):
        readers.read(path, path.name)


@pytest.mark.parametrize("pack", [gzip.compress, lambda data: zipped(a=data)])
def test_a_packed_file_is_refused_when_it_unpacks_to_too_much(pack):
    assert "unpacks to" in sentence(pack(written(TIDY * 2_000).encode()), limit=4_000)


def test_a_table_too_large_for_its_shape_is_refused():
    long = ",".join(TIDY[1]) + "\n"
    assert "20.0 MB" in sentence((",".join(TIDY[0]) + "\n" + long * 600_000).encode())


def test_a_locked_member_is_refused():
    data = bytearray(zipped(a=written(TIDY).encode()))
    data[data.index(b"PK\x01\x02") + 8] |= 1
    assert "password" in sentence(bytes(data))


@pytest.mark.parametrize("name", ["../../etc/passwd", r"C:\x\passwd", "/etc/passwd", "a\n/passwd"])
def test_only_the_last_part_of_a_name_is_shown(name):
    assert one(written(TIDY), name).name == "passwd"
    assert one(zipped(**{name: written(TIDY).encode()})).name == "file.csv / passwd"


# Whatever comes: sheets or a sentence

texts = st.text(alphabet=st.characters(codec="utf-8"), max_size=12)
words = st.sampled_from(sorted({cell for rows in TABLES.values() for row in rows for cell in row}))
tables = st.lists(st.lists(words | texts, max_size=12), max_size=12)
headed = st.sampled_from([rows[:3] for rows in TABLES.values()])
whole_files = st.sampled_from(
    [written(TIDY).encode(), written(STREET).encode("utf-16"), zipped(a=written(TIDY).encode())]
    + [gzip.compress(written(STREET).encode()), workbook(S=TIDY), workbook(S=PRINTED)]
)


def sheets_or_sentence(data: bytes) -> None:
    try:
        sheets = readers.read(data, "any", keep=frozenset(["E01023245"]))
    except UnreadableFile as fault:
        sheets, said = [], str(fault)
    assert sheets or said.endswith(".")
    for sheet in sheets:
        assert sheet.rows["row"].is_monotonic_increasing
        assert not sheet.rows.isna().any(axis=None)


@given(st.binary(max_size=400))
def test_arbitrary_bytes_give_sheets_or_a_sentence(data):
    sheets_or_sentence(data)


@given(st.sampled_from([b"PK\x03\x04", b"\x1f\x8b\x08", b"\xff\xfe", b"\xef\xbb\xbf"]), st.binary())
def test_arbitrary_bytes_behind_a_known_mark_give_sheets_or_a_sentence(mark, data):
    sheets_or_sentence(mark + data)


@pytest.mark.slow
@settings(deadline=None)
@given(headed, tables, st.sampled_from([",", ";", "\t"]), st.sampled_from(["\n", "\r\n", "\r"]))
def test_arbitrary_tables_give_sheets_or_a_sentence(header, rows, delimiter, ends):
    sheets_or_sentence(written([*header, *rows], delimiter, ends, csv.QUOTE_ALL).encode())


@pytest.mark.slow
@settings(deadline=None)
@given(headed, st.text(max_size=200))
def test_arbitrary_text_below_a_header_gives_sheets_or_a_sentence(header, text):
    sheets_or_sentence((written(header) + text).encode("utf-8", "surrogatepass"))


@pytest.mark.slow
@settings(deadline=None)
@given(whole_files, st.data())
def test_a_file_with_a_flipped_byte_gives_sheets_or_a_sentence(data, draw):
    place = draw.draw(st.integers(0, len(data) - 1))
    value = draw.draw(st.integers(0, 255))
    sheets_or_sentence(data[:place] + bytes([value]) + data[place + 1 :])


@pytest.mark.slow
@settings(deadline=None)
@given(st.lists(st.lists(st.none() | st.booleans() | st.floats() | st.dates(), max_size=6)))
def test_an_arbitrary_workbook_gives_sheets_or_a_sentence(rows):
    sheets_or_sentence(workbook(S=[*TIDY[:1], *rows]))


def test_a_column_that_is_missing_is_named_as_police_uk_heads_it() -> None:
    content = b"Month,LSOA name,Crime type\n2017-05,Winchester 001A,Burglary\n"
    with pytest.raises(UnreadableFile, match="these are missing: “lsoa code”"):
        readers.read(content, "street.csv")


def test_a_column_that_is_missing_is_named_as_a_template_heads_it() -> None:
    content = b"area,offence,period_start,count\nSt Paul,theft,2017-04-01,53\n"
    with pytest.raises(UnreadableFile, match="these are missing: “period_end”"):
        readers.read(content, "tidy.csv")
