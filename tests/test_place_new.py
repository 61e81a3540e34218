"""A place made by its name: its parts, its residents, its figures, and what it was asked.

Every number is held against a plain count of the rows of the files. The small archive is made up
of real LSOAs and drawn counts, so these run anywhere; the trial with the police's own files needs
the shared data.
"""

import itertools
import json
import os
import subprocess
import sys
import zipfile
from collections.abc import Iterable, Iterator
from datetime import date
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from cspdata import areas, caveats, draft, national, offences, outlines, packs, place, store
from cspdata.__main__ import main
from cspdata.draft import ground, parts, tables
from cspdata.draft.conversation import Conversation
from cspdata.errors import BadReference, UnreadableFile
from tests import commands
from tests.test_another_place import ROOT, forget

TODAY = date(2026, 11, 25)
POLICE = "Hampshire Constabulary"
HEADER = (
    "Crime ID,Month,Reported by,Falls within,Longitude,Latitude,Location,LSOA code,LSOA name,"
    "Crime type,Last outcome category,Context"
)
TYPES = ("Burglary", "Drugs", "Violence and sexual offences", "Anti-social behaviour")
IDS = itertools.count(1)
MONTHS = [f"2023-{number:02}" for number in range(1, 13)]


def line(month: str, lsoa: str, name: str, kind: str, street: str = "High Street") -> str:
    placed = f"-1.4,50.9,On or near {street},{lsoa},{name}"
    return f"{next(IDS):064x},{month},{POLICE},{POLICE},{placed},{kind},,"


def of_hampshire() -> pd.DataFrame:
    """Four LSOAs of each district of the force, and one of 2011 that Southampton has no more."""
    districts = ground.of_force("hampshire")["district_code"]
    rows = national.lsoas()
    rows = rows[rows["district_code"].isin(districts)]
    rows = rows.groupby(["district_code", "ward_code"]).head(2).groupby("district_code").head(4)
    former = national.changes().query("lsoa11_name.str.startswith('Southampton')").iloc[:1]
    former = former.rename(columns={"lsoa11": "lsoa", "lsoa11_name": "lsoa_name"})
    return pd.concat([rows, former])[["lsoa", "lsoa_name"]].reset_index(drop=True)


