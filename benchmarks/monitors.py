"""Ways to watch months, side by side: false alarms in a quiet year, and how soon a rise is found.

The others are our own slow forms of what is published: XmR with runs (Wheeler 2000), a c-chart,
Laney's c' chart (Laney 2002, Quality Engineering 14, 531-537), and Farrington flexible (Noufaily
and others 2013, Statistics in Medicine 32, 1206-1222).
"""

from collections.abc import Callable

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from scipy.stats import nbinom, norm, poisson

from benchmarks.chance import SEED, counts, percent, told
from cspdata.change.dispersion import dispersion_at, spreads
from cspdata.change.monitor import judged
from cspdata.change.poisson import Fit, fit, means
from cspdata.change.series import series_of

SERIES = 1_000
FARRINGTON_SERIES = 200
PANEL = 20
CHECKS, SOON = 12, 6
RISE = 1.5
MEANS = (5, 15, 50)
SEASONS = (0.0, 0.17)
BASELINES = (24, 60, 120)
RUN = 8
MOVING_RANGE = 1.128  # mean range of two over their standard deviation
FARRINGTON = 0.005  # one-sided, as in the paper
FARRINGTON_GUARD = 3  # months before the one checked that take no part, a quarter for 26 weeks
FARRINGTON_ODD = 2.58

Found = tuple[NDArray[np.bool_], NDArray[np.bool_]]


def simulated(
    random: np.random.Generator, mean: float, season: float, months: int, rise: float, chance: float
) -> np.ndarray:
    """Series with a yearly wave that begins anywhere; the last `CHECKS` months may have risen."""
    at = np.arange(months + CHECKS)
    start = random.uniform(0, 12, (SERIES, 1))
    expected = mean * (1 + season * np.cos(2 * np.pi * (at - start) / 12))
    expected[:, months:] *= rise
    return counts(random, expected, chance)


def ours(series: np.ndarray, months: int) -> Found:
    """The dashboard's rule, with the dispersion measured from the months before the checks."""
    days = pd.date_range("2001-01-01", periods=series.shape[1], freq="MS")
    panel = np.arange(len(series)) // PANEL
    held = pd.DataFrame(
        {
            "area": np.repeat(np.arange(len(series)), months),
            "offence": np.repeat(panel, months),
            "month": np.tile(days[:months], len(series)),
            "count": series[:, :months].ravel(),
        }
    )
    chance = dispersion_at(spreads(held), panel, series[:, :months].mean(axis=1))
    found = judged(series_of(pd.DataFrame(series.T, index=days), chance))
    flags = (found.outside | found.drifting)[:, months:]
    up = (found.outside & (found.score > 0)) | (found.drifting & (found.drift > 0))
    return flags, up[:, months:]


def xmr_with_runs(series: np.ndarray, months: int) -> Found:
    base, checks = series[:, :months], series[:, months:]
    centre = base.mean(axis=1, keepdims=True)
    reach = 2.66 * np.abs(np.diff(base, axis=1)).mean(axis=1, keepdims=True)
    up, down = checks > centre + reach, checks < np.maximum(centre - reach, 0)
    side = np.sign(series - centre)
    runs = [
        np.stack(
            [
                (side[:, month - RUN + 1 : month + 1] == sign).all(axis=1)
                for month in range(months, series.shape[1])
            ],
            axis=1,
        )
        for sign in (1, -1)
    ]
    return up | down | runs[0] | runs[1], up | runs[0]


def c_chart(series: np.ndarray, months: int, widened: NDArray[np.float64] | float = 1.0) -> Found:
    centre = series[:, :months].mean(axis=1, keepdims=True)
    reach = 3 * widened * np.sqrt(centre)
    checks = series[:, months:]
    up = checks > centre + reach
    return up | (checks < np.maximum(centre - reach, 0)), up


def laney(series: np.ndarray, months: int) -> Found:
    base = series[:, :months]
    centre = base.mean(axis=1, keepdims=True)
    scores = (base - centre) / np.sqrt(centre)
    widened = np.abs(np.diff(scores, axis=1)).mean(axis=1, keepdims=True) / MOVING_RANGE
    return c_chart(series, months, widened)


def farrington(series: np.ndarray, months: int) -> Found:
    """Rises only: the paper's threshold has no lower side."""
    series = series[:FARRINGTON_SERIES]
    flags = [_farrington_check(series, month) for month in range(months, series.shape[1])]
    up = np.stack(flags, axis=1)
    return up, up


