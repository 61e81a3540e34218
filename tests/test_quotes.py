"""A figure to take along can be read aloud, and its citation stands alone and leads back."""

from pathlib import Path
from urllib.parse import parse_qsl, urlsplit

import pandas as pd
import pytest

from cspdata import published as door
from cspdata.answers.comparison import comparison
from cspdata.answers.words import quotes
from cspdata.periods import parse
from cspdata.question import Against, Question, from_address
from tests.figures import held, stored

NOW, BEFORE = "2017-06", "2016-06"


def said(
    now: int, before: int | None, offence: str = "burglary", against: Against = Against.YEAR
) -> str:
    """What is read aloud of June 2017 in St Paul."""
    earlier = {Against.YEAR: BEFORE, Against.BEFORE: "2017-05"}[against]
    cells = [("st-paul", offence, NOW, now)]
    cells += [("st-paul", offence, earlier, before)] if before is not None else []
    here = held(stored("police-uk", *cells))
    question = Question("st-paul", offence, parse(NOW), against)
    basis = here.rest_on(question)
    assert basis
    row = here.ask(comparison, basis).loc[("st-paul", offence)]
    return quotes.say(row, basis, question)


@pytest.mark.slow
@pytest.mark.parametrize(
    ("now", "before", "words"),
    [
        (1, 0, "one, against none a year before. Too few to call a change."),
        (9, 12, "nine, against twelve a year before. No clear change."),
        (13, 12, "13, against twelve a year before. No clear change."),
        (1350, 1000, "1,350, against 1,000 a year before, up 35%. A strong sign of a rise."),
        (650, 1000, "650, against 1,000 a year before, down 35%. A strong sign of a fall."),
        (7, None, "seven."),
    ],
    ids=["too few", "spelt to twelve", "figures from 13", "a rise", "a fall", "nothing before"],
)
def test_a_sentence_can_be_read_aloud(now: int, before: int | None, words: str) -> None:
    assert said(now, before) == f"Recorded burglary in St Paul, June 2017: {words}"


def test_it_says_what_stands_before_it() -> None:
    assert "against twelve just before." in said(9, 12, against=Against.BEFORE)


def test_a_break_is_said_and_no_number_before_it() -> None:
    words = said(9, 12, "violence-and-sexual")
    assert words.endswith("June 2017: nine. That cannot be compared with a year before.")


@pytest.mark.slow
def test_a_month_that_is_not_counted_is_said_aloud_and_cited() -> None:
    """Nobody who hears a count of nine months could know that one of them is not in it."""
    before = [("st-paul", "burglary", f"2016-0{month}", 9) for month in (5, 6, 7, 8)]
    now = [("st-paul", "burglary", f"2017-0{month}", 9) for month in (5, 6, 8)]
    missing = "July 2017 has no figures and is left out of both years."
    for given, told in (([*before, *now], missing), (now, "July 2017 has no figures.")):
        here = held(stored("police-uk", *given))
        question = Question("st-paul", "burglary", parse("2017-05-01/2017-08-31"))
        basis = here.rest_on(question)
        assert basis
        row = here.ask(comparison, basis).loc[("st-paul", "burglary")]
        assert quotes.say(row, basis, question).endswith(f" {told}")
        assert f" {told} " in quotes.cite(here, row, basis, question)


def cited(area: str, offence: str, **asked: object) -> str:
    here = door.at()
    question = here.choose(Question(area, offence).at(**asked))
    basis = here.rest_on(question)
    assert basis
    return quotes.cite(here, row(here, basis, area, offence), basis, question)


def row(here: door.Published, basis: object, area: str, offence: str) -> pd.Series:
    return here.ask(comparison, basis).loc[(area, offence)]


def test_a_citation_says_all_that_makes_it_honest(published: Path) -> None:
    sentence = cited("winchester", "burglary")
    assert sentence.startswith(
        "Burglary in Winchester District, 1 April to 31 October 2017 "
        "against 1 April to 31 October 2016: 396, 104 more than a year before (292, +36%). "
        "Strong sign of a rise: allowing for chance, anything from "
    )
    assert "Note: " in sentence
    assert "Source: Hampshire Constabulary's tables. Data version 3" in sentence
    assert "**" not in sentence


def test_a_known_event_that_drives_a_figure_is_said_with_what_is_left(published: Path) -> None:
    assert "Without August in Itchen Valley: 93, was 76 (police.uk)." in cited(
        "winchester", "drugs"
    )
    here = door.at()
    question = here.choose(Question("winchester", "drugs"))
    basis = here.rest_on(question)
    assert basis
    words = quotes.say(row(here, basis, "winchester", "drugs"), basis, question)
    assert "Without August in Itchen Valley, 93 against 76." in words
    assert "%" not in words


def test_its_address_asks_for_the_same_area_offence_days_and_source(
    published: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CSP_ADDRESS", "https://safety.example/")
    address = cited("st-paul", "burglary").split()[-1]
    assert address.startswith("https://safety.example/area?")
    question, faults = from_address(dict(parse_qsl(urlsplit(address).query)))
    assert not faults
    assert (question.area, question.offence) == ("st-paul", "burglary")
    assert (question.source, str(question.period)) == ("police-uk", "2017-04-01/2017-09-30")


def test_a_citation_across_a_break_refuses_the_comparison(published: Path) -> None:
    sentence = cited("st-paul", "violence-and-sexual")
    assert "cannot be compared" in sentence
    assert "%" not in sentence
