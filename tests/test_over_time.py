"""The page of months: the last month in words, others beside it, twelve against twelve, signals."""

import pandas as pd
import pytest

from cspdata import areas, offences
from cspdata.answers import compare, months, panels, series
from cspdata.answers.blocks import Answer, Chart, Fold, Heading, Points, Table, Words, walk
from cspdata.answers.charts import months as charts
from cspdata.answers.charts import years
from cspdata.answers.words import months as words
from cspdata.answers.words import signals as told
from cspdata.change.thresholds import BASELINE_MONTHS, FEED_DISCOVERY, WATCHED_FROM
from cspdata.periods import parse
from cspdata.published import Published
from cspdata.question import Question
from tests.figures import held, monthly

STEADY = [10, 12] * 14
JUNE = parse("2017-06-01/2017-08-31")


def asked(area: str = "st-paul", offence: str = "drugs", **more: object) -> Question:
    return Question(area, offence, period=JUNE).at(**more)


def said(answer: Answer) -> str:
    found = []
    for block in walk(answer.blocks):
        match block:
            case Words():
                found.append(block.text)
            case Points():
                found += block.items
            case Heading() | Fold():
                found.append(block.title if isinstance(block, Fold) else block.text)
            case Table():
                found += [block.caption, *(cell for row in block.cells for cell in row)]
            case Chart():
                found += [block.title, block.subtitle]
    return " ".join([answer.title, *found])


def page(counts: list[int | None], question: Question | None = None, *chosen: str) -> Answer:
    return months.answer(held(monthly(counts)), question or asked(), chosen)


@pytest.mark.slow
def test_the_page_is_headed_by_the_period_and_opens_with_the_last_month() -> None:
    answer = page([10, 12] * 13)
    assert answer.title == f"Recorded drug offences in St Paul, June to August 2017: {12 + 10 + 12}"
    lead = next(block for block in answer.blocks if isinstance(block, Words))
    assert lead.tone == "lead"
    row = series.one(held(monthly([10, 12] * 13)), "st-paul", "drugs").iloc[-1]
    low, high = int(row["lower"]), int(row["upper"])
    assert lead.text == (
        f"Within the usual {low} to {high}. A month has 11.0 on average over a year. "
        f"{high + 1} or more or {low - 1} or fewer in August would be a signal."
    )


@pytest.mark.slow
@pytest.mark.parametrize(
    ("last", "words_of_it"),
    [(60, "60 in August 2017: above the usual"), (12, "12 in August 2017: within the usual")],
)
def test_the_chart_says_the_trend(last: int, words_of_it: str) -> None:
    chart = next(b for b in page([10, 12] * 12 + [10, last]).blocks if isinstance(b, Chart))
    assert chart.title.startswith(words_of_it)
    assert "July 2015 to August 2017 (police.uk)" in chart.subtitle
    assert "June to August 2017" in chart.subtitle


@pytest.mark.slow
@pytest.mark.parametrize(
    ("counts", "colours"),
    [
        ([9] * 5, "Blue: the count. "),
        ([9] * 14, "Blue: the count; grey: the year before. "),
        ([10, 12] * 13, "Blue: the count; grey: the year before; shaded: the usual range. "),
        ([10, 12] * 12 + [10, 60], "shaded: the usual range; orange: a signal. "),
    ],
)
def test_the_chart_explains_the_colours_that_it_has(counts: list[int], colours: str) -> None:
    chart = next(b for b in page(counts).blocks if isinstance(b, Chart))
    assert colours in chart.subtitle


@pytest.mark.slow
@pytest.mark.parametrize(
    ("length", "missing"), [(1, "23 more are"), (10, "14 more are"), (23, "1 more is")]
)
def test_below_two_years_the_page_says_how_many_are_missing(length: int, missing: str) -> None:
    answer = page([9] * length)
    assert f"{missing} needed" in said(answer)
    assert "too early to say what is usual" in said(answer)


def test_a_gap_is_named() -> None:
    assert "August 2015 has no figures and is a gap." in said(page([9, None] + [9] * 9))


