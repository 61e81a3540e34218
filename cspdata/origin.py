"""Where a figure was read: the file as sent, the part of it, and the rows; in words."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any

ROWS_SHOWN = 3
PARTS = " / "


@dataclass(frozen=True)
class Origin:
    """A file as sent, the file inside it if it is an archive, the sheet if it is a workbook."""

    file: str
    member: str = ""
    sheet: str = ""

    @property
    def name(self) -> str:
        """ "download.zip / 2017-05-street.csv", "book.xlsx / Sheet1"."""
        return PARTS.join(part for part in (self.file, self.member, self.sheet) if part)

    @property
    def cells(self) -> dict[str, str]:
        """The columns file, member and sheet of a stored row."""
        return {"file": self.file, "member": self.member, "sheet": self.sheet}


def rows_in_words(rows: Sequence[int]) -> str:
    """ "row 2", "rows 2, 3, 4 and 37 more", or ""."""
    if not rows:
        return ""
    if len(rows) == 1:
        return f"row {rows[0]}"
    first, more = ", ".join(f"{row}" for row in rows[:ROWS_SHOWN]), len(rows) - ROWS_SHOWN
    if more > 0:
        return f"rows {first} and {more:,} more"
    return f"rows {', '.join(map(str, rows[:-1]))} and {rows[-1]}"


def ranges(rows: Iterable[int]) -> str:
    """Row numbers as they are stored with a count: "2, 5-7"."""
    ordered = sorted(set(rows))
    runs = [
        [row for _, row in run] for _, run in groupby(enumerate(ordered), lambda p: p[1] - p[0])
    ]
    return ", ".join(str(run[0]) if len(run) == 1 else f"{run[0]}-{run[-1]}" for run in runs)


def name_of(figure: Mapping[Any, Any]) -> str:
    """The file, member and sheet of a stored figure: "download.zip / 2017-05-street.csv"."""
    parts = (_known(figure, name) for name in ("file", "member", "sheet"))
    return PARTS.join(str(part) for part in parts if part)


def in_words(figure: Mapping[Any, Any]) -> str:
    """Where a stored figure stands: "download.zip / 2017-05-street.csv, rows 2, 5-7".

    `figure` is a row of `crimes` or `activity`; what older stores did not keep is left out.
    """
    if rows := _known(figure, "rows"):
        return f"{name_of(figure)}, {'row' if str(rows).isdigit() else 'rows'} {rows}"
    if row := _known(figure, "row"):
        column = _known(figure, "column")
        return f"{name_of(figure)}, row {int(row)}" + (f", {column}" if column else "")
    return name_of(figure)


def _known(figure: Mapping[Any, Any], name: str) -> Any:
    value = figure.get(name)
    return None if value is None or value != value else value
