"""Places side by side: what the map and its list show, the funnel's limits, concentration."""

import json
from collections import Counter
from itertools import pairwise
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from cspdata import areas, caveats, maps, outlines, queries, sentences, store
from cspdata.periods import parse
from cspdata.queries import CHANGE, COUNT, MEASURES, RATE, SHARE, Standing, View
from cspdata.sources import POLICE_TABLES, POLICE_UK

REPORT = View(POLICE_TABLES, parse("2017-04-01/2017-10-31"))
HALF_YEAR = View(POLICE_UK, parse("2017-04-01/2017-09-30"))
LEVELS = ("parish", "region")
LARGEST_DECK = 20_000


@pytest.fixture(scope="module")
def figures(built_store: Path) -> pd.DataFrame:
    with pytest.MonkeyPatch.context() as patched:
        patched.setenv("CSP_STORE", str(built_store))
        return queries.prepared(store.read("crimes"))


def beside(**columns: list) -> pd.DataFrame:
    """Places as `queries.places` gives them, from counts and residents."""
    size = len(columns["count"])
    names = [chr(ord("a") + n) for n in range(size)]
    usual = {"area": names, "area_name": names, "kind": ["rural"] * size, "visited": [False] * size}
    rows = pd.DataFrame({**usual, **columns})
    return rows.assign(rate=1000 * rows["count"] / rows["residents"], low=0.0, high=0.0)


# The map and its list


@pytest.mark.parametrize("measure", list(MEASURES.values()), ids=MEASURES)
@pytest.mark.parametrize("level", LEVELS)
def test_every_value_on_the_map_is_in_the_list(
    figures: pd.DataFrame, measure: queries.Measure, level: str
) -> None:
    view = HALF_YEAR if measure == CHANGE else REPORT
    offence = queries.offences_mapped(figures, view, level, measure)[1]
    rows = queries.mapped(figures, view, offence, level, measure)
    texts = [sentences.place_text(row, measure) for _, row in rows.iterrows()]
    deck = maps.district(
        rows.assign(text=texts), outlines.shown(), "", areas.root(), street_map=False
    )
    drawn = [f["properties"] for f in json.loads(deck.to_json())["layers"][0]["data"]]
    assert [place["area"] for place in drawn] == list(rows["area"])
    assert set(rows["area"]) == set(areas.at_level(level))
    for place, (_, row) in zip(drawn, rows.iterrows(), strict=True):
        cells = " ".join(sentences.place_cells(row, measure))
        figure = place["text"].removesuffix(" recorded").removesuffix(" times the usual share")
        figure = figure.removesuffix(" per 1,000 residents").rpartition("; count ")[2]
        assert figure in cells


@pytest.mark.parametrize("level", LEVELS)
def test_the_map_lists_every_area_that_has_an_outline(figures: pd.DataFrame, level: str) -> None:
    rows = queries.places(figures, REPORT, "all-crime", level)
    assert set(rows["area"]) <= set(outlines.shown())
    assert rows["count"].is_monotonic_decreasing


def test_the_outlines_of_the_map_still_meet_without_gap_or_overlap() -> None:
    shown = outlines.shown()
    laid = Counter(
        edge
        for parish in areas.at_level("parish")
        for piece in outlines.polygons(shown[parish])
        for ring in piece
        for edge in pairwise(map(tuple, ring))
        if edge[0] != edge[1]
    )
    district = {
        edge
        for piece in outlines.polygons(shown[areas.root()])
        for ring in piece
        for edge in pairwise(map(tuple, ring))
        if edge[0] != edge[1]
    }
    assert set(laid.values()) == {1}
    assert {edge for edge in laid if edge[::-1] not in laid} == district


def deck_of(figures: pd.DataFrame, street_map: bool = False) -> dict:
    rows = queries.mapped(figures, REPORT, "all-crime", "parish", COUNT).assign(text="")
    return json.loads(drawn_of(rows, street_map))


def drawn_of(rows: pd.DataFrame, street_map: bool = False) -> str:
    return maps.district(rows, outlines.shown(), "st-paul", "winchester-city", street_map).to_json()


