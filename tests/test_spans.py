"""Periods in titles: each mention with its readings; what is open stays open."""

import pytest

from cspdata.periods import parse
from cspdata.spans import asked, mentions, named

YEAR = "2017-04-01/2018-03-31"
TO_OCTOBER = "2017-04-01/2017-10-31"
ONE = [
    ("First quarter 2017/18", "2017-04-01/2017-06-30"),
    ("1st quarter of 2017/18", "2017-04-01/2017-06-30"),
    ("Second quarter 2017/18", "2017-07-01/2017-09-30"),
    ("2nd quarter 2017/18", "2017-07-01/2017-09-30"),
    ("Third quarter 2017/18", "2017-10-01/2017-12-31"),
    ("3rd quarter 2017/18", "2017-10-01/2017-12-31"),
    ("Fourth quarter 2017/18", "2018-01-01/2018-03-31"),
    ("4th quarter 2017-18", "2018-01-01/2018-03-31"),
    ("01/2017 to 01/2017", "2017-01-01/2017-01-31"),
    ("12/2016 to 12/2017", "2016-12-01/2017-12-31"),
    ("Crime Performance April - March 2017/18", YEAR),
    ("April to March 2017-18", YEAR),
    ("Crime 2017/18", YEAR),
    ("FY 17/18", YEAR),
    ("Financial year 2017/2018", YEAR),
    ("Year ending March 2018", YEAR),
    ("12 months to 31 March 2018", YEAR),
    ("1st April 2017 to 31st March 2018 inclusive", YEAR),
    ("01/04/17 to 31/03/18", YEAR),
    ("Crime 1st April – 31st Oct 2017 (by region)", TO_OCTOBER),
    ("Figures April-October 2017 (published November 2017)", TO_OCTOBER),
    ("April–October 17", TO_OCTOBER),
    ("Apr-17 to Oct-17", TO_OCTOBER),
    ("between 1 April and 31 October 2017", TO_OCTOBER),
    ("Recorded crime, 01/04/2017 - 31/10/2017", TO_OCTOBER),
    ("04/01/2017 - 10/31/2017", TO_OCTOBER),
    ("April 1 - October 31, 2017", TO_OCTOBER),
    ("2017-04-01 to 2017-10-31", TO_OCTOBER),
    ("Financial year to date to 31 October 2017", TO_OCTOBER),
    ("April to October (2017/18)", TO_OCTOBER),
    ("2017/18 (April to October)", TO_OCTOBER),
    ("Q1 2017/18", "2017-04-01/2017-06-30"),
    ("Quarter 3 2017-18", "2017-10-01/2017-12-31"),
    ("Q4 2017/18", "2018-01-01/2018-03-31"),
    ("2017/18 Q2", "2017-07-01/2017-09-30"),
    ("Q1 to Q2 2017/18", "2017-04-01/2017-09-30"),
    ("Second half of 2017/18", "2017-10-01/2018-03-31"),
    ("Q3 (Oct-Dec) 2017/18", "2017-10-01/2017-12-31"),
    ("January to March 2017/18", "2018-01-01/2018-03-31"),
    ("Quarter ending December 2017", "2017-10-01/2017-12-31"),
    ("six months to September 2017", "2017-04-01/2017-09-30"),
    ("November - January 2017", "2016-11-01/2017-01-31"),
    ("1-30 November 2017", "2017-11-01/2017-11-30"),
    ("November 2017", "2017-11-01/2017-11-30"),
    ("April, May and June 2018", "2018-04-01/2018-06-30"),
    ("December/January 2018", "2017-12-01/2018-01-31"),
    ("Calendar year 2017", "2017-01-01/2017-12-31"),
    ("12 months to 31/03/2018", YEAR),
    ("Y/E 31 March 2018", YEAR),
    ("12 m/e Mar 18", YEAR),
    ("04/2017 - 03/2018", YEAR),
    ("Quarter 2 (July to September) 2017/18", "2017-07-01/2017-09-30"),
    ("Q1 & Q2 2017/18", "2017-04-01/2017-09-30"),
    ("Quarters 1, 2 and 3, 2017/18", "2017-04-01/2017-12-31"),
    ("First three quarters of 2017/18", "2017-04-01/2017-12-31"),
    ("First six months of 2017/18", "2017-04-01/2017-09-30"),
    ("Apr/May/Jun 2018", "2018-04-01/2018-06-30"),
    ("Apr-May-Jun 2018", "2018-04-01/2018-06-30"),
    ("Jan, Feb and Mar 2017/18", "2018-01-01/2018-03-31"),
    ("2017 (January - December)", "2017-01-01/2017-12-31"),
    ("from April 2017 up to and including October 2017", TO_OCTOBER),
    ("Appendix 3 April to October 2017", TO_OCTOBER),
    ("Month ending May 2018", "2018-05-01/2018-05-31"),
    ("Committee report January 2018: crime 1 April to 31 October 2017", TO_OCTOBER),
]
OPEN = [
    ("Q2 2017", ["2017-04-01/2017-06-30", "2017-07-01/2017-09-30"]),
    ("YTD October 2017", [TO_OCTOBER, "2017-01-01/2017-10-31"]),
    ("3 April to June 2018", ["2018-04-03/2018-06-30", "2018-04-01/2018-06-30"]),
    ("01/04/2017 to 05/04/2017", ["2017-04-01/2017-04-05", "2017-01-04/2017-05-04"]),
]
NONE = [
    "Calendar year 0000",
    "0000/0001",
    "No dates here",
    "April to October",
    "31 Foo to 2 Bar 2017",
    "2017",
    "Crime 2017",
    "2016-2018",
    "YTD 2017/18",
    "from April 2017",
    "April 2017 to date",
    "Crime to October 2017",
    "as at 31 October 2017",
    "Report of 4 January 2018",
    "Committee report, January 2018",
    "Wards 12-13 and 5/6",
    "To the end of Q2 2017/18",
    "2017/18 to September",
    "Six months of 2017/18",
    "Half-year report 2017/18",
    "2017/18, month 7",
    "Academic year 2017/18",
    "Quarter 3 (April to June) 2017/18",
    "Period ended May 2018",
    "Jun-18 YTD",
    "FYE March 2018",
    "January 2017/18",
    "April 2017 - 2018",
]


@pytest.mark.parametrize(("title", "period"), ONE)
def test_a_title_names_one_period(title: str, period: str) -> None:
    assert mentions(title) == [(parse(period),)]
    assert named(title) == parse(period)


@pytest.mark.parametrize(("title", "periods"), OPEN)
def test_a_title_with_two_readings_has_both_and_names_none(title: str, periods: list[str]) -> None:
    assert mentions(title) == [tuple(map(parse, periods))]
    assert named(title) is None


@pytest.mark.parametrize("title", NONE)
def test_a_title_without_a_whole_period_names_none(title: str) -> None:
    assert mentions(title) == []


def test_two_periods_in_a_title_are_two_mentions() -> None:
    title = "Comparison of 1 April - 31 October 2015 with 1 April - 31 October 2018"
    assert [str(period) for (period,) in mentions(title)] == [
        "2015-04-01/2015-10-31",
        "2018-04-01/2018-10-31",
    ]
    assert len(mentions("April 2016 and April 2017")) == 2


def test_an_officer_may_write_days_or_words() -> None:
    assert asked("2017-04") == asked("April 2017") == parse("2017-04")
    with pytest.raises(ValueError, match="is not a period: write the first and last day"):
        asked("soon")


def test_a_year_that_is_named_twice_alike_is_one_period() -> None:
    assert named("2017/18 (April 2017 to March 2018)") == parse(YEAR)
