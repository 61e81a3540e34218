"""Comparisons as honest English: counts first, then the verdict and what chance allows.

A row is one of `answers.comparison`.
"""

import pandas as pd

from cspdata import areas, offences
from cspdata.answers.words.figures import (
    Row,
    count,
    difference,
    interval,
    listed,
    lower_offence,
    more_or_fewer,
    percent,
)
from cspdata.change import PercentRule, Verdict
from cspdata.periods import runs
from cspdata.question import Against
from cspdata.sources import POLICE_UK
from cspdata.sums.basis import Basis

VERBS = {
    Verdict.STRONG_RISE: "rose",
    Verdict.STRONG_FALL: "fell",
    Verdict.POSSIBLE_RISE: "may have risen",
    Verdict.POSSIBLE_FALL: "may have fallen",
}
SHORT = {
    Verdict.STRONG_RISE: "strong sign of a rise",
    Verdict.STRONG_FALL: "strong sign of a fall",
    Verdict.POSSIBLE_RISE: "possible rise",
    Verdict.POSSIBLE_FALL: "possible fall",
    Verdict.UNCLEAR: "no clear change",
    Verdict.TOO_FEW: "too few to call",
    Verdict.NO_COMPARISON: "not compared",
}
MARKS = {
    Verdict.STRONG_RISE: "▲",
    Verdict.POSSIBLE_RISE: "△",
    Verdict.STRONG_FALL: "▼",
    Verdict.POSSIBLE_FALL: "▽",
    Verdict.UNCLEAR: "–",
    Verdict.TOO_FEW: "·",
    Verdict.NO_COMPARISON: "",
}
WITHHELD = "This count is withheld: with others it could point at a person."


def headline(row: Row, basis: Basis) -> str:
    """What happened, as a heading: "Recorded burglary rose in Winchester District, April to …"."""
    what, where = (
        recorded(row["offence"]),
        f"in {areas.one(row['area']).name}, {basis.period.words}",
    )
    verb = VERBS.get(row["verdict"])
    if verb:
        return f"{what} {verb} {where}"
    said = {Verdict.UNCLEAR: "No clear change in", Verdict.TOO_FEW: "Too few to call a change:"}
    opening = said.get(row["verdict"])
    return f"{opening} {_lower(what)} {where}" if opening else f"{what} {where}"


def _lower(words: str) -> str:
    return words[:1].lower() + words[1:]


def recorded(offence: str) -> str:
    """An offence as the subject of a sentence that says that it is what was recorded."""
    if offence == offences.ALL_CRIME:
        return "Recorded crime"
    if offence == offences.EXCEPT_VIOLENCE:
        return "Recorded crime except violence and sexual offences"
    return f"Recorded {lower_offence(offence)}"


def change(row: Row, against: Against = Against.YEAR) -> str:
    """One comparison in a sentence or two: counts, difference, verdict, interval."""
    if row["status"] == "confidential":
        return WITHHELD
    if row["refused"]:
        return f"**{count(row['now'])}**, not compared [b]. {row['refused']}"
    if pd.isna(row["before"]):
        return f"**{count(row['now'])}**."
    return f"{counts(row, against)}. {_eventless(row)}{judged(row)}"


def counts(row: Row, against: Against = Against.YEAR) -> str:
    """ "**4,397**, 356 more than a year before (4,041, +9%)", the percentage only where allowed."""
    then = "a year before" if against == Against.YEAR else "just before"
    if row["difference"] == 0:
        return f"**{count(row['now'])}**, the same as {then}"
    shown = row["percent_rule"] != PercentRule.NONE and not row["driven"]
    was = f"{count(row['before'])}, {percent(row)}" if shown else count(row["before"])
    return f"**{count(row['now'])}**, {more_or_fewer(row['difference'])} than {then} ({was})"


def _eventless(row: Row) -> str:
    """What is left without a known event that drives the counts, "" where none does."""
    if not row["driven"]:
        return ""
    by = f" ({row['by']})" if row["source"] != POLICE_UK.source else ""
    now, was = count(row["tested_now"]), count(row["tested_before"])
    return f"Without {row['event']}: **{now}**, was {was}{by}. "


def judged(row: Row) -> str:
    """The verdict and, where a percentage has meaning, the range the change may lie in."""
    words = f"**{short(row['verdict']).capitalize()}**"
    if row["verdict"] == Verdict.TOO_FEW or row["before"] == 0:
        return f"{words}."
    return f"{words}: allowing for chance, anything from {interval(row)}."


