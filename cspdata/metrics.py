"""What partners count, who they are and which questions join them; nothing is counted here.

A measure's kind says how its figures may be compared: `events` happen to a partner and can be
tested; `work` is what a partner decides to do (patrols, visits, letters), which is no chance and is
set side by side as `people`, `stock`, `rate` and `money` are; a `percentage` changes in percentage
points.
"""

from collections.abc import Iterable
from dataclasses import dataclass

import pandas as pd

from cspdata import schemas, settings
from cspdata.sites import of_place
from cspdata.vocabulary import folded, items, lookup, read

EVENTS, WORK, PERCENTAGE = "events", "work", "percentage"
KINDS = (EVENTS, WORK, "people", "rate", PERCENTAGE, "money", "stock")
WHOLE = (EVENTS, WORK, "people", "stock")
BETTER = {"more": "More is better.", "fewer": "Fewer is better.", "neither": ""}
GENERAL = "General"


@dataclass(frozen=True)
class Priority:
    """What the partnership has set itself; GENERAL holds the work outside one priority."""

    priority: str
    name: str
    about: str


@dataclass(frozen=True)
class Partner:
    partner: str
    name: str
    about: str


@dataclass(frozen=True)
class Measure:
    """`breakdowns` are the only parts allowed; where none is listed, any part is."""

    measure: str
    name: str
    partner: str
    unit: str
    kind: str
    better: str
    theme: str
    topics: tuple[str, ...]
    breakdowns: tuple[str, ...]
    definition: str
    supplier: str


@dataclass(frozen=True)
class Topic:
    """A question of the committee, with the areas and offences that the police figures show."""

    topic: str
    name: str
    question: str
    offences: tuple[str, ...]
    areas: tuple[str, ...]
    about: str


@of_place
def table() -> pd.DataFrame:
    """One row per measure in the report's order: the columns of `metrics.csv`, text."""
    return read(settings.table("metrics.csv"), "measure")


@of_place
def _all() -> dict[str, Measure]:
    return {
        row["measure"]: Measure(
            measure=row["measure"],
            name=row["name"],
            partner=row["partner"],
            unit=row["unit"],
            kind=row["kind"],
            better=row["better"],
            theme=row["theme"],
            topics=tuple(items(row["topics"])),
            breakdowns=tuple(items(row["breakdowns"])),
            definition=row["definition"],
            supplier=row["supplier"],
        )
        for row in table().to_dict("records")
    }


def one(measure: str) -> Measure:
    """The measure of that code. Raises KeyError."""
    return _all()[measure]


def every() -> list[Measure]:
    """Every measure, in the report's order."""
    return list(_all().values())


def on_topic(topic: str) -> list[Measure]:
    return [measure for measure in every() if topic in measure.topics]


def matching(text: str) -> list[Measure]:
    """The measures that hold every word of a search in what is said of them."""
    words = folded(text).split()
    return [one for one in every() if all(word in _searched(one.measure) for word in words)]


@of_place
def _searched(measure: str) -> str:
    asked = one(measure)
    partner = partners()[asked.partner]
    told = (measure, asked.name, partner.name, asked.theme, asked.definition, *asked.breakdowns)
    about = (f"{topic} {topics()[topic].name}" for topic in asked.topics)
    return folded(" ".join([*told, *about]))


def template(measures: Iterable[Measure]) -> pd.DataFrame:
    """A row for each measure and listed part, to fill in: the columns of an activity file, text."""
    origin = {column.name for column in (schemas.FILE, schemas.ROW, *schemas.WITHIN)}
    columns = [name for name in schemas.ACTIVITY.names if name not in origin]
    rows = [
        dict.fromkeys(columns, "")
        | {
            "partner": measure.partner,
            "measure": measure.measure,
            "breakdown": part,
            "unit": measure.unit,
            "theme": measure.theme,
        }
        for measure in measures
        for part in ("", *measure.breakdowns)
    ]
    return pd.DataFrame(rows, columns=columns)


@of_place
def names() -> dict[str, str]:
    return {measure.measure: measure.name for measure in every()}


@of_place
def spellings() -> dict[str, str]:
    """Every accepted spelling, folded for comparison, to the measure."""
    return lookup(table(), "measure", "name")


@of_place
def priorities() -> dict[str, Priority]:
    """The partnership's priorities by code, in the order in which they are shown."""
    rows = read(settings.table("priorities.csv"), "priority").to_dict("records")
    return {row["priority"]: Priority(row["priority"], row["name"], row["about"]) for row in rows}


@of_place
def partners() -> dict[str, Partner]:
    """The partners by code, in the report's order."""
    rows = read(settings.table("partners.csv"), "partner").to_dict("records")
    return {row["partner"]: Partner(row["partner"], row["name"], row["about"]) for row in rows}


@of_place
def partner_names() -> dict[str, str]:
    return {partner.partner: partner.name for partner in partners().values()}


@of_place
def partner_spellings() -> dict[str, str]:
    """Every accepted spelling, folded for comparison, to the partner."""
    return lookup(read(settings.table("partners.csv"), "partner"), "partner", "name")


@of_place
def topics() -> dict[str, Topic]:
    """The questions by code, in the order of the reviewed table."""
    return {
        row["topic"]: Topic(
            topic=row["topic"],
            name=row["name"],
            question=row["question"],
            offences=tuple(items(row["offences"])),
            areas=tuple(items(row["areas"])),
            about=row["about"],
        )
        for row in read(settings.table("themes.csv"), "topic").to_dict("records")
    }
