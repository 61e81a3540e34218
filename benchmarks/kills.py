"""Publishers killed at random moments, on a disk or in a bucket: what does the store hold after?"""

import os
import random
import shutil
import signal
import time
from collections import Counter
from multiprocessing.context import ForkServerContext
from multiprocessing.process import BaseProcess
from typing import Any

from benchmarks.faulty_storage import WEATHERS, Weather
from cspdata import access, areas, publish, store
from cspdata.errors import CspError
from cspdata.store import log, versions

MATTER = "Lighting in the park"
TIDY = "area,offence,period_start,period_end,count"
KEPT = "kept.html"
BY = access.person_here("benchmark")


def set_weather(weather: Weather | None, name: str) -> None:
    if weather:
        weather.faults, weather.share = WEATHERS[name]


def kills(
    context: ForkServerContext,
    what: str,
    times: int,
    weather: Weather | None = None,
    name: str = "fine",
) -> Counter[str]:
    """How many of so many killed left what was before, what was to be, or neither."""
    seen: Counter[str] = Counter()
    if what != "rebuild":
        store.create()
        for count in (1, 2):
            commit(publish.rehearse([upload(areas.order(), count)]))
    took, count = 0.0, 10
    while seen["killed"] < times:
        count += 1
        if what == "rebuild":
            shutil.rmtree(store_place(), ignore_errors=True)
        if what == "restore" and set(_state()[1]) == {2}:
            commit(publish.rehearse([upload(areas.order(), count)]))
        before = None if what == "rebuild" else _state()
        before = store.made(store.version(), KEPT) if what == "keep" else before
        before = steps() if what == "matters" else before
        heard, told = context.Pipe(duplex=False)
        target = KILLED.get(what, _publish)
        process = started(context, target, store_place(), count, told)
        heard.recv()
        set_weather(weather, name)
        if not took:
            took = _timed(process)
            set_weather(weather, "fine")
            continue
        time.sleep(random.uniform(0, took))
        process.kill()
        process.join()
        set_weather(weather, "fine")
        if process.exitcode != -signal.SIGKILL:
            continue
        seen["killed"] += 1
        said = heard.recv() if heard.poll() else None
        seen[_judged(what, before, count, said)] += 1
    return seen


def _timed(process: BaseProcess) -> float:
    began = time.perf_counter()
    process.join()
    return time.perf_counter() - began


def _judged(what: str, before: Any, count: int, said: Any) -> str:
    """old, new, torn, or lost where something was told that is not there."""
    if what == "rebuild":
        return _finished()
    if what == "keep":
        kept = store.made(store.version(), KEPT)
        return "new" if kept == _text(count) else ("old" if kept == before else "torn")
    forget()
    if what == "matters":
        found = steps()
        lost = "lost" if said else "old"
        return lost if found == before else ("new" if found == before + 1 else "torn")
    now = _state()
    expected = {2} if what == "restore" else {count}
    if now == before:
        return "lost" if said else "old"
    return "new" if now[0] == before[0] + 1 and set(now[1]) == expected else "torn"


def _finished() -> str:
    """Whether the next start finishes what a killed first start left."""
    forget()
    left = store.exists() and bool(publish.unpublished())
    publish.rebuild()
    whole = not publish.unpublished() and len(store.read("crimes")) == 7564
    return ("old" if left else "new") if whole else "torn"


def _state() -> tuple[int, Counter[int]]:
    newest = store.version()
    return newest, Counter(store.read("crimes", newest)["count"])


def forget() -> None:
    """What a fresh process would know."""
    log._held.clear()
    versions._bad.clear()


def store_place() -> str:
    return os.environ["CSP_STORE"]


def _publish(place: str, count: int, told: Any) -> None:
    os.environ["CSP_STORE"] = place
    rehearsal = publish.rehearse([upload(areas.order(), count)])
    told.send("rehearsed")
    try:
        commit(rehearsal)
    except CspError:
        return
    told.send("published")


def commit(rehearsal: publish.Rehearsal) -> int:
    """Publish what is odd too: every figure of a benchmark jumps."""
    confirmed = {issue.name: "A benchmark" for issue in rehearsal.held}
    return publish.publish(rehearsal, BY, confirmed=confirmed)


def _restore(place: str, count: int, told: Any) -> None:
    os.environ["CSP_STORE"] = place
    told.send("ready")
    publish.restore(2, store.number(), BY, "")
    told.send("restored")


def _rebuild(place: str, count: int, told: Any) -> None:
    os.environ["CSP_STORE"] = place
    told.send("ready")
    publish.rebuild()


def steps() -> int:
    """How many steps of the matter stand, which follow each other from 1."""
    found = sorted(store.read("matters")["step"])
    assert found == list(range(1, len(found) + 1)), found
    return len(found)


def step(number: int, words: str) -> publish.Upload:
    row = f"{MATTER},{number},2017-06-01,A. Writer,open,{words},question,The council,A meeting"
    head = "matter,step,signed_on,signed_by,state,words,kind,addressed_to,raised_at"
    return publish.Upload("matters.csv", f"{head}\n{row}\n".encode())


def _matters(place: str, count: int, told: Any) -> None:
    os.environ["CSP_STORE"] = place
    rehearsal = publish.rehearse([step(steps() + 1, f"Step {count}.")])
    told.send("rehearsed")
    commit(rehearsal)
    told.send("published")


def _keep(place: str, count: int, told: Any) -> None:
    os.environ["CSP_STORE"] = place
    version = store.version()
    told.send("ready")
    store.keep_made(version, {KEPT: _text(count)})


def _text(count: int) -> str:
    return f"{count} " * 1_000_000


def upload(of: list[str], count: int) -> publish.Upload:
    lines = [f"{area},robbery,2017-04-01,2017-10-31,{count}" for area in of]
    return publish.Upload("counts.csv", "\n".join([TIDY, *lines]).encode(), "police-tables")


def started(context: ForkServerContext, target: Any, *given: Any) -> BaseProcess:
    process = context.Process(target=target, args=given)
    process.start()
    return process


KILLED = {"restore": _restore, "rebuild": _rebuild, "keep": _keep, "matters": _matters}
