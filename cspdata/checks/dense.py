"""Counts of a source that sums made whole: a month is complete or absent, nothing is estimated."""

from typing import Any

import pandas as pd

from cspdata import areas, schemas
from cspdata.checks.issues import Issue, note
from cspdata.periods import Period
from cspdata.sources import SOURCES

SPAN = ["source", "period_start", "period_end"]
PLACE = ["area", "offence"]
WHERE = ["file", "member", "sheet"]


def dense(crimes: pd.DataFrame) -> tuple[pd.DataFrame, list[Issue]]:
    """Rows of `crimes` with a 0 for each smallest area and offence that a period does not name.

    A list by month and place leaves out what did not happen. Only sources whose areas sum are
    filled, with the offences that the period names anywhere; a note says how many were.
    """
    sums = [source.source for source in SOURCES.values() if source.sums_areas]
    parts, notes = [crimes], []
    for _, rows in crimes[crimes["source"].isin(sums)].groupby(SPAN):
        absent = _absent(rows)
        if len(absent):
            parts.append(_zeros(rows, absent))
            notes.append(_note(rows.iloc[0].to_dict(), len(absent)))
    return pd.concat(parts, ignore_index=True) if notes else crimes, notes


def not_smallest(file: str, row: int, area: str, source: str) -> list[Issue]:
    """The fault of a count for an area whose count is made of others, or nothing."""
    if not SOURCES[source].sums_areas or area in areas.leaves():
        return []
    found = areas.one(area)
    problem = (
        f"“{found.name}” is a {areas.level_name(found.level)}; {SOURCES[source].short} are given "
        f"for {areas.plural(areas.lowest())}, and the rest is summed here."
    )
    return [Issue(file, row, "area", found.name, problem, "Leave this row out.")]


def _absent(rows: pd.DataFrame) -> pd.MultiIndex:
    kinds = rows["offence"].unique()
    every = pd.MultiIndex.from_product([areas.leaves(), kinds], names=PLACE)
    if rows["area"].isin(areas.leaves()).sum() == len(every):
        return every[:0]
    return every.difference(pd.MultiIndex.from_frame(rows[PLACE]), sort=False)


def _zeros(rows: pd.DataFrame, absent: pd.MultiIndex) -> pd.DataFrame:
    first = rows.iloc[0]
    same = {name: first[name] for name in (*SPAN, *WHERE)}
    zeros = absent.to_frame(index=False).assign(**same, count=0, status="published")
    return zeros.reindex(columns=schemas.CRIMES.names)


def _note(row: dict[Any, Any], number: int) -> Issue:
    period = Period(row["period_start"], row["period_end"])
    one = f"1 count of {period.words} is not in the file and is taken as 0."
    many = f"{number:,} counts of {period.words} are not in the file and are taken as 0."
    remedy = "Nothing to do if the file leaves out what did not happen."
    return note(row["file"], 0, "count", "", one if number == 1 else many, remedy)
