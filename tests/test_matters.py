"""The committee's memory: a step is added and never rewritten, and what became of each is told."""

import shutil
from datetime import date, timedelta
from pathlib import Path
from urllib.parse import parse_qsl

import pandas as pd
import pytest

from cspdata import access, checks, exports, publish, readers, schemas, spreadsheets, store
from cspdata import published as door
from cspdata.access import Rules, Visitor
from cspdata.answers import area, done, glance, matters
from cspdata.answers.blocks import Answer, Heading, Link, Table, Words, walk
from cspdata.checks import Checked, Spellings
from cspdata.errors import GroundMoved, NotAllowed, NotPublishable
from cspdata.periods import Period, day_in_words
from cspdata.printers import html
from cspdata.printers.imprint import Imprint
from cspdata.publish import Rehearsal, Upload
from cspdata.question import Question

OFFICER = access.person_here("A. Officer")
DISTRICT = Question("winchester")
LIGHTS = "Lighting in Abbey Gardens"
PROMISE = "Outreach to rough sleepers on five days a week"
COLUMNS = [name for name in schemas.MATTERS.names if name not in schemas.PROVENANCE]
RAISED = {
    "matter": LIGHTS,
    "step": "1",
    "signed_on": "2017-03-20",
    "signed_by": "Chair of the committee",
    "state": "open",
    "words": "Can the paths be lit?",
    "kind": "question",
    "addressed_to": "Neighbourhood Services",
    "raised_at": "The scrutiny committee",
    "figures": "area?area=st-paul&offence=burglary&from=2016-10&to=2017-02",
}
REPLIED = {
    "matter": LIGHTS,
    "step": "2",
    "signed_on": "2017-04-10",
    "signed_by": "Neighbourhood Services",
    "state": "answered",
    "words": "They were lit in April.",
}


def written(*rows: dict[str, str]) -> bytes:
    cells = [[row.get(name, "") for name in COLUMNS] for row in rows]
    return pd.DataFrame(cells, columns=COLUMNS).to_csv(index=False).encode()


def checked(*rows: dict[str, str]) -> Checked:
    (sheet,) = readers.read(written(*rows), "f.csv")
    return checks.together([checks.typed(sheet, "partners", None, Spellings.known())])


def rehearsed(*rows: dict[str, str]) -> Rehearsal:
    return publish.rehearse([Upload("matters.csv", written(*rows))])


def publish_(*rows: dict[str, str]) -> int:
    return publish.publish(rehearsed(*rows), OFFICER)


def fault(*rows: dict[str, str]) -> tuple[str, str]:
    (issue,) = rehearsed(*rows).faults
    return issue.column, f"{issue.problem} {issue.remedy}"


def told(answer: Answer) -> str:
    return " ".join(block.text for block in walk(answer.blocks) if isinstance(block, Words))


def headings(answer: Answer) -> list[str]:
    """Those of the matters; the objectives follow them."""
    found = [block.text for block in answer.blocks if isinstance(block, Heading)]
    assert found[-1] == "Objectives of the partnership"
    return found[:-1]


def links_of(answer: Answer) -> list[Link]:
    blocks = list(walk(answer.blocks))
    rows = [link for block in blocks if isinstance(block, Table) for link in block.links if link]
    return [link for block in blocks if isinstance(block, Words) for link in block.links] + rows


def of(name: str, question: Question = DISTRICT) -> str:
    return told(matters.answer(door.at(), question, name))


