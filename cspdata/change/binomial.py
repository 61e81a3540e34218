"""The binomial law for whole arrays; never knows what is counted and never meets a missing value.

Every argument is an array of one length: `count` out of `total`, where each falls to `count`
with probability `share`, above 0 and below 1.
"""

import numpy as np

from cspdata.change.arrays import Floats


def at_least(count: Floats, total: Floats, share: Floats) -> Floats:
    """Probability of `count` or more."""
    from scipy.special import betainc

    inside = (count > 0) & (count <= total)
    shape = np.where(inside, count, 1.0), np.where(inside, total - count + 1, 1.0)
    return np.where(inside, betainc(*shape, share), np.where(count > 0, 0.0, 1.0))


def smaller_tail(count: Floats, total: Floats, share: Floats) -> Floats:
    """Probability of what was seen or more, or of it or less, whichever is smaller."""
    above, below = at_least(count, total, share), at_least(total - count, total, 1 - share)
    return np.minimum(above, below)


def mid_p(count: Floats, total: Floats, share: Floats) -> Floats:
    """Two-sided mid-P: twice the smaller tail, in which the outcome seen counts half.

    Source: Berry and Armitage (1995), The Statistician 44, 417-423.
    """
    above = at_least(count, total, share) + at_least(count + 1, total, share)
    return np.asarray(np.minimum(above, 2 - above))


def share_interval(count: Floats, total: Floats, tail: Floats) -> tuple[Floats, Floats]:
    """The shares at which either tail is `tail`: with 0.025 the Clopper-Pearson interval."""
    return _lowest_share(count, total, tail), 1 - _lowest_share(total - count, total, tail)


def _lowest_share(count: Floats, total: Floats, tail: Floats) -> Floats:
    from scipy.special import betaincinv

    some = count > 0
    found = betaincinv(np.where(some, count, 1.0), total - count + 1, tail)
    return np.where(some, found, 0.0)
