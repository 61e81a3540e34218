"""A damaged store says so and shows the last whole version, never other figures than given."""

import random
import shutil
import time
from pathlib import Path
from types import SimpleNamespace

import pytest

from cspdata import access, publish, store
from cspdata.errors import DamagedVersion, StorageFault, StoreUnavailable
from cspdata.publish import Upload
from cspdata.store import log, places, versions

pytestmark = pytest.mark.slow

OFFICER = access.person_here("A. Officer")
HEAD = "area,offence,period_start,period_end,count\n"


def put(count: int) -> int:
    text = f"{HEAD}st-paul,robbery,2017-04-01,2017-10-31,{count}\n"
    return publish.publish(publish.rehearse([Upload("tidy.csv", text.encode())]), OFFICER)


def shown() -> list[int]:
    """What a reader sees of the newest version that can be shown."""
    found = store.readable()
    return list(store.read("crimes", found.identity.version)["count"])


def entry(place: Path, version: int) -> Path:
    return place / "figures" / "_delta_log" / f"{version:020}.json"


def file_of(place: Path, version: int) -> Path:
    (file,) = log.known().commits[version].added
    return place / "figures" / file.path


@pytest.fixture(autouse=True)
def nothing_is_known_to_be_damaged(monkeypatch: pytest.MonkeyPatch) -> None:
    for known in ("_bad", "_silent"):
        monkeypatch.setattr(versions, known, {})


@pytest.mark.parametrize("content", [b"", b"\0" * 2000, b"{", b"not a log", b"{}\n"], ids=repr)
def test_a_lost_last_commit_is_told_and_the_one_before_is_shown(
    three: Path, content: bytes
) -> None:
    entry(three, 3).write_bytes(content)
    found = store.newest()
    assert found.identity.version == 2
    assert "The newest publication (version 3) is damaged. Version 2, published" in found.note
    assert shown() == [7]
    with pytest.raises(DamagedVersion):
        store.version()


def test_history_names_the_publication_that_was_lost(three: Path) -> None:
    entry(three, 3).write_bytes(b"")
    newest = store.history().iloc[0]
    assert newest["version"] == 3
    assert newest["reason"] == "This publication has an empty entry in the log."


@pytest.mark.parametrize("content", [None, b""], ids=["lost", "empty"])
def test_a_commit_lost_in_the_middle_is_found_by_those_after_it(
    three: Path, monkeypatch: pytest.MonkeyPatch, content: bytes | None
) -> None:
    """A process that starts then cannot know which files version 3 took over from version 2."""
    entry(three, 2).unlink()
    if content is not None:
        entry(three, 2).write_bytes(content)
    monkeypatch.setattr(log, "_held", {})
    found = store.newest()
    assert found.identity.version == 1
    assert "version 3) is damaged" in found.note
    assert shown() == [5]
    with pytest.raises(DamagedVersion):
        store.read("crimes", 2)


def test_every_flipped_bit_of_the_figures_is_found(three: Path) -> None:
    """Of twenty bits flipped in a Parquet file, seven gave other figures without a word before."""
    chance, file = random.Random(6), file_of(three, 3)
    content = file.read_bytes()
    for _ in range(40):
        at, bit = chance.randrange(len(content)), 1 << chance.randrange(8)
        file.write_bytes(content[:at] + bytes([content[at] ^ bit]) + content[at + 1 :])
        versions._bad.clear()
        with pytest.raises(DamagedVersion, match="Version 3"):
            store.read("crimes", 3)
    assert shown() == [7]


@pytest.mark.parametrize("content", [None, b"", b"PAR1"], ids=["lost", "empty", "cut off"])
def test_a_file_that_is_lost_or_cut_off_is_told(three: Path, content: bytes | None) -> None:
    file = file_of(three, 3)
    file.unlink()
    if content is not None:
        file.write_bytes(content)
    assert shown() == [7]
    assert "version 3) is damaged" in store.newest().note


