"""Frames in, small frames out: roll-ups, periods, comparisons; never a path, never a drawing.

`figures` is always the frame that `prepared` makes: a row per source, area, offence and published
period with its count and status, all levels and all sums of offences included.
"""

from cspdata.queries.activity import newest, of_measures, past, waiting
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
from cspdata.queries.sums import counts, prepared
from cspdata.queries.topics import on_topic
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
    "drivers",
    "flags",
    "groups",
    "net",
    "newest",
    "of_measures",
    "on_topic",
    "parishes",
    "parts",
    "past",
    "prepared",
    "refusal",
    "total",
    "total_offence",
    "tree",
    "unpivoted",
    "view",
    "views",
    "waiting",
]
