"""Checks: each fault has its own sentence, row and column; prints are recomputed, never mended."""

from datetime import date, timedelta
from decimal import ROUND_HALF_UP, Decimal

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from cspdata import areas, checks, readers, schemas
from cspdata.checks import Checked, Issue, Spellings
from cspdata.checks.cells import number, percentage, whole_number
from cspdata.checks.issues import Kind
from cspdata.checks.reconcile import only_previous, rounded
from cspdata.dates import readings
from cspdata.periods import Period, parse

KNOWN = Spellings.known()
REPORT = parse("2017-04-01/2017-10-31")
TIDY = "area,offence,period_start,period_end,count,status,source"
SOUND = ["St Paul", "theft", "2017-04-01", "2017-10-31", "53", "", ""]
COLUMNS = TIDY.split(",")


def checked(text: str, period: Period | None = None, name: str = "f.csv") -> Checked:
    (sheet,) = readers.read(text.encode(), name)
    source = {"street": "police-uk", "ward-months": "police-uk"}.get(sheet.shape, "police-tables")
    return checks.typed(sheet, source, period, KNOWN)


def tidy(**cells: str) -> Checked:
    row = [cells.get(column, sound) for column, sound in zip(COLUMNS, SOUND, strict=True)]
    return checked(f"{TIDY}\n{','.join(SOUND)}\n{','.join(row)}\n")


def printed(*lines: str, period: Period | None = REPORT) -> Checked:
    return checked("\n".join(lines), period)


def figures(found: Checked) -> set[tuple]:
    rows = found.tables["crimes"]
    return set(rows[["area", "offence", "count", "status"]].itertuples(index=False, name=None))


def notes(found: Checked) -> list[str]:
    return [note for note in found.tables["printed"]["note"] if note]


def faults(found: Checked) -> list[tuple[int, str, str]]:
    return [(issue.row, issue.column, issue.problem) for issue in found.issues if issue.stops]


# Tidy rows


@pytest.mark.parametrize(
    ("column", "found", "problem"),
    [
        ("area", "Atlantis", "“Atlantis” is not an area that is known here."),
        ("offence", "piracy", "“piracy” is not an offence that is known here."),
        ("period_start", "April", "“April” is not a day."),
        ("period_end", "31/31/2017", "There is no day 31/31/2017 in the calendar."),
        ("period_end", "2017-03-31", "The period ends on 2017-03-31, before it starts on"),
        ("count", "", "The count is empty."),
        ("count", "-3", "A count must be at least 0, and this is -3."),
        ("count", "3.5", "“3.5” is not a whole number."),
        ("count", "many", "“many” is not a whole number."),
        ("count", "99999999", "99999999 is more than any count here can be"),
        ("status", "guessed", "“guessed” is not a status."),
        ("source", "rumour", "“rumour” is not a source that is known here."),
    ],
)
def test_a_fault_of_a_row_is_told_with_its_row_and_column(
    column: str, found: str, problem: str
) -> None:
    ((row, told_column, told),) = faults(tidy(**{column: found}))
    assert (row, told_column) == (3, column)
    assert problem in told


def test_a_period_that_ends_tomorrow_has_not_come_yet() -> None:
    tomorrow = (date.today() + timedelta(days=1)).isoformat()
    ((row, column, told),) = faults(tidy(period_end=tomorrow))
    assert (row, column) == (3, "period_end")
    assert "which has not come yet." in told


def test_a_row_with_a_fault_is_left_out_and_the_sound_ones_stay() -> None:
    assert figures(tidy(count="many")) == {("st-paul", "theft", 53, "published")}


def test_every_fault_of_a_row_is_collected() -> None:
    found = tidy(area="Atlantis", offence="piracy", count="-3", period_end="soon")
    assert [column for _, column, _ in faults(found)] == ["area", "offence", "period_end", "count"]


