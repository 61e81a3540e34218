"""Months, their signals and what they would need, in words; rows are those of `queries`."""

import pandas as pd

from cspdata import change, prompts
from cspdata.offences import Offence
from cspdata.periods import Period
from cspdata.queries import View, newest
from cspdata.answers.words.changes import compared
from cspdata.answers.words.figures import count, difference, listed, more_or_fewer

SIDES = {1: "above", -1: "below"}
FALSE_ALARMS = f"""\
The average and the usual range come from the months themselves: the range is the average and 2.66
times the mean step from one month to the next, either side (an XmR chart, as published by Wheeler).
Two rules give a signal: **one month outside the usual range**, and **{change.RUN} months in a row
on one side of the average**. Where nothing at all has changed, between 9% and 17% of series of two
years give at least one such signal by chance: about 9% where a month has 30 crimes, about 17% where
it has 3. Two more published rules (a trend of six, and two of three months near a limit) are not
used: with all four, between 14% and 21% would. Where months average fewer than
{change.LEAST_WATCHED}, no signals are given, and a month that a known event drove is
drawn but neither judged nor used for the range. So a signal is a reason to ask, not a finding."""


def months_heading(rows: pd.DataFrame) -> str:
    """The headline of a series: the last month and whether it is as usual."""
    last = _last(rows)
    if last is None:
        return "No months of figures are published here"
    words = f"{count(last['count'])} in {_month(last['month'])}"
    if pd.isna(last["centre"]):
        return f"{words}: too early to say what is usual"
    if last["event"]:
        return f"{words}, a month that a known event drives"
    if not last["watched"]:
        return f"{words}: too few a month to watch"
    if last["outside"]:
        return f"{words}: {SIDES[last['side']]} the usual {_range(last)}"
    if last["run"]:
        return f"{words}: one of a run {SIDES[last['side']]} the average"
    return f"{words}: within the usual {_range(last)}"


def months_explained(rows: pd.DataFrame) -> str:
    """How many months there are, what is usual, what would be unusual, and what is missing."""
    last = _last(rows)
    if last is None:
        return "Publish police.uk files for at least twelve months to see this page at work."
    since_break = newest(rows)
    known = since_break["count"].notna()
    since = _month(since_break["month"].iloc[0])
    parts = []
    if pd.isna(last["centre"]):
        driven = int((known & since_break["event"].astype(bool)).sum())
        parts.append(_waiting(int(last["missing"]), int(known.sum()), driven, since))
    else:
        parts.append(f"The average since {since} is {count(last['centre'])} a month.")
        if last["watched"]:
            parts.append(_unusual(last))
    eventful = [_month(day) for day in rows.loc[rows["event"].astype(bool), "month"]]
    if eventful:
        was = "was" if len(eventful) == 1 else "were"
        parts.append(f"{listed(eventful)} {was} driven by a known event and left out of the range.")
    gaps = [_month(day) for day in rows.loc[rows["count"].isna(), "month"]]
    if gaps:
        end = "has no figures and is a gap" if len(gaps) == 1 else "have no figures and are gaps"
        parts.append(f"{listed(gaps)} {end}.")
    return " ".join(parts)


def signals_heading(signals: pd.DataFrame, rows: pd.DataFrame) -> str:
    """How many signals the series gives."""
    known = int(rows["count"].notna().sum())
    if not rows["watched"].astype(bool).any():
        return "No signals can be given yet" if rows["centre"].isna().all() else "Too few to watch"
    if signals.empty:
        return f"No signal in {known} months"
    return f"{len(signals)} signal{'s' if len(signals) > 1 else ''} in {known} months"


