"""Readers are shown a new version once what they ask was worked out for it, and soon."""

import shutil
from collections.abc import Callable, Generator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from cspdata import access, apart, areas, background, publish, store
from cspdata import published as door
from cspdata.answers import ahead, area, done, glance, months
from cspdata.publish import Upload
from cspdata.published import Published
from cspdata.question import Question
from cspdata.ui import ready
from tests.conftest import make_ready
from tests.reader import opened, words_of

OFFICER = access.person_here("A. Officer")
HEAD = "area,offence,period_start,period_end,count"
HERE = Question("st-paul", "robbery")
Job = Callable[[], None]


class Clock:
    """Time that passes when it is told to."""

    now = 0.0

    def monotonic(self) -> float:
        return self.now


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    told = Clock()
    monkeypatch.setattr(ready, "time", told)
    return told


@pytest.fixture
def waiting(monkeypatch: pytest.MonkeyPatch) -> list[Job]:
    """The jobs that were submitted; a test does them when it wants."""
    jobs: list[Job] = []

    def submit(work: Callable[..., None], *asked: Any) -> None:
        jobs.append(lambda: work(*asked))

    monkeypatch.setattr(background, "submit", submit)
    monkeypatch.setattr(background._ending, "wait", lambda seconds: None)
    monkeypatch.setattr(ready, "_make_ready", make_ready)
    monkeypatch.setattr(apart, "made", nobody)
    return jobs


def nobody(*_: Any) -> Generator[Any, None, None]:
    """No process that works it out."""
    raise apart.Unfinished("there is none here")
    yield


@pytest.fixture
def mine(empty_store: Path) -> Path:
    store.create()
    put(5)
    return empty_store


def put(count: int) -> Published:
    text = f"{HEAD}\nst-paul,robbery,2017-04-01,2017-10-31,{count}\n"
    publish.publish(publish.rehearse([Upload("tidy.csv", text.encode())]), OFFICER)
    return door.at()


@pytest.mark.slow
def test_the_version_before_is_shown_until_the_new_one_is_ready(
    mine: Path, waiting: list[Job]
) -> None:
    first = ready.shown(door.at())
    ready.note(area.answer, HERE, ())
    new = put(6)
    assert (first.version, ready.shown(new)) == (1, first)
    waiting.pop()()
    assert ready.shown(new) is new
    assert not waiting


@pytest.mark.slow
def test_what_readers_asked_is_not_worked_out_again_when_they_see_it(
    mine: Path, waiting: list[Job]
) -> None:
    worked: list[tuple[int, Question]] = []

    def answer(published: Published, question: Question) -> Any:
        worked.append((published.version, question))
        return area.answer(published, question)

    first = ready.shown(door.at())
    first.ask(answer, first.choose(HERE))
    ready.note(answer, first.choose(HERE), ())
    new = put(6)
    ready.shown(new)
    waiting.pop()()
    shown = ready.shown(new)
    shown.ask(answer, shown.choose(HERE))
    assert worked == [(1, first.choose(HERE)), (2, new.choose(HERE))]


@pytest.mark.slow
def test_what_another_process_worked_out_is_not_worked_out_here(
    mine: Path, waiting: list[Job], monkeypatch: pytest.MonkeyPatch
) -> None:
    def answer(published: Published, question: Question) -> Any:
        return pytest.fail("it was worked out already")

    def made(_: float, work: Any, newest: Published, *asked: Any) -> Generator[Any, None, None]:
        assert work is ahead.worked_out
        yield {(answer, (newest.choose(HERE),)): area.answer(newest, newest.choose(HERE))}, {}

    monkeypatch.setattr(apart, "made", made)
    ready.shown(door.at())
    ready.note(answer, HERE, ())
    new = put(6)
    ready.shown(new)
    waiting.pop()()
    assert ready.shown(new) is new
    assert new.ask(answer, new.choose(HERE)).title


@pytest.mark.slow
def test_a_process_that_ends_too_soon_is_told_and_its_work_done_here(
    mine: Path, waiting: list[Job], caplog: pytest.LogCaptureFixture
) -> None:
    worked: list[int] = []

    def answer(published: Published, question: Question) -> Any:
        worked.append(published.version)
        return area.answer(published, question)

    ready.shown(door.at())
    ready.note(answer, HERE, ())
    new = put(6)
    ready.shown(new)
    waiting.pop()()
    assert ready.shown(new) is new
    assert worked == [2]
    assert "Version 2 was not made ready apart: there is none here" in caplog.text


def test_what_came_of_a_process_and_cannot_be_used_keeps_nobody_from_the_new_version(
    mine: Path,
    waiting: list[Job],
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
) -> None:
    def made(*_: Any) -> Generator[Any, None, None]:
        yield "of another program"

    monkeypatch.setattr(apart, "made", made)
    ready.shown(door.at())
    new = put(6)
    ready.shown(new)
    waiting.pop()()
    assert ready.shown(new) is new
    assert "Not all of version 2 could be made ready" in caplog.text


@pytest.mark.slow
def test_who_chose_no_period_is_made_ready_for_the_newest_one(
    mine: Path, waiting: list[Job]
) -> None:
    asked: list[Question] = []

    def answer(published: Published, question: Question) -> Any:
        asked.append(question)
        return area.answer(published, question)

    first = ready.shown(door.at())
    ready.note(answer, first.choose(HERE), ())
    text = f"{HEAD}\nst-paul,robbery,2018-04-01,2018-10-31,7\n"
    publish.publish(publish.rehearse([Upload("later.csv", text.encode())]), OFFICER)
    ready.shown(door.at())
    waiting.pop()()
    assert [question.period for question in asked] == [door.at().choose(HERE).period]
    assert asked[0].period != first.choose(HERE).period


