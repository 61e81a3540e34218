"""The paper on one question of the committee: police figures, partners' work, what to know."""

import pandas as pd

from cspdata import metrics, queries, sentences
from cspdata.briefings import parts, tables
from cspdata.briefings.paper import Block, Heading, Imprint, Paper, Table, Words, from_markdown
from cspdata.metrics import Topic
from cspdata.queries import View
from cspdata.sources import PARTNERS

COLUMNS = ("Measure", "Figure", "Period", "Compared with", "Where it stands")


def theme(
    figures: pd.DataFrame, activity: pd.DataFrame, chosen: View, topic: Topic, imprint: Imprint
) -> Paper:
    """What the page on a question shows.

    `figures` as `queries.prepared` makes them, `activity` as stored.
    """
    police = queries.on_topic(figures, chosen, topic)
    views = [view for view, _ in police]
    named = dict.fromkeys(code for _, rows in police for code in rows["area"])
    listed = dict.fromkeys(code for _, rows in police for code in rows["offence"])
    return Paper(
        name=f"{topic.topic}-{chosen.period.start}-to-{chosen.period.end}",
        title=topic.question,
        about=(("Question", topic.name), *parts.about_figures(views, imprint)),
        imprint=imprint,
        blocks=(
            Words(topic.about),
            Heading("What the police recorded"),
            *_police(police),
            Heading("What the partners did"),
            *_partners(activity, topic),
            *parts.to_know(views, list(named), list(listed)),
            *parts.method(),
            *parts.sources(views, PARTNERS),
        ),
    )


def _police(police: list[tuple[View, pd.DataFrame]]) -> list[Block]:
    if not police:
        return [Words("No police figures bear on this question in what is published.")]
    return [
        block
        for view, rows in police
        for block in (*from_markdown(sentences.answer(rows, view)), *_compared(view, rows))
    ]


def _compared(view: View, rows: pd.DataFrame) -> list[Block]:
    about = f"{sentences.compared(view)}, {view.source.short}"
    if rows["offence"].nunique() == 1:
        return [tables.compared(rows, f"{rows['offence_name'].iloc[0]}, {about}", "area_name")]
    return [
        tables.compared(own, f"{own['area_name'].iloc[0]}, {about}")
        for _, own in rows.groupby("area", sort=False)
    ]


def _partners(activity: pd.DataFrame, topic: Topic) -> list[Block]:
    asked = metrics.on_topic(topic.topic)
    rows = queries.of_measures(queries.newest_activity(activity), asked)
    found: list[Block] = [Words(sentences.activity_summary(rows))]
    for partner, name in metrics.partner_names().items():
        own = rows[rows["partner"] == partner]
        if len(own):
            found += [Heading(name, 2), _of_partner(own, name)]
    for _, said in rows[rows["conflict"]].groupby(["measure", "breakdown"]):
        found.append(Words(sentences.conflict(said)))
    waiting = sentences.waiting_names(queries.waiting(activity, asked))
    return [*found, Words(waiting)] if waiting else found


def _of_partner(rows: pd.DataFrame, name: str) -> Table:
    body = [
        [
            _named(row),
            sentences.amount(row["value"], row["unit"], row["status"]),
            row["period"].words,
            _beside(row),
            row["reference"],
        ]
        for _, row in rows.iterrows()
    ]
    return tables.table(f"Figures of {name}", COLUMNS, body)


def _named(row: pd.Series) -> str:
    name = metrics.one(row["measure"]).name
    return f"{name}: {row['breakdown']}" if row["breakdown"] else name


def _beside(row: pd.Series) -> str:
    return f"{sentences.activity_change(row)} {sentences.printed_comparison(row)}".strip()
