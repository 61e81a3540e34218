"""Which figures can be shown: one source and one period at a time."""

from dataclasses import dataclass
from datetime import date

import pandas as pd

from cspdata import areas, caveats
from cspdata.periods import Period
from cspdata.queries.sums import counts
from cspdata.sources import SOURCES, Source

YEAR_STARTS = 4


@dataclass(frozen=True)
class View:
    """Which figures a page shows: one source and one period."""

    source: Source
    period: Period

    def __str__(self) -> str:
        return f"{self.source.source}/{self.period}"

    @property
    def before(self) -> Period:
        return self.period.years_before()

    @property
    def words(self) -> str:
        return f"{self.period.words} ({self.source.short})"


def views(figures: pd.DataFrame) -> list[View]:
    """The choices of source and period, the most useful first."""
    return [
        View(source, period)
        for source in SOURCES.values()
        for period in _offered(_periods(_finest(figures, source)), source)
    ]


def view(figures: pd.DataFrame, text: str) -> View | None:
    """The view that an address names, or None when there are no such figures."""
    return next((choice for choice in views(figures) if str(choice) == text), None)


def comparable(figures: pd.DataFrame, chosen: View, area: str) -> View | None:
    """The view that can compare this area with a year before: the chosen one where it can."""
    candidates = [chosen, *(v for v in views(figures) if v.source != chosen.source)]
    return next((v for v in candidates if not _of_area(figures, v, v.before, area).empty), None)


def comparable_below(figures: pd.DataFrame, chosen: View, area: str) -> View | None:
    """The view that can compare the parishes of an area with a year before, or None."""
    below = parishes(area)
    return comparable(figures, chosen, below[0]) if below and below != [area] else None


def refusal(view: View, offence: str) -> str:
    """Why an offence cannot be compared with a year before in this view, "" when it can."""
    found = caveats.broken(view.source.source, offence, view.period, view.before)
    return f"{found.sentence} {found.alternative}" if found else ""


def parishes(area: str) -> list[str]:
    """The parishes in an area, itself when it is one."""
    below = areas.children(area)
    return [parish for child in below for parish in parishes(child)] or [area]


def _finest(figures: pd.DataFrame, source: Source) -> pd.DataFrame:
    """A source's figures of parishes, or of whatever it has where it has none."""
    rows = figures[figures["source"] == source.source]
    of_parishes = rows[rows["area"].isin(areas.at_level("parish"))]
    return of_parishes if len(of_parishes) else rows


def _periods(rows: pd.DataFrame) -> list[Period]:
    found = rows[["period_start", "period_end"]].drop_duplicates().itertuples(index=False)
    return sorted(Period(start.date(), end.date()) for start, end in found)


def _offered(periods: list[Period], source: Source) -> list[Period]:
    return _windows(periods) if source.months else sorted(periods, reverse=True)


def _windows(months: list[Period]) -> list[Period]:
    """This financial year so far, the last three and the last twelve months, where whole.

    Where none is, the last month alone.
    """
    if not months:
        return []
    last = months[-1]
    year = last.end.year - (last.end.month < YEAR_STARTS)
    starts = [(year, YEAR_STARTS), _months_back(last, 3), _months_back(last, 12)]
    held = set(months)
    windows = [Period(date(year, month, 1), last.end) for year, month in starts]
    return [window for window in dict.fromkeys(windows) if set(window.months) <= held] or [last]


def _months_back(last: Period, number: int) -> tuple[int, int]:
    first = last.end.year * 12 + last.end.month - number
    return first // 12, first % 12 + 1


def _of_area(figures: pd.DataFrame, view: View, period: Period, area: str) -> pd.DataFrame:
    rows = counts(figures, view.source, period)
    return rows[rows["area"] == area]
