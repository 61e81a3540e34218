"""How far counts vary: measured on months, said again for any area and sum."""

import numpy as np
import pandas as pd
import pytest

from cspdata.change.dispersion import dispersion_at, monthly_mean, spreads
from cspdata.change.thresholds import DISPERSION_CAUTION, USUAL_DISPERSION

RANDOM = 20180104
MEANS = [3, 4, 5, 6, 8, 10, 12, 16, 30, 60]


def months(chance: float, length: int = 26, offence: str = "drugs", means=MEANS) -> pd.DataFrame:
    random = np.random.default_rng(RANDOM)
    at = np.arange(length)
    expected = np.outer(1 + 0.2 * np.cos(2 * np.pi * at / 12) + at / 100, means)
    size = expected / (chance - 1) if chance > 1 else None
    drawn = random.poisson(expected) if size is None else random.negative_binomial(size, 1 / chance)
    days = pd.date_range("2015-07-01", periods=length, freq="MS")
    wide = pd.DataFrame(drawn.astype(float), index=days.rename("month"))
    long = wide.rename_axis(columns="area").melt(ignore_index=False, value_name="count")
    return long.reset_index().assign(offence=offence)


@pytest.mark.parametrize("chance", [1, 1.5, 2, 4])
def test_the_dispersion_is_found_again_and_a_fifth_more(chance: float) -> None:
    found = dispersion_at(spreads(months(chance, 36)), "drugs", [5, 30])
    wanted = 1 + DISPERSION_CAUTION.value * (chance - 1)
    assert found == pytest.approx([wanted, wanted], rel=0.3)


def test_season_and_trend_are_not_taken_for_variation() -> None:
    # twenty per cent of season and a trend of a third, at 60 a month: untold they would be 3 and 4
    steady = months(1, 36, means=[60] * 8)
    assert dispersion_at(spreads(steady), "drugs", 60) == pytest.approx([1], abs=0.25)


def test_a_break_is_not_taken_for_variation() -> None:
    rows = months(1, 44, means=[60] * 8)
    later = rows["month"] >= "2017-04-01"
    rows["count"] = rows["count"].where(~later, rows["count"] // 3)
    told = spreads(rows.assign(segment=later.astype(int)))
    assert dispersion_at(told, "drugs", 60) < 1.4
    assert dispersion_at(spreads(rows), "drugs", 60) > 2


def test_one_odd_month_does_not_set_the_measure() -> None:
    rows = months(1, 36, means=[20] * 10)
    rows.loc[rows["month"] == "2016-06-01", "count"] = 400
    assert dispersion_at(spreads(rows), "drugs", 20) < 2


def test_a_missing_month_is_no_month() -> None:
    rows = months(1.5)
    gone = rows["month"] == "2017-01-01"
    with_gap = spreads(rows.assign(count=rows["count"].mask(gone)))
    pd.testing.assert_frame_equal(with_gap, spreads(rows[~gone]))


def test_a_month_that_one_place_alone_lacks_does_not_count_for_it() -> None:
    rows = months(1.5, means=[30, 40])
    rows = rows.assign(offence=rows["area"].map({0: "drugs", 1: "robbery"}))
    gone = (rows["month"] == "2017-01-01") & (rows["offence"] == "drugs")
    rows = rows.assign(count=rows["count"].mask(gone))
    alone = spreads(rows[rows["offence"] == "drugs"])
    pd.testing.assert_frame_equal(spreads(rows).loc[["drugs"]], alone, rtol=1e-3)


def test_larger_places_vary_more_where_the_months_say_so() -> None:
    # what moves a month moves all places: a common factor of a fifth
    random = np.random.default_rng(RANDOM)
    means = np.array([5.0] * 12 + [60, 120])
    common = random.gamma(25, 1 / 25, (36, 1))
    days = pd.date_range("2015-01-01", periods=36, freq="MS")
    wide = pd.DataFrame(random.poisson(common * means).astype(float), index=days.rename("month"))
    long = wide.rename_axis(columns="area").melt(ignore_index=False, value_name="count")
    small, large = dispersion_at(spreads(long.reset_index().assign(offence="asb")), "asb", [5, 120])
    # in truth 1.2 and 5.8; one law for all sizes errs on the cautious side of the small
    assert 1.2 <= small < 2.5
    assert large == pytest.approx(5.8, rel=0.25)


def test_it_is_never_below_that_of_chance() -> None:
    even = months(1).assign(count=7.0)
    assert dispersion_at(spreads(even), "drugs", [0, 7, np.nan]).tolist() == [1, 1, 1]


def test_an_offence_without_months_takes_its_parents_then_the_usual_of_all() -> None:
    rows = pd.concat([months(1, 36, "violence-and-sexual"), months(4, 36, "drugs")])
    measured = spreads(rows)
    parents = {"sexual": "violence-and-sexual", "violence-and-sexual": "all-crime"}
    sexual, hate, drugs = dispersion_at(measured, ["sexual", "hate", "drugs"], 10, parents)
    assert sexual == dispersion_at(measured, "violence-and-sexual", 10)
    assert sexual < hate < drugs


def test_without_any_months_the_declared_one_is_taken() -> None:
    assert spreads(months(2, 12)).empty
    assert dispersion_at(spreads(months(2, 12)), "drugs", 5) == [USUAL_DISPERSION.value]


def test_a_long_series_is_measured_in_stretches() -> None:
    # a level that doubles and halves over nine years is no variation from month to month
    random = np.random.default_rng(RANDOM)
    at = np.arange(108)
    level = 40 * np.exp(0.7 * np.sin(2 * np.pi * at / 108))
    days = pd.date_range("2010-01-01", periods=108, freq="MS")
    wide = pd.DataFrame(random.poisson(np.outer(level, np.ones(8))).astype(float), index=days)
    long = wide.rename_axis(columns="area", index="month").melt(
        ignore_index=False, value_name="count"
    )
    found = spreads(long.reset_index().assign(offence="asb"))
    assert found["series"].item() == 24
    assert dispersion_at(found, "asb", 40) < 1.4


def test_a_stretch_is_measured_alike_whatever_years_are_held_beside_it() -> None:
    early = months(1.5, 36)
    years = pd.DateOffset(years=24)
    later = early.assign(month=early["month"] + years, area=early["area"] + len(MEANS))
    alone, both = spreads(early), spreads(pd.concat([early, later]))
    numbers = ["base", "growth", "largest", "typical"]
    assert both["series"].tolist() == [2 * number for number in alone["series"]]
    assert both[numbers].to_numpy() == pytest.approx(alone[numbers].to_numpy(), rel=1e-6)


def test_the_monthly_mean_of_a_comparison() -> None:
    # 70 and 80 in seven months and seven months
    assert monthly_mean(70, 80, 214, 214) == pytest.approx([10.67], abs=0.01)
