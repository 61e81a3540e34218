"""Rates against residents with the limits of chance; ranks nobody without an interval."""

from dataclasses import dataclass
from enum import StrEnum

import numpy as np
import pandas as pd

from cspdata import change

POINTS = 40


class Standing(StrEnum):
    """Where a rate lies against the limits around the rate of its group."""

    FAR_ABOVE = "far above"
    ABOVE = "above"
    EXPECTED = "expected"
    BELOW = "below"
    FAR_BELOW = "far below"
    UNKNOWN = "unknown"


@dataclass(frozen=True)
class Funnel:
    """`points` are the places, highest rate first, with a `standing`; `limits` are the curves.

    `centre` is the group's rate per 1,000 residents; `overdispersion` is how many times the
    variance of chance alone the places spread, by which the limits are widened.
    """

    points: pd.DataFrame
    limits: pd.DataFrame
    centre: float
    overdispersion: float

    @property
    def outliers(self) -> pd.DataFrame:
        return self.points[self.points["standing"].isin([Standing.FAR_ABOVE, Standing.FAR_BELOW])]

    @property
    def near(self) -> pd.DataFrame:
        return self.points[self.points["standing"].isin([Standing.ABOVE, Standing.BELOW])]


def funnel(rows: pd.DataFrame) -> Funnel:
    """The places of `queries.places` against 95 % and 99.8 % limits around their common rate."""
    known = rows[rows["count"].notna() & (rows["residents"] > 0)]
    people = known["residents"].sum()
    centre = 1000 * known["count"].sum() / people if people else float("nan")
    expected = known["residents"] * centre / 1000
    spread = change.overdispersion(known["count"].to_numpy(), expected.to_numpy())
    own = change.funnel_limits(known["residents"].to_numpy(float), centre, spread)
    points = known.assign(standing=_standing(known["rate"].to_numpy(), own))
    points = points.sort_values("rate", ascending=False, ignore_index=True)
    return Funnel(points, change.funnel_limits(_grid(known), centre, spread), centre, spread)


def _standing(rate: np.ndarray, limits: pd.DataFrame) -> np.ndarray:
    cases = [
        (rate > limits["high_998"], Standing.FAR_ABOVE),
        (rate < limits["low_998"], Standing.FAR_BELOW),
        (rate > limits["high_95"], Standing.ABOVE),
        (rate < limits["low_95"], Standing.BELOW),
        (~np.isnan(rate), Standing.EXPECTED),
    ]
    conditions, found = zip(*cases, strict=True)
    return np.select([np.asarray(each) for each in conditions], found, Standing.UNKNOWN)


def _grid(rows: pd.DataFrame) -> np.ndarray:
    if rows.empty:
        return np.array([])
    return np.linspace(0.8 * rows["residents"].min(), 1.05 * rows["residents"].max(), POINTS)
