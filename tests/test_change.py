"""What may be said of counts: hand-worked cases, and slow obvious code beside the fast."""

import subprocess
import sys
from itertools import pairwise

import numpy as np
import pandas as pd
import pytest

from cspdata import change
from cspdata.change import Verdict, families

RANDOM = 20180104


def signals(values, segments=None):
    chart = change.xmr(values, segments)
    return {
        name: [row for row in range(len(chart)) if chart[name].iloc[row]]
        for name in ("outside", "run", "trend", "near")
    }


# one count against another


@pytest.mark.parametrize(
    ("now", "before", "exact", "mid", "low", "high"),
    [
        (4, 2, 0.688, 0.453, -71, 2111),
        (25, 16, 0.211, 0.164, -20, 213),
        (18, 30, 0.111, 0.085, -69, 11),
        (150, 120, 0.077, 0.068, -2, 60),
        (1320, 1200, 0.018, 0.017, 2, 19),
    ],
)
def test_compare_reproduces_the_worked_pairs(now, before, exact, mid, low, high):
    pair = change.compare(now, before).iloc[0]
    assert (round(pair.p_exact, 3), round(pair.p_mid, 3)) == pytest.approx((exact, mid), abs=6e-4)
    assert (round(pair.low), round(pair.high)) == (low, high)


@pytest.mark.slow
@pytest.mark.parametrize("share", [0.5, 0.47, 0.1, 0.83])
def test_the_plain_p_and_the_interval_are_those_of_scipy(share):
    from scipy.stats import binomtest

    odds = share / (1 - share)
    pairs = [(now, total - now) for total in range(1, 24) for now in range(total + 1)]
    compared = change.compare(*zip(*pairs, strict=True), exposure_now=odds)
    for (now, before), row in zip(pairs, compared.itertuples(), strict=True):
        shares = binomtest(now, now + before, share).proportion_ci(0.95, method="exact")
        plain = pytest.approx(_doubled(now, before, share), rel=1e-9)
        assert (row.p, row.p_exact) == (plain, plain)
        assert _share(row.low, odds) == pytest.approx(shares.low, abs=1e-9)
        assert _share(row.high, odds) == pytest.approx(shares.high, abs=1e-9)


def test_the_p_of_large_counts_is_that_of_scipy():
    random = np.random.default_rng(RANDOM)
    now, before = random.poisson(20_000, 20), random.poisson(19_700, 20)
    compared = change.compare(now, before, 214, 211)
    oracle = [_doubled(int(c), int(p), 214 / 425) for c, p in zip(now, before, strict=True)]
    assert compared["p"].to_numpy() == pytest.approx(oracle, rel=1e-6)


@pytest.mark.parametrize("share", [0.5, 0.3])
@pytest.mark.parametrize("dispersion", [1, 1.6, 4])
def test_verdict_and_interval_never_disagree(share, dispersion):
    # all pairs up to 60, zero counts among them; the verdict asks p, the reader sees the interval
    pairs = [(now, total - now) for total in range(61) for now in range(total + 1)]
    now, before = zip(*pairs, strict=True)
    found = change.compare(now, before, share, 1 - share, dispersion)
    outside = (found["low"] > 0) | (found["high"] < 0)
    assert (outside == (found["p"] < 0.05)).all()
    assert outside.any()
    assert not (outside & ~found["testable"]).any()


def test_counts_that_vary_more_need_more_to_be_told_apart():
    # 150 and 120 are 1.77 standard deviations apart; with dispersion 2 they are 1.77 / 1.41
    found = change.compare([150] * 2, [120] * 2, dispersion=[1, 2])
    tail = found["p"].iloc[0] / 2
    from scipy.stats import norm

    assert found["p"].iloc[1] == pytest.approx(2 * norm.cdf(norm.ppf(tail) / np.sqrt(2)))
    assert found["low"].is_monotonic_decreasing
    assert found["high"].is_monotonic_increasing


@pytest.mark.parametrize("dispersion", [0.9, np.nan, -1])
def test_a_dispersion_below_that_of_chance_is_refused(dispersion):
    with pytest.raises(ValueError, match="at least 1"):
        change.compare(4, 2, dispersion=dispersion)