@pytest.mark.slow
def test_too_few_a_month_are_not_watched() -> None:
    words_of_it = said(page([0, 1] * 14))
    assert "Too few to watch" in words_of_it
    assert f"Months average fewer than {WATCHED_FROM.value:.0f} here" in words_of_it


@pytest.mark.slow
def test_every_chart_has_its_figures_as_a_table() -> None:
    blocks = list(walk(page([10, 12] * 13).blocks))
    charts_of_it = [block for block in blocks if isinstance(block, Chart)]
    tables = [block for block in blocks if isinstance(block, Table)]
    assert len(charts_of_it) == 2
    assert {"drugs-st-paul-by-month", "drugs-st-paul-by-month-by-year"} <= {t.name for t in tables}
    newest = next(t for t in tables if t.name == "drugs-st-paul-by-month").cells[0]
    assert newest[:4] == ("August 2017", "12", "12", "0")
    assert newest[5:] == ("132", "As usual")


@pytest.mark.slow
def test_the_newest_five_years_come_first_and_all_on_request() -> None:
    long = page([10, 12] * 36, asked())  # 72 months, July 2015 to June 2021
    first = next(block for block in long.blocks if isinstance(block, Chart))
    folded = next(b for b in long.blocks if isinstance(b, Fold) and b.title == "All 72 months")
    assert "July 2016 to June 2021" in first.subtitle
    every = folded.blocks[0]
    assert isinstance(every, Chart)
    assert "July 2015 to June 2021" in every.subtitle
    assert not any("All" in b.title for b in page(STEADY).blocks if isinstance(b, Fold))


# twelve against twelve


@pytest.mark.slow
def test_twelve_months_name_the_month_that_is_left_out_of_both_years() -> None:
    counts: list[int | None] = list(STEADY[:26])
    counts[18] = None
    words_of_it = said(page(counts))
    assert "September 2016 to August 2017 against September 2015 to August 2016" in words_of_it
    assert "January 2017 has no figures: left out of both years, so 11 months" in words_of_it


@pytest.mark.slow
def test_an_event_that_drives_the_twelve_months_is_told_with_the_rest() -> None:
    counts: list[int | None] = [
        (120 if place == 1 else 40) if place in (1, 13, 25) else 4 for place in range(26)
    ]
    here = held(monthly(counts, "itchen-valley"))
    words_of_it = said(months.answer(here, asked("itchen-valley")))
    assert "Without August in Itchen Valley: **44**, was 44." in words_of_it


@pytest.mark.slow
def test_across_a_break_nothing_is_compared_but_what_can_be() -> None:
    parts = [
        monthly([20] * 27, offence="violence-and-sexual"),
        *(
            monthly([5] * 27, offence=code)
            for code in offences.children(offences.ALL_CRIME)
            if code != "violence-and-sexual"
        ),
    ]
    answer = months.answer(held(*parts), asked(offence=offences.ALL_CRIME))
    words_of_it = said(answer)
    assert "18 more are needed" in words_of_it
    assert "All crime except violence and sexual offences: **" in words_of_it
    lead = next(block for block in answer.blocks if isinstance(block, Words))
    assert lead.links[0].question.offence == offences.EXCEPT_VIOLENCE


def test_an_offence_without_months_leads_to_the_one_that_holds_it() -> None:
    here = held(monthly(STEADY, offence="violence-and-sexual"))
    answer = months.answer(here, asked(offence="sexual"))
    (lead,) = answer.blocks
    assert isinstance(lead, Words)
    assert lead.links[0].question == asked(offence="violence-and-sexual")


def test_where_nothing_is_published_the_page_says_so() -> None:
    assert "no figures are published" in said(
        months.answer(held(monthly(STEADY)), asked("st-luke"))
    )


# side by side


def three() -> Published:
    return held(
        monthly(STEADY),
        monthly([8] * 28, "st-luke"),
        monthly([3] * 28, "st-barnabas"),
        monthly([7] * 28, offence="robbery"),
        monthly([30] * 28, "winchester-city"),
    )


