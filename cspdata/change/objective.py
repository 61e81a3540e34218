"""Whether a count is on course to what was set out for it, from the range of its change."""

from enum import StrEnum

AT_MOST, AT_LEAST = "at most", "at least"
AIMS = (AT_MOST, AT_LEAST)


class Course(StrEnum):
    """What may be said of an objective; a difference within chance says nothing."""

    ON = "on course"
    OFF = "not on course"
    UNTOLD = "cannot be told yet"


def course(low: float, high: float, aim: str, wanted: float) -> Course:
    """Whether a change of `wanted` per cent is met, from the 95 % range of the change seen.

    `low`, `high` and `wanted` in per cent; NaN where nothing could be tested. On course is what
    lies wholly on the right side; where the true change is just what was wanted, either word
    comes at most once in forty.
    """
    if not (low <= high):
        return Course.UNTOLD
    below, above = high <= wanted, low > wanted
    if aim == AT_LEAST:
        below, above = high < wanted, low >= wanted
    on, off = (below, above) if aim == AT_MOST else (above, below)
    return Course.ON if on else Course.OFF if off else Course.UNTOLD


def reached(value: float, aim: str, target: float) -> bool:
    """Whether a figure that is no chance, as what a partner decides to do, is at its target."""
    return value <= target if aim == AT_MOST else value >= target
