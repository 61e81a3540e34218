"""A change here against the change everywhere else, with all four counts."""

import numpy as np
import pytest
from scipy.stats import hypergeom
from scipy.stats.contingency import odds_ratio

from cspdata.change.families import verdicts
from cspdata.change.rest import against_rest

RANDOM = 20180104


def test_st_bartholomew_did_not_share_the_rise() -> None:
    # public order, April to September: here 89 to 70, everywhere else 238 to 310
    row = against_rest(70, 89, 310, 238).iloc[0]
    assert row.p == pytest.approx(0.007, abs=5e-4)
    assert (round(row.low), round(row.high)) == (-58, -12)
    assert (round(row.own_percent), round(row.rest_percent)) == (-21, 30)


@pytest.mark.slow
def test_p_and_interval_are_those_of_the_exact_conditional_test() -> None:
    random = np.random.default_rng(RANDOM)
    tables = random.poisson((8, 9, 40, 50), (60, 4))
    found = against_rest(*tables.T)
    for (now, before, rest_now, rest_before), row in zip(tables, found.itertuples(), strict=True):
        law = hypergeom(tables[row.Index].sum(), now + before, now + rest_now)
        doubled = min(1, 2 * min(law.cdf(now), law.sf(now - 1)))
        assert row.p == pytest.approx(doubled, rel=1e-9)
        oracle = odds_ratio([[now, before], [rest_now, rest_before]]).confidence_interval()
        assert 1 + row.low / 100 == pytest.approx(oracle.low, rel=1e-4, abs=1e-9)
        assert 1 + row.high / 100 == pytest.approx(oracle.high, rel=1e-4)


@pytest.mark.parametrize("dispersion", [1, 1.6, 3])
def test_verdict_and_interval_never_disagree(dispersion: float) -> None:
    random = np.random.default_rng(RANDOM)
    tables = random.poisson((6, 12, 40, 50), (800, 4))
    found = against_rest(*tables.T, dispersion, dispersion)
    outside = (found["low"] > 0) | (found["high"] < 0)
    assert (outside == (found["p"] < 0.05)).all()
    assert outside.any()
    assert not (outside & ~found["testable"]).any()


def test_a_rise_in_step_with_the_rest_is_none() -> None:
    found = against_rest(60, 30, 2000, 1000)
    assert found["percent"].item() == 0
    assert verdicts(found).item() == "no clear change"


def test_standing_still_while_the_rest_doubles_is_a_fall_beside_it() -> None:
    found = against_rest(50, 50, 2000, 1000)
    assert found["percent"].item() == pytest.approx(-50)
    assert verdicts(found).item() == "strong sign of a fall"


def test_the_place_that_varies_more_weighs_more_in_the_dispersion() -> None:
    # the variance of the ratio is nine parts the place's and one part the rest's
    found = against_rest(10, 10, 90, 90, dispersion=1, rest_dispersion=2)
    assert found["dispersion"].item() == pytest.approx(1.1)


@pytest.mark.parametrize(
    ("four", "low", "high"),
    [
        pytest.param((0, 9, 50, 50), True, False, id="none left here"),
        pytest.param((9, 0, 50, 50), False, True, id="none before here"),
        pytest.param((5, 5, 0, 9), False, True, id="none left in the rest"),
    ],
)
def test_a_zero_leaves_one_end_open(four: tuple[int, ...], low: bool, high: bool) -> None:
    row = against_rest(*four).iloc[0]
    assert (row.low == -100) == low
    assert np.isinf(row.high) == high
    assert row.p < 0.05


@pytest.mark.parametrize("four", [(0, 0, 5, 5), (5, 5, 0, 0), (0, 0, 0, 0)])
def test_nothing_on_one_side_says_nothing(four: tuple[int, ...]) -> None:
    found = against_rest(*four)
    assert found["p"].item() == 1
    assert verdicts(found).item() == "too few to say"


def test_a_missing_count_is_not_compared() -> None:
    found = against_rest([np.nan, 5], [3, 5], [9, 50], [9, 50], [np.nan, 1])
    assert verdicts(found).tolist() == ["no comparison", "no clear change"]


def test_no_rows_give_no_rows() -> None:
    assert against_rest([], [], [], []).empty


def test_the_rest_is_not_taken_as_known() -> None:
    # equal changes, the rest no larger than the place: one in twenty at most is called different
    random = np.random.default_rng(RANDOM)
    four = random.poisson((40, 30, 60, 45), (4000, 4)).T
    assert against_rest(*four)["p"].lt(0.05).mean() <= 0.05
