"""Places side by side: what the map and its list show, and the funnel of a kind."""

import pandas as pd
import pytest

from cspdata import areas, offences, residents
from cspdata.answers import funnel, places, rates, where
from cspdata.answers.blocks import Chart, Fold, Map, Table, Words, walk
from cspdata.answers.words import kinds
from cspdata.answers.words import places as words
from cspdata.periods import parse
from cspdata.published import Published
from cspdata.question import Question
from tests.figures import held, monthly, placed, stored, with_streets

APRIL = "2017-04-01/2017-10-31"
PARISHES = areas.at_level("parish")
LEVELS = ("parish", "region")


def asked(area: str = "", offence: str = "all-crime", **more: object) -> Question:
    return Question(area or areas.root(), offence, period=parse(APRIL)).at(**more)


def printed(counts: dict[str, int], *offence_counts: tuple[str, str, int]) -> Published:
    """All crime of areas in the report's period, and other offences."""
    rows = [(area, "all-crime", APRIL, count) for area, count in counts.items()]
    rows += [(area, offence, APRIL, count) for area, offence, count in offence_counts]
    return held(stored("police-tables", *rows))


def even(count: int = 50, whole: int = 1100) -> dict[str, int]:
    """The same count in every parish, and more in the district than they add up to."""
    return {areas.root(): whole, **dict.fromkeys(PARISHES, count)}


def frame(here: Published, question: Question, level: str = "parish", measure: str = rates.COUNT):
    shown = rates.at_level(here, question, level, measure)
    assert shown is not None
    return rates.rated(here, shown).set_index("area")


def said(blocks) -> str:
    return " ".join(block.text for block in walk(tuple(blocks)) if isinstance(block, Words))


# counts, shares and rates


def test_the_base_of_a_share_is_the_district_s_own_count() -> None:
    rows = frame(printed(even(50, whole=1250)), asked())
    assert rows["part"].tolist() == pytest.approx([4.0] * 20)
    assert rows["part"].sum() == pytest.approx(80)


def test_what_lies_in_no_parish_is_a_line_of_its_own() -> None:
    blocks = places.the_map(printed(even(50, whole=1057)), asked(), "parish", rates.COUNT)
    (table,) = [block for block in walk(blocks) if isinstance(block, Table)]
    assert table.cells[-1] == ("In no parish shown", "57", "5%")
    assert table.links[-1] is None


def test_a_rate_is_drawn_towards_the_district_s_own() -> None:
    rows = frame(printed(even(50, whole=1300)), asked())
    people = areas.one(areas.root()).residents
    assert rows["centre"].iloc[0] == pytest.approx(1000 * 1300 / people)
    own, mapped = rows["rate"] - rows["centre"], rows["shrunken"] - rows["centre"]
    assert (mapped.abs() <= own.abs() + 1e-9).all()


def test_a_share_of_its_crime_is_against_the_same_share_in_the_district() -> None:
    theft = [(area, "theft", 20) for area in PARISHES] + [(areas.root(), "theft", 440)]
    rows = frame(printed(even(50, whole=1100), *theft), asked(offence="theft"))
    assert rows["quotient"].tolist() == pytest.approx([(20 / 50) / (440 / 1100)] * 20)


def test_the_rate_s_interval_is_garwood_s() -> None:
    from scipy.stats import chi2

    row = frame(printed(even(52)), asked()).loc["sparsholt"]
    low, high = chi2.ppf(0.025, 2 * 52) / 2, chi2.ppf(0.975, 2 * 53) / 2
    people = areas.one("sparsholt").residents / 1000
    assert [row["rate_low"], row["rate_high"]] == pytest.approx([low / people, high / people])


def test_a_rate_names_its_year_and_its_months() -> None:
    here = printed(even())
    shown = rates.at_level(here, asked(), "parish")
    assert shown is not None
    assert words.per_thousand(shown.basis) == (
        "recorded per 1,000 residents (mid-2017 estimate), in seven months, April to October 2017"
    )


@pytest.mark.slow
def test_a_rate_is_of_the_residents_nearest_to_its_period() -> None:
    for month, when in (("2017-04", "mid-2017 estimate"), ("2025-04", "census of March 2021")):
        period = parse(month)
        here = held(stored("police-uk", *((area, "drugs", month, 5) for area in PARISHES)))
        rows = frame(here, Question(areas.root(), "drugs", period=period))
        base = residents.nearest(period)
        assert base is not None and base.name == when
        assert rows["residents"].to_dict() == {area: base.numbers[area] for area in PARISHES}
        assert rows.loc["sparsholt", "rate"] == pytest.approx(5000 / base.numbers["sparsholt"])
        basis = here.rest_on(Question("sparsholt", "drugs", period=period))
        assert basis and f"per 1,000 residents ({when})" in words.per_thousand(basis)


