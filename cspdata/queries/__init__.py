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
from cspdata.queries.effects import new_views, on_screen
from cspdata.queries.revised import revised_in, revised_in_words
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
    "drivers",
    "flags",
    "groups",
    "net",
    "new_views",
    "on_screen",
    "parishes",
    "parts",
    "prepared",
    "refusal",
    "revised_in",
    "revised_in_words",
    "total",
    "total_offence",
    "tree",
    "unpivoted",
    "view",
    "views",
]
