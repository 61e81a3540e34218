"""Lines numbers up and searches them; never knows what they count."""

from collections.abc import Callable
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Numbers = Any  # a number, a sequence, an array or a Series of numbers
HALVINGS = 40


def aligned(*given: Numbers) -> tuple[pd.Index, list[Floats]]:
    """Broadcast to one-dimensional float arrays of one length, missing as NaN.

    The index is that of the first Series given, or 0, 1, 2 and so on.
    Raises ValueError when two Series carry different indexes.
    """
    indexes = [numbers.index for numbers in given if isinstance(numbers, pd.Series)]
    if any(not index.equals(indexes[0]) for index in indexes):
        raise ValueError("the columns to be compared have different rows")
    arrays = [np.atleast_1d(_floats(numbers)) for numbers in given]
    columns = [np.array(column) for column in np.broadcast_arrays(*arrays)]
    return indexes[0] if indexes else pd.RangeIndex(len(columns[0])), columns


def check_counts(*columns: Floats) -> None:
    """Raise ValueError unless every number present is whole and at least 0."""
    for column in columns:
        present = column[~np.isnan(column)]
        if not np.isfinite(present).all() or (present < 0).any() or (present % 1).any():
            raise ValueError("a count is a whole number of at least 0")


def first_where(holds: Callable[[Floats], NDArray[np.bool_]], low: Floats, high: Floats) -> Floats:
    """Smallest whole number from `low` to `high` from which the condition holds, else `high`.

    The condition is asked for all rows at once; once true in a row it stays true.
    """
    low, high = low.copy(), high.copy()
    while (low < high).any():
        middle = (low + high) // 2
        found = holds(middle)
        low, high = (
            np.where(found | (low >= high), low, middle + 1),
            np.where(found & (low < high), middle, high),
        )
    return high


def crossing(above: Callable[[Floats], NDArray[np.bool_]], low: Floats, high: Floats) -> Floats:
    """Where a condition begins to hold between `low` and `high`, to a part in 10^12 of the span.

    The condition is asked for all rows at once; it holds at `high` and everywhere after it begins.
    """
    low, high = low.copy(), high.copy()
    for _ in range(HALVINGS):
        middle = (low + high) / 2
        found = above(middle)
        low, high = np.where(found, low, middle), np.where(found, middle, high)
    return (low + high) / 2


def divided(above: Floats, below: Floats) -> Floats:
    """The quotient, NaN where the divisor is not above 0."""
    quotient = np.full(above.shape, np.nan)
    np.divide(above, below, out=quotient, where=below > 0)
    return quotient


def _floats(numbers: Numbers) -> Floats:
    if isinstance(numbers, pd.Series):
        return numbers.to_numpy(dtype=float, na_value=np.nan)
    return np.asarray(numbers, dtype=float)
