"""What people write: yes and no as spreadsheets have them, and words that tell who somebody is."""

import re
from collections.abc import Iterator, Mapping
from typing import Any

import pandas as pd

from cspdata import origin
from cspdata.checks.issues import Issue, Kind

YES, NO = frozenset(("yes", "y", "true", "1")), frozenset(("no", "n", "false", "0"))
# The columns of each table that are published as they are written.
WRITTEN = {
    "activity": ("note",),
    "operations": ("done", "expected", "note"),
    "notes": ("words",),
    "matters": ("words",),
    "objectives": ("words",),
}
PERSONAL = {
    "an e-mail address": re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+"),
    "a telephone number": re.compile(r"(?<![\d.,])(?:\+44[\s(0)]*|0)\d(?:[\s-]?\d){8,9}(?!\d)"),
    "the postcode of a few homes": re.compile(r"\b[A-Z]{1,2}\d[A-Z\d]? ?\d[A-Z]{2}\b"),
}


def yes_or_no(text: str) -> bool | None:
    """True, False, or None where it is neither."""
    word = text.strip().casefold()
    return True if word in YES else False if word in NO else None


def not_said(file: str, row: int, column: str, text: str, what: str) -> Issue:
    """The fault of a cell that should say yes or no: `what` ends "It is not said whether …"."""
    unread = f" (“{text.strip()}” is neither yes nor no)" if text.strip() else ""
    problem = f"It is not said whether {what}{unread}."
    return Issue(file, row, column, text, problem, "Write yes or no.")


def personal(new: Mapping[str, pd.DataFrame]) -> Iterator[Issue]:
    """What is held of new tables since its words would publish how to find somebody."""
    for table, columns in WRITTEN.items():
        rows = new.get(table, pd.DataFrame(columns=["row", *columns])).to_dict("records")
        for column in columns:
            for kind, pattern in PERSONAL.items():
                found = [(row, hit[0]) for row in rows if (hit := pattern.search(str(row[column])))]
                if found:
                    yield _told(table, column, kind, found)


def _told(table: str, column: str, kind: str, found: list[tuple[dict[Any, Any], str]]) -> Issue:
    (first, words), *_ = found
    return Issue(
        origin.name_of(first),
        int(first["row"]),
        column,
        words,
        f"“{words}” reads like {kind}, and everybody would read it.",
        "Take it out, or say why it may be published.",
        Kind.HELD,
        name=f"personal-{table}-{column}-{kind.split()[-1]}",
        rows=tuple(int(row["row"]) for row, _ in found),
    )
