"""Known events that drive a figure, told beside it with what the figure is without them."""

from collections.abc import Collection

import pandas as pd

from cspdata import areas
from cspdata.answers.comparison import refusal
from cspdata.answers.words.figures import count
from cspdata.periods import Period, month
from cspdata.published import Published
from cspdata.sources import POLICE_UK
from cspdata.sums import events
from cspdata.sums.basis import Basis


def driven(published: Published) -> pd.DataFrame:
    """Every area, offence and month that a known event drove, as `sums.events.driven` gives it."""
    return events.driven(published.months)


def told(
    published: Published, basis: Basis, shown: Collection[str], offence: str
) -> tuple[str, ...]:
    """A sentence for each of the areas whose count of an offence an event drives, now or before.

    A source without months is explained by the one that has them.
    """
    rows = published.ask(driven)
    days = {
        pd.Timestamp(one.start) for period in (*basis.now, *basis.before) for one in period.months
    }
    rows = rows[(rows["offence"] == offence) & rows["area"].isin(shown) & rows["month"].isin(days)]
    return tuple(
        _told(published, basis, own) for _, own in rows.groupby(["area", "title"], sort=False)
    )


def _told(published: Published, basis: Basis, rows: pd.DataFrame) -> str:
    """ "Festival in August, Itchen Valley: August 2017 alone has 43 of the 46 …"."""
    area, offence, origin, title = rows[["area", "offence", "origin", "title"]].iloc[0]
    last = rows.iloc[-1]
    when = month(last["month"].year, last["month"].month)
    side = basis.now if any(period.overlaps(when) for period in basis.now) else basis.before
    total = _held(published, area, offence, side)
    place = areas.one(origin).name
    alone = published.months[(origin, offence)].get(pd.Timestamp(when.start))
    words = (
        f"**{title}, {place}.** {when.words} there alone has {count(alone)} of the {count(total)} "
        f"in {areas.one(area).name} ({POLICE_UK.short})."
    )
    earlier = basis.earlier if basis.before and basis.source.months else None
    if earlier is None or refusal(basis.source, offence, basis.period, earlier):
        return words
    now, before = (_without(published, rows, side) for side in (basis.now, basis.before))
    return f"{words} Without that month there: {count(now)}, was {count(before)}."


def _held(published: Published, area: str, offence: str, side: Collection[Period]) -> float:
    """What the monthly source counts in the months of some periods."""
    days = [pd.Timestamp(one.start) for period in side for one in period.months]
    series = published.months[(area, offence)]
    return float(series[series.index.isin(days)].sum())


def _without(published: Published, rows: pd.DataFrame, side: Collection[Period]) -> float:
    """A count less what the event's area has in the calendar months of the event."""
    area, offence, origin = rows[["area", "offence", "origin"]].iloc[0]
    months = set(rows["month"].dt.month)
    eventful = [one for period in side for one in period.months if one.start.month in months]
    return _held(published, area, offence, side) - _held(published, origin, offence, eventful)
