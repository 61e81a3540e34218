"""What is published is told: how fresh, which publications, what was revised, which files."""

from datetime import date
from pathlib import Path

import pandas as pd
import pytest

from cspdata import access, areas, offences, publish, store
from cspdata import published as door
from cspdata.answers import published as page
from cspdata.answers.blocks import Answer, Fold, Table, Words, walk
from cspdata.answers.words import figures
from cspdata.question import Question
from cspdata.sums.freshness import freshness

OFFICER = access.person_here("A. Officer")
HERE = Question("winchester")
TODAY = "2018-04-01"
COUNTS = "area,offence,period_start,period_end,count\nSt Paul,Robbery,2017-04-01,2017-10-31,{}\n"


def tables(answer: Answer) -> dict[str, Table]:
    return {block.name: block for block in walk(answer.blocks) if isinstance(block, Table)}


def counted(*days: tuple[str, str, str]) -> pd.DataFrame:
    """Figures of (source, first day, last day) each."""
    rows = pd.DataFrame(days, columns=["source", "period_start", "period_end"])
    return rows.astype({"period_start": "datetime64[us]", "period_end": "datetime64[us]"})


def put(count: int) -> int:
    upload = publish.Upload("counts.csv", COUNTS.format(count).encode(), "police-tables")
    return publish.publish(publish.rehearse([upload]), OFFICER, f"Count {count}")


def test_the_next_month_of_police_uk_is_expected_two_months_after_its_end() -> None:
    rows = freshness(counted(("police-uk", "2017-12-01", "2017-12-31")), date(2018, 3, 31))
    assert str(rows["next"][0]) == "2018-01-01/2018-01-31"
    assert rows["due"][0] == date(2018, 3, 31)
    assert not rows["overdue"][0]


def test_it_is_overdue_on_the_day_after() -> None:
    rows = freshness(counted(("police-uk", "2017-12-01", "2017-12-31")), date(2018, 4, 1))
    assert rows["overdue"][0]
    assert figures.expected(rows["due"][0], True) == "by 31 March 2018, which has passed"


def test_the_tables_of_the_report_come_with_the_next_paper() -> None:
    rows = freshness(counted(("police-tables", "2017-04-01", "2017-10-31")), date(2026, 1, 1))
    assert str(rows["next"][0]) == "2018-04-01/2018-10-31"
    assert rows["due"][0] is None
    assert not rows["overdue"][0]


def test_a_source_without_figures_expects_nothing() -> None:
    assert freshness(counted(), date(2018, 1, 1)).empty


def test_the_page_tells_each_source_and_publication(dated: Path) -> None:
    shown = tables(page.answer(door.at(), HERE, "", TODAY))
    assert [row[0] for row in shown["freshness"].cells] == [
        "Hampshire Constabulary's tables",
        "Police.uk street-level crime",
    ]
    assert shown["freshness"].cells[1][3].endswith("which has passed")
    others, newest, *_, oldest = shown["publications-1"].cells
    assert "44,967 counts of all districts, to compare with" in others[5]
    assert newest[:3] == ("2", "6 March 2018, 12:00", "rebuild")
    assert "7,280 new counts" in newest[5]
    assert oldest[0] == "0"


def test_on_a_day_of_the_past_later_publications_are_not_told(dated: Path) -> None:
    shown = tables(page.answer(door.on(date(2018, 2, 1)), HERE, "", TODAY))
    assert [row[0] for row in shown["publications-1"].cells] == ["1", "0"]
    assert len(shown["freshness"].cells) == 1


