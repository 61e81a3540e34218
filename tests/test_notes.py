"""Signed notes: what a row may hold, how one is kept and taken back, where it is shown."""

import shutil
from pathlib import Path

import pandas as pd
import pytest

from cspdata import access, checks, exports, offences, publish, readers, schemas, store
from cspdata import published as door
from cspdata.checks import Checked, Spellings
from cspdata.errors import NotPublishable
from cspdata.publish import Upload

OFFICER = access.person_here("A. Officer")
COLUMNS = [
    name
    for name in schemas.NOTES.names
    if name not in {"version", *(c.name for c in (schemas.FILE, schemas.ROW, *schemas.WITHIN))}
]
SOUND = {
    "note": "Sheds in spring",
    "area": "St Paul",
    "offence": "burglary",
    "period_start": "2017-06-01",
    "period_end": "2017-08-31",
    "words": "One series of shed break-ins; a man was charged in September.",
    "author": "A. Officer",
    "signed_on": "2018-01-03",
}
NAME, WORDS = SOUND["note"], SOUND["words"]


def written(*rows: dict[str, str]) -> bytes:
    """A file of notes; a row says only how it differs from a sound one."""
    cells = [[(SOUND | row).get(name, "") for name in COLUMNS] for row in rows]
    return pd.DataFrame(cells, columns=COLUMNS).to_csv(index=False).encode()


def checked(*rows: dict[str, str]) -> Checked:
    (sheet,) = readers.read(written(*rows), "f.csv")
    return checks.together([checks.typed(sheet, "partners", None, Spellings.known())])


