"""Which months a known event drove, and by how much; an event that drives nothing is not here.

The smallest area that a caveat names is where the event was. What it adds there is also in every
larger area the caveat names.
"""

from collections.abc import Iterator

import pandas as pd

from cspdata import areas, caveats
from cspdata.periods import Period
from cspdata.sources import POLICE_UK

TIMES_THE_OTHERS = 2
LEAST = 10
LEAST_SHARE = 0.05  # of a larger area's month
AROUND = 12  # months either side
COLUMNS = ["area", "offence", "month", "title", "origin", "count", "excess"]


def driven(wide: pd.DataFrame) -> pd.DataFrame:
    """A row per area, offence and month that a known event drove.

    `wide` has a row per month and a column per (area, offence). Columns: COLUMNS; `origin` is the
    area where it happened, `count` what the area counts in the month, and `excess` how many more
    the origin counts than in the months around.
    """
    rows = [
        (area, offence, day, caveat.title, origin, wide[(area, offence)][day], excess)
        for caveat, offence, days in _happened(wide)
        for origin in _origins(caveat)
        if (origin, offence) in wide.columns
        for day, excess in _excesses(wide[(origin, offence)], days)
        for area in areas.path(origin)
        if _drives(caveat, area, origin, wide.get((area, offence)), day, excess)
    ]
    return pd.DataFrame(rows, columns=COLUMNS)


def without(wide: pd.DataFrame, found: pd.DataFrame) -> pd.DataFrame:
    """The months less what the events in `found` (as `driven` gives them) brought.

    Where an event was its month has no figure; larger areas lose what that area counted.
    """
    left = wide.copy()
    for row in found.to_dict("records"):
        own = wide.at[row["month"], (row["origin"], row["offence"])]
        taken = float("nan") if row["area"] == row["origin"] else own
        left.loc[row["month"], (row["area"], row["offence"])] -= taken
    return left


def _happened(wide: pd.DataFrame) -> Iterator[tuple[caveats.Caveat, str, list[pd.Timestamp]]]:
    """Each known event with the offences that it may touch and its months among those held."""
    if wide.empty:
        return
    shown = Period(wide.index[0].date(), wide.index[-1].date())
    found: dict[tuple[caveats.Caveat, str], set[pd.Timestamp]] = {}
    for pair in wide.columns:
        area, offence = map(str, pair)
        for days, caveat in caveats.drawn(POLICE_UK.source, area, offence, shown):
            if caveat.effect in caveats.HAPPENINGS:
                months = {pd.Timestamp(month.start) for month in days.months}
                found.setdefault((caveat, offence), set()).update(months & set(wide.index))
    for (caveat, offence), known in found.items():
        yield caveat, offence, sorted(known)


def _drives(
    caveat: caveats.Caveat,
    area: str,
    origin: str,
    series: pd.Series | None,
    day: pd.Timestamp,
    excess: float,
) -> bool:
    if series is None or pd.isna(series[day]):
        return False
    return area == origin or (area in caveat.areas and excess >= LEAST_SHARE * series[day])


def _excesses(series: pd.Series, days: list[pd.Timestamp]) -> Iterator[tuple[pd.Timestamp, float]]:
    """The months of an event that are far above the months around them, and by how much."""
    quiet = series.drop(days)
    for day in days:
        near = day - pd.DateOffset(months=AROUND), day + pd.DateOffset(months=AROUND)
        around = quiet.loc[near[0] : near[1]]
        excess = series[day] - around.mean()
        if excess >= LEAST and series[day] >= TIMES_THE_OTHERS * around.mean():
            yield day, round(excess)


def _origins(caveat: caveats.Caveat) -> list[str]:
    named = caveat.areas or {areas.root()}
    return sorted(area for area in named if not named & set(areas.children(area)))