def test_a_leap_day_is_not_a_rise():
    # 3,660 in 366 days and 3,650 in 365 are the same number a day
    pair = change.compare(3660, 3650, 366, 365).iloc[0]
    assert pair.percent == pytest.approx(0)
    assert pair.p == 1


@pytest.mark.parametrize("share", [0.5, 0.3])
def test_the_mid_p_counts_half_of_what_was_seen(share):
    from scipy.stats import binom

    for total in range(1, 20):
        chances = binom.pmf(np.arange(total + 1), total, share)
        for now in range(total + 1):
            below, above = chances[:now].sum(), chances[now + 1 :].sum()
            slow = 2 * min(below + chances[now] / 2, above + chances[now] / 2)
            pair = change.compare(now, total - now, share, 1 - share).iloc[0]
            assert pair.p_mid == pytest.approx(slow, abs=1e-9)


def test_equal_counts_are_no_sign_of_anything():
    pair = change.compare(40, 40).iloc[0]
    assert (pair.difference, pair.percent) == (0, 0)
    assert (pair.p_exact, pair.p_mid) == pytest.approx((1, 1))


def test_a_change_from_zero_has_no_percentage_and_no_upper_bound():
    pair = change.compare(6, 0).iloc[0]
    assert np.isnan(pair.percent)
    assert pair.high == np.inf
    assert pair.p_exact == pytest.approx(2 / 64)


def test_nothing_against_nothing_says_nothing():
    pair = change.compare(0, 0).iloc[0]
    assert (pair.low, pair.high, pair.p_exact, pair.p_mid) == (-100, np.inf, 1, 1)


def test_a_fall_to_zero_is_a_fall_of_all():
    pair = change.compare(0, 8).iloc[0]
    assert (pair.percent, pair.low) == (-100, -100)
    assert pair.high < 0


def test_twice_the_count_in_twice_the_days_is_no_change():
    pair = change.compare(60, 30, exposure_now=60, exposure_before=30).iloc[0]
    assert (pair.percent, pair.difference) == (0, 30)
    assert pair.p_exact == 1


@pytest.mark.parametrize(
    ("now", "before", "exposures"),
    [
        pytest.param(3, np.nan, (1, 1), id="no count before"),
        pytest.param(np.nan, 60, (1, 1), id="no count now"),
        pytest.param(3, 60, (1, 0), id="no exposure before"),
        pytest.param(3, 60, (0, 1), id="no exposure now"),
        pytest.param(3, 60, (np.nan, 1), id="unknown exposure"),
    ],
)
def test_what_is_missing_is_not_compared(now, before, exposures):
    compared = change.compare(now, before, *exposures)
    numbers = compared[["percent", "low", "high", "p", "p_exact", "p_mid"]]
    assert numbers.isna().all(axis=None)
    assert compared["percent_rule"].item() == "none"
    assert change.verdicts(compared).item() == "no comparison"


@pytest.mark.parametrize(
    ("before", "rule"),
    [(0, "none"), (9, "none"), (10, "muted"), (49, "muted"), (50, "shown"), (2000, "shown")],
)
def test_the_base_decides_whether_a_percentage_is_shown(before, rule):
    assert change.compare(20, before)["percent_rule"].item() == rule


@pytest.mark.parametrize("count", [-1, 2.5, np.inf])
def test_a_count_that_cannot_be_is_refused(count):
    with pytest.raises(ValueError, match="whole number"):
        change.compare(count, 3)


def test_the_rows_keep_their_names():
    now = pd.Series([3, pd.NA], index=["city", "rural"], dtype="Int64")
    compared = change.compare(now, pd.Series([1, 2], index=["city", "rural"]))
    assert list(compared.index) == ["city", "rural"]
    assert compared["difference"].isna().tolist() == [False, True]


def test_series_with_different_rows_are_refused():
    with pytest.raises(ValueError, match="different rows"):
        change.compare(pd.Series([1], index=["city"]), pd.Series([1], index=["rural"]))


def test_no_rows_give_no_rows():
    compared = change.compare([], [])
    assert compared.empty
    assert change.verdicts(compared).empty


