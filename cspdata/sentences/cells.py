"""A row of `queries` as the cells of a table, the same on a page, in a paper and in a download."""

import re
from collections.abc import Iterable, Sequence

import pandas as pd

from cspdata.answers.words.figures import count, difference, interval, marked, percent, verdict

COMPARED = ["Now", "Before", "Difference", "Verdict", "Allowing for chance", "Change"]
FIGURE = re.compile(r"[\d+−\[]|from none|Not comparable")


def compared_cells(row: pd.Series) -> list[str]:
    """A comparison as the cells of COMPARED; a row that is no comparison has its count alone."""
    if not row["verdict"]:
        return [count(row["now"]), "", "", "", "", ""]
    return [
        marked(row["now"], row["status"]),
        marked(row["before"], row["before_status"]),
        difference(row["difference"]),
        verdict(row),
        interval(row),
        percent(row),
    ]


def stepped(row: pd.Series, named: str) -> str:
    """The row's name, set in by its depth in the tree of offences."""
    return "\u2003" * int(row.get("depth", 0)) + str(row[named])


def of_figures(rows: Sequence[Sequence[str]]) -> list[bool]:
    """Which columns hold figures alone, and so are aligned to the right."""
    return [_all_figures(column) for column in zip(*rows, strict=True)]


def _all_figures(cells: Iterable[str]) -> bool:
    return all(not cell or FIGURE.match(cell) for cell in cells)