def _farrington_check(series: np.ndarray, month: int) -> NDArray[np.bool_]:
    """One month against up to five years before it: season in groups, trend if it is needed."""
    first = max(0, month - 60 - FARRINGTON_GUARD)
    past = np.arange(first, month - FARRINGTON_GUARD)
    flat = _groups(past, month)
    sloped = np.column_stack([flat, (past - month) / 12])
    bent, _ = _quasi(series[:, past], sloped, np.ones((len(series), len(past))))
    slope, error = bent.terms[:, -1], np.sqrt(bent.covariance[:, -1, -1])
    trend = (np.abs(slope) > norm.ppf(0.975) * error) & (len(past) > 36)
    limit = [
        _threshold(series[:, past], design, at)
        for design, at in ((flat, _now(flat)), (sloped, np.append(_now(flat), 0.0)))
    ]
    return np.asarray(series[:, month] > np.where(trend, limit[1], limit[0]))


def _groups(past: np.ndarray, month: int) -> np.ndarray:
    """The month checked and its neighbours as reference, the other nine in three groups."""
    apart = (past - month + 1) % 12
    group = np.where(apart < 3, 0, 1 + (apart - 3) // 3)
    return np.column_stack([np.ones(len(past)), *[(group == each) * 1.0 for each in (1, 2, 3)]])


def _now(design: np.ndarray) -> np.ndarray:
    return np.eye(design.shape[1])[0]


def _quasi(past: np.ndarray, design: np.ndarray, weights: np.ndarray) -> tuple[Fit, np.ndarray]:
    """The fit and its dispersion."""
    weak = np.full(design.shape[1], 1e-3)
    held = fit(past, weights, design, np.ones(len(past)), weak)
    expected = means(held.terms, design)
    squares = (weights * (past - expected) ** 2 / expected).sum(axis=1)
    spread = np.maximum(squares / (past.shape[1] - design.shape[1]), 1.0)
    return fit(past, weights, design, spread, weak), spread


def _threshold(past: np.ndarray, design: np.ndarray, at: np.ndarray) -> np.ndarray:
    """What a month must exceed: fitted, fitted again with odd months weighing less, quantile."""
    held, spread = _quasi(past, design, np.ones(past.shape))
    expected = means(held.terms, design)
    anscombe = 1.5 * (past ** (2 / 3) - expected ** (2 / 3)) / (expected ** (1 / 6))
    odd = anscombe / np.sqrt(spread)[:, None]
    weights = np.where(odd > FARRINGTON_ODD, odd**-2.0, 1.0)
    weights = weights * past.shape[1] / weights.sum(axis=1, keepdims=True)
    held, spread = _quasi(past, design, weights)
    mean = np.exp(held.terms @ at)
    size = mean / np.maximum(spread - 1, 1e-6)
    wide = nbinom.ppf(1 - FARRINGTON, size, 1 / np.maximum(spread, 1 + 1e-6))
    return np.where(spread > 1, wide, poisson.ppf(1 - FARRINGTON, mean))


WAYS: dict[str, Callable[[np.ndarray, int], Found]] = {
    "the dashboard": ours,
    "XmR with runs": xmr_with_runs,
    "c-chart": c_chart,
    "Laney c'": laney,
    "Farrington flexible": farrington,
}


def beside_each_other(random: np.random.Generator) -> pd.DataFrame:
    """False alarms in twelve checks, and how often a rise by half is found within six months."""
    cases = [
        (1.5, months, season, mean) for months in BASELINES for season in SEASONS for mean in MEANS
    ]
    cases += [(chance, BASELINES[0], SEASONS[1], 15) for chance in (1.0, 2.0)]
    rows = []
    for chance, months, season, mean in cases:
        quiet = simulated(random, mean, season, months, 1.0, chance)
        risen = simulated(random, mean, season, months, RISE, chance)
        row = {
            "dispersion": f"{chance:g}",
            "baseline": months,
            "season": f"{season:.0%}",
            "a month": mean,
        }
        for name, way in WAYS.items():
            alarms, found = way(quiet, months)[0], way(risen, months)[1]
            row[name] = f"{percent(alarms.any(axis=1))} / {percent(found[:, :SOON].any(axis=1), 0)}"
        rows.append(row)
    return pd.DataFrame(rows)


def main() -> None:
    """Print one table: in each cell false alarms in twelve checks / rises found in six months."""
    title = f"Quiet years and rises by half ({SERIES:,} series for each cell)"
    told(title, beside_each_other(np.random.default_rng(SEED)))


if __name__ == "__main__":
    main()
