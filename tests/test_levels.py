"""A place of two levels and one of four answer every question as a place of three does."""

import shutil
from calendar import monthrange
from pathlib import Path

import pandas as pd
import pytest

from cspdata import access, areas, offences, packs, publish, store
from cspdata import published as door
from cspdata.answers import area, done, glance, months, places, take, where
from cspdata.answers.blocks import Answer, Table, Words, walk
from cspdata.answers.places import MEASURES
from cspdata.packs.rules import COLUMNS
from cspdata.question import Question
from tests.reader import headed, opened
from tests.test_another_place import MONTHS, PACK, forget
from tests.test_pages import READ

pytestmark = pytest.mark.slow

PLACES = {
    "two": (
        "borough,borough,boroughs\nward,NPT ward,NPT wards",
        ["all,Allington,borough,,900"]
        + [f"w{n},Ward {n},ward,all,{100 + 100 * n}" for n in (1, 2, 3)],
    ),
    "four": (
        "force,force,forces\ncouncil,council,councils\nsector,sector,sectors\nbeat,beat,beats",
        ["all,Allshire,force,,1600"]
        + [f"c{c},Council {c},council,all,800" for c in (1, 2)]
        + [f"c{c}s{s},Sector {c}{s},sector,c{c},400" for c in (1, 2) for s in (1, 2)]
        + [
            f"c{c}s{s}b{b},Beat {c}{s}{b},beat,c{c}s{s},200"
            for c in (1, 2)
            for s in (1, 2)
            for b in (1, 2)
        ],
    ),
}


