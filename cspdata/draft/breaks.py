"""Where an offence's level jumps in one month across a whole force: proposals, never decisions.

Whether recording changed or crime did is not in the counts. What is looked for is a step that no
season, no single month and no single district explains.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from cspdata import offences
from cspdata.periods import Period, month

WINDOW = 6
FEWEST = 3
STEP = 1.3
CLEAR = 4
EACH = 1.1
SHARE_OF_PLACES = 0.9
PLACES = 3
COUNTED = 60
FELT = 0.05


@dataclass(frozen=True)
class Jump:
    """A step of an offence at the first day of a month: `times` the level, all else `rest` times.

    `places` of the `of` places moved the same way; `touched` are the sums that it breaks too.
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

    Compared are the medians of up to WINDOW months before and after a month, so that one odd month
    is no step; all else of the same months is taken out, and so is the same change a year before:
    in the first year held no step can be told from a season. A step is STEP or more, CLEAR of the
    spread of the months on either side, and shows in SHARE_OF_PLACES of the places with counts
    enough, at least PLACES of them.
    """
    wide = counts.pivot_table(
        index="month", columns=["offence", place], values="count", aggfunc="sum", fill_value=0
    ).sort_index()
    found = [
        jump
        for offence in wide.columns.get_level_values(0).unique()
        for jump in _of_offence(wide, str(offence))
    ]
    return sorted(found, key=lambda jump: (jump.month, jump.offence))


def _of_offence(wide: pd.DataFrame, offence: str) -> Iterator[Jump]:
    ours = _of(wide, [offence])
    total = ours.sum(axis="columns")
    rest = wide.sum(axis="columns") - total
    sizes = {n: _step(total, rest, n) for n in range(FEWEST, len(wide) - FEWEST + 1)}
    clear = [n for n, size in sizes.items() if abs(size) >= _least(total, n)]
    for number in (_sharpest(total, run) for run in _runs(clear)):
        moved, of = _places(ours, number, float(np.sign(_change(total, number))))
        if of >= PLACES and moved >= SHARE_OF_PLACES * of:
            first = month(*map(int, str(wide.index[number]).split("-")))
            touched = tuple(_touched(wide, offence, number))
            times, other = np.exp(_change(total, number)), np.exp(_change(rest, number))
            yield Jump(offence, first, float(times), float(other), moved, of, touched)


def _of(wide: pd.DataFrame, codes: Sequence[str]) -> pd.DataFrame:
    """The months of some offences, a column per place."""
    return wide.T.loc[list(codes)].groupby(level=1).sum().T


def _least(total: pd.Series, number: int) -> float:
    """The smallest log step that is one: STEP, or CLEAR of the spread on both sides."""
    before, after = (_logs(side) for side in _sides(total, number))
    free = max(len(before) + len(after) - 2, 1)
    around = ((before - before.mean()) ** 2).sum() + ((after - after.mean()) ** 2).sum()
    chance = 1 / max(float(total.mean()), 0.5)
    spread = np.sqrt(max(around / free, chance) * (1 / len(before) + 1 / len(after)))
    return float(max(np.log(STEP), CLEAR * spread))


def _runs(numbers: Sequence[int]) -> list[list[int]]:
    """Neighbouring months together: one step shows at several of them."""
    runs: list[list[int]] = []
    for number in numbers:
        if runs and number - runs[-1][-1] < FEWEST:
            runs[-1].append(number)
        else:
            runs.append([number])
    return runs


def _sharpest(total: pd.Series, run: Sequence[int]) -> int:
    """The month of a run at which two levels fit the months around it best."""
    logs = _logs(total.iloc[max(run[0] - WINDOW, 0) : run[-1] + WINDOW])
    start = max(run[0] - WINDOW, 0)

    def misfit(number: int) -> float:
        sides = logs.iloc[: number - start], logs.iloc[number - start :]
        return float(sum(((side - side.mean()) ** 2).sum() for side in sides))

    return min(run, key=misfit)


def _logs(counts: pd.Series) -> pd.Series:
    return np.log(counts.clip(lower=0.5))


def _step(total: pd.Series, rest: pd.Series, number: int) -> float:
    """The log of the step at a month, net of all else and of the same months a year before.

    0 where the months before it are not held, so that the month of a step is not known, and where
    those a year before are not, so that a season would pass for a step.
    """
    earlier = _year_before(total.index, number)
    if earlier is None or not _follows(total.index, number):
        return 0.0
    change = _change(total, number) - _change(rest, number)
    return change - (_change(total, earlier) - _change(rest, earlier))


def _change(series: pd.Series, number: int) -> float:
    """The log of the median after over the median before."""
    before, after = _sides(series, number)
    return float(np.log(max(after.median(), 0.5)) - np.log(max(before.median(), 0.5)))


def _sides(series: pd.Series, number: int) -> tuple[pd.Series, pd.Series]:
    return series.iloc[max(number - WINDOW, 0) : number], series.iloc[number : number + WINDOW]


def _follows(months: pd.Index, number: int) -> bool:
    """Whether the month comes right after the one before it in the files, or one later."""
    before, here = (pd.Period(months[at], "M") for at in (number - 1, number))
    return bool((here - before).n <= 2)


def _year_before(months: pd.Index, number: int) -> int | None:
    earlier = str(pd.Period(months[number], "M") - 12)
    if earlier not in months:
        return None
    at = list(months).index(earlier)
    return at if at >= FEWEST else None


def _places(ours: pd.DataFrame, number: int, direction: float) -> tuple[int, int]:
    """How many of the places with counts enough moved the same way by EACH or more, of how many.

    (0, 0) where places with counts enough to tell hold less than half of all.
    """
    around = ours.iloc[max(number - WINDOW, 0) : number + WINDOW].sum()
    large = around.index[around >= COUNTED]
    if 2 * around[large].sum() < around.sum():
        return 0, 0
    moved = [direction * _change(ours[place], number) >= np.log(EACH) for place in large]
    return sum(map(int, moved)), len(moved)


def _touched(wide: pd.DataFrame, offence: str, number: int) -> Iterator[str]:
    """The sums of which the step is a part that is felt: FELT or more of the level before."""
    before, after = _sides(_of(wide, [offence]).sum(axis="columns"), number)
    step = abs(after.median() - before.median())
    for above in offences.ancestors(offence):
        crimes = [
            str(column)
            for column in wide.columns.get_level_values(0).unique()
            if above in offences.ancestors(str(column))
        ]
        level = _sides(_of(wide, crimes).sum(axis="columns"), number)[0].median()
        if step >= FELT * level:
            yield above
