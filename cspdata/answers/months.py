"""Over time: how does it run month by month, beside others, and what may be said of it?"""

from functools import partial

import pandas as pd

from cspdata import areas, offences
from cspdata.answers import compare, head, notes, panels, series, signals
from cspdata.answers.blocks import (
    Answer,
    Block,
    Chart,
    Fold,
    Heading,
    Link,
    Points,
    Table,
    Words,
)
from cspdata.answers.charts import months as charts
from cspdata.answers.charts import years
from cspdata.answers.missing import missing
from cspdata.answers.words import changes, figures
from cspdata.answers.words import months as words
from cspdata.answers.words import signals as told
from cspdata.published import Published
from cspdata.question import Question
from cspdata.sums.basis import Basis

FIRST = 60  # months drawn before all are asked for
LATEST = 3
SHOWN = 12
ALOUD = 3  # notes in a chart's alternative; the list below it has all


def answer(published: Published, question: Question, chosen: tuple[str, ...] = ()) -> Answer:
    """The page of an area and offence; `chosen` are codes of areas or offences to set beside it."""
    rows = series.one(published, question.area, question.offence)
    if rows["count"].notna().sum() == 0:
        return _without(published, question)
    rows = words.signed(rows)
    asked, basis = series.twelve(published, question)
    own = published.rest_on(question)
    bases = [each for each in (basis, own) if each]
    name = f"{question.offence}-{question.area}-by-month"
    blocks = (
        *_first(published, question, rows, name),
        *compare.beside(published, question, chosen),
        *_twelve(published, asked, basis),
        *_signals(rows),
        *_needed(published, rows, name),
        *_seasons(question, rows, name),
        *_inside(published, question, name),
        *_everywhere(published, question),
        *head.to_know(published, bases, [question.area], [question.offence]),
    )
    return Answer(
        _title(published, question, rows, own), name, question, blocks, head.attribution(bases)
    )


def _title(
    published: Published, question: Question, rows: pd.DataFrame, basis: Basis | None
) -> str:
    """The count of the period asked, or of the newest month where that period has none."""
    if basis is None:
        return words.title(question.area, question.offence, rows)
    row = head.row_of(published, question, basis)
    return words.title_of(row, basis)


def _without(published: Published, question: Question) -> Answer:
    """In place of months that nobody publishes: the nearest offence that has them."""
    near = [
        code
        for code in offences.ancestors(question.offence)
        if len(series.one(published, question.area, code))
    ]
    if not near:
        return missing(published, question, "months")
    what, place = offences.one(question.offence).name, areas.one(question.area).name
    link = Link(
        f"{offences.one(near[0]).name} month by month", "months", question.at(offence=near[0])
    )
    said = Words(f"No source publishes {what} by month for {place}.", "lead", links=(link,))
    return Answer(f"{what} in {place}: no months", "no-months", question, (said,))


def _first(
    published: Published, question: Question, rows: pd.DataFrame, name: str
) -> tuple[Block, ...]:
    """The last month in words, the chart of five years, its table, and all that is older."""
    since = series.newest(rows)
    waiting = since["expected"].isna().all() and question.offence == offences.ALL_CRIME
    link = Link(
        f"{offences.one(offences.EXCEPT_VIOLENCE).name} has a usual range",
        "months",
        question.at(offence=offences.EXCEPT_VIOLENCE),
    )
    lead = Words(words.explained(rows, since), "lead", links=(link,) if waiting else ())
    older = len(rows) > FIRST
    gaps = words.missing(rows)
    told = (Words(gaps, "small"),) if gaps else ()
    noted = notes.of_months(published, question.area, question.offence)
    whole = chart(question, rows, f"{name}-all", noted=noted)
    table = _table(question, rows, name)
    every = (Fold(f"All {len(rows)} months", (whole, table, *told)),)
    newest = series.recent(rows, FIRST)
    first = _table(question, newest, f"{name}-newest") if older else table
    coming = series.coming(published, question.area, question.offence)
    about = (words.to_come(coming), words.missing(newest))
    return (
        lead,
        chart(question, newest, name, coming, noted),
        *(Words(each, "small") for each in about if each),
        *notes.under_chart(noted),
        Fold("Every month as a table", (*_expected(coming, table.caption, name), first)),
        *(every if older else ()),
    )


