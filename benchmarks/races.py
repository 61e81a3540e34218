"""Two publishers at once, both rehearsed on the same version: does either lose what it told?"""

import os
from collections import Counter
from contextlib import suppress
from multiprocessing.context import ForkServerContext
from threading import BrokenBarrierError
from typing import Any

from benchmarks.faulty_storage import WEATHERS, Weather
from benchmarks.kills import commit, forget, set_weather, started, step, steps, store_place, upload
from cspdata import areas, publish, store
from cspdata.errors import CspError, GroundMoved

WRITERS = 60  # of the same step of one matter, two at once
GATE_S, LONGEST_S = 120, 900


def races(context: ForkServerContext, weather: Weather, times: int) -> Counter[str]:
    """What both publishers of each race told, and whether it stands."""
    store.create()
    seen: Counter[str] = Counter()
    for count in range(1, times + 1):
        base = store.version()
        gate, told = context.Barrier(2), context.SimpleQueue()
        parishes = areas.at_level("parish")[:2]
        both = [
            started(context, _race, store_place(), parish, count, gate, told) for parish in parishes
        ]
        weather.faults, weather.share = WEATHERS["flaky 30 %" if count % 2 else "flaky 60 %"]
        for process in both:
            process.join(LONGEST_S)
            process.kill()
            process.join()
        set_weather(weather, "fine")
        outcomes = dict.fromkeys(parishes, "said nothing")
        while not told.empty():
            outcomes |= dict([told.get()])
        forget()
        rows = store.read("crimes")
        rows = rows.set_index("area")["count"] if len(rows) else {}
        for parish in parishes:
            stands = rows.get(parish) == count
            seen[f"{outcomes[parish]}, {'there' if stands else 'not there'}"] += 1
        published = sum(outcomes[parish] in ("first", "second") for parish in parishes)
        doubtful = sum(outcomes[parish] in ("not known", "said nothing") for parish in parishes)
        made = store.version() - base
        seen["races"] += 1
        seen["versions as told"] += published <= made <= published + doubtful
    return seen


def _race(place: str, parish: str, count: int, gate: Any, told: Any) -> None:
    """Rehearse, wait for the other, publish; who comes second rehearses again and publishes."""
    os.environ["CSP_STORE"] = place
    outcome, rehearsal = "first", None
    for _ in range(60):
        try:
            rehearsal = rehearsal or publish.rehearse([upload([parish], count)])
            break
        except CspError:
            forget()
    with suppress(BrokenBarrierError):
        gate.wait(timeout=GATE_S)
    for _ in range(6):
        try:
            if rehearsal is None:
                rehearsal = publish.rehearse([upload([parish], count)])
            commit(rehearsal)
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


def two_writers(context: ForkServerContext) -> str:
    """Each writes the same next step with words of their own; both stand in the end."""
    store.create()
    for count in range(1, WRITERS + 1):
        gate = context.Barrier(2)
        both = [started(context, _write, store_place(), f"{count}{who}", gate) for who in "ab"]
        for process in both:
            process.join()
            assert process.exitcode == 0, process.exitcode
        forget()
    words = set(store.read("matters")["words"])
    every = {f"Words {count}{who}." for count in range(1, WRITERS + 1) for who in "ab"}
    stand = f"{len(every & words)} of {len(every)} stand, as {steps()} steps"
    return f"\nTwo writers of one step, {WRITERS} times: {stand}."


def _write(place: str, whose: str, gate: Any) -> None:
    os.environ["CSP_STORE"] = place
    first = publish.rehearse([step(steps() + 1, f"Words {whose}.")])
    gate.wait(timeout=GATE_S)
    rehearsal = first
    while True:
        try:
            commit(rehearsal)
            return
        except GroundMoved:
            forget()
            again = publish.rehearse(first.uploads)
            assert again.faults, "a step that is published was taken a second time"
            rehearsal = publish.rehearse([step(steps() + 1, f"Words {whose}.")])
