"""What this place calls itself, its levels, its police and its report; no area is known here.

The words are in `place.csv` of the pack. The levels of areas are in its `levels.csv`; a pack
without that table has three: a district, its regions and their parishes.
"""

from dataclasses import MISSING, dataclass, fields

from cspdata import settings
from cspdata.errors import BadReference
from cspdata.sites import of_place
from cspdata.vocabulary import read

TABLE = "place.csv"
LEVELS_TABLE = "levels.csv"
YES = "yes"
LEFT_OUT, ADDED = OTHER_FORCES = ("left out", "added")


@dataclass(frozen=True)
class Place:
    """`authority` starts the ids of the feeds and must never change; what has a default may lack.

    `force` is the police force as police.uk's files name it, by which its caveats are found.
    `residents` says of when the numbers of residents are. `sums_areas` is "yes" where the police's
    own counts are given for every month and lowest-level area, so that all else is their sum.
    `district` is its code, by which it is compared with others; a place that is none has none.
    `forces` are further names of the police in the column "Reported by" of police.uk's files;
    `other_forces` says what becomes of rows that other forces recorded here.
    """

    dashboard: str
    authority: str
    police: str
    partners: str
    region: str = "region"
    regions: str = "regions"
    region_short: str = "region"
    report: str = ""
    report_note: str = ""
    force: str = ""
    residents: str = ""
    sums_areas: str = ""
    forces: str = ""
    district: str = ""
    other_forces: str = LEFT_OUT


@dataclass(frozen=True)
class Level:
    """A level of areas: its code, and what one area, several, and one in a narrow column are."""

    level: str
    singular: str
    plural: str
    short: str


NEEDED = tuple(field.name for field in fields(Place) if field.default is MISSING)


@of_place
def here() -> Place:
    """The place of this installation. Raises BadReference."""
    rows = read(settings.table(TABLE), "key").set_index("key")["value"].to_dict()
    missing = [name for name in NEEDED if name not in rows]
    if missing:
        raise BadReference(f"{TABLE} has no row for {', '.join(missing)}.")
    return Place(**{field.name: rows[field.name] for field in fields(Place) if field.name in rows})


@of_place
def levels() -> tuple[Level, ...]:
    """The levels of areas from the whole place down to the smallest areas. Raises BadReference."""
    path = settings.table(LEVELS_TABLE)
    if not path.exists():
        return _district_region_parish()
    rows = read(path, "level").to_dict("records")
    try:
        return tuple(
            Level(row["level"], row["singular"], row["plural"], row.get("short") or row["singular"])
            for row in rows
        )
    except KeyError as fault:
        raise BadReference(f"{LEVELS_TABLE} has no column {fault.args[0]}.") from fault


def _district_region_parish() -> tuple[Level, ...]:
    words = here()
    return (
        Level("district", "district", "districts", "district"),
        Level("region", words.region, words.regions, words.region_short),
        Level("parish", "parish", "parishes", "parish"),
    )