# a part of a table


def test_a_part_is_shown_as_a_part_without_share_or_order() -> None:
    counts = {areas.root(): 500, "st-paul": 9, "itchen-valley": 40, "sparsholt": 20}
    blocks = places.the_map(printed(counts), asked(), "parish", rates.COUNT)
    (table,) = [block for block in walk(blocks) if isinstance(block, Table)]
    (drawn,) = [block for block in walk(blocks) if isinstance(block, Map)]
    assert drawn.title == "Figures of 3 of 20 parishes"
    assert [row[0] for row in table.cells] == ["St Paul", "Itchen Valley", "Sparsholt"]
    assert "no share and no order" in said(blocks)
    assert "%" not in said(blocks)
    assert table.columns == ("Area", "Count")
    assert table.rows["part"].isna().all()


@pytest.mark.parametrize("measure", ["rate", "share"])
def test_a_part_shows_its_counts_whatever_was_asked_of_it(measure: str) -> None:
    here = printed({areas.root(): 500, "st-paul": 9}, ("st-paul", "theft", 4))
    blocks = places.the_map(here, asked(offence="theft"), "parish", measure)
    (drawn,) = [block for block in walk(blocks) if isinstance(block, Map)]
    assert set(drawn.rows["text"]) == {"4 recorded", "No figures published"}


@pytest.mark.parametrize("part", ["kind", "concentration"])
def test_a_part_has_no_funnel_and_no_concentration(part: str) -> None:
    here = with_streets(placed(), printed({areas.root(): 9, "st-paul": 9}).draft)
    answer = where.answer(here, asked(), part)
    assert not [block for block in walk(answer.blocks) if isinstance(block, Chart)]
    assert "of 20 parishes" in said(answer.blocks)


# the map and its list


@pytest.fixture(scope="module")
def everything() -> Published:
    """Two years of months of every parish and group, more in the later one."""
    parts = [
        monthly([3 + place % 3 if month < 12 else 4 + place % 5 for month in range(24)], area, code)
        for place, area in enumerate(PARISHES)
        for code in ("theft", "drugs", "robbery")
    ]
    return held(*parts)


@pytest.mark.slow
@pytest.mark.parametrize("measure", list(places.MEASURES))
@pytest.mark.parametrize("level", LEVELS)
def test_every_value_on_the_map_is_in_the_list(
    everything: Published, measure: str, level: str
) -> None:
    question = asked(offence="theft").at(period=parse("2016-07-01/2017-06-30"))
    blocks = places.the_map(everything, question, level, measure)
    (drawn,) = [block for block in walk(blocks) if isinstance(block, Map)]
    (table,) = [block for block in walk(blocks) if isinstance(block, Table)]
    listed = {row[0]: " ".join(row[1:]) for row in table.cells}
    assert set(drawn.rows["area"]) == set(areas.at_level(level))
    for row in drawn.rows.itertuples():
        figure = row.text.partition(": ")[2].partition(",")[0] or row.text
        figure = figure.removesuffix(" recorded").removesuffix(" times the usual share")
        figure = figure.removesuffix(" per 1,000 residents").rpartition("; ")[2]
        assert figure in listed[row.area_name]


def test_rates_of_the_city_are_listed_and_not_mapped_and_the_map_says_why() -> None:
    blocks = places.the_map(printed(even()), asked(), "parish", rates.RATE)
    (drawn,) = [block for block in walk(blocks) if isinstance(block, Map)]
    hidden = set(drawn.rows.loc[drawn.rows["step"] < 0, "area"])
    assert hidden == set(areas.children("winchester-city"))
    assert words.VISITED in said(blocks)


def test_a_place_in_the_list_leads_to_itself_with_the_choices_kept() -> None:
    blocks = places.the_map(printed(even()), asked(), "parish", rates.RATE)
    (table,) = [block for block in walk(blocks) if isinstance(block, Table)]
    first = table.links[0]
    assert first is not None
    assert (first.page, first.also) == ("where", (("show", "rate"),))


