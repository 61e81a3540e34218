"""Which days of which source a question rests on, and why there are none; nothing is counted here.

A month without figures is left out of both years, and named.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import cast

import numpy as np
import pandas as pd

from cspdata import areas, offences
from cspdata.periods import Period, month
from cspdata.question import Against, Question
from cspdata.sources import SOURCES, Source

YEAR_STARTS = 4
MONTHS_LEFT_OUT = 0.25  # of a period at most: beyond it a sum no longer stands for the period
DAYS_OF_A_YEAR = 366
SHORT_YEAR = 3  # months; a financial year that has only begun is not what most ask for
Key = tuple[str, str]


@dataclass(frozen=True)
class Spans:
    """What a source has published: `periods`, oldest first, and those of each area and offence."""

    source: Source
    periods: tuple[Period, ...]
    held: dict[Key, frozenset[Period]]

    def has(self, period: Period, key: Key) -> bool:
        return period in self.held.get(key, ())

    @cached_property
    def wholes(self) -> tuple[Period, ...]:
        """The periods whose figures cover the whole district."""
        return tuple(period for period in self.periods if self.whole(period))

    def whole(self, period: Period) -> bool:
        """Whether the figures of a period cover the whole district."""
        return self._counted(period, areas.root())

    def parts(self, period: Period) -> int:
        """How many of the smallest areas have figures of a period."""
        return sum(self._counted(period, area) for area in leaves())

    def _counted(self, period: Period, area: str) -> bool:
        headlines = (offences.ALL_CRIME, *self.source.groups, *offences.of_kind("incident"))
        return any(self.has(period, (area, code)) for code in headlines)


Held = dict[str, Spans]


@dataclass(frozen=True)
class Basis:
    """What an answer counts: days of one source, now and before.

    `now` and `before` are the published periods or months that are added up; `before` is empty
    where nothing is compared. `left_out` are the months without figures in one of the two.
    """

    source: Source
    period: Period
    earlier: Period | None
    now: tuple[Period, ...]
    before: tuple[Period, ...] = ()
    left_out: tuple[Period, ...] = ()

    @property
    def days(self) -> tuple[int, int]:
        """How many days are counted, now and before."""
        return sum(p.days for p in self.now), sum(p.days for p in self.before)

    @property
    def words(self) -> str:
        """ "April to September 2017 against April to September 2016"."""
        against = f" against {self.earlier.words}" if self.before and self.earlier else ""
        return f"{self.period.words}{against}"


@dataclass(frozen=True)
class Missing:
    """Why a question has no count, and the nearest question that has one."""

    reason: str
    nearest: Question | None


def leaves() -> list[str]:
    """The smallest areas, in printed order."""
    return [area for area in areas.order() if not areas.children(area)]


def within(area: str) -> list[str]:
    """An area and everything below it."""
    return [area, *(code for child in areas.children(area) for code in within(child))]


def leaves_of(area: str) -> list[str]:
    """The smallest areas in an area, itself when it is one."""
    return [code for code in within(area) if not areas.children(code)]


def spans(figures: pd.DataFrame) -> Held:
    """Every source with figures, in the order of the declarations."""
    found = {code: figures[figures["source"] == code] for code in SOURCES}
    return {code: _spans(SOURCES[code], rows) for code, rows in found.items() if len(rows)}


def rest_on(held: Held, question: Question) -> Basis | None:
    """The basis of a question whose period is chosen, None where no source has the figures.

    The reader's source is asked alone; else the first that can compare, else the first that counts.
    """
    found = [basis for one in _asked(held, question) if (basis := _basis(one, question))]
    return next((basis for basis in found if basis.before), found[0] if found else None)


def sources_of(held: Held, question: Question) -> list[Source]:
    """Every source that has the count of a question, whichever the reader chose."""
    return [one.source for one in held.values() if _basis(one, question)]


def choose(held: Held, question: Question) -> Question:
    """The question with the period that a reader who chose none is shown.

    It is the newest that covers the whole district and can be compared, unless that ends more
    than a year before the newest that covers it; then that one. Unchanged where there is none.
    """
    if question.period:
        return question
    based = [(one, rest_on(held, one)) for one in _offered(held, question)]
    counted = [(one, basis) for one, basis in based if basis]
    known = [(one, basis) for one, basis in counted if _covers(held, basis)] or counted
    if not known:
        return question
    newest = max(basis.period.end for _, basis in known)
    near = [
        one
        for one, basis in known
        if (basis.before or question.against == Against.NOTHING)
        and (newest - basis.period.end).days <= DAYS_OF_A_YEAR
    ]
    return near[0] if near else known[0][0]


def windows(held: Held) -> dict[str, Period]:
    """The periods that a reader chooses by name: those of months, then those printed."""
    monthly = [one for one in held.values() if one.source.months]
    found = _windows(monthly[0]) if monthly else {}
    for one in held.values():
        if not one.source.months:
            found |= {f"{p.words} ({one.source.short})": p for p in reversed(one.periods)}
    return found


def months_held(held: Held) -> tuple[Period, ...]:
    """Every month with figures, oldest first."""
    return tuple(sorted({p for one in held.values() if one.source.months for p in one.periods}))


def comparable(held: Held, question: Question) -> Question | None:
    """The nearest question that can be compared, where this one cannot."""
    near = _near(held, question.at(source=None))
    return next((one for one in near if (basis := rest_on(held, one)) and basis.before), None)


def why_missing(held: Held, question: Question) -> Missing:
    """Why a question has no count, and what nearest can be asked, all else of it kept."""
    what = f"{offences.one(question.offence).name} in {areas.one(question.area).name}"
    asked = question.period.words if question.period else "any days"
    free = question.at(source=None)
    if question.source and rest_on(held, free):
        return Missing(f"{what}: {SOURCES[question.source].short} has no figures of {asked}.", free)
    near = next((one for one in _near(held, free) if rest_on(held, one)), None)
    if near is None or near.period is None:
        return Missing(f"{what}: no figures are published.", None)
    reason = f"{what}: no figures are published for {asked}. The nearest are"
    return Missing(f"{reason} those of {near.period.words}.", near)


def _near(held: Held, question: Question) -> list[Question]:
    """What is offered and what is held about the days asked for, the nearest of it first."""
    asked, offered = question.period, _offered(held, question)
    if asked is None:
        return offered

    def away(days: Period) -> int:
        return abs((days.end - asked.end).days) + abs((days.start - asked.start).days)

    known = [one.period for one in offered if one.period]
    found: Iterable[Period] = dict.fromkeys([*known, *_runs(held, question, asked)])
    return [question.at(period=days) for days in sorted(found, key=away)]


def _runs(held: Held, question: Question, asked: Period) -> Iterator[Period]:
    """The months held of a period, without some at either end, and every run as long as it."""
    key = (question.area, question.offence)
    number = 12 * (asked.end.year - asked.start.year) + asked.end.month - asked.start.month + 1
    for one in (one for one in held.values() if one.source.months):
        months = [m for m in one.periods if one.has(m, key)]
        inside = [m for m in months if m.end >= asked.start and m.start <= asked.end]
        yield from (Period(inside[0].start, last.end) for last in inside)
        yield from (Period(first.start, inside[-1].end) for first in inside)
        yield from (_back(last, number) for last in months)


def _asked(held: Held, question: Question) -> Iterator[Spans]:
    return (one for code, one in held.items() if question.source in (None, code))


def _basis(one: Spans, question: Question) -> Basis | None:
    if question.period is None:
        return None
    if one.source.months:
        return _of_months(one, question, question.period)
    return _as_printed(one, question, question.period)


def _as_printed(one: Spans, question: Question, period: Period) -> Basis | None:
    key, before = (question.area, question.offence), question.before
    if not one.has(period, key):
        return None
    compared = (before,) if before and one.has(before, key) else ()
    return Basis(one.source, period, before, (period,), compared)


def _of_months(one: Spans, question: Question, period: Period) -> Basis | None:
    """The months that are held in both years; where those are too few, all that are held now."""
    if not period.whole_months:
        return None
    key, earlier, asked = (question.area, question.offence), question.before, period.months
    now = tuple(m for m in asked if one.has(m, key))
    if not _enough(now, asked):
        return None
    gaps = tuple(m for m in asked if m not in now)
    if earlier is None:
        return Basis(one.source, period, None, now, (), gaps)
    pairs = list(zip(asked, earlier.months, strict=True))
    both = [pair for pair in pairs if all(one.has(m, key) for m in pair)]
    if not _enough([m for m, _ in both], asked):
        return Basis(one.source, period, earlier, now, (), gaps)
    absent = tuple(m for pair in pairs if pair not in both for m in pair if not one.has(m, key))
    kept, matched = zip(*both, strict=True)
    return Basis(one.source, period, earlier, kept, matched, absent)


def _enough(found: Sequence[Period], asked: Sequence[Period]) -> bool:
    """Whether months stand for a period: its first and last are among them, and few are missing."""
    if not found or found[0] != asked[0] or found[-1] != asked[-1]:
        return False
    return len(asked) - len(found) <= MONTHS_LEFT_OUT * len(asked)


def _covers(held: Held, basis: Basis) -> bool:
    return all(held[basis.source.source].whole(period) for period in basis.now)


def _offered(held: Held, question: Question) -> list[Question]:
    """What is offered to one who chose no period, the newest first."""
    own = [windows({one.source.source: one}) for one in _asked(held, question)]
    periods: Iterable[Period] = dict.fromkeys(days for each in own for days in each.values())
    newest = sorted(periods, key=lambda period: period.end, reverse=True)
    return [question.at(period=period) for period in newest]


def _windows(one: Spans) -> dict[str, Period]:
    """Windows that end in the last month of the whole district, or in the last of a part.

    A financial year that has only begun comes last.
    """
    months = one.wholes or one.periods
    last = months[-1]
    year = ("This financial year so far", Period(_year_start(last), last.end))
    twelve = ("The last 12 months", _back(last, 12))
    first = [year, twelve] if len(year[1].months) >= SHORT_YEAR else [twelve, year]
    named = [*first, ("The last 3 months", _back(last, 3)), ("The last month", last)]
    held = set(months)
    return {
        name: period
        for name, period in named
        if _enough([m for m in period.months if m in held], period.months)
    }


def _year_start(last: Period) -> date:
    return month(last.end.year - (last.end.month < YEAR_STARTS), YEAR_STARTS).start


def _back(last: Period, number: int) -> Period:
    first = last.end.year * 12 + last.end.month - number
    return Period(month(first // 12, first % 12 + 1).start, last.end)


def _spans(source: Source, rows: pd.DataFrame) -> Spans:
    days = rows.groupby(["period_start", "period_end"], sort=True)
    keys: Iterable[tuple[pd.Timestamp, pd.Timestamp]] = days.groups  # type: ignore[assignment]
    periods = [Period(start.date(), end.date()) for start, end in keys]
    of_row = days.ngroup().to_numpy()
    # Most areas and offences are published in the same periods, which are named once.
    named: dict[bytes, frozenset[Period]] = {}
    held: dict[tuple[str, str], frozenset[Period]] = {}
    for key, own in rows.groupby(["area", "offence"]).indices.items():
        at = np.unique(of_row[own])
        if at.tobytes() not in named:
            named[at.tobytes()] = frozenset(periods[number] for number in at)
        held[cast(tuple[str, str], key)] = named[at.tobytes()]
    return Spans(source, tuple(periods), held)
