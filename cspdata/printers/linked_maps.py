"""A map whose places are links, drawn by the page itself: no map program has to be loaded."""

import math
from collections.abc import Callable, Sequence
from html import escape
from itertools import groupby, pairwise
from typing import Any

from cspdata import areas, outlines
from cspdata.answers.blocks import Map
from cspdata.outlines import Point, polygons
from cspdata.printers.atlas import shade
from cspdata.printers.imprint import address

LONG = 1000  # what the longer side of the drawing measures, in its own units

Geometry = dict[str, Any]
Placed = Callable[[Point], tuple[int, int]]


def drawn(block: Map) -> str:
    """The map as SVG: the region around the chosen place, or what is drawn of it, or all in view.

    A place says its name and figure to who points at it or has it read. Tab passes it over, since
    the field for the area leads to every place in fewer steps.
    """
    shapes = outlines.shown()
    placed, view = _fitted(shapes[_in_view(block)])
    places = "".join(
        f'<a href="{escape(address(link))}" tabindex="-1">'
        f"<title>{escape(row['area_name'])}: {escape(row['text'])}</title>"
        f"<path fill='{shade(row['step'])}' d='{_path(shapes[row['area']], placed)}'/></a>"
        for row, link in zip(block.rows.to_dict("records"), block.links, strict=True)
    )
    chosen = block.chosen and f"<path class='chosen' d='{_path(shapes[block.chosen], placed)}'/>"
    return (
        f'<svg class="map" viewBox="{view}" role="group" aria-label="{escape(block.alt)}">'
        f"{places}{chosen}</svg>"
    )


def _in_view(block: Map) -> str:
    if not block.chosen:
        return areas.root()
    paths = [areas.path(area) for area in block.rows["area"]]
    shared = [level[0] for level in zip(*paths, strict=False) if len(set(level)) == 1]
    around = areas.path(block.chosen)[:2][-1]
    return shared[-1] if around in shared else around


def _fitted(geometry: Geometry) -> tuple[Placed, str]:
    """Where degrees lie on a drawing that just holds a geometry, and its view box."""
    points = [_flat(point) for piece in polygons(geometry) for point in piece[0]]
    west, east = min(x for x, _ in points), max(x for x, _ in points)
    south, north = min(y for _, y in points), max(y for _, y in points)
    units = LONG / max(east - west, north - south, 1e-9)

    def placed(point: Point) -> tuple[int, int]:
        x, y = _flat(point)
        return round((x - west) * units), round((north - y) * units)

    return placed, f"0 0 {round((east - west) * units)} {round((north - south) * units)}"


def _path(geometry: Geometry, placed: Placed) -> str:
    return "".join(_ring(ring, placed) for piece in polygons(geometry) for ring in piece)


def _ring(ring: Sequence[Point], placed: Placed) -> str:
    """A ring by its steps, without those that are too short to see."""
    points = [point for point, _ in groupby(placed(point) for point in ring)]
    steps = (f"{x1 - x0} {y1 - y0}" for (x0, y0), (x1, y1) in pairwise(points))
    return f"M{points[0][0]} {points[0][1]}l{' '.join(steps)}z"


def _flat(point: Point) -> Point:
    """Degrees as Mercator stretches them."""
    return point[0], math.degrees(math.asinh(math.tan(math.radians(point[1]))))
