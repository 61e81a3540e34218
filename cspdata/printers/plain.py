"""Blocks as the six kinds that documents know: tiles and cards become tables; nothing is lost."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import fields, replace
from typing import Any

import pandas as pd

from cspdata.answers.blocks import (
    Beside,
    Block,
    Cards,
    Chart,
    Fold,
    Heading,
    Map,
    Points,
    Table,
    Tiles,
    Words,
)
from cspdata.spreadsheets import UNWRITABLE

Plain = Heading | Words | Points | Table | Chart | Map
OF_TILES = ("Figure", "Now", "Before", "Verdict")
OF_CARDS = ("Measure", "Part", "Figure", "Period", "Compared")


def flat(blocks: Iterable[Block], level: int = 1) -> Iterator[Plain]:
    """The blocks in reading order; the heading of a fold stands at `level` or below the last."""
    for block in blocks:
        match block:
            case Heading():
                level = block.level + 1
                yield printable(block)
            case Tiles():
                yield printable(_tiles(block))
                yield from map(printable, _notes(block))
            case Cards():
                for section in block.sections:
                    yield from map(printable, _section(section))
            case Fold(title, inner):
                yield printable(Heading(title, level))
                yield from flat(inner, level + 1)
            case Beside(left, right):
                yield from flat((*left, *right), level)
            case _:
                yield printable(block)


def printable(block: Any) -> Any:
    """The block without letters that no document can hold; the same one where it has none."""
    told = {each.name: getattr(block, each.name) for each in fields(block)}
    clean = {name: _clean(value) for name, value in told.items() if isinstance(value, str | tuple)}
    changed = {name: value for name, value in clean.items() if value != told[name]}
    return replace(block, **changed) if changed else block


def _clean(value: Any) -> Any:
    if isinstance(value, tuple):
        return tuple(map(_clean, value))
    return UNWRITABLE.sub("", value) if isinstance(value, str) else value


def _tiles(block: Tiles) -> Table:
    cells = tuple(
        (tile.name, tile.now, tile.was.removeprefix("was "), f"{tile.mark} {tile.verdict}".strip())
        for tile in block.tiles
    )
    return _table(block.label, OF_TILES, cells)


def _notes(block: Tiles) -> Iterator[Points]:
    notes = tuple(f"{tile.name}: {tile.note}" for tile in block.tiles if tile.note)
    if notes:
        yield Points(notes)


def _section(section: Mapping[str, Any]) -> Iterator[Plain]:
    yield Heading(section["title"], section["level"] - 1)
    if section["about"]:
        yield Words(section["about"])
    if section["source"]:
        yield Words(f"From: {section['source']}.", "small")
    if section["cards"]:
        cells = tuple(row for card in section["cards"] for row in _card(card))
        yield _table(section["title"], OF_CARDS, cells)
        yield Points(tuple(_said(card) for card in section["cards"]))
    for inner in section["sections"]:
        yield from _section(inner)


def _card(card: Mapping[str, Any]) -> Iterator[tuple[str, ...]]:
    """The whole, each part, and every earlier figure of a card as rows."""
    figure = f"{card['figure']} {card['unit']}".strip()
    yield card["name"], "", figure, card["period"], _unmarked(" ".join(card["lines"]))
    for part in card["parts"]:
        yield card["name"], part["name"], part["figure"], card["period"], part["before"]
    for period, part, amount in card["past"]:
        yield card["name"], part, amount, period, ""


def _said(card: Mapping[str, Any]) -> str:
    told = (card["definition"], card["aside"], card["source"], *card["notes"])
    return f"**{card['name']}.** " + " ".join(dict.fromkeys(words for words in told if words))


def _unmarked(text: str) -> str:
    return text.replace("**", "")


def _table(caption: str, columns: tuple[str, ...], cells: tuple[tuple[str, ...], ...]) -> Table:
    return Table(caption, columns, cells, "", pd.DataFrame(cells, columns=list(columns)))
