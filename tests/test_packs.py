"""A place pack with a fault says which file, row and column, and what to write instead."""

import json
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from cspdata import outlines, packs
from cspdata.__main__ import main
from cspdata.errors import BadReference
from tests.test_another_place import PACK, ROOT, forget

SHIPPED = ROOT / "data" / "reference"
FAULTS = {
    "a level that is none": (
        "areas.csv",
        ("Mill End,parish", "Mill End,hamlet"),
        "areas.csv, row 4, level: “hamlet” is none of “district”, “region”, “parish”.",
    ),
    "a parent that is not there": (
        "areas.csv",
        ("parish,sector-north,15000", "parish,sector-west,15000"),
        "areas.csv, row 4, parent: “sector-west” is not in areas.csv.",
    ),
    "a parent of the wrong level": (
        "areas.csv",
        ("parish,sector-north,15000", "parish,harrowmere,15000"),
        "areas.csv, row 4, parent: The parent of a parish is a region.",
    ),
    "residents in words": (
        "areas.csv",
        ("15000", "many"),
        "areas.csv, row 4, residents: “many” is no whole number above 0.",
    ),
    "residents that do not add up": (
        "areas.csv",
        ("26000", "26001"),
        "areas.csv, row 3, residents: The residents of its parts add up to 26,000.",
    ),
    "two parishes of one name": (
        "areas.csv",
        ("Long Marsh", "Mill  End"),
        "areas.csv, row 9, name: “Mill  End” stands twice in its level.",
    ),
    "a second district": (
        "areas.csv",
        ("Sector North,region,harrowmere", "Sector North,district,"),
        "areas.csv, level: There must be one area of the level “district”.",
    ),
    "a code with a space": (
        "areas.csv",
        ("\nmill-end,", "\nmill end,"),
        "areas.csv, row 4, area: “mill end” is no code: small letters and figures, joined by"
        " hyphens.",
    ),
    "a column left out": (
        "areas.csv",
        (",wards,", ",words,"),
        "areas.csv, row 1, wards: The column is missing.",
    ),
    "a code twice": (
        "areas.csv",
        ("stonebrook,Stonebrook", "mill-end,Stonebrook"),
        "areas.csv: areas.csv has mill-end more than once.",
    ),
    "no name of the police": (
        "place.csv",
        ("police,Fenshire Police\n", ""),
        "place.csv, key: There is no row “police”.",
    ),
    "an empty name": (
        "place.csv",
        ("region_short,sector", "region_short,"),
        "place.csv, row 6, value: “region_short” is empty.",
    ),
    "a day that is none": (
        "caveats.csv",
        ("2021-01-01", "1 January 2021"),
        "caveats.csv, row 2, from: “1 January 2021” is no day: write it as 2018-01-31.",
    ),
    "a break that lasts": (
        "caveats.csv",
        ("note,2021", "break,2021"),
        "caveats.csv, row 2, to: A break is one day: the first of the new.",
    ),
    "a break without a way out": (
        "caveats.csv",
        ("note,2021-01-01,2023-12-31", "break,2021-01-01,2021-01-01"),
        "caveats.csv, row 2, alternative: Say what can be compared instead.",
    ),
    "a source that is none": (
        "caveats.csv",
        ("2023-12-31,,,,", "2023-12-31,,,rumour,"),
        "caveats.csv, row 2, sources: “rumour” is not in sources.",
    ),
    "a priority that nobody declared": (
        "metrics.csv",
        ("neither,Safer nights", "neither,Safer days"),
        "metrics.csv, row 2, theme: “Safer days” is not in priorities.csv.",
    ),
    "a direction that is none": (
        "metrics.csv",
        ("events,more", "events,higher"),
        "metrics.csv, row 3, better: “higher” is none of “more”, “fewer”, “neither”.",
    ),
    "an offence that nobody counts": (
        "themes.csv",
        ("violence; public-order", "violence; piracy"),
        "themes.csv, row 2, offences: “piracy” is not in offences.csv.",
    ),
    "a sentence that stops": (
        "partners.csv",
        ("made-up borough.", "made-up borough"),
        "partners.csv, row 2, about: Write a sentence that ends with a full stop.",
    ),
    "an area without outline": (
        "boundaries.geojson",
        ('"area":"mill-end"', '"area":"mill"'),
        "boundaries.geojson: There is no outline of “mill-end”.",
    ),
    "outlines that are no GeoJSON": (
        "boundaries.geojson",
        ('{"type":"FeatureCollection"', '{"type'),
        "boundaries.geojson: The file is no GeoJSON in which each outline names its “area”.",
    ),
}


