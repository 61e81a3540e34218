"""Matters of the committee -> rows of `matters`; a step is added, never rewritten."""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any
from urllib.parse import parse_qsl, urlsplit

import pandas as pd

from cspdata import origin, question, schemas, sites
from cspdata.checks.days import covered, not_a_day, order_of
from cspdata.checks.issues import Answers, Checked, Issue, Reading, note
from cspdata.checks.spellings import Spellings
from cspdata.checks.words import not_said, yes_or_no
from cspdata.periods import Period
from cspdata.readers import Sheet
from cspdata.readers.sheets import SHAPES_IN_WORDS

NEEDED = ("matter", "signed_by", "words")
FIRST_NEEDS = ("kind", "addressed_to", "raised_at")
FILLED_IN = ("signed_on", "signed_by", "state", "words")  # a template's row has none of them
FORMULAS = frozenset("=+-@'")
SAID = [name for name in schemas.MATTERS.names if name not in ("file", "row", "member", "sheet")]
NEW_STEP = "Steps are added, never rewritten: write what is new as the next step."


def matters(sheet: Sheet, source: str, known: Spellings, said: Answers) -> Checked:
    """The rows of a list of steps; whether they follow what is published says `rewritten`."""
    rows = [row for row in sheet.rows.to_dict("records") if any(map(row.get, FILLED_IN))]
    pairs = [(row["signed_on"], row["due"] or row["signed_on"]) for row in rows]
    order = order_of(sheet.name, pairs, said.days)
    taken, issues = [], list(order.issues)
    for cells in rows:
        found, told = _row(sheet, cells, order.order)
        issues += told
        if not any(issue.stops for issue in told):
            taken.append(found)
    made = pd.DataFrame(taken, columns=schemas.MATTERS.names)
    days = tuple(sorted({Period(row["signed_on"], row["signed_on"]) for row in taken}))
    reading = Reading(
        sheet.name,
        SHAPES_IN_WORDS[sheet.shape],
        source,
        days,
        "its column signed_on",
        len(made),
        rows=len(rows),
        rows_all=len(rows),
        noun="step",
    )
    return Checked({"matters": made}, issues, questions=[*order.questions], readings=[reading])


def written_twice(rows: pd.DataFrame) -> list[Issue]:
    """A step that stands twice in what was sent, with other words."""
    key = list(schemas.MATTERS.key)
    distinct = rows.drop_duplicates(SAID)
    twice = distinct[distinct.duplicated(key)]
    return [
        Issue(
            origin.name_of(row),
            int(row["row"]),
            "step",
            str(row["step"]),
            f"Step {row['step']} of “{row['matter']}” stands here twice, with other words.",
            "Keep the right one, or number the second as the next step.",
        )
        for row in twice.to_dict("records")
    ]


def rewritten(stored: pd.DataFrame, new: pd.DataFrame) -> list[Issue]:
    """What does not follow the published steps: one rewritten, left out, or signed too early."""
    known = {name.casefold(): name for name in stored["matter"].unique()}
    found: list[Issue] = []
    for name, steps in new.groupby("matter", sort=False):
        stands = stored[stored["matter"] == name]
        other = known.get(str(name).casefold(), name)
        if other != name:
            first = steps.to_dict("records")[0]
            problem = f"“{other}” is published, which is written otherwise."
            found.append(_told(first, "matter", problem, "Write the name as it is published."))
            continue
        found += _against(stands, steps.sort_values("step", kind="stable"))
    return found


def _against(stands: pd.DataFrame, steps: pd.DataFrame) -> Iterable[Issue]:
    published = {row["step"]: row for row in stands.to_dict("records")}
    last = max(published, default=0)
    day = published[last]["signed_on"] if published else None
    for row in steps.to_dict("records"):
        before = published.get(row["step"])
        if before is not None:
            if _said(before) != _said(row):
                problem = f"Step {row['step']} of “{row['matter']}” is published with other words."
                yield _told(row, "step", problem, f"{NEW_STEP} The next is {max(published) + 1}.")
            continue
        if row["step"] != last + 1:
            problem = f"The step before this of “{row['matter']}” is {last}, so {last + 1} follows."
            yield _told(row, "step", problem if last else _first(row), "Number the steps from 1.")
        if day is not None and row["signed_on"] < day:
            problem = f"It is signed on {row['signed_on']:%Y-%m-%d}, before the step before it."
            yield _told(row, "signed_on", problem, "Correct the day.")
        last, day = row["step"], row["signed_on"]


def _first(row: Mapping[Any, Any]) -> str:
    return f"Nothing is published of “{row['matter']}”, so its first step is 1."


def _said(row: Mapping[Any, Any]) -> list[Any]:
    """What a step says, with nothing and "" alike."""
    return ["" if pd.isna(row[name]) else row[name] for name in SAID]