def test_a_rise_in_step_with_the_rest_is_no_change_net_of_it():
    pair = change.against_rest(60, 30, 2000, 1000).iloc[0]
    assert pair.percent == pytest.approx(0)
    assert pair.p > 0.9


def test_standing_still_while_the_rest_doubles_is_a_fall_net_of_it():
    compared = change.against_rest(50, 50, 2000, 1000)
    assert compared["percent"].item() == pytest.approx(-50)
    assert change.verdicts(compared).item() == "strong sign of a fall"


@pytest.mark.parametrize(
    ("before", "now"), [(0, 6), (5, 15), (10, 23), (20, 36), (50, 73), (100, 131), (1000, 1091)]
)
def test_the_smallest_convincing_rise_is_the_printed_one(before, now):
    assert change.smallest_convincing_rise(before) == [now]


@pytest.mark.parametrize("exposures", [(1, 1), (214, 183), (1, 3), (5, 1)])
def test_the_smallest_convincing_rise_is_what_counting_up_finds(exposures):
    share = exposures[0] / sum(exposures)
    befores = [0, 1, 2, 7, 13, 40]
    for before, found in zip(
        befores, change.smallest_convincing_rise(befores, *exposures), strict=True
    ):
        now = int(before * exposures[0] / exposures[1])
        while now + before == 0 or _doubled(now, before, share) >= 0.05:
            now += 1
        assert found == now


@pytest.mark.parametrize("dispersion", [1, 1.6, 3])
def test_the_smallest_convincing_rise_is_the_first_that_is_called_one(dispersion):
    before = np.arange(0, 400, 7)
    least = change.smallest_convincing_rise(before, dispersion=dispersion)
    at, short = (change.compare(now, before, dispersion=dispersion) for now in (least, least - 1))
    assert change.verdicts(at).str.contains("rise").all()
    assert not change.verdicts(short).str.contains("rise").any()


def test_a_smallest_rise_needs_a_count_before():
    with pytest.raises(ValueError, match="count before"):
        change.smallest_convincing_rise([5, np.nan])


# families and words


@pytest.mark.parametrize(
    ("now", "before", "words"),
    [
        pytest.param(300, 200, Verdict.STRONG_RISE, id="exact p far below 0.002"),
        pytest.param(200, 300, Verdict.STRONG_FALL, id="the same downwards"),
        pytest.param(1320, 1200, Verdict.POSSIBLE_RISE, id="mid-P 0.017"),
        pytest.param(1200, 1320, Verdict.POSSIBLE_FALL, id="the same downwards"),
        pytest.param(150, 120, Verdict.UNCLEAR, id="mid-P 0.068"),
        pytest.param(5, 0, Verdict.TOO_FEW, id="five of five still has p 0.0625"),
        pytest.param(6, 0, Verdict.POSSIBLE_RISE, id="six of six is the least that can speak"),
        pytest.param(3, 3, Verdict.UNCLEAR, id="six could have spoken and did not"),
        pytest.param(0, 0, Verdict.TOO_FEW, id="nothing at all"),
        pytest.param(20, 0, Verdict.STRONG_RISE, id="from zero there is only up"),
    ],
)
def test_a_comparison_is_put_into_words(now, before, words):
    assert change.verdicts(change.compare(now, before)).item() == words.value


def test_what_stands_out_in_its_family_is_a_strong_sign():
    compared = change.compare([1320, 1200], [1200, 1320])
    assert change.verdicts(compared, [True, True]).tolist() == [
        "strong sign of a rise",
        "strong sign of a fall",
    ]


def test_a_total_is_strong_only_far_below_one_in_twenty():
    # 1,320 against 1,200 has p 0.018: possible for a total, whatever else was tested
    found = families.judge(change.compare([1320, 300], [1200, 200]))
    assert found["verdict"].tolist() == ["possible rise", "strong sign of a rise"]
    assert found["q"].isna().all()


def test_a_row_of_a_family_is_strong_only_if_it_stands_out_in_it():
    # 61 against 30 has p 0.0016; alone it stands out, among fifty quiet rows q is 0.08
    alone = families.judge(change.compare([61], [30]), ["a"])
    among = families.judge(change.compare([61, *[30] * 50], [30] * 51), ["a"] * 51)
    assert alone["verdict"].iloc[0] == "strong sign of a rise"
    assert among["verdict"].iloc[0] == "possible rise"
    assert among["q"].iloc[0] == pytest.approx(51 * among["p"].iloc[0])


