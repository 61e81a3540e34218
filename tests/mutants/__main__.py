"""Small changes to the program, one at a time, and whether the tests of its room notice."""

import argparse
import random
import sys
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from itertools import repeat

from .changes import Change, changes
from .forked import Run, Warm
from .reached import Reached, reached
from .rooms import ROOMS, Room

KILLED, SURVIVED, TIMEOUT = "killed", "survived", "timeout"


def main() -> int:
    asked = arguments()
    warm = Warm()
    found: dict[str, list[tuple[Change, str]]] = {}
    for room in ROOMS:
        if not asked.rooms or room.name in asked.rooms:
            found[room.name] = list(tried(room, asked, warm))
    print("\n".join(table(found)))
    print("\n".join(told(found)))
    return 0


def arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="make mutants", description=__doc__)
    parser.add_argument("rooms", nargs="*", help="rooms to try; all where none is named")
    parser.add_argument("--sample", type=int, default=40, help="changes a room; 0: every change")
    parser.add_argument("--seed", default="1")
    parser.add_argument("--jobs", type=int, default=2)
    parser.add_argument("--only", default="", help="changes whose place starts so, as words/months")
    return parser.parse_args()


def tried(room: Room, asked: argparse.Namespace, warm: Warm) -> Iterator[tuple[Change, str]]:
    """Each change of the sample with what became of it."""
    tests = reached(room, warm, asked.jobs)
    every = [each for path in room.paths() for each in changes(path) if asked.only in each.place]
    if asked.sample and asked.sample < len(every):
        every = random.Random(f"{asked.seed} {room.name}").sample(every, asked.sample)
    killers: Counter[str] = Counter()
    with ThreadPoolExecutor(asked.jobs) as pool:
        for change, became in zip(
            every, pool.map(one, every, repeat(tests), repeat(killers), repeat(warm)), strict=True
        ):
            print(f"{became:9}{room.name:11}{change}", file=sys.stderr, flush=True)
            yield change, became


def one(change: Change, tests: Reached, killers: Counter[str], warm: Warm) -> str:
    """What becomes of a change when the tests that reach it run, likely killers first."""
    seconds = tests.reaching(change)
    order = sorted(seconds, key=lambda test: (-killers[test], seconds[test]))
    limit = min(30 + 4 * sum(seconds.values()), 600)
    run = (
        warm.run(Run(order, module=change.module, source=change.source()), limit) if order else None
    )
    if run is None:
        return SURVIVED
    if run.late:
        return TIMEOUT
    killers.update(run.failed)
    return KILLED if run.failed or run.broken else SURVIVED


def table(found: dict[str, list[tuple[Change, str]]]) -> Iterator[str]:
    yield "| room | changes | killed | survived | timeout | noticed |"
    yield "| --- | --- | --- | --- | --- | --- |"
    for room, each in found.items():
        became = Counter(outcome for _, outcome in each)
        noticed = (became[KILLED] + became[TIMEOUT]) / max(1, len(each))
        counts = " | ".join(str(became[kind]) for kind in (KILLED, SURVIVED, TIMEOUT))
        yield f"| {room} | {len(each)} | {counts} | {noticed:.0%} |"


def told(found: dict[str, list[tuple[Change, str]]]) -> Iterator[str]:
    for kind in (SURVIVED, TIMEOUT):
        yield f"\n{kind}:"
        yield from (
            f"- {change}" for each in found.values() for change, became in each if became == kind
        )


if __name__ == "__main__":
    sys.exit(main())