def short(verdict: str) -> str:
    """A verdict in the fewest words."""
    return SHORT[Verdict(verdict)]


def mark(verdict: str) -> str:
    """A verdict's mark of direction, filled where the sign is strong."""
    return MARKS[Verdict(verdict)]


def stand_out(rows: pd.DataFrame, what: str) -> str:
    """ "2 of 14 offences stand out", or that none does."""
    tested = int(rows["p"].notna().sum())
    standing = int(rows["stands_out"].sum())
    if not tested:
        return f"No {what} can be compared"
    if not standing:
        return f"None of {tested} {what} stands out"
    return f"{standing} of {tested} {what} {'stands' if standing == 1 else 'stand'} out"


def each(rows: pd.DataFrame, against: Against = Against.YEAR) -> tuple[str, ...]:
    """A sentence for every row, named by what differs between them."""
    named = "area_name" if rows["area"].nunique() > 1 else "offence_name"
    return tuple(f"**{row[named]}**: {change(row, against)}" for _, row in rows.iterrows())


def each_count(rows: pd.DataFrame) -> str:
    """ "violence against the person 95, sexual offences 10 and robbery 1"."""
    pairs = zip(rows["offence"], rows["now"], strict=True)
    return listed(f"{lower_offence(offence)} {count(value)}" for offence, value in pairs)


def driving(rows: pd.DataFrame, named: str, most: int = 3) -> str:
    """Which rows make up the most of a change, both ways."""
    rises = rows[rows["difference"] > 0].nlargest(most, "difference")
    falls = rows[rows["difference"] < 0].nsmallest(most, "difference")
    parts = [
        f"{label}: {_differences(part, named)}."
        for label, part in (("Largest rises", rises), ("Largest falls", falls))
        if len(part)
    ]
    return " ".join(parts) or "No difference anywhere."


def moved_apart(rows: pd.DataFrame, place: str) -> str:
    """Whether an area moved apart from the rest, of rows of `answers.against_rest`."""
    loud = rows[rows["stands_out"]]
    if loud.empty:
        return f"No offence moved clearly apart from the rest of the district in {place}."
    return " ".join(four_counts(row) for _, row in loud.iterrows())


def four_counts(row: Row) -> str:
    """ "Burglary: here 89 to 70, everywhere else 238 to 310: did not share the rise"."""
    here = f"here {count(row['before'])} to {count(row['now'])}"
    rest = f"everywhere else {count(row['rest_before'])} to {count(row['rest_now'])}"
    return f"**{row['offence_name']}**: {here}, {rest}: {shared(row)}."


def shared(row: Row) -> str:
    """How an area's change lies to that of the rest."""
    if row["verdict"] not in VERBS:
        return "no clear difference"
    up = row["verdict"] in (Verdict.STRONG_RISE, Verdict.POSSIBLE_RISE)
    possibly = (
        "possibly " if row["verdict"] in (Verdict.POSSIBLE_RISE, Verdict.POSSIBLE_FALL) else ""
    )
    here, rest = row["now"] - row["before"], row["rest_now"] - row["rest_before"]
    if up and here > 0:
        said = "rose more" if rest > 0 else "rose, the rest did not"
    elif up:
        said = "fell less" if here < 0 else "did not share the fall"
    elif rest > 0:
        said = "rose less" if here > 0 else "did not share the rise"
    else:
        said = "fell more" if rest < 0 else "fell, the rest did not"
    return possibly + said


def left_out(basis: Basis) -> str:
    """Which months have no figures and are left out of both years, "" where none is."""
    if not basis.left_out:
        return ""
    names = listed(run.words for run in runs(basis.left_out))
    have = "has" if len(set(basis.left_out)) == 1 else "have"
    both = " and is left out of both years" if have == "has" else " and are left out of both years"
    return f"{names} {have} no figures{both if basis.before else ''}."


def with_left_out(sentence: str, basis: Basis) -> str:
    """A sentence on a count, and which months are not in it."""
    return " ".join(filter(None, [sentence, left_out(basis)]))


def _differences(rows: pd.DataFrame, named: str) -> str:
    pairs = zip(rows[named], rows["difference"], strict=True)
    return listed(f"{name} ({difference(value)})" for name, value in pairs)