@pytest.mark.parametrize(
    ("column", "found", "suggestion", "remedy"),
    [
        ("area", "St Pauls", "st-paul", "Did you mean St Paul?"),
        ("area", "Wickam and Whitely", "wickham-and-whiteley", "Did you mean Wickham"),
        ("offence", "Shop lifting", "shoplifting", "Did you mean Shoplifting?"),
        ("area", "Xyzzy", "", "Write the area as the template does."),
    ],
)
def test_a_name_nearly_right_brings_a_suggestion(
    column: str, found: str, suggestion: str, remedy: str
) -> None:
    (issue,) = tidy(**{column: found}).issues
    assert issue.suggestion == suggestion
    assert issue.remedy.startswith(remedy)


def test_a_spelling_that_an_officer_accepted_is_known() -> None:
    row = ["areas", "The Minster", "st-michael", "A. Officer", date(2018, 1, 4)]
    known = Spellings.known(pd.DataFrame([row], columns=schemas.ALIASES.names))
    (sheet,) = readers.read(f"{TIDY}\nThe  MINSTER,{','.join(SOUND[1:])}\n".encode(), "f.csv")
    found = checks.typed(sheet, "police-tables", None, known)
    assert figures(found) == {("st-michael", "theft", 53, "published")}


@pytest.mark.parametrize("status", schemas.GIVEN_STATUSES)
def test_a_row_may_say_its_status(status: str) -> None:
    assert ("st-paul", "theft", 7, status) in figures(tidy(count="7", status=status))


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("1,382", 1382),
        ("0", 0),
        (" 7 ", 7),
        ("nil", 0),
        ("Nil", 0),
        ("-0", 0),
        ("-0.0", 0),
        ("-1", None),
        ("1,38", None),
        ("1e3", None),
        ("1.", None),
        ("", None),
    ],
)
def test_a_count_is_digits_with_commas_in_their_place(text: str, count: int | None) -> None:
    assert whole_number(text) == count


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("(5)", -5),
        ("(0.5)", -0.5),
        ("(1)", -1),
        ("(0)", None),
        ("(-5)", None),
        ("−5", -5),
        ("+5.25", 5.25),
        ("1,382.5", 1382.5),
        ("five", None),
    ],
)
def test_a_number_in_brackets_is_below_nought_as_accountants_write_it(
    text: str, value: float | None
) -> None:
    assert number(text) == value


@pytest.mark.parametrize(
    ("text", "value"),
    [("-29.3%", -29.3), ("−6.0%", -6.0), ("+7.1 %", 7.1), ("122.0%", 122.0), ("n/a", None)],
)
def test_a_percentage_is_read_as_printed(text: str, value: float | None) -> None:
    assert percentage(text) == value


@pytest.mark.parametrize("text", ["2017-04-01", "01/04/2017", "1/4/2017"])
def test_a_day_is_read_in_both_orders_that_officers_write(text: str) -> None:
    assert readings(text)["day-first"] == date(2017, 4, 1)


# Figures given twice


def test_a_figure_given_twice_with_two_values_names_both_places() -> None:
    first = checked(f"{TIDY}\n{','.join(SOUND)}\n", name="a.csv")
    second = checked(f"{TIDY}\nSt Paul,theft,2017-04-01,2017-10-31,54,,\n", name="b.csv")
    (issue,) = checks.together([first, second]).issues
    assert (issue.file, issue.row, issue.found) == ("b.csv", 2, "54")
    assert issue.problem == "Theft offences for St Paul stands in a.csv, row 2, as 53."


def test_a_figure_given_twice_alike_is_kept_once_and_told() -> None:
    same = checked(f"{TIDY}\n{','.join(SOUND)}\n")
    both = checks.together([same, same])
    assert [issue.kind for issue in both.issues] == [Kind.NOTE]
    assert len(both.tables["crimes"]) == 1


