"""Sentences: counts first, the verdict in words, no percentage that its base does not allow."""

import pandas as pd
import pytest

from cspdata import areas, caveats, change, offences, sentences, sources
from cspdata.periods import parse
from cspdata.queries import View
from cspdata.sources import POLICE_TABLES

NONE = float("nan")
REPORT = View(POLICE_TABLES, parse("2017-04-01/2017-10-31"))


def rows(*pairs: tuple[float, float], names: tuple[str, ...] = ()) -> pd.DataFrame:
    """Comparisons of (now, before) as `queries.changes` gives them, without its family gate."""
    compared = change.compare([now for now, _ in pairs], [before for _, before in pairs])
    codes = names or ("theft",) * len(pairs)
    return compared.assign(
        area="st-paul",
        area_name="St Paul",
        offence=list(codes),
        offence_name=[offences.one(code).name for code in codes],
        status="published",
        before_status="published",
        refused="",
        stands_out=False,
        verdict=change.verdicts(compared),
    )


def row(now: float, before: float, **changed: object) -> pd.Series:
    return pd.Series(rows((now, before)).iloc[0].to_dict() | changed)


@pytest.mark.parametrize(
    ("now", "before", "sentence"),
    [
        (
            1320,
            1200,
            "**1,320**, was 1,200: 120 more (+10.0%). "
            "**Possible rise**: allowing for chance, anything from +2% to +19%.",
        ),
        (
            200,
            100,
            "**200**, was 100: 100 more (+100.0%). "
            "**Strong sign of a rise**: allowing for chance, anything from +57% to +157%.",
        ),
        (
            164,
            232,
            "**164**, was 232: 68 fewer (−29.3%). "
            "**Strong sign of a fall**: allowing for chance, anything from −42% to −13%.",
        ),
        (
            150,
            120,
            "**150**, was 120: 30 more (+25.0%). "
            "**No clear change**: allowing for chance, anything from −2% to +60%.",
        ),
        (4, 2, "**4**, was 2: 2 more. **No clear change**: allowing for chance, anything from"),
        (1, 2, "**1**, was 2: 1 fewer. **Too few to say**."),
        (7, 0, "**7**, was 0: 7 more. **Possible rise**."),
        (0, 0, "**0**, was 0: no difference. **Too few to say**."),
        (53, NONE, "**53**. This source has no count of the year before here."),
        (NONE, NONE, "These figures are not available."),
    ],
)
def test_a_change_is_told_with_counts_first(now: float, before: float, sentence: str) -> None:
    assert sentences.change(row(now, before)).startswith(sentence)


def test_a_refused_comparison_gives_the_count_and_the_reason() -> None:
    told = sentences.change(row(85, NONE, refused="It cannot be compared. Use the other."))
    assert told == "85. It cannot be compared. Use the other."


@pytest.mark.parametrize(
    ("now", "before", "shown"),
    [(12, 9, "[z]"), (12, 10, "+20.0%"), (40, 50, "−20.0%"), (5, 0, "[z]"), (5, NONE, "[x]")],
)
def test_a_percentage_is_shown_only_where_its_base_allows(
    now: float, before: float, shown: str
) -> None:
    assert sentences.percent(row(now, before)) == shown


@pytest.mark.parametrize("before", range(10))
def test_no_percentage_is_in_a_sentence_when_the_count_before_is_under_ten(before: int) -> None:
    first = sentences.change(row(30, before)).split(". ")[0]
    assert "%" not in first


def test_from_none_has_words_and_no_interval() -> None:
    assert sentences.interval(row(7, 0)) == "from none"


@pytest.mark.parametrize(
    ("value", "shown"), [(4397, "4,397"), (0, "0"), (NONE, "[x]"), (None, "[x]")]
)
def test_a_count_has_its_commas_and_a_missing_one_says_so(value: float, shown: str) -> None:
    assert sentences.count(value) == shown


@pytest.mark.parametrize(
    ("status", "shown"),
    [
        ("published", "292"),
        ("derived", "292 [d]"),
        ("revised", "292 [r]"),
        ("provisional", "292 [p]"),
    ],
)
def test_a_status_is_marked_beside_the_count(status: str, shown: str) -> None:
    assert sentences.marked(292, status) == shown


