"""About the figures: sources, method, caveats, where print and sum differ, and the lists behind."""

from collections.abc import Iterator

import pandas as pd

from cspdata import areas, caveats, metrics, offences
from cspdata.answers import tables, usual
from cspdata.answers.blocks import Answer, Block, Fold, Heading, Points, Table, Words
from cspdata.answers.words import figures
from cspdata.answers.words import method as words
from cspdata.answers.words import partners as partners_words
from cspdata.change import thresholds
from cspdata.published import Published
from cspdata.question import Question
from cspdata.sources import DISTRICTS, PARTNERS, SOURCES

AREAS = ("Area", "Level", "Part of", "Residents", "Wards", "Membership")
VARIATION = ("Offence", "Times chance", "Series measured")
THRESHOLDS = ("What it decides", "Value", "Unit", "Why")
HELD = ["area", "name", "level", "parent", "residents", "kind", "membership", "wards"]


def answer(published: Published, question: Question) -> Answer:
    """Everything that stands behind the figures; the long lists are folded."""
    blocks: tuple[Block, ...] = (
        Words(words.RECORDED, "lead"),
        Heading("Sources"),
        *(Words(each) for each in words.sources([*SOURCES.values(), DISTRICTS, PARTNERS])),
        Heading("How a change is judged"),
        *method(),
        _folded("Every rule", words.rules()),
        *_variation(published),
        _thresholds(),
        Heading("What to know"),
        _folded("Every caveat", words.caveats(caveats.every())),
        _printed(published),
        _folded("What each offence means", words.definitions(offences.order())),
        Fold(
            "The partners",
            (
                Points(words.partners(metrics.partners().values())),
                Words(partners_words.ABOUT),
            ),
        ),
        Fold("The areas", (_areas(),)),
        Heading("Open data"),
        Words(words.OPEN_DATA),
        Heading("Shorthand"),
        Points(words.shorthand()),
    )
    return Answer("About the figures", "about-the-figures", question, blocks)


def method() -> tuple[Block, ...]:
    """How a change is judged: in words, with the thresholds in force."""
    return (
        Words(words.CHANCE),
        Points(words.verdicts()),
        Words(words.families()),
        Words(words.EVENTS),
        Words(words.LIKE_WITH_LIKE),
    )


def _variation(published: Published) -> Iterator[Block]:
    """How many times more than chance each offence varies, as it is measured here."""
    rows = published.ask(usual.spreads).dropna(subset="typical")
    rows = rows.reindex([code for code in offences.order() if code in rows.index]).reset_index()
    if rows.empty:
        return
    cells = [
        (offences.one(row["offence"]).name, f"{row['typical']:.1f}", f"{row['series']:,.0f}")
        for row in rows.to_dict("records")
    ]
    caption = "How many times more than chance the months of an offence vary"
    made = tables.table(caption, VARIATION, cells, "variation", rows)
    yield Fold("How far counts vary", (Words(words.VARIATION, "small"), made))


def _thresholds() -> Fold:
    rows = thresholds.table()
    cells = [
        (row["meaning"], f"{row['value']:g}", row["unit"], row["reason"])
        for row in rows.to_dict("records")
    ]
    made = tables.table("Every threshold", THRESHOLDS, cells, "thresholds", rows)
    return Fold(f"Every threshold and its reason ({len(cells)})", (made,))


def _folded(title: str, items: tuple[str, ...]) -> Fold:
    return Fold(f"{title} ({len(items)})", (Points(items),))


def _printed(published: Published) -> Fold:
    rows = published.table("printed")
    rows = rows[rows["note"].fillna("") != ""].drop_duplicates("note")
    cells = [(row["note"], row["file"], str(row["row"])) for row in rows.to_dict("records")]
    heads = ("What was found", "File", "Row")
    inside: tuple[Block, ...] = (Words(words.PRINTED),)
    if cells:
        caption = "Where the printed figures do not agree"
        inside += (tables.table(caption, heads, cells, "print-differs", _noted(rows)),)
    return Fold(f"Where the printed figures do not agree ({len(cells)})", inside)


def _noted(rows: pd.DataFrame) -> pd.DataFrame:
    return rows[["file", "row", "note"]]


def _areas() -> Table:
    listed = [areas.one(code) for code in areas.offered(areas.root())]
    cells = [
        (
            "\u2003" * (len(areas.path(one.area)) - 1) + one.name,
            areas.level_name(one.level),
            areas.one(one.parent).name if one.parent else "",
            figures.count(one.residents),
            one.wards,
            words.membership(one),
        )
        for one in listed
    ]
    rows = areas.table()
    return tables.table("Areas", AREAS, cells, "areas", rows[HELD])
