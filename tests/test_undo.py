"""Undo, history and both values of a revised figure; a store that the disk fails."""

import os
import resource
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

import pandas as pd
import pytest

from cspdata import access, publish, store
from cspdata.errors import DamagedVersion, GroundMoved, UnknownVersion
from cspdata.publish import Rehearsal, Upload
from cspdata.published import revisions
from cspdata.sums.rollup import rollup

pytestmark = pytest.mark.slow

OFFICER = access.person_here("A. Officer")
ROOT = Path(__file__).resolve().parent.parent


def rehearsed(count: int, offence: str = "robbery") -> Rehearsal:
    text = f"area,offence,period_start,period_end,count\nst-paul,{offence},2017-04-01,2017-10-31,"
    return publish.rehearse([Upload("tidy.csv", f"{text}{count}\n".encode())])


def put(count: int) -> int:
    return publish.publish(rehearsed(count), OFFICER)


def held() -> list[int]:
    return list(store.read("crimes")["count"])


def test_an_earlier_version_comes_back_as_a_new_one(three: Path) -> None:
    assert publish.restore(1, 3, OFFICER, "Wrong file") == 4
    assert held() == [5]
    newest = store.history().iloc[0]
    assert newest["reason"] == "Restored version 1: Wrong file"
    assert newest["by"] == "A. Officer"


def test_what_was_undone_can_be_brought_back_too(three: Path) -> None:
    publish.restore(1, 3, OFFICER, "")
    publish.restore(3, 4, OFFICER, "")
    assert held() == [9]


def test_undoing_everything_leaves_an_empty_store_with_its_history(three: Path) -> None:
    publish.restore(0, 3, OFFICER, "")
    assert held() == []
    assert len(store.history()) == 5


@pytest.mark.parametrize("version", [3, 4, -1])
def test_only_an_earlier_version_can_be_restored(three: Path, version: int) -> None:
    with pytest.raises(UnknownVersion):
        publish.restore(version, 3, OFFICER, "")


def test_restoring_on_moved_ground_is_refused(three: Path) -> None:
    put(11)
    with pytest.raises(GroundMoved, match="The ground moved"):
        publish.restore(1, 3, OFFICER, "")
    assert held() == [11]


def test_the_second_of_two_officers_is_told_and_rehearses_again(three: Path) -> None:
    first, second = rehearsed(20), rehearsed(3, "drugs")
    publish.publish(first, OFFICER)
    with pytest.raises(GroundMoved, match="rehearsal"):
        publish.publish(second, OFFICER)
    publish.publish(rehearsed(3, "drugs"), OFFICER)
    assert sorted(held()) == [3, 20]


def test_a_revised_figure_keeps_its_former_value(three: Path) -> None:
    found = revisions.every(3)
    assert list(zip(found["before"], found["now"], strict=True)) == [(7, 9)]
    assert (found["published_on"] < found["revised_on"]).all()


def test_a_restored_figure_shows_the_revision_of_its_own_time(three: Path) -> None:
    publish.restore(2, 3, OFFICER, "")
    found = revisions.every(4)
    assert list(zip(found["before"], found["now"], strict=True)) == [(5, 7)]


def test_a_figure_before_its_revision_has_none(three: Path) -> None:
    assert revisions.every(1).empty


def test_a_sum_with_a_revised_part_is_revised(three: Path) -> None:
    rows = store.read("crimes")
    others = ["burglary", "vehicle", "theft-person", "bicycle", "shoplifting"]
    parts = [rows.assign(offence=code, status="published") for code in others]
    parts.append(rows.assign(offence="other-theft"))
    figures = rollup(pd.concat(parts, ignore_index=True)).set_index("offence")
    assert figures.at["theft", "status"] == "revised"
    assert figures.at["burglary", "status"] == "published"


