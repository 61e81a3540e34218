"""A change here against the change everywhere else, on all four counts; never takes one as known.

Given its margins the count here and now follows the hypergeometric law, whatever the level of crime
and the length of the two periods: only the odds ratio matters, which is the change here over the
change of the rest. A change of recording cancels out only where it hits here and the rest in the
same proportion.
"""

from collections.abc import Iterator

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from cspdata.change.arrays import Floats, Numbers, aligned, check_counts, divided
from cspdata.change.counts import check_dispersion
from cspdata.change.hypergeometric import at_least, at_most, interval, least_tail, margins, widths
from cspdata.change.tails import tail_at, two_sided
from cspdata.change.thresholds import CONFIDENCE, POSSIBLE

TESTED = ("low", "high", "p", "least_p")
AT_ONCE = 200_000


def against_rest(
    now: Numbers,
    before: Numbers,
    rest_now: Numbers,
    rest_before: Numbers,
    dispersion: Numbers = 1.0,
    rest_dispersion: Numbers = 1.0,
) -> pd.DataFrame:
    """Fisher's conditional test of four counts, one row per place: did it share the rest's change?

    Columns: now, before, rest_now, rest_before; own_percent and rest_percent (each one's change);
    ratio (the odds ratio: own change over the rest's, NaN from zero), percent, low, high (the same
    as a percentage above the rest, with its 95 % interval); p (two-sided, below 0.05 where the
    interval leaves out 0); dispersion (of the ratio: that of here and that of the rest, each
    by its part in the variance); testable (whether any table of these margins could have reached
    p < 0.05).

    The rest excludes the place itself, and both have the same two periods. Rows with a missing
    count get NaN. Raises ValueError for counts that are not whole or below 0, and for a
    dispersion below 1.
    Source: Fisher (1935), J. R. Stat. Soc. 98, 39-82, and the noncentral hypergeometric law,
    widened as in `tails`.
    """
    given = aligned(now, before, rest_now, rest_before, dispersion, rest_dispersion)
    index, (*counts, own, rest) = given
    check_counts(*counts)
    table = np.array(counts)
    known = ~np.isnan(table.sum(axis=0))
    check_dispersion(own[known], rest[known])
    tested = {name: np.full(len(index), np.nan) for name in (*TESTED, "dispersion")}
    held = _joint_dispersion(table[:, known], own[known], rest[known])
    for name, values in _tested(table[:, known], held).items():
        tested[name][known] = values
    changes = [divided(table[0], table[1]), divided(table[2], table[3])]
    ratio = divided(*changes)
    testable = tested.pop("least_p") < POSSIBLE.value
    return pd.DataFrame(
        {
            **dict(zip(("now", "before", "rest_now", "rest_before"), table, strict=True)),
            "own_percent": 100 * (changes[0] - 1),
            "rest_percent": 100 * (changes[1] - 1),
            "ratio": ratio,
            "percent": 100 * (ratio - 1),
            **tested,
            "testable": testable,
        },
        index=index,
    )


def _joint_dispersion(table: Floats, own: Floats, rest: Floats) -> Floats:
    """Each dispersion by its part in the variance of the ratio: the other's share of the count."""
    here, there = table[:2].sum(axis=0), table[2:].sum(axis=0)
    anything = here + there > 0
    joint = divided(own * there + rest * here, here + there)
    return np.where(anything, joint, 1.0)


def _tested(table: Floats, dispersion: Floats) -> dict[str, Floats]:
    """The tests of every table, those of like width together: thousands of them are large."""
    found = {name: np.empty(table.shape[1]) for name in (*TESTED, "dispersion")}
    for some in _alike(widths(table)):
        for name, values in _tested_together(table[:, some], dispersion[some]).items():
            found[name][some] = values
    return found


def _alike(width: Floats) -> Iterator[NDArray[np.intp]]:
    """The places of widths, in groups whose numbers fit into AT_ONCE cells as wide as the widest.

    A table wider than that stands alone.
    """
    order = np.argsort(width, kind="stable")[::-1]
    while len(order):
        number = max(int(AT_ONCE // width[order[0]]), 1)
        yield order[:number]
        order = order[number:]


def _tested_together(table: Floats, dispersion: Floats) -> dict[str, Floats]:
    law, same = margins(table), np.zeros(table.shape[1])
    low, high = interval(law, tail_at(1 - CONFIDENCE.value, dispersion))
    tail = np.minimum(at_least(law, same), at_most(law, same))
    return {
        "low": 100 * (low - 1),
        "high": 100 * (high - 1),
        "p": two_sided(tail, dispersion),
        "least_p": two_sided(least_tail(law), dispersion),
        "dispersion": dispersion,
    }
