"""My area: what happened, worse than elsewhere, over time, which streets, what was done, say it."""

from functools import partial

import pandas as pd

from cspdata import areas, change, offences
from cspdata.answers import (
    alike,
    done,
    head,
    matters,
    months,
    notes,
    objectives,
    own_place,
    places,
    series,
    streets,
    tables,
)
from cspdata.answers.blocks import (
    Answer,
    Beside,
    Block,
    Chart,
    Fold,
    Heading,
    Link,
    Table,
    Words,
)
from cspdata.answers.charts import bars
from cspdata.answers.comparison import against_rest, at, comparison
from cspdata.answers.glance import came_from, leaf_rows, leaf_table
from cspdata.answers.missing import missing
from cspdata.answers.words import changes, figures, quotes
from cspdata.answers.words.months import signed
from cspdata.published import Published
from cspdata.question import Question
from cspdata.residents import HOUSEHOLDS, RESIDENTS, numbers, per_thousand
from cspdata.sums.basis import Basis, leaves, leaves_of

BARS = 6
FIRST = 8  # offences in the table before all are asked for
RATES = (
    "Rates are recorded offences per 1,000 residents over these days. "
    "A rate is compared with places of its kind; small places move a lot by chance."
)


def answer(published: Published, question: Question) -> Answer:
    """Everything about one area, in the order in which it is asked."""
    basis = published.rest_on(question)
    if basis is None:
        return missing(published, question)
    row = head.main_row(published, question, basis)
    leaf = leaf_rows(published, question.area, basis)
    blocks: list[Block] = [
        *head.lead(published, question, basis),
        head.tiles(published, question),
        *own_place.told(question.area),
        *notes.listed(published, question, basis),
        Beside(
            (*elsewhere(published, question, basis, leaf),),
            (*over_time(published, question),),
        ),
        *inside(published, question, basis),
        *came_from(published, question, basis),
        Beside(
            (*streets.brief(published, question),),
            (*done.about(published, question, leaf),),
        ),
        *(alike.brief(published, question) if question.area == areas.root() else ()),
        *matters.touching(published, question),
        *objectives.touching(published, question),
        *say(published, question, basis, leaf),
        *head.to_know(
            published,
            [basis],
            [question.area, *leaves_of(question.area)],
            [question.offence, *leaf["offence"]],
        ),
        Fold(f"All {len(leaf)} offences as a table", (leaf_table(leaf, question, basis),)),
        *apart(published, question, basis),
    ]
    name = f"{question.area}-area-{basis.period.start}-to-{basis.period.end}"
    return Answer(
        changes.headline(row, basis), name, question, tuple(blocks), head.attribution([basis])
    )


def elsewhere(
    published: Published, question: Question, basis: Basis, leaf: pd.DataFrame
) -> tuple[Block, ...]:
    """A row per offence, what stands out first: here, its kind, the district, the change here."""
    nothing = (leaf["now"] == 0) & (leaf["before"] == 0)
    none, leaf = list(leaf.loc[nothing, "offence_name"]), leaf[~nothing]
    leaf = leaf.sort_values("stands_out", ascending=False, kind="stable")
    if question.area == areas.root() or leaf.empty:
        return ()
    visited = places.visited(question.area)
    note = places.VISITED if visited else RATES
    if none:
        note = f"{note} None recorded in either period: {', '.join(none)}."
    return (
        Heading("Worse than elsewhere?"),
        *(chosen := _per_household(published, question, basis)),
        _beside(published, question, basis, leaf, RESIDENTS, FIRST - 3 * len(chosen)),
        Words(note, "small"),
    )


def _per_household(published: Published, question: Question, basis: Basis) -> tuple[Block, ...]:
    """The offence asked for per household, in a table of its own: no column holds two bases."""
    if question.per != HOUSEHOLDS:
        return ()
    if places.visited(question.area):
        return (Words(places.misleading(HOUSEHOLDS), "small"),)
    rows = published.ask(comparison, basis)
    own = rows[(rows["area"] == question.area) & (rows["offence"] == question.offence)]
    return (_beside(published, question, basis, own, HOUSEHOLDS, FIRST),)


def _beside(
    published: Published,
    question: Question,
    basis: Basis,
    rows: pd.DataFrame,
    per: str,
    first: int,
) -> Table:
    """A row per offence of an area: its count, its rates here, in its kind and the whole, a change.

    Where nothing is compared there is no column of changes.
    """
    area, visited = areas.one(question.area), places.visited(question.area)
    wide, base = published.ask(_counts, basis), numbers(basis.period, per)
    beside = {"here": [area.area], "kind": peers(area.area), "district": [areas.root()]}
    rates = pd.DataFrame({name: _rates(wide, some, base) for name, some in beside.items()})
    rates = rates.reindex(rows["offence"])
    cells = []
    for own, compared_to in zip(rows.to_dict("records"), rates.to_numpy(), strict=True):
        shown = [] if visited else [figures.number(rate) for rate in compared_to]
        said = changes.short(own["verdict"]) if not own["refused"] else "[b]"
        change = (said,) if basis.before else ()
        cells.append((own["offence_name"], figures.count(own["now"]), *shown, *change))
    here = "Here" if per == RESIDENTS else f"Here {per_thousand(per)}"
    group = figures.capital(places.group_name(area.kind or "all"))
    compared = () if visited else (here, group, areas.one(areas.root()).name)
    figures_of = rows[["offence", "offence_name", "now"]].join(rates.set_axis(rows.index))
    return Table(
        caption=f"Recorded offences{'' if visited else f' {places.rate_of(basis, per)}'}, "
        f"{basis.period.words} ({basis.source.short})",
        columns=("Offence", "Count", *compared, *(("Change here",) if basis.before else ())),
        cells=tuple(cells),
        name=f"{area.area}-elsewhere{'' if per == RESIDENTS else f'-per-1000-{per}'}",
        rows=figures_of.assign(per=per),
        marks=figures.shorthand(" ".join(cell for row in cells for cell in row)),
        links=tuple(
            Link(code, "where", question.at(offence=code), (("part", "kind"),))
            for code in rows["offence"]
        ),
        key=(1, 2 + (len(compared) if basis.before else 0)),
        shown=first,
    )


