"""The words of the method page, made from the declarations."""

from collections.abc import Iterable

from cspdata import offences
from cspdata.caveats import Caveat
from cspdata.metrics import Partner
from cspdata.answers.words.figures import SHORTHAND
from cspdata.sources import Source, Statements

METHOD = """\
Recorded crime goes up and down by chance, even when nothing changes. For each pair of counts
the app asks how often chance alone would give a difference as large.

- **Strong sign of a rise** (or fall): chance alone would give it less than twice in a thousand
  tries, or it stands out among all the comparisons on the page once their number is allowed for.
- **Possible rise** (or fall): less than one in twenty.
- **No clear change**: chance could well have done it.
- **Too few to say**: the two counts together are so small that no split between them could show
  anything.

Many comparisons at once throw up false alarms, so a page also says how many of them *stand out*:
of those, about one in twenty is expected to be false (Benjamini and Hochberg's false discovery
rate). The range beside a change is a 95% interval (Clopper and Pearson), and the tests are exact
tests of two counts given their sum. A percentage is not shown where the count before is under 10,
and is uncertain where it is under 50: look at the range.

Only like is compared with like: the same days of the year, the same length, the same source.
“Against the rest of the district” asks whether an area changed differently from everywhere else,
which cancels a change of recording that reaches the whole district alike."""


OPEN_DATA = """\
The same figures are there for other programs, with the version they come from: counts at
`/api/v1/crime`, partners' work at `/api/v1/activity`, and the lists behind them at
`/api/v1/areas`, `/api/v1/offences` and `/api/v1/metrics`, as JSON or, with `?format=csv`, as CSV.
`/openapi.json` describes them. `/summary` is the newest release as a page without scripts, and
`/feed.atom` tells of every publication."""


PRINTED = """\
Every printed total and percentage was recomputed from the figures beside it. These are the
places where print and sum differ, or where the print needs a word. They are kept as printed."""


def definitions(codes: Iterable[str]) -> str:
    """A list of what each offence means."""
    each_one = (offences.one(code) for code in codes)
    return "\n".join(f"- **{one.name}.** {one.definition}" for one in each_one)


def about_sources(sources: Iterable[Source | Statements]) -> str:
    """A paragraph a source: what it is, how it is attributed."""
    return "\n\n".join(f"**{one.name}.** {one.about} *{one.attribution}*" for one in sources)


def about_partners(partners: Iterable[Partner]) -> str:
    """A list of who each partner is."""
    return "\n".join(f"- **{one.name}.** {one.about}" for one in partners)


def about_caveats(known: Iterable[Caveat]) -> str:
    """A list of every caveat with its days and reference."""
    return "\n".join(
        f"- **{one.title}.** {one.sentence} {one.alternative} *({one.reference})*" for one in known
    )


def about_shorthand() -> str:
    return "\n".join(f"- **{mark}** {words}" for mark, words in SHORTHAND.items())
