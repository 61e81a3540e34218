"""How far counts sit in few places, beside what chance alone would do; never names a place.

Where there are more places than crimes, most places must be empty, and even crimes thrown down at
random lie in few of them. So a curve is set beside the most even one that the counts allow and
beside a random spread, never beside the diagonal.
Source: Bernasco and Steenbeek (2017), Journal of Quantitative Criminology 33, 451-467.
"""

import numpy as np
import pandas as pd

from cspdata.change.arrays import Floats, Numbers, aligned, check_counts
from cspdata.change.thresholds import CONFIDENCE, PERCENT_SHOWN, SPREAD_TRIALS

SEED = 20180104  # fixed, so that a page says the same on every visit
ROUNDING = 1e-9
# Of very many places each trial says nearly the same, and takes long.
FEWEST_TRIALS, THROWN = 99, 5_000_000


def evenest(count: int, places: int) -> Floats:
    """The share of the count in the fullest 1, 2, … places if it lay as evenly as it can."""
    if count <= 0:
        return np.full(places, np.nan)
    return np.minimum(np.arange(1, places + 1) / min(count, places), 1.0)


def holding(counts: Numbers, share: float = 0.5) -> int:
    """How many of the fullest places together hold at least `share` of the count; 0 of nothing."""
    counted = _whole(counts)
    if not counted.sum():
        return 0
    return int(np.searchsorted(_cumulative(counted), share - ROUNDING) + 1)


def concentration(counts: Numbers) -> float:
    """The generalised Gini coefficient: 0 as even as the counts allow, towards 1 all in one place.

    NaN where nothing is counted or there is no place.
    """
    counted = np.sort(_whole(counts))
    places, total = len(counted), counted.sum()
    if not total:
        return float("nan")
    ranked = (np.arange(1, places + 1) * counted).sum() / total
    fewer = max(1 / total, 1 / places)
    return float(fewer * (2 * ranked - places - 1) - max(places / total, 1.0) + 1)


def random_spread(count: int, places: int, weights: Numbers | None = None) -> pd.DataFrame:
    """What chance alone would concentrate: the same count thrown down at random.

    A row per number of fullest places (index 1, 2, …): low, middle, high, the share of the count in
    them (0 to 1) in 95 of 100 random spreads. Every place is as likely as another, or as its weight
    (residents, say) makes it. NaN where nothing is counted. Raises ValueError for weights that are
    missing, negative or all 0.
    """
    index = pd.RangeIndex(1, places + 1, name="places")
    if count <= 0 or not places:
        return pd.DataFrame(np.nan, index=index, columns=["low", "middle", "high"])
    likely = _likely(np.ones(places) if weights is None else np.asarray(weights, dtype=float))
    curves = _curves(np.random.default_rng(SEED), count, likely)
    tail, rest = _ends()
    low, middle, high = np.quantile(curves, [tail, 0.5, rest], axis=0)
    return pd.DataFrame({"low": low, "middle": middle, "high": high}, index=index)


def random_holding(
    count: int, places: int, share: float = 0.5, weights: Numbers | None = None
) -> tuple[int, int]:
    """Between which numbers of fullest places hold `share` of a random spread, in 95 of 100."""
    if count <= 0 or not places:
        return 0, 0
    likely = _likely(np.ones(places) if weights is None else np.asarray(weights, dtype=float))
    curves = _curves(np.random.default_rng(SEED), count, likely)
    needed = (curves < share - ROUNDING).sum(axis=1) + 1
    low, high = np.quantile(needed, _ends(), method="nearest")
    return int(low), int(high)


def changed_concentration(
    now: Numbers, before: Numbers, few: Numbers, dispersion: float = 1.0
) -> pd.DataFrame:
    """How far the share in the fullest places moved, beside what chance moves it.

    `now` and `before` count the same places; a place without one of the two is left out. A row per
    number in `few` (index places): now, before, difference (shares, 0 to 1, each of the fullest
    places of its own period), low and high (the difference in 95 of 100 pairs of periods drawn from
    one and the same pattern, that of both periods together, with counts `dispersion` times as
    variable as chance), beyond (whether the difference is outside them; never of fewer crimes than
    carry a percentage, `PERCENT_SHOWN`). NaN and False where one of the periods counts nothing.
    """
    _, (now, before) = aligned(now, before)
    known = ~np.isnan(now + before)
    now, before = _whole(now[known]), _whole(before[known])
    index = pd.Index(np.atleast_1d(np.asarray(few, dtype=int)), name="places")
    columns = ["now", "before", "difference", "low", "high"]
    if not now.sum() or not before.sum():
        return pd.DataFrame(np.nan, index=index, columns=columns).assign(beyond=False)
    at = np.minimum(index.to_numpy(), len(now)) - 1
    shares = [_cumulative(each)[at] for each in (now, before)]
    random, pattern = np.random.default_rng(SEED), _likely(now + before)
    sizes = [max(round(float(each.sum()) / dispersion), 1) for each in (now, before)]
    drawn = [_curves(random, size, pattern)[:, at] for size in sizes]
    low, high = np.quantile(drawn[0] - drawn[1], _ends(), axis=0)
    moved = shares[0] - shares[1]
    found = pd.DataFrame(dict(zip(columns, (*shares, moved, low, high), strict=True)), index=index)
    enough = min(now.sum(), before.sum()) >= PERCENT_SHOWN.value
    return found.assign(beyond=enough & ((moved < low) | (moved > high)))


def _whole(counts: Numbers) -> Floats:
    _, (counts,) = aligned(counts)
    check_counts(counts)
    return np.asarray(counts[~np.isnan(counts)])


def _ends() -> list[float]:
    tail = (1 - CONFIDENCE.value) / 2
    return [tail, 1 - tail]


def _likely(weights: Floats) -> Floats:
    if not (weights >= 0).all() or not weights.sum() > 0:
        raise ValueError("the weights of places are numbers of at least 0, not all of them 0")
    return np.asarray(weights / weights.sum())


def _cumulative(counts: Floats) -> Floats:
    return np.asarray(np.cumsum(np.sort(counts)[::-1]) / counts.sum())


def _curves(random: np.random.Generator, count: int, likely: Floats) -> Floats:
    """The share in the fullest 1, 2, … places, a row per trial."""
    trials = min(int(SPREAD_TRIALS.value), max(FEWEST_TRIALS, THROWN // len(likely)))
    thrown = random.multinomial(count, likely, size=trials)
    fullest_first = -np.sort(-thrown, axis=1)
    return np.asarray(np.cumsum(fullest_first, axis=1) / count)
