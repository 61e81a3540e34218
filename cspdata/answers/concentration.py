"""How much of the count sits in how few places, against a random spread; never a test of why.

Where there are more places than crimes an even spread is impossible, so the curve is set beside
what chance alone would give (Bernasco and Steenbeek 2017, J. Quant. Criminol. 33, 451-467).
"""

from collections.abc import Collection
from dataclasses import dataclass
from functools import partial

import numpy as np
import pandas as pd

from cspdata import areas, offences
from cspdata.answers import events, rates, streets
from cspdata.answers.blocks import Block, Chart, Fold, Heading, Table, Words
from cspdata.answers.charts import places as charts
from cspdata.answers.comparison import refusal
from cspdata.answers.words import figures
from cspdata.answers.words import streets as words
from cspdata.change import concentration as change
from cspdata.periods import Period, runs, span
from cspdata.published import Published
from cspdata.question import Question
from cspdata.sources import POLICE_UK
from cspdata.sums import streets as sums

FEW = (1, 3, 5, 10, 20)
DRAWN = 200  # points of a curve at most: more cannot be told apart on a screen
Floats = np.ndarray


@dataclass(frozen=True)
class Concentration:
    """`curve` runs from no place to all: places, place_share, now, before, chance, low, high.

    All are percent of the count in so many of the fullest places; chance, low and high are the
    median and the 95 % range of a random spread of as many crimes. `before` is NaN where there is
    nothing to compare with. `half` places hold half, `half_by_chance` those of a random spread;
    `moved_by_chance` is the range in which the fullest few move when nothing but chance acts,
    `moved` whether they moved beyond it.
    """

    curve: pd.DataFrame
    count: float
    places: int
    half: int
    half_by_chance: tuple[int, int]
    moved_by_chance: tuple[float, float]
    moved: bool

    @property
    def compared(self) -> bool:
        return bool(self.curve["before"].notna().any())

    def at(self, places: int) -> pd.Series:
        """The point of the curve after so many places."""
        return self.curve[self.curve["places"] <= places].iloc[-1]


def concentration(now: Collection[float], before: Collection[float] = ()) -> Concentration:
    """The share of a count in its fullest places, now and before, beside a random spread."""
    counts, earlier = (np.asarray(list(each), float) for each in (now, before))
    if len(earlier) != len(counts) or np.isnan(earlier).any() or not earlier.sum():
        earlier = np.full(len(counts), np.nan)
    number, places = int(np.nansum(counts)), len(counts)
    chance = 100 * change.random_spread(number, places).reset_index(drop=True)
    curve = pd.DataFrame({"now": _cumulative(counts), "before": _cumulative(earlier)}).assign(
        places=np.arange(places + 1), place_share=100 * np.arange(places + 1) / max(places, 1)
    )
    nothing = pd.DataFrame(0.0, index=[0], columns=chance.columns)
    chance = pd.concat([nothing, chance], ignore_index=True)
    curve = curve.join(chance.rename(columns={"middle": "chance"}))
    drawn = {*FEW, *np.linspace(0, places, min(places, DRAWN) + 1).astype(int)}
    moved = change.changed_concentration(counts, earlier, [words.FULLEST]).iloc[0]
    return Concentration(
        curve[curve["places"].isin(drawn)].reset_index(drop=True),
        number,
        places,
        change.holding(counts),
        change.random_holding(number, places),
        (100 * moved["low"], 100 * moved["high"]),
        bool(moved["beyond"]),
    )


def the_concentration(published: Published, question: Question) -> tuple[Block, ...]:
    """Of the parishes, and of the street locations where street files are published."""
    blocks: list[Block] = [*_of_parishes(published, question), *_of_streets(published, question)]
    small = (
        "The shaded band is what chance alone would give: the fewer the crimes, the more "
        "concentrated they look by chance."
    )
    return (*blocks, Words(small, "small"))


