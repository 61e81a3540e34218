"""Places on the map, and rates beside their limits, in words; nothing is counted here."""

from collections.abc import Sequence
from typing import Any

import pandas as pd

from cspdata import areas, offences, residents
from cspdata.answers.words.changes import recorded, stand_out
from cspdata.answers.words.figures import (
    CONFIDENTIAL,
    capital,
    count,
    interval,
    marked,
    number,
    several,
    share,
    verdict,
)
from cspdata.change import Verdict
from cspdata.place import here
from cspdata.question import Question
from cspdata.sums.basis import Basis

PLACE_COLUMNS = {
    "count": ("Area", "Count", "Share of the {whole}"),
    "rate": ("Area", "Mapped rate (reliability)", "Own rate{base}", "Count"),
    "change": ("Area", "Verdict", "Count", "Allowing for chance"),
    "share": ("Area", "Mapped", "Own", "Count (share of its crime)"),
}
EVIDENCE = ((0, "No clear change"), (1, "Possible change"), (3, "Strong sign of a change"))
WITHOUT = {"rate": "count only", "change": "too few to say, or not comparable"}
NO_STEP = -1
ABOUT = {
    "count": "",
    "rate": "Each rate is drawn towards that of them all, the more so the fewer the {per}, so "
    "that a small place does not stand out by chance. Reliability says how much of the mapped rate "
    "is the place's own.",
    "change": "Colour shows how strong the evidence is, an arrow the direction.",
    "share": "How much of the crime in each place is this offence, against the same share in all "
    "of them: 1.0 is typical, 2.0 twice the usual share. Places with little crime are drawn "
    "towards 1.0.",
}
VISITED = (
    "Many more people are in the city than live there, at work, shopping or out at night, so a "
    "rate per resident misleads there."
)
SHOPS = "Burglary is of shops and offices too, so a rate per household misleads in the city."
# A smaller part of the whole, in percent, is no headline.
TOLD_FROM = 5
TO_NINE = ("no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine")


def place_columns(measure: str, within: str, per: str) -> tuple[str, ...]:
    """The heads of the list of places in an area; rates are per 1,000 of `per`."""
    whole = areas.level_name(areas.one(within).level)
    base = f" {residents.per_thousand(per)}" if per != residents.RESIDENTS else ""
    return tuple(head.format(whole=whole, base=base) for head in PLACE_COLUMNS[measure])


def place_cells(row: Any, measure: str) -> tuple[str, ...]:
    """A place's figures as the list shows them; the first is what the map says of it."""
    counted = marked(row["count"], row["status"])
    if measure == "change":
        return verdict(row), f"{counted}, was {count(row['before'])}", interval(row)
    if counted == CONFIDENTIAL:
        return (CONFIDENTIAL,) * (len(PLACE_COLUMNS[measure]) - 1)
    if measure == "rate":
        if pd.isna(row["value"]) and row["visited"]:
            return "[z]", number(row["rate"]), counted
        mapped = f"{number(row['value'])} ({share(100 * row['reliability'])})"
        return mapped, number(row["rate"]), counted
    if measure == "share":
        own = f"{counted} ({share(row['share'])})"
        return number(row["value"], 2), number(row["quotient"], 2), own
    return counted, share(row["part"])


def place_text(row: Any, measure: str) -> str:
    """What the map says of a place."""
    counted = marked(row["count"], row["status"])
    if pd.isna(row["count"]):
        return "Withheld" if counted == CONFIDENTIAL else "No figures published"
    if measure == "change":
        before = "" if pd.isna(row["before"]) else f": {counted}, was {count(row['before'])}"
        return f"{verdict(row)}{before}"
    if measure == "rate":
        if pd.isna(row["value"]):
            return f"{capital(row['per'])} mislead here; {counted} recorded"
        return f"{number(row['value'])} {residents.per_thousand(row['per'])}"
    if measure == "share":
        return f"{number(row['value'], 2)} times the usual share"
    return f"{counted} recorded"


def legend(
    rows: pd.DataFrame, measure: str, breaks: Sequence[float]
) -> tuple[tuple[int, str], ...]:
    """What each colour of the map stands for, palest first; NO_STEP is without a figure."""
    steps = EVIDENCE if measure == "change" else tuple(enumerate(step_labels(breaks, measure)))
    without = ((NO_STEP, WITHOUT.get(measure, "no figure")),)
    return (*steps, *(without if (rows["step"] == NO_STEP).any() else ()))


def step_labels(breaks: Sequence[float], measure: str) -> list[str]:
    """The ranges between breaks, the lowest first."""
    if not breaks:
        return ["any"]
    between = [
        f"{_edge(low)} to {_edge(high - 1 if measure == 'count' else high)}"
        for low, high in zip(breaks, breaks[1:], strict=False)
    ]
    return [f"under {_edge(breaks[0])}", *between, f"{_edge(breaks[-1])} or more"]


