"""Months watched by the published rule: what gives a signal, what does not, what is expected."""

import numpy as np
import pandas as pd
import pytest
from scipy.stats import nbinom, norm

from cspdata.change import limits, signals
from cspdata.change.series import series_of
from cspdata.change.watch import Stage, watch

RANDOM = 20180104
QUIET = [18, 22, 19, 21, 20, 17, 23, 20, 19, 21, 22, 18] * 2
CALM = [20, 19, 21, 20]


def frame(*columns: list[float], first: str = "2015-01-01") -> pd.DataFrame:
    days = pd.date_range(first, periods=len(columns[0]), freq="MS")
    names = pd.MultiIndex.from_tuples(
        [(f"place-{number}", "theft") for number in range(len(columns))], names=["area", "offence"]
    )
    return pd.DataFrame(np.array(columns, dtype=float).T, index=days, columns=names)


def judged(values: list[float], segments: list[int] | None = None) -> pd.DataFrame:
    counts = frame(values)
    labels = None if segments is None else pd.DataFrame({0: segments}, index=counts.index)
    return watch(counts, segments=labels).months


def simulated(mean: float, months: int, series: int, chance: float, season: float) -> np.ndarray:
    random = np.random.default_rng(RANDOM)
    at = np.arange(months)
    start = random.uniform(0, 12, (series, 1))
    expected = mean * (1 + season * np.cos(2 * np.pi * (at - start) / 12))
    return random.negative_binomial(expected / (chance - 1), 1 / chance)


def test_how_rare_a_month_is_is_a_probability() -> None:
    """Both rules on both sides are four chances, which quiet months would add up beyond one."""
    rare = judged([*QUIET, *CALM])["p"].dropna()
    assert rare.max() == 1
    assert rare.min() > 0.5


# the law of a month


def test_the_score_and_the_usual_range_are_those_of_scipy() -> None:
    random = np.random.default_rng(RANDOM)
    mean, times = random.uniform(0.1, 300, 200), random.uniform(1.05, 4, 200)
    size = mean / (times - 1)
    count = np.floor(random.gamma(2, mean / 2))
    middle = nbinom.cdf(count - 1, size, 1 / times) + nbinom.pmf(count, size, 1 / times) / 2
    near = np.abs(norm.ppf(middle)) < 6
    found = limits.score(count, mean, mean * times)
    assert found[near] == pytest.approx(norm.ppf(middle)[near], abs=1e-6)
    low, high = limits.usual_range(mean, mean * times, 0.002)
    end = -norm.ppf(0.001)
    assert (limits.score(high, mean, mean * times) <= end).all()
    assert (limits.score(high + 1, mean, mean * times) > end).all()
    assert (limits.score(low, mean, mean * times) >= -end).all()
    above_none = low > 0
    below = limits.score(np.maximum(low - 1, 0), mean, mean * times)
    assert (below[above_none] < -end).all()


def test_the_likely_range_holds_about_nine_in_ten() -> None:
    mean = np.geomspace(0.05, 400, 400)
    low, high = limits.likely_range(mean, 1.5 * mean, 0.9)
    size = mean / 0.5
    held = nbinom.cdf(high, size, 1 / 1.5) - nbinom.cdf(low - 1, size, 1 / 1.5)
    assert (held[mean > 20] > 0.88).all() and (held[mean > 20] < 0.92).all()
    assert (held >= 0.88 - 1e-9).all()
    assert held[mean < 1].mean() < 0.96


# what is judged


def test_the_first_two_years_set_the_range_and_are_not_judged() -> None:
    months = judged([*QUIET, 20])
    assert months["stage"].tolist() == [Stage.BASELINE] * 24 + [Stage.WATCHED]
    assert months["expected"].iloc[-1] == pytest.approx(20, abs=2)
    assert not months["outside"].any()


def test_fewer_than_two_years_have_no_range_and_say_how_many_are_missing() -> None:
    months = judged(QUIET[:20])
    assert set(months["stage"]) == {Stage.TOO_SHORT}
    assert months["needed"].iloc[-1] == 4
    assert months[["expected", "lower", "upper"]].isna().all(axis=None)
    assert watch(frame(QUIET[:20])).coming.empty


def test_fewer_than_three_a_month_are_not_watched() -> None:
    months = judged([2, 3] * 12 + [40])
    assert set(months["stage"]) == {Stage.TOO_FEW}
    assert not months["outside"].any()
    assert months["upper"].notna().all()


def test_a_month_far_off_is_outside_its_printed_range() -> None:
    months = judged([*QUIET, 60, 20, 0])
    assert months["outside"].tolist() == [False] * 24 + [True, False, True]
    last = months.iloc[-1]
    assert (last["side"], last["count"] < last["lower"]) == (-1, True)
    upper = int(months["upper"].iloc[24])
    assert judged([*QUIET, upper + 1])["outside"].iloc[-1]
    assert not judged([*QUIET, upper])["outside"].iloc[-1]


