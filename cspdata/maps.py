"""Coloured places + outlines -> pydeck Deck; it asks nobody outside unless told, and reads no file.

Without a street map the deck has no base map at all, so a browser needs nothing but the page.
"""

import json
import math
from collections.abc import Mapping, Sequence
from itertools import pairwise
from typing import Any

import pandas as pd
import pydeck as pdk

from cspdata.answers.charts.palette import BORDER, INK, NO_FIGURE, ORANGE, SEQUENTIAL, rgb
from cspdata.outlines import Point, polygons, signed_area

PLACES, CHOSEN, MARKS = "places", "chosen", "marks"
STREET_MAP = "CARTO, at cartocdn.com"
SEE_THROUGH = 150
NOMINAL = (310, 440)
TILE = 512
CROSSINGS = 8

Geometry = dict[str, Any]


def district(
    rows: pd.DataFrame,
    outlines: Mapping[str, Geometry],
    chosen: str,
    around: str,
    street_map: bool = False,
) -> pdk.Deck:
    """Places in their colours, the chosen one outlined, the view fitted to the area `around`.

    `rows` has area, area_name, text (the tooltip's second line), step (0 is palest, -1 without a
    figure) and mark (an arrow or ""). Where `chosen` is "" nothing is outlined. `outlines` are
    geometries in degrees by area. The layer of places is named for the chosen area, so that the
    browser forgets a click once it is followed.
    """
    features = [_feature(row, outlines, street_map) for row in rows.to_dict("records")]
    layers = [
        pdk.Layer(
            "GeoJsonLayer",
            features,
            id=f"{PLACES}-{chosen}",
            pickable=True,
            auto_highlight=True,
            highlight_color=[*rgb(ORANGE), 90],
            get_fill_color="properties.colour",
            get_line_color=[*rgb(BORDER)],
            line_width_min_pixels=1,
        ),
    ]
    if chosen:
        layers.append(_outline(outlines[chosen]))
    marks = _marks(rows, outlines)
    if marks:
        layers.append(_marks_layer(marks))
    deck = {
        "layers": layers,
        "initial_view_state": fitted(outlines[around]),
        "views": [pdk.View(type="MapView", controller={"scrollZoom": False, "dragRotate": False})],
        "tooltip": {"html": "<b>{area_name}</b><br>{text}"},
    }
    if street_map:
        return _compact(pdk.Deck(**deck, map_provider="carto", map_style="light"))
    return _compact(pdk.Deck(**deck, map_provider=None))


def picked(selection: Mapping[str, Any]) -> str | None:
    """The area that a click selected, or None."""
    for layer, objects in selection.get("objects", {}).items():
        if layer.startswith(PLACES) and objects:
            area: str = objects[0]["properties"]["area"]
            return area
    return None


def fitted(geometry: Geometry) -> pdk.ViewState:
    """The view that shows a whole geometry even on a phone."""
    points = [point for piece in polygons(geometry) for point in piece[0]]
    west, east = min(x for x, _ in points), max(x for x, _ in points)
    south, north = min(y for _, y in points), max(y for _, y in points)
    middle = (south + north) / 2
    across = max(east - west, 1e-6)
    upright = max(north - south, 1e-6) / math.cos(math.radians(middle))
    zoom = min(
        math.log2(pixels * 360 / (TILE * degrees))
        for pixels, degrees in zip(NOMINAL, (across, upright), strict=True)
    )
    return pdk.ViewState(
        longitude=round((west + east) / 2, 4),
        latitude=round(middle, 4),
        zoom=math.floor(100 * zoom) / 100,
        min_zoom=7,
        max_zoom=15,
    )


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


def _compact(deck: pdk.Deck) -> pdk.Deck:
    """The deck with its JSON on one line; pydeck gives every coordinate a line of its own."""
    spread = deck.to_json
    deck.to_json = lambda: json.dumps(json.loads(spread()), separators=(",", ":"))
    return deck


def _feature(
    row: Mapping[Any, Any], outlines: Mapping[str, Geometry], street_map: bool
) -> dict[str, Any]:
    colour = SEQUENTIAL[row["step"]] if row["step"] >= 0 else NO_FIGURE
    shade = [*rgb(colour), SEE_THROUGH] if street_map else [*rgb(colour)]
    properties = {"area": row["area"], "area_name": row["area_name"], "text": row["text"]}
    return {
        "type": "Feature",
        "properties": {**properties, "colour": shade},
        "geometry": outlines[row["area"]],
    }


def _outline(geometry: Geometry) -> pdk.Layer:
    return pdk.Layer(
        "GeoJsonLayer",
        [{"type": "Feature", "properties": {}, "geometry": geometry}],
        id=CHOSEN,
        pickable=False,
        filled=False,
        get_line_color=[*rgb(ORANGE)],
        line_width_min_pixels=3,
    )


def _marks(rows: pd.DataFrame, outlines: Mapping[str, Geometry]) -> list[dict[str, Any]]:
    marked = rows[rows["mark"] != ""]
    return [
        {
            "position": inside(outlines[row["area"]]),
            "mark": row["mark"],
            "colour": [255, 255, 255] if row["step"] > 1 else [*rgb(INK)],
        }
        for row in marked.to_dict("records")
    ]


def _marks_layer(marks: Sequence[dict[str, Any]]) -> pdk.Layer:
    return pdk.Layer(
        "TextLayer",
        list(marks),
        id=MARKS,
        pickable=False,
        get_position="position",
        get_text="mark",
        get_color="colour",
        get_size=16,
        character_set=pdk.types.String("▲▼"),
    )
