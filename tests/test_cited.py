"""A figure to quote stands alone: counts, both periods, verdict, caveat, source, address."""

from pathlib import Path

from cspdata import queries, sentences, store

ADDRESS = "https://example.org/area?area=winchester"


def cited(place: int, area: str, offence: str) -> str:
    figures = queries.prepared(store.read("crimes"))
    view = queries.views(figures)[place]
    row = queries.total(figures, view, area, offence)
    return sentences.cited(row, view, "Data version 2.", ADDRESS)


def test_a_sentence_to_quote_says_all_that_makes_it_honest(published: Path) -> None:
    sentence = cited(0, "winchester", "drugs")
    assert sentence.startswith(
        "Drug offences in Winchester District, 1 April to 31 October 2017 "
        "against 1 April to 31 October 2016: 164, was 232: 68 fewer (−29.3%). "
        "Strong sign of a fall: allowing for chance, anything from −42% to −13%."
    )
    assert "Note: " in sentence
    assert "Source: Hampshire Constabulary's tables. Data version 2." in sentence
    assert sentence.endswith(ADDRESS)
    assert "**" not in sentence


def test_a_sentence_without_a_year_before_names_one_period(published: Path) -> None:
    sentence = cited(0, "st-paul", "drugs")
    assert "against" not in sentence.split(":")[0]
    assert "no count of the year before" in sentence


def test_a_sentence_across_a_break_refuses_the_comparison(published: Path) -> None:
    sentence = cited(1, "st-paul", "violence-and-sexual")
    assert "cannot be compared" in sentence
    assert "%" not in sentence.split("http")[0]
