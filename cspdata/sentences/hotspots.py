"""Streets, concentration and known events in words."""

from collections.abc import Collection

import pandas as pd

from cspdata import areas
from cspdata.answers.words.figures import (
    count,
    listed,
    lower_offence,
    number,
    percent_points,
    share,
)
from cspdata.periods import Period, span
from cspdata.queries import Concentration

SNAPPED = (
    "Police.uk moves every crime to the nearest of a fixed list of points, such as the middle of a "
    "street or a public place. “On or near” a street is therefore never an address, and names "
    "like “Parking Area” stand for a kind of place."
)
FULLEST = 5


def driven_by_events(rows: pd.DataFrame) -> str:
    """Which figures a known event drives, and by how much; "" when none."""
    return "\n\n".join(
        f"**{row['title']}, {row['area_name']}.** {row['month'].words} alone has "
        f"{count(row['count'])} of the {count(row['total'])} counted there in these months"
        f" ({row['source']})."
        for row in rows.to_dict("records")
    )


def concentrated(found: Concentration, places: str, offence: str) -> str:
    """How much sits in how few places, and how that moved."""
    if not found.count:
        return f"No {lower_offence(offence)} is counted here in these months."
    point = found.at(FULLEST)
    words = (
        f"Half of {lower_offence(offence)} ({count(found.count)} in all) is in "
        f"{count(found.half)} of {count(found.places)} {places}; the fullest "
        f"{count(point['places'])} hold **{number(point['now'])}%**."
    )
    if not found.compared:
        return f"{words} There is nothing of the year before to compare with."
    moved = point["now"] - point["before"]
    return (
        f"{words} A year before, the {count(point['places'])} that were fullest then held "
        f"{number(point['before'])}%, so this is {percent_points(moved)}."
    )


def about_concentration(with_streets: bool) -> str:
    """How far a concentration can be trusted."""
    words = (
        "The straight line is what an even spread would give. Small counts look concentrated by "
        "chance: the fewer there are, the less a difference between two years says."
    )
    if with_streets:
        return f"{words} {SNAPPED}"
    return f"{words} Street locations are shown where a street file is published for every month."


def no_streets(period: Period) -> str:
    """Why there are no street figures, and what brings them."""
    return (
        f"Street figures come with a published street file of police.uk, and none is published for "
        f"{period.words}. An officer can download the months from data.police.uk and publish them."
    )


def spanned(months: Collection[Period]) -> str:
    """The months from the first to the last, as prose."""
    return span(months).words


def months_of(months: Collection[Period], period: Period) -> str:
    """Which months of a period the street files cover."""
    return (
        f"Street files are published for {len(months)} of the {len(period.months)} months of "
        f"{period.words}."
        if len(months) < len(period.months)
        else f"Street files are published for all of {period.words}."
    )


def top_cells(row: pd.Series) -> list[str]:
    """A street location's cells: where, count, share, months in the top ten."""
    place = f"{row['location']} ({row['lsoa_name']})"
    often = f"{row['months_at_top']} of {row['months']}"
    return [place, count(row["count"]), share(row["share"]), often]


def persistent(rows: pd.DataFrame, area: str, offence: str) -> str:
    """How much the locations that are always at the top hold."""
    always = rows[(rows["months_at_top"] == rows["months"]) & (rows["months"] > 1)]
    if rows.empty:
        return f"No {lower_offence(offence)} is placed in {areas.one(area).name} in these months."
    if always.empty:
        return "No location is in the top ten in every month: the top of the list changes."
    names = listed(f"{row['location']} ({row['lsoa_name']})" for _, row in always.iterrows())
    verb = "is" if len(always) == 1 else "are"
    return (
        f"{names} {verb} in the top ten in every month, and "
        f"{'holds' if len(always) == 1 else 'together hold'} {share(always['share'].sum())} "
        f"of {lower_offence(offence)} there."
    )