def test_an_accepted_spelling_is_remembered_with_who_and_when(empty_store: Path) -> None:
    store.create()
    text = b"area,offence,period_start,period_end,count\nST BARTH,Drugs,2017-04-01,2017-10-31,7\n"
    upload = Upload("tidy.csv", text)
    assert publish.rehearse([upload]).faults
    accepted = pd.DataFrame(
        [["areas", "ST BARTH", "st-bartholomew", "olga", pd.Timestamp("2026-11-22").date()]],
        columns=["vocabulary", "spelling", "meaning", "accepted_by", "accepted_on"],
    )
    publish.publish(publish.rehearse([upload], accepted=accepted), OFFICER)
    assert not publish.rehearse([upload]).faults
    alias = store.read("aliases").iloc[0]
    assert (alias["spelling"], alias["accepted_by"]) == ("ST BARTH", "olga")


# The disk


def test_what_a_killed_publisher_left_is_swept_once_it_is_an_hour_old(three: Path) -> None:
    parquet = next((three / "figures").rglob("*.parquet"))
    left = [parquet.with_name("left.parquet"), three / "raw" / "left.partial"]
    for path in left:
        path.write_bytes(b"half")
    assert store.sweep() == []
    for path in left:
        os.utime(path, (0, 0))
    assert sorted(store.sweep()) == ["left.parquet", "left.partial"]
    assert [list(store.read("crimes", v)["count"]) for v in (1, 2, 3)] == [[5], [7], [9]]


def publish_elsewhere(place: Path, user: int = 0, largest: int | None = None) -> str:
    """Publish 12 in a process of its own; what it says."""
    script = (
        "import os, sys; from cspdata import access, publish\n"
        "from cspdata.errors import CspError\n"
        "text = b'area,offence,period_start,period_end,count\\n"
        "st-paul,robbery,2017-04-01,2017-10-31,12\\n'\n"
        "rehearsal = publish.rehearse([publish.Upload('t.csv', text)])\n"
        "if int(sys.argv[1]): os.setuid(int(sys.argv[1]))\n"
        "try: publish.publish(rehearsal, access.person_here('x'))\n"
        "except CspError as fault: print(fault)\n"
    )

    def limit() -> None:
        if largest is not None:
            resource.setrlimit(resource.RLIMIT_FSIZE, (largest, largest))

    done = subprocess.run(
        [sys.executable, "-c", script, str(user)],
        cwd=ROOT,
        env=os.environ | {"CSP_STORE": str(place)},
        capture_output=True,
        text=True,
        preexec_fn=limit,
    )
    return done.stdout


def test_a_full_disk_says_so_and_changes_nothing(three: Path) -> None:
    assert "is full, so nothing was changed" in publish_elsewhere(three, largest=40)
    assert (store.version(), held()) == (3, [9])


def test_a_disk_that_fills_up_while_figures_are_written_changes_nothing(three: Path) -> None:
    assert "nothing was changed" in publish_elsewhere(three, largest=1000)
    assert (store.version(), held()) == (3, [9])


def test_a_read_only_store_says_so_and_changes_nothing(three: Path) -> None:
    nobody = 65534 if os.geteuid() == 0 else 0
    with tempfile.TemporaryDirectory() as anybodys:
        place = Path(anybodys, "store")
        shutil.copytree(three, place)
        Path(anybodys).chmod(0o755)
        for path in [place, *place.rglob("*")]:
            path.chmod(0o555 if path.is_dir() else 0o444)
        said = publish_elsewhere(place, user=nobody)
        for path in [place, *place.rglob("*")]:
            path.chmod(0o755 if path.is_dir() else 0o644)
    assert "is read-only for this program" in said
    assert (store.version(), held()) == (3, [9])


def test_a_store_whose_figures_are_gone_says_so(three: Path) -> None:
    for path in (three / "figures").rglob("*.parquet"):
        path.unlink()
    with pytest.raises(DamagedVersion, match="Version 3 of the figures is damaged"):
        store.read("crimes")