def test_the_whole_map_is_less_than_twenty_kilobytes(figures: pd.DataFrame) -> None:
    rows = queries.mapped(figures, REPORT, "all-crime", "parish", COUNT).assign(text="634 recorded")
    assert len(drawn_of(rows)) < LARGEST_DECK


def test_the_map_names_no_address_unless_the_street_map_is_chosen(figures: pd.DataFrame) -> None:
    assert "http" not in json.dumps(deck_of(figures))
    assert "cartocdn.com" in json.dumps(deck_of(figures, street_map=True))
    assert "cartocdn.com" in maps.STREET_MAP


def test_the_layer_of_places_is_named_for_the_chosen_area_so_that_a_click_is_forgotten(
    figures: pd.DataFrame,
) -> None:
    assert deck_of(figures)["layers"][0]["id"] == "places-st-paul"


def test_a_click_names_its_area() -> None:
    clicked = {"objects": {"places-x": [{"properties": {"area": "st-luke"}}]}}
    assert maps.picked(clicked) == "st-luke"
    assert maps.picked({"objects": {}}) is None
    assert maps.picked({"objects": {"marks": [{"mark": "▲"}]}}) is None


@pytest.mark.parametrize("area", areas.at_level("parish"))
def test_a_mark_stands_inside_its_place(area: str) -> None:
    x, y = maps.inside(outlines.shown()[area])
    cuts = [
        x0 + (y - y0) / (y1 - y0) * (x1 - x0)
        for piece in outlines.polygons(outlines.shown()[area])
        for ring in piece
        for (x0, y0), (x1, y1) in pairwise(ring)
        if (y0 <= y) != (y1 <= y)
    ]
    assert sum(cut > x for cut in cuts) % 2 == 1


def test_the_view_holds_the_whole_area_on_a_phone() -> None:
    square = {"type": "Polygon", "coordinates": [[(0, 0), (1, 0), (1, 1), (0, 1), (0, 0)]]}
    view = maps.fitted(square)
    assert (view.longitude, view.latitude) == (0.5, 0.5)
    assert 2**view.zoom * 512 / 360 <= maps.NOMINAL[0]


# Steps


def test_steps_are_multiples_of_what_is_typical_so_the_first_is_not_dark_for_being_first() -> None:
    even = beside(count=[100.0, 101, 99, 100], residents=[1000] * 4).assign(
        shrunken=[100.0, 101, 99, 100]
    )
    assert queries.breaks(even, RATE) == [75, 120, 200]
    assert set(queries.stepped(even, RATE, rates_in_city=True)["step"]) == {1}


def test_a_count_under_twenty_is_never_the_darkest() -> None:
    rows = beside(count=[19.0, 0, 0, 0], residents=[1000] * 4)
    assert queries.stepped(rows, COUNT, rates_in_city=False)["step"].max() == 2


def test_a_tiny_place_with_a_high_rate_by_chance_is_not_the_darkest() -> None:
    from cspdata import change

    rows = beside(count=[2.0, 100, 90, 110, 100], residents=[20, 10_000, 10_000, 10_000, 10_000])
    drawn = change.shrunken_rates(rows["count"], rows["residents"])
    rows = rows.assign(shrunken=drawn["rate"].to_numpy())
    assert rows["rate"].idxmax() == 0
    assert queries.stepped(rows, RATE, rates_in_city=True)["step"].max() == 1


def test_rates_of_the_city_are_not_mapped_unless_asked(figures: pd.DataFrame) -> None:
    rows = queries.mapped(figures, REPORT, "all-crime", "parish", RATE)
    assert set(rows.loc[rows["step"] < 0, "area"]) == set(areas.children("winchester-city"))
    asked = queries.mapped(figures, REPORT, "all-crime", "parish", RATE, rates_in_city=True)
    assert (asked["step"] >= 0).all()


def test_a_region_is_visited_when_all_of_it_is() -> None:
    assert queries.visited("winchester-city")
    assert not queries.visited("winchester-rural")


