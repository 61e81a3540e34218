"""Each table's columns, said once: types, checks, template and data dictionary are derived here."""

from dataclasses import dataclass
from functools import cache

import pyarrow as pa

TYPES = {
    "text": pa.string(),
    "count": pa.int64(),
    "number": pa.float64(),
    "day": pa.date32(),
    "yes or no": pa.bool_(),
}
PROVISIONAL = "provisional"
GIVEN_STATUSES = ("published", "derived", PROVISIONAL)
STATUSES = (*GIVEN_STATUSES, "revised")


@dataclass(frozen=True)
class Column:
    """`among` names a vocabulary (areas, offences, …) or is empty; `least` is a lower bound."""

    name: str
    kind: str
    meaning: str
    among: str = ""
    required: bool = True
    least: float | None = None


@dataclass(frozen=True)
class Table:
    """`key` are the columns that name one figure: publishing it again revises it."""

    name: str
    rows: str
    columns: tuple[Column, ...]
    key: tuple[str, ...]

    @property
    def names(self) -> list[str]:
        return [column.name for column in self.columns]

    def column(self, name: str) -> Column:
        return next(column for column in self.columns if column.name == name)


AREA = Column("area", "text", "The area's code.", "areas")
OFFENCE = Column("offence", "text", "The offence's code.", "offences")
SOURCE = Column("source", "text", "The source's code.", "sources")
START = Column("period_start", "day", "First day covered.")
END = Column("period_end", "day", "Last day covered.")
STATUS = Column("status", "text", "published, derived or provisional.", "statuses")
FILE = Column("file", "text", "The published file the figure stands in.")
ROW = Column("row", "count", "Its row there, as a spreadsheet numbers it.", required=False)
COLUMN = Column("column", "text", "Its column there.", required=False)
MEMBER = Column("member", "text", "The file inside the archive, if it is one.", required=False)
SHEET = Column("sheet", "text", "The sheet of the workbook, if it is one.", required=False)
WITHIN = (MEMBER, SHEET)
PROVENANCE = ("file", "member", "sheet", "row", "column", "rows", "version")

