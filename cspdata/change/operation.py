"""What an operation may have done to the counts of a place; never says that it worked.

Four questions in their order: what fall could have been seen at all (`visible_fall`), whether the
place fell more than elsewhere (`rest.against_rest`, read by `signs`), what went to or came from the
neighbours (`displacement`), and what a place chosen for being high would have counted with nothing
done (`nothing_done`).
"""

from enum import StrEnum

import numpy as np
import pandas as pd

from cspdata.change.arrays import Floats, Numbers, aligned, check_counts, divided, first_where
from cspdata.change.counts import check_dispersion
from cspdata.change.rest import against_rest
from cspdata.change.thresholds import (
    CONFIDENCE,
    OPERATION_FALL,
    OPERATION_POWER,
    OPERATION_RANGE,
    POSSIBLE,
)

WHOLE = 100  # per cent
HALF = 0.5  # added to counts before their reciprocal is taken: none is not certain


class Sign(StrEnum):
    """What four counts, and the way the place was chosen, let be said of an operation."""

    FELL = "fell more than elsewhere, more than chance"
    ROSE = "rose more than elsewhere, more than chance"
    NONE = "no sign of a change"
    UNTOLD = "cannot be told"
    MISSING = "no comparison"


def visible_fall(
    before: Numbers,
    rest_before: Numbers,
    exposure: Numbers = 1.0,
    dispersion: Numbers = 1.0,
    rest_dispersion: Numbers = 1.0,
) -> pd.DataFrame:
    """The smallest fall beside elsewhere that the test would probably see, one row per place.

    Columns: expected (the count after, with nothing done and nothing changed elsewhere), at_most
    (the largest count after that is called a fall; NaN where none is), fall (whole per cent that
    is seen with the probability `OPERATION_POWER`; NaN where not even a fall to none would be).

    `exposure` is the days after over the days before. The counts before are known; the count here
    after varies `dispersion` times as chance does (negative binomial), that of elsewhere is taken
    as expected. Rows with a missing count get NaN. Raises ValueError as `against_rest` does.
    """
    given = aligned(before, rest_before, exposure, dispersion, rest_dispersion)
    index, (before, rest_before, exposure, own, rest) = given
    check_counts(before, rest_before)
    known = ~np.isnan(before + rest_before)
    expected, at_most, fall = (np.full(len(index), np.nan) for _ in range(3))
    expected[known] = (before * exposure)[known]
    rest_now = np.round(rest_before * exposure)
    counts = (before[known], rest_now[known], rest_before[known], own[known], rest[known])
    at_most[known] = _largest_fall(expected[known], *counts)
    fall[known] = _seen(expected[known], at_most[known], own[known])
    return pd.DataFrame({"expected": expected, "at_most": at_most, "fall": fall}, index=index)


def signs(
    compared: pd.DataFrame,
    fall: Numbers,
    low: Numbers = np.nan,
    chosen: Numbers = False,
) -> pd.Series:
    """A `Sign` for each row of `against_rest`.

    `fall` is that of `visible_fall`: where no fall by `OPERATION_FALL` per cent could have been
    seen, the lack of a sign says nothing. Where the place was `chosen` for being high, a fall is
    told only where the count is below `low`, the lower end of `nothing_done`; without such an end
    it cannot be told.
    """
    _, (fall, low, high) = aligned(fall, low, np.asarray(chosen, dtype=float))
    fall, low, high = (np.broadcast_to(each, len(compared)) for each in (fall, low, high))
    now, p, percent = (compared[name].to_numpy() for name in ("now", "p", "high"))
    different = p < POSSIBLE.value
    fell = different & (percent < 0)
    beyond = (high == 0) | (now < low)
    found = np.select(
        [np.isnan(p), fell & beyond, fell, different, ~(fall <= OPERATION_FALL.value)],
        [Sign.MISSING, Sign.FELL, Sign.UNTOLD, Sign.ROSE, Sign.UNTOLD],
        Sign.NONE,
    )
    return pd.Series([Sign(each) for each in found], index=compared.index, dtype=object)


