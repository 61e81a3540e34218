"""Objectives: what a row may hold, and that chance is never called progress."""

import shutil
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from cspdata import (
    access,
    change,
    checks,
    exports,
    metrics,
    publish,
    readers,
    schemas,
    spreadsheets,
)
from cspdata import published as door
from cspdata.answers import area, done, matters, objectives
from cspdata.answers.blocks import Answer, Words, walk
from cspdata.change.objective import AIMS, AT_LEAST, AT_MOST, Course, course
from cspdata.checks import Checked, Spellings
from cspdata.errors import UnreadableFile
from cspdata.publish import Upload
from cspdata.question import Question

OFFICER = access.person_here("A. Officer")
REPORTED = "Outreach on five days a week"
COLUMNS = [name for name in schemas.OBJECTIVES.names if name not in schemas.PROVENANCE]
CRIME = {
    "objective": "Fewer break-ins",
    "set_on": "2017-04-01",
    "set_by": "The partnership",
    "words": "Burglary is to fall by a tenth.",
    "area": "St Paul",
    "offence": "burglary",
    "aim": "at most",
    "change": "-10%",
    "period_start": "2017-04-01",
    "period_end": "2018-03-31",
}
WORK = {
    "objective": "More outreach",
    "set_on": "2017-01-04",
    "set_by": "Housing",
    "words": "Outreach is to be carried out five times a week.",
    "measure": "outreach-times-a-week",
    "aim": "at least",
    "target": "5",
    "period_start": "2017-04-01",
    "period_end": "2017-12-31",
}


def written(*rows: dict[str, str]) -> bytes:
    cells = [[row.get(name, "") for name in COLUMNS] for row in rows]
    return pd.DataFrame(cells, columns=COLUMNS).to_csv(index=False).encode()


def checked(*rows: dict[str, str]) -> Checked:
    (sheet,) = readers.read(written(*rows), "f.csv")
    return checks.together([checks.typed(sheet, "partners", None, Spellings.known())])


def told(answer: Answer) -> str:
    return " ".join(block.text for block in walk(answer.blocks) if isinstance(block, Words))


