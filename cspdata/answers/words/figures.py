"""Single figures as text: counts, differences, percentages, intervals, and their shorthand."""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

import pandas as pd

from cspdata import offences
from cspdata.change import PercentRule, Verdict
from cspdata.periods import day_in_words

Row = Mapping[Any, Any] | pd.Series  # a row of a frame, by column
MINUS = "−"
LARGEST_PERCENT = 1000
LEAST_SHARE = 0.5


NOT_AVAILABLE = "[x]"
CONFIDENTIAL = "[c]"


MARKS = {"derived": " [d]", "revised": " [r]", "provisional": " [p]"}


NET_WORDS = {
    Verdict.STRONG_RISE: "Rose more",
    Verdict.STRONG_FALL: "Fell more",
    Verdict.POSSIBLE_RISE: "Possibly rose more",
    Verdict.POSSIBLE_FALL: "Possibly fell more",
    Verdict.UNCLEAR: "No clear difference",
    Verdict.TOO_FEW: "Too few to say",
    Verdict.NO_COMPARISON: "Not comparable",
}


SHORTHAND = {
    "[c]": "confidential",
    "[x]": "not available",
    "[z]": "not applicable",
    "[r]": "revised",
    "[d]": "derived from other printed figures",
    "[p]": "provisional",
    "[b]": "break in the series",
    "[e]": "a known event is taken out of verdict, range and percentage",
}


def capital(words: str) -> str:
    """The words as a sentence begins; "NPT" and "LSOA" stay as they are."""
    return words[:1].upper() + words[1:]


def count(value: float) -> str:
    """A count with its thousands commas, [x] where there is none."""
    return NOT_AVAILABLE if pd.isna(value) else f"{value:,.0f}"


def marked(value: float, status: str) -> str:
    """A count with the shorthand of its status."""
    if status == "confidential":
        return CONFIDENTIAL
    return count(value) + MARKS.get(status, "")


def difference(value: float) -> str:
    """A signed difference between two counts."""
    if pd.isna(value):
        return NOT_AVAILABLE
    return "0" if value == 0 else f"{sign(value)}{abs(value):,.0f}"


def percent(row: Row) -> str:
    """The change in percent where its base allows one, else why not."""
    if pd.isna(row["before"]):
        return NOT_AVAILABLE
    if row["percent_rule"] == PercentRule.NONE:
        return "[z]"
    about = "about " if row["percent_rule"] == PercentRule.MUTED else ""
    return f"{about}{whole_percent(row['percent'])}"


def whole_percent(value: float) -> str:
    """A change in whole percent: "+9%", "−0%" never."""
    if abs(value) > LARGEST_PERCENT:
        return f"over {sign(value)}{LARGEST_PERCENT:,}%"
    rounded = round(value)
    return f"{sign(rounded)}{abs(rounded):,}%"


def interval(row: Row) -> str:
    """The interval of the change: "−2% to +60%", open above where the count before is tiny."""
    if pd.isna(row["low"]):
        return NOT_AVAILABLE
    if row["before"] == 0:
        return "from none"
    low, high = whole_percent(row["low"]), whole_percent(row["high"])
    return low if low == high else f"{low} to {high}"


def share(value: float) -> str:
    """A percentage of a whole; what is there is never "0%"."""
    if pd.isna(value):
        return NOT_AVAILABLE
    return "under 1%" if 0 < value <= LEAST_SHARE else f"{value:.0f}%"


def percent_points(value: float) -> str:
    """ "1.3 percentage points more", or that nothing moved."""
    if abs(value) < 0.05:
        return "no difference"
    return f"{abs(value):.1f} percentage points {'more' if value > 0 else 'less'}"


def moved(points: float) -> str:
    """A signed difference in percentage points."""
    if pd.isna(points):
        return NOT_AVAILABLE
    return f"{sign(round(points, 1))}{abs(points):.1f}"


def verdict(row: Row) -> str:
    """The verdict with a capital letter, [b] where a break forbids the comparison."""
    if row["refused"]:
        return "Not comparable [b]"
    mark = " [e]" if row.get("driven") else ""
    return f"{str(row['verdict']).capitalize()}{mark}"


def net_verdict(row: Row) -> str:
    """The verdict of a comparison with the rest of the district, in its own words."""
    return NET_WORDS[Verdict(row["verdict"])]


def number(value: float, digits: int = 1) -> str:
    """A rate or a quotient, [x] where there is none."""
    return NOT_AVAILABLE if pd.isna(value) else f"{value:,.{digits}f}"


def several(rows: pd.DataFrame) -> str:
    """The names of places; semicolons keep apart those that have an "and" of their own."""
    names = list(rows["area_name"])
    return "; ".join(names) if any(" and " in name for name in names) else listed(names)


def lower_offence(offence: str) -> str:
    """An offence's name inside a sentence."""
    name = offences.one(offence).name
    return name[:1].lower() + name[1:]


def listed(words: Iterable[str]) -> str:
    """ "a, b and c"."""
    each = list(words)
    return " and ".join([", ".join(each[:-1]), each[-1]]) if len(each) > 1 else "".join(each)


def more_or_fewer(value: Any) -> str:
    if value == 0:
        return "no difference"
    return f"{abs(value):,.0f} {'more' if value > 0 else 'fewer'}"


def sign(value: float) -> str:
    return "+" if value > 0 else MINUS if value < 0 else ""


def shorthand(text: str) -> str:
    """The meaning of the marks that a table uses, "" when it uses none."""
    used = [f"{mark} {words}" for mark, words in SHORTHAND.items() if mark in text]
    return "; ".join(used)


def expected(due: date | None, overdue: bool) -> str:
    """When a period usually appears: "by 31 December 2017, which has passed"."""
    if due is None:
        return "with the next paper for the committee"
    return f"by {day_in_words(due)}" + (", which has passed" if overdue else "")
