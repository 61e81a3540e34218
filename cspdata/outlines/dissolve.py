"""The outlines of LSOAs joined into those of areas; nothing is smoothed or moved.

Neighbours must share their vertices exactly: the edge between two of them then runs once each
way and is dropped, and what is left bounds the area. What rounding has left of a narrow neck, a
spike or a ring without area, bounds nothing and is dropped too.
"""

import math
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from itertools import pairwise
from typing import Any

from cspdata.errors import BadReference

DECIMALS = 5
NO_AREA = 1e-12

Point = tuple[float, float]
Edge = tuple[Point, Point]
Ring = list[Point]


def dissolve(
    lsoas: Mapping[str, dict[str, Any]], membership: Mapping[str, Sequence[str]]
) -> dict[str, dict[str, Any]]:
    """LSOA code -> geometry, and LSOA code -> areas it lies in, to area -> geometry.

    A piece each is a Polygon, several a MultiPolygon. Outer rings run anticlockwise, holes
    clockwise (RFC 7946); each begins at its westernmost point. Raises BadReference when an LSOA
    has no area, or two overlap.
    """
    bounds: dict[str, set[Edge]] = defaultdict(set)
    for code, geometry in lsoas.items():
        if not membership.get(code):
            raise BadReference(f"The outline of {code} belongs to no area.")
        for edge in _edges(geometry):
            for area in membership[code]:
                _lay(edge, bounds[area], area)
    return {area: _geometry(_rings(edges)) for area, edges in bounds.items()}


def signed_area(ring: Sequence[Point]) -> float:
    """Square degrees inside a closed ring; negative when it runs clockwise."""
    return sum(a[0] * b[1] - b[0] * a[1] for a, b in pairwise(ring)) / 2


def polygons(geometry: dict[str, Any]) -> list[list[Ring]]:
    """A Polygon or MultiPolygon as a list of polygons, each its outer ring and then its holes."""
    several = geometry["type"] == "MultiPolygon"
    pieces = geometry["coordinates"] if several else [geometry["coordinates"]]
    return [[[_point(point) for point in ring] for ring in piece] for piece in pieces]


def holding(point: Point, shapes: Mapping[str, dict[str, Any]]) -> str:
    """The code of the geometry in which a point (degrees east, north) lies, or ""."""
    for code, geometry in shapes.items():
        if any(_in_polygon(point, piece) for piece in polygons(geometry)):
            return code
    return ""


def outer_rings(geometry: dict[str, Any]) -> list[Ring]:
    """The outer ring of each piece, closed."""
    return [piece[0] for piece in polygons(geometry)]


def _in_polygon(point: Point, piece: list[Ring]) -> bool:
    return _inside(point, piece[0]) and not any(_inside(point, hole) for hole in piece[1:])


def _point(point: Sequence[float]) -> Point:
    return round(point[0], DECIMALS), round(point[1], DECIMALS)


def _edges(geometry: dict[str, Any]) -> set[Edge]:
    """Each edge with the inside on its left, whichever way the source winds its rings."""
    found: set[Edge] = set()
    for piece in polygons(geometry):
        for place, ring in enumerate(piece):
            if abs(signed_area(ring)) < NO_AREA:
                continue
            anticlockwise = signed_area(ring) > 0
            is_hole = place > 0
            for edge in pairwise(ring[::-1] if anticlockwise == is_hole else ring):
                _lay(edge, found, "one LSOA")
    return found


def _lay(edge: Edge, laid: set[Edge], area: str) -> None:
    """Add the edge, or drop its opposite if a neighbour has laid that."""
    if edge in laid:
        raise BadReference(f"Two of the outlines that make up {area} overlap.")
    opposite = edge[::-1]
    if opposite in laid:
        laid.remove(opposite)
    else:
        laid.add(edge)


def _rings(edges: Iterable[Edge]) -> list[Ring]:
    """The edges chained into closed rings that pass no point twice, in order of their start."""
    onward: dict[Point, list[Point]] = defaultdict(list)
    for start, end in sorted(edges):
        onward[start].append(end)
    rings: list[Ring] = []
    for start in sorted(onward):
        while onward[start]:
            rings += _walk(start, onward)
    return sorted(_from_west(ring) for ring in rings)


def _walk(start: Point, onward: dict[Point, list[Point]]) -> Iterator[Ring]:
    """Follow the edges from start until none is left there, giving off each loop as it closes."""
    path = [start]
    while onward[path[-1]]:
        choices = onward[path[-1]]
        chosen = choices[0] if len(path) < 2 else min(choices, key=_leftmost(*path[-2:]))
        choices.remove(chosen)
        path.append(chosen)
        if chosen in path[:-1]:
            begin = path.index(chosen)
            yield path[begin:]
            del path[begin + 1 :]


def _leftmost(before: Point, here: Point) -> Callable[[Point], float]:
    """The key that puts the sharpest turn to the left first, so touching pieces stay apart."""
    back = math.atan2(before[1] - here[1], before[0] - here[0])

    def clockwise_from_back(ahead: Point) -> float:
        return (back - math.atan2(ahead[1] - here[1], ahead[0] - here[0])) % math.tau

    return clockwise_from_back


def _from_west(ring: Ring) -> Ring:
    begin = ring.index(min(ring))
    return [*ring[begin:-1], *ring[: begin + 1]]


def _geometry(rings: list[Ring]) -> dict[str, Any]:
    pieces = [[ring] for ring in rings if signed_area(ring) > 0]
    smallest_first = sorted(pieces, key=lambda piece: signed_area(piece[0]))
    for hole in (ring for ring in rings if signed_area(ring) < 0):
        next(piece for piece in smallest_first if _surrounds(piece[0], hole)).append(hole)
    if len(pieces) == 1:
        return {"type": "Polygon", "coordinates": pieces[0]}
    return {"type": "MultiPolygon", "coordinates": pieces}


def _surrounds(outer: Ring, hole: Ring) -> bool:
    """Is the hole inside? Told by any of its points that the outer ring does not touch."""
    return any(_inside(point, outer) for point in hole if point not in outer)


def _inside(point: Point, ring: Ring) -> bool:
    x, y = point
    crossings = (
        a[0] + (y - a[1]) / (b[1] - a[1]) * (b[0] - a[0]) > x
        for a, b in pairwise(ring)
        if (a[1] > y) != (b[1] > y)
    )
    return sum(crossings) % 2 == 1
