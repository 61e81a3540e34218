"""A map block -> pydeck Deck; it asks nobody outside unless told.

Without a street map the deck has no base map at all, so a browser needs nothing but the page.
"""

import json
import math
from collections.abc import Mapping
from html import escape
from typing import Any

import pandas as pd
import pydeck as pdk

from cspdata import areas, outlines
from cspdata.answers.blocks import Map
from cspdata.answers.charts.palette import BORDER, INK, ORANGE, rgb
from cspdata.outlines import polygons
from cspdata.printers.atlas import marks, shade
from cspdata.sites import of_place_at_most

PLACES, CHOSEN, MARKS, POINTS = "places", "chosen", "marks", "points"
STREET_MAP = "CARTO, at cartocdn.com"
SEE_THROUGH = 150
NOMINAL = (310, 335)
TILE = 512

Geometry = dict[str, Any]


@of_place_at_most(64)
def deck(block: Map, street_map: bool = False) -> pdk.Deck:
    """Places in their colours, the chosen one outlined, the view fitted to the region around it.

    Where nothing is chosen, nothing is outlined and the whole district is in view. The layer of
    places is named for the chosen area, so that the browser forgets a click once it is followed.
    The deck is shared, so it is never changed.
    """
    shapes, chosen = outlines.shown(), block.chosen
    around = areas.path(chosen)[:2][-1] if chosen else areas.root()
    layers = [
        pdk.Layer(
            "GeoJsonLayer",
            [_feature(row, shapes, street_map) for row in block.rows.to_dict("records")],
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
        layers.append(_outline(shapes[chosen]))
    if (block.rows["mark"] != "").any():
        layers.append(_marks_layer(block))
    if block.points is not None and len(block.points):
        layers.append(_points_layer(block.points))
    made = {
        "layers": layers,
        "initial_view_state": fitted(shapes[around]),
        "views": [pdk.View(type="MapView", controller={"scrollZoom": False, "dragRotate": False})],
        "tooltip": {"html": "<b>{area_name}</b><br>{text}"},
    }
    if street_map:
        return _compact(pdk.Deck(**made, map_provider="carto", map_style="light"))
    return _compact(pdk.Deck(**made, map_provider=None))


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


def _compact(deck: pdk.Deck) -> pdk.Deck:
    """The deck with its JSON on one line; pydeck gives every coordinate a line of its own."""
    spread = deck.to_json
    deck.to_json = lambda: json.dumps(json.loads(spread()), separators=(",", ":"))
    return deck


def _feature(
    row: Mapping[Any, Any], outlines: Mapping[str, Geometry], street_map: bool
) -> dict[str, Any]:
    colour = [*rgb(shade(row["step"])), *([SEE_THROUGH] if street_map else [])]
    return {
        "type": "Feature",
        "properties": {"area": row["area"], **_hover(row), "colour": colour},
        "geometry": outlines[row["area"]],
    }


def _hover(row: Mapping[Any, Any]) -> dict[str, str]:
    """What the tooltip says; the browser reads it as HTML."""
    return {"area_name": escape(row["area_name"]), "text": escape(row["text"])}


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


def _marks_layer(block: Map) -> pdk.Layer:
    return pdk.Layer(
        "TextLayer",
        [
            {
                "position": [mark["longitude"], mark["latitude"]],
                "mark": mark["mark"],
                "colour": [*rgb(mark["colour"])],
            }
            for mark in marks(block)
        ],
        id=MARKS,
        pickable=False,
        get_position="position",
        get_text="mark",
        get_color="colour",
        get_size=16,
        character_set=pdk.types.String("▲▼"),
    )


def _points_layer(points: pd.DataFrame) -> pdk.Layer:
    """Single places, such as streets; each with its longitude, latitude, area_name and text."""
    return pdk.Layer(
        "ScatterplotLayer",
        [
            {"position": [row["longitude"], row["latitude"]], **_hover(row)}
            for row in points.to_dict("records")
        ],
        id=POINTS,
        pickable=True,
        get_position="position",
        get_fill_color=[*rgb(ORANGE)],
        get_line_color=[*rgb(INK)],
        stroked=True,
        radius_units=pdk.types.String("pixels"),
        line_width_min_pixels=1,
        get_radius=6,
    )
