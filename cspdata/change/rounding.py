"""Numbers rounded so that what is read agrees with what was found; no words are made here."""

import numpy as np

from cspdata.change.arrays import Floats, Numbers, aligned
from cspdata.change.thresholds import PERCENT_FAR, WATCHED_FROM

ONE_DECIMAL_BELOW = 10


def whole_percent(percent: Numbers) -> Floats:
    """Percentages as whole numbers that keep their sign and their ends.

    A change is never rounded to none, and -100 stands only where nothing is left, so that 1 of 500
    is -99. NaN and infinity stay.
    """
    given = aligned(percent)[1][0]
    size = np.maximum(np.round(np.abs(given)), 1.0)
    rounded = np.where(given == 0, 0.0, np.sign(given) * size)
    return np.where((given > -100) & (rounded <= -100), -99.0, rounded)


def percent_interval(low: Numbers, high: Numbers) -> tuple[Floats, Floats]:
    """Both ends of an interval as `whole_percent`; infinite beyond `PERCENT_FAR`.

    An end that is infinite is told as "more than" that threshold; where both are, once.
    """
    return _told(low), _told(high)


def average(mean: Numbers) -> Floats:
    """Averages with one decimal below 10, never rounded to 0 or up to where months are watched.

    So 2.97 a month is 2.9, for it is fewer than 3, and 0.02 is 0.1: "at most 0.1".
    """
    given = aligned(mean)[1][0]
    tenths = np.where(given > 0, np.maximum(np.round(given, 1), 0.1), given)
    below = (given < WATCHED_FROM.value) & (tenths >= WATCHED_FROM.value)
    tenths = np.where(below, WATCHED_FROM.value - 0.1, tenths)
    return np.where(given < ONE_DECIMAL_BELOW - 0.05, tenths, np.round(given))


def _told(end: Numbers) -> Floats:
    rounded = whole_percent(end)
    return np.where(rounded > PERCENT_FAR.value, np.inf, rounded)
