"""Over time: how does it run month by month, beside others, and what may be said of it?"""

from collections.abc import Sequence

import pandas as pd

from cspdata import areas, offences
from cspdata.answers import events, head, panels, series, signals
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
from cspdata.answers.comparison import comparison
from cspdata.answers.missing import missing
from cspdata.answers.words import changes, figures
from cspdata.answers.words import months as words
from cspdata.change import PercentRule
from cspdata.published import Published
from cspdata.question import Question
from cspdata.sums.basis import Basis

FIRST = 60  # months drawn before all are asked for
MOST = 4
LATEST = 3
SHOWN = 12
COMPARED = ("", "Count", "Before", "Change", "Verdict")


def choices(published: Published, question: Question) -> dict[str, str]:
    """The areas and offences, with their names, that have months to compare with."""
    wide = published.months
    if wide.empty:
        return {}
    held = set(wide.columns)
    near = [code for code in areas.order() if (code, question.offence) in held]
    kinds = [code for code in offences.order() if (question.area, code) in held]
    names = {code: areas.one(code).name for code in near if code != question.area}
    return names | {code: offences.one(code).name for code in kinds if code != question.offence}


def answer(published: Published, question: Question, compare: tuple[str, ...] = ()) -> Answer:
    """The page of an area and offence; `compare` are codes of areas, or of offences."""
    rows = series.one(published, question.area, question.offence)
    if rows["count"].notna().sum() == 0:
        return _without(published, question)
    rows = words.signed(rows)
    asked, basis = series.twelve(published, question)
    bases = [each for each in (basis, published.rest_on(question)) if each]
    name = f"{question.offence}-{question.area}-by-month"
    blocks = (
        *_first(published, question, rows, name),
        *_beside(published, question, compare, name),
        *_twelve(published, asked, basis),
        *_signals(rows),
        *_needed(rows, name),
        *_seasons(question, rows, name),
        *_inside(published, question, name),
        *_everywhere(published, question),
        *head.to_know(published, bases, [question.area], [question.offence]),
    )
    title = words.title(question.area, question.offence, rows)
    return Answer(title, name, question, blocks, head.attribution(bases))


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
    told = Words(f"No source publishes {what} by month for {place}.", "lead", links=(link,))
    return Answer(f"{what} in {place}: no months", "no-months", question, (told,))


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
    caption = f"{_what(question)}, month by month, {series.span_of(rows).words} (police.uk)"
    table = Table(
        caption,
        words.MONTHS,
        tuple(words.month_cells(row) for row in rows[::-1].to_dict("records")),
        name,
        rows.drop(columns=["said", "sign"]),
        figures.shorthand("[b] [x]"),
        key=(1, 6),
        shown=FIRST,
    )
    every = (Fold(f"All {len(rows)} months", (chart(question, rows, f"{name}-all"),)),)
    newest = rows.tail(FIRST).reset_index(drop=True)
    return (
        lead,
        chart(question, newest, name),
        Fold("Every month as a table", (table,)),
        *(every if older else ()),
    )


def chart(question: Question, rows: pd.DataFrame, name: str) -> Chart:
    marks = series.marks(rows, question.area, question.offence)
    days = series.span_of(rows).words
    asked = question.period
    bar = f" The bar at the foot: {asked.words}." if asked else ""
    return Chart(
        name=f"{name}-{rows['month'].iloc[0]:%Y-%m}-{rows['month'].iloc[-1]:%Y-%m}",
        title=words.trend(rows),
        subtitle=f"{_what(question)} by month, {days} (police.uk). Blue: the count. Grey: the "
        f"year before; shaded: the usual range; orange: a signal.{bar}",
        alt=f"{_what(question)}, month by month. {words.trend(rows)}. The table has every month.",
        draw=lambda: charts.months(rows, marks, asked, words.counted(question.offence)),
    )


