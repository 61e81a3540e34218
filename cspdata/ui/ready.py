"""Which version readers are shown: the newest, once what they ask was worked out for it.

After a publication they go on seeing the one before, which every page names, for AT_MOST_S seconds
at most; versions that come faster are passed over. Who publishes, and who asks for a version by
its day or number, does not wait. Each process of a server gets ready by itself, by a process that
works it out apart, or where none can be had in a thread.
"""

import logging
import time
from collections import OrderedDict
from collections.abc import Callable, Sequence
from contextlib import closing, suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime
from threading import RLock
from typing import Any

from cspdata import apart, areas, background, sites
from cspdata import published as door
from cspdata.answers import ahead, area, done, glance, months
from cspdata.answers.ahead import Wanted
from cspdata.answers.blocks import Answer
from cspdata.errors import CspError
from cspdata.published import Published
from cspdata.question import Question
from cspdata.ui import blocks

AT_MOST_S = 60.0
# How long a server that starts works ahead of its first readers, beside whom it does so.
AT_START_S = 20.0
# How much longer the process that works it out is left alone, before it is taken to hang.
GRACE_S = 20.0
# How many different answers that readers asked are made ready, the latest first.
ASKED, USUAL_AREAS = 200, 40
PAGES = (area.answer, glance.answer)
# One of each other page, which works out what its others share.
OF_THE_PLACE = ((done.answer, ("", "", "")), (months.answer, ((),)))
LOG = logging.getLogger(__name__)


@dataclass
class Turn:
    """What the readers of a place are shown; `since` is when a newer version was first seen.

    `before` is what they were shown before it, and `asked` what they asked, the latest last.
    """

    shown: Published
    before: Published | None = None
    since: float | None = None
    asked: OrderedDict[Wanted, None] = field(default_factory=OrderedDict)
    lock: Any = field(default_factory=RLock)


_turns: dict[sites.Site | None, Turn] = {}


def shown(newest: Published) -> Published:
    """The version for readers who chose none; a newer one is made ready meanwhile."""
    turn = _turns.setdefault(sites.site(), Turn(newest))
    with turn.lock:
        if turn.shown is newest:
            return newest
        if turn.since is None:
            turn.since = time.monotonic()
            background.submit(_make_ready, turn, newest, turn.since + AT_MOST_S)
        if _overdue(turn, newest) or not _follows(newest, turn.shown):
            _show(turn, newest)
        return turn.shown


def note(make: Callable[..., Answer], question: Question, asked: tuple[Any, ...]) -> None:
    """Remember what a reader asked of the version that readers are shown."""
    turn = _turns.get(sites.site())
    if turn is None or question.on:
        return
    usual = question.at(period=None)
    plain = usual if turn.shown.choose(usual) == question else question
    with turn.lock:
        turn.asked[make, plain, asked] = None
        turn.asked.move_to_end((make, plain, asked))
        if len(turn.asked) > ASKED:
            turn.asked.popitem(last=False)


def begin() -> None:
    """At the start of a server of one place: work out what its first readers ask."""
    if not sites.sites():
        background.submit(_begin)


def _begin() -> None:
    with suppress(CspError):
        newest = door.at()
        turn = _turns.setdefault(sites.site(), Turn(newest))
        with turn.lock:
            turn.asked = OrderedDict.fromkeys([*_first(), *turn.asked])
        wanted, until = _wanted(turn), time.monotonic() + AT_START_S
        _learn(wanted, newest, until)
        _work_out(wanted, newest, until)


def _make_ready(turn: Turn, newest: Published, until: float) -> None:
    try:
        wanted = _wanted(turn)
        _learn(wanted, newest, until)
        _work_out(wanted, newest, until)
    except Exception:
        # Whoever asks for it is told.
        LOG.exception("Not all of version %s could be made ready", newest.version)
    finally:
        with turn.lock:
            turn.since = None
            if _stands(newest) and _follows(newest, turn.shown):
                _show(turn, newest)


def _show(turn: Turn, newest: Published) -> None:
    """What was shown last may still be asked for, what was shown before that is let go."""
    if turn.before is not None and turn.before is not newest:
        door.forget(turn.before)
    turn.before, turn.shown = turn.shown, newest


def _wanted(turn: Turn) -> list[Wanted]:
    """What readers asked, the latest first."""
    with turn.lock:
        return list(reversed(turn.asked))


def _learn(wanted: Sequence[Wanted], newest: Published, until: float) -> None:
    """Have it worked out by another process, and rest after each piece that came of it."""
    left = until - time.monotonic()
    asked = (newest, wanted, ahead.drawn(), left)
    try:
        with closing(apart.made(left + GRACE_S, ahead.worked_out, *asked)) as pieces:
            for piece in pieces:
                with background.resting():
                    ahead.learn(newest, piece)
    except apart.Unfinished as fault:
        LOG.warning("Version %s was not made ready apart: %s", newest.version, fault)


def _work_out(wanted: Sequence[Wanted], newest: Published, until: float) -> None:
    """Work out here what is not yet known."""
    for make, question, asked in wanted:
        if background.ending() or time.monotonic() > until:
            return
        with background.resting():
            blocks.prepare(newest.ask(make, newest.choose(question), *asked))


def _overdue(turn: Turn, newest: Published) -> bool:
    waits = time.monotonic() - turn.since if turn.since is not None else 0.0
    return max(waits, (datetime.now(UTC) - newest.at).total_seconds()) > AT_MOST_S


def _follows(newest: Published, held: Published) -> bool:
    """Whether a version comes after another of the same store, policy and pack."""
    return newest.version > held.version and _stands(held)


def _stands(held: Published) -> bool:
    """Whether the store holds it still: not where it was replaced, or brought back from a copy."""
    try:
        return door.at(held.version).identity == held.identity
    except CspError:
        return False


def _first() -> list[Wanted]:
    """What readers ask first, the latest first: each page of the whole place, then its areas'."""
    usual = [(each, Question(code), ()) for code in areas.order()[:USUAL_AREAS] for each in PAGES]
    return [*usual[::-1], *((make, Question(areas.root()), asked) for make, asked in OF_THE_PLACE)]
