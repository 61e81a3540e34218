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

    `force` is the police's name in police.uk's addresses and files ("hampshire"); without it
    nothing can be fetched. `residents` says of when the numbers of residents are ("mid-2017").
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
    residents: str = ""


@cache
def here() -> Place:
    """The place of this installation. Raises BadReference."""
    rows = read(settings.table(TABLE), "key").set_index("key")["value"].to_dict()
    missing = [name for name in needed() if name not in rows]
    if missing:
        raise BadReference(f"{TABLE} has no row for {', '.join(missing)}.")
    return Place(**{each.name: rows[each.name] for each in fields(Place) if each.name in rows})


def needed() -> list[str]:
    """The keys that every pack must have."""
    return [each.name for each in fields(Place) if each.default is MISSING]
