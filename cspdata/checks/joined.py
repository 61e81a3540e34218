"""Several sheets as one publication: a figure stands in it once, and a month is whole."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import Any

import pandas as pd

from cspdata import areas, offences, origin, schemas
from cspdata.checks.activity import said_twice
from cspdata.checks.all_forces import whole_months
from cspdata.checks.dense import dense
from cspdata.checks.forces import NOTHING_OURS
from cspdata.checks.issues import Checked, Issue, Kind, grouped, note
from cspdata.checks.matters import written_twice
from cspdata.checks.monthly import Month
from cspdata.checks.notes import signed_twice
from cspdata.periods import Period, day_in_words

MONTHLY = ("crimes", "streets", "elsewhere")


def together(checked: Iterable[Checked]) -> Checked:
    """Several sheets as one; a figure given twice with two values is an issue."""
    parts, issues = _whole_months(list(checked))
    if of_forces := whole_months(parts):
        parts.append(of_forces)
    tables = {
        name: pd.concat(held, ignore_index=True)
        for name in dict.fromkeys(name for part in parts for name in part.tables)
        if (held := [part.tables[name] for part in parts if len(part.tables.get(name, ()))])
    }
    tables |= {
        name: part.tables[name] for part in parts for name in part.tables if name not in tables
    }
    issues += _sheet_issues(parts)
    if len(tables.get("crimes", ())):
        issues += _contradictions(tables["crimes"])
    if len(tables.get("activity", ())):
        issues += said_twice(tables["activity"])
    if len(tables.get("matters", ())):
        issues += written_twice(tables["matters"])
    if len(tables.get("notes", ())):
        issues += signed_twice(tables["notes"])
    for name in ("operations", "objectives"):
        if len(tables.get(name, ())):
            issues += _named_twice(tables[name], name)
    for name in ("crimes", "activity", "untold", "operations", "matters", "objectives"):
        if name in tables:
            key = list(schemas.TABLES[name].key)
            tables[name] = tables[name].drop_duplicates(key, ignore_index=True)
    if len(tables.get("crimes", ())):
        tables["crimes"], notes = dense(tables["crimes"])
        issues += notes
    return Checked(
        tables,
        grouped(issues),
        [change for part in parts for change in part.changes],
        [question for part in parts for question in part.questions],
        [reading for part in parts for reading in part.readings if reading.figures],
        [month for part in parts for month in part.months],
        rows_here=sum(part.rows_here for part in parts),
        rows_in_file=sum(part.rows_in_file for part in parts),
    )


def _named_twice(rows: pd.DataFrame, table: str) -> list[Issue]:
    """What stands twice in what was sent under one name and day, and is not the same."""
    key = list(schemas.TABLES[table].key)
    said = [name for name in schemas.TABLES[table].names if name not in schemas.PROVENANCE]
    distinct = rows.drop_duplicates(said)
    first = distinct.drop_duplicates(key).set_index(key)
    found = []
    for row in distinct[distinct.duplicated(key)].to_dict("records"):
        place = origin.in_words(
            first.loc[tuple(row[name] for name in key)].to_dict() | {"column": ""}
        )
        problem = (
            f"“{row[key[0]]}” of {day_in_words(row[key[1]])} stands in {place}, with other words."
        )
        remedy = "Keep the right one, or give each a name of its own."
        found.append(Issue(origin.name_of(row), row["row"], key[0], row[key[0]], problem, remedy))
    return found


def _sheet_issues(parts: Sequence[Checked]) -> list[Issue]:
    """The issues of each; a part without a row of ours is only told where others have some."""
    some = any(len(rows) for part in parts for rows in part.tables.values())
    return [
        replace(issue, kind=Kind.NOTE, remedy="Nothing to do: it was left out.")
        if some and issue.cause == NOTHING_OURS
        else issue
        for part in parts
        for issue in part.issues
    ]


def _whole_months(parts: list[Checked]) -> tuple[list[Checked], list[Issue]]:
    """Each month once: of several forces added up, of one force given twice told or refused."""
    issues: list[Issue] = []
    holders: dict[Period, list[int]] = {}
    for place, part in enumerate(parts):
        for month in part.months:
            holders.setdefault(month.period, []).append(place)
    for period, places in holders.items():
        first, *others = places
        for other in others:
            parts[first], parts[other], told = _one_month(parts[first], parts[other], period)
            issues += told
    return parts, issues


def _one_month(
    first: Checked, other: Checked, period: Period
) -> tuple[Checked, Checked, list[Issue]]:
    one, two = _month(first, period), _month(other, period)
    rest = _without(other, period)
    if one.forces and two.forces and not one.forces & two.forces:
        return _added(first, other, period), rest, []
    mine, theirs = (_counts(part, period) for part in (first, other))
    if mine.equals(theirs):
        problem = f"{period.words} stands in {one.file} with the same counts; it is counted once."
        told = note(two.file, 0, "Month", f"{period.start:%Y-%m}", problem, "Nothing to do.")
        return first, rest, [told]
    problem = (
        f"{period.words} stands in {one.file} with {one.rows:,} rows and here with {two.rows:,}."
    )
    remedy = "Send one of the two: a month is replaced whole and never put together."
    return first, rest, [Issue(two.file, 0, "Month", f"{period.start:%Y-%m}", problem, remedy)]


def _month(part: Checked, period: Period) -> Month:
    found: Month = next(month for month in part.months if month.period == period)
    return found


def _counts(part: Checked, period: Period) -> pd.Series:
    crimes = part.tables["crimes"]
    mine = crimes[crimes["period_start"] == period.start]
    return mine.set_index(["area", "offence"])["count"].sort_index()


def _without(part: Checked, period: Period) -> Checked:
    tables = {
        name: rows[rows["period_start"] != period.start] if name in MONTHLY else rows
        for name, rows in part.tables.items()
    }
    months = [month for month in part.months if month.period != period]
    return replace(part, tables=tables, months=months)


def _added(first: Checked, other: Checked, period: Period) -> Checked:
    """The month of one force with that of another added to it, and who recorded it named."""
    crimes = first.tables["crimes"]
    mine = crimes["period_start"] == period.start
    theirs = other.tables["crimes"].set_index(["area", "offence"])
    extra = theirs[theirs["period_start"] == period.start]
    key = pd.MultiIndex.from_frame(crimes.loc[mine, ["area", "offence"]])
    found = extra.reindex(key)
    counted = crimes.assign(
        count=crimes["count"].mask(mine, crimes["count"] + _aligned(found["count"], crimes, mine)),
        forces=crimes["forces"].mask(mine, ", ".join(sorted(set(extra["forces"])))),
        member=crimes["member"].mask(mine, _joined(crimes.loc[mine, "member"], extra["member"])),
        rows=crimes["rows"].mask(mine, ""),
    )
    tables = first.tables | {"crimes": counted}
    for name in ("streets", "elsewhere"):
        rows = other.tables[name]
        tables[name] = pd.concat([tables[name], rows[rows["period_start"] == period.start]])
    months = [
        replace(month, rows=month.rows + _month(other, period).rows)
        if month.period == period
        else month
        for month in first.months
    ]
    return replace(first, tables=tables, months=months)


def _aligned(counts: pd.Series, crimes: pd.DataFrame, mine: pd.Series) -> pd.Series:
    found = pd.Series(0, crimes.index)
    found[mine] = counts.fillna(0).astype(int).to_numpy()
    return found


def _joined(first: pd.Series, other: pd.Series) -> str:
    return "; ".join(dict.fromkeys([*first, *other]))


def _contradictions(crimes: pd.DataFrame) -> list[Issue]:
    key = list(schemas.CRIMES.key)
    if not crimes.duplicated(key).any():
        return []
    alike = crimes[crimes.duplicated([*key, "count"])]
    values = crimes.groupby(key)["count"].transform("nunique")
    twice = crimes[(values > 1) & crimes.duplicated(key)]
    first = crimes.drop_duplicates(key).set_index(key)
    return [
        *map(_said_again, alike.to_dict("records")),
        *(
            Issue(
                origin.name_of(row),
                int(row["row"] or 0),
                row["column"],
                str(row["count"]),
                f"{offences.one(row['offence']).name} for {areas.one(row['area']).name} stands in "
                f"{origin.in_words(stands)}, as {stands['count']:,}.",
                "Keep the right one.",
            )
            for row in twice.to_dict("records")
            for stands in [first.loc[tuple(row[name] for name in key)].to_dict() | {"column": ""}]
        ),
    ]


def _said_again(row: dict[Any, Any]) -> Issue:
    """The note on a figure that stands twice with the same count, one for all of a file."""
    problem = "The same figure stands here twice with the same count; it is kept once."
    found, remedy = str(row["count"]), "Nothing to do if nothing else was meant."
    return note(origin.name_of(row), int(row["row"] or 0), row["column"], found, problem, remedy)
