"""Up to four areas or offences side by side: a panel each on one scale, and a table of changes."""

from collections.abc import Sequence
from functools import partial

import pandas as pd

from cspdata import areas, offences
from cspdata.answers import panels, series, tables
from cspdata.answers.blocks import Block, Chart, Heading, Link, Table, Words
from cspdata.answers.charts import months as charts
from cspdata.answers.comparison import comparison
from cspdata.answers.words import figures
from cspdata.answers.words import months as words
from cspdata.published import Published
from cspdata.question import Question
from cspdata.sums.basis import Basis

MOST = 4


def choices(published: Published, question: Question) -> dict[str, str]:
    """The areas and offences, with their names, that have months to compare with."""
    wide = published.months
    if wide.empty:
        return {}
    held: set[object] = set(wide.columns)
    near = [code for code in areas.order() if (code, question.offence) in held]
    kinds = [code for code in offences.order() if (question.area, code) in held]
    names = {code: areas.one(code).name for code in near if code != question.area}
    return names | {code: offences.one(code).name for code in kinds if code != question.offence}


def beside(published: Published, question: Question, chosen: Sequence[str]) -> tuple[Block, ...]:
    """Up to four areas or offences: a panel each on one scale, and one table of their changes."""
    every = _pairs(question, chosen)
    if not every:
        return ()
    pairs, left = every[:MOST], every[MOST:]
    rows = published.ask(panels.beside, tuple(pairs))
    if rows.empty:
        return ()
    names = _names(pairs)
    named = rows.assign(name=[names[pair] for pair in _keys(rows)])
    shown = words.signed(named, named=True)
    highest = float(shown["count"].max())
    name = f"{question.offence}-{question.area}-beside-{'-'.join(chosen)}"
    title = f"{figures.listed(dict.fromkeys(shown['name']))}, month by month"
    chart = Chart(
        what="Side by side",
        name=name,
        title=title,
        subtitle=f"Recorded by month, {series.span_of(rows).words} (police.uk), each from 0 to "
        f"{figures.count(highest)}. Shaded: the usual range; orange: a signal.",
        alt=f"{title}. A panel each on one scale; the table below compares them.",
        draw=partial(charts.panels, shown, highest),
    )
    more = f"{MOST} at most are shown: {len(left)} more were chosen." if left else ""
    return (
        Heading("Side by side"),
        *((Words(more),) if more else ()),
        chart,
        *_compared(published, question, pairs, name),
    )


def _pairs(question: Question, chosen: Sequence[str]) -> list[tuple[str, str]]:
    """The areas and offences to compare; the one asked for leads unless it holds the others."""
    found = [
        (code, question.offence) if areas.known(code) else (question.area, code)
        for code in chosen
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
    links = [
        Link(names[pair], "months", question.at(area=pair[0], offence=pair[1])) for pair in pairs
    ]
    caption = f"{basis.words} ({basis.source.short})"
    if len({offence for _, offence in pairs}) == 1:
        return tables.compared(rows, caption, name, "area_name", links)
    named = rows.assign(offence_name=[names[pair] for pair in pairs])
    return tables.compared(named, caption, name, links=links)


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
