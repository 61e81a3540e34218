"""Every pair of counts is tested once: its family, its verdict, what is refused, the rest."""

from collections.abc import Callable
from pathlib import Path

import pandas as pd
import pytest

from cspdata import areas, offences
from cspdata import published as door
from cspdata.answers.comparison import against_rest, comparison, total_offence
from cspdata.periods import parse
from cspdata.published import Published
from cspdata.question import Against, Question
from cspdata.sums.basis import Basis, leaves, windows
from tests.figures import held, stored

NOW, BEFORE = "2017-06", "2016-06"


def of(*rows: tuple[str, str, int, int]) -> pd.DataFrame:
    """The comparison of June 2017 with June 2016, of (area, offence, now, before)."""
    cells = [
        (area, offence, month, count)
        for area, offence, now, before in rows
        for month, count in ((NOW, now), (BEFORE, before))
    ]
    here = held(stored("police-uk", *cells))
    area, offence = rows[0][:2]
    basis = here.rest_on(Question(area, offence, period=parse(NOW)))
    assert basis
    return comparison(here, basis)


def test_a_row_holds_both_counts_and_what_may_be_said() -> None:
    row = of(("st-paul", "robbery", 30, 10)).loc[("st-paul", "robbery")]
    assert (row["now"], row["before"], row["difference"]) == (30, 10, 20)
    assert "rise" in row["verdict"]


def test_a_family_is_the_leaf_offences_of_all_areas_of_a_level() -> None:
    rows = of(*[(area, "robbery", 4, 4) for area in leaves()], ("st-paul", "burglary", 9, 2))
    family = rows[rows["leaf"] & (rows["level"] == "parish")]
    assert len(family) == len(leaves()) + 1
    assert set(family["offence"]) == {"robbery", "burglary"}


def test_theft_is_in_no_family_with_its_own_kinds(published: Path) -> None:
    rows = newest("winchester")
    assert not rows.loc[("winchester", "theft"), "leaf"]
    assert rows.loc[("winchester", "burglary"), "leaf"]


@pytest.mark.slow
def test_what_is_lost_in_many_comparisons_stands_out_in_few() -> None:
    alone = of(("st-paul", "robbery", 26, 9)).loc[("st-paul", "robbery")]
    many = of(("st-paul", "robbery", 26, 9), *[(area, "drugs", 8, 8) for area in leaves()])
    assert alone["stands_out"]
    assert not many.loc[("st-paul", "robbery"), "stands_out"]


def test_a_total_stands_in_no_family_and_needs_the_stricter_level() -> None:
    rows = of(*[("st-paul", code, 13, 10) for code in ALL])
    totals = rows[rows["offence"].isin(["all-crime", "theft", "crime-except-violence"])]
    assert not totals["leaf"].any()
    assert totals["q"].isna().all()
    assert (totals["stands_out"] == (totals["p"] < 0.002)).all()


ALL = [
    code
    for code in offences.order()
    if offences.one(code).police_uk and offences.one(code).kind != "incident"
]


def test_a_break_refuses_and_keeps_the_count_of_now() -> None:
    cells = [("st-paul", "violence-and-sexual", m, 9) for m in ("2016-06", "2017-06")]
    here = held(stored("police-uk", *cells))
    basis = here.rest_on(Question("st-paul", "violence-and-sexual", period=parse(NOW)))
    assert basis
    row = comparison(here, basis).loc[("st-paul", "violence-and-sexual")]
    assert row["now"] == 9
    assert pd.isna(row["before"])
    assert "cannot be compared" in row["refused"]


def test_what_stands_for_all_crime_leaves_out_what_is_refused() -> None:
    rows = of(*[("st-paul", code, 5, 5) for code in ALL])
    assert total_offence(rows, "st-paul") == "crime-except-violence"


def test_the_rest_of_the_district_leaves_the_area_out() -> None:
    cells = [(area, "robbery", m, 10) for area in leaves() for m in (NOW, BEFORE)]
    here = held(stored("police-uk", *cells))
    basis = here.rest_on(Question("st-paul", "robbery", period=parse(NOW)))
    assert basis
    row = against_rest(here, basis).loc[("st-paul", "robbery")]
    assert (row["now"], row["rest_now"]) == (10, 10 * (len(leaves()) - 1))


def newest(area: str) -> pd.DataFrame:
    here = door.at()
    basis = here.rest_on(here.choose(Question(area)))
    assert basis
    return here.ask(comparison, basis)


@pytest.mark.slow
@pytest.mark.parametrize("against", list(Against))
def test_every_sum_agrees_with_a_plain_sum_of_the_stored_rows(
    against: Against, published: Path
) -> None:
    """The same counts by a slow way: rows of the store added one by one."""
    here = door.at()
    rows = here.table("crimes")
    for basis in every_basis(here, against):
        found = here.ask(comparison, basis)["now"]
        plain = plainly(rows, basis)
        shared = [key for key in plain if key in found.index]
        assert len(shared) == len(plain)
        assert {key: found[key] for key in shared} == plain


def every_basis(here: Published, against: Against) -> list[Basis]:
    asked = [
        Question("winchester", period=period, against=against)
        for period in windows(here.held).values()
    ]
    return [basis for question in asked if (basis := here.rest_on(question))]


def plainly(rows: pd.DataFrame, basis: Basis) -> dict[tuple[str, str], float]:
    starts = [pd.Timestamp(period.start) for period in basis.now]
    ends = [pd.Timestamp(period.end) for period in basis.now]
    total: dict[tuple[str, str], float] = {}
    keep: Callable[[object, object], bool] = lambda s, e: s in starts and e in ends  # noqa: E731
    for row in rows.to_dict("records"):
        if row["source"] != basis.source.source or not keep(row["period_start"], row["period_end"]):
            continue
        lines = areas.path(row["area"]) if basis.source.sums_areas else [row["area"]]
        for area in lines:
            key = (area, row["offence"])
            total[key] = total.get(key, 0) + row["count"]
    return total
