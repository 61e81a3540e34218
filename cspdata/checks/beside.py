"""Whole months of police.uk beside those published: what cannot be right is held, and why.

What is held waits for an officer's reason; what is only unusual is a note. Nothing passes unsaid.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from cspdata import areas, offences, schemas
from cspdata.checks import usual
from cspdata.checks.damage import hold
from cspdata.checks.issues import Issue, note
from cspdata.checks.monthly import Month
from cspdata.checks.usual import LIMITS, Months, Usual
from cspdata.periods import Period, month

# A revision moves a month by a few in a hundred; a month that loses more has lost rows.
FEWER, MORE, STRAY = 0.9, 1.25, 0.1
REVISED_LEAST, REVISED = 20, (0.67, 1.5)
ALIKE = 0.85
DOWNLOAD = "Download the file again, or say why it is right."
SHOWN, MOVED_SHOWN = 4, 3


@dataclass(frozen=True)
class Beside:
    """The whole months that files bring, those published, and all that each may be set beside."""

    brought: tuple[Month, ...]
    numbers: tuple[int, ...]
    past: Months
    final: Months
    sent: Months
    history: Months


@dataclass(frozen=True)
class Standing:
    """A month's total beside what is usual for it and the same month a year before.

    `total` is None where too few months are near; `moved` are the offences that are furthest from
    what is usual for each.
    """

    count: int
    total: Usual | None
    year_before: int | None
    moved: tuple[tuple[str, Usual], ...]


def beside_of(stored: pd.DataFrame, new: pd.DataFrame, brought: Sequence[Month]) -> Beside:
    """The months of rows of `crimes`; those that files bring are also beside each other."""
    past, sent = usual.months_in(stored), usual.months_in(new)
    # What was counted by outline is there until the force's file comes and takes its place.
    provisional = stored["status"] == schemas.PROVISIONAL
    final = usual.months_in(stored[~provisional]) if provisional.any() else past
    numbers = tuple(usual.number_of(each.period) for each in brought)
    history = past.without(numbers).with_(_only(sent, numbers))
    return Beside(tuple(brought), numbers, past, final, sent, history)


def holds(beside: Beside) -> list[Issue]:
    """What is held and noted of the months that files bring."""
    issues: list[Issue] = []
    for each, number in zip(beside.brought, beside.numbers, strict=True):
        counts = _counts(beside.sent, number)
        others = beside.history.without([number])
        issues += _another_month(each, others, counts)
        if number in beside.final.at:
            issues += _revised(each, _counts(beside.final, number), counts)
            continue
        issues += _unusual(each, others, number, counts)
        past = beside.past
        if number in past.at and counts.sum() < FEWER * _counts(past, number).sum():
            issues.append(_vanishing(each, _counts(past, number), counts))
    return issues


def standings(beside: Beside) -> dict[Period, Standing]:
    """How each month that files bring stands beside others."""
    found = {}
    for each, number in zip(beside.brought, beside.numbers, strict=True):
        counts, others = _counts(beside.sent, number), beside.history.without([number])
        kinds = usual.categories(others, number, counts)
        near = [(code, kind) for code, kind in kinds.items() if not kind.across]
        moved = sorted(near, key=lambda pair: -abs(pair[1].by_chance))[:MOVED_SHOWN]
        before = number - 12
        found[each.period] = Standing(
            int(counts.sum()),
            usual.total(others, number, counts),
            int(_counts(others, before).sum()) if before in others.at else None,
            tuple(moved),
        )
    return found


def _only(months: Months, numbers: Sequence[int]) -> Months:
    kept = np.isin(months.at, numbers)
    return Months(months.at[kept], months.counts[kept])


def _counts(months: Months, number: int) -> usual.Numbers:
    return months.counts[np.flatnonzero(months.at == number)[0]]


def _revised(each: Month, before: usual.Numbers, now: usual.Numbers) -> Iterator[Issue]:
    """A month that is published already: fewer rows would vanish, and categories with them."""
    held, sent, words = int(before.sum()), int(now.sum()), each.period.words
    told = f"{held:,} are published for {words}, and this file has {sent:,}"
    if not each.alone and sent < STRAY * held:
        problem = f"{told}: a few rows never replace a month."
        remedy = f"Take the rows of {words} out of the file, or send the whole month."
        sent_month = f"{each.period.start:%Y-%m}"
        yield Issue(each.file, 0, "Month", sent_month, problem, remedy, days=each.period)
        return
    share = sent / held if not FEWER * held <= sent <= MORE * held else 1.0
    moved = _moved(before, now, share)
    if share < 1:
        yield _vanishing(each, before, now, moved)
        return
    if share > 1:
        problem = f"{told}: {sent - held:,} more.{_most(moved)}"
        yield hold(each.file, "more", each.period, f"{sent:,}", problem, DOWNLOAD)
        return
    if sent != held:
        way = "fewer" if sent < held else "more"
        problem = f"{told}: {abs(held - sent):,} {way}."
        remedy = "Nothing to do: a later download can differ a little."
        yield note(each.file, 0, "", f"{sent:,}", problem, remedy)
    alike = float(np.minimum(before, now).sum()) / max(sent, 1)
    if not moved and held and alike < ALIKE:
        moved = [f"only {alike:.0%} of its crimes are in the same places and of the same types"]
    if moved:
        problem = f"This changes {words} much: {_listed(moved)}."
        yield hold(each.file, "changes", each.period, str(len(moved)), problem, DOWNLOAD)


def _vanishing(
    each: Month, before: usual.Numbers, now: usual.Numbers, moved: Sequence[str] = ()
) -> Issue:
    """A month that brings far fewer than are published; provisional ones are not far out either."""
    held, sent = int(before.sum()), int(now.sum())
    problem = (
        f"{held:,} are published for {each.period.words}, and this file has {sent:,}: "
        f"{held - sent:,} would vanish.{_most(moved)}"
    )
    return hold(each.file, "fewer", each.period, f"{sent:,}", problem, DOWNLOAD)


def _most(moved: Sequence[str]) -> str:
    return f" Out of proportion: {_listed(moved)}." if moved else ""


def _moved(before: usual.Numbers, now: usual.Numbers, share: float) -> list[str]:
    """The categories that a revision changes beyond its total, which is that share of before."""
    counts = zip(before.sum(axis=0), now.sum(axis=0), strict=True)
    return [
        f"{_offence(place)} {int(sent):,} in place of {int(held):,}"
        for place, (held, sent) in enumerate(counts)
        if share * held >= REVISED_LEAST and not _between(sent / (share * held), REVISED)
    ]


def _another_month(each: Month, others: Months, counts: usual.Numbers) -> Iterator[Issue]:
    again = usual.same_as(others, counts)
    if again is None:
        return
    other = month(again // 12, again % 12 + 1)
    problem = f"Every count is that of {other.words}: one of them is under a wrong name."
    yield hold(each.file, "same-counts", each.period, other.words, problem, DOWNLOAD)


def _unusual(each: Month, history: Months, number: int, counts: usual.Numbers) -> Iterator[Issue]:
    """A month beside those around it.

    Where the total is out of bounds, categories and areas are looked at beside that total.
    """
    total = usual.total(history, number, counts)
    share = 1.0
    if total and not -LIMITS.total_low <= total.spreads <= LIMITS.total_high:
        share = total.ratio
        yield _total(each, total)
    yield from _categories(each, usual.categories(history, number, counts, share), share)
    yield from _areas(each, usual.smallest(history, number, counts, share))


def _total(each: Month, found: Usual) -> Issue:
    way = "fewer" if found.spreads < 0 else "more"
    problem = (
        f"{each.period.words} has {found.now:,.0f}, far {way} than the {found.usual:,.0f} that the "
        f"{found.months} months nearest to it suggest."
    )
    return hold(each.file, "total", each.period, f"{found.now:,.0f}", problem, DOWNLOAD)


def _categories(each: Month, found: dict[str, Usual], share: float) -> Iterator[Issue]:
    odd = {code: beside for code, beside in found.items() if beside.is_odd}
    told = {c: beside for c, beside in found.items() if c not in odd and beside.is_notable}
    if odd:
        how = "for" if share == 1 else "even for the total of"
        problem = f"Unusual {how} {each.period.words}: {_listed(_in_words(odd, share))}."
        yield hold(each.file, "categories", each.period, str(len(odd)), problem, DOWNLOAD)
    if told and share == 1:
        problem = f"Out of the ordinary for {each.period.words}: {_listed(_in_words(told))}."
        yield note(each.file, 0, "Crime type", str(len(told)), problem, "Check it if in doubt.")


def _areas(each: Month, found: dict[str, Usual]) -> Iterator[Issue]:
    empty = {
        code: beside
        for code, beside in found.items()
        if beside.now == 0 and beside.usual >= LIMITS.area
    }
    if empty:
        names = [f"{areas.one(code).name} (usually {b.usual:,.0f})" for code, b in empty.items()]
        problem = f"Nothing was recorded in {each.period.words} in {_listed(names)}."
        yield hold(each.file, "areas", each.period, str(len(empty)), problem, DOWNLOAD)


def _in_words(found: dict[str, Usual], share: float = 1) -> list[str]:
    how = "usually" if share == 1 else "in proportion"
    ordered = sorted(found.items(), key=lambda pair: -abs(pair[1].now - pair[1].usual))
    return [
        f"{offences.one(code).name} {beside.now:,.0f} ({how} about {beside.usual:,.0f})"
        for code, beside in ordered
    ]


def _offence(place: int) -> str:
    return offences.one(list(offences.by_police_uk().values())[place]).name


def _between(ratio: float, limits: tuple[float, float]) -> bool:
    return limits[0] <= ratio <= limits[1]


def _listed(parts: Sequence[str]) -> str:
    more = f" and {len(parts) - SHOWN} more" if len(parts) > SHOWN else ""
    return ", ".join(parts[:SHOWN]) + more
