"""Months: gaps stay gaps, ranges restart at breaks, an event drives only what it drives."""

import numpy as np
import pandas as pd
import pytest

from cspdata.answers import panels, series, signals
from cspdata.change.watch import Stage
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
    rows = watched([10, 12] * 22, offence="violence-and-sexual", start="2015-01")
    before, since = rows[rows["month"] < "2017-04-01"], rows[rows["month"] >= "2017-04-01"]
    assert before["segment"].eq(0).all()
    assert since["segment"].eq(1).all()
    assert before["expected"].notna().any()
    assert since["expected"].isna().all()  # seventeen months are too few for a range
    assert since["twelve"][:11].isna().all()


def test_before_there_are_months_enough_the_series_says_how_many_are_needed() -> None:
    last = watched([10, 12] * 5).iloc[-1]
    assert (last["stage"], last["needed"]) == (Stage.TOO_SHORT, 14)


def test_the_range_follows_the_season() -> None:
    summer = [300 if place % 12 in (0, 1, 2) else 100 for place in range(48)]
    rows = watched(summer)
    july, january = (rows[rows["month"] == day].iloc[0] for day in ("2018-07-01", "2019-01-01"))
    assert july["expected"] > 2 * january["expected"]
    assert july["upper"] > january["upper"]


@pytest.mark.slow
def test_a_series_of_fewer_than_three_a_month_gives_no_signals() -> None:
    rows = watched([0, 1] * 14 + [9])
    assert not (rows["stage"] == Stage.WATCHED).any()
    assert signals.of(rows).empty


@pytest.mark.slow
def test_coming_months_have_a_range_to_expect() -> None:
    here = held(monthly([10, 12] * 15))
    coming = series.coming(here, "st-paul", "drugs")
    assert coming["month"].dt.strftime("%Y-%m").tolist() == ["2018-01", "2018-02", "2018-03"]
    assert (coming["lower"] < 11).all()
    assert (coming["upper"] > 11).all()
    assert series.coming(held(monthly([10, 12] * 8)), "st-paul", "drugs").empty


# events


def festival(origin: list[int], district: list[int] | None = None) -> Published:
    parts = [monthly(origin, "itchen-valley")]
    parts += [monthly(district, "winchester")] if district else []
    return held(*parts)


def with_august(usual: int, august: int) -> list[int]:
    """Three years from July 2015 with the same count but in the three Augusts."""
    return [august if place % 12 == 1 else usual + place % 2 for place in range(36)]


def test_a_month_that_a_known_event_drove_has_no_part_in_the_range() -> None:
    rows = series.one(festival(with_august(10, 900)), "itchen-valley", "drugs")
    assert (rows["event"] != "").sum() == 3
    assert rows["upper"].max() < 40
    assert signals.of(rows).empty


@pytest.mark.slow
@pytest.mark.parametrize("august", [10, 11, 19])
def test_an_event_that_drives_nothing_is_an_ordinary_month(august: int) -> None:
    rows = series.one(festival(with_august(10, august)), "itchen-valley", "drugs")
    assert (rows["event"] == "").all()


def test_elsewhere_august_is_judged_like_any_month() -> None:
    counts = [10 + place % 2 for place in range(36)]
    counts[25] = 900
    rows = watched(counts, area="st-paul")
    assert (rows["event"] == "").all()
    assert rows["outside"][25]


def test_what_an_event_brought_is_taken_out_of_the_district_s_month() -> None:
    here = festival(with_august(10, 110), with_august(60, 161))
    rows = series.one(here, "winchester", "drugs")
    assert (rows["event"] != "").sum() == 3
    assert rows["expected"].dropna().between(50, 70).all()
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

QUIET = [10, 12] * 13


def test_a_month_outside_is_a_signal() -> None:
    found = signals.of(watched([*QUIET, 60]))
    assert found[["signal", "side", "count"]].to_numpy().tolist() == [["outside", 1, 60]]


def test_a_level_that_rises_is_a_drift_from_its_first_month() -> None:
    found = signals.of(watched([*QUIET, *[16, 18] * 8]))
    drift = found[found["signal"] == "drift"].iloc[0]
    assert (drift["side"], drift["first"] > pd.Timestamp("2017-03-01")) == (1, True)
    assert drift["total"] > drift["usual"]


def test_months_that_set_the_range_give_no_signal() -> None:
    assert signals.of(watched([*QUIET[:10], 60, *QUIET[:13]])).empty


@pytest.mark.slow
def test_only_signals_that_reach_the_last_month_are_current() -> None:
    here = held(monthly([*QUIET, *QUIET[:11], 60]), monthly([*QUIET, 40, *QUIET[:11]], "st-luke"))
    assert set(signals.of(series.watch(here))["area"]) == {"st-paul", "st-luke"}
    assert signals.current(here)["area"].tolist() == ["st-paul"]


@pytest.mark.slow
def test_one_event_is_told_once_with_where_else_it_shows() -> None:
    here = held(monthly([*QUIET, 60]), monthly([*[40, 44] * 13, 92], "winchester-city"))
    (row,) = signals.current(here).to_dict("records")
    assert {(row["area"], row["offence"]), *row["also"]} == {
        ("st-paul", "drugs"),
        ("winchester-city", "drugs"),
    }


# side by side


def test_the_areas_inside_are_in_order_of_their_evidence() -> None:
    quiet, loud, steady = [9, 11] * 14, [9, 11] * 13 + [9, 60], [9, 11] * 13 + [9, 14]
    here = held(monthly(quiet), monthly(steady, "st-luke"), monthly(loud, "st-michael"))
    inside = panels.inside(here, "winchester-city", "drugs")
    assert inside["area"].unique().tolist() == ["st-michael", "st-luke", "st-paul"]


def test_series_beside_each_other_keep_the_order_asked() -> None:
    here = held(monthly([9, 11] * 7), monthly([9, 11] * 7, "st-luke"))
    rows = panels.beside(here, (("st-luke", "drugs"), ("st-paul", "drugs"), ("sparsholt", "drugs")))
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
    assert series.needed(here, series.one(here, "st-paul", "drugs"))["months"].tolist() == spans


def test_a_month_that_an_event_drove_is_no_measure_of_the_next() -> None:
    counts = with_august(10, 300)[:14]
    here = festival(counts)
    assert series.needed(here, series.one(here, "itchen-valley", "drugs")).empty


def test_twelve_months_leave_a_missing_month_out_of_both_years() -> None:
    counts: list[int | None] = [5] * 24
    counts[20] = None  # March 2017
    asked, basis = series.twelve(held(monthly(counts)), Question("st-paul", "drugs"))
    assert asked.period is not None
    assert basis is not None
    assert (len(basis.now), len(basis.before)) == (11, 11)
    assert [month.words for month in basis.left_out] == ["March 2017"]


def test_recent_months_begin_with_the_first_that_has_a_figure() -> None:
    rows = watched([5, 6, None, None, 7, None, 8])
    assert [len(series.recent(rows, months)) for months in (7, 5, 4, 3)] == [7, 3, 3, 3]
    assert series.recent(rows, 5)["count"].isna().tolist() == [False, True, False]
