"""Sentences: counts first, the verdict in words, no percentage that its base does not allow."""

import re
from collections.abc import Callable
from itertools import product

import pandas as pd
import pytest

from cspdata import caveats, change, offences, sources
from cspdata.answers import tables
from cspdata.answers.comparison import at, comparison
from cspdata.answers.words import (
    bands,
    changes,
    figures,
    kinds,
    method,
    partners,
    places,
    signals,
    streets,
)
from cspdata.change import Verdict
from cspdata.change.watch import Stage
from cspdata.periods import parse
from cspdata.question import Against, Question
from cspdata.sums.basis import Basis
from tests.figures import held, monthly, stored

NONE = float("nan")
REPORT = parse("2017-04-01/2017-10-31")
BASIS = Basis(sources.POLICE_TABLES, REPORT, REPORT.years_before(), (REPORT,))
POSSIBLE = (Verdict.POSSIBLE_RISE, Verdict.POSSIBLE_FALL)


def rows(*pairs: tuple[float, float], names: tuple[str, ...] = ()) -> pd.DataFrame:
    """Comparisons of (now, before) as `answers.comparison` gives them, each row a total."""
    compared = change.compare([now for now, _ in pairs], [before for _, before in pairs])
    codes = names or ("theft",) * len(pairs)
    return change.judge(compared).assign(
        area="st-paul",
        area_name="St Paul",
        offence=list(codes),
        offence_name=[offences.one(code).name for code in codes],
        source="police-tables",
        status="published",
        before_status="published",
        refused="",
        driven=False,
        event="",
        by="",
        tested_now=compared["now"],
        tested_before=compared["before"],
    )


def row(now: float, before: float, **changed: object) -> pd.Series:
    return pd.Series(rows((now, before)).iloc[0].to_dict() | changed)


# One change


@pytest.mark.parametrize(
    ("now", "before", "sentence"),
    [
        (
            1320,
            1200,
            "**1,320**, 120 more than a year before (1,200, +10%). "
            "**Possible rise**: allowing for chance, anything from +2% to +19%.",
        ),
        (
            200,
            100,
            "**200**, 100 more than a year before (100, +100%). "
            "**Strong sign of a rise**: allowing for chance, anything from +57% to +157%.",
        ),
        (
            150,
            120,
            "**150**, 30 more than a year before (120, +25%). "
            "**No clear change**: allowing for chance, anything from −2% to +60%.",
        ),
        (
            18,
            30,
            "**18**, 12 fewer than a year before (30, about −40%). "
            "**No clear change**: allowing for chance, anything from −69% to +11%.",
        ),
        (1, 2, "**1**, 1 fewer than a year before (2). **Too few to call**."),
        (7, 0, "**7**, 7 more than a year before (0). **Possible rise**."),
        (0, 0, "**0**, the same as a year before. **Too few to call**."),
        (40, 40, "**40**, the same as a year before. **No clear change**: allowing for chance,"),
        (53, NONE, "**53**."),
    ],
)
def test_a_change_is_told_with_counts_first(now: float, before: float, sentence: str) -> None:
    assert changes.change(row(now, before)).startswith(sentence)


def test_what_stands_just_before_is_not_called_a_year() -> None:
    assert "more than just before (120" in changes.change(row(150, 120), Against.BEFORE)


def test_a_refused_comparison_gives_the_count_and_the_reason_and_no_verdict() -> None:
    told = changes.change(row(85, NONE, refused="It cannot be compared. Use the other."))
    assert told == "**85**, not compared [b]. It cannot be compared. Use the other."


def test_a_withheld_count_is_not_hinted_at() -> None:
    told = changes.change(row(3, 9, status="confidential"))
    assert not re.search(r"\d", told)


@pytest.mark.parametrize("now", range(0, 60, 3))
@pytest.mark.parametrize("before", [0, 1, 9, 10, 49, 50, 90])
def test_a_percentage_of_counts_is_told_plainly_from_fifty_about_from_ten_and_never_below(
    now: int, before: int
) -> None:
    first = changes.change(row(now, before)).split(". ")[0]
    if now == before or before < 10:
        assert "%" not in first
    elif before < 50:
        assert re.search(r"\(\d+, about [+−]?\d+%\)", first)
    else:
        assert re.search(r"\(\d+, [+−]?\d+%\)", first)


