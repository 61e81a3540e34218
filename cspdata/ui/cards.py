"""Partners' figures as cards in one accessible component; the words come from `sentences`."""

from collections.abc import Iterator, Sequence
from typing import Any

import pandas as pd
import streamlit as st

from cspdata import metrics, queries, sentences, settings
from cspdata.ui import data
from cspdata.ui.component import FRAME, ours

LINE_FROM = 3
THEME, PARTNER = "theme", "partner"


def activity_cards(rows: pd.DataFrame, key: str, by: Sequence[str] = (THEME, PARTNER)) -> None:
    """Cards below headings for each theme and partner, in the order of `by`, the last at level 3.

    `rows` of `queries.newest_activity`.
    """
    measures = tuple(dict.fromkeys(rows["measure"]))
    drawn = _drawn(settings.store(), data.version(), measures, tuple(by), rows)
    ours("cards", FRAME)(key=key, data={"sections": drawn})


def card(rows: pd.DataFrame, past: pd.DataFrame) -> dict[str, Any]:
    """What one card says: a measure's rows of `queries.newest_activity` and `activity_past`."""
    measure = metrics.one(rows["measure"].iloc[0])
    whole, parts = rows[rows["breakdown"] == ""], rows[rows["breakdown"] != ""]
    if whole.empty and len(parts) == 1:
        whole, parts = parts, whole
    lines = [
        words
        for _, row in whole.iterrows()
        for words in (sentences.activity_change(row), sentences.printed_comparison(row))
        if words
    ]
    lines += [sentences.conflict(own) for _, own in rows[rows["conflict"]].groupby("breakdown")]
    return {
        "name": measure.name,
        **_headline(whole, measure),
        "period": rows["period"].iloc[0].words,
        "lines": lines,
        "parts": _parts(parts, rows["value"].max()),
        "definition": measure.definition,
        "aside": _aside(whole),
        "source": "" if rows["conflict"].any() else "; ".join(dict.fromkeys(rows["reference"])),
        "notes": [*_notes(rows), f"From {measure.supplier}. {metrics.BETTER[measure.better]}"],
        **_past(past),
    }


@st.cache_resource(max_entries=64, show_spinner=False)
def _drawn(
    place: str, at: int, measures: tuple[str, ...], by: tuple[str, ...], _rows: pd.DataFrame
) -> list[dict[str, Any]]:
    return list(_sections(_rows, list(by), 4 - len(by)))


def _sections(rows: pd.DataFrame, by: list[str], level: int) -> Iterator[dict[str, Any]]:
    names, about = _headings(by[0])
    for code in (code for code in names if (rows[by[0]] == code).any()):
        own = rows[rows[by[0]] == code]
        yield {
            "level": level,
            "title": names[code],
            "about": about[code],
            "sections": list(_sections(own, by[1:], level + 1)) if by[1:] else [],
            **_cards_of(own, bool(by[1:])),
        }


def _headings(by: str) -> tuple[dict[str, str], dict[str, str]]:
    if by == THEME:
        priorities = metrics.priorities()
        return (
            {code: one.name for code, one in priorities.items()},
            {code: one.about for code, one in priorities.items()},
        )
    partners = metrics.partners()
    return metrics.partner_names(), {code: one.about for code, one in partners.items()}


def _cards_of(rows: pd.DataFrame, deeper: bool) -> dict[str, Any]:
    """The cards of one group; a source that all of them share is said once above them."""
    if deeper:
        return {"cards": [], "source": ""}
    figures = data.table("activity")
    cards = [
        card(own, queries.activity_past(figures, str(measure)))
        for measure, own in rows.groupby("measure", sort=False)
    ]
    sources = {each["source"] for each in cards}
    if len(sources) > 1:
        return {"cards": cards, "source": ""}
    return {"cards": [each | {"source": ""} for each in cards], "source": sources.pop()}


def _headline(whole: pd.DataFrame, measure: metrics.Measure) -> dict[str, str]:
    if whole.empty:
        return {"figure": "", "unit": measure.unit.capitalize()}
    said = [
        sentences.figure_and_unit(row["value"], row["unit"], row["status"])
        for _, row in whole.iterrows()
    ]
    told = [said[0][1] if len(said) == 1 else measure.unit]
    first = whole.iloc[0]
    told += [f"of {sentences.count(first['base'])}"] if pd.notna(first["base"]) else []
    told += [first["breakdown"]] if first["breakdown"] else []
    figure = " or ".join(figure for figure, _ in said)
    return {"figure": figure, "unit": ", ".join(word for word in told if word)}


def _parts(rows: pd.DataFrame, most: float) -> list[dict[str, Any]]:
    """The parts with their bars, from zero to the whole or, without one, to the largest part."""
    return [
        {
            "name": row["breakdown"],
            "figure": sentences.figure_and_unit(row["value"], row["unit"], row["status"])[0],
            "before": "" if pd.isna(row["before"]) else f"was {sentences.count(row['before'])}",
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
            sentences.amount(row["value"], row["unit"], row["status"]),
        ]
        for _, row in past.iterrows()
    ]
    whole = past[past["breakdown"] == ""].drop_duplicates("period")
    line = [{"period": row["period"].words, "value": row["value"]} for _, row in whole.iterrows()]
    return {"past": rows, "line": line if len(line) >= LINE_FROM else []}
