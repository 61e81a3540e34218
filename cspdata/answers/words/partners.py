"""Partners' figures as English: amounts with their units, comparisons, and what may be tested."""

import re
from collections import Counter
from collections.abc import Iterable, Sequence

import pandas as pd

from cspdata import metrics
from cspdata.answers.words.changes import judged
from cspdata.answers.words.figures import MARKS, MINUS, Row, listed, percent, sign
from cspdata.change import PercentRule
from cspdata.metrics import Measure

IRREGULAR = {"people": "person", "businesses": "business"}
ABOUT = (
    "Every figure has its period and its place in the paper. Only events that happen to a partner, "
    "such as fires or reports, are tested for chance, over the same days of two years. What a "
    "partner decides to do, such as patrols and visits, is its own choice and no chance: it shows "
    "the difference and no more, as everything else does."
)
WHOLE_DISTRICT = (
    "Partners report for the whole district or for more than it, so these figures are not about "
    "{area} alone."
)
HOW_TO_UPLOAD = (
    "Fill in the value and the first and last day (a row without a value is skipped), and "
    "hand the file to the officer who publishes. Where a chart had several parts, add a row for "
    "each and name it under breakdown."
)


def amount(value: float, unit: str, status: str = "") -> str:
    """A figure with its unit: "43 reports", "44%", "£281,000", "1 notice"."""
    figure, counted = figure_and_unit(value, unit, status)
    return f"{figure} {counted}".strip()


def figure_and_unit(value: float, unit: str, status: str = "") -> tuple[str, str]:
    """The figure as shown large, and the unit beside it ("" where the figure carries it)."""
    digits = f"{abs(value):,.2f}".rstrip("0").rstrip(".")
    signed = f"{MINUS if value < 0 else ''}{'£' if unit == 'pounds' else ''}{digits}"
    mark = MARKS.get(status, "")
    if unit == "percent":
        return f"{signed}%{mark}", ""
    return f"{signed}{mark}", "" if unit == "pounds" else _one_of(unit) if value == 1 else unit


def change(row: Row) -> str:
    """A figure against an earlier period of the same measure, "" where there is none."""
    if pd.isna(row["before"]):
        return ""
    was = amount(row["before"], row["unit"], row["before_status"])
    words = f"{row['before_period'].words}: {was}. {_difference(row['difference'], row['unit'])}"
    if row["tested"]:
        shown = f" ({percent(row)})" if row["percent_rule"] != PercentRule.NONE else ""
        return f"{words}{shown}. {judged(row)}"
    return f"{words}. {_untested(row)}".strip()


def printed_comparison(row: Row) -> str:
    """A figure against what its paper sets beside it, "" where that is nothing or shown already."""
    if pd.isna(row["comparison"]) or row["comparison"] == row["before"]:
        return ""
    basis = row["comparison_basis"][:1].upper() + row["comparison_basis"][1:]
    difference = _difference(row["value"] - row["comparison"], row["unit"])
    return f"{basis}: {amount(row['comparison'], row['unit'])}. {difference}. {_bases(row)}".strip()


def conflict(rows: Iterable[Row]) -> str:
    """What a paper says twice in two ways, with both places."""
    said = [f"{amount(row['value'], row['unit'])} ({row['reference']})" for row in rows]
    return f"**Two statements that do not agree**, both kept: {listed(said)}."


def summary(rows: pd.DataFrame) -> str:
    """How much is shown: measures, partners, conflicts."""
    conflicts = rows.loc[rows["conflict"], "measure"].nunique()
    measures, partners = rows["measure"].nunique(), rows["partner"].nunique()
    words = f"{_number(measures, 'figure')} from {_number(partners, 'partner')}."
    if conflicts:
        stated = "is stated" if conflicts == 1 else "are stated"
        words += f" {_number(conflicts, 'figure')} {stated} in two ways that do not agree."
    return words


def waiting_each(measures: Iterable[Measure]) -> tuple[str, ...]:
    """The measures without figures, with their partner, and what each would count."""
    return tuple(
        f"**{one.name}** ({metrics.partners()[one.partner].name}). {one.definition}"
        for one in measures
    )


def waiting_heading(measures: Sequence[Measure]) -> str:
    """ "23 measures wait for figures"."""
    if not measures:
        return "No measure waits for figures"
    wait = "waits" if len(measures) == 1 else "wait"
    return f"{_number(len(measures), 'measure')} {wait} for figures"


def waiting_by_partner(measures: Iterable[Measure]) -> str:
    """How many measures of each partner wait, and why there is nothing to show."""
    held = Counter(metrics.partners()[one.partner].name for one in measures)
    counted = listed(f"{name} ({count})" for name, count in held.items())
    return f"Nothing is shown or guessed for what no paper gives in figures: {counted}."


def waiting_names(measures: Iterable[Measure]) -> str:
    """The names of measures without figures in one sentence."""
    names = "; ".join(one.name for one in measures)
    return f"Waiting for figures: {names}."


def _difference(value: float, unit: str) -> str:
    if value == 0:
        return "No difference"
    if unit == "percent":
        points = "percentage point" if abs(value) == 1 else "percentage points"
        return f"Difference: {sign(value)}{abs(value):g} {points}"
    figure, _ = figure_and_unit(abs(value), unit)
    return f"Difference: {sign(value)}{figure}"


def _untested(row: Row) -> str:
    if row["unit"] == "percent":
        return _bases(row)
    kind = metrics.one(row["measure"]).kind
    if kind == metrics.WORK:
        return "Not tested: how much a partner does is its own choice."
    if kind != metrics.EVENTS:
        return ""
    if not row["same_days"]:
        return "Not tested: another time of the year."
    return "Not tested: the earlier figure is worked out from others."


def _bases(row: Row) -> str:
    """What a percentage is a share of, now and before."""
    if row["unit"] != "percent":
        return ""
    if pd.isna(row["base"]):
        return "How many the percentages are shares of is not given."
    if pd.isna(row["before_base"]):
        return f"A share of {row['base']:,.0f}; of how many the other is a share is not given."
    return f"Shares of {row['base']:,.0f} and of {row['before_base']:,.0f}."


def _number(count: int, what: str) -> str:
    return f"{count:,} {what}{'' if count == 1 else 's'}"


def _one_of(unit: str) -> str:
    first = unit.split()[0]
    if first in IRREGULAR:
        return unit.replace(first, IRREGULAR[first], 1)
    if re.search(r"ies\b", unit):
        return re.sub(r"ies\b", "y", unit, count=1)
    return re.sub(r"s\b", "", unit, count=1)
