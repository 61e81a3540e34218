"""A sheet as its program keeps it -> the lines that a person sees; no file is opened here.

What is hidden is left out and named, and a name merged over several rows stands in each of them.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field

from .sheets import Remark, letter
from .text import Line

NUMBERISH = re.compile(r"[-+(]?[£$€]?\s?[0-9][0-9.,\s]*%?\)?")
NAMED = 6


@dataclass
class Grid:
    """Places are (row from 1, column from 0). `merged` are (first row, last row, column).

    `struck` are the cells with a line through them, known once their row was read.
    """

    title: str
    rows: Iterable[tuple[int, list[str]]]
    hidden: bool = False
    hidden_rows: set[int] = field(default_factory=set)
    hidden_columns: set[int] = field(default_factory=set)
    merged: list[tuple[int, int, int]] = field(default_factory=list)
    struck: list[tuple[int, int]] = field(default_factory=list)


def lines(grid: Grid, rows: Iterable[tuple[int, list[str]]]) -> tuple[list[Line], list[Remark]]:
    """The visible lines that hold anything, and remarks on the rest; `rows` are the grid's."""
    down: dict[int, dict[int, str]] = {}
    starts: dict[int, list[tuple[int, int]]] = {}
    for first, last, column in grid.merged:
        starts.setdefault(first, []).append((last, column))
    found: list[Line] = []
    unseen_rows: list[int] = []
    unseen_columns: set[int] = set()
    numbers: list[tuple[int, int, int]] = []
    for number, cells in rows:
        _fill(cells, down.pop(number, {}))
        for last, column in starts.get(number, ()):
            text = cells[column] if column < len(cells) else ""
            if NUMBERISH.fullmatch(text):
                numbers.append((number, last, column))
            elif text:
                for below in range(number + 1, last + 1):
                    down.setdefault(below, {})[column] = text
        unseen_columns |= {c for c in grid.hidden_columns if c < len(cells) and cells[c]}
        for column in grid.hidden_columns:
            if column < len(cells):
                cells[column] = ""
        if not any(cells):
            continue
        if number in grid.hidden_rows:
            unseen_rows.append(number)
        else:
            found.append((number, _without_tail(cells)))
    shown = {number for number, _ in found}
    struck = [
        (row, column)
        for row, column in grid.struck
        if row in shown and column not in grid.hidden_columns
    ]
    return found, [
        *_unseen(unseen_rows, unseen_columns),
        *map(_merged_number, numbers),
        *_struck(struck),
    ]


def _fill(cells: list[str], texts: dict[int, str]) -> None:
    for column, text in texts.items():
        cells.extend([""] * (column + 1 - len(cells)))
        cells[column] = cells[column] or text


def _without_tail(cells: list[str]) -> list[str]:
    last = max(place for place, text in enumerate(cells) if text)
    return cells[: last + 1]


def _unseen(rows: list[int], columns: set[int]) -> list[Remark]:
    remarks = []
    if rows:
        named = _listed([str(row) for row in rows])
        what = "The hidden row" if len(rows) == 1 else "The hidden rows"
        sentence = f"{what} {named} {'was' if len(rows) == 1 else 'were'} left out."
        remarks.append(Remark(rows[0], "", "hidden", sentence, "Show them if they belong to it."))
    if columns:
        named = _listed([letter(column) for column in sorted(columns)])
        what = "The hidden column" if len(columns) == 1 else "The hidden columns"
        sentence = f"{what} {named} {'was' if len(columns) == 1 else 'were'} left out."
        remarks.append(Remark(0, named, "hidden", sentence, "Show them if they belong to it."))
    return remarks


def _struck(cells: list[tuple[int, int]]) -> list[Remark]:
    """One remark on all cells with a line through them: nobody can know whether they count."""
    if not cells:
        return []
    named = _listed([f"{letter(column)}{row}" for row, column in cells])
    verb, count = ("is", "it still counts") if len(cells) == 1 else ("are", "they still count")
    sentence = f"{named} {verb} struck out, so it is not clear whether {count}."
    remedy = "Delete what does not count, take the line off what does, and send the file again."
    first, column = cells[0]
    return [Remark(first, letter(column), named, sentence, remedy, stops=True)]


def _merged_number(place: tuple[int, int, int]) -> Remark:
    first, last, column = place
    cells = f"{letter(column)}{first} to {letter(column)}{last}"
    sentence = f"The number in {cells} is merged over several rows and belongs to no one of them."
    return Remark(first, letter(column), cells, sentence, "Unmerge the cells.", stops=True)


def _listed(names: list[str]) -> str:
    shown, more = names[:NAMED], len(names) - NAMED
    if more > 0:
        return f"{', '.join(shown)} and {more} more"
    return shown[0] if len(shown) == 1 else f"{', '.join(shown[:-1])} and {shown[-1]}"