def test_a_store_of_which_nothing_is_whole_says_so(three: Path) -> None:
    for path in (three / "figures").rglob("*.json"):
        path.write_bytes(b"")
    with pytest.raises(DamagedVersion):
        store.readable()


def test_a_version_that_is_mended_is_shown_again(
    three: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(versions, "DAMAGED_S", 0)
    file = file_of(three, 3)
    content = file.read_bytes()
    file.write_bytes(b"")
    with pytest.raises(DamagedVersion):
        store.read("crimes", 3)
    file.write_bytes(content)
    assert shown() == [9]


def test_nothing_is_published_onto_a_damaged_version(three: Path) -> None:
    entry(three, 3).write_bytes(b"")
    with pytest.raises(DamagedVersion):
        put(11)


def test_the_last_whole_version_can_be_published_again_over_a_damaged_one(three: Path) -> None:
    file_of(three, 3).write_bytes(b"")
    assert publish.restore(2, store.number(), OFFICER, "The disk") == 4
    assert shown() == [7]
    assert put(11) == 5


def test_a_sentence_names_no_place_and_no_library(three: Path) -> None:
    file_of(three, 3).write_bytes(b"")
    with pytest.raises(DamagedVersion) as told:
        store.read("crimes")
    said = str(told.value)
    assert str(three) not in said
    assert "parquet" not in said.casefold()
    assert str(three) in told.value.detail
    assert "cspdata doctor" in told.value.detail


# Kept texts


@pytest.mark.parametrize("content", [b"", b"\xff\xfe\x00", b"a text of some other version\n"])
def test_a_spoilt_text_beside_the_store_is_made_anew(three: Path, content: bytes) -> None:
    store.keep_made(3, {"words.txt": "As made: naïve"})
    assert store.made(3, "words.txt") == "As made: naïve"
    (three / "made" / "3" / "words.txt").write_bytes(content)
    assert store.made(3, "words.txt") is None


def test_a_text_made_of_another_store_is_not_believed(
    three: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    store.keep_made(3, {"words.txt": "Nine robberies"})
    monkeypatch.setenv("CSP_STORE", str(tmp_path / "another"))
    store.create()
    for count in (1, 2, 3):
        put(count)
    shutil.copytree(three / "made", tmp_path / "another" / "made", dirs_exist_ok=True)
    assert store.made(3, "words.txt") is None


# Storage that does not answer


def test_while_storage_is_silent_the_last_version_is_shown_with_a_note(
    three: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert store.newest().note == ""

    def silent(path: str) -> object:
        raise OSError("timed out")

    monkeypatch.setattr(places, "info", silent)
    found = store.newest()
    assert found.identity.version == 3
    assert "does not answer at the moment. Version 3, published" in found.note
    with pytest.raises(StorageFault):
        store.version()
    monkeypatch.undo()


def test_a_silent_storage_is_not_asked_at_every_click(
    three: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked = []

    def silent(path: str) -> object:
        asked.append(path)
        raise OSError("timed out")

    store.newest()
    monkeypatch.setattr(places, "info", silent)
    for _ in range(5):
        store.newest()
    assert len(asked) == 1


def test_a_publication_whose_answer_is_lost_is_not_told_as_refused(
    three: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Storage that took a commit and broke off refuses the retry, as if another was first."""
    from cspdata.store import ledger

    whole = ledger.DeltaTable.create_write_transaction

    def twice(self: object, *given: object, **named: object) -> None:
        whole(self, *given, **named)
        whole(self, *given, **named)

    monkeypatch.setattr(ledger.DeltaTable, "create_write_transaction", twice)
    assert put(11) == 4
    assert shown() == [11]


def test_a_publication_whose_log_cannot_be_read_back_is_told_as_published(
    three: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Its commit stands; of 400 publishers over flaky storage two heard that they had failed."""
    sync = places.sync

    def silent() -> None:
        raise OSError("no answer")

    def synced(paths: list[str]) -> None:
        sync(paths)
        while_publishing.setattr(log, "commits", silent)

    with monkeypatch.context() as while_publishing:
        while_publishing.setattr(log, "commits", log.commits)
        while_publishing.setattr(places, "sync", synced)
        assert put(11) == 4
    assert shown() == [11]


def test_a_full_disk_is_told_before_anything_is_written(
    three: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(places, "free", lambda: 100)
    with pytest.raises(StoreUnavailable, match="is full, so nothing was changed"):
        put(11)
    assert shown() == [9]


def test_a_file_system_that_does_not_say_what_is_free_is_not_full(
    three: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(shutil, "disk_usage", lambda place: SimpleNamespace(total=0, free=0))
    assert put(11) == 4


def test_what_is_told_as_published_is_on_the_disk(
    three: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Each file of the publication, its entry in the log, and the folders that name them."""
    synced: list[Path] = []
    monkeypatch.setattr(places, "_synced", lambda path: synced.append(path.resolve()))
    put(11)
    assert entry(three, 4).resolve() in synced
    assert file_of(three, 4).parent.resolve() in synced
    for folder in ("figures/_delta_log", "figures/table=crimes", "raw"):
        assert (three / folder).resolve() in synced
    assert all(not path.name.startswith("signals") for path in synced)


def test_a_new_folder_is_on_the_disk_with_its_name(
    empty_store: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    synced: list[Path] = []
    monkeypatch.setattr(places, "_synced", lambda path: synced.append(path.resolve()))
    store.create()
    put(5)
    for folder in (empty_store, empty_store / "figures"):
        assert folder.resolve() in synced


def test_old_checkpoints_are_swept_and_every_version_still_reads(three: Path) -> None:
    rows, about = store.read("crimes"), store.Publication("A. Officer", "Again")
    for base in range(3, 31):
        store.replace({"crimes": rows.assign(count=base)}, about, base)
    entries = three / "figures" / "_delta_log"
    assert len(list(entries.glob("*.checkpoint.parquet"))) == 3
    store.sweep(now=time.time() + 7200)
    left = sorted(path.name[:20] for path in entries.glob("*.checkpoint.parquet"))
    assert left == [f"{20:020}", f"{30:020}"]
    assert [list(store.read("crimes", at)["count"]) for at in (1, 12, 31)] == [[5], [11], [30]]
    assert store.examined() == []
    assert store.replace({"crimes": rows}, about, 31) == 32


# What the doctor says


def test_a_whole_store_has_no_findings(three: Path) -> None:
    assert store.examined() == []


def test_each_damage_has_its_finding_and_its_remedy(three: Path) -> None:
    file_of(three, 3).write_bytes(b"")
    raw = next((three / "raw").iterdir())
    raw.write_bytes(b"")
    (three / "figures" / "_delta_log" / "_last_checkpoint").write_text('{"version":1,"size":9}')
    said = "\n".join(f"{found.what} {found.remedy}" for found in store.examined())
    assert "Version 3 is damaged. figures/table=crimes/" in said
    assert "`python -m cspdata restore 2` publishes version 2 again" in said
    assert f"(raw/{raw.name}) is lost or spoilt" in said
    assert "Version 2 is shown to readers" in "\n".join(store.remarks())


def test_the_remedy_of_a_lost_entry_works(three: Path) -> None:
    entry(three, 3).write_bytes(b"")
    (found,) = store.examined()
    assert "move the entry out of the store, and publish its files again" in found.remedy
    entry(three, 3).unlink()
    assert store.examined() == []
    assert put(9) == 3


def test_the_remedy_of_spoilt_checkpoints_works(three: Path) -> None:
    for count in range(10, 18):
        put(count)
    entries = three / "figures" / "_delta_log"
    for path in entries.glob("*.checkpoint.parquet"):
        path.write_bytes(b"")
    (found,) = store.examined()
    assert "Nothing can be published" in found.what
    assert shown() == [17]
    for path in (*entries.glob("*.checkpoint.parquet"), entries / "_last_checkpoint"):
        path.unlink()
    assert store.examined() == []
    put(18)
    assert shown() == [18]