def _twelve(published: Published, asked: Question, basis: Basis | None) -> tuple[Block, ...]:
    """Twelve months against the twelve before; a month that is missing is left out of both."""
    if basis is None or not basis.before:
        return ()
    row = series.compared(published, asked, basis)
    told = [changes.change(row), words.twelve(basis)]
    if row["refused"] and asked.offence == offences.ALL_CRIME:
        rest = series.compared(published, asked.at(offence=offences.EXCEPT_VIOLENCE), basis)
        told.insert(1, f"{rest['offence_name']}: {changes.change(rest)}")
    told += events.told(published, basis, [asked.area], asked.offence)
    heading = Heading(f"Twelve months: {basis.words}")
    return (heading, *(Words(each) for each in told if each))


def _beside(
    published: Published, question: Question, compare: Sequence[str], name: str
) -> tuple[Block, ...]:
    """Up to four areas or offences: a panel each on one scale, and one table of their changes."""
    chosen = _pairs(question, compare)
    if not chosen:
        return ()
    pairs, left = chosen[:MOST], chosen[MOST:]
    rows = published.ask(panels.beside, tuple(pairs))
    if rows.empty:
        return ()
    names = _names(pairs)
    named = rows.assign(name=[names[pair] for pair in _keys(rows)])
    shown = words.signed(named, named=True)
    highest = float(shown["count"].max())
    chart = Chart(
        name=f"{name}-beside-{'-'.join(compare)}",
        title=f"{figures.listed(dict.fromkeys(shown['name']))}, month by month",
        subtitle=f"Recorded by month, {series.span_of(rows).words} (police.uk), each from 0 to "
        f"{figures.count(highest)}. Shaded: the usual range; orange: a signal.",
        alt="A panel each on one scale; the table below compares them.",
        draw=lambda: charts.panels(shown, highest),
    )
    more = f"{MOST} at most are shown: {len(left)} more were chosen." if left else ""
    return (
        Heading("Side by side"),
        *((Words(more),) if more else ()),
        chart,
        *_compared(published, question, pairs, name),
    )


def _pairs(question: Question, compare: Sequence[str]) -> list[tuple[str, str]]:
    """The areas and offences to compare; the one asked for leads unless it holds the others."""
    found = [
        (code, question.offence) if areas.known(code) else (question.area, code)
        for code in compare
        if areas.known(code) or offences.known(code)
    ]
    holds = any(
        question.area in areas.path(area)[:-1]
        or question.offence in (*offences.ancestors(offence), *_remainder(offence))
        for area, offence in found
    )
    own = [] if holds or not found else [(question.area, question.offence)]
    return list(dict.fromkeys([*own, *found]))


def _remainder(offence: str) -> list[str]:
    """The total less one group holds every other crime, though it is nobody's parent."""
    crime = offences.ALL_CRIME in offences.ancestors(offence)
    violent = offences.VIOLENCE_AND_SEXUAL in (offence, *offences.ancestors(offence))
    return [offences.EXCEPT_VIOLENCE] if crime and not violent else []


def _compared(
    published: Published, question: Question, pairs: Sequence[tuple[str, str]], name: str
) -> tuple[Block, ...]:
    """One table a basis: those that rest on the same days and source stand together."""
    based: dict[Basis, list[tuple[str, str]]] = {}
    for area, offence in pairs:
        basis = published.rest_on(question.at(area=area, offence=offence))
        if basis:
            based.setdefault(basis, []).append((area, offence))
    return tuple(
        _table(published, question, basis, held, f"{name}-compared-{number}")
        for number, (basis, held) in enumerate(based.items(), 1)
    )


def _table(
    published: Published,
    question: Question,
    basis: Basis,
    pairs: Sequence[tuple[str, str]],
    name: str,
) -> Table:
    names, rows = _names(pairs), published.ask(comparison, basis).loc[list(pairs)]
    cells = tuple(
        (
            names[(row["area"], row["offence"])],
            figures.marked(row["now"], row["status"]),
            figures.marked(row["before"], row["before_status"]),
            _change(row),
            figures.verdict(row),
        )
        for row in rows.to_dict("records")
    )
    links = tuple(
        Link(names[pair], "months", question.at(area=pair[0], offence=pair[1])) for pair in pairs
    )
    caption = f"{basis.words} ({basis.source.short})"
    marks = figures.shorthand(" ".join(cell for row in cells for cell in row))
    return Table(caption, COMPARED, cells, name, rows, marks, links, key=(1, 4))


