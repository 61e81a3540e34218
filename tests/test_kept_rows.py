"""Every row that a file has for this place is counted, or the file is stopped; never less."""

from pathlib import Path

import pandas as pd
import pytest

from cspdata import access, areas, publish, readers, store, sums
from cspdata.checks import Spellings, typed
from cspdata.checks.issues import Kind
from tests.test_another_place import forget
from tests.test_packs import LSOAS, PARISHES
from tests.test_packs import pack as pack

HEADER = "Month,LSOA code,LSOA name,Location,Longitude,Latitude,Crime type"
BY = access.person_here("officer")


def street(*codes: str) -> bytes:
    rows = [f"2023-05,{code},Somewhere 001A,On Quay Street,0,52,Burglary" for code in codes]
    return "\n".join([HEADER, *rows, ""]).encode()


@pytest.fixture
def listed(pack: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The tests' place with its five LSOAs and an empty store."""
    (pack / "lsoas.csv").write_text("\n".join([*LSOAS, ""]), "utf-8")
    monkeypatch.setenv("CSP_STORE", str(tmp_path / "store"))
    forget()
    store.create()
    return pack


def rehearsed(*files: bytes) -> publish.Rehearsal:
    uploads = [publish.Upload(f"{n}-street.csv", content) for n, content in enumerate(files)]
    return publish.rehearse(uploads)


@pytest.mark.slow
def test_a_publication_says_how_many_rows_lie_here(listed: Path) -> None:
    rehearsal = rehearsed(street("E00", "E01", "E99"), street("E98", "E04").replace(b"-05", b"-06"))
    assert rehearsal.located == "3 of 5 rows lie in Harrowmere Borough."
    assert rehearsal.tables["crimes"]["count"].sum() == 3
    publish.publish(rehearsal, BY)
    assert [file["rows_here"] for file in store.history()["files"].iloc[0]] == [2, 1]


def test_a_file_of_other_kinds_says_nothing_of_rows(listed: Path) -> None:
    text = "area,offence,period_start,period_end,count\nmill-end,theft,2023-05-01,2023-05-31,4\n"
    assert publish.rehearse([publish.Upload("tidy.csv", text.encode())]).located == ""


@pytest.mark.slow
def test_rows_of_an_lsoa_in_no_smallest_area_stop_the_file(listed: Path) -> None:
    """They were published as nothing: 2,729 of 2,773."""
    text = (listed / "lsoas.csv").read_text("utf-8").replace("fenwick-green", "sector-south")
    (listed / "lsoas.csv").write_text(text, "utf-8")
    forget()
    [fault] = rehearsed(street("E00", "E03", "E03")).faults
    assert fault.problem == (
        "2 of 3 rows lie in Sector South, and counts are kept for parishes only."
    )


def test_a_pack_of_two_levels_counts_in_the_lower(listed: Path) -> None:
    """Its crimes were published as "0 new in crimes"."""
    (listed / "levels.csv").write_text("level,singular,plural\ndistrict,d,ds\nward,w,ws\n")
    rows = ["area,name,level,parent,residents,kind,membership,wards,aliases"]
    rows += ["harrowmere,Harrowmere,district,,61000,,,,"]
    rows += [f"{code},{code},ward,harrowmere,{n},,,," for code, n in PARISHES.items()]
    (listed / "areas.csv").write_text("\n".join(rows), "utf-8")
    forget()
    rehearsal = rehearsed(street("E00", "E03", "E03"))
    assert rehearsal.faults == []
    counts = rehearsal.tables["crimes"].groupby("area")["count"].sum()
    assert counts[counts > 0].to_dict() == {"mill-end": 1, "fenwick-green": 2}
    assert set(counts.index) == set(areas.leaves())


# Counts by month and place of any police system


TIDY = "area,offence,period_start,period_end,count"


@pytest.fixture
def summing(listed: Path) -> Path:
    """The same place, whose police give counts by month and parish."""
    with (listed / "place.csv").open("a", encoding="utf-8") as file:
        file.write("sums_areas,yes\n")
    forget()
    return listed


def checked(*rows: str) -> publish.Rehearsal:
    text = "\n".join([TIDY, *rows, ""])
    return publish.rehearse([publish.Upload("counts.csv", text.encode(), "police-tables")])


MAY = "2023-05-01,2023-05-31"


def test_what_a_month_does_not_name_is_none(summing: Path) -> None:
    rehearsal = checked(f"mill-end,theft,{MAY},4", f"stonebrook,drugs,{MAY},2")
    assert [issue.problem for issue in rehearsal.issues] == [
        "8 counts of May 2023 are not in the file and are taken as 0."
    ]
    assert rehearsal.faults == []
    wide = rehearsal.tables["crimes"].pivot(index="area", columns="offence", values="count")
    assert wide.loc["mill-end"].to_dict() == {"drugs": 0, "theft": 4}
    assert (len(wide), wide.to_numpy().sum()) == (5, 6)


def test_a_count_of_what_is_summed_here_is_refused(summing: Path) -> None:
    [fault] = checked(f"sector-north,theft,{MAY},4", f"mill-end,theft,{MAY},4").faults
    assert (fault.row, fault.column) == (2, "area")
    assert fault.problem == (
        "“Sector North” is a policing sector; police tables are given for parishes, and the rest"
        " is summed here."
    )


def test_where_the_pack_does_not_say_so_nothing_is_filled_or_refused(listed: Path) -> None:
    rehearsal = checked(f"sector-north,theft,{MAY},4", f"mill-end,theft,{MAY},4")
    assert (rehearsal.faults, len(rehearsal.tables["crimes"])) == ([], 2)


def test_the_sums_are_those_of_a_plain_sum(summing: Path) -> None:
    months = ("2023-05-01,2023-05-31", "2023-06-01,2023-06-30")
    rows = [
        (area, offence, days, 3 * number + 5 * at + len(offence))
        for at, days in enumerate(months)
        for number, area in enumerate(PARISHES)
        for offence in ("robbery", "drugs")
    ]
    rehearsal = checked(*(",".join(map(str, row)) for row in rows))
    figures = sums.rollup.rollup(rehearsal.after("crimes"))
    plain = pd.DataFrame(rows, columns=["area", "offence", "days", "count"])
    for area in ("harrowmere", "sector-north", "sector-south"):
        inside = plain[plain["area"].isin(areas.leaves(area))]
        found = figures[(figures["area"] == area) & figures["offence"].isin(plain["offence"])]
        assert found["count"].sum() == inside["count"].sum()
        assert len(found) == 4


def test_a_sheet_is_dense_however_its_shape(listed: Path) -> None:
    [sheet] = readers.read(street("E00"), "street.csv", keep=frozenset(areas.of_lsoa()))
    part = typed(sheet, "police-uk", None, Spellings.known())
    assert (part.rows_here, part.rows_in_file) == (1, 1)
    assert set(part.tables["crimes"]["area"]) == set(PARISHES)


# Real places that are not Winchester must not be held for what is usual there


def held(pack: Path, *rows: str) -> list[str]:
    (pack / "lsoas.csv").write_text("\n".join([*LSOAS, ""]), "utf-8")
    forget()
    store.create()
    text = "\n".join([f"Crime ID,{HEADER}", *rows, ""]).encode()
    return [issue.name for issue in rehearsed(text).issues if issue.kind is Kind.HELD]


def asb(number: int, code: str = "E00", name: str = "Somewhere 001A") -> str:
    street = f"On Street {number}"
    return f",2023-05,{code},{name},{street},0,52,Anti-social behaviour"


@pytest.mark.slow
@pytest.mark.parametrize(
    ("rows", "names"),
    [
        ([asb(n) for n in range(60)] + [asb(n) for n in range(20) for _ in range(3)], []),
        ([asb(n) for n in range(60) for _ in range(2)], ["repeated-rows-2023-05"]),
    ],
    ids=["crowded points, as in Southampton", "the file twice"],
)
def test_rows_alike_are_held_only_where_the_whole_file_repeats(
    rows: list[str], names: list[str], pack: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CSP_STORE", str(tmp_path / "store"))
    found = held(pack, *rows)
    assert [name for name in found if name.startswith("repeated")] == names


@pytest.mark.slow
def test_names_that_the_last_census_changed_are_no_cut(
    pack: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Southampton 033B of 2021 is another number in older files, under the same code."""
    monkeypatch.setenv("CSP_STORE", str(tmp_path / "store"))
    older = [asb(n, f"E0{n % 5}", f"Harrowmere 00{n % 5 + 1}Z") for n in range(200)]
    found = held(pack, *sorted(older, key=lambda row: row.split(",")[3]))
    assert [name for name in found if name.startswith("cut")] == []
    lacking = [row for row in older if row.split(",")[2] not in ("E03", "E04")]
    found = held(pack, *sorted(lacking, key=lambda row: row.split(",")[3]))
    assert [name for name in found if name.startswith("cut")] == ["cut-at-the-end-2023-05"]