def over_time(published: Published, question: Question) -> tuple[Block, ...]:
    """Two years of months of the offence, or why there are none."""
    rows = series.one(published, question.area, question.offence)
    shown = series.recent(signed(rows), head.LINE) if len(rows) else rows
    if shown.empty:
        return ()
    link = Link("All months, and compare", "months", question)
    chart = months.chart(question, shown, f"{question.offence}-{question.area}-two-years")
    return (Heading("Over time"), chart, Words("", "small", links=(link,)))


def peers(area: str) -> list[str]:
    """The smallest areas of the same kind as an area, all of them where it has no kind."""
    kind = areas.one(area).kind
    return [code for code in leaves() if not kind or areas.one(code).kind == kind]


def inside(published: Published, question: Question, basis: Basis) -> tuple[Block, ...]:
    """The areas in an area, most first, with what the area counts beyond them."""
    below = areas.children(question.area)
    if not below:
        return ()
    rows = published.ask(comparison, basis)
    whole = at(rows, question.area, question.offence)
    parts = rows[rows["area"].isin(below) & (rows["offence"] == question.offence)]
    kind = areas.plural(areas.one(below[0]).level)
    heading = Heading(f"The {kind} of {areas.one(question.area).name}")
    if parts["now"].notna().sum() == 0:
        return (heading, Words(f"{basis.source.short.capitalize()} has no counts of {kind} here."))
    caption = (
        f"{offences.one(question.offence).name} by {areas.level_name(areas.one(below[0]).level)}, "
        f"{basis.words} ({basis.source.short})"
    )
    table = tables.parts(parts, whole, caption, f"{question.area}-inside", question)
    shown = parts.sort_values("now", ascending=False)
    drawn = shown.head(BARS)
    first = f" The {BARS} with most of {len(shown)}." if len(shown) > BARS else ""
    chart = Chart(
        what="The parts of this area",
        name=f"{question.area}-inside-{basis.period.start}",
        title=tables.most(shown, whole),
        subtitle=f"{caption}{first and '.'}{first}",
        alt=f"{caption}, most first.{first} The table below holds all and leads to each area.",
        draw=partial(bars.ranking, drawn),
        picks=True,
    )
    shown_below = Fold(f"The {kind} as a chart and as a table", (chart, table))
    return (heading, Words(chart.title), shown_below)


def apart(published: Published, question: Question, basis: Basis) -> tuple[Block, ...]:
    """Is it here, or the whole district? Each leaf offence against the rest on four counts."""
    if question.area == areas.root() or not basis.before:
        return ()
    rows = published.ask(against_rest, basis)
    rows = rows[(rows["area"] == question.area) & rows["leaf"] & rows["p"].notna()]
    if rows.empty:
        return ()
    caption = (
        f"{areas.one(question.area).name} against the rest of {areas.one(areas.root()).name}, "
        f"{basis.words}"
    )
    return (
        Fold(
            "Here, or the whole district?",
            (
                Words(changes.moved_apart(rows, areas.one(question.area).name)),
                tables.against_rest(rows, caption, f"{question.area}-against-the-rest"),
            ),
        ),
    )


def say(
    published: Published, question: Question, basis: Basis, leaf: pd.DataFrame
) -> tuple[Block, ...]:
    """Each offence as a sentence that can be read aloud, and the papers to take."""
    known = leaf[leaf["now"].notna()]
    lines = tuple(
        Words(quote.say, "plain", quote)
        for _, row in known.iterrows()
        if (quote := quotes.quote(published, row, basis, question))
    )
    return (Fold("Say it: every offence as a sentence", lines),) if lines else ()


def _counts(published: Published, basis: Basis) -> pd.DataFrame:
    """The counts of the days asked for: a row for each area, a column per offence."""
    return published.ask(comparison, basis)["now"].unstack("offence")


def _rates(counts: pd.DataFrame, some: list[str], base: dict[str, int]) -> pd.Series:
    """Each offence in several areas together per 1,000 of a base, NaN where one has no count."""
    number = sum(base[area] for area in some)
    together = counts.reindex(some).sum(skipna=False)
    return together / number * change.places.PER if number else together * float("nan")
