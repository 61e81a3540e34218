"""Concentration: against a random spread, among any number of places, and how it moved."""

import numpy as np
import pytest

from cspdata import areas
from cspdata.answers import where
from cspdata.answers.blocks import Chart, Table, Words, walk
from cspdata.answers.concentration import DRAWN, concentration
from cspdata.answers.words import streets as words
from cspdata.change import concentration as change
from cspdata.periods import parse
from cspdata.question import Question
from tests.figures import monthly, placed, with_streets

RANDOM = 2017


def test_the_curve_runs_from_nothing_to_everything_the_fullest_first() -> None:
    found = concentration([1, 6, 3], [2, 2, 4])
    assert found.curve["now"].tolist() == pytest.approx([0, 60, 90, 100])
    assert found.curve["before"].tolist() == pytest.approx([0, 50, 75, 100])
    assert found.curve["place_share"].tolist() == pytest.approx([0, 100 / 3, 200 / 3, 100])
    assert (found.half, found.places, found.count) == (1, 3, 10)


@pytest.mark.parametrize("before", [[], [np.nan] * 3, [1, 2], [0, 0, 0]])
def test_without_a_comparable_year_before_there_is_no_second_curve(before: list) -> None:
    assert not concentration([1, 6, 3], before).compared


def test_a_random_spread_is_that_of_slow_code() -> None:
    random = np.random.default_rng(1)
    halves = []
    for _ in range(400):
        thrown = np.bincount(random.integers(0, 1378, 19), minlength=1378)
        halves.append(np.searchsorted(np.cumsum(np.sort(thrown)[::-1]), 9.5) + 1)
    low, high = concentration([1] * 19 + [0] * 1359).half_by_chance
    assert low <= np.quantile(halves, 0.05)
    assert np.quantile(halves, 0.95) <= high
    assert (low, high) == (9, 10)  # an even spread would say 689


def test_a_count_thrown_at_random_is_no_concentration() -> None:
    counts = np.random.default_rng(RANDOM).multinomial(400, np.full(1000, 1 / 1000))
    assert "no more concentrated than chance" in words.half(
        concentration(counts), "places", "theft"
    )


def test_a_count_in_few_places_is_one() -> None:
    counts = [50, 30, *[1] * 20, *[0] * 978]
    assert words.half(concentration(counts), "places", "theft") == (
        "Half of recorded theft offences (100 in all) is in 1 of 1,000 places. Spread by chance "
        "alone, half would be in 41 to 49: it is more concentrated than chance."
    )


def test_a_move_within_the_range_of_chance_is_told_as_such() -> None:
    random = np.random.default_rng(RANDOM)
    shares = np.array([10, 8, 6, 5, 4, *[1] * 60]) / 93
    found = concentration(random.multinomial(300, shares), random.multinomial(300, shares))
    low, high = found.moved_by_chance
    assert low < 0 < high
    assert "no more than chance would" in words.fullest(found, "places")


def test_a_move_beyond_it_is_told_as_such() -> None:
    found = concentration([200, *[1] * 100], [3, *[3] * 100])
    assert "it moved more than chance would" in words.fullest(found, "places")


def test_the_range_is_told_in_percentage_points() -> None:
    random = np.random.default_rng(RANDOM)
    shares = np.array([10, 8, 6, 5, 4, *[1] * 60]) / 93
    now, before = random.multinomial(300, shares), random.multinomial(300, shares)
    moved = change.changed_concentration(now, before, [words.FULLEST]).iloc[0]
    found = concentration(now, before).moved_by_chance
    assert found == pytest.approx((100 * moved["low"], 100 * moved["high"]))
    assert found[0] < 0 < found[1]


def test_the_same_counts_give_the_same_range() -> None:
    assert concentration([5, 4, 3], [1, 2, 9]) .moved_by_chance == concentration(
        [5, 4, 3], [1, 2, 9]
    ).moved_by_chance  # fmt: skip


@pytest.mark.slow
def test_beyond_two_and_a_half_thousand_locations_the_curve_is_thinned_and_whole() -> None:
    found = concentration(np.arange(6000) % 7, np.arange(6000) % 5)
    assert len(found.curve) <= DRAWN + 6
    assert found.curve["now"].iloc[-1] == pytest.approx(100)
    assert found.places == 6000


def test_nothing_counted_is_told() -> None:
    found = concentration([0, 0, 0])
    assert (
        words.half(found, "places", "theft") == "No recorded theft offences here in these months."
    )


# the page

LSOA = next(lsoa for lsoa, area in areas.of_lsoa().items() if area == "st-paul")


@pytest.mark.slow
def test_both_years_of_parishes_and_of_streets_have_a_chart_and_a_table() -> None:
    rows = [
        (LSOA, f"Road {n}", "theft", f"{year}-0{month}", n)
        for n in range(1, 30)
        for month in (4, 5)
        for year in (2016, 2017)
    ]
    crimes = [
        monthly([n % 6] * 24, area, "theft") for n, area in enumerate(areas.at_level("parish"))
    ]
    here = with_streets(placed(*rows), *crimes)
    question = Question("winchester", "theft", period=parse("2017-04-01/2017-05-31"))
    answer = where.answer(here, question, "concentration")
    blocks = list(walk(answer.blocks))
    assert len([block for block in blocks if isinstance(block, Chart)]) == 2
    assert len([block for block in blocks if isinstance(block, Table)]) == 2
    said = " ".join(block.text for block in blocks if isinstance(block, Words))
    assert said.count("that were fullest in the earlier period then held") == 2
    for block in blocks:
        if isinstance(block, Chart):
            assert block.spec["layer"]


def test_across_a_break_only_this_year_is_shown_and_the_page_says_why() -> None:
    rows = [
        (LSOA, f"Road {n}", "violence-and-sexual", f"{year}-05", n)
        for n in range(1, 9)
        for year in (2016, 2017)
    ]
    here = with_streets(placed(*rows), monthly([3] * 24))
    question = Question("st-paul", "violence-and-sexual", period=parse("2017-05"))
    blocks = list(walk(where.answer(here, question, "concentration").blocks))
    said = " ".join(block.text for block in blocks if isinstance(block, Words))
    assert "674 against about 1,118" in said
    assert "then held" not in said
