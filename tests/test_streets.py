"""Street locations: which months have them, the list with no end, a street's months, the LSOAs."""

from collections.abc import Sequence

import pandas as pd
import pytest

from cspdata import areas, offences
from cspdata.answers import streets, where
from cspdata.answers.blocks import Answer, Chart, Link, Map, Table, Words, walk
from cspdata.answers.words import streets as words
from cspdata.periods import parse
from cspdata.question import Question
from cspdata.sums import streets as sums
from tests.figures import WithStreets, monthly, placed, with_streets

ST_PAUL = next(lsoa for lsoa, area in areas.of_lsoa().items() if area == "st-paul")
ST_LUKE = next(lsoa for lsoa, area in areas.of_lsoa().items() if area == "st-luke")
SPRING = parse("2017-04-01/2017-05-31")
Row = tuple[str, str, str, str, int]


def counted(rows: Sequence[Row], area: str, offence: str = "all-crime") -> pd.DataFrame:
    return sums.at_locations(placed(*rows), area, offence, SPRING.months)


def page(*rows: Row, area: str = "st-paul", offence: str = "all-crime", street: str = "") -> Answer:
    question = Question(area, offence, period=SPRING)
    return where.answer(published(*rows), question, "streets", street=street)


def published(*rows: Row) -> WithStreets:
    return with_streets(placed(*rows), monthly([3] * 24))


def said(answer: Answer) -> str:
    return " ".join(block.text for block in walk(answer.blocks) if isinstance(block, Words))


def links(answer: Answer) -> list[Link]:
    return [link for b in walk(answer.blocks) if isinstance(b, Words) for link in b.links]


def table(answer: Answer, name: str) -> Table:
    return next(b for b in walk(answer.blocks) if isinstance(b, Table) and name in b.name)


# what is counted


@pytest.mark.parametrize(
    ("area", "offence", "expected"),
    [
        ("st-paul", "all-crime", 3),  # without the incidents
        ("st-paul", "theft", 2),  # burglary is a kind of theft
        ("st-paul", "asb", 9),
        ("st-paul", "crime-except-violence", 2),
        ("winchester", "all-crime", 8),
    ],
)
def test_an_offence_counts_its_kinds_and_crime_leaves_incidents_out(
    area: str, offence: str, expected: int
) -> None:
    rows = [
        (ST_PAUL, "Elm Road", "burglary", "2017-04", 2),
        (ST_PAUL, "Elm Road", "violence-and-sexual", "2017-04", 1),
        (ST_PAUL, "Elm Road", "asb", "2017-04", 9),
        (ST_LUKE, "Oak Road", "burglary", "2017-04", 5),
    ]
    assert counted(rows, area, offence)["count"].sum() == expected


def test_a_location_is_its_name_within_an_lsoa_and_persistence_counts_months() -> None:
    rows = [
        *[(ST_PAUL, f"Road {n}", "burglary", "2017-04", n) for n in range(1, 13)],
        (ST_PAUL, "Road 12", "burglary", "2017-05", 1),
        (ST_LUKE, "Road 12", "burglary", "2017-05", 1),
    ]
    top = sums.top_streets(counted(rows, "winchester"), SPRING.months)
    first = top.iloc[0]
    assert (first["name"], first["lsoa"], first["count"]) == ("Road 12", ST_PAUL, 13)
    assert words.street_cells(first)[3] == "2 of 2 months"
    assert top.set_index(["name", "lsoa"]).loc[("Road 2", ST_PAUL), "months_at_top"] == 0


def test_a_tie_across_the_tenth_rank_is_not_in_the_top_ten() -> None:
    rows = [(ST_PAUL, f"Road {n}", "burglary", "2017-04", 1) for n in range(11)]
    top = sums.top_streets(counted(rows, "st-paul"), SPRING.months)
    assert top["months_at_top"].sum() == 0


def test_a_point_is_where_its_name_stands_most_often() -> None:
    rows = placed(
        (ST_PAUL, "Elm Road", "drugs", "2017-04", 3), (ST_PAUL, "Elm Road", "drugs", "2017-05", 5)
    ).assign(longitude=[-1.1, -1.2])
    found = sums.points(rows, rows.drop(columns=["longitude", "latitude"]).head(1))
    assert found["longitude"].tolist() == [-1.2]


def test_every_lsoa_of_an_area_is_listed_even_without_crime() -> None:
    rows = sums.by_lsoa(
        counted([(ST_PAUL, "Elm Road", "drugs", "2017-04", 3)], "st-paul"), "st-paul"
    )
    assert rows["count"].sum() == 3
    assert rows["residents"].sum() == areas.one("st-paul").residents
    assert (rows["count"] == 0).any()


def test_a_count_in_an_lsoa_of_a_later_census_is_not_lost(monkeypatch: pytest.MonkeyPatch) -> None:
    listed = areas.lsoas()
    later = listed[listed["lsoa"] == ST_PAUL].assign(lsoa="E01999999", edition="2021", residents="")
    both = pd.concat([listed, later], ignore_index=True)
    monkeypatch.setattr(areas, "lsoas", lambda: both)
    monkeypatch.setattr(
        areas, "of_lsoa", lambda: dict(zip(both["lsoa"], both["area"], strict=True))
    )
    rows = sums.by_lsoa(
        counted([("E01999999", "Elm Road", "drugs", "2017-04", 3)], "st-paul"), "st-paul"
    )
    assert rows.set_index("lsoa").loc["E01999999", "count"] == 3


