"""Places of one level beside each other: counts, rates, shares, changes; never two sources in one.

The district's own count is the base of every share and rate. Where figures of a part only are
published there is no share and no rank.
"""

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
import pandas as pd

from cspdata import areas, change, offences
from cspdata.answers import events
from cspdata.answers.blocks import Beside, Block, Link, Map, Table, Words
from cspdata.answers.comparison import comparison, total_offence
from cspdata.answers.words import figures
from cspdata.answers.words import places as words
from cspdata.change import Verdict
from cspdata.published import Published
from cspdata.question import Question
from cspdata.sums.basis import Basis, comparable

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
COUNT, RATE, CHANGE, SHARE = "count", "rate", "change", "share"
MEASURES = {COUNT: "Count", RATE: "Rate", CHANGE: "Change", SHARE: "Share of its crime"}
COLUMN = {COUNT: "count", RATE: "shrunken", SHARE: "quotient_shrunken"}
HIGHEST = 5


@dataclass(frozen=True)
class Shown:
    """What a map shows: the question it answers, its basis, its level and its measure."""

    question: Question
    basis: Basis
    level: str
    measure: str


def measures(question: Question) -> dict[str, str]:
    """The measures, by name, that an offence can be mapped by: a share is of one among several."""
    single = offences.one(question.offence).kind not in WHOLE
    return {code: name for code, name in MEASURES.items() if single or code != SHARE}


def at_level(
    published: Published, question: Question, level: str, measure: str = COUNT
) -> Shown | None:
    """What can be shown of the areas of a level, None where nothing is published of them.

    A change that the figures asked for cannot tell is told by the nearest that can.
    """
    asked = [question.at(area=area) for area in (areas.root(), *areas.at_level(level))]
    found = next((one for one in asked if _counted(published, one, level)), None)
    if found is None:
        return None
    basis = published.rest_on(found)
    if measure != CHANGE:
        return Shown(question, basis, level, measure) if basis else None
    near = next((one for one in (_compared(published, each, level) for each in asked) if one), None)
    return near or (Shown(question, basis, level, measure) if basis else None)


def places(published: Published, shown: Shown) -> pd.DataFrame:
    """Every area of a level: how much of an offence, and beside what; most first where all have it.

    Columns: those of the comparison (area, area_name, now, before, verdict, …), kind, residents,
    visited, count, part (percent of the district's own count), rate, low, high, shrunken (per
    1,000 residents), reliability (0 to 1), total (all crime there), share (percent of it),
    quotient and quotient_shrunken (1 is typical of the district).
    """
    offence, codes = shown.question.offence, areas.at_level(shown.level)
    held = published.ask(comparison, shown.basis)
    rows = held.reindex([(code, offence) for code in codes])
    total = held.reindex([(code, offences.ALL_CRIME) for code in codes])["now"].to_numpy()
    whole, everything = _of_district(held, offence), _of_district(held, offences.ALL_CRIME)
    count = rows["now"].to_numpy()
    rows = rows.reset_index(drop=True).assign(
        area=codes,
        area_name=[areas.one(code).name for code in codes],
        offence=offence,
        offence_name=offences.one(offence).name,
        kind=[areas.one(code).kind for code in codes],
        residents=[areas.one(code).residents for code in codes],
        visited=[visited(code) for code in codes],
        count=count,
        part=100 * count / (whole or np.nan),
        total=total,
        share=100 * count / np.where(total > 0, total, np.nan),
    )
    return _ordered(_rated(rows.drop(columns=["low", "high"]), whole, everything))


def is_part(rows: pd.DataFrame) -> bool:
    """Whether only some of the places have figures at all; a withheld count is a figure."""
    return bool(_unpublished(rows).any())


def visited(area: str) -> bool:
    """Whether far more people are in a place than live there, so that residents mislead."""
    below = areas.children(area)
    if below:
        return all(visited(child) for child in below)
    return areas.one(area).kind == areas.VISITED


