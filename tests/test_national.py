"""The tables of all England and Wales: whole, joined to each other, and fit to make places of."""

from collections.abc import Iterator
from pathlib import Path

import pandas as pd
import pytest

from cspdata import areas, caveats, national, offences, outlines, settings, sources
from cspdata.packs.faults import breaks
from cspdata.packs.rules import CAVEATS
from tests.test_another_place import forget
from tests.test_packs import pack as pack

LARGEST = 3_000_000


def test_every_lsoa_lies_in_a_district_a_partnership_and_a_force() -> None:
    assert set(national.lsoas()["district_code"]) == set(national.districts()["district_code"])
    assert len(national.lsoas()) == 35_672
    assert national.lsoas()["residents"].sum() == 59_597_576
    assert national.districts()["force"].nunique() == 43
    assert (national.districts()[["partnership", "police"]] != "").all().all()


@pytest.mark.slow
def test_codes_of_two_censuses_are_told_apart() -> None:
    assert national.editions("E01023220") == {"2011", "2021"}
    assert national.editions("E01023284") == {"2011"}
    assert national.editions("E01034731") == {"2021"}
    assert national.editions("E01999999") == frozenset()
    assert national.successors("E01023284") == {"E01034731", "E01034732"}
    by_census = [sum(e in national.editions(c) for c in codes()) for e in national.EDITIONS]
    assert by_census == [34_753, 35_672]


def codes() -> set[str]:
    return {*national.lsoas()["lsoa"], *national.changes()["lsoa11"]}


@pytest.mark.slow
def test_every_district_can_be_drawn_and_its_wards_fill_it() -> None:
    """A dissolve fails where outlines overlap; areas add up where they leave no gap."""
    shapes = national.outlines(national.lsoas()["lsoa"])
    assert len(shapes) == 35_672
    rows = national.lsoas()
    belonging = dict(
        zip(
            rows["lsoa"],
            rows[["district_code", "ward_code"]].to_numpy().tolist(),
            strict=True,
        )
    )
    joined = outlines.dissolve(shapes, belonging)
    sizes = pd.Series({area: size(shape) for area, shape in joined.items()})
    wards = rows.drop_duplicates("ward_code").groupby("district_code")["ward_code"]
    for district, inside in wards:
        assert sizes[inside].sum() == pytest.approx(sizes[district], abs=1e-7)


def size(geometry: dict) -> float:
    return sum(outlines.signed_area(ring) for p in outlines.polygons(geometry) for ring in p)


def test_the_tables_stay_small() -> None:
    assert sum(path.stat().st_size for path in settings.NATIONAL.iterdir()) < LARGEST


# Caveats of forces


def test_every_shipped_caveat_is_sound_and_says_how_it_was_measured() -> None:
    known = {"areas.csv": [], "offences.csv": offences.order(), "sources": sources.SOURCES}
    for row in national.caveats().to_dict("records"):
        for column, rules in CAVEATS.items():
            assert not any(rule(row[column], known) for rule in rules), (row["caveat"], column)
        assert row["reference"]
        assert set(filter(None, row["forces"].split("; "))) <= set(national.forces()["force"])
    assert list(breaks(national.caveats())) == []


def told(pack: Path, force: str = "fenshire") -> list[tuple[str, str]]:
    text = (pack / "place.csv").read_text("utf-8")
    (pack / "place.csv").write_text(text.replace("force,fenshire", f"force,{force}"), "utf-8")
    forget()
    return [(caveat.caveat, caveat.title) for caveat in caveats.every()]


def test_a_pack_that_names_its_force_tells_what_is_known_of_its_figures(pack: Path) -> None:
    assert [code for code, _ in told(pack)] == ["made-up"]
    codes = [code for code, _ in told(pack, "hampshire")]
    assert codes == ["made-up", "violence-police-uk", "asb-police-uk", "dwelling-burglary"]


def test_another_force_has_only_what_holds_everywhere(pack: Path) -> None:
    assert [code for code, _ in told(pack, "kent")] == ["made-up", "dwelling-burglary"]


def test_a_row_of_the_pack_takes_the_place_of_a_shipped_one(pack: Path) -> None:
    text = (pack / "caveats.csv").read_text("utf-8")
    (pack / "caveats.csv").write_text(text.replace("made-up,", "dwelling-burglary,", 1), "utf-8")
    assert told(pack, "kent") == [("dwelling-burglary", "Nothing here is real")]


def test_winchester_tells_its_own_words_and_the_rest_of_its_force() -> None:
    forget()
    codes = [caveat.caveat for caveat in caveats.every()]
    assert len(codes) == len(set(codes))
    assert "asb-police-uk" in codes
    [violence] = [c for c in caveats.every() if c.caveat == "violence-police-uk"]
    assert "674" in violence.sentence


@pytest.fixture(autouse=True)
def afresh() -> Iterator[None]:
    yield
    forget()


def test_a_neighbours_name_is_not_ours_for_one_lsoa() -> None:
    assert areas.named_as_ours("Winchester 013H")
    assert not areas.named_as_ours("Eastleigh 001A")
