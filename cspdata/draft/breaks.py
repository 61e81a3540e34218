"""Where an offence's level jumps in one month across a whole force: proposals, never decisions.

Whether recording changed or crime did is not in the counts. What is looked for is a step that no
season, no trend, no single month and no single district explains.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from cspdata import offences
from cspdata.periods import Period, month

YEAR = 12
MONTHS = 18
FEWEST = 3
STEP = 1.3
CLEAR = 5
STEPS = 3
EACH = 1.1
SHARE_OF_PLACES = 0.8
PLACES = 3
A_MONTH = 5
FELT = 0.05
LATEST = 2


@dataclass(frozen=True)
class Jump:
    """A step of an offence at the first day of a month: `times` the level before.

    `rest` is how all else changed. `places` of the `of` places moved the same way; `touched` are
    the sums that it breaks too.
    """

    offence: str
    month: Period
    times: float
    rest: float
    places: int
    of: int
    touched: tuple[str, ...]


def jumps(counts: pd.DataFrame, place: str) -> list[Jump]:
    """The steps in `counts` (month, offence, count and a column that names the place), in order.

    The logarithm of each offence against all else is fitted by the month of the year and a step at
    each month in turn. The best step counts if it is STEP or more and CLEAR standard errors from
    none, is STEP or more by itself, half of it is left when there may be a trend too, and it shows
    in SHARE_OF_PLACES of the places with A_MONTH or more, at least PLACES of them. MONTHS must be
    held, and the month before the step.
    """
    wide = counts.pivot_table(
        index="month", columns=["offence", place], values="count", aggfunc="sum", fill_value=0
    ).sort_index()
    if len(wide) < MONTHS:
        return []
    listed = [str(offence) for offence in wide.columns.get_level_values(0).unique()]
    found = [jump for offence in listed for jump in _of_offence(wide, offence, listed)]
    return sorted(found, key=lambda jump: (jump.month, jump.offence))


def _of_offence(wide: pd.DataFrame, offence: str, listed: Sequence[str]) -> Iterator[Jump]:
    ours, every = _of(wide, [offence]), wide.sum(axis="columns")
    own, rest = ours.sum(axis="columns"), every - ours.sum(axis="columns")
    numbers = _numbers(wide.index)
    for at in _steps(numbers, _logs(own) - _logs(rest)):
        alone, other = (_step(numbers, _logs(series), at) for series in (own, rest))
        sudden = _fit(numbers, _logs(own), [at], trend=True)[0]
        if numbers[at] - numbers[at - 1] > LATEST or abs(alone) < np.log(STEP):
            continue
        if sudden * np.sign(alone) < abs(alone) / 2:
            continue
        moved, of = _places(ours, numbers, at, float(np.sign(alone)))
        if of >= PLACES and moved >= SHARE_OF_PLACES * of:
            first = _month(numbers[at])
            touched = tuple(_touched(wide, offence, listed, at))
            times, beside = float(np.exp(alone)), float(np.exp(other))
            yield Jump(offence, first, times, beside, moved, of, touched)


def _steps(numbers: np.ndarray, logs: np.ndarray) -> list[int]:
    """The places of the steps that are large and clear, the clearest first, at most STEPS."""
    found: list[int] = []
    while len(found) < STEPS:
        fits = {
            at: _fit(numbers, logs, [*found, at])
            for at in range(FEWEST, len(numbers) - FEWEST + 1)
            if at not in found
        }
        best = min(fits, key=lambda at: fits[at][2])
        size, error, _ = fits[best]
        if abs(size) < max(np.log(STEP), CLEAR * error):
            break
        found.append(best)
    return found


def _step(numbers: np.ndarray, logs: np.ndarray, at: int) -> float:
    return _fit(numbers, logs, [at])[0]


def _fit(
    numbers: np.ndarray, logs: np.ndarray, steps: Sequence[int], trend: bool = False
) -> tuple[float, float, float]:
    """The last step's size, its standard error, and what is left over, by least squares."""
    season = numbers[:, None] % YEAR == np.arange(YEAR)
    parts = [season[:, season.any(axis=0)], *([numbers / YEAR - numbers.mean() / YEAR] * trend)]
    after = [np.arange(len(numbers)) >= at for at in steps]
    columns = np.column_stack([*parts, *after]).astype(float)
    inverse = np.linalg.pinv(columns.T @ columns)
    sizes = inverse @ columns.T @ logs
    left = float(((logs - columns @ sizes) ** 2).sum())
    free = max(len(numbers) - np.linalg.matrix_rank(columns), 1)
    error = np.sqrt(left / free * max(inverse[-1, -1], 0))
    return float(sizes[-1]), float(error), left


def _places(ours: pd.DataFrame, numbers: np.ndarray, at: int, direction: float) -> tuple[int, int]:
    """How many of the places with counts enough moved the same way by EACH or more, of how many.

    (0, 0) where places with counts enough to tell hold less than half of all.
    """
    large = ours.columns[ours.mean() >= A_MONTH]
    if 2 * ours[large].to_numpy().sum() < ours.to_numpy().sum():
        return 0, 0
    sizes = [direction * _step(numbers, _logs(ours[place]), at) for place in large]
    return sum(bool(size >= np.log(EACH)) for size in sizes), len(sizes)


def _touched(wide: pd.DataFrame, offence: str, listed: Sequence[str], at: int) -> Iterator[str]:
    """The sums of which the step is a part that is felt: FELT or more of the level before."""
    own = _of(wide, [offence]).sum(axis="columns")
    size = _step(_numbers(wide.index), _logs(own), at)
    step = abs(np.expm1(size)) * own.iloc[:at].median()
    for above in offences.ancestors(offence):
        crimes = [code for code in listed if above in offences.ancestors(code)]
        if step >= FELT * _of(wide, crimes).sum(axis="columns").iloc[:at].median():
            yield above


def _of(wide: pd.DataFrame, codes: Sequence[str]) -> pd.DataFrame:
    """The months of some offences, a column per place."""
    return wide.T.loc[list(codes)].groupby(level=1).sum().T


def _logs(counts: pd.Series) -> np.ndarray:
    return np.log(counts.clip(lower=0.5).to_numpy(float))


def _numbers(months: pd.Index) -> np.ndarray:
    """The months held, counted from year 0: "2017-08" is 2017 times 12 and 7."""
    return np.array([int(text[:4]) * YEAR + int(text[5:]) - 1 for text in months])


def _month(number: int) -> Period:
    return month(int(number) // YEAR, int(number) % YEAR + 1)
