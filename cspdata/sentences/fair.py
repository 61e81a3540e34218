"""Rates beside their limits in words: who lies outside, among whom, and how surely."""

import pandas as pd

from cspdata import areas
from cspdata.answers.words.figures import count, listed, number, several
from cspdata.queries import Funnel

ALL = "all"
SHARED_RANKS = (
    "The order is not a league table: where two intervals overlap, the order of the two places "
    "could be chance."
)


def group_name(kind: str) -> str:
    """ "all parishes" or "rural parishes"."""
    return f"{kind} parishes"


def kinds() -> dict[str, str]:
    """The groups of parishes that this place can be compared among, in words."""
    return {kind: kind.capitalize() for kind in (ALL, *areas.kinds())}


def outside(found: Funnel, group: str) -> str:
    """Who lies outside the limits, and that the others do not."""
    points = found.points
    words = [
        f"{several(rows)} {'lies' if len(rows) == 1 else 'lie'} {where}"
        for rows, where in (
            (points[points["standing"] == "far above"], "above the 99.8% limit"),
            (points[points["standing"] == "above"], "between the upper limits"),
            (points[points["standing"] == "far below"], "below the 99.8% limit"),
            (points[points["standing"] == "below"], "between the lower limits"),
        )
        if len(rows)
    ]
    if not words:
        return f"All of {len(points)} lie within the limits: none of {group} stands out."
    within = int((points["standing"] == "expected").sum())
    return f"{', '.join(words)}. The other {within} of {len(points)} lie within the limits."


def spread(found: Funnel, group: str) -> str:
    """How far the places differ beyond chance and what was made of it."""
    centre = f"Taken together, {group} have {number(found.centre)} per 1,000 residents."
    if found.overdispersion <= 1:
        return f"{centre} They differ no more than chance alone would make them."
    times = found.overdispersion
    return (
        f"{centre} They differ more than chance alone would make them: the variance is "
        f"{number(times)} times that of chance, so the limits are {number(times**0.5)} times as "
        "wide. A place outside them stands out even among places that differ."
    )


def among_peers(found: Funnel, area: str, group: str) -> str:
    """One place among those of its kind: rate, interval, place in the order and who ties."""
    points = found.points
    if area not in set(points["area"]):
        return ""
    own = points[points["area"] == area].iloc[0]
    others = points[points["area"] != area]
    ties = int(((others["low"] <= own["high"]) & (others["high"] >= own["low"])).sum())
    place = int((others["rate"] > own["rate"]).sum()) + 1
    return (
        f"**{own['area_name']}** has {number(own['rate'])} per 1,000 residents (95% interval "
        f"{number(own['low'])} to {number(own['high'])}), number {place} of {len(points)} "
        f"{group}; {ties} of the others have an interval that overlaps its own."
    )


def about_funnel(found: Funnel, area: str, group: str) -> str:
    """How to read the funnel, then one place in it, and whose residents mislead."""
    words = [spread(found, group), among_peers(found, area, group)]
    visited = found.outliers[found.outliers["visited"]]
    if len(visited):
        words.append(
            f"In {listed(visited['area_name'])} far more people are about than live there, which "
            "explains a high rate before anything else."
        )
    return "\n\n".join(word for word in words if word)


def funnel_cells(row: pd.Series) -> list[str]:
    """A place's cells: rate with its interval, count of how many residents, standing."""
    rate = f"{number(row['rate'])} ({number(row['low'])} to {number(row['high'])})"
    people = f"{count(row['count'])} of {count(row['residents'])}"
    return [rate, people, judged_standing(row["standing"])]


def judged_standing(standing: str) -> str:
    """A standing against the limits, for a cell."""
    return {
        "far above": "Above the 99.8% limit",
        "above": "Above the 95% limit",
        "below": "Below the 95% limit",
        "far below": "Below the 99.8% limit",
    }.get(standing, "Within the limits")