def test_the_printed_counts_give_the_printed_rate(figures: pd.DataFrame) -> None:
    rows = queries.places(figures, REPORT, "all-crime", "parish").set_index("area")
    bartholomew = rows.loc["st-bartholomew"]
    assert bartholomew["count"] == 634
    assert bartholomew["rate"] == pytest.approx(1000 * 634 / 7170)
    assert bartholomew["part"] == pytest.approx(100 * 634 / rows["count"].sum())


def test_a_share_is_against_the_same_share_everywhere(figures: pd.DataFrame) -> None:
    rows = queries.places(figures, REPORT, "theft", "parish")
    typical = rows["count"].sum() / rows["total"].sum()
    assert rows["quotient"].tolist() == pytest.approx(
        (rows["count"] / rows["total"] / typical).tolist()
    )
    raw, drawn = (rows["quotient"] - 1).abs(), (rows["quotient_shrunken"] - 1).abs()
    assert (drawn <= raw + 1e-9).all()


def test_a_share_is_offered_of_one_offence_only(figures: pd.DataFrame) -> None:
    offered, usual = queries.offences_mapped(figures, HALF_YEAR, "parish", SHARE)
    assert usual in offered
    assert not {"all-crime", "crime-except-violence", "asb"} & set(offered)


def test_a_change_that_a_break_forbids_says_why(figures: pd.DataFrame) -> None:
    rows = queries.mapped(figures, HALF_YEAR, "violence-and-sexual", "parish", CHANGE)
    assert set(rows["step"]) == {-1}
    assert "674 against about 1,118" in sentences.about_map(rows, CHANGE, False)


@pytest.mark.parametrize(
    ("breaks", "measure", "labels"),
    [
        ([110, 220, 430], COUNT, ["under 110", "110 to 219", "220 to 429", "430 or more"]),
        ([0.75, 1.25, 2], SHARE, ["under 0.75", "0.75 to 1.25", "1.25 to 2", "2 or more"]),
        ([], RATE, ["any"]),
    ],
)
def test_the_legend_says_what_each_step_holds(breaks: list, measure: object, labels: list) -> None:
    assert sentences.step_labels(breaks, measure) == labels


# Funnel


def test_the_limits_of_the_funnel_are_poisson_quantiles_around_the_common_rate() -> None:
    from scipy.stats import poisson

    found = queries.funnel(beside(count=[100.0, 100, 100], residents=[5000, 5000, 5000]))
    assert found.centre == 20
    assert found.overdispersion == 1
    for column, probability in (("low_95", 0.025), ("high_95", 0.975), ("high_998", 0.999)):
        mean = found.limits["residents"] * found.centre / 1000
        quantile = poisson.ppf(probability, mean)
        away = quantile - found.limits[column] * found.limits["residents"] / 1000
        assert away.between(0, 1).all()


def test_a_place_beyond_the_limits_is_named_and_the_others_are_not() -> None:
    rows = beside(count=[400.0, *[100.0] * 20], residents=[5000] * 21)
    found = queries.funnel(rows)
    assert list(found.outliers["area"]) == ["a"]
    assert found.points["standing"].tolist() == [Standing.FAR_ABOVE, *[Standing.EXPECTED] * 20]
    assert sentences.outside(found, "all parishes") == (
        "a lies above the 99.8% limit. The other 20 of 21 lie within the limits."
    )


def test_a_low_place_is_named_below() -> None:
    found = queries.funnel(beside(count=[5.0, *[100.0] * 20], residents=[5000] * 21))
    assert found.points["standing"].iloc[-1] == Standing.FAR_BELOW


def test_places_that_differ_widely_widen_the_limits_by_the_root_of_their_spread() -> None:
    counts = [50.0, 150, 60, 140, 50, 150, 60, 140, 100, 100]
    found = queries.funnel(beside(count=counts, residents=[5000] * 10))
    scores = np.clip(
        2 * (np.sqrt(counts) - 10), *np.quantile(2 * (np.sqrt(counts) - 10), [0.1, 0.9])
    )
    assert found.overdispersion == pytest.approx(np.mean(scores**2))
    assert found.outliers.empty
    assert "variance" in sentences.about_funnel(found, "winchester", "all parishes")


def test_a_place_without_a_count_is_left_out_of_the_funnel() -> None:
    found = queries.funnel(beside(count=[np.nan, 100.0, 100], residents=[5000] * 3))
    assert list(found.points["area"]) == ["b", "c"]
    assert found.centre == 20


