"""What partners did -> rows of `activity`; a measure's own declaration says what a row may hold."""

import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import pandas as pd

from cspdata import metrics, origin, schemas
from cspdata.checks import cells as texts
from cspdata.checks.cells import Percent, number, percent, whole_number
from cspdata.checks.days import covered, order_of
from cspdata.checks.issues import Answers, Checked, Issue, Kind, note
from cspdata.checks.percentages import meant, question
from cspdata.checks.period_given import kept
from cspdata.checks.readings import reading_of
from cspdata.checks.spellings import Spellings, coded, unknown
from cspdata.metrics import Measure
from cspdata.readers import Sheet
from cspdata.vocabulary import folded

TEXTS = ("breakdown", "reference", "comparison_basis", "note")
MONEY = "£$€"
OF_A_CHANGE = re.compile(r"\b(change|rise|fall|increase|decrease|reduction)\b", re.IGNORECASE)
OF_A_FALL = re.compile(r"\b(fall|decrease|reduction)\b", re.IGNORECASE)
WHOLE_SHARE = 100
FIGURES = ("value", "comparison")


def activity(sheet: Sheet, source: str, known: Spellings, said: Answers) -> Checked:
    """The rows of an activity file. A row without a value, as a template has, is left out."""
    file = sheet.name
    rows = [row for row in sheet.rows.to_dict("records") if row["value"]]
    issues = [_left_out(file, row) for row in sheet.rows.to_dict("records") if not row["value"]]
    pairs = [(row["period_start"], row["period_end"]) for row in rows]
    order = order_of(file, pairs, said.days)
    shares = [row[name] for row in rows for name in FIGURES if _is_percentage(row, known)]
    every = [found for text in shares if (found := percent(text))]
    figures = []
    for cells in rows:
        if why := texts.mark(cells["value"]):
            issues.append(_not_told(file, cells, why))
            continue
        read = _as_meant(cells, every, said.percentages) if _is_percentage(cells, known) else cells
        figure, faults = _figure(sheet, read, known, order.order)
        issues += faults
        if not any(fault.stops for fault in faults):
            figures.append(figure)
    every_row = pd.DataFrame(figures, columns=schemas.ACTIVITY.names)
    made, left = kept(sheet, every_row, said.period)
    return Checked(
        {"activity": made},
        [*order.issues, *issues, *left, *_totals(sheet)],
        questions=[*order.questions, *question(file, shares, said.percentages)],
        readings=[reading_of(sheet, made, "its columns period_start and period_end", source)],
    )


def replaced(stored: pd.DataFrame, new: pd.DataFrame) -> list[Issue]:
    """Notes on figures that are published already with another value."""
    key = list(schemas.ACTIVITY.key)
    days = {"period_start": "datetime64[s]", "period_end": "datetime64[s]"}
    before = stored[[*key, "value"]].astype(days).rename(columns={"value": "before"})
    pairs = new.astype(days).merge(before, on=key)
    return [
        note(
            origin.name_of(row),
            row["row"],
            "value",
            f"{row['value']:g}",
            f"“{metrics.one(row['measure']).name}” is published as {row['before']:g}, "
            f"and this makes it {row['value']:g}.",
            "Nothing to do if this is a correction.",
        )
        for row in pairs[pairs["value"] != pairs["before"]].to_dict("records")
    ]


def _is_percentage(cells: Mapping[Any, Any], known: Spellings) -> bool:
    code = coded(cells["measure"], known.measures)
    return bool(code) and metrics.one(str(code)).kind == metrics.PERCENTAGE


def _as_meant(cells: Mapping[Any, Any], every: Sequence[Percent], answered: str) -> dict[Any, Any]:
    """The row with its percentages in percent, once it is known which are fractions."""
    read = dict(cells)
    for name in FIGURES:
        found = percent(cells[name])
        of_fraction = meant(found, every, answered)
        if found and of_fraction and of_fraction != found:
            read[name] = f"{of_fraction.value:.10g}%"
    return read