def signals_explained(signals: pd.DataFrame, rows: pd.DataFrame) -> str:
    """Why there is no signal, or what a reader may do with those there are."""
    since_break = newest(rows)
    waits = (
        f" Months since {_month(since_break['month'].iloc[0])} cannot be judged yet."
        if len(rows) and since_break["centre"].isna().all()
        else ""
    )
    if len(signals):
        return f"Below each signal: what to ask.{waits}"
    if rows["watched"].astype(bool).any():
        words = "No month is outside the usual range, and no run is long enough to be one."
        return f"{words}{waits}"
    if rows["centre"].isna().all():
        return f"{change.MONTHS_NEEDED} months without a break between them are needed."
    return (
        f"Months average fewer than {change.LEAST_WATCHED} here, and chance alone would give too "
        "many signals. Watch a larger area, or the offence as a whole."
    )


def signal(row: pd.Series) -> str:
    """One signal as a sentence."""
    side = SIDES[row["side"]]
    if row["signal"] == "outside":
        limit = row["upper"] if row["side"] > 0 else row["lower"]
        line = "highest" if row["side"] > 0 else "lowest"
        return (
            f"**{_month(row['last'])}: {count(row['count'])}**, {side} the usual range "
            f"(the {line} usual month is {_limit(limit, row['side'])})"
        )
    return (
        f"**{_month(row['first'])} to {_month(row['last'])}**: {row['months']} months in a row "
        f"{side} the average of {_average(row['centre'])}"
    )


def signals_list(signals: pd.DataFrame) -> str:
    """Each signal with the questions to ask about it."""
    return "\n".join(
        "\n".join([f"- {signal(row)}.", *(f"    - {question}" for question in questions(row))])
        for _, row in signals.iterrows()
    )


def questions(row: pd.Series) -> list[str]:
    """What to ask about a signal."""
    return prompts.asked(row["signal"], SIDES[row["side"]], row["offence"])


def needed_heading(rows: pd.DataFrame) -> str:
    """The rise of the last row that would be convincing: "From 10, at least 23"."""
    if rows.empty:
        return "What would it take?"
    last = rows.iloc[-1]
    return f"From {count(last['count'])}, at least {count(last['needed'])}"


def needed_explained(rows: pd.DataFrame) -> str:
    """What it would take, in a sentence."""
    if rows.empty:
        return "The last month has no figures, so nothing can be said of the year after."
    last = rows.iloc[-1]
    return (
        f"{last['period'].words} had {count(last['count'])}. In the same months of the next year "
        f"anything under {count(last['needed'])} could be chance, and nobody should react to it "
        "as a rise. The test is the exact test of two counts at 5%."
    )


def rolling_explained(rows: pd.DataFrame) -> str:
    """The newest sum of twelve whole months, and why there is none later."""
    whole = rows[rows["rolling"].notna()]
    if rows.empty:
        return ""
    if whole.empty:
        return "There are no twelve months in a row without a gap or a break, so there is no sum."
    last = whole.iloc[-1]
    words = f"Twelve months to {_month(last['month'])}: **{count(last['rolling'])}**."
    if last["month"] == rows["month"].iloc[-1]:
        return f"{words} Neighbouring sums share eleven months, so their movement is not tested."
    return (
        f"{words} No later twelve months are whole, because a gap or a break lies in them; "
        "a missing month is never counted as none."
    )


def seasons_explained(rows: pd.DataFrame) -> str:
    """Which years stand beside each other, and which are left out."""
    since_break = newest(rows)
    if len(since_break) == len(rows):
        return ""
    return (
        f"Months before {_month(since_break['month'].iloc[0])} are left out, because they were not "
        "counted alike."
    )


def everywhere(rows: pd.DataFrame, watched: int) -> str:
    """How many of all watched series give a signal in the last published month."""
    series = rows.drop_duplicates(["area", "offence"])
    return (
        f"{len(series)} of {watched} watched series (an area and an offence) give a signal that "
        "reaches the last published month. About one in a hundred would do so by chance, so each "
        "is a reason to ask and not a finding."
    )


def counted(offence: Offence) -> str:
    """What a count of months counts, for axes."""
    return "Incidents a month" if offence.kind == "incident" else "Crimes a month"


