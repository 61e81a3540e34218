"""What partners did -> rows of `activity`; a measure's own declaration says what a row may hold."""

from collections.abc import Iterable, Mapping
from typing import Any

import pandas as pd

from cspdata import metrics, schemas
from cspdata.checks.days import covered
from cspdata.checks.issues import Checked, Issue, Spellings, coded, number, unknown, whole_number
from cspdata.metrics import Measure
from cspdata.readers import Sheet
from cspdata.vocabulary import folded

TEXTS = ("breakdown", "reference", "comparison_basis", "note")


def activity(sheet: Sheet, source: str, known: Spellings) -> Checked:
    """The rows of an activity file. A row without a value, as a template has, is left out."""
    figures, issues = [], []
    for cells in sheet.rows.to_dict("records"):
        if not cells["value"]:
            issues.append(_left_out(sheet.name, cells))
            continue
        figure, faults = _figure(sheet.name, cells, known)
        issues += faults
        if not faults:
            figures.append(figure)
    rows = pd.DataFrame(figures, columns=schemas.ACTIVITY.names)
    return Checked({"activity": rows}, issues)


def replaced(stored: pd.DataFrame, new: pd.DataFrame) -> list[Issue]:
    """Notes on figures that are published already with another value."""
    key = list(schemas.ACTIVITY.key)
    days = {"period_start": "datetime64[s]", "period_end": "datetime64[s]"}
    before = stored[[*key, "value"]].astype(days).rename(columns={"value": "before"})
    pairs = new.astype(days).merge(before, on=key)
    return [
        Issue(
            row["file"],
            row["row"],
            "value",
            f"{row['value']:g}",
            f"“{metrics.one(row['measure']).name}” is published as {row['before']:g}, "
            f"and this makes it {row['value']:g}.",
            "Nothing to do if this is a correction.",
            False,
        )
        for row in pairs[pairs["value"] != pairs["before"]].to_dict("records")
    ]


def _figure(
    file: str, cells: Mapping[Any, Any], known: Spellings
) -> tuple[dict[str, Any], list[Issue]]:
    row = cells["row"]
    partner = coded(cells["partner"], known.partners)
    code = coded(cells["measure"], known.measures)
    start, end, faults = covered(file, cells)
    if partner is None:
        faults.append(unknown(file, row, "partner", cells["partner"], "partner", known.partners))
    if code is None:
        faults.append(unknown(file, row, "measure", cells["measure"], "measure", known.measures))
    status = cells["status"].lower() or "published"
    if status not in schemas.GIVEN_STATUSES:
        remedy = f"Write {', '.join(schemas.GIVEN_STATUSES)}, or leave it empty."
        faults.append(Issue(file, row, "status", status, f"“{status}” is not a status.", remedy))
    if code is None:
        return {}, faults
    measure = metrics.one(code)
    if partner and partner != measure.partner:
        faults.append(_not_theirs(file, cells, measure))
    faults += [*_mismatches(file, cells, measure), *_numbers(file, cells, measure)]
    figure = {name: cells[name] for name in TEXTS} | {
        "partner": partner,
        "measure": code,
        "breakdown": _listed(cells["breakdown"], measure) or cells["breakdown"],
        "period_start": start,
        "period_end": end,
        "value": _amount(cells["value"]),
        "unit": measure.unit,
        "base": whole_number(cells["base"]),
        "theme": measure.theme,
        "comparison": _amount(cells["comparison"]),
        "status": status,
        "file": file,
        "row": row,
    }
    return figure, faults


