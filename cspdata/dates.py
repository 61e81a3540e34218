"""Days and months as people and spreadsheets write them; their order is never guessed.

A day such as 11/01/2017 has two readings. Which of them a file means is for its reader to find out.
"""

import re
from calendar import month_name, monthrange
from collections.abc import Iterator
from datetime import date, timedelta

DAY_FIRST, MONTH_FIRST = "day-first", "month-first"
ORDERS = (DAY_FIRST, MONTH_FIRST)
MONTHS = {name.lower()[:3]: number for number, name in enumerate(month_name) if name}
MONTH = (
    r"(jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?"
    r"|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)\b\.?"
)
ORDINAL = r"(\d{1,2})(?:st|nd|rd|th)?"
CENTURY = 2000
# Spreadsheets count days from here; 1900 was no leap year, but they think so.
DAY_ZERO = date(1899, 12, 30)
FIRST_SERIAL, LAST_SERIAL = 32_874, 73_415

CLOCK = re.compile(
    r"[t ]+\d{1,2}:\d{2}(:\d{2}([.,]\d+)?)?\s?(?:[ap]\.?m\.?)?"
    r"\s?(?:z|utc|gmt|[+-]\d{2}:?\d{2})?$"
)
WEEKDAY = re.compile(r"^(mon|tue|tues|wed|thu|thur|thurs|fri|sat|sun)[a-z]*[.,]?\s+")
YEAR_FIRST = re.compile(r"(\d{4})[-/. ](\d{1,2})[-/. ](\d{1,2})")
COMPACT = re.compile(r"((?:19|20)\d{2})(0[1-9]|1[0-2])([0-3]\d)")
NUMERIC = re.compile(r"(\d{1,2})\s?[-/. ]\s?(\d{1,2})\s?[-/. ]\s?(\d{4}|\d{2})")
DAY_NAMED = re.compile(rf"{ORDINAL}[-/.\s]*(?:of\s+)?{MONTH}[-/.,\s]*['’]?(\d{{4}}|\d{{2}})")
MONTH_NAMED = re.compile(rf"{MONTH}[-/.\s]*{ORDINAL},?[-/.\s]+(\d{{4}})")
YEAR_NAMED = re.compile(rf"(\d{{4}})[-/.\s]+{MONTH}[-/.\s]+{ORDINAL}")
SERIAL = re.compile(r"(\d{5})(?:\.0+)?")

MONTH_YEAR = re.compile(rf"{MONTH}[-/.,\s]*['’]?(\d{{4}}|\d{{2}})")
YEAR_MONTH_NAMED = re.compile(rf"(\d{{4}})[-/.\s]+{MONTH}")
YEAR_MONTH = re.compile(r"(\d{4})[-/.]?(\d{1,2})")
MONTH_NUMBER = re.compile(r"(\d{1,2})[-/.](\d{4})")


def readings(text: str) -> dict[str, date]:
    """The days that a text may mean by their order of day and month; none where it is no day.

    Both orders give the same day where there is only one reading.
    """
    words = _plain(text)
    if match := NUMERIC.fullmatch(words):
        first, second, year = int(match[1]), int(match[2]), whole_year(match[3])
        pairs = {DAY_FIRST: (second, first), MONTH_FIRST: (first, second)}
        found = {order: made(year, *pair) for order, pair in pairs.items()}
        return {order: day for order, day in found.items() if day}
    day = next(filter(None, _only_readings(words)), None)
    return dict.fromkeys(ORDERS, day) if day else {}


def is_serial(text: str) -> bool:
    """Whether a text is a spreadsheet's number of a day, of the years 1990 to 2100."""
    match = SERIAL.fullmatch(text.strip())
    return match is not None and FIRST_SERIAL <= int(match[1]) <= LAST_SERIAL


def month_readings(text: str) -> dict[str, tuple[int, int]]:
    """The months (year, number) that a text may mean, by order as in `readings`.

    A day is a month only where it is the first of it: that is what a spreadsheet makes of 2017-05.
    """
    words = _plain(text)
    if month := next((each for each in _months(words) if made(*each, 1)), None):
        return dict.fromkeys(ORDERS, month)
    days = {order: day for order, day in readings(words).items() if day.day == 1}
    return {order: (day.year, day.month) for order, day in days.items()}


def made(year: int, month: int, day: int) -> date | None:
    """The day of the calendar, or None."""
    try:
        return date(year, month, day)
    except ValueError:
        return None


def month_number(name: str) -> int:
    return MONTHS[name[:3].lower()]


def whole_year(digits: str) -> int:
    """2017 for "17" and for "2017"."""
    return int(digits) if len(digits) == 4 else CENTURY + int(digits)


def last_day(year: int, month: int) -> int:
    return monthrange(year, month)[1]


def _plain(text: str) -> str:
    words = re.sub(r"[\u2010-\u2015\u2212]", "-", text.casefold())
    words = " ".join(words.replace("\ufeff", "").split()).strip(" ,;'’")
    return WEEKDAY.sub("", CLOCK.sub("", words))


def _only_readings(words: str) -> Iterator[date | None]:
    for shape in (YEAR_FIRST, COMPACT):
        if match := shape.fullmatch(words):
            yield made(int(match[1]), int(match[2]), int(match[3]))
    if match := DAY_NAMED.fullmatch(words):
        yield made(whole_year(match[3]), month_number(match[2]), int(match[1]))
    if match := MONTH_NAMED.fullmatch(words):
        yield made(int(match[3]), month_number(match[1]), int(match[2]))
    if match := YEAR_NAMED.fullmatch(words):
        yield made(int(match[1]), month_number(match[2]), int(match[3]))
    if is_serial(words):
        yield DAY_ZERO + timedelta(days=int(words.partition(".")[0]))


def _months(words: str) -> Iterator[tuple[int, int]]:
    if match := MONTH_YEAR.fullmatch(words):
        yield whole_year(match[2]), month_number(match[1])
    if match := YEAR_MONTH_NAMED.fullmatch(words):
        yield int(match[1]), month_number(match[2])
    for shape, year, month in ((YEAR_MONTH, 1, 2), (MONTH_NUMBER, 2, 1)):
        match = shape.fullmatch(words)
        if match and 1 <= int(match[month]) <= 12 and not is_serial(words):
            yield int(match[year]), int(match[month])