@pytest.mark.slow
def test_areas_stand_side_by_side_on_one_scale_with_one_table() -> None:
    blocks = compare.beside(three(), asked(), ("st-luke", "st-barnabas"))
    chart = next(block for block in blocks if isinstance(block, Chart))
    (table,) = [block for block in blocks if isinstance(block, Table)]
    assert chart.title == "St Paul, St Luke and St Barnabas, month by month"
    assert "each from 0 to 12" in chart.subtitle
    assert [row[:4] for row in table.cells] == [
        ("St Paul", "34", "34", "0"),
        ("St Luke", "24", "24", "0"),
        ("St Barnabas", "9", "9", "0"),
    ]
    assert table.caption == "June to August 2017 against June to August 2016 (police.uk)"


@pytest.mark.slow
def test_offences_of_one_area_are_named_by_offence() -> None:
    blocks = compare.beside(three(), asked(), ("robbery",))
    (table,) = [block for block in blocks if isinstance(block, Table)]
    assert [row[0] for row in table.cells] == ["Drug offences", "Robbery"]


@pytest.mark.slow
def test_an_area_that_holds_those_beside_it_is_no_panel_of_its_own() -> None:
    blocks = compare.beside(three(), asked("winchester-city"), ("st-luke", "st-barnabas"))
    chart = next(block for block in blocks if isinstance(block, Chart))
    assert chart.title == "St Luke and St Barnabas, month by month"


@pytest.mark.slow
def test_more_than_four_are_told() -> None:
    parishes = areas.at_level("parish")[:6]
    here = held(*(monthly(STEADY, area) for area in parishes))
    blocks = compare.beside(here, asked(parishes[0]), tuple(parishes[1:]))
    assert any(isinstance(b, Words) and "4 at most are shown: 2 more" in b.text for b in blocks)


def test_only_what_has_months_can_be_chosen_and_no_two_share_a_code() -> None:
    offered = compare.choices(three(), asked())
    assert set(offered) == {"st-luke", "st-barnabas", "winchester-city", "robbery"}
    assert not set(areas.names()) & set(offences.names())


def test_a_choice_that_is_not_there_is_passed_over() -> None:
    assert compare.beside(three(), asked(), ("nowhere",)) == ()


# signals and what it would take


@pytest.mark.slow
def test_a_signal_comes_with_questions() -> None:
    counts: list[int | None] = [10, 12] * 12 + [10, 60]
    words_of_it = said(page(counts))
    assert "**August 2017: 60**, above the usual range" in words_of_it
    assert "*Ask:* Did the police search more, or run an operation?" in words_of_it


def test_what_would_be_called_a_rise_is_never_called_proof() -> None:
    here = held(monthly([5] * 25 + [10]))
    found = series.needed(here, series.one(here, "st-paul", "drugs"))
    words_of_it = words.needed(found[:1])
    assert found["needed"].iloc[0] >= 23  # what the plain test asks, and dispersion more
    assert words_of_it.startswith("August 2017 had 10. In August 2018 a count of ")
    assert "no proof that nothing changed" in words_of_it


@pytest.mark.slow
def test_the_coming_months_are_on_the_chart_in_words_and_in_a_table() -> None:
    answer = page([10, 12] * 13)
    chart = next(block for block in answer.blocks if isinstance(block, Chart))
    assert "At the right: what to expect." in chart.subtitle
    assert "To expect, nine times in ten: " in said(answer)
    table = next(b for b in walk(answer.blocks) if isinstance(b, Table) and "to-expect" in b.name)
    assert [row[0] for row in table.cells] == ["September 2017", "October 2017", "November 2017"]


def test_how_far_a_signal_can_be_trusted_is_printed_from_the_thresholds() -> None:
    assert f"first {BASELINE_MONTHS.value:.0f} months" in told.TRUST
    assert f"{FEED_DISCOVERY.value:.0%} are expected" in told.TRUST


