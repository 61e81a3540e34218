"""Police.uk's monthly figures -> dense rows of `crimes`; a month is complete or absent.

What a month that is there does not mention is a count of 0, so no month is ever added to another.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

import pandas as pd

from cspdata import areas, dates, offences, schemas
from cspdata.checks.cells import mark, whole_number
from cspdata.checks.counts import not_a_count
from cspdata.checks.issues import Answers, Checked, Issue, Kind
from cspdata.checks.period_given import within
from cspdata.checks.readings import reading_of
from cspdata.checks.spellings import Spellings
from cspdata.origin import Origin, ranges
from cspdata.periods import Period, day_in_words, month
from cspdata.readers import Sheet
from cspdata.sources import POLICE_UK
from cspdata.vocabulary import folded

# Until April 2013 police.uk had other categories, which cannot stand beside later ones.
FIRST_MONTH = month(2013, 5)
FORMER = {
    "violent crime": "became “Violence and sexual offences”, which takes in more",
    "public disorder and weapons": "was split into “Public order” and “Possession of weapons”",
}


@dataclass(frozen=True)
class Month:
    """A whole month that a file brings. `alone` is whether the file brings no other."""

    file: str
    period: Period
    rows: int
    forces: frozenset[str] = frozenset()
    alone: bool = True


def ward_months(sheet: Sheet, source: str, known: Spellings, said: Answers) -> Checked:
    """The project's own counts by month and ward: rows of `crimes` for police.uk."""
    cells = sheet.rows
    months, misread = months_of(sheet, cells["month"], "month")
    kinds, unknown = offences_of(sheet, cells, months)
    rows = pd.DataFrame(
        {
            "row": cells["row"],
            "month": months,
            "area": cells["ward_code"].str.strip().map(areas.of_ward()),
            "offence": kinds,
            "count": cells["count"].map(whole_number),
        }
    )
    issues = [*misread, *unknown]
    for row, found in _where(cells, rows["area"].isna(), "ward_code"):
        problem = f"“{found}” is not a ward of this place."
        issues.append(
            Issue(sheet.name, row, "ward_2013_code", found, problem, "Check the ward's code.")
        )
    for row, found in _where(cells, rows["count"].isna(), "count"):
        issue = not_a_count(sheet.name, row, "count", found)
        if mark(found):
            problem = (
                f"“{found}” stands for a count that is {mark(found)}, so the month is not whole."
            )
            remedy = "Leave the month out until all its counts are known."
            issue = Issue(sheet.name, row, "count", found, problem, remedy, cause="mark")
        issues.append(issue)
    whole, left = within(sheet, rows.dropna(), said.period)
    issues += left
    grouped = whole.groupby(["month", "area", "offence"])
    crimes = monthly(grouped["count"].sum(), grouped["row"].agg(ranges), sheet.origin)
    reading = reading_of(sheet, crimes, "its column month")
    return Checked(
        {"crimes": crimes},
        [*issues, *lost(sheet.name, grouped["count"].sum(), crimes)],
        readings=[reading],
        months=_months(sheet, whole.groupby("month")["count"].sum().astype(int).to_dict()),
    )


def monthly(counted: pd.Series, rows: pd.Series, origin: Origin, others: str = "") -> pd.DataFrame:
    """Counts by (month, area, offence) and the rows they were counted from -> rows of `crimes`."""
    sizes, texts = counted.to_dict(), rows.to_dict()
    every = [
        (period, area, offence)
        for period in sorted(counted.index.unique("month"))
        for area in areas.leaves()
        for offence in offences.by_police_uk().values()
    ]
    return pd.DataFrame(
        {
            "source": POLICE_UK.source,
            "area": [area for _, area, _ in every],
            "offence": [offence for _, _, offence in every],
            "period_start": [period.start for period, _, _ in every],
            "period_end": [period.end for period, _, _ in every],
            "count": [int(sizes.get(cell, 0)) for cell in every],
            "status": "published",
            "row": None,
            "column": "",
            "rows": [texts.get(cell, "") for cell in every],
            "forces": others,
            **origin.cells,
        },
        columns=schemas.CRIMES.names,
    )


def lost(file: str, counted: pd.Series, crimes: pd.DataFrame) -> list[Issue]:
    """Rows whose area is none of the smallest, in which counts are kept: they must not vanish."""
    areas_counted = counted.groupby("area").sum()
    outside = areas_counted[~areas_counted.index.isin(crimes["area"])]
    if outside.empty:
        return []
    where = ", ".join(areas.one(area).name for area in outside.index)
    problem = (
        f"{outside.sum():,} of {counted.sum():,} rows lie in {where}, and counts are kept for "
        f"{areas.plural(areas.lowest())} only."
    )
    remedy = "Give each LSOA a smallest area in lsoas.csv; `python -m cspdata place` says which."
    return [Issue(file, 0, "LSOA code", where, problem, remedy)]


