"""The map and its list in words: cells, headline, legend, and what is left out."""

from collections.abc import Sequence

import pandas as pd

from cspdata.answers.words.changes import compared, stand_out
from cspdata.answers.words.figures import (
    count,
    interval,
    lower_offence,
    number,
    several,
    share,
    verdict,
)
from cspdata.change import Verdict
from cspdata.queries import CHANGE, COUNT, RATE, SHARE, Measure, View

PLACE_COLUMNS = {
    COUNT.measure: ["Count", "Share of the district"],
    RATE.measure: ["Mapped rate (reliability)", "Own rate", "Count"],
    CHANGE.measure: ["Verdict", "Count", "Allowing for chance"],
    SHARE.measure: ["Mapped", "Own", "Count (share of its crime)"],
}
EVIDENCE = {
    3: "Strong sign of a change",
    1: "Possible change",
    0: "No clear change",
}
UNITS = {COUNT.measure: "recorded", SHARE.measure: "times the usual share"}
NOT_MAPPED = "[z]"
VISITED = (
    "The parishes of the city are full of people who do not live there, at work, shopping or "
    "out at night, so a rate per resident misleads. Their counts are listed instead."
)
VISITED_TOO = (
    "Rates in the city set everybody's crimes against the few who live there: do not compare them "
    "with rates elsewhere."
)
COUNTS_FIRST = (
    "Counts come first because residents mislead in the city, where most of those who are about "
    "by day or night live elsewhere."
)


def place_cells(row: pd.Series, measure: Measure) -> list[str]:
    """A place's figures as the list shows them; the first is what the map says of it."""
    if measure == CHANGE:
        return [verdict(row), f"{count(row['now'])}, was {count(row['before'])}", interval(row)]
    if measure == RATE:
        if pd.isna(row["value"]) and row["visited"]:
            return [NOT_MAPPED, NOT_MAPPED, count(row["count"])]
        reliability = share(100 * row["reliability"])
        mapped = f"{number(row['shrunken'])} ({reliability})"
        return [mapped, number(row["rate"]), count(row["count"])]
    if measure == SHARE:
        own = f"{count(row['count'])} ({share(row['share'])})"
        return [number(row["quotient_shrunken"], 2), number(row["quotient"], 2), own]
    return [count(row["count"]), share(row["part"])]


def place_text(row: pd.Series, measure: Measure) -> str:
    """What the map says of a place."""
    first = place_cells(row, measure)[0]
    if first == NOT_MAPPED:
        return f"Residents mislead here; count {count(row['count'])}"
    if measure == RATE:
        return f"{number(row['shrunken'])} per 1,000 residents"
    return f"{first} {UNITS.get(measure.measure, '')}".strip()


def step_labels(breaks: Sequence[float], measure: Measure) -> list[str]:
    """What each colour of the map stands for, palest first."""
    if measure == CHANGE:
        return list(reversed(EVIDENCE.values()))
    whole = measure == COUNT
    labels = [f"under {_edge(breaks[0])}"] if breaks else ["any"]
    for low, high in zip(breaks, breaks[1:], strict=False):
        between = (
            f"{_edge(low)} to {_edge(high - 1)}" if whole else f"{_edge(low)} to {_edge(high)}"
        )
        labels.append(between)
    return [*labels, *([f"{_edge(breaks[-1])} or more"] if breaks else [])]


def map_heading(rows: pd.DataFrame, measure: Measure, offence: str, level: str) -> str:
    """The headline of the map: which places have the most, or how many changed."""
    if measure == CHANGE:
        return stand_out(rows, level)
    known = rows[rows["value"].notna()].sort_values("value", ascending=False)
    if not known["count"].sum() > 0:
        return f"No {lower_offence(offence)} is counted in these figures"
    first = known.iloc[: 3 if len(known) > 3 else 1]
    if measure == COUNT:
        return f"{share(first['part'].sum())} of {lower_offence(offence)} is in {several(first)}"
    return f"Highest: {several(first)}"


def mapped_when(view: View, measure: Measure) -> str:
    """The period that the map shows, and what it is compared with."""
    return compared(view) if measure == CHANGE else view.period.words


def about_map(rows: pd.DataFrame, measure: Measure, rates_in_city: bool) -> str:
    """How to read the map, and what is left out of it."""
    words = [measure.about]
    if measure == CHANGE:
        words.append(refused_or_changed(rows))
    elif rows["visited"].any() and measure == RATE:
        words.append(VISITED_TOO if rates_in_city else VISITED)
    elif rows["visited"].any() and measure == COUNT:
        words.append(COUNTS_FIRST)
    return " ".join(word for word in words if word)


def refused_or_changed(rows: pd.DataFrame) -> str:
    """Why a change cannot be shown anywhere, "" when it can."""
    refused = [sentence for sentence in rows["refused"] if sentence]
    if refused:
        return str(refused[0])
    if (rows["verdict"] == Verdict.NO_COMPARISON).all():
        return "This source does not count it, or has no count of the year before."
    return ""


def _edge(value: float) -> str:
    return f"{value:,.0f}" if value >= 100 or value == round(value) else f"{value:,.4g}"
