"""Sums: only what the declarations allow, only where every part is there, and never two sources."""

import time
from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from itertools import product
from pathlib import Path
from random import Random

import pandas as pd
import pytest

from cspdata import areas, caveats, offences
from cspdata import published as door
from cspdata.answers import area as area_page
from cspdata.answers import split, tables
from cspdata.answers.comparison import at, comparison, refusal
from cspdata.answers.glance import leaf_rows
from cspdata.periods import Period, parse
from cspdata.published import Published
from cspdata.question import Question
from cspdata.sources import POLICE_TABLES, POLICE_UK, SOURCES
from cspdata.sums.basis import leaves
from cspdata.sums.rollup import counts, rollup
from tests.figures import Row, held, stored

REPORT = parse("2017-04-01/2017-10-31")
APRIL, MAY = parse("2017-04"), parse("2017-05")
SPRING = Question("winchester", period=parse("2017-04-01/2017-05-31"))
KINDS = offences.children("theft")


def monthly(*rows: Row) -> pd.DataFrame:
    return rollup(stored("police-uk", *rows))


def printed(*rows: tuple[str, str, int]) -> pd.DataFrame:
    return rollup(stored("police-tables", *((a, o, str(REPORT), n) for a, o, n in rows)))


def everywhere(offence: str, month: str, count: int = 1, but: Iterable[str] = ()) -> list[Row]:
    return [(area, offence, month, count) for area in leaves() if area not in but]


def count(
    figures: pd.DataFrame, area: str, offence: str, *periods: Period, source: str = "police-uk"
) -> int | None:
    rows = counts(figures, source, periods or (APRIL,))
    return int(rows.at[(area, offence), "count"]) if (area, offence) in rows.index else None


def of_report(figures: pd.DataFrame, area: str, offence: str) -> int | None:
    return count(figures, area, offence, REPORT, source="police-tables")


# Areas


def test_parishes_of_police_uk_add_up_to_region_and_district() -> None:
    figures = monthly(*everywhere("robbery", "2017-04", 2), ("st-paul", "drugs", "2017-04", 9))
    for region in areas.children("winchester"):
        assert count(figures, region, "robbery") == 2 * len(areas.children(region))
    assert count(figures, "winchester", "robbery") == 2 * len(leaves())


@pytest.mark.slow
@pytest.mark.parametrize("absent", leaves())
def test_an_area_is_summed_only_where_every_part_has_a_figure(absent: str) -> None:
    figures = monthly(*everywhere("robbery", "2017-04", but=[absent]))
    whole = {area for area in areas.order() if areas.children(area)} - set(areas.path(absent))
    assert {
        area for area in areas.order() if areas.children(area) and count(figures, area, "robbery")
    } == whole


def test_a_part_with_no_crime_is_a_part_that_is_there() -> None:
    rows = [("st-paul", "robbery", "2017-04", 0), *everywhere("robbery", "2017-04", 3, ["st-paul"])]
    assert count(monthly(*rows), "winchester-city", "robbery") == 3 * 7


def test_printed_tables_are_never_added_up_over_areas() -> None:
    figures = printed(*((area, "robbery", 5) for area in leaves()))
    assert of_report(figures, "winchester-city", "robbery") is None
    assert of_report(figures, "winchester", "robbery") is None


def test_what_is_published_of_an_area_stands_before_its_sum() -> None:
    figures = monthly(*everywhere("robbery", "2017-04"), ("winchester", "robbery", "2017-04", 23))
    assert count(figures, "winchester", "robbery") == 23
    assert not figures.duplicated(["source", "area", "offence", "period_start"]).any()


# Offences


@pytest.mark.parametrize("absent", KINDS)
def test_kinds_of_theft_add_up_to_theft_only_where_all_are_there(absent: str) -> None:
    some = monthly(*(("st-paul", kind, "2017-04", 1) for kind in KINDS if kind != absent))
    assert count(some, "st-paul", "theft") is None


def test_all_kinds_of_theft_are_theft_and_the_sum_says_that_it_is_one() -> None:
    figures = monthly(*(("st-paul", kind, "2017-04", n) for n, kind in enumerate(KINDS, 1)))
    theft = figures.set_index("offence").loc["theft"]
    assert (theft["count"], theft["status"]) == (21, "summed")


def test_violence_and_sexual_offences_of_the_tables_are_added_as_police_uk_does() -> None:
    figures = printed(("st-paul", "violence", 95), ("st-paul", "sexual", 10))
    assert of_report(figures, "st-paul", "violence-and-sexual") == 105


