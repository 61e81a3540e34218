"""The published figures as tidy CSV, one file a table, and the feed of signals.

The columns are a public contract.
"""

from collections.abc import Iterator
from pathlib import Path

import pandas as pd

from cspdata import (
    areas,
    kept,
    metrics,
    national,
    offences,
    published,
    settings,
    spreadsheets,
    vocabulary,
)
from cspdata.published import Published

WITHIN = ("member", "sheet")
CRIME = [
    "source",
    "area",
    "area_name",
    "level",
    "offence",
    "offence_name",
    "period_start",
    "period_end",
    "count",
    "status",
    "file",
    "row",
    "column",
    *WITHIN,
    "rows",
    "forces",
]
ACTIVITY = [
    "partner",
    "partner_name",
    "measure",
    "measure_name",
    "breakdown",
    "period_start",
    "period_end",
    "value",
    "unit",
    "base",
    "theme",
    "reference",
    "comparison",
    "comparison_basis",
    "status",
    "note",
    "file",
    "row",
    *WITHIN,
]
MATTERS = [
    "matter",
    "step",
    "signed_on",
    "signed_by",
    "state",
    "words",
    "kind",
    "addressed_to",
    "raised_at",
    "due",
    "duty",
    "figures",
    "reference",
    "file",
    "row",
    *WITHIN,
]
OBJECTIVES = [
    "objective",
    "set_on",
    "set_by",
    "words",
    "area",
    "area_name",
    "offence",
    "offence_name",
    "measure",
    "measure_name",
    "aim",
    "change",
    "target",
    "period_start",
    "period_end",
    "reference",
    "file",
    "row",
    *WITHIN,
]
OPERATIONS = [
    "operation",
    "registered_on",
    "done",
    "area",
    "area_name",
    "offence",
    "offence_name",
    "period_start",
    "period_end",
    "before_start",
    "before_end",
    "elsewhere",
    "near",
    "chosen_high",
    "expected",
    "reference",
    "note",
    "file",
    "row",
    *WITHIN,
]
NOTES = [
    "note",
    "area",
    "area_name",
    "offence",
    "offence_name",
    "period_start",
    "period_end",
    "words",
    "author",
    "signed_on",
    "withdrawn",
    "reference",
    "version",
    "file",
    "row",
    *WITHIN,
]

DISTRICT = [
    "source",
    "district",
    "district_name",
    "offence",
    "offence_name",
    "period_start",
    "period_end",
    "count",
    "file",
    "row",
    "column",
]


def write(folder: Path, version: int | None = None) -> Iterator[Path]:
    """Write every export into a folder, as of a version; yields each path. Raises NoStore."""
    folder.mkdir(parents=True, exist_ok=True)
    at = published.at(version)
    for name, rows in (frames(at) | {"districts": districts(at.table("districts"))}).items():
        path = folder / f"{name}.csv"
        harmless = spreadsheets.plain(rows)
        harmless.to_csv(path, index=False, lineterminator="\n", date_format="%Y-%m-%d")
        yield path
    for name, text in kept.signals_files(at.version).items():
        path = folder / name
        path.write_text(text, "utf-8", newline="")
        yield path


def frames(at: Published) -> dict[str, pd.DataFrame]:
    """Each exported table by name: crime, printed, activity, metrics and the vocabularies."""
    return {
        "crime": crime(at.table("crimes")),
        "printed": at.table("printed"),
        "activity": activity(at.table("activity")),
        "operations": operations(at.table("operations")),
        "notes": notes(at.table("notes")),
        "matters": matters(at.table("matters")),
        "objectives": objectives(at.table("objectives")),
        "metrics": measures(at.table("activity")),
        "areas": areas.table(),
        "offences": offences.table(),
        "caveats": vocabulary.read(settings.table("caveats.csv"), "caveat"),
    }


def crime(crimes: pd.DataFrame) -> pd.DataFrame:
    """The stored figures with the names of their areas and offences: the columns of CRIME."""
    named = crimes.assign(
        area_name=crimes["area"].map(areas.names()),
        level=crimes["area"].map(areas.table().set_index("area")["level"]),
        offence_name=crimes["offence"].map(offences.names()),
        row=crimes["row"].astype("Int64"),
    )
    return named[CRIME]


def activity(figures: pd.DataFrame) -> pd.DataFrame:
    """The partners' figures with the names of partners and measures: the columns of ACTIVITY."""
    named = figures.assign(
        partner_name=figures["partner"].map(metrics.partner_names()),
        measure_name=figures["measure"].map(metrics.names()),
    )
    return named[ACTIVITY]


def districts(counts: pd.DataFrame) -> pd.DataFrame:
    """The counts of all districts with their names: the columns of DISTRICT."""
    names = national.districts().set_index("district_code")["district"]
    named = counts.assign(
        district_name=counts["district"].map(names),
        offence_name=counts["offence"].map(offences.names()),
        row=counts["row"].astype("Int64"),
    )
    return named[DISTRICT]


def operations(register: pd.DataFrame) -> pd.DataFrame:
    """Every step of the register with the names of areas and offences: columns OPERATIONS."""
    named = register.assign(
        area_name=register["area"].map(areas.names()),
        offence_name=register["offence"].map(offences.names()),
        row=register["row"].astype("Int64"),
    )
    return named[OPERATIONS]


def notes(signed: pd.DataFrame) -> pd.DataFrame:
    """What was signed, and withdrawn, with the names of areas and offences: the columns NOTES."""
    named = signed.assign(
        area_name=signed["area"].map(areas.names()),
        offence_name=signed["offence"].map(offences.names()),
        row=signed["row"].astype("Int64"),
    )
    return named[NOTES]


def matters(steps: pd.DataFrame) -> pd.DataFrame:
    """Every step of every matter of the committee in its order: columns MATTERS."""
    ordered = steps.sort_values(["matter", "step"], kind="stable", ignore_index=True)
    return ordered.assign(row=ordered["row"].astype("Int64"))[MATTERS]


def objectives(rows: pd.DataFrame) -> pd.DataFrame:
    """Every objective and change of one with the names of what it counts: columns OBJECTIVES."""
    named = rows.assign(
        area_name=rows["area"].map(areas.names()),
        offence_name=rows["offence"].map(offences.names()),
        measure_name=rows["measure"].map(metrics.names()),
        row=rows["row"].astype("Int64"),
    )
    return named[OBJECTIVES]


def measures(figures: pd.DataFrame) -> pd.DataFrame:
    """The catalogue of measures; `waiting` says which of them have no figure yet."""
    table = metrics.table()
    has_figures = table["measure"].isin(figures["measure"])
    return table.assign(waiting=has_figures.map({True: "no", False: "yes"}))
