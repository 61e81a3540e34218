"""Are the areas' outlines whole: no gap, no overlap, one ring too many or too few?"""

import json
from collections import Counter
from itertools import pairwise
from typing import Any

import pytest

from cspdata import areas, outlines, settings
from cspdata.errors import BadReference

LARGEST = 60_000


def square(west: float, south: float, size: float = 1) -> dict[str, Any]:
    east, north = west + size, south + size
    ring = [(west, south), (east, south), (east, north), (west, north), (west, south)]
    return {"type": "Polygon", "coordinates": [ring]}


def joined(*squares: dict[str, Any]) -> dict[str, Any]:
    lsoas = {str(number): shape for number, shape in enumerate(squares)}
    return outlines.dissolve(lsoas, {code: ["town"] for code in lsoas})["town"]


def size(geometry: dict[str, Any]) -> float:
    return sum(outlines.signed_area(ring) for p in outlines.polygons(geometry) for ring in p)


def edges(geometry: dict[str, Any]) -> list[outlines.Edge]:
    return [edge for p in outlines.polygons(geometry) for ring in p for edge in pairwise(ring)]


def ring_of_squares() -> list[dict[str, Any]]:
    return [square(x, y) for x in range(3) for y in range(3) if (x, y) != (1, 1)]


def test_two_squares_become_one_outline_without_their_shared_edge() -> None:
    around = [(0, 0), (1, 0), (2, 0), (2, 1), (1, 1), (0, 1), (0, 0)]
    assert joined(square(0, 0), square(1, 0)) == {"type": "Polygon", "coordinates": [around]}


def test_the_outline_is_the_same_whichever_way_and_in_which_order_the_source_runs() -> None:
    backwards = square(1, 0)
    backwards["coordinates"] = [ring[::-1] for ring in backwards["coordinates"]]
    assert joined(backwards, square(0, 0)) == joined(square(0, 0), square(1, 0))


def test_a_place_left_out_in_the_middle_is_a_hole_that_runs_clockwise() -> None:
    outer, hole = joined(*ring_of_squares())["coordinates"]
    assert outlines.signed_area(outer) == 9
    assert outlines.signed_area(hole) == -1


def test_a_hole_that_is_filled_leaves_no_trace() -> None:
    assert size(joined(*ring_of_squares(), square(1, 1))) == 9
    assert len(joined(*ring_of_squares(), square(1, 1))["coordinates"]) == 1


def test_a_hole_in_the_source_stays_a_hole() -> None:
    [outer], [inner] = square(0, 0, 3)["coordinates"], square(1, 1)["coordinates"]
    assert size(joined({"type": "Polygon", "coordinates": [outer, inner]})) == 8


def test_an_island_is_a_piece_of_its_own() -> None:
    apart = joined(square(0, 0), square(5, 5))
    assert apart["type"] == "MultiPolygon"
    assert [len(piece) for piece in apart["coordinates"]] == [1, 1]


def test_an_island_in_a_hole_keeps_the_hole_with_what_surrounds_it() -> None:
    island = joined(*ring_of_squares(), square(1.25, 1.25, 0.5))
    assert [len(piece) for piece in island["coordinates"]] == [2, 1]


def test_pieces_that_touch_in_one_point_stay_apart() -> None:
    touching = joined(square(0, 0), square(1, 1))
    assert [len(piece) for piece in touching["coordinates"]] == [1, 1]


def test_a_hole_that_touches_the_outside_in_one_point_stays_a_hole() -> None:
    corner_open = [shape for shape in ring_of_squares() if shape != square(0, 0)]
    outer, hole = joined(*corner_open)["coordinates"]
    assert (outlines.signed_area(outer), outlines.signed_area(hole)) == (8, -1)


def test_an_lsoa_counts_for_every_area_it_lies_in() -> None:
    lsoas = {"a": square(0, 0), "b": square(1, 0)}
    found = outlines.dissolve(lsoas, {"a": ["north", "all"], "b": ["south", "all"]})
    assert {area: size(shape) for area, shape in found.items()} == {
        "north": 1,
        "south": 1,
        "all": 2,
    }


def test_an_lsoa_of_no_area_is_refused() -> None:
    with pytest.raises(BadReference, match="E01 belongs to no area"):
        outlines.dissolve({"E01": square(0, 0)}, {})


def test_the_same_outline_twice_is_refused_as_an_overlap() -> None:
    with pytest.raises(BadReference, match="town overlap"):
        joined(square(0, 0), square(0, 0))


@pytest.fixture(scope="module")
def published() -> dict[str, dict[str, Any]]:
    collection = json.loads((settings.place() / "boundaries.geojson").read_text(encoding="utf-8"))
    return {f["properties"]["area"]: f for f in collection["features"]}


def test_every_area_has_its_outline_under_its_own_name(published: dict[str, Any]) -> None:
    said = [f["properties"] for f in published.values()]
    listed = areas.table()[["area", "level", "name"]].to_dict("records")
    assert said == listed


@pytest.mark.parametrize("level", ["region", "parish"])
def test_a_levels_outlines_cover_the_district_without_gap_or_overlap(
    published: dict[str, Any], level: str
) -> None:
    district = published[areas.root()]["geometry"]
    parts = [published[area]["geometry"] for area in areas.at_level(level)]
    assert sum(map(size, parts)) == pytest.approx(size(district), rel=1e-9)
    laid = Counter(edge for part in parts for edge in edges(part))
    assert set(laid.values()) == {1}
    assert {edge for edge in laid if edge[::-1] not in laid} == set(edges(district))


@pytest.mark.parametrize("region", areas.at_level("region"))
def test_a_regions_outline_is_that_of_its_parishes_joined(
    published: dict[str, Any], region: str
) -> None:
    parishes = {area: published[area]["geometry"] for area in areas.children(region)}
    again = outlines.dissolve(parishes, {area: [region] for area in parishes})
    assert set(edges(again[region])) == set(edges(published[region]["geometry"]))


def test_all_rings_run_by_the_right_hand_rule_and_close(published: dict[str, Any]) -> None:
    for feature in published.values():
        for outer, *holes in outlines.polygons(feature["geometry"]):
            assert outlines.signed_area(outer) > 0
            assert all(outlines.signed_area(hole) < 0 for hole in holes)
            assert all(ring[0] == ring[-1] for ring in (outer, *holes))


def test_the_outlines_are_small_enough_to_send_with_a_page() -> None:
    assert (settings.place() / "boundaries.geojson").stat().st_size < LARGEST
