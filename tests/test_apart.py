"""Work in a process of its own: what it made comes back, and its end is never the server's."""

import math
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from threading import Event

import pytest

from cspdata import apart, areas, background, kept, settings, sites, store
from cspdata import published as door
from cspdata.answers import ahead, area, done, glance
from cspdata.answers.blocks import Chart, walk
from cspdata.errors import UnknownVersion
from cspdata.printers import as_json, feed
from cspdata.question import Question
from tests.conftest import announce_apart
from tests.test_another_place import PACK

pytestmark = pytest.mark.slow
LONG_S = 600.0


def counted(number: int) -> Iterator[tuple[int, int]]:
    for each in range(number):
        print("what is printed is no piece")
        yield each, os.getpid()


def dies() -> Iterator[str]:
    yield "before"
    os._exit(3)


def breaks() -> Iterator[str]:
    yield "before"
    raise ZeroDivisionError


def hangs() -> Iterator[str]:
    Event().wait()
    yield "never"


def named() -> Iterator[str]:
    there = sites.site()
    yield f"{there.name if there else ''} {settings.store()} {areas.root()}"


def shared() -> Iterator[list[str]]:
    same = ["one"]
    yield same
    yield same


def test_the_pieces_come_from_another_process_in_their_order() -> None:
    pieces = list(apart.made(LONG_S, counted, 3))
    assert [number for number, _ in pieces] == [0, 1, 2]
    assert len({process for _, process in pieces} - {os.getpid()}) == 1


def test_what_pieces_share_they_share_here() -> None:
    one, other = apart.made(LONG_S, shared)
    assert one is other


@pytest.mark.parametrize(("work", "end"), [(dies, "with 3"), (breaks, "with 1")])
def test_an_end_too_soon_is_told_and_keeps_what_came_before(work: object, end: str) -> None:
    found = []
    with pytest.raises(apart.Unfinished, match=end):
        for piece in apart.made(LONG_S, work):  # type: ignore[arg-type]
            found.append(piece)
    assert found == ["before"]


def test_what_hangs_is_ended() -> None:
    with pytest.raises(apart.Unfinished):
        list(apart.made(0.0, hangs))


def test_a_server_that_ends_ends_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(background, "_ending", Event())
    background.end()
    with pytest.raises(apart.Unfinished):
        list(apart.made(LONG_S, hangs))


def test_whoever_was_killed_leaves_no_process_behind() -> None:
    asking = (
        "from cspdata import apart; from tests import test_apart as t; import os;"
        "import pickle, time; pieces = apart._started();"
        "pieces.stdin.write(pickle.dumps((None, time.time())) + pickle.dumps((t.hangs, (), {})));"
        "pieces.stdin.flush(); os._exit(9)"
    )
    # Both write their faults to the same pipe, so that it ends when both have ended.
    killed = subprocess.run([sys.executable, "-c", asking], capture_output=True, check=False)
    assert killed.returncode == 9


def test_what_cannot_travel_is_told_before_anything_is_started() -> None:
    with pytest.raises(apart.Unfinished, match="could not be begun"):
        list(apart.made(LONG_S, lambda: ["here"]))


def test_no_process_is_no_fault_but_told(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(sys, "executable", str(tmp_path / "none"))
    with pytest.raises(apart.Unfinished, match="could not be begun"):
        list(apart.made(LONG_S, counted, 1))


def test_a_program_that_was_replaced_since_the_server_began_is_not_mixed_with_it(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(apart, "BEGAN", 0.0)
    with pytest.raises(apart.Unfinished, match="with 1"):
        list(apart.made(LONG_S, counted, 1))


def test_it_is_done_for_the_place_that_is_meant(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    shutil.copytree(PACK, tmp_path / "harrowmere" / sites.PACK)
    monkeypatch.setattr(apart, "BEGAN", math.inf)
    monkeypatch.delenv("CSP_PLACE", raising=False)
    monkeypatch.setenv("CSP_PLACES", str(tmp_path))
    with sites.within(sites.sites()["harrowmere"]):
        (said,) = apart.made(LONG_S, named)
        assert said == f"harrowmere {settings.store()} {areas.root()}"


# What is worked out of a version


def test_what_another_process_worked_out_is_what_would_be_worked_out_here(published: Path) -> None:
    wanted = [(each.answer, Question("st-paul"), ()) for each in (glance, area, done)]
    here = door.at()
    before = door._answers.copy()
    door._answers.clear()
    pieces = list(apart.made(LONG_S, ahead.worked_out, here, wanted, (), LONG_S))
    for piece in pieces:
        ahead.learn(here, piece)
    learned = here.worked_out()
    door._answers.clear()
    for make, question, asked in wanted:
        key = (make, (here.choose(question), *asked))
        answer, own = learned[key], here.ask(make, *key[1])
        assert answer is not own
        assert as_json.answer(answer) == as_json.answer(own)
        drawn = [[b.spec for b in walk(a.blocks) if isinstance(b, Chart)] for a in (answer, own)]
        assert drawn[0] == drawn[1]
    door._answers.update(before)


def test_a_chart_that_is_known_here_is_not_drawn_there(published: Path) -> None:
    wanted = [(area.answer, Question("st-paul"), ())]
    here = door.at()
    ahead.draw(here.ask(area.answer, here.choose(wanted[0][1])).blocks)
    ((_, drawn),) = apart.made(LONG_S, ahead.worked_out, here, wanted, ahead.drawn(), LONG_S)
    assert drawn == {}


def test_what_is_known_here_stays_as_it_is(published: Path) -> None:
    here = door.at()
    rows = here.months
    here.learn({"months": rows.head(1), (area.answer, ("asked",)): "first"})
    here.learn({(area.answer, ("asked",)): "second"})
    assert here.months is rows
    assert here.worked_out()[area.answer, ("asked",)] == "first"


def test_a_version_of_a_store_that_was_replaced_is_not_taken_for_this_one(published: Path) -> None:
    make, (number, identity) = door.at().__reduce__()
    assert make(number, identity) is door.at()
    with pytest.raises(UnknownVersion):
        make(number, f"{identity} of another store")


def test_no_more_answers_are_remembered_than_is_said(
    published: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(door, "_answers", door._answers.__class__())
    monkeypatch.setattr(door, "ANSWERS", 2)
    here = door.at()
    for asked in ("first", "second", "third"):
        here.ask(_said, asked)
    assert [asked for _, (asked,) in filter(_is_asked, here.worked_out())] == ["second", "third"]


def _said(_: door.Published, words: str) -> str:
    return words


def _is_asked(key: object) -> bool:
    return isinstance(key, tuple)


# What is kept of a version


def test_what_is_announced_is_made_by_another_process(published: Path) -> None:
    announce_apart(store.version()).result()
    for name in (feed.FEED, feed.TABLE, kept.RELEASE):
        assert store.made(store.version(), kept.name_of(name)) is not None


def test_what_no_process_makes_is_made_here_and_told(
    published: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    made = []
    monkeypatch.setattr(kept, "_made", dies)
    monkeypatch.setattr(kept, "make", lambda version, place: made.append(version))
    monkeypatch.setattr(sys, "executable", "")
    announce_apart(store.version()).result()
    assert made == [store.version()]
    assert "was not made apart" in caplog.text
