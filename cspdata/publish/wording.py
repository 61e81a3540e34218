"""A rehearsal in the words of a person: what was understood and what would be published.

No table is ever named; nothing is decided here.
"""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

import pandas as pd

from cspdata import areas, offences, sources
from cspdata.checks import Reading, Standing, areas_in_words
from cspdata.periods import Period, day_in_words
from cspdata.publish.merging import brings, unpublished
from cspdata.publish.rehearsal import Rehearsal

PERIODS_SHOWN = 3
NOTES_SHOWN, MONTHS_SHOWN = 12, 12
AS_WRITTEN = (
    "A note is published as it is written, and stays in the versions that held it: it must name no "
    "person and quote no count that is withheld."
)
FIGURES = (
    ("crimes", "count", "counts"),
    ("activity", "figure of the partners", "figures of the partners"),
    ("districts", "count of districts", "counts of districts"),
    ("operations", "operation", "operations"),
    ("objectives", "objective", "objectives"),
)


def understood(reading: Reading) -> str:
    """ "Street-level crime: 761 crimes and incidents in 20 parishes; read as 1 May …"."""
    count = reading.figures
    noun = reading.noun if count == 1 else f"{reading.noun}s"
    if reading.total is not None:
        count = reading.total
        noun = "crime or incident" if count == 1 else "crimes and incidents"
    parts = [f"{count:,} {noun}" + (f" in {reading.where}" if reading.where else "")]
    if reading.rows_all > reading.rows:
        district = areas.one(areas.root()).name
        parts.append(f"{reading.rows:,} of {reading.rows_all:,} rows lie in {district}")
    what = f"{reading.what[0].upper()}{reading.what[1:]}"
    return f"{what}: {'; '.join(parts)}; {days_read(reading)}."


def days_read(reading: Reading) -> str:
    """ "read as 1 April 2017 to 31 March 2018, from the title"."""
    return f"read as {_days(reading.days)}, from {reading.known_from}"


def effect(rehearsal: Rehearsal) -> list[str]:
    """A sentence for each source and period: what would be new, and what would be revised."""
    if rehearsal.is_empty:
        return ["These files bring no figures."]
    said = []
    for table, one, many in FIGURES:
        if table in rehearsal.new:
            rows, stored = rehearsal.new[table], rehearsal.published[table]
            fresh = unpublished(stored, rows, table)
            said += _new(fresh, one, many, rehearsal)
    said += _noted(rehearsal)
    if "matters" in rehearsal.new:
        steps = unpublished(rehearsal.published["matters"], rehearsal.new["matters"], "matters")
        said += _steps(steps)
    if withheld := len(rehearsal.new.get("untold", ())):
        said.append(f"{_number(withheld, 'count')} kept as withheld or not available.")
    if revised := len(rehearsal.revisions):
        said.append(f"{_number(revised, 'published count')} would be revised.")
    said = said or ["Every figure of these files is published already."]
    return [*said, *_beside_usual(rehearsal.standings)]


def _new(fresh: pd.DataFrame, one: str, many: str, rehearsal: Rehearsal) -> list[str]:
    said = []
    for (start, end), rows in fresh.groupby(["period_start", "period_end"], sort=True):
        period = Period(_day(start), _day(end))
        words = [f"{len(rows):,} {one if len(rows) == 1 else many} of {period.words}"]
        if "area" in rows:
            words.append(f" in {areas_in_words(rows['area'])}")
        if "count" in rows and _adds(rows):
            words.append(f", {int(rows['count'].sum()):,} in all")
        said.append("".join(words) + ".")
    if len(said) > PERIODS_SHOWN:
        whole = Period(fresh["period_start"].min(), fresh["period_end"].max())
        return [f"{len(fresh):,} {many} of {len(said)} periods within {whole.words}."]
    return said


def _beside_usual(standings: Mapping[Period, Standing]) -> list[str]:
    """ "April 2018: 709 records …; usual are 640 to 790 …; published of April 2017: 688. …"."""
    return [_standing(period, standings[period]) for period in sorted(standings)[:MONTHS_SHOWN]]


def _standing(period: Period, month: Standing) -> str:
    before = period.years_before().words
    held = "none" if month.year_before is None else f"{month.year_before:,}"
    moved = ", ".join(
        f"{offences.one(code).name} {kind.now:,.0f} (usually about {kind.usual:,.0f})"
        for code, kind in month.moved
    )
    return (
        f"{period.words}: {_number(month.count, 'record')} of crimes and incidents"
        f"{_usual_total(month)}; published of {before}: {held}."
        + (f" Furthest from usual: {moved}." if moved else "")
    )


def _usual_total(month: Standing) -> str:
    total = month.total
    if total is None:
        return "; too few months near it are published to say how many are usual"
    of = "" if round(total.now) == month.count else f", {total.now:,.0f} of them comparable"
    return (
        f"{of}; usual are {total.low:,.0f} to {total.high:,.0f}, by the {total.months} months"
        " nearest"
    )


def _noted(rehearsal: Rehearsal) -> list[str]:
    """Each note as it would stand beside its figure, and what it would take the place of."""
    if "notes" not in rehearsal.new:
        return []
    stored = rehearsal.published["notes"]
    fresh = brings(stored, rehearsal.new["notes"], "notes")
    before = stored.set_index("note")["words"].to_dict()
    said = [_note(row, before.get(row["note"], "")) for row in fresh.to_dict("records")]
    more = len(said) - NOTES_SHOWN
    rest = [f"{_number(more, 'more note')}."] if more > 0 else []
    return [*said[:NOTES_SHOWN], *rest, *([AS_WRITTEN] if said else [])]


def _note(row: Mapping[Any, Any], before: str) -> str:
    signed = f"{row['author']}, {day_in_words(row['signed_on'])}"
    if row["withdrawn"]:
        return f"The note “{row['note']}” would be withdrawn ({signed})."
    what = offences.one(row["offence"]).name
    where = f"{what[:1].lower()}{what[1:]} in {areas.one(row['area']).name}"
    days = Period(row["period_start"], row["period_end"]).words
    instead = f" In place of: “{before}”" if before else ""
    told = f"The note “{row['note']}” on {where}, {days}, would say: “{row['words']}” ({signed})."
    return f"{told}{instead}"


def _steps(steps: pd.DataFrame) -> list[str]:
    """ "2 steps of matters of the committee: “Lighting in Hyde” is answered; …"."""
    if steps.empty:
        return []
    last = steps.sort_values("step", kind="stable").drop_duplicates("matter", keep="last")
    named = [f"“{row['matter']}” is {row['state']}" for row in last.to_dict("records")]
    more = len(named) - PERIODS_SHOWN
    shown = "; ".join(named[:PERIODS_SHOWN]) + (f"; and {more} more" if more > 0 else "")
    return [f"{_number(len(steps), 'step')} of matters of the committee: {shown}."]


def _day(day: Any) -> date:
    found: date = day
    return found


def _adds(rows: pd.DataFrame) -> bool:
    """Whether the counts of a period may be added: those of police.uk, each in one parish."""
    return set(rows["source"]) == {sources.POLICE_UK.source}


def _days(days: Sequence[Period]) -> str:
    if not days:
        return "no days"
    named = [period.days_in_words for period in days[:PERIODS_SHOWN]]
    more = len(days) - PERIODS_SHOWN
    return ", ".join(named) + (f" and {more} more periods" if more > 0 else "")


def _number(count: int, thing: str) -> str:
    return f"{count:,} {thing}{'' if count == 1 else 's'}"
