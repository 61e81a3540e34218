"""What is left over from a pack that was copied: another place's words never pass for one's own."""

from collections.abc import Iterator, Mapping
from pathlib import Path

import pandas as pd

from cspdata import settings
from cspdata.vocabulary import read

FIRST_ROW = 2
TABLES = {"caveats.csv": "sentence", "themes.csv": "about", "metrics.csv": "definition"}

Place = tuple[str, int, str, str]


def leftovers(tables: Mapping[str, pd.DataFrame]) -> Iterator[Place]:
    """(file, row, column, problem) of each row that is word for word another place's."""
    for folder in _others():
        theirs = _words(folder)
        ours = _pairs(tables["place.csv"])
        if _whole(tables["areas.csv"]) == _whole(read(folder / "areas.csv", "area")):
            continue
        name = theirs["dashboard"]
        if ours.get("authority") == theirs["authority"]:
            row = FIRST_ROW + list(ours).index("authority")
            problem = f"This is the tag of “{name}”, a pack that comes with the program."
            yield "place.csv", row, "value", problem
        for file, column in TABLES.items():
            yield from _rows(file, tables[file], column, folder, name)


def _rows(file: str, ours: pd.DataFrame, column: str, folder: Path, name: str) -> Iterator[Place]:
    theirs = read(folder / file, ours.columns[0])
    taken = set(theirs[column]) - {""}
    for row, cell in enumerate(ours[column], FIRST_ROW):
        if cell in taken:
            problem = f"This row is that of “{name}”: delete it, or say what is true here."
            yield file, row, column, problem


def _others() -> list[Path]:
    """The packs that come with the program, other than the one that is checked."""
    packs = [settings.SHIPPED, *sorted(settings.EXAMPLES.glob("*"))]
    here = settings.place().resolve()
    return [pack for pack in packs if (pack / "place.csv").exists() and pack.resolve() != here]


def _words(folder: Path) -> dict[str, str]:
    return _pairs(read(folder / "place.csv", "key"))


def _pairs(rows: pd.DataFrame) -> dict[str, str]:
    return dict(zip(rows["key"], rows["value"], strict=True))


def _whole(rows: pd.DataFrame) -> str:
    """The area without a parent, by which two packs of one place are known."""
    return next(iter(rows.loc[rows["parent"] == "", "area"]), "")
