"""Counts in a list -> rows of `crimes`, and of `untold` where a mark stands for a figure."""

from collections.abc import Iterable, Mapping
from typing import Any

import pandas as pd

from cspdata import schemas
from cspdata.checks import cells as texts
from cspdata.checks import counts
from cspdata.checks.days import covered, odd_length, order_of
from cspdata.checks.dense import not_smallest
from cspdata.checks.issues import Answers, Checked, Issue, Question, note
from cspdata.checks.period_given import kept
from cspdata.checks.readings import reading_of
from cspdata.checks.spellings import Spellings, coded, unknown
from cspdata.periods import Period
from cspdata.readers import Sheet
from cspdata.sources import SOURCES


def tidy(sheet: Sheet, source: str, known: Spellings, said: Answers) -> Checked:
    """The rows of a list of counts. A count that is withheld or not available is kept as that."""
    file, rows = sheet.name, sheet.rows.to_dict("records")
    if all(_exchanged(cells, known) for cells in rows):
        return Checked(issues=[_two_columns_exchanged(sheet)])
    pairs = [(row["period_start"], row["period_end"]) for row in rows]
    order = order_of(file, pairs, said.days)
    figures, untold, issues = [], [], list(order.issues)
    for cells in rows:
        figure, faults = _row(sheet, cells, source, known, order.order)
        issues += faults
        if any(fault.stops for fault in faults):
            continue
        if why := texts.mark(cells["count"]):
            untold.append(figure | {"mark": texts.plain(cells["count"]), "why": why})
        else:
            figures.append(figure)
    if untold and not figures:
        issues.append(_nothing_told(file, untold))
    crimes, left = kept(sheet, pd.DataFrame(figures, columns=schemas.CRIMES.names), said.period)
    issues += left
    tables = {"crimes": crimes}
    if untold:
        tables["untold"] = pd.DataFrame(untold, columns=schemas.UNTOLD.names)
    issues += _totals(sheet)
    questions = [*order.questions, *_which_source(sheet, rows, source, said)]
    readings = [reading_of(sheet, crimes, "its columns period_start and period_end")]
    return Checked(tables, issues, questions=questions, readings=readings)


def _exchanged(cells: Mapping[Any, Any], known: Spellings) -> bool:
    area, offence = cells["area"], cells["offence"]
    right = coded(area, known.areas) or coded(offence, known.offences)
    return not right and bool(coded(area, known.offences) and coded(offence, known.areas))


def _two_columns_exchanged(sheet: Sheet) -> Issue:
    first, rows = sheet.rows.iloc[0], tuple(sheet.rows["row"].astype(int))
    problem = (
        f"The column area holds offences (“{first['area']}”) and the column offence holds areas "
        f"(“{first['offence']}”)."
    )
    remedy = "Exchange the two headings and send the file again."
    return Issue(sheet.name, rows[0], "area", first["area"], problem, remedy, rows=rows)


def _row(
    sheet: Sheet, cells: Mapping[Any, Any], source: str, known: Spellings, order: str
) -> tuple[dict[str, Any], list[Issue]]:
    file, row, issues = sheet.name, cells["row"], []
    area, offence = coded(cells["area"], known.areas), coded(cells["offence"], known.offences)
    if area is None:
        issues.append(unknown(file, row, "area", cells["area"], "area", known.areas))
    if offence is None:
        issues.append(unknown(file, row, "offence", cells["offence"], "offence", known.offences))
    start, end, misdated = covered(file, cells, order)
    issues += misdated
    count, why = texts.whole_number(cells["count"]), texts.mark(cells["count"])
    if why:
        issues.append(counts.untold(file, row, "count", cells["count"], why))
    elif count is None:
        issues.append(counts.not_a_count(file, row, "count", cells["count"]))
    status = cells.get("status", "").strip().lower() or "published"
    if status not in schemas.GIVEN_STATUSES:
        problem = f"“{status}” is not a status."
        remedy = f"Write {', '.join(schemas.GIVEN_STATUSES)}, or leave it empty."
        issues.append(Issue(file, row, "status", status, problem, remedy))
    named = cells.get("source", "").strip() or source
    if named not in SOURCES:
        problem = f"“{named}” is not a source that is known here."
        issues.append(Issue(file, row, "source", named, problem, f"Write {' or '.join(SOURCES)}."))
    elif area is not None:
        issues += not_smallest(file, row, area, named)
    if start and end and end >= start and (odd := odd_length(file, row, Period(start, end), named)):
        issues.append(odd)
    figure = {
        "source": named,
        "area": area,
        "offence": offence,
        "period_start": start,
        "period_end": end,
        "count": count,
        "status": status,
        "row": row,
        "column": "count",
        **sheet.origin.cells,
    }
    return figure, issues


def _nothing_told(file: str, untold: list[dict[str, Any]]) -> Issue:
    marks = ", ".join(dict.fromkeys(f"“{row['mark']}”" for row in untold))
    problem = f"No row of this file tells a count: {marks} stands in place of each."
    remedy = "Leave rows out whose count is not known; write 0 only where there were none."
    first = untold[0]["row"]
    rows = tuple(row["row"] for row in untold)
    return Issue(file, first, "count", untold[0]["mark"], problem, remedy, rows=rows)


def _totals(sheet: Sheet) -> Iterable[Issue]:
    """Total rows are no figures; one that the rows above do not give is told with both values."""
    for total in sheet.totals.to_dict("records"):
        printed = texts.whole_number(total["count"])
        rows_above = sheet.rows.loc[sheet.rows["row"] < total["row"], "count"]
        above = rows_above.map(texts.whole_number).astype(float)
        before = sheet.totals.loc[sheet.totals["row"] < total["row"], "row"].max()
        since = above[sheet.rows["row"] > before] if before == before else above
        sums = [int(part.sum()) for part in (since, above) if len(part)]
        told = f"The total row says {total['count'].strip() or 'nothing'}"
        if not sums:
            problem = f"{told}, and no row stands above it; it was left out."
        elif printed in sums:
            problem = f"{told}, as the rows above it add up to; it was left out."
        else:
            problem = f"{told}, and the rows above it add up to {sums[0]:,}; it was left out."
        yield note(sheet.name, total["row"], "count", total["count"], problem, "Nothing to do.")


def _which_source(
    sheet: Sheet, rows: list[dict[Any, Any]], assumed: str, said: Answers
) -> list[Question]:
    """Asked where neither the rows nor the officer say whose counts these are."""
    if said.source or all(row["source"] for row in rows):
        return []
    options = tuple((code, source.name) for code, source in SOURCES.items())
    return [Question(sheet.name, "source", "Whose counts are in this file?", options, assumed)]
