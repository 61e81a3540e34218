"""Signals of a series, what to ask about them, and how far they can be trusted, in words.

Rows are those of `answers.signals` and `answers.series`; nothing is decided here.
"""

from typing import Any

import pandas as pd

from cspdata import prompts
from cspdata.answers.words.figures import count
from cspdata.answers.words.months import SIDES as SIDES
from cspdata.answers.words.months import about
from cspdata.change.thresholds import (
    BASELINE_MONTHS,
    DRIFT_MEMORY,
    FEED_DISCOVERY,
    WATCHED_FROM,
)
from cspdata.change.watch import Stage

FEED = "signals.atom"
TRUST = f"""\
What is usual in a month comes from the level of the series, its season, and how far months of that
offence vary. The first {BASELINE_MONTHS.value:.0f} months set it, and every quiet year is added. A
month outside the range is a signal, and so is a drift: a weighted average of the months
(each weighs {DRIFT_MEMORY.value:.0%}) that has left the usual level. What a known event brought is
taken out first. Series that average fewer than {WATCHED_FROM.value:.0f} a month are not watched. Of
the signals in the list of all series and in the feed, {FEED_DISCOVERY.value:.0%} are expected to be
chance. So a signal is a reason to ask, not a finding."""


def heading(signals: pd.DataFrame, rows: pd.DataFrame) -> str:
    """How many signals the series gives."""
    known = int(rows["count"].notna().sum())
    if rows["expected"].isna().all():
        return "No signals yet"
    if not (rows["stage"] == Stage.WATCHED).any():
        few = (rows["stage"] == Stage.TOO_FEW).any()
        return "Too few to watch" if few else "No month is judged yet"
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
    if (rows["stage"] == Stage.WATCHED).any():
        return f"No month is outside the usual range, and the level has not drifted.{waits}"
    if (rows["stage"] == Stage.TOO_FEW).any():
        return (
            f"Months average fewer than {WATCHED_FROM.value:.0f} here, and chance alone would give "
            "too many signals. Watch a larger area, or the offence as a whole."
        )
    months = f"{BASELINE_MONTHS.value:.0f} months without a break"
    return f"{months} set what is usual; the months after them are judged."


def signal(row: Any) -> str:
    """One signal as a sentence without its full stop."""
    side = SIDES[row["side"]]
    if row["signal"] == "outside":
        line, limit = ("highest", row["upper"]) if row["side"] > 0 else ("lowest", row["lower"])
        return (
            f"**{row['last']:%B %Y}: {count(row['count'])}**, {side} the usual range "
            f"(the {line} usual is {count(limit)})"
        )
    return (
        f"**{row['first']:%B %Y} to {row['last']:%B %Y}**: {count(row['total'])} in "
        f"{row['months']} months, where {about(row['usual'])} were usual: a drift {side} the level"
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
    """How many signals of the last month stand out among all watched series."""
    number = len(rows)
    if not watched:
        return "No series is long enough yet to be judged."
    judged = f"among the {watched} series (an area and an offence) judged in the last month"
    if not number:
        return f"No signal stands out {judged}."
    return (
        f"{number} {'signal stands' if number == 1 else 'signals stand'} out {judged}. "
        f"{FEED_DISCOVERY.value:.0%} of such signals are expected to be chance, so each is a "
        "reason to ask and not a finding. What shows in an area and around it is told once."
    )
