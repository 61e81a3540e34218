"""Monthly series side by side as arrays, with where each starts anew; judges nothing."""

from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from cspdata.change.arrays import Floats, Numbers, check_counts
from cspdata.change.thresholds import LONG_GAP

Flags = NDArray[np.bool_]
Places = NDArray[np.intp]
YEAR = 12


@dataclass(frozen=True)
class Series:
    """A row per series, a column per calendar month without a hole; NaN where nothing is counted.

    `months` counts calendar months from a January, `starts` flags the first month of a series, of
    what follows a break, and of what follows a year without figures. `sums` is how many months are
    counted before each, with one column more for the end.
    """

    counts: Floats
    seen: Flags
    months: Floats
    dispersion: Floats
    starts: Flags
    sums: Places

    def counted(self, first: Places, end: int) -> Places:
        """How many months of each series are counted from its `first` month up to `end`."""
        return self.sums[:, end] - self.sums[np.arange(len(first)), np.minimum(first, end)]


def series_of(
    counts: pd.DataFrame, dispersion: Numbers = 1.0, segments: pd.DataFrame | None = None
) -> Series:
    """The columns of a frame of months as series.

    `counts` has the first days of months as index, in order, and a column per series. `dispersion`
    is one number or one per column; `segments` has the shape of `counts` and another value after
    each break. Raises ValueError for an index that misses a month or is out of order, for counts
    that are not whole or below 0, and for a dispersion below 1.
    """
    days = pd.DatetimeIndex(counts.index)
    at = days.year.to_numpy() * YEAR + days.month.to_numpy() - 1
    if (np.diff(at) != 1).any():
        raise ValueError(
            "the months must follow each other; a month without figures is a row of NaN"
        )
    held = counts.to_numpy(dtype=float).T
    check_counts(held.ravel())
    chance = np.broadcast_to(np.asarray(dispersion, dtype=float), (len(held),))
    if not (chance >= 1).all():
        raise ValueError("a dispersion is a number of at least 1")
    seen = ~np.isnan(held)
    labels = np.zeros(held.shape, dtype=int) if segments is None else _codes(segments)
    sums = np.concatenate([np.zeros((len(held), 1)), seen.cumsum(axis=1)], axis=1).astype(np.intp)
    months = np.asarray(at - at[:1] // YEAR * YEAR, dtype=float)
    return Series(held, seen, months, chance, _starts(seen, labels), sums)


def _codes(segments: pd.DataFrame) -> NDArray[np.int64]:
    codes, _ = pd.factorize(segments.to_numpy().ravel())
    return codes.reshape(segments.shape).T


def _starts(seen: Flags, labels: NDArray[np.int64]) -> Flags:
    """A counted month without a counted one before it in the same segment and within a year."""
    place = np.where(seen, np.arange(seen.shape[1]), -1)
    last = np.maximum.accumulate(place, axis=1)
    before = np.concatenate([np.full((len(seen), 1), -1), last[:, :-1]], axis=1)
    same = np.take_along_axis(labels, np.maximum(before, 0), axis=1) == labels
    near = np.arange(seen.shape[1]) - before <= LONG_GAP.value
    return seen & ~((before >= 0) & same & near)
