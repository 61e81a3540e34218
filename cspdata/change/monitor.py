"""Monthly series judged month by month against their usual course; never names or draws one.

The published rule. The first 24 months with figures set the usual course of a series: a level and a
season, fixed from then on. Every later month is judged against it, alone (outside) and together
with the months before it (drift: a weighted average, EWMA). A year without a drift joins the months
that set the course, of which the newest 60 count. A drift that has lasted twelve months is the new
level: the course starts anew with its first month and keeps its season. It also starts anew at a
break and after a year without figures. What was said of a month is never changed by later ones.
Source: Roberts (1959), Technometrics 1, 239-250, for the EWMA; Noufaily and others (2013),
Statistics in Medicine 32, 1206-1222, for counts with a season, dispersion and a fitted course.
"""

import numpy as np

from cspdata.change import baselines, ledger
from cspdata.change.arrays import Floats
from cspdata.change.baselines import Flags
from cspdata.change.ledger import Record, State
from cspdata.change.limits import score
from cspdata.change.poisson import Fit, season
from cspdata.change.series import Places, Series
from cspdata.change.thresholds import (
    BASELINE_LONGEST,
    BASELINE_MONTHS,
    BASELINE_STEP,
    DRIFT_BEGINS,
    DRIFT_LEAST,
    DRIFT_MEMORY,
    DRIFT_OUTSIDE,
    LASTING,
    WATCHED_FROM,
)

WEIGHT = DRIFT_MEMORY.value


def judged(series: Series) -> Record:
    """Every month of every series judged by what was known when it came."""
    state, record = ledger.blank(series), ledger.empty(series)
    for month in range(series.counts.shape[1]):
        _start_anew(state, series.starts[:, month], month)
        _judge(state, record, series, month)
        _take_new_level(state, record, series, month)
        _add_quiet_year(state, record, series, month)
        _set_first(state, record, series, month)
    return record


def _start_anew(state: State, starting: Flags, month: int) -> None:
    state.begins[starting], state.ends[starting] = month, 0
    _forget_drift(state, np.flatnonzero(starting), month)


def _forget_drift(state: State, rows: Places, month: int) -> None:
    state.drift[rows] = state.noise[rows] = state.gain[rows] = 0.0
    state.side[rows], state.since[rows], state.calm[rows] = 0.0, month, month


def _judge(state: State, record: Record, series: Series, month: int) -> None:
    rows = np.flatnonzero(state.ends > 0)
    held, chance = ledger.held(state, rows), series.dispersion[rows]
    course = baselines.after(held, series.months[[month]], chance)
    record.expected[rows, month] = course.expected[:, 0]
    record.variance[rows, month] = course.variance[:, 0]
    record.level[rows, month] = baselines.level(held)
    seen = series.seen[rows, month]
    count = np.where(seen, series.counts[rows, month], course.expected[:, 0])
    found = np.where(seen, score(count, course.expected[:, 0], course.variance[:, 0]), 0.0)
    deviation = np.sqrt(course.variance[:, 0])
    own = seen * chance * course.expected[:, 0] / course.variance[:, 0]
    answer = (seen * course.expected[:, 0] / deviation)[:, None] * season(series.months[[month]])
    state.drift[rows] = (1 - WEIGHT) * state.drift[rows] + WEIGHT * found
    state.noise[rows] = (1 - WEIGHT) ** 2 * state.noise[rows] + WEIGHT**2 * own
    state.gain[rows] = (1 - WEIGHT) * state.gain[rows] + WEIGHT * answer
    _note(state, record, series, rows, month, found)


def _note(
    state: State, record: Record, series: Series, rows: Places, month: int, found: Floats
) -> None:
    gain, covariance = state.gain[rows], state.covariance[rows]
    doubt = np.einsum("si,sij,sj->s", gain, covariance, gain)
    away = state.drift[rows] / np.sqrt(np.maximum(state.noise[rows] + doubt, np.finfo(float).tiny))
    full = record.level[rows, month] >= WATCHED_FROM.value
    watched = series.seen[rows, month] & full
    record.score[rows, month] = np.where(watched, found, np.nan)
    record.drift[rows, month] = np.where(watched, away, np.nan)
    _date_drift(state, rows, month, away)
    record.since[rows, month] = state.since[rows]
    record.outside[rows, month] = watched & baselines.beyond(found)
    long = series.counted(state.since, month + 1)[rows] >= DRIFT_LEAST.value
    record.drifting[rows, month] = watched & long & (np.abs(away) > DRIFT_OUTSIDE.value)
    odd = record.outside[rows, month] | record.drifting[rows, month]
    record.left_out[rows, month] = odd
    state.calm[rows[record.drifting[rows, month]]] = month + 1


