"""Known events that drive a figure, found where one month is far above the others."""

from collections.abc import Collection

import pandas as pd

from cspdata import areas, caveats
from cspdata.periods import Period
from cspdata.queries.sums import counts
from cspdata.queries.views import View
from cspdata.sources import SOURCES, Source

TIMES_THE_OTHERS = 2
LEAST = 10
COLUMNS = ["area", "area_name", "title", "sentence", "source", "month", "count", "total"]


def events(figures: pd.DataFrame, view: View, shown: Collection[str], offence: str) -> pd.DataFrame:
    """A row per area whose busiest month holds twice the others' mean and an event is known.

    Columns: area, area_name, title, sentence, source (its short name), month, count (that month),
    total (of the view's months). A source without months is explained by one that has them.
    """
    known = [
        caveat
        for caveat in caveats.touching(view.source.source, [view.period], shown, [offence])
        if caveat.effect == "event"
    ]
    if not known:
        return pd.DataFrame(columns=COLUMNS)
    source = view.source if view.source.months else _with_months()
    monthly = _monthly(figures, View(source, view.period), offence)
    found = [
        [area, areas.one(area).name, caveat.title, caveat.sentence, source.short, *peak]
        for caveat in known
        for area in shown
        if area in caveat.areas and (peak := _peak(monthly, area))
    ]
    return pd.DataFrame(found, columns=COLUMNS)


def _monthly(figures: pd.DataFrame, view: View, offence: str) -> dict[Period, pd.Series]:
    held = {month: counts(figures, view.source, month) for month in view.period.months}
    return {
        month: rows[rows["offence"] == offence].set_index("area")["count"]
        for month, rows in held.items()
        if len(rows)
    }


def _peak(monthly: dict[Period, pd.Series], area: str) -> tuple[Period, int, int] | None:
    series = {month: int(rows[area]) for month, rows in monthly.items() if area in rows.index}
    if len(series) < 2:
        return None
    month, highest = max(series.items(), key=lambda item: item[1])
    total = sum(series.values())
    others = (total - highest) / (len(series) - 1)
    if highest < LEAST or highest < TIMES_THE_OTHERS * others:
        return None
    return month, highest, total


def _with_months() -> Source:
    return next(source for source in SOURCES.values() if source.months)
