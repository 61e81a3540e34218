"""What a reader hands over, and the shapes and limits it knows; no file is ever opened here."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import NamedTuple, TypedDict

import pandas as pd

from cspdata.errors import UnreadableFile
from cspdata.origin import Origin
from cspdata.periods import Period

MEGABYTE = 1024 * 1024
LIMIT = 200 * MEGABYTE
UNPACKED_TIMES = 5
# A file that lies on this computer already is not sent through a browser.
LIMIT_HERE = 2048 * MEGABYTE
TABLE_LIMIT = 20 * MEGABYTE


class Remark(NamedTuple):
    """What a reader has to say about the structure, never about a value; row 0 is the whole."""

    row: int
    column: str
    found: str
    sentence: str
    remedy: str = "Nothing to do if this is meant."
    stops: bool = False


class Tally(TypedDict, total=False):
    """Counts of a street-level file before and after keeping the wanted LSOAs.

    Of the rows that were not wanted, `left_out` counts each (LSOA code, name) and `elsewhere` each
    (month, district, crime type). Where rows are counted by place, `placed` counts each (month,
    force, place, crime type).
    """

    rows_total: int
    rows_kept: int
    rows_without_lsoa: int
    months: dict[str, int]
    left_out: dict[tuple[str, ...], int]
    elsewhere: dict[tuple[str, ...], int]
    placed: dict[tuple[str, ...], int]


@dataclass(frozen=True)
class Wanted:
    """Which rows of a street-level file are handed over: those of the LSOAs `keep` (None: all).

    With `by`, the place of each LSOA, none is, and all are counted by place.
    """

    keep: frozenset[str] | None = None
    by: Mapping[str, str] | None = None


@dataclass(frozen=True)
class Sheet:
    """One table of text: a file, a member of a zip, or a sheet of a workbook.

    `rows` is all text ("" where empty) except `row`, the number a spreadsheet shows; `totals` are
    its Total rows, in the same columns. `periods` are those that the titles name, each with its
    readings.
    """

    origin: Origin
    shape: str
    rows: pd.DataFrame
    title: str = ""
    periods: tuple[tuple[Period, ...], ...] = ()
    remarks: tuple[Remark, ...] = ()
    tally: Tally = field(default_factory=Tally)
    totals: pd.DataFrame = field(default_factory=pd.DataFrame)

    @property
    def name(self) -> str:
        return self.origin.name

    @property
    def period(self) -> Period | None:
        """The one period that the titles name, if they name one and it has one reading."""
        if len(self.periods) == 1 and len(self.periods[0]) == 1:
            return self.periods[0][0]
        return None


@dataclass(frozen=True)
class Shape:
    """A table with one header line: header words (tidied) and the column each one fills."""

    name: str
    needed: dict[str, str]
    optional: dict[str, str]
    ignored: frozenset[str] = frozenset()

    @property
    def columns(self) -> list[str]:
        return [*self.needed.values(), *self.optional.values()]


def _same(*headers: str) -> dict[str, str]:
    return {header: header.replace(" ", "_") for header in headers}


SHAPES = (
    Shape(
        "tidy",
        needed=_same("area", "offence", "period start", "period end", "count"),
        optional=_same("source", "status"),
    ),
    Shape(
        "street",
        needed={"month": "month", "lsoa code": "lsoa", "crime type": "crime_type"},
        optional={"lsoa name": "lsoa_name"}
        | _same("location", "longitude", "latitude", "crime id", "reported by"),
        ignored=frozenset(("falls within", "last outcome category", "context")),
    ),
    Shape(
        "ward-months",
        needed={"month": "month", "ward 2013 code": "ward_code", "ward 2013 name": "ward"}
        | _same("crime type", "count"),
        optional={},
    ),
    Shape(
        "district-months",
        needed=_same("district", "month", "crime type", "count"),
        optional={},
    ),
    Shape(
        "activity",
        needed=_same(
            "partner", "measure", "breakdown", "period start", "period end", "value", "unit"
        ),
        optional=_same(
            "base", "theme", "reference", "comparison", "comparison basis", "status", "note"
        ),
    ),
    Shape(
        "operations",
        needed=_same(
            "operation",
            "registered on",
            "done",
            "area",
            "offence",
            "period start",
            "period end",
            "chosen high",
        ),
        optional=_same(
            "before start", "before end", "elsewhere", "near", "expected", "reference", "note"
        ),
    ),
    Shape(
        "notes",
        needed=_same("note", "area", "period start", "period end", "words", "author", "signed on"),
        optional=_same("offence", "withdrawn", "reference"),
    ),
    Shape(
        "objectives",
        needed=_same("objective", "set on", "set by", "words", "aim", "period start", "period end"),
        optional=_same("area", "offence", "measure", "change", "target", "reference"),
    ),
    Shape(
        "matters",
        needed=_same("matter", "step", "signed on", "signed by", "state", "words"),
        optional=_same("kind", "addressed to", "raised at", "due", "duty", "figures", "reference"),
    ),
)

POLICE_FILES_LEFT_OUT = {
    "outcomes": frozenset(("crime id", "month", "lsoa code", "outcome type")),
    "stop and search": frozenset(("type", "date", "object of search", "outcome")),
}

ACCEPTED = (
    "Accepted are: counts in a list (area, offence, period_start, period_end, count); police tables"
    " as printed (“Current period” and area names in the header); police.uk street-level files"
    " (Month, LSOA code, Crime type); monthly ward counts (month, ward_2013_code,"
    " ward_2013_name, crime_type, count); monthly counts of districts (district, month,"
    " crime_type, count); partners' figures (partner, measure, breakdown,"
    " period_start, period_end, value, unit); a register of operations (operation, registered_on,"
    " done, area, offence, period_start, period_end, chosen_high); signed notes (note, area,"
    " period_start, period_end, words, author, signed_on); matters of the committee"
    " (matter, step, signed_on, signed_by, state, words); objectives (objective, set_on, set_by,"
    " words, aim, period_start, period_end)."
)
SHAPES_IN_WORDS = {
    "tidy": "counts in a list",
    "street": "street-level crime",
    "ward-months": "monthly ward counts",
    "district-months": "monthly counts of districts",
    "activity": "partners' figures",
    "operations": "a register of operations",
    "notes": "signed notes",
    "matters": "matters of the committee",
    "objectives": "objectives of the partnership",
}


# "period_start", "period-start" and "PeriodStart" are the same two words.
JOINED = re.compile(r"[_\s]+|(?<=[A-Za-z])-(?=[A-Za-z])|(?<=[a-z])(?=[A-Z])")
MARKS = re.compile(
    r"(?<=[\w)])\s*(?:[*†‡¹²³⁴⁵⁶⁷⁸⁹]+|\[(?:note\s?)?\d{1,2}\]|\((?:note\s?)?\d{1,2}\))+\s*$",
    re.IGNORECASE,
)


class UnknownShape(UnreadableFile):
    """The file can be opened, but its columns are of no accepted shape."""


def tidied(text: str) -> str:
    """Text without a byte order mark and with single spaces."""
    return " ".join(text.replace("\ufeff", "").replace("\u200b", "").split())


def header_word(text: str) -> str:
    """A header cell as it is compared: words in lower case, without a footnote's mark."""
    words = tidied(JOINED.sub(" ", without_marks(text)))
    return words.strip("\"' :").casefold()


def without_marks(text: str) -> str:
    """Text without the marks of footnotes after it: "Count¹", "St Paul [note 2]", "Robbery*"."""
    return MARKS.sub("", text)


def letter(position: int) -> str:
    """The spreadsheet's letter of a column counted from 0."""
    name = ""
    position += 1
    while position:
        position, rest = divmod(position - 1, 26)
        name = chr(ord("A") + rest) + name
    return name


def last_part(path: str) -> str:
    """The last part of a file name, safe to show."""
    tail = re.split(r"[/\\]", path.rstrip("/\\"))[-1]
    return "".join(mark for mark in tail if mark.isprintable())[:120] or "unnamed file"


def size_words(size: int) -> str:
    return f"{size / MEGABYTE:,.1f} MB" if size >= MEGABYTE / 10 else f"{size:,} bytes"