def test_a_printed_total_stands_before_a_sum_of_its_parts() -> None:
    figures = printed(("st-paul", "theft", 7), *(("st-paul", kind, 1) for kind in KINDS))
    theft = figures.set_index("offence").loc["theft"]
    assert (theft["count"], theft["status"]) == (7, "published")


def test_anti_social_behaviour_and_flags_are_in_no_total() -> None:
    groups = [("st-paul", group, 10) for group in POLICE_TABLES.groups]
    besides = [("st-paul", code, 1000) for code in ("asb", "domestic", "hate")]
    figures = printed(*groups, *besides)
    assert of_report(figures, "st-paul", "all-crime") in (None, 10 * len(groups))
    months = monthly(
        *(("st-paul", group, "2017-04", 10) for group in POLICE_UK.groups if group != "theft"),
        *(("st-paul", kind, "2017-04", 1) for kind in KINDS),
        ("st-paul", "asb", "2017-04", 1000),
    )
    assert count(months, "st-paul", "all-crime") == 10 * (len(POLICE_UK.groups) - 1) + len(KINDS)


def test_crime_except_violence_is_all_crime_less_violence() -> None:
    figures = printed(
        ("st-paul", "all-crime", 300), ("st-paul", "violence", 95), ("st-paul", "sexual", 10)
    )
    assert of_report(figures, "st-paul", "crime-except-violence") == 195


# Sources


def test_two_sources_are_never_added() -> None:
    rows = [("st-paul", "robbery", str(APRIL), n) for n in (5, 70)]
    figures = rollup(pd.concat([stored("police-tables", rows[0]), stored("police-uk", rows[1])]))
    assert count(figures, "st-paul", "robbery") == 70
    assert count(figures, "st-paul", "robbery", source="police-tables") == 5


def test_the_published_sources_keep_their_own_counts(published: Path) -> None:
    figures = door.at().figures
    months = parse("2017-04-01/2017-09-30").months
    assert of_report(figures, "winchester", "theft") == 1629
    assert count(figures, "winchester", "theft", *months) == 1412


def test_no_area_or_offence_is_counted_twice_in_a_period(published: Path) -> None:
    keys = ["source", "area", "offence", "period_start", "period_end"]
    assert not door.at().figures.duplicated(keys).any()


# Periods


def test_months_add_up_only_where_all_are_there() -> None:
    figures = monthly(
        ("st-paul", "robbery", "2017-04", 3),
        ("st-paul", "robbery", "2017-05", 4),
        ("st-luke", "robbery", "2017-04", 5),
    )
    assert count(figures, "st-paul", "robbery", APRIL, MAY) == 7
    assert count(figures, "st-luke", "robbery", APRIL, MAY) is None


@pytest.mark.slow
def test_every_run_of_months_is_the_plain_sum_of_what_was_sent() -> None:
    """Two years of months with holes, drawn at random, and runs of one, two and five of them."""
    draw = Random(2017)
    months = parse("2015-04-01/2017-03-31").months
    sent = {
        (area, offence, str(month)[:7]): draw.randrange(9)
        for area, offence, month in product(leaves()[:3], ("robbery", "drugs"), months)
        if draw.random() < 0.8
    }
    figures = monthly(*((*cell, number) for cell, number in sent.items()))
    for first, length in product(range(0, len(months), 2), (1, 2, 5)):
        run = months[first : first + length]
        rows = counts(figures, "police-uk", run)["count"]
        for area, offence in product(leaves()[:3], ("robbery", "drugs")):
            known = [sent.get((area, offence, str(month)[:7])) for month in run]
            whole = None if None in known else sum(known)
            assert rows.get((area, offence)) == whole


# What a comparison refuses


def compared(here: Published, question: Question) -> pd.Series:
    basis = here.rest_on(question)
    assert basis is not None
    return at(here.ask(comparison, basis), question.area, question.offence)


@pytest.mark.slow
def test_a_break_is_refused_with_what_can_be_compared_instead() -> None:
    months = ("2016-04", "2016-05", "2017-04", "2017-05")
    here = held(stored("police-uk", *(("st-paul", "violence-and-sexual", m, 9) for m in months)))
    row = compared(here, SPRING.at(area="st-paul", offence="violence-and-sexual"))
    assert row["now"] == 18
    assert pd.isna(row["before"])
    assert row["verdict"] == "no comparison"
    assert "use all crime except violence and sexual offences" in row["refused"].lower()


