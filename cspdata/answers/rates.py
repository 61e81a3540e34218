"""Places of one level beside each other: counts, rates and shares; never two sources in one.

The district's own count is the base of every share and rate. Nothing is put into words here.
"""

from dataclasses import dataclass
from itertools import chain

import numpy as np
import pandas as pd

from cspdata import areas, change, offences, residents
from cspdata.answers.comparison import comparison, total_offence
from cspdata.published import Published
from cspdata.question import Question
from cspdata.sums.basis import Basis, comparable, why_missing

COUNT, RATE, CHANGE, SHARE = "count", "rate", "change", "share"


@dataclass(frozen=True)
class Shown:
    """What a map shows: the question it answers, its basis, the areas of a level and a measure.

    `within` is the area whose parts they are: the whole place, or of a large one a part.
    """

    question: Question
    basis: Basis
    level: str
    measure: str
    within: str

    @property
    def areas(self) -> list[str]:
        return areas.inside(self.within, self.level)


def at_level(
    published: Published,
    question: Question,
    level: str,
    measure: str = COUNT,
    within: str | None = None,
) -> Shown | None:
    """What can be shown of the areas of a level, None where nothing is published of them.

    They are those of the whole place, or of the area that is named.

    What the figures asked for cannot tell is told by the nearest that can.
    """
    held, whole = published.held, within or areas.root()
    asked = [question.at(area=area) for area in (whole, *areas.inside(whole, level))]
    if measure == CHANGE:
        near = (one for each in asked if (one := comparable(held, each)))
        for one in chain(asked, near):
            if found := _compared(published, question, one, level, whole):
                return found
    near = (one for each in asked if (one := why_missing(held, each).nearest))
    for one in chain(asked, near):
        if found := _counted(published, question, one, level, measure, whole):
            return found
    return None


def rated(published: Published, shown: Shown) -> pd.DataFrame:
    """Every area of a level: how much of an offence, and beside what; most first where all have it.

    Columns: those of the comparison (area, area_name, now, before, verdict, …), kind, residents,
    visited, count, within, whole and part (the area around them, its own count, and percent of
    it), rate, rate_low, rate_high, centre and shrunken (per 1,000 of what `per` names, a column of
    its own), reliability (0 to 1), total (all crime there), share (percent of it), quotient and
    quotient_shrunken (1 is typical of the area around them).
    """
    offence, codes, per = shown.question.offence, shown.areas, shown.question.per
    bases = {
        counted: residents.numbers(shown.basis.period, counted)
        for counted in dict.fromkeys([residents.RESIDENTS, per])
    }
    held = published.ask(comparison, shown.basis)
    rows = held.reindex([(code, offence) for code in codes])
    total = held.reindex([(code, offences.ALL_CRIME) for code in codes])["now"].to_numpy()
    whole, everything = (
        float(held["now"].get((shown.within, code), np.nan))
        for code in (offence, offences.ALL_CRIME)
    )
    count = rows["now"].to_numpy()
    rows = rows.reset_index(drop=True).assign(
        area=codes,
        area_name=[areas.one(code).name for code in codes],
        offence=offence,
        offence_name=offences.one(offence).name,
        kind=[areas.one(code).kind for code in codes],
        **{name: [held[code] for code in codes] for name, held in bases.items()},
        per=per,
        visited=[visited(code) for code in codes],
        count=count,
        within=shown.within,
        part=100 * count / (whole or np.nan),
        total=total,
        share=100 * count / np.where(total > 0, total, np.nan),
    )
    shown_in_part = is_part(rows)
    rows = _with_rates(rows, whole, everything, bases[per][shown.within])
    if shown_in_part:
        return rows.assign(part=np.nan, quotient=np.nan, quotient_shrunken=np.nan)
    return rows.sort_values("count", ascending=False, ignore_index=True)


def is_part(rows: pd.DataFrame) -> bool:
    """Whether only some of the places have figures at all; a withheld count is a figure."""
    return bool(unpublished(rows).any())


def visited(area: str) -> bool:
    """Whether far more people are in a place than live there, so that residents mislead."""
    below = areas.children(area)
    if below:
        return all(visited(child) for child in below)
    return areas.one(area).kind == areas.VISITED


def unpublished(rows: pd.DataFrame) -> pd.Series:
    """Which places have no figures at all."""
    return rows["count"].isna() & (rows["status"] != "confidential")


def _counted(
    published: Published,
    question: Question,
    near: Question,
    level: str,
    measure: str,
    within: str,
) -> Shown | None:
    """What a question near the one asked for counts of a level."""
    basis = published.rest_on(near)
    if basis is None or _rows(published, basis, question.offence, level).empty:
        return None
    same = near.period == question.period
    asked = question if same else near.at(area=areas.root())
    return Shown(asked, basis, level, measure, within)


def _compared(
    published: Published, question: Question, near: Question, level: str, within: str
) -> Shown | None:
    """What a question near the one asked for compares; less violence where that is refused."""
    basis = published.rest_on(near)
    if basis is None or not basis.before:
        return None
    offence = question.offence
    if offence == offences.ALL_CRIME:
        offence = total_offence(published.ask(comparison, basis), near.area)
    if _rows(published, basis, offence, level)["before"].isna().all():
        return None
    same = near.period == question.period and offence == question.offence
    shown = question if same else near.at(area=areas.root(), offence=offence)
    return Shown(shown, basis, level, CHANGE, within)


def _rows(published: Published, basis: Basis, offence: str, level: str) -> pd.DataFrame:
    rows = published.ask(comparison, basis)
    return rows[(rows["level"] == level) & (rows["offence"] == offence)]


def per_choice(question: Question) -> dict[str, tuple[str, dict[str, str]]]:
    """The parameter that says what rates are per, with its label and choices; {} without one."""
    known = residents.choosable(question.offence)
    names = {counted: f"1,000 {counted}" for counted in known}
    return {"per": ("Rates per", names)} if len(known) > 1 else {}


def base_of(rows: pd.DataFrame) -> pd.Series:
    """What the rates of places are per: how many residents, or households, each has."""
    return rows[rows["per"].iloc[0]] if len(rows) else rows["residents"]


def _with_rates(rows: pd.DataFrame, whole: float, everything: float, people: int) -> pd.DataFrame:
    """Rates and quotients, each also drawn towards that of the area around the places."""
    typical = whole / everything if everything else np.nan
    rates = change.rate_interval(rows["count"], base_of(rows))
    rates = rates.set_axis(["rate", "rate_low", "rate_high"], axis=1)
    reliability = change.shrunken_rates(rows["count"], base_of(rows))["reliability"]
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
