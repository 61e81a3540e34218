"""What people write by hand: yes and no, names of areas, and words that tell who somebody is."""

from pathlib import Path

import pytest

from cspdata import publish, store
from cspdata.checks.spellings import Spellings, separated, suggested_area
from cspdata.checks.words import personal, yes_or_no
from cspdata.publish import Rehearsal, Upload
from tests.test_dresses import text

KNOWN = Spellings.known().areas
NOTE = {
    "note": "A festival",
    "area": "St Paul",
    "period_start": "2017-05-01",
    "period_end": "2017-05-31",
    "words": "The festival moved.",
    "author": "A. Officer",
    "signed_on": "2017-07-03",
    "withdrawn": "",
}


@pytest.fixture
def empty(empty_store: Path) -> Path:
    store.create()
    return empty_store


def sent(**cells: str) -> Rehearsal:
    row = NOTE | cells
    return publish.rehearse([Upload("notes.csv", text([list(row), list(row.values())]))])


@pytest.mark.parametrize(
    ("word", "meaning"),
    [
        ("yes", True),
        ("Y", True),
        (" TRUE ", True),
        ("1", True),
        ("No", False),
        ("n", False),
        ("FALSE", False),
        ("0", False),
        ("", None),
        ("not yet", None),
    ],
)
def test_yes_and_no_are_read_as_spreadsheets_write_them(word: str, meaning: bool | None) -> None:
    assert yes_or_no(word) is meaning


def test_a_cell_that_says_neither_is_told_with_what_it_says(empty: Path) -> None:
    (fault,) = sent(withdrawn="perhaps").faults
    assert (fault.row, fault.column) == (2, "withdrawn")
    assert fault.problem == (
        "It is not said whether the note is withdrawn (“perhaps” is neither yes nor no)."
    )


@pytest.mark.parametrize(
    ("written", "code"),
    [
        ("St Paul Ward", "st-paul"),  # the kind of area after its name
        ("ST. PAUL (ward)", "st-paul"),
        ("Wickham", "wickham-and-whiteley"),  # one name goes on after it
        ("Wickham Parish", "wickham-and-whiteley"),
        ("St", ""),  # many go on after it
        ("Whiteley", ""),  # none begins with it
        ("", ""),
    ],
)
def test_an_area_is_suggested_for_how_people_shorten_or_lengthen_it(
    written: str, code: str
) -> None:
    assert suggested_area(written, KNOWN) == code


@pytest.mark.parametrize(
    ("cell", "names"),
    [
        ("St Luke; St Barnabas", ["St Luke", "St Barnabas"]),
        ("St Luke, St Barnabas", ["St Luke", "St Barnabas"]),
        ("St Luke, Atlantis", ["St Luke, Atlantis"]),  # a name with a comma, for all we know
        (" ; ", []),
    ],
)
def test_areas_in_a_cell_are_told_apart(cell: str, names: list[str]) -> None:
    assert [name.strip() for name in separated(cell, KNOWN)] == names


def test_several_areas_where_one_belongs_are_asked_to_stand_in_rows(empty: Path) -> None:
    (fault,) = sent(area="St Luke, St Barnabas").faults
    assert fault.remedy == "Write one area in each row."


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("Write to j.smith+csp@example.gov.uk.", "j.smith+csp@example.gov.uk"),
        ("Ring 01962 840 222 for more.", "01962 840 222"),
        ("Ring 07700900123.", "07700900123"),
        ("Ring +44 (0)1962 840222.", "+44 (0)1962 840222"),
        ("The houses at SO23 9LJ.", "SO23 9LJ"),
        ("The houses at SO239LJ.", "SO239LJ"),
    ],
)
def test_words_that_tell_who_or_where_somebody_is_wait_for_a_reason(
    empty: Path, words: str, found: str
) -> None:
    rehearsal = sent(words=words)
    (held,) = rehearsal.held
    assert (held.row, held.column, held.found) == (2, "words", found)
    assert held.name.startswith("personal-notes-words-")
    assert not rehearsal.faults


@pytest.mark.parametrize(
    "words",
    [
        "Burglary fell from 1,382 to 840 in 2017/18 (39%).",
        "Reference 2017-04-01 0123",
        "Patrols in SO23 and on the A34 at M3 J9.",
        "Beat 1H05, log 20170401",
        "Follow @WinchesterCops.",
    ],
)
def test_ordinary_words_and_figures_do_not(empty: Path, words: str) -> None:
    assert not sent(words=words).held


@pytest.mark.slow
def test_nothing_that_is_published_here_reads_so(published: Path) -> None:
    written = ("activity", "operations", "notes", "matters", "objectives")
    rows = {table: store.read(table).assign(row=1, sheet="", member="") for table in written}
    assert sum(map(len, rows.values())) > 100
    assert not list(personal(rows))
