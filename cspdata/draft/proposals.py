"""Jumps and events found in the counts -> rows of caveats, to be agreed to one by one."""

from calendar import month_name
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import pandas as pd

from cspdata import offences
from cspdata.draft.breaks import Jump
from cspdata.draft.yearly import Event
from cspdata.packs.rules import CAVEATS
from cspdata.periods import day_in_words, month
from cspdata.vocabulary import items

LISTED = "; "
SOURCE = "police-uk"


def of_jump(jump: Jump, files: str) -> dict[str, str]:
    """The break that a jump is proposed as: a row of `caveats.csv`."""
    name, day = offences.one(jump.offence).name, jump.month.start
    way = "more" if jump.times > 1 else "fewer"
    return _row(
        caveat=f"{jump.offence}-{day:%Y-%m}",
        effect="break",
        first=str(day),
        last=str(day),
        offences=LISTED.join([jump.offence, *jump.touched]),
        title=f"{name} on police.uk from {month_name[day.month]} {day.year}",
        sentence=(
            f"From {month_name[day.month]} {day.year} police.uk holds {way} of {_lower(name)} in "
            f"{jump.places} of {jump.of} parts of the area at once, so months before and after "
            "cannot be compared. Why is not known here; ask the police."
        ),
        alternative=_alternative(jump, day_in_words(day)),
        reference=(
            f"Proposed from {files}: {jump.times:.2f} times the months before, "
            f"and {jump.rest:.2f} times for all else"
        ),
    )


def of_event(event: Event, area: str, inside: Sequence[str], files: str) -> dict[str, str]:
    """The yearly event that a month is proposed as; `inside` are the areas that it shows in."""
    name = month_name[event.number]
    years, counts = [str(year) for year in event.counts], [f"{n:,}" for n in event.counts.values()]
    first = month(min(event.counts), event.number)
    what = _lower(offences.one(_widest(event.offences)).name)
    return _row(
        caveat=f"{event.area}-{name.lower()}",
        effect="yearly",
        first=str(first.start),
        last=str(first.end),
        areas=LISTED.join(inside),
        offences=LISTED.join(event.offences),
        title=f"{name} in {area}",
        sentence=(
            f"In {name} of {_and(years)} {area} has {_and(counts)} of {what}; its other months "
            f"have about {event.usual:,}. Something returns there every year; ask what it is."
        ),
        reference=f"Proposed from {files}",
    )


def unknown(jumps: Iterable[Jump], caveats: Iterable[Mapping[Any, Any]]) -> list[Jump]:
    """The jumps that no caveat explains already, from the same day and for the same offence."""
    explained = {(row["from"], offence) for row in caveats for offence in items(row["offences"])}
    return [j for j in jumps if (str(j.month.start), j.offence) not in explained]


def table(rows: Sequence[Mapping[str, str]]) -> pd.DataFrame:
    return pd.DataFrame(rows, columns=list(CAVEATS), dtype=str)


def _row(first: str, last: str, **said: str) -> dict[str, str]:
    empty = dict.fromkeys(CAVEATS, "")
    return empty | {"from": first, "to": last, "sources": SOURCE} | said


def _alternative(jump: Jump, day: str) -> str:
    if jump.offence == offences.VIOLENCE_AND_SEXUAL:
        return f"Use {_lower(offences.one(offences.EXCEPT_VIOLENCE).name)}."
    return f"Compare months that lie on one side of {day}."


def _widest(codes: Sequence[str]) -> str:
    return min(codes, key=lambda code: len(offences.ancestors(code)))


def _lower(name: str) -> str:
    return name[:1].lower() + name[1:]


def _and(words: Sequence[str]) -> str:
    return f"{', '.join(words[:-1])} and {words[-1]}" if len(words) > 1 else words[0]
