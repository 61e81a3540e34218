"""Whose rows of a street-level file are counted: the place's own force, others by declared choice.

A force that is not the place's own never replaces its months.
"""

import re
from dataclasses import dataclass, field

import pandas as pd

from cspdata import areas, place
from cspdata.checks.issues import Issue, Kind, note
from cspdata.readers import Sheet
from cspdata.sources import POLICE_UK
from cspdata.vocabulary import folded, items

TRANSPORT = "British Transport Police"
NOTHING_OURS = "nothing ours"


@dataclass(frozen=True)
class Forces:
    """The rows that are counted, the forces that recorded them, and what is said of the rest.

    `others` are the forces beside the place's own whose rows are among the counted.
    """

    rows: pd.DataFrame
    counted: frozenset[str] = frozenset()
    others: tuple[str, ...] = ()
    issues: list[Issue] = field(default_factory=list)


def counted(sheet: Sheet, rows: pd.DataFrame) -> Forces:
    """Which of the place's rows are counted, by `reported_by` ("" where the file has none)."""
    by_force = rows["reported_by"].fillna("").str.strip()
    names = [name for name in by_force.unique() if name]
    foreign = [name for name in names if not _is_own(name)]
    if not foreign:
        return Forces(rows, frozenset(names))
    theirs = by_force.isin(foreign)
    if theirs.all():
        return _all_foreign(sheet, rows, foreign)
    added = place.here().other_forces == place.ADDED
    words = _number(int(theirs.sum()), foreign)
    what = "counted with those of" if added else "left out beside those of"
    problem = f"{words} in {_here()}, {what} {place.here().police}."
    issues = [note(sheet.name, 0, "Reported by", ", ".join(foreign), problem, "Nothing to do.")]
    if added:
        return Forces(rows, frozenset(names), tuple(foreign), issues)
    return Forces(rows[~theirs], frozenset(names) - set(foreign), (), issues)


def held_name(force: str) -> str:
    """The name under which figures of a force that is not known here are confirmed."""
    return f"force-{re.sub(r'[^a-z0-9]+', '-', force.casefold()).strip('-')}"


def _is_own(name: str) -> bool:
    here = place.here()
    return folded(name) in {folded(own) for own in (here.police, *items(here.forces))}


def _all_foreign(sheet: Sheet, rows: pd.DataFrame, foreign: list[str]) -> Forces:
    """A file without a row of the place's own force."""
    own, named = place.here().police, ", ".join(foreign)
    words = _number(len(rows), foreign)
    if foreign == [TRANSPORT] and place.here().other_forces == place.ADDED:
        return Forces(rows, frozenset(foreign), tuple(foreign))
    if foreign == [TRANSPORT]:
        problem = f"{words} in {_here()}, and the figures here are those of {own}."
        remedy = f"Send the file of {own} for the same month."
        fault = Issue(sheet.name, 0, "Reported by", named, problem, remedy, cause=NOTHING_OURS)
        return Forces(rows.iloc[:0], issues=[fault])
    held = Issue(
        sheet.name,
        0,
        "Reported by",
        named,
        f"{words} in {_here()}. The figures here are those of {own}.",
        f"Send the file of {own}, or say why these are right: has the force a new name?",
        Kind.HELD,
        name=held_name(foreign[0]),
        source=POLICE_UK.source,
    )
    return Forces(rows, frozenset(foreign), issues=[held])


def _here() -> str:
    return areas.one(areas.root()).name


def _number(count: int, foreign: list[str]) -> str:
    rows = "1 row was" if count == 1 else f"{count:,} rows were"
    return f"{rows} recorded by {' and '.join(foreign)}"
