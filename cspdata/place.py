"""What this place calls itself, its regions, its police and its report: `place.csv` of the pack."""

from dataclasses import MISSING, dataclass, fields
from functools import cache

from cspdata import settings
from cspdata.errors import BadReference
from cspdata.vocabulary import read

TABLE = "place.csv"
LEFT_OUT, ADDED = OTHER_FORCES = ("left out", "added")


@dataclass(frozen=True)
class Place:
    """`authority` starts the ids of the feeds and must never change; `report_note` may be empty.

    `forces` are further names of the police in police.uk's files; `other_forces` says what becomes
    of rows that other forces recorded in the district.
    """

    dashboard: str
    authority: str
    region: str
    regions: str
    region_short: str
    police: str
    report: str
    report_note: str
    partners: str
    forces: str = ""
    other_forces: str = LEFT_OUT


@cache
def here() -> Place:
    """The place of this installation. Raises BadReference."""
    rows = read(settings.table(TABLE), "key").set_index("key")["value"].to_dict()
    needed = [field.name for field in fields(Place) if field.default is MISSING]
    missing = [name for name in needed if name not in rows]
    if missing:
        raise BadReference(f"{TABLE} has no row for {', '.join(missing)}.")
    known = [field.name for field in fields(Place) if field.name in rows]
    return Place(**{name: rows[name] for name in known})