def test_winter_is_no_drift() -> None:
    # a wave of a half, which the first edition called eight months below average
    wave = np.round(40 * (1 + 0.5 * np.cos(2 * np.pi * np.arange(48) / 12)))
    months = judged(list(wave))
    assert not months[["outside", "drift"]].any(axis=None)
    january, july = months["expected"].iloc[24], months["expected"].iloc[30]
    assert january > 2.5 * july


def test_a_small_rise_that_lasts_is_a_drift_with_its_start() -> None:
    months = judged([*QUIET, *CALM, *[28] * 6])
    assert not months["outside"].any()
    drift = months[months["drift"]]
    assert drift["since"].unique().tolist() == [pd.Timestamp("2017-05-01")]
    assert drift["drift_side"].eq(1).all()
    assert drift["month"].iloc[0] <= pd.Timestamp("2017-09-01")


def test_two_months_are_no_drift() -> None:
    months = judged([*QUIET, *CALM, 33, 33])
    assert not months["drift"].any()


def test_a_drift_of_a_year_is_the_new_level() -> None:
    months = judged([*QUIET, *[30] * 20])
    assert months["rebased"].sum() == 1
    at = months.index[months["rebased"]].item()
    assert at == 24 + 11
    assert months["expected"].iloc[at] == pytest.approx(20, abs=2)
    assert months["expected"].iloc[at + 1] == pytest.approx(30, abs=2.5)
    assert not months["drift"].iloc[at + 1 :].any()


def test_a_quiet_year_joins_the_months_that_set_the_range() -> None:
    # 22 a month is too little for a drift; after a year it has moved the level
    months = judged([*QUIET, *[22, 23, 21] * 8])
    assert not months["drift"].any()
    assert months["expected"].iloc[24:36].max() < months["expected"].iloc[36:].max()
    widths = months["upper"] - months["lower"]
    assert widths.iloc[40] <= widths.iloc[28]


def test_what_was_said_of_a_month_is_not_changed_by_later_ones() -> None:
    values = [*QUIET, *CALM, *[30] * 16, 60, 22, 18]
    whole = judged(values)
    for end in (28, 33, 40):
        part = judged(values[:end])
        pd.testing.assert_frame_equal(whole.iloc[24:end], part.iloc[24:end])


def test_a_missing_month_is_no_month_of_the_two_years_and_stops_nothing() -> None:
    months = judged([*QUIET[:10], np.nan, *QUIET[10:], 60])
    assert months["stage"].iloc[10] == Stage.NO_FIGURE
    assert months["stage"].iloc[24] == Stage.BASELINE
    assert months["outside"].iloc[25]


def test_a_year_without_figures_starts_anew() -> None:
    gap = judged([*QUIET, *[np.nan] * 12, 60, 60])
    assert gap["stage"].iloc[-1] == Stage.TOO_SHORT
    assert gap["needed"].iloc[-1] == 22
    short = judged([*QUIET, *[np.nan] * 11, 60])
    assert short["outside"].iloc[-1]


def test_a_break_starts_anew() -> None:
    months = judged([*QUIET, *[60] * 3], [0] * 24 + [1] * 3)
    assert months["stage"].tolist() == [Stage.BASELINE] * 24 + [Stage.TOO_SHORT] * 3
    assert not months["outside"].any()


def test_an_odd_month_of_the_first_two_years_is_marked_and_does_not_widen_the_range() -> None:
    odd = [*QUIET[:8], 90, *QUIET[9:], 20]
    months, plain = judged(odd), judged([*QUIET, 20])
    assert months.index[months["outside"]].tolist() == [8]
    assert months["stage"].iloc[8] == Stage.BASELINE
    assert months["upper"].iloc[-1] == pytest.approx(plain["upper"].iloc[-1], abs=2)
    assert signals.signals(months).empty


def test_counts_that_vary_more_have_a_wider_range() -> None:
    counts = frame([*QUIET, 33], [*QUIET, 33])
    months = watch(counts, [1, 4]).months
    last = months[months["month"] == counts.index[-1]]
    upper = last["upper"].tolist()
    assert upper[1] > upper[0] + 8


def test_the_months_must_follow_each_other() -> None:
    counts = frame([1, 2, 3]).drop(pd.Timestamp("2015-02-01"))
    with pytest.raises(ValueError, match="follow each other"):
        series_of(counts)


def test_no_series_and_no_months_give_none() -> None:
    empty = pd.DataFrame(index=pd.date_range("2015-01-01", periods=3, freq="MS"))
    assert watch(empty).months.empty
    assert judged([np.nan] * 30)["stage"].eq(Stage.NO_FIGURE).all()


