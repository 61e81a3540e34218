"""Queries: sums that the declarations allow, whole periods, comparisons of like with like."""

from pathlib import Path

import pandas as pd
import pytest

from cspdata import areas, offences, queries, store
from cspdata.periods import parse
from cspdata.queries import View
from cspdata.sources import POLICE_TABLES, POLICE_UK

REPORT = View(POLICE_TABLES, parse("2017-04-01/2017-10-31"))
SPRING = View(POLICE_UK, parse("2017-04-01/2017-05-31"))
MONTHS = ["2016-04", "2016-05", "2017-04", "2017-05"]
Row = tuple[str, str, str, int]


def stored(source: str, *rows: Row) -> pd.DataFrame:
    """Stored crimes from (area, offence, period, count)."""
    cells = [
        (source, area, offence, parse(period).start, parse(period).end, count)
        for area, offence, period, count in rows
    ]
    named = ["source", "area", "offence", "period_start", "period_end", "count"]
    days = {"period_start": "datetime64[ms]", "period_end": "datetime64[ms]"}
    return pd.DataFrame(cells, columns=named).astype(days).assign(status="published")


def monthly(*rows: Row) -> pd.DataFrame:
    return queries.prepared(stored("police-uk", *rows))


def printed(*rows: Row) -> pd.DataFrame:
    return queries.prepared(stored("police-tables", *rows))


def each_month(area: str, offence: str, *counts: int) -> list[Row]:
    return [(area, offence, month, n) for month, n in zip(MONTHS, counts, strict=True)]


def count(figures: pd.DataFrame, view: View, area: str, offence: str) -> int | None:
    rows = queries.counts(figures, view.source, view.period)
    held = rows[(rows["area"] == area) & (rows["offence"] == offence)]["count"]
    return None if held.empty else int(held.iloc[0])


@pytest.fixture(scope="session")
def figures(built_store: Path) -> pd.DataFrame:
    with pytest.MonkeyPatch.context() as patched:
        patched.setenv("CSP_STORE", str(built_store))
        return queries.prepared(store.read("crimes"))


# Sums


def test_parishes_of_police_uk_add_up_to_region_and_district() -> None:
    held = monthly(
        *each_month("st-paul", "theft", 1, 1, 2, 3),
        *each_month("st-luke", "theft", 1, 1, 4, 5),
        *each_month("sparsholt", "theft", 1, 1, 6, 7),
    )
    assert count(held, SPRING, "winchester-city", "theft") == 14
    assert count(held, SPRING, "winchester", "theft") == 27


def test_printed_tables_are_never_added_up_over_areas() -> None:
    held = printed(("st-paul", "theft", str(REPORT.period), 53))
    assert count(held, REPORT, "winchester-city", "theft") is None


def test_kinds_of_theft_add_up_to_theft_only_when_all_are_there() -> None:
    kinds = offences.children("theft")
    some = monthly(*((("st-paul", kind, "2017-04", 1)) for kind in kinds[:-1]))
    every = monthly(*((("st-paul", kind, "2017-04", 1)) for kind in kinds))
    assert "theft" not in set(some["offence"])
    assert list(every.loc[every["offence"] == "theft", "count"].unique()) == [6]


def test_violence_and_sexual_offences_of_the_tables_are_added_as_police_uk_does() -> None:
    period = str(REPORT.period)
    held = printed(("st-paul", "violence", period, 95), ("st-paul", "sexual", period, 10))
    assert count(held, REPORT, "st-paul", "violence-and-sexual") == 105


def test_a_printed_total_stands_before_a_sum() -> None:
    kinds = [("st-paul", kind, str(REPORT.period), 1) for kind in offences.children("theft")]
    held = printed(("st-paul", "theft", str(REPORT.period), 7), *kinds)
    theft = held[held["offence"] == "theft"]
    assert list(theft["count"]) == [7]
    assert list(theft["status"]) == ["published"]


def test_anti_social_behaviour_is_in_no_total(figures: pd.DataFrame) -> None:
    groups = [count(figures, SPRING, "st-paul", group) or 0 for group in POLICE_UK.groups]
    assert count(figures, SPRING, "st-paul", "all-crime") == sum(groups)
    assert (count(figures, SPRING, "st-paul", "asb") or 0) > 0