def test_issues_are_listed_with_what_stops_first_in_the_order_of_the_file() -> None:
    issues = [
        Issue("f.csv", 2, "", "", "A note.", "", Kind.NOTE),
        Issue("f.csv", 9, "", "", "Late.", ""),
        Issue("f.csv", 3, "", "", "Early.", ""),
    ]
    listed = checks.issues_frame(issues)
    assert list(listed["problem"]) == ["Early.", "Late.", "A note."]


# Printed tables

CITY = [
    "ST BARTHOLOMEW,ST JOHN AND ALL SAINTS,ST MICHAEL,LITTLETON AND HARESTOCK,ST BARNABAS",
    "ST PAUL,OLIVERS BATTERY AND BADGER FARM,ST LUKE",
]


def test_without_a_period_nothing_is_read() -> None:
    found = printed("Current period,ST PAUL,TOTAL", "3 Robbery,1,1", period=None)
    assert not found.tables
    assert [(asked.asks, asked.words, asked.assumed) for asked in found.questions] == [
        ("period", "This file does not say which days its figures cover.", "")
    ]


MAY_TITLED = ("1 May to 31 May 2017", "Current period,ST PAUL,ST LUKE", "3 Robbery,1,2")


def test_the_title_says_the_period_where_nobody_else_does() -> None:
    found = printed(*MAY_TITLED, period=None)
    rows = found.tables["crimes"]
    assert set(rows["period_start"]) == {date(2017, 5, 1)}
    assert set(rows["period_end"]) == {date(2017, 5, 31)}
    assert found.readings[0].known_from == "the title"


def test_the_officers_word_wins_over_the_title_and_the_contradiction_is_told() -> None:
    found = printed(*MAY_TITLED)
    assert set(found.tables["crimes"]["period_start"]) == {REPORT.start}
    assert [issue.problem for issue in found.issues] == [
        "The title says 1 May to 31 May 2017, and you gave 1 April to 31 October 2017: what you "
        "gave is used."
    ]


def test_a_total_over_some_parishes_is_recomputed_but_no_figure() -> None:
    found = printed("Current period,ST PAUL,ST LUKE,TOTAL", "4 Theft Offences,53,33,86")
    assert {area for area, *_ in figures(found)} == {"st-paul", "st-luke"}
    (total,) = found.tables["printed"].to_dict("records")
    assert (total["printed"], total["recomputed"], total["agrees"]) == ("86", "86", True)


def test_a_total_over_all_parishes_is_the_regions_own_figure() -> None:
    found = printed(f"Current period,{','.join(CITY)},TOTAL", "3 Robbery,2,0,4,0,1,1,0,0,8")
    assert ("winchester-city", "robbery", 8, "published") in figures(found)


def test_a_total_over_all_regions_is_the_districts() -> None:
    regions = "WINCHESTER CITY,WINCHESTER GREATER,WINCHESTER RURAL"
    found = printed(f"Current period,{regions},TOTAL", "3 Robbery,8,3,9,20")
    assert ("winchester", "robbery", 20, "published") in figures(found)


def test_a_lone_total_column_is_the_district_and_a_blank_one_the_year_before() -> None:
    found = printed("Current period,,TOTAL", "3 Robbery,16,20")
    rows = found.tables["crimes"]
    years = [start.year for start in rows["period_start"]]
    assert dict(zip(years, rows["count"], strict=True)) == {2016: 16, 2017: 20}
    assert set(rows["area"]) == {areas.root()}


@pytest.mark.parametrize(
    ("text", "note"),
    [
        ("87", "The printed total is 87; the figures add up to 86."),
        ("", "No total is printed here; the figures add up to 86."),
        ("8,", "The printed total is cut off (“8,”); the figures add up to 86."),
    ],
)
def test_a_total_that_differs_is_a_note_and_kept_as_printed(text: str, note: str) -> None:
    quoted = f'"{text}"' if "," in text else text
    found = printed("Current period,ST PAUL,ST LUKE,TOTAL", f"4 Theft Offences,53,33,{quoted}")
    assert notes(found) == [note]
    assert not found.issues


