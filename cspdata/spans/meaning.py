"""What each shape of a period means, from its match: its readings, none where it is no period."""

import re
from collections.abc import Iterator
from datetime import date, timedelta
from itertools import pairwise

from cspdata.dates import MONTH, ORDERS, last_day, made, month_number, readings, whole_year
from cspdata.periods import Period

from .words import COUNTS

PLACES = {"first": 1, "1st": 1, "second": 2, "2nd": 2, "third": 3, "3rd": 3, "fourth": 4, "4th": 4}


def numeric(match: re.Match[str]) -> Iterator[Period]:
    first, last = readings(match[1]), readings(match[2])
    for order in ORDERS:
        if order in first and order in last:
            yield from _between(first[order], last[order])


def months_apart(match: re.Match[str]) -> Iterator[Period]:
    """Day, month and year of the first; day and month of the last; its year or financial year."""
    day, name, year, last_day_, last_name, first_year, second_year, last_year = match.groups()
    first, last = month_number(name), month_number(last_name)
    if first_year:
        years = _financial_years(first_year, second_year)
        if years is None or (year and whole_year(year) != years[first < 4]):
            return
        start_year, end_year = years[first < 4], years[last < 4]
    else:
        end_year = whole_year(last_year)
        start_year = whole_year(year) if year else end_year - (first > last)
    yield from _days(start_year, first, day, end_year, last, last_day_)
    if day and int(day) > 1 and not last_day_:
        # Half a period of days: the number may belong to what stands before it.
        yield from _days(start_year, first, None, end_year, last, None)


