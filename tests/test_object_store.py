"""A bucket gives the guarantees of a folder: whole versions, no lost race, kind words."""

import json
import os
import random
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator
from pathlib import Path

import duckdb
import pandas as pd
import pytest
from deltalake import DeltaTable
from pyarrow import fs

from cspdata import access, exports, kept, publish, schemas, store
from cspdata.errors import GroundMoved, NoStore, StorageFault, StoreUnavailable
from cspdata.publish import Upload
from cspdata.store import log

pytestmark = pytest.mark.slow

ROOT = Path(__file__).resolve().parent.parent
OFFICER = access.person_here("A. Officer")
KEY, SECRET = "test-key", "test-secret-that-nobody-may-see"
STARTS_WITHIN, KILLS = 30, 6
HEAD = "area,offence,period_start,period_end,count"
PUBLISHING = """
import sys
from cspdata import access, publish
rehearsal = publish.rehearse([publish.Upload("late.csv", sys.argv[1].encode(), "police-tables")])
print("rehearsed", flush=True)
right = {each.name: "counted again" for each in rehearsal.held}
publish.publish(rehearsal, access.person_here("somebody killed"), confirmed=right)
"""


@pytest.fixture(scope="session")
def service(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of an S3 service on this machine."""
    with socket.socket() as asked:
        asked.bind(("127.0.0.1", 0))
        port = asked.getsockname()[1]
    folder = tmp_path_factory.mktemp("s3")
    log = folder / "log.txt"
    command = [sys.executable, "-m", "moto.server", "-H", "127.0.0.1", "-p", str(port)]
    with log.open("wb") as written:
        running = subprocess.Popen(
            command,
            cwd=folder,
            env=os.environ | {"PYTHONPATH": str(ROOT)},
            stdout=written,
            stderr=subprocess.STDOUT,
        )
    address = f"http://127.0.0.1:{port}"
    until = time.monotonic() + STARTS_WITHIN
    while time.monotonic() < until:
        try:
            urllib.request.urlopen(f"{address}/moto-api/", timeout=1).close()
            break
        except OSError:
            time.sleep(0.1)
    yield address
    running.terminate()
    running.wait(timeout=20)


@pytest.fixture(autouse=True)
def bucket(service: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> fs.S3FileSystem:
    """An empty bucket of its own for each test; the store is a folder in it."""
    for name, value in {
        "AWS_ACCESS_KEY_ID": KEY,
        "AWS_SECRET_ACCESS_KEY": SECRET,
        "AWS_REGION": "eu-west-2",
        "AWS_ENDPOINT_URL": service,
        "AWS_ALLOW_HTTP": "true",
    }.items():
        monkeypatch.setenv(name, value)
    name = f"bucket{random.randrange(10**12)}"
    made = fs.S3FileSystem(
        endpoint_override=service, region="eu-west-2", allow_bucket_creation=True
    )
    made.create_dir(name)
    monkeypatch.setenv("CSP_STORE", f"s3://{name}/csp")
    return fs.SubTreeFileSystem(f"{name}/csp", made)


def counted(count: int, area: str = "St Luke") -> Upload:
    row = f"{area},Drugs,2017-04-01,2017-10-31,{count}"
    return Upload("counts.csv", f"{HEAD}\n{row}\n".encode(), "police-tables")


def put(count: int, area: str = "St Luke") -> int:
    rehearsal = publish.rehearse([counted(count, area)])
    right = {each.name: "counted again" for each in rehearsal.held}
    return publish.publish(rehearsal, OFFICER, confirmed=right)


def counts() -> list[int]:
    return sorted(int(count) for count in store.read("crimes")["count"])


def names(bucket: fs.SubTreeFileSystem, folder: str) -> list[str]:
    found = bucket.get_file_info(fs.FileSelector(folder, recursive=True, allow_not_found=True))
    return sorted(file.path for file in found if file.is_file)


def test_a_bucket_without_a_store_says_so() -> None:
    assert not store.exists()
    with pytest.raises(NoStore, match="never made, or was moved") as told:
        store.version()
    assert "s3://" in told.value.detail


def test_the_published_figures_are_the_same_as_in_a_folder(
    built_store: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    publish.rebuild()
    from_bucket = {name: store.read(name) for name in schemas.TABLES}
    written = {path.name: path.read_bytes() for path in exports.write(tmp_path / "bucket")}
    monkeypatch.setenv("CSP_STORE", str(built_store))
    for name, rows in from_bucket.items():
        pd.testing.assert_frame_equal(rows, store.read(name))
    local = {path.name: path.read_bytes() for path in exports.write(tmp_path / "folder")}
    assert written.keys() == local.keys()
    assert written["crime.csv"] == local["crime.csv"]


def test_publishing_undoing_and_looking_back() -> None:
    store.create()
    assert [put(5), put(7)] == [1, 2]
    assert publish.restore(1, 2, OFFICER, "Too early") == 3
    assert counts() == [5]
    assert store.read("crimes", 2)["count"].tolist() == [7]
    assert store.history()["by"].tolist() == ["A. Officer", "A. Officer", "A. Officer", ""]


def test_files_as_sent_and_texts_made_lie_in_the_bucket(bucket: fs.SubTreeFileSystem) -> None:
    store.create()
    version = put(5)
    with bucket.open_input_stream(f"raw/{counted(5).sha256}") as sent:
        assert sent.read() == counted(5).content
    kept.signals_files(version)
    assert [name for name in names(bucket, f"made/{version}") if name.endswith("signals.csv")]
    assert store.made(version, "never made") is None
    before = names(bucket, "made")
    assert kept.signals_files(version) == kept.signals_files(version)
    assert names(bucket, "made") == before


def test_who_comes_second_is_told_that_the_ground_moved() -> None:
    store.create()
    first, second = (publish.rehearse([counted(5)]), publish.rehearse([counted(7, "St Paul")]))
    publish.publish(first, OFFICER)
    with pytest.raises(GroundMoved):
        publish.publish(second, OFFICER)
    assert counts() == [5]
    put(7, "St Paul")
    assert counts() == [5, 7]


def test_two_commits_on_one_version_cannot_both_stand() -> None:
    store.create()
    tables = [publish.rehearse([counted(count)]).tables for count in (5, 7)]
    about = store.Publication(by="A. Officer", reason="A race")
    store.replace(tables[0], about, base=0)
    with pytest.raises(GroundMoved):
        store.replace(tables[1], about, base=0)
    assert (store.version(), counts()) == (1, [5])


def asked_for(asking: Callable[[], object], service: str) -> list[str]:
    """The requests that the service answers while something is asked, by method and last name."""
    with urllib.request.urlopen(f"{service}/moto-api/recorder/start-recording", b""):
        asking()
    with urllib.request.urlopen(f"{service}/moto-api/recorder/stop-recording", b""):
        pass
    with urllib.request.urlopen(f"{service}/moto-api/recorder/download-recording") as told:
        asked = [json.loads(line) for line in told.read().decode().splitlines()]
    urllib.request.urlopen(f"{service}/moto-api/recorder/reset-recording", b"").close()
    return [f"{each['method']} {each['url'].rpartition('/')[2]}" for each in asked]


def test_a_click_asks_twice_however_many_publications_there_were(service: str) -> None:
    store.create()
    for count in range(1, 4):
        put(count)
    store.readable()
    asked = asked_for(store.readable, service)
    assert asked == [f"HEAD {3:020}.json", f"HEAD {4:020}.json"]


def test_a_new_publication_of_another_process_is_read_on_from_what_is_known(
    service: str,
) -> None:
    """The log is not read anew: two questions of the usual, one new entry, one new file."""
    store.create()
    put(1)
    store.readable()
    held = list(log.known().commits)
    put(2)
    log.known().commits = held
    asked = asked_for(store.readable, service)
    assert [each for each in asked if f"{0:020}" in each] == []
    assert len(asked) <= 8
    assert counts() == [2]


def test_a_publisher_that_is_killed_leaves_the_store_whole() -> None:
    store.create()
    put(1)
    chance = random.Random(1)
    for count in range(2, 2 + KILLS):
        before, held = store.version(), counts()
        killed = subprocess.Popen(
            [sys.executable, "-c", PUBLISHING, counted(count).content.decode()],
            cwd=ROOT,
            stdout=subprocess.PIPE,
        )
        assert killed.stdout is not None
        assert killed.stdout.readline() == b"rehearsed\n"
        time.sleep(chance.uniform(0, 0.15))
        os.kill(killed.pid, signal.SIGKILL)
        killed.wait()
        killed.stdout.close()
        assert (store.version(), counts()) in [(before, held), (before + 1, [count])]
    assert put(99) == store.version()
    assert counts() == [99]


def test_what_a_killed_publisher_left_behind_is_swept(bucket: fs.SubTreeFileSystem) -> None:
    store.create()
    put(5)
    held = [name for name in names(bucket, "figures") if name.endswith(".parquet")]
    for left in ("figures/table=crimes/part-of-nothing.parquet", "raw/ab12.partial"):
        with bucket.open_output_stream(left) as written:
            written.write(b"half")
    assert store.sweep() == []
    assert sorted(store.sweep(time.time() + 2 * 3600)) == [
        "ab12.partial",
        "part-of-nothing.parquet",
    ]
    assert [name for name in names(bucket, "figures") if name.endswith(".parquet")] == held
    assert counts() == [5]


@pytest.mark.parametrize("ask", [store.version, store.exists, store.create, store.history])
def test_a_service_that_does_not_answer_is_a_sentence_without_secrets(
    ask: object, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("AWS_ENDPOINT_URL", "http://127.0.0.1:9")
    with pytest.raises(StorageFault, match="cannot be read at the moment") as told:
        ask()  # type: ignore[operator]
    assert "s3://" not in str(told.value)
    assert "does not answer" in told.value.detail
    assert SECRET not in told.value.detail
    assert "\n" not in told.value.detail


def test_a_bucket_that_is_not_there_is_a_sentence(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CSP_STORE", "s3://no-such-bucket/csp")
    with pytest.raises(StoreUnavailable, match="could not be written") as told:
        store.create()
    assert "404" in told.value.detail


def test_another_engine_reads_the_same_sums() -> None:
    publish.rebuild()
    ours = store.read("crimes")
    figures = DeltaTable(f"{os.environ['CSP_STORE']}/figures").to_pyarrow_dataset()
    asked = "from figures where \"table\" = 'crimes'"
    whole = duckdb.sql(f"select count(*), sum(count) {asked}").fetchall()
    assert whole == [(len(ours), ours["count"].sum())]
    theirs = dict(duckdb.sql(f"select area, sum(count) {asked} group by area").fetchall())
    assert theirs == ours.groupby("area")["count"].sum().to_dict()
    assert figures.count_rows() == sum(len(store.read(name)) for name in schemas.TABLES)


def test_another_engine_reads_the_files_that_the_log_names(published: Path, tmp_path: Path) -> None:
    """DuckDB's own Parquet reader, without Delta's."""
    named = DeltaTable(str(published / "figures")).file_uris()
    files = [uri.removeprefix("file://") for uri in named if "table=crimes" in uri]
    ours = store.read("crimes").groupby("offence")["count"].sum()
    read = f"read_parquet({files!r}, hive_partitioning=true)"
    theirs = duckdb.sql(f"select offence, sum(count) from {read} group by offence").fetchall()
    assert dict(theirs) == ours.to_dict()


def test_a_distributed_engine_reads_the_same_sums(
    published: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DAFT_ANALYTICS_ENABLED", "0")
    monkeypatch.setenv("DO_NOT_TRACK", "true")
    import daft

    ours = store.read("crimes").groupby("area")["count"].sum()
    figures = daft.read_deltalake(str(published / "figures"))
    crimes = figures.where(daft.col("table") == "crimes")
    theirs = crimes.groupby("area").agg(daft.col("count").sum()).to_pydict()
    assert dict(zip(theirs["area"], theirs["count"], strict=True)) == ours.to_dict()