@pytest.mark.parametrize(("now", "before"), [(1320, 1200), (4, 2), (97, 33), (1, 300), (511, 500)])
def test_every_percentage_is_whole(now: int, before: int) -> None:
    one = row(now, before)
    told = " ".join([changes.change(one), *tables.compared_cells(one)])
    assert not re.search(r"\d\.\d+ ?%", told)


@pytest.mark.parametrize("verdict", list(Verdict))
def test_chance_is_never_said_to_have_done_it(verdict: Verdict) -> None:
    """Failing a gate is no proof of chance, and a possible change is not called one."""
    told = changes.change(row(150, 120, verdict=verdict.value))
    assert not re.search(r"(could|may|might|can) (well )?(be|have been) chance|by chance", told)
    if verdict in POSSIBLE:
        assert "no clear change" not in told.lower()


# Known events


def driven(source: str = "police-uk") -> pd.Series:
    return row(
        240,
        124,
        source=source,
        driven=True,
        event="August in Itchen Valley",
        by="police.uk",
        tested_now=93,
        tested_before=76,
    )


def test_a_driven_count_is_told_with_and_without_what_drives_it_and_without_a_percentage() -> None:
    told = changes.change(driven())
    assert told.startswith(
        "**240**, 116 more than a year before (124). "
        "Without August in Itchen Valley: **93**, was 76. "
    )


def test_another_source_that_counted_the_event_is_named() -> None:
    assert "was 76 (police.uk)." in changes.change(driven("police-tables"))


def test_a_driven_row_of_a_table_is_marked_and_the_mark_explained() -> None:
    table = tables.compared(pd.DataFrame([driven()]).assign(period_start="", period_end=""), "", "")
    assert table.cells[0][4].endswith(" [e]")
    assert table.marks == "[e] a known event is taken out of verdict, range and percentage"


def test_an_event_that_drives_a_count_is_found_and_told() -> None:
    counts: list[int | None] = [40 if month in (1, 13, 25) else 4 for month in range(27)]
    here = held(monthly(counts, "itchen-valley"))
    question = Question("itchen-valley", "drugs", period=parse("2017-06-01/2017-09-30"))
    basis = here.rest_on(question)
    assert basis
    told = changes.change(at(here.ask(comparison, basis), "itchen-valley", "drugs"))
    assert "Without August in Itchen Valley: **12**, was 12." in told


# Headlines


@pytest.mark.parametrize(
    ("verdict", "opening"),
    [
        (Verdict.STRONG_RISE, "Recorded theft offences rose in"),
        (Verdict.STRONG_FALL, "Recorded theft offences fell in"),
        (Verdict.POSSIBLE_RISE, "Recorded theft offences may have risen in"),
        (Verdict.POSSIBLE_FALL, "Recorded theft offences may have fallen in"),
        (Verdict.UNCLEAR, "No clear change in recorded theft offences in"),
        (Verdict.TOO_FEW, "Too few to call a change: recorded theft offences in"),
        (Verdict.NO_COMPARISON, "Recorded theft offences in"),
    ],
)
def test_a_headline_says_recorded_what_where_and_when(verdict: Verdict, opening: str) -> None:
    told = changes.headline(row(1, 1, verdict=verdict.value), BASIS)
    assert told == f"{opening} St Paul, April to October 2017"


@pytest.mark.parametrize("offence", offences.order())
def test_every_offence_is_told_as_recorded(offence: str) -> None:
    assert changes.recorded(offence).startswith("Recorded ")


@pytest.mark.parametrize("verdict", list(Verdict))
def test_every_verdict_has_its_words_its_mark_and_its_place_beside_the_rest(
    verdict: Verdict,
) -> None:
    one = row(1, 1, verdict=verdict.value)
    assert changes.short(verdict) == changes.SHORT[verdict] != ""
    assert figures.net_verdict(one) == figures.NET_WORDS[verdict] != ""
    assert bool(changes.mark(verdict)) == (verdict != Verdict.NO_COMPARISON)