def test_the_report_s_funnel_names_the_festival_and_the_city_centre(figures: pd.DataFrame) -> None:
    found = queries.funnel(queries.places(figures, REPORT, "all-crime", "parish"))
    assert list(found.outliers["area"]) == ["itchen-valley", "st-bartholomew"]
    assert found.overdispersion == pytest.approx(45.4, abs=0.1)


def test_the_rate_s_interval_is_garwood_s(figures: pd.DataFrame) -> None:
    from scipy.stats import chi2

    row = queries.places(figures, REPORT, "all-crime", "parish").set_index("area").loc["sparsholt"]
    low, high = chi2.ppf(0.025, 2 * 52) / 2, chi2.ppf(0.975, 2 * 53) / 2
    assert [row["low"], row["high"]] == pytest.approx([1000 * low / 1951, 1000 * high / 1951])


@pytest.mark.parametrize(("kind", "places"), [("city", 8), ("town", 5), ("rural", 7), ("all", 20)])
def test_peers_are_parishes_of_the_same_kind(figures: pd.DataFrame, kind: str, places: int) -> None:
    rows = queries.places(figures, REPORT, "all-crime", "parish")
    assert len(queries.peers(rows, kind)) == places


def test_a_parish_among_its_peers_is_told_with_its_interval_and_who_ties(
    figures: pd.DataFrame,
) -> None:
    rows = queries.peers(queries.places(figures, REPORT, "all-crime", "parish"), "rural")
    words = sentences.about_funnel(queries.funnel(rows), "sparsholt", "rural parishes")
    assert "**Sparsholt** has 26.7 per 1,000 residents (95% interval 19.9 to 35.0)" in words
    assert "number 3 of 7 rural parishes; 5 of the others" in words


# Concentration


def test_the_curve_runs_from_nothing_to_everything_the_fullest_first() -> None:
    found = queries.concentration([1, 6, 3], [2, 2, 4])
    assert found.curve["now"].tolist() == pytest.approx([0, 60, 90, 100])
    assert found.curve["before"].tolist() == pytest.approx([0, 50, 75, 100])
    assert found.curve["place_share"].tolist() == pytest.approx([0, 100 / 3, 200 / 3, 100])
    assert (found.half, found.places, found.count) == (1, 3, 10)


@pytest.mark.parametrize("before", [[], [np.nan] * 3, [1, 2], [0, 0, 0]])
def test_without_a_comparable_year_before_there_is_no_second_curve(before: list) -> None:
    assert not queries.concentration([1, 6, 3], before).compared


def test_concentration_is_told_with_how_it_moved() -> None:
    found = queries.concentration([50, 10, 10, 10, 10, 10], [10, 20, 20, 20, 20, 10])
    assert sentences.concentrated(found, "parishes", "theft") == (
        "Half of theft offences (100 in all) is in 1 of 6 parishes; the fullest 5 hold **90.0%**."
        " A year before, the 5 that were fullest then held 90.0%, so this is no difference."
    )


# Streets


def placed(*rows: tuple[str, str, str, str, int]) -> pd.DataFrame:
    """Street rows from (lsoa, location, offence, month, count)."""
    return pd.DataFrame(
        [
            (lsoa, f"On or near {location}", offence, pd.Timestamp(parse(month).start), count)
            for lsoa, location, offence, month, count in rows
        ],
        columns=["lsoa", "location", "offence", "period_start", "count"],
    )


ST_PAUL = next(lsoa for lsoa, area in areas.of_lsoa().items() if area == "st-paul")
ST_LUKE = next(lsoa for lsoa, area in areas.of_lsoa().items() if area == "st-luke")
MONTHS = parse("2017-04-01/2017-05-31").months


