"""The noncentral hypergeometric law for many four-fold tables at once; never knows what they count.

A table is four rows of an array: here now, here before, rest now, rest before. Given its margins
only the first count is free, and its law depends on the odds ratio alone.
"""

from dataclasses import dataclass

import numpy as np

from cspdata.change.arrays import Floats, crossing

FURTHEST = 30.0  # log odds ratio: no interval of real counts ends beyond e^30


@dataclass(frozen=True)
class Margins:
    """What the margins of each table allow: a row per table, a column per possible first count.

    `ways` is the logarithm of how many ways lead to `count`, -inf where it is not possible.
    """

    seen: Floats
    count: Floats
    ways: Floats


def widths(table: Floats) -> Floats:
    """How many first counts the margins of each table allow."""
    least, most = _ends(table)
    return np.asarray(most - least + 1)


def margins(table: Floats) -> Margins:
    """The possible first counts of each table, whose rows are the four counts."""
    from scipy.special import gammaln

    here, there, now = table[0] + table[1], table[2] + table[3], table[0] + table[2]
    least, most = _ends(table)
    width = int((most - least).max(initial=0)) + 1
    count = np.minimum(least[:, None] + np.arange(width), most[:, None])
    of_rest = now[:, None] - count
    cells = (count, here[:, None] - count, of_rest, there[:, None] - of_rest)
    ways = -np.sum([gammaln(cell + 1) for cell in cells], axis=0)
    possible = np.arange(width) <= (most - least)[:, None]
    return Margins(table[0], count, np.where(possible, ways, -np.inf))


def at_least(held: Margins, log_odds: Floats) -> Floats:
    """Probability of what was seen or more, at each odds ratio."""
    beyond = held.count >= held.seen[:, None]
    return np.asarray((_probabilities(held, log_odds) * beyond).sum(axis=1))


def at_most(held: Margins, log_odds: Floats) -> Floats:
    """Probability of what was seen or less, at each odds ratio."""
    beyond = held.count <= held.seen[:, None]
    return np.asarray((_probabilities(held, log_odds) * beyond).sum(axis=1))


def interval(held: Margins, tail: Floats) -> tuple[Floats, Floats]:
    """The odds ratios at which either tail is `tail`; 0 and infinite where they must be."""
    ends = np.full(held.seen.shape, FURTHEST)
    low = crossing(lambda odds: at_least(held, odds) >= tail, -ends, ends)
    high = crossing(lambda odds: at_most(held, odds) < tail, -ends, ends)
    return (
        np.where(held.seen > held.count[:, 0], np.exp(low), 0.0),
        np.where(held.seen < held.count.max(axis=1, initial=0), np.exp(high), np.inf),
    )


def least_tail(held: Margins) -> Floats:
    """The smallest tail that any table of these margins leaves where the odds ratio is 1."""
    chance = _probabilities(held, np.zeros(held.seen.shape))
    last = np.isfinite(held.ways).sum(axis=1) - 1
    return np.minimum(chance[:, 0], np.take_along_axis(chance, last[:, None], 1)[:, 0])


def _ends(table: Floats) -> tuple[Floats, Floats]:
    """The least and the largest first count that the margins allow."""
    now = table[0] + table[2]
    return np.maximum(0, now - table[2] - table[3]), np.minimum(table[0] + table[1], now)


def _probabilities(held: Margins, log_odds: Floats) -> Floats:
    weight = held.ways + held.count * log_odds[:, None]
    weight = np.exp(weight - weight.max(axis=1, keepdims=True))
    return np.asarray(weight / weight.sum(axis=1, keepdims=True))
