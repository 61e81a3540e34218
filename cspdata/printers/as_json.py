"""An answer as JSON: the same blocks for the open data and for tests; pictures are left out."""

from dataclasses import fields, is_dataclass
from datetime import date
from enum import Enum
from typing import Any

import numpy as np
import pandas as pd

from cspdata.answers.blocks import Answer, Chart, Link
from cspdata.printers.imprint import address
from cspdata.question import Question

DRAWING = ("draw", "picks")


def answer(made: Answer) -> dict[str, Any]:
    """title, name, question (words, address), sources, and blocks, each with its kind."""
    return {
        "title": made.title,
        "name": made.name,
        "question": _value(made.question),
        "sources": list(made.sources),
        "blocks": _value(made.blocks),
    }


def records(rows: pd.DataFrame) -> list[dict[str, Any]]:
    """Rows as JSON has them: days as 2017-04-01, null where there is no figure."""
    return [
        {str(name): _value(cell) for name, cell in row.items()}
        for row in rows.astype(object).to_dict("records")
    ]


def _value(value: Any) -> Any:
    match value:
        case Question():
            return {"words": value.words, "address": value.to_address()}
        case Link():
            return {"words": value.words, "address": address(value)}
        case Enum():
            return value.value
        case pd.DataFrame():
            return records(value)
        case pd.Series() | np.ndarray():
            return [_value(each) for each in value]
        case dict():
            return {str(name): _value(each) for name, each in value.items()}
        case tuple() | list() | set() | frozenset():
            return [_value(each) for each in value]
    return _block(value) if is_dataclass(value) else _single(value)


def _block(block: Any) -> dict[str, Any]:
    left_out = DRAWING if isinstance(block, Chart) else ()
    named = [each.name for each in fields(block) if each.name not in left_out]
    kind = type(block).__name__.lower()
    return {"kind": kind, **{name: _value(getattr(block, name)) for name in named}}


def _single(value: Any) -> Any:
    if value is None or isinstance(value, str | bool):
        return value
    if pd.isna(value):
        return None
    if isinstance(value, date):
        return value.isoformat().removesuffix("T00:00:00")
    number = value.item() if hasattr(value, "item") else value
    return None if number in (float("inf"), float("-inf")) else number