@pytest.fixture
def mine(published: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A store of the published figures that may be written to."""
    place = tmp_path / "mine"
    shutil.copytree(published, place)
    monkeypatch.setenv("CSP_STORE", str(place))
    return place


def set_out(*rows: dict[str, str]) -> int:
    return publish.publish(publish.rehearse([Upload("o.csv", written(*rows))]), OFFICER)


def stands(name: str) -> Course:
    return objectives.progress(door.at(), name)[0]


def test_sound_rows_are_taken_as_they_stand() -> None:
    found = checked(CRIME, WORK)
    assert not found.issues
    crime, work = found.tables["objectives"].to_dict("records")
    assert (crime["area"], crime["offence"], crime["change"]) == ("st-paul", "burglary", -10)
    assert (work["measure"], work["target"], work["aim"]) == (
        "outreach-times-a-week",
        5,
        "at least",
    )


@pytest.mark.parametrize(
    ("wrong", "column", "says"),
    [
        (CRIME | {"objective": ""}, "objective", "is empty"),
        (CRIME | {"set_by": " "}, "set_by", "is empty"),
        (CRIME | {"words": ""}, "words", "is empty"),
        (CRIME | {"set_on": "2999-01-01"}, "set_on", "has not come yet"),
        (CRIME | {"set_on": "once"}, "set_on", "not a day"),
        (CRIME | {"area": "Atlantis"}, "area", "Atlantis"),
        (CRIME | {"area": ""}, "area", "is empty"),
        (CRIME | {"offence": "witchcraft"}, "offence", "witchcraft"),
        (CRIME | {"offence": ""}, "offence", "nothing counted"),
        (CRIME | {"measure": "outreach-times-a-week"}, "offence", "an offence and a measure"),
        (CRIME | {"aim": "about"}, "aim", "which side"),
        (CRIME | {"change": ""}, "change", "is empty"),
        (CRIME | {"change": "-110"}, "change", "not the change"),
        (CRIME | {"period_end": "2017-01-01"}, "period_end", "before it starts"),
        (WORK | {"target": "many"}, "target", "is to reach"),
        (WORK | {"measure": "magic"}, "measure", "magic"),
    ],
)
def test_a_wrong_cell_is_told_with_its_row_and_column(
    wrong: dict[str, str], column: str, says: str
) -> None:
    found = checked(CRIME | {"objective": "Another"}, wrong)
    problems = {(issue.row, issue.column): issue.problem for issue in found.issues if issue.stops}
    assert set(problems) == {(3, column)}
    assert says in problems[(3, column)]
    assert len(found.tables["objectives"]) == 1


@pytest.mark.parametrize(
    ("low", "high", "aim", "wanted", "stands"),
    [
        (-40, -20, AT_MOST, -10, Course.ON),
        (-40, -10, AT_MOST, -10, Course.ON),
        (-40, -5, AT_MOST, -10, Course.UNTOLD),
        (-10, 20, AT_MOST, -10, Course.UNTOLD),
        (-9, 20, AT_MOST, -10, Course.OFF),
        (5, 30, AT_LEAST, 5, Course.ON),
        (4, 30, AT_LEAST, 5, Course.UNTOLD),
        (-20, 5, AT_LEAST, 5, Course.UNTOLD),
        (-20, 4, AT_LEAST, 5, Course.OFF),
        (float("nan"), 4, AT_LEAST, 5, Course.UNTOLD),
        (-20, float("inf"), AT_MOST, 5, Course.UNTOLD),
    ],
)
def test_only_a_range_wholly_on_one_side_says_anything(
    low: float, high: float, aim: str, wanted: float, stands: Course
) -> None:
    assert course(low, high, aim, wanted) == stands


@pytest.mark.parametrize("aim", AIMS)
@pytest.mark.parametrize(("before", "wanted"), [(30, 0), (30, -30), (200, -10), (200, 20)])
def test_chance_around_just_what_was_wanted_is_seldom_called_anything(
    aim: str, before: int, wanted: float
) -> None:
    drawn = np.random.default_rng(20261126)
    then = drawn.poisson(before, 4000)
    now = drawn.poisson(before * (1 + wanted / 100), 4000)
    days = np.full(4000, 183.0)
    tested = change.compare(now, then, days, days, np.ones(4000))
    ends = zip(tested["low"], tested["high"], strict=True)
    said = pd.Series([course(low, high, aim, wanted) for low, high in ends])
    for either in (Course.ON, Course.OFF):
        assert (said == either).mean() <= 0.025 + 3 * (0.025 * 0.975 / 4000) ** 0.5


@pytest.mark.slow
def test_the_reports_own_promise_waits_for_a_figure(published: Path) -> None:
    assert stands(REPORTED) == Course.UNTOLD
    assert "No figure of the time for which it was set" in told(
        done.answer(door.at(), Question("winchester"))
    )


@pytest.mark.slow
def test_an_objective_of_recorded_crime_is_judged_as_every_page_judges(mine: Path) -> None:
    set_out(CRIME, CRIME | {"objective": "No flood", "change": "400"})
    course_of, why = objectives.progress(door.at(), "No flood")
    asked = objectives.asked(door.at(), objectives.newest(door.at()).iloc[-1])
    assert asked is not None
    lead = next(
        block
        for block in walk(area.answer(door.at(), asked).blocks)
        if isinstance(block, Words) and block.tone == "lead"
    )
    assert lead.text in why
    assert course_of == Course.ON
    assert stands("Fewer break-ins") == Course.UNTOLD


@pytest.mark.parametrize(
    ("target", "stand"), [("4", Course.ON), ("5", Course.OFF), ("3.5", Course.ON)]
)
def test_what_a_partner_decides_to_do_is_at_its_target_or_not(
    mine: Path, target: str, stand: Course
) -> None:
    set_out(WORK | {"target": target})
    assert stands("More outreach") == stand
    assert "4 times a week" in objectives.progress(door.at(), "More outreach")[1]


@pytest.mark.slow
def test_a_count_of_events_within_chance_of_its_target_cannot_be_told(mine: Path) -> None:
    rows = door.at().activity
    kinds = rows["measure"].map(lambda code: metrics.one(code).kind)
    whole = rows[(kinds == metrics.EVENTS) & (rows["breakdown"] == "") & (rows["value"] > 5)]
    row = whole.iloc[0]
    days = {"period_start": f"{row['period_start']:%Y-%m-%d}"}
    days["period_end"] = f"{row['period_end']:%Y-%m-%d}"
    asked = WORK | days | {"measure": row["measure"], "set_on": days["period_start"]}
    value = float(row["value"])
    for name, target, stand in (
        ("near", value, Course.UNTOLD),
        ("far below", value / 4, Course.ON),
        ("far above", value * 4, Course.OFF),
    ):
        set_out(asked | {"objective": name, "target": f"{target:g}"})
        assert stands(name) == stand


@pytest.mark.slow
def test_a_later_row_is_a_change_and_both_are_kept(mine: Path) -> None:
    set_out(WORK)
    set_out(WORK | {"set_on": "2017-06-01", "target": "4"})
    assert stands("More outreach") == Course.ON
    kept = exports.objectives(door.at().table("objectives"))
    assert list(kept.loc[kept["objective"] == "More outreach", "target"]) == [5, 4]


@pytest.mark.slow
def test_an_objective_stands_where_its_figure_is_and_in_the_paper(mine: Path) -> None:
    set_out(CRIME)
    shown = door.at()
    for code, offence, there in [
        ("st-paul", "burglary", True),
        ("winchester", "theft", True),
        ("st-barnabas", "burglary", False),
        ("st-paul", "drugs", False),
    ]:
        assert bool(objectives.touching(shown, Question(code, offence))) == there, (code, offence)
    assert "Fewer break-ins" in told(matters.answer(shown, Question("winchester")))


@pytest.mark.parametrize("table", ["operations", "objectives"])
def test_a_template_holds_the_columns_of_the_list_that_it_is_read_as(
    table: str, published: Path
) -> None:
    sent = Upload(f"{table}.csv", spreadsheets.csv(publish.blank(table)))
    with pytest.raises(UnreadableFile, match=f"the header of .*{table}.* Fill in at least one row"):
        publish.rehearse([sent])
