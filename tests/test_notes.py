"""Signed notes: what a row may hold, how one is kept and taken back, where it is shown."""

import shutil
from collections.abc import Callable
from datetime import date
from io import BytesIO
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
from docx import Document
from lxml import html as reader

from cspdata import (
    access,
    checks,
    exports,
    offences,
    publish,
    readers,
    schemas,
    spreadsheets,
    store,
)
from cspdata import published as door
from cspdata.answers import area as area_page
from cspdata.answers import glance, months, notes, series
from cspdata.answers.blocks import Answer, Chart, Fold, Heading, Points, Words, runs, walk
from cspdata.answers.comparison import comparison
from cspdata.answers.single import single
from cspdata.checks import Checked, Spellings
from cspdata.errors import GroundMoved, NotAllowed, NotPublishable
from cspdata.periods import parse
from cspdata.printers import html, word
from cspdata.printers.imprint import Imprint
from cspdata.publish import Upload
from cspdata.question import Against, Question

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
HOSTILE = "<script>alert(1)</script> **b** [x](javascript:alert(1)) [y](https://a.example) $z$"
AS_MARKUP = {"words": HOSTILE, "author": HOSTILE[:100], "reference": "=1+1"}


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


@pytest.fixture(scope="module")
def noted_once(built_store: Path, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """Stores of the published figures with one note, by what is in it."""
    made = {}
    for name, row in {"sound": {}, "hostile": AS_MARKUP}.items():
        made[name] = tmp_path_factory.mktemp(name) / "store"
        shutil.copytree(built_store, made[name])
        with pytest.MonkeyPatch.context() as patched:
            patched.setenv("CSP_STORE", str(made[name]))
            signed(row)
    return made


@pytest.fixture
def noted(noted_once: dict[str, Path], monkeypatch: pytest.MonkeyPatch) -> None:
    """The sound note is published, for reading."""
    monkeypatch.setenv("CSP_STORE", str(noted_once["sound"]))


@pytest.fixture
def hostile(noted_once: dict[str, Path], monkeypatch: pytest.MonkeyPatch) -> None:
    """A note whose words and author would be marks and links, for reading."""
    monkeypatch.setenv("CSP_STORE", str(noted_once["hostile"]))


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
    assert f"on burglary in St Paul, June to August 2017, would say: “{WORDS}”" in said
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


@pytest.mark.slow
def test_the_same_again_changes_nothing_and_keeps_its_version_beside_a_new_one(mine: Path) -> None:
    first = signed({})
    assert signed({}) == first
    second = signed({}, {"note": "Another", "words": "More."})
    rows = store.read("notes").set_index("note")
    assert dict(rows["version"]) == {NAME: first, "Another": second}


@pytest.mark.slow
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


@pytest.mark.slow
def test_a_withdrawn_name_is_free_and_one_that_stands_belongs_to_its_figure(mine: Path) -> None:
    signed({})
    (issue,) = rehearsed({"offence": "drugs"}).faults
    assert (issue.row, issue.column) == (2, "note")
    assert "on another figure (St Paul: Burglary)" in issue.problem
    signed({"withdrawn": "yes"})
    assert not rehearsed({"offence": "drugs"}).faults


def test_what_is_not_published_cannot_be_withdrawn(mine: Path) -> None:
    told = rehearsed({"note": "Shed in spring", "withdrawn": "yes"})
    assert "No note of this name" in told.faults[0].problem
    with pytest.raises(NotPublishable):
        publish.publish(told, OFFICER)


@pytest.mark.slow
def test_restoring_a_version_takes_a_note_back_and_brings_it_back(mine: Path) -> None:
    before = store.version()
    first = signed({})
    taken = publish.restore(before, first, OFFICER, "")
    assert kept() == {}
    publish.restore(first, taken, OFFICER, "")
    assert kept() == {NAME: WORDS}


@pytest.mark.slow
def test_the_open_data_has_every_note_and_a_withdrawn_one_without_its_words(mine: Path) -> None:
    signed({}, {"note": "Another"})
    signed({"note": "Another", "withdrawn": "yes"})
    rows = exports.frames(door.at())["notes"].set_index("note")
    assert list(rows.columns) == exports.NOTES[1:]
    assert dict(rows["words"]) == {NAME: WORDS, "Another": ""}
    assert dict(rows["withdrawn"]) == {NAME: False, "Another": True}
    assert rows.loc[NAME, "area_name"] == "St Paul"


@pytest.mark.slow
def test_of_two_who_write_one_note_the_second_is_shown_the_words_of_the_first(mine: Path) -> None:
    one, two = rehearsed({}), rehearsed({"words": "Two series."})
    publish.publish(one, OFFICER)
    with pytest.raises(GroundMoved):
        publish.publish(two, OFFICER)
    assert f"In place of: “{WORDS}”" in " ".join(publish.effect(rehearsed({"words": "Two."})))


@pytest.mark.slow
def test_the_template_holds_what_stands_and_sent_back_changes_nothing(mine: Path) -> None:
    signed({"words": "=cmd|' /C calc'!A0"}, {"note": "@Another"}, {"note": "Gone"})
    version = signed({"note": "Gone", "withdrawn": "yes"})
    rows = publish.notes()
    assert list(rows["note"]) == ["@Another", NAME]
    assert list(rows["area"]) == ["St Paul", "St Paul"]
    assert list(rows["signed_on"]) == ["2018-01-03", "2018-01-03"]
    again = publish.rehearse([Upload("notes.csv", spreadsheets.csv(rows))])
    assert again.changes_nothing
    assert publish.publish(again, OFFICER) == version


def test_the_template_of_a_place_without_notes_has_its_columns_alone(mine: Path) -> None:
    assert list(publish.notes().columns) == COLUMNS
    assert publish.notes().empty


def test_who_may_write_words_alone_may_sign_a_note(mine: Path) -> None:
    rules = access.Rules(sign_in=True, writers=frozenset({"w@example.org"}))
    claims = {"is_logged_in": True, "email": "w@example.org", "email_verified": True, "exp": 4e9}
    writer = access.Visitor(rules, claims)
    assert publish.publish(rehearsed({}), writer) == store.version()
    with pytest.raises(NotAllowed):
        publish.restore(0, store.version(), writer, "")


def test_a_version_of_before_notes_has_none(published: Path) -> None:
    assert exports.notes(door.at().table("notes")).empty


# Where a note is shown

ASKED = Question("st-paul", "burglary")
IMPRINT = Imprint("http://localhost/", "Data version 4.", "3 January 2018")


def over_time(area: str = "st-paul", offence: str = "burglary", at: int | None = None) -> Answer:
    held = door.at(at)
    return months.answer(held, held.choose(Question(area, offence)))


def of_area(question: Question, at: int | None = None) -> Answer:
    held = door.at(at)
    return area_page.answer(held, held.choose(question))


def said(answer: Answer) -> str:
    """What stands in words and points, without marks, as a reader sees it."""
    texts = [
        text
        for block in walk(answer.blocks)
        for text in (
            (block.text,) if isinstance(block, Words | Heading) else getattr(block, "items", ())
        )
    ]
    return " ".join("".join(words for words, _, _ in runs(text)) for text in texts)


def first_chart(answer: Answer) -> Chart:
    return next(block for block in answer.blocks if isinstance(block, Chart))


def bars(chart: Chart) -> dict[str, int]:
    """How high above the chart the bar of each note is, by the words of its mark."""
    stacks = [layer for layer in chart.spec["layer"] if "layer" in layer and _rules(layer)]
    return {row["said"]: -row["up"] for stack in stacks for row in stack["data"]["values"]}


def _rules(stack: dict[str, Any]) -> bool:
    """Whether its bars stand at a height of their own."""
    return any(
        drawn["encoding"].get("y") == {"value": {"expr": "datum.up"}} for drawn in stack["layer"]
    )


@pytest.mark.slow
def test_over_time_marks_the_months_and_lists_author_day_and_version(mine: Path) -> None:
    version = signed({"reference": "Bulletin 12"})
    answer = over_time()
    mark = f"Note 1, June to August 2017: {WORDS} (A. Officer, 3 January 2018)"
    assert list(bars(first_chart(answer))) == [mark]
    assert mark in first_chart(answer).alt
    assert "Bars above: signed notes." in first_chart(answer).subtitle
    assert (
        f"Note 1, June to August 2017: {WORDS} Source: Bulletin 12. "
        f"A. Officer, 3 January 2018, data version {version}."
    ) in said(answer)


@pytest.mark.slow
@pytest.mark.parametrize(("area", "offence"), [("winchester", "burglary"), ("st-paul", "drugs")])
def test_another_place_or_offence_has_no_mark_and_no_list(
    noted: None, area: str, offence: str
) -> None:
    answer = over_time(area, offence)
    assert not bars(first_chart(answer))
    assert WORDS not in said(answer) + first_chart(answer).alt
    assert "What is known" not in said(answer)


@pytest.mark.slow
def test_notes_of_the_same_months_are_stacked_and_others_stand_in_one_line(mine: Path) -> None:
    signed(
        {"note": "a", "period_start": "2015-08-01", "period_end": "2015-09-30"},
        {"note": "b", "period_start": "2017-05-01", "period_end": "2017-06-30"},
        {"note": "c", "period_start": "2017-06-01", "period_end": "2017-07-31"},
    )
    first, second, third = bars(first_chart(over_time())).values()
    assert first == second < third


@pytest.mark.slow
@pytest.mark.parametrize(
    ("start", "end", "drawn"),
    [
        pytest.param("2014-01-01", "2015-07-31", ("2015-07", "2015-07"), id="begins before"),
        pytest.param("2017-09-15", "2999-01-31", ("2017-09", "2017-09"), id="ends after"),
        pytest.param("2017-06-10", "2017-07-02", ("2017-06", "2017-07"), id="parts of months"),
        pytest.param("2014-01-01", "2014-06-30", None, id="before all figures"),
    ],
)
def test_a_mark_is_drawn_as_far_as_there_are_months(
    mine: Path, start: str, end: str, drawn: tuple[str, str] | None
) -> None:
    signed({"period_start": start, "period_end": end})
    rows = series.one(door.at(), "st-paul", "burglary")
    found = notes.drawn(notes.of_months(door.at(), "st-paul", "burglary"), rows)
    spans = [(f"{r['first']:%Y-%m}", f"{r['last']:%Y-%m}") for r in found.to_dict("records")]
    assert spans == ([drawn] if drawn else [])
    assert WORDS in said(over_time())


@pytest.mark.slow
@pytest.mark.parametrize(
    ("change", "shown"),
    [
        ({}, True),
        ({"offence": "all-crime"}, True),  # the page of all crime shows every kind
        ({"offence": "drugs"}, False),
        ({"area": "st-luke"}, False),
        ({"period": parse("2017-08-01/2017-09-30")}, True),  # a part of its days is enough
        ({"period": parse("2016-06-01/2016-07-31")}, False),
        ({"period": parse("2017-04-01/2017-05-31")}, False),
    ],
)
def test_my_area_tells_what_is_known_of_what_it_shows(
    noted: None, change: dict[str, object], shown: bool
) -> None:
    answer = of_area(ASKED.at(period=parse("2017-06-01/2017-07-31")).at(**change))
    told = f"Burglary in St Paul, June to August 2017: {WORDS}"
    assert (told in said(answer)) is shown
    assert ("What is known" in said(answer)) is shown


@pytest.mark.slow
def test_a_note_on_the_days_before_is_told_because_they_are_compared_with(mine: Path) -> None:
    signed({"period_start": "2016-06-01", "period_end": "2016-06-30"})
    days = parse("2017-06-01/2017-07-31")
    assert WORDS in said(of_area(ASKED.at(period=days)))
    assert WORDS not in said(of_area(ASKED.at(period=days, against=Against.NOTHING)))


@pytest.mark.slow
def test_the_district_folds_what_is_known_of_its_places_and_all_but_three_of_its_own(
    mine: Path,
) -> None:
    own = [{"note": str(n), "area": "Winchester", "words": f"Word {n}."} for n in range(4)]
    signed({}, *own)
    held = door.at()
    days = Question("winchester", "burglary", period=parse("2017-06-01/2017-07-31"))
    blocks = glance.answer(held, days).blocks
    folds = {block.title: block.blocks for block in blocks if isinstance(block, Fold)}
    (points,) = folds["What is known of places inside Winchester District (1)"]
    assert isinstance(points, Points)
    assert WORDS in points.items[0]
    assert folds["1 more of what is known here"]


@pytest.mark.slow
def test_nothing_is_said_of_notes_where_there_are_none(published: Path) -> None:
    assert "What is known" not in said(of_area(ASKED)) + said(over_time())
    assert "notes" not in first_chart(over_time()).subtitle


@pytest.mark.slow
def test_a_note_changes_no_count_and_no_verdict(mine: Path) -> None:
    def compared() -> tuple[dict[str, Any], pd.DataFrame]:
        held = door.at()
        asked = held.choose(ASKED)
        basis = held.rest_on(asked)
        assert basis
        told = single(held, asked)
        return {name: told[name] for name in told if name not in ("notes", "version")}, held.ask(
            comparison, basis
        )

    before, rows = compared()
    signed({}, {"note": "all", "area": "Winchester", "offence": ""})
    after, rows_after = compared()
    assert before == after
    pd.testing.assert_frame_equal(rows, rows_after)


@pytest.mark.slow
def test_one_question_is_answered_with_its_notes(mine: Path) -> None:
    version = signed({}, {"note": "elsewhere", "area": "St Luke"})
    (told,) = single(door.at(), ASKED)["notes"]
    assert told == {
        "note": NAME,
        "area": "st-paul",
        "offence": "burglary",
        "words": WORDS,
        "author": "A. Officer",
        "reference": "",
        "period": "2017-06-01/2017-08-31",
        "signed_on": "2018-01-03",
        "version": version,
    }
    assert single(door.at(), ASKED.at(period=parse("1999-01")))["notes"] == []


@pytest.mark.slow
def test_a_withdrawn_note_is_shown_no_more_and_an_earlier_version_shows_it(mine: Path) -> None:
    first = signed({})
    signed({"withdrawn": "yes"})
    assert WORDS not in said(over_time())
    assert not bars(first_chart(over_time()))
    assert single(door.at(), ASKED)["notes"] == []
    assert WORDS in said(over_time(at=first))


@pytest.mark.slow
def test_a_day_before_it_was_published_does_not_show_a_note(dated: Path) -> None:
    signed({})
    asked = ASKED.at(period=parse("2017-06-01/2017-07-31"))
    assert single(door.on(date(2018, 3, 6)), asked)["notes"] == []
    assert single(door.on(None), asked)["notes"]


@pytest.mark.slow
@pytest.mark.parametrize("page", [over_time, lambda: of_area(ASKED)])
def test_hostile_words_are_text_on_a_page_and_on_paper(
    hostile: None, page: Callable[[], Answer]
) -> None:
    answer = page()
    shown = reader.fromstring(html.paper(answer, IMPRINT).decode())
    assert HOSTILE in " ".join(shown.text_content().split())
    assert not [*shown.iter("script")]
    assert not [link for link in shown.iter("a") if "example" in link.get("href", "")]
    document = Document(BytesIO(word.paper(answer, IMPRINT)))
    assert any(HOSTILE in paragraph.text for paragraph in document.paragraphs)
    targets = [rel.target_ref for rel in document.part.rels.values() if rel.is_external]
    assert not [target for target in targets if "example" in target or "javascript" in target]


@pytest.mark.slow
def test_a_formula_is_text_in_the_files_to_take(mine: Path, tmp_path: Path) -> None:
    signed({"words": "=cmd|' /C calc'!A0", "author": "@SUM(A1)"})
    (path,) = [path for path in exports.write(tmp_path / "out") if path.name == "notes.csv"]
    (row,) = pd.read_csv(path, dtype=str).to_dict("records")
    assert (row["words"], row["author"]) == ("'=cmd|' /C calc'!A0", "'@SUM(A1)")
