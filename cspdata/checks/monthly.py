"""Police.uk's monthly figures -> rows of `crimes` and `streets`; a month is complete or absent."""

import re
from datetime import date

import pandas as pd

from cspdata import areas, offences, schemas
from cspdata.checks.issues import Checked, Issue, Spellings, whole_number
from cspdata.periods import Period, month
from cspdata.readers import Sheet
from cspdata.sources import POLICE_UK

FIRST_YEAR = 2000


def ward_months(sheet: Sheet, source: str, known: Spellings) -> Checked:
    """The project's own counts by month and ward: rows of `crimes` for police.uk."""
    cells = sheet.rows
    rows = pd.DataFrame(
        {
            "row": cells["row"],
            "month": cells["month"].where(cells["month"].isin(_calendar_months(cells["month"]))),
            "area": cells["ward_code"].map(areas.of_ward()),
            "offence": cells["crime_type"].map(offences.by_police_uk()),
            "count": cells["count"].map(whole_number),
        }
    )
    advice = {
        "month": ("ward-month", "is not a month.", "Write it as 2017-04."),
        "area": ("ward_2013_code", "is not a ward of this place.", "Check the ward's code."),
        "offence": (
            "crime_type",
            "is not a crime type of police.uk that is known here.",
            "Write it as police.uk does.",
        ),
        "count": ("count", "is not a whole number.", "Write the count in digits."),
    }
    found_in = {"month": "month", "area": "ward_code", "offence": "crime_type", "count": "count"}
    issues = [
        Issue(
            sheet.name,
            int(row),
            advice[name][0],
            found,
            f"“{found}” {advice[name][1]}",
            advice[name][2],
        )
        for name in advice
        for row, found in cells.loc[rows[name].isna(), ["row", found_in[name]]].itertuples(
            index=False
        )
    ]
    counted = rows.dropna().groupby(["month", "area", "offence"])["count"].sum()
    crimes = monthly(counted, sheet.name)
    return Checked({"crimes": crimes}, [*issues, *_lost(sheet.name, counted, crimes)])


def monthly(counted: pd.Series, file: str) -> pd.DataFrame:
    """Counts by (month, area, offence) -> rows of `crimes` for police.uk.

    A month that is there at all is complete: what it does not mention is a count of 0.
    """
    months = sorted(counted.index.get_level_values("month").unique())
    every = pd.MultiIndex.from_product(
        [months, areas.leaves(), list(offences.by_police_uk().values())],
        names=["month", "area", "offence"],
    )
    rows = counted.reindex(every, fill_value=0).astype("int64").rename("count").reset_index()
    periods = {text: month(int(text[:4]), int(text[5:])) for text in months}
    return rows.assign(
        source=POLICE_UK.source,
        period_start=rows["month"].map(lambda text: periods[text].start),
        period_end=rows["month"].map(lambda text: periods[text].end),
        status="published",
        file=file,
        row=None,
        column="",
    )[schemas.CRIMES.names]


def street(sheet: Sheet, source: str, known: Spellings) -> Checked:
    """A street-level file: the district's rows counted by month, area and crime type.

    `crimes` gets a row for every smallest area and offence of the file's months, `streets` one
    for every location that has any. Rows without an LSOA lie in no area and are reported.
    """
    rows = sheet.rows.assign(
        area=sheet.rows["lsoa"].map(areas.of_lsoa()),
        offence=sheet.rows["crime_type"].map(offences.by_police_uk()),
    )
    unknown = rows[rows["offence"].isna()].drop_duplicates("crime_type")
    issues = [
        Issue(
            sheet.name,
            int(row),
            "Crime type",
            found,
            f"“{found}” is not a crime type of police.uk that is known here."
            if found
            else "The crime type is empty; the row may be cut off.",
            "Add it to the list of offences first." if found else "Download the file again.",
        )
        for row, found in unknown[["row", "crime_type"]].itertuples(index=False)
    ]
    issues += [*_bad_months(sheet, rows), *_unknown_lsoas(sheet)]
    rows = rows[rows["month"].isin(_calendar_months(rows["month"]))]
    if not len(sheet.rows):
        problem = f"No row of this file lies in {areas.one(areas.root()).name}."
        issues.append(
            Issue(sheet.name, 1, "LSOA code", "", problem, "Choose the police force of this place.")
        )
        return Checked(issues=issues)
    counted = rows.dropna(subset="offence").groupby(["month", "area", "offence"]).size()
    crimes = monthly(counted, sheet.name)
    return Checked(
        {"crimes": crimes, "streets": _streets(rows, sheet.name)},
        [*issues, *_lost(sheet.name, counted, crimes), *_without_lsoa(sheet)],
        rows_here=len(sheet.rows),
        rows_in_file=sheet.tally.get("rows_total", len(sheet.rows)),
    )


