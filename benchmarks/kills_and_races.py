"""SIGKILL at random moments, two publishers at once, storage that fails: is anything lost or torn?

Each kill and each race runs in processes of its own, on a store of its own in a temporary folder or
in object storage of this machine behind a door that fails. A publisher tells what came of it after
it has come; what is told must be so.
"""

import multiprocessing
import os
import random
import shutil
import signal
import tempfile
import time
from collections import Counter
from contextlib import suppress
from multiprocessing.context import ForkServerContext
from multiprocessing.process import BaseProcess
from threading import BrokenBarrierError
from typing import Any

from benchmarks.faulty_storage import WEATHERS, Weather, bucket, storage
from cspdata import access, areas, publish, store
from cspdata.errors import CspError, GroundMoved
from cspdata.store import log, versions

ON_DISK = {"publish": 170, "restore": 60, "rebuild": 30, "keep": 40, "matters": 60}
IN_BUCKET = {
    "fine": 40,
    "500": 30,
    "slow": 20,
    "reset": 30,
    "flaky 30 %": 40,
    "flaky 60 %": 30,
    "hang": 10,
}
RACES, GATE_S = 200, 120
WRITERS = 60  # of the same step of one matter, two at once
MATTER = "Lighting in the park"
TIDY = "area,offence,period_start,period_end,count"
KEPT = "kept.html"
BY = access.person_here("benchmark")


def main() -> None:
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload(["benchmarks.kills_and_races"])
    print("| where | killed while | kills | as before | as after | torn | told and lost |")
    print("| --- | --- | --- | --- | --- | --- | --- |")
    # What is forked has the keys of the storage only if they were set before the first fork.
    with storage() as (address, weather):
        _on_disk(context)
        _in_bucket(context, address, weather)


def _on_disk(context: ForkServerContext) -> None:
    for what, kills in ON_DISK.items():
        with tempfile.TemporaryDirectory() as place:
            os.environ["CSP_STORE"] = f"{place}/store"
            print(_row("disk", what, _kills(context, what, kills)), flush=True)
    with tempfile.TemporaryDirectory() as place:
        os.environ["CSP_STORE"] = f"{place}/store"
        print(_two_writers(context), flush=True)


def _in_bucket(context: ForkServerContext, address: str, weather: Weather) -> None:
    for number, (name, kills) in enumerate(IN_BUCKET.items()):
        _set(weather, "fine")
        os.environ["CSP_STORE"] = bucket(address, f"kills-{number}")
        seen = _kills(context, "publish", kills, weather, name)
        print(_row(f"bucket, {name}", "publish", seen), flush=True)
    _set(weather, "fine")
    os.environ["CSP_STORE"] = bucket(address, "races-1")
    print(_races(context, weather), flush=True)


def _row(where: str, what: str, seen: Counter[str]) -> str:
    cells = [where, what, *(str(seen[key]) for key in ("killed", "old", "new", "torn", "lost"))]
    return f"| {' | '.join(cells)} |"


def _set(weather: Weather | None, name: str) -> None:
    if weather:
        weather.faults, weather.share = WEATHERS[name]


def _kills(
    context: ForkServerContext,
    what: str,
    kills: int,
    weather: Weather | None = None,
    name: str = "fine",
) -> Counter[str]:
    seen: Counter[str] = Counter()
    if what != "rebuild":
        store.create()
        for count in (1, 2):
            _commit(publish.rehearse([_upload(areas.order(), count)]))
    took, count = 0.0, 10
    while seen["killed"] < kills:
        count += 1
        if what == "rebuild":
            shutil.rmtree(store_place(), ignore_errors=True)
        if what == "restore" and set(_state()[1]) == {2}:
            _commit(publish.rehearse([_upload(areas.order(), count)]))
        before = None if what == "rebuild" else _state()
        before = store.made(store.version(), KEPT) if what == "keep" else before
        before = _steps() if what == "matters" else before
        heard, told = context.Pipe(duplex=False)
        target = KILLED.get(what, _publish)
        process = _started(context, target, store_place(), count, told)
        heard.recv()
        _set(weather, name)
        if not took:
            took = _timed(process)
            _set(weather, "fine")
            continue
        time.sleep(random.uniform(0, took))
        process.kill()
        process.join()
        _set(weather, "fine")
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
    _forget()
    if what == "matters":
        steps = _steps()
        lost = "lost" if said else "old"
        return lost if steps == before else ("new" if steps == before + 1 else "torn")
    now = _state()
    expected = {2} if what == "restore" else {count}
    if now == before:
        return "lost" if said else "old"
    return "new" if now[0] == before[0] + 1 and set(now[1]) == expected else "torn"


def _finished() -> str:
    """Whether the next start finishes what a killed first start left."""
    _forget()
    left = store.exists() and bool(publish.unpublished())
    publish.rebuild()
    whole = not publish.unpublished() and len(store.read("crimes")) == 7564
    return ("old" if left else "new") if whole else "torn"


def _state() -> tuple[int, Counter[int]]:
    newest = store.version()
    return newest, Counter(store.read("crimes", newest)["count"])


def _forget() -> None:
    """What a fresh process would know."""
    log._held.clear()
    versions._bad.clear()


def store_place() -> str:
    return os.environ["CSP_STORE"]


