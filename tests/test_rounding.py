"""What is shown of a number agrees with what was found."""

import numpy as np
import pytest

from cspdata.change.counts import compare
from cspdata.change.rounding import average, percent_interval, whole_percent


@pytest.mark.parametrize(
    ("percent", "shown"),
    [
        pytest.param(18.34, 18, id="whole"),
        pytest.param(-0.2, -1, id="a fall is not rounded to none"),
        pytest.param(0.0, 0, id="none is none"),
        pytest.param(-99.8, -99, id="one of 500 is left"),
        pytest.param(-100.0, -100, id="none is left"),
        pytest.param(1.4, 1, id="down"),
    ],
)
def test_percentages_are_whole_and_keep_their_sign(percent: float, shown: int) -> None:
    assert whole_percent(percent) == [shown]


def test_one_of_eleven_is_not_a_fall_to_nothing() -> None:
    pair = compare(1, 11).iloc[0]
    low, high = percent_interval(pair.low, pair.high)
    assert (low, high) == ([-99], [-37])


def test_an_interval_that_leaves_out_no_change_is_shown_so() -> None:
    low, high = percent_interval([0.3, -0.3], [268.4, 268.4])
    assert list(zip(low, high, strict=True)) == [(1, 268), (-1, 268)]


def test_what_is_beyond_telling_is_told_once() -> None:
    low, high = percent_interval([1200.0, -20.0], [9000.0, np.inf])
    assert np.isinf(low).tolist() == [True, False]
    assert np.isinf(high).all()


@pytest.mark.parametrize(
    ("mean", "shown"),
    [
        pytest.param(0.02, 0.1, id="some is not 0"),
        pytest.param(0.0, 0.0, id="none is 0"),
        pytest.param(2.97, 2.9, id="fewer than 3 is not shown as 3"),
        pytest.param(3.0, 3.0, id="3 is 3"),
        pytest.param(9.96, 10.0, id="no decimal from ten on"),
        pytest.param(23.4, 23.0, id="whole"),
    ],
)
def test_averages_agree_with_the_rule_beside_them(mean: float, shown: float) -> None:
    assert average(mean) == pytest.approx([shown])


def test_what_is_missing_stays_missing() -> None:
    assert np.isnan(whole_percent(np.nan)).all()
    assert np.isnan(average(np.nan)).all()
