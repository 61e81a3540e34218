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
from cspdata.queries.concentration import Concentration, concentration, concentrations, few
from cspdata.queries.effects import new_views, on_screen
from cspdata.queries.events import events
from cspdata.queries.funnel import Funnel, Standing, funnel
from cspdata.queries.places import (
    CHANGE,
    COUNT,
    MEASURES,
    RATE,
    SHARE,
    Measure,
    breaks,
    kinds,
    mapped,
    offences_mapped,
    peers,
    places,
    stepped,
    visited,
    within,
)
from cspdata.queries.revised import revised_in, revised_in_words
from cspdata.queries.streets import (
    at_locations,
    by_lsoa,
    location_counts,
    offences_of_streets,
    street_months,
    street_source,
    top_streets,
)
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
    "CHANGE",
    "COUNT",
    "MEASURES",
    "RATE",
    "SHARE",
    "Concentration",
    "Funnel",
    "Measure",
    "Standing",
    "View",
    "at_locations",
    "breaks",
    "by_lsoa",
    "by_region",
    "changes",
    "comparable",
    "comparable_below",
    "comparable_groups",
    "concentration",
    "concentrations",
    "counts",
    "drivers",
    "events",
    "few",
    "flags",
    "funnel",
    "groups",
    "kinds",
    "location_counts",
    "mapped",
    "net",
    "new_views",
    "on_screen",
    "offences_mapped",
    "offences_of_streets",
    "parishes",
    "parts",
    "peers",
    "places",
    "prepared",
    "refusal",
    "revised_in",
    "revised_in_words",
    "stepped",
    "street_months",
    "street_source",
    "top_streets",
    "total",
    "total_offence",
    "tree",
    "unpivoted",
    "view",
    "views",
    "visited",
    "within",
]
