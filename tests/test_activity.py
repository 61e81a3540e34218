"""Partners' figures: what a row may hold, what is compared and tested, and how it is told."""

from datetime import date
from pathlib import Path

import pandas as pd
import pytest

from cspdata import access, checks, metrics, publish, readers, schemas, store
from cspdata.answers import partners as cards
from cspdata.answers.words import partners as words_of
from cspdata.checks import Checked, Spellings, percentages
from cspdata.checks.cells import percent
from cspdata.publish import Upload
from cspdata.sums import partners

OFFICER = access.person_here("A. Officer")
COLUMNS = list(metrics.template([]).columns)
SOUND = {
    "partner": "street-pastors",
    "measure": "street-pastor-patrols",
    "period_start": "2017-04-01",
    "period_end": "2017-09-30",
    "value": "100",
    "unit": "patrols",
    "reference": "A paper, page 1",
}
HALVES = {
    "2015": ("2015-04-01", "2015-09-30"),
    "2016": ("2016-04-01", "2016-09-30"),
    "2016 winter": ("2016-10-01", "2017-03-31"),
    "2016 summer": ("2016-06-01", "2016-08-31"),
    "2017": ("2017-04-01", "2017-09-30"),
}
ARRESTS = {"partner": "hampshire-constabulary", "measure": "domestic-arrest-rate"}
TRINITY = {"partner": "trinity", "measure": "trinity-women-attending"}
ONLINE = {"partner": "community-safety-partnership", "measure": "online-asb-reports"}


def written(*rows: dict[str, str]) -> bytes:
    """An activity file; a row says only how it differs from a sound one."""
    cells = [[(SOUND | row).get(name, "") for name in COLUMNS] for row in rows]
    return pd.DataFrame(cells, columns=COLUMNS).to_csv(index=False).encode()


def checked(*rows: dict[str, str]) -> Checked:
    (sheet,) = readers.read(written(*rows), "f.csv")
    return checks.together([checks.typed(sheet, "partners", None, Spellings.known())])


def of(half: str, value: float, **cells: object) -> dict[str, object]:
    """A stored figure of a half year."""
    start, end = (pd.Timestamp(day) for day in HALVES[half])
    numbers = {"value": float(value), "base": None, "comparison": None}
    texts = dict.fromkeys(schemas.ACTIVITY.names, "")
    days = {"period_start": start, "period_end": end}
    given = {"status": "published", "row": 2} | cells
    measure = metrics.one(str(given.get("measure", SOUND["measure"])))
    return texts | SOUND | {"unit": measure.unit, "theme": measure.theme} | numbers | days | given


def stored(*figures: dict[str, object]) -> pd.DataFrame:
    rows = pd.DataFrame(figures, columns=schemas.ACTIVITY.names)
    return rows.astype({"base": float, "comparison": float})


def newest(*figures: dict[str, object]) -> pd.Series:
    return partners.newest_activity(stored(*figures)).iloc[0]


# What a row may hold


@pytest.mark.parametrize(
    ("column", "found", "problem"),
    [
        ("partner", "Rotary", "“Rotary” is not a partner that is known here."),
        ("measure", "walks", "“walks” is not a measure that is known here."),
        ("partner", "trinity", "is a figure of Street Pastors, and this says “trinity”."),
        ("unit", "people", "is counted in patrols, and this says “people”."),
        ("theme", "Partnership", "belongs to People, not to “Partnership”."),
        ("value", "many", "“many” is not a number."),
        ("value", "10.5", "counts patrols, and 10.5 is not a whole number."),
        ("value", "-3", "must be at least 0, and this is -3."),
        ("period_start", "spring", "“spring” is not a day."),
        ("period_end", "2017-03-31", "The period ends on 2017-03-31, before it starts"),
        ("status", "guessed", "“guessed” is not a status."),
        ("comparison", "12", "A comparison needs both its figure and what it compares with."),
        ("base", "40", "“40” cannot be the number that a percentage is a share of."),
    ],
)
def test_a_fault_is_told_with_its_row_and_column(column: str, found: str, problem: str) -> None:
    (fault,) = checked({}, {column: found}).issues
    assert (fault.row, fault.column, fault.stops) == (3, column, True)
    assert problem in fault.problem


