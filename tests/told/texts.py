"""A rehearsal and an answer as plain lines, with all that an officer or a reader is told."""

import re
from collections.abc import Iterator, Sequence
from typing import Any

from cspdata import publish
from cspdata.answers.blocks import (
    Answer,
    Beside,
    Block,
    Cards,
    Chart,
    Fold,
    Heading,
    Map,
    Points,
    Table,
    Tile,
    Tiles,
    Words,
)
from cspdata.checks.issues import grouped
from cspdata.errors import CspError

TODAY = "on this day"


def rehearsed(name: str, content: bytes) -> Iterator[str]:
    """What the desk says of one file, or why it is refused."""
    try:
        found = publish.rehearse([publish.Upload(name, content)])
    except CspError as refused:
        yield f"refused: {refused}"
        return
    for reading in found.readings:
        yield publish.understood(reading)
    yield from filter(None, [found.located])
    for question in found.questions:
        yield f"asked: {question.words} {list(question.options)} assumed: {question.assumed}"
    for issue in grouped(found.issues):
        of = [issue.kind.value, issue.place, issue.column, issue.found, issue.problem, issue.remedy]
        more = [issue.suggestion, issue.name, str(issue.days or ""), issue.source]
        yield " | ".join(filter(None, [*of, *more]))
    for row in found.printed[~found.printed["agrees"].astype(bool)].to_dict("records"):
        what = f"{row['area']} {row['offence']} {row['what']}"
        yield f"printed: {what}: {row['printed']} {row['note']}"
    if not found.faults:
        yield from (f"effect: {line}" for line in publish.effect(found))


def answered(answer: Answer) -> Iterator[str]:
    """What an answer says, in its order."""
    yield answer.title
    for line in (*_lines(answer.blocks, ""), *answer.sources):
        yield _of_any_day(line)


def _of_any_day(line: str) -> str:
    """Without the day on which the store of a test was made."""
    return re.sub(r"(?<=, published )\d{1,2} [A-Z][a-z]+ 20\d\d", TODAY, line)


def _lines(blocks: Sequence[Block], indent: str) -> Iterator[str]:
    for block in blocks:
        match block:
            case Fold(title, inner):
                yield f"{indent}fold: {title}"
                yield from _lines(inner, f"{indent}  ")
            case Beside(left, right):
                yield from _lines((*left, *right), indent)
            case _:
                yield from (f"{indent}{line}" for line in _one(block) if line)


def _one(block: Any) -> Iterator[str]:
    match block:
        case Heading():
            yield f"{'#' * (block.level + 1)} {block.text}"
        case Words():
            yield block.text
            yield from (f"quote: {each}" for each in _quoted(block))
            yield from (f"link: {link.words}" for link in block.links)
        case Points():
            yield from (f"- {item}" for item in block.items)
        case Tiles():
            for tile in block.tiles:
                yield _tile(tile)
        case Table():
            yield f"table: {block.caption} {block.marks}".rstrip()
            yield from (" | ".join(cells) for cells in (block.columns, *block.cells[:ROWS]))
        case Chart():
            yield f"chart: {block.title}. {block.subtitle} {block.alt}"
        case Map():
            yield f"map: {block.title}. {block.subtitle} {block.alt}"
            yield " | ".join(f"{words}" for _, words in block.legend)
        case Cards():
            yield f"cards: {block.label}: {', '.join(each['title'] for each in block.sections)}"


def _quoted(block: Words) -> list[str]:
    return [block.quote.say, block.quote.cite] if block.quote else []


def _tile(tile: Tile) -> str:
    told = [tile.name, tile.now, tile.was, tile.mark, tile.verdict, tile.tone, tile.line_words]
    return "tile: " + " | ".join(filter(None, told))


ROWS = 12  # of each table
