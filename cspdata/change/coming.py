"""What to expect of the coming months: a range from the latest level and the season; no target.

Unlike the fixed course that months are judged against, the level here follows the series: it
wanders a little every month, and each month that is counted corrects it (a Kalman filter for
overdispersed counts).
Source: West and Harrison (1997), Bayesian Forecasting and Dynamic Models, chapter 14.
"""

from dataclasses import dataclass

import numpy as np

from cspdata.change.arrays import Floats
from cspdata.change.baselines import PENALTY
from cspdata.change.poisson import Fit, fit, season
from cspdata.change.series import Flags, Places, Series
from cspdata.change.thresholds import BASELINE_MONTHS, COMING_MONTHS, LEVEL_WANDERS, OUTLYING

BEGINNING = 12  # months that give the filter its first level: each season once
WANDERING = np.diag([LEVEL_WANDERS.value**2] + [0.0] * (len(PENALTY) - 1))


@dataclass(frozen=True)
class Ahead:
    """Mean and variance of the counts of the coming months, a row per series; NaN where unknown."""

    mean: Floats
    variance: Floats


@dataclass
class _Belief:
    """Level and season of each series as last corrected, and the month its stretch began."""

    terms: Floats
    covariance: Floats
    begins: Places
    ready: Flags


def ahead(series: Series, least: float = BASELINE_MONTHS.value) -> Ahead:
    """The coming months of every series that has `least` months of figures since it started."""
    rows, end = series.counts.shape
    belief = _Belief(
        np.zeros((rows, len(PENALTY))),
        np.tile(np.eye(len(PENALTY)), (rows, 1, 1)),
        np.zeros(rows, dtype=np.intp),
        np.zeros(rows, dtype=bool),
    )
    for month in range(end):
        started = series.starts[:, month]
        belief.begins[started], belief.ready[started] = month, False
        _correct(belief, series, month)
        _begin(belief, series, month)
    enough = series.counted(belief.begins, end) >= least
    return _expected(belief, series, belief.ready & enough)


def _begin(belief: _Belief, series: Series, month: int) -> None:
    due = ~belief.ready & (series.counted(belief.begins, month + 1) >= BEGINNING)
    rows = np.flatnonzero(due)
    if not rows.size:
        return
    span = slice(int(belief.begins[rows].min()), month + 1)
    inside = np.arange(span.start, span.stop) >= belief.begins[rows, None]
    held = fit(
        series.counts[rows, span],
        (series.seen[rows, span] & inside).astype(float),
        season(series.months[span]),
        series.dispersion[rows],
        PENALTY,
    )
    belief.terms[rows], belief.covariance[rows] = held.terms, held.covariance
    belief.ready[rows] = True


def _correct(belief: _Belief, series: Series, month: int) -> None:
    """Each belief moved towards the month's count, by how much less sure it is than the count."""
    belief.covariance[belief.ready] += WANDERING
    rows = np.flatnonzero(belief.ready & series.seen[:, month])
    design = season(series.months[[month]])[0]
    held = Fit(belief.terms[rows], belief.covariance[rows])
    mean = np.exp(held.terms @ design)
    lean = held.covariance @ design
    variance = series.dispersion[rows] * mean + mean**2 * (lean @ design)
    spread = OUTLYING.value * np.sqrt(variance)
    surprise = np.clip(series.counts[rows, month] - mean, -spread, spread)
    gain = lean * (mean / variance)[:, None]
    belief.terms[rows] = held.terms + gain * surprise[:, None]
    belief.covariance[rows] = (
        held.covariance - gain[:, :, None] * gain[:, None, :] * variance[:, None, None]
    )


def _expected(belief: _Belief, series: Series, known: Flags) -> Ahead:
    steps = np.arange(1, int(COMING_MONTHS.value) + 1)
    design = season(series.months[-1] + steps)
    mean = np.exp(belief.terms @ design.T)
    doubt = np.einsum("ti,sij,tj->st", design, belief.covariance, design)
    doubt = doubt + LEVEL_WANDERS.value**2 * steps
    variance = series.dispersion[:, None] * mean + mean**2 * doubt
    unknown = ~known[:, None]
    return Ahead(np.where(unknown, np.nan, mean), np.where(unknown, np.nan, variance))
