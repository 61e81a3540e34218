"""Counts beside residents and beside each other; never compares two periods."""

import numpy as np
import pandas as pd

from cspdata.change.arrays import Floats, Numbers, aligned, check_counts, divided, first_where
from cspdata.change.thresholds import CONFIDENCE, FUNNEL_DRAWN_IN, FUNNEL_INNER, FUNNEL_OUTER

PER = 1000
FUNNEL = {"95": FUNNEL_INNER.value, "998": FUNNEL_OUTER.value}


def rate_interval(count: Numbers, residents: Numbers, per: float = PER) -> pd.DataFrame:
    """Rate and its exact 95 % Poisson interval: columns rate, low, high, per `per` residents.

    Source: Garwood (1936), Biometrika 28, 437-442.
    """
    from scipy.special import gammaincinv

    index, (count, residents) = aligned(count, residents)
    check_counts(count)
    tail = (1 - CONFIDENCE.value) / 2
    bounds = {
        "rate": count,
        "low": np.where(count > 0, gammaincinv(np.maximum(count, 1), tail), count),
        "high": gammaincinv(count + 1, 1 - tail),
    }
    rates = {name: per * divided(bound, residents) for name, bound in bounds.items()}
    return pd.DataFrame(rates, index=index)


def funnel_limits(
    residents: Numbers, district_rate: float, overdispersion: float = 1.0, per: float = PER
) -> pd.DataFrame:
    """Where rates are expected to lie if all places shared the district's rate.

    Columns: residents, centre, low_95, high_95, low_998, high_998, all rates per `per`
    residents, as is `district_rate`. The limits are exact Poisson quantiles, interpolated
    between neighbouring counts so that they are smooth, and widened about the centre by the
    square root of `overdispersion`; none lies below 0.
    Source: Spiegelhalter (2005), Statistics in Medicine 24, 1185-1202.
    """
    index, (residents, centre) = aligned(residents, district_rate)
    mean = np.where(residents > 0, residents, np.nan) * centre / per
    limits = {"residents": residents, "centre": centre}
    for name, confidence in FUNNEL.items():
        for side, probability in (
            ("low", (1 - confidence) / 2),
            ("high", (1 + confidence) / 2),
        ):
            away = _interpolated_quantile(probability, mean) - mean
            limit = mean + away * np.sqrt(max(overdispersion, 1.0))
            limits[f"{side}_{name}"] = per * divided(np.maximum(limit, 0.0), residents)
    return pd.DataFrame(limits, index=index)


def overdispersion(counts: Numbers, expected: Numbers) -> float:
    """How many times the Poisson variance the places spread, at least 1.

    The mean square of the z-scores 2 (sqrt(count) - sqrt(expected)), of which the lowest and
    the highest tenth are drawn in. NaN when no place has both numbers.
    Source: Spiegelhalter (2005), Quality and Safety in Health Care 14, 347-351.
    """
    _, (counts, expected) = aligned(counts, expected)
    scores = 2 * (np.sqrt(counts) - np.sqrt(expected))
    scores = scores[~np.isnan(scores)]
    if not len(scores):
        return float("nan")
    low, high = np.quantile(scores, [FUNNEL_DRAWN_IN.value, 1 - FUNNEL_DRAWN_IN.value])
    return max(1.0, float(np.mean(np.clip(scores, low, high) ** 2)))


def shrunken_rates(counts: Numbers, residents: Numbers, per: float = PER) -> pd.DataFrame:
    """Rates drawn towards the overall rate, the more so the fewer the residents.

    Columns: rate (gamma-Poisson posterior mean, per `per` residents) and reliability (0: all
    from the overall rate, 1: all from the place). Places without residents or count get NaN.
    Source: Marshall (1991), Applied Statistics 40, 283-294, by moments.
    """
    index, (counts, residents) = aligned(counts, residents)
    rates = divided(counts, residents)
    known = ~np.isnan(rates)
    people = residents[known].sum()
    if people == 0:
        return pd.DataFrame({"rate": rates, "reliability": rates}, index=index)
    overall = counts[known].sum() / people
    spread = (residents[known] * (rates[known] - overall) ** 2).sum() / people
    chance = divided(np.full_like(residents, overall), residents)
    between = max(0.0, spread - overall * known.sum() / people)
    reliability = divided(np.where(known, between, np.nan), between + chance)
    reliability = np.where(known & (overall == 0), 0.0, reliability)
    shrunken = per * (overall + reliability * (rates - overall))
    return pd.DataFrame({"rate": shrunken, "reliability": reliability}, index=index)


def lorenz(counts: Numbers) -> pd.DataFrame:
    """How far the count is concentrated: places from the fullest to the emptiest.

    Columns: count, share, cumulative_share (of the count), cumulative_places (of the places);
    shares run from 0 to 1 and are NaN when nothing is counted. Missing counts are left out.
    """
    index, (counts,) = aligned(counts)
    ordered = pd.Series(counts, index=index).dropna()
    ordered = ordered.sort_values(ascending=False, kind="stable")
    counted = ordered.to_numpy(dtype=float)
    share = divided(counted, np.full(len(counted), counted.sum()))
    places = np.arange(1, len(ordered) + 1) / max(len(ordered), 1)
    return pd.DataFrame(
        {
            "count": ordered,
            "share": share,
            "cumulative_share": np.cumsum(share),
            "cumulative_places": places,
        }
    )


def location_quotient(
    count: Numbers, area_total: Numbers, offence_total: Numbers, grand_total: Numbers
) -> Floats:
    """An offence's share of the area's crime over its share of all crime; 1 is typical.

    NaN where one of the totals is 0.
    """
    _, (count, area, offence, everything) = aligned(count, area_total, offence_total, grand_total)
    return divided(divided(count, area), divided(offence, everything))


def _interpolated_quantile(probability: float, mean: Floats) -> Floats:
    """Poisson quantile between whole counts; may lie just below 0."""
    from scipy.special import gammaincc

    filled = np.where(mean > 0, mean, 1.0)
    far = np.ceil(filled + 10 * np.sqrt(filled) + 20)
    count = first_where(
        lambda outcome: gammaincc(outcome + 1, filled) >= probability, np.zeros_like(far), far
    )
    reached, short = gammaincc(count + 1, filled), gammaincc(count, filled)
    quantile = count - (reached - probability) / (reached - short)
    return np.where(mean > 0, quantile, mean)
