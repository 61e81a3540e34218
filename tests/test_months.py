"""Months: gaps stay gaps, limits restart at breaks, signals are few, and everything adds up."""

from datetime import date
from itertools import pairwise

import numpy as np
import pandas as pd
import pytest

from cspdata import caveats, change, charts, offences, queries, sentences
from cspdata.periods import Period, month
from cspdata.queries import View
from cspdata.sources import POLICE_UK

RANDOM = 20180104
GAP = pd.Timestamp("2017-01-01")
LENGTHS = [0, 1, 11, 12, 27]


def figures(counts, area="st-paul", offence="drugs", start="2015-07"):
    """Counts of one parish and offence by month from `start`; None leaves the month out."""
    days = pd.date_range(start, periods=len(counts), freq="MS")
    rows = [
        (POLICE_UK.source, area, offence, day, day + pd.offsets.MonthEnd(), count, "published")
        for day, count in zip(days, counts, strict=True)
        if count is not None
    ]
    columns = ["source", "area", "offence", "period_start", "period_end", "count", "status"]
    return pd.DataFrame(rows, columns=columns).astype({"count": "int64"})


def watched(counts, area="st-paul", offence="drugs", start="2015-07"):
    months = queries.monthly(figures(counts, area, offence, start))
    return queries.series(months, area, offence)


def random_counts(length, mean=9, gaps=0):
    random = np.random.default_rng(RANDOM)
    counts = [int(count) for count in random.poisson(mean, length)]
    for place in random.choice(max(length - 2, 1), gaps, replace=False) + 1:
        counts[place] = None
    return counts


# the series


def test_a_month_without_a_file_is_a_gap_and_not_a_zero():
    rows = watched([4, None, 0])
    assert rows["month"].dt.strftime("%Y-%m").tolist() == ["2015-07", "2015-08", "2015-09"]
    assert np.isnan(rows["count"][1])
    assert rows["count"][2] == 0


def test_the_same_month_a_year_before_stands_beside_a_month():
    rows = watched(list(range(14)))
    assert rows["year_before"][12:].tolist() == [0, 1]
    assert rows["year_before"][:12].isna().all()


def test_a_year_before_across_a_break_is_not_given():
    rows = watched(range(30), offence="violence-and-sexual", start="2016-01")
    april = rows[rows["month"] == "2017-04-01"].iloc[0]
    assert np.isnan(april["year_before"])
    assert april["broken"]
    assert rows[rows["month"] == "2018-04-01"]["year_before"].item() == 15


@pytest.mark.parametrize("gaps", [0, 1, 3])
def test_twelve_months_together_are_what_adding_up_gives(gaps):
    counts = random_counts(30, gaps=gaps)
    rows = watched(counts)
    for place, found in enumerate(rows["rolling"]):
        window = counts[max(0, place - 11) : place + 1]
        whole = len(window) == 12 and None not in window
        assert found == sum(window) if whole else np.isnan(found)


def test_twelve_months_never_reach_across_a_break():
    rows = watched([5] * 30, offence="violence-and-sexual", start="2016-01")
    whole = rows[rows["rolling"].notna()]["month"].dt.strftime("%Y-%m").tolist()
    assert whole == ["2016-12", "2017-01", "2017-02", "2017-03", "2018-03", "2018-04", "2018-05",
                     "2018-06"]  # fmt: skip


def test_limits_restart_at_a_break():
    rows = watched([10, 12] * 15, offence="violence-and-sexual", start="2016-01")
    before, since = rows[:15], rows[15:]
    assert before["segment"].eq(0).all()
    assert since["segment"].eq(1).all()
    steady = 2.66 * 2
    assert before["upper"].unique() == pytest.approx(before["count"].mean() + steady)
    assert since["upper"].unique() == pytest.approx(since["count"].mean() + steady)


@pytest.mark.parametrize("gaps", [0, 2])
def test_limits_are_those_of_slow_code(gaps):
    counts = random_counts(27, gaps=gaps)
    known = [count for count in counts if count is not None]
    steps = [abs(b - a) for a, b in pairwise(counts) if a is not None and b is not None]
    centre, reach = np.mean(known), 2.66 * np.mean(steps)
    rows = watched(counts)
    assert rows["centre"].tolist() == pytest.approx([centre] * 27)
    assert rows["upper"].tolist() == pytest.approx([centre + reach] * 27)
    assert rows["lower"].tolist() == pytest.approx([max(0, centre - reach)] * 27)


def test_a_month_that_a_known_event_drove_has_no_part_in_the_limits():
    counts = [10, 12] * 12
    counts[1] = 900  # August 2015
    rows = watched(counts, area="itchen-valley")
    assert rows["event"].sum() == 2
    assert rows["upper"].max() < 30
    assert not rows["outside"].any()
    assert watched(counts, area="st-paul")["outside"][1]


