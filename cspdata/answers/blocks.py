"""What an answer is made of; it knows no page, no paper and no file format.

Every printer prints the same blocks. A table carries its figures as a frame, so whatever is shown
as a table can be taken away.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property, partial
from typing import Any

import pandas as pd

from cspdata.question import Question

MARKED = re.compile(
    r"(\\[\\*\[\]]"
    r"|\*\*(?:\\.|[^\\\n])+?\*\*"
    r"|\*(?:\\.|[^*\s\\])(?:\\.|[^*\\])*\*"
    r"|\[(?:\\.|[^\]\\])+\]\([^)\s]+\))"
)
LITERAL = re.compile(r"([\\*\[\]])")
ESCAPED = re.compile(r"\\([\\*\[\]])")


@dataclass(frozen=True)
class Link:
    """Words that lead to a page (`glance`, `area`, …) with a question."""

    words: str
    page: str
    question: Question
    also: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True)
class Quote:
    """A figure to take along: a sentence to read aloud, and the citation with its source."""

    say: str
    cite: str


@dataclass(frozen=True)
class Heading:
    """`level` 1 is the largest below the title."""

    text: str
    level: int = 1


@dataclass(frozen=True)
class Words:
    """A paragraph; **bold**, *italic* and [words](address) are marked as in Markdown.

    `tone` is lead (the answer of the page), proviso (never quoted without it), plain, or small.
    """

    text: str
    tone: str = "plain"
    quote: Quote | None = None
    links: tuple[Link, ...] = ()


@dataclass(frozen=True)
class Points:
    items: tuple[str, ...]


@dataclass(frozen=True)
class Tile:
    """A figure on a card: count now, count before, verdict with a mark of direction, months.

    `line` has a number or None for each month, the oldest first; `line_words` says it.
    """

    name: str
    now: str
    was: str
    mark: str
    verdict: str
    tone: str
    line: tuple[float | None, ...] = ()
    line_words: str = ""
    links: tuple[Link, ...] = ()
    quote: Quote | None = None
    note: str = ""


@dataclass(frozen=True)
class Tiles:
    label: str
    tiles: tuple[Tile, ...]


@dataclass(frozen=True)
class Table:
    """The first column heads its row; `marks` explains the shorthand in the cells.

    `name` is what a download of it is called; `rows` are its figures, a row each; `links` lead
    from rows; `key` columns stay side by side on a phone.
    """

    caption: str
    columns: tuple[str, ...]
    cells: tuple[tuple[str, ...], ...]
    name: str
    rows: pd.DataFrame = field(compare=False)
    marks: str = ""
    links: tuple[Link | None, ...] = ()
    key: tuple[int, ...] = (1, 2)
    shown: int = 0


@dataclass(frozen=True, eq=False)
class Chart:
    """A chart: `title` says the trend, `subtitle` measure, area and period; `draw` makes it.

    `draw` holds all values that it draws, so that the same are drawn once.

    `name` is what a picture of it is called, `what` the chart on its page, the same for every
    question; a click on a mark asks `picked` for its area.
    """

    name: str
    title: str
    subtitle: str
    alt: str
    draw: "partial[Any]"
    picks: bool = False
    what: str = "Chart"

    @cached_property
    def spec(self) -> dict[str, Any]:
        """The Vega-Lite specification, made when it is first drawn."""
        from cspdata.answers.charts import spec

        return spec.made(self.digest, self.draw)

    @cached_property
    def digest(self) -> bytes:
        """The same for charts that draw the same."""
        from cspdata.answers.charts import spec

        return spec.digest(self.draw)


@dataclass(frozen=True, eq=False)
class Map:
    """Areas in colours: `rows` has area, area_name, text, step and mark; `legend` is by step.

    With `links`, one a row, a page draws it as a picture whose areas lead there.
    """

    name: str
    title: str
    subtitle: str
    alt: str
    rows: pd.DataFrame
    legend: tuple[tuple[int, str], ...]
    chosen: str
    points: pd.DataFrame | None = None
    links: tuple[Link, ...] = ()


@dataclass(frozen=True)
class Fold:
    """Blocks behind a heading that opens."""

    title: str
    blocks: "tuple[Block, ...]"


@dataclass(frozen=True)
class Beside:
    """Two columns where there is room, the left one first where there is none."""

    left: "tuple[Block, ...]"
    right: "tuple[Block, ...]"


@dataclass(frozen=True, eq=False)
class Cards:
    """Partners' figures: sections of cards, as `answers.partners` describes them."""

    label: str
    sections: tuple[dict[str, Any], ...]


Block = Heading | Words | Points | Tiles | Table | Chart | Map | Fold | Beside | Cards


@dataclass(frozen=True)
class Answer:
    """A page or a paper: its title, what it is called as a file, and its blocks.

    `question` is the one that was answered, everything of it filled in that could be.
    """

    title: str
    name: str
    question: Question
    blocks: tuple[Block, ...]
    sources: tuple[str, ...] = ()


def walk(blocks: tuple[Block, ...]) -> Iterator[Block]:
    """Every block, also those inside others."""
    for block in blocks:
        yield block
        match block:
            case Fold(_, inner):
                yield from walk(inner)
            case Beside(left, right):
                yield from walk((*left, *right))


def runs(text: str) -> list[tuple[str, str, str]]:
    """Marked words as pieces of text with their style ("", bold, italic, link) and address."""
    return [_run(piece) for piece in MARKED.split(text) if piece]


def literal(text: str) -> str:
    """A text of somebody else's as it stands among marked words: none of its marks count."""
    return LITERAL.sub(r"\\\1", text)


def _run(piece: str) -> tuple[str, str, str]:
    words, style, address = _styled(piece)
    return ESCAPED.sub(r"\1", words), style, address


def _styled(piece: str) -> tuple[str, str, str]:
    if not MARKED.fullmatch(piece) or piece.startswith("\\"):
        return piece, "", ""
    if piece.startswith("**"):
        return piece[2:-2], "bold", ""
    if piece.startswith("*"):
        return piece[1:-1], "italic", ""
    words, _, address = piece[1:-1].rpartition("](")
    return words, "link", address
