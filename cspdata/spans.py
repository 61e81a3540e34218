"""The periods that words name, in a title or as an officer types them; none is ever guessed.

Every period that a text names is a mention, and a mention has one reading or several. Who asked
decides what to do about two mentions, or about two readings.
"""

import re
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from itertools import pairwise

from cspdata.dates import MONTH, ORDERS, last_day, made, month_number, readings, whole_year
from cspdata.periods import Period, parse

Readings = tuple[Period, ...]

DASHES = re.compile(r"[\u2010-\u2015\u2212]")
YEAR = r"['’]?(\d{4}|\d{2})\b"
FINANCIAL = r"(\d{4}|\d{2})\s?[/-]\s?(\d{4}|\d{2})\b(?!\s?[/.-]\s?\d)"
TO = r"(?:\s*-\s*|\s+(?:to|until|till|through|up to)\s+)"
DAY = r"(?:(\d{1,2})(?:st|nd|rd|th)?(?:\s+of)?[\s-]+)?"
NUMBERS = [
    *("one", "two", "three", "four", "five", "six"),
    *("seven", "eight", "nine", "ten", "eleven", "twelve"),
]
COUNTS = {word: number for number, word in enumerate(NUMBERS, start=1)}
COUNTS |= {"rolling 12": 12, "year": 12, "quarter": 3, "half year": 6}
PLACES = {"first": 1, "1st": 1, "second": 2, "2nd": 2, "third": 3, "3rd": 3, "fourth": 4, "4th": 4}
# A month after one of these is that of the paper and not of the figures.
OF_THE_PAPER = re.compile(
    r"(?:publish|produc|prepar|print|extract|issu|updat|refresh|dated|report of|report,|meeting"
    r"|as at|committee|version|run on|created|accessed|downloaded)[^.;:]{0,25}$"
)
NUMBERED = r"\d{1,4}\s?[/.-]\s?\d{1,2}\s?[/.-]\s?\d{1,4}"


def mentions(text: str) -> list[Readings]:
    """The periods that a text names, each with its readings, in the order in which they stand.

    A mention without a reading, such as 31 April to 1 May, is left out.
    """
    words = " ".join(re.sub(r"[()\[\]]", " ", DASHES.sub("-", text.casefold())).split())
    found: list[tuple[int, Readings]] = []
    for shape, read in SHAPES:
        for match in shape.finditer(words):
            periods = tuple(dict.fromkeys(read(match)))
            of_paper = read is _month and OF_THE_PAPER.search(words[: match.start()])
            if periods and not of_paper:
                found.append((match.start(), periods))
            words = words[: match.start()] + "\0" * len(match[0]) + words[match.end() :]
    return [periods for _, periods in sorted(found, key=lambda pair: pair[0])]


def named(text: str) -> Period | None:
    """The one period that a text names, or None where it names none or may mean several."""
    found = dict.fromkeys(mentions(text))
    only = next(iter(found), ())
    return only[0] if len(found) == 1 and len(only) == 1 else None


def asked(text: str) -> Period:
    """`2017-04-01/2017-10-31`, `2017-04` or words. Raises ValueError with a sentence."""
    try:
        return parse(text)
    except ValueError:
        found = named(text)
        if found is None:
            raise
        return found


def _numeric(match: re.Match[str]) -> Iterator[Period]:
    first, last = readings(match[1]), readings(match[2])
    for order in ORDERS:
        if order in first and order in last:
            yield from _between(first[order], last[order])


def _months_apart(match: re.Match[str]) -> Iterator[Period]:
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


def _months_before_days(match: re.Match[str]) -> Iterator[Period]:
    name, day, year, last_name, last_day_, last_year = match.groups()
    first, last, end_year = month_number(name), month_number(last_name), whole_year(last_year)
    start_year = whole_year(year) if year else end_year - (first > last)
    yield from _days(start_year, first, day, end_year, last, last_day_)


def _year_before_months(match: re.Match[str]) -> Iterator[Period]:
    year, second, day, name, last_day_, last_name = match.groups()
    first, last = month_number(name), month_number(last_name)
    if years := _financial_years(year, second):
        yield from _days(years[first < 4], first, day, years[last < 4], last, last_day_)