def displacement(counts: pd.DataFrame) -> dict[str, float]:
    """The weighted displacement difference of an operation, with its 95 % interval.

    `counts` has the rows here, elsewhere and, where there are neighbours, near and, if another
    place than elsewhere is set beside them, near_elsewhere; without it the total counts elsewhere,
    and its chance, twice. The columns are before, after and optionally size (the count is divided
    by it, 1 without), exposure (days after over days before) and dispersion (1 without).

    Returns, as counts of the size of `here` over the time of before: local (change here less the
    change elsewhere), near (the same for the neighbours, 0 without them), total, and low and high
    of each as local_low and so on. Missing counts give NaN. Raises ValueError for counts that are
    not whole or below 0.
    Source: Wheeler and Ratcliffe (2018), Crime Science 7:6; the variance of each count is its
    dispersion times itself, as a Poisson count's is the count.
    """
    from scipy.special import ndtri

    before, after = (counts[name].to_numpy(float) for name in ("before", "after"))
    check_counts(before, after)
    size, exposure, spread = (
        counts[name].to_numpy(float) if name in counts else np.ones(len(counts))
        for name in ("size", "exposure", "dispersion")
    )
    check_dispersion(spread)
    unit = size[counts.index.get_loc("here")]
    change = unit * (after / exposure - before) / size
    variance = spread * (unit / size) ** 2 * (after / exposure**2 + before)
    wide = float(ndtri((1 + CONFIDENCE.value) / 2))
    names = counts.index
    beside = "near_elsewhere" if "near_elsewhere" in names else "elsewhere"
    local = (names == "here") * 1.0 - (names == "elsewhere")
    near = ("near" in names) * ((names == "near") * 1.0 - (names == beside))
    weights = np.array([local, near, local + near])
    differences = np.where(weights, weights * change, 0.0).sum(axis=1)
    errors = wide * np.sqrt(np.where(weights, weights**2 * variance, 0.0).sum(axis=1))
    found: dict[str, float] = {}
    for name, difference, error in zip(
        ("local", "near", "total"), differences.tolist(), errors.tolist(), strict=True
    ):
        found |= {
            name: difference,
            f"{name}_low": difference - error,
            f"{name}_high": difference + error,
        }
    return found


def nothing_done(
    held: Numbers,
    size: Numbers,
    before: Numbers,
    length: Numbers = 1.0,
    exposure: Numbers = 1.0,
    rest_now: Numbers = np.nan,
    rest_held: Numbers = np.nan,
    dispersion: Numbers = 1.0,
    rest_dispersion: Numbers = 1.0,
) -> pd.DataFrame:
    """What each place would have counted after with nothing done: regression to the mean.

    A row for every place of one kind, as the spread between them is measured from all. `held` is
    the count over all time known up to the operation, the time before it included, and `length`
    that time over the time before; `size` is what counts are in proportion to (residents, or 1).
    `exposure` is the time after over the time before. Where the rest of each place is given
    (after, and over all the time held), the level moves as the rest did, season and all.

    Columns: reliability (0: the level is that of all places, 1: its own), expected, low, high (the
    count after and its `OPERATION_RANGE` range), percent, percent_low, percent_high (the same
    against `before`; NaN from zero). Which places were chosen, and how, does not matter: the range
    holds given what was counted. Levels are taken as lasting but for what the rest did. Places
    with a missing count get NaN. Raises ValueError for counts that are not whole or below 0.
    Source: empirical Bayes by moments, as Hauer (1997), Observational Before-After Studies in Road
    Safety, and Marshall (1991), Applied Statistics 40, 283-294; negative binomial range.
    """
    given = aligned(
        held, size, before, length, exposure, rest_now, rest_held, dispersion, rest_dispersion
    )
    index, (held, size, before, length, exposure, *rest, own, other) = given
    check_counts(held, before, *rest)
    known = ~np.isnan(held + before) & (size > 0)
    check_dispersion(own[known], other[known])
    level, reliability = np.full(len(index), np.nan), np.full(len(index), np.nan)
    level[known], reliability[known] = _levels(held[known], size[known], own[known])
    moved, doubt = _moved(rest[0], rest[1], exposure / length, other)
    expected = level * moved
    variance = own * expected + reliability * own * level * moved**2
    low, high = _range(expected, variance + (expected * doubt) ** 2)
    told = {"expected": expected, "low": low, "high": high}
    names = ("percent", "percent_low", "percent_high")
    percents = {
        name: 100 * (divided(count, before * exposure) - 1)
        for name, count in zip(names, told.values(), strict=True)
    }
    return pd.DataFrame({"reliability": reliability, **told, **percents}, index=index)