def map_title(rows: pd.DataFrame, measure: str, offence: str, kind: str) -> str:
    """The headline of the map: where the most is, or how many places changed."""
    known = rows[rows["count"].notna()]
    if known.empty:
        return f"No count of {crime(offence)} can be shown by {kind}"
    if len(known) < len(rows) and not (rows["status"] == "confidential").any():
        return f"Figures of {len(known)} of {len(rows)} {kind}"
    if measure == "change":
        return stand_out(rows, kind)
    drawn = rows[rows["value"].notna()].sort_values("value", ascending=False)
    if not drawn["count"].sum() > 0:
        return f"No {crime(offence)} in these figures"
    first = drawn.iloc[: 3 if len(drawn) > 3 else 1]
    if measure == "count" and first["part"].sum() >= TOLD_FROM:
        return f"{share(first['part'].sum())} of {crime(offence)} is in {several(first)}"
    words = {"count": "Most recorded", "rate": "Highest rate", "share": "Largest share"}[measure]
    return f"{words}: {several(first)}"


def map_lead(rows: pd.DataFrame, question: Question, basis: Basis, level: str, measure: str) -> str:
    """The answer of the map in a sentence: where, how many of how many, when."""
    kind = areas.plural(level)
    title = map_title(rows, measure, question.offence, kind)
    known = rows[rows["count"].notna()]
    if known.empty:
        return f"{title}."
    if len(known) < len(rows) and not (rows["status"] == "confidential").any():
        return (
            f"{title} are published for {basis.period.words}: {several(known)}. "
            "They are a part, so no share and no order is given."
        )
    whole = rows["whole"].iloc[0]
    if measure == "count" and pd.notna(whole):
        around = areas.one(rows["within"].iloc[0]).name
        return f"{title}. {around} has {count(whole)} in all, {basis.period.words}."
    return f"{title}, {basis.words if measure == 'change' else basis.period.words}."


def map_subtitle(question: Question, basis: Basis, measure: str) -> str:
    """Measure, offence, days and source: what a saved picture must carry."""
    what = offences.one(question.offence).name
    if measure == "rate":
        return f"{what}: {per_thousand(basis, question.per)} ({basis.source.short})"
    days = basis.words if measure == "change" else basis.period.words
    return f"{what}, {days} ({basis.source.short})"


def crime(offence: str) -> str:
    """An offence inside a sentence: "recorded crime", "recorded burglary"."""
    words = recorded(offence)
    return words[:1].lower() + words[1:]


def per_thousand(basis: Basis, per: str = residents.RESIDENTS) -> str:
    """ "recorded per 1,000 residents (mid-2017 estimate), in seven months, April to …"."""
    return f"recorded {rate_of(basis, per)}, in {_long(basis)}, {basis.period.words}"


def rate_of(basis: Basis, per: str = residents.RESIDENTS) -> str:
    """ "per 1,000 residents (census of March 2021)", the count nearest to the period."""
    found = residents.nearest(basis.period, per)
    when = found.name if found and found.name else here().residents
    return f"{residents.per_thousand(per)}{f' ({when})' if when else ''}"


def instead(question: Question, basis: Basis, measure: str) -> str:
    """Why another period or offence is shown than was asked for."""
    cannot = "cannot be compared" if measure == "change" else "are not published"
    return (
        f"The figures asked for {cannot} for these places, so this is "
        f"{crime(question.offence)}, {basis.words} ({basis.source.short})."
    )


def about_map(rows: pd.DataFrame, measure: str, part: bool) -> tuple[str, ...]:
    """How to read the map, and what is left out of it."""
    if measure == "change":
        return tuple(each for each in (ABOUT[measure], refused(rows)) if each)
    per = rows["per"].iloc[0]
    note = ""
    if rows["visited"].any() and measure in ("rate", "count") and not part:
        note = misleading(per if measure == "rate" else residents.RESIDENTS)
    if note and measure == "rate":
        note = f"{note} Counts of the city are listed instead of mapped rates."
    return tuple(each for each in (ABOUT[measure].format(per=per), note) if each)


def misleading(per: str) -> str:
    """Why no rate is given where far more people are about than live."""
    return SHOPS if per == residents.HOUSEHOLDS else VISITED


def refused(rows: pd.DataFrame) -> str:
    """Why a change cannot be shown anywhere, "" when it can."""
    found = [sentence for sentence in rows["refused"] if isinstance(sentence, str) and sentence]
    if found:
        return found[0]
    if not rows["verdict"].isin(set(Verdict) - {Verdict.NO_COMPARISON}).any():
        return "This source does not count it, or has no count of the earlier period."
    return ""


def group_name(kind: str) -> str:
    """ "all parishes" or "rural parishes"."""
    return f"{kind} {areas.plural(areas.lowest())}"


def _long(basis: Basis) -> str:
    months = [one for period in basis.now for one in period.months]
    if not all(period.whole_months for period in basis.now):
        return f"{basis.days[0]} days"
    spelt = TO_NINE[len(months)] if len(months) < len(TO_NINE) else str(len(months))
    return f"{spelt} month{'' if len(months) == 1 else 's'}"


def _edge(value: float) -> str:
    return f"{value:,.0f}" if value >= 100 or value == round(value) else f"{value:,.4g}"