def test_a_part_that_the_measure_does_not_list_is_a_fault() -> None:
    row = ONLINE | {"unit": "reports", "breakdown": "Moon"}
    (fault,) = checked(row).issues
    assert fault.column == "breakdown"
    assert fault.remedy == "Write City, Rural, Location unknown, or leave it empty for the whole."


def test_a_measure_without_listed_parts_takes_any() -> None:
    assert not checked({"breakdown": "Friday nights"}).issues


def test_a_name_nearly_right_brings_a_suggestion() -> None:
    (fault,) = checked({"measure": "Street Pastor patrol"}).issues
    assert fault.suggestion == "street-pastor-patrols"
    assert fault.remedy == "Did you mean Street Pastor patrols?"


def test_a_spelling_that_an_officer_accepted_is_known() -> None:
    alias = {"vocabulary": "measures", "spelling": "Walks", "meaning": "street-pastor-patrols"}
    (sheet,) = readers.read(written({"measure": "walks"}), "f.csv")
    known = Spellings.known(pd.DataFrame([alias]))
    assert not checks.typed(sheet, "partners", None, known).issues


def test_names_signs_and_case_are_read_as_officers_write_them() -> None:
    rows = [
        {"partner": "Street Pastors", "measure": "Street Pastor Patrols", "value": "1,089"},
        ONLINE | {"unit": "Reports", "breakdown": "city"},
        ARRESTS | {"unit": "percent", "value": "44%", "base": "1,200"},
    ]
    found = checked(*rows)
    assert not found.issues
    figures = found.tables["activity"]
    assert list(figures["value"]) == [1089, 100, 44]
    assert list(figures["breakdown"]) == ["", "City", ""]
    assert list(figures["theme"]) == ["People", "Partnership", "People"]
    assert figures["base"].iloc[2] == 1200


def test_a_row_without_a_value_is_left_out_and_noted() -> None:
    found = checked({}, {"value": "", "period_start": "", "period_end": "", "breakdown": "x"})
    (note,) = found.issues
    assert not note.stops
    assert len(found.tables["activity"]) == 1


def test_a_figure_given_twice_with_two_values_is_a_fault() -> None:
    (fault,) = checked({}, {"value": "101"}).issues
    assert "stands in row 2 as 100." in fault.problem


def test_two_places_of_a_paper_may_differ_and_both_are_kept() -> None:
    found = checked({}, {"value": "101", "reference": "A paper, page 9"})
    assert not found.issues
    assert len(found.tables["activity"]) == 2


# Publishing


@pytest.mark.slow
def test_activity_is_published_like_everything_else_and_a_correction_is_seen(
    empty_store: Path,
) -> None:
    store.create()
    first = publish.rehearse([Upload("a.csv", written({}))])
    assert first.files[0]["source"] == "partners"
    assert first.files[0]["period"] == "2017-04-01/2017-09-30"
    publish.publish(first, OFFICER)
    assert publish.rehearse([Upload("b.csv", written({}))]).changes_nothing

    again = publish.rehearse([Upload("c.csv", written({"value": "110"}))])
    (note,) = again.issues
    assert "is published as 100, and this makes it 110." in note.problem
    publish.publish(again, OFFICER)
    (row,) = store.read("activity").to_dict("records")
    assert (row["value"], row["status"]) == (110, "revised")


def test_the_template_filled_in_is_read_back_without_a_fault() -> None:
    measures = [metrics.one("trinity-attendance-by-month"), metrics.one("fly-tip-cases")]
    template = metrics.template(measures)
    days = {"period_start": "2018-04-01", "period_end": "2018-04-30"}
    (sheet,) = readers.read(template.assign(value="5", **days).to_csv(index=False).encode(), "t")
    found = checks.typed(sheet, "partners", None, Spellings.known())
    assert not found.issues
    assert len(found.tables["activity"]) == 1 + 5


