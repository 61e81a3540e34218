"""What can be said of a file: a fault stops, what is held waits for a reason, a note tells.

A question is none of them: two readings remain, and only the officer knows. Nothing is judged here.
"""

from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass, field, replace
from enum import StrEnum
from typing import Any

import pandas as pd

from cspdata.origin import rows_in_words
from cspdata.periods import Period

FOUND_SHOWN = 3


class Kind(StrEnum):
    """A FAULT forbids publishing; what is HELD waits until an officer says why; a NOTE tells."""

    FAULT = "fault"
    HELD = "held"
    NOTE = "note"


@dataclass(frozen=True)
class Issue:
    """`row` as a spreadsheet numbers it, 0 for the whole file; `rows` are all that share a cause.

    `name` is what a held issue is confirmed by; `days` and `source` are the figures it is about.
    Issues of one `cause` in one column are told in one sentence; "" is a cause of its own.
    """

    file: str
    row: int
    column: str
    found: str
    problem: str
    remedy: str
    kind: Kind = Kind.FAULT
    suggestion: str = ""
    name: str = ""
    cause: str = ""
    rows: tuple[int, ...] = ()
    days: Period | None = None
    source: str = ""

    @property
    def stops(self) -> bool:
        return self.kind is Kind.FAULT

    @property
    def held(self) -> bool:
        return self.kind is Kind.HELD

    @property
    def place(self) -> str:
        """ "row 2", "rows 2, 3, 4 and 37 more", or "" for the whole file."""
        return rows_in_words(self.rows or ((self.row,) if self.row else ()))


@dataclass(frozen=True)
class Question:
    """What a file leaves open. `asks` names the answer: period, source, days or percentages.

    `options` are (answer, what it means); without any, a period is to be written. `assumed` is
    what counts where nobody answers; without it nothing is published.
    """

    file: str
    asks: str
    words: str
    options: tuple[tuple[str, str], ...] = ()
    assumed: str = ""


@dataclass(frozen=True)
class Answers:
    """What the officer said of a file: its days, whose it is, how it writes what."""

    period: Period | None = None
    source: str = ""
    days: str = ""
    percentages: str = ""


@dataclass(frozen=True)
class Reading:
    """What was understood of one table: what it is, its days and how they are known.

    `where` are the areas in words; `total` is the sum of the figures where they may be added;
    `rows` of `rows_all` lie in the place.
    """

    file: str
    what: str
    source: str
    days: tuple[Period, ...]
    known_from: str
    figures: int
    where: str = ""
    total: int | None = None
    rows: int = 0
    rows_all: int = 0
    noun: str = "figure"


@dataclass(frozen=True)
class Checked:
    """Rows for each declared table, printed changes still to be recomputed, and what was found.

    `rows_here` are the rows of street-level files that lie here, of `rows_in_file`.
    `placed` is what a file has that is counted by district.
    """

    tables: dict[str, pd.DataFrame] = field(default_factory=dict)
    issues: list[Issue] = field(default_factory=list)
    changes: list[dict[str, Any]] = field(default_factory=list)
    questions: list[Question] = field(default_factory=list)
    readings: list[Reading] = field(default_factory=list)
    months: list[Any] = field(default_factory=list)
    rows_here: int = 0
    rows_in_file: int = 0
    placed: Any = None


def note(file: str, row: int, column: str, found: str, problem: str, remedy: str = "") -> Issue:
    return Issue(file, row, column, found, problem, remedy, Kind.NOTE)


def grouped(issues: Iterable[Issue]) -> list[Issue]:
    """One issue for each cause in a column of a file, with all its rows; in their first order."""
    causes: dict[tuple[Any, ...], list[Issue]] = {}
    for number, issue in enumerate(issues):
        told = issue.cause or (issue.problem, issue.remedy)
        key = (issue.file, issue.column, issue.kind, issue.suggestion, issue.name, told)
        causes.setdefault(key if issue.row else (number,), []).append(issue)
    return [_together(same) for same in causes.values()]


def _together(same: Sequence[Issue]) -> Issue:
    rows = sorted({row for issue in same for row in (issue.rows or (issue.row,)) if row})
    found = list(dict.fromkeys(issue.found for issue in same))
    more = len(found) - FOUND_SHOWN
    words = ", ".join(found[:FOUND_SHOWN]) + (f" and {more} more" if more > 0 else "")
    return replace(same[0], rows=tuple(rows), found=words)


def issues_frame(issues: Iterable[Issue]) -> pd.DataFrame:
    """What stops first: kind, file, rows, column, found, problem, remedy, name."""
    columns = ["kind", "file", "rows", "column", "found", "problem", "remedy", "name"]
    order = {kind: place for place, kind in enumerate(Kind)}
    listed = sorted(issues, key=lambda issue: (order[issue.kind], issue.file, issue.row))
    cells = [asdict(issue) | {"kind": str(issue.kind), "rows": issue.place} for issue in listed]
    return pd.DataFrame(cells, columns=columns)
