"""What is known of monthly series while they are judged, and what was found; decides nothing."""

from dataclasses import dataclass

import numpy as np

from cspdata.change.arrays import Floats
from cspdata.change.poisson import Fit, season
from cspdata.change.series import Flags, Places, Series

NUMBERS = ("expected", "variance", "level", "score", "drift")
FLAGS = ("outside", "drifting", "setting", "rebased", "left_out")


@dataclass
class State:
    """Each series at the month that is being judged; changed from month to month.

    The baseline runs from `begins` up to, not including, `ends` (0 while there is none). `drift` is
    the weighted average of scores, `noise` its variance by chance, `gain` how it answers to an
    error of each term of the course. `side` is the drift's present side (0 near the usual), `since`
    its first month there, and `calm` the month from which no drift was seen.
    """

    begins: Places
    ends: Places
    terms: Floats
    covariance: Floats
    drift: Floats
    noise: Floats
    gain: Floats
    side: Floats
    since: Places
    calm: Places


@dataclass
class Record:
    """What was found, a row per series and a column per month; NaN and False where nothing was."""

    expected: Floats
    variance: Floats
    level: Floats
    score: Floats
    drift: Floats
    since: Places
    outside: Flags
    drifting: Flags
    setting: Flags
    rebased: Flags
    left_out: Flags


def held(state: State, rows: Places) -> Fit:
    return Fit(state.terms[rows], state.covariance[rows])


def blank(series: Series) -> State:
    rows, terms = len(series.counts), season(series.months[:1]).shape[1]
    none = np.zeros(rows, dtype=np.intp)
    return State(
        begins=none.copy(),
        ends=none.copy(),
        terms=np.zeros((rows, terms)),
        covariance=np.zeros((rows, terms, terms)),
        drift=np.zeros(rows),
        noise=np.zeros(rows),
        gain=np.zeros((rows, terms)),
        side=np.zeros(rows),
        since=none.copy(),
        calm=none.copy(),
    )


def empty(series: Series) -> Record:
    shape = series.counts.shape
    numbers = {name: np.full(shape, np.nan) for name in NUMBERS}
    flags = {name: np.zeros(shape, dtype=bool) for name in FLAGS}
    return Record(**numbers, **flags, since=np.zeros(shape, dtype=np.intp))
