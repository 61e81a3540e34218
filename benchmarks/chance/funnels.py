"""Where counts lie by the law of a funnel, without looking for its limits."""

import numpy as np

from cspdata.change import funnel
from cspdata.change.places import PER


def reached(
    counts: np.ndarray, residents: np.ndarray, held: funnel.Between, *, among: bool
) -> np.ndarray:
    """Probability of so many or fewer; a limit is where it reaches the tail of the limit."""
    mean = residents * held.typical / PER
    return funnel._cumulated(counts, mean, funnel._deviations(held, among))


def outside(probability: np.ndarray, name: str) -> np.ndarray:
    """Whether a rate lies outside the limits "95" or "998"."""
    tail = (1 - funnel.LIMITS[name]) / 2
    return np.asarray((probability < tail) | (probability > 1 - tail))