def test_the_rows_of_theft_add_up_to_theft() -> None:
    kinds = ["4a Burglary", "4b Vehicle Offences", "4c Theft from the Person"]
    kinds += ["4d Bicycle Theft", "4e Shoplifting", "4f All Other Theft Offences"]
    lines = [f"{kind},1,2" for kind in kinds]
    found = printed("Current period,ST PAUL,ST LUKE", *lines, "Total,6,12")
    assert ("st-luke", "theft", 12, "published") in figures(found)


GROUPS = [
    "1 Violence Against the Person",
    "2 Sexual Offences",
    "4 Theft Offences",
    "5 Criminal Damage and Arson Offences",
    "6 Drug Offences",
    "7 Possession of Weapons Offences",
    "8 Public Order Offences",
    "9 Miscellaneous Crimes Against Society",
]


def test_the_one_group_left_out_follows_from_the_total_and_is_noted() -> None:
    lines = [f"{group},1,1" for group in GROUPS]
    found = printed("Current period,ST PAUL,ST LUKE", *lines, "Total,8,11")
    assert ("st-paul", "robbery", 0, "derived") in figures(found)
    assert ("st-luke", "robbery", 3, "derived") in figures(found)
    assert "Robbery is not printed for St Luke; the column's total leaves 3." in notes(found)


def test_a_column_with_the_regions_own_name_is_noted_and_not_read() -> None:
    found = printed(
        "Current period,CHERITON AND BISHOPS SUTTON,ITCHEN VALLEY,THE ALRESFORDS,KINGS WORTHY,"
        "WONSTON AND MICHELDEVER,COMPTON AND OTTERBOURNE,SPARSHOLT,WINCHESTER RURAL,TOTAL",
        "3 Robbery,0,6,2,0,0,1,0,0,9",
    )
    (note,) = notes(found)
    assert "has a column headed Winchester Rural beside the parishes" in note
    assert ("winchester-rural", "robbery", 9, "published") in figures(found)
    assert ("winchester-rural", "robbery", 0, "published") not in figures(found)


@pytest.mark.parametrize(
    ("lines", "row", "column", "problem"),
    [
        (
            ["Current period,ATLANTIS,ST LUKE", "3 Robbery,1,2"],
            2,
            "ATLANTIS",
            "“ATLANTIS” is not an area that is known here.",
        ),
        (
            ["Current period,ST PAUL,ST LUKE", "3 Robbery,1,2", "3 Piracy,1,2"],
            3,
            "first column",
            "“Piracy” is not an offence that is known here.",
        ),
        (
            ["Current period,ST PAUL,ST LUKE", "3 Robbery,1,many"],
            2,
            "ST LUKE",
            "“many” is not a whole number.",
        ),
        (
            ["Current period,ST PAUL,ST LUKE", "3 Robbery,,2"],
            2,
            "ST PAUL",
            "The count is empty.",
        ),
    ],
)
def test_a_fault_of_a_printed_table_is_told_with_its_row_and_column(
    lines: list[str], row: int, column: str, problem: str
) -> None:
    assert faults(printed(*lines)) == [(row, column, problem)]


def test_a_mark_for_what_is_not_told_is_kept_as_that_and_is_no_count() -> None:
    found = printed("Current period,ST PAUL,ST LUKE", "3 Robbery,1,[c]")
    assert figures(found) == {("st-paul", "robbery", 1, "published")}
    (kept,) = found.tables["untold"].to_dict("records")
    assert (kept["area"], kept["mark"], kept["why"]) == ("st-luke", "[c]", "withheld")
    assert [(issue.kind, issue.problem) for issue in found.issues] == [
        (Kind.NOTE, "“[c]” says that the count is withheld.")
    ]


# Printed changes and levels


def crimes(*rows: tuple[str, str, int, int]) -> pd.DataFrame:
    cells = [
        ("police-tables", area, offence, date(year, 4, 1), date(year, 10, 31), count)
        for area, offence, year, count in rows
    ]
    named = ["source", "area", "offence", "period_start", "period_end", "count"]
    return pd.DataFrame(cells, columns=named).assign(
        status="published", file="f.csv", row=2, column="TOTAL"
    )


