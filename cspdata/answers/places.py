"""The map of the district by count, rate, share or change, and its list; nothing is counted here.

Where figures of a part only are published there is no share and no rank.
"""

from collections.abc import Iterable
from dataclasses import replace

import numpy as np
import pandas as pd

from cspdata import areas, offences, outlines
from cspdata.answers import events
from cspdata.answers.blocks import Beside, Block, Heading, Link, Map, Table, Words
from cspdata.answers.rates import (
    CHANGE,
    COUNT,
    RATE,
    SHARE,
    Shown,
    at_level,
    base_of,
    is_part,
    rated,
    unpublished,
)
from cspdata.answers.rates import visited as visited
from cspdata.answers.words import changes, figures
from cspdata.answers.words import places as words
from cspdata.answers.words.places import VISITED as VISITED
from cspdata.answers.words.places import group_name as group_name
from cspdata.answers.words.places import misleading as misleading
from cspdata.answers.words.places import rate_of as rate_of
from cspdata.change import Verdict
from cspdata.published import Published
from cspdata.question import Question
from cspdata.sums.basis import Basis

WHOLE = ("total", "remainder", "incident")
AROUND_TYPICAL = (0.75, 1.25, 2.0)
AROUND_MEAN = (0.5, 1.0, 2.0)
LEAST_BREAKS = (5, 10, 20)
NO_STEP = -1
STEP_OF = {
    Verdict.STRONG_RISE: 3,
    Verdict.STRONG_FALL: 3,
    Verdict.POSSIBLE_RISE: 1,
    Verdict.POSSIBLE_FALL: 1,
    Verdict.UNCLEAR: 0,
}
MARK_OF = {
    Verdict.STRONG_RISE: "▲",
    Verdict.POSSIBLE_RISE: "▲",
    Verdict.STRONG_FALL: "▼",
    Verdict.POSSIBLE_FALL: "▼",
}
MEASURES = {COUNT: "Count", RATE: "Rate", CHANGE: "Change", SHARE: "Share of its crime"}
COLUMN = {COUNT: "count", RATE: "shrunken", SHARE: "quotient_shrunken"}
HIGHEST = 5
MOST_LINKED = 60  # places in a drawing of the page itself


def measures(question: Question) -> dict[str, str]:
    """The measures, by name, that an offence can be mapped by: a share is of one among several."""
    single = offences.one(question.offence).kind not in WHOLE
    return {code: name for code, name in MEASURES.items() if single or code != SHARE}


def stepped(rows: pd.DataFrame, measure: str) -> pd.DataFrame:
    """`rates.rated` with what the map draws: value, step (0 is palest, -1 without a figure), mark.

    A rate where far more people are about than live is not mapped.
    """
    if measure == CHANGE:
        steps = rows["verdict"].map(STEP_OF).fillna(NO_STEP).astype(int)
        marks = rows["verdict"].map(MARK_OF).fillna("")
        drawn = rows.assign(value=rows["now"], step=steps, mark=marks)
        return drawn.sort_values(["step", "now"], ascending=False, ignore_index=True)
    value = rows[COLUMN[measure]].astype(float).mask(rows["visited"] & (measure == RATE))
    step = np.searchsorted(breaks(rows, measure), value.to_numpy(), side="right")
    drawn = rows.assign(value=value, step=np.where(value.isna(), NO_STEP, step), mark="")
    if is_part(rows):
        return drawn
    return drawn.sort_values(["value", "count"], ascending=False, ignore_index=True)


def breaks(rows: pd.DataFrame, measure: str) -> list[float]:
    """Where one colour gives way to the next, rising: multiples of what is typical.

    They do not depend on who comes first, so a place is dark for being far from typical only. A
    count under 20 is never the darkest.
    """
    if measure == SHARE:
        return list(AROUND_TYPICAL)
    if measure == RATE:
        known = rows[rows["count"].notna()]
        rate = 1000 * known["count"].sum() / max(base_of(known).sum(), 1)
        return _distinct(_two_figures(rate * factor) for factor in AROUND_TYPICAL)
    mean = np.nan_to_num(rows["count"].mean())
    least = zip(AROUND_MEAN, LEAST_BREAKS, strict=True)
    return _distinct(float(max(low, round(_two_figures(mean * f)))) for f, low in least)


def the_map(
    published: Published, question: Question, level: str, measure: str
) -> tuple[Block, ...]:
    """The district in colours with its list, each place leading to itself."""
    shown = at_level(published, question, level, measure, areas.scope(question.area, level))
    if shown is None:
        return ()
    rows = published.ask(rated, shown)
    if is_part(rows) and measure in (RATE, SHARE):
        measure, shown = COUNT, replace(shown, measure=COUNT)
    rows = stepped(rows, measure)
    told = events.told(published, shown.basis, list(rows["area"]), shown.question.offence)
    absent = changes.left_out(shown.basis)
    left = _map(shown, rows, question)
    right = _list(shown, rows, question)
    return (
        Words(words.map_lead(rows, shown.question, shown.basis, level, measure), "lead"),
        *((Words(absent, "proviso"),) if absent else ()),
        *(
            (Words(words.instead(shown.question, shown.basis, measure)),)
            if shown.question != question
            else ()
        ),
        *_chosen(shown, rows, question),
        *(Words(each) for each in told),
        Beside((left,), (right,)) if outlines.exist() else right,
        *(Words(each, "small") for each in words.about_map(rows, measure, is_part(rows))),
    )


