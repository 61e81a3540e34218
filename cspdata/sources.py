"""Where figures come from, one declaration each; two sources are never added."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Source:
    """`groups` are the offences that sum to all recorded crime in this source's own terms.

    `appears_after` is how many months after its end a period usually appears, where known.
    """

    source: str
    name: str
    short: str
    about: str
    attribution: str
    groups: tuple[str, ...]
    sums_areas: bool
    months: bool
    appears_after: int | None


POLICE_TABLES = Source(
    source="police-tables",
    name="Hampshire Constabulary's tables",
    short="police tables",
    about=(
        "The police force's own counts of recorded crime for the district, its NPT regions and "
        "parishes, as printed for the scrutiny committee. In the report of 4 January 2018 the "
        "previous year is printed for the district only."
    ),
    attribution="Winchester City Council, committee report of 4 January 2018, Appendix 2.",
    groups=(
        "violence",
        "sexual",
        "robbery",
        "theft",
        "criminal-damage",
        "drugs",
        "weapons",
        "public-order",
        "other-crime",
    ),
    sums_areas=False,
    months=False,
    appears_after=None,
)
POLICE_UK = Source(
    source="police-uk",
    name="Police.uk street-level crime",
    short="police.uk",
    about=(
        "Monthly counts of the crimes and anti-social behaviour incidents that police.uk places "
        "in the district, by parish. Locations are moved to the nearest of a fixed list of "
        "points, and a later download of the same month can differ."
    ),
    attribution=(
        "Contains public sector information licensed under the Open Government Licence v3.0. "
        "Source: data.police.uk; Office for National Statistics. "
        "Contains OS data © Crown copyright and database right."
    ),
    groups=(
        "violence-and-sexual",
        "robbery",
        "theft",
        "criminal-damage",
        "drugs",
        "weapons",
        "public-order",
        "other-crime",
    ),
    sums_areas=True,
    months=True,
    appears_after=2,
)


@dataclass(frozen=True)
class Statements:
    """Where partners' own figures come from: they name no area or offence and are never summed."""

    source: str
    name: str
    short: str
    about: str
    attribution: str


PARTNERS = Statements(
    source="partners",
    name="The partners' own figures",
    short="partners' figures",
    about=(
        "What each partner of the Community Safety Partnership reported about its own work, with "
        "the place in the paper where it stands. Each partner counts in its own way, some over a "
        "larger area than the district, so figures of two partners are never added."
    ),
    attribution=(
        "Winchester City Council and its partners; each figure names its partner and the place "
        "in the paper where it stands."
    ),
)
SOURCES = {source.source: source for source in (POLICE_TABLES, POLICE_UK)}


def one(source: str) -> Source:
    """The source of that code. Raises KeyError."""
    return SOURCES[source]
