"""A figure to take along: a sentence to read aloud, and the citation that proves it."""

from collections.abc import Sequence
from urllib.parse import urlencode

import pandas as pd

from cspdata import areas, caveats, offences, settings
from cspdata.answers.blocks import Quote
from cspdata.answers.words.changes import change, left_out, recorded
from cspdata.answers.words.figures import Row, count, percent
from cspdata.change import PercentRule, Verdict
from cspdata.published import Published
from cspdata.question import Against, Question
from cspdata.sums.basis import Basis

SPELT = (
    "none",
    "one",
    "two",
    "three",
    "four",
    "five",
    "six",
    "seven",
    "eight",
    "nine",
    "ten",
    "eleven",
    "twelve",
)
TOLD = ("break", "note", "slip")  # effects of caveats that change what a figure means
SAID = {
    Verdict.STRONG_RISE: "A strong sign of a rise.",
    Verdict.STRONG_FALL: "A strong sign of a fall.",
    Verdict.POSSIBLE_RISE: "A possible rise.",
    Verdict.POSSIBLE_FALL: "A possible fall.",
    Verdict.UNCLEAR: "No clear change.",
    Verdict.TOO_FEW: "Too few to call a change.",
    Verdict.NO_COMPARISON: "",
}


def quote(published: Published, row: Row, basis: Basis, question: Question) -> Quote:
    """A comparison in both forms; the citation leads to its own area, offence, days and source."""
    return Quote(say(row, basis, question), cite(published, row, basis, question))


def say(row: Row, basis: Basis, question: Question) -> str:
    """ "Recorded burglary in St Paul, June to August 2017: nine, against twelve a year before.
    Too few to call a change." Months that are not counted are named, since nobody who hears it
    could know.
    """
    what = f"{recorded(row['offence'])} in {areas.one(row['area']).name}, {basis.period.words}"
    if row["status"] == "confidential":
        return f"{what}: not shown, because with others it could point at a person."
    told = f"{what}: {spelt(row['now'])}"
    absent = left_out(basis)
    if row["refused"]:
        return _joined(f"{told}. That cannot be compared with {_then(question)}.", absent)
    if pd.isna(row["before"]):
        return _joined(f"{told}.", absent)
    verdict = SAID[Verdict(row["verdict"])]
    against = f"{told}, against {spelt(row['before'])} {_then(question)}{_moved(row)}."
    return _joined(f"{against}{_eventless(row)}", verdict, absent)


def cite(published: Published, row: Row, basis: Basis, question: Question) -> str:
    """The figures with both periods, verdict, what to know, source, version and address."""
    name, place = offences.one(row["offence"]).name, areas.one(row["area"]).name
    against = ""
    if basis.earlier and not pd.isna(row["before"]):
        against = f" against {basis.earlier.days_in_words}"
    what = f"{name} in {place}, {basis.period.days_in_words}{against}"
    figures = change(row, question.against).replace("**", "")
    source = f"Source: {basis.source.name}. {published.words}"
    lead_back = address(_own(row, basis, question))
    return _joined(f"{what}: {figures}", left_out(basis), *_to_know(row, basis), source, lead_back)


def address(question: Question, page: str = "area") -> str:
    """Where a question is answered; without a known host it begins with "/"."""
    asked = urlencode(question.to_address())
    return f"{settings.address().rstrip('/')}/{page}{'?' if asked else ''}{asked}"


def spelt(value: float) -> str:
    """A count as it is said: "nine", "1,382"."""
    return SPELT[int(value)] if 0 <= value < len(SPELT) else count(value)


def _joined(*sentences: str) -> str:
    return " ".join(filter(None, sentences))


def _own(row: Row, basis: Basis, question: Question) -> Question:
    """The question that has this row as its answer, also when more is published."""
    return question.at(
        area=row["area"],
        offence=row["offence"],
        period=basis.period,
        source=basis.source.source,
    )


def _then(question: Question) -> str:
    return "just before" if question.against == Against.BEFORE else "a year before"


def _eventless(row: Row) -> str:
    if not row["driven"]:
        return ""
    now, before = spelt(row["tested_now"]), spelt(row["tested_before"])
    return f" Without {row['event']}, {now} against {before}."


def _moved(row: Row) -> str:
    """ ", up 36%", where the count before carries a percentage without a warning."""
    if row["driven"] or row["percent_rule"] != PercentRule.SHOWN or round(row["percent"]) == 0:
        return ""
    way = "up" if row["percent"] > 0 else "down"
    return f", {way} {percent(row).lstrip('+−')}"


def _to_know(row: Row, basis: Basis) -> Sequence[str]:
    days = [basis.period, *([basis.earlier] if basis.earlier else [])]
    found = caveats.touching(basis.source.source, days, [row["area"]], [row["offence"]])
    telling = [one for one in found if one.effect in TOLD]
    return [f"Note: {telling[0].sentence}"] if telling else []