@pytest.fixture(scope="module")
def archive(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A custom download: a year of the force, its outcomes, and a month of a neighbour."""
    draw = np.random.default_rng(21)
    path = tmp_path_factory.mktemp("download") / "abc123.zip"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as zipped:
        for month in MONTHS:
            lines = [
                line(month, row.lsoa, row.lsoa_name, kind, f"Street {number}")
                for row in of_hampshire().itertuples()
                for kind in TYPES
                for number in range(draw.poisson(4))
            ]
            name = f"{month}/{month}-hampshire"
            zipped.writestr(f"{name}-street.csv", "\r\n".join([HEADER, *lines, ""]))
            zipped.writestr(f"{name}-outcomes.csv", "Crime ID,Month,LSOA code,Outcome type\r\n")
        other = line("2023-01", "E01020371", "Dorset 001A", "Burglary")
        zipped.writestr("2023-01/2023-01-dorset-street.csv", f"{HEADER}\r\n{other}\r\n")
    return path


@pytest.fixture(scope="module")
def southampton(archive: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of a place that the command made of the small archive, asking nothing."""
    folder = tmp_path_factory.mktemp("places") / "southampton"
    command("new", "Southampton", "--yes", "--to", str(folder), "--archive", str(archive))
    return folder


NOWHERE = {"CSP_PLACE": "nowhere", "CSP_STORE": "nowhere-either"}


def command(*words: str) -> str:
    return commands.said(NOWHERE, "place", *words)


def program(*words: str) -> str:
    """The same as processes of their own."""
    done = subprocess.run(
        [sys.executable, "-m", "cspdata", "place", *words],
        cwd=ROOT,
        env=os.environ | NOWHERE,
        capture_output=True,
        text=True,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout + done.stderr


@pytest.fixture
def there(southampton: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    yield from settled(southampton, monkeypatch)


def settled(folder: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """The settings of a place, with nothing remembered of the one before."""
    monkeypatch.setenv("CSP_PLACE", str(folder / draft.PACK))
    monkeypatch.delenv("CSP_STORE", raising=False)
    forget()
    yield folder
    monkeypatch.undo()
    forget()


def rows_of(paths: Iterable[Path]) -> pd.DataFrame:
    """The rows of street-level files as they stand there: month, lsoa, type."""
    parts = []
    for path in paths:
        if path.suffix == ".zip":
            with zipfile.ZipFile(path) as zipped:
                names = [name for name in zipped.namelist() if "hampshire-street" in name]
                parts += [pd.read_csv(zipped.open(name), dtype=str) for name in names]
        else:
            parts.append(pd.read_csv(path, dtype=str))
    columns = {"Month": "month", "LSOA code": "lsoa", "Crime type": "type"}
    return pd.concat(parts).rename(columns=columns)[[*columns.values()]]


def plainly(rows: pd.DataFrame, lsoas: Iterable[str]) -> dict[tuple[str, str], int]:
    """(month, crime type) -> the rows of these LSOAs, counted one by one."""
    inside, found = set(lsoas), {}
    for month, lsoa, kind in rows.itertuples(index=False, name=None):
        if lsoa in inside:
            found[month, kind] = found.get((month, kind), 0) + 1
    return found


def published(area: str) -> dict[tuple[str, str], int]:
    """(month, crime type) -> what is published of an area: the sum of its smallest areas."""
    crimes = store.read("crimes", store.version())
    crimes = crimes[crimes["area"].isin(areas.leaves(area)) & (crimes["count"] > 0)]
    kinds = {offence: kind for kind, offence in offences.by_police_uk().items()}
    month = crimes["period_start"].dt.strftime("%Y-%m")
    summed = crimes.groupby([month, crimes["offence"].map(kinds)])["count"].sum()
    return {key: int(count) for key, count in summed.items()}


def lsoas_inside(ward: str) -> set[str]:
    """The LSOAs of a ward by the national table, and those of 2011 that it holds most of."""
    new = national.lsoas().query("district_code == 'E06000045' and ward == @ward")["lsoa"]
    return set(new) | {
        code for code, area in areas.of_lsoa().items() if areas.one(area).name == ward
    }


# Figures


@pytest.mark.slow
def test_every_number_of_three_areas_is_that_of_a_plain_count(there: Path, archive: Path) -> None:
    rows = rows_of([archive])
    wards = [areas.one(area) for area in areas.leaves() if published(area)]
    assert len(wards) >= 2
    assert published("southampton") == plainly(rows, areas.of_lsoa())
    for ward in wards[:2]:
        assert published(ward.area) == plainly(rows, lsoas_inside(ward.name))


@pytest.mark.slow
def test_a_row_that_names_its_place_by_the_census_of_2011_is_counted(there: Path) -> None:
    former = of_hampshire().iloc[-1]["lsoa"]
    assert national.editions(former) == {"2011"}
    assert former in areas.of_lsoa()


@pytest.mark.slow
def test_the_folder_holds_pack_raw_files_and_store_and_the_pack_has_no_fault(there: Path) -> None:
    assert {path.name for path in there.iterdir()} == {"reference", "raw", "store"}
    assert packs.faults() == []
    raw = there / "raw" / "police-uk"
    assert (raw / "files.csv").read_text("utf-8").splitlines()[1:] == [
        "abc123.zip,police-uk,2023-01-01/2023-12-31,data.police.uk street-level files"
    ]
    with zipfile.ZipFile(raw / "abc123.zip") as zipped:
        assert sorted(zipped.namelist()) == [f"{m}/{m}-hampshire-street.csv" for m in MONTHS]


@pytest.mark.slow
def test_residents_are_those_of_the_census_and_say_so(there: Path) -> None:
    census = national.lsoas().query("district_code == 'E06000045'")["residents"].sum()
    assert areas.one("southampton").residents == census
    assert place.here().residents == "the census of 21 March 2021"


@pytest.mark.slow
def test_every_area_has_its_outline_and_wards_cover_the_district(there: Path) -> None:
    sizes = {
        area: sum(outlines.signed_area(ring) for p in outlines.polygons(shape) for ring in p)
        for area, shape in outlines.shown().items()
    }
    assert set(sizes) == set(areas.order())
    assert sum(sizes[area] for area in areas.leaves()) == pytest.approx(sizes["southampton"])


@pytest.mark.slow
def test_the_breaks_of_the_force_come_without_being_asked_for(there: Path) -> None:
    broken = [c.caveat for c in caveats.every() if c.effect == "break"]
    assert broken == ["violence-police-uk", "dwelling-burglary"]


# The talk


def talk(*answers: str) -> Conversation:
    """A conversation in which these answers are typed, one after the other."""
    typed = iter(answers)
    return Conversation(say=lambda words: None, hear=lambda question: next(typed))


def drafted(name: str, folder: Path, *answers: str, **wish: object) -> tuple[draft.Draft, int]:
    """A place drafted without figures, and how many questions that took."""
    conversation = talk(*answers)
    made = draft.new(draft.Wish(name, folder=folder, archive=[], **wish), conversation, TODAY)
    return made, conversation.asked


def table(folder: Path, name: str) -> pd.DataFrame:
    return pd.read_csv(folder / draft.PACK / name, dtype=str, keep_default_na=False)


def test_a_district_of_its_own_partnership_takes_one_question_beside_the_file(
    tmp_path: Path,
) -> None:
    conversation = talk("", "")
    draft.new(draft.Wish("New Forest", folder=tmp_path / "a"), conversation, TODAY)
    assert conversation.asked == 2
    assert list(table(tmp_path / "a", "areas.csv")["level"].unique()) == ["district", "ward"]


def test_a_district_of_a_joint_partnership_is_asked_about(tmp_path: Path) -> None:
    said = []
    conversation = talk("2", "msoa")
    conversation.say = said.append
    wish = draft.Wish("Basingstoke and Deane", folder=tmp_path / "a", archive=[])
    made = draft.new(wish, conversation, TODAY)
    assert (made.name, conversation.asked) == ("North Hampshire", 2)
    assert "  1  the district Basingstoke and Deane." in said
    assert (
        "  2  the Community Safety Partnership North Hampshire: Basingstoke and Deane, Hart and"
        " Rushmoor." in said
    )
    levels = table(tmp_path / "a", "areas.csv").groupby("level").size().to_dict()
    assert levels == {"partnership": 1, "district": 3, "neighbourhood": 45}


def test_nothing_typed_is_the_first_option(tmp_path: Path) -> None:
    made, _ = drafted("Basingstoke and Deane", tmp_path / "a", "", "")
    assert made.name == "Basingstoke and Deane"
    assert "wards" in set(table(tmp_path / "a", "levels.csv")["plural"])


def test_with_yes_a_district_is_itself_and_what_was_assumed_is_kept(tmp_path: Path) -> None:
    conversation = Conversation(takes_proposals=True, say=lambda words: None)
    wish = draft.Wish("Basingstoke and Deane", folder=tmp_path / "a", archive=[])
    assert draft.new(wish, conversation, TODAY).name == "Basingstoke and Deane"
    assert conversation.asked == 0
    assert conversation.assumed[0].endswith("the district Basingstoke and Deane.")


def test_a_wrong_number_is_asked_again(tmp_path: Path) -> None:
    _, asked = drafted("Gosport", tmp_path / "a", "9", "hamlets", "1")
    assert asked == 3


def test_a_name_that_is_nowhere_gets_the_closest(tmp_path: Path) -> None:
    with pytest.raises(BadReference, match="is “Wincester”. Did you mean Winchester"):
        drafted("Wincester", tmp_path / "a")
    assert not (tmp_path / "a").exists()


@pytest.mark.parametrize("name", ["Bristol", "bristol, city of", "BRISTOL"])
def test_a_name_may_be_written_as_people_say_it(name: str, tmp_path: Path) -> None:
    assert ground.options(name)[0].name == "Bristol"


def test_nobody_to_answer_says_what_to_add(tmp_path: Path) -> None:
    def silent(question: str) -> str:
        raise EOFError

    conversation = Conversation(say=lambda words: None, hear=silent)
    with pytest.raises(BadReference, match="Add --yes"):
        draft.new(draft.Wish("Gosport", folder=tmp_path), conversation, TODAY)


def test_a_place_that_is_there_is_never_written_over(tmp_path: Path) -> None:
    drafted("Gosport", tmp_path / "a", parts="ward")
    with pytest.raises(BadReference, match="There is a place in .* already"):
        drafted("Fareham", tmp_path / "a", parts="ward")
    assert table(tmp_path / "a", "areas.csv")["area"][0] == "gosport"


@pytest.mark.slow
def test_files_of_another_force_are_refused(archive: Path, tmp_path: Path) -> None:
    other = tmp_path / "2023-01-dorset-street.csv"
    with zipfile.ZipFile(archive) as zipped:
        other.write_bytes(zipped.read("2023-01/2023-01-dorset-street.csv"))
    wish = draft.Wish("Gosport", "ward", folder=tmp_path / "a", archive=[other])
    with pytest.raises(UnreadableFile, match="no street-level crime in the area of Hampshire"):
        draft.new(wish, talk(), TODAY)
    assert not (tmp_path / "a" / draft.PACK).exists()


# Parts and levels


def test_a_file_of_parts_and_one_of_regions_make_three_levels(tmp_path: Path) -> None:
    found = national.lsoas().query("district_code == 'E07000088'")
    halves = ["East" if number % 2 else "West" for number in range(len(found))]
    own, regions = tmp_path / "parts.csv", tmp_path / "regions.csv"
    pd.DataFrame({"lsoa": found["lsoa"], "beat": halves}).to_csv(own, index=False)
    regions.write_text("beat,sector\nEast,Sunrise\nwest,Sunset\n", "utf-8")
    drafted("Gosport", tmp_path / "a", parts=str(own), regions=regions)
    assert table(tmp_path / "a", "levels.csv").to_numpy().tolist() == [
        ["district", "district", "districts", "district"],
        ["sector", "sector", "sectors", "sector"],
        ["beat", "beat", "beats", "beat"],
    ]
    rows = table(tmp_path / "a", "areas.csv")
    assert rows[["area", "parent"]].to_numpy().tolist() == [
        ["gosport", ""],
        ["sunrise", "gosport"],
        ["east", "sunrise"],
        ["sunset", "gosport"],
        ["west", "sunset"],
    ]
    east = found["residents"].to_numpy()[1::2].sum()
    assert rows["residents"][2] == str(east)


def test_a_part_that_is_lacking_or_strange_is_named(tmp_path: Path) -> None:
    own = tmp_path / "parts.csv"
    own.write_text("lsoa,beat\nE01022794,East\n", "utf-8")
    with pytest.raises(BadReference, match="parts.csv gives no part to the LSOAs E01"):
        drafted("Gosport", tmp_path / "a", parts=str(own))
    own.write_text("lsoa,beat\nE01022794,East\nE01099999,East\n", "utf-8")
    with pytest.raises(BadReference, match="do not lie here: E01099999"):
        drafted("Gosport", tmp_path / "a", parts=str(own))
    own.write_text("lsoa,beat\nE01022794,East\nE01022794,West\n", "utf-8")
    with pytest.raises(BadReference, match="parts.csv, row 2: this name has two"):
        drafted("Gosport", tmp_path / "a", parts=str(own))
    with pytest.raises(BadReference, match="“beats” is no file"):
        drafted("Gosport", tmp_path / "a", parts="beats")


@pytest.mark.slow
def test_a_whole_force_by_its_small_areas_has_four_levels(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    drafted("Warwickshire", tmp_path / "a", parts="lsoa")
    for _ in settled(tmp_path / "a", monkeypatch):
        assert [level.plural for level in areas.levels()] == [
            "police force areas",
            "districts",
            "neighbourhoods",
            "small areas",
        ]
        assert packs.faults() == []
        assert len(areas.leaves()) == len(areas.leaves(areas.root())) == 354
        assert areas.one(areas.root()).residents == 596_762


def test_two_wards_of_one_name_are_told_apart_by_their_district() -> None:
    [hampshire] = ground.options("Hampshire")
    levels, placed = parts.placed(hampshire, "ward", None)
    rows = tables.areas(levels, placed, "")
    assert not rows["area"].duplicated().any()
    assert not rows.duplicated(["level", "name"]).any()
    assert {"Milton (New Forest)", "Milton (Portsmouth)", "Bargate"} <= set(rows["name"])


@pytest.mark.parametrize(
    ("name", "means"),
    [
        ("Durham", ["County Durham", "Durham"]),
        ("Wiltshire", ["Wiltshire", "Wiltshire"]),
        ("City of London", ["City of London"]),
        ("Thames Valley Police", ["Thames Valley"]),
        ("Cwm Taf", ["Cwm Taf"]),
    ],
)
def test_a_name_means_the_smallest_place_first(name: str, means: list[str]) -> None:
    assert [option.name for option in ground.options(name)] == means


@pytest.mark.slow
@pytest.mark.parametrize(
    "name", ["Stevenage", "East Hertfordshire", "Cherwell", "Carmarthenshire", "Wiltshire"]
)
def test_places_with_moved_borders_and_thin_outlines_are_without_fault(
    name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """LSOAs that crossed a border or bear a neighbour's name; outlines with spikes."""
    made = Conversation(takes_proposals=True, say=lambda words: None)
    draft.new(draft.Wish(name, folder=tmp_path / "a", archive=[]), made, TODAY)
    for _ in settled(tmp_path / "a", monkeypatch):
        assert packs.faults() == []
        assert [gap.file for gap in packs.gaps() if "census" in gap.lacking] == []
        assert areas.named_as_ours(f"{name} 001A")
        neighbour = {"Stevenage": "East Hertfordshire", "Cherwell": "West Oxfordshire"}.get(name)
        assert neighbour is None or not areas.named_as_ours(f"{neighbour} 002A")


# The police's own files


WHOLE_FORCE = ("2016-05-hampshire-street.csv.gz", "2017-05-hampshire-street.csv.gz")


@pytest.mark.slow
@pytest.mark.parametrize("name", ["Southampton", "New Forest"])
def test_a_real_place_of_the_force_counts_what_its_files_hold(
    name: str, shared: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = shared / "data" / "police_street_full_force"
    files = [folder / file for file in WHOLE_FORCE]
    files.append(shared / "data" / "now" / "2025-10-hampshire-street.csv.gz")
    words = command("new", name, "--yes", "--to", str(tmp_path), "--archive", *map(str, files))
    rows = rows_of(files)
    for _ in settled(tmp_path, monkeypatch):
        whole = plainly(rows, areas.of_lsoa())
        assert f"{sum(whole.values()):,} of {len(rows):,} rows lie in {name}." in words
        assert published(areas.root()) == whole
        largest = sorted(areas.leaves(), key=lambda area: -areas.one(area).residents)
        for ward in largest[:2]:
            inside = [code for code, area in areas.of_lsoa().items() if area == ward]
            assert published(ward) == plainly(rows, inside)
            assert len(json.dumps(outlines.shown()[ward])) > 100


def test_what_the_shipped_caveats_say_was_measured_is_so(shared: Path) -> None:
    """The ratios in the table of forces' caveats, counted anew from the two months."""
    folder = shared / "data" / "police_street_full_force"
    before, after = (rows_of([folder / file]) for file in WHOLE_FORCE)
    district = national.lsoas().set_index("lsoa")["district_code"]
    old = national.changes().drop_duplicates("lsoa11").set_index("lsoa11")["lsoa21"].map(district)
    where = pd.concat([district, old])
    ours = ground.of_force("hampshire")["district_code"]

    def by_district(rows: pd.DataFrame) -> pd.Series:
        found = rows["lsoa"].map(where)
        return found[found.isin(ours)].value_counts()

    def ratios(kind: str, other: bool = False) -> str:
        chosen = [rows[(rows["type"] == kind) != other] for rows in (before, after)]
        found = by_district(chosen[1]) / by_district(chosen[0])
        assert len(found) == 14
        return f"{found.min():.2f} to {found.max():.2f} times"

    said = national.caveats().set_index("caveat")["reference"]
    assert ratios("Violence and sexual offences") in said["violence-police-uk"]
    assert ratios("Violence and sexual offences", other=True) in said["violence-police-uk"]
    assert ratios("Anti-social behaviour") in said["asb-police-uk"]


def test_the_command_is_a_thin_door(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["place", "new", "Atlantis", "--yes"]) == 1
    assert "is “Atlantis”" in capsys.readouterr().err


@pytest.mark.slow
def test_without_a_file_a_place_has_an_empty_store_to_publish_into(tmp_path: Path) -> None:
    words = program("new", "Gosport", "--yes", "--parts", "msoa", "--to", str(tmp_path / "a"))
    assert "publish the downloaded file in the browser" in words
    assert "assumed: Where is the downloaded file (nothing: go on without)? Nothing." in words
    assert (tmp_path / "a" / "store").exists()
