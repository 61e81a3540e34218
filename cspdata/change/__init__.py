"""Tests and intervals for counts: frames in, frames out; never reads a file or draws.

`counts` compares two counts, `families` weighs many comparisons together and puts them into
words, `places` sets counts beside residents, `months` watches a series.
"""

from cspdata.change.counts import PercentRule as PercentRule
from cspdata.change.counts import compare as compare
from cspdata.change.counts import smallest_convincing_rise as smallest_convincing_rise
from cspdata.change.families import Verdict as Verdict
from cspdata.change.families import judge as judge
from cspdata.change.families import verdicts as verdicts
from cspdata.change.months import xmr as xmr
from cspdata.change.places import funnel_limits as funnel_limits
from cspdata.change.places import location_quotient as location_quotient
from cspdata.change.places import lorenz as lorenz
from cspdata.change.places import overdispersion as overdispersion
from cspdata.change.places import rate_interval as rate_interval
from cspdata.change.places import shrunken_rates as shrunken_rates
from cspdata.change.rest import against_rest as against_rest
from cspdata.change.watch import watch as watch
