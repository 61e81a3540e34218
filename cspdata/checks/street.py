"""A street-level file of police.uk -> whole months of `crimes`, `streets` and `elsewhere`.

A few rows of another month, force or place never become a month of their own.
"""

from typing import Any

import numpy as np
import pandas as pd

from cspdata import areas, offences, schemas
from cspdata.checks import damage, forces
from cspdata.checks.issues import Answers, Checked, Issue, note
from cspdata.checks.monthly import Month, lost, monthly, months_of, offences_of
from cspdata.checks.period_given import within
from cspdata.checks.readings import reading_of
from cspdata.checks.spellings import Spellings
from cspdata.origin import ranges
from cspdata.periods import Period
from cspdata.readers import Sheet
from cspdata.sources import POLICE_UK
from cspdata.vocabulary import folded

# A month with less than this share of the file's largest one is no month but stray rows.
STRAY = 0.1
# So many districts with so many rows each make a file of the whole force.
DISTRICTS, DISTRICT_ROWS = 4, 30


def street(sheet: Sheet, source: str, known: Spellings, said: Answers) -> Checked:
    """A street-level file: the place's rows counted by month, area and crime type.

    `crimes` gets a row for every smallest area and offence of the file's months, `streets` one
    for every location that has any. Rows without an LSOA lie in no area and are reported.
    """
    issues = damage.unlisted(sheet)
    if not len(sheet.rows):
        return Checked(issues=[*issues, _none_ours(sheet)])
    mine = forces.counted(sheet, sheet.rows)
    months, misread = months_of(sheet, mine.rows["month"], "Month")
    kinds, unknown = offences_of(sheet, mine.rows, months)
    issues += [*mine.issues, *misread, *unknown]
    rows = mine.rows.assign(
        month=months, offence=kinds, area=mine.rows["lsoa"].map(areas.of_lsoa())
    ).dropna(subset=["month", "offence", "area"])
    rows, left = within(sheet, rows, said.period)
    rows, strays = _without_strays(sheet, rows)
    issues += [*left, *strays]
    if rows.empty:
        return Checked(issues=issues)
    # Months are few and rows many: as categories each is compared once.
    rows = rows.assign(month=pd.Categorical(rows["month"]))
    sizes: dict[Any, int] = rows["month"].value_counts().to_dict()
    counted, numbers = _counted(rows)
    crimes = monthly(counted, numbers, sheet.origin, ", ".join(mine.others))
    reading = reading_of(sheet, crimes, "its column Month")
    return Checked(
        {
            "crimes": crimes,
            "streets": _streets(rows, sheet),
            "elsewhere": _elsewhere(sheet, list(sizes)),
        },
        [*issues, *lost(sheet.name, counted, crimes), *damage.found(sheet, rows)],
        readings=[reading],
        months=[
            Month(sheet.name, period, int(size), mine.counted, len(sizes) == 1)
            for period, size in sizes.items()
        ],
        rows_here=len(sheet.rows),
        rows_in_file=sheet.tally.get("rows_total", len(sheet.rows)),
    )


def _none_ours(sheet: Sheet) -> Issue:
    problem = f"No row of this file lies in {areas.one(areas.root()).name}."
    remedy = "Choose the police force of this place."
    cause = forces.NOTHING_OURS if sheet.origin.member else ""
    return Issue(sheet.name, 0, "LSOA code", "", problem, remedy, cause=cause)


def _without_strays(sheet: Sheet, rows: pd.DataFrame) -> tuple[pd.DataFrame, list[Issue]]:
    sizes = rows["month"].value_counts()
    if len(sizes) < 2:
        return rows, []
    few = sizes[sizes < STRAY * sizes.max()]
    issues = [
        _stray(sheet, rows[rows["month"] == period], period, sizes.index[0]) for period in few.index
    ]
    return rows[~rows["month"].isin(few.index)], issues


def _stray(sheet: Sheet, rows: pd.DataFrame, period: Period, main: Period) -> Issue:
    count = "1 row is" if len(rows) == 1 else f"{len(rows):,} rows are"
    problem = (
        f"{count} of {period.words} in a file of {main.words}, and were left out: a month is"
        " replaced whole or not at all."
    )
    found = note(sheet.name, int(rows["row"].iloc[0]), "Month", f"{period.start:%Y-%m}", problem)
    return Issue(
        **(
            vars(found)
            | {
                "remedy": "Nothing to do if they are strays.",
                "rows": tuple(rows["row"].astype(int)),
            }
        )
    )


def _counted(rows: pd.DataFrame) -> tuple[pd.Series, pd.Series]:
    """By month, area and offence: how many rows there are, and which."""
    cells: dict[Any, Any] = rows.groupby(["month", "area", "offence"]).indices
    index = pd.MultiIndex.from_tuples(cells, names=["month", "area", "offence"])
    numbers = rows["row"].to_numpy()
    texts = [ranges(numbers[places].tolist()) for places in cells.values()]
    return pd.Series(list(map(len, cells.values())), index), pd.Series(texts, index)


def _streets(rows: pd.DataFrame, sheet: Sheet) -> pd.DataFrame:
    place = ["lsoa", "location", "longitude", "latitude", "offence", "month"]
    sizes = rows.groupby(place, observed=True, dropna=False, sort=False).size()
    counted = sizes.reset_index(name="count")
    months = counted["month"].cat
    days = {
        name: np.array([getattr(period, end) for period in months.categories], object)
        for name, end in (("period_start", "start"), ("period_end", "end"))
    }
    return counted.assign(
        source=POLICE_UK.source,
        longitude=pd.to_numeric(counted["longitude"], errors="coerce"),
        latitude=pd.to_numeric(counted["latitude"], errors="coerce"),
        **{name: of_month[months.codes] for name, of_month in days.items()},
        **sheet.origin.cells,
    )[schemas.STREETS.names]


def _elsewhere(sheet: Sheet, months: list[Period]) -> pd.DataFrame:
    """The other districts of a file of the whole force, by month and offence; dense, zeros too."""
    named = {f"{period.start:%Y-%m}": period for period in months}
    known = {folded(name): code for name, code in offences.by_police_uk().items()}
    sizes: dict[tuple[str, str], dict[str, int]] = {}
    for (month, district, kind), size in sheet.tally.get("elsewhere", {}).items():
        if month in named and folded(kind) in known and district:
            of = sizes.setdefault((month, district), {})
            of[known[folded(kind)]] = of.get(known[folded(kind)], 0) + size
    whole = {key: of for key, of in sizes.items() if sum(of.values()) >= DISTRICT_ROWS}
    enough = [month for month in named if sum(key[0] == month for key in whole) >= DISTRICTS]
    rows = [
        {
            "source": POLICE_UK.source,
            "district": district,
            "offence": offence,
            "period_start": named[month].start,
            "period_end": named[month].end,
            "count": of.get(offence, 0),
            **sheet.origin.cells,
        }
        for (month, district), of in sorted(whole.items())
        if month in enough
        for offence in known.values()
    ]
    return pd.DataFrame(rows, columns=schemas.ELSEWHERE.names)
