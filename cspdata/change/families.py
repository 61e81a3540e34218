"""Many comparisons weighed together and put into words; never tests a pair itself."""

from enum import StrEnum
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from cspdata.change.arrays import Floats, Numbers, aligned

STRONG_BELOW = 0.002
POSSIBLE_BELOW = 0.05
DISCOVERY_RATE = 0.05


class Verdict(StrEnum):
    """What may be said of a change: the only words for it."""

    STRONG_RISE = "strong sign of a rise"
    STRONG_FALL = "strong sign of a fall"
    POSSIBLE_RISE = "possible rise"
    POSSIBLE_FALL = "possible fall"
    UNCLEAR = "no clear change"
    TOO_FEW = "too few to say"
    NO_COMPARISON = "no comparison"


def q_values(p: Numbers) -> Floats:
    """Benjamini-Hochberg adjusted p; NaN stays NaN and does not count as a test.

    Source: Benjamini and Hochberg (1995), J. R. Stat. Soc. B 57, 289-300.
    """
    _, (p,) = aligned(p)
    tested = np.flatnonzero(~np.isnan(p))
    largest_first = tested[np.argsort(-p[tested], kind="stable")]
    ranks = np.arange(len(tested), 0, -1)
    adjusted = np.full(p.shape, np.nan)
    adjusted[largest_first] = np.minimum.accumulate(p[largest_first] * len(tested) / ranks)
    return adjusted


def false_discovery(p: Numbers, rate: float = DISCOVERY_RATE) -> NDArray[np.bool_]:
    """Which of a family of tests stand out, with `rate` of those expected to be false."""
    return q_values(p) <= rate


def verdicts(comparison: pd.DataFrame, stands_out: Any | None = None) -> pd.Series:
    """A `Verdict`, as text, for each row of `compare` or `net_of_rest`.

    `stands_out` flags, row by row, what the false-discovery gate lets through.
    """
    p, p_mid = comparison["p_exact"].to_numpy(), comparison["p_mid"].to_numpy()
    standing = np.zeros(len(p), dtype=bool)
    if stands_out is not None:
        standing = np.asarray(stands_out, dtype=bool)
    strong, possible = (p < STRONG_BELOW) | standing, p_mid < POSSIBLE_BELOW
    # without a percentage the count before is 0, and any count now is above it
    falls = comparison["percent"].to_numpy() < 0
    words = np.select(
        [
            np.isnan(p),
            ~comparison["testable"].to_numpy(),
            strong & falls,
            strong,
            possible & falls,
            possible,
        ],
        [
            Verdict.NO_COMPARISON.value,
            Verdict.TOO_FEW.value,
            Verdict.STRONG_FALL.value,
            Verdict.STRONG_RISE.value,
            Verdict.POSSIBLE_FALL.value,
            Verdict.POSSIBLE_RISE.value,
        ],
        Verdict.UNCLEAR.value,
    )
    return pd.Series(words, index=comparison.index, name="verdict", dtype="str")
