"""Known events that drive a figure, told beside it with what the figure is without them."""

from collections.abc import Collection

import pandas as pd

from cspdata import areas
from cspdata.answers import usual
from cspdata.answers.comparison import comparison
from cspdata.answers.words.figures import count
from cspdata.change.thresholds import EVENT_SHARE
from cspdata.periods import Period, month
from cspdata.published import Published
from cspdata.sources import POLICE_UK
from cspdata.sums.basis import Basis


def told(
    published: Published, basis: Basis, shown: Collection[str], offence: str
) -> tuple[str, ...]:
    """A sentence for each of the areas whose count of an offence an event drives, now or before.

    A source without months is explained by the one that has them.
    """
    sides = (*basis.now, *basis.before)
    days = {pd.Timestamp(one.start) for period in sides for one in period.months}
    rows = published.ask(usual.happened)
    rows = rows[rows["driven"] & rows["month"].isin(days) & (rows["offence"] == offence)]
    rows = rows[rows["area"].isin(shown)]
    found = (_told(published, basis, own) for _, own in rows.groupby("area", sort=False))
    return tuple(words for words in found if words)


def _told(published: Published, basis: Basis, rows: pd.DataFrame) -> str:
    """ "Festival in August, Itchen Valley: August 2017 alone has 43 of the 46 …"."""
    last = rows.sort_values("month").iloc[-1]
    area, offence, origin = last["area"], last["offence"], last["event_area"]
    when = month(last["month"].year, last["month"].month)
    side = basis.now if any(period.overlaps(when) for period in basis.now) else basis.before
    total = _held(published, area, offence, side)
    if last["count"] < EVENT_SHARE.value * total:
        return ""
    titles = published.ask(usual.declared).set_index(["area", "month"])["title"]
    place = areas.one(origin).name
    words = (
        f"**{titles[(origin, last['month'])]}, {place}.** {when.words} there alone has "
        f"{count(last['count'])} of the {count(total)} in {areas.one(area).name} "
        f"({POLICE_UK.short})."
    )
    compared = published.ask(comparison, basis)
    row = compared.loc[(area, offence)] if (area, offence) in compared.index else None
    if row is None or not row["driven"]:
        return words
    now, before = count(row["tested_now"]), count(row["tested_before"])
    return f"{words} Without {row['event']}: {now}, was {before}."


def _held(published: Published, area: str, offence: str, side: Collection[Period]) -> float:
    """What the monthly source counts in the months of some periods."""
    days = [pd.Timestamp(one.start) for period in side for one in period.months]
    series = published.months[(area, offence)]
    return float(series[series.index.isin(days)].sum())