def test_families_are_judged_apart_and_what_cannot_speak_is_no_test():
    now, before = [61, 3, 61, 30, np.nan], [30, 0, 30, 30, 3]
    found = families.judge(change.compare(now, before), ["a", "a", "b", "b", "b"])
    assert found["q"].iloc[[0, 2]].tolist() == pytest.approx(
        [found["p"].iloc[0], 2 * found["p"].iloc[2]]
    )
    assert found["verdict"].iloc[[1, 4]].tolist() == ["too few to say", "no comparison"]
    assert found["q"].iloc[[1, 4]].isna().all()


def test_no_rows_are_no_family():
    assert families.judge(change.compare([], []), []).empty


def test_chance_alone_makes_one_in_twenty_of_the_testable_possible():
    compared = change.compare([*[30] * 40, 1], [*[30] * 40, 0])
    assert families.by_chance(compared) == 2


def test_a_possible_change_is_never_called_chance():
    words = [verdict.value for verdict in Verdict]
    assert not any("chance" in each for each in words)


def test_whether_counts_are_too_few_depends_on_the_exposures():
    # five of five in a third of the time: (1/3)^5 is far below 0.05
    assert change.compare(5, 0, 1, 2)["testable"].item()
    assert not change.compare(5, 0)["testable"].item()


def test_false_discovery_flags_up_to_the_last_p_under_its_line():
    # lines at 0.05 x 1/5, 2/5, 3/5 ...: the third lies under its own, so the second comes too
    p = [0.001, 0.025, 0.029, 0.20, 0.90]
    assert families.false_discovery(p).tolist() == [True, True, True, False, False]


def test_a_test_that_was_not_made_is_neither_flagged_nor_counted():
    # 0.02 of two tests is under 0.025; of three it would not be under 0.0167
    assert families.false_discovery([np.nan, 0.02, 0.9]).tolist() == [False, True, False]
    assert np.isnan(families.q_values([np.nan, 0.02, 0.9])[0])


def test_false_discovery_and_q_values_agree_with_slow_code():
    from scipy.stats import false_discovery_control

    random = np.random.default_rng(RANDOM)
    for _ in range(50):
        p = np.round(random.uniform(0, 1, 9) ** 3, 3)
        ranked = sorted(p)
        under = [value for rank, value in enumerate(ranked, 1) if value <= 0.1 * rank / 9]
        assert families.false_discovery(p, 0.1).tolist() == [
            value <= max(under, default=-1) for value in p
        ]
        assert families.q_values(p) == pytest.approx(false_discovery_control(p))


def test_a_family_of_none_flags_none():
    assert families.false_discovery([]).tolist() == []


# places


def test_a_rate_has_the_exact_poisson_interval():
    from scipy.stats import chi2

    counts, residents = np.array([0, 1, 7, 250]), 2000
    rates = change.rate_interval(counts, residents)
    assert rates["rate"].tolist() == [0, 0.5, 3.5, 125]
    low = np.append(0, chi2.ppf(0.025, 2 * counts[1:]) / 2) / 2
    assert rates["low"].to_numpy() == pytest.approx(low)
    assert rates["high"].to_numpy() == pytest.approx(chi2.ppf(0.975, 2 * counts + 2) / 4)


def test_a_place_without_residents_has_no_rate():
    assert change.rate_interval([4, 4], [0, np.nan]).isna().all(axis=None)


def test_the_funnel_lies_within_one_count_of_the_poisson_quantiles():
    from scipy.stats import poisson

    residents = np.array([50, 800, 4000, 21_000])
    mean = residents * 30 / 1000
    limits = change.funnel_limits(residents, 30)
    for column, probability in (
        ("low_95", 0.025),
        ("high_95", 0.975),
        ("low_998", 0.001),
        ("high_998", 0.999),
    ):
        below = poisson.ppf(probability, mean) - limits[column] * residents / 1000
        assert (below <= 1).all()
        assert (limits[column][below < 0] == 0).all()