@pytest.fixture(scope="module", params=PLACES)
def made(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A pack of so many levels without outlines or kinds, and a store of 18 months of figures."""
    pack = tmp_path_factory.mktemp(request.param) / "pack"
    shutil.copytree(PACK, pack)
    levels, rows = PLACES[request.param]
    (pack / "levels.csv").write_text(f"level,singular,plural\n{levels}\n", "utf-8")
    head = "area,name,level,parent,residents,kind,membership,wards,aliases"
    (pack / "areas.csv").write_text("\n".join([head, *(f"{row},,,," for row in rows), ""]), "utf-8")
    for file in ("themes.csv", "metrics.csv"):
        (pack / file).write_text(",".join(COLUMNS[file]) + "\n", "utf-8")
    (pack / "boundaries.geojson").unlink()
    with pytest.MonkeyPatch.context() as patched:
        patched.setenv("CSP_PLACE", str(pack))
        patched.setenv("CSP_STORE", str(pack.parent / "store"))
        assert [each for each in packs.faults() if each.file in ("levels.csv", "areas.csv")] == []
        store.create()
        rehearsal = publish.rehearse([publish.Upload("months.csv", months_of_leaves().encode())])
        publish.publish(rehearsal, access.person_here("A. Officer"))
    return pack


@pytest.fixture
def place(request: pytest.FixtureRequest, made: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    """The name of the place whose pages are shown; tests only read its store."""
    monkeypatch.setenv("CSP_PLACE", str(made))
    monkeypatch.setenv("CSP_STORE", str(made.parent / "store"))
    return str(request.node.callspec.params["made"])


def months_of_leaves() -> str:
    """Counts of every smallest area, offence and month: 10 and more in each later area."""
    kinds = sorted(set(offences.by_police_uk().values()) - {"all-crime"})
    rows = [
        f"{code},{kind},{month}-01,{month}-{monthrange(int(month[:4]), int(month[5:]))[1]},"
        f"{10 + number + (index * 7 + number) % 6},police-uk"
        for index, month in enumerate(MONTHS)
        for number, code in enumerate(areas.leaves())
        for kind in kinds
    ]
    return "\n".join(["area,offence,period_start,period_end,count,source", *rows, ""])


def said(answer: Answer) -> str:
    words = [each.text for each in walk(answer.blocks) if isinstance(each, Words)]
    cells = [cell for each in tables(answer) for row in each.cells for cell in row]
    return " ".join([answer.title, *words, *cells])


def tables(answer: Answer) -> list[Table]:
    return [each for each in walk(answer.blocks) if isinstance(each, Table)]


def test_every_answer_is_given_in_the_words_of_the_place(place: str) -> None:
    here = door.at()
    for code in (areas.root(), areas.children(areas.root())[0], areas.leaves()[-1]):
        asked = here.choose(Question(code, "burglary"))
        made = [here.ask(each, asked) for each in (glance.answer, area.answer, months.answer)]
        made += [here.ask(where.answer, asked, part) for part in where.PARTS]
        made += [here.ask(take.answer, asked, paper) for paper in take.papers_here()]
        made += [here.ask(done.answer, asked, "")]
        wrong = [name for name in ("parish", "Parish", "nan", "NaT") if name in map_of(made)]
        assert wrong == []


def map_of(made: list[Answer]) -> str:
    return " ".join(said(each) for each in made)


def test_the_map_lists_every_area_of_each_level_below_the_whole(place: str) -> None:
    here = door.at()
    assert list(where.levels(areas.root())) == [level.level for level in areas.levels()[:0:-1]]
    for level in where.levels(areas.root()):
        for measure in MEASURES:
            asked = here.choose(Question(areas.root(), "burglary"))
            answer = here.ask(where.answer, asked, "map", measure, level)
            (listed,) = tables(answer)[:1]
            names = {row[0] for row in listed.cells}
            assert {areas.one(code).name for code in areas.at_level(level)} <= names


def test_of_too_many_areas_those_around_the_chosen_one_are_shown(
    place: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A force has a thousand: a map of them is of no use, and the list of them is endless."""
    monkeypatch.setattr(areas, "MANY", 3)
    forget()
    here, lowest = door.at(), areas.lowest()
    if place == "two":
        assert areas.scope("w1", lowest) == "all"
        return
    assert areas.usual_level("all") == "council"
    assert areas.usual_level("c1") == "sector"
    assert areas.usual_level("c1s2b1") == "beat"
    assert areas.scope("c1s2", lowest) == "c1s2"
    assert areas.offered("c1s2") == ["all", "c1", "c1s1", "c1s2", "c1s2b1", "c1s2b2", "c2"]
    answer = here.ask(where.answer, here.choose(Question("c1s2", "burglary")), "map")
    (listed,) = tables(answer)[:1]
    assert [row[0] for row in listed.cells] == ["Beat 122", "Beat 121"]
    assert listed.columns[-1] == "Share of the sector"
    assert listed.cells[0][-1] == share_of("c1s2b2", "c1s2")
    forget()


@pytest.mark.parametrize(
    ("shown", "two", "four"), [("all", "ward", "council"), ("c1s2", None, "beat")]
)
def test_the_first_page_maps_a_level_whose_places_are_few_enough_to_be_links(
    shown: str, two: str | None, four: str, place: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A force has hundreds of neighbourhoods; of the whole its districts are drawn."""
    level = two if place == "two" else four
    if level is None:
        return
    monkeypatch.setattr(places, "MOST_LINKED", 3)
    here = door.at()
    asked = here.choose(Question(shown, "burglary"))
    basis = here.rest_on(asked)
    assert basis
    led = places.glance(here, asked, basis)[-1]
    assert isinstance(led, Words)
    around = areas.scope(shown, level, 3)
    assert {link.question.area for link in led.links} == set(areas.inside(around, level))


def share_of(part: str, whole: str) -> str:
    here = door.at()
    asked = here.choose(Question(whole, "burglary"))
    days = {pd.Timestamp(month.start) for month in asked.period.months} if asked.period else set()
    rows = here.figures[here.figures["period_start"].isin(days)]
    counts = rows[rows["offence"] == "burglary"].groupby("area")["count"].sum()
    return f"{100 * counts[part] / counts[whole]:.0f}%"


def test_places_without_kinds_are_compared_with_all(place: str) -> None:
    here = door.at()
    answer = here.ask(where.answer, here.choose(Question(areas.root(), "burglary")), "kind")
    assert len(tables(answer)[0].cells) == len(areas.leaves())


@pytest.mark.parametrize("name", READ)
def test_a_page_opens(place: str, name: str) -> None:
    for code in (areas.root(), areas.leaves()[0]):
        app = opened(name, area=code)
        assert not app.exception
        assert not app.error
        assert len(headed(app)) == 1
