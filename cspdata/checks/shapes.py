"""Each accepted shape -> rows of the declared tables, with the issues found on the way."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any

import pandas as pd

from cspdata import schemas
from cspdata.checks.activity import activity
from cspdata.checks.all_forces import by_district
from cspdata.checks.cells import percent
from cspdata.checks.days import beyond_today, odd_length
from cspdata.checks.districts import district_months
from cspdata.checks.issues import Answers, Checked, Issue, Kind
from cspdata.checks.matters import matters
from cspdata.checks.monthly import ward_months
from cspdata.checks.notes import notes
from cspdata.checks.objectives import objectives
from cspdata.checks.operations import operations
from cspdata.checks.percentages import meant, question
from cspdata.checks.period_given import of_titles
from cspdata.checks.printed import printed
from cspdata.checks.readings import reading_of
from cspdata.checks.spellings import Spellings
from cspdata.checks.street import street
from cspdata.checks.tidy import tidy
from cspdata.periods import Period
from cspdata.readers import Sheet
from cspdata.sources import DISTRICTS, SOURCES


def typed(
    sheet: Sheet,
    source: str,
    period: Period | None,
    known: Spellings,
    answers: Answers | None = None,
) -> Checked:
    """The typed rows of one sheet. `period` are the days that the officer gave, if any."""
    said = replace(answers or Answers(), period=period)
    of_all = sheet.shape == "street" and source == DISTRICTS.source
    make = by_district if of_all else SHAPES[sheet.shape]
    checked = make(sheet, source, known, said)
    return replace(checked, issues=[*_remarks(sheet), *checked.issues])


def _printed(sheet: Sheet, source: str, known: Spellings, said: Answers) -> Checked:
    period, known_from, told, asked = of_titles(sheet, said.period)
    if period is None:
        return Checked(issues=told, questions=asked)
    changes = sheet.rows.loc[sheet.rows["role"] == "change", "value"]
    asked += question(sheet.name, changes, said.percentages)
    read = sheet.rows.assign(value=_in_percent(sheet.rows, said.percentages))
    tables = [
        printed(sheet.origin, rows, SOURCES[source], period, known)
        for _, rows in read.groupby("table", sort=True)
    ]
    crimes = _rows("crimes", [figure for table in tables for figure in table.figures])
    made = {
        "crimes": crimes,
        "printed": _rows("printed", [total for table in tables for total in table.totals]).assign(
            period_start=period.start, period_end=period.end
        ),
    }
    if untold := [figure for table in tables for figure in table.untold]:
        made["untold"] = _rows("untold", untold)
    odd = [beyond_today(sheet.name, period), odd_length(sheet.name, 0, period, source)]
    return Checked(
        made,
        [
            *told,
            *(issue for issue in odd if issue),
            *(issue for table in tables for issue in table.issues),
        ],
        [change for table in tables for change in table.changes],
        asked,
        [reading_of(sheet, crimes, known_from)],
    )


def _in_percent(rows: pd.DataFrame, answered: str) -> pd.Series:
    """The values, changes in percent where the officer said that they are fractions."""
    change = rows["role"] == "change"
    every = [found for text in rows.loc[change, "value"] if (found := percent(text))]

    def read(text: str) -> str:
        found = percent(text)
        of_fraction = meant(found, every, answered)
        if of_fraction is None or of_fraction == found:
            return text
        return f"{of_fraction.value:.{of_fraction.places}f}%"

    return rows["value"].where(~change, rows["value"].map(read))


def _rows(table: str, rows: list[dict[str, Any]]) -> pd.DataFrame:
    return pd.DataFrame(rows, columns=schemas.TABLES[table].names)


def _remarks(sheet: Sheet) -> list[Issue]:
    return [
        Issue(
            sheet.name,
            remark.row,
            remark.column,
            remark.found,
            remark.sentence,
            remark.remedy,
            Kind.FAULT if remark.stops else Kind.NOTE,
            cause=remark.sentence,
        )
        for remark in sheet.remarks
    ]


SHAPES: Mapping[str, Callable[[Sheet, str, Spellings, Answers], Checked]] = {
    "printed": _printed,
    "tidy": tidy,
    "ward-months": ward_months,
    "street": street,
    "activity": activity,
    "district-months": district_months,
    "operations": operations,
    "notes": notes,
    "matters": matters,
    "objectives": objectives,
}