def _figure(
    sheet: Sheet, cells: Mapping[Any, Any], known: Spellings, order: str
) -> tuple[dict[str, Any], list[Issue]]:
    file, row = sheet.name, cells["row"]
    partner = coded(cells["partner"], known.partners)
    code = coded(cells["measure"], known.measures)
    start, end, faults = covered(file, cells, order)
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
        "row": row,
        **sheet.origin.cells,
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
    value, of_hundred = _amount(text), measure.kind == metrics.PERCENTAGE
    if value is None:
        problem = f"“{text}” is not a number."
        yield Issue(file, row, "value", text, problem, "Write the value in digits.")
    elif not of_hundred and (found := percent(text)) and found.signed:
        problem = f"“{measure.name}” counts {measure.unit}, and {text} is a percentage."
        yield Issue(file, row, "value", text, problem, "Write the value in digits.")
    elif not of_hundred and value < 0:
        problem = f"“{measure.name}” must be at least 0, and this is {text}."
        yield Issue(file, row, "value", text, problem, "Correct the value.")
    elif measure.kind in metrics.WHOLE and whole_number(text.strip().lstrip(MONEY)) is None:
        problem = f"“{measure.name}” counts {measure.unit}, and {text} is not a whole number."
        yield Issue(file, row, "value", text, problem, "Write the count in digits.")
    elif of_hundred and (problem := _no_percentage(measure, value)):
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


def _no_percentage(measure: Measure, value: float) -> str:
    """Why a value cannot be this percentage, or ""."""
    if not OF_A_CHANGE.search(measure.name):
        if 0 <= value <= WHOLE_SHARE:
            return ""
        return f"“{measure.name}” is a share, and {value:g} % is not between 0 and 100."
    fallen = value if OF_A_FALL.search(measure.name) else -value
    if fallen <= WHOLE_SHARE:
        return ""
    return f"“{measure.name}” cannot be {value:g} %: nothing falls by more than all of it."


def _amount(text: str) -> float | None:
    """A number with or without its sign of money or percent ("£1,200", "−6 %"), or None."""
    words = texts.plain(text)
    sign = "-" if words.startswith("-") and words[1:2] in MONEY and len(words) > 1 else ""
    bare = words.removeprefix("-") if sign else words
    found = percent(bare.lstrip(MONEY))
    return number(f"{sign}{found.value:.12g}") if found else None


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
    remedy = "Nothing to do if this is meant."
    return Issue(file, cells["row"], "value", "", problem, remedy, Kind.NOTE, cause="no value")


def _not_told(file: str, cells: Mapping[Any, Any], why: str) -> Issue:
    mark = cells["value"].strip()
    problem = f"“{mark}” says that the figure is {why}; the row was left out."
    remedy = "Nothing to do: it is not taken for a nought."
    return Issue(
        file, cells["row"], "value", mark, problem, remedy, Kind.NOTE, cause=f"{why} {mark}"
    )


def _totals(sheet: Sheet) -> list[Issue]:
    """Total rows name no measure."""
    problem = "This total row names no measure and was left out."
    return [
        Issue(sheet.name, row, "value", found, problem, "Nothing to do.", Kind.NOTE, cause="total")
        for row, found in sheet.totals.get(["row", "value"], pd.DataFrame()).itertuples(index=False)
    ]


def said_twice(rows: pd.DataFrame) -> Iterable[Issue]:
    """A figure given twice with two values; two places of a paper may well differ."""
    key = list(schemas.ACTIVITY.key)
    first = rows.drop_duplicates(key).set_index(key)
    for figure in rows[rows.duplicated(key)].to_dict("records"):
        other = first.loc[tuple(figure[name] for name in key)]
        if other["value"] != figure["value"]:
            yield Issue(
                origin.name_of(figure),
                figure["row"],
                "value",
                f"{figure['value']:g}",
                f"“{metrics.one(figure['measure']).name}” stands in row {other['row']} as "
                f"{other['value']:g}.",
                "Keep the right one, or say in reference where each of them stands.",
            )