def recomputed(text: str, *rows: tuple[str, str, int, int]) -> tuple[dict, pd.DataFrame]:
    change = {"area": "winchester", "offence": "theft", "text": text}
    change |= {"file": "f.csv", "row": 5, "column": "TOTAL"}
    told, derived = checks.changes([change], crimes(*rows), "police-tables", REPORT)
    return told.iloc[0].to_dict(), derived


NOW, BEFORE = ("winchester", "theft", 2017, 1629), ("winchester", "theft", 2016, 1521)


def test_a_printed_change_that_the_counts_give_agrees() -> None:
    told, derived = recomputed("7.1%", NOW, BEFORE)
    assert (told["recomputed"], told["agrees"], told["note"]) == ("7.1%", True, "")
    assert derived.empty


def test_a_printed_change_that_the_counts_do_not_give_is_a_note() -> None:
    told, _ = recomputed("7.4%", NOW, BEFORE)
    assert not told["agrees"]
    assert told["note"] == "The printed change is 7.4%; the counts give 7.1%."


def test_a_printed_change_without_counts_says_so() -> None:
    told, _ = recomputed("7.4%")
    assert told["note"] == "The counts behind this percentage are not in these tables."


def test_a_previous_count_that_follows_without_doubt_is_derived() -> None:
    told, derived = recomputed("35.6%", ("winchester", "theft", 2017, 396))
    (row,) = derived.to_dict("records")
    assert (row["count"], row["status"], row["period_start"]) == (292, "derived", date(2016, 4, 1))
    assert told["note"] == "The previous count, 292, is derived from this percentage."


def test_a_previous_count_with_two_answers_is_not_guessed() -> None:
    _, derived = recomputed("7.1%", ("winchester", "theft", 2017, 16290))
    assert derived.empty
    assert only_previous(16290, "7.1%") is None


@pytest.mark.parametrize("text", ["-100%", "n/a", ""])
def test_no_previous_count_follows_from_a_fall_of_all_or_from_words(text: str) -> None:
    assert only_previous(10, text) is None


@pytest.mark.slow
@given(st.integers(0, 5000), st.integers(1, 5000))
def test_a_change_is_rounded_as_a_spreadsheet_rounds(now: int, was: int) -> None:
    exact = (Decimal(now) - was) * 100 / was
    slow = exact.quantize(Decimal("0.1"), ROUND_HALF_UP)
    assert Decimal(rounded(now, was)) == slow


def test_what_a_region_counts_beyond_its_parishes_is_a_note() -> None:
    city = areas.children("winchester-city")
    rows = [(area, "theft", 2017, 1) for area in city]
    told = checks.levels(crimes(*rows, ("winchester-city", "theft", 2017, 10)))
    (row,) = told.to_dict("records")
    assert not row["agrees"]
    assert row["note"] == (
        "Theft offences: the parishes of Winchester City add up to 8, and Winchester City "
        "itself is printed as 10: 2 not shown by parish."
    )


def test_a_region_is_not_set_against_only_some_of_its_parishes() -> None:
    some = crimes(("st-paul", "theft", 2017, 1), ("winchester-city", "theft", 2017, 10))
    assert checks.levels(some).empty


# Police.uk

MONTHS = "month,ward_2013_code,ward_2013_name,crime_type,count"
STREET = (
    "Crime ID,Month,Reported by,Falls within,Longitude,Latitude,Location,LSOA code,LSOA name,"
    "Crime type,Last outcome category,Context"
)


OURS = "Hampshire Constabulary"


