"""Places of a kind: rates against residents with the limits of chance; nobody is ranked."""

from dataclasses import dataclass
from enum import StrEnum
from functools import partial

import numpy as np
import pandas as pd

from cspdata import areas, offences
from cspdata.answers import events, rates
from cspdata.answers.blocks import Block, Chart, Fold, Heading, Link, Table, Words
from cspdata.answers.charts import places as charts
from cspdata.answers.words import figures, kinds
from cspdata.answers.words import places as words
from cspdata.change.funnel import Between, between, limits
from cspdata.published import Published
from cspdata.question import Question
from cspdata.sums.basis import Basis

POINTS = 40
ALL = "all"


class Standing(StrEnum):
    """Where a rate lies against the limits around the rate of its group."""

    FAR_ABOVE = "far above"
    ABOVE = "above"
    EXPECTED = "expected"
    BELOW = "below"
    FAR_BELOW = "far below"
    UNKNOWN = "unknown"


@dataclass(frozen=True)
class Funnel:
    """`points` are the places, highest rate first, with a `standing`; `limits` are the curves.

    `between` says how the places spread: centre (per 1,000 of their base), dispersion, tau, and
    whether they are too different to be one group.
    """

    points: pd.DataFrame
    limits: pd.DataFrame
    between: Between


def funnel(rows: pd.DataFrame) -> Funnel:
    """The places of `rates.rated` against 95 % and 99.8 % limits around their common rate.

    Around the district's own rate where they are all of it.
    """
    known = rows[rows["count"].notna() & (rates.base_of(rows) > 0)]
    every = len(known) == len(areas.leaves()) and pd.notna(known["centre"].iloc[0])
    people = rates.base_of(known).to_numpy(float)
    centre = float(known["centre"].iloc[0]) if every else None
    held = between(known["count"].to_numpy(), people, centre)
    own = limits(people, held)
    points = known.assign(standing=standing_of(known["rate"].to_numpy(), own))
    points = points.sort_values("rate", ascending=False, ignore_index=True)
    return Funnel(points, limits(grid(people), held), held)


def the_kinds(published: Published, question: Question, kind: str) -> tuple[Block, ...]:
    """The parishes of a kind beside each other, or each kind where all are too different."""
    shown = rates.at_level(published, question, areas.lowest())
    rows = published.ask(rates.rated, shown) if shown else None
    if shown is None or rows is None:
        return ()
    if rates.is_part(rows):
        part = words.map_lead(rows, question, shown.basis, areas.lowest(), rates.COUNT)
        return (Words(part, "lead"), Words("Places of a kind are compared when all have figures."))
    asked = kind or areas.one(question.area).kind or ALL
    told = events.told(published, shown.basis, list(rows["area"]), question.offence)
    said = tuple(Words(each) for each in told)
    if asked != ALL:
        rows = rows[rows["kind"] == asked]
    found = funnel(rows)
    if asked != ALL or not found.between.too_different or not areas.kinds():
        lead = Words(kinds.outside(found.points, words.group_name(asked)), "lead")
        return (lead, *said, *_section(found, question, shown.basis, asked), _ranks())
    each = [
        block
        for code in areas.kinds()
        for block in (
            Heading(figures.capital(words.group_name(code))),
            *_section(funnel(rows[rows["kind"] == code]), question, shown.basis, code),
        )
    ]
    return (
        Words(kinds.too_different(found.between.dispersion, words.group_name(ALL)), "lead"),
        *said,
        *each,
        _ranks(),
    )


def _section(found: Funnel, question: Question, basis: Basis, kind: str) -> tuple[Block, ...]:
    """The funnel of a kind with who lies outside its limits as title, and its table."""
    group = words.group_name(kind)
    if found.points.empty:
        return (Words(f"No rates of {group} can be shown."),)
    title = kinds.outside(found.points, group)
    offence = question.offence
    per = question.per
    recorded = words.per_thousand(basis, per)
    what = f"{offences.one(offence).name}: {recorded} ({basis.source.short})"
    chart = Chart(
        what=f"Rates of {group} and the limits of chance",
        name=f"{offence}-{kind}-parishes-funnel",
        title=title,
        subtitle=f"{figures.capital(group)}. {what}",
        alt=f"The rates of {group} against their {per}, with the limits that chance and "
        "ordinary differences allow. The table holds every figure.",
        draw=partial(
            charts.funnel, found.points, found.limits, found.between.centre, question.area, per
        ),
    )
    records = found.points.to_dict("records")
    table = Table(
        what,
        kinds.funnel_columns("Area", per),
        tuple(kinds.funnel_cells(row, per) for row in records),
        f"{offence}-{kind}-rates",
        found.points,
        links=tuple(
            Link(row["area_name"], "where", question.at(area=row["area"]), (("part", "kind"),))
            for row in records
        ),
        key=(1, 3),
    )
    more = (
        kinds.visited_here(found.points, per),
        kinds.among_peers(found.points, question.area, group, per),
        kinds.spread(found.between.centre, found.between.dispersion, group, per),
    )
    return (
        chart,
        *(Words(each) for each in more if each),
        Fold(f"The rates of {group} as a table", (table,)),
    )


def _ranks() -> Words:
    return Words(kinds.SHARED_RANKS, "small")


def standing_of(rate: np.ndarray, limits: pd.DataFrame) -> np.ndarray:
    """The standing of each rate against its own row of `change.funnel.limits`."""
    cases = [
        (rate > limits["high_998"], Standing.FAR_ABOVE),
        (rate < limits["low_998"], Standing.FAR_BELOW),
        (rate > limits["high_95"], Standing.ABOVE),
        (rate < limits["low_95"], Standing.BELOW),
        (~np.isnan(rate), Standing.EXPECTED),
    ]
    conditions, found = zip(*cases, strict=True)
    return np.select([np.asarray(each) for each in conditions], found, Standing.UNKNOWN)


def grid(people: np.ndarray) -> np.ndarray:
    """Numbers from the smallest place's to the largest's, at which the limits are drawn."""
    if not len(people):
        return np.array([])
    return np.linspace(0.8 * people.min(), 1.05 * people.max(), POINTS)
