"""Many comparisons weighed together and put into words; never tests a pair itself.

A family is all leaf offences of all areas of one level, for one source, period and comparison: what
stands out in it at a false-discovery rate of 5 % is strong. A total sums what the family holds, so
it belongs to none and is strong below p 0.002. Whatever else has p below 0.05 is possible, which is
never a proof of chance.
"""

from enum import StrEnum
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from cspdata.change.arrays import Floats, Numbers, aligned
from cspdata.change.thresholds import FAMILY_DISCOVERY, POSSIBLE, STRONG_TOTAL

Flags = NDArray[np.bool_]


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


def false_discovery(p: Numbers, rate: float = FAMILY_DISCOVERY.value) -> Flags:
    """Which of a family of tests stand out, with `rate` of those expected to be false."""
    return q_values(p) <= rate


def judge(comparison: pd.DataFrame, family: Any = None) -> pd.DataFrame:
    """A comparison with q, stands_out and verdict (a `Verdict`, as text) for each row.

    `comparison` is made by `compare` or `against_rest`. `family` labels its rows: those of one
    label are one family, of which only the testable rows count; those without a label (None or
    NaN) are totals, each on its own. q is NaN for totals and for what is not testable.
    """
    labels = np.full(len(comparison), None) if family is None else np.asarray(family, dtype=object)
    p = comparison["p"].where(comparison["testable"]).to_numpy()
    total, q = pd.isna(labels), np.full(len(p), np.nan)
    for label in pd.unique(labels[~total]):
        q[labels == label] = q_values(p[labels == label])
    stands_out = np.where(total, p < STRONG_TOTAL.value, q <= FAMILY_DISCOVERY.value)
    judged = comparison.assign(q=q, stands_out=stands_out)
    return judged.assign(verdict=verdicts(comparison, judged["stands_out"]))


def by_chance(comparison: pd.DataFrame) -> float:
    """How many rows would be possible or strong if nothing had changed: 5 % of the testable."""
    return POSSIBLE.value * float(comparison["testable"].sum())


def verdicts(comparison: pd.DataFrame, stands_out: Any | None = None) -> pd.Series:
    """A `Verdict`, as text, for each row of `compare` or `against_rest`.

    `stands_out` flags, row by row, what is strong; without it each row is judged as a total.
    """
    p, testable = comparison["p"].to_numpy(), comparison["testable"].to_numpy()
    standing = p < STRONG_TOTAL.value if stands_out is None else np.asarray(stands_out, dtype=bool)
    possible, falls = p < POSSIBLE.value, comparison["high"].to_numpy() < 0
    strong = possible & standing
    cases = {
        Verdict.NO_COMPARISON: np.isnan(p),
        Verdict.TOO_FEW: ~testable,
        Verdict.STRONG_FALL: strong & falls,
        Verdict.STRONG_RISE: strong,
        Verdict.POSSIBLE_FALL: possible & falls,
        Verdict.POSSIBLE_RISE: possible,
    }
    words = np.select(list(cases.values()), [case.value for case in cases], Verdict.UNCLEAR.value)
    return pd.Series(words, index=comparison.index, name="verdict", dtype="str")
