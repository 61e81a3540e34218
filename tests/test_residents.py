"""Rates are per those who lived there at the time: the nearest count, named, for every area."""

import shutil
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from cspdata import areas, packs, residents
from cspdata.periods import Period, month
from cspdata.question import from_address
from cspdata.residents import HOUSEHOLDS, RESIDENTS, nearest
from tests.test_another_place import PACK, forget

SHIPPED = Path(__file__).resolve().parent.parent / "data" / "reference"
BASES = """\
base,day,name,edition,source
one,2021-03-21,census of March 2021,2021,ONS
two,2022-06-30,mid-2022 estimate,2021,ONS
"""


@pytest.fixture
def pack(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A made-up place of five parishes with two counts, the second without households."""
    shutil.copytree(PACK, tmp_path / "pack")
    monkeypatch.setenv("CSP_PLACE", str(tmp_path / "pack"))
    forget()
    (tmp_path / "pack" / "bases.csv").write_text(BASES, "utf-8")
    rows = [
        f"{parish},{base},{1000 * (number + 1) + more},{households}"
        for base, more, households in (("one", 0, 400), ("two", 7, ""))
        for number, parish in enumerate(parishes())
    ]
    text = "\n".join(["area,base,residents,households", *rows, ""])
    (tmp_path / "pack" / "residents.csv").write_text(text, "utf-8")
    forget()
    yield tmp_path / "pack"
    monkeypatch.undo()
    forget()


def parishes() -> list[str]:
    return areas.at_level("parish")


def spoil(path: Path, old: str, new: str) -> None:
    text = path.read_text("utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), "utf-8")


@pytest.mark.parametrize(
    ("period", "name"),
    [
        (month(2015, 7), "mid-2017 estimate"),  # 715 days on, the census 1,555 back
        (month(2014, 3), "census of March 2011"),
        (Period(date(2017, 4, 1), date(2017, 10, 31)), "mid-2017 estimate"),
        (month(2019, 1), "mid-2019 estimate"),
        (month(2018, 7), "mid-2019 estimate"),  # 16 July: 349 days on, 381 back
        (Period(date(2018, 6, 30), date(2018, 6, 30)), "mid-2019 estimate"),  # as near: the later
        (month(2020, 12), "census of March 2021"),
        (month(2025, 10), "census of March 2021"),
    ],
)
def test_the_nearest_count_is_the_base_and_is_named(period: Period, name: str) -> None:
    base = nearest(period)
    assert base is not None
    assert base.name == name
    assert base.words == f"residents, {name}"


def test_the_shipped_counts_are_those_of_the_statistics_office() -> None:
    district = {base.name: base.numbers["winchester"] for base in residents.every()}
    assert district == {
        "census of March 2011": 116_595,
        "mid-2017 estimate": 123_879,
        "mid-2019 estimate": 124_859,
        "mid-2020 estimate": 125_925,
        "census of March 2021": 127_470,
    }
    homes = {base.name: base.numbers["winchester"] for base in residents.every(HOUSEHOLDS)}
    assert homes == {"census of March 2011": 46_865, "census of March 2021": 51_706}


def test_mid_2017_is_the_number_that_areas_have() -> None:
    base = nearest(month(2017, 6))
    assert base is not None
    assert base.numbers == {area: areas.one(area).residents for area in areas.order()}


def test_households_are_a_base_of_their_own() -> None:
    base = nearest(month(2017, 6), HOUSEHOLDS)
    assert base is not None
    assert base.words == "households, census of March 2021"
    assert base.numbers["st-paul"] == 2211


def test_larger_areas_are_the_sums_of_the_smallest(pack: Path) -> None:
    base = nearest(month(2021, 4))
    assert base is not None
    assert [base.numbers[parish] for parish in parishes()] == [1000, 2000, 3000, 4000, 5000]
    assert base.numbers["sector-north"] == 1000 + 2000
    assert base.numbers["harrowmere"] == 15_000


def test_a_count_without_households_is_no_base_for_them(pack: Path) -> None:
    assert [base.name for base in residents.every(HOUSEHOLDS)] == ["census of March 2021"]
    base = nearest(month(2022, 6), HOUSEHOLDS)
    assert base is not None
    assert base.numbers["harrowmere"] == 2000


def test_a_pack_without_counts_has_the_one_number_and_no_year(pack: Path) -> None:
    (pack / "bases.csv").unlink()
    forget()
    base = nearest(month(2022, 6))
    assert base is not None
    assert (base.words, base.day) == (RESIDENTS, None)
    assert base.numbers["harrowmere"] == areas.one("harrowmere").residents
    assert nearest(month(2022, 6), HOUSEHOLDS) is None
    assert residents.choosable("burglary") == (RESIDENTS,)
    question, faults = from_address({"offence": "burglary", "per": "households"})
    assert question.per == RESIDENTS
    assert faults == (
        "No number of households is held for this place. Rates are per 1,000 residents.",
    )


FAULTS = {
    "a day that is none": (
        "bases.csv",
        ("2022-06-30", "June 2022"),
        "bases.csv, row 3, day: “June 2022” is no day: write it as 2021-03-21.",
    ),
    "a count without a name": (
        "bases.csv",
        ("mid-2022 estimate", ""),
        "bases.csv, row 3, name: The cell is empty.",
    ),
    "a number in words": (
        "residents.csv",
        (",1000,400", ",many,400"),
        "residents.csv, row 2, residents: “many” is no whole number above 0.",
    ),
    "households below one": (
        "residents.csv",
        (",1000,400", ",1000,0"),
        "residents.csv, row 2, households: “0” is no whole number above 0.",
    ),
    "a base that is none": (
        "residents.csv",
        (",one,1000", ",none,1000"),
        "residents.csv, row 2, base: “none” is not in bases.csv.",
    ),
    "an area that has parts": (
        "residents.csv",
        ("mill-end,one", "sector-north,one"),
        "residents.csv, row 2, area: “sector-north” is none of the smallest areas in areas.csv.",
    ),
    "an area left out": (
        "residents.csv",
        ("mill-end,one,1000,400\n", ""),
        "residents.csv, area: “one” has no row for Mill End.",
    ),
    "an area twice": (
        "residents.csv",
        ("mill-end,one,1000,400\n", "mill-end,one,1000,400\nmill-end,one,1000,400\n"),
        "residents.csv, row 3, area: This area and base stand here twice.",
    ),
}


@pytest.mark.slow
@pytest.mark.parametrize("fault", FAULTS)
def test_a_fault_is_told_with_its_place(fault: str, pack: Path) -> None:
    file, change, told = FAULTS[fault]
    assert packs.faults() == []
    spoil(pack / file, *change)
    assert told in [str(found) for found in packs.faults()]
