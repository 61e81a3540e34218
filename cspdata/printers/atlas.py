"""What every map shares: its colours and where its marks stand; and a map as a Vega-Lite chart."""

from collections.abc import Sequence
from itertools import pairwise
from typing import Any

from cspdata import outlines
from cspdata.answers.blocks import Map
from cspdata.answers.charts.palette import BORDER, INK, NO_FIGURE, ORANGE, SEQUENTIAL
from cspdata.outlines import Point, polygons, signed_area

WIDTH, HEIGHT, TEXT = 620, 420, 14
DARK_FROM = 2  # the step from which a mark is white
CROSSINGS = 8

Geometry = dict[str, Any]


def legend(block: Map) -> list[tuple[str, str]]:
    """The colours of a map and what they stand for."""
    return [(shade(step), words) for step, words in block.legend]


def shade(step: int) -> str:
    """The colour of a step, 0 the palest; grey without a figure (-1)."""
    return SEQUENTIAL[step] if step >= 0 else NO_FIGURE


def inside(geometry: Geometry) -> tuple[float, float]:
    """A point well inside a geometry's largest piece: the middle of its widest crossing."""
    ring = max((piece[0] for piece in polygons(geometry)), key=signed_area)
    south, north = min(y for _, y in ring), max(y for _, y in ring)
    across = [south + (north - south) * step / CROSSINGS for step in range(1, CROSSINGS)]
    _, x, y = max(chord for y in across for chord in _chords(ring, y))
    return round(x, 4), round(y, 4)


def _chords(ring: Sequence[Point], y: float) -> list[tuple[float, float, float]]:
    """Where a parallel runs inside a ring: length, middle, latitude."""
    cuts = sorted(
        x0 + (y - y0) / (y1 - y0) * (x1 - x0)
        for (x0, y0), (x1, y1) in pairwise(ring)
        if (y0 <= y) != (y1 <= y)
    )
    return [
        (east - west, (west + east) / 2, y)
        for west, east in zip(cuts[::2], cuts[1::2], strict=True)
    ]


def specification(block: Map) -> dict[str, Any]:
    """The map as Vega-Lite: places with their legend, the chosen one outlined, marks, points."""
    outline, words = outlines.shown(), dict(block.legend)
    places = [
        _feature(outline[row["area"]], row["step"], words) for row in block.rows.to_dict("records")
    ]
    layers = [
        _shapes([place for place in places if not place["words"]], fill=NO_FIGURE, stroke=BORDER),
        _shapes([place for place in places if place["words"]], stroke=BORDER) | _coloured(block),
    ]
    if block.chosen:
        chosen = _feature(outline[block.chosen], 0, {})
        layers.append(_shapes([chosen], stroke=ORANGE, strokeWidth=3, filled=False))
    look = {"type": "text", "fontSize": TEXT}
    layers += [_placed([mark], {**look, "color": mark["colour"]}) for mark in marks(block)]
    if block.points is not None:
        dots = {"type": "circle", "size": 60, "color": ORANGE, "stroke": INK, "opacity": 1}
        spots = block.points[["longitude", "latitude"]].to_dict("records")
        layers.append(_placed([{str(k): v for k, v in spot.items()} for spot in spots], dots))
    return {"layer": layers, "height": HEIGHT, "projection": {"type": "mercator"}}


def marks(block: Map) -> list[dict[str, Any]]:
    """Where the mark of each place stands, and its colour on that of the place."""
    outline, marked = outlines.shown(), block.rows[block.rows["mark"] != ""]
    found = []
    for area, step, mark in zip(marked["area"], marked["step"], marked["mark"], strict=True):
        longitude, latitude = inside(outline[area])
        colour = "#FFFFFF" if step >= DARK_FROM else INK
        found.append({"longitude": longitude, "latitude": latitude, "mark": mark, "colour": colour})
    return found


def _coloured(block: Map) -> dict[str, Any]:
    scale = {
        "domain": [words for _, words in block.legend],
        "range": [colour for colour, _ in legend(block)],
    }
    look = {"title": None, "orient": "top", "labelFontSize": TEXT, "labelLimit": WIDTH}
    colour = {"field": "words", "type": "nominal", "scale": scale, "legend": look}
    return {"encoding": {"color": colour}}


def _feature(geometry: Geometry, step: int, words: dict[int, str]) -> dict[str, Any]:
    return {"type": "Feature", "geometry": _clockwise(geometry), "words": words.get(step, "")}


def _placed(rows: list[dict[str, Any]], mark: dict[str, Any]) -> dict[str, Any]:
    where = {side: {"field": side, "type": "quantitative"} for side in ("longitude", "latitude")}
    text = {"text": {"field": "mark"}} if mark["type"] == "text" else {}
    return {"data": {"values": rows}, "mark": mark, "encoding": {**where, **text}}


def _shapes(features: list[dict[str, Any]], **look: Any) -> dict[str, Any]:
    return {"data": {"values": features}, "mark": {"type": "geoshape", **look}}


def _clockwise(geometry: dict[str, Any]) -> dict[str, Any]:
    """The geometry with its rings turned: Vega measures on the globe, where outer ones run so."""
    if geometry["type"] == "Polygon":
        return geometry | {"coordinates": [ring[::-1] for ring in geometry["coordinates"]]}
    turned = [[ring[::-1] for ring in piece] for piece in geometry["coordinates"]]
    return geometry | {"coordinates": turned}
