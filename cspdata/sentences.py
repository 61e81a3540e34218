"""Figures as honest English: counts first, then the verdict, its interval, a percentage if allowed.

Rows and frames here are those of `queries.changes` and its kin; nothing is computed but words.
"""

from collections.abc import Iterable, Sequence
from typing import Any

import pandas as pd

from cspdata import areas, offences
from cspdata.caveats import Caveat
from cspdata.change import PercentRule, Verdict
from cspdata.queries import View
from cspdata.sources import Source

MINUS = "−"
NOT_AVAILABLE = "[x]"
MARKS = {"derived": " [d]", "revised": " [r]", "provisional": " [p]"}
NET_WORDS = {
    Verdict.STRONG_RISE: "Rose more",
    Verdict.STRONG_FALL: "Fell more",
    Verdict.POSSIBLE_RISE: "Possibly rose more",
    Verdict.POSSIBLE_FALL: "Possibly fell more",
    Verdict.UNCLEAR: "No clear difference",
    Verdict.TOO_FEW: "Too few to say",
    Verdict.NO_COMPARISON: "Not comparable",
}
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
"Against the rest of the district" asks whether an area changed differently from everywhere else,
which cancels a change of recording that reaches the whole district alike."""
PRINTED = """\
Every printed total and percentage was recomputed from the figures beside it. These are the
places where print and sum differ, or where the print needs a word. They are kept as printed."""
SHORTHAND = {
    "[c]": "confidential",
    "[x]": "not available",
    "[z]": "not applicable",
    "[r]": "revised",
    "[d]": "derived from other printed figures",
    "[p]": "provisional",
    "[b]": "break in the series",
}


def count(value: float) -> str:
    """A count with its thousands commas, [x] where there is none."""
    return NOT_AVAILABLE if pd.isna(value) else f"{value:,.0f}"


def marked(value: float, status: str) -> str:
    """A count with the shorthand of its status."""
    return count(value) + MARKS.get(status, "")


def difference(value: float) -> str:
    """A signed difference between two counts."""
    if pd.isna(value):
        return NOT_AVAILABLE
    return "0" if value == 0 else f"{_sign(value)}{abs(value):,.0f}"


def percent(row: pd.Series) -> str:
    """The change in percent where its base allows one, else why not."""
    if pd.isna(row["before"]):
        return NOT_AVAILABLE
    if row["percent_rule"] == PercentRule.NONE:
        return "[z]"
    return f"{_sign(row['percent'])}{abs(row['percent']):.1f}%"


def interval(row: pd.Series) -> str:
    """The interval of the change: "−2% to +60%", open above where the count before is tiny."""
    if pd.isna(row["low"]):
        return NOT_AVAILABLE
    if row["before"] == 0:
        return "from none"
    return f"{_signed(row['low'])} to {_signed(row['high'])}"


def share(value: float) -> str:
    return NOT_AVAILABLE if pd.isna(value) else f"{value:.0f}%"


def verdict(row: pd.Series) -> str:
    """The verdict with a capital letter, [b] where a break forbids the comparison."""
    if row["refused"]:
        return "Not comparable [b]"
    return str(row["verdict"]).capitalize()


def net_verdict(row: pd.Series) -> str:
    """The verdict of a comparison with the rest of the district, in its own words."""
    return NET_WORDS[Verdict(row["verdict"])]


def change(row: pd.Series) -> str:
    """One comparison in a sentence or two: counts, difference, verdict, interval."""
    if row["refused"]:
        return f"{count(row['now'])}. {row['refused']}"
    if pd.isna(row["now"]):
        return "These figures are not available."
    if pd.isna(row["before"]):
        return f"{count(row['now'])}; no figures of the year before are available."
    return f"{counts(row)}. {judged(row)}"


def counts(row: pd.Series) -> str:
    """ "1,629, was 1,521: 108 more (+7.1%)" with the percentage only where allowed."""
    words = f"**{count(row['now'])}**, was {count(row['before'])}: {_more_or_fewer(row['difference'])}"
    shown = row["percent_rule"] != PercentRule.NONE
    return f"{words} ({percent(row)})" if shown else words


def judged(row: pd.Series) -> str:
    """The verdict and, where a percentage has meaning, the range the change may lie in."""
    words = f"**{str(row['verdict']).capitalize()}**"
    if row["verdict"] == Verdict.TOO_FEW or row["before"] == 0:
        return f"{words}."
    return f"{words}: allowing for chance, anything from {_signed(row['low'])} to {_signed(row['high'])}."


def stand_out(rows: pd.DataFrame, what: str) -> str:
    """ "2 of 9 offence groups stand out" or "Nothing stands out"."""
    tested = int(rows["p_exact"].notna().sum())
    standing = int(rows["stands_out"].sum())
    if not tested:
        return "Nothing can be tested: there are no figures of the year before."
    if not standing:
        return f"Nothing stands out among the {tested} {what} tested"
    return f"{standing} of {tested} {what} {'stands' if standing == 1 else 'stand'} out"


def each(rows: pd.DataFrame) -> str:
    """A list with a sentence for every row."""
    return "\n".join(f"- {_named(row)}: {change(row)}" for _, row in rows.iterrows())


def each_standing(rows: pd.DataFrame) -> str:
    """A list with a sentence for every row that stands out, then the names of the others."""
    standing = rows[rows["stands_out"]]
    others = rows[~rows["stands_out"] & rows["p_exact"].notna()]
    words = each(standing)
    if len(others) and len(standing):
        names = listed(_lower(name) for name in _names(others))
        words += f"\n\nFor {names}, the difference could be chance."
    return words or "Every difference found is within what chance alone would give."


def total_heading(row: pd.Series, view: View) -> str:
    """The headline of a page: how many, of what, when."""
    return f"{_what(row)}: {count(row['now'])}, {view.period.words}"


def change_of(row: pd.Series, view: View) -> str:
    """A comparison that names its own offence and periods."""
    return f"{_what(row)}, {compared(view)}: {change(row)}"


def compared(view: View) -> str:
    """ "April to September 2017 against the same months of 2016"."""
    return f"{view.period.words} against {view.before.words}"


def driven(rows: pd.DataFrame, view: View) -> str:
    """What a change is made of, parish by parish, and how far that can be trusted."""
    what = _what(rows.iloc[0])
    return f"{what}, {compared(view)} ({view.source.short}). {driving(rows)} {stand_out(rows, 'parishes')}."


def driving(rows: pd.DataFrame, most: int = 3) -> str:
    """Which rows make up the most of a change, both ways."""
    rises = rows[rows["difference"] > 0].nlargest(most, "difference")
    falls = rows[rows["difference"] < 0].nsmallest(most, "difference")
    parts = [
        f"{label}: {_each_difference(part)}."
        for label, part in (("Largest rises", rises), ("Largest falls", falls))
        if len(part)
    ]
    return " ".join(parts) or "No difference anywhere."


def against_rest(rows: pd.DataFrame, area: areas.Area) -> str:
    """Whether an area moved apart from the rest of the district."""
    standing = rows[rows["stands_out"]]
    if standing.empty:
        return (
            f"Nothing stands out: {area.name} moved with the rest of the district, "
            "as far as these counts can tell."
        )
    names = listed(_lower(name) for name in _names(standing))
    return f"{area.name} moved apart from the rest of the district in {names}."


def definitions(codes: Iterable[str]) -> str:
    """A list of what each offence means."""
    each_one = (offences.one(code) for code in codes)
    return "\n".join(f"- **{one.name}.** {one.definition}" for one in each_one)


def smallest_rise(before: float, needed: float) -> str:
    """What a count would need to reach before anybody should react."""
    return f"From {count(before)}, a count of at least {count(needed)} would be a convincing rise."


def listed(words: Iterable[str]) -> str:
    """ "a, b and c"."""
    each = list(words)
    return " and ".join([", ".join(each[:-1]), each[-1]]) if len(each) > 1 else "".join(each)


def breadcrumb(path: Sequence[str]) -> str:
    return " › ".join(areas.names()[area] for area in path)


def residents(area: areas.Area) -> str:
    return f"{area.residents:,} residents (mid-2017)"


def _each_difference(rows: pd.DataFrame) -> str:
    return listed(
        f"{name} ({difference(value)})"
        for name, value in zip(_names(rows), rows["difference"], strict=True)
    )


def _names(rows: pd.DataFrame) -> list[str]:
    by_area = rows["area"].nunique() > 1
    return list(rows["area_name" if by_area else "offence_name"])


def _named(row: pd.Series) -> str:
    return f"**{row['offence_name']}**"


def _what(row: pd.Series) -> str:
    return str(row["offence_name"])


def _lower(name: str) -> str:
    return name if name.startswith(("St ", "The ")) else name[:1].lower() + name[1:]


def _more_or_fewer(value: Any) -> str:
    if value == 0:
        return "no difference"
    return f"{abs(value):,.0f} {'more' if value > 0 else 'fewer'}"


def _sign(value: float) -> str:
    return "+" if value > 0 else MINUS if value < 0 else ""


def _signed(value: float) -> str:
    if value == float("inf"):
        return "no upper limit"
    return f"{_sign(round(value))}{abs(value):,.0f}%"




def about_sources(sources: Iterable[Source]) -> str:
    """A paragraph a source: what it is, how it is attributed."""
    return "\n\n".join(f"**{one.name}.** {one.about} *{one.attribution}*" for one in sources)


def about_caveats(known: Iterable[Caveat]) -> str:
    """A list of every caveat with its days and reference."""
    return "\n".join(
        f"- **{one.title}.** {one.sentence} {one.alternative} *({one.reference})*" for one in known
    )


def about_shorthand() -> str:
    return "\n".join(f"- {mark} {words}" for mark, words in SHORTHAND.items())
