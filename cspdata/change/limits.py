"""How far a count may lie from what is expected of it; never knows what was expected or why.

The law is the negative binomial with a given mean and variance, which is the Poisson law where the
variance is no larger than the mean. All arrays have one shape, and every mean is above 0.
"""

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

from cspdata.change.arrays import Floats, first_where

POISSON = 1e-6  # a variance less than this part above the mean is the Poisson law's
NEVER = 1e-300  # the smallest tail that still has a normal quantile
SHORT = 0.02  # of a probability: of very small counts one more or less decides a tenth and more
FIRST_STEP = 2.0  # counts: a guess at a limit is seldom further off


def score(count: Floats, mean: Floats, variance: Floats) -> Floats:
    """The count in standard deviations: the normal quantile of its mid-probability."""
    from scipy.special import ndtri

    low = count <= mean
    tail = _tail(count, mean, variance, low)
    half = _chance(count, mean, variance) / 2
    # beyond a lower count lies itself and less, beyond a higher one more than itself
    middle = np.clip(np.where(low, tail - half, tail + half), NEVER, 1 - POISSON)
    return np.where(low, 1, -1) * ndtri(middle)


def usual_range(mean: Floats, variance: Floats, outside: float) -> tuple[Floats, Floats]:
    """The smallest and the largest whole count whose `score` is not beyond the limits.

    `outside` is the two-sided probability beyond them.
    """
    limit = _normal(1 - outside / 2)
    low = _first(
        lambda count: score(count, mean, variance) >= -limit, _quantile(mean, variance, -limit)
    )
    beyond = _first(
        lambda count: score(count, mean, variance) > limit, _quantile(mean, variance, limit)
    )
    return low, beyond - 1


def likely_range(mean: Floats, variance: Floats, coverage: float) -> tuple[Floats, Floats]:
    """The range of whole counts whose probability is nearest to `coverage`.

    It begins where the tail below is nearest to half of the rest, which is 0 for small counts, and
    ends where the whole is nearest to `coverage`, at most `SHORT` below it: a range that must hold
    at least that much would be far too wide for small counts.
    """
    tail = np.full(mean.shape, (1 - coverage) / 2)
    low = _nearest(tail, mean, variance) + 1
    below = np.where(low > 0, _cumulated(low - 1, mean, variance), 0.0)
    high = np.maximum(_nearest(np.minimum(below + coverage, 1 - POISSON), mean, variance), low)
    held = _cumulated(high, mean, variance) - below
    return low, np.where(held < coverage - SHORT, high + 1, high)


def _nearest(probability: Floats, mean: Floats, variance: Floats) -> Floats:
    """The count, from -1 on, whose cumulated probability is nearest."""
    from scipy.special import ndtri

    reached = _first(
        lambda count: _cumulated(count, mean, variance) >= probability,
        _quantile(mean, variance, ndtri(probability)),
    )
    over = _cumulated(reached, mean, variance) - probability
    short = probability - np.where(reached > 0, _cumulated(reached - 1, mean, variance), 0.0)
    return np.where(over <= short, reached, reached - 1)


def _first(holds: Callable[[Floats], NDArray[np.bool_]], guess: Floats) -> Floats:
    """The smallest whole count for which a condition holds that holds for all larger ones."""
    low = high = np.maximum(np.floor(guess), 0.0)
    step = FIRST_STEP
    while (short := ~holds(high)).any():
        low, high, step = np.where(short, high, low), high + step * short, step * 2
    step = FIRST_STEP
    while (far := holds(low) & (low > 0)).any():
        high, low, step = np.where(far, low, high), np.maximum(low - step * far, 0.0), step * 2
    return first_where(holds, low, high)


def _quantile(mean: Floats, variance: Floats, away: Floats | float) -> Floats:
    """Cornish and Fisher's (1938) first guess at a quantile."""
    spread = np.sqrt(variance)
    skewness = (2 * variance - mean) / (mean * spread)
    return np.asarray(mean + spread * (away + (np.square(away) - 1) * skewness / 6))


def _normal(probability: float) -> float:
    from scipy.special import ndtri

    return float(ndtri(probability))


def _cumulated(count: Floats, mean: Floats, variance: Floats) -> Floats:
    return _tail(count, mean, variance, np.ones(mean.shape, dtype=bool))


def _tail(count: Floats, mean: Floats, variance: Floats, low: NDArray[np.bool_]) -> Floats:
    """Probability of the count or less where `low`, of more than the count elsewhere."""
    from scipy.special import betainc

    times, size = _shape(mean, variance)
    more = count + 1
    first, second = np.where(low, size, more), np.where(low, more, size)
    return np.asarray(betainc(first, second, np.where(low, 1 / times, 1 - 1 / times)))


def _chance(count: Floats, mean: Floats, variance: Floats) -> Floats:
    from scipy.special import gammaln

    times, size = _shape(mean, variance)
    ways = gammaln(count + size) - gammaln(count + 1) - gammaln(size)
    return np.asarray(np.exp(ways - size * np.log(times) + count * np.log1p(-1 / times)))


def _shape(mean: Floats, variance: Floats) -> tuple[Floats, Floats]:
    times = np.maximum(variance / mean, 1 + POISSON)
    return times, mean / (times - 1)