@pytest.mark.parametrize(
    ("count", "numbers"),
    [
        (1, {"": "1 to 1 of 1"}),
        (25, {"": "1 to 25 of 25"}),
        (26, {"": "1 to 25 of 26", "2": "26 to 26 of 26"}),
        (61, {"": "1 to 25 of 61", "2": "26 to 50 of 61", "3": "51 to 61 of 61"}),
    ],
)
def test_many_publications_come_in_pages_of_25(count: int, numbers: dict[str, str]) -> None:
    past = pd.DataFrame(
        {
            "version": range(count - 1, -1, -1),
            "at": pd.date_range("2018-01-01", periods=count, tz="UTC")[::-1],
            "by": "A. Officer",
            "reason": "",
            "files": [[] for _ in range(count)],
            "changed": [{} for _ in range(count)],
        }
    )
    told = door.rehearsed(pd.DataFrame())
    vars(told)["history"] = past
    assert page.pages(told) == numbers
    seen = [row[0] for n in numbers for row in page.history(past, int(n or 1)).cells]
    assert seen == [str(version) for version in past["version"]]


@pytest.mark.slow
def test_a_revised_figure_stands_with_both_values_and_their_days(empty_store: Path) -> None:
    store.create()
    put(5)
    put(7)
    here = door.at()
    (row,) = tables(page.answer(here, HERE, "", TODAY))["revised-figures"].cells
    assert row[0] == "St Paul, Robbery"
    assert row[1] == "April to October 2017"
    assert row[2].startswith("5 (as published on ")
    assert row[3].startswith("7 [r] (since ")


@pytest.mark.slow
def test_an_area_tells_what_was_revised_in_it_and_in_no_other(empty_store: Path) -> None:
    store.create()
    put(5)
    put(7)
    here = door.at()
    basis = here.rest_on(here.choose(Question("st-paul", "robbery")))
    assert basis
    (fold,) = page.revised_here(here, basis, "winchester-city")
    assert isinstance(fold, Fold)
    assert page.revised_here(here, basis, "winchester-rural") == ()


def test_where_nothing_was_revised_it_is_said(published: Path) -> None:
    shown = page.answer(door.at(), HERE, "", TODAY)
    words = [block.text for block in walk(shown.blocks) if isinstance(block, Words)]
    assert "No figure shown today was revised." in words


def test_every_file_stands_with_the_name_it_is_kept_under(published: Path) -> None:
    shown = tables(page.answer(door.at(), HERE, "", TODAY))["files"]
    sent = {(file["name"], file["sha256"]) for e in store.history()["files"] for file in e}
    assert {(row[0], row[3]) for row in shown.cells} == sent


@pytest.mark.slow
def test_a_page_has_what_its_own_publications_revised_and_were_sent_as(empty_store: Path) -> None:
    """However long the list grows, a page is as long as its publications."""
    store.create()
    for count in range(5, 5 + page.PAGE + 2):
        put(count)
    here = door.at()
    newest, older = (tables(page.answer(here, HERE, number, TODAY)) for number in ("", "2"))
    assert len(newest["files"].cells) == page.PAGE
    versions = [int(row[1]) for row in (*newest["files"].cells, *older["files"].cells)]
    assert sorted(versions) == list(range(1, page.PAGE + 3))
    assert "revised-figures" in newest and "revised-figures" not in older


def test_of_many_revised_figures_the_newest_are_shown_and_the_file_has_all(
    empty_store: Path,
) -> None:
    kinds = list(offences.by_police_uk().values())
    cells = [(a, kind) for a in areas.leaves() for kind in kinds][: page.MOST + 1]
    days = {"period_start": pd.Timestamp("2025-01-01"), "period_end": pd.Timestamp("2025-01-31")}
    rows = pd.DataFrame(cells, columns=["area", "offence"]).assign(
        source="police-uk", **days, before=1, now=2
    )
    past = pd.DataFrame({"at": [pd.Timestamp("2025-03-01", tz="UTC")]})
    told = door.rehearsed(pd.DataFrame())
    vars(told)["revised"] = rows.assign(published_on=past["at"][0], revised_on=past["at"][0])
    made, said = page.revised_by(told, past)
    assert isinstance(made, Table) and isinstance(said, Words)
    assert (len(made.cells), len(made.rows)) == (page.MOST, page.MOST + 1)
    assert f"The newest {page.MOST} are shown" in said.text
