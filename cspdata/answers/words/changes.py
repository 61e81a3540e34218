"""Comparisons as honest English: counts first, then the verdict and what chance allows."""

import pandas as pd

from cspdata import areas
from cspdata.change import PercentRule, Verdict
from cspdata.queries import View
from cspdata.answers.words.figures import (
    count,
    difference,
    listed,
    marked,
    more_or_fewer,
    percent,
    signed,
)


def change(row: pd.Series) -> str:
    """One comparison in a sentence or two: counts, difference, verdict, interval."""
    if row["status"] == "confidential":
        return "This count is withheld: with others it could point at a person."
    if row["refused"]:
        return f"{count(row['now'])}. {row['refused']}"
    if pd.isna(row["now"]):
        return "These figures are not available."
    if pd.isna(row["before"]):
        return f"**{count(row['now'])}**. This source has no count of the year before here."
    return f"{counts(row)}. {judged(row)}"


def counts(row: pd.Series) -> str:
    """ "1,629, was 1,521: 108 more (+7.1%)" with the percentage only where allowed."""
    words = (
        f"**{count(row['now'])}**, was {count(row['before'])}: {more_or_fewer(row['difference'])}"
    )
    shown = row["percent_rule"] != PercentRule.NONE
    return f"{words} ({percent(row)})" if shown else words


def judged(row: pd.Series) -> str:
    """The verdict and, where a percentage has meaning, the range the change may lie in."""
    words = f"**{str(row['verdict']).capitalize()}**"
    if row["verdict"] == Verdict.TOO_FEW or row["before"] == 0:
        return f"{words}."
    low, high = signed(row["low"]), signed(row["high"])
    return f"{words}: allowing for chance, anything from {low} to {high}."


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


def answer(rows: pd.DataFrame, view: View) -> str:
    """The figures of one source that bear on a question: periods, then a sentence for each."""
    each_one = (
        f"- **{row['offence_name']}, {row['area_name']}**: {change(row)}"
        for _, row in rows.iterrows()
    )
    return "\n".join([f"Counts of {compared(view)} ({view.source.short}):", "", *each_one])


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


def each_count(rows: pd.DataFrame) -> str:
    """ "violence against the person 95, sexual offences 10 and robbery 1"."""
    named = zip(_names(rows), rows["now"], rows["status"], strict=True)
    return listed(f"{_lower(name)} {marked(value, status)}" for name, value, status in named)


def driven(rows: pd.DataFrame, view: View) -> str:
    """What a change is made of, parish by parish, and how far that can be trusted."""
    shown = f"{_what(rows.iloc[0])}, {compared(view)} ({view.source.short})."
    return f"{shown} {driving(rows)} {stand_out(rows, 'parishes')}."


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


def smallest_rise(before: float, needed: float) -> str:
    """What a count would need to reach before anybody should react."""
    return f"From {count(before)}, a count of at least {count(needed)} would be a convincing rise."


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
