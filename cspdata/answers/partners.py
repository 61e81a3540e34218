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
    past = published.table("activity")
    return Cards(label, tuple(_sections(rows, past, list(by), 4 - len(by))))


def card(rows: pd.DataFrame, past: pd.DataFrame) -> dict[str, Any]:
    """What one card says: a measure's newest rows, and every figure of `activity_past`."""
    measure = metrics.one(rows["measure"].iloc[0])
    whole, parts = rows[rows["breakdown"] == ""], rows[rows["breakdown"] != ""]
    if whole.empty and len(parts) == 1:
        whole, parts = parts, whole
    return {
        "name": measure.name,
        **_headline(whole, measure),
        "period": rows["period"].iloc[0].words,
        "lines": [*_compared(whole), *_conflicts(rows)],
        "parts": _parts(parts, rows["value"].max()),
        "definition": measure.definition,
        "aside": _aside(whole),
        "source": "" if rows["conflict"].any() else "; ".join(dict.fromkeys(rows["reference"])),
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
        for _, row in rows.iterrows()
    ]
    return tables.table(caption, COLUMNS, cells, name, rows[HELD])


def named(row: pd.Series) -> str:
    """ "Online reports of anti-social behaviour: City"."""
    name = metrics.one(row["measure"]).name
    return f"{name}: {row['breakdown']}" if row["breakdown"] else name


def _sections(
    rows: pd.DataFrame, past: pd.DataFrame, by: list[str], level: int
) -> Iterator[dict[str, Any]]:
    for code, (title, about) in _headings(by[0]).items():
        own = rows[rows[by[0]] == code]
        if own.empty:
            continue
        below = list(_sections(own, past, by[1:], level + 1)) if by[1:] else []
        made = [] if by[1:] else list(_cards_of(own, past))
        source = _shared(made)
        yield {
            "level": level,
            "title": title,
            "about": about,
            "sections": below,
            "cards": [each | {"source": ""} for each in made] if source else made,
            "source": source,
        }


def _headings(by: str) -> dict[str, tuple[str, str]]:
    """Title and description by code, in the order in which they are shown."""
    listed = metrics.priorities() if by == THEME else metrics.partners()
    return {code: (one.name, one.about) for code, one in listed.items()}


def _cards_of(rows: pd.DataFrame, past: pd.DataFrame) -> Iterator[dict[str, Any]]:
    for measure, own in rows.groupby("measure", sort=False):
        yield card(own, activity_past(past, str(measure)))


def _shared(made: Sequence[dict[str, Any]]) -> str:
    """The source that all cards have, said once above them, "" where they differ."""
    sources = {each["source"] for each in made}
    return str(sources.pop()) if len(sources) == 1 else ""


def _headline(whole: pd.DataFrame, measure: metrics.Measure) -> dict[str, str]:
    if whole.empty:
        return {"figure": "", "unit": measure.unit.capitalize()}
    said = [
        words.figure_and_unit(row["value"], row["unit"], row["status"])
        for _, row in whole.iterrows()
    ]
    first = whole.iloc[0]
    beside = [
        said[0][1] if len(said) == 1 else measure.unit,
        f"of {figures.count(first['base'])}" if pd.notna(first["base"]) else "",
        first["breakdown"],
    ]
    figure = " or ".join(figure for figure, _ in said)
    return {"figure": figure, "unit": ", ".join(word for word in beside if word)}


def _compared(whole: pd.DataFrame) -> list[str]:
    said = [
        line
        for _, row in whole.iterrows()
        for line in (words.change(row), words.printed_comparison(row))
    ]
    return [line for line in said if line]


def _conflicts(rows: pd.DataFrame) -> list[str]:
    return [words.conflict(own) for _, own in rows[rows["conflict"]].groupby("breakdown")]


def _parts(rows: pd.DataFrame, most: float) -> list[dict[str, Any]]:
    """The parts with their bars, from zero to the whole or, without one, to the largest part."""
    return [
        {
            "name": row["breakdown"],
            "figure": words.figure_and_unit(row["value"], row["unit"], row["status"])[0],
            "before": "" if pd.isna(row["before"]) else f"was {figures.count(row['before'])}",
            "share": max(0.0, row["value"] / most) if most > 0 else 0.0,
        }
        for _, row in rows.iterrows()
    ]


def _aside(whole: pd.DataFrame) -> str:
    """What must be known to read the figure at all: the first sentence of its note."""
    if len(whole) != 1:
        return ""
    first, stop, _ = str(whole["note"].iloc[0]).partition(". ")
    return first + stop.strip()


def _notes(rows: pd.DataFrame) -> list[str]:
    """What is known about the figures: said once where it holds for all of them."""
    if rows["note"].nunique() == 1:
        return [note for note in rows["note"].unique() if note]
    return [
        f"{row['breakdown']}: {row['note']}" if row["breakdown"] else row["note"]
        for _, row in rows.iterrows()
        if row["note"]
    ]


def _past(past: pd.DataFrame) -> dict[str, Any]:
    """From the second period on every figure as a table, from the third a line of the whole."""
    if past["period"].nunique() < 2:
        return {"past": [], "line": []}
    rows = [
        [
            row["period"].words,
            row["breakdown"],
            words.amount(row["value"], row["unit"], row["status"]),
        ]
        for _, row in past.iterrows()
    ]
    whole = past[past["breakdown"] == ""].drop_duplicates("period")
    line = [{"period": row["period"].words, "value": row["value"]} for _, row in whole.iterrows()]
    return {"past": rows, "line": line if len(line) >= LINE_FROM else []}
