"""Power loss while figures are published, on a file system that forgets what was not synced.

It needs LazyFS (github.com/dsrhaslab/lazyfs), a FUSE file system whose cache can be dropped at any
moment; `LAZYFS` is the path of its binary. dm-flakey needs a device mapper, which the machine of
these figures has not. LazyFS loses the content of files that were not synced and keeps their names.
"""

import json
import os
import random
import signal
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from benchmarks.servers import ROOT

LOST = "what was told is lost, {}"
LOSSES, LONGEST_S = 60, 3.0
PUBLISHER = """
import sys
from cspdata import access, publish, store
from cspdata.store import places
if "unsynced" in sys.argv:
    places._synced = lambda path: None
store.create()
head = "area,offence,period_start,period_end,count\\n"
count = store.number() + 100
while True:
    count += 1
    text = f"{head}st-paul,robbery,2017-04-01,2017-10-31,{count}\\n".encode()
    version = publish.publish(publish.rehearse([publish.Upload("t.csv", text)]),
                              access.person_here("x"))
    print(version, count, flush=True)
"""
READER = """
import json
from cspdata import store
found = store.readable()
rows = store.read("crimes", found.identity.version)
print(json.dumps([store.number(), found.identity.version, [int(c) for c in rows["count"]],
                  bool(found.note)]))
"""


def main() -> None:
    binary = os.environ.get("LAZYFS", "")
    if not Path(binary).is_file():
        print("Not run: LAZYFS must name the binary of LazyFS.")
        return
    print("| what | as shipped | without syncing |\n| --- | --- | --- |")
    synced, unsynced = _seen(binary, "synced"), _seen(binary, "unsynced")
    for what in (
        "power lost",
        "the newest told publication is there",
        LOST.format("and that is told"),
        LOST.format("without a word"),
        "a publication not yet told is damaged, told so, and the one before shown",
        "other figures than were published",
    ):
        print(f"| {what} | {synced[what]} | {unsynced[what]} |")


def _seen(binary: str, how: str) -> Counter[str]:
    seen: Counter[str] = Counter()
    chance = random.Random(18)
    for _ in range(LOSSES):
        with tempfile.TemporaryDirectory() as folder, _mounted(binary, Path(folder)) as mounted:
            told = _published_until_the_power_goes(mounted, how, chance.uniform(0.5, LONGEST_S))
            if told is None:
                continue
            seen["power lost"] += 1
            seen.update(_judged(mounted, told))
    return seen


def _published_until_the_power_goes(mounted: Path, how: str, after: float) -> dict[int, int] | None:
    """The versions that were told, with their counts; None where none was."""
    running = subprocess.Popen(
        [sys.executable, "-c", PUBLISHER, how],
        cwd=ROOT,
        env=_environment(mounted),
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
    )
    assert running.stdout is not None
    first = running.stdout.readline()
    time.sleep(after)
    os.kill(running.pid, signal.SIGKILL)
    lines = [first, *running.stdout.read().splitlines()]
    running.wait()
    _lose_power(mounted.parent)
    whole = [line.split() for line in lines if len(line.split()) == 2]
    return {int(version): int(count) for version, count in whole} or None


def _judged(mounted: Path, told: dict[int, int]) -> list[str]:
    last = max(told)
    read = subprocess.run(
        [sys.executable, "-c", READER],
        cwd=ROOT,
        env=_environment(mounted),
        capture_output=True,
        text=True,
    )
    if read.returncode:
        return [LOST.format("and that is told")]
    number, shown, counts, noted = json.loads(read.stdout)
    if shown in told and counts != [told[shown]]:
        return ["other figures than were published"]
    if shown < last:
        how = "and that is told" if noted else "without a word"
        return [LOST.format(how)]
    found = ["the newest told publication is there"]
    if number > shown:
        found.append("a publication not yet told is damaged, told so, and the one before shown")
    return found


def _environment(mounted: Path) -> dict[str, str]:
    # The library of FUSE may stand where only LazyFS looks for it.
    return os.environ | {"CSP_STORE": str(mounted / "store")}


@contextmanager
def _mounted(binary: str, folder: Path) -> Iterator[Path]:
    mounted, below = folder / "mounted", folder / "below"
    mounted.mkdir()
    below.mkdir()
    settings = folder / "lazyfs.toml"
    settings.write_text(
        f'[faults]\nfifo_path="{folder}/faults"\nfifo_path_completed="{folder}/done"\n'
        "[cache]\napply_eviction=false\n"
        '[cache.simple]\ncustom_size="0.2gb"\nblocks_per_page=1\n'
        f'[filesystem]\nlog_all_operations=false\nlogfile="{folder}/log"\n'
    )
    options = ["-o", "allow_other", "-o", "modules=subdir", "-o", f"subdir={below}", "-f"]
    running = subprocess.Popen(
        [binary, str(mounted), "--config-path", str(settings), *options],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    until = time.monotonic() + 20
    while not os.path.ismount(mounted) and time.monotonic() < until:
        time.sleep(0.02)
    try:
        yield mounted
    finally:
        subprocess.run(["umount", "-l", str(mounted)], check=False)
        running.terminate()
        running.wait(timeout=20)


def _lose_power(folder: Path) -> None:
    """Drop what was not synced, and wait until it is gone."""
    with (folder / "faults").open("w") as asked:
        asked.write("lazyfs::clear-cache\n")
    with (folder / "done").open() as told:
        told.readline()


if __name__ == "__main__":
    main()
