"""Street-level files of many forces, counted by district: whole months only, however sent."""

import csv
import io
import zipfile
from collections import Counter
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as some

from cspdata import access, national, publish, readers, store
from cspdata.publish import uploads
from cspdata.readers import street
from cspdata.readers.blocks import Odd
from cspdata.sources import DISTRICTS

HEAD = ["Crime ID", "Month", "Reported by", "LSOA code", "LSOA name", "Crime type"]
HAMPSHIRE, SURREY = "Hampshire Constabulary", "Surrey Police"
OF = {
    district: codes.tolist()
    for district, codes in national.lsoas().groupby("district_code")["lsoa"]
}
WINCHESTER, GUILDFORD = "E07000094", "E07000209"
OFFICER = access.person_here("officer")
Row = tuple[str, str, str, str]


@pytest.fixture
def empty(empty_store: Path) -> Path:
    store.create()
    return empty_store


def row(force: str, district: str, kind: str = "Burglary", month: str = "2024-05") -> Row:
    return month, force, OF[district][0], kind


def written(rows: list[Row]) -> bytes:
    text = io.StringIO()
    lines = [
        [f"{n:064x}", month, force, code, "", kind]
        for n, (month, force, code, kind) in enumerate(rows)
    ]
    csv.writer(text).writerows([HEAD, *lines])
    return text.getvalue().encode()


def sent(rows: list[Row], name: str = "2024-05-hampshire-street.csv") -> publish.Upload:
    return publish.Upload(name, written(rows), DISTRICTS.source)


def counts(rehearsal: publish.Rehearsal) -> dict[tuple[str, str], int]:
    if "districts" not in rehearsal.new:
        return {}
    found = rehearsal.new["districts"].set_index(["district", "offence"])["count"]
    return {(str(district), str(kind)): int(count) for (district, kind), count in found.items()}


def problems(rehearsal: publish.Rehearsal) -> str:
    return " ".join(issue.problem for issue in rehearsal.issues)


def test_rows_are_counted_by_the_district_of_their_lsoa(empty: Path) -> None:
    rows = [row(HAMPSHIRE, WINCHESTER)] * 3 + [row(HAMPSHIRE, WINCHESTER, "Drugs")]
    assert counts(publish.rehearse([sent(rows)])) == {
        (WINCHESTER, "burglary"): 3,
        (WINCHESTER, "drugs"): 1,
    }


def test_what_neighbours_and_the_transport_police_recorded_is_added(empty: Path) -> None:
    files = [
        sent([row(HAMPSHIRE, WINCHESTER)] * 5),
        sent([row(SURREY, GUILDFORD)] * 5 + [row(SURREY, WINCHESTER)], "2024-05-surrey-street.csv"),
        sent([row("British Transport Police", WINCHESTER)], "2024-05-btp-street.csv"),
    ]
    assert counts(publish.rehearse(files))[WINCHESTER, "burglary"] == 7


def test_a_few_rows_of_a_neighbour_never_make_a_month(empty: Path) -> None:
    rehearsal = publish.rehearse(
        [sent([row(HAMPSHIRE, WINCHESTER)] * 5 + [row(HAMPSHIRE, GUILDFORD)])]
    )
    assert counts(rehearsal) == {(WINCHESTER, "burglary"): 5}
    assert "1 row in 1 district whose own force sent no file" in problems(rehearsal)


def test_the_transport_police_alone_bring_no_month(empty: Path) -> None:
    alone = sent([row("British Transport Police", WINCHESTER)] * 9)
    assert counts(publish.rehearse([alone])) == {}


def test_a_month_of_a_force_that_is_sent_twice_is_a_fault(empty: Path) -> None:
    files = [
        sent([row(HAMPSHIRE, WINCHESTER)]),
        sent([row(HAMPSHIRE, WINCHESTER)] * 2, "again.csv"),
    ]
    [fault] = publish.rehearse(files).faults
    assert fault.problem == "May 2024 of Hampshire Constabulary stands in two files."


def test_an_lsoa_of_the_former_census_lies_where_its_successors_do(empty: Path) -> None:
    old = next(
        code
        for code in national.changes()["lsoa11"]
        if national.district_of()[code] == "E06000045" and "2021" not in national.editions(code)
    )
    rows = [row(HAMPSHIRE, "E06000045"), ("2024-05", HAMPSHIRE, old, "Burglary")]
    assert counts(publish.rehearse([sent(rows)])) == {("E06000045", "burglary"): 2}


