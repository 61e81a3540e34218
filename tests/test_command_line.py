"""The command line: what it prints, what it changes, and how it ends."""

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pandas as pd
import pytest

from cspdata import publish, store
from cspdata.__main__ import main
from cspdata.exports import CRIME

ROOT = Path(__file__).resolve().parent.parent
HEADER = "area,offence,period_start,period_end,count\n"
SOUND = HEADER + "St Paul,theft,2017-04-01,2017-10-31,53\n"
FAULTY = HEADER + "St Pauls,theft,2017-04-01,2017-10-31,53\n"
PRINTED = "Current period,ST PAUL,ST LUKE,TOTAL\n3 Robbery,1,2,4\n"
Said = pytest.CaptureFixture[str]


@pytest.fixture
def sent(tmp_path: Path, empty_store: Path) -> Path:
    """A folder for files to publish, beside an empty store."""
    store.create()
    for name, text in (("sound", SOUND), ("faulty", FAULTY), ("printed", PRINTED)):
        (tmp_path / f"{name}.csv").write_text(text, "utf-8")
    return tmp_path


def run(*arguments: object) -> int:
    return main([str(argument) for argument in arguments])


def test_a_sound_file_is_published_and_told(sent: Path, capsys: Said) -> None:
    assert run("publish", sent / "sound.csv", "--by", "A. Officer", "--reason", "April") == 0
    said = capsys.readouterr()
    assert "1 count of April to October 2017 in St Paul." in said.out
    assert "read as 1 April to 31 October 2017, from its columns" in said.out
    assert "Published as version 1." in said.out
    assert "Reading sound.csv" in said.err
    newest = store.history().iloc[0]
    assert (newest["by"], newest["reason"]) == ("A. Officer", "April")


def test_a_dry_run_tells_the_same_and_changes_nothing(sent: Path, capsys: Said) -> None:
    assert run("publish", sent / "sound.csv", "--dry-run") == 0
    said = capsys.readouterr().out
    assert "1 count of April to October 2017 in St Paul." in said
    assert "A rehearsal only: nothing was published." in said
    assert store.version() == 0


def test_a_faulty_file_is_refused_with_its_row(sent: Path, capsys: Said) -> None:
    assert run("publish", sent / "faulty.csv", sent / "sound.csv") == 1
    said = capsys.readouterr()
    assert "fault: faulty.csv, row 2, area: “St Pauls” is not an area that is known" in said.out
    assert "Did you mean St Paul?" in said.out
    assert "Nothing was published." in said.err
    assert store.version() == 0


def test_publishing_again_has_nothing_to_do(sent: Path, capsys: Said) -> None:
    run("publish", sent / "sound.csv")
    assert run("publish", sent / "sound.csv") == 0
    assert "already published; nothing to do" in capsys.readouterr().out
    assert store.version() == 1


def test_check_says_no_issues_and_ends_with_nothing(sent: Path, capsys: Said) -> None:
    assert run("check", sent / "sound.csv") == 0
    read, last = capsys.readouterr().out.splitlines()
    assert read.startswith("read: sound.csv: Counts in a list: 1 figure in St Paul; read as")
    assert last == "No issues."
    assert store.version() == 0


def test_check_ends_with_one_when_anything_is_wrong(sent: Path, capsys: Said) -> None:
    assert run("check", sent / "sound.csv", sent / "faulty.csv") == 1
    assert "faulty.csv, row 2" in capsys.readouterr().out


def test_a_table_that_does_not_say_its_period_is_told_it(sent: Path, capsys: Said) -> None:
    assert run("publish", sent / "printed.csv") == 1
    assert "does not say which days" in capsys.readouterr().out
    assert run("publish", sent / "printed.csv", "--period", "2017-04-01/2017-10-31") == 0
    assert "note: The printed total is 4; the figures add up to 3." in capsys.readouterr().out
    assert set(store.read("crimes")["period_start"]) == {pd.Timestamp(2017, 4, 1)}