@pytest.fixture
def mine(published: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A store of the published figures that may be written to."""
    place = tmp_path / "mine"
    shutil.copytree(published, place)
    monkeypatch.setenv("CSP_STORE", str(place))
    return place


def rehearsed(*rows: dict[str, str]) -> publish.Rehearsal:
    return publish.rehearse([Upload("notes.csv", written(*rows))])


def signed(*rows: dict[str, str]) -> int:
    """Publish notes; the version."""
    return publish.publish(rehearsed(*rows), OFFICER)


def kept(version: int | None = None) -> dict[str, str]:
    """The words of each note of a version, by its name."""
    rows = store.read("notes", version)
    return dict(zip(rows["note"], rows["words"], strict=True))


# What a file may hold


def test_a_sound_row_is_taken_as_it_stands() -> None:
    found = checked({})
    (row,) = found.tables["notes"].to_dict("records")
    assert not found.issues
    assert (row["area"], row["offence"], row["withdrawn"]) == ("st-paul", "burglary", False)
    assert (row["words"], row["author"]) == (WORDS, "A. Officer")


def test_no_offence_is_all_recorded_crime() -> None:
    (row,) = checked({"offence": ""}).tables["notes"].to_dict("records")
    assert row["offence"] == offences.ALL_CRIME


@pytest.mark.parametrize(
    ("wrong", "column", "says"),
    [
        ({"note": " "}, "note", "is empty"),
        ({"words": ""}, "words", "is empty"),
        ({"author": ""}, "author", "is empty"),
        ({"area": ""}, "area", "The area is empty"),
        ({"area": "Atlantis"}, "area", "Atlantis"),
        ({"offence": "witchcraft"}, "offence", "witchcraft"),
        ({"signed_on": "soon"}, "signed_on", "not a day"),
        ({"signed_on": ""}, "signed_on", "day is empty"),
        ({"signed_on": "2999-01-01"}, "signed_on", "has not come yet"),
        ({"period_start": "2017-02-30"}, "period_start", "in the calendar"),
        ({"period_end": "2017-05-01"}, "period_end", "before it starts"),
        ({"withdrawn": "perhaps"}, "withdrawn", "not said whether"),
        ({"words": "long " * 200}, "words", "999 letters"),
        ({"note": NAME}, "note", "stands in f.csv, row 2"),
    ],
)
def test_a_wrong_cell_is_told_with_its_row_and_column(
    wrong: dict[str, str], column: str, says: str
) -> None:
    found = checked({}, {"note": "Another"} | wrong)
    (issue,) = [issue for issue in found.issues if issue.stops]
    assert (issue.row, issue.column) == (3, column)
    assert says in issue.problem


def test_any_days_will_do_also_some_to_come() -> None:
    found = checked({"period_start": "2017-06-03", "period_end": "2999-01-15"})
    assert not found.issues


@pytest.mark.parametrize("name", ["Note 1", "Notes: sheds", "Total", "Source"])
def test_a_name_that_reads_like_a_footnote_or_a_total_is_a_name(name: str) -> None:
    found = checked({}, {"note": name})
    assert [*found.tables["notes"]["note"]] == [NAME, name]
    assert not found.issues


def test_a_real_footnote_is_left_out_and_told() -> None:
    content = written({}) + b"Source: the control room,,,,,,,,,\n"
    (sheet,) = readers.read(content, "f.csv")
    assert len(sheet.rows) == 1
    assert "not part of a table" in sheet.remarks[0].sentence


# How a note is kept


def test_a_note_is_rehearsed_in_its_own_words_and_published(mine: Path) -> None:
    told = rehearsed({})
    assert NAME not in kept()
    said = " ".join(publish.effect(told))
    assert f"on Burglary in St Paul, June to August 2017, would say: “{WORDS}”" in said
    assert "(A. Officer, 3 January 2018)" in said
    assert "quote no count that is withheld" in said
    version = publish.publish(told, OFFICER)
    assert kept()[NAME] == WORDS
    (row,) = store.read("notes").to_dict("records")
    assert row["version"] == version
    assert store.history()["changed"].iloc[0] == {"notes": 1}


def test_a_later_sentence_takes_the_place_of_the_first_and_the_first_stays_readable(
    mine: Path,
) -> None:
    first = signed({})
    told = rehearsed({"words": "Two series."})
    assert f"In place of: “{WORDS}”" in " ".join(publish.effect(told))
    publish.publish(told, OFFICER)
    assert kept() == {NAME: "Two series."}
    assert kept(first) == {NAME: WORDS}
    assert store.history()["changed"].iloc[0] == {"notes": 1}


def test_the_same_again_changes_nothing_and_keeps_its_version_beside_a_new_one(mine: Path) -> None:
    first = signed({})
    assert signed({}) == first
    second = signed({}, {"note": "Another", "words": "More."})
    rows = store.read("notes").set_index("note")
    assert dict(rows["version"]) == {NAME: first, "Another": second}


def test_withdrawing_is_a_publication_and_the_words_go(mine: Path) -> None:
    first = signed({})
    told = rehearsed({"withdrawn": "yes", "author": "B. Officer", "signed_on": "2018-02-01"})
    assert f"The note “{NAME}” would be withdrawn (B. Officer, 1 February 2018)." in publish.effect(
        told
    )
    version = publish.publish(told, OFFICER)
    assert version == first + 1
    assert kept() == {NAME: ""}
    assert kept(first) == {NAME: WORDS}


def test_a_withdrawn_name_is_free_and_one_that_stands_belongs_to_its_figure(mine: Path) -> None:
    signed({})
    (issue,) = rehearsed({"offence": "drugs"}).faults
    assert (issue.row, issue.column) == (2, "note")
    assert "is published, on Burglary in St Paul" in issue.problem
    signed({"withdrawn": "yes"})
    assert not rehearsed({"offence": "drugs"}).faults


def test_what_is_not_published_cannot_be_withdrawn(mine: Path) -> None:
    told = rehearsed({"note": "Shed in spring", "withdrawn": "yes"})
    assert "No note of this name" in told.faults[0].problem
    with pytest.raises(NotPublishable):
        publish.publish(told, OFFICER)


def test_restoring_a_version_takes_a_note_back_and_brings_it_back(mine: Path) -> None:
    before = store.version()
    first = signed({})
    taken = publish.restore(before, first, OFFICER, "")
    assert kept() == {}
    publish.restore(first, taken, OFFICER, "")
    assert kept() == {NAME: WORDS}


def test_the_open_data_has_every_note_and_a_withdrawn_one_without_its_words(mine: Path) -> None:
    signed({}, {"note": "Another"})
    signed({"note": "Another", "withdrawn": "yes"})
    rows = exports.frames(door.at())["notes"].set_index("note")
    assert list(rows.columns) == exports.NOTES[1:]
    assert dict(rows["words"]) == {NAME: WORDS, "Another": ""}
    assert dict(rows["withdrawn"]) == {NAME: False, "Another": True}
    assert rows.loc[NAME, "area_name"] == "St Paul"


def test_a_version_of_before_notes_has_none(published: Path) -> None:
    assert exports.notes(door.at().table("notes")).empty
