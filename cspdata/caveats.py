"""What a reader must know about a figure, as data; whatever touches a caveat shows it.

Effects: a `break` refuses a comparison across its first day, a `gap` marks months without
figures, an `event` names what drove a month, `yearly` is an event that returns in the same days of
every year, a `slip` is a fault in print, a `note` explains.
"""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from cspdata import national, place, settings
from cspdata.periods import Period, parse
from cspdata.sites import of_place
from cspdata.vocabulary import items, read

EFFECTS = ("break", "gap", "event", "yearly", "note", "slip")
DRAWN = ("break", "gap", "event", "yearly")
HAPPENINGS = ("event", "yearly")
TABLE = "caveats.csv"


@dataclass(frozen=True)
class Caveat:
    """Empty `areas`, `offences` or `sources` mean all of them."""

    caveat: str
    effect: str
    period: Period
    areas: frozenset[str]
    offences: frozenset[str]
    sources: frozenset[str]
    title: str
    sentence: str
    alternative: str
    reference: str


@of_place
def every() -> tuple[Caveat, ...]:
    """The pack's own caveats in their order, then those known of its police force's figures."""
    own = read(settings.table(TABLE), "caveat").to_dict("records")
    codes = {row["caveat"] for row in own}
    return tuple(map(_caveat, [*own, *(row for row in known() if row["caveat"] not in codes)]))


def known() -> list[dict[Any, Any]]:
    """The shipped caveats of this place's police force, as rows of text.

    None where `place.csv` names no force that is known. A row of the pack with the same code takes
    its place.
    """
    force = place.here().force
    if force not in national.known_forces():
        return []
    rows = national.caveats().to_dict("records")
    return [row for row in rows if _meets(frozenset(items(row["forces"])), [force])]


def _caveat(row: dict[Any, Any]) -> Caveat:
    return Caveat(
        caveat=row["caveat"],
        effect=row["effect"],
        period=parse(f"{row['from']}/{row['to']}"),
        areas=frozenset(items(row["areas"])),
        offences=frozenset(items(row["offences"])),
        sources=frozenset(items(row["sources"])),
        title=row["title"],
        sentence=row["sentence"],
        alternative=row["alternative"],
        reference=row["reference"],
    )


def touching(
    source: str, periods: Iterable[Period], areas: Collection[str], offences: Collection[str]
) -> list[Caveat]:
    """The caveats that a view of these figures must show, breaks first.

    A slip that touches no offence is told with the method, not beside every figure.
    """
    shown = list(periods)
    found = [
        caveat
        for caveat in every()
        if (caveat.effect != "slip" or caveat.offences)
        and _meets(caveat.sources, [source])
        and _meets(caveat.areas, areas)
        and _meets(caveat.offences, offences)
        and _in_time(caveat, shown)
    ]
    return sorted(found, key=lambda caveat: EFFECTS.index(caveat.effect))


def broken(source: str, offence: str, now: Period, before: Period) -> Caveat | None:
    """The break that forbids comparing two periods of an offence, or None."""
    crossed = (
        caveat
        for caveat in every()
        if caveat.effect == "break"
        and _meets(caveat.sources, [source])
        and _meets(caveat.offences, [offence])
        and before.start < caveat.period.start <= now.end
    )
    return next(crossed, None)


def breaks(source: str, offence: str) -> list[date]:
    """The days from which the counts of an offence are no longer those of before, in order."""
    return sorted(
        caveat.period.start
        for caveat in every()
        if caveat.effect == "break"
        and _meets(caveat.sources, [source])
        and _meets(caveat.offences, [offence])
    )


def drawn(source: str, area: str, offence: str, shown: Period) -> list[tuple[Period, Caveat]]:
    """The breaks, gaps and events that a chart of these days marks, each with its own days."""
    found = [
        (period, caveat)
        for caveat in every()
        if caveat.effect in DRAWN
        and _meets(caveat.sources, [source])
        and _meets(caveat.areas, [area])
        and _meets(caveat.offences, [offence])
        for period in times(caveat, shown.end)
        if shown.start <= period.start <= shown.end
    ]
    return sorted(found, key=lambda pair: pair[0])


def times(caveat: Caveat, until: date) -> list[Period]:
    """The days of a caveat, and for a yearly one those of each year up to a day."""
    if caveat.effect != "yearly":
        return [caveat.period]
    years = range(until.year - caveat.period.start.year + 1)
    return [caveat.period.years_before(-year) for year in years]


def _meets(limits: frozenset[str], asked: Collection[str]) -> bool:
    return not limits or not limits.isdisjoint(asked)


def _in_time(caveat: Caveat, periods: list[Period]) -> bool:
    if caveat.effect == "break":
        return min(p.start for p in periods) < caveat.period.start <= max(p.end for p in periods)
    found = times(caveat, max(p.end for p in periods))
    return any(time.overlaps(period) for time in found for period in periods)
