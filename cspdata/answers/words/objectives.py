"""Objectives in sentences: what was set out, and whether the figures are on course to it."""

import pandas as pd

from cspdata import areas, metrics
from cspdata.answers.blocks import literal
from cspdata.answers.words import figures
from cspdata.answers.words.figures import Row
from cspdata.change.objective import AT_MOST, Course
from cspdata.periods import Period, day_in_words

NO_FIGURE = "No figure of the time for which it was set is published yet."
CAPITAL = {
    Course.ON: "On course",
    Course.OFF: "Not on course",
    Course.UNTOLD: "It cannot be told yet",
}
ABOUT = (
    "Recorded crime is on course to an objective where the whole range of its change, allowing for "
    "chance, lies where it was wanted, and not on course where the whole range lies beyond. A "
    "partner's count of events is judged by its range too; what a partner decides to do is set "
    "beside its target as it is."
)


def wanted(row: Row) -> str:
    """ "At most −10% against a year before: burglary in St Paul", "at least 5 times a week"."""
    if row["measure"]:
        measure = metrics.one(row["measure"])
        name = f"{measure.name[:1].lower()}{measure.name[1:]}"
        return f"{row['aim']} {row['target']:,g} {measure.unit}: {name}"
    what = f"{figures.lower_offence(row['offence'])} in {areas.one(row['area']).name}"
    return f"{row['aim']} {_signed(row['change'])} against a year before: {what}"


def stated(row: Row) -> str:
    """What was set out, by whom, when and for which days."""
    days = Period(row["period_start"].date(), row["period_end"].date()).days_in_words
    said = f"{literal(row['words'])} Set by {literal(row['set_by'])} on "
    said += f"{day_in_words(row['set_on'])} for {days}: {wanted(row)}."
    return f"{said} Source: {literal(row['reference'])}." if row["reference"] else said


def course(found: Course) -> str:
    return CAPITAL[found]


def measured(value: float, unit: str, when: str, row: Row) -> str:
    """ "4 times a week, April to September 2017; the target is at least 5."."""
    side = "at most" if row["aim"] == AT_MOST else "at least"
    return f"{value:,g} {unit}, {when}; the target is {side} {row['target']:,g}."


def _signed(percent: float) -> str:
    if pd.isna(percent) or percent == 0:
        return "no change"
    return f"{figures.sign(percent)}{abs(percent):,g}%"
