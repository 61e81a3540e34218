"""The register of operations: what a row may hold, how it is kept, what is said of it."""

import shutil
from pathlib import Path

import pandas as pd
import pytest

from cspdata import access, checks, exports, publish, readers, schemas, store
from cspdata import published as door
from cspdata.answers import operations
from cspdata.answers.blocks import Answer, Words, runs, walk
from cspdata.checks import Checked, Spellings
from cspdata.publish import Upload
from cspdata.question import Question

OFFICER = access.person_here("A. Officer")
REPORTED = "Burglary at Colden Common and Twyford, spring 2017"
COLUMNS = [
    name
    for name in schemas.OPERATIONS.names
    if name not in {column.name for column in (schemas.FILE, schemas.ROW, *schemas.WITHIN)}
]
SOUND = {
    "operation": "Patrols at night",
    "registered_on": "2017-03-20",
    "done": "Officers walked the streets at night.",
    "area": "St Paul",
    "offence": "burglary",
    "period_start": "2017-06-01",
    "period_end": "2017-07-31",
    "before_start": "2017-04-01",
    "before_end": "2017-05-31",
    "chosen_high": "no",
}


def written(*rows: dict[str, str]) -> bytes:
    """A register; a row says only how it differs from a sound one."""
    cells = [[(SOUND | row).get(name, "") for name in COLUMNS] for row in rows]
    return pd.DataFrame(cells, columns=COLUMNS).to_csv(index=False).encode()


def checked(*rows: dict[str, str]) -> Checked:
    (sheet,) = readers.read(written(*rows), "f.csv")
    return checks.together([checks.typed(sheet, "partners", None, Spellings.known())])