@pytest.fixture
def pack(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A copy of the tests' place pack that may be spoilt."""
    shutil.copytree(PACK, tmp_path / "pack")
    monkeypatch.setenv("CSP_PLACE", str(tmp_path / "pack"))
    forget()
    yield tmp_path / "pack"
    monkeypatch.undo()
    forget()


def spoil(path: Path, old: str, new: str) -> None:
    text = path.read_text("utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), "utf-8")


@pytest.mark.parametrize("folder", [SHIPPED, PACK], ids=lambda folder: folder.name)
def test_a_pack_that_is_shipped_has_no_fault(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CSP_PLACE", str(folder))
    forget()
    assert packs.faults() == []
    monkeypatch.undo()
    forget()


@pytest.mark.parametrize("fault", FAULTS)
def test_a_fault_is_told_with_its_place(fault: str, pack: Path) -> None:
    file, change, told = FAULTS[fault]
    spoil(pack / file, *change)
    assert told in [str(found) for found in packs.faults()]


def test_all_faults_are_told_at_once_and_the_command_fails(
    pack: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    spoil(pack / "areas.csv", "15000", "many")
    spoil(pack / "metrics.csv", "events,more", "events,higher")
    assert main(["place"]) == 1
    told = capsys.readouterr().out
    assert "areas.csv, row 4, residents" in told
    assert "metrics.csv, row 3, better" in told


def test_a_missing_file_is_named(pack: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (pack / "boundaries.geojson").unlink()
    assert main(["place"]) == 1
    assert "python -m cspdata place --outlines LSOAS" in capsys.readouterr().out
    (pack / "themes.csv").unlink()
    assert [fault.file for fault in packs.faults()] == ["themes.csv"]


# Outlines from those of LSOAs

PARISHES = ("mill-end", "stonebrook", "ashby-quay", "fenwick-green", "long-marsh")
LSOAS = [
    "lsoa,lsoa_name,ward_code,ward,area,residents,edition",
    *(
        f"E0{number},Harrowmere 00{number}A,,,{parish},1500,2021"
        for number, parish in enumerate(PARISHES)
    ),
]


def square(number: int) -> dict[str, object]:
    west, east = number / 10, (number + 1) / 10
    ring = [[west, 52], [east, 52], [east, 52.1], [west, 52.1], [west, 52]]
    properties = {"LSOA21CD": f"E0{number}"}
    geometry = {"type": "Polygon", "coordinates": [ring]}
    return {"type": "Feature", "properties": properties, "geometry": geometry}


def of_lsoas(folder: Path, numbers: Callable[[int], bool] = lambda number: True) -> Path:
    """Outlines of the five LSOAs and of one of another place."""
    features = [square(number) for number in range(6) if numbers(number)]
    path = folder / "lsoas.geojson"
    path.write_text(json.dumps({"type": "FeatureCollection", "features": features}), "utf-8")
    return path


def test_outlines_are_joined_from_those_of_lsoas(
    pack: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (pack / "lsoas.csv").write_text("\n".join([*LSOAS, ""]), "utf-8")
    (pack / "boundaries.geojson").unlink()
    assert main(["place", "--outlines", str(of_lsoas(tmp_path))]) == 0
    assert "No faults in" in capsys.readouterr().out
    assert len(outlines.shown()) == 8
    [ring] = outlines.shown()["harrowmere"]["coordinates"]
    assert min(x for x, _ in ring) == 0
    assert max(x for x, _ in ring) == 0.5


def test_an_lsoa_without_outline_is_named(pack: Path, tmp_path: Path) -> None:
    (pack / "lsoas.csv").write_text("\n".join([*LSOAS, ""]), "utf-8")
    with pytest.raises(BadReference, match="no outline of the LSOAs E03"):
        outlines.draw(of_lsoas(tmp_path, lambda number: number != 3))


@pytest.mark.parametrize("text", ["nothing", "[]", '{"features": [{}]}'])
def test_a_file_that_holds_no_outlines_is_refused(text: str, pack: Path, tmp_path: Path) -> None:
    (tmp_path / "lsoas.geojson").write_text(text, "utf-8")
    with pytest.raises(BadReference, match=r"lsoas\.geojson is no GeoJSON of LSOAs"):
        outlines.draw(tmp_path / "lsoas.geojson")
