"""Which tests of a room come to which function: measured once for each state of the files."""

import hashlib
import json
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

from .changes import Change
from .forked import Run, Warm
from .rooms import ROOT, Room

KEPT = ROOT / ".mutants"


@dataclass(frozen=True)
class Reached:
    """Seconds of each test, and the functions it came to as "path:line"."""

    seconds: dict[str, float]
    functions: dict[str, set[str]]

    def reaching(self, change: Change) -> dict[str, float]:
        """The tests that come to a change: all of the room where it is in no function."""
        here = f"{change.place}:{change.function}"
        return {
            test: seconds
            for test, seconds in self.seconds.items()
            if change.function is None or here in self.functions[test]
        }


def reached(room: Room, warm: Warm, jobs: int) -> Reached:
    """Each file of tests by itself, so that what one remembers does not hide from another."""
    with ThreadPoolExecutor(jobs) as pool:
        found = dict(
            pair for part in pool.map(lambda p: of_file(p, warm), room.files()) for pair in part
        )
    return Reached(
        {test: seconds for test, (seconds, _) in found.items()},
        {test: set(functions) for test, (_, functions) in found.items()},
    )


def of_file(path: Path, warm: Warm) -> list[tuple[str, tuple[float, list[str]]]]:
    kept = KEPT / f"{path.stem}-{state(path)}.json"
    if not kept.exists():
        run = warm.run(Run([path.relative_to(ROOT).as_posix()], noting=True), 1800)
        if run.failed or run.broken or run.late:
            raise SystemExit(f"{path.name} fails without any change: {run}")
        KEPT.mkdir(exist_ok=True)
        kept.write_text(json.dumps(run.noted), "utf-8")
    return list(json.loads(kept.read_text("utf-8")).items())


def state(path: Path) -> str:
    files = [path, *sorted((ROOT / "cspdata").rglob("*.py"))]
    return hashlib.sha256(b"".join(each.read_bytes() for each in files)).hexdigest()[:16]