def _change(row: dict) -> str:
    """A difference, with its percentage only where one is allowed."""
    shown = figures.difference(row["difference"])
    allowed = row["percent_rule"] != PercentRule.NONE and pd.notna(row["before"])
    return f"{shown} ({figures.percent(row)})" if allowed else shown


def _signals(rows: pd.DataFrame) -> tuple[Block, ...]:
    found, since = signals.of(rows), series.newest(rows)
    points = words.with_questions(found)
    early = (Fold("Earlier signals", (Points(points[LATEST:]),)),) if len(found) > LATEST else ()
    return (
        Heading(words.signals_heading(found, rows)),
        Words(words.signals_explained(found, rows, since)),
        *((Points(points[:LATEST]),) if points else ()),
        *early,
        Fold("How far a signal can be trusted", (Words(words.TRUST),)),
    )


def _needed(rows: pd.DataFrame, name: str) -> tuple[Block, ...]:
    found = series.needed(rows)
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
        name=f"{name}-by-year",
        title=f"{offences.one(question.offence).short}: the same months of each year",
        subtitle=f"{_what(question)}, {days} (police.uk). Dark blue: the newest year.",
        alt=f"{_what(question)}: a bar for each year in every calendar month.",
        draw=lambda: charts.seasons(since, words.counted(question.offence)),
    )
    told = words.seasons(rows, since)
    return (
        Heading("The same months of each year"),
        *((Words(told),) if told else ()),
        chart,
        Fold("The years as a table", (_by_year(since, f"{_what(question)}, {days}", name),)),
    )


def _by_year(rows: pd.DataFrame, caption: str, name: str) -> Table:
    """A row for each calendar month, a column for each year, the newest first."""
    held = rows.assign(year=rows["month"].dt.year, number=rows["month"].dt.month)
    wide = held.pivot(index="number", columns="year", values="count").sort_index()
    years = sorted(wide.columns, reverse=True)
    cells = tuple(
        (charts.YEAR_ROUND[number - 1], *(figures.count(line[year]) for year in years))
        for number, line in wide.iterrows()
    )
    return Table(
        caption,
        ("Month", *map(str, years)),
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
        name=f"{name}-inside",
        title=words.inside(rows, kind),
        subtitle=f"{offences.one(question.offence).name} by month, {series.span_of(rows).words} "
        f"(police.uk), each from 0 to {figures.count(highest)}.",
        alt=f"{offences.one(question.offence).name} by month in each of the {kind}.",
        draw=lambda: charts.panels(shown, highest),
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
    told = words.everywhere(found, published.ask(signals.watched))
    feed = Words(f"To be told of new signals, follow [the feed of signals]({words.FEED}).")
    if found.empty:
        return (Fold("Signals now, everywhere", (Words(told), feed)),)
    records = found.to_dict("records")
    table = Table(
        "Signals that reach the last published month",
        ("Area", "Offence", "Signal"),
        tuple(
            (row["area_name"], row["offence_name"], words.signal(row).replace("**", ""))
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
    return (Fold(f"Signals now, everywhere ({len(found)})", (Words(told), table, feed)),)


def _keys(rows: pd.DataFrame) -> list[tuple[str, str]]:
    return list(zip(rows["area"], rows["offence"], strict=True))


def _names(pairs: Sequence[tuple[str, str]]) -> dict[tuple[str, str], str]:
    """What tells each of the compared from the others: its area, its offence, or both."""
    one_area = len({area for area, _ in pairs}) == 1
    one_offence = len({offence for _, offence in pairs}) == 1
    found = {}
    for area, offence in pairs:
        place, what = areas.one(area).name, offences.one(offence).name
        found[area, offence] = place if one_offence else what if one_area else f"{what}, {place}"
    return found


def _what(question: Question) -> str:
    return f"{offences.one(question.offence).name}, {areas.one(question.area).name}"
