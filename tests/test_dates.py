"""Days and months as people and spreadsheets write them, and what can be read in two ways."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cspdata.dates import DAY_FIRST, MONTH_FIRST, month_readings, readings

NOVEMBER = date(2017, 11, 1)
DAYS = st.dates(date(2000, 1, 1), date(2050, 12, 31))
WRITTEN = (
    "{:%Y-%m-%d}",
    "{:%Y/%m/%d}",
    "{:%d-%b-%Y}",
    "{:%d %B %Y}",
    "{:%B %d, %Y}",
    "{:%A, %d %B %Y}",
    "{:%Y-%m-%d} 00:00:00",
    "{:%Y%m%d}",
)


@pytest.mark.parametrize(
    "text",
    [
        "2017-11-01",
        "2017/11/01",
        "2017-11-01 00:00:00",
        "2017-11-01T00:00:00Z",
        "20171101",
        "01-Nov-2017",
        "1 November 2017",
        "1st of Nov. 2017",
        "Nov 1, 2017",
        "Wed 1 November 2017",
        "1-Nov-17",
        "2017 Nov 1",
        "43040",
        "43040.0",
    ],
)
def test_a_day_with_one_reading_is_that_day(text: str) -> None:
    assert set(readings(text).values()) == {NOVEMBER}


@pytest.mark.parametrize(
    "text",
    ["01/11/2017", "1/11/17", "01.11.2017", "01-11-2017", "０１/１１/２０１７", "1 / 11 / 2017"],
)
def test_a_day_of_figures_below_thirteen_has_two_readings(text: str) -> None:
    assert readings(text) == {DAY_FIRST: NOVEMBER, MONTH_FIRST: date(2017, 1, 11)}


@pytest.mark.parametrize(
    ("text", "order"), [("30/11/2017", DAY_FIRST), ("11/30/2017", MONTH_FIRST)]
)
def test_a_day_beyond_the_twelfth_says_its_order(text: str, order: str) -> None:
    assert readings(text) == {order: date(2017, 11, 30)}


@pytest.mark.parametrize(
    "text", ["", "2017-04-31", "31/31/2017", "April", "last April", "17-May", "12", "123456", "x"]
)
def test_what_is_no_day_has_no_reading(text: str) -> None:
    assert readings(text) == {}


@given(DAYS, st.sampled_from(WRITTEN))
def test_a_day_written_out_is_read_back(day: date, how: str) -> None:
    assert set(readings(how.format(day)).values()) == {day}


@pytest.mark.parametrize(
    "text",
    [
        "2017-05",
        "2017/05",
        "201705",
        "05/2017",
        "May-17",
        "MAY-2017",
        "May 2017",
        "May '17",
        "2017 May",
        "2017-05-01",
        "2017-05-01 00:00:00",
        "01/05/2017",
        "05/01/2017",
        "42856",
    ],
)
def test_a_month_is_read_from_its_name_or_its_first_day(text: str) -> None:
    assert set(month_readings(text).values()) == {(2017, 5)}


@pytest.mark.parametrize(
    "text",
    ["17-May", "May", "2017-13", "05/05/2017", "2017-05-15", "soon", "0000-01", "January 0000"],
)
def test_what_is_no_month_has_no_reading(text: str) -> None:
    assert month_readings(text) == {}