def _chosen(shown: Shown, rows: pd.DataFrame, question: Question) -> tuple[Block, ...]:
    """What the map says of the chosen place, and the way to everything about it."""
    own = rows[(rows["area"] == question.area)].to_dict("records")
    return tuple(
        Words(
            f"Chosen: **{row['area_name']}**. {words.place_text(row, shown.measure)}.",
            links=(Link(f"Everything about {row['area_name']}", "area", question),),
        )
        for row in own
    )


def glance(published: Published, question: Question, basis: Basis) -> tuple[Block, ...]:
    """A small map of the counts with its highest places as links, for the first page."""
    level = areas.usual_level(question.area, MOST_LINKED)
    within = areas.scope(question.area, level, MOST_LINKED)
    shown = at_level(published, question, level, within=within)
    if shown is None:
        return ()
    rows = stepped(published.ask(rated, shown), COUNT)
    first = rows[rows["count"] > 0].head(0 if is_part(rows) else HIGHEST)
    links = tuple(
        Link(
            f"{row['area_name']} {figures.count(row['count'])}",
            "area",
            question.at(area=row["area"]),
        )
        for row in first.to_dict("records")
    )
    drawn = _linked(_map(shown, rows, question), question)
    led = drawn if outlines.exist() else Words(drawn.title)
    return (Heading("Where"), led, Words("", links=links))


def _linked(drawn: Map, question: Question) -> Map:
    """The map with a way to everything about each of its places, where they are few."""
    places = drawn.rows[["area", "area_name"]].itertuples(index=False)
    links = tuple(Link(name, "area", question.at(area=area)) for area, name in places)
    alt = f"{drawn.title}. {drawn.subtitle.rstrip('.')}. Each place leads to its own figures."
    return replace(drawn, alt=alt, links=links) if len(links) <= MOST_LINKED else drawn


def _map(shown: Shown, rows: pd.DataFrame, question: Question) -> Map:
    texts = [words.place_text(row, shown.measure) for row in rows.to_dict("records")]
    title = words.map_title(rows, shown.measure, shown.question.offence, areas.plural(shown.level))
    subtitle = words.map_subtitle(shown.question, shown.basis, shown.measure)
    return Map(
        name=f"{shown.question.offence}-{shown.measure}-by-{shown.level}",
        title=title,
        subtitle=subtitle,
        alt=f"{title}. {subtitle.rstrip('.')}. The list beside it holds every value.",
        rows=rows.assign(text=texts)[["area", "area_name", "text", "step", "mark"]],
        legend=words.legend(
            rows, shown.measure, [] if shown.measure == CHANGE else breaks(rows, shown.measure)
        ),
        chosen=question.area if question.area != areas.root() else "",
    )


def _list(shown: Shown, rows: pd.DataFrame, question: Question) -> Table:
    listed = rows[~unpublished(rows)]
    records = listed.to_dict("records")
    heads = words.place_columns(shown.measure, shown.within, shown.question.per)
    if is_part(rows) and shown.measure == COUNT:
        heads = heads[:2]
    cells = [
        (row["area_name"], *words.place_cells(row, shown.measure))[: len(heads)] for row in records
    ]
    links: list[Link | None] = [
        Link(row["area_name"], "where", question.at(area=row["area"]), _also(shown, row["area"]))
        for row in records
    ]
    if shown.measure == COUNT and not is_part(rows) and _rest(rows) > 0:
        base = rows["count"].sum() + _rest(rows)
        share = figures.share(100 * _rest(rows) / base)
        cells.append((f"In no {shown.level} shown", figures.count(_rest(rows)), share))
        links.append(None)
    caption = words.map_subtitle(shown.question, shown.basis, shown.measure)
    return Table(
        caption,
        heads,
        tuple(cells),
        f"{shown.question.offence}-by-{shown.level}",
        listed,
        figures.shorthand(" ".join(cell for row in cells for cell in row)),
        tuple(links),
        shown=HIGHEST * 2,
    )


def _also(shown: Shown, area: str) -> tuple[tuple[str, str], ...]:
    usual = {"show": COUNT, "by": areas.usual_level(area)}
    chosen = {"show": shown.measure, "by": shown.level}
    return tuple((name, code) for name, code in chosen.items() if code != usual[name])


def _rest(rows: pd.DataFrame) -> float:
    """What the district counts beyond its places; 0 where a place has no count to tell."""
    whole = rows["whole"].iloc[0]
    rest = whole - rows["count"].sum(skipna=False)
    return float(rest) if rest > 0 else 0.0


def _two_figures(value: float) -> float:
    return float(f"{value:.2g}")


def _distinct(values: Iterable[float]) -> list[float]:
    return [value for value in dict.fromkeys(values) if value > 0]