def test_an_lsoa_that_was_split_is_not_listed_beside_its_parts() -> None:
    """Of 2025, codes of 2021: the two that were split are gone, and all four parts are there."""
    split, part = "E01023224", "E01034733"
    for lsoa, listed in ((ST_PAUL, 70), (part, 72)):
        rows = sums.by_lsoa(
            counted([(lsoa, "Elm Road", "drugs", "2017-04", 3)], "winchester"), "winchester"
        )
        assert len(rows) == listed
        assert (split in set(rows["lsoa"])) == (lsoa == ST_PAUL)


def test_locations_of_any_month_are_the_places_that_a_concentration_is_among() -> None:
    rows = placed(
        (ST_PAUL, "Elm Road", "drugs", "2017-04", 3), (ST_PAUL, "Oak Road", "drugs", "2016-04", 1)
    )
    assert sorted(sums.location_counts(rows, "st-paul", "drugs", SPRING.months)) == [0, 3]


# what the page says


def test_the_months_that_are_published_are_named() -> None:
    answer = page((ST_PAUL, "Elm Road", "drugs", "2017-04", 3))
    assert "published for 1 of the 2 months of April to May 2017: April 2017." in said(answer)


def test_where_no_month_is_published_the_page_says_which_are_and_leads_there() -> None:
    answer = page((ST_PAUL, "Elm Road", "drugs", "2016-09", 3))
    assert "published for September 2016, and for no month of April to May 2017" in said(answer)
    (link,) = links(answer)
    assert link.question.period == parse("2016-09")
    assert link.also == (("part", "streets"),)


def test_without_any_street_file_the_page_says_what_brings_them() -> None:
    assert "An officer can download" in said(page())


def test_the_list_goes_on_beyond_ten_and_each_street_leads_to_its_months() -> None:
    rows = [(ST_PAUL, f"Road {n}", "drugs", "2017-04", 40 - n) for n in range(30)]
    listed = table(page(*rows), "streets-st-paul")
    assert (len(listed.cells), listed.shown) == (30, streets.SHOWN)
    first = listed.links[0]
    assert first is not None
    assert first.also == (("part", "streets"), ("street", f"{ST_PAUL}|Road 0"))
    assert streets.choices(published(*rows), Question("st-paul", period=SPRING))[first.also[1][1]]


def test_a_street_has_its_months_and_a_month_without_a_file_is_no_zero() -> None:
    rows = [
        (ST_PAUL, "Elm Road", "drugs", "2017-02", 3),
        (ST_PAUL, "Oak Road", "drugs", "2017-04", 9),
        (ST_PAUL, "Elm Road", "drugs", "2017-05", 2),
    ]
    answer = page(*rows, street=f"{ST_PAUL}|Elm Road")
    months = table(answer, f"street-{ST_PAUL}")
    assert months.cells == (
        ("May 2017", "2"),
        ("April 2017", "0"),
        ("March 2017", "[x]"),
        ("February 2017", "3"),
    )
    chart = next(block for block in walk(answer.blocks) if isinstance(block, Chart))
    assert chart.title.endswith("5 in 3 months")
    assert chart.spec["layer"]


def test_a_street_that_is_not_there_is_passed_over() -> None:
    answer = page((ST_PAUL, "Elm Road", "drugs", "2017-04", 3), street="nowhere")
    assert not any(isinstance(block, Chart) for block in walk(answer.blocks))


def test_points_on_the_map_are_marked_as_moved() -> None:
    answer = page((ST_PAUL, "Elm Road", "drugs", "2017-04", 3))
    drawn = next(block for block in walk(answer.blocks) if isinstance(block, Map))
    assert drawn.points is not None
    point = drawn.points.iloc[0]
    assert point["area_name"].startswith("On or near Elm Road (Winchester")
    assert "moved to the nearest map point" in point["text"]
    assert words.SNAPPED in said(answer)


def test_an_offence_that_police_uk_does_not_tell_apart_is_answered_by_the_whole() -> None:
    answer = page((ST_PAUL, "Elm Road", "violence-and-sexual", "2017-04", 3), offence="sexual")
    whole = offences.one("violence-and-sexual").name
    assert f"Police.uk does not tell Sexual offences apart: this is {whole}." in said(answer)


def test_locations_that_are_always_at_the_top_are_named() -> None:
    rows = [(ST_PAUL, "Elm Road", "drugs", month, 3) for month in ("2017-04", "2017-05")]
    assert "is in the top ten in every month and holds 100%." in said(page(*rows))


def test_my_area_has_the_first_few_with_the_way_to_all() -> None:
    rows = [(ST_PAUL, f"Road {n}", "drugs", "2017-04", 40 - n) for n in range(30)]
    blocks = streets.brief(published(*rows), Question("st-paul", period=SPRING))
    (listed,) = [block for block in blocks if isinstance(block, Table)]
    assert len(listed.cells) == streets.BRIEF
    assert any(isinstance(block, Words) and block.links for block in blocks)
