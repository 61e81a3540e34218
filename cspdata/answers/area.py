"""My area: what happened, worse than elsewhere, over time, which streets, what was done, say it."""

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
    area = areas.one(question.area)
    nothing = (leaf["now"] == 0) & (leaf["before"] == 0)
    none, leaf = list(leaf.loc[nothing, "offence_name"]), leaf[~nothing]
    leaf = leaf.sort_values("stands_out", ascending=False, kind="stable")
    if question.area == areas.root() or leaf.empty:
        return ()
    rows = published.ask(comparison, basis)["now"]
    kind = peers(question.area)
    visited = places.visited(question.area)
    cells, held = [], []
    for code in leaf["offence"]:
        rates = [_rate(rows, code, some) for some in ([area.area], kind, [areas.root()])]
        held.append(dict(zip(("here", "kind", "district"), rates, strict=True)))
        shown = [] if visited else [figures.number(rate) for rate in rates]
        own = at(leaf, question.area, code)
        said = changes.short(own["verdict"]) if not own["refused"] else "[b]"
        cells.append((own["offence_name"], figures.count(own["now"]), *shown, said))
    group = figures.capital(places.group_name(area.kind or "all"))
    compared = () if visited else ("Here", group, areas.one(areas.root()).name)
    table = Table(
        caption=f"Recorded offences{'' if visited else ' per 1,000 residents'}, "
        f"{basis.period.words} ({basis.source.short})",
        columns=("Offence", "Count", *compared, "Change here"),
        cells=tuple(cells),
        name=f"{area.area}-elsewhere",
        rows=leaf[["offence", "offence_name", "now"]].join(pd.DataFrame(held, index=leaf.index)),
        marks=figures.shorthand(" ".join(cell for row in cells for cell in row)),
        links=tuple(
            Link(code, "where", question.at(offence=code), (("part", "kind"),))
            for code in leaf["offence"]
        ),
        key=(1, 2 + len(compared)),
        shown=FIRST,
    )
    note = places.VISITED if visited else RATES
    if none:
        note = f"{note} None recorded in either period: {', '.join(none)}."
    return (Heading("Worse than elsewhere?"), table, Words(note, "small"))


def over_time(published: Published, question: Question) -> tuple[Block, ...]:
    """Two years of months of the offence, or why there are none."""
    rows = series.one(published, question.area, question.offence)
    if rows.empty or rows["count"].notna().sum() == 0:
        return ()
    shown = signed(rows).tail(head.LINE).reset_index(drop=True)
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
        name=f"{question.area}-inside-{basis.period.start}",
        title=tables.most(shown, whole),
        subtitle=f"{caption}{first and '.'}{first}",
        alt=f"{caption}, most first.{first} The table below holds all and leads to each area.",
        draw=lambda: bars.ranking(drawn),
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


def _rate(counts: pd.Series, offence: str, some: list[str]) -> float:
    """The rate of several areas together per 1,000 residents, NaN where one has no count."""
    now = counts.reindex([(area, offence) for area in some])
    people = sum(areas.one(area).residents for area in some)
    return float(now.sum(skipna=False)) / people * change.places.PER if people else float("nan")
