"""How far places of different size may lie from a common rate; ranks nobody, compares no periods.

Places differ beyond chance, and more so the larger they are. Widening the limits by a factor would
then say that nobody can be low; instead each place is given a rate of its own, spread about the
typical one by `tau` on the log scale, to which chance is added (an additive random effect). What is
not known of `tau` and of the typical rate, for they are measured from few places, is in the limits.
"""

from dataclasses import dataclass

import numpy as np
import pandas as pd

from cspdata.change.arrays import (
    Floats,
    Numbers,
    aligned,
    check_counts,
    crossing,
    divided,
    first_where,
)
from cspdata.change.places import PER, overdispersion
from cspdata.change.thresholds import FUNNEL_INNER, FUNNEL_OUTER, TOO_DIFFERENT

LIMITS = {"95": FUNNEL_INNER.value, "998": FUNNEL_OUTER.value}
HALF = 0.5  # added to a count and to what is expected, for a logarithm needs more than 0
FURTHEST = 5.0  # standard deviations: what lies further moves no limit
LARGEST = 10.0  # on the log scale: no place has 22,000 times the typical rate
NODES = 161  # steps of a sixteenth: finer than chance spreads places of up to a thousand crimes


@dataclass(frozen=True)
class Between:
    """How places spread about a rate.

    `centre` is the rate, `dispersion` how many times the variance of chance they spread (at least
    1, `places.overdispersion`), `tau` the standard deviation of their own rates on the log scale (0
    where chance explains all), `too_different` whether they are too different to be one group,
    `places` how many. `typical` is the rate in the middle of their own rates, below `centre` where
    few places have much, and `unsure` the standard error of its logarithm.
    """

    centre: float
    dispersion: float
    tau: float
    too_different: bool
    places: int
    typical: float
    unsure: float


def between(
    counts: Numbers, residents: Numbers, centre: float | None = None, per: float = PER
) -> Between:
    """How the rates of places spread about `centre`, or about their own overall rate.

    `centre`, like the result, is per `per` residents. Places without residents or count are left
    out; with fewer than two, nothing is said to spread. Raises ValueError for counts that are not
    whole or below 0.
    Source: Spiegelhalter (2005), Statistics in Medicine 24, 1185-1202; for tau Paule and Mandel
    (1982), Journal of Research of the National Bureau of Standards 87, 377-385.
    """
    _, (counts, residents) = aligned(counts, residents)
    check_counts(counts)
    known = ~np.isnan(counts) & (residents > 0)
    counts, residents = counts[known], residents[known]
    if centre is None:
        centre = float(per * divided(counts.sum(keepdims=True), residents.sum(keepdims=True))[0])
    expected = residents * centre / per
    if len(counts) < 2 or not expected.sum() > 0:
        return Between(centre, 1.0, 0.0, False, len(counts), centre, 0.0)
    dispersion = overdispersion(counts, expected)
    above = np.log((counts + HALF) / (expected + HALF))
    tau = _tau(above, 1 / expected)
    weights = 1 / (1 / expected + tau**2)
    return Between(
        centre,
        dispersion,
        tau,
        dispersion > TOO_DIFFERENT.value,
        len(counts),
        centre * float(np.exp(np.average(above, weights=weights))),
        float(1 / np.sqrt(weights.sum())),
    )


def _tau(above: Floats, chance: Floats) -> float:
    """Paule and Mandel's: with it the squares over their variances come to the degrees of freedom.

    `above` are log rates and `chance` their variances by chance. Where these are small every place
    has the same weight, however large, so that t quantiles with one less than the places hold.
    """

    def explained(squared: Floats) -> np.ndarray:
        weights = 1 / (chance + squared[:, None])
        mean = (weights * above).sum(axis=1) / weights.sum(axis=1)
        squares = (weights * (above - mean[:, None]) ** 2).sum(axis=1)
        return np.asarray(squares <= len(above) - 1)

    least, most = np.zeros(1), np.array([np.var(above, ddof=1)])
    if explained(least)[0]:
        return 0.0
    return float(np.sqrt(crossing(explained, least, most)[0]))


def limits(
    residents: Numbers, held: Between, per: float = PER, *, among: bool = True
) -> pd.DataFrame:
    """Where rates of places of this size are expected to lie.

    Columns: residents, centre, low_95, high_95, low_998, high_998, all rates per `per` residents.
    `among` says whether the places judged are those that `held` was measured on, or others that
    may be like them. The limits are quantiles of a Poisson count whose mean varies about the
    typical rate, interpolated between counts so that they are smooth; where nothing varies they
    are Poisson's.
    Source: Spiegelhalter (2005), Statistics in Medicine 24, 1185-1202; for another place Higgins,
    Thompson and Spiegelhalter (2009), Journal of the Royal Statistical Society A 172, 137-159;
    for one of them Thompson (1935), Annals of Mathematical Statistics 6, 214-219.
    """
    index, (residents, centre) = aligned(residents, held.centre)
    mean = np.where(residents > 0, residents, np.nan) * held.typical / per
    own = _deviations(held, among)
    found = {"residents": residents, "centre": centre}
    for name, confidence in LIMITS.items():
        tail = (1 - confidence) / 2
        for side, probability in (("low", tail), ("high", 1 - tail)):
            found[f"{side}_{name}"] = per * divided(_quantile(probability, mean, own), residents)
    return pd.DataFrame(found, index=index)


def _deviations(held: Between, among: bool) -> Floats:
    """Logarithms of what a place's own rate may be times the typical one, from low to high.

    They are as likely as the nodes of the normal law. Of another place they follow t, wider by
    the standard error of the middle. A place that took part has drawn `tau` and the middle towards
    itself: its deviation over `tau` follows t drawn in, and never exceeds (n - 1) / sqrt(n).
    """
    from scipy.special import ndtr, stdtrit

    freedom = held.places - (2 if among else 1)
    heavy = stdtrit(max(freedom, 1), ndtr(_nodes()))
    if among:
        drawn_in = np.sin(np.arctan2(heavy, np.sqrt(max(freedom, 0))))
        return held.tau * (held.places - 1) / np.sqrt(max(held.places, 1)) * drawn_in
    return np.clip(np.hypot(held.tau, held.unsure) * heavy, -LARGEST, LARGEST)


def _nodes() -> Floats:
    return np.linspace(-FURTHEST, FURTHEST, NODES)


def _quantile(probability: float, mean: Floats, own: Floats) -> Floats:
    filled = np.where(mean > 0, mean, 1.0)
    most = filled * np.exp(own[-1])
    most = np.ceil(most + FURTHEST * np.sqrt(most) + FURTHEST)
    least = np.zeros_like(filled)
    count = first_where(lambda each: _cumulated(each, filled, own) >= probability, least, most)
    reached, short = _cumulated(count, filled, own), _cumulated(count - 1, filled, own)
    between_counts = count - (reached - probability) / (reached - short)
    return np.where(mean > 0, np.maximum(between_counts, 0.0), mean)


def _cumulated(count: Floats, mean: Floats, own: Floats) -> Floats:
    """Probability of `count` or less, averaged over what a place's own rate may be."""
    from scipy.special import gammaincc

    if not own.any():
        return np.where(count >= 0, gammaincc(np.maximum(count, 0.0) + 1, mean), 0.0)
    weights = np.exp(-(_nodes() ** 2) / 2)
    chance = gammaincc(np.maximum(count, 0.0) + 1, mean * np.exp(own)[:, None])
    return np.where(count >= 0, weights @ chance / weights.sum(), 0.0)