def _listed_months(match: re.Match[str]) -> Iterator[Period]:
    """Months that follow each other, as April, May and June 2018; others are no period."""
    months = [month_number(name) for name in re.findall(MONTH, match[1])]
    if all(after == before % 12 + 1 for before, after in pairwise(months)):
        year = whole_year(match[match.lastindex or 0])
        yield from _days(year - (months[0] > months[-1]), months[0], None, year, months[-1], None)


def _within_a_month(match: re.Match[str]) -> Iterator[Period]:
    day, last, name, year = match.groups()
    month, whole = month_number(name), whole_year(year)
    yield from _days(whole, month, day, whole, month, last)


def _quarters(match: re.Match[str]) -> Iterator[Period]:
    first = _place(match[1])
    yield from _parts(3, first, int(match[2] or first), match[3], match[4], match[5])


def _quarters_after(match: re.Match[str]) -> Iterator[Period]:
    first = int(match[4])
    yield from _parts(3, first, int(match[5] or first), match[1], match[2], match[3])


def _halves(match: re.Match[str]) -> Iterator[Period]:
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


def _ending(match: re.Match[str]) -> Iterator[Period]:
    count, day, name, year = match.groups()
    count = count.removesuffix("s").removesuffix(" month")
    months = COUNTS[count] if count in COUNTS else int(count)
    end = whole_year(year), month_number(name)
    if day and int(day) != last_day(*end):
        last = made(*end, int(day))
        before = _shifted(*end, -months)
        first = made(*before, min(int(day), last_day(*before)))
        if first and last:
            yield from _between(first + timedelta(days=1), last)
    elif 1 <= months <= 60:
        yield from _days(*_shifted(*end, 1 - months), None, *end, None)


def _to_date(match: re.Match[str]) -> Iterator[Period]:
    """From the start of the year to a day: of the financial year, and of the calendar's."""
    of, day, name, year = match.groups()
    month, whole = month_number(name), whole_year(year)
    if "calendar" not in of:
        yield from _days(whole - (month < 4), 4, None, whole, month, day)
    if "fin" not in of and "fisc" not in of and not of.startswith("f"):
        yield from _days(whole, 1, None, whole, month, day)


def _financial_year(match: re.Match[str]) -> Iterator[Period]:
    if years := _financial_years(match[1], match[2]):
        yield Period(date(years[0], 4, 1), date(years[1], 3, 31))


def _calendar_year(match: re.Match[str]) -> Iterator[Period]:
    yield Period(date(int(match[1]), 1, 1), date(int(match[1]), 12, 31))


def _month(match: re.Match[str]) -> Iterator[Period]:
    year, month = whole_year(match[2]), month_number(match[1])
    yield from _days(year, month, None, year, month, None)


def _nothing(_: re.Match[str]) -> Iterator[Period]:
    return iter(())


def _financial_years(first: str, second: str | None) -> tuple[int, int] | None:
    """(2017, 2018) for "2017" and "18"; None where the second does not follow the first."""
    start = whole_year(first)
    end = whole_year(second) if second else start + 1
    follows = end % 100 == (start + 1) % 100 and end in (start + 1, start + 1 - 100)
    return (start, start + 1) if follows else None


def _place(words: str) -> int:
    return PLACES[words] if words in PLACES else int(words)


def _shifted(year: int, month: int, by: int) -> tuple[int, int]:
    months = year * 12 + month - 1 + by
    return months // 12, months % 12 + 1


def _days(
    year: int, month: int, day: str | None, end_year: int, end_month: int, end_day: str | None
) -> Iterator[Period]:
    if not 1900 <= year <= end_year < 2200:
        return
    first = made(year, month, int(day or 1))
    last = made(end_year, end_month, int(end_day or last_day(end_year, end_month)))
    if first and last:
        yield from _between(first, last)


def _between(first: date, last: date) -> Iterator[Period]:
    if first <= last:
        yield Period(first, last)


