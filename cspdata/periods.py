"""Days that figures cover, first and last inclusive; compared like with like, never guessed."""

import re
from calendar import month_name, monthrange
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import lru_cache
from itertools import pairwise
from zoneinfo import ZoneInfo

A_DAY = timedelta(days=1)
LONDON = ZoneInfo("Europe/London")
MONTHS_AT_HAND = 2400  # two hundred years of them


@dataclass(frozen=True, order=True)
class Period:
    """First and last day, both counted. Raises ValueError when the last comes before the first."""

    start: date
    end: date

    def __post_init__(self) -> None:
        if self.end < self.start:
            raise ValueError(f"a period cannot end ({self.end}) before it starts ({self.start})")

    def __str__(self) -> str:
        return f"{self.start}/{self.end}"

    @property
    def words(self) -> str:
        """The period as prose: whole months without their days."""
        first, last = self.start, self.end
        if not self.whole_months:
            return self.days_in_words
        if (first.year, first.month) == (last.year, last.month):
            return f"{month_name[last.month]} {last.year}"
        year = f" {first.year}" if first.year != last.year else ""
        return f"{month_name[first.month]}{year} to {month_name[last.month]} {last.year}"

    @property
    def days_in_words(self) -> str:
        """The period as prose with its days: "1 April to 31 October 2017", "1 April 2017"."""
        if self.start == self.end:
            return day_in_words(self.end)
        first = day_in_words(self.start, self.start.year != self.end.year)
        return f"{first} to {day_in_words(self.end)}"

    @property
    def whole_months(self) -> bool:
        return self.start.day == 1 and self.end.day == monthrange(self.end.year, self.end.month)[1]

    @property
    def days(self) -> int:
        return (self.end - self.start).days + 1

    @property
    def months(self) -> list["Period"]:
        """The calendar months that the period touches, in order."""
        months = [month(self.start.year, self.start.month)]
        while months[-1].end < self.end:
            following = months[-1].end + A_DAY
            months.append(month(following.year, following.month))
        return months

    def years_before(self, years: int = 1) -> "Period":
        """The same days of an earlier year; the end of February stays the end of February."""
        return Period(_shifted(self.start, years), _shifted(self.end, years, self.whole_months))

    def overlaps(self, other: "Period") -> bool:
        return self.start <= other.end and other.start <= self.end


@lru_cache(maxsize=MONTHS_AT_HAND)
def month(year: int, number: int) -> Period:
    return Period(date(year, number, 1), date(year, number, monthrange(year, number)[1]))


def same_length_before(period: Period) -> Period:
    """The days just before, as many whole months or, where it has none, as many days."""
    last = period.start - timedelta(days=1)
    if not period.whole_months:
        return Period(last - timedelta(days=period.days - 1), last)
    number = period.start.year * 12 + period.start.month - 1 - len(period.months)
    return Period(month(number // 12, number % 12 + 1).start, last)


def parse(text: str) -> Period:
    """`2017-04-01/2017-10-31` or `2017-04`. Raises ValueError with a sentence."""
    text = text.strip()
    if re.fullmatch(r"[1-9]\d{3}-(0[1-9]|1[0-2])", text):
        return month(int(text[:4]), int(text[5:]))
    first, _, last = text.partition("/")
    try:
        return Period(date.fromisoformat(first), date.fromisoformat(last))
    except ValueError as fault:
        raise ValueError(
            f"“{text}” is not a period: write the first and last day as 2017-04-01/2017-10-31"
        ) from fault


def span(months: Iterable[Period]) -> Period:
    """From the first day of the first to the last day of the last."""
    together = sorted(months)
    return Period(together[0].start, max(period.end for period in together))


def runs(months: Iterable[Period]) -> list[Period]:
    """Months that follow one another without a gap, each run as one period, in order."""
    found: list[Period] = []
    for each in sorted(set(months)):
        if found and found[-1].end + A_DAY == each.start:
            found[-1] = Period(found[-1].start, each.end)
        else:
            found.append(each)
    return found


def gaps(months: Iterable[Period]) -> list[Period]:
    """The spans of missing months between the first and the last."""
    return [
        Period(before.end + A_DAY, after.start - A_DAY) for before, after in pairwise(runs(months))
    ]


def gaps_in_words(months: Iterable[Period]) -> str:
    """ "no figures January 2017 and October 2017 to December 2024", or ""."""
    spans = [gap.words for gap in gaps(months)]
    if not spans:
        return ""
    *others, last = spans
    return f"no figures {', '.join(others)} and {last}" if others else f"no figures {last}"


def run_of(day: date, months: Iterable[Period]) -> Period | None:
    """The run of months in which a day lies, None where there are no figures of it."""
    return next((run for run in runs(months) if run.start <= day <= run.end), None)


def covered(period: Period, months: Iterable[Period]) -> bool:
    """Whether there are figures of every day of the period: one run holds all of it."""
    run = run_of(period.start, months)
    return run is not None and period.end <= run.end


def _shifted(day: date, years: int, to_month_end: bool = False) -> date:
    last = monthrange(day.year - years, day.month)[1]
    return date(day.year - years, day.month, last if to_month_end else min(day.day, last))


def day_in_words(day: date, with_year: bool = True) -> str:
    """ "4 January 2018"; a moment (with its time zone) is on the day that London has then."""
    if isinstance(day, datetime) and day.tzinfo is not None:
        day = day.astimezone(LONDON)
    words = f"{day.day} {month_name[day.month]}"
    return f"{words} {day.year}" if with_year else words