def test_the_template_left_empty_publishes_nothing() -> None:
    template = metrics.template(metrics.every())
    (sheet,) = readers.read(template.to_csv(index=False).encode(), "t.csv")
    found = checks.typed(sheet, "partners", None, Spellings.known())
    assert not any(issue.stops for issue in found.issues)
    assert found.tables["activity"].empty


# The newest figure and what it is compared with


def test_only_the_newest_period_is_shown_against_the_same_days_a_year_before() -> None:
    halves = [("2015", 300), ("2016", 160), ("2016 winter", 5), ("2017", 100)]
    row = newest(*(of(half, value, **ONLINE) for half, value in halves))
    assert (row["value"], row["before"], row["difference"]) == (100, 160, -60)
    assert row["before_period"].start == date(2016, 4, 1)
    assert (row["same_days"], row["tested"]) == (True, True)
    assert row["verdict"] == "possible fall"


@pytest.mark.parametrize(
    "figures",
    [
        [of("2016", 160), of("2017", 100)],
        [of("2016 winter", 160, **ONLINE), of("2017", 100, **ONLINE)],
        [of("2016", 160, status="derived", **ONLINE), of("2017", 100, **ONLINE)],
        [of("2016", 160, **TRINITY), of("2017", 100, **TRINITY)],
        [of("2016", 60, **ARRESTS), of("2017", 40, **ARRESTS)],
    ],
    ids=["a partner's own work", "another season", "a derived count", "people", "percentages"],
)
def test_what_is_not_an_event_count_of_equal_days_is_compared_but_never_tested(
    figures: list[dict[str, object]],
) -> None:
    row = newest(*figures)
    assert row["difference"] < 0
    assert not row["tested"]
    assert row["verdict"] == "no comparison"


def test_a_period_of_another_length_is_not_compared() -> None:
    assert pd.isna(newest(of("2016 summer", 160), of("2017", 100))["before"])


def test_statements_that_differ_are_both_shown_and_never_compared() -> None:
    rows = partners.newest_activity(
        stored(of("2016", 160), of("2017", 100), of("2017", 90, reference="A paper, page 9"))
    )
    assert sorted(rows["value"]) == [90, 100]
    assert rows["conflict"].all()
    assert rows["before"].isna().all()
    words = words_of.conflict(rows.to_dict("records"))
    assert "100 patrols (A paper, page 1)" in words
    assert "90 patrols (A paper, page 9)" in words


def test_the_same_statement_in_two_places_is_one_with_both() -> None:
    rows = partners.newest_activity(
        stored(of("2017", 100), of("2017", 100, reference="A paper, page 9"))
    )
    (row,) = rows.to_dict("records")
    assert not row["conflict"]
    assert row["reference"] == "A paper, page 1; A paper, page 9"


def test_without_any_figure_every_measure_waits() -> None:
    assert partners.newest_activity(stored()).empty
    assert partners.waiting(stored()) == metrics.every()


def test_the_past_of_a_measure_is_in_order() -> None:
    past = partners.activity_past(stored(of("2017", 3), of("2015", 1), of("2016", 2)))
    assert list(past["value"]) == [1, 2, 3]


# Words


@pytest.mark.parametrize(
    ("value", "unit", "words"),
    [
        (1089, "patrols", "1,089 patrols"),
        (1, "notices", "1 notice"),
        (1, "people", "1 person"),
        (1, "properties", "1 property"),
        (1, "times a week", "1 time a week"),
        (44, "percent", "44%"),
        (-6, "percent", "−6%"),
        (281_000, "pounds", "£281,000"),
        (2.5, "referrals a month", "2.5 referrals a month"),
    ],
)
def test_an_amount_carries_its_unit(value: float, unit: str, words: str) -> None:
    assert words_of.amount(value, unit) == words


