"""Comparisons as tables: what is counted, shared, left over, withheld, and led to."""

from pathlib import Path

import pandas as pd
import pytest

from cspdata import areas
from cspdata import published as door
from cspdata.answers import tables
from cspdata.answers.blocks import Table, Words
from cspdata.answers.comparison import comparison
from cspdata.periods import parse
from cspdata.question import Question
from tests.figures import held, stored

CITY = "winchester-city"
PARISHES = areas.children(CITY)
NOW = "2017-04-01/2017-10-31"


def counted(*rows: tuple[str, int], offence: str = "all-crime") -> pd.DataFrame:
    """The comparison of printed counts of (area, count), without an earlier year."""
    here = held(stored("police-tables", *((area, offence, NOW, n) for area, n in rows)))
    basis = here.rest_on(Question(rows[0][0], offence, parse(NOW)))
    assert basis
    return comparison(here, basis)


def of(rows: pd.DataFrame, *codes: str) -> pd.DataFrame:
    return rows[rows["area"].isin(codes)]


def test_parts_come_most_first_with_their_share_and_what_is_left_over() -> None:
    rows = counted((CITY, 100), *((area, 10) for area in PARISHES[:-1]), (PARISHES[-1], 20))
    table = tables.parts(of(rows, *PARISHES), tables.row_of(rows, CITY, "all-crime"), "c", "n")
    assert table.columns == ("Area", "Count", "Share")
    assert table.cells[0] == (areas.one(PARISHES[-1]).name, "20", "20%")
    assert table.cells[-1] == ("Not shown by parish", "10", "10%")
    assert len(table.rows) == len(table.cells) == len(PARISHES) + 1


def test_nothing_is_left_over_where_a_part_has_no_count() -> None:
    rows = counted((CITY, 100), *((area, 10) for area in PARISHES[1:]))
    table = tables.parts(of(rows, *PARISHES), tables.row_of(rows, CITY, "all-crime"), "c", "n")
    assert "Not shown by parish" not in [row[0] for row in table.cells]


def test_a_part_without_its_whole_has_no_share() -> None:
    rows = counted((PARISHES[0], 10), (PARISHES[1], 5))
    table = tables.parts(rows, tables.row_of(rows, CITY, "all-crime"), "c", "n")
    assert table.columns == ("Area", "Count")
    assert "% of all" not in tables.most(rows, None)


def test_each_area_leads_to_its_page_and_what_is_left_over_nowhere() -> None:
    rows = counted((CITY, 100), *((area, 10) for area in PARISHES))
    whole = tables.row_of(rows, CITY, "all-crime")
    table = tables.parts(of(rows, *PARISHES), whole, "c", "n", Question(CITY))
    assert [link.question.area for link in table.links if link] == PARISHES
    assert table.links[-1] is None


@pytest.mark.slow
def test_the_most_is_named_unless_several_share_it() -> None:
    rows = counted((CITY, 30), (PARISHES[0], 20), (PARISHES[1], 5))
    whole = tables.row_of(rows, CITY, "all-crime")
    name = areas.one(PARISHES[0]).name
    assert tables.most(of(rows, *PARISHES), whole) == f"{name} has the most: 20, 67% of all"
    tied = counted((PARISHES[0], 20), (PARISHES[1], 20))
    assert tables.most(tied, None) == "No parish alone has the most: 20 in more than one"
    none = counted((PARISHES[0], 0))
    assert tables.most(none, None) == "None is recorded in any of them"


def test_counts_stand_side_by_side_with_their_sum() -> None:
    rows = counted((PARISHES[0], 20), (PARISHES[1], 5))
    table = tables.side_by_side(rows, PARISHES[:3], ["all-crime", "robbery"], "c", "n")
    assert isinstance(table, Table)
    assert table.cells == (("All recorded crime", "20", "5", "[x]", "25"),)
    assert table.marks == "[x] not available"


def test_a_sum_with_a_withheld_count_is_withheld() -> None:
    rows = counted((PARISHES[0], 20), (PARISHES[1], 5))
    rows = rows.assign(status=["confidential", "published"])
    table = tables.side_by_side(rows, PARISHES[:2], ["all-crime"], "c", "n")
    assert isinstance(table, Table)
    assert table.cells[0][1:] == ("[c]", "5", "[c]")


def test_where_nothing_is_counted_it_is_said() -> None:
    rows = counted((PARISHES[0], 20))
    assert tables.side_by_side(rows, ["kings-worthy"], ["all-crime"], "By area", "n") == Words(
        "By area: no figures are published."
    )


def test_counts_without_an_earlier_year_are_no_comparison() -> None:
    table = tables.compared(counted((CITY, 30)), "c", "n", "area_name")
    assert table.columns == ("Area", "Count")


def test_a_comparison_is_set_in_by_its_depth_and_holds_its_figures(published: Path) -> None:
    here = door.at()
    basis = here.rest_on(here.choose(Question("winchester")))
    assert basis
    rows = here.ask(comparison, basis).loc["winchester"].assign(depth=1)
    table = tables.compared(rows, "c", "n")
    assert table.columns == ("Offence", *tables.COMPARED)
    assert all(row[0].startswith("\u2003") for row in table.cells)
    assert set(tables.TESTED) <= set(table.rows.columns)
    assert list(table.rows["now"]) == list(rows["now"])