def _table(question: Question, rows: pd.DataFrame, name: str) -> Table:
    return Table(
        f"{_what(question)}, month by month, {series.span_of(rows).words} (police.uk)",
        words.MONTHS,
        tuple(words.month_cells(row) for row in rows[::-1].to_dict("records")),
        name,
        rows.drop(columns=["said", "sign"]),
        figures.shorthand("[b] [x]"),
        key=(1, 6),
        shown=FIRST,
    )


def _expected(coming: pd.DataFrame, caption: str, name: str) -> tuple[Table, ...]:
    if coming.empty:
        return ()
    cells = tuple(
        (words.month(row), words.about(row["expected"]), words.usual(row))
        for row in coming.to_dict("records")
    )
    heads = ("Month", "Expected", "Nine times in ten")
    return (Table(f"What to expect: {caption}", heads, cells, f"{name}-to-expect", coming),)


def chart(
    question: Question,
    rows: pd.DataFrame,
    name: str,
    coming: pd.DataFrame | None = None,
    noted: pd.DataFrame | None = None,
) -> Chart:
    """The months of a series on their usual range.

    `coming` is what the next months may hold, `noted` the notes of `notes.of_months`.
    """
    marks = series.marks(rows, question.area, question.offence)
    days = series.span_of(rows).words
    asked = question.period
    bar = f" The bar at the foot: {asked.words}." if asked else ""
    marked = notes.drawn(noted, rows)
    above = " Bars above: signed notes." if len(marked) else ""
    told = "".join(f" {said}" for said in marked["said"][:ALOUD])
    known = coming is not None and len(coming) > 0
    ahead = " At the right: what to expect." if known else ""
    return Chart(
        what="Month by month",
        name=f"{name}-{rows['month'].iloc[0]:%Y-%m}-{rows['month'].iloc[-1]:%Y-%m}",
        title=words.trend(rows),
        subtitle=f"{_what(question)} by month, {days} (police.uk). {words.colours(rows)}"
        f"{bar}{ahead}{above}",
        alt=f"{_what(question)}, month by month. {words.trend(rows)}. The table has every month."
        f"{told}",
        draw=partial(
            charts.months, rows, marks, asked, words.counted(question.offence), coming, marked
        ),
    )


def _twelve(published: Published, asked: Question, basis: Basis | None) -> tuple[Block, ...]:
    """Twelve months against the twelve before; a month that is missing is left out of both."""
    if basis is None or not basis.before:
        return ()
    row = head.row_of(published, asked, basis)
    said = [changes.change(dict(row)), words.twelve(basis)]
    if row["refused"] and asked.offence == offences.ALL_CRIME:
        rest = head.row_of(published, asked.at(offence=offences.EXCEPT_VIOLENCE), basis)
        said.insert(1, f"{rest['offence_name']}: {changes.change(dict(rest))}")
    heading = Heading(f"Twelve months: {basis.words}")
    return (heading, *(Words(each) for each in said if each))


def _signals(rows: pd.DataFrame) -> tuple[Block, ...]:
    found, since = signals.of(rows), series.newest(rows)
    points = told.with_questions(found)
    early = (Fold("Earlier signals", (Points(points[LATEST:]),)),) if len(found) > LATEST else ()
    return (
        Heading(told.heading(found, rows)),
        Words(told.explained(found, rows, since)),
        *((Points(points[:LATEST]),) if points else ()),
        *early,
        Fold("How far a signal can be trusted", (Words(told.TRUST),)),
    )


def _needed(published: Published, rows: pd.DataFrame, name: str) -> tuple[Block, ...]:
    found = series.needed(published, rows)
    said = (Heading("What would be a convincing rise?"), Words(words.needed(found)))
    if found.empty:
        return said
    cells = tuple(words.needed_cells(row) for row in found.to_dict("records"))
    kept = found.assign(period=found["period"].map(str))
    table = Table("From when a rise is called possible", words.NEEDED, cells, f"{name}-rise", kept)
    return (*said, Fold("For the last 1, 3, 6 and 12 months", (table,)))


