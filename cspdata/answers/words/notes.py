"""Signed notes in words: what is known, of which figure, by whom; nothing of it is judged."""

from cspdata import areas, offences
from cspdata.answers.blocks import literal
from cspdata.answers.words.figures import Row
from cspdata.periods import Period, day_in_words

ABOUT = "Signed notes, shown as they were written. A note changes no count and no verdict."
OF_MONTHS = f"**What is known.** {ABOUT}"


def days(row: Row) -> Period:
    """The days that a note is about."""
    return Period(row["period_start"].date(), row["period_end"].date())


def figure(row: Row) -> str:
    """ "Burglary in St Paul, June to August 2017"."""
    what = f"{offences.one(row['offence']).name} in {areas.one(row['area']).name}"
    return f"{what}, {days(row).words}"


def point(row: Row, head: str) -> str:
    """A note as a point of a list, marked; its own words stand as they were written."""
    source = f" Source: {literal(row['reference'])}." if row["reference"] else ""
    by = (
        f"{literal(row['author'])}, {day_in_words(row['signed_on'])}, data version {row['version']}"
    )
    return f"**{head}**: {literal(row['words'])}{source} *{by}.*"


def said(row: Row, number: int) -> str:
    """What is heard and read at the mark of a note on a chart."""
    by = f"{row['author']}, {day_in_words(row['signed_on'])}"
    return f"Note {number}, {days(row).words}: {row['words']} ({by})"
