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

from cspdata import outlines
from cspdata.answers.blocks import Chart, Map
from cspdata.answers.charts.palette import BORDER, INK, NO_FIGURE, ORANGE, SEQUENTIAL
from cspdata.printers.imprint import Imprint

WIDTH, MAP_HEIGHT, TO_TAKE, FOR_PRINT = 620, 420, 2, 2.5
FONT = "Arial, Liberation Sans, sans-serif"
LOOK = {"background": "white", "font": FONT, "view": {"stroke": None}}
MARGIN, TITLE, SUBTITLE, FOOT = 24, 22, 16, 14  # pixels
SPACING, LETTER = 1.3, 0.52  # of the size of the type: line to line, and a letter's usual width
JOINED = ("hconcat", "vconcat", "concat", "facet", "repeat")
SIZE = re.compile(r'viewBox="0 0 ([\d.]+) ([\d.]+)"')


def svg(block: Chart | Map) -> str:
    """The bare chart as SVG; words around it are the paper's."""
    spec = block.spec if isinstance(block, Chart) else _map(block)
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


def legend(block: Map) -> list[tuple[str, str]]:
    """The colours of a map and what they stand for."""
    return [(shade(step), words) for step, words in block.legend]


def shade(step: int) -> str:
    """The colour of a step, 0 the palest; grey without a figure (-1)."""
    return SEQUENTIAL[step] if step >= 0 else NO_FIGURE


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


def _map(block: Map) -> dict[str, Any]:
    """The map as a Vega-Lite specification with its legend, the chosen area outlined."""
    shapes = outlines.shown()
    places = [
        {"type": "Feature", "geometry": _clockwise(shapes[area]), "step": words.get(step, "")}
        for words in [dict(block.legend)]
        for area, step in zip(block.rows["area"], block.rows["step"], strict=True)
    ]
    colours = {"domain": [words for _, words in block.legend]}
    colours["range"] = [colour for colour, _ in legend(block)]
    layers = [_shapes(places, stroke=BORDER)]
    layers[0]["encoding"] = {
        "color": {
            "field": "step",
            "type": "nominal",
            "scale": colours,
            "legend": {"title": None, "orient": "top", "labelFontSize": FOOT, "labelLimit": WIDTH},
        }
    }
    if block.chosen:
        chosen = {"type": "Feature", "geometry": _clockwise(shapes[block.chosen])}
        layers.append(_shapes([chosen], stroke=ORANGE, strokeWidth=3, filled=False))
    return {"layer": layers, "height": MAP_HEIGHT, "projection": {"type": "mercator"}}


def _shapes(features: list[dict[str, Any]], **look: Any) -> dict[str, Any]:
    return {"data": {"values": features}, "mark": {"type": "geoshape", **look}}


def _clockwise(geometry: dict[str, Any]) -> dict[str, Any]:
    """The geometry with its rings turned: Vega measures on the globe, where outer ones run so."""
    if geometry["type"] == "Polygon":
        return geometry | {"coordinates": [ring[::-1] for ring in geometry["coordinates"]]}
    turned = [[ring[::-1] for ring in piece] for piece in geometry["coordinates"]]
    return geometry | {"coordinates": turned}


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
