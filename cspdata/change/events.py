"""Known events measured, and taken out of what rests on them; never decides which there were.

An event happens in one area in declared months. It drives an offence there if the month is far
above the area's other months, and through it whatever holds that area: its region, the district, a
sum of offences. What is taken out is all that the event's area counted in the event's months, now
and before alike, so that both sides of a comparison lack the same days of the same area. Where an
event drives nothing, nothing is done.
"""

from collections.abc import Mapping

import numpy as np
import pandas as pd

from cspdata.change.arrays import divided
from cspdata.change.thresholds import EVENT_CHANCE, EVENT_LEAST, EVENT_SHARE, EVENT_TIMES

KEY = ["area", "offence"]
PLACE = ["event_area", "offence"]
HALF = 0.5


def event_months(
    months: pd.DataFrame, events: pd.DataFrame, area_above: Mapping[str, str]
) -> pd.DataFrame:
    """What happened in the event's months, for its area and every area that holds it.

    `months`: area, offence, month (its first day), count. `events`: area, month, one row per event
    month. `area_above`: the parent of each area, "" or nothing for none.

    A row per area at or above the event's, offence and event month that is held: area, offence,
    month, event_area, count (of the event's area in the month), usual (mean of that area's months
    without an event), driven (whether the count is at least `EVENT_LEAST` and `EVENT_TIMES` the
    usual, and chance would bring as many less often than `EVENT_CHANCE`), weight (what share of
    the area's usual count the event's area has: 1 for itself, NaN where the area usually has none).
    """
    declared = events[["area", "month"]].drop_duplicates().assign(event=True)
    held = months.dropna(subset=["count"]).merge(declared, how="left", on=["area", "month"])
    happened = held["event"].notna()
    other = held[~held["month"].isin(declared["month"])].groupby(KEY, observed=True, as_index=False)
    usual = other.agg(usual=("count", "mean"), quiet=("count", "size"))
    found = held.loc[happened, [*KEY, "month", "count"]].merge(usual, how="left", on=KEY)
    found = found.fillna({"usual": 0.0, "quiet": 0.0})
    found = found.assign(driven=_driven(found)).rename(columns={"area": "event_area"})
    around = [
        (area, above) for area in declared["area"].unique() for above in _up(area, area_above)
    ]
    found = found.merge(pd.DataFrame(around, columns=["event_area", "area"]), on="event_area")
    found = found.merge(usual.rename(columns={"usual": "whole"})[[*KEY, "whole"]], "left", KEY)
    weight = divided(found["usual"].to_numpy(), found["whole"].fillna(0.0).to_numpy())
    found["weight"] = np.where(found["area"] == found["event_area"], 1.0, weight)
    return found[[*KEY, "month", "event_area", "count", "usual", "driven", "weight"]]


def without(months: pd.DataFrame, found: pd.DataFrame) -> pd.DataFrame:
    """The months without the events that drive an offence anywhere among them.

    The event's own area has no figure (NaN) in the event's months, the areas that hold it lose
    what it counted. `found` is made by `event_months`.
    """
    taken = _of_driven(found)
    own = taken[taken["area"] == taken["event_area"]]
    sums = taken.groupby([*KEY, "month"], observed=True)["count"].sum().rename("taken")
    key = pd.MultiIndex.from_frame(months[[*KEY, "month"]])
    less = months["count"] - sums.reindex(key).fillna(0.0).to_numpy()
    gone = key.isin(pd.MultiIndex.from_frame(own[[*KEY, "month"]]))
    return months.assign(count=less.mask(gone))


def compared_without(
    figures: pd.DataFrame,
    found: pd.DataFrame,
    now: pd.DatetimeIndex,
    before: pd.DatetimeIndex,
) -> pd.DataFrame:
    """Two counts of each area and offence, with the events of their months and without them.

    `figures`: area, offence, now, before; `now` and `before`: the first days of the months that
    the counts are of. Adds taken_now and taken_before (what the event's area counted in the event's
    months), lost_now and lost_before (days of exposure that go with them), now_without and
    before_without, driven (whether what is taken is at least `EVENT_SHARE` of either count). Where
    it is not, nothing is taken.
    """
    inside = _of_driven(found[found["month"].isin(now.union(before))])
    rows = figures.copy()
    for name, span in (("now", now), ("before", before)):
        part = inside[inside["month"].isin(span)]
        lost = part["weight"].fillna(0.0) * part["month"].dt.days_in_month
        sums = part.assign(lost=lost).groupby(KEY, observed=True)[["count", "lost"]].sum()
        of_row = sums.reindex(pd.MultiIndex.from_frame(rows[KEY])).fillna(0.0)
        rows[f"taken_{name}"] = of_row["count"].to_numpy()
        rows[f"lost_{name}"] = of_row["lost"].to_numpy()
    much_now = rows["taken_now"] >= EVENT_SHARE.value * rows["now"]
    much_before = rows["taken_before"] >= EVENT_SHARE.value * rows["before"]
    rows["driven"] = (much_now | much_before) & (rows["taken_now"] + rows["taken_before"] > 0)
    nothing = ["taken_now", "taken_before", "lost_now", "lost_before"]
    rows.loc[~rows["driven"], nothing] = 0.0
    return rows.assign(
        now_without=rows["now"] - rows["taken_now"],
        before_without=rows["before"] - rows["taken_before"],
    )


def _driven(found: pd.DataFrame) -> pd.Series:
    from scipy.special import gammainc

    # half a crime more than was seen, or months that hold none would make any crime an event
    expected = (found["usual"] * found["quiet"] + HALF) / found["quiet"].clip(lower=1)
    chance = gammainc(found["count"].clip(lower=1), expected)
    many = (found["count"] >= EVENT_TIMES.value * found["usual"]) & (found["quiet"] > 0)
    return many & (found["count"] >= EVENT_LEAST.value) & (chance < EVENT_CHANCE.value)


def _of_driven(found: pd.DataFrame) -> pd.DataFrame:
    """All event months of an event's area and offence if one of them is driven."""
    if found.empty:
        return found
    return found[found.groupby(PLACE, observed=True)["driven"].transform("any")]


def _up(area: str, above: Mapping[str, str]) -> list[str]:
    line = [area]
    while parent := above.get(line[-1], ""):
        line.append(parent)
    return line
