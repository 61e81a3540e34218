"""Burglary per 1,000 households where the reader chooses: by hand, named, in no mixed column."""

from pathlib import Path

import pytest

from cspdata import areas, national, residents
from cspdata import published as door
from cspdata.answers import alike, area, peers, places, rates, where
from cspdata.answers.blocks import Answer, Chart, Table, Words, walk
from cspdata.answers.funnel import the_kinds
from cspdata.answers.single import single
from cspdata.periods import parse
from cspdata.printers.imprint import address
from cspdata.published import Published
from cspdata.question import Question
from cspdata.residents import HOUSEHOLDS, RESIDENTS
from tests.figures import held, stored

DAYS = "2021-04-01/2021-10-31"
PARISHES = areas.at_level("parish")
HOMES = residents.numbers(parse(DAYS), HOUSEHOLDS)
PEOPLE = residents.numbers(parse(DAYS))


def asked(at: str = "", per: str = HOUSEHOLDS) -> Question:
    return Question(at or areas.root(), "burglary", parse(DAYS), per=per)


def figures() -> Published:
    """Every parish with 12 burglaries and 60 crimes in seven months, Sparsholt with 24."""
    counts = {code: 24 if code == "sparsholt" else 12 for code in PARISHES}
    whole = {"burglary": 252, "theft": 504, "all-crime": 1200}
    return held(
        stored(
            "police-tables",
            *((areas.root(), offence, DAYS, count) for offence, count in whole.items()),
            *((code, "burglary", DAYS, count) for code, count in counts.items()),
            *((code, offence, DAYS, 60) for code in PARISHES for offence in ("theft", "all-crime")),
        )
    )


def tables(blocks) -> dict[str, Table]:
    return {block.name: block for block in walk(tuple(blocks)) if isinstance(block, Table)}


@pytest.mark.slow
def test_a_rate_per_household_is_the_count_over_the_households() -> None:
    shown = rates.at_level(figures(), asked(), "parish", rates.RATE)
    assert shown is not None
    rows = rates.rated(figures(), shown).set_index("area")
    assert HOMES["sparsholt"] != PEOPLE["sparsholt"]
    assert rows.at["sparsholt", "rate"] == pytest.approx(1000 * 24 / HOMES["sparsholt"])
    assert rows["centre"].unique() == pytest.approx([1000 * 252 / HOMES["winchester"]])
    assert rows["residents"].to_dict() == {code: PEOPLE[code] for code in PARISHES}
    assert set(rows["per"]) == {HOUSEHOLDS}


@pytest.mark.slow
def test_the_map_says_what_its_rates_are_per() -> None:
    blocks = places.the_map(figures(), asked(), "parish", rates.RATE)
    (table,) = tables(blocks).values()
    assert "per 1,000 households (census of March 2021)" in table.caption
    assert "Own rate per 1,000 households" in table.columns
    assert "residents" not in f"{table.caption} {table.columns}"
    plain = places.the_map(figures(), asked(per=RESIDENTS), "parish", rates.RATE)
    assert tables(plain)[table.name].columns[2] == "Own rate"


@pytest.mark.slow
def test_places_of_its_kind_are_beside_each_other_per_household() -> None:
    blocks = the_kinds(figures(), asked("sparsholt"), "")
    (table,) = tables(blocks).values()
    assert table.columns[1:3] == (
        "Rate per 1,000 households (95% interval)",
        "Count, households",
    )
    row = next(cells for cells in table.cells if cells[0] == "Sparsholt")
    assert row[2] == f"24 of {HOMES['sparsholt']:,}"
    assert row[1].startswith(f"{1000 * 24 / HOMES['sparsholt']:.1f} ")
    (chart,) = [block for block in walk(blocks) if isinstance(block, Chart)]
    assert "per 1,000 households" in chart.subtitle
    assert "residents" not in f"{chart.subtitle} {chart.alt} {chart.spec}".replace(
        "'residents'", ""
    ).replace("residents:Q", "")


