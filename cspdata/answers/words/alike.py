"""Our district among districts like it, in words; nothing is counted here."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import pandas as pd

from cspdata import national, offences
from cspdata.answers.words.changes import recorded, shared
from cspdata.answers.words.figures import Row, count, listed, lower_offence, number
from cspdata.periods import Period, gaps, span
from cspdata.residents import HOUSEHOLDS, RESIDENTS, per_thousand

CALLED = "partnerships like ours"
STANDINGS = {
    "far above": "Higher",
    "above": "Possibly higher",
    "expected": "Within the limits",
    "below": "Possibly lower",
    "far below": "Lower",
    "unknown": "Not comparable",
}
TOLD = {
    "far above": "is recorded more often than in {group}",
    "above": "is possibly recorded more often than in {group}",
    "expected": "is recorded about as often as in {group}",
    "below": "is possibly recorded less often than in {group}",
    "far below": "is recorded less often than in {group}",
}
WHY = {
    "far above": "That lies above the 99.8% limit that chance and the ordinary differences "
    "between them allow.",
    "above": "That lies above the 95% limit, below the 99.8% limit, that chance and the ordinary "
    "differences between them allow.",
    "expected": "That lies within the limits that chance and the ordinary differences between "
    "them allow.",
    "below": "That lies below the 95% limit, above the 99.8% limit, that chance and the ordinary "
    "differences between them allow.",
    "far below": "That lies below the 99.8% limit that chance and the ordinary differences "
    "between them allow.",
}
VISITORS = (
    "Rates are {per} of the census of 2021. Where many people visit, shop, study or "
    "pass through, more is recorded for each resident, and nothing here allows for that."
)
NOT_OFFICIAL = (
    "The group was worked out here from the features below, none of them a figure of crime. It is "
    "not an official list, and police forces compare themselves with other groups."
)
OWN_PERIOD = (
    "Police.uk's counts of all districts are a source of their own: this part answers for {days}, "
    "whatever period is chosen above, and its counts can differ from those of other pages."
)
OVERLAP = "The order is not a league table: where two intervals overlap, it could be chance."
NOTHING = "No figures of other districts are published here, so nothing can be compared."
NO_DISTRICT = (
    "This place is not one district, or its features are not known here, so no districts are "
    "most like it. A list can be given in the place's table peers.csv."
)
TOO_FEW = (
    "Only {used} of the {all} districts most like ours have whole figures of the same months, "
    "which is too few to compare with."
)


def visitors(per: str) -> str:
    """What rates of districts are per, and what they do not allow for."""
    told = VISITORS.format(per=per_thousand(per))
    if per == HOUSEHOLDS:
        return f"{told} The offences beside each other are {per_thousand(RESIDENTS)}."
    return told


def lead(own: Row, others: pd.DataFrame, centre: float, offence: str, place: str) -> str:
    """ "Recorded burglary in Winchester is recorded about as often as in …"."""
    group = f"the {len(others)} {CALLED}"
    what = recorded(offence).removeprefix("Recorded ")
    opening = f"{what[:1].upper()}{what[1:]} in {place} {TOLD[own['standing']]}"
    rate = (
        f"**{number(own['rate'])}** {per_thousand(own['per'])}, against {number(centre)} in all "
        "of them together and "
        f"{number(others['rate'].min())} to {number(others['rate'].max())} in each"
    )
    return f"{opening.format(group=group)}: {rate}. {WHY[own['standing']]}"


def said(own: Row, others: pd.DataFrame, centre: float, offence: str, where: str, days: str) -> str:
    """The same to be read aloud."""
    group = f"the {len(others)} districts most like it"
    return (
        f"{recorded(offence)} in {where}, {days}: {number(own['rate'])} for every thousand "
        f"{own['per']}, against {number(centre)} in {group} taken together, where it ranges from "
        f"{number(others['rate'].min())} to {number(others['rate'].max())}."
    )


def days(months: Sequence[Period]) -> str:
    """ "January to December 2025 without July and August"."""
    words = span(months).words
    out = [_left_out(gap) for gap in gaps(months)]
    return f"{words} without {listed(out)}" if out else words


def _left_out(gap: Period) -> str:
    """ "July", "July and August" or "June to August"."""
    said = gap.words.removesuffix(f" {gap.end.year}")
    return said.replace(" to ", " and ") if len(gap.months) == 2 else said


def skipped(lacking: Mapping[Period, Sequence[str]], place: str) -> str:
    """Which months are left out for all, and who lacks them; "" where none is."""
    if not lacking:
        return ""
    told = [
        f"{each.words} ({listed(name or place for name in who)})" for each, who in lacking.items()
    ]
    return f"Months left out for all, because they are missing or not whole: {'; '.join(told)}."


def left(districts: Mapping[str, int]) -> str:
    """Which of the group are left out, with how many months they lack; "" where none is."""
    if not districts:
        return ""
    told = [
        f"{name} ({months} {'month' if months == 1 else 'months'})"
        for name, months in districts.items()
    ]
    return f"Not compared, because months are missing or not whole: {listed(told)}."


def lines(
    force: float, country: float, force_of: int, country_of: int, force_name: str, per: str
) -> str:
    """The force and the country beside it."""
    return (
        f"{force_name}: {number(force)} {per_thousand(per)} ({force_of} districts). England and "
        f"Wales: {number(country)}, of the {country_of} districts with whole figures of these "
        "months."
    )


def spread(centre: float, tau: float, too_different: bool) -> str:
    """What the limits allow for."""
    if not tau:
        return "The group differs no more than chance alone would make it."
    words = (
        "The limits allow for chance and for what the group itself differs beyond chance: about "
        f"{100 * tau:.0f}% up or down of {number(centre)}."
    )
    return f"{words} That is much, so they are wide." if too_different else words


def changed(row: Row, place: str) -> str:
    """ "**Burglary**: down 29% here, up 2% among the 15: no clear difference."."""
    return (
        f"**{row['offence_name']}**: {_moved(row['own_percent'])} here, "
        f"{_moved(row['rest_percent'])} among them: {apart(row)}."
    )


def apart(row: Row) -> str:
    """How our change lies to theirs, in the words of every other comparison."""
    return shared(row).replace("the rest did not", "they did not")


def _moved(percent: float) -> str:
    if pd.isna(percent):
        return "from none"
    rounded = round(percent)
    if not rounded:
        return "level"
    return f"{'up' if rounded > 0 else 'down'} {abs(rounded)}%"


def change_lead(rows: pd.DataFrame, place: str, now: str, before: str, a_year: bool) -> str:
    """Which offences moved apart from the group, and over which days."""
    loud = rows[rows["stands_out"]]
    over = f"{now} against {before}"
    why = (
        ""
        if a_year
        else " No figures of a year before are published, so seasons differ; they do so here and "
        "there alike."
    )
    if loud.empty:
        return f"No offence in {place} moved clearly apart from the group, {over}.{why}"
    each = " ".join(changed(row, place) for _, row in loud.iterrows())
    return f"Over {over}: {each}{why}"


def change_cells(row: Row) -> tuple[str, ...]:
    """An offence's cells: name, here, among the group, how they lie to each other."""
    here = f"{count(row['before'])} to {count(row['now'])} ({_moved(row['own_percent'])})"
    there = (
        f"{count(row['rest_before'])} to {count(row['rest_now'])} ({_moved(row['rest_percent'])})"
    )
    words = apart(row)
    return row["offence_name"], here, there, words[:1].upper() + words[1:]


def member(code: str, name: str) -> str:
    """A district with its partnership where that has another name."""
    rows = national.districts().set_index("district_code")["partnership"]
    other = str(rows.get(code, name))
    return name if other == name or name in other else f"{name} ({other})"


def stable(rows: pd.DataFrame, number_of: int) -> str:
    """How firm the group is."""
    least, most = int(rows["stay"].min()), int(rows["stay"].max())
    return f"With any one feature left out, {least} to {most} of the {number_of} stay in the group."


def glance(own: Row, others: pd.DataFrame, offence: str, when: str) -> str:
    """One line for other pages."""
    place = TOLD[own["standing"]].format(group=f"the {len(others)} districts most like this one")
    what = lower_offence(offence) if offence != offences.ALL_CRIME else "crime"
    return (
        f"{what[:1].upper()}{what[1:]} {place}: {number(own['rate'])} {per_thousand(own['per'])}, "
        f"{number(others['rate'].min())} to {number(others['rate'].max())} there ({when}, "
        "police.uk by district)."
    )


def several(names: Iterable[Any]) -> str:
    return listed(str(each) for each in names) or "nobody"
