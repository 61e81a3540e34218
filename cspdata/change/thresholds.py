"""Every threshold of the room in one table, which tests, prose and charts read."""

from dataclasses import dataclass
from functools import cache

import pandas as pd


@dataclass(frozen=True)
class Threshold:
    """A number that decides what is said of a count, what it means, and why it is this one."""

    value: float
    unit: str
    meaning: str
    reason: str


POSSIBLE = Threshold(
    0.05,
    "probability",
    "A change is possible if chance alone would give one as large less often than this.",
    "The usual 5 %; the 95 % interval then leaves out no change.",
)
STRONG_TOTAL = Threshold(
    0.002,
    "probability",
    "A total shows a strong sign of a change if chance alone would give it less often than this.",
    "A total belongs to no family, so it must be as rare as a point beyond the outer funnel limit.",
)
FAMILY_DISCOVERY = Threshold(
    0.05,
    "share",
    "Of the changes called strong in a family, this share is expected to be chance.",
    "Benjamini and Hochberg (1995), J. R. Stat. Soc. B 57, 289-300.",
)
FEED_DISCOVERY = Threshold(
    0.10,
    "share",
    "Of the signals in the feed, this share is expected to be chance.",
    "A feed asks somebody to look, not to act: one false entry in ten is worth the earlier news.",
)
CONFIDENCE = Threshold(
    0.95,
    "probability",
    "An interval holds the true change this often.",
    "One less the level of a possible change, so that verdict and interval never disagree.",
)
PERCENT_SHOWN = Threshold(
    50,
    "count before",
    "A percentage is shown plainly from this count before.",
    "Below it one more or one less moves the percentage by more than two points.",
)
PERCENT_MUTED = Threshold(
    10,
    "count before",
    "A percentage is shown, muted, from this count before; below it, none.",
    "Of fewer than ten, one is more than ten per cent.",
)
PERCENT_FAR = Threshold(
    1000,
    "per cent",
    "An end of an interval beyond this is told as “more than” it.",
    "An eleven-fold change or more is not read more precisely than that.",
)
USUAL_DISPERSION = Threshold(
    1.6,
    "times chance",
    "How far counts vary where no months are held to measure it.",
    "Median of the monthly series of one district on police.uk, July 2015 to September 2017.",
)
DISPERSION_MONTHS = Threshold(
    18,
    "months",
    "A stretch of months takes part in measuring how far counts vary from this length on.",
    "Level, trend and season take four numbers; with fewer months they follow the noise.",
)
DISPERSION_LEAST = Threshold(
    1,
    "a month",
    "Only stretches that average at least this many are used to measure how far counts vary.",
    "Rarer counts are 0, 1 or 2, which shows next to nothing of how far they vary.",
)
DISPERSION_CAUTION = Threshold(
    1.2,
    "times",
    "What counts vary beyond chance is taken this much larger than measured.",
    "It is measured from few months: without this, 6 % and not 5 % of quiet pages show a sign.",
)
DISPERSION_STRETCH = Threshold(
    36,
    "months",
    "Longer series are cut into stretches of this length when it is measured how far they vary.",
    "Over three years a level may bend, which a straight trend would take for variation.",
)
OUTLYING = Threshold(
    3,
    "standard deviations",
    "A month further off counts as if it were this far off when it is measured how far they vary.",
    "One month in 400 of the normal law: a single unusual month cannot set the measure.",
)
WATCHED_FROM = Threshold(
    3,
    "a month",
    "Series that average fewer than this are not watched month by month.",
    "Below it no month can be too low, and a rise by half is found in six months one time in five.",
)
BASELINE_MONTHS = Threshold(
    24,
    "months",
    "The usual range of a month is set by this many months before it can be judged.",
    "Each month of the year is then held twice, so that winter is not taken for a fall.",
)
BASELINE_LONGEST = Threshold(
    60,
    "months",
    "The usual range rests on no more than this many months, the newest.",
    "Five years, as in Noufaily and others (2013), Statistics in Medicine 32, 1206-1222.",
)
BASELINE_STEP = Threshold(
    12,
    "months",
    "So many months without a drift are added to those that set the usual range.",
    "A whole year, so that no season weighs more than another.",
)
LASTING = Threshold(
    12,
    "months",
    "A drift that has lasted this long is the new level, from which the usual range starts anew.",
    "A whole year, so that no season is taken for a new level.",
)
LONG_GAP = Threshold(
    12,
    "months",
    "After so many months without figures the usual range starts anew.",
    "What the level was a year ago is no longer known.",
)
MONTH_OUTSIDE = Threshold(
    0.002,
    "probability",
    "A month is outside the usual range if chance alone would put it there less often than this.",
    "One month in 500, the outer limit of a funnel; measured together with the drift.",
)
DRIFT_MEMORY = Threshold(
    0.2,
    "share",
    "Each month weighs this much in the drift, and all months before it the rest.",
    "Of 0.15 to 0.4 it finds a rise by half soonest (benchmarks/README.md).",
)
DRIFT_OUTSIDE = Threshold(
    2.75,
    "standard deviations",
    "A series drifts when its weighted average is further from the usual than this.",
    "With the limit for a month, at most 6 % of quiet series give an alarm in twelve months.",
)
DRIFT_BEGINS = Threshold(
    1,
    "standard deviations",
    "A drift began after its weighted average was last nearer to the usual than this.",
    "Nearer, either side is as likely; a start told from the last crossing would be far too early.",
)
DRIFT_LEAST = Threshold(
    3,
    "months",
    "A drift has at least this many months on its side.",
    "One month far off, or two, are told as months outside.",
)
SEASON_SPREAD = Threshold(
    0.2,
    "log units",
    "How far the yearly wave moves a month up or down before any month is seen.",
    "Amplitudes of the yearly wave in one district's series are 5 % to 40 %.",
)
SEASON_DETAIL = Threshold(
    0.1,
    "log units",
    "The same for the half-yearly wave.",
    "Half of the yearly one: it shows only where the months insist on it.",
)
COMING_MONTHS = Threshold(
    3,
    "months",
    "So many coming months get a range to expect.",
    "The next two meetings of a partnership that meets every quarter.",
)
COMING_COVERAGE = Threshold(
    0.90,
    "probability",
    "The range to expect holds the coming month this often.",
    "Nine in ten: narrow enough to plan with; its measured coverage is published.",
)
LEVEL_WANDERS = Threshold(
    0.06,
    "log units a month",
    "How far the level of a series wanders from month to month.",
    "With it 87 % to 93 % of months held back lay in their range, in each band of size.",
)
FUNNEL_INNER = Threshold(
    0.95,
    "probability",
    "The inner limits of a funnel hold a place this often.",
    "Spiegelhalter (2005), Statistics in Medicine 24, 1185-1202.",
)
FUNNEL_OUTER = Threshold(
    0.998,
    "probability",
    "The outer limits of a funnel hold a place this often.",
    "Spiegelhalter (2005), Statistics in Medicine 24, 1185-1202.",
)
FUNNEL_DRAWN_IN = Threshold(
    0.1,
    "share of places",
    "So large a share of the places at either end is drawn in when their spread is measured.",
    "Spiegelhalter (2005), Quality and Safety in Health Care 14, 347-351.",
)
TOO_DIFFERENT = Threshold(
    5,
    "times chance",
    "Places that spread more than this are too different to be one group.",
    "Limits then say more about the group than about a place.",
)
EVENT_TIMES = Threshold(
    2,
    "times the other months",
    "An event drives the month of a place from this many times the mean of its other months.",
    "Below it the month is within what a season does.",
)
EVENT_LEAST = Threshold(
    3,
    "count",
    "An event drives a month only from this count on.",
    "One or two crimes are no sign of anything.",
)
EVENT_CHANCE = Threshold(
    0.002,
    "probability",
    "And only if chance alone would bring so many less often than this.",
    "As rare as a month outside its usual range.",
)
EVENT_SHARE = Threshold(
    0.05,
    "share",
    "An event drives a figure if it is at least this share of it, now or before.",
    "Less changes no whole percentage by enough to change what is said.",
)
ALIKE_NUMBER = Threshold(
    15,
    "districts",
    "So many districts are most like ours.",
    "The number that police groups of similar places have; enough for a range, near enough to be "
    "alike.",
)
ALIKE_LEAST = Threshold(
    8,
    "districts",
    "With fewer of them nothing is compared.",
    "Half of the group; a range of fewer would say little.",
)
WHOLE_LEAST = Threshold(
    0.25,
    "times",
    "A month of a district is not whole below so many times the middle rate of all districts.",
    "Of 3,720 months of 2025 none lay between 0.17 and 0.49 but those of the Isles of Scilly.",
)
WHOLE_LOW = Threshold(
    0.4,
    "times",
    "Nor below so many times the middle of its own other months.",
    "The same limits as for a month that is published here.",
)
WHOLE_HIGH = Threshold(
    2.5,
    "times",
    "Nor above so many times it.",
    "The same limits as for a month that is published here.",
)
WHOLE_NONE = Threshold(
    30,
    "count",
    "Nor without a crime type that usually has so many a month.",
    "By chance none comes where 30 are usual less often than once in a million million.",
)
SPREAD_TRIALS = Threshold(
    1000,
    "trials",
    "A random spread over places is tried this many times; over more than 5,000 places less often.",
    "The ends of its range are then repeated within about one place.",
)
OPERATION_POWER = Threshold(
    0.8,
    "probability",
    "A fall could have been seen if the test finds one of that size at least this often.",
    "The usual 80 %: one true fall in five is missed even then.",
)
OPERATION_FALL = Threshold(
    50,
    "per cent",
    "Where not even a fall by this much could have been seen, the lack of a sign says nothing.",
    "A test that misses a halving misses most of what an operation can hope for.",
)
OPERATION_RANGE = Threshold(
    0.9,
    "probability",
    "What a place would have counted with nothing done lies in its range this often.",
    "Nine in ten, as the ranges for the months to come.",
)


def every() -> dict[str, Threshold]:
    """All thresholds by name, in the order in which they are declared."""
    return {name: held for name, held in globals().items() if isinstance(held, Threshold)}


@cache
def table() -> pd.DataFrame:
    """One row per threshold: name, value, unit, meaning, reason."""
    rows = [{"name": n.lower().replace("_", "-"), **vars(held)} for n, held in every().items()]
    return pd.DataFrame(rows)
