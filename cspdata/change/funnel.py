"""How far places of different size may lie from a common rate; ranks nobody, compares no periods.

Places differ beyond chance, and more so the larger they are. Widening the limits by a factor would
then say that nobody can be low; instead each place is given a rate of its own, spread about the
common one by `tau` on the log scale, to which chance is added (an additive random effect).
"""

from dataclasses import dataclass

import numpy as np
import pandas as pd

from cspdata.change.arrays import Floats, Numbers, aligned, check_counts, divided, first_where
from cspdata.change.places import PER, overdispersion
from cspdata.change.thresholds import FUNNEL_INNER, FUNNEL_OUTER, TOO_DIFFERENT

LIMITS = {"95": FUNNEL_INNER.value, "998": FUNNEL_OUTER.value}
HALF = 0.5  # added to a count and to what is expected, for a logarithm needs more than 0
FURTHEST = 5.0  # standard deviations: what lies further moves no limit
NODES = 161  # steps of a sixteenth: finer than chance spreads places of up to a thousand crimes


@dataclass(frozen=True)
class Between:
    """How places spread about a rate.

    `centre` is the rate, `dispersion` how many times the variance of chance they spread (at least
    1, `places.overdispersion`), `tau` the standard deviation of their own rates on the log scale (0
    where chance explains all), `too_different` whether they are too different to be one group,
    `places` how many.
    """

    centre: float
    dispersion: float
    tau: float
    too_different: bool
    places: int


def between(
    counts: Numbers, residents: Numbers, centre: float | None = None, per: float = PER
) -> Between:
    """How the rates of places spread about `centre`, or about their own overall rate.

    `centre`, like the result, is per `per` residents. Places without residents or count are left
    out; with fewer than two, nothing is said to spread. Raises ValueError for counts that are not
    whole or below 0.
    Source: Spiegelhalter (2005), Statistics in Medicine 24, 1185-1202; for tau DerSimonian and
    Laird (1986), Controlled Clinical Trials 7, 177-188. Its scores are not drawn in, unlike those
    of `dispersion`: with twenty places that made one quiet place in ten lie outside 95 % limits.
    """
    _, (counts, residents) = aligned(counts, residents)
    check_counts(counts)
    known = ~np.isnan(counts) & (residents > 0)
    counts, residents = counts[known], residents[known]
    if centre is None:
        centre = float(per * divided(counts.sum(keepdims=True), residents.sum(keepdims=True))[0])
    expected = residents * centre / per
    if len(counts) < 2 or not expected.sum() > 0:
        return Between(centre, 1.0, 0.0, False, len(counts))
    dispersion = overdispersion(counts, expected)
    too_different = dispersion > TOO_DIFFERENT.value
    return Between(centre, dispersion, _tau(counts, expected), too_different, len(counts))


def _tau(counts: Floats, expected: Floats) -> float:
    """DerSimonian and Laird's moment estimate: what the log rates spread beyond chance."""
    above = np.log((counts + HALF) / (expected + HALF))
    whole = expected.sum()
    mean = (expected * above).sum() / whole
    spare = (expected * (above - mean) ** 2).sum() - (len(counts) - 1)
    return float(np.sqrt(max(spare, 0.0) / (whole - (expected**2).sum() / whole)))


def limits(residents: Numbers, held: Between, per: float = PER) -> pd.DataFrame:
    """Where rates of places of this size are expected to lie.

    Columns: residents, centre, low_95, high_95, low_998, high_998, all rates per `per` residents.
    The limits are quantiles of a Poisson count whose mean varies log-normally by `tau` about the
    centre, interpolated between counts so that they are smooth; with tau 0 they are Poisson's.
    Source: Spiegelhalter (2005), Statistics in Medicine 24, 1185-1202.
    """
    index, (residents, centre) = aligned(residents, held.centre)
    mean = np.where(residents > 0, residents, np.nan) * centre / per
    found = {"residents": residents, "centre": centre}
    for name, confidence in LIMITS.items():
        tail = (1 - confidence) / 2
        for side, probability in (("low", tail), ("high", 1 - tail)):
            count = _quantile(probability, mean, held.tau)
            found[f"{side}_{name}"] = per * divided(count, residents)
    return pd.DataFrame(found, index=index)


def _quantile(probability: float, mean: Floats, tau: float) -> Floats:
    filled = np.where(mean > 0, mean, 1.0)
    most = filled * np.exp(FURTHEST * tau)
    most = np.ceil(most + FURTHEST * np.sqrt(most) + FURTHEST)
    least = np.zeros_like(filled)
    count = first_where(lambda each: _cumulated(each, filled, tau) >= probability, least, most)
    reached, short = _cumulated(count, filled, tau), _cumulated(count - 1, filled, tau)
    between_counts = count - (reached - probability) / (reached - short)
    return np.where(mean > 0, np.maximum(between_counts, 0.0), mean)


def _cumulated(count: Floats, mean: Floats, tau: float) -> Floats:
    """Probability of `count` or less, averaged over what a place's own rate may be."""
    from scipy.special import gammaincc

    if not tau:
        return np.where(count >= 0, gammaincc(np.maximum(count, 0.0) + 1, mean), 0.0)
    own = np.linspace(-FURTHEST, FURTHEST, NODES)
    weights = np.exp(-(own**2) / 2)
    means = mean * np.exp(tau * own)[:, None]
    chance = gammaincc(np.maximum(count, 0.0) + 1, means)
    return np.where(count >= 0, weights @ chance / weights.sum(), 0.0)
