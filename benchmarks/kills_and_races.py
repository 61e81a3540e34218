"""SIGKILL at random moments of a publication, and two publishers at once: is anything lost or torn?

Every second kill comes at a random moment of the whole publication, the others while it writes.
Each kill and each race runs in processes of its own, on a store of its own in a temporary folder.
"""

import multiprocessing
import os
import random
import signal
import tempfile
import time
from collections import Counter
from multiprocessing.context import ForkServerContext
from multiprocessing.process import BaseProcess
from typing import Any

from cspdata import access, areas, publish, store
from cspdata.errors import GroundMoved

KILLS, RACES = 210, 210
TIDY = "area,offence,period_start,period_end,count"
WRITING = 0.1


def main() -> None:
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload(["benchmarks.kills_and_races"])
    with tempfile.TemporaryDirectory() as place:
        os.environ["CSP_STORE"] = f"{place}/kills"
        print(_kills(context))
    with tempfile.TemporaryDirectory() as place:
        os.environ["CSP_STORE"] = f"{place}/races"
        print(_races(context))


def _kills(context: ForkServerContext) -> str:
    store.create()
    _publish(os.environ["CSP_STORE"], 0, None)
    took = sorted(_unhurt(context, count) for count in range(1, 10))[4]
    seen: Counter[str] = Counter()
    count = 10
    while seen["killed"] < KILLS:
        count += 1
        before, held = store.version(), _counts()
        writing = context.Event() if count % 2 else None
        process = _started(context, _publish, os.environ["CSP_STORE"], count, writing)
        if writing:
            writing.wait(60)
        time.sleep(random.uniform(0, WRITING if writing else took))
        if not process.is_alive() or not process.pid:
            seen["too late"] += 1
            continue
        os.kill(process.pid, signal.SIGKILL)
        process.join()
        seen["killed"] += 1
        seen[_state(before, held, count)] += 1
    swept = len(store.sweep(now=time.time() + 2 * 3600))
    again = len(store.sweep(now=time.time() + 2 * 3600))
    rows = {
        "publications killed while running": seen["killed"],
        "published before the kill came (not counted)": seen["too late"],
        "killed: store as before, whole": seen["old"],
        "killed: store as after, whole": seen["new"],
        "killed: torn, mixed or unreadable": seen["torn"],
        "left-over files swept": swept,
        "left-over files after the sweep": again,
    }
    return _table(f"Kills (a publication takes {took * 1000:.0f} ms here)", rows)


def _state(before: int, held: Counter[int], count: int) -> str:
    """ "old", "new" or "torn": every area holds one and the same count at any moment."""
    now, counts = store.version(), _counts()
    if now == before and counts == held:
        return "old"
    return "new" if now == before + 1 and set(counts) == {count} else "torn"


def _races(context: ForkServerContext) -> str:
    store.create()
    seen: Counter[str] = Counter()
    for count in range(1, RACES + 1):
        base = store.version()
        gate, told = context.Barrier(2), context.SimpleQueue()
        parishes = areas.at_level("parish")[:2]
        both = [
            context.Process(target=_race, args=(os.environ["CSP_STORE"], parish, count, gate, told))
            for parish in parishes
        ]
        for process in both:
            process.start()
        for process in both:
            process.join()
        outcomes = [told.get(), told.get()]
        seen["the ground moved"] += outcomes.count("moved")
        rows = store.read("crimes").set_index("area")["count"]
        whole = store.version() == base + 2 and all(rows[parish] == count for parish in parishes)
        seen["both kept" if whole else "lost"] += 1
    rows = {
        "races": RACES,
        "second told that the ground moved, rehearsed again": seen["the ground moved"],
        "both publications kept, two versions": seen["both kept"],
        "lost or torn": seen["lost"],
    }
    return _table("Races of two publishers", rows)


def _race(place: str, parish: str, count: int, gate: Any, told: Any) -> None:
    """Rehearse, wait for the other, publish; who comes second rehearses again and publishes."""
    os.environ["CSP_STORE"] = place
    upload = _upload([parish], count)
    rehearsal = publish.rehearse([upload])
    gate.wait(timeout=60)
    try:
        publish.publish(rehearsal, access.person_here(parish))
        told.put("first")
    except GroundMoved:
        publish.publish(publish.rehearse([upload]), access.person_here(parish))
        told.put("moved")


def _publish(place: str, count: int, writing: Any) -> None:
    os.environ["CSP_STORE"] = place
    rehearsal = publish.rehearse([_upload(areas.order(), count)])
    if writing:
        writing.set()
    publish.publish(rehearsal, access.person_here("benchmark"))


def _upload(of: list[str], count: int) -> publish.Upload:
    lines = [f"{area},robbery,2017-04-01,2017-10-31,{count}" for area in of]
    return publish.Upload("counts.csv", "\n".join([TIDY, *lines]).encode(), "police-tables")


def _unhurt(context: ForkServerContext, count: int) -> float:
    started = time.perf_counter()
    _started(context, _publish, os.environ["CSP_STORE"], count, None).join()
    return time.perf_counter() - started


def _started(context: ForkServerContext, target: Any, *given: Any) -> BaseProcess:
    process = context.Process(target=target, args=given)
    process.start()
    return process


def _counts() -> Counter[int]:
    return Counter(store.read("crimes")["count"])


def _table(title: str, rows: dict[str, int]) -> str:
    lines = [f"| {name} | {number:,} |" for name, number in rows.items()]
    return "\n".join([f"### {title}", "", "| what | how many |", "| --- | --- |", *lines, ""])


if __name__ == "__main__":
    main()
