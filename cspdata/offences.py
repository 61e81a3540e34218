"""The Home Office tree of offences and what stands beside it; nothing is counted here.

A `total` is the sum of its groups; a `group` or `sub-type` sums to its parent; a `part` does not;
a `remainder` is the total less one group; an `incident` is no crime; a `flag` runs across the list.
"""

from dataclasses import dataclass

import pandas as pd

from cspdata import settings
from cspdata.sites import of_place
from cspdata.vocabulary import lookup, read

ALL_CRIME = "all-crime"
VIOLENCE_AND_SEXUAL = "violence-and-sexual"
EXCEPT_VIOLENCE = "crime-except-violence"
ASB = "asb"
BURGLARY = "burglary"
KINDS = ("total", "group", "sub-type", "part", "remainder", "incident", "flag")


@dataclass(frozen=True)
class Offence:
    offence: str
    code: str
    name: str
    short: str
    parent: str
    kind: str
    police_uk: str
    definition: str


@of_place
def table() -> pd.DataFrame:
    """One row per offence in printed order: the columns of `offences.csv`, text."""
    return read(settings.table("offences.csv"), "offence")


@of_place
def _all() -> dict[str, Offence]:
    columns = list(Offence.__dataclass_fields__)
    return {
        row["offence"]: Offence(**{str(name): cell for name, cell in row.items()})
        for row in table()[columns].to_dict("records")
    }


def one(offence: str) -> Offence:
    """The offence of that code. Raises KeyError."""
    return _all()[offence]


def known(offence: str) -> bool:
    return offence in _all()


def order() -> list[str]:
    return list(_all())


def children(offence: str) -> list[str]:
    """What sums to this offence, in printed order; parts are left out because they do not sum."""
    return [o.offence for o in _all().values() if o.parent == offence and o.kind != "part"]


def ancestors(offence: str) -> list[str]:
    """From the parent up to the root."""
    parent = one(offence).parent
    return [parent, *ancestors(parent)] if parent else []


def kin(one: str, other: str) -> bool:
    """Whether two offences are the same, or one holds the other."""
    return one in (other, *ancestors(other)) or other in ancestors(one)


def of_kind(*kinds: str) -> list[str]:
    return [o.offence for o in _all().values() if o.kind in kinds]


@of_place
def names() -> dict[str, str]:
    return {o.offence: o.name for o in _all().values()}


@of_place
def spellings() -> dict[str, str]:
    """Every accepted spelling, folded for comparison, to the offence."""
    return lookup(table(), "offence", "name", "police_uk", "aliases")


@of_place
def by_police_uk() -> dict[str, str]:
    """Police.uk's crime type to the offence."""
    return {o.police_uk: o.offence for o in _all().values() if o.police_uk}