def test_a_mark_is_filled_only_where_the_sign_is_strong() -> None:
    assert len(set(changes.MARKS.values())) == len(Verdict)
    assert (changes.mark(Verdict.STRONG_RISE), changes.mark(Verdict.POSSIBLE_RISE)) == ("▲", "△")


# Several changes


@pytest.mark.parametrize(
    ("standing", "told"),
    [
        ([True, True, False], "2 of 3 offences stand out"),
        ([True, False, False], "1 of 3 offences stands out"),
        ([False, False, False], "None of 3 offences stands out"),
    ],
)
def test_how_many_stand_out_is_always_said(standing: list[bool], told: str) -> None:
    found = rows((20, 16), (25, 16), (30, 16)).assign(stands_out=standing)
    assert changes.stand_out(found, "offences") == told


def test_nothing_tested_is_not_nothing_found() -> None:
    assert changes.stand_out(rows((20, NONE)), "offences") == "No offences can be compared"


def test_each_row_is_named_by_what_differs() -> None:
    found = rows((200, 100), (20, 16), names=("theft", "robbery"))
    assert [told.split(":")[0] for told in changes.each(found)] == [
        "**Theft offences**",
        "**Robbery**",
    ]
    there = found.assign(area=["st-paul", "st-luke"], area_name=["St Paul", "St Luke"])
    assert [told.split(":")[0] for told in changes.each(there)] == ["**St Paul**", "**St Luke**"]


def test_the_largest_rises_and_falls_are_named() -> None:
    found = rows((20, 10), (5, 9), (3, 3), names=("theft", "robbery", "drugs"))
    assert changes.driving(found, "offence_name") == (
        "Largest rises: Theft offences (+10). Largest falls: Robbery (−4)."
    )
    assert changes.driving(rows((3, 3)), "offence_name") == "No difference anywhere."


# Against the rest


def four(here: tuple[int, int], rest: tuple[int, int], verdict: Verdict) -> pd.Series:
    """Before and now here, before and now elsewhere."""
    counted = dict(zip(("before", "now", "rest_before", "rest_now"), (*here, *rest), strict=True))
    return pd.Series({"offence_name": "Burglary", "verdict": verdict.value, **counted})


UP, SAME, DOWN = (100, 150), (100, 100), (100, 60)


@pytest.mark.parametrize(
    ("here", "rest", "verdict", "told"),
    [
        (UP, (100, 110), Verdict.STRONG_RISE, "rose more"),
        (UP, SAME, Verdict.STRONG_RISE, "rose, the rest did not"),
        (UP, DOWN, Verdict.STRONG_RISE, "rose, the rest did not"),
        (SAME, DOWN, Verdict.STRONG_RISE, "did not share the fall"),
        (DOWN, (100, 20), Verdict.STRONG_RISE, "fell less"),
        (UP, (100, 300), Verdict.STRONG_FALL, "rose less"),
        (SAME, UP, Verdict.STRONG_FALL, "did not share the rise"),
        (DOWN, UP, Verdict.STRONG_FALL, "did not share the rise"),
        (DOWN, SAME, Verdict.STRONG_FALL, "fell, the rest did not"),
        (DOWN, (100, 95), Verdict.STRONG_FALL, "fell more"),
        (DOWN, (100, 95), Verdict.POSSIBLE_FALL, "possibly fell more"),
        (UP, SAME, Verdict.POSSIBLE_RISE, "possibly rose, the rest did not"),
        (UP, UP, Verdict.UNCLEAR, "no clear difference"),
        (UP, UP, Verdict.TOO_FEW, "no clear difference"),
    ],
)
def test_an_area_against_the_rest_is_told_with_all_four_counts(
    here: tuple[int, int], rest: tuple[int, int], verdict: Verdict, told: str
) -> None:
    assert changes.four_counts(four(here, rest, verdict)) == (
        f"**Burglary**: here {here[0]} to {here[1]}, "
        f"everywhere else {rest[0]} to {rest[1]}: {told}."
    )