def test_the_source_given_is_the_one_published(sent: Path) -> None:
    run("publish", sent / "sound.csv", "--source", "police-uk")
    assert set(store.read("crimes")["source"]) == {"police-uk"}


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (["publish", "nowhere.csv"], "there is no file nowhere.csv"),
        (["publish", __file__, "--period", "soon"], "“soon” is not a period"),
        (["publish", __file__, "--source", "rumour"], "invalid choice: 'rumour'"),
        (["publish"], "the following arguments are required: FILE"),
        ([], "the following arguments are required: command"),
    ],
)
def test_what_cannot_be_asked_is_told_before_anything_is_done(
    arguments: list[str], told: str, empty_store: Path, capsys: Said
) -> None:
    with pytest.raises(SystemExit) as ended:
        main(arguments)
    assert ended.value.code == 2
    assert told in capsys.readouterr().err
    assert not store.exists()


@pytest.mark.parametrize("command", [["export", "out"], ["history"]])
def test_without_a_store_a_command_ends_with_a_sentence(
    command: list[str], empty_store: Path, tmp_path: Path, capsys: Said
) -> None:
    arguments = [str(tmp_path / word) if word == "out" else word for word in command]
    assert main(arguments) == 1
    assert f"There is no store at {empty_store}" in capsys.readouterr().err


def test_a_file_that_cannot_be_read_ends_with_a_sentence(sent: Path, capsys: Said) -> None:
    (sent / "noise.csv").write_bytes(b"\x00\x01\x02")
    assert run("publish", sent / "noise.csv") == 1
    assert "Traceback" not in (said := capsys.readouterr().err)
    assert "noise.csv" in said


def test_history_lists_the_newest_first(sent: Path, capsys: Said) -> None:
    run("publish", sent / "sound.csv", "--by", "A. Officer")
    capsys.readouterr()
    assert run("history") == 0
    newest, oldest = capsys.readouterr().out.splitlines()
    assert newest.split()[0] == "1"
    assert "A. Officer" in newest
    assert "sound.csv (" in newest
    assert oldest.endswith("An empty store was made.")


@pytest.mark.slow
def test_export_writes_the_published_tables(published: Path, tmp_path: Path, capsys: Said) -> None:
    assert run("export", tmp_path / "out") == 0
    written = {path.name for path in (tmp_path / "out").iterdir()}
    assert {"crime.csv", "areas.csv", "offences.csv", "caveats.csv"} <= written
    assert set(capsys.readouterr().out.split()) == {str(tmp_path / "out" / w) for w in written}
    crime = pd.read_csv(tmp_path / "out" / "crime.csv", dtype=str, keep_default_na=False)
    assert list(crime.columns) == CRIME
    (row,) = crime[
        (crime["source"] == "police-tables")
        & (crime["area"] == "st-bartholomew")
        & (crime["offence"] == "all-crime")
    ].to_dict("records")
    assert row == {
        "source": "police-tables",
        "area": "st-bartholomew",
        "area_name": "St Bartholomew",
        "level": "parish",
        "offence": "all-crime",
        "offence_name": "All recorded crime",
        "period_start": "2017-04-01",
        "period_end": "2017-10-31",
        "count": "634",
        "status": "published",
        "file": "city-1.csv",
        "row": "12",
        "column": "ST BARTHOLOMEW",
        "member": "",
        "sheet": "",
        "rows": "",
        "forces": "",
    }


@pytest.mark.slow
def test_export_as_of_a_version_is_as_it_was_then(sent: Path) -> None:
    run("publish", sent / "sound.csv")
    (sent / "sound.csv").write_text(SOUND.replace(",53", ",54"), "utf-8")
    run("publish", sent / "sound.csv")
    for version, count in ((1, 53), (2, 54)):
        run("export", sent / "out", "--version", version)
        assert list(pd.read_csv(sent / "out" / "crime.csv")["count"]) == [count]