@pytest.mark.parametrize("source", SOURCES.values(), ids=SOURCES)
@pytest.mark.parametrize("offence", offences.order())
def test_a_refusal_says_why_and_what_can_be_compared_instead(source, offence) -> None:
    told = refusal(source, offence, REPORT, REPORT.years_before())
    broken = caveats.broken(source.source, offence, REPORT, REPORT.years_before())
    assert bool(told) == (broken is not None)
    if broken:
        assert broken.sentence in told
        assert told.endswith(broken.alternative)
        assert broken.alternative.endswith(".")
    assert not refusal(source, offence, REPORT, REPORT)


def test_no_figure_is_no_zero() -> None:
    here = held(stored("police-uk", ("st-paul", "robbery", "2017-04", 0)))
    basis = here.rest_on(Question("st-paul", "robbery", period=APRIL))
    assert basis is not None
    assert ("st-luke", "robbery") not in here.ask(comparison, basis).index
    assert here.rest_on(Question("st-luke", "robbery", period=APRIL)) is None


# What a whole is made of


@pytest.fixture
def report(published: Path) -> Callable[[str, str], tuple[Published, Question]]:
    return lambda area, offence: (door.at(), Question(area, offence, period=REPORT))


def test_what_a_region_counts_beyond_its_parishes_is_its_own_last_line(report: Callable) -> None:
    here, question = report("winchester-rural", "all-crime")
    rows = here.ask(comparison, here.rest_on(question))
    below = rows[
        rows["area"].isin(areas.children(question.area)) & (rows["offence"] == "all-crime")
    ]
    inside = tables.inside(below, at(rows, question.area, "all-crime"))
    last = inside.iloc[-1]
    assert (last["area"], last["area_name"], last["now"]) == ("", "Not shown by parish", 57)
    assert inside["now"].sum() == 906
    assert inside["share"].sum() == pytest.approx(100)
    assert inside["now"].iloc[:-1].is_monotonic_decreasing


def test_parts_that_make_up_the_whole_have_no_such_line(report: Callable) -> None:
    here, question = report("winchester-city", "all-crime")
    (_, _, fold) = area_page.inside(here, question, here.rest_on(question))
    _, table = fold.blocks
    assert {cells[0] for cells in table.cells} == {
        areas.one(code).name for code in areas.children("winchester-city")
    }


@pytest.mark.slow
@pytest.mark.parametrize("offence", ["all-crime", "theft", "crime-except-violence", "drugs"])
@pytest.mark.parametrize("area", ["winchester", "winchester-city", "st-paul"])
@pytest.mark.parametrize("period", [str(REPORT), "2017-04-01/2017-09-30", "2017-07-01/2017-09-30"])
def test_the_steps_of_a_change_add_up_to_it(
    area: str, offence: str, period: str, published: Path
) -> None:
    here, question = door.at(), Question(area, offence, period=parse(period))
    basis = here.rest_on(question)
    found = here.ask(split.parts, question, basis) if basis else None
    if found is None:
        nothing = basis is None or pd.isna(compared(here, question)["difference"])
        assert nothing or not offences.children(offence)
        return
    _, steps = found
    whole, parts = steps.iloc[-1], steps.iloc[:-1]
    assert parts["difference"].sum() == whole["difference"]
    assert parts["now"].sum() == whole["now"]
    assert parts["before"].sum() == whole["before"]


def test_the_leaf_offences_of_the_report_are_its_groups_with_the_kinds_of_theft(
    report: Callable,
) -> None:
    here, question = report("winchester", "all-crime")
    leaf = leaf_rows(here, "winchester", here.rest_on(question))
    assert set(leaf["offence"]) == {*POLICE_TABLES.groups, *KINDS} - {"theft"}
    assert leaf["now"].sum() == 4397


def test_flags_are_the_districts_and_in_no_family(report: Callable) -> None:
    here, question = report("winchester", "domestic")
    rows = here.ask(comparison, here.rest_on(question))
    flags = rows[rows["offence"].isin(["domestic", "hate"])]
    assert flags.set_index(["area", "offence"])["now"].to_dict() == {
        ("winchester", "domestic"): 501,
        ("winchester", "hate"): 67,
    }
    assert not flags["leaf"].any()


def test_what_many_ask_at_once_is_worked_out_once(published: Path) -> None:
    made = []

    def slowly(here: door.Published, what: str) -> str:
        made.append(what)
        time.sleep(0.05)
        return what

    here = door.at()
    with ThreadPoolExecutor(8) as readers:
        found = list(readers.map(lambda _: here.ask(slowly, "this"), range(8)))
    assert found == ["this"] * 8
    assert made == ["this"]
    assert here.turns == {}