def test_an_area_has_its_burglary_per_household_in_a_table_of_its_own() -> None:
    made = area.answer(figures(), asked("sparsholt"))
    found = tables(made.blocks)
    usual, own = found["sparsholt-elsewhere"], found["sparsholt-elsewhere-per-1000-households"]
    assert "per 1,000 residents (census of March 2021)" in usual.caption
    assert "per 1,000 households (census of March 2021)" in own.caption
    assert own.columns[2] == "Here per 1,000 households"
    assert own.cells[0][:3] == ("Burglary", "24", f"{1000 * 24 / HOMES['sparsholt']:.1f}")
    district = 1000 * 252 / HOMES["winchester"]
    assert own.rows[["per", "district"]].to_numpy().tolist() == [
        [HOUSEHOLDS, pytest.approx(district)]
    ]
    assert set(usual.rows["per"]) == {RESIDENTS}


def test_in_the_city_no_rate_is_given_per_household_either() -> None:
    made = area.answer(figures(), asked("st-paul"))
    assert "st-paul-elsewhere-per-1000-households" not in tables(made.blocks)
    assert places.misleading(HOUSEHOLDS) in [
        block.text for block in walk(made.blocks) if isinstance(block, Words)
    ]


def test_links_and_the_paper_keep_the_choice() -> None:
    made = area.answer(figures(), asked("sparsholt"))
    assert made.question.per == HOUSEHOLDS
    links = [
        link
        for block in walk(made.blocks)
        for link in getattr(block, "links", ())
        if link and link.question.offence == "burglary"
    ]
    assert links
    assert all("per=households" in address(link) for link in links)


@pytest.mark.parametrize(
    ("offence", "part", "chosen", "offered"),
    [
        ("burglary", "kind", {}, True),
        ("dwelling-burglary", "alike", {}, True),
        ("burglary", "map", {"show": "rate"}, True),
        ("burglary", "map", {"show": "count"}, False),
        ("burglary", "streets", {}, False),
        ("theft", "kind", {}, False),
    ],
)
def test_the_choice_is_offered_where_rates_of_burglary_are_shown(
    offence: str, part: str, chosen: dict[str, str], offered: bool
) -> None:
    found = where.bases(Question(areas.root(), offence), part, chosen)
    names = {RESIDENTS: "1,000 residents", HOUSEHOLDS: "1,000 households"}
    assert found == ({"per": ("Rates per", names)} if offered else {})


@pytest.mark.parametrize("per", [RESIDENTS, HOUSEHOLDS])
def test_a_program_is_told_the_rate_and_its_base(per: str) -> None:
    told = single(figures(), asked("sparsholt", per))
    base = {RESIDENTS: PEOPLE, HOUSEHOLDS: HOMES}[per]["sparsholt"]
    assert told["rate"] | {"low": 0, "high": 0} == {
        "per": f"1,000 {per}",
        "counted": "census of March 2021",
        "source": "Office for National Statistics, census of 2021",
        per: base,
        "caution": "",
        "rate": round(1000 * 24 / base, 4),
        "low": 0,
        "high": 0,
    }
    assert told["rate"]["low"] < told["rate"]["rate"] < told["rate"]["high"]
    assert ("per" in told["question"]) == (per == HOUSEHOLDS)


@pytest.mark.slow
def test_partnerships_like_ours_are_beside_us_per_household(published: Path) -> None:
    districts = door.at()
    homes = national.lsoas().groupby("district_code")["households"].sum()
    held_of = peers.standing(districts, "burglary", HOUSEHOLDS)
    assert held_of is not None
    own = held_of.own
    assert own["households"] == homes[own["area"]] == 51_706
    assert own["rate"] == pytest.approx(1000 * own["count"] / 51_706)
    made: Answer = alike.answer(districts, Question(areas.root(), "burglary", per=HOUSEHOLDS))
    found = tables(made.blocks)
    (named,) = [table for name, table in found.items() if name == "burglary-by-district"]
    assert named.columns[2] == "Count, households"
    (every,) = [table for name, table in found.items() if name.endswith("like-ours-table")]
    assert "per 1,000 residents" in every.caption
    told = alike.single(districts, Question(areas.root(), "burglary", per=HOUSEHOLDS))
    assert told is not None
    assert told["per"] == HOUSEHOLDS
    assert "for every thousand households" in told["sentence"]