def _races(context: ForkServerContext, weather: Weather) -> str:
    store.create()
    seen: Counter[str] = Counter()
    for count in range(1, RACES + 1):
        base = store.version()
        gate, told = context.Barrier(2), context.SimpleQueue()
        parishes = areas.at_level("parish")[:2]
        both = [
            _started(context, _race, store_place(), parish, count, gate, told)
            for parish in parishes
        ]
        weather.faults, weather.share = WEATHERS["flaky 30 %" if count % 2 else "flaky 60 %"]
        for process in both:
            process.join()
        _set(weather, "fine")
        outcomes = dict(told.get() for _ in both)
        _forget()
        rows = store.read("crimes")
        rows = rows.set_index("area")["count"] if len(rows) else {}
        for parish in parishes:
            stands = rows.get(parish) == count
            seen[f"{outcomes[parish]}, {'there' if stands else 'not there'}"] += 1
        published = sum(outcomes[parish] in ("first", "second") for parish in parishes)
        doubtful = sum(outcomes[parish] == "not known" for parish in parishes)
        made = store.version() - base
        seen["races"] += 1
        seen["versions as told"] += published <= made <= published + doubtful
    lines = [f"| {name} | {number:,} |" for name, number in sorted(seen.items())]
    return "\n".join(
        ["", "| two publishers over flaky storage | how many |", "| --- | --- |", *lines]
    )


def _race(place: str, parish: str, count: int, gate: Any, told: Any) -> None:
    """Rehearse, wait for the other, publish; who comes second rehearses again and publishes."""
    os.environ["CSP_STORE"] = place
    outcome, rehearsal = "first", None
    for _ in range(60):
        try:
            rehearsal = rehearsal or publish.rehearse([_upload([parish], count)])
            break
        except CspError:
            _forget()
    with suppress(BrokenBarrierError):
        gate.wait(timeout=GATE_S)
    for _ in range(6):
        try:
            if rehearsal is None:
                rehearsal = publish.rehearse([_upload([parish], count)])
            _commit(rehearsal)
            told.put((parish, outcome))
            return
        except GroundMoved:
            outcome, rehearsal = "second", None
        except CspError as fault:
            if "not known" in str(fault):
                told.put((parish, "not known"))
                return
            rehearsal = None
    told.put((parish, "refused"))


def _publish(place: str, count: int, told: Any) -> None:
    os.environ["CSP_STORE"] = place
    rehearsal = publish.rehearse([_upload(areas.order(), count)])
    told.send("rehearsed")
    try:
        _commit(rehearsal)
    except CspError:
        return
    told.send("published")


def _commit(rehearsal: publish.Rehearsal) -> int:
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


def _steps() -> int:
    """How many steps of the matter stand, which follow each other from 1."""
    steps = sorted(store.read("matters")["step"])
    assert steps == list(range(1, len(steps) + 1)), steps
    return len(steps)


def _step(number: int, words: str) -> publish.Upload:
    row = f"{MATTER},{number},2017-06-01,A. Writer,open,{words},question,The council,A meeting"
    head = "matter,step,signed_on,signed_by,state,words,kind,addressed_to,raised_at"
    return publish.Upload("matters.csv", f"{head}\n{row}\n".encode())


def _matters(place: str, count: int, told: Any) -> None:
    os.environ["CSP_STORE"] = place
    rehearsal = publish.rehearse([_step(_steps() + 1, f"Step {count}.")])
    told.send("rehearsed")
    _commit(rehearsal)
    told.send("published")


def _two_writers(context: ForkServerContext) -> str:
    """Each writes the same next step with words of their own; both stand in the end."""
    store.create()
    for count in range(1, WRITERS + 1):
        gate = context.Barrier(2)
        both = [_started(context, _write, store_place(), f"{count}{who}", gate) for who in "ab"]
        for process in both:
            process.join()
            assert process.exitcode == 0, process.exitcode
        _forget()
    words = set(store.read("matters")["words"])
    every = {f"Words {count}{who}." for count in range(1, WRITERS + 1) for who in "ab"}
    stand = f"{len(every & words)} of {len(every)} stand, as {_steps()} steps"
    return f"\nTwo writers of one step, {WRITERS} times: {stand}."


def _write(place: str, whose: str, gate: Any) -> None:
    os.environ["CSP_STORE"] = place
    first = publish.rehearse([_step(_steps() + 1, f"Words {whose}.")])
    gate.wait(timeout=GATE_S)
    rehearsal = first
    while True:
        try:
            _commit(rehearsal)
            return
        except GroundMoved:
            _forget()
            again = publish.rehearse(first.uploads)
            assert again.faults, "a step that is published was taken a second time"
            rehearsal = publish.rehearse([_step(_steps() + 1, f"Words {whose}.")])


def _keep(place: str, count: int, told: Any) -> None:
    os.environ["CSP_STORE"] = place
    version = store.version()
    told.send("ready")
    store.keep_made(version, {KEPT: _text(count)})


def _text(count: int) -> str:
    return f"{count} " * 1_000_000


def _upload(of: list[str], count: int) -> publish.Upload:
    lines = [f"{area},robbery,2017-04-01,2017-10-31,{count}" for area in of]
    return publish.Upload("counts.csv", "\n".join([TIDY, *lines]).encode(), "police-tables")


def _started(context: ForkServerContext, target: Any, *given: Any) -> BaseProcess:
    process = context.Process(target=target, args=given)
    process.start()
    return process


KILLED = {"restore": _restore, "rebuild": _rebuild, "keep": _keep, "matters": _matters}

if __name__ == "__main__":
    main()
