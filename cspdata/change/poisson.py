"""Many short series of counts fitted at once by a log-linear model; never looks at a signal.

A row is a series, a column a month. The model is quasi-Poisson: a month's variance is `dispersion`
times its mean. A penalty draws a coefficient towards 0 as a normal prior of that precision would.
"""

from dataclasses import dataclass

import numpy as np

from cspdata.change.arrays import Floats

STEPS = 25
STRIDE = 1.0  # log units: no step of the search is longer, or it leaves the counts behind
CLOSE = 1e-8
YEAR = 12
WAVES = 2
NONE_SEEN = 0.5  # counted in place of 0 when a search begins, for a logarithm needs more


@dataclass(frozen=True)
class Fit:
    """Coefficients of each series (series, terms) and their covariance (series, terms, terms)."""

    terms: Floats
    covariance: Floats


def season(months: Floats) -> Floats:
    """A column for the level, then cosine and sine of the yearly and the half-yearly wave."""
    waves = [
        turn(2 * np.pi * wave * months / YEAR)
        for wave in range(1, WAVES + 1)
        for turn in (np.cos, np.sin)
    ]
    return np.column_stack([np.ones(len(months)), *waves])


def fit(
    counts: Floats, weights: Floats, design: Floats, dispersion: Floats, penalty: Floats
) -> Fit:
    """Fit every series to the months that weigh 1; those that weigh 0 may hold anything.

    `design` has a row per month and a column per term, the first of which is the level.
    """
    seen = np.where(weights > 0, counts, 0.0)
    months = np.maximum(weights.sum(axis=1), 1.0)
    terms = np.zeros((len(counts), design.shape[1]))
    terms[:, 0] = np.log(np.maximum(seen.sum(axis=1), NONE_SEEN) / months)
    for _ in range(STEPS):
        slope = (seen - weights * means(terms, design)) @ design / dispersion[:, None]
        curve = _curvature(terms, weights, design, dispersion, penalty)
        step = np.linalg.solve(curve, (slope - terms * penalty)[..., None])[..., 0]
        terms = terms + np.clip(step, -STRIDE, STRIDE)
        if np.abs(step).max(initial=0.0) < CLOSE:
            break
    curve = _curvature(terms, weights, design, dispersion, penalty)
    return Fit(terms, np.asarray(np.linalg.inv(curve), dtype=float))


def means(terms: Floats, design: Floats) -> Floats:
    """The expected count of each series in each month of the design."""
    return np.exp(terms @ design.T)


def uncertainty(covariance: Floats, design: Floats) -> Floats:
    """The variance of the logarithm of each expected count, a row per series."""
    return np.asarray(np.einsum("ti,sij,tj->st", design, covariance, design))


def _curvature(
    terms: Floats, weights: Floats, design: Floats, dispersion: Floats, penalty: Floats
) -> Floats:
    weight = weights * means(terms, design) / dispersion[:, None]
    terms_squared = np.einsum("ti,tj->tij", design, design)
    return np.tensordot(weight, terms_squared, axes=1) + np.diag(penalty)
