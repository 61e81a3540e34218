"""Known events that drive a figure: their month is far above the others of the same place."""

from collections.abc import Collection

import pandas as pd

from cspdata import areas, caveats
from cspdata.periods import Period
from cspdata.queries.sums import counts
from cspdata.queries.views import View
from cspdata.sources import SOURCES, Source

TIMES_THE_OTHERS = 2
LEAST = 10
COLUMNS = ["area", "area_name", "title", "source", "month", "count", "total"]


def events(figures: pd.DataFrame, view: View, shown: Collection[str], offence: str) -> pd.DataFrame:
    """A row per area and known event whose month has at least twice the mean of the others.

    Columns: area, area_name, title, source (its short name), month, count (that month), total
    (of the view's months). A source without months is explained by one that has them.
    """
    source = view.source if view.source.months else _with_months()
    happened = [
        (area, caveat.title, period)
        for area in shown
        for period, caveat in caveats.drawn(source.source, area, offence, view.period)
        if caveat.effect in caveats.HAPPENINGS
    ]
    monthly = _monthly(figures, source, view.period, offence) if happened else {}
    found = [
        [area, areas.one(area).name, title, source.short, *driven]
        for area, title, period in happened
        if (driven := _driven(monthly, area, period))
    ]
    return pd.DataFrame(found, columns=COLUMNS)


def _monthly(
    figures: pd.DataFrame, source: Source, period: Period, offence: str
) -> dict[Period, pd.Series]:
    held = {month: counts(figures, source, month) for month in period.months}
    return {
        month: rows[rows["offence"] == offence].set_index("area")["count"]
        for month, rows in held.items()
        if len(rows)
    }


def _driven(
    monthly: dict[Period, pd.Series], area: str, event: Period
) -> tuple[Period, int, int] | None:
    series = {month: int(rows[area]) for month, rows in monthly.items() if area in rows.index}
    month = next((month for month in series if month.overlaps(event)), None)
    if month is None or len(series) < 2:
        return None
    total = sum(series.values())
    others = (total - series[month]) / (len(series) - 1)
    if series[month] < max(LEAST, TIMES_THE_OTHERS * others):
        return None
    return month, series[month], total


def _with_months() -> Source:
    return next(source for source in SOURCES.values() if source.months)