@pytest.fixture
def registered(published: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A store of the published figures that may be written to."""
    place = tmp_path / "mine"
    shutil.copytree(published, place)
    monkeypatch.setenv("CSP_STORE", str(place))
    return place


def publish_(*rows: dict[str, str]) -> int:
    return publish.publish(publish.rehearse([Upload("register.csv", written(*rows))]), OFFICER)


def told(answer: Answer) -> str:
    return " ".join(block.text for block in walk(answer.blocks) if isinstance(block, Words))


def answer_of(name: str) -> str:
    return told(operations.on_operation(door.at(), Question("winchester", "burglary"), name))


def test_a_sound_row_is_taken_as_it_stands() -> None:
    found = checked({"near": "St Barnabas; St Luke"})
    (row,) = found.tables["operations"].to_dict("records")
    assert not found.issues
    assert (row["area"], row["offence"], row["chosen_high"]) == ("st-paul", "burglary", False)
    assert row["near"] == "st-barnabas;st-luke"


@pytest.mark.parametrize(
    ("wrong", "column", "says"),
    [
        ({"operation": " "}, "operation", "is empty"),
        ({"done": ""}, "done", "is empty"),
        ({"area": "Atlantis"}, "area", "Atlantis"),
        ({"offence": "witchcraft"}, "offence", "witchcraft"),
        ({"chosen_high": "perhaps"}, "chosen_high", "not said whether"),
        ({"registered_on": "soon"}, "registered_on", "not a day"),
        ({"registered_on": "2999-01-01"}, "registered_on", "has not come yet"),
        ({"period_end": "2017-05-01"}, "period_end", "before it starts"),
        ({"before_end": "2017-06-30"}, "before_end", "the operation begins"),
        ({"before_start": ""}, "before_start", "day is empty"),
        ({"near": "St Paul"}, "near", "the place itself"),
        ({"elsewhere": "Winchester"}, "elsewhere", "the place itself"),
        ({"elsewhere": "Nowhere"}, "elsewhere", "Nowhere"),
    ],
)
def test_a_wrong_cell_is_told_with_its_row_and_column(
    wrong: dict[str, str], column: str, says: str
) -> None:
    found = checked({}, {"operation": "Another"} | wrong)
    (issue,) = [issue for issue in found.issues if issue.stops]
    assert (issue.row, issue.column) == (3, column)
    assert says in issue.problem
    assert len(found.tables["operations"]) == 1


def test_a_row_that_is_only_remarked_on_is_registered_all_the_same() -> None:
    """Days as a spreadsheet's numbers are read, and said to be."""
    found = checked({"registered_on": "42814", "period_start": "42887", "period_end": "42947"})
    assert found.issues
    assert not any(issue.stops for issue in found.issues)
    (row,) = found.tables["operations"].to_dict("records")
    assert (str(row["registered_on"]), str(row["period_start"])) == ("2017-03-20", "2017-06-01")


def test_what_is_planned_may_be_registered_before_it_begins() -> None:
    found = checked({"period_start": "2999-01-01", "period_end": "2999-03-31"})
    assert not found.issues


@pytest.mark.slow
def test_a_later_step_stands_beside_the_first_and_is_told(registered: Path) -> None:
    first = publish_({})
    publish_({"registered_on": "2017-08-15", "before_start": "2017-05-01"})
    kept = exports.operations(door.at().table("operations"))
    mine = kept[kept["operation"] == SOUND["operation"]]
    assert list(mine["before_start"].dt.month) == [4, 5]
    said = answer_of(SOUND["operation"])
    assert "change 1 of the entry" in said
    assert "after it began" in said
    assert "before it began" in told(
        operations.on_operation(
            door.at(first), Question("winchester", "burglary"), SOUND["operation"]
        )
    )


def test_the_same_row_again_changes_nothing_and_a_corrected_one_takes_its_place(
    registered: Path,
) -> None:
    version = publish_({})
    assert publish_({}) == version
    publish_({"done": "Officers cycled."})
    kept = store.read("operations")
    mine = kept[kept["operation"] == SOUND["operation"]]
    assert list(mine["done"]) == ["Officers cycled."]


@pytest.mark.slow
def test_restoring_a_version_takes_an_operation_back(registered: Path) -> None:
    before = store.version()
    version = publish_({})
    publish.restore(before, version, OFFICER, "")
    assert SOUND["operation"] not in set(store.read("operations")["operation"])


def test_a_version_without_a_register_has_an_empty_one(empty_store: Path) -> None:
    store.create()
    at = door.at()
    assert operations.choices(at) == {}
    assert list(operations.listed(at, Question("winchester", "burglary"))) == []
    assert exports.operations(at.table("operations")).empty


@pytest.mark.slow
def test_the_report_s_burglary_cannot_be_told(published: Path) -> None:
    said = answer_of(REPORTED)
    assert "cannot be told" in said
    assert "Here 31 before and 13 after; elsewhere 97 and 94." in said
    assert "do not expect an answer" in said
    assert "lie inside that range" in said


@pytest.mark.parametrize("name", ["Operation Helicon", "Fly-tipping at three hot spots"])
def test_what_names_no_figure_waits(published: Path, name: str) -> None:
    assert "waits for figures" in answer_of(name)


@pytest.mark.slow
def test_neighbours_are_counted_apart_from_elsewhere(registered: Path) -> None:
    publish_({"near": "st-barnabas;st-luke", "elsewhere": ""})
    found = door.at().ask(operations.effect, SOUND["operation"])
    months = door.at().months.xs("burglary", axis=1, level="offence").loc["2017-06":"2017-07"]
    district = months["winchester"].sum()
    assert found["now"] + found["near_now"] + found["rest_now"] == district
    assert "both together" in answer_of(SOUND["operation"])


@pytest.mark.slow
def test_a_month_without_figures_is_left_out_and_told(registered: Path) -> None:
    publish_({"before_start": "2016-12-01"})
    assert "1 month without figures left out" in answer_of(SOUND["operation"])


def test_parts_of_months_and_days_to_come_wait(registered: Path) -> None:
    publish_(
        {"operation": "Half a month", "period_end": "2017-07-15"},
        {"operation": "To come", "period_start": "2999-01-01", "period_end": "2999-01-31"},
        {"operation": "No time before", "before_start": "", "before_end": ""},
    )
    assert "waits" in answer_of("Half a month")
    assert "waits" in answer_of("To come")
    assert "nothing is compared" in answer_of("No time before")


@pytest.mark.parametrize(
    ("before_start", "end"),
    [
        pytest.param("2016-10-01", "2016-12-31", id="the break between"),
        pytest.param("2017-02-01", "2017-05-31", id="the break within the time before"),
    ],
)
def test_nothing_is_compared_across_a_break(registered: Path, before_start: str, end: str) -> None:
    publish_({"offence": "violence-and-sexual", "before_start": before_start, "before_end": end})
    said = answer_of(SOUND["operation"])
    assert "far fewer" in said
    assert "Here " not in said


def test_an_operation_that_nobody_registered_is_said_to_be_unknown(published: Path) -> None:
    assert "No operation of this name" in answer_of("Nothing of the kind")


@pytest.mark.slow
def test_marks_in_a_register_are_text_and_no_link(registered: Path) -> None:
    hostile = "[a prize](https://elsewhere.example) **now** *here*"
    publish_({"operation": hostile, "done": hostile, "note": hostile})
    at, asked = door.at(), Question("winchester", "burglary")
    every = (*operations.listed(at, asked), *operations.on_operation(at, asked, hostile).blocks)
    pieces = [run for b in walk(every) if isinstance(b, Words) for run in runs(b.text)]
    assert not [piece for piece in pieces if piece[1] in ("link", "italic")]
    assert hostile in "".join(words for words, _, _ in pieces)


def test_hostile_names_are_text(registered: Path) -> None:
    name = "<script>alert(1)</script>"
    publish_({"operation": name})
    assert name in operations.choices(door.at())