def test_crime_except_violence_is_all_crime_less_violence(figures: pd.DataFrame) -> None:
    whole, violence, rest = (
        count(figures, SPRING, "st-paul", offence) or 0
        for offence in ("all-crime", "violence-and-sexual", "crime-except-violence")
    )
    assert whole - violence == rest > 0


def test_two_sources_are_never_added(figures: pd.DataFrame) -> None:
    assert count(figures, REPORT, "winchester", "theft") == 1629
    september = View(POLICE_UK, parse("2017-04-01/2017-09-30"))
    assert count(figures, september, "winchester", "theft") == 1412


# Whole periods


def test_a_period_with_a_month_missing_has_no_counts(figures: pd.DataFrame) -> None:
    across = parse("2016-12-01/2017-02-28")
    assert queries.counts(figures, POLICE_UK, across).empty
    assert not queries.counts(figures, POLICE_UK, parse("2017-02")).empty


def test_no_choice_of_period_has_a_gap(figures: pd.DataFrame) -> None:
    choices = queries.views(figures)
    assert all(not queries.counts(figures, v.source, v.period).empty for v in choices)
    assert "police-uk/2016-10-01/2017-09-30" not in map(str, choices)


def test_the_choices_start_with_the_report_and_read_aloud(figures: pd.DataFrame) -> None:
    assert [view.words for view in queries.views(figures)][:2] == [
        "April to October 2017 (police tables)",
        "April to September 2017 (police.uk)",
    ]


def test_a_view_is_found_by_its_address_and_an_unknown_one_is_none(figures: pd.DataFrame) -> None:
    assert queries.view(figures, str(REPORT)) == REPORT
    assert queries.view(figures, "police-tables/2031-04-01/2031-10-31") is None


def test_twelve_whole_months_are_offered() -> None:
    year = pd.period_range("2015-01", "2015-12", freq="M").astype(str)
    held = monthly(*(("st-paul", "theft", month, 1) for month in year))
    assert "police-uk/2015-01-01/2015-12-31" in map(str, queries.views(held))


def test_without_figures_there_is_no_choice() -> None:
    assert queries.views(monthly()) == []


# Comparisons


def test_a_comparison_sets_the_same_months_of_a_year_before_beside() -> None:
    held = monthly(*each_month("st-paul", "robbery", 1, 2, 30, 40))
    row = queries.total(held, SPRING, "st-paul", "robbery")
    assert (row["now"], row["before"], row["difference"]) == (70, 3, 67)
    assert row["verdict"] == "strong sign of a rise"


def test_a_comparison_across_a_break_is_refused_with_the_alternative() -> None:
    held = monthly(*each_month("st-paul", "violence-and-sexual", 1, 1, 9, 9))
    row = queries.total(held, SPRING, "st-paul", "violence-and-sexual")
    assert row["now"] == 18
    assert pd.isna(row["before"])
    assert row["verdict"] == "no comparison"
    assert "use all crime except violence and sexual offences" in row["refused"]


def test_the_headline_leaves_violence_out_where_it_cannot_be_compared() -> None:
    assert queries.total_offence(SPRING) == "crime-except-violence"
    assert queries.total_offence(REPORT) == "all-crime"
    assert "violence-and-sexual" not in queries.comparable_groups(SPRING)
    assert queries.comparable_groups(REPORT) == list(POLICE_TABLES.groups)


def test_an_area_is_compared_with_the_source_that_can(figures: pd.DataFrame) -> None:
    assert queries.comparable(figures, REPORT, "winchester") == REPORT
    parish = queries.comparable(figures, REPORT, "st-paul")
    assert parish is not None
    assert str(parish) == "police-uk/2017-04-01/2017-09-30"


def test_without_a_year_before_there_is_no_comparison() -> None:
    held = monthly(("st-paul", "robbery", "2017-04", 1))
    assert queries.comparable(held, View(POLICE_UK, parse("2017-04")), "st-paul") is None