def test_a_series_of_fewer_than_three_a_month_gives_no_signals():
    quiet = watched([0, 1] * 7 + [9])
    assert change.xmr(quiet["count"])["outside"].any()
    assert not quiet["outside"].any()
    assert not quiet["watched"].any()


# signals


def test_a_month_outside_is_a_signal_and_current_if_it_is_the_last():
    found = queries.signals(watched([10, 12] * 7 + [60]))
    found = found[found["signal"] == "outside"]
    assert found[["signal", "side", "count", "current"]].to_numpy().tolist() == [
        ["outside", 1, 60, True]
    ]


def test_a_run_is_one_signal_with_its_first_and_last_month():
    found = queries.signals(watched([21, 23] * 4 + [1, 3] * 4 + [21, 23] * 4))
    runs = found[found["signal"] == "run"]
    assert runs["months"].tolist() == [8, 8, 8]
    assert runs["side"].tolist() == [1, -1, 1]
    assert runs["current"].tolist() == [True, False, False]


def test_the_latest_signal_comes_first():
    found = queries.signals(watched([10, 12] * 7 + [60, 10, 70]))
    assert found.loc[found["signal"] == "outside", "count"].tolist() == [70, 60]


def test_two_series_that_meet_do_not_share_a_run():
    low, high = [1, 3] * 4, [21, 23] * 4
    both = pd.concat([figures(low + high, "st-luke"), figures(high + low, "st-paul")])
    found = queries.signals(queries.monthly(both))
    assert found.loc[found["signal"] == "run", "months"].tolist() == [8] * 4


def test_the_areas_inside_are_in_order_of_their_evidence():
    quiet, loud = [9, 11] * 7, [9, 11] * 6 + [9, 60]
    steady = [9, 11] * 6 + [9, 14]
    both = [figures(quiet, "st-paul"), figures(steady, "st-luke"), figures(loud, "st-michael")]
    inside = queries.inside(queries.monthly(pd.concat(both)), "winchester-city", "drugs")
    assert inside["area"].unique().tolist() == ["st-michael", "st-luke", "st-paul"]
    assert inside["signals"].unique().tolist() == [2, 0]


def test_the_measured_false_alarms_are_the_ones_that_are_told():
    random = np.random.default_rng(RANDOM)
    told = {3: 17, 30: 9}
    for mean, percent in told.items():
        chart = change.xmr(random.poisson(mean, 2000 * 24), np.repeat(np.arange(2000), 24))
        flagged = chart[list(change.SHOWN)].any(axis=1).to_numpy().reshape(2000, 24)
        assert 100 * flagged.any(axis=1).mean() == pytest.approx(percent, abs=2.5)
        assert f"{percent}%" in sentences.FALSE_ALARMS


# what it would take


def test_from_ten_at_least_twenty_three():
    needed = queries.needed(watched([5] * 9 + [10]))
    assert needed["needed"][0] == 23
    assert sentences.needed_heading(needed[:1]) == "From 10, at least 23"


def test_the_spans_are_whole_months_since_the_last_gap_and_break():
    assert queries.needed(watched([5] * 13))["months"].tolist() == [1, 3, 6, 12]
    assert queries.needed(watched([5] * 8 + [None] + [5] * 4))["months"].tolist() == [1, 3]
    assert queries.needed(watched([5, 5, None]))["months"].tolist() == [1]
    broken = watched([5] * 20, offence="violence-and-sexual", start="2016-01")
    assert queries.needed(broken)["months"].tolist() == [1, 3]


# what made the change


def view(start=date(2017, 4, 1), end=date(2017, 5, 31)):
    return View(POLICE_UK, Period(start, end))