def test_streets_of_an_area_count_crime_without_incidents() -> None:
    streets = placed(
        (ST_PAUL, "Elm Road", "burglary", "2017-04", 2),
        (ST_PAUL, "Elm Road", "violence-and-sexual", "2017-04", 1),
        (ST_PAUL, "Elm Road", "asb", "2017-04", 9),
        (ST_LUKE, "Oak Road", "burglary", "2017-04", 5),
    )
    assert queries.at_locations(streets, "st-paul", "all-crime", MONTHS)["count"].tolist() == [3]
    assert queries.at_locations(streets, "st-paul", "theft", MONTHS)["count"].tolist() == [2]
    assert queries.at_locations(streets, "st-paul", "asb", MONTHS)["count"].tolist() == [9]
    without = queries.at_locations(streets, "st-paul", "crime-except-violence", MONTHS)
    assert without["count"].tolist() == [2]
    district = queries.at_locations(streets, "winchester", "all-crime", MONTHS)
    assert district["count"].sum() == 8


def test_a_location_is_its_name_within_an_lsoa_and_persistence_counts_months() -> None:
    streets = placed(
        *[(ST_PAUL, f"Road {n}", "burglary", "2017-04", n) for n in range(1, 13)],
        (ST_PAUL, "Road 12", "burglary", "2017-05", 1),
        (ST_LUKE, "Road 12", "burglary", "2017-05", 1),
    )
    counted = queries.at_locations(streets, "winchester", "all-crime", MONTHS)
    top = queries.top_streets(counted, MONTHS)
    first = top.iloc[0]
    assert (first["location"], first["lsoa"], first["count"]) == ("Road 12", ST_PAUL, 13)
    assert (first["months_at_top"], first["months"]) == (2, 2)
    assert top.set_index(["location", "lsoa"]).loc[("Road 2", ST_PAUL), "months_at_top"] == 0


def test_a_tie_across_the_tenth_rank_is_not_in_the_top_ten() -> None:
    streets = placed(*[(ST_PAUL, f"Road {n}", "burglary", "2017-04", 1) for n in range(11)])
    counted = queries.at_locations(streets, "st-paul", "all-crime", MONTHS)
    assert queries.top_streets(counted, MONTHS)["months_at_top"].sum() == 0


def test_every_lsoa_of_a_parish_is_listed_even_without_crime() -> None:
    counted = queries.at_locations(
        placed((ST_PAUL, "Elm Road", "drugs", "2017-04", 3)), "st-paul", "all-crime", MONTHS
    )
    rows = queries.by_lsoa(counted, "st-paul")
    assert rows["count"].sum() == 3
    assert rows["residents"].sum() == areas.one("st-paul").residents
    assert (rows["count"] == 0).any()


def test_locations_of_any_month_are_the_places_that_a_concentration_is_among() -> None:
    streets = placed(
        (ST_PAUL, "Elm Road", "drugs", "2017-04", 3), (ST_PAUL, "Oak Road", "drugs", "2016-04", 1)
    )
    assert sorted(queries.location_counts(streets, "st-paul", "drugs", MONTHS)) == [0, 3]


def test_only_published_months_are_counted_and_said() -> None:
    streets = placed((ST_PAUL, "Elm Road", "drugs", "2017-04", 3))
    period = parse("2017-04-01/2017-05-31")
    months = queries.street_months(streets, period)
    assert [str(month) for month in months] == ["2017-04-01/2017-04-30"]
    assert "1 of the 2 months" in sentences.months_of(months, period)


# Events


def test_a_known_event_is_named_where_its_month_drives_the_count(figures: pd.DataFrame) -> None:
    shown = areas.at_level("parish")
    found = queries.events(figures, HALF_YEAR, shown, "all-crime")
    assert list(found["area"]) == ["itchen-valley"]
    words = sentences.driven_by_events(found)
    assert "August 2017 alone has 212 of the 292" in words


def test_an_event_that_drives_nothing_is_not_named(figures: pd.DataFrame) -> None:
    spring = View(POLICE_UK, parse("2017-04-01/2017-06-30"))
    assert queries.events(figures, spring, ["itchen-valley"], "all-crime").empty
    assert queries.events(figures, HALF_YEAR, ["st-paul"], "all-crime").empty


def test_every_event_names_areas_that_exist() -> None:
    known = [caveat for caveat in caveats.every() if caveat.effect in caveats.HAPPENINGS]
    assert known
    assert all(areas.known(area) for caveat in known for area in caveat.areas)
