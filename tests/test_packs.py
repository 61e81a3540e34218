"""A place pack with a fault says which file, row and column, and what to write instead."""

import json
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from cspdata import areas, outlines, packs
from cspdata.__main__ import main
from cspdata.errors import BadReference
from cspdata.packs.rules import COLUMNS
from cspdata.vocabulary import read
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
    "a word that is misspelt": (
        "place.csv",
        ("report_note,", "reprot_note,"),
        "place.csv, row 9, key: “reprot_note” is no word that is used: dashboard, authority, "
        "police, partners, region, regions, region_short, report, report_note, force, residents, "
        "sums_areas, forces, district, other_forces.",
    ),
    "a sum that is neither": (
        "place.csv",
        ("report_note,", "sums_areas,maybe\nreport_note,"),
        "place.csv, row 9, value: “maybe” is neither “yes” nor “no”.",
    ),
    "a region without a parish": (
        "areas.csv",
        (
            "sector-south,Sector South",
            "sector-west,Sector West,region,harrowmere,1,,,,\nsector-south,Sector South",
        ),
        "areas.csv, row 6, area: “Sector West” has no parish in which to count.",
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


@pytest.mark.slow
@pytest.mark.parametrize("folder", [SHIPPED, PACK], ids=lambda folder: folder.name)
def test_a_pack_that_is_shipped_has_no_fault(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CSP_PLACE", str(folder))
    forget()
    assert packs.faults() == []
    monkeypatch.undo()
    forget()


@pytest.mark.slow
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
    (pack / "themes.csv").unlink()
    assert main(["place"]) == 1
    assert "themes.csv is not in pack" in capsys.readouterr().out
    assert [fault.file for fault in packs.faults()] == ["themes.csv"]


# Levels

LEVELS = """\
level,singular,plural
district,borough,boroughs
region,sector,sectors
parish,quarter,quarters
"""


def test_a_pack_names_its_levels_and_the_faults_use_those_names(pack: Path) -> None:
    (pack / "levels.csv").write_text(LEVELS, "utf-8")
    assert packs.faults() == []
    assert [areas.level_name(level.level) for level in areas.levels()] == [
        "borough",
        "sector",
        "quarter",
    ]
    assert (areas.plural("parish"), areas.lowest()) == ("quarters", "parish")
    spoil(pack / "areas.csv", "parish,sector-north,15000", "parish,harrowmere,15000")
    told = [str(fault) for fault in packs.faults()]
    assert "areas.csv, row 4, parent: The parent of a quarter is a sector." in told


@pytest.mark.parametrize("number", [1, 6])
def test_a_pack_has_two_to_five_levels(number: int, pack: Path) -> None:
    rows = [f"level-{place},one,several" for place in range(number)]
    (pack / "levels.csv").write_text("\n".join(["level,singular,plural", *rows]), "utf-8")
    assert "levels.csv, level: There must be 2 to 5 levels." in [str(f) for f in packs.faults()]


def test_a_pack_of_two_levels_that_does_not_say_so_is_stopped(pack: Path) -> None:
    """Its counts would have had nowhere to stand, and "0 new in crimes" was published."""
    rows = ["area,name,level,parent,residents,kind,membership,wards,aliases"]
    rows += ["harrowmere,A,district,,20,,,,", "b,B,region,harrowmere,20,,,,"]
    (pack / "areas.csv").write_text("\n".join(rows), "utf-8")
    for file in ("themes.csv", "metrics.csv"):
        (pack / file).write_text(",".join(COLUMNS[file]) + "\n", "utf-8")
    (pack / "boundaries.geojson").unlink()
    assert "areas.csv, level: There is no area of the lowest level “parish”, and counts are" in str(
        packs.faults()[0]
    )
    (pack / "levels.csv").write_text("level,singular,plural\ndistrict,d,ds\nregion,r,rs\n")
    forget()
    assert packs.faults() == []
    assert areas.leaves() == ["b"]


# LSOAs, residents and what is withheld


def with_lsoas(pack: Path, *rows: str) -> list[str]:
    (pack / "lsoas.csv").write_text("\n".join([LSOAS[0], *rows, ""]), "utf-8")
    return [str(fault) for fault in packs.faults()]


def test_an_lsoa_in_an_area_that_is_not_the_smallest_is_a_fault(pack: Path) -> None:
    assert with_lsoas(pack, "E00,Harrowmere 001A,,,sector-north,1500,2021") == [
        "lsoas.csv, row 2, area: “sector-north” is a region, and an LSOA's crimes are counted in a"
        " parish: there they would be lost."
    ]


@pytest.mark.slow
def test_residents_of_lsoas_are_held_against_those_of_their_area(pack: Path) -> None:
    rows = ["E00,Harrowmere 001A,,,mill-end,9000,2021", "E01,Harrowmere 001B,,,mill-end,6000,2021"]
    assert with_lsoas(pack, *rows) == []
    assert with_lsoas(pack, rows[0]) == [
        "areas.csv, row 4, residents: The residents of its LSOAs add up to 9,000."
    ]


@pytest.mark.slow
def test_residents_may_be_those_of_either_census(pack: Path) -> None:
    """E01023284 was split into E01034731 and E01034732; each census adds up by itself."""
    rows = [
        "E01023284,Winchester 003A,,,mill-end,15000,2011",
        "E01034731,Winchester 003F,,,mill-end,8000,2021",
        "E01034732,Winchester 003G,,,mill-end,8500,2021",
    ]
    assert with_lsoas(pack, *rows) == []
    assert (
        "E01034731 is a code of the census of 2021."
        in with_lsoas(pack, rows[0], rows[1].replace("8000,2021", "8000,2011"), rows[2])[
            0
        ].partition("edition: ")[2]
    )


def test_a_rule_that_is_on_must_name_a_level_of_this_place(pack: Path) -> None:
    rule = "rule,offence,level,below,on,decided_by,decided_on,reason\nhate,hate,ward,5,{},,,\n"
    (pack / "disclosure.csv").write_text(rule.format("yes"), "utf-8")
    assert [str(fault) for fault in packs.faults()] == [
        "disclosure.csv, row 2, level: “ward” is none of the levels district, region, parish."
    ]
    (pack / "disclosure.csv").write_text(rule.format("no"), "utf-8")
    assert packs.faults() == []


# What is left over from a pack that was copied


@pytest.mark.slow
@pytest.mark.parametrize("example", [SHIPPED, PACK], ids=lambda folder: folder.name)
def test_a_copied_pack_is_told_each_row_that_is_still_anothers(
    example: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Areas and names of one's own, but the caveats, questions and measures of the example."""
    pack = tmp_path / "fenwick"
    shutil.copytree(example, pack)
    root = "winchester" if example == SHIPPED else "harrowmere"
    for file in ("areas.csv", "themes.csv", "caveats.csv", "boundaries.geojson"):
        text = (pack / file).read_text("utf-8")
        for old, new in ((f"\n{root},", "\nfenwick,"), (f",{root},", ",fenwick,")):
            text = text.replace(old, new)
        (pack / file).write_text(text.replace(f'"{root}"', '"fenwick"'), "utf-8")
    monkeypatch.setenv("CSP_PLACE", str(pack))
    forget()
    found = [fault for fault in packs.faults() if "that comes with" in str(fault)]
    rows = [fault for fault in packs.faults() if "This row is that of" in str(fault)]
    monkeypatch.undo()
    forget()
    assert [(fault.file, fault.column) for fault in found] == [("place.csv", "value")]
    for file in ("caveats.csv", "themes.csv", "metrics.csv"):
        lines = len(read(example / file, list(COLUMNS[file])[0]))
        assert len([fault for fault in rows if fault.file == file]) == lines


# Gaps


def gaps_of(capsys: pytest.CaptureFixture[str]) -> str:
    forget()
    assert main(["place", "check"]) == 0
    return capsys.readouterr().out


@pytest.mark.slow
def test_each_gap_says_what_a_reader_does_without(
    pack: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    for file in ("partners.csv", "themes.csv", "metrics.csv", "caveats.csv"):
        header = (pack / file).read_text("utf-8").splitlines()[0]
        (pack / file).write_text(f"{header}\n", "utf-8")
    (pack / "boundaries.geojson").unlink()
    spoil(pack / "place.csv", '"Harrowmere Borough Council, annual report of 2 January 2023."', "")
    said = gaps_of(capsys)
    for part in (
        "gap: place.csv: No “report” is named. Printed police tables cannot be named",
        "gap: place.csv: “fenshire” is no force as police.uk's files name them. Nothing is known",
        "gap: place.csv: “residents” is not said. Rates cannot say of when",
        "gap: boundaries.geojson: The file is missing. There is no map. `python -m cspdata place",
        "gap: lsoas.csv: No LSOA is listed. Police.uk's street-level files cannot be counted",
        "gap: partners.csv: No partner. ",
        "gap: metrics.csv: No measure. ",
        "gap: themes.csv: No question of the committee. ",
        "gap: caveats.csv: No caveat of this place. ",
        "No faults in",
    ):
        assert part in said


@pytest.mark.slow
def test_a_census_that_is_not_listed_is_a_gap_with_its_codes(
    pack: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    shutil.copy(SHIPPED / "lsoas.csv", pack / "lsoas.csv")
    rows = read(pack / "lsoas.csv", "lsoa")
    rows = rows[rows["edition"] == "2011"].assign(area="mill-end", residents="")
    rows.to_csv(pack / "lsoas.csv", index=False)
    said = gaps_of(capsys)
    assert "Codes of the census of 2021 are not listed." in said
    assert "E01034731, E01034732, E01034733, E01034734" in said
    assert "Some parishes have no LSOA." in said
    assert "Stonebrook" in said


@pytest.mark.slow
def test_a_shipped_pack_says_only_gaps_that_it_has(capsys: pytest.CaptureFixture[str]) -> None:
    said = gaps_of(capsys)
    forget()
    assert "partners.csv" not in said
    assert "caveats.csv" not in said


# Outlines from those of LSOAs

PARISHES = {
    "mill-end": 15000,
    "stonebrook": 11000,
    "ashby-quay": 18000,
    "fenwick-green": 9000,
    "long-marsh": 8000,
}
LSOAS = [
    "lsoa,lsoa_name,ward_code,ward,area,residents,edition",
    *(
        f"E0{number},Harrowmere 00{number}A,,,{parish},{residents},2021"
        for number, (parish, residents) in enumerate(PARISHES.items())
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


@pytest.mark.slow
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
        outlines.draw([of_lsoas(tmp_path, lambda number: number != 3)])


def winchester(edition: str, folder: Path, codes: list[str]) -> Path:
    """Outlines of some real codes as squares side by side, in a file of one census."""
    column = f"LSOA{edition[2:]}CD"
    features = [square(n) | {"properties": {column: code}} for n, code in enumerate(codes)]
    path = folder / f"{edition}.geojson"
    path.write_text(json.dumps({"type": "FeatureCollection", "features": features}), "utf-8")
    return path


OLD, NEW, SAME = ["E01023284"], ["E01034731", "E01034732"], ["E01023220"]


@pytest.mark.slow
@pytest.mark.parametrize(
    ("files", "drawn"),
    [
        ({"2021": NEW + SAME}, 3),
        ({"2011": OLD + SAME}, 2),
        ({"2011": OLD + SAME, "2021": NEW + SAME}, 3),
        ({"2011": OLD + SAME, "2021": NEW}, 2),
    ],
    ids=["2021", "2011", "both", "one of them whole"],
)
def test_areas_with_codes_of_two_censuses_are_drawn_from_the_newest_that_is_whole(
    files: dict[str, list[str]], drawn: int, pack: Path, tmp_path: Path
) -> None:
    rows = [f"{code},Winchester 003A,,,mill-end,,2021" for code in NEW]
    rows += [f"{code},Winchester 003A,,,mill-end,,2011" for code in OLD + SAME]
    (pack / "lsoas.csv").write_text("\n".join([LSOAS[0], *rows, ""]), "utf-8")
    given = [winchester(edition, tmp_path, codes) for edition, codes in files.items()]
    shapes = json.loads(outlines.draw(given).read_text("utf-8"))["features"]
    [mill_end] = [f["geometry"] for f in shapes if f["properties"]["area"] == "mill-end"]
    width = sum(outlines.signed_area(ring) for p in outlines.polygons(mill_end) for ring in p)
    assert width == pytest.approx(drawn * 0.01)


@pytest.mark.slow
def test_codes_of_one_census_are_not_drawn_from_outlines_of_the_other(
    pack: Path, tmp_path: Path
) -> None:
    rows = [f"{code},Winchester 003A,,,mill-end,,2011" for code in OLD]
    (pack / "lsoas.csv").write_text("\n".join([LSOAS[0], *rows, ""]), "utf-8")
    with pytest.raises(BadReference, match="no outline of the LSOAs E01023284"):
        outlines.draw([winchester("2021", tmp_path, SAME)])


@pytest.mark.slow
def test_the_shipped_outlines_draw_a_pack_that_has_no_file(
    pack: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    rows = [f"{code},Winchester 003A,,,mill-end,,2021" for code in NEW]
    (pack / "lsoas.csv").write_text("\n".join([LSOAS[0], *rows, ""]), "utf-8")
    (pack / "boundaries.geojson").unlink()
    main(["place", "check", "--outlines"])
    assert set(outlines.shown()) == {"harrowmere", "sector-north", "mill-end"}


@pytest.mark.parametrize("text", ["nothing", "[]", '{"features": [{}]}'])
def test_a_file_that_holds_no_outlines_is_refused(text: str, pack: Path, tmp_path: Path) -> None:
    (tmp_path / "lsoas.geojson").write_text(text, "utf-8")
    with pytest.raises(BadReference, match=r"lsoas\.geojson is no GeoJSON of LSOAs"):
        outlines.draw([tmp_path / "lsoas.geojson"])
