"""Notes that officers signed, beside the figure that each is about; no verdict ever reads one."""

from collections.abc import Iterator
from typing import Any

import pandas as pd

from cspdata import areas, offences
from cspdata.answers.blocks import Block, Fold, Heading, Points, Words
from cspdata.answers.words import notes as words
from cspdata.published import Published
from cspdata.question import Question
from cspdata.sums.basis import Basis, within

SHOWN = 3  # notes beside a figure before the rest is folded
DRAWN = ["number", "first", "last", "said"]
TOLD = ("note", "area", "offence", "words", "author", "reference")


def standing(published: Published) -> pd.DataFrame:
    """The stored notes that are not withdrawn, in the order of their days."""
    rows = published.table("notes")
    kept = rows[~rows["withdrawn"].astype(bool)]
    return kept.sort_values(["period_start", "period_end", "note"], ignore_index=True)


def of_months(published: Published, area: str, offence: str) -> pd.DataFrame:
    """The notes on one area and offence, for the chart of its months and the list below it.

    Beside the stored columns: number (from 1), first and last (months, by their first days), said.
    """
    rows = published.ask(standing)
    rows = rows[(rows["area"] == area) & (rows["offence"] == offence)].reset_index(drop=True)
    numbered = list(enumerate(rows.to_dict("records"), 1))
    spans = [words.days(row).months for _, row in numbered]
    return rows.assign(
        number=[number for number, _ in numbered],
        first=pd.to_datetime([span[0].start for span in spans]),
        last=pd.to_datetime([span[-1].start for span in spans]),
        said=[words.said(row, number) for number, row in numbered],
    )


def drawn(rows: pd.DataFrame | None, months: pd.DataFrame) -> pd.DataFrame:
    """The notes of `of_months` that some months have room for: number, first, last, said.

    What begins before the first month, or ends after the last, is cut there.
    """
    if rows is None or months.empty:
        return pd.DataFrame(columns=DRAWN)
    first, last = months["month"].min(), months["month"].max()
    inside = rows[(rows["first"] <= last) & (rows["last"] >= first)]
    return inside.assign(first=inside["first"].clip(first), last=inside["last"].clip(upper=last))[
        DRAWN
    ]


def under_chart(rows: pd.DataFrame) -> tuple[Block, ...]:
    """The notes of `of_months` in words, by the numbers of their marks; () where there is none."""
    if rows.empty:
        return ()
    told = [
        words.point(row, f"Note {row['number']}, {words.days(row).words}")
        for row in rows.to_dict("records")
    ]
    return (Words(words.OF_MONTHS), Points(tuple(told)))


def beside(published: Published, question: Question, basis: Basis | None) -> pd.DataFrame:
    """The notes on what a question asks, or on a kind of it or a place inside, the newest first.

    Their days meet those that are compared, now or before.
    """
    rows = published.ask(standing)
    if basis is None or rows.empty:
        return rows[:0]
    compared = [basis.period, *([basis.earlier] if basis.earlier else [])]
    area, offence = within(question.area), question.offence
    touched = [
        row["area"] in area
        and _concerns(row["offence"], offence)
        and any(words.days(row).overlaps(days) for days in compared)
        for row in rows.to_dict("records")
    ]
    found = rows[touched]
    return found.sort_values(["period_end", "period_start"], ascending=False, kind="stable")


def listed(published: Published, question: Question, basis: Basis) -> Iterator[Block]:
    """What is known of the figures of an area, and folded, of the places inside; else nothing."""
    rows = beside(published, question, basis)
    if rows.empty:
        return
    here = rows["area"] == question.area
    own, inside = (_points(rows[each]) for each in (here, ~here))
    yield Heading("What is known")
    if own:
        yield Points(own[:SHOWN])
    if own[SHOWN:]:
        yield Fold(f"{len(own) - SHOWN} more of what is known here", (Points(own[SHOWN:]),))
    if inside:
        title = f"What is known of places inside {areas.one(question.area).name} ({len(inside)})"
        yield Fold(title, (Points(inside),))
    yield Words(words.ABOUT, "small")


def told(published: Published, question: Question, basis: Basis | None) -> list[dict[str, Any]]:
    """The notes of `beside` on the area itself as plain values, for programs."""
    return [
        {name: row[name] for name in TOLD}
        | {
            "period": str(words.days(row)),
            "signed_on": f"{row['signed_on']:%Y-%m-%d}",
            "version": int(row["version"]),
        }
        for row in beside(published, question, basis).to_dict("records")
        if row["area"] == question.area
    ]


def _points(rows: pd.DataFrame) -> tuple[str, ...]:
    return tuple(words.point(row, words.figure(row)) for row in rows.to_dict("records"))


def _concerns(offence: str, asked: str) -> bool:
    """Whether a note on an offence is about what is asked: it, a kind of it, or all there is."""
    return asked in (offence, offences.ALL_CRIME, *offences.ancestors(offence))
