"""A request's query, understood or refused; it answers nothing."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

import pandas as pd

from cspdata import published
from cspdata.api.declared import ALIKE, COMMON, FURTHEST, MOST, PEERS, USUAL, Endpoint, Filter
from cspdata.errors import CspError
from cspdata.published import Published
from cspdata.question import PARAMETERS, Question, from_address

LONGEST = 40
WHOLE = re.compile(r"\d{1,9}", re.ASCII)
DAY = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)
Query = list[tuple[str, str]]


class Refused(CspError):
    """What was asked is not understood."""


@dataclass(frozen=True)
class Asked:
    """A query that is understood: which rows, how written, of which version."""

    published: Published
    filters: tuple[tuple[Filter, tuple[str, ...]], ...]
    form: str = "json"
    limit: int = USUAL
    offset: int = 0

    def __str__(self) -> str:
        sought = "&".join(f"{one.name}={','.join(values)}" for one, values in self.filters)
        return f"{sought} {self.form} {self.limit} {self.offset}"


def asked(endpoint: Endpoint, query: Query) -> Asked:
    """Understand a query. Raises Refused, UnknownVersion, NoStore."""
    known = {one.name for one in endpoint.filters} | {one["name"] for one in COMMON}
    for name in dict(query):
        if name not in known:
            raise Refused(f"There is no parameter “{name[:LONGEST]}” here.")
    filters = tuple(
        (one, values) for one in endpoint.filters if (values := _values(one, query)) is not None
    )
    form = _single(query, "format")
    if form is None:
        form = "json"
    if form not in ("json", "csv"):
        raise Refused("format is json or csv.")
    return Asked(
        published=published.at(_whole(query, "version", 0, 999_999)),
        filters=filters,
        form=form,
        limit=_whole(query, "limit", 1, MOST) or USUAL,
        offset=_whole(query, "offset", 0, FURTHEST) or 0,
    )


def peers(query: Query) -> tuple[bool, Query]:
    """Whether the districts like ours are asked for too, and the rest of the query."""
    value = _single(query, PEERS)
    if value not in (None, ALIKE):
        raise Refused(f"{PEERS} is {ALIKE}.")
    return value is not None, [(name, each) for name, each in query if name != PEERS]


def question(query: Query) -> Question:
    """The question of a query, every part of it understood. Raises Refused."""
    for name in dict(query):
        if name not in PARAMETERS:
            raise Refused(f"There is no parameter “{name[:LONGEST]}” here.")
    asked = {name: _single(query, name) or "" for name in PARAMETERS}
    found, faults = from_address(asked)
    if faults:
        raise Refused(" ".join(faults))
    return found


def chosen(rows: pd.DataFrame, wanted: Asked) -> pd.DataFrame:
    """The rows that every filter lets through."""
    for one, values in wanted.filters:
        rows = rows[_passes(rows[one.column], one, values)]
    return rows


def _passes(column: pd.Series, one: Filter, values: Iterable[str]) -> pd.Series:
    if one.kind == "codes":
        return column.isin(list(values))
    bound = pd.Timestamp(next(iter(values)))
    return column >= bound if one.kind == "from" else column <= bound


def _values(one: Filter, query: Query) -> tuple[str, ...] | None:
    if one.kind != "codes":
        text = _single(query, one.name)
        return None if text is None else (_day(one.name, text),)
    values = tuple(value for name, value in query if name == one.name)
    unknown = [value for value in values if one.among and value not in one.among()]
    if unknown:
        raise Refused(f"“{unknown[0][:LONGEST]}” is no {one.name} that is known here.")
    return values or None


def _day(name: str, text: str) -> str:
    try:
        if DAY.fullmatch(text):
            return date.fromisoformat(text).isoformat()
    except ValueError:
        pass
    raise Refused(f"{name} is a day written as 2017-04-01.")


def _whole(query: Query, name: str, least: int, most: int) -> int | None:
    text = _single(query, name)
    if text is None:
        return None
    if not WHOLE.fullmatch(text) or not least <= int(text) <= most:
        raise Refused(f"{name} is a whole number from {least} to {most:,}.")
    return int(text)


def _single(query: Query, name: str) -> str | None:
    values = [value for key, value in query if key == name]
    if len(values) > 1:
        raise Refused(f"{name} can be asked once only.")
    return values[0] if values else None
