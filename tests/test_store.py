"""The store: versions that never change, one commit a publication, kind words when it is lost."""

import re
import shutil
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pandas as pd
import pytest

from cspdata import schemas, store
from cspdata.errors import DamagedVersion, GroundMoved, NoStore, StoreUnavailable, UnknownVersion
from cspdata.periods import day_in_words

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
        with pytest.raises(NoStore, match="never made, or was moved") as told:
            ask()
        assert str(empty_store) in told.value.detail
        assert str(empty_store) not in str(told.value)


def test_a_store_that_is_lost_while_open_says_so(made: Path) -> None:
    store.replace({"crimes": crimes(53)}, ABOUT, base=0)
    shutil.rmtree(made / "figures")
    with pytest.raises(NoStore):
        store.read("crimes")


def test_a_damaged_log_is_a_sentence(made: Path) -> None:
    for entry in log_of(made).glob("*.json"):
        entry.write_text("{not a log", "utf-8")
    with pytest.raises(DamagedVersion, match="is damaged") as told:
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
    written = (made / "raw" / "ab12").stat().st_mtime_ns
    store.keep_raw("ab12", b"as sent")
    assert [path.name for path in (made / "raw").iterdir()] == ["ab12"]
    assert (made / "raw" / "ab12").read_bytes() == b"as sent"
    assert (made / "raw" / "ab12").stat().st_mtime_ns == written


def test_a_spoilt_copy_of_a_sent_file_is_replaced(made: Path) -> None:
    store.keep_raw("ab12", b"as sent")
    (made / "raw" / "ab12").write_bytes(b"")
    store.keep_raw("ab12", b"as sent")
    assert (made / "raw" / "ab12").read_bytes() == b"as sent"


# What a publication writes


def monthly(year: int, count: int = 1) -> pd.DataFrame:
    months = [date(year, month, 1) for month in range(1, 13)]
    ends = [date(year, month, 28) for month in range(1, 13)]
    return pd.concat([crimes(count)] * 12).assign(period_start=months, period_end=ends)


def parquet(place: Path) -> set[str]:
    return {path.name for path in (place / "figures").rglob("*.parquet")}


def test_a_publication_writes_the_years_that_it_changes_and_no_other(made: Path) -> None:
    years = {year: monthly(year) for year in range(2015, 2020)}
    store.replace({"crimes": pd.concat(years.values())}, ABOUT, base=0)
    before = parquet(made)
    assert len(before) == 5
    changed = pd.concat((years | {2017: monthly(2017, count=2)}).values())
    store.replace({"crimes": changed}, ABOUT, base=1)
    (written,) = parquet(made) - before
    assert written.startswith("2017-")
    assert counts(2) == list(changed.sort_values("period_start")["count"])
    assert counts(1) == [1] * 60


def test_the_newest_years_of_a_table_are_read_without_the_others(made: Path) -> None:
    years = {year: monthly(year) for year in range(2015, 2020)}
    store.replace({"crimes": pd.concat(years.values())}, ABOUT, base=0)
    read = store.read("crimes", years=2)
    assert sorted(set(read["period_start"].dt.year)) == [2018, 2019]
    assert len(read) == 24


def test_rows_that_took_the_place_of_others_are_written_where_they_lie(made: Path) -> None:
    """What is written of the parts alone is what writing all of them gives."""
    years = {year: monthly(year) for year in range(2015, 2020)}
    store.replace({"crimes": pd.concat(years.values())}, ABOUT, base=0)
    before = parquet(made)
    new = monthly(2017, count=2)
    after = pd.concat((years | {2017: new}).values())
    store.replace({"crimes": after}, ABOUT, base=1, brought={"crimes": new})
    [written] = parquet(made) - before
    store.replace({"crimes": after}, ABOUT, base=2)
    assert parquet(made) == before | {written}
    assert store.read("crimes", 2).equals(store.read("crimes", 3))


def test_what_must_come_first_stops_a_commit_that_it_fails(made: Path) -> None:
    def fails() -> None:
        raise StoreUnavailable("The copy was not kept.")

    with pytest.raises(StoreUnavailable):
        store.replace({"crimes": crimes(53)}, ABOUT, base=0, first=fails)
    assert store.version() == 0


