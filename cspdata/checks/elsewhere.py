"""The other districts of a whole-force file beside their own months: a sign of a damaged file.

In 469 of 474 sound months of a force no count with a median above 30 was outside 0.4 to 2.5 times
that median, in four one or two were; three are held.
"""

from collections.abc import Iterator, Sequence

import pandas as pd

from cspdata import offences
from cspdata.checks.damage import hold
from cspdata.checks.issues import Issue, note
from cspdata.checks.monthly import Month
from cspdata.checks.usual import LIMITS

HELD_FROM = 3
SHOWN = 3
KEY = ["district", "offence"]


def elsewhere(stored: pd.DataFrame, new: pd.DataFrame, brought: Sequence[Month]) -> Iterator[Issue]:
    """Held and noted of the districts beside ours; both frames are rows of `elsewhere`."""
    if new.empty:
        return
    days = {"period_start": "datetime64[s]"}
    new = new.astype(days)
    kept = stored.astype(days)
    every = pd.concat([kept[~kept["period_start"].isin(new["period_start"])], new])
    for each in brought:
        start = pd.Timestamp(each.period.start)
        now = every[every["period_start"] == start]
        if now.empty:
            continue
        past = every[every["period_start"] != start]
        if past["period_start"].nunique() >= LIMITS.least:
            yield from _beside(each, now, past)


def _beside(each: Month, now: pd.DataFrame, past: pd.DataFrame) -> Iterator[Issue]:
    medians = past.groupby(KEY)["count"].median()
    counts = now.set_index(KEY)["count"].reindex(medians.index, fill_value=0)
    beside = pd.DataFrame({"now": counts, "usual": medians})
    beside = beside[beside["usual"] > LIMITS.median]
    ratio = beside["now"] / beside["usual"]
    odd = beside[(ratio < LIMITS.ratio[0]) | (ratio > LIMITS.ratio[1])]
    if odd.empty:
        return
    named = [
        f"{offences.one(row['offence']).name} in {row['district']} {row['now']:,.0f} (usually"
        f" about {row['usual']:,.0f})"
        for row in odd.head(SHOWN).reset_index().to_dict("records")
    ]
    more = f" and {len(odd) - SHOWN} more" if len(odd) > SHOWN else ""
    problem = f"Unusual in the other districts of the file: {', '.join(named)}{more}."
    if len(odd) < HELD_FROM:
        yield note(each.file, 0, "", str(len(odd)), problem, "Nothing to do for our figures.")
    else:
        remedy = "Download the file again, or say why it is right."
        yield hold(each.file, "other-districts", each.period, str(len(odd)), problem, remedy)
