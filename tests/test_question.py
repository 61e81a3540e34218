"""A question is read from an address and written to one, and both are inverse."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cspdata import areas, offences, sources
from cspdata.periods import Period, month, parse
from cspdata.question import Against, Question, from_address
from cspdata.residents import HOUSEHOLDS, RESIDENTS

DAYS = st.dates(date(2010, 1, 1), date(2029, 12, 31))
MONTHS = st.builds(month, st.integers(2010, 2029), st.integers(1, 12))


def between(first: Period, last: Period) -> Period:
    first, last = sorted((first, last))
    return Period(first.start, max(first.end, last.end))


PERIODS = st.one_of(
    st.builds(between, MONTHS, MONTHS),
    st.builds(lambda one, two: Period(min(one, two), max(one, two)), DAYS, DAYS),
)
QUESTIONS = st.builds(
    lambda per, **asked: Question(**asked).at(per=per),
    per=st.sampled_from([RESIDENTS, HOUSEHOLDS]),
    area=st.sampled_from(areas.order()),
    offence=st.sampled_from(offences.order()),
    period=st.none() | PERIODS,
    against=st.sampled_from(list(Against)),
    on=st.none() | DAYS,
    source=st.none() | st.sampled_from(list(sources.SOURCES)),
)


@given(QUESTIONS)
def test_an_address_gives_back_the_question_that_wrote_it(question: Question) -> None:
    assert from_address(question.to_address()) == (question, ())


@given(QUESTIONS)
def test_a_question_says_itself_in_words(question: Question) -> None:
    assert areas.one(question.area).name in question.words
    assert offences.one(question.offence).name in question.words


@given(st.dictionaries(st.sampled_from(["area", "from", "to", "on", "figures"]), st.text()))
def test_no_address_breaks(asked: dict[str, str]) -> None:
    question, faults = from_address(asked)
    assert question.area in areas.order()
    assert all(fault.endswith(".") and len(fault) < 250 for fault in faults)


def test_an_address_of_the_first_version_names_source_and_days() -> None:
    question, faults = from_address(
        {"area": "st-paul", "figures": "police-uk/2017-04-01/2017-09-30"}
    )
    assert question == Question(
        "st-paul", period=parse("2017-04-01/2017-09-30"), source="police-uk"
    )
    assert not faults


@pytest.mark.parametrize(
    ("asked", "left"),
    [
        ({"area": "atlantis", "offence": "burglary"}, Question("winchester", "burglary")),
        ({"area": "st-paul", "offence": "piracy"}, Question("st-paul")),
        ({"area": "st-paul", "from": "2017-13"}, Question("st-paul")),
        ({"area": "st-paul", "from": "2017-08", "to": "2017-06"}, Question("st-paul")),
        ({"area": "st-paul", "against": "luck"}, Question("st-paul")),
        ({"area": "st-paul", "source": "rumour"}, Question("st-paul")),
        ({"area": "st-paul", "figures": "rumour"}, Question("st-paul")),
        ({"area": "st-paul", "on": "yesterday"}, Question("st-paul")),
        ({"area": "st-paul", "per": "doors"}, Question("st-paul")),
        ({"offence": "robbery", "per": "households"}, Question("winchester", "robbery")),
    ],
)
def test_what_is_not_understood_is_said_and_the_rest_kept(
    asked: dict[str, str], left: Question
) -> None:
    question, faults = from_address(asked)
    assert question == left
    assert len(faults) == 1


def test_one_bound_alone_is_that_month() -> None:
    assert from_address({"from": "2017-06"})[0].period == month(2017, 6)
    assert from_address({"to": "2017-06"})[0].period == month(2017, 6)


@pytest.mark.parametrize(
    ("period", "against", "before"),
    [
        ("2017-06-01/2017-08-31", Against.YEAR, "2016-06-01/2016-08-31"),
        ("2017-06-01/2017-08-31", Against.BEFORE, "2017-03-01/2017-05-31"),
        ("2016-02-01/2016-02-29", Against.YEAR, "2015-02-01/2015-02-28"),
        ("2017-03-05/2017-03-14", Against.BEFORE, "2017-02-23/2017-03-04"),
    ],
)
def test_what_a_period_is_set_beside(period: str, against: Against, before: str) -> None:
    assert Question("winchester", period=parse(period), against=against).before == parse(before)


def test_nothing_is_set_beside_where_nothing_was_asked() -> None:
    assert Question("winchester", period=month(2017, 6), against=Against.NOTHING).before is None


@pytest.mark.parametrize(
    ("offence", "kept"),
    [("burglary", True), ("dwelling-burglary", True), ("theft", False), ("all-crime", False)],
)
def test_households_go_along_with_burglary_and_stay_behind_otherwise(
    offence: str, kept: bool
) -> None:
    asked = Question("st-paul", "burglary", per=HOUSEHOLDS)
    there = asked.at(offence=offence, area="st-luke")
    assert there.to_address().get("per") == (HOUSEHOLDS if kept else None)


def test_what_cannot_be_per_household_says_what_is_shown() -> None:
    _, faults = from_address({"offence": "theft", "per": "households"})
    assert faults == (
        "Only burglary is shown per household, not theft offences. Rates are per 1,000 residents.",
    )
