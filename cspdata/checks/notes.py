"""Notes that officers sign -> rows of `notes`; nothing is said here of whether one is true."""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import date
from typing import Any

import pandas as pd

from cspdata import areas, offences, origin, schemas
from cspdata.checks.days import covered, not_a_day, order_of
from cspdata.checks.issues import Answers, Checked, Issue
from cspdata.checks.readings import reading_of
from cspdata.checks.spellings import Spellings, coded, unknown
from cspdata.checks.words import not_said, yes_or_no
from cspdata.periods import day_in_words
from cspdata.readers import Sheet

# What stands beside a figure must be read at a glance; a name and a signature are one line.
LONGEST = {"note": 80, "words": 600, "author": 120}
TEXTS = ("note", "words", "author", "reference")
EMPTY = {
    "note": "Give it a name, by which it can be corrected or withdrawn.",
    "words": "Write a sentence; or to take a note back, write yes under withdrawn.",
    "author": "Write who signs it.",
}


def notes(sheet: Sheet, source: str, known: Spellings, said: Answers) -> Checked:
    """The signed sentences of a file; those with a fault are left out and told."""
    rows = sheet.rows.to_dict("records")
    pairs = [(row["period_start"], row["period_end"]) for row in rows]
    order = order_of(sheet.name, pairs, said.days)
    signed, issues = [], list(order.issues)
    for cells in rows:
        found, told = _row(sheet, cells, known, order.order)
        issues += told
        if not any(issue.stops for issue in told):
            signed.append(found)
    made = pd.DataFrame(signed, columns=schemas.NOTES.names)
    known_from = "its columns period_start and period_end"
    reading = replace(reading_of(sheet, made, known_from, source), noun="note")
    return Checked({"notes": made}, issues, questions=[*order.questions], readings=[reading])


def signed_twice(rows: pd.DataFrame) -> Iterable[Issue]:
    """A note that stands twice in what is sent: it is not known which of the two counts."""
    first = rows.drop_duplicates("note").set_index("note")
    for row in rows[rows.duplicated("note")].to_dict("records"):
        place = origin.in_words(first.loc[row["note"]].to_dict() | {"column": ""})
        problem = f"A note of this name stands in {place}."
        remedy = "Keep one of them, or give each a name of its own."
        yield Issue(origin.name_of(row), row["row"], "note", row["note"], problem, remedy)


def beside_published(stored: pd.DataFrame, new: pd.DataFrame) -> Iterable[Issue]:
    """Names that do not fit what is published: of another figure's note, or of none at all."""
    standing = stored[~stored["withdrawn"].astype(bool)].set_index("note")
    for row in new.to_dict("records"):
        where = (origin.name_of(row), row["row"], "note", row["note"])
        if row["withdrawn"] and row["note"] not in set(stored["note"]):
            problem = "No note of this name is published, so none can be withdrawn."
            yield Issue(*where, problem, "Write its name as it is published.")
        if row["note"] not in standing.index:
            continue
        held = standing.loc[row["note"]]
        if (held["area"], held["offence"]) != (row["area"], row["offence"]):
            figure = f"{areas.one(held['area']).name}: {offences.one(held['offence']).name}"
            problem = f"A note of this name is published on another figure ({figure})."
            remedy = "Give this one another name; or withdraw the other with its own area."
            yield Issue(*where, problem, remedy)


def _row(
    sheet: Sheet, cells: Mapping[Any, Any], known: Spellings, order: str
) -> tuple[dict[str, Any], list[Issue]]:
    file, row = sheet.name, cells["row"]
    cells = {**cells, **{name: _unquoted(cells[name]) for name in TEXTS}}
    start, end, told = covered(file, cells, order, planned=True)
    signed, undated = _signed(file, cells, order)
    area = coded(cells["area"], known.areas)
    offence = coded(cells["offence"] or offences.ALL_CRIME, known.offences)
    withdrawn = yes_or_no(cells["withdrawn"].strip() or "no")
    told += [*undated, *_unwritten(file, cells, bool(withdrawn))]
    if area is None:
        told.append(unknown(file, row, "area", cells["area"], "area", known.areas))
    if offence is None:
        told.append(unknown(file, row, "offence", cells["offence"], "offence", known.offences))
    if withdrawn is None:
        told.append(not_said(file, row, "withdrawn", cells["withdrawn"], "the note is withdrawn"))
    return {
        "note": " ".join(cells["note"].split()),
        "area": area,
        "offence": offence,
        "period_start": start,
        "period_end": end,
        "words": "" if withdrawn else cells["words"],
        "author": cells["author"],
        "signed_on": signed,
        "withdrawn": withdrawn,
        "reference": cells["reference"],
        "row": row,
        **sheet.origin.cells,
    }, told


def _unquoted(text: str) -> str:
    """A text without the quote that the files to take put before what might be a formula."""
    text = text.strip()
    return text[1:] if text[:1] == "'" and text[1:2] in tuple("=+-@") else text


def _signed(file: str, cells: Mapping[Any, Any], order: str) -> tuple[date | None, list[Issue]]:
    """The day of signing, which must have come."""
    text = cells["signed_on"]
    day, _, faults = covered(file, {**cells, "period_start": text, "period_end": text}, order)
    if day is None:
        return None, [not_a_day(file, cells["row"], "signed_on", text)]
    if not any(fault.stops for fault in faults):
        return day, []
    problem = f"It is signed on {day_in_words(day)}, which has not come yet or was long ago."
    return day, [Issue(file, cells["row"], "signed_on", text, problem, "Correct the day.")]


def _unwritten(file: str, cells: Mapping[Any, Any], withdrawn: bool) -> Iterable[Issue]:
    """Texts that are empty, or longer than can be shown beside a figure."""
    for name, most in LONGEST.items():
        text = cells[name]
        if not text and not (withdrawn and name == "words"):
            problem = f"The column {name} is empty."
            yield Issue(file, cells["row"], name, "", problem, EMPTY[name])
        if len(text) > most:
            problem = f"The column {name} has {len(text):,} letters, and at most {most} are shown."
            yield Issue(file, cells["row"], name, f"{text[:40]}…", problem, "Shorten it.")