@pytest.mark.slow
def test_a_change_that_cannot_be_told_here_is_told_by_the_nearest_that_can() -> None:
    parts = [
        monthly([5] * 27, area, code)
        for area in PARISHES
        for code in offences.children("all-crime")
        if code != "theft"
    ]
    here = held(stored("police-tables", (areas.root(), "robbery", APRIL, 9)), *parts)
    question = asked(offence="robbery")
    assert "are not published for these places" in said(
        places.the_map(here, question, "parish", rates.COUNT)
    )
    shown = rates.at_level(here, question, "parish", rates.CHANGE)
    assert shown is not None
    assert shown.basis.source.source == "police-uk"
    assert "cannot be compared for these places" in said(
        places.the_map(here, question, "parish", rates.CHANGE)
    )


@pytest.mark.slow
def test_the_chosen_place_is_told_above_the_map_with_the_way_to_all_about_it() -> None:
    blocks = places.the_map(printed(even(50)), asked("st-paul"), "parish", rates.COUNT)
    chosen = next(b for b in blocks if isinstance(b, Words) and b.text.startswith("Chosen"))
    assert chosen.text == "Chosen: **St Paul**. 50 recorded."
    assert chosen.links[0].page == "area"
    assert not said(places.the_map(printed(even(50)), asked(), "parish", rates.COUNT)).count(
        "Chosen"
    )


def test_a_withheld_count_is_not_taken_for_a_missing_one() -> None:
    rows = pd.DataFrame({"count": [5.0, float("nan")], "status": ["published", "confidential"]})
    assert not rates.is_part(rows)


def test_the_first_page_s_map_has_its_highest_places_as_links() -> None:
    here = printed(even() | {"st-paul": 90, "sparsholt": 80})
    basis = here.rest_on(asked())
    assert basis is not None
    _, drawn, highest = places.glance(here, asked(), basis)
    assert isinstance(highest, Words)
    assert [link.words for link in highest.links][:2] == ["St Paul 90", "Sparsholt 80"]
    assert isinstance(drawn, Map)


# steps


def test_steps_are_multiples_of_what_is_typical() -> None:
    rows = pd.DataFrame({"count": [100.0, 101, 99], "residents": [1000] * 3, "per": "residents"})
    assert places.breaks(rows, rates.RATE) == [75, 120, 200]


def test_a_count_under_twenty_is_never_the_darkest() -> None:
    rows = stepped_counts(19.0, 0, 0, 0)
    assert rows["step"].max() == 2


def stepped_counts(*counts: float) -> pd.DataFrame:
    rows = pd.DataFrame({"count": counts, "visited": False, "status": "published"})
    return places.stepped(rows, rates.COUNT)


@pytest.mark.parametrize(
    ("breaks", "measure", "labels"),
    [
        ([110, 220, 430], "count", ["under 110", "110 to 219", "220 to 429", "430 or more"]),
        ([0.75, 1.25, 2], "share", ["under 0.75", "0.75 to 1.25", "1.25 to 2", "2 or more"]),
        ([], "rate", ["any"]),
    ],
)
def test_the_legend_says_what_each_step_holds(breaks, measure: str, labels: list[str]) -> None:
    assert words.step_labels(breaks, measure) == labels


def test_a_share_is_offered_of_one_offence_among_several() -> None:
    assert "share" in places.measures(asked(offence="theft"))
    assert "share" not in places.measures(asked())


def test_a_region_is_visited_when_all_of_it_is() -> None:
    assert rates.visited("winchester-city")
    assert not rates.visited("winchester-rural")


# known events


@pytest.mark.slow
def test_an_event_that_drives_a_figure_stands_beside_it() -> None:
    counts: list[int | None] = [40 if place in (1, 13, 25) else 4 for place in range(27)]
    here = held(
        *(monthly(counts if a == "itchen-valley" else [4] * 27, a, "theft") for a in PARISHES)
    )
    question = asked(offence="theft").at(period=parse("2017-04-01/2017-09-30"))
    for part in ("map", "kind"):
        words_of_it = said(where.answer(here, question, part).blocks)
        assert "August 2017 in Itchen Valley alone has 40, where 4 are usual" in words_of_it
        assert "Without it Itchen Valley has 20, was 20." in words_of_it


# places of a kind


