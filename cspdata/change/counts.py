"""One count against another; never looks at more than one pair at a time."""

from enum import StrEnum

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from cspdata.change.arrays import Floats, Numbers, aligned, check_counts, divided, first_where
from cspdata.change.binomial import at_least, mid_p, share_interval, smaller_tail
from cspdata.change.tails import tail_at, two_sided
from cspdata.change.thresholds import CONFIDENCE, PERCENT_MUTED, PERCENT_SHOWN, POSSIBLE

TESTED = ("percent", "low", "high", "p", "p_exact", "p_mid", "least_p")


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
    dispersion: Numbers = 1.0,
) -> pd.DataFrame:
    """Compare counts, given the total of each pair: one row per pair.

    Columns: now, before, difference (all counts); percent, low, high (change of the count per
    unit of exposure in percent, with its 95 % interval; high may be infinite, percent is NaN from
    zero); p (two-sided, of the same test as the interval: p < 0.05 where it leaves out 0);
    dispersion; testable (whether any split of the total could have reached p < 0.05);
    percent_rule (a `PercentRule`); p_exact, p_mid (of the plain test, without dispersion).

    Exposures are days, residents or whatever the counts should be in proportion to: 366 days
    against 365 are no rise. `dispersion` is how many times the variance of chance alone the counts
    have (`dispersion.dispersion_at`), at least 1. A pair with a missing count, or without
    exposure, gets NaN and is not testable. Raises ValueError for counts that are not whole or
    below 0, and for a dispersion below 1.
    Source: the exact conditional test of two counts (Przyborowski and Wilenski 1940, Biometrika
    31, 313-323) with its Clopper-Pearson interval, widened as in `tails`.
    """
    given = aligned(now, before, exposure_now, exposure_before, dispersion)
    index, (now, before, exposure_now, exposure_before, dispersion) = given
    check_counts(now, before)
    odds = divided(exposure_now, exposure_before)
    known = ~np.isnan(now + before) & np.isfinite(odds) & (odds > 0)
    check_dispersion(dispersion[known])
    tested = {name: np.full(len(index), np.nan) for name in TESTED}
    for name, values in _tested(now[known], before[known], odds[known], dispersion[known]).items():
        tested[name][known] = values
    testable = tested.pop("least_p") < POSSIBLE.value
    return pd.DataFrame(
        {
            "now": now,
            "before": before,
            "difference": now - before,
            **tested,
            "dispersion": dispersion,
            "testable": testable,
            "percent_rule": percent_rule(np.where(known, before, 0)),
        },
        index=index,
    )


def percent_rule(before: Numbers) -> NDArray[np.str_]:
    """Whether a percentage of this count before is shown, muted or left out (`PercentRule`)."""
    _, (before,) = aligned(before)
    return np.select(
        [before >= PERCENT_SHOWN.value, before >= PERCENT_MUTED.value],
        [PercentRule.SHOWN.value, PercentRule.MUTED.value],
        PercentRule.NONE.value,
    )


def net_of_rest(
    now: Numbers, before: Numbers, rest_now: Numbers, rest_before: Numbers
) -> pd.DataFrame:
    """Compare counts with what the rest of the district did over the same two periods.

    The columns are those of `compare`; percent, interval and p are relative to the change of
    the rest, which is taken as known. `rest.against_rest` tests all four counts instead.
    """
    return compare(now, before, rest_now, rest_before)


def smallest_convincing_rise(
    before: Numbers,
    exposure_now: Numbers = 1.0,
    exposure_before: Numbers = 1.0,
    dispersion: Numbers = 1.0,
) -> NDArray[np.int64]:
    """The smallest count now that `compare` calls a possible rise, for each count before.

    Raises ValueError for a count that is missing, not whole or below 0, for an exposure that is
    not above 0, and for a dispersion below 1.
    """
    _, (before, now_days, before_days, dispersion) = aligned(
        before, exposure_now, exposure_before, dispersion
    )
    check_counts(before)
    check_dispersion(dispersion)
    if np.isnan(before).any() or not ((now_days > 0) & (before_days > 0)).all():
        raise ValueError("a smallest rise needs a count before and exposures above 0")
    share = now_days / (now_days + before_days)
    tail = tail_at(POSSIBLE.value, dispersion)

    def convincing(count: Floats) -> NDArray[np.bool_]:
        return at_least(count, count + before, share) < tail

    high = np.maximum(before, 1.0)
    while not convincing(high).all():
        high = np.where(convincing(high), high, high * 2)
    return first_where(convincing, np.ones_like(before), high).astype(np.int64)


def check_dispersion(*dispersions: Floats) -> None:
    """Raise ValueError where a dispersion is below 1 or missing."""
    if not all((dispersion >= 1).all() for dispersion in dispersions):
        raise ValueError("a dispersion is a number of at least 1")


def _tested(now: Floats, before: Floats, odds: Floats, dispersion: Floats) -> dict[str, Floats]:
    total, share = now + before, odds / (1 + odds)
    low, high = share_interval(now, total, tail_at(1 - CONFIDENCE.value, dispersion))
    tail, none = smaller_tail(now, total, share), np.zeros_like(total)
    least = np.minimum(smaller_tail(none, total, share), smaller_tail(total, total, share))
    return {
        "percent": 100 * (divided(now, before) / odds - 1),
        "low": 100 * (_as_odds(low) / odds - 1),
        "high": 100 * (_as_odds(high) / odds - 1),
        "p": two_sided(tail, dispersion),
        "p_exact": np.minimum(2 * tail, 1.0),
        "p_mid": mid_p(now, total, share),
        "least_p": two_sided(least, dispersion),
    }


def _as_odds(share: Floats) -> Floats:
    odds = np.full(share.shape, np.inf)
    np.divide(share, 1 - share, out=odds, where=share < 1)
    return odds
