"""Charts and maps as pictures, made without a network; the converter is loaded for the first one.

A picture to take along carries its title, what it shows, its sources, version and address.
"""

import json
import re
import textwrap
from collections.abc import Sequence
from functools import lru_cache
from html import escape
from typing import Any

from cspdata.answers.blocks import Chart, Map
from cspdata.answers.charts.palette import INK
from cspdata.printers import atlas
from cspdata.printers.imprint import Imprint

WIDTH, TO_TAKE, FOR_PRINT = 620, 2, 2.5
FONT = "Arial, Liberation Sans, sans-serif"
LOOK = {"background": "white", "font": FONT, "view": {"stroke": None}}
MARGIN, TITLE, SUBTITLE, FOOT = 24, 22, 16, 14  # pixels
SPACING, LETTER = 1.3, 0.52  # of the size of the type: line to line, and a letter's usual width
JOINED = ("hconcat", "vconcat", "concat", "facet", "repeat")
SIZE = re.compile(r'viewBox="0 0 ([\d.]+) ([\d.]+)"')


def svg(block: Chart | Map) -> str:
    """The bare chart as SVG; words around it are the paper's."""
    spec = block.spec if isinstance(block, Chart) else atlas.specification(block)
    return _drawn(json.dumps(_sized(spec) | {"config": {**spec.get("config", {}), **LOOK}}))


def png(block: Chart | Map) -> bytes:
    """The bare chart, sharp enough for print."""
    return _raster(svg(block), FOR_PRINT)


def svg_to_take(block: Chart | Map, sources: Sequence[str], imprint: Imprint) -> str:
    """The chart with its title and subtitle above, and below where it comes from."""
    inner = svg(block)
    width, height = map(float, _size(inner))
    whole = width + 2 * MARGIN
    head = [*_lines(block.title, TITLE, width, "bold"), *_lines(block.subtitle, SUBTITLE, width)]
    foot = [
        line
        for text in (*sources, f"{imprint.words} {imprint.address}")
        for line in _lines(text, FOOT, width)
    ]
    above, top = _stacked(head, MARGIN)
    below, bottom = _stacked(foot, top + height + FOOT)
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{whole:g}" height="{bottom + MARGIN:g}" '
        f'viewBox="0 0 {whole:g} {bottom + MARGIN:g}" font-family="{FONT}" role="img" '
        f'aria-label="{escape(block.alt)}"><rect width="100%" height="100%" fill="white"/>'
        f'{above}<svg x="{MARGIN}" y="{top:g}" {inner.removeprefix("<svg").lstrip()}{below}</svg>'
    )


def png_to_take(block: Chart | Map, sources: Sequence[str], imprint: Imprint) -> bytes:
    """`svg_to_take` with two dots for each of its pixels."""
    return _raster(svg_to_take(block, sources, imprint), TO_TAKE)


@lru_cache(maxsize=64)
def _drawn(specification: str) -> str:
    import vl_convert

    return str(vl_convert.vegalite_to_svg(specification))


def _raster(picture: str, scale: float) -> bytes:
    import vl_convert

    return bytes(vl_convert.svg_to_png(picture, scale=scale))


def _sized(spec: dict[str, Any]) -> dict[str, Any]:
    if not any(name in spec for name in JOINED):
        return spec | {"width": WIDTH}
    parts = {
        name: [_sized(each) for each in spec[name]]
        for name in ("vconcat", "concat")
        if name in spec
    }
    return spec | parts


def _size(picture: str) -> tuple[str, str]:
    found = SIZE.search(picture)
    assert found, "the converter gives every picture a size"
    return found[1], found[2]


def _lines(
    text: str, size: int, width: float, weight: str = "normal"
) -> list[tuple[str, int, str]]:
    letters = int(width / (LETTER * size))
    return [(line, size, weight) for line in textwrap.wrap(text, letters)]


def _stacked(lines: Sequence[tuple[str, int, str]], top: float) -> tuple[str, float]:
    """Lines of text below each other, and where they end."""
    made, at = [], top
    for text, size, weight in lines:
        at += SPACING * size
        made.append(
            f'<text x="{MARGIN}" y="{at - 0.3 * size:g}" font-size="{size}" font-weight="{weight}" '
            f'fill="{INK}">{escape(text)}</text>'
        )
    return "".join(made), at + 0.5 * SUBTITLE
