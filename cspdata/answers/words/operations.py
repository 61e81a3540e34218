"""Operations in sentences: what was done, what could be seen, what was; never that one worked."""

import pandas as pd

from cspdata import areas
from cspdata.answers.blocks import literal
from cspdata.answers.words import figures
from cspdata.answers.words.figures import Row
from cspdata.change.operation import Sign
from cspdata.change.thresholds import (
    OPERATION_FALL,
    OPERATION_POWER,
    OPERATION_RANGE,
    POSSIBLE,
)
from cspdata.periods import Period, day_in_words

ABOUT = (
    "What an operation did cannot be read off a fall alone. First it is said which fall could have "
    "been seen at all; then the place is compared with elsewhere; and where it was chosen because "
    "it was high, with what would have come with nothing done."
)
UNKNOWN = "No operation of this name is registered in this version: {name}."
NO_PLACE = "It names no area and offence that are counted here, so it waits for figures."
NO_BEFORE = "It names no days before it to compare with, so nothing is compared."
NO_MONTHS = "No whole month of it, or of the time before it, has figures yet, so it waits."
CAPITAL = {Sign.UNTOLD: "It cannot be told", Sign.NONE: "There is no sign of a change"}


def stated(row: Row) -> str:
    """What was done, when, with what expectation, and where that stands."""
    days = Period(row["period_start"].date(), row["period_end"].date()).days_in_words
    parts = [f"{literal(row['done'])} Judged over {days}."]
    if row["expected"]:
        parts.append(f"Expected: {literal(row['expected'])}")
    how = "chosen because" if row["chosen_high"] else "not chosen because"
    parts.append(f"The place was {how} its figures were high.")
    if row["reference"]:
        parts.append(f"Source: {literal(row['reference'])}.")
    return " ".join(parts)


def registered(row: Row, steps: int) -> str:
    """When it was registered, whether after it began, and whether it was changed since."""
    said = f"Registered on {day_in_words(row['registered_on'])}"
    if row["registered_on"] > row["period_start"]:
        said += ", after it began: its days and what it is compared with were not fixed before."
    else:
        said += ", before it began."
    if steps > 1:
        said += f" This is change {steps - 1} of the entry; the open data keeps every step."
    return said


def power(found: Row) -> str:
    """ "With 31 before, only a fall of about 55% beside elsewhere could be seen …"."""
    before, fall = int(found["before"]), found["fall"]
    often = f"{OPERATION_POWER.value:.0%}"
    if pd.isna(fall):
        return f"With {before:,} before, not even a fall to none would be seen {often} of the time."
    said = (
        f"With {before:,} before, a fall beside elsewhere has to be about {fall:.0f}% or more to "
        f"be seen {often} of the time"
    )
    return f"{said}: do not expect an answer." if fall > OPERATION_FALL.value else f"{said}."


def verdict(found: Row, place: str) -> str:
    """The sign as a sentence that opens with the place."""
    sign = found["sign"]
    if sign in CAPITAL:
        return f"{CAPITAL[sign]}: {_why(found)}"
    return f"{place} {sign.value}."


def four(found: Row) -> str:
    """The four counts and the range of the ratio."""
    said = (
        f"Here {found['before']:,.0f} before and {found['now']:,.0f} after; elsewhere "
        f"{found['rest_before']:,.0f} and {found['rest_now']:,.0f}."
    )
    if pd.isna(found["percent"]):
        return said
    high = "without an upper end" if found["high"] == float("inf") else _signed(found["high"])
    ends = f"{_signed(found['low'])} to {high}"
    return f"{said} Beside elsewhere that is {_signed(found['percent'])} (95% range {ends})."


def regression(found: Row) -> str:
    """What would have come with nothing done, and where the count lies in it."""
    if pd.isna(found["expected"]):
        return "What would have come with nothing done cannot be estimated."
    within = found["without_low"] <= found["now"] <= found["without_high"]
    side = "below" if found["now"] < found["without_low"] else "above"
    where = "inside that range" if within else f"{side} that range"
    return (
        f"With nothing done about {found['expected']:,.0f} would have been counted after, from the "
        f"months held of all areas of its kind ({OPERATION_RANGE.value:.0%} range "
        f"{found['without_low']:,.0f} to {found['without_high']:,.0f}). "
        f"The {found['now']:,.0f} counted lie {where}."
    )


def displaced(found: Row, near: str) -> str:
    """The weighted displacement difference in counts (Wheeler and Ratcliffe 2018)."""
    names = figures.listed(areas.one(code).name for code in near.split(";") if code)
    if not names:
        return "No neighbours are named, so it is not known whether crime moved to them."
    return (
        f"Change less that of elsewhere, in crimes: here {_counts(found, 'local')}; in its "
        f"neighbours ({names}) {_counts(found, 'near')}; both together {_counts(found, 'total')}. "
        "These add places of other sizes up by their residents; what is said above rests on the "
        "four counts alone."
    )


def missing(months: int) -> str:
    """Months left out of a comparison."""
    return f"{months} month{'' if months == 1 else 's'} without figures left out."


def _why(found: Row) -> str:
    if found["sign"] == Sign.NONE:
        return f"a fall by {OPERATION_FALL.value:.0f}% would probably have been seen."
    if found["p"] < POSSIBLE.value and found["high"] < 0:
        return "it fell more than elsewhere, but so would a place chosen for being high."
    return "the counts are too few for the lack of a sign to say anything."


def _signed(percent: float) -> str:
    return f"{figures.sign(round(percent))}{abs(percent):,.0f}%"


def _counts(found: Row, name: str) -> str:
    value, low, high = (found[key] for key in (name, f"{name}_low", f"{name}_high"))
    said = [f"{figures.sign(round(each))}{abs(each):,.0f}" for each in (value, low, high)]
    return f"{said[0]} (95% range {said[1]} to {said[2]})"