@pytest.fixture
def mine(published: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A store of the published figures that may be written to."""
    place = tmp_path / "mine"
    shutil.copytree(published, place)
    monkeypatch.setenv("CSP_STORE", str(place))
    return place


def test_a_sound_step_is_taken_as_it_stands() -> None:
    found = checked(RAISED | {"due": "2017-05-01", "duty": "yes"})
    assert not [issue for issue in found.issues if issue.stops]
    (row,) = found.tables["matters"].to_dict("records")
    assert (row["step"], row["duty"], row["due"]) == (1, True, date(2017, 5, 1))
    assert row["figures"] == RAISED["figures"]


@pytest.mark.parametrize(
    ("wrong", "column", "says"),
    [
        ({"matter": " "}, "matter", "is empty"),
        ({"matter": "=Lighting"}, "matter", "as a formula"),
        ({"step": "one"}, "step", "not the number"),
        ({"step": "0"}, "step", "not the number"),
        ({"signed_on": "soon"}, "signed_on", "not a day"),
        ({"signed_on": "2999-01-01"}, "signed_on", "has not come yet"),
        ({"signed_by": ""}, "signed_by", "is empty"),
        ({"state": "won"}, "state", "no state"),
        ({"state": "agreed"}, "state", "begins open"),
        ({"words": ""}, "words", "is empty"),
        ({"kind": "wish"}, "kind", "no kind"),
        ({"kind": ""}, "kind", "is empty"),
        ({"addressed_to": ""}, "addressed_to", "is empty"),
        ({"raised_at": ""}, "raised_at", "is empty"),
        ({"due": "later"}, "due", "not a day"),
        ({"due": "2017-03-01"}, "due", "before it was signed"),
        ({"duty": "perhaps"}, "duty", "not said whether"),
        ({"figures": "area?area=atlantis"}, "figures", "not here"),
        ({"figures": "https://example.org/else"}, "figures", "no address of a page"),
    ],
)
def test_a_wrong_cell_is_told_with_its_row_and_column(
    wrong: dict[str, str], column: str, says: str
) -> None:
    found = checked(RAISED | {"matter": "Another"}, RAISED | wrong)
    (issue,) = [issue for issue in found.issues if issue.stops]
    assert (issue.row, issue.column) == (3, column)
    assert says in issue.problem
    assert len(found.tables["matters"]) == 1


def test_a_reply_may_be_due_on_a_day_to_come() -> None:
    found = checked(RAISED | {"due": "2999-01-01"})
    assert not [issue for issue in found.issues if issue.stops]


def test_a_copied_address_is_kept_without_whose_it_is_and_an_unpinned_one_is_told() -> None:
    address = "https://csp.example.gov.uk/area?area=st-paul&on=2026-11-20"
    pinned, loose = checked(RAISED | {"figures": address}), checked(RAISED)
    assert pinned.tables["matters"]["figures"].item() == "area?area=st-paul&on=2026-11-20"
    assert not pinned.issues
    assert ["names no day" in issue.problem for issue in loose.issues] == [True]


def test_a_step_given_twice_with_other_words_stops() -> None:
    same = checked(RAISED, RAISED)
    assert len(same.tables["matters"]) == 1
    assert not [issue for issue in same.issues if issue.stops]
    other = checked(RAISED, RAISED | {"words": "May the paths be lit?"})
    assert ["twice, with other words" in issue.problem for issue in other.issues if issue.stops]


def test_a_published_step_is_never_rewritten(mine: Path) -> None:
    version = publish_(RAISED)
    column, said = fault(RAISED | {"words": "Nobody asked."})
    assert column == "step"
    assert "published with other words" in said
    assert "The next is 2" in said
    assert publish_(RAISED) == version


@pytest.mark.parametrize(
    ("rows", "column", "says"),
    [
        ([REPLIED | {"step": "3"}], "step", "is 1, so 2 follows"),
        ([REPLIED | {"signed_on": "2017-03-01"}], "signed_on", "before the step before"),
        ([REPLIED | {"matter": LIGHTS.upper()}], "matter", f"“{LIGHTS}” is published"),
        ([REPLIED | {"matter": "Unheard of"}], "step", "its first step is 1"),
    ],
)
def test_a_step_follows_those_that_stand(
    mine: Path, rows: list[dict[str, str]], column: str, says: str
) -> None:
    publish_(RAISED)
    found, said = fault(*rows)
    assert found == column
    assert says in said


@pytest.mark.slow
def test_two_writers_of_one_step_lose_nothing(mine: Path) -> None:
    publish_(RAISED)
    first, second = rehearsed(REPLIED), rehearsed(REPLIED | {"words": "They will not be lit."})
    publish.publish(first, OFFICER)
    with pytest.raises(GroundMoved):
        publish.publish(second, OFFICER)
    assert "The next is 3" in fault(REPLIED | {"words": "They will not be lit."})[1]
    publish_(REPLIED | {"step": "3", "words": "They will not be lit.", "state": "declined"})
    kept = exports.matters(door.at().table("matters"))
    assert list(kept.loc[kept["matter"] == LIGHTS, "words"]) == [
        RAISED["words"],
        REPLIED["words"],
        "They will not be lit.",
    ]


@pytest.mark.slow
def test_what_is_undone_is_gone_and_the_version_before_still_tells_it(mine: Path) -> None:
    before = store.version()
    version = publish_(RAISED)
    publish.restore(before, version, OFFICER, "entered in error")
    assert LIGHTS not in matters.choices(door.at())
    assert LIGHTS in matters.choices(door.at(version))


# Who may


def visitor(email: str, verified: bool = True) -> Visitor:
    listed = {"officers": frozenset(["olga@x.gov.uk"]), "writers": frozenset(["will@x.gov.uk"])}
    claims = {
        "is_logged_in": True,
        "email": email,
        "email_verified": verified,
        "exp": 4_000_000_000,
    }
    return Visitor(Rules(sign_in=True, **listed), claims)


@pytest.mark.slow
def test_a_writer_publishes_matters_and_no_figures(mine: Path) -> None:
    publish.publish(rehearsed(RAISED), visitor("will@x.gov.uk"))
    assert store.history()["by"].iloc[0] == "will@x.gov.uk"
    counts = (
        b"area,offence,period_start,period_end,count\nSt Paul,Burglary,2016-04-01,2016-10-31,9\n"
    )
    figures = publish.rehearse([Upload("f.csv", counts)])
    both = publish.rehearse([Upload("f.csv", counts), Upload("m.csv", written(REPLIED))])
    for more in (figures, both):
        with pytest.raises(NotAllowed, match="write words but not publish figures"):
            publish.publish(more, visitor("will@x.gov.uk"))


@pytest.mark.parametrize(
    ("who", "why"),
    [
        (visitor("vera@x.gov.uk"), "look but not publish"),
        (visitor("will@x.gov.uk", verified=False), "verified"),
        (Visitor(Rules(sign_in=True, writers=frozenset([""])), {}), "Sign in"),
    ],
)
def test_nobody_else_writes(mine: Path, who: Visitor, why: str) -> None:
    with pytest.raises(NotAllowed, match=why):
        publish.publish(rehearsed(RAISED), who)


# What is told


def test_the_reports_own_promises_stand_there_with_what_is_past_its_day(published: Path) -> None:
    rows = matters.now(door.at(), DISTRICT).set_index("matter")
    assert len(rows) == 6
    assert set(rows["kind"]) == {"recommendation", "promise"}
    assert rows.loc[PROMISE, "due"] == pd.Timestamp(2018, 1, 31)
    assert sorted(rows.index[rows["overdue"]]) == [
        "Five campaigns and a fly-tipping prosecution",
        PROMISE,
    ]
    assert all("Committee report of 4 January 2018" in place for place in rows["reference"])


def test_without_matters_nothing_is_said(empty_store: Path) -> None:
    store.create()
    shown = door.at()
    assert matters.choices(shown) == {}
    assert not matters.brief(shown, DISTRICT)
    assert not matters.touching(shown, DISTRICT)
    assert "No matters of the committee" in of(matters.ALL)


def test_a_name_that_nobody_published_gets_a_sentence(published: Path) -> None:
    assert "No matter of this name" in of("Atlantis")


@pytest.mark.slow
def test_the_law_gives_a_day_only_where_it_asks_and_none_was_agreed(mine: Path) -> None:
    publish_(
        RAISED | {"matter": "By law", "duty": "yes"},
        RAISED | {"matter": "By law, agreed", "duty": "yes", "due": "2017-03-30"},
        RAISED | {"matter": "Asked freely"},
    )
    due = matters.now(door.at(), DISTRICT).set_index("matter")["due"]
    assert due["By law"] == pd.Timestamp(2017, 3, 20) + timedelta(days=28)
    assert due["By law, agreed"] == pd.Timestamp(2017, 3, 30)
    assert pd.isna(due["Asked freely"])
    assert "SI 2009/942" in of("By law")
    assert "SI 2009/942" not in of("Asked freely")


def test_a_later_step_may_move_the_day(mine: Path) -> None:
    moved = REPLIED | {"state": "open", "due": "2999-01-01", "words": "More time was agreed."}
    publish_(RAISED | {"due": "2017-04-01"}, moved)
    row = matters.now(door.at(), DISTRICT).set_index("matter").loc[LIGHTS]
    assert row["due"] == pd.Timestamp(2999, 1, 1)
    assert not row["overdue"]


@pytest.mark.slow
def test_what_the_figure_did_since_is_the_comparison_of_every_page(mine: Path) -> None:
    publish_(RAISED)
    since = Period(date(2017, 4, 1), date(2017, 9, 30))
    asked = Question("st-paul", "burglary", since, source="police-uk")
    lead = next(
        block
        for block in walk(area.answer(door.at(), asked).blocks)
        if isinstance(block, Words) and block.tone == "lead"
    )
    assert lead.text in of(LIGHTS)
    assert "No figures are published for the time since" in of(
        "Police cover of Colden Common and Twyford"
    )


@pytest.mark.slow
def test_a_replay_of_two_meetings_runs_from_raised_to_closed(mine: Path) -> None:
    kept = {"matter": PROMISE, "signed_by": "Housing", "words": "Five days since 8 January."}
    publish_(kept | {"step": "2", "signed_on": "2018-03-05", "state": "answered"})
    law = {"matter": "A patrol at night", "duty": "yes", "signed_on": "2018-06-01"}
    publish_(
        RAISED | law | {"kind": "recommendation"},
        kept | {"step": "3", "signed_on": "2018-06-01", "state": "closed", "words": "Noted."},
    )
    paper = matters.answer(door.at(), DISTRICT)
    assert headings(paper) == ["Past their day", "Open", "Answered since the last meeting"]
    said = told(paper)
    assert "6 matters are open, 2 of them past their day; 1 has an answer." in said
    assert f"The last meeting that raised any was on {day_in_words(date(2018, 6, 1))}." in said
    assert "Closed on 1 June 2018, signed by Housing. Noted." in said
    publish_(
        law
        | {"step": "2", "state": "declined", "words": "No.", "signed_by": "The police"}
        | {"signed_on": "2018-06-20"},
        RAISED | {"matter": "Third meeting", "signed_on": "2018-09-03"},
    )
    last = matters.answer(door.at(), DISTRICT)
    assert headings(last) == ["Past their day", "Open", "Answered before"]
    steps = next(block for block in walk(last.blocks) if isinstance(block, Table))
    assert len(steps.cells) == 6 + 2 + 2 + 1


def test_on_a_day_before_the_reply_the_matter_was_open(mine: Path) -> None:
    publish_(RAISED, REPLIED)
    at = matters.now(door.at(), DISTRICT.at(on=date(2017, 4, 1))).set_index("matter")
    assert at.loc[LIGHTS, "state"] == "open"
    assert PROMISE not in at.index


@pytest.mark.slow
def test_a_matter_is_three_touches_away_and_stands_where_its_figure_is(mine: Path) -> None:
    publish_(RAISED)
    shown = door.at()
    first = [link for link in links_of(glance.answer(shown, shown.choose(DISTRICT))) if link.also]
    assert ("matter", matters.ALL) in [pair for link in first for pair in link.also]
    steps = [link.also for link in links_of(matters.answer(shown, DISTRICT))]
    assert (("matter", LIGHTS),) in steps
    assert (("matter", LIGHTS),) in [link.also for link in links_of(done.answer(shown, DISTRICT))]
    for code, offence, stands in [
        ("st-paul", "burglary", True),
        ("winchester-city", "burglary", True),
        ("st-paul", "all-crime", True),
        ("st-barnabas", "burglary", False),
        ("st-paul", "drugs", False),
    ]:
        blocks = matters.touching(shown, Question(code, offence))
        assert bool(blocks) == stands, (code, offence)


@pytest.mark.slow
def test_the_figures_of_a_matter_are_one_link_away_as_they_were_asked(mine: Path) -> None:
    publish_(RAISED)
    rests = [
        link
        for link in links_of(matters.answer(door.at(), DISTRICT, LIGHTS))
        if link.words.startswith("Rests on")
    ]
    asked = dict(parse_qsl(RAISED["figures"].partition("?")[2]))
    assert [(link.page, link.question.to_address()) for link in rests] == [("area", asked)]


@pytest.mark.slow
@pytest.mark.parametrize(
    "hostile",
    ["<script>alert(1)</script>", "**loud** and [here](javascript:alert(1))", "=cmd|' /C calc'!A0"],
)
def test_what_somebody_wrote_is_shown_as_text(mine: Path, hostile: str) -> None:
    publish_(RAISED | {"words": hostile, "signed_by": hostile, "addressed_to": hostile})
    imprint = Imprint("", "Version.", "today")
    page = html.paper(matters.answer(door.at(), DISTRICT, LIGHTS), imprint).decode()
    assert "<script>alert" not in page
    assert 'javascript:alert(1)"' not in page
    assert "<strong>loud</strong>" not in page
    assert b"\n=cmd" not in spreadsheets.csv(exports.matters(door.at().table("matters")))


# The template


def test_the_template_asks_for_the_next_step_of_what_is_open(mine: Path) -> None:
    publish_(RAISED, REPLIED, RAISED | {"matter": "Another"})
    rows = publish.matters().set_index("matter")["step"]
    assert rows["Another"] == "2"
    assert rows[""] == "1"
    assert LIGHTS not in rows.index


def test_rows_that_are_not_filled_in_are_skipped(mine: Path) -> None:
    publish_(RAISED)
    made = publish.matters()
    mine_ = made["matter"] == LIGHTS
    for name in ("signed_on", "signed_by", "state", "words"):
        made.loc[mine_, name] = REPLIED[name]
    found = publish.rehearse([Upload("matters.csv", spreadsheets.csv(made))])
    assert not found.faults
    assert list(found.new["matters"]["matter"]) == [LIGHTS]
    assert publish.effect(found) == [f"1 step of matters of the committee: “{LIGHTS}” is answered."]


def test_an_empty_template_publishes_nothing(mine: Path) -> None:
    found = publish.rehearse([Upload("matters.csv", spreadsheets.csv(publish.matters()))])
    assert not found.faults
    assert found.is_empty


def test_a_fault_stops_the_whole_publication(mine: Path) -> None:
    before = store.version()
    with pytest.raises(NotPublishable):
        publish_(RAISED, REPLIED | {"step": "4"})
    assert store.version() == before