def test_rows_that_are_read_again_are_not_those_that_somebody_changed(made: Path) -> None:
    store.replace({"crimes": crimes(53)}, ABOUT, base=0)
    rows = store.read("crimes")
    rows["count"] = 7
    assert counts() == [53]


def test_bringing_back_what_was_there_writes_no_figures_again(made: Path) -> None:
    for base, count in ((0, 53), (1, 54)):
        store.replace({"crimes": crimes(count)}, ABOUT, base)
    before = parquet(made)
    store.replace({"crimes": crimes(53)}, ABOUT, base=2)
    assert parquet(made) == before
    assert counts() == [53]


def test_a_table_without_rows_leaves_the_version(made: Path) -> None:
    store.replace({"crimes": crimes(53)}, ABOUT, base=0)
    store.replace({"crimes": crimes(53).head(0)}, ABOUT, base=1)
    assert counts() == []


@pytest.mark.slow
def test_the_size_of_a_store_grows_with_what_is_published(made: Path) -> None:
    """Twice as many years are less than three times the bytes; before, a square."""
    sizes, held = [], []
    for base, year in enumerate(range(2000, 2024)):
        held.append(monthly(year))
        store.replace({"crimes": pd.concat(held)}, ABOUT, base)
        sizes.append(sum(path.stat().st_size for path in (made / "figures").rglob("*.parquet")))
    assert sizes[-1] < 3 * sizes[11]


def test_what_a_publication_revised_is_kept_with_it(made: Path) -> None:
    rows = crimes(54).assign(before=53, now=54)
    store.replace({"crimes": crimes(53)}, ABOUT, base=0)
    store.replace({"crimes": crimes(54)}, ABOUT, base=1, revisions=rows)
    assert store.revised(1) is None
    (row,) = store.revised(2).to_dict("records")
    assert (row["area"], row["before"], row["now"]) == ("st-paul", 53, 54)
    assert row["period_start"] == pd.Timestamp(2017, 4, 1)


# What this process knows


def test_a_publication_by_another_process_is_seen_at_the_next_question(
    made: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert store.newest().identity.version == 0
    log_before = {path.name for path in log_of(made).iterdir()}
    store.replace({"crimes": crimes(53)}, ABOUT, base=0)
    shutil.copytree(made, tmp_path / "other")
    (entry,) = {path.name for path in log_of(made).iterdir()} - log_before
    (log_of(made) / entry).unlink()
    assert store.newest().identity.version == 0
    shutil.copy(log_of(tmp_path / "other") / entry, log_of(made))
    assert store.newest().identity.version == 1
    assert counts() == [53]


def test_a_backup_put_back_under_a_running_program_is_seen(made: Path, tmp_path: Path) -> None:
    store.replace({"crimes": crimes(53)}, ABOUT, base=0)
    shutil.copytree(made, tmp_path / "backup")
    store.replace({"crimes": crimes(54)}, ABOUT, base=1)
    was = store.newest().identity
    shutil.rmtree(made)
    shutil.copytree(tmp_path / "backup", made)
    assert store.newest().identity.version == 1
    assert counts() == [53]
    store.replace({"crimes": crimes(55)}, ABOUT, base=1)
    now = store.newest().identity
    assert now.version == was.version
    assert str(now) != str(was)


def test_an_identity_is_the_same_wherever_the_store_is_copied(
    made: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    store.replace({"crimes": crimes(53)}, ABOUT, base=0)
    here = store.newest().identity
    shutil.copytree(made, tmp_path / "copy")
    monkeypatch.setenv("CSP_STORE", str(tmp_path / "copy"))
    assert store.newest().identity == here


def test_half_past_midnight_in_summer_is_the_day_of_london(made: Path) -> None:
    """A publication at half past midnight on 1 July is on 30 June by the clocks of the world."""
    entry = log_of(made) / f"{0:020}.json"
    moment = int(datetime(2017, 6, 30, 23, 30, tzinfo=UTC).timestamp() * 1000)
    text = re.sub(r'"timestamp":\d+', f'"timestamp":{moment}', entry.read_text("utf-8"))
    entry.write_text(text, "utf-8")
    with pytest.raises(UnknownVersion):
        store.version_of_day(date(2017, 6, 30))
    assert store.version_of_day(date(2017, 7, 1)) == 0
    assert day_in_words(store.newest().identity.at) == "1 July 2017"