def street(*rows: tuple[str, str]) -> Checked:
    """One row for each (LSOA, crime type) in May 2017."""
    lines = [
        f",2017-05,{OURS},{OURS},-1.3,51.0,On or near High Street,{a},W,{b},,\n" for a, b in rows
    ]
    keep = frozenset(areas.of_lsoa())
    (sheet,) = readers.read(f"{STREET}\n{''.join(lines)}".encode(), "s.csv", keep=keep)
    return checks.typed(sheet, "police-uk", None, KNOWN)


LSOA = areas.lsoas().iloc[0]


@pytest.mark.parametrize(
    ("row", "column", "problem"),
    [
        ("2017-13,E05004652,Ward,Burglary,4", "month", "“2017-13” is not a month that has come."),
        ("2017-05,E05000000,Ward,Burglary,4", "ward_2013_code", "is not a ward of this place."),
        ("2017-05,E05004652,Ward,Piracy,4", "crime_type", "is not a crime type of police.uk"),
        ("2017-05,E05004652,Ward,Burglary,q", "count", "“q” is not a whole number."),
        ("2017-05,E05004652,Ward,Burglary,x", "count", "so the month is not whole."),
    ],
)
def test_a_fault_of_a_monthly_row_is_told(row: str, column: str, problem: str) -> None:
    sound = "2017-05,E05004652,Ward,Burglary,4"
    ((at, told_column, told),) = faults(checked(f"{MONTHS}\n{sound}\n{row}\n"))
    assert (at, told_column) == (3, column)
    assert problem in told


def test_a_month_holds_every_parish_and_crime_type() -> None:
    rows = checked(f"{MONTHS}\n2017-05,E05004652,Ward,Burglary,4\n").tables["crimes"]
    assert rows["count"].sum() == 4
    assert len(rows) == 20 * rows["offence"].nunique()
    assert set(rows["period_end"]) == {date(2017, 5, 31)}


def test_wards_of_one_parish_are_added() -> None:
    wards = areas.lsoas().loc[lambda rows: rows["area"] == "wickham-and-whiteley", "ward_code"]
    lines = [f"2017-05,{ward},Ward,Burglary,4\n" for ward in sorted(set(wards))]
    rows = checked(f"{MONTHS}\n{''.join(lines)}").tables["crimes"]
    counted = rows[(rows["area"] == "wickham-and-whiteley") & (rows["offence"] == "burglary")]
    assert list(counted["count"]) == [4 * len(lines)]
    assert len(lines) == 2


def test_street_rows_are_counted_by_area_and_by_place() -> None:
    found = street((LSOA["lsoa"], "Burglary"), (LSOA["lsoa"], "Burglary"))
    crimes = found.tables["crimes"]
    assert crimes.loc[crimes["count"] > 0, ["area", "offence", "count"]].values.tolist() == [
        [LSOA["area"], "burglary", 2]
    ]
    assert list(found.tables["streets"]["count"]) == [2]


def test_a_few_street_rows_without_an_lsoa_are_told_and_stop_nothing() -> None:
    rows = [(row["lsoa"], "Burglary") for row in areas.lsoas().to_dict("records")]
    (issue,) = street(*rows, ("", "Burglary")).issues
    assert issue.kind is Kind.NOTE
    assert issue.problem == "1 row has no LSOA, so it lies in no area and is not counted."


def test_a_month_that_has_lost_many_of_its_lsoas_is_held() -> None:
    (issue,) = street((LSOA["lsoa"], "Burglary"), ("", "Burglary")).issues
    assert (issue.kind, issue.name) == (Kind.HELD, "without-lsoa-2017-05")
    assert "That is 50% of the file, where police.uk leaves out hardly any." in issue.problem


def test_an_unknown_crime_type_is_told_once() -> None:
    ((_, column, problem),) = faults(street((LSOA["lsoa"], "Piracy"), (LSOA["lsoa"], "Piracy")))
    assert column == "Crime type"
    assert "“Piracy” is not a crime type of police.uk" in problem


def test_a_file_of_another_place_is_refused() -> None:
    ((_, _, problem),) = faults(street(("E01000001", "Burglary")))
    assert problem == "No row of this file lies in Winchester District."
