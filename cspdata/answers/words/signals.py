"""Signals of a series, what to ask about them, and how far they can be trusted, in words.

Rows are those of `answers.signals` and `answers.series`; nothing is decided here.
"""

from typing import Any

import pandas as pd

from cspdata import change, prompts
from cspdata.answers.words.figures import count
from cspdata.answers.words.months import SIDES as SIDES
from cspdata.answers.words.months import within

FEED = "/signals.atom"
TRUST = f"""\
The usual range comes from the months themselves: their average and 2.66 times the mean step from
one month to the next, either side (Wheeler's XmR chart). A month outside it is a signal, and so are
{change.RUN} months in a row on one side of the average. Where nothing has changed at all, 9% of
series of two years with 30 crimes a month give at least one such signal by chance, and 17% of those
with 3. Where months average fewer than {change.LEAST_WATCHED}, no signals are given. What a known
event added is taken out first. So a signal is a reason to ask, not a finding."""


def heading(signals: pd.DataFrame, rows: pd.DataFrame) -> str:
    """How many signals the series gives."""
    known = int(rows["count"].notna().sum())
    if not rows["watched"].astype(bool).any():
        return "No signals yet" if rows["expected"].isna().all() else "Too few to watch"
    if signals.empty:
        return f"No signal in {known} months"
    return f"{len(signals)} signal{'s' if len(signals) > 1 else ''} in {known} months"


def explained(signals: pd.DataFrame, rows: pd.DataFrame, since: pd.DataFrame) -> str:
    """Why there is no signal, or what a reader may do with those there are."""
    waits = ""
    if len(rows) and since["expected"].isna().all():
        waits = f" Months since {since['month'].iloc[0]:%B %Y} cannot be judged yet."
    if len(signals):
        return f"A signal is a reason to ask, not a finding. Below each: what to ask.{waits}"
    if rows["watched"].astype(bool).any():
        return f"No month is outside the usual range, and none is part of a long run.{waits}"
    if rows["expected"].isna().all():
        return f"{change.MONTHS_NEEDED} months without a break between them are needed."
    return (
        f"Months average fewer than {change.LEAST_WATCHED} here, and chance alone would give too "
        "many signals. Watch a larger area, or the offence as a whole."
    )


def signal(row: Any) -> str:
    """One signal as a sentence without its full stop."""
    side = SIDES[row["side"]]
    if row["signal"] == "outside":
        limit = within(row["upper"], 1) if row["side"] > 0 else within(row["lower"], -1)
        line = "highest" if row["side"] > 0 else "lowest"
        return (
            f"**{row['last']:%B %Y}: {count(row['count'])}**, {side} the usual range "
            f"(the {line} usual month is {count(limit)})"
        )
    expected = row["expected"]
    average = f"{expected:.1f}" if expected < 20 else count(expected)
    return (
        f"**{row['first']:%B %Y} to {row['last']:%B %Y}**: {row['months']} months in a row "
        f"{side} the average of {average}"
    )


def questions(row: Any) -> list[str]:
    """What to ask about a signal."""
    return prompts.asked(row["signal"], SIDES[row["side"]], row["offence"])


def with_questions(signals: pd.DataFrame) -> tuple[str, ...]:
    """Each signal as a point with what to ask."""
    return tuple(
        f"{signal(row)}. *Ask:* {' '.join(questions(row))}" for row in signals.to_dict("records")
    )


def everywhere(rows: pd.DataFrame, watched: int) -> str:
    """How many of all watched series give a signal in the last published month."""
    series = len(rows.drop_duplicates(["area", "offence"]))
    return (
        f"{series} of {watched} watched series (an area and an offence) "
        f"{'gives' if series == 1 else 'give'} a signal that reaches the last published month. "
        "Some would do so by chance, so each is a reason to ask and not a finding."
    )
