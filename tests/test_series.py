"""Months: gaps stay gaps, ranges restart at breaks, an event drives only what it drives."""

from itertools import pairwise

import numpy as np
import pandas as pd
import pytest

from cspdata.answers import panels, series, signals
from cspdata.published import Published
from cspdata.question import Question
from tests.figures import held, monthly

RANDOM = 20180104


def watched(counts, area="st-paul", offence="drugs", start="2015-07") -> pd.DataFrame:
    here = held(monthly(counts, area, offence, start))
    return series.one(here, area, offence)


def random_counts(length: int, mean: int = 9, gaps: int = 0) -> list[int | None]:
    random = np.random.default_rng(RANDOM)
    counts: list[int | None] = [int(count) for count in random.poisson(mean, length)]
    for place in random.choice(max(length - 2, 1), gaps, replace=False) + 1:
        counts[place] = None
    return counts


def test_a_month_without_a_file_is_a_gap_and_not_a_zero() -> None:
    rows = watched([4, None, 0])
    assert rows["month"].dt.strftime("%Y-%m").tolist() == ["2015-07", "2015-08", "2015-09"]
    assert np.isnan(rows["count"][1])
    assert rows["count"][2] == 0


def test_the_same_month_a_year_before_stands_beside_a_month() -> None:
    rows = watched(list(range(14)))
    assert rows["year_before"][12:].tolist() == [0, 1]
    assert rows["year_before"][:12].isna().all()


def test_a_year_before_across_a_break_is_not_given() -> None:
    rows = watched(range(30), offence="violence-and-sexual", start="2016-01")
    april = rows[rows["month"] == "2017-04-01"].iloc[0]
    assert np.isnan(april["year_before"])
    assert april["broken"]
    assert rows[rows["month"] == "2018-04-01"]["year_before"].item() == 15


@pytest.mark.parametrize("gaps", [0, 1, 3])
def test_twelve_months_together_are_what_adding_up_gives(gaps: int) -> None:
    counts = random_counts(30, gaps=gaps)
    for place, found in enumerate(watched(counts)["twelve"]):
        window = [count for count in counts[max(0, place - 11) : place + 1] if count is not None]
        assert found == sum(window) if len(window) == 12 else np.isnan(found)


def test_ranges_and_sums_restart_at_a_break() -> None:
    rows = watched([10, 12] * 15, offence="violence-and-sexual", start="2016-01")
    before, since = rows[:15], rows[15:]
    assert before["segment"].eq(0).all()
    assert since["segment"].eq(1).all()
    assert since["expected"].nunique() == 1
    assert since["twelve"][:11].isna().all()


@pytest.mark.parametrize("gaps", [0, 2])
def test_the_usual_range_is_that_of_slow_code(gaps: int) -> None:
    counts = random_counts(27, gaps=gaps)
    known = [count for count in counts if count is not None]
    steps = [abs(b - a) for a, b in pairwise(counts) if a is not None and b is not None]
    centre, reach = np.mean(known), 2.66 * np.mean(steps)
    rows = watched(counts)
    assert rows["expected"].tolist() == pytest.approx([centre] * 27)
    assert rows["upper"].tolist() == pytest.approx([centre + reach] * 27)


def test_a_series_of_fewer_than_three_a_month_gives_no_signals() -> None:
    rows = watched([0, 1] * 7 + [9])
    assert not rows["watched"].any()
    assert signals.of(rows).empty


# events


def festival(origin: list[int], district: list[int] | None = None) -> Published:
    parts = [monthly(origin, "itchen-valley")]
    parts += [monthly(district, "winchester")] if district else []
    return held(*parts)


def with_august(usual: int, august: int) -> list[int]:
    """Two years from July 2015 with the same count but in the two Augusts."""
    return [august if place in (1, 13) else usual + place % 2 for place in range(24)]


def test_a_month_that_a_known_event_drove_has_no_part_in_the_range() -> None:
    rows = series.one(festival(with_august(10, 900)), "itchen-valley", "drugs")
    assert (rows["event"] != "").sum() == 2
    assert rows["upper"].max() < 30
    assert signals.of(rows).empty


@pytest.mark.parametrize("august", [10, 11, 19])
def test_an_event_that_drives_nothing_is_an_ordinary_month(august: int) -> None:
    rows = series.one(festival(with_august(10, august)), "itchen-valley", "drugs")
    assert (rows["event"] == "").all()


def test_elsewhere_august_is_judged_like_any_month() -> None:
    rows = watched(with_august(10, 900), area="st-paul")
    assert (rows["event"] == "").all()
    assert rows["outside"][1]