def test_the_parts_of_a_parish_cannot_be_compared(figures: pd.DataFrame) -> None:
    assert queries.comparable_below(figures, REPORT, "st-paul") is None


def test_no_figure_is_no_zero() -> None:
    held = monthly(*each_month("st-paul", "robbery", 1, 1, 1, 1))
    row = queries.total(held, SPRING, "st-luke", "robbery")
    assert pd.isna(row["now"])
    assert row["status"] == "not available"


# Parts


def test_what_a_region_counts_beyond_its_parishes_is_its_own_last_line(
    figures: pd.DataFrame,
) -> None:
    parts = queries.parts(figures, REPORT, "winchester-rural", "all-crime")
    last = parts.iloc[-1]
    assert (last["area"], last["area_name"], last["now"]) == ("", "Not shown by parish", 57)
    assert parts["now"].sum() == 906
    assert parts["share"].sum() == pytest.approx(100)
    shown = list(parts["now"].iloc[:-1])
    assert shown == sorted(shown, reverse=True)


def test_parts_that_make_up_the_whole_have_no_such_line(figures: pd.DataFrame) -> None:
    parts = queries.parts(figures, REPORT, "winchester-city", "all-crime")
    assert sorted(parts["area"]) == sorted(areas.children("winchester-city"))


# Net of the rest, drivers, the tree, flags, regions


def test_the_rest_of_the_district_leaves_the_area_itself_out() -> None:
    held = monthly(
        *each_month("st-paul", "robbery", 50, 50, 50, 50),
        *each_month("st-luke", "robbery", 100, 100, 200, 200),
    )
    (row,) = queries.net(held, SPRING, "st-paul", ["robbery"]).to_dict("records")
    assert (row["now"], row["before"]) == (100, 100)
    assert row["percent"] == pytest.approx(-50)
    assert row["verdict"] == "strong sign of a fall"


def test_moving_in_step_with_the_rest_is_no_change() -> None:
    held = monthly(
        *each_month("st-paul", "robbery", 25, 25, 50, 50),
        *each_month("st-luke", "robbery", 100, 100, 200, 200),
    )
    (row,) = queries.net(held, SPRING, "st-paul", ["robbery"]).to_dict("records")
    assert row["percent"] == pytest.approx(0)
    assert row["verdict"] == "no clear change"


def test_the_drivers_of_a_change_are_its_parishes_with_the_largest_rise_first(
    figures: pd.DataFrame,
) -> None:
    view = queries.comparable(figures, REPORT, "st-paul")
    assert view is not None
    rows = queries.drivers(figures, view, "winchester", "theft")
    assert len(rows) == 20
    assert rows["difference"].is_monotonic_decreasing
    whole = queries.total(figures, view, "winchester", "theft")
    assert rows["difference"].sum() == whole["difference"]


def test_the_tree_steps_kinds_of_theft_in_below_theft(figures: pd.DataFrame) -> None:
    tree = queries.tree(figures, REPORT, "winchester").set_index("offence")
    assert tree.loc["theft", "depth"] == 0
    assert set(tree.index[tree["depth"] == 1]) == set(offences.children("theft"))
    assert tree.loc["burglary", "before_status"] == "derived"


def test_flags_are_the_districts_and_apart(figures: pd.DataFrame) -> None:
    rows = queries.flags(figures, REPORT).set_index("offence")
    assert rows["now"].to_dict() == {"domestic": 501, "hate": 67}
    assert queries.flags(figures, SPRING).empty


def test_counts_by_region_stand_beside_the_district(figures: pd.DataFrame) -> None:
    rows = queries.by_region(figures, REPORT, ["theft"])
    assert rows.loc["theft"].to_dict() == {
        "winchester-city": 684,
        "winchester-greater": 563,
        "winchester-rural": 382,
        "winchester": 1629,
    }


@pytest.mark.parametrize(
    ("area", "number"), [("winchester", 20), ("winchester-city", 8), ("st-paul", 1)]
)
def test_the_parishes_of_an_area_are_all_below_it_or_itself(area: str, number: int) -> None:
    assert len(queries.parishes(area)) == number