@pytest.mark.parametrize(
    ("here", "rest"),
    [pair for pair in product((UP, SAME, DOWN), repeat=2) if pair[0] != pair[1]],
)
def test_what_is_said_of_here_and_of_the_rest_is_what_happened(
    here: tuple[int, int], rest: tuple[int, int]
) -> None:
    verdict = Verdict.STRONG_RISE if here > rest else Verdict.STRONG_FALL
    told = changes.shared(four(here, rest, verdict))
    words = {"rose": here == UP, "fell": here == DOWN, "rise": rest == UP, "fall": rest == DOWN}
    assert all(happened for word, happened in words.items() if word in told)


@pytest.mark.parametrize(
    ("standing", "told"),
    [
        (False, "No offence moved clearly apart from the rest of the district in St Paul."),
        (True, "**Burglary**: here 100 to 150, everywhere else 100 to 60: rose, the rest did not."),
    ],
)
def test_an_area_moves_with_the_rest_or_apart(standing: bool, told: str) -> None:
    found = pd.DataFrame([four(UP, DOWN, Verdict.STRONG_RISE)]).assign(stands_out=standing)
    assert changes.moved_apart(found, "St Paul") == told


# Figures


@pytest.mark.parametrize(
    ("now", "before", "shown"),
    [
        (12, 9, "[z]"),
        (12, 10, "about +20%"),
        (40, 50, "−20%"),
        (50, 50, "0%"),
        (5, 0, "[z]"),
        (5, NONE, "[x]"),
        (900, 50, "over +1,000%"),
    ],
)
def test_a_percentage_is_shown_only_where_its_base_allows(
    now: float, before: float, shown: str
) -> None:
    assert figures.percent(row(now, before)) == shown


def test_from_none_has_words_and_no_interval() -> None:
    assert figures.interval(row(7, 0)) == "from none"
    assert figures.interval(row(7, NONE)) == "[x]"
    assert figures.interval(row(4, 2)) == "−71% to over +1,000%"


@pytest.mark.parametrize(
    ("tell", "value", "shown"),
    [
        (figures.count, 4397, "4,397"),
        (figures.count, 0, "0"),
        (figures.count, NONE, "[x]"),
        (figures.count, None, "[x]"),
        (figures.difference, 108, "+108"),
        (figures.difference, -1068, "−1,068"),
        (figures.difference, 0, "0"),
        (figures.difference, NONE, "[x]"),
        (figures.whole_percent, -0.4, "0%"),
        (figures.whole_percent, 8.5, "+8%"),
        (figures.percent_points, 1.25, "1.2 percentage points more"),
        (figures.percent_points, -0.3, "0.3 percentage points less"),
        (figures.percent_points, 0.01, "no difference"),
        (figures.share, 12.4, "12%"),
        (figures.share, NONE, "[x]"),
        (figures.number, 26.71, "26.7"),
    ],
)
def test_a_figure_has_its_commas_its_sign_and_a_word_where_it_is_missing(
    tell: Callable[[float], str], value: float, shown: str
) -> None:
    assert tell(value) == shown


@pytest.mark.parametrize(
    ("status", "shown"),
    [
        ("published", "292"),
        ("summed", "292"),
        ("derived", "292 [d]"),
        ("revised", "292 [r]"),
        ("provisional", "292 [p]"),
        ("confidential", "[c]"),
    ],
)
def test_a_status_is_marked_beside_the_count(status: str, shown: str) -> None:
    assert figures.marked(292, status) == shown


def test_a_break_is_marked_in_place_of_a_verdict() -> None:
    assert figures.verdict(row(1, NONE, refused="A break.")) == "Not comparable [b]"
    assert figures.verdict(row(1, 2)) == "Too few to say"


def test_the_marks_that_a_table_uses_are_explained_and_no_others() -> None:
    told = figures.shorthand("292 [d] [x]")
    assert told == "[x] not available; [d] derived from other printed figures"
    assert figures.shorthand("292") == ""


