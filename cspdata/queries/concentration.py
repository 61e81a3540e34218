"""How much of the count sits in how few places, and how that moved; never a test of why."""

from collections.abc import Collection
from dataclasses import dataclass

import numpy as np
import pandas as pd

from cspdata import areas, change
from cspdata.periods import Period
from cspdata.queries.compared import changes
from cspdata.queries.streets import location_counts, street_months
from cspdata.queries.views import View, refusal

FEW = (1, 3, 5, 10, 20)
PARISHES, STREETS = "parishes", "street locations"


@dataclass(frozen=True)
class Concentration:
    """`curve` runs from no place to all: places, place_share, now, before (percent).

    `before` is NaN where there is nothing to compare with.
    """

    curve: pd.DataFrame
    count: float
    half: int

    @property
    def places(self) -> int:
        return len(self.curve) - 1

    @property
    def compared(self) -> bool:
        return bool(self.curve["before"].notna().any())

    def at(self, places: int) -> pd.Series:
        """The point of the curve after so many places."""
        return self.curve.iloc[min(places, self.places)]


def concentration(now: Collection[float], before: Collection[float]) -> Concentration:
    """The Lorenz curves of two counts of the same places, the fullest first in each year."""
    shares = {"now": _cumulative(now), "before": _cumulative(before)}
    if len(shares["before"]) != len(shares["now"]) or np.isnan(shares["before"]).any():
        shares["before"] = np.full(len(shares["now"]), np.nan)
    curve = pd.DataFrame(shares).rename_axis("places").reset_index()
    everywhere = max(len(curve) - 1, 1)
    half = int(np.searchsorted(curve["now"], 50)) if len(curve) > 1 else 0
    counted = float(np.nansum(np.asarray(list(now), float)))
    return Concentration(
        curve.assign(place_share=100 * curve["places"] / everywhere), counted, half
    )


def concentrations(
    figures: pd.DataFrame, streets: pd.DataFrame, view: View, offence: str
) -> list[tuple[str, Concentration]]:
    """Of the parishes, and of the street locations where every month has its street file."""
    rows = changes(figures, view, areas.at_level("parish"), offence)
    found = [(PARISHES, concentration(rows["now"], rows["before"]))]
    if _whole(streets, view.period):
        now, before = (_at_streets(streets, view, offence, p) for p in (view.period, view.before))
        found.append((STREETS, concentration(now, before)))
    return found


def few(found: Concentration) -> pd.DataFrame:
    """The curve after a few places, for a table; all of them hold everything, so they are not."""
    shown = [places for places in FEW if places < found.places]
    return found.curve[found.curve["places"].isin(shown)].reset_index(drop=True)


def _at_streets(streets: pd.DataFrame, view: View, offence: str, period: Period) -> np.ndarray:
    broken = period == view.before and refusal(view, offence)
    if broken or not _whole(streets, period):
        return np.array([])
    return location_counts(streets, areas.root(), offence, period.months)


def _whole(streets: pd.DataFrame, period: Period) -> bool:
    return street_months(streets, period) == period.months


def _cumulative(count: Collection[float]) -> np.ndarray:
    shares = change.lorenz(np.asarray(list(count), float))["cumulative_share"]
    return np.concatenate([[0.0], 100 * shares.to_numpy()])
