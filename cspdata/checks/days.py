"""The days that a row says it covers; a period is never guessed."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from cspdata.checks.issues import Issue, day, not_a_day


def covered(file: str, cells: Mapping[Any, Any]) -> tuple[date | None, date | None, list[Issue]]:
    """The first and last day in `period_start` and `period_end`, and what is wrong with them."""
    row = cells["row"]
    start, end = day(cells["period_start"]), day(cells["period_end"])
    faults = [
        not_a_day(file, row, column, cells[column])
        for column, found in (("period_start", start), ("period_end", end))
        if found is None
    ]
    if start and end and end < start:
        problem = f"The period ends on {end}, before it starts on {start}."
        remedy = "Put the first day in period_start and the last day in period_end."
        faults.append(Issue(file, row, "period_end", cells["period_end"], problem, remedy))
    if end and end > date.today():
        problem = f"The period ends on {end}, which has not come yet."
        faults.append(
            Issue(file, row, "period_end", cells["period_end"], problem, "Correct the last day.")
        )
    return start, end, faults
