"""A store that the program of 25 November 2026 wrote is opened, shown and continued.

`tests/stores/of-2026-11-25.zip` is that program's own work: five robberies in St Paul and two in St
Luke, then seven in St Paul, then drugs, then version 2 restored. It is never written anew.
"""

import zipfile
from pathlib import Path

import pytest

from cspdata import access, kept, publish, published, store
from cspdata.publish import Upload
from cspdata.published import revisions

OFFICER = access.person_here("B. Officer")
HEAD = "area,offence,period_start,period_end,count\n"


@pytest.fixture
def older(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    archive = Path(__file__).parent / "stores" / "of-2026-11-25.zip"
    zipfile.ZipFile(archive).extractall(tmp_path / "store")
    monkeypatch.setenv("CSP_STORE", str(tmp_path / "store"))
    return tmp_path / "store"


def robberies(at: int | None = None) -> dict[str, int]:
    rows = store.read("crimes", at)
    return dict(zip(rows["area"], rows["count"], strict=True))


def put(rows: str) -> int:
    upload = Upload("tidy.csv", (HEAD + rows).encode(), "police-tables")
    return publish.publish(publish.rehearse([upload]), OFFICER)


def test_every_version_reads_as_it_was(older: Path) -> None:
    assert store.newest().identity.version == 4
    assert robberies(0) == {}
    assert robberies(1) == {"st-luke": 2, "st-paul": 5}
    assert robberies(2) == robberies() == {"st-luke": 2, "st-paul": 7}
    assert len(store.read("crimes", 3)) == 3


def test_its_history_and_what_it_revised_are_told(older: Path) -> None:
    past = store.history()
    assert list(past["reason"]) == [
        "Restored version 2: Wrong file",
        "Drugs",
        "A late report",
        "The first",
        "An empty store was made.",
    ]
    (row,) = revisions.every(4).to_dict("records")
    assert (row["area"], row["before"], row["now"]) == ("st-paul", 5, 7)


@pytest.mark.slow
def test_it_is_continued_corrected_and_undone(older: Path) -> None:
    assert put("St Paul,Robbery,2017-04-01,2017-10-31,8\n") == 5
    assert robberies() == {"st-luke": 2, "st-paul": 8}
    assert put("St Paul,Robbery,2016-04-01,2016-10-31,4\n") == 6
    assert publish.restore(1, 6, OFFICER, "") == 7
    assert robberies() == {"st-luke": 2, "st-paul": 5}
    assert robberies(4) == {"st-luke": 2, "st-paul": 7}


def test_what_it_had_no_columns_for_is_kept_from_now_on(older: Path) -> None:
    rows = "St Luke,Drugs,2017-04-01,2017-10-31,[c]\nSt Paul,Robbery,2017-04-01,2017-10-31,70\n"
    rehearsal = publish.rehearse([Upload("tidy.csv", (HEAD + rows).encode(), "police-tables")])
    (held,) = rehearsal.held
    assert publish.publish(rehearsal, OFFICER, confirmed={held.name: "Counted again."}) == 5
    assert list(store.read("confirmed")["reason"]) == ["Counted again."]
    assert list(store.read("untold")["mark"]) == ["[c]"]
    assert [len(store.read(name, 4)) for name in ("confirmed", "untold")] == [0, 0]
    assert [len(each) for each in store.history()["confirmed"]] == [1, 0, 0, 0, 0, 0]


def test_revisions_of_both_programs_stand_beside_each_other(older: Path) -> None:
    put("St Luke,Robbery,2017-04-01,2017-10-31,3\n")
    rows = revisions.every(5).set_index("area")
    assert rows.loc["st-paul", ["before", "now"]].tolist() == [5, 7]
    assert rows.loc["st-luke", ["before", "now"]].tolist() == [2, 3]


def test_texts_that_it_kept_are_made_anew(older: Path) -> None:
    assert set(kept.signals_files(4)) == {"signals.csv", "signals.atom"}


def test_its_files_are_vouched_for_once_they_are_continued(older: Path) -> None:
    assert store.examined() == []
    assert any("carry no digest" in note for note in store.remarks())
    put("St Paul,Robbery,2017-04-01,2017-10-31,8\n")
    assert store.examined() == []


def test_it_is_left_alone_by_a_rebuild(older: Path) -> None:
    assert publish.others_published()


def test_its_figures_come_out_of_the_one_door(older: Path) -> None:
    shown = published.at()
    robberies = shown.figures.query("offence == 'robbery' and area == 'st-paul'")
    assert list(robberies["count"]) == [7]
    assert len(shown.revised) == 1