@pytest.mark.parametrize(
    ("figures", "words"),
    [
        (
            [of("2016", 1089, **ONLINE), of("2017", 986, **ONLINE)],
            "April to September 2016: 1,089 reports. Difference: −103 (−9%). "
            "**No clear change**: allowing for chance, anything from −19% to +1%.",
        ),
        (
            [of("2016", 1089, **ONLINE), of("2017", 900, **ONLINE)],
            "April to September 2016: 1,089 reports. Difference: −189 (−17%). "
            "**Strong sign of a fall**: allowing for chance, anything from −26% to −8%.",
        ),
        (
            [of("2016", 1089), of("2017", 986)],
            "April to September 2016: 1,089 patrols. Difference: −103. "
            "Not tested: how much a partner does is its own choice.",
        ),
        (
            [of("2016 winter", 90, **ONLINE), of("2017", 100, **ONLINE)],
            "October 2016 to March 2017: 90 reports. Difference: +10. "
            "Not tested: another time of the year.",
        ),
        (
            [of("2016", 90, status="derived", **ONLINE), of("2017", 100, **ONLINE)],
            "April to September 2016: 90 [d] reports. Difference: +10. "
            "Not tested: the earlier figure is worked out from others.",
        ),
        (
            [of("2016", 43, base=310.0, **ARRESTS), of("2017", 44, base=420.0, **ARRESTS)],
            "April to September 2016: 43%. Difference: +1 percentage point. "
            "Shares of 420 and of 310.",
        ),
        ([of("2017", 100)], ""),
    ],
    ids=[
        "a test",
        "a fall",
        "own work",
        "another season",
        "derived",
        "percentage points",
        "nothing before",
    ],
)
def test_a_change_says_what_it_is_against_and_whether_it_was_tested(
    figures: list[dict[str, object]], words: str
) -> None:
    assert words_of.change(newest(*figures)) == words


def test_a_printed_comparison_is_in_percentage_points_and_says_that_bases_are_missing() -> None:
    row = newest(of("2017", 74, comparison=68.0, comparison_basis="force average", **ARRESTS))
    assert words_of.printed_comparison(row) == (
        "Force average: 68%. Difference: +6 percentage points. "
        "How many the percentages are shares of is not given."
    )


def test_a_printed_comparison_that_is_published_itself_is_not_said_twice() -> None:
    row = newest(of("2016", 160), of("2017", 100, comparison=160.0, comparison_basis="2016"))
    assert words_of.printed_comparison(row) == ""


@pytest.mark.parametrize(
    ("base", "told"), [(310.0, "of 310"), (None, "")], ids=["a share of so many", "of unknown many"]
)
def test_a_card_says_how_many_a_percentage_is_a_share_of(base: float | None, told: str) -> None:
    row = newest(of("2017", 44, base=base, **ARRESTS)).to_dict()
    unit = cards.card([row], [])["unit"]
    assert unit.endswith(told)
    assert ("of 310" in unit) is bool(told)


@pytest.mark.parametrize(
    ("text", "others", "meaning"),
    [
        ("0.183", ("0.183", "0.071"), 18.3),
        ("1.5", ("0.183", "1.5"), 150),
        ("1.5", ("0.183", "12.4", "1.5"), 1.5),
        ("0.183", ("0.183", "12.4"), 18.3),
        ("18.3%", ("0.183", "18.3%"), 18.3),
    ],
    ids=["a fraction", "above the whole", "beside percentages", "among them", "with its sign"],
)
def test_a_fraction_is_read_as_the_officer_says(
    text: str, others: tuple[str, ...], meaning: float
) -> None:
    every = [found for other in others if (found := percent(other))]
    found = percentages.meant(percent(text), every, percentages.FRACTIONS)
    assert found and found.value == pytest.approx(meaning)
