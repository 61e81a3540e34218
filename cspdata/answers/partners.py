"""Partners' figures as cards and tables; which of them may be tested is decided in `sums`."""

from collections.abc import Iterator, Sequence
from typing import Any

import pandas as pd

from cspdata import metrics
from cspdata.answers import tables
from cspdata.answers.blocks import Cards, Table
from cspdata.answers.words import figures
from cspdata.answers.words import partners as words
from cspdata.published import Published
from cspdata.sums.partners import activity_past

THEME, PARTNER = "theme", "partner"
LINE_FROM = 3
Rows = list[dict[Any, Any]]
COLUMNS = ("Measure", "Figure", "Period", "Compared with", "Where it stands")
HELD = [
    "partner",
    "measure",
    "breakdown",
    "period_start",
    "period_end",
    "value",
    "unit",
    "base",
    "before",
    "difference",
    "tested",
    "verdict",
    "status",
    "reference",
]


def cards(
    published: Published, rows: pd.DataFrame, label: str, by: Sequence[str] = (THEME, PARTNER)
) -> Cards:
    """Cards below headings for each theme and partner, in the order of `by`.

    `rows` of `sums.partners.newest_activity`. A section has level, title, about, source, cards
    and sections; a card what `card` gives.
    """
    return Cards(label, tuple(_sections(rows, published.ask(every_card), list(by), 4 - len(by))))


def every_card(published: Published) -> dict[str, dict[str, Any]]:
    """The card of each measure with a figure, by its code."""
    past = _by_measure(activity_past(published.table("activity")))
    newest = _by_measure(published.activity)
    return {measure: card(rows, past[measure]) for measure, rows in newest.items()}


def card(rows: Rows, past: Rows) -> dict[str, Any]:
    """What one card says: a measure's newest rows, and every figure of `activity_past`."""
    measure = metrics.one(rows[0]["measure"])
    whole = [row for row in rows if not row["breakdown"]]
    parts = [row for row in rows if row["breakdown"]]
    if not whole and len(parts) == 1:
        whole, parts = parts, whole
    disagree = any(row["conflict"] for row in rows)
    return {
        "name": measure.name,
        **_headline(whole, measure),
        "period": rows[0]["period"].words,
        "lines": [*_compared(whole), *_conflicts(rows)],
        "parts": _parts(parts, max(row["value"] for row in rows)),
        "definition": measure.definition,
        "aside": _aside(whole),
        "source": "" if disagree else "; ".join(dict.fromkeys(row["reference"] for row in rows)),
        "notes": [
            *_notes(rows),
            f"From {measure.supplier}. {metrics.BETTER[measure.better]}".strip(),
        ],
        **_past(past),
    }


def table(rows: pd.DataFrame, caption: str, name: str) -> Table:
    """The newest figures a row each: figure, period, what it is compared with, where it stands."""
    cells = [
        (
            named(row),
            words.amount(row["value"], row["unit"], row["status"]),
            row["period"].words,
            " ".join(line for line in (words.change(row), words.printed_comparison(row)) if line),
            row["reference"],
        )
        for row in rows.to_dict("records")
    ]
    return tables.table(caption, COLUMNS, cells, name, rows[HELD])


def named(row: figures.Row) -> str:
    """ "Online reports of anti-social behaviour: City"."""
    name = metrics.one(row["measure"]).name
    return f"{name}: {row['breakdown']}" if row["breakdown"] else name


def _sections(
    rows: pd.DataFrame, made: dict[str, dict[str, Any]], by: list[str], level: int
) -> Iterator[dict[str, Any]]:
    held = set(rows[by[0]])
    for code, (title, about) in _headings(by[0]).items():
        if code not in held:
            continue
        own = rows[rows[by[0]] == code]
        below = list(_sections(own, made, by[1:], level + 1)) if by[1:] else []
        inside = [] if by[1:] else [made[measure] for measure in own["measure"].unique()]
        source = _shared(inside)
        yield {
            "level": level,
            "title": title,
            "about": about,
            "sections": below,
            "cards": [each | {"source": ""} for each in inside] if source else inside,
            "source": source,
        }


def _headings(by: str) -> dict[str, tuple[str, str]]:
    """Title and description by code, in the order in which they are shown."""
    listed = metrics.priorities() if by == THEME else metrics.partners()
    return {code: (one.name, one.about) for code, one in listed.items()}


def _by_measure(rows: pd.DataFrame) -> dict[str, Rows]:
    found: dict[str, Rows] = {}
    for row in rows.to_dict("records"):
        found.setdefault(row["measure"], []).append(row)
    return found


def _shared(made: Sequence[dict[str, Any]]) -> str:
    """The source that all cards have, said once above them, "" where they differ."""
    sources = {each["source"] for each in made}
    return str(sources.pop()) if len(sources) == 1 else ""


def _headline(whole: Rows, measure: metrics.Measure) -> dict[str, str]:
    if not whole:
        return {"figure": "", "unit": measure.unit.capitalize()}
    said = [words.figure_and_unit(row["value"], row["unit"], row["status"]) for row in whole]
    first = whole[0]
    beside = [
        said[0][1] if len(said) == 1 else measure.unit,
        f"of {figures.count(first['base'])}" if pd.notna(first["base"]) else "",
        first["breakdown"],
    ]
    figure = " or ".join(figure for figure, _ in said)
    return {"figure": figure, "unit": ", ".join(word for word in beside if word)}


def _compared(whole: Rows) -> list[str]:
    said = [line for row in whole for line in (words.change(row), words.printed_comparison(row))]
    return [line for line in said if line]


def _conflicts(rows: Rows) -> list[str]:
    """What is stated in two ways, for each part of which it is."""
    disagreeing = [row for row in rows if row["conflict"]]
    parts = dict.fromkeys(row["breakdown"] for row in disagreeing)
    return [
        words.conflict([row for row in disagreeing if row["breakdown"] == part]) for part in parts
    ]


def _parts(rows: Rows, most: float) -> list[dict[str, Any]]:
    """The parts with their bars, from zero to the whole or, without one, to the largest part."""
    return [
        {
            "name": row["breakdown"],
            "figure": words.figure_and_unit(row["value"], row["unit"], row["status"])[0],
            "before": "" if pd.isna(row["before"]) else f"was {figures.count(row['before'])}",
            "share": max(0.0, row["value"] / most) if most > 0 else 0.0,
        }
        for row in rows
    ]


def _aside(whole: Rows) -> str:
    """What must be known to read the figure at all: the first sentence of its note."""
    if len(whole) != 1:
        return ""
    first, stop, _ = str(whole[0]["note"]).partition(". ")
    return first + stop.strip()


def _notes(rows: Rows) -> list[str]:
    """What is known about the figures: said once where it holds for all of them."""
    if len({row["note"] for row in rows}) == 1:
        return [rows[0]["note"]] if rows[0]["note"] else []
    return [
        f"{row['breakdown']}: {row['note']}" if row["breakdown"] else row["note"]
        for row in rows
        if row["note"]
    ]


def _past(past: Rows) -> dict[str, Any]:
    """From the second period on every figure as a table, from the third a line of the whole."""
    if len({row["period"] for row in past}) < 2:
        return {"past": [], "line": []}
    rows = [
        [
            row["period"].words,
            row["breakdown"],
            words.amount(row["value"], row["unit"], row["status"]),
        ]
        for row in past
    ]
    whole = {row["period"]: row["value"] for row in reversed(past) if not row["breakdown"]}
    line = [{"period": period.words, "value": whole[period]} for period in sorted(whole)]
    return {"past": rows, "line": line if len(line) >= LINE_FROM else []}
