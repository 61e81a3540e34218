"""Monthly series with their usual ranges, as frames; the rule itself stands in `monitor`.

Counts in, frames out. Known events are taken out before (`events.without`), so that a festival
neither gives a signal nor widens the range.
"""

from dataclasses import dataclass
from enum import StrEnum

import numpy as np
import pandas as pd

from cspdata.change.arrays import Floats, Numbers
from cspdata.change.coming import ahead
from cspdata.change.ledger import Record
from cspdata.change.limits import likely_range, usual_range
from cspdata.change.monitor import judged
from cspdata.change.series import Series, series_of
from cspdata.change.thresholds import (
    BASELINE_MONTHS,
    COMING_COVERAGE,
    MONTH_OUTSIDE,
    WATCHED_FROM,
)


class Stage(StrEnum):
    """Whether a month is judged, and if not, why."""

    WATCHED = "watched"
    BASELINE = "sets the usual range"
    TOO_SHORT = "too few months yet"
    TOO_FEW = "too few a month"
    NO_FIGURE = "no figure"


@dataclass(frozen=True)
class Watch:
    """`months` holds every month of every series, `coming` the months after the last."""

    months: pd.DataFrame
    coming: pd.DataFrame


def watch(
    counts: pd.DataFrame, dispersion: Numbers = 1.0, segments: pd.DataFrame | None = None
) -> Watch:
    """Every month of every series judged by the published rule of `monitor`, and what to expect.

    `counts`: a row per calendar month (its first day, none left out), a column per series, NaN
    where there is no figure. `dispersion`: one number or one per column, from
    `dispersion.dispersion_at`. `segments`: the shape of `counts`, another value after each break.

    `months` has a row per series and month: the names of the columns (as `counts.columns` are
    named, else "series"), month, count, stage (a `Stage`), needed (months still needed before the
    first range), expected, lower and upper (smallest and largest usual count), level (usual count
    of a month over a year), outside (beyond lower or upper; marked, but no signal, in a month that
    sets the range), drift (part of a drift), since (first month of that drift), side (of the
    expected count: 1 above, -1 below, 0 at it), drift_side, p (of the month's stronger signal, for
    both looked for), rebased (whether a drift that lasted is the new level after this month).
    Numbers are NaN and flags False before there is a range.

    `coming` has a row per series and coming month: names, month, expected, lower, upper: the whole
    counts between which nine months in ten will lie. None for series of less than two years.
    Raises ValueError as `series.series_of` does.
    """
    series = series_of(counts, dispersion, segments)
    named = _names(counts.columns)
    return Watch(_months(counts, series, judged(series), named), _coming(counts, series, named))


def _names(columns: pd.Index) -> pd.DataFrame:
    frame = columns.to_frame(index=False)
    unnamed = [name if isinstance(name, str) else "series" for name in frame.columns]
    return frame.set_axis(unnamed, axis=1)


def _months(
    counts: pd.DataFrame, series: Series, record: Record, named: pd.DataFrame
) -> pd.DataFrame:
    lower, upper = _bounds(record)
    away = np.where(series.seen & ~np.isnan(record.expected), series.counts - record.expected, 0)
    since = counts.index.to_numpy()[record.since.ravel()]
    rows = {
        "count": series.counts,
        "stage": _stages(series, record),
        "needed": _needed(series, record),
        "expected": record.expected,
        "lower": lower,
        "upper": upper,
        "level": record.level,
        "outside": record.outside,
        "drift": record.drifting,
        "side": np.sign(away).astype(int),
        "drift_side": np.sign(np.nan_to_num(record.drift)).astype(int),
        "p": _either(record),
        "rebased": record.rebased,
    }
    frame = _keys(named, counts.index).assign(**{name: each.ravel() for name, each in rows.items()})
    return frame.assign(since=pd.Series(since).where(frame["drift"]))


def _coming(counts: pd.DataFrame, series: Series, named: pd.DataFrame) -> pd.DataFrame:
    found = ahead(series)
    known = ~np.isnan(found.mean)
    lower, upper = np.full(known.shape, np.nan), np.full(known.shape, np.nan)
    lower[known], upper[known] = likely_range(
        found.mean[known], found.variance[known], COMING_COVERAGE.value
    )
    last = counts.index[-1]
    months = pd.DatetimeIndex([last + pd.DateOffset(months=n + 1) for n in range(known.shape[1])])
    frame = _keys(named, months).assign(
        expected=found.mean.ravel(), lower=lower.ravel(), upper=upper.ravel()
    )
    return frame[known.ravel()].reset_index(drop=True)


def _keys(named: pd.DataFrame, months: pd.Index) -> pd.DataFrame:
    """A row per series and month, the months of a series together."""
    repeated = named.loc[named.index.repeat(len(months))].reset_index(drop=True)
    return repeated.assign(month=np.tile(months.to_numpy(), len(named)))


def _bounds(record: Record) -> tuple[Floats, Floats]:
    known = ~np.isnan(record.expected)
    bounds = np.full((2, *known.shape), np.nan)
    bounds[:, known] = usual_range(
        record.expected[known], record.variance[known], MONTH_OUTSIDE.value
    )
    return bounds[0], bounds[1]


def _stages(series: Series, record: Record) -> np.ndarray:
    cases = {
        Stage.NO_FIGURE: ~series.seen,
        Stage.TOO_SHORT: np.isnan(record.expected),
        Stage.TOO_FEW: record.level < WATCHED_FROM.value,
        Stage.BASELINE: record.setting,
    }
    found = np.select(list(cases.values()), [case.value for case in cases], Stage.WATCHED.value)
    return np.asarray(found)


def _needed(series: Series, record: Record) -> np.ndarray:
    """Months still needed after each month before its stretch has a range."""
    starts = np.maximum.accumulate(
        np.where(series.starts, np.arange(series.seen.shape[1]), 0), axis=1
    )
    held = series.sums[:, 1:] - np.take_along_axis(series.sums, starts, axis=1)
    short = np.maximum(int(BASELINE_MONTHS.value) - held, 0)
    return np.where(np.isnan(record.expected), short, 0)


def _either(record: Record) -> Floats:
    from scipy.special import ndtr

    furthest = np.fmax(np.abs(record.score), np.abs(record.drift))
    return np.asarray(np.minimum(4 * ndtr(-furthest), 1.0))