@pytest.mark.parametrize("command", [["publish"], ["publish", "--dry-run"], ["check"]])
def test_a_missing_store_is_told_and_not_made(
    command: list[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: Said
) -> None:
    """A store on a disk that is not there today is not begun anew beside it."""
    (tmp_path / "sound.csv").write_text(SOUND, "utf-8")
    monkeypatch.setenv("CSP_STORE", str(tmp_path / "not mounted"))
    assert run(command[0], tmp_path / "sound.csv", *command[1:]) == 1
    said = capsys.readouterr().err
    assert "the store was never made, or was moved" in said
    assert "`python -m cspdata init`" in said
    assert not (tmp_path / "not mounted").exists()


def test_init_makes_an_empty_store_that_no_start_fills(empty_store: Path, capsys: Said) -> None:
    assert run("init") == 0
    assert run("init") == 0
    assert "There is a store already" in capsys.readouterr().out
    assert run("rebuild", "--if-empty") == 0
    assert store.version() == 0
    assert run("rebuild") == 1


@pytest.mark.slow
def test_a_start_that_was_interrupted_is_finished_by_the_next(
    empty_store: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    publishing = publish.commits.publish
    monkeypatch.setattr(publish.commits, "publish", cut_off)
    with pytest.raises(KeyboardInterrupt):
        run("rebuild", "--if-empty")
    assert store.version() == 0
    monkeypatch.setattr(publish.commits, "publish", once(publishing))
    with pytest.raises(KeyboardInterrupt):
        run("rebuild", "--if-empty")
    assert store.version() == 1
    monkeypatch.setattr(publish.commits, "publish", publishing)
    assert run("rebuild", "--if-empty") == 0
    assert store.version() == 3
    assert set(store.read("crimes")["source"]) == {"police-tables", "police-uk"}


def cut_off(*given: object) -> int:
    raise KeyboardInterrupt


def once(whole: Callable[..., int]) -> Callable[..., int]:
    left = [whole]
    return lambda *given: left.pop()(*given) if left else cut_off()


@pytest.mark.slow
def test_rebuild_does_not_undo_what_officers_published(
    sent: Path, empty_store: Path, capsys: Said
) -> None:
    run("publish", sent / "sound.csv")
    assert run("rebuild") == 1
    assert "officers published to this store" in capsys.readouterr().err
    assert store.version() == 1
    assert run("rebuild", "--if-empty") == 0
    assert store.version() == 1
    assert run("rebuild", "--force") == 0
    assert store.version() == 4


def test_doctor_finds_nothing_wrong_with_a_whole_store(published: Path, capsys: Said) -> None:
    assert run("doctor") == 0
    said = capsys.readouterr().out
    assert "No faults." in said
    assert "Version 3 is shown to readers." in said


def test_doctor_tells_what_is_wrong_and_what_to_do(sent: Path, capsys: Said) -> None:
    run("publish", sent / "sound.csv")
    log = sent / "store" / "figures" / "_delta_log" / f"{1:020}.json"
    log.write_bytes(b"")
    capsys.readouterr()
    assert run("doctor") == 1
    said = capsys.readouterr().out
    assert "fault: Version 1 has an empty entry in the log." in said
    assert "move the entry out of the store" in said
    assert "No version can be shown." in said


@pytest.mark.slow
def test_whoever_reads_on_and_stops_gets_no_trace(published: Path) -> None:
    """`history | head`, whose reader closes the pipe before the end."""
    reading, writing = os.pipe()
    os.close(reading)
    ended = subprocess.run(
        [sys.executable, "-m", "cspdata", "history"],
        cwd=ROOT,
        stdout=writing,
        stderr=subprocess.PIPE,
        text=True,
    )
    os.close(writing)
    assert ended.stderr == ""


def test_rebuild_leaves_a_store_alone_when_told_to(published: Path, capsys: Said) -> None:
    before = store.version()
    assert run("rebuild", "--if-empty") == 0
    assert store.version() == before
    assert capsys.readouterr().out == ""


@pytest.mark.slow
def test_the_module_runs_as_a_program(empty_store: Path) -> None:
    ended = subprocess.run(
        [sys.executable, "-m", "cspdata", "history"], cwd=ROOT, capture_output=True, text=True
    )
    assert ended.returncode == 1
    assert f"There is no store at {empty_store}" in ended.stderr
    assert ended.stdout == ""


def test_rebuild_publishes_each_folder_of_raw_files_and_tells_how_far_it_is(
    sent: Path, monkeypatch: pytest.MonkeyPatch, capsys: Said
) -> None:
    folder = sent / "raw" / "letter"
    folder.mkdir(parents=True)
    (folder / "sound.csv").write_text(SOUND, "utf-8")
    listed = "file,source,period,place\nsound.csv,police-tables,2017-04-01/2017-10-31,Page 1\n"
    (folder / "files.csv").write_text(listed, "utf-8")
    monkeypatch.setenv("CSP_RAW", str(sent / "raw"))
    assert run("rebuild") == 0
    said = capsys.readouterr()
    assert said.out == "The store is at version 1.\n"
    assert said.err.splitlines()[:2] == ["Publishing letter", "Reading sound.csv"]
