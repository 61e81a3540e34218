"""Partners' figures: the newest of each measure, what it is compared with, and its past."""

from collections.abc import Iterable
from typing import Any

import numpy as np
import pandas as pd

from cspdata import change, metrics
from cspdata.change.thresholds import USUAL_DISPERSION
from cspdata.metrics import Measure
from cspdata.periods import Period

STATEMENT = ["measure", "breakdown", "value"]
FIGURE = ["measure", "breakdown"]
PAST = ["measure", "period", "breakdown", "value", "unit", "status"]
TESTED = ["percent", "low", "high", "p", "testable", "percent_rule", "verdict"]
NOTHING_BEFORE = {
    "before": float("nan"),
    "before_period": None,
    "before_status": "",
    "before_base": float("nan"),
    "same_days": False,
}


def newest_activity(activity: pd.DataFrame) -> pd.DataFrame:
    """Each measure's figures of its newest period, in the catalogue's order.

    `activity` as stored. Columns: those of the table; period; conflict (another value is stated
    for the same figure); before, before_period, before_status, before_base, same_days (the same
    days a year earlier; else the last period of that length); difference; tested, verdict and
    those of `change.judge`. Only counts of events over the same days, neither of them derived,
    are tested: what a partner decides to do is no chance. Among so many measures a strong sign
    needs p < 0.002.
    """
    known = activity[activity["measure"].isin(metrics.names())]
    rows = _with_periods(known)
    rows = rows[rows["period"] == rows.groupby("measure")["period"].transform(_newest)]
    rows = _one_row_a_statement(rows)
    rows["conflict"] = rows.groupby(FIGURE)["value"].transform("size") > 1
    past: dict[tuple[str, str], list[dict[Any, Any]]] = {}
    for each in _with_periods(known).to_dict("records"):
        past.setdefault((each["measure"], each["breakdown"]), []).append(each)
    earlier = [
        _before(row, past[row["measure"], row["breakdown"]]) for row in rows.to_dict("records")
    ]
    rows = rows.join(pd.DataFrame(earlier, index=rows.index, columns=list(NOTHING_BEFORE)))
    return _in_order(_tested(rows.assign(difference=rows["value"] - rows["before"])))


def activity_past(activity: pd.DataFrame) -> pd.DataFrame:
    """Every figure of every measure, oldest first: PAST."""
    rows = _with_periods(activity).drop_duplicates([*STATEMENT, "period"])
    return rows.sort_values("period", kind="stable")[PAST]


def of_measures(rows: pd.DataFrame, measures: Iterable[Measure]) -> pd.DataFrame:
    """The rows of some measures."""
    return rows[rows["measure"].isin({measure.measure for measure in measures})]


def waiting(activity: pd.DataFrame, asked: Iterable[Measure] | None = None) -> list[Measure]:
    """The measures of the catalogue, or those asked for, that have no figure yet."""
    held = set(activity["measure"])
    listed = metrics.every() if asked is None else asked
    return [measure for measure in listed if measure.measure not in held]


def _with_periods(rows: pd.DataFrame) -> pd.DataFrame:
    days = zip(rows["period_start"], rows["period_end"], strict=True)
    periods = [Period(start.date(), end.date()) for start, end in days]
    return rows.assign(period=pd.Series(periods, index=rows.index, dtype=object))


def _newest(periods: pd.Series) -> Period:
    """The period that ends last; of several, the longest."""
    return max(periods, key=lambda period: (period.end, period.days))


def _one_row_a_statement(rows: pd.DataFrame) -> pd.DataFrame:
    """The same value in two places of a paper is one statement with two references."""
    if rows.empty:
        return rows
    places = rows.groupby(STATEMENT)["reference"].agg("; ".join)
    rows = rows.drop_duplicates(STATEMENT).drop(columns="reference")
    return rows.join(places, on=STATEMENT)


def _before(row: dict[Any, Any], same: list[dict[Any, Any]]) -> dict[str, Any]:
    """What a figure is compared with; `same` are all its values."""
    period: Period = row["period"]
    candidates: dict[Period, Any] = {
        each["period"]: each for each in same if each["period"].end < period.start
    }
    a_year_before = period.years_before()
    alike = [held for held in candidates if _as_long(held, period)]
    chosen = a_year_before if a_year_before in candidates else max(alike, default=None)
    if row["conflict"] or chosen is None or _contested(same, chosen):
        return NOTHING_BEFORE
    found = candidates[chosen]
    return {
        "before": found["value"],
        "before_period": chosen,
        "before_status": found["status"],
        "before_base": found["base"],
        "same_days": chosen == a_year_before,
    }


def _as_long(one: Period, other: Period) -> bool:
    if one.whole_months and other.whole_months:
        return len(one.months) == len(other.months)
    return one.days == other.days


def _contested(same: list[dict[Any, Any]], period: Period) -> bool:
    stated = {each["value"] for each in same if each["period"] == period}
    return len({value for value in stated if pd.notna(value)}) > 1


def _tested(rows: pd.DataFrame) -> pd.DataFrame:
    events = [metrics.one(code).kind == metrics.EVENTS for code in rows["measure"]]
    counted = (rows["status"] != "derived") & (rows["before_status"] != "derived")
    tested = pd.Series(events, rows.index, dtype=bool) & counted & rows["same_days"].astype(bool)
    both = rows[["value", "before"]].astype(float).where(tested)
    pairs = zip(rows["period"], rows["before_period"], tested, strict=True)
    days = [(now.days, was.days) if each else (1, 1) for now, was, each in pairs]
    lengths = np.array(days, dtype=float).reshape(-1, 2)
    compared = change.compare(
        both["value"].to_numpy(),
        both["before"].to_numpy(),
        lengths[:, 0],
        lengths[:, 1],
        USUAL_DISPERSION.value,
    )
    judged = change.judge(compared).set_axis(rows.index)
    return rows.join(judged[TESTED]).assign(tested=tested)


def _in_order(rows: pd.DataFrame) -> pd.DataFrame:
    """Measures as the catalogue lists them, a whole before its parts, parts as listed."""
    measures = list(metrics.names())

    def place(row: tuple[str, str]) -> tuple[int, int]:
        parts = ("", *metrics.one(row[0]).breakdowns)
        return measures.index(row[0]), parts.index(row[1]) if row[1] in parts else len(parts)

    places = [place(row) for row in zip(rows["measure"], rows["breakdown"], strict=True)]
    order = sorted(range(len(rows)), key=places.__getitem__)
    return rows.iloc[order].reset_index(drop=True)
