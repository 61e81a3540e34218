"""Every page runs full and empty; a missing store or a wrong address gets a kind sentence."""

from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from cspdata import areas, store

ROOT = Path(__file__).resolve().parent.parent
OFFICERS_ONLY = {"upload"}
PAGES = sorted({path.stem for path in (ROOT / "pages").glob("*.py")} - OFFICERS_ONLY)
PICKING = [name for name in PAGES if "ui.pickers()" in (ROOT / f"pages/{name}.py").read_text()]
REPORT, MONTHS = "police-tables/2017-04-01/2017-10-31", "police-uk/2017-04-01/2017-09-30"
WITHIN = 30

each_page = pytest.mark.parametrize("name", PAGES)
each_picking = pytest.mark.parametrize("name", PICKING)


def opened(name: str, **address: str) -> AppTest:
    app = AppTest.from_file(str(ROOT / "app.py"), default_timeout=WITHIN)
    for key, value in address.items():
        app.query_params[key] = value
    if name == "overview":
        return app.run()
    app.run()
    return app.switch_page(f"pages/{name}.py").run()


def told(app: AppTest) -> str:
    return " ".join(each.value for kind in (app.info, app.error, app.warning) for each in kind)


@each_page
def test_a_page_runs_with_the_published_figures(name: str, published: Path) -> None:
    app = opened(name)
    assert not app.exception
    assert not app.error
    assert len(app.title) == 1


@each_page
def test_a_page_runs_with_a_store_that_is_empty(name: str, empty_store: Path) -> None:
    store.create()
    app = opened(name)
    assert not app.exception
    assert not app.error
    assert "No figures have been published yet" in told(app) or name not in PICKING


def test_without_a_store_a_page_says_so_kindly(empty_store: Path) -> None:
    app = opened("overview")
    assert not app.exception
    assert "There are no published figures here" in told(app)
    everything = told(app) + " ".join(each.value for each in app.markdown)
    assert str(empty_store) not in everything
    assert "cspdata" not in everything


@each_picking
@pytest.mark.parametrize(
    ("address", "sentence"),
    [
        ({"area": "atlantis"}, "The address asks for an area that is not here."),
        ({"area": ""}, "The address asks for an area that is not here."),
        ({"figures": "rumour"}, "The address asks for a set of figures that is not here."),
        (
            {"figures": "police-uk/2031-04-01/2031-09-30", "area": "st-paul"},
            "The address asks for a set of figures that is not here.",
        ),
    ],
)
def test_an_unknown_address_is_answered_with_a_sentence(
    name: str, address: dict[str, str], sentence: str, published: Path
) -> None:
    app = opened(name, **address)
    assert not app.exception
    assert sentence in told(app)


def test_the_way_out_of_an_unknown_address_is_the_district(published: Path) -> None:
    app = opened("overview", area="atlantis")
    (button,) = app.button
    button.click().run()
    assert not app.exception
    assert app.title[0].value == "What really moved in Winchester District"


@each_picking
@pytest.mark.parametrize("figures", [REPORT, MONTHS])
@pytest.mark.parametrize("area", ["winchester-rural", "st-paul", "itchen-valley"])
def test_a_page_runs_for_areas_of_every_level(
    name: str, area: str, figures: str, published: Path
) -> None:
    app = opened(name, area=area, figures=figures)
    assert not app.exception
    assert not app.error
    assert len(app.title) == 1 or told(app)


def test_the_selectors_offer_every_area_and_follow_the_address(published: Path) -> None:
    app = opened("area", area="st-paul")
    area, figures = app.selectbox[:2]
    assert area.value == "st-paul"
    assert len(area.options) == len(areas.order())
    assert figures.value == REPORT


def test_choosing_an_area_shows_it_and_writes_the_address(published: Path) -> None:
    app = opened("area")
    app.selectbox[0].set_value("st-bartholomew").run()
    assert app.title[0].value == "St Bartholomew"
    assert app.query_params["area"] == "st-bartholomew"
    headings = [each.value for each in app.header]
    assert "All recorded crime: 634, April to October 2017" in headings


def test_the_home_page_says_how_many_stand_out(published: Path) -> None:
    headings = [each.value for each in opened("overview").header]
    assert "All recorded crime: 4,397, April to October 2017" in headings
    assert "2 of 9 offence groups stand out" in headings


def test_the_home_page_shows_the_recording_programme(published: Path) -> None:
    words = " ".join(each.value for each in opened("overview").markdown)
    assert "**4,397**, was 4,041: 356 more (+8.8%)" in words
    assert "Recording became stricter" in words
