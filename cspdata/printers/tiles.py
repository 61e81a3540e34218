"""Tiles and their lines of months as HTML: cards where there is room, a row each on a phone."""

from collections.abc import Sequence
from html import escape

from cspdata.answers.blocks import Tile, Tiles
from cspdata.printers.imprint import address
from cspdata.printers.markup import linked, marked, quoted

TONES = ("signal", "possible", "quiet", "break")
WIDE, HIGH, ROOM = 100, 26, 3


def listed(block: Tiles, base: str = "") -> str:
    """A list of tiles; what a tile leads to and its buttons fold away on a phone."""
    each = "".join(_tile(tile, base) for tile in block.tiles)
    return f'<ul class="tiles" role="list" aria-label="{escape(block.label)}">{each}</ul>'


def sparkline(values: Sequence[float | None], words: str) -> str:
    """The months as a line from zero, gaps left open, the last one marked; `words` says it."""
    known = [value for value in values if value is not None]
    if not known:
        return ""
    top = max(*known, 1)
    points = [
        None if value is None else f"{_across(place, len(values))} {_down(value, top)}"
        for place, value in enumerate(values)
    ]
    lines = "".join(f"M{' L'.join(run)}{'' if len(run) > 1 else 'h0'}" for run in stretches(points))
    last = f"<path class='last' d='M{points[-1]}h0'/>" if points[-1] else ""
    return (
        f'<svg class="line" viewBox="0 0 {WIDE} {HIGH}" preserveAspectRatio="none" role="img" '
        f'aria-label="{escape(words)}"><path class="base" d="M0 {HIGH}H{WIDE}"/>'
        f"<path d='{lines}'/>{last}</svg>"
    )


def stretches(points: Sequence[str | None]) -> list[list[str]]:
    """The runs of points between gaps."""
    found: list[list[str]] = [[]]
    for point in points:
        if point is not None:
            found[-1].append(point)
        elif found[-1]:
            found.append([])
    return [run for run in found if run]


def _tile(tile: Tile, base: str) -> str:
    name = escape(tile.name)
    if tile.links:
        name = f'<a href="{escape(address(tile.links[0], base))}">{name}</a>'
    tone = tile.tone if tile.tone in TONES else "quiet"
    mark = f"<b aria-hidden='true'>{escape(tile.mark)}</b>" if tile.mark else ""
    bare = "" if tile.mark else " bare"
    return (
        f"<li class='tile {tone}'><p class='name'>{name}</p>"
        f"<p class='now'>{escape(tile.now)}</p><p class='was'>{escape(tile.was)}</p>"
        f"<p class='verdict{bare}'>{mark}{escape(tile.verdict)}</p>"
        f"{sparkline(tile.line, tile.line_words)}{_note(tile)}{_more(tile, base)}</li>"
    )


def _note(tile: Tile) -> str:
    return f"<p class='note'>{marked(tile.note)}</p>" if tile.note else ""


def _more(tile: Tile, base: str) -> str:
    inside = linked(tile.links, base, tile.name), quoted(tile.quote, tile.name)
    if not any(inside):
        return ""
    name = escape(tile.name)
    button = (
        '<button type="button" class="open" aria-expanded="false">'
        f"<span class='wide'>Quote<span class='unseen'> for {name}</span></span>"
        "<span class='narrow'>"
        f"<span aria-hidden='true'>›</span><span class='unseen'>More about {name}</span></span>"
        "</button>"
    )
    return f"<div class='more'>{inside[0]}{button}{inside[1]}</div>"


def _across(place: int, length: int) -> str:
    return f"{WIDE * place / max(length - 1, 1):.1f}"


def _down(value: float, top: float) -> str:
    return f"{HIGH - (HIGH - ROOM) * value / top:.1f}"
