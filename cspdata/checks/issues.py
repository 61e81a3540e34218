"""What a row can be told, and the parsing of one cell; nothing here knows a file's shape."""

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import asdict, dataclass, field
from datetime import date
from difflib import get_close_matches
from typing import Any

import pandas as pd

from cspdata import areas, metrics, offences
from cspdata.vocabulary import folded

WHOLE_NUMBER = re.compile(r"\d{1,3}(,\d{3})+|\d+")
DECIMAL = re.compile(r"-?\d{1,3}(,\d{3})*(\.\d+)?|-?\d+(\.\d+)?")
NAMES: dict[str, Callable[[], dict[str, str]]] = {
    "areas": areas.names,
    "offences": offences.names,
    "partners": metrics.partner_names,
    "measures": metrics.names,
}
LARGEST_COUNT = 10_000_000
HIDDEN = ("*", "-", "..", "[c]", "c", "x", "[x]", "<5", "<10")
MONTH_FIRST = re.compile(r"(0?[1-9]|1[0-2])/(1[3-9]|2\d|3[01])/\d{4}")


@dataclass(frozen=True)
class Issue:
    """`row` as a spreadsheet numbers it; an issue that `stops` forbids publishing."""

    file: str
    row: int
    column: str
    found: str
    problem: str
    remedy: str
    stops: bool = True
    suggestion: str = ""


@dataclass(frozen=True)
class Checked:
    """Rows for each declared table, printed changes still to be recomputed, and the issues.

    `rows_here` are the rows of street-level files that lie in this place, of `rows_in_file`.
    """

    tables: dict[str, pd.DataFrame] = field(default_factory=dict)
    issues: list[Issue] = field(default_factory=list)
    changes: list[dict[str, Any]] = field(default_factory=list)
    rows_here: int = 0
    rows_in_file: int = 0


def issues_frame(issues: Iterable[Issue]) -> pd.DataFrame:
    """One row per issue in the order of the file: the fields of Issue."""
    rows = pd.DataFrame([asdict(issue) for issue in issues], columns=list(Issue.__annotations__))
    return rows.sort_values(["stops", "file", "row"], ascending=[False, True, True])


@dataclass(frozen=True)
class Spellings:
    """Accepted spellings of every name: the reference tables and the officers' aliases."""

    areas: Mapping[str, str]
    offences: Mapping[str, str]
    partners: Mapping[str, str]
    measures: Mapping[str, str]

    @classmethod
    def known(cls, aliases: pd.DataFrame | None = None) -> "Spellings":
        accepted = [] if aliases is None else aliases.to_dict("records")
        own: dict[str, dict[str, str]] = {vocabulary: {} for vocabulary in NAMES}
        for alias in accepted:
            own[alias["vocabulary"]][folded(alias["spelling"])] = alias["meaning"]
        return cls(
            areas=areas.spellings() | own["areas"],
            offences=offences.spellings() | own["offences"],
            partners=metrics.partner_spellings() | own["partners"],
            measures=metrics.spellings() | own["measures"],
        )


def vocabulary_of(code: str) -> str:
    """The vocabulary that a code belongs to: areas, offences, partners or measures."""
    return next(held for held, names in NAMES.items() if code in names())


def name_of(code: str) -> str:
    """The name of an area, offence, partner or measure."""
    return NAMES[vocabulary_of(code)]()[code]


def coded(text: str, spellings: Mapping[str, str]) -> str | None:
    return spellings.get(folded(text))


def suggested(text: str, spellings: Mapping[str, str]) -> str:
    """The code of the closest spelling, or ""."""
    close = get_close_matches(folded(text), spellings, n=1, cutoff=0.75)
    return spellings[close[0]] if close else ""


def whole_number(text: str) -> int | None:
    """A count as printed ("1,382"), or None."""
    text = text.strip()
    if not WHOLE_NUMBER.fullmatch(text):
        return None
    count = int(text.replace(",", ""))
    return count if count <= LARGEST_COUNT else None


def percentage(text: str) -> float | None:
    """A percentage as printed ("-29.3%"), or None."""
    return number(text.strip().removesuffix("%").strip().replace("−", "-").lstrip("+"))


def number(text: str) -> float | None:
    text = text.strip()
    return float(text.replace(",", "")) if DECIMAL.fullmatch(text) else None


def day(text: str) -> date | None:
    """A day as 2017-04-01 or 01/04/2017, or None."""
    text = text.strip()
    if re.fullmatch(r"\d{1,2}/\d{1,2}/\d{4}", text):
        text = "-".join(part.zfill(2) for part in reversed(text.split("/")))
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


def unknown(
    file: str,
    row: int,
    column: str,
    found: str,
    what: str,
    spellings: Mapping[str, str],
) -> Issue:
    """The issue of a name that no reference table knows."""
    close = suggested(found, spellings)
    remedy = (
        f"Did you mean {name_of(close)}?" if close else f"Write the {what} as the template does."
    )
    problem = f"“{found}” is not {'an' if what[0] in 'ao' else 'a'} {what} that is known here."
    if not found.strip():
        problem = f"The {what} is empty."
    return Issue(file, row, column, found, problem, remedy, suggestion=close)


def not_a_count(file: str, row: int, column: str, found: str) -> Issue:
    if not found.strip():
        problem = "The count is empty."
    elif (value := number(found)) is not None and value < 0:
        problem = f"A count must be at least 0, and this is {found}."
    elif value is not None and value > LARGEST_COUNT:
        problem = f"{found} is more than any count here can be ({LARGEST_COUNT:,})."
    elif found.strip() in HIDDEN:
        problem = f"“{found}” hides a count, and a hidden count cannot be published."
    elif found.lstrip().startswith("="):
        problem = f"“{found}” is a formula; formulas are never worked out here."
    else:
        problem = f"“{found}” is not a whole number."
    return Issue(file, row, column, found, problem, "Write the count in digits, 0 for none.")


def not_a_day(file: str, row: int, column: str, found: str) -> Issue:
    if not found.strip():
        problem = "The day is empty."
    elif MONTH_FIRST.fullmatch(found.strip()):
        problem = f"“{found}” has the month before the day."
    elif re.fullmatch(r"\d{4}-\d{2}-\d{2}", found.strip()):
        problem = f"There is no day {found} in the calendar."
    else:
        problem = f"“{found}” is not a day."
    return Issue(file, row, column, found, problem, "Write it as 2017-04-01 or 01/04/2017.")