def _told(row: Mapping[Any, Any], column: str, problem: str, remedy: str) -> Issue:
    return Issue(origin.name_of(row), int(row["row"]), column, str(row[column]), problem, remedy)


def _row(sheet: Sheet, cells: Mapping[Any, Any], order: str) -> tuple[dict[str, Any], list[Issue]]:
    file, row = sheet.name, cells["row"]
    step, told = _step(file, cells)
    signed, unsigned = _day(file, cells, "signed_on", order)
    due, undue = _due(file, cells, order, signed)
    state, kind = (cells[name].strip().lower() for name in ("state", "kind"))
    figures, unread = _figures(file, cells)
    duty = yes_or_no(cells["duty"].strip() or "no")
    told += [*unsigned, *undue, *unread]
    for name in (*NEEDED, *(FIRST_NEEDS if step == 1 else ())):
        if not cells[name].strip():
            told.append(Issue(file, row, name, "", f"The column {name} is empty.", "Write it."))
    if cells["matter"].strip()[:1] in FORMULAS:
        problem = "The name begins as a formula does, so a spreadsheet would change it."
        told.append(Issue(file, row, "matter", cells["matter"], problem, "Begin it with a letter."))
    for name, value, among in (
        ("state", state, schemas.MATTER_STATES),
        ("kind", kind, ("", *schemas.MATTER_KINDS)),
    ):
        if value not in among:
            problem = f"“{cells[name]}” is no {name} of a matter."
            remedy = f"Write {', '.join(filter(None, among))}."
            told.append(Issue(file, row, name, cells[name], problem, remedy))
    if step == 1 and state in schemas.MATTER_STATES and state != "open":
        problem = f"A matter begins open, and this is {state}."
        told.append(Issue(file, row, "state", state, problem, "Write what came of it as step 2."))
    if duty is None:
        told.append(not_said(file, row, "duty", cells["duty"], "the law asks for a reply"))
    return {
        "matter": cells["matter"].strip(),
        "step": step,
        "signed_on": signed,
        "signed_by": cells["signed_by"].strip(),
        "state": state,
        "words": cells["words"].strip(),
        "kind": kind,
        "addressed_to": cells["addressed_to"].strip(),
        "raised_at": cells["raised_at"].strip(),
        "due": due,
        "duty": duty,
        "figures": figures,
        "reference": cells["reference"],
        "row": row,
        **sheet.origin.cells,
    }, told


def _step(file: str, cells: Mapping[Any, Any]) -> tuple[int, list[Issue]]:
    text = cells["step"].strip().removesuffix(".0")
    if text.isascii() and text.isdigit() and int(text) > 0:
        return int(text), []
    problem = f"“{cells['step']}” is not the number of a step."
    remedy = "Number the steps of a matter from 1."
    return 0, [Issue(file, cells["row"], "step", cells["step"], problem, remedy)]


def _day(
    file: str, cells: Mapping[Any, Any], column: str, order: str, planned: bool = False
) -> tuple[date | None, list[Issue]]:
    text = cells[column]
    as_period = {**cells, "period_start": text, "period_end": text}
    day, _, faults = covered(file, as_period, order, planned)
    if not any(fault.stops for fault in faults):
        return day, []
    if day is None:
        return None, [not_a_day(file, cells["row"], column, text)]
    problem = f"{day} has not come yet or was long ago."
    return day, [Issue(file, cells["row"], column, text, problem, "Correct the day.")]


def _due(
    file: str, cells: Mapping[Any, Any], order: str, signed: date | None
) -> tuple[date | None, list[Issue]]:
    if not cells["due"].strip():
        return None, []
    due, faults = _day(file, cells, "due", order, planned=True)
    if due and signed and due < signed and not faults:
        problem = f"It is due on {due}, before it was signed on {signed}."
        faults = [Issue(file, cells["row"], "due", cells["due"], problem, "Correct the day.")]
    return due, faults


def _figures(file: str, cells: Mapping[Any, Any]) -> tuple[str, list[Issue]]:
    """The page and the question of an address of this dashboard, without whose it is."""
    text = cells["figures"].strip()
    if not text:
        return "", []
    parts = urlsplit(text)
    page = parts.path.strip("/").rpartition("/")[2]
    asked = dict(parse_qsl(parts.query))
    _, faults = question.from_address(asked)
    if page not in {"", *sites.pages()} or faults:
        problem = faults[0] if faults else "This is no address of a page of this dashboard."
        remedy = "Copy it from the browser while the page shows the figures."
        return "", [Issue(file, cells["row"], "figures", text, problem, remedy)]
    told = []
    if "on" not in asked:
        problem = "The address names no day, so its figures will move with each publication."
        remedy = "To pin them, add on= and the day to it, as in on=2018-01-31."
        told.append(note(file, cells["row"], "figures", text, problem, remedy))
    return f"{page}?{parts.query}" if parts.query else page, told
