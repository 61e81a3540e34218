"""Frames in, small frames out: roll-ups, periods, comparisons; never a path, never a drawing.

`figures` is always the frame that `prepared` makes: a row per source, area, offence and published
period with its count and status, all levels and all sums of offences included.
"""

from cspdata.queries.compared import (
    by_region,
    changes,
    comparable_groups,
    drivers,
    flags,
    groups,
    net,
    parts,
    total,
    total_offence,
    tree,
    unpivoted,
)
from cspdata.queries.months import (
    current,
    current_signals,
    current_signals,
    inside,
    lines,
    monthly,
    needed,
    newest,
    offences_watched,
    series,
    signals,
    span_of,
    watched,
)
from cspdata.queries.split import parts_of, split, steps, ways
from cspdata.queries.sums import counts, prepared
from cspdata.queries.views import (
    View,
    comparable,
    comparable_below,
    parishes,
    refusal,
    view,
    views,
)

__all__ = [
    "View",
    "by_region",
    "changes",
    "comparable",
    "comparable_below",
    "comparable_groups",
    "counts",
    "current",
    "current_signals",
    "current_signals",
    "drivers",
    "flags",
    "groups",
    "inside",
    "lines",
    "monthly",
    "needed",
    "net",
    "newest",
    "offences_watched",
    "parishes",
    "parts",
    "parts_of",
    "prepared",
    "refusal",
    "series",
    "signals",
    "span_of",
    "split",
    "steps",
    "total",
    "total_offence",
    "tree",
    "unpivoted",
    "view",
    "views",
    "watched",
    "ways",
]