CRIMES = Table(
    "crimes",
    "recorded crimes and incidents",
    (
        SOURCE,
        AREA,
        OFFENCE,
        START,
        END,
        Column("count", "count", "Crimes or incidents recorded.", least=0),
        STATUS,
        FILE,
        ROW,
        COLUMN,
        *WITHIN,
        Column("rows", "text", "The rows that were counted, as “2, 5-7”.", required=False),
        Column("forces", "text", "Other forces that recorded some of them.", required=False),
    ),
    ("source", "area", "offence", "period_start", "period_end"),
)
PRINTED = Table(
    "printed",
    "printed totals and percentages, recomputed",
    (
        FILE,
        ROW,
        COLUMN,
        START,
        END,
        Column("area", "text", "The area's code, empty for several areas.", required=False),
        Column("offence", "text", "The offence's code.", "offences"),
        Column("what", "text", "total or change."),
        Column("printed", "text", "As printed."),
        Column("recomputed", "text", "As the figures give it."),
        Column("agrees", "yes or no", "Whether the two are the same."),
        Column("note", "text", "What to know, as a sentence.", required=False),
        *WITHIN,
    ),
    ("file", "member", "sheet", "period_start", "period_end", "row", "column", "what"),
)
ACTIVITY = Table(
    "activity",
    "what the partners did",
    (
        Column("partner", "text", "The partner's code.", "partners"),
        Column("measure", "text", "The measure's code.", "measures"),
        Column("breakdown", "text", "The part of the measure, if any.", required=False),
        START,
        END,
        Column("value", "number", "The figure."),
        Column("unit", "text", "What is counted."),
        Column("base", "count", "What a percentage is a share of.", required=False, least=1),
        Column("theme", "text", "The partnership's priority.", required=False),
        Column("reference", "text", "Where in the paper it stands.", required=False),
        Column("comparison", "number", "The printed comparison.", required=False),
        Column("comparison_basis", "text", "What it compares with.", required=False),
        STATUS,
        Column("note", "text", "What to know, as a sentence.", required=False),
        FILE,
        ROW,
        *WITHIN,
    ),
    ("partner", "measure", "breakdown", "period_start", "period_end", "reference"),
)
STREETS = Table(
    "streets",
    "street locations of police.uk, counted by month",
    (
        SOURCE,
        Column("lsoa", "text", "The LSOA's code.", "lsoas"),
        Column("location", "text", "“On or near …”, as published."),
        Column("longitude", "number", "Degrees east.", required=False),
        Column("latitude", "number", "Degrees north.", required=False),
        OFFENCE,
        START,
        END,
        Column("count", "count", "Crimes or incidents placed there.", least=1),
        FILE,
        *WITHIN,
    ),
    ("source", "period_start", "period_end"),
)
ELSEWHERE = Table(
    "elsewhere",
    "the force's other districts, counted by month to tell a damaged file by",
    (
        SOURCE,
        Column("district", "text", "The district's name, as its LSOAs are named."),
        OFFENCE,
        START,
        END,
        Column("count", "count", "Crimes or incidents recorded there.", least=0),
        FILE,
        *WITHIN,
    ),
    ("source", "period_start", "period_end"),
)
DISTRICTS = Table(
    "districts",
    "all districts, counted by month to compare the place with",
    (
        SOURCE,
        Column("district", "text", "The district's code of 2024."),
        OFFENCE,
        START,
        END,
        Column("count", "count", "Crimes or incidents recorded there.", least=0),
        FILE,
        ROW,
        COLUMN,
        *WITHIN,
    ),
    ("source", "district", "period_start", "period_end"),
)
UNTOLD = Table(
    "untold",
    "figures that a source withholds or has not",
    (
        SOURCE,
        AREA,
        OFFENCE,
        START,
        END,
        Column("mark", "text", "What stands in place of the figure."),
        Column("why", "text", "withheld or not available."),
        FILE,
        ROW,
        COLUMN,
        *WITHIN,
    ),
    ("source", "area", "offence", "period_start", "period_end"),
)
CONFIRMED = Table(
    "confirmed",
    "unusual figures that an officer confirmed",
    (
        Column("name", "text", "What was held, by name."),
        SOURCE,
        START,
        END,
        Column("problem", "text", "Why it was held, as a sentence."),
        Column("reason", "text", "Why it is right all the same."),
        Column("confirmed_by", "text", "Who confirmed it."),
        Column("confirmed_on", "day", "When."),
        FILE,
    ),
    ("name",),
)
ALIASES = Table(
    "aliases",
    "spellings that an officer accepted",
    (
        Column("vocabulary", "text", "areas, offences, partners or measures."),
        Column("spelling", "text", "As it stood in a file."),
        Column("meaning", "text", "The code it stands for."),
        Column("accepted_by", "text", "Who accepted it."),
        Column("accepted_on", "day", "When."),
    ),
    ("vocabulary", "spelling"),
)
OPERATIONS = Table(
    "operations",
    "operations, stated before their figures are read",
    (
        Column("operation", "text", "Its name."),
        Column("registered_on", "day", "When it was registered so; a later row is a change."),
        Column("done", "text", "What was done, as a sentence."),
        Column("area", "text", "The area's code, if it is one that is counted.", required=False),
        Column("offence", "text", "The offence's code, if one is counted.", required=False),
        START,
        END,
        Column("before_start", "day", "First day of the time before.", required=False),
        Column("before_end", "day", "Last day of the time before.", required=False),
        Column("elsewhere", "text", "Areas to compare with; empty for all others.", required=False),
        Column("near", "text", "Neighbours to which crime may move.", required=False),
        Column("chosen_high", "yes or no", "Whether the place was chosen for being high."),
        Column("expected", "text", "What was expected, as a sentence.", required=False),
        Column("reference", "text", "Where in the paper it stands.", required=False),
        Column("note", "text", "What to know, as a sentence.", required=False),
        FILE,
        ROW,
        *WITHIN,
    ),
    ("operation", "registered_on"),
)
NOTES = Table(
    "notes",
    "what is known of a figure, signed by who knows it",
    (
        Column("note", "text", "Its name, by which it is corrected or withdrawn."),
        AREA,
        Column("offence", "text", "The offence's code; all crime unless said.", "offences"),
        START,
        END,
        Column("words", "text", "What is known, as written; none if withdrawn.", required=False),
        Column("author", "text", "Who signs it, or its withdrawal."),
        Column("signed_on", "day", "When."),
        Column("withdrawn", "yes or no", "Whether it was taken back and is no longer shown."),
        Column("reference", "text", "Where it comes from, if that is written.", required=False),
        Column("version", "count", "The data version that brought it as it stands."),
        FILE,
        ROW,
        *WITHIN,
    ),
    ("note",),
)
TABLES = {
    table.name: table
    for table in (
        CRIMES,
        PRINTED,
        ACTIVITY,
        STREETS,
        ALIASES,
        ELSEWHERE,
        UNTOLD,
        CONFIRMED,
        DISTRICTS,
        OPERATIONS,
        NOTES,
    )
}


def arrow(table: Table) -> pa.Schema:
    """The table's Parquet schema."""
    return pa.schema([(column.name, TYPES[column.kind]) for column in table.columns])


@cache
def ledger() -> pa.Schema:
    """All tables in one: the name of the table, then every column of any table."""
    fields = {"table": pa.string()}
    for table in TABLES.values():
        fields |= {column.name: TYPES[column.kind] for column in table.columns}
    return pa.schema(list(fields.items()))
