"""What this place calls itself, its regions, its police and its report: `place.csv` of the pack."""

from dataclasses import dataclass, fields
from functools import cache

from cspdata import settings
from cspdata.errors import BadReference
from cspdata.vocabulary import read

TABLE = "place.csv"


@dataclass(frozen=True)
class Place:
    """`authority` starts the ids of the feeds and must never change; `report_note` may be empty."""

    dashboard: str
    authority: str
    region: str
    regions: str
    region_short: str
    police: str
    report: str
    report_note: str
    partners: str


@cache
def here() -> Place:
    """The place of this installation. Raises BadReference."""
    rows = read(settings.table(TABLE), "key").set_index("key")["value"].to_dict()
    missing = [field.name for field in fields(Place) if field.name not in rows]
    if missing:
        raise BadReference(f"{TABLE} has no row for {', '.join(missing)}.")
    return Place(**{field.name: rows[field.name] for field in fields(Place)})