def test_the_funnel_interpolates_between_counts():
    # mean 1: P(0) = .3679 ... P(3) = .9810, P(2) = .9197, so 3 - (.9810 - .975) / .0613
    high = change.funnel_limits(1000, 1)["high_95"].item()
    assert high == pytest.approx(3 - (0.981012 - 0.975) / 0.061313, abs=1e-4)


def test_the_funnel_never_goes_below_zero_and_narrows_with_residents():
    limits = change.funnel_limits([10, 100, 1000, 10_000, 100_000], 5, overdispersion=4)
    assert (limits >= 0).all(axis=None)
    assert (limits["high_95"] - limits["low_95"]).diff().dropna().lt(0).all()
    assert (limits["high_998"] > limits["high_95"]).all()


def test_overdispersion_widens_the_funnel_by_its_root():
    plain = change.funnel_limits(50_000, 20)
    wide = change.funnel_limits(50_000, 20, overdispersion=4)
    assert wide["high_95"].item() - 20 == pytest.approx(2 * (plain["high_95"].item() - 20))


def test_less_than_poisson_spread_does_not_narrow_the_funnel():
    assert change.funnel_limits(900, 20, 0.5).equals(change.funnel_limits(900, 20))


def test_no_residents_have_no_funnel():
    limits = change.funnel_limits([0, np.nan], 20)
    assert limits.drop(columns=["residents", "centre"]).isna().all(axis=None)


def test_places_as_expected_are_not_overdispersed():
    assert change.overdispersion([9, 16, 25], [9, 16, 25]) == 1


def test_overdispersion_is_the_mean_square_of_drawn_in_scores():
    # scores of eleven places are 2 (sqrt(count) - 10): -8, -4 seven times, 4, 4 and 40;
    # the tenth from either end is -4 and 4
    counts = [36, *[64] * 7, 144, 144, 900]
    assert change.overdispersion(counts, 100) == pytest.approx(16)


def test_overdispersion_of_no_places_is_unknown():
    assert np.isnan(change.overdispersion([np.nan], [3]))


def test_small_places_are_drawn_further_towards_the_overall_rate():
    rates = change.shrunken_rates([0, 300, 10, 100], [100, 10_000, 100, 10_000])
    assert rates["reliability"].iloc[0] < rates["reliability"].iloc[1]
    overall = 1000 * 410 / 20_200
    assert 0 < rates["rate"].iloc[0] < overall
    assert overall < rates["rate"].iloc[2] < 100


def test_shrinking_by_hand():
    # overall 0.2, weighted spread 0.01, chance 0.2 / 100: between 0.008, reliability 0.8
    rates = change.shrunken_rates([10, 30], [100, 100])
    assert rates["reliability"].tolist() == pytest.approx([0.8, 0.8])
    assert rates["rate"].tolist() == pytest.approx([120, 280])


def test_places_that_differ_by_chance_alone_share_one_rate():
    rates = change.shrunken_rates([10, 11, 9], [1000, 1000, 1000])
    assert rates["rate"].tolist() == pytest.approx([10, 10, 10])
    assert rates["reliability"].tolist() == [0, 0, 0]


def test_nothing_counted_anywhere_is_a_rate_of_zero():
    assert change.shrunken_rates([0, 0], [10, 20])["rate"].tolist() == [0, 0]


def test_a_place_without_residents_is_left_out_of_the_shrinking():
    rates = change.shrunken_rates([10, 30, 5], [100, 100, 0])
    assert rates["rate"].iloc[:2].tolist() == pytest.approx([120, 280])
    assert rates.iloc[2].isna().all()
    assert change.shrunken_rates([5], [0]).isna().all(axis=None)


def test_the_lorenz_frame_starts_with_the_fullest_place():
    places = pd.Series([10, 70, np.nan, 20], index=["a", "b", "c", "d"])
    shares = change.lorenz(places)
    assert list(shares.index) == ["b", "d", "a"]
    assert shares["cumulative_share"].tolist() == pytest.approx([0.7, 0.9, 1.0])
    assert shares["cumulative_places"].tolist() == pytest.approx([1 / 3, 2 / 3, 1])


def test_nothing_counted_has_no_shares():
    assert change.lorenz([0, 0])["share"].isna().all()