def test_rows_that_lie_nowhere_are_told(empty: Path) -> None:
    rows = [row(HAMPSHIRE, WINCHESTER)] * 99 + [("2024-05", HAMPSHIRE, "", "Burglary")]
    assert "Of 100 rows 1 without an LSOA" in problems(publish.rehearse([sent(rows)]))


def test_many_rows_in_lsoas_of_no_district_are_held(empty: Path) -> None:
    rows = [row(HAMPSHIRE, WINCHESTER)] * 9 + [("2024-05", HAMPSHIRE, "E99999999", "Burglary")]
    [held] = publish.rehearse([sent(rows)]).held
    assert held.name == "codes-not-placed"


def test_an_unknown_crime_type_is_a_fault_of_its_file(empty: Path) -> None:
    [fault] = publish.rehearse([sent([row(HAMPSHIRE, WINCHESTER, "Sorcery")])]).faults
    assert (fault.file, fault.found) == ("2024-05-hampshire-street.csv", "Sorcery")


def test_an_archive_and_a_folder_bring_the_same(empty: Path, tmp_path: Path) -> None:
    months = {
        "2024-05-hampshire-street.csv": written([row(HAMPSHIRE, WINCHESTER)] * 4),
        "2024-05-surrey-street.csv": written([row(SURREY, GUILDFORD)] * 2),
    }
    archive = tmp_path / "forces.zip"
    with zipfile.ZipFile(archive, "w") as packed:
        for name, content in months.items():
            packed.writestr(f"2024-05/{name}", content)
            (tmp_path / name).write_bytes(content)
    ways = [[archive], [tmp_path / name for name in months]]
    one, other = (
        publish.rehearse([publish.Upload.from_path(path, DISTRICTS.source) for path in paths])
        for paths in ways
    )
    assert counts(one) == counts(other) == {(WINCHESTER, "burglary"): 4, (GUILDFORD, "burglary"): 2}


def test_what_is_published_is_read_back_and_replaced_whole(empty: Path) -> None:
    for rows in ([row(HAMPSHIRE, WINCHESTER, "Drugs")] * 5, [row(HAMPSHIRE, WINCHESTER)] * 5):
        publish.publish(publish.rehearse([sent(rows)]), OFFICER)
    stored = store.read("districts")
    assert dict(zip(stored["offence"], stored["count"], strict=True)) == {"burglary": 5}


def test_a_large_file_on_this_computer_is_read_where_it_lies(
    empty: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(uploads, "HELD", 10)
    path = tmp_path / "2024-05-hampshire-street.csv"
    path.write_bytes(written([row(HAMPSHIRE, WINCHESTER)] * 5))
    upload = publish.Upload.from_path(path, DISTRICTS.source)
    assert upload.content == path
    publish.publish(publish.rehearse([upload]), OFFICER)
    assert (empty / "raw" / upload.sha256).read_bytes() == path.read_bytes()


rows_drawn = some.lists(
    some.tuples(
        some.sampled_from(["2024-05", "2024-06", " 2024-05", "Month", ""]),
        some.sampled_from([HAMPSHIRE, SURREY, ""]),
        some.sampled_from([*OF[WINCHESTER][:2], OF[GUILDFORD][0].lower(), "E99999999", ""]),
        some.sampled_from(["Burglary", "Drugs", "Crime type", ""]),
    ),
    min_size=1,
    max_size=12,
)


@pytest.mark.slow
@given(rows_drawn)
@settings(max_examples=60, deadline=None)
def test_the_quick_reader_counts_as_the_careful_one(rows: list[Row]) -> None:
    content = written([(HAMPSHIRE and "2024-05", HAMPSHIRE, OF[WINCHESTER][0], "Drugs"), *rows])
    quick = _tally(content)
    blocks = street.blocks
    try:
        street.blocks = _nothing
        assert _tally(content) == quick
    finally:
        street.blocks = blocks
    placed = Counter[tuple[str, str, str]]()
    for month, _, place, kind in quick["placed"].elements():
        placed[month, place, kind] += 1
    plain = Counter(
        (month.strip(), national.district_of()[code.upper()], kind)
        for month, _, code, kind in [("2024-05", "", OF[WINCHESTER][0], "Drugs"), *rows]
        if code.upper() in national.district_of()
        and not (month == "Month" and kind == "Crime type")
    )
    assert placed == plain


def _tally(content: bytes) -> dict[str, Counter[tuple[str, ...]]]:
    [sheet] = readers.read(content, "x-street.csv", by=national.district_of())
    return {name: Counter(sheet.tally[name]) for name in ("placed", "left_out")}  # type: ignore[literal-required]


def _nothing(*_: object) -> None:
    raise Odd
