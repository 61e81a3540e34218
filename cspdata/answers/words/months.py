"""Months, their usual range, signals and what they would need, in words; nothing is counted here.

Rows are those of `answers.series`.
"""

from collections.abc import Iterable, Sequence
from typing import Any

import pandas as pd

from cspdata import areas, offences
from cspdata.answers.words.changes import recorded
from cspdata.answers.words.figures import count, difference, listed
from cspdata.change.thresholds import BASELINE_MONTHS
from cspdata.change.watch import Stage
from cspdata.periods import Period, runs
from cspdata.periods import month as one_month
from cspdata.sums.basis import Basis

SIDES = {1: "above", -1: "below"}
NEEDED = ("Months", "Count", "A year later", "Possible rise from")
MONTHS = ("Month", "Count", "A year before", "Difference", "Usual", "Twelve months", "Verdict")
INSIDE = ("Area", "Last month", "Usual", "Signals", "Against the usual range")


def title(area: str, offence: str, rows: pd.DataFrame) -> str:
    """ "Recorded burglary in St Paul: 9 in September 2017"."""
    last = newest(rows)
    when = "no months are published" if last is None else f"{count(last['count'])} in {month(last)}"
    return f"{recorded(offence)} in {areas.one(area).name}: {when}"


def title_of(row: Any, basis: Basis) -> str:
    """ "Recorded burglary in St Paul, June to August 2017: 9"."""
    where = f"{areas.one(row['area']).name}, {basis.period.words}"
    return f"{recorded(row['offence'])} in {where}: {count(row['now'])}"


def trend(rows: pd.DataFrame) -> str:
    """The last month and whether it is as usual, as a heading."""
    last = newest(rows)
    if last is None:
        return "No months of figures are published here"
    return f"{count(last['count'])} in {month(last)}: {against(last)}"


def against(row: Any) -> str:
    """A month against what is usual: "within the usual 271 to 423"."""
    if row["stage"] == Stage.TOO_SHORT:
        return "too early to say what is usual"
    if row["event"]:
        return "a month that a known event drives"
    if row["stage"] == Stage.TOO_FEW:
        return "too few a month to watch"
    if row["outside"]:
        return f"{SIDES[row['side']]} the usual {usual(row)}"
    if row["drift"]:
        return f"part of a drift {SIDES[row['drift_side']]} the usual level"
    return f"within the usual {usual(row)}"


def explained(rows: pd.DataFrame, since: pd.DataFrame) -> str:
    """The last month, what is usual, and what would be a signal.

    `since` are the months of `rows` since the last break.
    """
    last = newest(rows)
    if last is None:
        return "Publish files of police.uk for at least twelve months to see this page at work."
    return f"{against(last).capitalize()}. {_usual(last, since)}".strip()


def missing(rows: pd.DataFrame) -> str:
    """Which months are gaps, and which a known event drove; "" where none."""
    parts = []
    eventful = list(rows.loc[rows["event"] != "", "month"])
    if eventful:
        was = "was" if len(eventful) == 1 else "were"
        parts.append(
            f"{_named(eventful)} {was} driven by a known event; what it added is not in the range."
        )
    gaps = _spans(rows.loc[rows["count"].isna(), "month"])
    if gaps:
        one = len(gaps) == 1 and len(gaps[0].months) == 1
        end = "has no figures and is a gap" if one else "have no figures and are gaps"
        parts.append(f"{listed(gap.words for gap in gaps)} {end}.")
    return " ".join(parts)


def twelve(basis: Basis) -> str:
    """What is left out of twelve months against twelve, and why, "" where they are whole."""
    if not basis.left_out:
        return ""
    absent = set(basis.left_out)
    have = "has" if len(absent) == 1 else "have"
    words = f"{listed(run.words for run in runs(absent))} {have} no figures"
    number = f"{len(basis.now)} months of each year"
    return f"{words}: left out of both years, so {number} are compared."


def needed(rows: pd.DataFrame) -> str:
    """What it would take, in a sentence."""
    if rows.empty:
        return (
            "The last month has no figures or was driven by a known event, so nothing can be said "
            "of the year after."
        )
    last = rows.iloc[-1]
    return (
        f"{last['period'].words} had {count(last['count'])}. In {year_later(last['period'])} a "
        f"count of {count(last['needed'])} or more would be called a possible rise; fewer would "
        "not show one, which is no proof that nothing changed."
    )


def seasons(rows: pd.DataFrame, since: pd.DataFrame) -> str:
    """Which years stand beside each other, and which are left out or behind."""
    words = []
    if len(since) < len(rows):
        first = since["month"].iloc[0]
        words.append(f"Months before {first:%B %Y} are left out: they were not counted alike.")
    years = since.loc[since["count"].notna(), "month"].dt.year.nunique()
    if years > 4:
        words.append("The newest four years are bars; the band behind holds all years before.")
    return " ".join(words)


def counted(offence: str) -> str:
    """What a count of months counts, for axes."""
    kind = offences.one(offence).kind
    return "Incidents a month" if kind == "incident" else "Recorded crimes a month"


def inside(rows: pd.DataFrame, what: str) -> str:
    """How many of the areas inside give a signal."""
    each = rows.drop_duplicates("area")
    loud = int((each["signals"] > 0).sum())
    some = f"{loud} of {len(each)} {what} give{'s' if loud == 1 else ''} a signal"
    words = some if loud else f"None of the {len(each)} {what} gives a signal"
    return f"{words}. All are drawn to one scale, the strongest evidence first."