@pytest.mark.parametrize("mark", figures.SHORTHAND)
def test_every_mark_has_a_meaning_in_the_table_and_on_the_page_about_figures(mark: str) -> None:
    assert figures.shorthand(f"9 {mark}") == f"{mark} {figures.SHORTHAND[mark]}"
    assert any(mark in told for told in method.shorthand())


@pytest.mark.parametrize(
    ("words", "told"), [([], ""), (["a"], "a"), (["a", "b"], "a and b"), ("abc", "a, b and c")]
)
def test_a_list_reads_aloud(words: list[str], told: str) -> None:
    assert figures.listed(words) == told


# Months left out, and the method


@pytest.mark.parametrize(
    ("absent", "told"),
    [
        ((), ""),
        (("2017-05",), "May 2017 has no figures and is left out of both years."),
        (
            ("2016-06", "2017-05"),
            "June 2016 and May 2017 have no figures and are left out of both years.",
        ),
    ],
)
def test_months_left_out_are_named(absent: tuple[str, ...], told: str) -> None:
    months = [f"{year}-{month:02}" for year in (2016, 2017) for month in range(1, 13)]
    cells = [("st-paul", "robbery", month, 3) for month in months if month not in absent]
    here = held(stored("police-uk", *cells))
    basis = here.rest_on(Question("st-paul", "robbery", period=parse("2017-01-01/2017-12-31")))
    assert basis
    assert changes.left_out(basis) == told


def test_the_method_is_made_from_every_declaration() -> None:
    told = " ".join(method.caveats(caveats.every()))
    assert all(one.sentence in told for one in caveats.every())
    defined = " ".join(method.definitions(offences.order()))
    assert all(offences.one(code).definition in defined for code in offences.order())
    named = " ".join(method.sources(sources.SOURCES.values()))
    assert all(one.attribution in named for one in sources.SOURCES.values())


# None, one and two


def watched(months: int) -> pd.DataFrame:
    """So many months of which each is judged."""
    days = pd.date_range("2016-01-01", periods=months, freq="MS")
    return pd.DataFrame({"month": days, "count": 20, "expected": 20.0, "stage": Stage.WATCHED})


@pytest.mark.parametrize(
    ("found", "told"),
    [
        (0, "No signal in 3 months"),
        (1, "1 signal in 3 months"),
        (2, "2 signals in 3 months"),
    ],
)
def test_signals_are_counted(found: int, told: str) -> None:
    assert signals.heading(watched(found), watched(3)) == told


def test_months_since_a_break_that_are_not_judged_yet_are_told() -> None:
    judged, since = watched(3), watched(3).assign(expected=NONE)
    waits = " Months since January 2016 cannot be judged yet."
    calm = "No month is outside the usual range, and the level has not drifted."
    assert signals.explained(pd.DataFrame(), judged, since) == calm + waits
    assert signals.explained(pd.DataFrame(), judged, judged) == calm
    asked = "A signal is a reason to ask, not a finding. Below each: what to ask."
    assert signals.explained(watched(1), judged, since) == asked + waits


@pytest.mark.parametrize(
    ("moved", "told"),
    [
        (0.49, "less than one percentage point of difference"),
        (-0.49, "less than one percentage point of difference"),
        (0.6, "1 percentage point more"),
        (-1.4, "1 percentage point less"),
        (2.0, "2 percentage points more"),
        (-2.0, "2 percentage points less"),
    ],
)
def test_points_are_counted(moved: float, told: str) -> None:
    assert streets.points(moved) == told


@pytest.mark.parametrize("measure", ["count", "rate", "share"])
def test_each_cell_of_a_withheld_place_is_withheld(measure: str) -> None:
    one = row(3, 9, count=3, status="confidential", refused="")
    columns = len(places.place_columns(measure, "winchester", "residents"))
    assert places.place_cells(one, measure) == ("[c]",) * (columns - 1)


