"""Periods: the days they cover, how they read aloud, and which days lie a year before."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cspdata.periods import (
    Period,
    covered,
    gaps,
    gaps_in_words,
    month,
    parse,
    run_of,
    runs,
    span,
)

REPORT = Period(date(2017, 4, 1), date(2017, 10, 31))


def test_a_period_is_written_with_its_first_and_last_day() -> None:
    assert str(REPORT) == "2017-04-01/2017-10-31"
    assert REPORT.days_in_words == "1 April to 31 October 2017"
    assert REPORT.days == 214


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("2017-04-01/2017-10-31", "April to October 2017"),
        ("2017-04", "April 2017"),
        ("2016-12-01/2017-02-28", "December 2016 to February 2017"),
        ("2017-04-03/2017-10-31", "3 April to 31 October 2017"),
        ("2016-12-03/2017-01-31", "3 December 2016 to 31 January 2017"),
    ],
)
def test_whole_months_are_read_without_their_days(text: str, words: str) -> None:
    assert parse(text).words == words


@pytest.mark.parametrize(
    ("text", "period"),
    [
        (" 2017-04-01/2017-10-31 ", "2017-04-01/2017-10-31"),
        ("2016-02", "2016-02-01/2016-02-29"),
    ],
)
def test_a_period_is_read_from_days_or_a_month(text: str, period: str) -> None:
    assert str(parse(text)) == period


@pytest.mark.parametrize(
    "text", ["", "2017", "2017-13", "2017-04-31/2017-05-01", "soon", "1 to 2 May"]
)
def test_what_is_no_period_is_refused_with_the_way_to_write_one(text: str) -> None:
    with pytest.raises(ValueError, match="is not a period: write the first and last day as"):
        parse(text)


def test_a_period_never_ends_before_it_starts() -> None:
    with pytest.raises(ValueError, match="cannot end"):
        Period(date(2017, 4, 2), date(2017, 4, 1))


@pytest.mark.parametrize(
    ("period", "before"),
    [
        ("2017-04-01/2017-10-31", "2016-04-01/2016-10-31"),
        ("2016-02", "2015-02"),
        ("2017-02", "2016-02"),
        ("2016-02-29/2016-03-05", "2015-02-28/2015-03-05"),
        ("2017-02-10/2017-02-28", "2016-02-10/2016-02-28"),
    ],
)
def test_the_year_before_has_the_same_days_and_months_stay_whole(period: str, before: str) -> None:
    assert parse(period).years_before() == parse(before)


def test_the_months_of_a_period_are_those_that_it_touches() -> None:
    assert [str(each) for each in parse("2016-12-15/2017-01-02").months] == [
        "2016-12-01/2016-12-31",
        "2017-01-01/2017-01-31",
    ]


def test_months_together_span_from_the_first_day_to_the_last() -> None:
    assert span([month(2017, 9), month(2017, 4)]) == parse("2017-04-01/2017-09-30")


@pytest.mark.parametrize(("other", "overlap"), [("2017-10", True), ("2017-11", False)])
def test_periods_overlap_when_they_share_a_day(other: str, overlap: bool) -> None:
    assert REPORT.overlaps(parse(other)) is overlap
    assert parse(other).overlaps(REPORT) is overlap


# Series with gaps


def months_of(*texts: str) -> list[Period]:
    return [parse(text) for text in texts]


LONG = [
    *Period(date(2015, 7, 1), date(2016, 12, 31)).months,
    *Period(date(2017, 2, 1), date(2017, 9, 30)).months,
    *Period(date(2025, 1, 1), date(2025, 7, 31)).months,
    *Period(date(2025, 9, 1), date(2025, 12, 31)).months,
]


def test_months_that_follow_one_another_are_one_run() -> None:
    assert [run.words for run in runs(LONG)] == [
        "July 2015 to December 2016",
        "February to September 2017",
        "January to July 2025",
        "September to December 2025",
    ]


def test_runs_do_not_depend_on_order_or_doubles() -> None:
    assert runs([*reversed(LONG), *LONG]) == runs(LONG)


def test_gaps_are_told_as_spans() -> None:
    assert gaps_in_words(LONG) == (
        "no figures January 2017, October 2017 to December 2024 and August 2025"
    )


@pytest.mark.parametrize(
    ("months", "words"),
    [
        ([], ""),
        (["2017-02"], ""),
        (["2017-02", "2017-03"], ""),
        (["2017-02", "2017-04"], "no figures March 2017"),
        (["2016-11", "2017-02"], "no figures December 2016 to January 2017"),
        (["2016-01", "2016-03", "2016-05"], "no figures February 2016 and April 2016"),
    ],
)
def test_gaps_in_words(months: list[str], words: str) -> None:
    assert gaps_in_words(months_of(*months)) == words


@pytest.mark.parametrize(
    ("start", "end", "whole"),
    [
        (date(2025, 1, 1), date(2025, 7, 31), True),
        (date(2025, 2, 10), date(2025, 3, 9), True),
        (date(2025, 7, 1), date(2025, 8, 1), False),  # one day reaches into August
        (date(2025, 8, 1), date(2025, 9, 30), False),  # begins in the gap
        (date(2014, 1, 1), date(2026, 12, 31), False),
    ],
)
def test_a_period_is_covered_by_one_run_or_not_at_all(start: date, end: date, whole: bool) -> None:
    assert covered(Period(start, end), LONG) is whole


@given(st.sets(st.integers(0, 60)))
def test_runs_and_gaps_together_are_every_month_from_first_to_last(numbers: set[int]) -> None:
    months = [month(2015 + number // 12, number % 12 + 1) for number in numbers]
    pieces = sorted([*runs(months), *gaps(months)])
    every = [each for piece in pieces for each in piece.months]
    assert every == (span(months).months if months else [])
    assert sorted(each for run in runs(months) for each in run.months) == sorted(months)


def test_a_day_lies_in_its_run_or_in_none() -> None:
    found = run_of(date(2017, 5, 9), LONG)
    assert found is not None
    assert found.words == "February to September 2017"
    assert run_of(date(2018, 5, 9), LONG) is None
