"""The days that an officer gave for a file, against those that it names: the officer's word wins.

Where the two differ that is told; what lies outside the given days is left out and told.
"""

from collections.abc import Iterable
from dataclasses import replace

import pandas as pd

from cspdata.checks.issues import Issue, Kind, Question, note
from cspdata.periods import Period
from cspdata.readers import Sheet

SHOWN = 3


def of_titles(
    sheet: Sheet, given: Period | None
) -> tuple[Period | None, str, list[Issue], list[Question]]:
    """The days of a printed table, where they are known from, what is told, what is asked."""
    named = list(dict.fromkeys(period for readings in sheet.periods for period in readings))
    if given:
        told = _contradiction(sheet, given) if named and given not in named else []
        return given, "what you said", told, []
    if sheet.period:
        return sheet.period, "the title", [], []
    words = "This file does not say which days its figures cover."
    if len(sheet.periods) > 1:
        words = "The titles of this file name several periods. Which days do its figures cover?"
    elif named:
        words = "The title of this file can be read in several ways. Which days does it mean?"
    options = tuple((str(period), period.days_in_words) for period in named)
    return None, "", [], [Question(sheet.name, "period", words, options)]


def within(
    sheet: Sheet, rows: pd.DataFrame, given: Period | None
) -> tuple[pd.DataFrame, list[Issue]]:
    """The rows inside the given days, by their column `month` (a Period), and what is told."""
    if given is None or rows.empty:
        return rows, []
    inside = rows["month"].map(lambda period: _inside(period, given)).astype(bool)
    return rows[inside], outside(
        sheet, rows.loc[~inside, ["row", "month"]], given, bool(inside.any())
    )


def outside(sheet: Sheet, rows: pd.DataFrame, given: Period, some_left: bool) -> list[Issue]:
    """What is told of rows (`row`, `month`) outside the days that the officer gave."""
    if rows.empty:
        return []
    numbers = tuple(rows["row"].astype(int))
    periods: list[Period] = sorted(set(rows["month"].tolist()))
    words = ", ".join(period.words for period in periods[:SHOWN])
    more = f" and {len(periods) - SHOWN} more" if len(periods) > SHOWN else ""
    count = "1 row is" if len(numbers) == 1 else f"{len(numbers):,} rows are"
    problem = f"{count} of {words}{more}, outside {given.days_in_words}, the days you gave"
    first = numbers[0]
    if some_left:
        told = note(sheet.name, first, "", words, f"{problem}; left out.", "Check the days.")
        return [replace(told, rows=numbers)]
    remedy = "Correct the days that you gave, or send the file of those days."
    return [Issue(sheet.name, first, "", words, f"{problem}.", remedy, Kind.FAULT, rows=numbers)]


def kept(
    sheet: Sheet, rows: pd.DataFrame, given: Period | None
) -> tuple[pd.DataFrame, list[Issue]]:
    """Rows of `crimes` or `activity` inside the given days, and what is told of the others."""
    if given is None or rows.empty:
        return rows, []
    pairs = rows[["period_start", "period_end"]].itertuples(index=False)
    days = [Period(start, end) for start, end in pairs]
    dated = rows.assign(month=pd.Series(days, rows.index, dtype=object))
    inside, told = within(sheet, dated, given)
    return inside.drop(columns="month"), told


def _inside(period: Period, given: Period) -> bool:
    return given.start <= period.start and period.end <= given.end


def _contradiction(sheet: Sheet, given: Period) -> list[Issue]:
    named: Iterable[str] = dict.fromkeys(
        period.days_in_words for readings in sheet.periods for period in readings
    )
    problem = (
        f"The title says {' or '.join(named)}, and you gave {given.days_in_words}: what you gave"
        " is used."
    )
    return [note(sheet.name, 1, "", sheet.title[:100], problem, "Check which of them is right.")]
