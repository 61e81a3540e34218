"""Which tests answer for which modules: the one declaration of what `make mutants` changes."""

from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent


@dataclass(frozen=True)
class Room:
    """Modules as patterns below `cspdata`, and the files of tests, by the middle of their name."""

    name: str
    modules: tuple[str, ...]
    tests: str

    def paths(self) -> list[Path]:
        found = {path for each in self.modules for path in (ROOT / "cspdata").glob(each)}
        return sorted(found)

    def files(self) -> list[Path]:
        return [ROOT / "tests" / f"test_{name}.py" for name in self.tests.split()]


ROOMS = [
    Room(
        "sums",
        ("sums/*.py",),
        "sums basis comparison published_page streets activity done all_forces households residents"
        " levels sparse peers objectives",
    ),
    Room(
        "change",
        ("change/*.py",),
        "change dispersion funnels watch rest operation events_out rounding thresholds"
        " concentration series objectives peers households",
    ),
    Room("disclosure", ("disclosure.py",), "disclosure levels streets"),
    Room(
        "checks",
        ("checks/*.py",),
        "checks kept_rows activity matters objectives notes operations variants faults all_forces"
        " report_figures dresses field written publish told damage",
    ),
    Room(
        "files",
        ("readers/*.py", "dates.py", "spans/*.py"),
        "readers street_blocks dates spans variants faults all_forces kept_rows dresses field"
        " written whole_months activity report_figures told",
    ),
    Room(
        "publish",
        ("publish/*.py",),
        "publish undo variants faults all_forces notes activity brought published_page kept_rows"
        " field senders command_line told",
    ),
    Room(
        "store",
        ("store/*.py",),
        "store store_damage store_of_today undo protection object_store engines kept"
        " published_page",
    ),
    Room(
        "answers",
        ("answers/*.py",),
        "tables comparison series over_time streets where find papers done about peers"
        " concentration signals matters notes objectives operations published_page charts"
        " households residents levels sparse linked_maps told activity",
    ),
    Room(
        "words",
        ("answers/words/*.py",),
        "words quotes about tables signals streets where activity over_time objectives operations"
        " published_page done peers matters notes households papers told",
    ),
]
