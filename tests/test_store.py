"""The store: versions that never change, one commit a publication, kind words when it is lost."""

import shutil
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pandas as pd
import pytest

from cspdata import schemas, store
from cspdata.errors import GroundMoved, NoStore, StoreUnavailable, UnknownVersion

ABOUT = store.Publication(by="A. Officer", reason="April")
BEFORE_ALL = datetime(2000, 1, 1, tzinfo=UTC)


def crimes(count: int, area: str = "st-paul") -> pd.DataFrame:
    cells = {
        "source": "police-tables",
        "area": area,
        "offence": "theft",
        "period_start": date(2017, 4, 1),
        "period_end": date(2017, 10, 31),
        "count": count,
        "status": "published",
        "file": "tidy.csv",
        "row": 2,
        "column": "count",
    }
    return pd.DataFrame([cells])


def aliases(spelling: str) -> pd.DataFrame:
    cells = ["areas", spelling, "st-paul", "A. Officer", date(2018, 1, 4)]
    return pd.DataFrame([cells], columns=schemas.ALIASES.names)


def counts(at: int | None = None) -> list[int]:
    return list(store.read("crimes", at)["count"])


def log_of(place: Path) -> Path:
    return place / "figures" / "_delta_log"


@pytest.fixture
def made(empty_store: Path) -> Path:
    store.create()
    return empty_store


def test_a_store_is_made_once_and_starts_empty(made: Path) -> None:
    assert store.create() == 0
    assert store.version() == 0
    assert store.read("crimes").empty
    assert list(store.read("crimes").columns) == schemas.CRIMES.names


def test_making_a_store_again_keeps_what_it_holds(made: Path) -> None:
    store.replace({"crimes": crimes(53)}, ABOUT, base=0)
    store.create()
    assert counts() == [53]


def test_rows_come_back_as_they_went_in(made: Path) -> None:
    store.replace({"crimes": crimes(53)}, ABOUT, base=0)
    row = store.read("crimes").iloc[0]
    assert (row["area"], row["count"], row["row"]) == ("st-paul", 53, 2)
    assert row["period_end"] == pd.Timestamp(2017, 10, 31)


def test_an_earlier_version_reads_as_it_was(made: Path) -> None:
    first = store.replace({"crimes": crimes(53)}, ABOUT, base=0)
    second = store.replace({"crimes": crimes(54)}, ABOUT, base=first)
    assert [counts(at) for at in (0, first, second, None)] == [[], [53], [54], [54]]


def test_replacing_one_table_leaves_the_others(made: Path) -> None:
    first = store.replace({"crimes": crimes(53)}, ABOUT, base=0)
    store.replace({"aliases": aliases("St Pauls")}, ABOUT, base=first)
    assert counts() == [53]
    assert list(store.read("aliases")["spelling"]) == ["St Pauls"]


def test_two_tables_are_one_version(made: Path) -> None:
    both = {"crimes": crimes(53), "aliases": aliases("St Pauls")}
    assert store.replace(both, ABOUT, base=0) == 1
    assert len(store.history()) == 2


def test_rows_are_read_in_the_order_of_their_key(made: Path) -> None:
    rows = pd.concat([crimes(2, "st-paul"), crimes(1, "st-luke")])
    store.replace({"crimes": rows}, ABOUT, base=0)
    assert list(store.read("crimes")["area"]) == ["st-luke", "st-paul"]


@pytest.mark.parametrize("table", ["crimes", "aliases"])
def test_a_publication_is_refused_when_somebody_was_faster(made: Path, table: str) -> None:
    store.replace({"crimes": crimes(53)}, ABOUT, base=0)
    late = {"crimes": crimes(99)} if table == "crimes" else {"aliases": aliases("St Pauls")}
    with pytest.raises(GroundMoved, match="Somebody published after version 0"):
        store.replace(late, ABOUT, base=0)
    assert counts() == [53]
    assert store.version() == 1


def test_history_says_who_when_why_and_from_which_file(made: Path) -> None:
    file = {
        "name": "tidy.csv",
        "sha256": "ab12",
        "source": "police-tables",
        "period": "2017-04-01/2017-10-31",
        "rows": 1,
    }
    about = replace(ABOUT, files=(file,), changed={"crimes": 1})
    store.replace({"crimes": crimes(53)}, about, base=0)
    newest, oldest = store.history().to_dict("records")
    assert (newest["version"], newest["by"], newest["reason"]) == (1, "A. Officer", "April")
    assert newest["files"] == [file]
    assert newest["changed"] == {"crimes": 1}
    assert abs(datetime.now(UTC) - newest["at"]) < timedelta(minutes=5)
    assert oldest["reason"] == "An empty store was made."


def test_the_version_of_a_moment_is_the_newest_one_by_then(made: Path) -> None:
    store.replace({"crimes": crimes(53)}, ABOUT, base=0)
    assert store.version_on(datetime.now(UTC) + timedelta(seconds=1)) == 1
    with pytest.raises(UnknownVersion, match="Nothing had been published by 1 January 2000"):
        store.version_on(BEFORE_ALL)


@pytest.mark.parametrize("at", [7, 1])
def test_a_version_that_never_was_is_named(made: Path, at: int) -> None:
    with pytest.raises(UnknownVersion, match=f"no version {at}"):
        store.read("crimes", at)


def test_a_place_without_a_store_says_so(empty_store: Path) -> None:
    assert not store.exists()
    for ask in (store.version, store.history, lambda: store.read("crimes")):
        with pytest.raises(NoStore, match="There is no store at"):
            ask()


def test_a_store_that_is_lost_while_open_says_so(made: Path) -> None:
    store.replace({"crimes": crimes(53)}, ABOUT, base=0)
    shutil.rmtree(made / "figures")
    with pytest.raises(NoStore):
        store.read("crimes")


def test_a_damaged_log_is_a_sentence(made: Path) -> None:
    for entry in log_of(made).glob("*.json"):
        entry.write_text("{not a log", "utf-8")
    with pytest.raises(StoreUnavailable, match="cannot be read") as told:
        store.version()
    assert "\n" not in str(told.value)


def test_a_store_that_cannot_be_written_changes_nothing(made: Path) -> None:
    (made / "figures" / "table=crimes").write_text("a file in the way", "utf-8")
    with pytest.raises(StoreUnavailable, match="could not be written, so nothing was changed"):
        store.replace({"crimes": crimes(53)}, ABOUT, base=0)
    assert store.version() == 0


def test_what_a_killed_writer_left_behind_is_not_read(made: Path) -> None:
    store.replace({"crimes": crimes(53)}, ABOUT, base=0)
    written = next((made / "figures").rglob("*.parquet"))
    (written.parent / "part-of-nothing.parquet").write_bytes(written.read_bytes())
    assert counts() == [53]


def test_a_sent_file_is_kept_once_under_its_checksum(made: Path) -> None:
    store.keep_raw("ab12", b"as sent")
    store.keep_raw("ab12", b"as sent")
    assert [path.name for path in (made / "raw").iterdir()] == ["ab12"]
    assert (made / "raw" / "ab12").read_bytes() == b"as sent"
