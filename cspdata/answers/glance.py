"""At a glance: what matters here, now? The lead, six tiles, what stands out, where it came from."""

from functools import partial

import pandas as pd

from cspdata import areas, offences
from cspdata.answers import alike, done, head, matters, notes, places, tables
from cspdata.answers.blocks import (
    Answer,
    Beside,
    Block,
    Chart,
    Fold,
    Heading,
    Link,
    Points,
    Words,
)
from cspdata.answers.charts import bars
from cspdata.answers.comparison import comparison
from cspdata.answers.missing import missing
from cspdata.answers.split import parts
from cspdata.answers.words import changes
from cspdata.published import Published
from cspdata.question import Question
from cspdata.sums.basis import Basis, leaves_of

STRONGEST = 8  # offences in the chart of the first page; the table has all


def answer(published: Published, question: Question) -> Answer:
    """The first page: of any area and offence."""
    basis = published.rest_on(question)
    if basis is None:
        return missing(published, question, "glance")
    row = head.main_row(published, question, basis)
    leaf = leaf_rows(published, question.area, basis)
    blocks: list[Block] = [
        *head.lead(published, question, basis),
        head.tiles(published, question),
        *notes.listed(published, question, basis),
        Beside((*standing(leaf, question, basis),), (*places.glance(published, question, basis),)),
        Beside(
            (*came_from(published, question, basis), *everywhere(published, question)),
            (*done.about(published, question, leaf), *matters.brief(published, question)),
        ),
        *head.to_know(
            published,
            [basis],
            [question.area, *leaves_of(question.area)],
            [question.offence, *leaf["offence"]],
        ),
        Fold(f"All {len(leaf)} offences as a table", (leaf_table(leaf, question, basis),)),
    ]
    name = f"{question.area}-glance-{basis.period.start}-to-{basis.period.end}"
    return Answer(
        changes.headline(row, basis), name, question, tuple(blocks), head.attribution([basis])
    )


def leaf_rows(published: Published, area: str, basis: Basis) -> pd.DataFrame:
    """The comparison of every leaf offence of an area, in printed order."""
    rows = published.ask(comparison, basis)
    return rows[(rows["area"] == area) & rows["leaf"]]


def standing(leaf: pd.DataFrame, question: Question, basis: Basis) -> tuple[Block, ...]:
    """What stands out among the leaf offences, as intervals, the strongest first."""
    if not leaf["p"].notna().any():
        return (
            Heading("What changed"),
            Words("No figures of an earlier period are published here, so nothing is compared."),
        )
    title = changes.stand_out(leaf, "offences")
    shown = bars.in_percent(leaf[leaf["p"].notna()].sort_values("p").head(STRONGEST))
    if shown.empty:
        return (Heading("What stands out"), Words(f"{title}."))
    chart = Chart(
        what="What stands out",
        name=f"{question.area}-what-stands-out-{basis.period.start}-{basis.period.end}",
        title=title,
        subtitle=f"Change in recorded offences, {areas.one(question.area).name}, {basis.words} "
        f"({basis.source.short}), the strongest signs first. Each line is the range that allows "
        "for chance; orange stands out.",
        alt=f"{title}. The table of all offences holds the same figures.",
        draw=partial(bars.intervals, shown),
    )
    told = Points(changes.each(leaf[leaf["stands_out"]], question.against))
    words = (Fold("What stands out, in words", (told,)),) if told.items else ()
    return (Heading("What stands out"), chart, *words)


def came_from(published: Published, question: Question, basis: Basis) -> tuple[Block, ...]:
    """What the change above is made of: parts of the area, or kinds of the offence."""
    found = published.ask(parts, question, basis)
    if found is None:
        return ()
    by, steps = found
    what = offences.one(question.offence).name
    title = changes.driving(steps[steps["kind"] == "part"], "name", most=2)
    chart = Chart(
        what="Where the change came from",
        name=f"{question.area}-where-the-change-came-from-{basis.period.start}",
        title=title,
        subtitle=f"{what} in {areas.one(question.area).name} by {by}, {basis.words} "
        f"({basis.source.short}). The steps add up to the whole difference.",
        alt=f"{title} The table below holds every step.",
        draw=partial(bars.steps, steps),
    )
    caption = f"{what} by {by}: steps of the difference, {basis.words}"
    table = tables.steps(steps, by, caption, f"{question.area}-steps")
    shown = Fold("Each step, as a chart and as a table", (chart, table))
    return (Heading("Where the change came from"), Words(title), shown)


def everywhere(published: Published, question: Question) -> tuple[Block, ...]:
    """Of the whole district: how it stands among partnerships like it."""
    return alike.brief(published, question) if question.area == areas.root() else ()


def leaf_table(leaf: pd.DataFrame, question: Question, basis: Basis) -> Block:
    """Every leaf offence with its comparison, leading to its months."""
    links = tuple(Link(row, "months", question.at(offence=row)) for row in leaf["offence"])
    caption = f"Recorded offences, {areas.one(question.area).name}, {basis.words}"
    return tables.compared(leaf, caption, f"{question.area}-offences", links=links)