def beside(count: list[float], kind: str = "rural") -> pd.DataFrame:
    """Places as `rates.rated` gives them."""
    names = [chr(ord("a") + n) for n in range(len(count))]
    rows = pd.DataFrame({"area": names, "area_name": names, "count": count, "residents": 5000})
    rows = rows.assign(per="residents")
    return rows.assign(
        kind=kind,
        visited=False,
        centre=float("nan"),
        rate=rows["count"] / 5,
        rate_low=0.0,
        rate_high=0.0,
    )


def test_a_place_beyond_the_limits_is_named_and_the_others_are_not() -> None:
    found = funnel.funnel(beside([400.0, *[100.0] * 18]))
    assert found.points["standing"].tolist() == ["far above", *["expected"] * 18]
    assert kinds.outside(found.points, "rural parishes") == (
        "a lies above the 99.8% limit. The other 18 of 19 lie within the limits."
    )


def test_a_low_place_is_named_below() -> None:
    found = funnel.funnel(beside([5.0, *[100.0] * 18]))
    assert found.points["standing"].iloc[-1] == "far below"


def test_a_place_without_a_count_is_left_out_of_the_funnel() -> None:
    found = funnel.funnel(beside([float("nan"), 100.0, 100]))
    assert list(found.points["area"]) == ["b", "c"]
    assert found.between.centre == 20


def test_the_centre_of_all_places_is_the_district_s_own_rate() -> None:
    here = printed(even(50, whole=1300))
    shown = rates.at_level(here, asked(), "parish")
    assert shown is not None
    found = funnel.funnel(rates.rated(here, shown))
    assert found.between.centre == pytest.approx(1000 * 1300 / areas.one(areas.root()).residents)


@pytest.mark.slow
def test_places_too_different_to_be_one_group_are_set_beside_their_kind() -> None:
    counts = {area: 500 if areas.one(area).kind == "city" else 20 for area in PARISHES}
    blocks = funnel.the_kinds(printed({areas.root(): 9000, **counts}), asked(), "")
    titles = [block.subtitle for block in blocks if isinstance(block, Chart)]
    assert [title.split(" ")[0] for title in titles] == ["City", "Town", "Rural"]
    assert "too different to be one group" in said(blocks)


def test_a_place_among_its_kind_is_told_with_who_cannot_be_told_apart() -> None:
    blocks = funnel.the_kinds(printed(even(52)), asked("sparsholt"), "")
    assert "**Sparsholt** has 26.7 per 1,000 residents (95% interval 19.9 to 35.0)" in said(blocks)
    assert "of the 6 other rural parishes" in said(blocks)


@pytest.mark.slow
@pytest.mark.parametrize("counts", [even(52), even(52) | {"st-bartholomew": 900}])
def test_the_note_on_visited_places_stands_wherever_such_a_place_does(counts) -> None:
    assert "far more people are about" in said(funnel.the_kinds(printed(counts), asked(), "city"))
    rural = said(funnel.the_kinds(printed(counts), asked(), "rural"))
    assert "far more people" not in rural


def test_every_funnel_has_its_table() -> None:
    blocks = funnel.the_kinds(printed(even(52)), asked("sparsholt"), "")
    (table,) = [block for block in walk(blocks) if isinstance(block, Table)]
    assert table.cells[0][-1] == "Within the limits"
    assert any(isinstance(block, Fold) for block in blocks)


def test_the_limits_are_around_the_common_rate() -> None:
    found = funnel.funnel(beside([100.0, 100, 100]))
    assert found.between.centre == 20
    assert (found.between.dispersion, found.between.tau) == (1, 0)
    limits = found.limits
    assert (limits["low_998"] <= limits["low_95"]).all()
    assert (limits["high_95"] <= limits["high_998"]).all()


# the page


@pytest.mark.slow
@pytest.mark.parametrize("part", list(where.PARTS))
def test_every_part_answers_with_hardly_anything_published(part: str) -> None:
    here = with_streets(placed(), stored("police-tables", ("st-paul", "theft", APRIL, 3)))
    answer = where.answer(here, asked("st-paul", "theft"), part)
    assert said(answer.blocks)


def test_the_choices_of_a_part_start_with_the_usual_one() -> None:
    here = printed(even())
    assert list(where.options(here, asked("st-paul"), "kind")["peers"][1])[0] == "city"
    assert list(where.options(here, asked(), "kind")["peers"][1])[0] == "all"
    assert where.values({}) == ("count", "", "", "")
    assert next(iter(where.levels("st-paul"))) == "parish"
    assert where.options(here, asked(), "concentration") == {}