def test_versions_that_come_faster_are_made_ready_one_at_a_time(
    mine: Path, waiting: list[Job]
) -> None:
    first, second = ready.shown(door.at()), put(6)
    ready.shown(second)
    third = put(7)
    assert ready.shown(third) is first
    assert len(waiting) == 1
    waiting.pop()()
    assert ready.shown(third) is second
    waiting.pop()()
    assert ready.shown(third) is third


def test_nobody_waits_longer_than_the_bound(mine: Path, waiting: list[Job], clock: Clock) -> None:
    first, new = ready.shown(door.at()), put(6)
    assert ready.shown(new) is first
    clock.now = ready.AT_MOST_S
    assert ready.shown(new) is first
    clock.now += 0.1
    assert ready.shown(new) is new


@pytest.mark.slow
def test_a_job_that_comes_late_does_not_go_back(
    mine: Path, waiting: list[Job], clock: Clock
) -> None:
    ready.shown(door.at())
    ready.shown(put(6))
    third = put(7)
    clock.now = ready.AT_MOST_S + 0.1
    assert ready.shown(third) is third
    waiting.pop()()
    assert ready.shown(third) is third


def test_what_was_published_while_nobody_asked_is_shown_at_once(
    mine: Path, waiting: list[Job], monkeypatch: pytest.MonkeyPatch
) -> None:
    ready.shown(door.at())
    new = put(6)
    monkeypatch.setattr(ready, "AT_MOST_S", -1.0)
    assert ready.shown(new) is new


@pytest.mark.slow
def test_a_store_brought_back_from_a_copy_is_shown_at_once(
    mine: Path, tmp_path: Path, waiting: list[Job]
) -> None:
    shutil.copytree(mine, tmp_path / "copy")
    put(6)
    assert ready.shown(door.at()).version == 2
    shutil.rmtree(mine)
    shutil.copytree(tmp_path / "copy", mine)
    put(8)
    newest = put(9)
    shown = ready.shown(newest)
    assert shown is newest
    assert shown.version == 3


@pytest.mark.slow
def test_a_page_that_crashes_keeps_nobody_from_the_new_version(
    mine: Path, waiting: list[Job], caplog: pytest.LogCaptureFixture
) -> None:
    def crashes(published: Published, question: Question) -> Any:
        raise ZeroDivisionError

    ready.shown(door.at())
    ready.note(crashes, HERE, ())
    new = put(6)
    ready.shown(new)
    waiting.pop()()
    assert ready.shown(new) is new
    assert "Not all of version 2 could be made ready" in caplog.text


def test_as_many_answers_are_remembered_as_can_be_made_ready(
    mine: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(ready, "ASKED", 2)
    ready.shown(door.at())
    for code in areas.order()[:3]:
        ready.note(area.answer, Question(code), ())
    (turn,) = ready._turns.values()
    assert [question.area for _, question, _ in turn.asked] == areas.order()[1:3]


def test_a_server_that_starts_has_each_page_of_the_place_made_apart_before_those_of_areas(
    mine: Path, waiting: list[Job], monkeypatch: pytest.MonkeyPatch
) -> None:
    ordered: list[Any] = []

    def made(within_s: float, work: Any, newest: Published, wanted: Any, *_: Any) -> Any:
        ordered.extend(wanted)
        return nobody()

    monkeypatch.setattr(apart, "made", made)
    ready.begin()
    (begun,) = waiting
    begun()
    codes = areas.order()
    of_each = [{make for make, question, _ in ordered if question.area == each} for each in codes]
    place, *rest = of_each
    assert place == {glance.answer, area.answer, done.answer, months.answer}
    assert {question.area for _, question, _ in ordered[:4]} == {areas.root()}
    assert all(each == {glance.answer, area.answer} for each in rest)


@pytest.mark.slow
def test_a_reader_reads_on_while_who_publishes_sees_it_at_once(
    mine: Path, waiting: list[Job], monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as reading:
        reading.delenv("CSP_PUBLISHING")
        assert "Data version 1, published" in words_of(opened("area"))
        put(6)
        said = words_of(opened("area"))
        assert "Data version 1, published" in said
        assert "Newer figures are published" not in said
    assert "Data version 2, published" in words_of(opened("area"))


@pytest.mark.slow
def test_who_asks_for_today_is_not_told_of_newer_figures(
    mine: Path, waiting: list[Job], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("CSP_PUBLISHING")
    opened("area")
    put(6)
    said = words_of(opened("area", on=datetime.now(UTC).date().isoformat()))
    assert "Data version 2, published" in said
    assert "Newer figures are published" not in said


@pytest.mark.slow
def test_of_what_was_shown_the_version_before_is_remembered_and_older_ones_are_let_go(
    mine: Path, waiting: list[Job]
) -> None:
    versions = [ready.shown(door.at())]
    for count in (6, 7):
        put(count)
        versions[-1].ask(area.answer, versions[-1].choose(HERE))
        ready.shown(door.at())
        waiting.pop()()
        versions.append(ready.shown(door.at()))
    assert [each.version for each in versions] == [1, 2, 3]
    oldest, before, newest = versions
    assert area.answer not in {make for make, *_ in oldest.worked_out()}
    assert area.answer in {make for make, *_ in before.worked_out()}
