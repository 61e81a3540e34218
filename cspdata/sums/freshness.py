"""How fresh the published figures are, and which period each source should bring next."""

from datetime import date

import pandas as pd

from cspdata.periods import Period, month
from cspdata.sources import SOURCES, Source


def freshness(figures: pd.DataFrame, today: date) -> pd.DataFrame:
    """A row per source with figures: source_name, newest and next (a `Period`), due, overdue.

    `due` is the last day of the month in which the next period usually appears, None where the
    source keeps no calendar.
    """
    newest = {source: _newest(figures, source.source) for source in SOURCES.values()}
    rows = [
        (source.name, found, _following(found, source), _due(_following(found, source), source))
        for source, found in newest.items()
        if found
    ]
    found = pd.DataFrame(rows, columns=["source_name", "newest", "next", "due"], dtype=object)
    return found.assign(overdue=[due is not None and due < today for due in found["due"]])


def _newest(figures: pd.DataFrame, source: str) -> Period | None:
    days = figures.loc[figures["source"] == source, ["period_start", "period_end"]]
    periods = {
        Period(start.date(), end.date())
        for start, end in days.drop_duplicates().itertuples(index=False)
    }
    return max(periods, key=lambda each: (each.end, each.start), default=None)


def _following(newest: Period, source: Source) -> Period:
    if not source.months:
        return newest.years_before(-1)
    return _later(newest, 1)


def _due(following: Period, source: Source) -> date | None:
    if source.appears_after is None:
        return None
    return _later(month(following.end.year, following.end.month), source.appears_after).end


def _later(period: Period, months: int) -> Period:
    number = period.end.year * 12 + period.end.month - 1 + months
    return month(number // 12, number % 12 + 1)
