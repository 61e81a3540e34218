"""What an operation may have done: each part against a slow and obvious reckoning."""

import numpy as np
import pandas as pd
import pytest
from scipy.stats import hypergeom, poisson

from cspdata.change.operation import Sign, displacement, nothing_done, signs, visible_fall
from cspdata.change.rest import against_rest
from cspdata.change.thresholds import OPERATION_POWER

RANDOM = 20180104


def p_of_a_fall(now: int, before: int, rest_now: int, rest_before: int) -> float:
    """Fisher's two-sided p, doubled, where the odds fell; 1 elsewhere. Every table is listed."""
    here, there, after = now + before, rest_now + rest_before, now + rest_now
    law = hypergeom(here + there, here, after)
    tail = sum(law.pmf(count) for count in range(now + 1))
    above = sum(law.pmf(count) for count in range(now, here + 1))
    return min(1.0, 2 * tail) if tail < above else 1.0


@pytest.mark.slow
@pytest.mark.parametrize(("before", "rest"), [(4, 100), (12, 300), (22, 106), (60, 900)])
def test_what_fall_could_be_seen_is_what_counting_every_outcome_says(
    before: int, rest: int
) -> None:
    found = visible_fall(before, rest).iloc[0]
    called = [now for now in range(2 * before) if p_of_a_fall(now, before, rest, rest) < 0.05]
    assert found.expected == before
    assert found.at_most == (max(called) if called else pytest.approx(np.nan, nan_ok=True))
    chances = [
        sum(poisson.pmf(now, before * (100 - fall) / 100) for now in called) for fall in range(101)
    ]
    enough = [fall for fall, chance in enumerate(chances) if chance >= OPERATION_POWER.value]
    assert found.fall == (enough[0] if enough else pytest.approx(np.nan, nan_ok=True))


def test_counts_that_vary_more_than_chance_show_less() -> None:
    plain, wide = visible_fall([20, 20], 400, dispersion=[1.0, 2.0])["fall"]
    assert wide > plain + 10


def test_the_fall_that_could_be_seen_is_seen_so_often_in_simulated_counts() -> None:
    random = np.random.default_rng(RANDOM)
    spread, draws = 1.6, 4000
    held = visible_fall(40, 2000, 1.0, spread, spread).iloc[0]
    mean = 40 * (1 - held.fall / 100)
    now = random.negative_binomial(mean / (spread - 1), 1 / spread, draws)
    rest = random.negative_binomial(2000 / (spread - 1), 1 / spread, draws)
    tested = against_rest(now, np.full(draws, 40), rest, np.full(draws, 2000), spread, spread)
    seen = ((tested["p"] < 0.05) & (tested["high"] < 0)).mean()
    assert OPERATION_POWER.value - 0.03 < seen < OPERATION_POWER.value + 0.05


@pytest.mark.parametrize("before", [0, 1, 2])
def test_where_no_fall_can_be_seen_none_is_named(before: int) -> None:
    assert np.isnan(visible_fall(before, 100)["fall"].item())


def test_missing_counts_are_carried_through() -> None:
    fall = visible_fall([np.nan, 40], [100, 1000])["fall"]
    assert np.isnan(fall[0])
    assert fall[1] > 0
    done = nothing_done([np.nan, 30, 9, 5], 1, [np.nan, 30, 9, 5])
    assert np.isnan(done["expected"][0])
    assert done["expected"][1:].notna().all()
    tested = against_rest([np.nan], [9], [100], [100])
    assert signs(tested, 40).tolist() == [Sign.MISSING]


