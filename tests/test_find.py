"""The search box finds areas, parishes, wards, streets and postcodes, or says why not."""

from pathlib import Path

import pandas as pd
import pytest

from cspdata import areas
from cspdata import published as door
from cspdata.answers.find import find, known, streets
from cspdata.periods import parse
from cspdata.published import Published
from cspdata.question import Question

ASKED = Question("winchester", "burglary", period=parse("2017-06"))
ROOT = Path(__file__).resolve().parent.parent


@pytest.fixture
def here(published: Path) -> Published:
    return door.at()


def found(here: Published, typed: str) -> list[str]:
    return [link.question.area for link in find(here, ASKED, typed).links]


@pytest.mark.parametrize(
    ("typed", "area"),
    [
        ("St Paul", "st-paul"),
        ("st pauls", "st-paul"),
        ("SO22 4DW", "olivers-battery-and-badger-farm"),
        ("so224dw", "olivers-battery-and-badger-farm"),
        ("Compton", "compton-and-otterbourne"),
        ("Hursley", "compton-and-otterbourne"),
        ("hursely", "compton-and-otterbourne"),
        ("Upper Meon Valley", "west-meon-and-hambledon"),
        ("Bishops Waltam", "bishops-waltham-and-soberton"),
    ],
)
def test_a_place_is_found_however_it_is_written(here: Published, typed: str, area: str) -> None:
    assert area in found(here, typed)


def test_what_is_found_keeps_the_rest_of_the_question(here: Published) -> None:
    (link,) = find(here, ASKED, "SO22 4DW").links
    assert link.question == ASKED.at(area="olivers-battery-and-badger-farm")


def test_a_place_that_cannot_be_told_apart_offers_every_area(here: Published) -> None:
    told = find(here, ASKED, "Hursley")
    assert "2 areas" in told.words
    assert len(told.links) == 2


@pytest.mark.parametrize("typed", ["SW1A 1AA", "Atlantis", "<b>x</b>", "zz", "=1+1"])
def test_what_is_not_known_is_said_in_a_sentence(here: Published, typed: str) -> None:
    told = find(here, ASKED, typed)
    assert told.links == ()
    assert told.words.endswith("known here.")


def test_every_postcode_of_the_pack_leads_to_an_area_or_says_why_not(here: Published) -> None:
    table = pd.read_csv(ROOT / "data/reference/finder.csv", dtype=str, keep_default_na=False)
    codes = [
        (code, row["areas"])
        for row in table[table["kind"] == "postcode"].to_dict("records")
        for code in row["names"].split("; ")
    ]
    assert len(codes) == 4184
    for code, area in codes:
        told = find(here, ASKED, code)
        assert [link.question.area for link in told.links] == ([area] if area else [])
        assert area or "outside the outlines" in told.words


def test_every_name_that_is_known_leads_to_areas_that_exist(here: Published) -> None:
    for places in here.ask(known).values():
        assert all(areas.known(area) for place in places for area in place.areas)
        assert all(place.areas for place in places)


def test_every_street_of_a_published_month_is_found(shared: Path) -> None:
    rows = pd.read_csv(shared / "data/police_street/2017-05-winchester-street.csv")
    rows = rows.dropna(subset=["LSOA code"])[["LSOA code", "Location"]].drop_duplicates()
    places = {
        place.name: set(place.areas)
        for place in streets(rows.set_axis(["lsoa", "location"], axis=1))
    }
    for lsoa, location in rows.itertuples(index=False):
        assert areas.of_lsoa()[lsoa] in places[location.removeprefix("On or near ")]
