"""SIGKILL at random moments of a publication, and two publishers at once: is anything lost or torn?

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

KILLS, RACES = 220, 210
TIDY = "area,offence,period_start,period_end,count"
MARGIN = 1.25


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
    _publish(os.environ["CSP_STORE"], 0)
    took = sorted(_unhurt(context, count) for count in range(1, 10))[4]
    seen: Counter[str] = Counter()
    for count in range(10, 10 + KILLS):
        before, held = store.version(), _counts()
        process = _started(context, _publish, os.environ["CSP_STORE"], count)
        time.sleep(random.uniform(0, took * MARGIN))
        alive = process.is_alive()
        if alive and process.pid:
            os.kill(process.pid, signal.SIGKILL)
        process.join()
        seen["killed" if alive else "done before the kill"] += 1
        seen[_state(before, held, count)] += 1
    swept = len(store.sweep(now=time.time() + 2 * 3600))
    again = len(store.sweep(now=time.time() + 2 * 3600))
    rows = {
        "publications started": KILLS,
        "killed while running": seen["killed"],
        "done before the kill": seen["done before the kill"],
        "store as before, whole": seen["old"],
        "store as after, whole": seen["new"],
        "torn, mixed or unreadable": seen["torn"],
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


def _publish(place: str, count: int) -> None:
    os.environ["CSP_STORE"] = place
    upload = _upload(areas.order(), count)
    publish.publish(publish.rehearse([upload]), access.person_here("benchmark"))


def _upload(of: list[str], count: int) -> publish.Upload:
    lines = [f"{area},robbery,2017-04-01,2017-10-31,{count}" for area in of]
    return publish.Upload("counts.csv", "\n".join([TIDY, *lines]).encode(), "police-tables")


def _unhurt(context: ForkServerContext, count: int) -> float:
    started = time.perf_counter()
    _started(context, _publish, os.environ["CSP_STORE"], count).join()
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
