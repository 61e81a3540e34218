"""Known events that drive a figure, told beside it; what drives what is decided by `change`."""

from collections.abc import Collection

import pandas as pd

from cspdata import areas
from cspdata.answers import usual
from cspdata.answers.comparison import comparison
from cspdata.answers.words.figures import count
from cspdata.published import Published
from cspdata.sources import POLICE_UK
from cspdata.sums.basis import Basis


def told(
    published: Published, basis: Basis, shown: Collection[str], offence: str
) -> tuple[str, ...]:
    """A sentence for each of the areas whose count of an offence an event drives, now or before."""
    found = published.ask(usual.happened)
    days = {pd.Timestamp(m.start) for period in (*basis.now, *basis.before) for m in period.months}
    own = found["area"].isin(shown) & (found["offence"] == offence) & found["month"].isin(days)
    rows = found[own & found["driven"]]
    rows = rows[rows["area"] == rows["event_area"]] if len(shown) > 1 else rows
    return tuple(
        _told(published, basis, str(area), offence, each) for area, each in rows.groupby("area")
    )


def _told(published: Published, basis: Basis, area: str, offence: str, rows: pd.DataFrame) -> str:
    """ "August 2017 in Itchen Valley alone has 43 … Without it: 93, was 76."."""
    last = rows.iloc[-1]
    place = areas.one(str(last["event_area"])).name
    words = (
        f"A known event: {last['month']:%B %Y} in {place} alone has {count(last['count'])}, where "
        f"{last['usual']:.0f} are usual ({POLICE_UK.short})."
    )
    compared = published.ask(comparison, basis)
    own = compared[(compared["area"] == area) & (compared["offence"] == offence)]
    if not own["driven"].any():
        return words
    now, was = own["tested_now"].iloc[0], own["tested_before"].iloc[0]
    return f"{words} Without it {areas.one(area).name} has {count(now)}, was {count(was)}."
