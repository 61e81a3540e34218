"""What this place calls itself, its regions, its police and its report: `place.csv` of the pack."""

from dataclasses import MISSING, dataclass, fields
from functools import cache

from cspdata import settings
from cspdata.errors import BadReference
from cspdata.vocabulary import read

TABLE = "place.csv"


@dataclass(frozen=True)
class Place:
    """`authority` starts the ids of the feeds and must never change; `report_note` may be empty.

    `force` is the police force as police.uk's files name it ("hampshire"); without it nothing can
    be fetched.
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
    force: str = ""


NEEDED = tuple(field.name for field in fields(Place) if field.default is MISSING)


@cache
def here() -> Place:
    """The place of this installation. Raises BadReference."""
    rows = read(settings.table(TABLE), "key").set_index("key")["value"].to_dict()
    missing = [name for name in NEEDED if name not in rows]
    if missing:
        raise BadReference(f"{TABLE} has no row for {', '.join(missing)}.")
    return Place(**{field.name: rows[field.name] for field in fields(Place) if field.name in rows})
