"""The usual course of monthly series, set by months that are fixed; never judges a month itself.

A row of every array is a series, a column a month. `usable` says which months may set a baseline.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from cspdata.change.arrays import Floats
from cspdata.change.limits import score
from cspdata.change.poisson import YEAR, Fit, fit, means, season, uncertainty
from cspdata.change.thresholds import MONTH_OUTSIDE, SEASON_DETAIL, SEASON_SPREAD

Flags = NDArray[np.bool_]
LEVEL_PRECISION = 0.05  # next to no prior: a series of no crimes expects a fifth of one in a year
PENALTY = np.array(
    [
        LEVEL_PRECISION,
        *[SEASON_SPREAD.value**-2] * 2,
        *[SEASON_DETAIL.value**-2] * 2,
    ]
)


@dataclass(frozen=True)
class Course:
    """The expected counts of months and the variance of the counts about them."""

    expected: Floats
    variance: Floats


def set_by(counts: Floats, usable: Flags, months: Floats, dispersion: Floats) -> tuple[Fit, Flags]:
    """Level and season of each series, and the months that set them.

    A usable month outside its own limits takes no part, so that one odd month cannot hide the next.
    `months` counts calendar months from any January.
    """
    design = season(months)
    held = fit(counts, usable.astype(float), design, dispersion, PENALTY)
    course = within(held, usable, months, dispersion)
    odd = usable & beyond(score(np.where(usable, counts, 1.0), course.expected, course.variance))
    if not odd.any():
        return held, usable
    kept = usable & ~odd
    return fit(counts, kept.astype(float), design, dispersion, PENALTY), kept


def within(held: Fit, setting: Flags, months: Floats, dispersion: Floats) -> Course:
    """The course over the months that set it: they lie closer to it than any other would."""
    expected, doubt = _expected(held, months)
    chance = dispersion[:, None] * expected
    closer = np.maximum(chance - doubt, chance / 2)
    return Course(expected, np.where(setting, closer, chance + doubt))


def after(held: Fit, months: Floats, dispersion: Floats) -> Course:
    """The course over months that did not set it, the doubt about level and season included."""
    expected, doubt = _expected(held, months)
    return Course(expected, dispersion[:, None] * expected + doubt)


def lifted(held: Fit, counts: Floats, seen: Flags, months: Floats, dispersion: Floats) -> Fit:
    """The same season at the level of other months, too few to tell a season of their own."""
    terms, covariance = held.terms.copy(), held.covariance.copy()
    terms[:, 0] = 0.0
    shape = (means(terms, season(months)) * seen).sum(axis=1)
    counted = np.maximum(np.where(seen, counts, 0.0).sum(axis=1), 0.5)
    terms[:, 0] = np.log(counted / shape)
    covariance[:, 0, :], covariance[:, :, 0] = 0.0, 0.0
    covariance[:, 0, 0] = dispersion / counted
    return Fit(terms, covariance)


def level(held: Fit) -> Floats:
    """The expected count of a month, averaged over a year."""
    return np.asarray(means(held.terms, season(np.arange(YEAR, dtype=float))).mean(axis=1))


def beyond(scores: Floats) -> Flags:
    """Whether a month is outside its usual range."""
    from scipy.special import ndtri

    return np.abs(scores) > -ndtri(MONTH_OUTSIDE.value / 2)


def _expected(held: Fit, months: Floats) -> tuple[Floats, Floats]:
    design = season(months)
    expected = means(held.terms, design)
    return expected, expected**2 * uncertainty(held.covariance, design)