def _largest_fall(
    expected: Floats,
    before: Floats,
    rest_now: Floats,
    rest_before: Floats,
    own: Floats,
    rest: Floats,
) -> Floats:
    """The largest count here after whose fall the test sees, NaN where it sees none."""

    def unseen(count: Floats) -> np.ndarray:
        found = against_rest(count, before, rest_now, rest_before, own, rest)
        return ~((found["p"] < POSSIBLE.value) & (found["high"] < 0)).to_numpy()

    first = first_where(unseen, np.zeros_like(before), np.ceil(expected) + 1)
    return np.where(first > 0, first - 1, np.nan)


def _seen(expected: Floats, at_most: Floats, dispersion: Floats) -> Floats:
    """The smallest whole per cent of a fall that leaves at most `at_most` often enough."""
    falls = np.arange(WHOLE + 1)
    mean = expected[:, None] * (1 - falls / WHOLE)
    chance = _at_most(np.nan_to_num(at_most)[:, None], mean, dispersion[:, None])
    enough = (chance >= OPERATION_POWER.value) & ~np.isnan(at_most)[:, None]
    return np.where(enough.any(axis=1), falls[enough.argmax(axis=1)], np.nan)


def _at_most(count: Floats, mean: Floats, dispersion: Floats) -> Floats:
    """Probability of `count` or fewer where the variance is `dispersion` times the mean."""
    from scipy.stats import nbinom, poisson

    beyond = np.maximum(dispersion - 1, 1e-9)
    wide = nbinom.cdf(count, np.maximum(mean, 1e-12) / beyond, 1 / np.maximum(dispersion, 1 + 1e-9))
    return np.asarray(np.where(dispersion > 1, wide, poisson.cdf(count, mean)))


def _levels(held: Floats, size: Floats, dispersion: Floats) -> tuple[Floats, Floats]:
    """The level of each place drawn towards that of all, and how far it is its own (0 to 1)."""
    if size.sum() == 0 or held.sum() == 0:
        return np.zeros_like(held), np.zeros_like(held)
    usual = size * held.sum() / size.sum()
    squares = (held - usual) ** 2 * len(held) / max(len(held) - 1, 1)
    between = max(0.0, float((squares - dispersion * usual).sum() / (usual**2).sum()))
    reliability = between * usual / (between * usual + dispersion)
    return usual + reliability * (held - usual), reliability


def _moved(
    rest_now: Floats, rest_held: Floats, share: Floats, dispersion: Floats
) -> tuple[Floats, Floats]:
    """What part of the count held comes after, by what the rest did, and its relative error."""
    given = ~np.isnan(rest_now + rest_held)
    error = np.sqrt(dispersion * (1 / (rest_now + HALF) + 1 / (rest_held + HALF)))
    moved = np.where(given, divided(rest_now, rest_held), share)
    return moved, np.where(given, error, 0.0)


def _range(mean: Floats, variance: Floats) -> tuple[Floats, Floats]:
    from scipy.stats import nbinom, poisson

    tail = (1 - OPERATION_RANGE.value) / 2
    wide = variance > mean * (1 + 1e-9)
    number = divided(mean**2, np.where(wide, variance - mean, np.nan))
    share = divided(mean, variance)
    low, high = (
        np.where(wide, nbinom.ppf(at, number, share), poisson.ppf(at, mean))
        for at in (tail, 1 - tail)
    )
    return low, high
