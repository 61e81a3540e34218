"""The hotspots and fair-comparison pages with and without street files, for any choice."""

from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from cspdata import access, publish

ROOT = Path(__file__).resolve().parent.parent
WITHIN = 60


@pytest.fixture(scope="module")
def with_streets(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The store of the published figures with the street files of two half-years."""
    files = ROOT.parent / "shared" / "data" / "police_street"
    if not files.exists():
        pytest.skip("the shared data are not on this machine")
    place = tmp_path_factory.mktemp("streets") / "store"
    with pytest.MonkeyPatch.context() as patched:
        patched.setenv("CSP_STORE", str(place))
        publish.rebuild()
        months = [f"{year}-0{month}" for year in (2016, 2017) for month in range(4, 10)]
        found = [files / f"{month}-winchester-street.csv" for month in months]
        uploads = [publish.Upload.from_path(path) for path in found]
        publish.publish(publish.rehearse(uploads), access.person_here("tests"))
    return place


def opened(page: str, **address: str) -> AppTest:
    app = AppTest.from_file(str(ROOT / "app.py"), default_timeout=WITHIN)
    for key, value in address.items():
        app.query_params[key] = value
    app.run()
    return app.switch_page(f"pages/{page}.py").run()


def said(app: AppTest) -> str:
    kinds = (app.header, app.markdown, app.info)
    return " ".join(each.value for kind in kinds for each in kind)


@pytest.mark.parametrize("show", ["count", "rate", "change", "share"])
@pytest.mark.parametrize("by", ["parish", "region"])
def test_every_measure_is_mapped_at_every_level(published: Path, show: str, by: str) -> None:
    app = opened("hotspots", show=show, by=by, area="winchester-rural")
    assert not app.exception
    assert app.get("deck_gl_json_chart")


def test_the_chosen_parish_is_told_above_the_map(published: Path) -> None:
    assert "Chosen: **St Paul**. 246 recorded." in said(opened("hotspots", area="st-paul"))


def test_a_choice_that_cannot_be_shown_is_answered(published: Path) -> None:
    app = opened("hotspots", show="height", offence="nothing")
    assert "“height” cannot be shown" in said(app)
    assert "“nothing” cannot be shown" in said(app)


def test_a_known_event_is_named_beside_the_figure_it_drives(published: Path) -> None:
    assert "August 2017 alone has 212 of the 292" in said(opened("hotspots"))
    assert "August 2017 alone has 212 of the 292" in said(opened("fair"))


@pytest.mark.parametrize("area", ["winchester", "winchester-city", "st-bartholomew"])
def test_streets_of_an_area_are_listed_with_the_note_on_their_places(
    with_streets: Path, monkeypatch: pytest.MonkeyPatch, area: str
) -> None:
    monkeypatch.setenv("CSP_STORE", str(with_streets))
    app = opened("hotspots", part="Streets", area=area)
    assert not app.exception
    assert "nearest of a fixed list of points" in said(app)
    assert "6 of the 7 months" in said(app)


def test_concentration_in_streets_is_compared_with_the_year_before(
    with_streets: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CSP_STORE", str(with_streets))
    words = said(opened("hotspots", part="Concentration"))
    assert "Concentration in street locations" in words
    assert words.count("A year before, the 5 that were fullest then held") == 2


def test_concentration_across_a_break_shows_this_year_only(published: Path) -> None:
    words = said(opened("hotspots", part="Concentration", offence="violence-and-sexual"))
    assert "nothing of the year before to compare with" in words


@pytest.mark.parametrize("peers", ["all", "city", "town", "rural"])
def test_parishes_are_compared_among_their_kind(published: Path, peers: str) -> None:
    app = opened("fair", peers=peers, area="sparsholt")
    assert not app.exception
    assert "per 1,000 residents" in said(app)
    assert ("**Sparsholt**" in said(app)) == (peers in ("all", "rural"))