def inside_explained(rows: pd.DataFrame, what: str) -> str:
    """How many of the areas inside give a signal."""
    areas = rows.drop_duplicates("area")
    loud = int((areas["signals"] > 0).sum())
    some = f"{loud} of {len(areas)} {what} give{'s' if loud == 1 else ''} a signal"
    words = some if loud else f"None of the {len(areas)} {what} gives a signal"
    return f"{words}. All are drawn to one scale, the strongest evidence first."


def split_explained(rows: pd.DataFrame, view: View) -> str:
    """The whole change and its largest steps; what is drawn adds up to it exactly."""
    whole, parts = rows.iloc[-1], rows[rows["kind"] == "part"]
    ups = parts[parts["difference"] > 0].nlargest(3, "difference")
    downs = parts[parts["difference"] < 0].nsmallest(3, "difference")
    named = [
        f"{label}: {_each(each)}."
        for label, each in (("Largest rises", ups), ("Largest falls", downs))
        if len(each)
    ]
    return " ".join(
        [
            f"**{count(whole['now'])}**, was {count(whole['before'])}: "
            f"{more_or_fewer(whole['difference'])}, {compared(view)} ({view.source.short}).",
            *named,
            "The steps add up exactly; a step alone is not evidence.",
        ]
    )


def not_split(by: str, refused: str) -> str:
    """Why a change cannot be made up of its parts."""
    return refused or (
        f"No published source has both years for each {by} here, so the change cannot be made up."
    )


def month(day: pd.Timestamp) -> str:
    """ "September 2017"."""
    return _month(day)


def sign_of(row: pd.Series) -> str:
    """Where a month lies, as a cell of a table."""
    if pd.isna(row["count"]):
        return "No figures"
    if row["event"]:
        return "Known event"
    if pd.isna(row["centre"]):
        return "No range yet"
    if not row["watched"]:
        return "Too few to watch"
    if row["outside"]:
        return f"{SIDES[row['side']].capitalize()} the range"
    return f"In a run {SIDES[row['side']]} the average" if row["run"] else "Usual"


def year_later(period: Period) -> str:
    """The same days of the next year."""
    return period.years_before(-1).words


def _waiting(needed: int, known: int, driven: int, since: str) -> str:
    event = f", {driven} of them driven by a known event" if driven else ""
    return (
        f"There {'is' if known == 1 else 'are'} {known} month{'s' if known != 1 else ''} of "
        f"figures since {since}{event}: {needed} more {'is' if needed == 1 else 'are'} needed "
        "before a usual range can be drawn."
    )


def _unusual(last: pd.Series) -> str:
    above = f"A month of {count(_above(last['upper']))} or more"
    below = f" or {count(_below(last['lower']))} or fewer" if last["lower"] > 0 else ""
    return f"{above}{below} would be a signal."


def _range(row: pd.Series) -> str:
    return f"{count(max(_below(row['lower']) + 1, 0))} to {count(_above(row['upper']) - 1)}"


def _above(limit: float) -> int:
    """The smallest whole number beyond an upper limit."""
    return int(limit // 1) + 1


def _below(limit: float) -> int:
    """The largest whole number beyond a lower limit, −1 where there is none."""
    return -int(-limit // 1) - 1


def _limit(limit: float, side: int) -> str:
    return count(_above(limit) - 1 if side > 0 else _below(limit) + 1)


def _average(value: float) -> str:
    return f"{value:.1f}" if value < 20 else count(value)


def _each(rows: pd.DataFrame) -> str:
    return listed(
        f"{name} ({difference(value)})"
        for name, value in zip(rows["name"], rows["difference"], strict=True)
    )


def _last(rows: pd.DataFrame) -> pd.Series | None:
    known = rows[rows["count"].notna()]
    return None if known.empty else known.iloc[-1]


def _month(day: pd.Timestamp) -> str:
    return f"{day:%B %Y}"