def test_what_an_event_added_is_taken_out_of_the_district_s_month() -> None:
    here = festival(with_august(10, 110), with_august(60, 161))
    rows = series.one(here, "winchester", "drugs")
    assert (rows["event"] != "").sum() == 2
    assert rows["expected"].iloc[0] == pytest.approx(60.5, abs=0.5)
    assert not rows["outside"].any()


# what is marked


def test_gaps_are_spans_and_breaks_and_events_are_named() -> None:
    counts: list[int | None] = list(range(10, 40))
    counts[3] = counts[4] = counts[9] = None
    rows = watched(counts, offence="violence-and-sexual", start="2016-01")
    marked = series.marks(rows, "st-paul", "violence-and-sexual")
    assert marked["effect"].tolist() == ["gap", "gap", "break"]
    assert [(f"{m.first:%Y-%m}", f"{m.last:%Y-%m}") for m in marked[:2].itertuples()] == [
        ("2016-04", "2016-05"),
        ("2016-10", "2016-10"),
    ]


# signals


def test_a_month_outside_is_a_signal() -> None:
    found = signals.of(watched([10, 12] * 7 + [60]))
    found = found[found["signal"] == "outside"]
    assert found[["signal", "side", "count"]].to_numpy().tolist() == [["outside", 1, 60]]


def test_a_run_is_one_signal_with_its_first_and_last_month() -> None:
    found = signals.of(watched([21, 23] * 4 + [1, 3] * 4 + [21, 23] * 4))
    runs = found[found["signal"] == "run"]
    assert runs["months"].tolist() == [8, 8, 8]
    assert runs["side"].tolist() == [1, -1, 1]


def test_only_signals_that_reach_the_last_month_are_current() -> None:
    here = held(monthly([10, 12] * 7 + [60]), monthly([90] + [4, 20] * 7, "st-luke"))
    assert set(signals.of(series.watch(here))["area"]) == {"st-paul", "st-luke"}
    assert signals.current(here)["area"].tolist() == ["st-paul"]


def test_two_series_that_meet_do_not_share_a_run() -> None:
    low, high = [1, 3] * 4, [21, 23] * 4
    here = held(monthly(low + high, "st-luke"), monthly(high + low, "st-paul"))
    found = signals.of(series.watch(here))
    assert found.loc[found["signal"] == "run", "months"].tolist() == [8] * 4


# side by side


def test_the_areas_inside_are_in_order_of_their_evidence() -> None:
    quiet, loud, steady = [9, 11] * 7, [9, 11] * 6 + [9, 60], [9, 11] * 6 + [9, 14]
    here = held(monthly(quiet), monthly(steady, "st-luke"), monthly(loud, "st-michael"))
    inside = panels.inside(here, "winchester-city", "drugs")
    assert inside["area"].unique().tolist() == ["st-michael", "st-luke", "st-paul"]


def test_series_beside_each_other_keep_the_order_asked() -> None:
    here = held(monthly([9, 11] * 7), monthly([9, 11] * 7, "st-luke"))
    rows = panels.beside(here, (("st-luke", "drugs"), ("st-paul", "drugs"), ("st-john", "drugs")))
    assert rows["area"].unique().tolist() == ["st-luke", "st-paul"]


# what it would take, and twelve months


@pytest.mark.parametrize(
    ("counts", "spans"),
    [
        ([5] * 13, [1, 3, 6, 12]),  # all whole
        ([5] * 8 + [None] + [5] * 4, [1, 3]),  # a gap five months back
        ([5, 5, None], []),  # the last month is missing
    ],
)
def test_what_it_would_take_is_said_of_whole_months_alone(counts, spans) -> None:
    here = held(monthly(counts), monthly([1] * len(counts), "st-luke"))
    assert series.needed(series.one(here, "st-paul", "drugs"))["months"].tolist() == spans


def test_a_month_that_an_event_drove_is_no_measure_of_the_next() -> None:
    counts = with_august(10, 300)[:14]
    rows = series.one(festival(counts), "itchen-valley", "drugs")
    assert series.needed(rows).empty


def test_twelve_months_leave_a_missing_month_out_of_both_years() -> None:
    counts: list[int | None] = [5] * 24
    counts[20] = None  # March 2017
    asked, basis = series.twelve(held(monthly(counts)), Question("st-paul", "drugs"))
    assert asked.period is not None
    assert basis is not None
    assert (len(basis.now), len(basis.before)) == (11, 11)
    assert [month.words for month in basis.left_out] == ["March 2017"]