def two_years(counts):
    """Counts now and before of parishes, April and May, as `figures` of all levels."""
    rows = []
    for area, (now, before) in counts.items():
        for year, count in ((2017, now), (2016, before)):
            for number, part in ((4, count // 2), (5, count - count // 2)):
                days = month(year, number)
                rows.append((POLICE_UK.source, area, "drugs", days.start, days.end, part, "p"))
    columns = ["source", "area", "offence", "period_start", "period_end", "count", "status"]
    crimes = pd.DataFrame(rows, columns=columns)
    days = dict.fromkeys(["period_start", "period_end"], "datetime64[s]")
    return queries.prepared(crimes.astype(days))


def test_the_steps_add_up_to_the_whole_difference():
    random = np.random.default_rng(RANDOM)
    parishes = queries.parishes("winchester")
    for _ in range(5):
        pairs = random.integers(0, 50, (len(parishes), 2)).tolist()
        _, steps = queries.split(
            two_years(dict(zip(parishes, pairs, strict=True))), view(), "winchester", "drugs",
            "parish",
        )  # fmt: skip
        parts, whole = steps[:-1], steps.iloc[-1]
        running = 0
        for _, step in parts.iterrows():
            assert step["start"] == running
            running += step["now"] - step["before"]
            assert step["end"] == running
        assert running == whole["difference"] == sum(now - before for now, before in pairs)
        assert len(parts) <= 9


def test_what_the_parts_leave_out_is_a_step_of_its_own():
    rows = queries.changes(
        two_years({"st-paul": (30, 20), "st-luke": (9, 4)}), view(), ["st-paul", "st-luke"], "drugs"
    )
    whole = rows.iloc[0].copy()
    whole[["area_name", "now", "before", "difference"]] = ["Winchester City", 50.0, 20.0, 30.0]
    steps = queries.steps(rows, whole, "parish")
    assert steps["name"].tolist() == ["St Paul", "St Luke", "Not shown by parish",
                                      "Winchester City"]  # fmt: skip
    assert steps["difference"].tolist() == [10, 5, 15, 30]
    assert steps["end"].tolist() == [10, 15, 30, 30]


def test_a_part_that_is_missing_is_not_shown_rather_than_zero():
    rows = queries.changes(
        two_years({"st-paul": (30, 20)}), view(), ["st-paul", "st-luke"], "drugs"
    )
    whole = rows.iloc[0].copy()
    whole[["now", "before", "difference"]] = [42.0, 25.0, 17.0]
    assert queries.steps(rows, whole, "parish")["kind"].tolist() == ["part", "not shown", "total"]


def test_a_change_across_a_break_is_not_made_up(published):
    assert queries.ways(view(), "st-paul", "violence-and-sexual") == ["offence"]
    across = View(POLICE_UK, Period(date(2017, 4, 1), date(2017, 9, 30)))
    from cspdata import store

    prepared = queries.prepared(store.read("crimes"))
    assert queries.split(prepared, across, "winchester", "violence-and-sexual", "parish") is None
    _, steps = queries.split(prepared, across, "winchester", "theft", "parish")
    assert steps["difference"].iloc[-1] == steps["difference"].iloc[:-1].sum() == 127


# every panel


@pytest.mark.parametrize("gaps", [0, 2])
@pytest.mark.parametrize("length", LENGTHS)
def test_every_panel_holds_any_number_of_months(length, gaps):
    counts = random_counts(length, gaps=gaps if length > 4 else 0)
    months = queries.monthly(figures(counts))
    rows = queries.series(months, "st-paul", "drugs")
    found, needed = queries.signals(rows), queries.needed(rows)
    lines = queries.lines(rows, "st-paul", "drugs")
    assert sentences.months_heading(rows)
    assert sentences.months_explained(rows)
    assert sentences.signals_heading(found, rows)
    assert sentences.signals_explained(found, rows)
    assert sentences.needed_explained(needed)
    assert sentences.signals_list(found) == "" or len(found)
    charts.months(rows, lines, "Crimes").to_dict()
    charts.rolling(rows, lines, "Crimes").to_dict()
    charts.seasons(queries.newest(rows), "Crimes").to_dict()
    if length:
        inside = queries.inside(months, "winchester-city", "drugs")
        charts.panels(inside, 9, "Crimes").to_dict()
        assert sentences.inside_explained(inside, "parishes")


@pytest.mark.parametrize(
    ("length", "missing"), [(1, "11 more are"), (10, "2 more are"), (11, "1 more is")]
)
def test_below_twelve_months_the_panel_says_how_many_are_missing(length, missing):
    rows = watched([9] * length)
    assert f"{missing} needed" in sentences.months_explained(rows)
    assert rows["centre"].isna().all()


def test_from_twelve_months_on_the_panel_says_what_would_be_a_signal():
    assert "would be a signal" in sentences.months_explained(watched([10, 12] * 6))


def test_a_gap_is_named():
    assert "August 2015 has no figures" in sentences.months_explained(watched([9, None] + [9] * 9))


# what is marked on the charts


def test_a_yearly_event_is_marked_every_year():
    shown = Period(date(2015, 7, 1), date(2017, 9, 30))
    marked = caveats.drawn(POLICE_UK.source, "itchen-valley", "theft", shown)
    festivals = [days.start for days, caveat in marked if caveat.caveat == "festival"]
    assert festivals == [date(2015, 8, 1), date(2016, 8, 1), date(2017, 8, 1)]


def test_a_yearly_event_touches_a_later_august_but_no_other_month():
    def touched(number):
        return [
            caveat.caveat
            for caveat in caveats.touching(
                POLICE_UK.source, [month(2019, number)], ["itchen-valley"], ["theft"]
            )
        ]

    assert "festival" in touched(8)
    assert "festival" not in touched(7)


def test_breaks_and_gaps_are_marked_where_they_belong():
    rows = watched(range(27), offence="violence-and-sexual")
    marked = queries.lines(rows, "st-paul", "violence-and-sexual")
    assert marked["effect"].tolist() == ["gap", "break"]
    assert queries.lines(watched(range(27)), "st-paul", "drugs")["month"].tolist() == [GAP]


def test_every_offence_has_a_name_for_its_months():
    for code in offences.order():
        words = sentences.counted(offences.one(code))
        assert words.startswith("Incidents" if code == "asb" else "Crimes")