@pytest.mark.parametrize(
    ("breaks", "measure", "told"),
    [
        ([], "count", ["any"]),
        ([5], "count", ["under 5", "5 or more"]),
        ([5, 10], "count", ["under 5", "5 to 9", "10 or more"]),
        ([5, 10], "rate", ["under 5", "5 to 10", "10 or more"]),
    ],
)
def test_colours_of_a_map_leave_no_gap(breaks: list[float], measure: str, told: list[str]) -> None:
    assert places.step_labels(breaks, measure) == told


@pytest.mark.parametrize(
    ("own", "title", "lies"),
    [
        ([], "No month here to set beside the group", []),
        ([9.5], "In the middle half in 0 of 1 month", ["Above them all"]),
        (
            [9.0, 6.0],
            "In the middle half in 1 of 2 months",
            ["Above the middle half", "In the middle half"],
        ),
        (
            [4.0, 1.0],
            "In the middle half in 1 of 2 months",
            ["In the middle half", "Below the middle half"],
        ),
        ([0.5, NONE], "In the middle half in 0 of 1 month", ["Below them all", "Not whole"]),
    ],
)
def test_where_a_month_lies_in_the_band(own: list[float], title: str, lies: list[str]) -> None:
    """The middle half is 4 to 6, all are 1 to 9, and an edge belongs to what it bounds."""
    found = pd.DataFrame(
        {
            "month": pd.date_range("2025-01-01", periods=len(own), freq="MS"),
            "own": pd.Series(own, dtype=float),
            "lower_quartile": 4.0,
            "upper_quartile": 6.0,
            "lowest": 1.0,
            "highest": 9.0,
            "districts": 12,
        }
    ).set_index("month", drop=False)
    assert bands.title(found) == title
    assert [bands.cells(one)[-1] for _, one in found.iterrows()] == lies


@pytest.mark.parametrize(
    ("value", "unit", "told"),
    [
        (1, "notices", "1 notice"),
        (2, "notices", "2 notices"),
        (0, "people", "0 people"),
        (1, "people", "1 person"),
        (1, "businesses", "1 business"),
        (44, "percent", "44%"),
        (-2.5, "percent", "−2.5%"),
        (281000, "pounds", "£281,000"),
    ],
)
def test_an_amount_has_the_unit_of_its_number(value: float, unit: str, told: str) -> None:
    assert partners.amount(value, unit) == told


@pytest.mark.parametrize(
    ("visited", "told"),
    [
        ([], ""),
        (["St Paul"], "St Paul lies"),
        (["St Paul", "St Luke"], "St Paul and St Luke lie"),
        (["St Paul", "St Luke", "Alresford"], "All of these places lie"),
    ],
)
def test_places_where_residents_mislead_are_named(visited: list[str], told: str) -> None:
    names = ["St Paul", "St Luke", "Alresford"]
    points = pd.DataFrame({"area_name": names, "visited": [name in visited for name in names]})
    rest = " in the city: far more people are about there than live there."
    assert kinds.visited_here(points, "residents") == (told + rest if told else "")


@pytest.mark.parametrize(("rates", "ties"), [((4, 6), 1), ((2, 4), 1), ((6, 8), 1), ((7, 9), 0)])
def test_an_overlap_counts_where_two_intervals_meet(rates: tuple[int, int], ties: int) -> None:
    points = pd.DataFrame(
        {
            "area": ["st-paul", "st-luke"],
            "area_name": ["St Paul", "St Luke"],
            "rate": [5.0, 6.0],
            "rate_low": [4.0, rates[0]],
            "rate_high": [6.0, rates[1]],
        }
    )
    told = kinds.among_peers(points, "st-paul", "wards", "residents")
    assert told.endswith(f"of the 1 other wards, {ties} have an interval that overlaps its own.")


@pytest.mark.parametrize(
    ("value", "shown"),
    [(0, "0%"), (0.4, "under 1%"), (0.5, "under 1%"), (0.6, "1%"), (100, "100%")],
)
def test_a_small_share_is_under_one_percent(value: float, shown: str) -> None:
    assert figures.share(value) == shown
