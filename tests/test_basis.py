"""What a question rests on: which source, which months, what is left out, what nearest there is."""

from dataclasses import replace
from pathlib import Path

import pandas as pd
import pytest

from cspdata import published as door
from cspdata.periods import month, parse
from cspdata.question import Against, Question
from cspdata.sources import POLICE_UK, SOURCES
from cspdata.sums import basis
from cspdata.sums.basis import leaves
from tests.figures import Row, held, stored

YEAR = [f"{2016 + (n + 3) // 12}-{(n + 3) % 12 + 1:02}" for n in range(12)]  # April 2016 on


def everywhere(*months: str, offence: str = "robbery") -> list[Row]:
    return [(area, offence, each, 1) for area in leaves() for each in months]


def street(*rows: Row) -> pd.DataFrame:
    return stored("police-uk", *rows)


def asked(period: str, **more: object) -> Question:
    return Question("st-paul", "robbery", period=parse(period), **more)  # type: ignore[arg-type]


def test_the_months_of_both_years_are_counted() -> None:
    found = held(street(*everywhere("2016-06", "2017-06"))).rest_on(asked("2017-06"))
    assert found and found.source.source == "police-uk"
    assert (found.now, found.before) == ((month(2017, 6),), (month(2016, 6),))


def test_a_month_without_figures_is_left_out_of_both_years() -> None:
    months = [m for m in YEAR if m != "2017-01"] + [f"{int(m[:4]) - 1}{m[4:]}" for m in YEAR]
    found = held(street(*everywhere(*months))).rest_on(asked("2016-04-01/2017-03-31"))
    assert found and found.left_out == (month(2017, 1),)
    assert len(found.now) == len(found.before) == 11
    assert month(2016, 1) not in found.before


def test_a_period_whose_last_month_is_missing_is_not_counted() -> None:
    assert (
        held(street(*everywhere("2017-06", "2017-07"))).rest_on(asked("2017-06-01/2017-08-31"))
        is None
    )


def test_too_few_months_of_the_year_before_leave_the_count_of_now() -> None:
    found = held(street(*everywhere("2016-06", "2017-06", "2017-07", "2017-08"))).rest_on(
        asked("2017-06-01/2017-08-31")
    )
    assert found and len(found.now) == 3
    assert found.before == ()


def test_printed_tables_lead_where_both_can_answer() -> None:
    both = [("st-paul", "robbery", each, 2) for each in ("2017-06", "2016-06")]
    printed = stored("police-tables", *both)
    found = held(printed, street(*everywhere("2016-06", "2017-06"))).rest_on(asked("2017-06"))
    assert found and found.source.source == "police-tables"


def test_the_source_that_can_compare_answers_before_one_that_cannot() -> None:
    printed = stored("police-tables", ("st-paul", "robbery", "2017-06", 2))
    here = held(printed, street(*everywhere("2016-06", "2017-06")))
    found, chosen = (
        here.rest_on(asked("2017-06")),
        here.rest_on(asked("2017-06", source="police-tables")),
    )
    assert found and found.source.source == "police-uk"
    assert chosen and chosen.source.source == "police-tables"


def test_a_part_of_the_district_is_never_the_default() -> None:
    part = street(*everywhere("2017-06", "2016-06"), ("st-paul", "robbery", "2017-07", 4))
    assert held(part).choose(Question("winchester", "robbery")).period == month(2017, 6)


def test_three_parishes_are_no_district() -> None:
    part = [(area, "robbery", "2017-06", 4) for area in leaves()[:3]]
    here = held(street(*part))
    assert here.rest_on(Question("winchester", "robbery", period=month(2017, 6))) is None
    assert here.held["police-uk"].parts(month(2017, 6)) == 3


def test_what_only_another_monthly_source_counts_has_a_default(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Its newest month was never offered, so "no figures are published" was said of it."""
    monkeypatch.setitem(SOURCES, "fire", replace(POLICE_UK, source="fire"))
    theirs = stored("fire", *everywhere("2017-10", offence="drugs"))
    both = held(pd.concat([street(*everywhere("2017-08", "2017-09")), theirs]))
    assert both.choose(Question("st-paul", "drugs")).period == month(2017, 10)
    assert both.choose(Question("st-paul", "robbery")).period == month(2017, 9)


def test_the_default_is_not_a_comparison_of_long_ago() -> None:
    here = held(street(*everywhere("2015-06", "2016-06", "2025-06")))
    assert here.choose(Question("winchester", "robbery")).period == month(2025, 6)


@pytest.mark.parametrize(
    ("held_months", "period", "nearest"),
    [
        (["2016-06", "2017-06"], "2014-06", "2016-06"),
        (["2016-06", "2017-06"], "2031-06", "2017-06"),
        (["2017-04", "2017-05", "2017-06"], "2017-04-01/2017-10-31", "2017-04-01/2017-06-30"),
        (["2017-04", "2017-05", "2025-06"], "2017-04-01/2017-06-30", "2017-04-01/2017-05-31"),
        (["2017-01", "2017-03", "2017-09"], "2017-02", "2017-01"),
    ],
    ids=["before all", "after all", "its end is missing", "much later is no nearer", "a gap"],
)
def test_what_cannot_be_shown_is_answered_by_the_nearest(
    held_months: list[str], period: str, nearest: str
) -> None:
    here = held(street(*everywhere(*held_months)))
    question = asked(period, against=Against.NOTHING)
    found = basis.why_missing(here.held, question)
    assert question.period and question.period.words in found.reason
    assert found.nearest == question.at(period=parse(nearest))


def test_the_nearest_comparison_stays_the_nearest_when_more_is_published() -> None:
    spring = [f"{year}-{month:02}" for year in (2016, 2017) for month in (4, 5, 6)]
    report = stored("police-tables", ("st-paul", "robbery", "2017-04-01/2017-07-31", 9))
    later = [("st-paul", "robbery", "2017-07", 3), *everywhere("2018-03", "2025-06")]
    for more in ([], later[:1], later):
        here = held(report, street(*everywhere(*spring), *more))
        found = basis.comparable(here.held, asked("2017-04-01/2017-07-31"))
        assert found and str(found.period) == "2017-04-01/2017-06-30"


@pytest.mark.parametrize(
    ("question", "period", "source"),
    [
        (Question("winchester"), "2017-04-01/2017-10-31", "police-tables"),
        (Question("st-paul"), "2017-04-01/2017-09-30", "police-uk"),
        (Question("winchester", "asb"), "2017-04-01/2017-09-30", "police-uk"),
        (Question("winchester", "domestic"), "2017-04-01/2017-10-31", "police-tables"),
    ],
)
def test_the_default_of_the_published_figures(
    question: Question, period: str, source: str, published: Path
) -> None:
    here = door.at()
    chosen = here.choose(question)
    found = here.rest_on(chosen)
    assert chosen.period == parse(period)
    assert found and found.source.source == source