def test_a_location_quotient_of_two_is_twice_the_usual_share():
    quotient = change.location_quotient([20, 10, 1], [100, 100, 0], 100, 1000)
    assert quotient[:2].tolist() == [2, 1]
    assert np.isnan(quotient[2])


# months


def test_the_limits_are_the_mean_and_its_moving_ranges():
    # ten and twelve by turns: mean 11, every moving range 2
    chart = change.xmr([10, 12] * 6)
    assert chart["centre"].unique().tolist() == [11]
    assert chart["upper"].iloc[0] == pytest.approx(11 + 2.66 * 2)
    assert chart["lower"].iloc[0] == pytest.approx(11 - 2.66 * 2)


def test_the_lower_limit_is_not_below_zero():
    assert change.xmr([0, 9] * 6)["lower"].eq(0).all()


def test_eleven_months_draw_no_limits_and_say_that_one_is_missing():
    chart = change.xmr([5, 9] * 5 + [90])
    assert chart[["centre", "lower", "upper"]].isna().all(axis=None)
    assert chart["missing"].eq(1).all()
    assert not chart[["outside", "run", "trend", "near"]].any(axis=None)


def test_a_gap_is_not_a_point_and_breaks_the_moving_range():
    chart = change.xmr([10, 12] * 3 + [np.nan] + [100, 102] * 3)
    assert chart["missing"].eq(0).all()
    assert chart["upper"].iloc[0] - chart["centre"].iloc[0] == pytest.approx(2.66 * 2)
    assert change.xmr([10, 12] * 5 + [np.nan, 10])["missing"].eq(1).all()


def test_a_new_segment_has_its_own_limits():
    chart = change.xmr([10, 12] * 6 + [50, 52] * 6, ["old"] * 12 + ["new"] * 12)
    assert chart["centre"].tolist() == [11] * 12 + [51] * 12
    assert chart["upper"].iloc[12] == pytest.approx(51 + 2.66 * 2)
    assert not chart["outside"].any()


def test_a_short_segment_waits_for_its_months():
    chart = change.xmr([10, 12] * 6 + [50] * 3, [1] * 12 + [2] * 3)
    assert chart["missing"].tolist() == [0] * 12 + [9] * 3
    assert chart["centre"].iloc[12:].isna().all()


def test_a_month_far_off_is_outside():
    assert signals([10, 12] * 7 + [60])["outside"] == [14]


def test_level_months_give_no_signal():
    assert signals([0.1] * 15) == {"outside": [], "run": [], "trend": [], "near": []}


def test_eight_months_on_one_side_are_a_run_and_seven_are_not():
    low, high = [1, 3], [21, 23]
    assert signals(low * 4 + high * 4)["run"] == list(range(16))
    assert signals([*(low * 4)[:7], *(high * 4)[:7]])["run"] == []


def test_a_gap_ends_a_run():
    assert signals([1, 3] * 2 + [np.nan] + [1, 3] * 2 + [21, 23] * 3)["run"] == []


def test_six_months_rising_are_a_trend_and_five_are_not():
    quiet = [5, 6] * 5
    assert signals([*quiet, 1, 2, 3, 4, 5, 6, 5])["trend"] == [10, 11, 12, 13, 14, 15]
    assert signals([*quiet, 2, 3, 4, 5, 6, 5])["trend"] == []


def test_six_months_falling_are_a_trend_too():
    assert signals([5, 6] * 5 + [5, 9, 8, 7, 6, 5, 4])["trend"] == [11, 12, 13, 14, 15, 16]


def test_two_of_three_months_near_one_limit_are_a_signal():
    quiet = [10, 14] * 8
    # centre about 12, inner line about 7 away
    assert signals([*quiet, 23, 12, 23])["near"] == [16, 18]
    assert signals([*quiet, 23, 12, 12, 23])["near"] == []
    assert signals([*quiet, 23, 12, 1])["near"] == []