def _date_drift(state: State, rows: Places, month: int, away: Floats) -> None:
    side = np.where(np.abs(away) < DRIFT_BEGINS.value, 0.0, np.sign(away))
    turned = rows[side != state.side[rows]]
    state.since[turned] = month
    state.side[rows] = side


def _take_new_level(state: State, record: Record, series: Series, month: int) -> None:
    """A drift that has lasted is the level from now on; its months set it, the odd ones too."""
    lasted = series.counted(state.since, month + 1) >= LASTING.value
    for row in np.flatnonzero(record.drifting[:, month] & lasted):
        chosen, span = np.array([row]), slice(state.since[row], month + 1)
        held = baselines.lifted(
            ledger.held(state, chosen),
            series.counts[chosen, span],
            series.seen[chosen, span],
            series.months[span],
            series.dispersion[chosen],
        )
        record.left_out[row, span] = False
        record.rebased[row, month] = True
        _adopt(state, chosen, held, state.since[chosen], month)
        _forget_drift(state, chosen, month + 1)


def _add_quiet_year(state: State, record: Record, series: Series, month: int) -> None:
    quiet = series.counted(np.maximum(state.calm, state.ends), month + 1) >= BASELINE_STEP.value
    rows = np.flatnonzero(quiet & (state.ends > 0))
    if rows.size:
        longest = series.sums[rows, month + 1] - int(BASELINE_LONGEST.value)
        newest = (series.sums[rows] < longest[:, None]).sum(axis=1)
        begins = np.maximum(state.begins[rows], newest)
        held, _ = _fitted(record, series, rows, begins, month)
        _adopt(state, rows, held, begins, month)


def _set_first(state: State, record: Record, series: Series, month: int) -> None:
    enough = series.counted(state.begins, month + 1) >= BASELINE_MONTHS.value
    rows = np.flatnonzero(enough & (state.ends == 0))
    if rows.size:
        begins = state.begins[rows]
        held, setting = _fitted(record, series, rows, begins, month)
        _adopt(state, rows, held, begins, month)
        _forget_drift(state, rows, month + 1)
        _look_back(record, series, rows, held, setting, begins)


def _fitted(
    record: Record, series: Series, rows: Places, begins: Places, month: int
) -> tuple[Fit, Flags]:
    span = _span(begins, month)
    inside = np.arange(span.start, span.stop) >= begins[:, None]
    usable = series.seen[rows, span] & ~record.left_out[rows, span] & inside
    return baselines.set_by(
        series.counts[rows, span], usable, series.months[span], series.dispersion[rows]
    )


def _span(begins: Places, month: int) -> slice:
    return slice(int(begins.min()), month + 1)


def _adopt(state: State, rows: Places, held: Fit, begins: Places, month: int) -> None:
    state.terms[rows], state.covariance[rows] = held.terms, held.covariance
    state.begins[rows], state.ends[rows] = begins, month + 1


def _look_back(
    record: Record, series: Series, rows: Places, held: Fit, setting: Flags, begins: Places
) -> None:
    """The course over the months that set it, for the chart; an odd one of them is marked."""
    span = _span(begins, int(begins.min()) + setting.shape[1] - 1)
    course = baselines.within(held, setting, series.months[span], series.dispersion[rows])
    inside = np.arange(span.start, span.stop) >= begins[:, None]
    level = np.broadcast_to(baselines.level(held)[:, None], inside.shape)
    found = {"expected": course.expected, "variance": course.variance, "level": level}
    for name, values in found.items():
        into = getattr(record, name)
        into[rows, span] = np.where(inside, values, into[rows, span])
    odd = inside & series.seen[rows, span] & ~setting
    record.setting[rows, span] |= inside
    record.outside[rows, span] |= odd & (level >= WATCHED_FROM.value)
