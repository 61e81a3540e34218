"""Files that officers really met, from the shared folder: each behaves as its line there says."""

from collections.abc import Callable
from pathlib import Path

import pytest

from cspdata import publish
from cspdata.errors import UnreadableFile
from cspdata.publish import Rehearsal, Upload

MAY_2017 = "2017-05-winchester-street.csv"


@pytest.fixture
def sent(published: Path, shared: Path) -> Callable[..., Rehearsal]:
    """Rehearse a file of the shared folder on the published figures."""

    def rehearsed(name: str, **answers: str) -> Rehearsal:
        return publish.rehearse([Upload.from_path(shared / "field" / name, **answers)])

    return rehearsed


@pytest.mark.parametrize(
    ("file", "words"),
    [
        ("f01-2017-05-btp-street.csv", "recorded by British Transport Police"),
        ("f03-stray-month.csv", "709 are published for April 2017, and this file has 1: a few"),
        ("f03-stray-month.csv", "761 are published for May 2017, and this file has 1: a few"),
        ("f25-not-available.csv", "“n/a”, “*” stands in place of each"),
        ("f34-formulas-never-calculated.xlsx", "“=5+7” is a formula without its value"),
        ("f40-categories-of-2012.csv", "“Violent crime” became “Violence and sexual offences”"),
        ("f47-thousands-comma-unquoted.csv", "which may be half of a number such as 1,234"),
    ],
)
def test_a_fault_says_what_it_is(sent: Callable[..., Rehearsal], file: str, words: str) -> None:
    assert any(words in fault.problem for fault in sent(file).faults)


@pytest.mark.parametrize(
    ("file", "name", "words"),
    [
        ("f06-third-without-lsoa.csv", "without-lsoa-2017-10", "That is 33% of the file"),
        ("f07-unlisted-code-no-name-column.csv", "codes-not-placed", "4 rows have codes"),
        ("f42-same-record-13-times.csv", "repeated-ids-2017-10", "12 rows have the crime ID"),
        ("f32-month-through-excel.csv", "fewer-2017-05", "761 are published for May 2017"),
    ],
)
def test_what_cannot_be_right_is_held(
    sent: Callable[..., Rehearsal], file: str, name: str, words: str
) -> None:
    rehearsal = sent(file)
    assert not rehearsal.faults
    assert words in {issue.name: issue.problem for issue in rehearsal.held}[name]


@pytest.mark.parametrize(
    ("file", "read"),
    [
        ("f12-title.csv", "read as 1 April 2017 to 31 March 2018, from the title"),
        ("f14-title.csv", "read as 1 April 2018 to 31 March 2019, from the title"),
        ("f29-serial-days.csv", "read as 1 November to 30 November 2017"),
        ("f30-month-names.csv", "read as 1 November to 30 November 2017"),
        ("f32-month-through-excel.csv", "read as 1 May to 31 May 2017, from its column Month"),
    ],
)
def test_the_days_that_were_read_are_said(
    sent: Callable[..., Rehearsal], file: str, read: str
) -> None:
    (reading,) = sent(file).readings
    assert read in publish.understood(reading)


@pytest.mark.slow
@pytest.mark.parametrize(
    ("file", "counts"),
    [
        ("f23-hidden-sheet.xlsx", [2]),
        ("f27-floats.csv", [12]),
        ("f29-serial-days.csv", [12]),
        ("f35-merged-area.xlsx", [2, 30]),
        ("f38-source-line.csv", [12]),
        ("f41-category-capitals.csv", [1, 1, 1]),
        ("f09-hampshire-and-btp.zip", [20]),
    ],
)
def test_the_counts_are_those_that_a_person_reads(
    sent: Callable[..., Rehearsal], file: str, counts: list[int]
) -> None:
    rehearsal = sent(file)
    read = rehearsal.new["crimes"]["count"]
    assert not rehearsal.faults
    assert [n for n in read if n] == counts or [read.sum()] == counts


def test_two_periods_in_a_title_are_asked(sent: Callable[..., Rehearsal]) -> None:
    (question,) = sent("f16-title.csv").unanswered
    assert [means for _, means in question.options] == [
        "1 April to 31 October 2015",
        "1 April to 31 October 2018",
    ]