@pytest.mark.parametrize(
    ("four", "fall", "low", "chosen", "sign"),
    [
        pytest.param((7, 22, 100, 106), 60, np.nan, False, Sign.FELL, id="fell more"),
        pytest.param((7, 22, 100, 106), 60, 5, True, Sign.UNTOLD, id="a peak would have fallen"),
        pytest.param((7, 22, 100, 106), 60, 9, True, Sign.FELL, id="further than a peak falls"),
        pytest.param((7, 22, 100, 106), 60, np.nan, True, Sign.UNTOLD, id="a peak, no range"),
        pytest.param((7, 22, 40, 126), 60, np.nan, False, Sign.UNTOLD, id="as the rest, few"),
        pytest.param((30, 10, 100, 110), 60, np.nan, False, Sign.ROSE, id="rose"),
        pytest.param((30, 10, 100, 110), 60, 20, True, Sign.ROSE, id="rose from a peak"),
        pytest.param((400, 400, 4000, 4000), 20, np.nan, False, Sign.NONE, id="could be seen"),
        pytest.param((4, 5, 100, 100), np.nan, np.nan, False, Sign.UNTOLD, id="nothing visible"),
        pytest.param((0, 0, 100, 100), np.nan, np.nan, False, Sign.UNTOLD, id="nothing at all"),
        pytest.param((0, 0, 0, 0), np.nan, np.nan, False, Sign.UNTOLD, id="nothing anywhere"),
    ],
)
def test_what_may_be_said(
    four: tuple[int, ...], fall: float, low: float, chosen: bool, sign: Sign
) -> None:
    assert signs(against_rest(*four), fall, low, chosen).item() == sign


def test_nobody_says_that_an_operation_worked() -> None:
    assert not any("work" in sign.value for sign in Sign)


FOUR = pd.DataFrame(
    {"before": [207, 308, 178, 150], "after": [110, 318, 157, 140]},
    index=["here", "elsewhere", "near", "near_elsewhere"],
)


def test_displacement_is_that_of_the_published_example() -> None:
    # Wheeler and Ratcliffe (2018), the worked example: −118, standard error √1568, −196 to −40
    found = displacement(FOUR)
    assert (found["local"], found["near"], found["total"]) == (-107, -11, -118)
    assert round(found["total_low"]) == -196
    assert round(found["total_high"]) == -40
    assert found["total_high"] - found["total"] == pytest.approx(1.959964 * np.sqrt(1568))


def test_places_of_other_sizes_weigh_as_in_the_published_example() -> None:
    found = displacement(FOUR.assign(size=[1.2, 0.9, 1.5, 1.6]))
    assert found["total"] / 1.2 == pytest.approx(-99.69444444)
    assert found["total_low"] / 1.2 == pytest.approx(-169.1321965)
    assert found["total_high"] / 1.2 == pytest.approx(-30.25669241)


def test_periods_of_other_lengths_weigh_as_in_the_published_example() -> None:
    # twice as long before as after: here 80 to 20, elsewhere 100 to 50; −20 and √115 after
    counts = pd.DataFrame(
        {"before": [80, 100], "after": [20, 50], "exposure": [0.5, 0.5]}, ["here", "elsewhere"]
    )
    found = displacement(counts)
    assert found["local"] * 0.5 == -20
    assert (found["local_high"] - found["local"]) * 0.5 == pytest.approx(1.959964 * np.sqrt(115))
    assert (found["near"], found["near_low"], found["near_high"]) == (0, 0, 0)


def test_a_displacement_of_missing_months_is_missing_and_of_zeros_nothing() -> None:
    assert np.isnan(displacement(FOUR.assign(after=[np.nan, 318, 157, 140]))["total"])
    none = displacement(FOUR.assign(before=0, after=0))
    assert (none["total"], none["total_low"], none["total_high"]) == (0, 0, 0)
    with pytest.raises(ValueError, match="whole number"):
        displacement(FOUR.assign(after=[1.5, 318, 157, 140]))