def months_of_quarter(match: re.Match[str]) -> Iterator[Period]:
    """A quarter and its months, which must be the same."""
    quarter, name, last_name, *years = match.groups()
    first, last = month_number(name), month_number(last_name)
    places = [number for number in range(1, 5) if _shifted(0, 4, 3 * (number - 1))[1] == first]
    if (last - first) % 12 == 2 and int(quarter) in (*places, (first + 2) // 3):
        yield from _months_named(first, last, *years)


def _months_named(
    first: int, last: int, first_year: str | None, second_year: str | None, plain: str | None
) -> Iterator[Period]:
    """Whole months of a financial year, or those that end in a year."""
    if first_year:
        if years := _financial_years(first_year, second_year):
            yield from _days(years[first < 4], first, None, years[last < 4], last, None)
    elif plain:
        year = whole_year(plain)
        yield from _days(year - (first > last), first, None, year, last, None)


def numbered_months(match: re.Match[str]) -> Iterator[Period]:
    month, year, last_month, last_year = (int(part) for part in match.groups())
    if 1 <= month <= 12 and 1 <= last_month <= 12:
        yield from _days(year, month, None, last_year, last_month, None)


def year_of_months(match: re.Match[str]) -> Iterator[Period]:
    year, name, last_name = match.groups()
    first, last = month_number(name), month_number(last_name)
    if first <= last:
        yield from _days(int(year), first, None, int(year), last, None)


def months_before_days(match: re.Match[str]) -> Iterator[Period]:
    name, day, year, last_name, last_day_, last_year = match.groups()
    first, last, end_year = month_number(name), month_number(last_name), whole_year(last_year)
    start_year = whole_year(year) if year else end_year - (first > last)
    yield from _days(start_year, first, day, end_year, last, last_day_)


def year_before_months(match: re.Match[str]) -> Iterator[Period]:
    year, second, day, name, last_day_, last_name = match.groups()
    first, last = month_number(name), month_number(last_name)
    if years := _financial_years(year, second):
        yield from _days(years[first < 4], first, day, years[last < 4], last, last_day_)


def listed_months(match: re.Match[str]) -> Iterator[Period]:
    """Months that follow each other, as April, May and June 2018; others are no period."""
    months = [month_number(name) for name in re.findall(MONTH, match[1])]
    if all(after == before % 12 + 1 for before, after in pairwise(months)):
        yield from _months_named(months[0], months[-1], *match.groups()[-3:])


def within_a_month(match: re.Match[str]) -> Iterator[Period]:
    day, last, name, year = match.groups()
    month, whole = month_number(name), whole_year(year)
    yield from _days(whole, month, day, whole, month, last)


def quarters(match: re.Match[str]) -> Iterator[Period]:
    first = _place(match[1])
    yield from _parts(3, first, int(match[2] or first), match[3], match[4], match[5])


def listed_quarters(match: re.Match[str]) -> Iterator[Period]:
    """Quarters that follow each other, as Q1, Q2 and Q3; others are no period."""
    listed, *years = match.groups()
    quarters = [int(number) for number in re.findall(r"[1-4]", listed)]
    if all(after == before + 1 for before, after in pairwise(quarters)):
        yield from _parts(3, quarters[0], quarters[-1], *years)


def first_parts(match: re.Match[str]) -> Iterator[Period]:
    """The first so many quarters or months of a year."""
    count, what, *years = match.groups()
    number = COUNTS[count] if count in COUNTS else int(count)
    months = 3 if what.startswith("q") else 1
    if number * months <= 12:
        yield from _parts(months, 1, number, *years)


def quarters_after(match: re.Match[str]) -> Iterator[Period]:
    first = int(match[4])
    yield from _parts(3, first, int(match[5] or first), match[1], match[2], match[3])


def halves(match: re.Match[str]) -> Iterator[Period]:
    half = _place(match[1])
    yield from _parts(6, half, half, match[2], match[3], match[4])


def _parts(
    months: int, first: int, last: int, year: str | None, second: str | None, plain: str | None
) -> Iterator[Period]:
    """Quarters or halves of a financial year, or of a year of which that is not said."""
    starts: list[tuple[int, int]] = []
    if year:
        years = _financial_years(year, second)
        starts = [(years[0], 4)] if years else []
    elif plain:
        starts = [(whole_year(plain), 1), (whole_year(plain), 4)]
    for start_year, month in starts:
        begin = _shifted(start_year, month, months * (first - 1))
        end = _shifted(start_year, month, months * last - 1)
        yield from _days(*begin, None, *end, None)


def ending(match: re.Match[str]) -> Iterator[Period]:
    count, day, name, year = match.groups()
    months = _months_counted(count)
    end = whole_year(year), month_number(name)
    if day and int(day) != last_day(*end):
        last = made(*end, int(day))
        before = _shifted(*end, -months)
        first = made(*before, min(int(day), last_day(*before)))
        if first and last:
            yield from _between(first + timedelta(days=1), last)
    elif 1 <= months <= 60:
        yield from _days(*_shifted(*end, 1 - months), None, *end, None)


def ending_on(match: re.Match[str]) -> Iterator[Period]:
    """Months that end on a day in numbers, which is the last of its month."""
    count, text = match.groups()
    months = _months_counted(count)
    for day in dict.fromkeys(readings(text).values()):
        if day.day == last_day(day.year, day.month) and 1 <= months <= 60:
            end = day.year, day.month
            yield from _days(*_shifted(*end, 1 - months), None, *end, None)


def to_date(match: re.Match[str]) -> Iterator[Period]:
    """From the start of the year to a day: of the financial year, and of the calendar's."""
    of, day, name, year = match.groups()
    month, whole = month_number(name), whole_year(year)
    if "calendar" not in of:
        yield from _days(whole - (month < 4), 4, None, whole, month, day)
    if "fin" not in of and "fisc" not in of and not of.startswith("f"):
        yield from _days(whole, 1, None, whole, month, day)


def financial_year(match: re.Match[str]) -> Iterator[Period]:
    years = _financial_years(match[1], match[2])
    if years and _is_near(*years):
        yield Period(date(years[0], 4, 1), date(years[1], 3, 31))


def calendar_year(match: re.Match[str]) -> Iterator[Period]:
    if _is_near(year := int(match[1])):
        yield Period(date(year, 1, 1), date(year, 12, 31))


def month(match: re.Match[str]) -> Iterator[Period]:
    year, month = whole_year(match[2]), month_number(match[1])
    yield from _days(year, month, None, year, month, None)


def nothing(_: re.Match[str]) -> Iterator[Period]:
    return iter(())


def _financial_years(first: str, second: str | None) -> tuple[int, int] | None:
    """(2017, 2018) for "2017" and "18"; None where the second does not follow the first."""
    start = whole_year(first)
    end = whole_year(second) if second else start + 1
    follows = end % 100 == (start + 1) % 100 and end in (start + 1, start + 1 - 100)
    return (start, start + 1) if follows else None


def _months_counted(words: str) -> int:
    """12 for "12 months", "twelve" and "year"."""
    bare = re.sub(r"(?<=\S)\s?(?:months?|mths?|m)$", "", words)
    return COUNTS[bare] if bare in COUNTS else int(bare)


def _place(words: str) -> int:
    return PLACES[words] if words in PLACES else int(words)


def _shifted(year: int, month: int, by: int) -> tuple[int, int]:
    months = year * 12 + month - 1 + by
    return months // 12, months % 12 + 1


def _days(
    year: int, month: int, day: str | None, end_year: int, end_month: int, end_day: str | None
) -> Iterator[Period]:
    if year > end_year or not _is_near(year, end_year):
        return
    first = made(year, month, int(day or 1))
    last = made(end_year, end_month, int(end_day or last_day(end_year, end_month)))
    if first and last:
        yield from _between(first, last)


def _is_near(*years: int) -> bool:
    """Whether figures may be of these years; what else has four digits is none."""
    return all(1900 <= year < 2200 for year in years)


def _between(first: date, last: date) -> Iterator[Period]:
    if first <= last:
        yield Period(first, last)