def _seasons(question: Question, rows: pd.DataFrame, name: str) -> tuple[Block, ...]:
    since = series.newest(rows)
    days = series.span_of(since).words
    chart = Chart(
        what="The same months of each year",
        name=f"{name}-by-year",
        title=f"{offences.one(question.offence).short}: the same months of each year",
        subtitle=f"{_what(question)}, {days} (police.uk). Dark blue: the newest year.",
        alt=f"{_what(question)}: a bar for each year in every calendar month.",
        draw=partial(years.seasons, since, words.counted(question.offence)),
    )
    said = words.seasons(rows, since)
    return (
        Heading("The same months of each year"),
        *((Words(said),) if said else ()),
        chart,
        Fold("The years as a table", (_by_year(since, f"{_what(question)}, {days}", name),)),
    )


def _by_year(rows: pd.DataFrame, caption: str, name: str) -> Table:
    """A row for each calendar month, a column for each year, the newest first."""
    held = rows.assign(year=rows["month"].dt.year, number=rows["month"].dt.month)
    wide = held.pivot(index="number", columns="year", values="count")
    listed = sorted(wide.columns, reverse=True)
    cells = tuple(
        (
            years.YEAR_ROUND[number - 1],
            *(figures.count(float(wide[year][number])) for year in listed),
        )
        for number in sorted(wide.index)
    )
    return Table(
        caption,
        ("Month", *map(str, listed)),
        cells,
        f"{name}-by-year",
        rows,
        figures.shorthand("[x]"),
    )


def _inside(published: Published, question: Question, name: str) -> tuple[Block, ...]:
    """The areas inside as small charts to one scale, folded, with their table."""
    rows = published.ask(panels.inside, question.area, question.offence)
    if rows.empty:
        return ()
    kind = areas.plural(areas.one(rows["area"].iloc[0]).level)
    shown, highest = words.signed(rows, named=True), float(rows["count"].max())
    chart = Chart(
        what="The parts month by month",
        name=f"{name}-inside",
        title=words.inside(rows, kind),
        subtitle=f"{offences.one(question.offence).name} by month, {series.span_of(rows).words} "
        f"(police.uk), each from 0 to {figures.count(highest)}.",
        alt=f"{offences.one(question.offence).name} by month in each of the {kind}, to one scale. "
        "The table below has each one's last month and signals.",
        draw=partial(charts.panels, shown, highest),
    )
    last = rows[rows["count"].notna()].groupby("rank").tail(1)
    table = Table(
        f"The {kind} of {areas.one(question.area).name}",
        words.INSIDE,
        tuple(words.inside_cells(row) for row in last.to_dict("records")),
        f"{name}-inside",
        last,
        links=tuple(
            Link(areas.one(code).name, "months", question.at(area=code)) for code in last["area"]
        ),
        key=(1, 4),
    )
    title = f"The {last['area'].nunique()} {kind} of {areas.one(question.area).name}"
    return (Fold(title, (chart, table)),)


def _everywhere(published: Published, question: Question) -> tuple[Block, ...]:
    """The signals of all series that reach the last month, and the way to be told of new ones."""
    found = published.ask(signals.current)
    said = told.everywhere(found, published.ask(signals.watched))
    feed = Words(f"To be told of new signals, follow [the feed of signals]({told.FEED}).")
    if found.empty:
        return (Fold("Signals now, everywhere", (Words(said), feed)),)
    records = found.to_dict("records")
    table = Table(
        "Signals that reach the last published month",
        ("Area", "Offence", "Signal"),
        tuple(
            (row["area_name"], row["offence_name"], told.signal(row).replace("**", ""))
            for row in records
        ),
        "signals",
        found,
        links=tuple(
            Link(row["area_name"], "months", question.at(area=row["area"], offence=row["offence"]))
            for row in records
        ),
        shown=SHOWN,
    )
    return (Fold(f"Signals now, everywhere ({len(found)})", (Words(said), table, feed)),)


def _what(question: Question) -> str:
    return f"{offences.one(question.offence).name}, {areas.one(question.area).name}"
