"""Places beside those of their kind and the limits of chance, in words; nothing is counted here."""

from typing import Any

import pandas as pd

from cspdata import areas
from cspdata.answers.words.figures import count, listed, number, several
from cspdata.residents import HOUSEHOLDS, per_thousand

SHARED_RANKS = (
    "The order is not a league table: where two intervals overlap, the order of the two places "
    "could be chance."
)
STANDINGS = {
    "far above": "Above the 99.8% limit",
    "above": "Above the 95% limit",
    "below": "Below the 95% limit",
    "far below": "Below the 99.8% limit",
}


def kinds() -> dict[str, str]:
    """The groups of parishes that this place can be compared among, in words."""
    return {kind: kind.capitalize() for kind in ("all", *areas.kinds())}


def outside(points: pd.DataFrame, group: str) -> str:
    """Who lies outside the limits, and that the others do not."""
    found = [
        f"{several(rows)} {'lies' if len(rows) == 1 else 'lie'} {where}"
        for rows, where in (
            (points[points["standing"] == "far above"], "above the 99.8% limit"),
            (points[points["standing"] == "above"], "between the upper limits"),
            (points[points["standing"] == "far below"], "below the 99.8% limit"),
            (points[points["standing"] == "below"], "between the lower limits"),
        )
        if len(rows)
    ]
    if not found:
        return f"All of {len(points)} lie within the limits: none of the {group} stands out."
    within = int((points["standing"] == "expected").sum())
    return f"{', '.join(found)}. The other {within} of {len(points)} lie within the limits."


def spread(centre: float, dispersion: float, group: str, per: str) -> str:
    """How far the places differ beyond chance and what was made of it."""
    words = f"Taken together, {group} have {number(centre)} {per_thousand(per)}."
    if dispersion <= 1:
        return f"{words} They differ no more than chance alone would make them."
    return (
        f"{words} They differ more than chance alone would make them (their variance is "
        f"{number(dispersion)} times that of chance), so the limits allow for ordinary "
        "differences between places too."
    )


def too_different(dispersion: float, group: str) -> str:
    """Why one funnel of all of them would mislead."""
    return (
        f"Taken as one group, {group} vary {count(dispersion)} times as much as chance would "
        "make them: they are too different to be one group, so each is set beside those of its "
        "kind."
    )


def among_peers(points: pd.DataFrame, area: str, group: str, per: str) -> str:
    """One place among those of its kind: rate, interval, and how many it cannot be told from."""
    own = points[points["area"] == area]
    if own.empty:
        return ""
    row, others = own.iloc[0], points[points["area"] != area]
    ties = int(
        ((others["rate_low"] <= row["rate_high"]) & (others["rate_high"] >= row["rate_low"])).sum()
    )
    return (
        f"**{row['area_name']}** has {number(row['rate'])} {per_thousand(per)} (95% interval "
        f"{number(row['rate_low'])} to {number(row['rate_high'])}); of the {len(others)} other "
        f"{group}, {ties} have an interval that overlaps its own."
    )


def visited_here(points: pd.DataFrame, per: str) -> str:
    """Where a rate misleads among the places shown, "" where they do not."""
    rows = points[points["visited"]]
    if rows.empty:
        return ""
    every = "All of these places" if len(rows) == len(points) else listed([several(rows)])
    verb = "lies" if len(rows) == 1 else "lie"
    why = "far more people are about there than live there"
    if per == HOUSEHOLDS:
        why = "burglary there is of shops and offices too"
    return f"{every} {verb} in the city: {why}."


def funnel_columns(first: str, per: str) -> tuple[str, ...]:
    """The heads above `funnel_cells`: `per` is residents or households."""
    rate = "Rate (95% interval)"
    if per == HOUSEHOLDS:
        rate = f"Rate {per_thousand(per)} (95% interval)"
    return first, rate, f"Count, {per}", "Against the limits"


def funnel_cells(row: Any, per: str) -> tuple[str, ...]:
    """A place's cells: name, rate with its interval, count of how many, standing."""
    rate = f"{number(row['rate'])} ({number(row['rate_low'])} to {number(row['rate_high'])})"
    people = f"{count(row['count'])} of {count(row[per])}"
    return row["area_name"], rate, people, STANDINGS.get(row["standing"], "Within the limits")
