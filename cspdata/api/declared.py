"""Each address of the open data and what may be asked of it, said once; nothing is answered."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import pandas as pd

from cspdata import areas, exports, metrics, national, offences, place, question, schemas, sources
from cspdata.published import Published

MOST, USUAL, FURTHEST = 20_000, 1_000, 999_999_999


@dataclass(frozen=True)
class Filter:
    """`column` is compared with what is asked: equal to one of several codes, or a day's bound.

    `kind` is codes, from or to.
    """

    name: str
    column: str
    meaning: str
    kind: str = "codes"
    among: Callable[[], list[str]] | None = None


@dataclass(frozen=True)
class Endpoint:
    """`rows` gives the whole frame of a published version."""

    name: str
    what: str
    rows: Callable[[Published], pd.DataFrame]
    filters: tuple[Filter, ...] = field(default=())


def crime(published: Published) -> pd.DataFrame:
    """Every count at every level, with the names of its area and offence."""
    return published.ask(_named)


def _levels() -> list[str]:
    return [level.level for level in areas.levels()]


def _named(published: Published) -> pd.DataFrame:
    figures = published.figures
    return figures.assign(
        area_name=figures["area"].map(areas.names()),
        level=figures["area"].map(areas.table().set_index("area")["level"]),
        offence_name=figures["offence"].map(offences.names()),
    )


def known_districts() -> list[str]:
    """The codes of all districts of England and Wales."""
    return national.districts()["district_code"].tolist()


FROM = Filter("from", "period_start", "First day, or later.", "from")
TO = Filter("to", "period_end", "Last day, or earlier.", "to")
ENDPOINTS = (
    Endpoint(
        "crime",
        "Counts of recorded crime and incidents, with every sum the pages show.",
        crime,
        (
            Filter(
                "source", "source", "Where the figures come from.", among=lambda: [*sources.SOURCES]
            ),
            Filter("area", "area", "The area's code.", among=areas.order),
            Filter("level", "level", "The level of the areas.", among=_levels),
            Filter("offence", "offence", "The offence's code.", among=offences.order),
            FROM,
            TO,
        ),
    ),
    Endpoint(
        "activity",
        "What the partners did.",
        lambda published: exports.activity(published.table("activity")),
        (
            Filter(
                "partner", "partner", "The partner's code.", among=lambda: [*metrics.partners()]
            ),
            Filter("measure", "measure", "The measure's code.", among=lambda: [*metrics.names()]),
            FROM,
            TO,
        ),
    ),
    Endpoint(
        "districts",
        "Counts of every district by month, to compare with.",
        lambda published: exports.districts(published.table("districts")),
        (
            Filter("district", "district", "The district's code.", among=known_districts),
            Filter("offence", "offence", "The offence's code.", among=offences.order),
            FROM,
            TO,
        ),
    ),
    Endpoint(
        "operations",
        "The register of operations, every step of it.",
        lambda published: exports.operations(published.table("operations")),
        (
            Filter("area", "area", "The area's code.", among=areas.order),
            Filter("offence", "offence", "The offence's code.", among=offences.order),
            FROM,
            TO,
        ),
    ),
    Endpoint(
        "notes",
        "What officers know of a figure, as they signed it; withdrawn ones without their words.",
        lambda published: exports.notes(published.table("notes")),
        (
            Filter("area", "area", "The area's code.", among=areas.order),
            Filter("offence", "offence", "The offence's code.", among=offences.order),
            FROM,
            TO,
        ),
    ),
    Endpoint(
        "objectives",
        "The objectives of the partnership, every change of them.",
        lambda published: exports.objectives(published.table("objectives")),
        (
            Filter("area", "area", "The area's code.", among=areas.order),
            Filter("offence", "offence", "The offence's code.", among=offences.order),
            FROM,
            TO,
        ),
    ),
    Endpoint(
        "matters",
        "The matters of the committee, every step of them.",
        lambda published: exports.matters(published.table("matters")),
        (Filter("state", "state", "The state.", among=lambda: [*schemas.MATTER_STATES]),),
    ),
    Endpoint(
        "areas",
        "The areas of the place, level by level.",
        lambda published: areas.table(),
        (Filter("level", "level", "The level of the areas.", among=_levels),),
    ),
    Endpoint(
        "offences",
        "The offences and what each means.",
        lambda published: offences.table(),
        (Filter("kind", "kind", "The kind of row.", among=lambda: [*offences.KINDS]),),
    ),
    Endpoint(
        "metrics",
        "What the partners count and in which unit.",
        lambda published: exports.measures(published.table("activity")),
    ),
)


def openapi(address: str) -> dict[str, Any]:
    """The OpenAPI description of every address, derived from ENDPOINTS."""
    return {
        "openapi": "3.1.0",
        "info": {
            "title": f"{place.here().dashboard}: open data",
            "version": "1",
            "description": "The published figures of the dashboard, read only. "
            "Contains public sector information licensed under the Open Government Licence v3.0.",
        },
        "servers": [{"url": address or "/"}],
        "paths": {
            **{f"/api/v1/{one.name}": {"get": _operation(one)} for one in ENDPOINTS},
            "/api/v1/answer": {"get": _answer()},
        },
    }


def _faults() -> dict[str, Any]:
    """What every address answers beside its figures."""
    refused = {
        "type": "object",
        "required": ["detail"],
        "properties": {"detail": {"type": "string"}},
    }
    told = {"content": {"application/json": {"schema": refused}}}
    return {
        "304": {"description": "Unchanged since the ETag that was sent."},
        "400": {"description": "What was asked is not understood.", **told},
        "403": {"description": "The figures are for people who sign in.", **told},
        "404": {"description": "There is no such version.", **told},
        "503": {"description": "Nothing has been published.", **told},
    }


ASKED = {
    "area": "The area's code; the whole district unless asked.",
    "offence": "The offence's code; all recorded crime unless asked.",
    "from": "First month as 2017-06, or first day; the newest period unless asked.",
    "to": "Last month, or last day.",
    "against": "year (the same days a year before), before (the same length just before) or none.",
    "source": "Only this source; the one that can answer unless asked.",
    "per": "What the rate is per: residents, or households for burglary; residents unless asked.",
    "on": "As published on this day.",
    "figures": "Source and days in one, as addresses of the first version wrote them.",
}
PEERS, ALIKE = "peers", "alike"
AMONG = (
    "alike: also how the district of this place stands among the districts most like it, by "
    "police.uk's counts of all districts, over their own months."
)
NUMBER = {"type": ["number", "null"]}
TEXT = {"type": "string"}
ANSWERED = {
    "question": {"type": "object"},
    **dict.fromkeys(("now", "before", "difference", "percent", "low", "high"), NUMBER),
    "verdict": {"type": ["string", "null"]},
    "stands_out": {"type": ["boolean", "null"]},
    "dispersion": NUMBER,
    "rate": {"type": ["object", "null"]},
    "events": {"type": "array"},
    "caveats": {"type": "array"},
    "notes": {"type": "array"},
    "refused": TEXT,
    "sentence": TEXT,
    "source": {"type": ["string", "null"]},
    "version": {"type": "integer"},
}
BESIDE = {PEERS: {"type": ["object", "null"]}}


def _answer() -> dict[str, Any]:
    """One question as one comparison."""
    told = {"type": "object", "required": list(ANSWERED), "properties": ANSWERED | BESIDE}
    assert set(ASKED) == set(question.PARAMETERS)
    return {
        "operationId": "answer",
        "summary": "One area and offence over a period, against another, with its verdict.",
        "parameters": [
            *(_asked(name, words, TEXT) for name, words in ASKED.items()),
            _asked(PEERS, AMONG, {"type": "string", "enum": [ALIKE]}),
        ],
        "responses": {
            "200": {
                "description": "The answer; `refused` says why where something cannot be told. "
                "`now`, `before` and `difference` are all that was counted. Where an event drove "
                "some of it, `events` has the counts without it, and `percent`, `low`, `high` and "
                "`verdict` are of those.",
                "headers": {"ETag": {"schema": TEXT}},
                "content": {"application/json": {"schema": told}},
            },
            **_FAULTS,
        },
    }


_FAULTS = _faults()


def _operation(endpoint: Endpoint) -> dict[str, Any]:
    rows = {
        "type": "object",
        "required": ["version", "published", "total", "rows"],
        "properties": {
            "version": {"type": "integer"},
            "published": {"type": "string"},
            "total": {"type": "integer"},
            "rows": {"type": "array", "items": {"type": "object"}},
        },
    }
    return {
        "operationId": endpoint.name,
        "summary": endpoint.what,
        "parameters": [*(_parameter(one) for one in endpoint.filters), *COMMON],
        "responses": {
            "200": {
                "description": "The rows, as JSON or CSV.",
                "headers": {"ETag": {"schema": {"type": "string"}}},
                "content": {
                    "application/json": {"schema": rows},
                    "text/csv": {"schema": {"type": "string"}},
                },
            },
            **_FAULTS,
        },
    }


def _parameter(one: Filter) -> dict[str, Any]:
    if one.kind != "codes":
        return _asked(one.name, one.meaning, {"type": "string", "format": "date"})
    item = {"type": "string", "enum": one.among() if one.among else []}
    return _asked(one.name, one.meaning, {"type": "array", "items": item, "minItems": 1})


def _asked(name: str, meaning: str, schema: dict[str, Any]) -> dict[str, Any]:
    return {"name": name, "in": "query", "description": meaning, "schema": schema}


COMMON = [
    _asked("format", "How the rows are written.", {"type": "string", "enum": ["json", "csv"]}),
    _asked(
        "limit",
        f"The most rows to send; {USUAL:,} unless asked.",
        {"type": "integer", "minimum": 1, "maximum": MOST},
    ),
    _asked(
        "offset",
        "Rows to leave out first.",
        {"type": "integer", "minimum": 0, "maximum": FURTHEST},
    ),
    _asked(
        "version",
        "As published at this version; the newest unless asked.",
        {"type": "integer", "minimum": 0, "maximum": 999_999},
    ),
]