@pytest.mark.slow
def test_the_signals_of_everywhere_are_folded_with_the_feed() -> None:
    folds = [b for b in page([10, 12] * 12 + [10, 60]).blocks if isinstance(b, Fold)]
    everywhere = next(fold for fold in folds if fold.title == "Signals now, everywhere (1)")
    assert told.FEED in said(Answer("", "", asked(), everywhere.blocks))


@pytest.mark.slow
def test_the_areas_inside_are_folded_with_their_table() -> None:
    here = held(monthly(STEADY, "winchester-city"), monthly(STEADY), monthly(STEADY, "st-luke"))
    answer = months.answer(here, asked("winchester-city"))
    inside = next(b for b in answer.blocks if isinstance(b, Fold) and "parishes" in b.title)
    chart, table = inside.blocks
    assert isinstance(chart, Chart)
    assert isinstance(table, Table)
    assert {row[0] for row in table.cells} == {"St Paul", "St Luke"}


# words


@pytest.mark.parametrize(
    ("lower", "upper", "range_of_it"),
    [(3.0, 9.0, "3 to 9"), (0.0, 1200.0, "0 to 1,200"), (float("nan"), float("nan"), "[x]")],
)
def test_a_range_is_its_smallest_and_largest_usual_count(lower, upper, range_of_it) -> None:
    assert words.usual({"lower": lower, "upper": upper}) == range_of_it


@pytest.mark.slow
def test_a_point_is_heard_as_a_person_would_say_it() -> None:
    rows = words.signed(series.one(held(monthly([10, 12] * 13)), "st-paul", "drugs"))
    usual = words.usual(rows.iloc[-1])
    assert rows["said"].iloc[-1] == f"August 2017: 12, usual {usual}, 12 a year before"
    short = words.signed(series.one(held(monthly([9, 8])), "st-paul", "drugs"))
    assert short["said"].tolist() == ["July 2015: 9", "August 2015: 8"]


def test_every_offence_has_a_name_for_its_months() -> None:
    for code in offences.order():
        assert words.counted(code).startswith("Incidents" if code == "asb" else "Recorded crimes")


# charts


@pytest.mark.slow
@pytest.mark.parametrize("length", [1, 11, 12, 27, 130])
@pytest.mark.parametrize("gap", [False, True])
def test_every_chart_holds_any_number_of_months(length: int, gap: bool) -> None:
    counts: list[int | None] = ([9, 11] * 65)[:length]
    if gap and length > 4:
        counts[2] = None
    here = held(monthly(counts, start="2015-01"))
    rows = words.signed(series.one(here, "st-paul", "drugs"))
    marks = series.marks(rows, "st-paul", "drugs")
    charts.months(rows, marks, JUNE, "Crimes").to_dict()
    years.seasons(rows, "Crimes").to_dict()
    inside = words.signed(panels.inside(here, "winchester-city", "drugs"), named=True)
    charts.panels(inside, 11).to_dict()


@pytest.mark.slow
def test_ten_years_are_four_bars_and_a_band() -> None:
    rows = words.signed(
        series.one(held(monthly([9, 11] * 60, start="2015-01")), "st-paul", "drugs")
    )
    spec = years.seasons(rows, "Crimes").to_dict()
    bars = spec["layer"][-1]["encoding"]["color"]["scale"]["domain"]
    assert bars == ["2021", "2022", "2023", "2024"]
    band = pd.DataFrame(spec["datasets"][spec["layer"][0]["data"]["name"]])
    assert len(band) == 12
    assert band["said"][0].startswith("2015 to 2020, ")


@pytest.mark.slow
@pytest.mark.parametrize(("held_months", "folded"), [(60, []), (61, ["All 61 months"])])
def test_beyond_five_years_all_months_are_folded_away(held_months: int, folded: list[str]) -> None:
    here = held(monthly([5] * held_months))
    blocks = months.answer(here, here.choose(Question("st-paul", "drugs"))).blocks
    titles = [each.title for each in walk(blocks) if isinstance(each, Fold)]
    assert [title for title in titles if title.startswith("All ")] == folded