def stepped(rows: pd.DataFrame, measure: str) -> pd.DataFrame:
    """`places` with what the map draws: value, step (0 is palest, -1 without a figure), mark.

    A rate where far more people are about than live is not mapped.
    """
    if measure == CHANGE:
        return rows.assign(
            value=rows["now"],
            step=rows["verdict"].map(STEP_OF).fillna(NO_STEP).astype(int),
            mark=rows["verdict"].map(MARK_OF).fillna(""),
        )
    value = rows[COLUMN[measure]].astype(float).mask(rows["visited"] & (measure == RATE))
    if is_part(rows) and measure in (RATE, SHARE):
        value = value.mask(value.notna())
    step = np.searchsorted(breaks(rows, measure), value.to_numpy(), side="right")
    return rows.assign(value=value, step=np.where(value.isna(), NO_STEP, step), mark="")


def breaks(rows: pd.DataFrame, measure: str) -> list[float]:
    """Where one colour gives way to the next, rising: multiples of what is typical.

    They do not depend on who comes first, so a place is dark for being far from typical only. A
    count under 20 is never the darkest.
    """
    if measure == SHARE:
        return list(AROUND_TYPICAL)
    if measure == RATE:
        known = rows[rows["count"].notna()]
        rate = 1000 * known["count"].sum() / max(known["residents"].sum(), 1)
        return _distinct(_two_figures(rate * factor) for factor in AROUND_TYPICAL)
    mean = np.nan_to_num(rows["count"].mean())
    least = zip(AROUND_MEAN, LEAST_BREAKS, strict=True)
    return _distinct(float(max(low, round(_two_figures(mean * f)))) for f, low in least)


def the_map(published: Published, question: Question, level: str, measure: str) -> tuple[Block, ...]:
    """The district in colours with its list, each place leading to itself."""
    shown = at_level(published, question, level, measure)
    if shown is None:
        return ()
    rows = stepped(published.ask(places, shown), measure)
    told = events.told(published, shown.basis, list(rows["area"]), shown.question.offence)
    left = _map(shown, rows, question)
    right = _list(shown, rows, question)
    return (
        Words(words.map_lead(rows, shown.question, shown.basis, level, measure), "lead"),
        *((Words(words.instead(shown.basis)),) if shown.question != question else ()),
        *(Words(each) for each in told),
        Beside((left,), (right,)),
        *(Words(each, "small") for each in words.about_map(rows, measure, is_part(rows))),
    )


def glance(published: Published, question: Question, basis: Basis) -> tuple[Block, ...]:
    """A small map of the counts with its highest places as links, for the first page."""
    shown = at_level(published, question, "parish")
    if shown is None:
        return ()
    rows = stepped(published.ask(places, shown), COUNT)
    first = rows[rows["count"] > 0].head(0 if is_part(rows) else HIGHEST)
    links = tuple(
        Link(f"{row['area_name']} {figures.count(row['count'])}", "area", question.at(area=row["area"]))
        for row in first.to_dict("records")
    )
    lead = words.map_lead(rows, shown.question, shown.basis, "parish", COUNT)
    return (Words(lead, links=links), _map(shown, rows, question))


def _map(shown: Shown, rows: pd.DataFrame, question: Question) -> Map:
    texts = [words.place_text(row, shown.measure) for row in rows.to_dict("records")]
    title = words.map_title(rows, shown.measure, shown.question.offence, areas.plural(shown.level))
    subtitle = words.map_subtitle(shown.question, shown.basis, shown.measure)
    return Map(
        name=f"{shown.question.offence}-{shown.measure}-by-{shown.level}",
        title=title,
        subtitle=subtitle,
        alt=f"{title}. {subtitle} The list beside it holds every value.",
        rows=rows.assign(text=texts)[["area", "area_name", "text", "step", "mark"]],
        legend=words.legend(rows, shown.measure, [] if shown.measure == CHANGE else breaks(rows, shown.measure)),
        chosen=question.area if question.area != areas.root() else "",
    )


