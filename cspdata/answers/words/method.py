"""The words of the About page, made from the declarations."""

from collections.abc import Iterable
from dataclasses import dataclass

from cspdata import areas, offences
from cspdata.answers.words.figures import SHORTHAND
from cspdata.caveats import Caveat
from cspdata.change import thresholds
from cspdata.change.thresholds import CONFIDENCE, FAMILY_DISCOVERY, POSSIBLE, STRONG_TOTAL
from cspdata.metrics import Partner
from cspdata.sources import Told

CHANCE = (
    "Recorded crime goes up and down even when nothing changes. For each pair of counts we ask how "
    "often that alone would give a difference as large. Counts here vary more than chance alone "
    "would make them: how much is measured for each offence on the months that are held, after "
    "season and trend, and every test and every range allows for it."
)
EVENTS = (
    "A known event that drives a figure, such as a festival, is taken out of both years before "
    "anything is tested, and the page says what is left without it."
)
VARIATION = (
    "The middle of the series of an offence. Larger counts vary more than smaller ones, which each "
    "test allows for. Offences too rare to tell are left out."
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
    "/api/v1/crime, one question answered at /api/v1/answer, partners' work at "
    "/api/v1/activity, and the lists behind them at /api/v1/areas, /api/v1/offences and "
    "/api/v1/metrics, as JSON or, with ?format=csv, as CSV. [openapi.json](openapi.json) "
    "describes them. [The summary](summary) is the newest release as a page without scripts, "
    "[a feed](feed.atom) tells of every publication, and [another](signals.atom) of signals."
)
PRINTED = (
    "Every printed total and percentage was recomputed from the figures beside it. These are the "
    "places where print and sum differ, or where the print needs a word. They are kept as printed."
)
FLAGS = "These flags run across all offences, so they are never added to the rest."


@dataclass(frozen=True)
class Rule:
    """A rule in words; `begins` are the beginnings of the names of the thresholds it rests on."""

    title: str
    text: str
    begins: tuple[str, ...]

    @property
    def thresholds(self) -> dict[str, thresholds.Threshold]:
        """Those it rests on by name, in the order of their table."""
        held = thresholds.every()
        return {name: one for name, one in held.items() if name.startswith(self.begins)}


RULES = (
    Rule(
        "One count against another",
        "The exact test of two counts given their sum, each by its days, so that a leap day is no "
        "rise. The range comes from the same test, so the two never disagree. A percentage of a "
        "small count is not shown.",
        ("POSSIBLE", "STRONG_", "CONFIDENCE", "PERCENT_"),
    ),
    Rule(
        "Many comparisons at once",
        "A family is every offence without kinds of its own, in every area of one level, for one "
        "source, period and comparison. It is weighed together once. Totals are in no family. "
        "Signals of all series in the last month are weighed together too.",
        ("FAMILY_", "FEED_"),
    ),
    Rule(
        "How far counts vary",
        "How many times more than chance the months of an offence vary is measured after level, "
        "trend and season, over all areas together, larger for larger counts, and never below "
        "one. Every test, and every usual range of a month, is widened by it.",
        ("USUAL_", "DISPERSION_", "OUTLYING"),
    ),
    Rule(
        "Partnerships like ours",
        "Districts are most alike whose declared features, standardised over all districts and "
        "weighted, lie nearest. The group does not depend on any figure of crime. Months that are "
        "not whole enter no comparison, and a district that lacks one of the months compared is "
        "left out and named. The limits are those of one more place like the group: they allow "
        "for chance, for what the group spreads beyond it, and for how little so few places tell "
        "of that spread and of its middle (t quantiles). The group's own districts are set "
        "against the same limits, which are wide for them. A change is set against the group's on "
        "all four counts, widened by how far the changes of the group differ among themselves. "
        "The band of a month is of the districts whose month is whole, its middle half from the "
        "lower to the upper quartile.",
        ("ALIKE_", "WHOLE_"),
    ),
    Rule(
        "Known events",
        "An event drives a figure where it drove its own area's month. All that this area counted "
        "in the event's months is then taken out, now and before alike, before anything is "
        "tested. Where it drives nothing, nothing is done. For a source without months the counts "
        "of the monthly one over the same months are tested in their place.",
        ("EVENT_",),
    ),
    Rule(
        "A month against its usual range",
        "Level and season of a series are set by its first months; each later month is judged "
        "alone, and with those before it as a weighted average (EWMA), by what was known when it "
        "came. Quiet years are added. A drift that lasts becomes the new level. Nothing reaches "
        "across a break.",
        ("WATCHED_", "BASELINE_", "LASTING", "LONG_GAP", "MONTH_", "DRIFT_", "SEASON_"),
    ),
    Rule(
        "The months to come",
        "The same level and season, carried on, with a level that wanders.",
        ("COMING_", "LEVEL_"),
    ),
    Rule(
        "Places beside each other",
        "Rates of places of one kind lie about a common rate; how far apart their own rates lie is "
        "measured and added to chance (an additive random effect), so that large places do not "
        "stand out by their size alone. The limits lie about the middle of the places' own rates, "
        "which is below their rate together where a few have much, and are drawn in for the "
        "places themselves: one that is far off widens the spread that it is judged by.",
        ("FUNNEL_", "TOO_DIFFERENT"),
    ),
    Rule(
        "In how few places",
        "How concentrated crime is, is set beside the same number of crimes spread at random over "
        "the same places: few crimes always look concentrated.",
        ("SPREAD_",),
    ),
    Rule(
        "Whether an operation shows in the figures",
        "First, which fall could have been seen at all. Then before and after, here against "
        "elsewhere, on all four counts. A place that was chosen because it was high would mostly "
        "have fallen with nothing done: how far is estimated from all places, and a fall within "
        "that range is told of no operation.",
        ("OPERATION_",),
    ),
)


def rules() -> tuple[str, ...]:
    """Each rule in a paragraph; the figures they rest on are the table of thresholds."""
    return tuple(f"**{rule.title}.** {rule.text}" for rule in RULES)


def verdicts() -> tuple[str, ...]:
    """What each verdict means, with the thresholds that are in force."""
    possible, total = one_in(POSSIBLE.value), one_in(STRONG_TOTAL.value)
    return (
        f"**Strong sign of a rise** (or fall): it would come by chance less than one time in "
        f"{possible}, and it stands out among all the offences and areas of its level once their "
        f"number is allowed for. A total is tested alone: less than one time in {total}.",
        f"**Possible rise** (or fall): less than one time in {possible} by chance.",
        "**No clear change**: it could well have come by chance. That is no proof that nothing "
        "changed.",
        "**Too few to call**: the two counts together are so small that no split between them "
        "could show anything.",
    )


def families() -> str:
    """Why many comparisons are weighed together, and what is then expected to be false."""
    return (
        "Many comparisons at once throw up false alarms. So every offence of every area of a level "
        "is weighed together, once, and each page shows the same verdict. Of those that *stand "
        f"out*, about one in {one_in(FAMILY_DISCOVERY.value)} is expected to be false (Benjamini "
        "and Hochberg's false discovery rate). A range beside a change holds the true one "
        f"{CONFIDENCE.value:.0%} of the time, and comes from the same test as the verdict."
    )


def one_in(chance: float) -> str:
    """ "20" for 0.05."""
    return f"{1 / chance:,.0f}"


def definitions(codes: Iterable[str]) -> tuple[str, ...]:
    """What each offence means."""
    each = (offences.one(code) for code in codes)
    return tuple(f"**{one.name}.** {one.definition}" for one in each)


def sources(listed: Iterable[Told]) -> tuple[str, ...]:
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
