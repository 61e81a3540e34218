"""Each accepted shape -> rows of the declared tables, with the issues found on the way."""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Any

import pandas as pd

from cspdata import areas, offences, schemas
from cspdata.checks.activity import activity, said_twice
from cspdata.checks.days import covered
from cspdata.checks.dense import dense, not_smallest
from cspdata.checks.issues import (
    Checked,
    Issue,
    Spellings,
    coded,
    not_a_count,
    unknown,
    whole_number,
)
from cspdata.checks.monthly import street, ward_months
from cspdata.checks.printed import printed
from cspdata.periods import Period
from cspdata.readers import Sheet
from cspdata.sources import SOURCES


def typed(sheet: Sheet, source: str, period: Period | None, known: Spellings) -> Checked:
    """The typed rows of one sheet. `period` is for shapes that do not carry their own."""
    if sheet.shape == "printed":
        return _printed(sheet, source, sheet.period or period, known)
    shapes = {"tidy": _tidy, "ward-months": ward_months, "street": street, "activity": activity}
    checked = shapes[sheet.shape](sheet, source, known)
    return replace(checked, issues=[*_remarks(sheet), *checked.issues])


def together(checked: Iterable[Checked]) -> Checked:
    """Several sheets as one; a figure given twice with two values is an issue."""
    parts = list(checked)
    issues = [issue for part in parts for issue in part.issues]
    changes = [change for part in parts for change in part.changes]
    tables = {
        name: pd.concat([part.tables[name] for part in parts if name in part.tables])
        for name in {name for part in parts for name in part.tables}
    }
    if "crimes" in tables:
        issues += _contradictions(tables["crimes"])
        tables["crimes"] = tables["crimes"].drop_duplicates(
            list(schemas.CRIMES.key), ignore_index=True
        )
        tables["crimes"], notes = dense(tables["crimes"])
        issues += notes
    if "activity" in tables:
        issues += said_twice(tables["activity"])
        tables["activity"] = tables["activity"].drop_duplicates(
            list(schemas.ACTIVITY.key), ignore_index=True
        )
    return Checked(
        tables,
        issues,
        changes,
        rows_here=sum(part.rows_here for part in parts),
        rows_in_file=sum(part.rows_in_file for part in parts),
    )


def _printed(sheet: Sheet, source: str, period: Period | None, known: Spellings) -> Checked:
    if period is None:
        return Checked(issues=[*_remarks(sheet), _no_period(sheet)])
    tables = [
        printed(sheet.name, rows, SOURCES[source], period, known)
        for _, rows in sheet.rows.groupby("table", sort=True)
    ]
    figures = [figure for table in tables for figure in table.figures]
    totals = [total for table in tables for total in table.totals]
    return Checked(
        {
            "crimes": pd.DataFrame(figures, columns=schemas.CRIMES.names),
            "printed": pd.DataFrame(totals, columns=schemas.PRINTED.names).assign(
                period_start=period.start, period_end=period.end
            ),
        },
        [*_remarks(sheet), *(issue for table in tables for issue in table.issues)],
        [change for table in tables for change in table.changes],
    )


def _tidy(sheet: Sheet, source: str, known: Spellings) -> Checked:
    figures, issues = [], []
    for cells in sheet.rows.to_dict("records"):
        figure, faults = _tidy_row(sheet.name, cells, source, known)
        issues += faults
        if not faults:
            figures.append(figure)
    crimes = pd.DataFrame(figures, columns=schemas.CRIMES.names)
    return Checked({"crimes": crimes}, issues)


def _tidy_row(
    file: str, cells: Mapping[Any, Any], source: str, known: Spellings
) -> tuple[dict[str, Any], list[Issue]]:
    row, faults = cells["row"], []
    area, offence = coded(cells["area"], known.areas), coded(cells["offence"], known.offences)
    if area is None:
        faults.append(unknown(file, row, "area", cells["area"], "area", known.areas))
    if offence is None:
        faults.append(unknown(file, row, "offence", cells["offence"], "offence", known.offences))
    start, end, misdated = covered(file, cells)
    faults += misdated
    count = whole_number(cells["count"])
    if count is None:
        faults.append(not_a_count(file, row, "count", cells["count"]))
    status = cells.get("status", "").strip().lower() or "published"
    if status not in schemas.GIVEN_STATUSES:
        problem = f"“{status}” is not a status."
        remedy = f"Write {', '.join(schemas.GIVEN_STATUSES)}, or leave it empty."
        faults.append(Issue(file, row, "status", status, problem, remedy))
    named = cells.get("source", "").strip() or source
    if named not in SOURCES:
        problem = f"“{named}” is not a source that is known here."
        faults.append(Issue(file, row, "source", named, problem, f"Write {' or '.join(SOURCES)}."))
    elif area is not None:
        faults += not_smallest(file, row, area, named)
    figure = {
        "source": named,
        "area": area,
        "offence": offence,
        "period_start": start,
        "period_end": end,
        "count": count,
        "status": status,
        "file": file,
        "row": row,
        "column": "count",
    }
    return figure, faults


def _remarks(sheet: Sheet) -> list[Issue]:
    return [
        Issue(sheet.name, row, column, found, sentence, "Nothing to do if this is meant.", False)
        for row, column, found, sentence in sheet.remarks
    ]


def _no_period(sheet: Sheet) -> Issue:
    problem = "The file does not say which days its figures cover."
    several = next((remark for remark in sheet.remarks if "different periods" in remark[3]), None)
    if several:
        return Issue(sheet.name, several[0], several[1], several[2], several[3], "Send two files.")
    return Issue(sheet.name, 1, "", sheet.title, problem, "Give the first and last day.")


def _contradictions(crimes: pd.DataFrame) -> list[Issue]:
    key = list(schemas.CRIMES.key)
    values = crimes.groupby(key)["count"].transform("nunique")
    twice = crimes[(values > 1) & crimes.duplicated(key)]
    return [
        Issue(
            row["file"],
            int(row["row"] or 0),
            row["column"],
            str(row["count"]),
            f"{offences.one(row['offence']).name} for {areas.one(row['area']).name} stands in "
            f"{row['first_file']}, row {row['first_row']}, as {row['first_count']}.",
            "Keep the right one.",
        )
        for row in twice.merge(
            crimes.drop_duplicates(key)[[*key, "count", "file", "row"]].rename(
                columns={"count": "first_count", "file": "first_file", "row": "first_row"}
            ),
            on=key,
        ).to_dict("records")
    ]