def signed(rows: pd.DataFrame, named: bool = False) -> pd.DataFrame:
    """Rows with their `sign` and `said`: what is heard and read at a month's point.

    "September 2017: 394, usual 271 to 423, 367 a year before".
    """
    records = rows.to_dict("records")
    said = [f"{row['name']}, {_said(row)}" if named else _said(row) for row in records]
    return rows.assign(sign=[_sign(row) for row in records], said=said)


def colours(rows: pd.DataFrame) -> str:
    """What each colour that is drawn means, of rows as `signed` gives them.

    "Blue: the count; grey: the year before."
    """
    drawn = (
        ("Blue: the count", True),
        ("grey: the year before", rows["year_before"].notna().any()),
        ("shaded: the usual range", rows["upper"].notna().any()),
        ("orange: a signal", rows["sign"].ne("usual").any()),
    )
    return f"{'; '.join(said for said, there in drawn if there)}."


def month_cells(row: Any) -> tuple[str, ...]:
    """A month as a row of a table, MONTHS as its columns."""
    return (
        f"{row['month']:%B %Y}",
        count(row["count"]),
        "[b]" if row["broken"] else count(row["year_before"]),
        "[b]" if row["broken"] else difference(row["count"] - row["year_before"]),
        usual(row),
        count(row["twelve"]),
        verdict(row),
    )


def inside_cells(row: Any) -> tuple[str, ...]:
    """An area inside as a row of a table, INSIDE as its columns."""
    return (row["name"], count(row["count"]), usual(row), str(row["signals"]), verdict(row))


def needed_cells(row: Any) -> tuple[str, ...]:
    period = row["period"]
    return period.words, count(row["count"]), year_later(period), count(row["needed"])


def verdict(row: Any) -> str:
    """Where a month lies, in a cell."""
    if pd.isna(row["count"]):
        return "No figures"
    if row["event"]:
        return "Known event"
    if row["stage"] == Stage.TOO_SHORT:
        return "No range yet"
    if row["stage"] == Stage.TOO_FEW:
        return "Too few to watch"
    sets = row["stage"] == Stage.BASELINE
    if row["outside"]:
        return f"{SIDES[row['side']].capitalize()} the range" + (" it helps to set" if sets else "")
    if row["drift"]:
        return f"In a drift {SIDES[row['drift_side']]} the level"
    return "Sets the range" if sets else "As usual"


def usual(row: Any) -> str:
    """The usual range of a month: "271 to 423"."""
    if pd.isna(row["upper"]):
        return "[x]"
    return f"{count(row['lower'])} to {count(row['upper'])}"


def to_come(rows: pd.DataFrame) -> str:
    """What the next months may hold, "" where nothing can be said."""
    if rows.empty:
        return ""
    each = listed(f"{usual(row)} in {month(row)}" for row in rows.to_dict("records"))
    return f"To expect, nine times in ten: {each}."


def year_later(period: Period) -> str:
    """The same days of the next year."""
    return period.years_before(-1).words


def month(row: Any) -> str:
    """ "September 2017"."""
    return f"{row['month']:%B %Y}"


def within(limit: float, side: int) -> int:
    """The last whole number within a limit: its highest below an upper, its lowest above a lower.

    A count that equals a limit is within it.
    """
    return int(limit // 1) if side > 0 else -int(-limit // 1)


def newest(rows: pd.DataFrame) -> pd.Series | None:
    """The last month that has figures."""
    known = rows[rows["count"].notna()]
    return None if known.empty else known.iloc[-1]


def _usual(last: pd.Series, since: pd.DataFrame) -> str:
    if last["stage"] == Stage.TOO_SHORT:
        missing = int(last["needed"])
        with_figures = since.loc[since["count"].notna(), "month"]
        known = min(int(BASELINE_MONTHS.value) - missing, len(with_figures))
        return (
            f"There {'is' if known == 1 else 'are'} {known} month{'' if known == 1 else 's'} of "
            f"figures since {with_figures.iloc[-known]:%B %Y}: {missing} more "
            f"{'is' if missing == 1 else 'are'} needed before a usual range can be drawn."
        )
    if pd.isna(last["level"]):
        return ""
    words = f"A month has {about(last['level'])} on average over a year."
    if last["stage"] == Stage.TOO_FEW:
        return words
    high, low = last["upper"] + 1, last["lower"] - 1
    below = f" or {count(low)} or fewer" if low >= 0 else ""
    return f"{words} {count(high)} or more{below} in {last['month']:%B} would be a signal."


def about(value: float) -> str:
    """An expected number: one decimal where it is small."""
    return f"{value:.1f}" if value < 20 else count(value)


def _sign(row: Any) -> str:
    if row["stage"] != Stage.WATCHED:
        return "usual"
    if row["outside"]:
        return SIDES[row["side"]]
    return "drift" if row["drift"] else "usual"


def _said(row: Any) -> str:
    if pd.isna(row["count"]):
        return f"{month(row)}: no figures"
    parts = [f"{month(row)}: {count(row['count'])}"]
    if pd.notna(row["upper"]):
        parts.append(f"usual {usual(row)}")
    if pd.notna(row["year_before"]):
        parts.append(f"{count(row['year_before'])} a year before")
    if row["event"]:
        parts.append(row["event"])
    return ", ".join(parts)


def _spans(months: Iterable[pd.Timestamp]) -> list[Period]:
    return runs(one_month(day.year, day.month) for day in months)


def _named(days: Sequence[pd.Timestamp]) -> str:
    return listed(f"{day:%B %Y}" for day in days)
