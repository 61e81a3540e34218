"""Objectives of the partnership: what was set out, and whether the figures are on course to it.

Recorded crime is judged by the comparison of every other page over the months held so far.
"""

from collections.abc import Iterable
from typing import Any

import pandas as pd

from cspdata import areas, metrics, offences
from cspdata.answers import head
from cspdata.answers.blocks import Block, Heading, Link, Words, literal
from cspdata.answers.words import changes
from cspdata.answers.words import objectives as words
from cspdata.change import rate_interval
from cspdata.change.objective import Course, course, reached
from cspdata.metrics import Measure
from cspdata.periods import Period
from cspdata.published import Published
from cspdata.question import Against, Question


def newest(published: Published) -> pd.DataFrame:
    """The objectives as they were set last, in their order."""
    rows = published.table("objectives").sort_values("set_on", kind="stable")
    return rows.drop_duplicates("objective", keep="last").sort_values("row", kind="stable")


def listed(published: Published) -> Iterable[Block]:
    """A heading, and each objective with how it stands; nothing where none is set."""
    yield from _shown(published, newest(published))


def touching(published: Published, question: Question) -> tuple[Block, ...]:
    """The objectives for this area and offence, or for what holds it or is held by it."""
    rows = newest(published)
    near = [
        bool(row["offence"])
        and (row["area"] in areas.path(question.area) or question.area in areas.path(row["area"]))
        and offences.kin(row["offence"], question.offence)
        for row in rows.to_dict("records")
    ]
    return tuple(_shown(published, rows[pd.Series(near, index=rows.index, dtype=bool)]))


def progress(published: Published, objective: str) -> tuple[Course, str]:
    """How an objective stands, and the figure that says so as a sentence."""
    rows = newest(published)
    row = rows[rows["objective"] == objective].iloc[0]
    return _measured(published, row) if row["measure"] else _recorded(published, row)


def asked(published: Published, row: Any) -> Question | None:
    """The question that an objective of recorded crime rests on, None without figures."""
    wide = published.months
    if wide.empty or (row["area"], row["offence"]) not in wide.columns:
        return None
    held = wide[(row["area"], row["offence"])].dropna().index
    held = held[(held >= row["period_start"]) & (held <= row["period_end"])]
    if not len(held):
        return None
    days = Period(held[0].date(), (held[-1] + pd.offsets.MonthEnd(0)).date())
    return Question(row["area"], row["offence"], days, Against.YEAR)


def _recorded(published: Published, row: Any) -> tuple[Course, str]:
    question = asked(published, row)
    basis = published.rest_on(question) if question else None
    if question is None or basis is None:
        return Course.UNTOLD, words.NO_FIGURE
    found = head.row_of(published, question, basis)
    low, high = found["low"], found["high"]
    stands = course(low, high, row["aim"], row["change"]) if found["testable"] else Course.UNTOLD
    return stands, f"{basis.words[:1].upper()}{basis.words[1:]}: {changes.change(found)}"


def _measured(published: Published, row: Any) -> tuple[Course, str]:
    rows = published.table("activity")
    own = rows[(rows["measure"] == row["measure"]) & (rows["breakdown"].fillna("") == "")]
    own = own[own["period_end"] >= max(row["set_on"], row["period_start"])]
    if own.empty:
        return Course.UNTOLD, words.NO_FIGURE
    last = own.sort_values("period_end", kind="stable").iloc[-1]
    value = float(last["value"])
    measure = metrics.one(row["measure"])
    stands = _at_target(measure, value, row)
    when = Period(last["period_start"].date(), last["period_end"].date()).words
    return stands, words.measured(value, measure.unit, when, row)


def _at_target(measure: Measure, value: float, row: Any) -> Course:
    """A count of events may be chance and is judged by its range; the rest is what it is."""
    if measure.kind == metrics.EVENTS:
        ends = rate_interval([value], [1.0], per=1).iloc[0]
        return course(ends["low"], ends["high"], row["aim"], row["target"])
    return Course.ON if reached(value, row["aim"], row["target"]) else Course.OFF


def _shown(published: Published, rows: pd.DataFrame) -> Iterable[Block]:
    if rows.empty:
        return
    yield Heading("Objectives of the partnership")
    for row in rows.to_dict("records"):
        stands, why = published.ask(progress, row["objective"])
        said = f"**{literal(row['objective'])}: {words.course(stands).lower()}.** {why}"
        yield Words(said, links=_figures(published, row))
        yield Words(words.stated(row), "small")
    yield Words(words.ABOUT, "small")


def _figures(published: Published, row: Any) -> tuple[Link, ...]:
    question = asked(published, row) if row["offence"] else None
    return (Link(question.words, "area", question),) if question else ()
