"""Street locations and how concentrated a count is, in words; nothing is counted here."""

from collections.abc import Sequence
from typing import Any

import pandas as pd

from cspdata import areas
from cspdata.answers.words.changes import recorded
from cspdata.answers.words.figures import count, listed, share
from cspdata.answers.words.places import crime
from cspdata.periods import Period

SNAPPED = (
    "Police.uk moves every crime to the nearest of a fixed list of points, such as the middle of a "
    "street. “On or near” a street is therefore never an address, and names like “Parking Area” "
    "stand for a kind of place."
)
STREETS = ("On or near (LSOA)", "Count", "Share", "In the top ten")
LSOAS = ("LSOA", "Count", "Share", "Residents")
FULLEST = 5


def none_held(held: Sequence[Period], asked: Period | None) -> str:
    """Why there are no street figures, which months have them, and what brings more."""
    if not held:
        return (
            "No street file is published yet. An officer can download the months from "
            "data.police.uk and publish them."
        )
    when = f" of {asked.words}" if asked else ""
    return (
        f"Street files are published for {listed(one.words for one in held)}, and for no month"
        f"{when}. An officer can download more from data.police.uk and publish them."
    )


def months_of(months: Sequence[Period], runs: Sequence[Period], asked: Period) -> str:
    """Which months of a period the street files cover."""
    if len(months) == len(asked.months):
        return f"Street files are published for all of {asked.words}."
    return (
        f"Street files are published for {len(months)} of the {len(asked.months)} months of "
        f"{asked.words}: {listed(one.words for one in runs)}."
    )


def persistent(rows: pd.DataFrame, area: str, offence: str, days: str) -> str:
    """Which locations lead, and how much those hold that are always at the top."""
    place, what = areas.one(area).name, recorded(offence)
    if rows.empty:
        return f"No {crime(offence)} is placed in {place}, {days}."
    first = rows.iloc[0]
    words = (
        f"{what} in {place} is placed at {count(len(rows))} "
        f"location{'' if len(rows) == 1 else 's'}, {days}. Most on or near {_named(first)}: "
        f"{count(first['count'])} of {count(rows['count'].sum())}."
    )
    always = rows[(rows["months_at_top"] == rows["months"]) & (rows["months"] > 1)]
    if always.empty:
        return f"{words} No location is in the top ten in every month: the top of the list changes."
    names = listed(_named(row) for row in always.to_dict("records"))
    verb, hold = ("is", "holds") if len(always) == 1 else ("are", "together hold")
    held = share(always["share"].sum())
    return f"{words} {names} {verb} in the top ten in every month and {hold} {held}."


def street_cells(row: Any) -> tuple[str, ...]:
    """A location as a row of a table, STREETS as its columns."""
    often = f"{row['months_at_top']} of {row['months']} months"
    return _named(row), count(row["count"]), share(row["share"]), often


def lsoa_cells(row: Any) -> tuple[str, ...]:
    """An LSOA as a row of a table, LSOAS as its columns."""
    return row["lsoa_name"], count(row["count"]), share(row["share"]), count(row["residents"])


def point(row: Any) -> dict[str, str]:
    """What the map says of a location: its name, and its count."""
    said = f"{count(row['count'])} recorded, moved to the nearest map point"
    return {"area_name": f"On or near {_named(row)}", "text": said}


def half(found: Any, places: str, offence: str) -> str:
    """How much sits in how few places, against a random spread."""
    if not found.count:
        return f"No {crime(offence)} here in these months."
    low, high = found.half_by_chance
    few = f"{count(low)}" if low == high else f"{count(low)} to {count(high)}"
    words = (
        f"Half of {crime(offence)} ({count(found.count)} in all) is in "
        f"{count(found.half)} of {count(found.places)} {places}. Spread by chance alone, half "
        f"would be in {few}"
    )
    if found.half < low:
        return f"{words}: it is more concentrated than chance."
    return f"{words}: that is no more concentrated than chance."


def fullest(found: Any, places: str) -> str:
    """What the fullest few hold, and whether that moved more than chance would move it."""
    if not found.count:
        return ""
    point = found.at(FULLEST)
    number = count(point["places"])
    words = f"The {number} fullest {places} hold **{share(point['now'])}**."
    if not found.compared:
        return words
    moved, (low, high) = point["now"] - point["before"], found.moved_by_chance
    beyond = "more than" if found.moved else "no more than"
    return (
        f"{words} The {number} that were fullest in the earlier period then held "
        f"{share(point['before'])}: {points(moved)}. Chance alone moves it by {_signed(low)} to "
        f"{_signed(high)}, so it moved {beyond} chance would."
    )


def points(moved: float) -> str:
    """ "2 percentage points more", or that it hardly moved."""
    if abs(moved) < 0.5:
        return "less than one percentage point of difference"
    rounded = abs(round(moved))
    plural = "" if rounded == 1 else "s"
    return f"{rounded} percentage point{plural} {'more' if moved > 0 else 'less'}"


def curve_cells(row: Any, compared: bool) -> tuple[str, ...]:
    """A point of the curve as a row of a table: places, now, by chance, before."""
    low, high = share(row["low"]), share(row["high"])
    chance = low if low == high else f"{low} to {high}"
    before = (share(row["before"]),) if compared else ()
    return f"The fullest {count(row['places'])}", share(row["now"]), chance, *before


def _named(row: Any) -> str:
    return f"{row['name']} ({row['lsoa_name']})"


def _signed(value: float) -> str:
    rounded = round(value)
    return f"{'+' if rounded > 0 else '−' if rounded < 0 else ''}{abs(rounded)}"
