"""One count against another; never looks at more than one pair at a time."""

from enum import StrEnum

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from cspdata.change.arrays import Floats, Numbers, aligned, check_counts, divided, first_where
from cspdata.change.binomial import at_least, exact_p, mid_p, share_interval

CONFIDENCE = 0.95
LEVEL = 0.05
MUTED_FROM = 10
SHOWN_FROM = 50


class PercentRule(StrEnum):
    """How far the earlier count carries a percentage."""

    NONE = "none"
    MUTED = "muted"
    SHOWN = "shown"


def compare(
    now: Numbers,
    before: Numbers,
    exposure_now: Numbers = 1.0,
    exposure_before: Numbers = 1.0,
) -> pd.DataFrame:
    """Compare counts, given the total of each pair: one row per pair.

    Columns: now, before, difference (all counts); percent, low, high (change of the count per
    unit of exposure in percent, with its 95 % Clopper-Pearson interval; high may be infinite,
    percent is NaN from zero); p_exact, p_mid (two-sided); testable (whether any split of the
    total could have reached p_exact < 0.05); percent_rule (a `PercentRule`).

    Exposures are days, residents or whatever the counts should be in proportion to. A pair
    with a missing count, or without exposure, gets NaN and is not testable. Raises ValueError
    for counts that are not whole or below 0.
    """
    index, (now, before, *exposures) = aligned(now, before, exposure_now, exposure_before)
    check_counts(now, before)
    odds = divided(*exposures)
    known = ~np.isnan(now + before) & np.isfinite(odds) & (odds > 0)
    tested = {
        name: np.full(len(index), np.nan)
        for name in ("percent", "low", "high", "p_exact", "p_mid", "least_p")
    }
    for name, values in _tested(now[known], before[known], odds[known]).items():
        tested[name][known] = values
    testable = tested.pop("least_p") < LEVEL
    rules = [PercentRule.SHOWN.value, PercentRule.MUTED.value]
    base = np.where(known, before, 0)
    rule = np.select([base >= SHOWN_FROM, base >= MUTED_FROM], rules, PercentRule.NONE.value)
    return pd.DataFrame(
        {
            "now": now,
            "before": before,
            "difference": now - before,
            **tested,
            "testable": testable,
            "percent_rule": rule,
        },
        index=index,
    )


def net_of_rest(
    now: Numbers, before: Numbers, rest_now: Numbers, rest_before: Numbers
) -> pd.DataFrame:
    """Compare counts with what the rest of the district did over the same two periods.

    The columns are those of `compare`; percent, interval and p are relative to the change of
    the rest, which is taken as known. A change of recording that hits every area in
    proportion cancels out. The rest excludes the area itself.
    """
    return compare(now, before, rest_now, rest_before)


def smallest_convincing_rise(
    before: Numbers, exposure_now: Numbers = 1.0, exposure_before: Numbers = 1.0
) -> NDArray[np.int64]:
    """The smallest count now that is a rise with p_exact < 0.05, for each count before.

    Raises ValueError for a count that is missing, not whole or below 0, and for an exposure
    that is not above 0.
    """
    _, (before, now_days, before_days) = aligned(before, exposure_now, exposure_before)
    check_counts(before)
    if np.isnan(before).any() or not ((now_days > 0) & (before_days > 0)).all():
        raise ValueError("a smallest rise needs a count before and exposures above 0")
    share = now_days / (now_days + before_days)

    def one_sided(count: Floats) -> NDArray[np.bool_]:
        return np.asarray(at_least(count, count + before, share) < LEVEL)

    high = np.maximum(before, 1.0)
    while not one_sided(high).all():
        high = np.where(one_sided(high), high, high * 2)
    # the two-sided p is never the smaller one, so the search may start here
    count = first_where(one_sided, np.ones_like(before), high)
    while (short := exact_p(count, count + before, share) >= LEVEL).any():
        count = count + short
    return count.astype(np.int64)


def _tested(now: Floats, before: Floats, odds: Floats) -> dict[str, Floats]:
    total, share = now + before, odds / (1 + odds)
    low, high = share_interval(now, total, CONFIDENCE)
    return {
        "percent": 100 * (divided(now, before) / odds - 1),
        "low": 100 * (_as_odds(low) / odds - 1),
        "high": 100 * (_as_odds(high) / odds - 1),
        "p_exact": exact_p(now, total, share),
        "p_mid": mid_p(now, total, share),
        "least_p": np.minimum(
            exact_p(total, total, share), exact_p(np.zeros_like(total), total, share)
        ),
    }


def _as_odds(share: Floats) -> Floats:
    odds = np.full(share.shape, np.inf)
    np.divide(share, 1 - share, out=odds, where=share < 1)
    return odds