def test_a_percentage_whose_format_only_writes_the_sign_is_as_it_is(
    sent: Callable[..., Rehearsal],
) -> None:
    rehearsal = sent("f17-percent-sign-as-text.xlsx")
    assert list(rehearsal.new["activity"]["value"]) == [18.3]
    assert not rehearsal.questions


@pytest.mark.parametrize("file", ["f19-change-as-fraction.xlsx", "f20-activity-fraction.xlsx"])
def test_a_fraction_is_asked(sent: Callable[..., Rehearsal], file: str) -> None:
    assert [question.asks for question in sent(file).unanswered] == ["percentages"]


def test_a_change_that_is_a_fraction_gives_the_right_previous_count(
    sent: Callable[..., Rehearsal],
) -> None:
    rehearsal = sent("f19-change-as-fraction.xlsx", percentages="fractions")
    crimes = rehearsal.new["crimes"]
    assert list(crimes.loc[crimes["status"] == "derived", "count"]) == [1168]
    activity = sent("f20-activity-fraction.xlsx", percentages="fractions").new["activity"]
    assert list(activity["value"]) == [18.3]


def test_from_a_whole_percentage_nothing_is_derived(sent: Callable[..., Rehearsal]) -> None:
    rehearsal = sent("f21-whole-percent.csv")
    assert list(rehearsal.new["crimes"]["status"]) == ["published"]
    assert "1,167 to 1,176 all round to 18%" in " ".join(rehearsal.printed["note"])


def test_marks_for_what_is_not_told_never_invite_a_nought(sent: Callable[..., Rehearsal]) -> None:
    rehearsal = sent("f25-not-available.csv")
    assert sorted(rehearsal.new["untold"]["why"]) == ["not available", "withheld"]
    assert not any("0 for none" in issue.remedy for issue in rehearsal.issues)


def test_a_web_page_under_the_name_of_a_spreadsheet_is_named(
    sent: Callable[..., Rehearsal],
) -> None:
    with pytest.raises(UnreadableFile, match="a web page under the name of a spreadsheet"):
        sent("f37-html-named-xls.xls")


def test_a_download_cut_inside_a_row_is_a_fault(published: Path, shared: Path) -> None:
    whole = (shared / "data" / "police_street" / MAY_2017).read_bytes()
    with pytest.raises(UnreadableFile, match="is cut off: its last row has only 5 of 12 cells"):
        publish.rehearse([Upload(MAY_2017, whole[:90_000])])


@pytest.mark.slow
def test_a_download_cut_between_rows_is_held(published: Path, shared: Path) -> None:
    whole = (shared / "data" / "police_street" / MAY_2017).read_bytes()
    cut = whole[: whole[:90_000].rindex(b"\n") + 1]
    held = {issue.name for issue in publish.rehearse([Upload(MAY_2017, cut)]).held}
    assert held == {"fewer-2017-05", "cut-at-the-end-2017-05"}


def test_a_month_with_a_stray_row_of_another_leaves_that_one_alone(
    published: Path, shared: Path
) -> None:
    whole = (shared / "data" / "police_street" / MAY_2017).read_text("utf-8")
    header, first, *rest = whole.splitlines(keepends=True)
    stray = first.replace(",2017-05,", ",2017-04,")
    rehearsal = publish.rehearse([Upload(MAY_2017, "".join([header, stray, *rest]).encode())])
    assert "1 row is of April 2017" in " ".join(note.problem for note in rehearsal.notes)
    assert set(rehearsal.new["crimes"]["period_start"].dt.month) == {5}
    assert not rehearsal.faults


@pytest.mark.slow
@pytest.mark.parametrize("place", ["police_street", "now"])
def test_a_sound_month_passes_unheld(published: Path, shared: Path, place: str) -> None:
    """All of 2015 to 2017, and of 2025 all but September, with its 138 other thefts."""
    files = sorted((shared / "data" / place).glob("*street*.[cz][si][vp]"))
    rehearsal = publish.rehearse([Upload.from_path(path) for path in files])
    assert not rehearsal.faults
    odd = {} if place == "police_street" else {"categories-2025-09"}
    assert {issue.name for issue in rehearsal.held} == set(odd)