OF_A_YEAR = (
    rf"(?:of\s+|in\s+)?(?:the\s+)?(?:fy\s?|financial year\s+|year\s+)?(?:{FINANCIAL}|{YEAR})"
)
OF_ANY = rf"(?:fy\s?|financial year\s+)?(?:{FINANCIAL}|(\d{{4}}))"
QUARTER = r"q(?:ua)?r?(?:ter|tr)?\s?"
SHAPES: tuple[tuple[re.Pattern[str], Callable[[re.Match[str]], Iterator[Period]]], ...] = tuple(
    (re.compile(shape), read)
    for shape, read in (
        (rf"\b({NUMBERED}){TO}({NUMBERED})\b", _numeric),
        *(
            (
                rf"\b{between}{DAY}{MONTH}(?:[\s,-]+{YEAR})?{to}{DAY}{MONTH}[\s,-]*"
                rf"(?:in |of |fy ?)?(?:{FINANCIAL}|{YEAR})",
                _months_apart,
            )
            for between, to in (("", TO), (r"between\s+", r"\s+and\s+"))
        ),
        (
            rf"\b{FINANCIAL}[\s,:-]+{DAY}{MONTH}{TO}{DAY}{MONTH}(?!\s*\d)",
            _year_before_months,
        ),
        (
            rf"\b({MONTH}(?:\s*,\s*{MONTH})*\s*(?:/|&|,?\s+and)\s*{MONTH})[\s,-]+{YEAR}",
            _listed_months,
        ),
        (
            rf"\b{MONTH}\s+(\d{{1,2}})(?:st|nd|rd|th)?(?:,?\s+(\d{{4}}))?{TO}"
            rf"{MONTH}\s+(\d{{1,2}})(?:st|nd|rd|th)?,?\s+(\d{{4}})\b",
            _months_before_days,
        ),
        (
            rf"\b(\d{{1,2}})(?:st|nd|rd|th)?{TO}(\d{{1,2}})(?:st|nd|rd|th)?\s+(?:of\s+)?"
            rf"{MONTH}[\s,]+{YEAR}",
            _within_a_month,
        ),
        (
            r"\b(\d{1,2} months?|" + "|".join(f"{word}(?: months?)?" for word in COUNTS) + r")"
            r"\s+(?:ending|ended|end|up to|to|until)\s+(?:the end of\s+|end\s+)?"
            rf"{DAY}{MONTH}[\s,-]+{YEAR}",
            _ending,
        ),
        (
            r"\b((?:f?ytd|(?:financial |fiscal |calendar )?year[ -]to[ -]date))"
            rf"(?:\s*[(:,-])?(?:\s+(?:to|at|up to|until|end of|end))*\s*{DAY}{MONTH}[\s,-]+{YEAR}",
            _to_date,
        ),
        (
            rf"\b{QUARTER}([1-4])(?:{TO}(?:{QUARTER})?([1-4]))?[\s,:-]+{OF_A_YEAR}",
            _quarters,
        ),
        (
            rf"\b(first|second|third|fourth|1st|2nd|3rd|4th)\s+quarter()[\s,:-]+{OF_A_YEAR}",
            _quarters,
        ),
        (rf"\b{OF_ANY}[\s,:-]+{QUARTER}([1-4])(?:{TO}(?:{QUARTER})?([1-4]))?\b", _quarters_after),
        (rf"\b(?:h|half\s)([12])[\s,:-]+{OF_A_YEAR}", _halves),
        (rf"\b(first|second|1st|2nd)\s+half(?:[ -]year)?[\s,:-]+{OF_A_YEAR}", _halves),
        (rf"\b(?:f?ytd|year[ -]to[ -]date)\s+(?:{FINANCIAL}|{YEAR})", _nothing),
        (rf"\b{DAY}{MONTH}[\s,-]+{YEAR}{TO}(?:date|now|present|today)\b", _nothing),
        (
            rf"\b(?:since|from|to|until|by|before|after|at)\s+{DAY}{MONTH}[\s,-]+{YEAR}",
            _nothing,
        ),
        (rf"\b(?:{NUMBERED})\b", _nothing),
        (rf"\b\d{{1,2}}(?:st|nd|rd|th)?\s+(?:of\s+)?{MONTH}[\s,-]+{YEAR}", _nothing),
        (rf"\b{MONTH}\s+\d{{1,2}}(?:st|nd|rd|th)?,?\s+\d{{4}}\b", _nothing),
        (rf"\b{MONTH}[\s,-]*{YEAR}", _month),
        (
            r"\b(?:fy|financial year|fiscal year|year|full year)\s?(\d{2}|\d{4})"
            r"\s?[/-]\s?(\d{2}|\d{4})\b(?!\s?[/.-]\s?\d)",
            _financial_year,
        ),
        (r"(?<![\d/.-])(\d{4})\s?[/-]\s?(\d{2}|\d{4})\b(?!\s?[/.-]\s?\d)", _financial_year),
        (r"\bcalendar year\s+(\d{4})\b", _calendar_year),
    )
)
