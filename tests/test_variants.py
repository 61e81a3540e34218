"""Further files that officers meet, found by trying: what was refused, or passed without a word."""

from pathlib import Path

import numpy as np
import pytest

from cspdata import areas, publish, readers, store
from cspdata.checks import usual
from cspdata.checks.cells import not_counted, whole_number
from cspdata.publish import Rehearsal, Upload

TIDY = "area,offence,period_start,period_end,count"
DAYS = "2017-11-01,2017-11-30"
STREET = "Month,Reported by,Longitude,Latitude,Location,LSOA code,LSOA name,Crime type"
LSOA = areas.lsoas().iloc[0]


@pytest.fixture
def empty(empty_store: Path) -> Path:
    store.create()
    return empty_store


def sent(*lines: str) -> Rehearsal:
    content = "\n".join([*lines, ""]).encode()
    return publish.rehearse([Upload("sent.csv", content, "police-tables")])


def street(longitude: str, latitude: str, lsoa: str = LSOA["lsoa"]) -> Rehearsal:
    row = f"2017-05,Hampshire Constabulary,{longitude},{latitude},On a street,{lsoa},W,Burglary"
    return sent(STREET, row)


@pytest.mark.parametrize(
    ("text", "count"), [("12,0", 12), ("1 382,0", 1382), ("12,00", None), ("12,5", None)]
)
def test_a_nought_after_a_decimal_comma_is_no_part_of_a_count(text: str, count: int | None) -> None:
    assert whole_number(text) == count


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("########", "a column is too narrow"),
        ("12[1]", "has a mark beside the number"),
        ("1,382 [12]", "has a mark beside the number"),
    ],
)
def test_what_stands_in_place_of_a_count_is_named_for_what_it_is(text: str, words: str) -> None:
    assert words in not_counted(text)[1]


def test_exchanged_columns_are_one_fault_and_not_two_a_row(empty: Path) -> None:
    rows = [f"Robbery,St Paul,{DAYS},1", f"Drugs,Sparsholt,{DAYS},2"]
    (fault,) = sent(TIDY, *rows).faults
    assert fault.rows == (2, 3)
    assert "The column area holds offences (“Robbery”)" in fault.problem


def test_one_row_the_wrong_way_round_is_a_fault_of_that_row(empty: Path) -> None:
    found = sent(TIDY, f"St Paul,Robbery,{DAYS},1", f"Drugs,Sparsholt,{DAYS},2")
    assert {fault.row for fault in found.faults} == {3}


def test_a_figure_that_stands_twice_alike_is_kept_once_and_told(empty: Path) -> None:
    row = f"St Paul,Robbery,{DAYS},12"
    found = sent(TIDY, row, row)
    assert not found.faults
    assert list(found.new["crimes"]["count"]) == [12]
    assert any("stands here twice with the same count" in note.problem for note in found.notes)


@pytest.mark.parametrize("words", ["Grand total", "Sub-total", "Overall Total:"])
def test_a_total_is_left_out_wherever_it_is_named(empty: Path, words: str) -> None:
    found = sent(TIDY, f"St Paul,Robbery,{DAYS},12", f"St Paul,{words},{DAYS},12")
    assert not found.faults
    assert list(found.new["crimes"]["count"]) == [12]
    assert any("as the rows above it add up to" in note.problem for note in found.notes)


def test_the_offence_total_is_a_figure(empty: Path) -> None:
    found = sent(TIDY, f"St Paul,Robbery,{DAYS},12", f"St Paul,Total,{DAYS},30")
    assert sorted(found.new["crimes"]["count"]) == [12, 30]


@pytest.mark.parametrize(
    ("longitude", "latitude"), [("51.06", "-1.31"), ("0", "0"), ("-1.31", "5106000")]
)
def test_positions_that_lie_nowhere_in_the_country_are_held(
    empty: Path, longitude: str, latitude: str
) -> None:
    held = {issue.name: issue.problem for issue in street(longitude, latitude).held}
    assert "1 row lies outside the United Kingdom" in held["positions-2017-05"]


@pytest.mark.parametrize("position", [("-1.31", "51.06"), ("", "")])
def test_a_position_here_or_none_is_not_held(empty: Path, position: tuple[str, str]) -> None:
    assert "positions-2017-05" not in {issue.name for issue in street(*position).held}


@pytest.mark.parametrize("keep", [frozenset(areas.of_lsoa()), None])
def test_the_case_of_an_lsoa_code_does_not_matter(keep: frozenset[str] | None) -> None:
    line = f"2017-05,Police,-1.3,51.0,A street,{LSOA['lsoa'].lower()},W,Burglary"
    (sheet,) = readers.read(f"{STREET}\n{line}\n".encode(), "s.csv", keep=keep)
    assert list(sheet.rows["lsoa"]) == [LSOA["lsoa"]]


def test_many_crimes_of_a_kind_may_rise_in_summer_by_two_fifths() -> None:
    past, few = np.array([780.0, 770, 800, 790, 810, 760, 785, 795, 775]), 100
    assert not usual.beside(1_110, past).is_odd
    assert usual.beside(1_600, past).is_odd
    assert usual.beside(2.1 * few, past * few / 785).is_odd


def points(times: int, blank: bool = False) -> Rehearsal:
    """Three burglaries at points of their own, each so many times under other names of streets."""
    rows = [
        f"2017-05,Hampshire Constabulary,{'' if blank else f'-1.3{n}'},{'' if blank else '51.06'},"
        f"On street {n}{again},{LSOA['lsoa']},W,Burglary"
        for n in range(3)
        for again in range(times)
    ]
    return sent(STREET, *rows)


@pytest.mark.parametrize(("times", "told"), [(1, False), (2, True), (3, False)])
def test_records_that_stand_two_by_two_are_told(empty: Path, times: int, told: bool) -> None:
    said = any("stand two by two at their points" in each.problem for each in points(times).notes)
    assert said is told


def test_rows_without_a_point_are_no_pairs(empty: Path) -> None:
    assert not any("two by two" in each.problem for each in points(2, blank=True).notes)


WARD_MONTH = "month,ward_2013_code,ward_2013_name,crime_type,count"


@pytest.mark.parametrize(
    ("month", "words"),
    [
        ("2017-08", "August 2017: 3 records of crimes and incidents; usual are "),
        ("2017-08", "; published of August 2016: "),
        ("2017-08", ". Furthest from usual: "),
        ("2022-08", "too few months near it are published to say how many are usual"),
        ("2022-08", "; published of August 2021: none."),
    ],
)
def test_a_rehearsal_says_how_a_month_stands_beside_others(
    published: Path, month: str, words: str
) -> None:
    row = f"{month},{LSOA['ward_code']},{LSOA['ward']},Burglary,3"
    found = publish.rehearse([Upload("sent.csv", f"{WARD_MONTH}\n{row}\n".encode())])
    assert any(words in said for said in publish.effect(found))
