"""Objectives of the partnership -> rows of `objectives`; how they stand is said elsewhere."""

from collections.abc import Mapping
from datetime import date
from typing import Any

import pandas as pd

from cspdata import metrics, schemas
from cspdata.checks.cells import number, percentage
from cspdata.checks.days import covered, not_a_day, order_of
from cspdata.checks.issues import Answers, Checked, Issue
from cspdata.checks.readings import reading_of
from cspdata.checks.spellings import Spellings, coded, unknown
from cspdata.readers import Sheet

NEEDED = ("objective", "set_by", "words")
LEAST_CHANGE = -100  # per cent: nothing falls by more than all of it


def objectives(sheet: Sheet, source: str, known: Spellings, said: Answers) -> Checked:
    """The rows of a list of objectives; the days in which one is to be reached may be to come."""
    rows = sheet.rows.to_dict("records")
    order = order_of(
        sheet.name, [(row["period_start"], row["period_end"]) for row in rows], said.days
    )
    taken, issues = [], list(order.issues)
    for cells in rows:
        found, faults = _row(sheet, cells, known, order.order)
        issues += faults
        if not any(fault.stops for fault in faults):
            taken.append(found)
    made = pd.DataFrame(taken, columns=schemas.OBJECTIVES.names)
    reading = reading_of(sheet, made, "its columns period_start and period_end", source)
    return Checked({"objectives": made}, issues, questions=[*order.questions], readings=[reading])


def _row(
    sheet: Sheet, cells: Mapping[Any, Any], known: Spellings, order: str
) -> tuple[dict[str, Any], list[Issue]]:
    file, row = sheet.name, cells["row"]
    start, end, faults = covered(file, cells, order, planned=True)
    set_on, unset = _set_on(file, cells, order)
    codes = {}
    faults += unset
    for name, spellings in (
        ("area", known.areas),
        ("offence", known.offences),
        ("measure", known.measures),
    ):
        codes[name], unfound = _coded(file, cells, name, spellings)
        faults += unfound
    wanted, unclear = _wanted(file, cells, codes)
    faults += unclear
    for name in NEEDED:
        if not cells[name].strip():
            faults.append(Issue(file, row, name, "", f"The column {name} is empty.", "Write it."))
    aim = cells["aim"].strip().lower()
    if aim not in schemas.AIMS:
        problem = f"“{cells['aim']}” does not say on which side of the figure is wanted."
        faults.append(Issue(file, row, "aim", cells["aim"], problem, "Write at most or at least."))
    return {
        "objective": cells["objective"].strip(),
        "set_on": set_on,
        "set_by": cells["set_by"].strip(),
        "words": cells["words"].strip(),
        **codes,
        "aim": aim,
        **wanted,
        "period_start": start,
        "period_end": end,
        "reference": cells["reference"],
        "row": row,
        **sheet.origin.cells,
    }, faults


def _set_on(file: str, cells: Mapping[Any, Any], order: str) -> tuple[date | None, list[Issue]]:
    text = cells["set_on"]
    day, _, faults = covered(file, {**cells, "period_start": text, "period_end": text}, order)
    if not any(fault.stops for fault in faults):
        return day, []
    if day is None:
        return None, [not_a_day(file, cells["row"], "set_on", text)]
    problem = f"It was set on {day}, which has not come yet or was long ago."
    return day, [Issue(file, cells["row"], "set_on", text, problem, "Correct the day.")]


def _coded(
    file: str, cells: Mapping[Any, Any], name: str, spellings: Mapping[str, str]
) -> tuple[str, list[Issue]]:
    if not cells[name].strip():
        return "", []
    code = coded(cells[name], spellings)
    if code is None:
        return "", [unknown(file, cells["row"], name, cells[name], name, spellings)]
    return code, []


def _wanted(
    file: str, cells: Mapping[Any, Any], codes: Mapping[str, str]
) -> tuple[dict[str, float | None], list[Issue]]:
    """The change in per cent wanted of recorded crime, or the figure wanted of a measure."""
    row = cells["row"]
    nothing: dict[str, float | None] = {"change": None, "target": None}
    named = [name for name in ("offence", "measure") if cells[name].strip()]
    if len(named) != 1:
        problem = "It names an offence and a measure." if named else "It names nothing counted."
        remedy = "Name an offence (with its area), or a measure of a partner."
        return nothing, [Issue(file, row, "offence", cells["offence"], problem, remedy)]
    if named == ["measure"]:
        value = number(cells["target"])
        if value is None:
            problem = _not_given(cells, "target", "the figure that the measure is to reach")
            remedy = f"Write the number{_unit(codes['measure'])}."
            return nothing, [Issue(file, row, "target", cells["target"], problem, remedy)]
        return nothing | {"target": value}, []
    if not cells["area"].strip():
        remedy = "Name the area, or the whole district."
        return nothing, [Issue(file, row, "area", "", "The area is empty.", remedy)]
    change = percentage(cells["change"])
    if change is None or change < LEAST_CHANGE:
        problem = _not_given(cells, "change", "the change in per cent against a year before")
        remedy = "Write it as -10% or, where nothing more is wanted, as 0."
        return nothing, [Issue(file, row, "change", cells["change"], problem, remedy)]
    return nothing | {"change": change}, []


def _not_given(cells: Mapping[Any, Any], name: str, what: str) -> str:
    if not cells[name].strip():
        return f"The column {name} is empty."
    return f"“{cells[name]}” is not {what}."


def _unit(measure: str) -> str:
    return f" in {metrics.one(measure).unit}" if measure else ""