@pytest.mark.slow
@pytest.mark.parametrize("kind", ["noise", "drift", "gaps", "segments"])
def test_the_signals_are_those_of_slow_code(kind):
    random = np.random.default_rng(RANDOM)
    for _ in range(40):
        values = random.poisson(9, 30).astype(float)
        if kind == "drift":
            values += np.arange(30) * random.choice([-1, 1]) // 3 + 10
        if kind == "gaps":
            values[random.integers(0, 30, 3)] = np.nan
        segments = np.repeat([0, 1], [14, 16]) if kind == "segments" else np.zeros(30)
        chart = change.xmr(values, segments)
        expected = pd.concat([_slow_xmr(values[segments == part]) for part in np.unique(segments)])
        pd.testing.assert_frame_equal(
            chart[list(expected)], expected.reset_index(drop=True), check_dtype=False
        )


def test_the_chart_keeps_the_months_as_its_rows():
    months = pd.period_range("2016-01", periods=12, freq="M")
    assert change.xmr(pd.Series(range(12), index=months)).index.equals(months)


# what it costs to believe them


def test_false_alarms_stay_at_or_below_their_rate():
    random = np.random.default_rng(RANDOM)
    for mean in (2, 5, 20, 100):
        pairs = change.compare(random.poisson(mean, 4000), random.poisson(mean, 4000))
        assert pairs["p"].lt(0.05).mean() <= 0.05
        assert pairs["p"].lt(0.002).mean() <= 0.002


@pytest.mark.parametrize("dispersion", [1.5, 2, 4])
def test_false_alarms_stay_at_or_below_their_rate_where_counts_vary_more(dispersion):
    random = np.random.default_rng(RANDOM)
    for mean in (3, 10, 50, 400):
        size = mean / (dispersion - 1)
        now, before = random.negative_binomial(size, 1 / dispersion, (2, 8000))
        used = change.compare(now, before, dispersion=dispersion)["p"]
        ignored = change.compare(now, before)["p"]
        assert used.lt(0.05).mean() <= 0.053  # two standard errors above one in twenty
        if mean >= 10:
            assert ignored.lt(0.05).mean() > 0.06


@pytest.mark.slow
def test_importing_the_room_does_not_load_scipy():
    asked = "import sys, cspdata.change; sys.exit('scipy' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", asked], check=False).returncode == 0


def _doubled(now, before, share):
    """Twice the smaller tail, by adding up scipy's law."""
    from scipy.stats import binom

    total = now + before
    below, above = binom.cdf(now, total, share), binom.sf(now - 1, total, share)
    return min(1.0, 2 * min(below, above))


def _share(percent, odds):
    ratio = (percent / 100 + 1) * odds
    return 1.0 if ratio == np.inf else ratio / (1 + ratio)


def _slow_xmr(values):
    known = [value for value in values if not np.isnan(value)]
    ranges = [abs(now - before) for before, now in pairwise(values) if not np.isnan(now - before)]
    centre, reach = sum(known) / len(known), 2.66 * sum(ranges) / len(ranges)
    rows = []
    for month, value in enumerate(values):
        rows.append(
            {
                "centre": centre,
                "lower": max(0, centre - reach),
                "upper": centre + reach,
                "outside": value > centre + reach or value < max(0, centre - reach),
                "run": _within(values, month, 8, lambda run: _one_side(run, centre)),
                "trend": _within(values, month, 6, _one_way),
                "near": _near_limit(values, month, centre, reach * 2 / 3),
            }
        )
    return pd.DataFrame(rows)


def _within(values, month, length, holds):
    starts = range(max(0, month - length + 1), min(month, len(values) - length) + 1)
    return any(holds(values[start : start + length]) for start in starts)


def _one_side(run, centre):
    return all(value > centre for value in run) or all(value < centre for value in run)


def _one_way(run):
    steps = [now - before for before, now in pairwise(run)]
    return all(step > 0 for step in steps) or all(step < 0 for step in steps)


def _near_limit(values, month, centre, inner):
    for side in (1, -1):
        if not side * (values[month] - centre) > inner:
            continue
        for start in range(max(0, month - 2), month + 1):
            window = values[start : start + 3]
            far = [side * (value - centre) > inner for value in window]
            if not np.isnan(window).any() and sum(far) >= 2:
                return True
            # at the edge of a stretch two neighbours suffice: a third would not undo them
            pair = values[start : start + 2]
            if month in (start, start + 1) and len(pair) == 2 and all(far[:2]):
                return True
    return False