def _mismatches(file: str, cells: Mapping[Any, Any], measure: Measure) -> Iterable[Issue]:
    """Unit, theme and breakdown against what the measure declares."""
    if folded(cells["unit"]) != folded(measure.unit):
        problem = f"“{measure.name}” is counted in {measure.unit}, and this says “{cells['unit']}”."
        remedy = f"Write {measure.unit}, and check that the value is in it."
        yield Issue(file, cells["row"], "unit", cells["unit"], problem, remedy)
    if cells["theme"] and folded(cells["theme"]) != folded(measure.theme):
        problem = f"“{measure.name}” belongs to {measure.theme}, not to “{cells['theme']}”."
        remedy = f"Write {measure.theme}, or leave it empty."
        yield Issue(file, cells["row"], "theme", cells["theme"], problem, remedy)
    if measure.breakdowns and cells["breakdown"] and not _listed(cells["breakdown"], measure):
        problem = f"“{cells['breakdown']}” is not a part of “{measure.name}” that is known here."
        remedy = f"Write {', '.join(measure.breakdowns)}, or leave it empty for the whole."
        yield Issue(file, cells["row"], "breakdown", cells["breakdown"], problem, remedy)


def _numbers(file: str, cells: Mapping[Any, Any], measure: Measure) -> Iterable[Issue]:
    row, text = cells["row"], cells["value"]
    value = _amount(text)
    if value is None:
        problem = f"“{text}” is not a number."
        yield Issue(file, row, "value", text, problem, "Write the value in digits.")
    elif measure.kind in metrics.WHOLE and value != int(value):
        problem = f"“{measure.name}” counts {measure.unit}, and {text} is not a whole number."
        yield Issue(file, row, "value", text, problem, "Write the count in digits.")
    elif measure.kind != metrics.PERCENTAGE and value < 0:
        problem = f"“{measure.name}” must be at least 0, and this is {text}."
        yield Issue(file, row, "value", text, problem, "Correct the value.")
    compared, basis = cells["comparison"], cells["comparison_basis"]
    if compared and _amount(compared) is None:
        problem = f"“{compared}” is not a number."
        yield Issue(file, row, "comparison", compared, problem, "Write it in digits, or nothing.")
    elif bool(compared) != bool(basis):
        problem = "A comparison needs both its figure and what it compares with."
        remedy = "Fill in comparison and comparison_basis, or neither."
        yield Issue(file, row, "comparison", compared or basis, problem, remedy)
    base = cells["base"]
    if base and (measure.kind != metrics.PERCENTAGE or not whole_number(base)):
        problem = f"“{base}” cannot be the number that a percentage is a share of."
        remedy = "Write it in digits for a percentage, and leave it empty for all else."
        yield Issue(file, row, "base", base, problem, remedy)


def _amount(text: str) -> float | None:
    """A number with or without its pound or percent sign ("£1,200", "−6%"), or None."""
    return number(text.replace("−", "-").removeprefix("£").removesuffix("%"))


def _listed(text: str, measure: Measure) -> str:
    """The breakdown as the measure spells it, or ""."""
    spelt = {folded(part): part for part in measure.breakdowns}
    return spelt.get(folded(text), "")


def _not_theirs(file: str, cells: Mapping[Any, Any], measure: Measure) -> Issue:
    theirs = metrics.partners()[measure.partner].name
    problem = f"“{measure.name}” is a figure of {theirs}, and this says “{cells['partner']}”."
    return Issue(file, cells["row"], "partner", cells["partner"], problem, f"Write {theirs}.")


def _left_out(file: str, cells: Mapping[Any, Any]) -> Issue:
    problem = f"“{cells['measure']}” has no value here and was left out."
    return Issue(file, cells["row"], "value", "", problem, "Nothing to do if this is meant.", False)


def said_twice(rows: pd.DataFrame) -> Iterable[Issue]:
    """A figure given twice with two values; two places of a paper may well differ."""
    key = list(schemas.ACTIVITY.key)
    first = rows.drop_duplicates(key).set_index(key)
    for figure in rows[rows.duplicated(key)].to_dict("records"):
        other = first.loc[tuple(figure[name] for name in key)]
        if other["value"] != figure["value"]:
            yield Issue(
                figure["file"],
                figure["row"],
                "value",
                f"{figure['value']:g}",
                f"“{metrics.one(figure['measure']).name}” stands in row {other['row']} as "
                f"{other['value']:g}.",
                "Keep the right one, or say in reference where each of them stands.",
            )