def _of_parishes(published: Published, question: Question) -> tuple[Block, ...]:
    level, plural = areas.leaves(), areas.plural(areas.lowest())
    shown = rates.at_level(published, question, areas.lowest(), rates.CHANGE)
    rows = published.ask(rates.rated, shown) if shown else None
    if shown is None or rows is None or rows["count"].isna().any():
        known = 0 if rows is None else int(rows["count"].notna().sum())
        told = (
            f"Counts of {known} of {len(level)} {plural} are published here, so how concentrated "
            "they are cannot be said."
        )
        return (Heading(figures.capital(plural)), Words(told))
    found = concentration(tuple(rows["count"]), tuple(rows["before"]))
    days, short = shown.basis.words, shown.basis.source.short
    refused = next((each for each in rows["refused"] if each), "")
    told_events = events.told(published, shown.basis, list(rows["area"]), shown.question.offence)
    said = (refused, *told_events)
    return _section(found, plural, shown.question.offence, f"{days} ({short})", said)


def _of_streets(published: Published, question: Question) -> tuple[Block, ...]:
    found = streets.placed(published, question)
    if found is None:
        return (Heading("Street locations"), *streets.none_published(published, question))
    offence = found.question.offence
    now, before = _matched(published, question, found.months)
    refused = refusal(POLICE_UK, offence, span(now), span(before)) if before else ""
    held = published.table("streets")
    counts = sums.location_counts(held, question.area, offence, now)
    earlier = (
        sums.location_counts(held, question.area, offence, before) if before and not refused else ()
    )
    months = figures.listed(run.words for run in runs(now))
    against = figures.listed(run.words for run in runs(before)) if len(earlier) else ""
    when = f"{months}{f' against {against}' if against else ''} ({POLICE_UK.short})"
    place = f"{areas.one(question.area).name}, {when}"
    made = concentration(tuple(counts), tuple(earlier))
    return _section(made, "street locations", offence, place, (refused,))


def _matched(
    published: Published, question: Question, months: tuple[Period, ...]
) -> tuple[tuple[Period, ...], tuple[Period, ...]]:
    """The months with street files in both periods, or those of now where there are none."""
    held = set(sums.months_held(published.table("streets")))
    if question.period is None or question.before is None:
        return months, ()
    pairs = zip(question.period.months, question.before.months, strict=False)
    both = [pair for pair in pairs if held.issuperset(pair)]
    if not both:
        return months, ()
    now, before = zip(*both, strict=True)
    return now, before


def _section(
    found: Concentration, places: str, offence: str, when: str, said: tuple[str, ...]
) -> tuple[Block, ...]:
    title = words.half(found, places, offence)
    what = f"{offences.one(offence).name}, {when}"
    few = found.curve[found.curve["places"].isin(FEW) & (found.curve["places"] < found.places)]
    chart = Chart(
        what="How concentrated it is",
        name=f"{offence}-concentration-{places.replace(' ', '-')}",
        title=title.partition(". ")[0],
        subtitle=f"{what}. Blue: now; grey: the earlier period; shaded: a random spread.",
        alt=f"The share of the count in the fullest {places}. The table has its figures.",
        draw=partial(charts.lorenz, found.curve, places, found.compared),
    )
    columns = (figures.capital(places), "Share now", "By chance", *(("Before",) * found.compared))
    table = Table(
        what,
        columns,
        tuple(words.curve_cells(row, found.compared) for row in few.to_dict("records")),
        f"{offence}-fullest-{places.replace(' ', '-')}",
        found.curve,
    )
    told = (words.fullest(found, places), *said)
    if not found.count:
        return (Heading(figures.capital(places)), Words(title))
    return (
        Heading(figures.capital(places)),
        Words(title, "lead"),
        *(Words(each) for each in told if each),
        chart,
        Fold("The fullest few as a table", (table,)),
    )


def _cumulative(counts: Floats) -> Floats:
    """Percent of the count in no place, the fullest, the two fullest, … all."""
    total = counts.sum()
    if not total or np.isnan(total):
        return np.full(len(counts) + 1, np.nan)
    return np.concatenate([[0.0], 100 * np.cumsum(np.sort(counts)[::-1]) / total])
