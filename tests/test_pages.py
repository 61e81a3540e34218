"""Every page runs full and empty; a missing store or a wrong address gets a kind sentence."""

import re
from datetime import date
from pathlib import Path

import pytest

from cspdata import areas, offences, store
from cspdata import published as door
from cspdata.answers import done, find, take, where
from cspdata.answers.blocks import Table, walk
from cspdata.periods import parse
from cspdata.question import Against, Question
from tests.reader import APP, asked, headed, html_of, menu_of, opened, words_of

PAGES = sorted({path.stem for path in (APP.parent / "pages").glob("*.py")})
READ = [name for name in PAGES if name != "upload"]
ANSWERED = ["glance", "area", "months", "where", "take"]
pytestmark = pytest.mark.slow

each_page = pytest.mark.parametrize("name", READ)
each_answered = pytest.mark.parametrize("name", ANSWERED)


@each_page
def test_a_page_runs_with_the_published_figures(name: str, published: Path) -> None:
    app = opened(name)
    assert not app.exception
    assert not app.error
    assert len(headed(app)) == 1


@each_page
def test_a_page_runs_with_a_store_that_is_empty(name: str, empty_store: Path) -> None:
    store.create()
    app = opened(name)
    assert not app.exception
    assert not app.error
    assert len(headed(app)) == 1
    if name in ANSWERED:
        assert "No figures have been published yet" in words_of(app)


@each_page
def test_without_a_store_a_page_says_so_kindly(name: str, empty_store: Path) -> None:
    app = opened(name)
    assert not app.exception
    assert headed(app) == ["The figures cannot be shown"]
    assert "There are no published figures here" in words_of(app)
    assert str(empty_store) not in words_of(app)


@each_answered
@pytest.mark.parametrize("area", ["winchester-rural", "st-paul"])
def test_a_page_runs_for_areas_of_every_level(name: str, area: str, published: Path) -> None:
    app = opened(name, area=area, offence="burglary")
    assert not app.exception
    assert not app.error
    assert len(headed(app)) == 1
    assert areas.one(area).name in words_of(app)


@pytest.mark.parametrize(
    ("name", "option", "value"),
    [
        *[("where", "part", part) for part in where.PARTS],
        *[("take", "paper", paper) for paper in take.papers_here()],
        ("done", "topic", next(iter(done.topics()))),
        ("done", "find", "trinity"),
        ("months", "with", "st-luke"),
        ("where", "by", "region"),
        ("where", "show", "rate"),
        ("glance", "on", "today"),
        ("glance", "against", "none"),
        ("area", "against", "before"),
    ],
)
def test_a_page_shows_what_its_address_asks_for(
    name: str, option: str, value: str, published: Path
) -> None:
    value = date.today().isoformat() if value == "today" else value
    app = opened(name, area="st-paul", offence="theft", **{option: value})
    assert not app.exception
    assert not app.error
    assert not app.info
    assert asked(app)[option] == value


# Addresses that are not understood


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"area": "atlantis"}, "The address asks for an area that is not here"),
        ({"offence": "piracy"}, "The address asks for an offence that is not here"),
        ({"figures": "rumour"}, "The address asks for figures that are not here"),
        ({"from": "2017-13"}, "The address asks for days that cannot be read"),
        ({"against": "sideways"}, "cannot be compared with: against is year, before or none"),
        ({"source": "rumour"}, "The address asks for a source that is not here"),
        ({"on": "yesterday"}, "is not a day: write it as 2018-01-31"),
    ],
    ids=lambda value: next(iter(value)) if isinstance(value, dict) else None,
)
@pytest.mark.parametrize("name", ["glance", "done"])
def test_what_is_not_understood_is_said_and_everything_else_kept(
    name: str, wrong: dict[str, str], sentence: str, published: Path
) -> None:
    right = {"area": "st-paul", "offence": "burglary"}
    app = opened(name, **(right | wrong))
    assert not app.exception
    assert sentence in words_of(app)
    shown = {"area": app.selectbox[0].value, "offence": app.selectbox[1].value}
    assert {**shown, **{k: right[k] for k in wrong if k in right}} == right


@pytest.mark.parametrize(
    ("name", "option", "label", "usual"),
    [
        ("where", "part", "Show", "Map"),
        ("take", "paper", "Paper", "One page on an area"),
        ("done", "show", "Show", "Every priority, folded"),
    ],
)
def test_an_option_that_is_not_there_is_answered_with_the_usual_one(
    name: str, option: str, label: str, usual: str, published: Path
) -> None:
    app = opened(name, **{option: "nonsense", "area": "st-paul"})
    assert not app.exception
    told = f"The choice “nonsense” of “{label}” cannot be shown here. “{usual}” is shown instead."
    assert told in words_of(app)


def test_an_address_cannot_put_marks_on_the_page(published: Path) -> None:
    app = opened("glance", area="<img src=x onerror=alert(1)>", **{"from": "![x](y)"})
    assert not app.exception
    shown = " ".join(each.value for each in app.info)
    assert not re.search(r"(?<!\\)<img|(?<!\\)!\[", shown)
    assert "<img" not in html_of(app)


@pytest.mark.parametrize("name", ["glance", "area", "take"])
def test_days_that_are_not_published_lead_to_the_nearest_that_are(
    name: str, published: Path
) -> None:
    app = opened(name, area="st-paul", **{"from": "2031-04", "to": "2031-09"})
    assert not app.exception
    assert "no figures are published for April to September 2031" in words_of(app)
    assert "from=2017-" in html_of(app)


