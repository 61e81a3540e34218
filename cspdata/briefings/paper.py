"""What a paper is made of: headings, words, points, tables, pictures; it knows no file format."""

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

MARKED = re.compile(r"(\*\*.+?\*\*|\*[^*\s][^*]*\*)")
Progress = Callable[[float, str], object]


@dataclass(frozen=True)
class Heading:
    """`level` 1 is the largest below the title."""

    text: str
    level: int = 1


@dataclass(frozen=True)
class Words:
    """A paragraph; **bold** and *italic* are marked as in Markdown."""

    text: str


@dataclass(frozen=True)
class Points:
    items: tuple[str, ...]


@dataclass(frozen=True)
class Table:
    """The first column heads its row, the first row its column; `marks` explains shorthand.

    `links` are addresses of the rows, "" for none; only HTML follows them.
    """

    caption: str
    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    marks: str = ""
    links: tuple[str, ...] = ()


@dataclass(frozen=True)
class Picture:
    """An Altair chart with the words that stand for it."""

    chart: Any
    caption: str
    alt: str


Block = Heading | Words | Points | Table | Picture


@dataclass(frozen=True)
class Imprint:
    """Where a paper comes from: the address of its view, the data's version, the day made."""

    address: str
    version: str
    made: str


@dataclass(frozen=True)
class Paper:
    """`name` is the file's name without its ending; `about` are label and text."""

    name: str
    title: str
    about: tuple[tuple[str, str], ...]
    imprint: Imprint
    blocks: tuple[Block, ...]


def runs(text: str) -> list[tuple[str, str]]:
    """Marked words as pieces of text with their style: "", "bold" or "italic"."""
    return [_run(piece) for piece in MARKED.split(text) if piece]


def from_markdown(text: str) -> list[Block]:
    """Paragraphs and lists of plain Markdown as blocks."""
    blocks: list[Block] = []
    for part in re.split(r"\n\s*\n|\n(?=- )", text.strip()):
        found = part.strip()
        if found.startswith("- "):
            blocks.append(Points((_joined(found[2:]),)))
        elif found:
            blocks.append(Words(_joined(found)))
    return _gathered(blocks)


def _run(piece: str) -> tuple[str, str]:
    if piece.startswith("**") and piece.endswith("**") and len(piece) > 4:
        return piece[2:-2], "bold"
    if piece.startswith("*") and piece.endswith("*") and len(piece) > 2:
        return piece[1:-1], "italic"
    return piece, ""


def _joined(text: str) -> str:
    return " ".join(text.split())


def _gathered(blocks: Iterable[Block]) -> list[Block]:
    together: list[Block] = []
    for block in blocks:
        last = together[-1] if together else None
        if isinstance(block, Points) and isinstance(last, Points):
            together[-1] = Points(last.items + block.items)
        else:
            together.append(block)
    return together