def months_of(sheet: Sheet, texts: pd.Series, column: str) -> tuple[pd.Series, list[Issue]]:
    """The month of each row (None where there is none) and what is to be said of their spelling."""
    once = texts.drop_duplicates()
    found = {text: month_named(text) for text in once}
    first = dict(zip(once, sheet.rows.loc[once.index, "row"], strict=True))
    issues = []
    for text, period in found.items():
        if period is None:
            issues.append(_no_month(sheet, int(first[text]), column, text))
        elif text != f"{period.start:%Y-%m}":
            problem = f"“{text}” was read as {period.words}."
            remedy = "Nothing to do if that is right."
            row = int(first[text])
            issues.append(
                Issue(sheet.name, row, column, text, problem, remedy, Kind.NOTE, cause="month")
            )
    return texts.map(found), issues


def offences_of(
    sheet: Sheet, rows: pd.DataFrame, months: pd.Series
) -> tuple[pd.Series, list[Issue]]:
    """The offence of each row's crime type, and those that are none or were until April 2013."""
    codes = codes_of(rows["crime_type"].unique())
    early = [period for period in months.dropna().unique() if period < FIRST_MONTH]
    issues = _former(sheet, rows, codes, early) if early else []
    for text in (text for text, code in codes.items() if code is None):
        if early and folded(text) in FORMER:
            continue
        same = rows.loc[rows["crime_type"] == text, "row"]
        issues.append(_no_crime_type(sheet, text, tuple(same.astype(int))))
    return rows["crime_type"].map(codes), issues


def codes_of(crime_types: Iterable[str]) -> dict[str, str | None]:
    """The offence of each crime type of police.uk, None for what is none."""
    written = offences.by_police_uk()
    codes = {text: written.get(text) for text in crime_types}
    if None not in codes.values():
        return codes
    known = {folded(name): offence for name, offence in written.items()}
    return {text: code or known.get(folded(text)) for text, code in codes.items()}


def month_named(text: str) -> Period | None:
    """The month that has begun and that the text names, or None."""
    readings = set(dates.month_readings(text).values())
    if len(readings) != 1:
        return None
    year, number = readings.pop()
    if not 2000 <= year <= date.today().year:
        return None
    found = month(year, number)
    return found if found.start <= date.today() else None


def _no_month(sheet: Sheet, row: int, column: str, text: str) -> Issue:
    remedy = "Write it as 2017-05, or download the file again."
    problem = f"“{text}” is not a month that has come."
    if not text.strip():
        problem = "The month is empty; the row may be cut off."
    return Issue(sheet.name, row, column, text, problem, remedy)


def _no_crime_type(sheet: Sheet, text: str, rows: tuple[int, ...]) -> Issue:
    problem = f"“{text}” is not a crime type of police.uk that is known here."
    remedy = "Write it as police.uk does, or ask whoever looks after this dashboard to add it."
    if not text:
        problem = "The crime type is empty; the row may be cut off."
        remedy = "Download the file again."
    column = "Crime type" if sheet.shape == "street" else "crime_type"
    return Issue(sheet.name, rows[0], column, text, problem, remedy, rows=rows)


def _former(
    sheet: Sheet, rows: pd.DataFrame, codes: dict[str, str | None], early: list[Period]
) -> list[Issue]:
    """One fault for all months of before May 2013, which says what their categories were."""
    were = [f"“{text}” {FORMER[folded(text)]}" for text in codes if folded(text) in FORMER]
    told = f" ({'; '.join(were)})" if were else ""
    problem = (
        f"{', '.join(period.words for period in sorted(early)[:3])} has the categories that"
        f" police.uk used until April 2013{told}, so its counts cannot be compared with later ones."
    )
    remedy = f"Publish months from {day_in_words(FIRST_MONTH.start)} on."
    return [Issue(sheet.name, int(rows["row"].iloc[0]), "Crime type", "", problem, remedy)]


def _where(cells: pd.DataFrame, missing: pd.Series, column: str) -> Iterable[tuple[int, str]]:
    for row, found in cells.loc[missing.to_numpy(), ["row", column]].itertuples(index=False):
        yield int(row), found


def _months(sheet: Sheet, sizes: Mapping[Any, int]) -> list[Month]:
    alone = len(sizes) == 1
    return [Month(sheet.name, period, size, alone=alone) for period, size in sizes.items()]
