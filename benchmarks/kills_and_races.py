"""SIGKILL at random moments, two publishers at once, storage that fails: is anything lost or torn?

Each kill and each race runs in processes of its own, on a store of its own in a temporary folder or
in object storage of this machine behind a door that fails. A publisher tells what came of it after
it has come; what is told must be so.

On failing storage publishers wait more than they work, so these kills and races run beside each
other, each lane with storage of its own: `python -m benchmarks.kills_and_races "hang" publish 20`
is one lane and prints its outcomes as JSON.
"""

import json
import multiprocessing
import os
import subprocess
import sys
import tempfile
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from multiprocessing.context import ForkServerContext

from benchmarks.faulty_storage import bucket, storage
from benchmarks.kills import kills
from benchmarks.races import races, two_writers

ON_DISK = {"publish": 170, "restore": 60, "rebuild": 30, "keep": 40, "matters": 60}
IN_BUCKET = {
    ("fine", "publish"): 40,
    ("500", "publish"): 60,
    ("slow", "publish"): 40,
    ("reset", "publish"): 60,
    ("flaky 30 %", "publish"): 80,
    ("flaky 60 %", "publish"): 60,
    ("hang", "publish"): 60,
    ("500", "restore"): 20,
    ("reset", "restore"): 20,
    ("flaky 30 %", "restore"): 30,
    ("hang", "restore"): 30,
    ("flaky", "race"): 200,
}
LANES, OF_A_LANE = 8, 20


def main() -> None:
    context = _context()
    print("| where | killed while | kills | as before | as after | torn | told and lost |")
    print("| --- | --- | --- | --- | --- | --- | --- |")
    _on_disk(context)
    _in_bucket()


def _on_disk(context: ForkServerContext) -> None:
    for what, times in ON_DISK.items():
        with tempfile.TemporaryDirectory() as place:
            os.environ["CSP_STORE"] = f"{place}/store"
            print(_row("disk", what, kills(context, what, times)), flush=True)
    with tempfile.TemporaryDirectory() as place:
        os.environ["CSP_STORE"] = f"{place}/store"
        print(two_writers(context), flush=True)


def _in_bucket() -> None:
    with ThreadPoolExecutor(LANES) as running:
        rows = {
            row: [running.submit(_of_lane, *lane) for lane in _lanes(*row)] for row in IN_BUCKET
        }
        for (weather, what), lanes in rows.items():
            seen = sum((lane.result() for lane in lanes), Counter[str]())
            if what == "race":
                print(_raced(seen), flush=True)
            else:
                print(_row(f"bucket, {weather}", what, seen), flush=True)


def _lanes(weather: str, what: str) -> list[tuple[str, str, int]]:
    times = IN_BUCKET[weather, what]
    return [(weather, what, min(OF_A_LANE, times - n)) for n in range(0, times, OF_A_LANE)]


def _of_lane(weather: str, what: str, times: int) -> Counter[str]:
    command = [sys.executable, "-m", "benchmarks.kills_and_races", weather, what, str(times)]
    told = subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True)
    return Counter(json.loads(told.stdout.splitlines()[-1]))


def _context() -> ForkServerContext:
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload(["benchmarks.kills", "benchmarks.races"])
    return context


def _lane(name: str, what: str, times: int) -> Counter[str]:
    context = _context()
    # What is forked has the keys of the storage only if they were set before the first fork.
    with storage() as (address, weather):
        os.environ["CSP_STORE"] = bucket(address, "lane")
        if what == "race":
            return races(context, weather, times)
        return kills(context, what, times, weather, name)


def _row(where: str, what: str, seen: Counter[str]) -> str:
    cells = [where, what, *(str(seen[key]) for key in ("killed", "old", "new", "torn", "lost"))]
    return f"| {' | '.join(cells)} |"


def _raced(seen: Counter[str]) -> str:
    lines = [f"| {name} | {number:,} |" for name, number in sorted(seen.items())]
    return "\n".join(
        ["", "| two publishers over flaky storage | how many |", "| --- | --- |", *lines]
    )


if __name__ == "__main__":
    if lane := sys.argv[1:]:
        name, what, times = lane
        print(json.dumps(_lane(name, what, int(times))))
    else:
        main()
