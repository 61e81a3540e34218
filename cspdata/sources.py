"""Where figures come from, one declaration each; two sources are never added."""

from dataclasses import asdict, dataclass

from cspdata import place


@dataclass(frozen=True)
class Told:
    """What a source is in words; {names} in them are those of the place, filled in when read."""

    source: str
    named: str
    short: str
    told: str
    credited: str

    @property
    def name(self) -> str:
        return _filled(self.named)

    @property
    def about(self) -> str:
        return _filled(self.told)

    @property
    def attribution(self) -> str:
        return _filled(self.credited)


@dataclass(frozen=True)
class Source(Told):
    """`groups` are the offences that sum to all recorded crime in this source's own terms.

    `always_sums` is whether it is given by month and lowest-level area everywhere; where it is
    not, a place pack may say that it is here. `appears_after` is how many months after its end a
    period usually appears, where known.
    """

    groups: tuple[str, ...]
    always_sums: bool
    appears_after: int | None = None

    @property
    def sums_areas(self) -> bool:
        """Whether the counts of other areas and longer periods are sums of what it gives."""
        return self.always_sums or place.here().sums_areas == place.YES

    @property
    def months(self) -> bool:
        """Whether it is given month by month."""
        return self.sums_areas


POLICE_TABLES = Source(
    source="police-tables",
    named="{police}'s tables",
    short="police tables",
    told=("The police force's own counts of recorded crime for {areas}{as_printed}. {report_note}"),
    credited="{printed_in}",
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
    always_sums=False,
    appears_after=None,
)
POLICE_UK = Source(
    source="police-uk",
    named="Police.uk street-level crime",
    short="police.uk",
    told=(
        "Monthly counts of the crimes and anti-social behaviour incidents that police.uk places "
        "in the {whole}, by {lowest}. Locations are moved to the nearest of a fixed list of "
        "points, and a later download of the same month can differ."
    ),
    credited=(
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
    always_sums=True,
    appears_after=2,
)


@dataclass(frozen=True)
class Statements(Told):
    """Where partners' own figures come from: they name no area or offence and are never summed."""


PARTNERS = Statements(
    source="partners",
    named="The partners' own figures",
    short="partners' figures",
    told=(
        "What each partner of the Community Safety Partnership reported about its own work, with "
        "the place in the paper where it stands. Each partner counts in its own way, some over a "
        "larger area than the {whole}, so figures of two partners are never added."
    ),
    credited=(
        "{partners}; each figure names its partner and the place in the paper where it stands."
    ),
)
DISTRICTS = Told(
    source="police-uk-districts",
    named="Police.uk counts of all districts",
    short="police.uk by district",
    told=(
        "Monthly counts of every district of England and Wales, added up from police.uk's files "
        "of all forces, to compare the {whole} with places like it. They are never added to other "
        "figures. What a force did not send is missing, and such months enter no comparison."
    ),
    credited=(
        "Contains public sector information licensed under the Open Government Licence v3.0. "
        "Source: data.police.uk; Office for National Statistics. Contains National Statistics "
        "data © Crown copyright and database right 2025."
    ),
)
SOURCES = {source.source: source for source in (POLICE_TABLES, POLICE_UK)}


def one(source: str) -> Source:
    """The source of that code. Raises KeyError."""
    return SOURCES[source]


def _filled(words: str) -> str:
    here, (whole, *below) = place.here(), place.levels()
    *upper, lowest = [level.plural for level in below]
    parts = f"{', '.join(upper)} and {lowest}" if upper else lowest
    said = {
        "whole": whole.singular,
        "lowest": below[-1].singular,
        "areas": f"the {whole.singular}, its {parts}",
        "as_printed": ", as printed for the scrutiny committee" if here.report else "",
        "printed_in": here.report or f"{here.police}.",
    }
    return words.format(**asdict(here), **said).strip()