@pytest.mark.slow
def test_the_interval_of_a_displacement_holds_no_change_as_often_as_it_says() -> None:
    random = np.random.default_rng(RANDOM)
    spread, size = 1.8, [1.0, 12.0, 3.0, 12.0]
    means = 20 * np.array(size)
    drawn = random.negative_binomial(means / (spread - 1), 1 / spread, (1500, 2, 4))
    held = [
        displacement(
            pd.DataFrame(
                {"before": before, "after": after, "size": size, "dispersion": spread}, FOUR.index
            )
        )
        for before, after in drawn
    ]
    inside = np.mean([one["total_low"] <= 0 <= one["total_high"] for one in held])
    assert 0.93 < inside < 0.97


@pytest.mark.slow
def test_one_elsewhere_beside_both_counts_its_chance_twice() -> None:
    """Elsewhere as small as the place itself: taken for two places it would hold too seldom."""
    random = np.random.default_rng(RANDOM)
    drawn = random.poisson(40, (3000, 2, 3))
    names = ["here", "elsewhere", "near"]
    held = [displacement(pd.DataFrame({"before": b, "after": a}, names)) for b, a in drawn]
    inside = np.mean([one["total_low"] <= 0 <= one["total_high"] for one in held])
    assert 0.935 < inside < 0.965
    last = dict(zip(names, drawn[-1][1] - drawn[-1][0], strict=True))
    assert held[-1]["total"] == last["here"] + last["near"] - 2 * last["elsewhere"]


@pytest.mark.slow
def test_what_comes_with_nothing_done_holds_for_the_three_worst_of_seventy() -> None:
    """The choice is made again and again, and the year after is counted."""
    random = np.random.default_rng(RANDOM)
    spread, inside, expected, came = 1.5, [], 0.0, 0.0
    for _ in range(400):
        level = random.gamma(4, 5, 70)
        before, after = random.negative_binomial(level / (spread - 1), 1 / spread, (2, 70))
        told = nothing_done(before, 1, before, dispersion=spread)
        worst = np.argsort(-before)[:3]
        inside += list((told["low"] <= after)[worst] & (after <= told["high"])[worst])
        expected, came = expected + told["expected"][worst].sum(), came + after[worst].sum()
    assert expected == pytest.approx(came, rel=0.03)
    assert 0.88 < np.mean(inside) < 0.95


def test_of_places_that_differ_by_chance_alone_nothing_is_believed() -> None:
    told = nothing_done([12, 9, 8, 10, 11, 10], 1, [12, 9, 8, 10, 11, 10])
    assert (told["reliability"] == 0).all()
    assert (told["expected"] == 10).all()
    assert told["percent"][0] == pytest.approx(100 * (10 / 12 - 1))


def test_a_peak_falls_to_the_usual_level_of_its_own_place() -> None:
    # ten like periods: a place that counts 40 each time, and one that is usual with one peak
    held = [400, 130, *[100] * 20]
    told = nothing_done(held, 1, [40, 40, *[10] * 20], length=10)
    assert told["expected"][0] > 38
    assert 10 < told["expected"][1] < 14
    assert told["percent"][1] < -60


def test_what_the_rest_did_moves_the_level_and_its_doubt_widens_the_range() -> None:
    held = [30, 10, 12, 9, 25]
    still = nothing_done(held, 1, held)
    halved = nothing_done(held, 1, held, rest_now=5000, rest_held=10_000)
    assert halved["expected"].to_numpy() == pytest.approx(still["expected"].to_numpy() / 2)
    doubtful = nothing_done(held, 1, held, rest_now=5, rest_held=10)
    assert doubtful["high"][0] > halved["high"][0]


@pytest.mark.parametrize("rest_now", [0, 3])
def test_zeros_in_the_rest_are_no_fault(rest_now: int) -> None:
    told = nothing_done([3, 1], 1, [3, 1], rest_now=rest_now, rest_held=4)
    assert told["expected"].notna().all()
    assert (told["low"] <= told["high"]).all()


def test_where_nothing_is_counted_nothing_is_expected() -> None:
    told = nothing_done([0, 0], 1, [0, 0])
    assert told[["expected", "low", "high"]].eq(0).all(axis=None)
    assert told["percent"].isna().all()