def test_many_series_are_judged_as_each_alone() -> None:
    random = np.random.default_rng(RANDOM)
    columns = [list(random.poisson(mean, 50).astype(float)) for mean in (2, 8, 30)]
    columns[1][4:8] = [np.nan] * 4
    columns[2][26:] = [value * 1.6 // 1 for value in columns[2][26:]]
    together = watch(frame(*columns)).months
    for number, column in enumerate(columns):
        alone = watch(frame(column)).months
        part = together[together["area"] == f"place-{number}"].reset_index(drop=True)
        pd.testing.assert_frame_equal(part.drop(columns="area"), alone.drop(columns="area"))


# what it costs to believe them


@pytest.mark.slow
def test_at_most_six_in_a_hundred_quiet_series_alarm_in_a_year() -> None:
    series = simulated(15, 36, 1200, 1.5, 0.17)
    months = watch(frame(*series.tolist()), 1.5).months
    flags = months["outside"] | months["drift"]
    checks = flags.to_numpy().reshape(len(series), -1)[:, 24:]
    assert checks.any(axis=1).mean() <= 0.06


@pytest.mark.slow
@pytest.mark.parametrize(("mean", "least"), [(15, 0.58), (50, 0.98)])
def test_a_rise_by_half_is_found_within_six_months(mean: float, least: float) -> None:
    series = simulated(mean, 30, 1000, 1.5, 0.17)
    risen = simulated(1.5 * mean, 30, 1000, 1.5, 0.17)
    series[:, 24:] = risen[:, 24:]
    months = watch(frame(*series.tolist()), 1.5).months
    up = (months["outside"] & (months["side"] > 0)) | (months["drift"] & (months["drift_side"] > 0))
    assert up.to_numpy().reshape(1000, -1).any(axis=1).mean() >= least


# what to expect


def test_the_coming_months_follow_season_and_level() -> None:
    wave = np.round(40 * (1 + 0.5 * np.cos(2 * np.pi * np.arange(60) / 12)))
    coming = watch(frame(list(wave))).coming
    assert coming["month"].tolist() == list(pd.date_range("2020-01-01", periods=3, freq="MS"))
    assert coming["expected"].tolist() == pytest.approx([60, 57, 50], rel=0.08)
    risen = watch(frame([*QUIET, *[40] * 10])).coming
    assert risen["expected"].iloc[0] == pytest.approx(40, abs=4)


def test_the_further_month_has_the_wider_range_and_so_do_wilder_counts() -> None:
    coming = watch(frame([*QUIET * 2], [*QUIET * 2]), [1, 3]).coming
    width = (coming["upper"] - coming["lower"]).tolist()
    assert width[2] >= width[0]
    assert width[3] > width[0]


@pytest.mark.slow
def test_nine_in_ten_coming_months_lie_in_their_range() -> None:
    for mean in (2, 10, 60):
        series = simulated(mean, 33, 800, 1.5, 0.17).astype(float)
        coming = watch(frame(*series[:, :30].tolist()), 1.5).coming
        later = series[:, 30:].ravel()
        inside = later[(later >= coming["lower"]) & (later <= coming["upper"])]
        # the levels here do not wander, so a little more than nine in ten
        assert 0.87 <= len(inside) / len(later) <= 0.96


# the feed


def test_a_signal_is_a_row_with_its_span_and_its_sums() -> None:
    months = judged([*QUIET, *CALM, *[28] * 6, 70])
    found = signals.signals(months)
    assert found["signal"].tolist() == [signals.Signal.DRIFT, signals.Signal.MONTH]
    drift = found.iloc[0]
    assert (drift["first"], drift["months"]) == (pd.Timestamp("2017-05-01"), 7)
    assert drift["total"] == 28 * 6 + 70
    assert drift["usual"] == pytest.approx(7 * 20, rel=0.1)
    assert found["current"].all()


def test_news_is_what_stands_out_among_all_series_watched() -> None:
    # p of the least month outside is about 0.003: news alone, and none among forty quiet series
    upper = judged([*QUIET, *CALM, 20])["upper"].iloc[-1]
    loud = [*QUIET, *CALM, upper + 1]
    alone = watch(frame(loud)).months
    assert signals.news(alone)["area"].tolist() == ["place-0"]
    quiet = [[*QUIET, *CALM, 20]] * 40
    among = watch(frame(loud, *quiet)).months
    assert len(signals.signals(among)) == 1
    assert signals.news(among).empty


def test_one_event_is_told_once() -> None:
    above = {"parish": "region", "region": "district", "other": "region"}
    offences = {"burglary": "theft", "theft": "all-crime"}
    rows = pd.DataFrame(
        [
            ("parish", "burglary", 1, "2017-08-01", "2017-08-01", 0.0001),
            ("district", "theft", 1, "2017-07-01", "2017-08-01", 0.001),
            ("district", "drugs", 1, "2017-08-01", "2017-08-01", 0.002),
            ("other", "burglary", 1, "2017-08-01", "2017-08-01", 0.003),
            ("region", "burglary", -1, "2017-08-01", "2017-08-01", 0.004),
        ],
        columns=["area", "offence", "side", "first", "last", "p"],
    ).astype({"first": "datetime64[s]", "last": "datetime64[s]"})
    found = signals.once(rows, above, offences)
    assert found["area"].tolist() == ["parish", "district", "other", "region"]
    assert found["also"].tolist() == [(("district", "theft"),), (), (), ()]


def test_nothing_watched_is_no_news() -> None:
    months = judged(QUIET[:5])
    assert signals.signals(months).empty
    assert signals.news(months).empty
    assert signals.once(signals.news(months), {}, {}).empty
