"""The binomial law for whole arrays; never knows what is counted and never meets a missing value.

Every argument is an array of one length: `count` out of `total`, where each falls to `count`
with probability `share`, above 0 and below 1.
"""

import numpy as np

from cspdata.change.arrays import Floats, first_where

TIE = 1e-7  # two probabilities this close, relatively, are equally likely: as in scipy.stats


def exact_p(count: Floats, total: Floats, share: Floats) -> Floats:
    """Two-sided exact p: the probability of all outcomes no likelier than the one seen.

    The definition of `scipy.stats.binomtest`.
    """
    from scipy.special import bdtr, bdtrc

    mirrored = count > total * share
    count = np.where(mirrored, total - count, count)
    share = np.where(mirrored, 1 - share, share)
    as_likely = _log_pmf(count, total, share) + np.log1p(TIE)
    other_tail = first_where(
        lambda outcome: _log_pmf(outcome, total, share) <= as_likely,
        np.ceil(total * share),
        total + 1,
    )
    whole = total.astype(np.int64)
    p = bdtr(count, whole, share) + bdtrc(other_tail - 1, whole, share)
    return np.asarray(np.minimum(p, 1.0))


def mid_p(count: Floats, total: Floats, share: Floats) -> Floats:
    """Two-sided mid-P: twice the smaller tail, in which the outcome seen counts half.

    Source: Berry and Armitage (1995), The Statistician 44, 417-423.
    """
    from scipy.special import bdtr, bdtrc

    whole = total.astype(np.int64)
    half = np.exp(_log_pmf(count, total, share)) / 2
    lower = bdtr(count, whole, share) - half
    upper = bdtrc(count, whole, share) + half
    return np.asarray(np.clip(2 * np.minimum(lower, upper), 0.0, 1.0))


def at_least(count: Floats, total: Floats, share: Floats) -> Floats:
    """One-sided probability of `count` or more."""
    from scipy.special import bdtrc

    return np.asarray(bdtrc(count - 1, total.astype(np.int64), share))


def share_interval(count: Floats, total: Floats, confidence: float) -> tuple[Floats, Floats]:
    """Clopper-Pearson interval of the share that falls to `count`."""
    from scipy.special import betaincinv

    tail = (1 - confidence) / 2
    rest = total - count
    low = np.where(count > 0, betaincinv(np.maximum(count, 1), rest + 1, tail), 0.0)
    high = np.where(rest > 0, betaincinv(count + 1, np.maximum(rest, 1), 1 - tail), 1.0)
    return low, high


def _log_pmf(count: Floats, total: Floats, share: Floats) -> Floats:
    from scipy.special import gammaln, xlog1py, xlogy

    ways = gammaln(total + 1) - gammaln(count + 1) - gammaln(total - count + 1)
    return np.asarray(ways + xlogy(count, share) + xlog1py(total - count, -share))
