"""What a table and a column are, and the columns that several tables share."""

from dataclasses import dataclass

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
