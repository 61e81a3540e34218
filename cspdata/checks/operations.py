"""A register of operations -> rows of `operations`; nothing is said here of what they did."""

from collections.abc import Mapping
from datetime import date
from typing import Any

import pandas as pd

from cspdata import areas, schemas
from cspdata.checks.days import covered, not_a_day, order_of
from cspdata.checks.issues import Answers, Checked, Issue
from cspdata.checks.readings import reading_of
from cspdata.checks.spellings import Spellings, coded, separated, unknown
from cspdata.checks.words import not_said, yes_or_no
from cspdata.readers import Sheet

TEXTS = ("expected", "reference", "note")
NEEDED = ("operation", "done")
HIGH = "the place was chosen because its figures were high"
OTHERS = ("elsewhere", "near")
BETWEEN = ";"


def operations(sheet: Sheet, source: str, known: Spellings, said: Answers) -> Checked:
    """The rows of a register; an operation may be planned, and may wait for figures."""
    rows = sheet.rows.to_dict("records")
    pairs = [(row["period_start"], row["period_end"]) for row in rows]
    order = order_of(sheet.name, pairs, said.days)
    registered, issues = [], list(order.issues)
    for cells in rows:
        found, faults = _row(sheet, cells, known, order.order)
        issues += faults
        if not any(fault.stops for fault in faults):
            registered.append(found)
    made = pd.DataFrame(registered, columns=schemas.OPERATIONS.names)
    reading = reading_of(sheet, made, "its columns period_start and period_end", source)
    return Checked({"operations": made}, issues, questions=[*order.questions], readings=[reading])


def _row(
    sheet: Sheet, cells: Mapping[Any, Any], known: Spellings, order: str
) -> tuple[dict[str, Any], list[Issue]]:
    file, row = sheet.name, cells["row"]
    start, end, faults = covered(file, cells, order, planned=True)
    before_start, before_end, misdated = _before(file, cells, order, start)
    registered, unregistered = _registered(file, cells, order)
    area, nowhere = _coded(file, cells, "area", known.areas)
    offence, nothing = _coded(file, cells, "offence", known.offences)
    lists, unlisted = _listed(file, cells, area, known)
    faults += [*misdated, *unregistered, *nowhere, *nothing, *unlisted]
    for name in NEEDED:
        if not cells[name].strip():
            problem = f"The column {name} is empty."
            faults.append(Issue(file, row, name, "", problem, "Write it in a few words."))
    high = yes_or_no(cells["chosen_high"])
    if high is None:
        faults.append(not_said(file, row, "chosen_high", cells["chosen_high"], HIGH))
    return {
        "operation": cells["operation"].strip(),
        "registered_on": registered,
        "done": cells["done"].strip(),
        "area": area,
        "offence": offence,
        "period_start": start,
        "period_end": end,
        "before_start": before_start,
        "before_end": before_end,
        "chosen_high": high,
        **lists,
        **{name: cells[name] for name in TEXTS},
        "row": row,
        **sheet.origin.cells,
    }, faults


def _before(
    file: str, cells: Mapping[Any, Any], order: str, start: date | None
) -> tuple[date | None, date | None, list[Issue]]:
    """The time before, which ends before the operation; none where neither day is given."""
    given = {"period_start": cells["before_start"], "period_end": cells["before_end"]}
    if not any(given.values()):
        return None, None, []
    first, last, faults = covered(file, {**cells, **given}, order)
    faults = [_renamed(fault) for fault in faults]
    if start and last and last >= start:
        problem = f"The time before ends on {last}, and the operation begins on {start}."
        remedy = "End the time before on the day before it, or earlier."
        faults.append(Issue(file, cells["row"], "before_end", cells["before_end"], problem, remedy))
    return first, last, faults


def _renamed(fault: Issue) -> Issue:
    return Issue(
        fault.file,
        fault.row,
        fault.column.replace("period", "before"),
        fault.found,
        fault.problem,
        fault.remedy.replace("period_", "before_"),
    )


def _registered(file: str, cells: Mapping[Any, Any], order: str) -> tuple[date | None, list[Issue]]:
    text = cells["registered_on"]
    day, _, faults = covered(file, {**cells, "period_start": text, "period_end": text}, order)
    if day and not any(fault.stops for fault in faults):
        return day, []
    if day is None:
        return None, [not_a_day(file, cells["row"], "registered_on", text)]
    problem = f"It was registered on {day}, which has not come yet or was long ago."
    return day, [Issue(file, cells["row"], "registered_on", text, problem, "Correct the day.")]


def _coded(
    file: str, cells: Mapping[Any, Any], name: str, spellings: Mapping[str, str]
) -> tuple[str, list[Issue]]:
    """The code of an area or offence, "" where none is given."""
    if not cells[name].strip():
        return "", []
    code = coded(cells[name], spellings)
    if code is None:
        return "", [unknown(file, cells["row"], name, cells[name], name, spellings)]
    return code, []


def _listed(
    file: str, cells: Mapping[Any, Any], area: str, known: Spellings
) -> tuple[dict[str, str], list[Issue]]:
    """The codes of the areas elsewhere and near, none of which may be, hold or lie in the place."""
    found: dict[str, str] = {}
    faults: list[Issue] = []
    for name in OTHERS:
        named = separated(cells[name], known.areas)
        codes = {text: coded(text, known.areas) for text in named}
        for text, code in codes.items():
            if code is None:
                faults.append(unknown(file, cells["row"], name, text, "area", known.areas))
            elif area and (area in areas.path(code) or code in areas.path(area)):
                problem = f"“{text.strip()}” is, holds or lies in the place itself."
                remedy = "Name areas beside the place."
                faults.append(Issue(file, cells["row"], name, text, problem, remedy))
        found[name] = BETWEEN.join(code for code in codes.values() if code)
    return found, faults
