"""Tests and intervals for counts: frames in, frames out; never reads a file or draws.

`counts` compares two counts, `families` weighs many comparisons together and puts them into
words, `places` sets counts beside residents, `months` watches a series.
"""

from cspdata.change.counts import PercentRule, compare, net_of_rest, smallest_convincing_rise
from cspdata.change.families import Verdict, false_discovery, q_values, verdicts
from cspdata.change.months import LEAST_WATCHED, MONTHS_NEEDED, RUN, SHOWN, xmr
from cspdata.change.places import (
    funnel_limits,
    location_quotient,
    lorenz,
    overdispersion,
    rate_interval,
    shrunken_rates,
)

__all__ = [
    "LEAST_WATCHED",
    "MONTHS_NEEDED",
    "RUN",
    "SHOWN",
    "PercentRule",
    "Verdict",
    "compare",
    "false_discovery",
    "funnel_limits",
    "location_quotient",
    "lorenz",
    "net_of_rest",
    "overdispersion",
    "q_values",
    "rate_interval",
    "shrunken_rates",
    "smallest_convincing_rise",
    "verdicts",
    "xmr",
]
