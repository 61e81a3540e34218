"""One question as one comparison, for programs: counts, verdict, what to know, a sentence."""

from typing import Any

import pandas as pd

from cspdata import caveats, change, residents
from cspdata.answers import notes
from cspdata.answers.comparison import at, comparison
from cspdata.answers.rates import visited
from cspdata.answers.words import places, quotes
from cspdata.published import Published
from cspdata.question import Question
from cspdata.sums.basis import Basis, why_missing

NUMBERS = ("now", "before", "difference", "percent", "low", "high", "dispersion")


def single(published: Published, question: Question) -> dict[str, Any]:
    """The answer as plain values: None where there is none, and `refused` says why.

    Percent, low and high are in percent; an interval open above has a high of None.
    """
    asked = published.choose(question)
    basis = published.rest_on(asked)
    told: dict[str, Any] = {"question": _asked(asked), "version": published.version}
    if basis is None:
        missing = why_missing(published.held, asked)
        nothing = dict.fromkeys((*NUMBERS, "verdict", "stands_out", "source"))
        return (
            told
            | nothing
            | {
                "rate": None,
                "events": [],
                "caveats": [],
                "notes": [],
                "refused": missing.reason,
                "sentence": missing.reason,
            }
        )
    row = at(published.ask(comparison, basis), asked.area, asked.offence)
    return told | {
        **{name: _plain(row.get(name)) for name in NUMBERS},
        "verdict": str(row["verdict"]),
        "stands_out": bool(row["stands_out"]),
        "rate": _rate(basis, asked, row["now"]),
        "events": _events(row),
        "caveats": _caveats(basis, asked),
        "notes": notes.told(published, asked, basis),
        "refused": row["refused"] or _uncompared(basis, row),
        "sentence": quotes.say(row, basis, asked),
        "left_out": [month.words for month in basis.left_out],
        "status": str(row["status"]),
        "source": basis.source.source,
        "period": str(basis.period),
    }


def _asked(question: Question) -> dict[str, str]:
    return {"words": question.words, **question.to_address()}


def _rate(basis: Basis, question: Question, now: float) -> dict[str, Any] | None:
    """The rate with its 95 % interval, per 1,000 of the base it names; None without a count."""
    base = residents.nearest(basis.period, question.per)
    if base is None or pd.isna(now):
        return None
    of = base.numbers[question.area]
    found = change.rate_interval([now], [of]).iloc[0]
    return {
        "per": f"1,000 {base.counted}",
        "counted": base.name,
        "source": base.source,
        base.counted: of,
        "caution": places.misleading(base.counted) if visited(question.area) else "",
        **{name: round(float(found[name]), 4) for name in ("rate", "low", "high")},
    }


def _plain(value: Any) -> float | int | None:
    if value is None or pd.isna(value) or value in (float("inf"), float("-inf")):
        return None
    return int(value) if float(value).is_integer() else float(value)


def _events(row: pd.Series) -> list[dict[str, Any]]:
    """The known event that drives the counts, and what they are without it."""
    if not row["driven"]:
        return []
    without = {"now": _plain(row["tested_now"]), "before": _plain(row["tested_before"])}
    return [{"event": row["event"], "counted_by": row["by"], **without}]


def _caveats(basis: Basis, question: Question) -> list[dict[str, str]]:
    days = [basis.period, *([basis.earlier] if basis.earlier else [])]
    found = caveats.touching(basis.source.source, days, [question.area], [question.offence])
    return [{"effect": one.effect, "title": one.title, "sentence": one.sentence} for one in found]


def _uncompared(basis: Basis, row: pd.Series) -> str:
    """Why there is no count before, "" where there is one or none was asked for."""
    if basis.earlier is None or pd.notna(row["before"]):
        return ""
    return f"No figures of {basis.earlier.words} are published from {basis.source.short}."