@pytest.mark.parametrize(
    ("value", "shown"), [(108, "+108"), (-1068, "−1,068"), (0, "0"), (NONE, "[x]")]
)
def test_a_difference_carries_its_sign(value: float, shown: str) -> None:
    assert sentences.difference(value) == shown


def test_a_break_is_marked_in_place_of_a_verdict() -> None:
    assert sentences.verdict(row(1, NONE, refused="A break.")) == "Not comparable [b]"
    assert sentences.verdict(row(1, 2)) == "Too few to say"


def test_the_marks_that_a_table_uses_are_explained_and_no_others() -> None:
    told = sentences.shorthand("292 [d] [x]")
    assert told == "[x] not available; [d] derived from other printed figures"
    assert sentences.shorthand("292") == ""


@pytest.mark.parametrize(
    ("standing", "told"),
    [
        ([True, True, False], "2 of 3 offence groups stand out"),
        ([True, False, False], "1 of 3 offence groups stands out"),
        ([False, False, False], "Nothing stands out among the 3 offence groups tested"),
    ],
)
def test_how_many_stand_out_is_always_said(standing: list[bool], told: str) -> None:
    found = rows((20, 16), (25, 16), (30, 16)).assign(stands_out=standing)
    assert sentences.stand_out(found, "offence groups") == told


def test_nothing_tested_is_not_nothing_found() -> None:
    told = sentences.stand_out(rows((20, NONE)), "offence groups")
    assert told == "Nothing can be tested: there are no figures of the year before."


def test_only_what_stands_out_has_its_sentence_and_the_others_are_named() -> None:
    found = rows((200, 100), (20, 16), (6, 5), names=("theft", "robbery", "drugs"))
    told = sentences.each_standing(found.assign(stands_out=[True, False, False]))
    assert told.startswith("- **Theft offences**: **200**, was 100")
    assert told.endswith("For robbery and drug offences, the difference could be chance.")


def test_the_heading_says_what_how_many_and_when() -> None:
    found = row(4397, 4041, offence_name="All recorded crime")
    told = sentences.total_heading(found, REPORT)
    assert told == "All recorded crime: 4,397, April to October 2017"


def test_the_largest_rises_and_falls_are_named() -> None:
    found = rows((20, 10), (5, 9), (3, 3), names=("theft", "robbery", "drugs"))
    assert sentences.driving(found) == (
        "Largest rises: Theft offences (+10). Largest falls: Robbery (−4)."
    )
    assert sentences.driving(rows((3, 3))) == "No difference anywhere."


@pytest.mark.parametrize(
    ("standing", "told"),
    [
        (False, "Nothing stands out: St Paul moved with the rest of the district"),
        (True, "St Paul moved apart from the rest of the district in theft offences."),
    ],
)
def test_an_area_moves_with_the_rest_or_apart(standing: bool, told: str) -> None:
    found = rows((20, 10)).assign(stands_out=standing)
    assert sentences.against_rest(found, areas.one("st-paul")).startswith(told)


@pytest.mark.parametrize("verdict", list(change.Verdict))
def test_every_verdict_has_words_net_of_the_rest(verdict: change.Verdict) -> None:
    assert sentences.net_verdict(row(1, 1, verdict=verdict.value))


def test_a_smallest_rise_is_told_as_a_count() -> None:
    told = sentences.smallest_rise(100, 131)
    assert told == "From 100, a count of at least 131 would be a convincing rise."


@pytest.mark.parametrize(
    ("words", "told"), [([], ""), (["a"], "a"), (["a", "b"], "a and b"), ("abc", "a, b and c")]
)
def test_a_list_reads_aloud(words: list[str], told: str) -> None:
    assert sentences.listed(words) == told


def test_the_method_page_prints_every_declaration() -> None:
    told = sentences.about_caveats(caveats.every())
    assert all(caveat.sentence in told for caveat in caveats.every())
    defined = sentences.definitions(offences.order())
    assert all(offences.one(code).definition in defined for code in offences.order())
    named = sentences.about_sources(sources.SOURCES.values())
    assert all(source.attribution in named for source in sources.SOURCES.values())