def test_a_day_before_anything_was_published_has_a_way_back(published: Path) -> None:
    app = opened("glance", on="1999-01-01")
    assert headed(app) == ["Not published"]
    app.button[0].click().run()
    assert not app.exception
    assert "on" not in asked(app)
    assert headed(app) != ["Not published"]


# Addresses of the first version


@pytest.mark.parametrize("name", ["glance", "area", "months", "where", "done", "take"])
def test_figures_of_the_first_version_are_shown_and_kept(name: str, published: Path) -> None:
    app = opened(name, area="st-paul", figures="police-uk/2017-07-01/2017-09-30")
    assert not app.exception
    assert not app.info
    assert asked(app) == {"area": "st-paul", "figures": "police-uk/2017-07-01/2017-09-30"}
    period = next(each for each in app.selectbox if each.label == "Period")
    assert (app.selectbox[0].value, period.value) == ("st-paul", "2017-07-01/2017-09-30")


# The bar


def test_the_bar_offers_every_area_and_follows_the_address(published: Path) -> None:
    app = opened("area", area="st-paul", offence="robbery", against="none")
    area, offence, period, against = app.selectbox[:4]
    assert [each.label for each in app.selectbox[:4]] == [
        "Area",
        "Offence",
        "Period",
        "Compare with",
    ]
    assert (area.value, offence.value, against.value) == ("st-paul", "robbery", Against.NOTHING)
    assert len(area.options) == len(areas.order())
    none = Question("st-paul", "robbery", against=Against.NOTHING)
    assert period.value == str(door.at().choose(none).period)


@pytest.mark.parametrize(
    ("place", "value", "written"),
    [
        (0, "st-bartholomew", {"area": "st-bartholomew"}),
        (1, "drugs", {"offence": "drugs"}),
        (2, "2017-07-01/2017-09-30", {"from": "2017-07", "to": "2017-09"}),
        (3, Against.BEFORE, {"against": "before"}),
    ],
)
def test_a_choice_is_shown_and_written_to_the_address_with_all_that_was_asked(
    place: int, value: str, written: dict[str, str], published: Path
) -> None:
    app = opened("area", area="st-paul", offence="burglary", part="kept")
    app.selectbox[place].set_value(value).run()
    assert not app.exception
    kept = {"area": "st-paul", "offence": "burglary", "part": "kept", **written}
    assert asked(app) == kept
    assert len(headed(app)) == 1


def test_months_are_chosen_from_one_to_another(published: Path) -> None:
    app = opened("area", area="st-paul", **{"from": "2017-05", "to": "2017-06"})
    first, last = (each for each in app.selectbox if each.label in ("From", "To"))
    assert (first.value, last.value) == (parse("2017-05"), parse("2017-06"))
    last.set_value(parse("2017-08")).run()
    assert not app.exception
    assert asked(app) == {"area": "st-paul", "from": "2017-05", "to": "2017-08"}
    assert "May to August 2017" in headed(app)[0]


def test_what_is_usual_needs_no_place_in_the_address(published: Path) -> None:
    app = opened("area", area="st-paul")
    app.selectbox[0].set_value(areas.root()).run()
    assert asked(app) == {}


def test_the_menu_keeps_the_whole_question(published: Path) -> None:
    question = {"area": "st-paul", "offence": "burglary", "from": "2017-06", "to": "2017-08"}
    app = opened("area", **question)
    menu = menu_of(app)
    assert re.findall(r"<a [^>]*>([^<]+)</a>", menu)[:6] == [
        "At a glance",
        "My area",
        "Over time",
        "Where",
        "What was done",
        "Take away",
    ]
    asked_for = "area=st-paul&amp;offence=burglary&amp;from=2017-06&amp;to=2017-08"
    assert menu.count(asked_for) == menu.count("<a ")


def test_the_menu_says_which_page_is_open(published: Path) -> None:
    assert "aria-current='page'>Where</a>" in menu_of(opened("where"))
    assert menu_of(opened("glance")).count("aria-current") == 1


def test_a_place_is_found_by_a_street_and_what_is_typed_is_in_no_address(published: Path) -> None:
    app = opened("glance")
    (field,) = (each for each in app.text_input if each.label == "Find a place")
    field.set_value("Sparsholt").run()
    assert not app.exception
    assert "area=sparsholt" in html_of(app)
    assert asked(app) == {}


# What the pages say


def test_the_home_page_opens_with_the_count_and_what_it_was(published: Path) -> None:
    app = opened("glance")
    assert "4,397 , 356 more than a year before (4,041, +9%)" in words_of(app)
    assert "Recorded" in headed(app)[0]


def test_a_region_shows_what_no_parish_of_it_has(published: Path) -> None:
    report = Question("winchester-rural", period=parse("2017-04-01/2017-10-31"))
    answer = door.at().ask(take.answer, report, take.APPENDIX)
    cells = [
        row for block in walk(answer.blocks) if isinstance(block, Table) for row in block.cells
    ]
    assert ("Not shown by parish", "57") in [row[:2] for row in cells]


@pytest.mark.parametrize("offence", offences.order())
def test_every_offence_that_is_counted_is_offered(offence: str, published: Path) -> None:
    counted = set(door.at().figures["offence"])
    assert (offence in door.at().ask(find.offences_counted)) == (offence in counted)
