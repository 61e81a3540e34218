"""The words of the About page, made from the declarations."""

from collections.abc import Iterable

from cspdata import areas, offences
from cspdata.answers.words.figures import SHORTHAND
from cspdata.caveats import Caveat
from cspdata.metrics import Partner
from cspdata.sources import Source, Statements

CHANCE = (
    "Recorded crime goes up and down by chance, even when nothing changes. For each pair of counts "
    "we ask how often chance alone would give a difference as large."
)
VERDICTS = (
    "**Strong sign of a rise** (or fall): it stands out among all the offences and areas of its "
    "kind once their number is allowed for. A total is tested alone, and must be rarer still.",
    "**Possible rise** (or fall): less than one in twenty by chance alone.",
    "**No clear change**: chance could well have done it. That is no proof that nothing changed.",
    "**Too few to call**: the two counts together are so small that no split between them could "
    "show anything.",
)
FAMILIES = (
    "Many comparisons at once throw up false alarms. So every offence of every area of a level is "
    "weighed together, once, and each page shows the same verdict. Of those that *stand out*, "
    "about one in twenty is expected to be false (Benjamini and Hochberg's false discovery rate)."
)
LIKE_WITH_LIKE = (
    "Only like is compared with like: the same length, the same source, and the same days of the "
    "year unless the page says otherwise. A month without figures is left out of both years. "
    "“Against the rest of the district” asks whether an area changed differently from everywhere "
    "else, which cancels a change of recording that reaches the whole district alike."
)
RECORDED = (
    "Recorded crime is what was reported to the police, or found by them, and written down. It "
    "follows what the police look for as well as what happens."
)
OPEN_DATA = (
    "The same figures are there for other programs, with the version they come from: counts at "
    "`/api/v1/crime`, one question answered at `/api/v1/answer`, partners' work at "
    "`/api/v1/activity`, and the lists behind them at `/api/v1/areas`, `/api/v1/offences` and "
    "`/api/v1/metrics`, as JSON or, with `?format=csv`, as CSV. [openapi.json](/openapi.json) "
    "describes them. [The summary](/summary) is the newest release as a page without scripts, "
    "[a feed](/feed.atom) tells of every publication, and [another](/signals.atom) of signals."
)
PRINTED = (
    "Every printed total and percentage was recomputed from the figures beside it. These are the "
    "places where print and sum differ, or where the print needs a word. They are kept as printed."
)
FLAGS = "These flags run across all offences, so they are never added to the rest."


def definitions(codes: Iterable[str]) -> tuple[str, ...]:
    """What each offence means."""
    each = (offences.one(code) for code in codes)
    return tuple(f"**{one.name}.** {one.definition}" for one in each)


def sources(listed: Iterable[Source | Statements]) -> tuple[str, ...]:
    """What each source is, and how it is attributed."""
    return tuple(f"**{one.name}.** {one.about} *{one.attribution}*" for one in listed)


def partners(listed: Iterable[Partner]) -> tuple[str, ...]:
    """Who each partner is."""
    return tuple(f"**{one.name}.** {one.about}" for one in listed)


def caveats(known: Iterable[Caveat]) -> tuple[str, ...]:
    """Every caveat with its reference."""
    return tuple(
        f"**{one.title}.** {' '.join(filter(None, (one.sentence, one.alternative)))} "
        f"*({one.reference})*"
        for one in known
    )


def shorthand() -> tuple[str, ...]:
    """The marks in tables and what they mean."""
    return tuple(f"**{mark}** {words}" for mark, words in SHORTHAND.items())


def membership(area: areas.Area) -> str:
    """How an area's wards are known: "inferred"."""
    return area.membership.capitalize() if area.wards else ""