def _list(shown: Shown, rows: pd.DataFrame, question: Question) -> Table:
    listed = rows[~_unpublished(rows)]
    records = listed.to_dict("records")
    cells = [(row["area_name"], *words.place_cells(row, shown.measure)) for row in records]
    links: list[Link | None] = [
        Link(row["area_name"], "where", question.at(area=row["area"]), _also(shown))
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
        words.PLACE_COLUMNS[shown.measure],
        tuple(cells),
        f"{shown.question.offence}-by-{shown.level}",
        listed,
        figures.shorthand(" ".join(cell for row in cells for cell in row)),
        tuple(links),
        shown=HIGHEST * 2,
    )


def _also(shown: Shown) -> tuple[tuple[str, str], ...]:
    usual = {"show": COUNT, "by": "parish"}
    chosen = {"show": shown.measure, "by": shown.level}
    return tuple((name, code) for name, code in chosen.items() if code != usual[name])


def _rest(rows: pd.DataFrame) -> float:
    """What the district counts beyond its places; 0 where a place has no count to tell."""
    whole = rows["whole"].iloc[0]
    rest = whole - rows["count"].sum(skipna=False)
    return float(rest) if rest > 0 else 0.0


def _unpublished(rows: pd.DataFrame) -> pd.Series:
    return rows["count"].isna() & (rows["status"] != "confidential")


def _counted(published: Published, question: Question, level: str) -> bool:
    """Whether the basis of a question counts its offence in any area of a level."""
    basis = published.rest_on(question)
    return basis is not None and len(_rows(published, basis, question.offence, level)) > 0


def _rows(published: Published, basis: Basis, offence: str, level: str) -> pd.DataFrame:
    rows = published.ask(comparison, basis)
    return rows[(rows["level"] == level) & (rows["offence"] == offence)]


def _compared(published: Published, question: Question, level: str) -> Shown | None:
    """The question, or the nearest one, by which the areas of a level can be compared."""
    for one in (question, comparable(published.held, question)):
        basis = published.rest_on(one) if one else None
        if one is None or basis is None or not basis.before:
            continue
        rows = published.ask(comparison, basis)
        offence = question.offence
        if offence == offences.ALL_CRIME:
            offence = total_offence(rows, one.area)
        if _rows(published, basis, offence, level)["before"].notna().any():
            own = one.period == question.period and offence == question.offence
            kept = one.at(area=areas.root(), offence=offence)
            return Shown(kept if not own else question, basis, level, CHANGE)
    return None


def _of_district(held: pd.DataFrame, offence: str) -> float:
    key = (areas.root(), offence)
    return float(held.at[key, "now"]) if key in held.index else float("nan")


def _rated(rows: pd.DataFrame, whole: float, everything: float) -> pd.DataFrame:
    """Rates and quotients, each also drawn towards that of the district."""
    people = areas.one(areas.root()).residents
    typical = whole / everything if everything else np.nan
    rates = change.rate_interval(rows["count"], rows["residents"])
    reliability = change.shrunken_rates(rows["count"], rows["residents"])["reliability"]
    own = change.shrunken_rates(rows["count"], rows["total"], per=1)["reliability"]
    quotient = change.location_quotient(rows["count"], rows["total"], whole, everything)
    centre = 1000 * whole / people if people else np.nan
    return rows.join(rates).assign(
        whole=whole,
        centre=centre,
        shrunken=centre + reliability * (rates["rate"] - centre),
        reliability=reliability,
        quotient=quotient,
        quotient_shrunken=1 + own * (quotient - 1) if typical else np.nan,
    )


def _ordered(rows: pd.DataFrame) -> pd.DataFrame:
    """Most first; in printed order where some have no figures, for that would be a rank."""
    if is_part(rows):
        return rows
    return rows.sort_values("count", ascending=False, ignore_index=True)


def _two_figures(value: float) -> float:
    return float(f"{value:.2g}")


def _distinct(values: Iterable[float]) -> list[float]:
    return [value for value in dict.fromkeys(values) if value > 0]
