"""Which places are most like one, by features that are no crime; nothing is counted here."""

from collections.abc import Mapping

import numpy as np
import pandas as pd

from cspdata.change.arrays import Numbers, aligned
from cspdata.change.thresholds import ALIKE_LEAST, ALIKE_NUMBER

NUMBER = int(ALIKE_NUMBER.value)
QUANTILES = {"lowest": 0.0, "lower_quartile": 0.25, "upper_quartile": 0.75, "highest": 1.0}


def enough(number: int) -> bool:
    """Whether so many places are enough to compare one with."""
    return number >= ALIKE_LEAST.value


def standardised(features: pd.DataFrame) -> pd.DataFrame:
    """Each feature with mean 0 and standard deviation 1 over all places that have every feature."""
    known = features.dropna()
    spread = known.std(ddof=0).replace(0.0, np.nan)
    return ((known - known.mean()) / spread).fillna(0.0)


def nearest(
    features: pd.DataFrame, weights: Mapping[str, float], own: str, number: int = NUMBER
) -> pd.DataFrame:
    """The places most like `own`, the nearest first, indexed as `features` (a row per place).

    Columns: distance (the root of the weighted mean of squared differences, in standard
    deviations) and each feature's difference from `own`, in standard deviations. Places that lack
    a feature are no candidates; without `own` among those that have all, there is nothing.
    """
    scores = standardised(features[list(weights)])
    if own not in scores.index:
        return pd.DataFrame(columns=["distance", *weights], dtype=float)
    apart = scores - scores.loc[own]
    weighed = pd.Series(weights)
    distance = np.sqrt((apart**2 * weighed).sum(axis=1) / weighed.sum())
    found = apart.assign(distance=distance).drop(index=own)
    return found.sort_values("distance", kind="stable").head(number)[["distance", *weights]]


def stability(
    features: pd.DataFrame, weights: Mapping[str, float], own: str, number: int = NUMBER
) -> pd.DataFrame:
    """The group with one feature left out at a time, indexed by that feature.

    Columns: stay (how many of the group remain), leave and join (lists of places).
    """
    whole = list(nearest(features, weights, own, number).index)
    rows = []
    for feature in weights:
        rest = {name: weight for name, weight in weights.items() if name != feature}
        group = list(nearest(features, rest, own, number).index)
        rows.append(
            {
                "stay": len(set(whole) & set(group)),
                "leave": [place for place in whole if place not in group],
                "join": [place for place in group if place not in whole],
            }
        )
    return pd.DataFrame(rows, index=pd.Index(list(weights), name="feature"))


def spread_of_changes(now: Numbers, before: Numbers) -> float:
    """How many times more than chance the changes of places differ among themselves, at least 1.

    Pearson's chi-squared of the two rows of counts over its degrees of freedom; places without
    any count are left out. 1 with fewer than two places.
    """
    _, (now, before) = aligned(now, before)
    table = np.array([now, before])[:, now + before > 0]
    if table.shape[1] < 2 or not table.sum(axis=1).all():
        return 1.0
    expected = np.outer(table.sum(axis=1), table.sum(axis=0)) / table.sum()
    squared = ((table - expected) ** 2 / expected).sum()
    return max(1.0, float(squared / (table.shape[1] - 1)))


def bands(rates: pd.DataFrame) -> pd.DataFrame:
    """How the rates of places range in each month: `rates` has a row a place, a column a month.

    Indexed by month, with lowest, lower_quartile, upper_quartile and highest, in the unit of the
    rates and interpolated linearly, and places, how many have a rate. Where those are too few to
    compare with, the four are NaN.
    """
    found = rates.quantile(list(QUANTILES.values())).set_axis(list(QUANTILES)).T
    places = rates.notna().sum()
    return found.where(places >= ALIKE_LEAST.value).assign(places=places)
