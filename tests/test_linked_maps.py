"""The small map of the first page is a drawing whose places lead to themselves."""

import re
from dataclasses import replace
from xml.etree import ElementTree

import pandas as pd
import pytest

from cspdata import areas, outlines
from cspdata.answers import places
from cspdata.answers.blocks import Beside, Link, Map, Words
from cspdata.printers import html, linked_maps
from cspdata.question import Question
from cspdata.ui import blocks

SVG = "{http://www.w3.org/2000/svg}"
SQUARE = {"type": "Polygon", "coordinates": [[[0, 0], [0, 2], [2, 2], [2, 0], [0, 0]]]}
CORNER = {"type": "Polygon", "coordinates": [[[1, 0], [1, 1], [2, 1], [2, 0], [1, 0]]]}


def map_of(*named: str, chosen: str = "") -> Map:
    rows = pd.DataFrame(
        [(area, areas.one(area).name, "7 of 20 (35%)", 2, "") for area in named],
        columns=["area", "area_name", "text", "step", "mark"],
    )
    links = tuple(Link(name, "area", Question(name)) for name in named)
    return Map(
        "small", "Where", "In 2017", "Where & when", rows, ((2, "many"),), chosen, None, links
    )


def parsed(drawing: str) -> ElementTree.Element:
    return ElementTree.fromstring(
        drawing.replace("<svg ", '<svg xmlns="http://www.w3.org/2000/svg" ')
    )


@pytest.fixture
def squares(monkeypatch: pytest.MonkeyPatch) -> None:
    """A square at the equator, of which a region and St Paul are the south-east."""
    held = {areas.root(): SQUARE, "winchester-city": CORNER, "st-paul": CORNER}
    monkeypatch.setattr(outlines, "shown", lambda: held)


def test_a_place_is_a_link_that_says_its_name_and_figure(squares: None) -> None:
    drawing = parsed(linked_maps.drawn(map_of("st-paul")))
    (link,) = drawing.iter(f"{SVG}a")
    assert link.get("href") == "./area?area=st-paul"
    assert link.findtext(f"{SVG}title") == "St Paul: 7 of 20 (35%)"
    assert drawing.get("aria-label") == "Where & when"


def test_the_whole_district_is_in_view_and_a_place_lies_where_it_is(squares: None) -> None:
    drawing = parsed(linked_maps.drawn(map_of("st-paul")))
    assert drawing.get("viewBox") == "0 0 1000 1000"
    (path,) = drawing.iter(f"{SVG}path")
    assert path.get("d") == "M500 1000l0 -500 500 0 0 500 -500 0z"


def test_a_chosen_place_is_outlined_and_its_region_is_in_view(squares: None) -> None:
    drawing = parsed(linked_maps.drawn(map_of("st-paul", chosen="st-paul")))
    outlined = [path.get("d") for path in drawing.iter(f"{SVG}path") if path.get("class")]
    assert outlined == ["M0 1000l0 -1000 1000 0 0 1000 -1000 0z"]


@pytest.mark.parametrize(
    ("drawn", "held"),
    [
        (("a1", "a2"), "a"),  # all of one part of the region
        (("a1", "b1"), "region"),
        (("a1", "elsewhere"), "region"),  # others around it, cut off at its edge
    ],
)
def test_what_is_drawn_of_a_region_fills_the_view(
    drawn: tuple[str, ...], held: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    ways = {"a1": "all region a a1", "a2": "all region a a2", "b1": "all region b b1"}
    ways["elsewhere"] = "all other elsewhere"
    monkeypatch.setattr(areas, "path", lambda area: ways[area].split())
    block = replace(map_of("st-paul", chosen="a1"), rows=pd.DataFrame({"area": drawn}))
    assert linked_maps._in_view(block) == held


def test_what_a_place_is_called_is_never_read_as_markup(squares: None) -> None:
    block = map_of("st-paul")
    named = replace(block, rows=block.rows.assign(area_name="<b>Paul"))
    assert "<b>" not in linked_maps.drawn(named)


def test_every_place_of_the_pack_keeps_its_shape() -> None:
    every = areas.at_level("parish")
    drawing = parsed(linked_maps.drawn(map_of(*every)))
    drawn = [path.get("d") or "" for path in drawing.iter(f"{SVG}path")]
    corners = [len(re.findall(r"-?\d+ -?\d+", path)) for path in drawn]
    held = [
        sum(len(ring) for piece in outlines.polygons(outlines.shown()[code]) for ring in piece)
        for code in every
    ]
    assert all(0.5 * there < here <= there for here, there in zip(corners, held, strict=True))


def test_a_page_draws_it_among_its_words_and_a_paper_as_a_picture(squares: None) -> None:
    block = map_of("st-paul")
    (page,) = blocks.pieces((Beside((Words("Left"),), (block,)),), 2)
    assert '<svg class="map"' in str(page[0])
    assert '<svg class="map"' not in html.element(block, "https://example.org/")


def test_more_places_than_can_be_told_apart_are_left_to_the_map_program(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    block = map_of("st-paul", "st-michael")
    assert len(places._linked(block, Question("winchester")).links) == 2
    monkeypatch.setattr(places, "MOST_LINKED", 1)
    assert places._linked(replace(block, links=()), Question("winchester")).links == ()
