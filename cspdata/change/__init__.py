"""Tests, intervals and ranges for counts: frames in, frames out; never reads a file or draws.

Import its modules. `counts` compares two counts and `rest` four, `families` weighs many comparisons
together and puts them into words, `dispersion` says how far counts vary, `events` takes known
events out. `watch` judges months and says what to expect, `signals` what of it is news. `funnel`,
`places` and `concentration` set places side by side, `rounding` what is shown of a number. Every
threshold stands in `thresholds`.
"""

from cspdata.change.counts import PercentRule as PercentRule
from cspdata.change.counts import compare as compare
from cspdata.change.counts import net_of_rest as net_of_rest
from cspdata.change.counts import smallest_convincing_rise as smallest_convincing_rise
from cspdata.change.families import Verdict as Verdict
from cspdata.change.families import false_discovery as false_discovery
from cspdata.change.families import q_values as q_values
from cspdata.change.families import verdicts as verdicts
from cspdata.change.months import LEAST_WATCHED as LEAST_WATCHED
from cspdata.change.months import MONTHS_NEEDED as MONTHS_NEEDED
from cspdata.change.months import RUN as RUN
from cspdata.change.months import SHOWN as SHOWN
from cspdata.change.months import xmr as xmr
from cspdata.change.places import funnel_limits as funnel_limits
from cspdata.change.places import location_quotient as location_quotient
from cspdata.change.places import lorenz as lorenz
from cspdata.change.places import overdispersion as overdispersion
from cspdata.change.places import rate_interval as rate_interval
from cspdata.change.places import shrunken_rates as shrunken_rates