def _lost(file: str, counted: pd.Series, crimes: pd.DataFrame) -> list[Issue]:
    """Rows whose area is none of the smallest, in which counts are kept: they must not vanish."""
    areas_counted = counted.groupby("area").sum()
    lost = areas_counted[~areas_counted.index.isin(crimes["area"])]
    if lost.empty:
        return []
    where = ", ".join(areas.one(area).name for area in lost.index)
    problem = (
        f"{lost.sum():,} of {counted.sum():,} rows lie in {where}, and counts are kept for "
        f"{areas.plural(areas.lowest())} only."
    )
    remedy = "Give each LSOA a smallest area in lsoas.csv; `python -m cspdata place` says which."
    return [Issue(file, 1, "LSOA code", where, problem, remedy)]


def _streets(rows: pd.DataFrame, file: str) -> pd.DataFrame:
    place = ["lsoa", "location", "longitude", "latitude", "offence", "month"]
    sizes = rows.groupby(place, observed=True, dropna=False).size()
    counted = sizes.reset_index(name="count").dropna(subset="offence")
    periods = {text: month(int(text[:4]), int(text[5:])) for text in counted["month"].unique()}
    return counted.assign(
        source=POLICE_UK.source,
        longitude=pd.to_numeric(counted["longitude"], errors="coerce"),
        latitude=pd.to_numeric(counted["latitude"], errors="coerce"),
        period_start=counted["month"].map(lambda text: periods[text].start),
        period_end=counted["month"].map(lambda text: periods[text].end),
        file=file,
    )[schemas.STREETS.names]


def _calendar_months(texts: pd.Series) -> list[str]:
    return [text for text in texts.dropna().unique() if _calendar_month(text)]


def _calendar_month(text: str) -> Period | None:
    """The month that has begun and that the text names as 2017-05, or None."""
    named = re.fullmatch(r"(\d{4})-(0[1-9]|1[0-2])", text)
    if not named or int(named[1]) < FIRST_YEAR:
        return None
    found = month(int(named[1]), int(named[2]))
    return found if found.start <= date.today() else None


def _bad_months(sheet: Sheet, rows: pd.DataFrame) -> list[Issue]:
    known = _calendar_months(rows["month"])
    bad = rows[~rows["month"].isin(known)].drop_duplicates("month")
    return [
        Issue(
            sheet.name,
            int(row),
            "Month",
            found,
            f"“{found}” is not a month that has come.",
            "Write it as 2017-05, or download the file again.",
        )
        for row, found in bad[["row", "month"]].itertuples(index=False)
    ]


def _unknown_lsoas(sheet: Sheet) -> list[Issue]:
    """LSOAs that are the district's by name and in no list: leaving them out would undercount."""
    remedy = (
        "Add the code with its area to lsoas.csv of the reference tables, start the dashboard "
        "again, and send this file once more."
    )
    return [
        Issue(
            sheet.name,
            1,
            "LSOA code",
            code,
            f"{count:,} {'row lies' if count == 1 else 'rows lie'} in {name} ({code}), which is "
            "in this place by its name and not in the list of LSOAs.",
            remedy,
        )
        for (code, name), count in sorted(sheet.tally.get("left_out", {}).items())
        if areas.named_as_ours(name)
    ]


def _without_lsoa(sheet: Sheet) -> list[Issue]:
    without = sheet.tally.get("rows_without_lsoa", 0)
    if not without:
        return []
    one = "1 row has no LSOA, so it lies in no area and is not counted."
    many = f"{without:,} rows have no LSOA, so they lie in no area and are not counted."
    remedy = "Nothing to do: police.uk publishes a few rows a month this way."
    return [
        Issue(
            sheet.name, 1, "LSOA code", str(without), one if without == 1 else many, remedy, False
        )
    ]
