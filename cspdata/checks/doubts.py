"""What looks odd beside the figures already published; every finding is a note, none a fault."""

from collections.abc import Iterable, Iterator
from typing import Any

import pandas as pd

from cspdata import areas, caveats, offences, schemas
from cspdata.checks.issues import Issue
from cspdata.periods import Period, month
from cspdata.sources import SOURCES

KEY = list(schemas.CRIMES.key)
FACTOR = 2
SPREADS = 5
SHOWN = 20
SOME = 4


def doubts(stored: pd.DataFrame, new: pd.DataFrame, after: pd.DataFrame) -> list[Issue]:
    """Notes on new figures (rows of `crimes`): jumps against a year before, gaps, overlaps."""
    new, after, stored = (_dated(rows) for rows in (new, after, stored))
    return [*_jumps(new, after), *_gaps(stored, after, new), *_overlaps(stored, new)]


def _jumps(new: pd.DataFrame, after: pd.DataFrame) -> Iterator[Issue]:
    """Counts at least doubled or halved since the same days a year before, and beyond chance."""
    pairs = _with_year_before(new, after)
    now, was = pairs["count"], pairs["before"]
    spread = (now + was).clip(lower=1) ** 0.5
    odd = (now - was).abs() > SPREADS * spread
    odd &= (now >= FACTOR * was) | (was >= FACTOR * now)
    found = [row for row in pairs[odd].to_dict("records") if not _broken(row)]
    for row in found[:SHOWN]:
        days = Period(row["period_start"].date(), row["period_end"].date())
        problem = (
            f"{offences.one(row['offence']).name} in {areas.one(row['area']).name}, {days.words}: "
            f"{row['count']:,} against {row['before']:,.0f} the year before."
        )
        yield _note(row, str(row["count"]), problem, "Check it with the police before publishing.")
    if len(found) > SHOWN:
        problem = f"{len(found) - SHOWN:,} more counts doubled or halved within a year."
        yield _note(found[SHOWN], "", problem, "Check that the period is right.")


def _with_year_before(new: pd.DataFrame, after: pd.DataFrame) -> pd.DataFrame:
    spans = new[["period_start", "period_end"]].drop_duplicates()
    before = [
        Period(start.date(), end.date()).years_before()
        for start, end in spans.itertuples(index=False, name=None)
    ]
    spans = spans.assign(
        start_before=pd.Series([p.start for p in before], spans.index).astype("datetime64[s]"),
        end_before=pd.Series([p.end for p in before], spans.index).astype("datetime64[s]"),
    )
    earlier = after[[*KEY, "count"]].rename(
        columns={"period_start": "start_before", "period_end": "end_before", "count": "before"}
    )
    on = ["source", "area", "offence", "start_before", "end_before"]
    return new.merge(spans, on=["period_start", "period_end"]).merge(earlier, on=on)


def _broken(row: dict[Any, Any]) -> bool:
    days = Period(row["period_start"].date(), row["period_end"].date())
    return bool(caveats.broken(row["source"], row["offence"], days, days.years_before()))


def _gaps(stored: pd.DataFrame, after: pd.DataFrame, new: pd.DataFrame) -> Iterator[Issue]:
    """Months missing between published ones that were not missing before."""
    for source in SOURCES.values():
        opened = _missing(after, source.source) - _missing(stored, source.source)
        if not (source.months and opened):
            continue
        names = _named(sorted(opened))
        row = new[new["source"] == source.source].iloc[0].to_dict()
        problem = f"After this, months are missing from {source.short}: {names}."
        yield _note(row, "", problem, "Publish the missing months too, if there are files.")


def _named(months: list[Period]) -> str:
    if len(months) <= SOME:
        return ", ".join(period.words for period in months)
    return f"{len(months)} between {months[0].words} and {months[-1].words}"


def _missing(crimes: pd.DataFrame, source: str) -> set[Period]:
    starts = crimes.loc[crimes["source"] == source, "period_start"].drop_duplicates()
    held = {month(start.year, start.month) for start in starts}
    if not held:
        return set()
    return set(Period(min(held).start, max(held).end).months) - held


def _overlaps(stored: pd.DataFrame, new: pd.DataFrame) -> Iterator[Issue]:
    for source, period, row in _periods(new):
        for other_source, other, _ in _periods(stored):
            if source == other_source and period != other and period.overlaps(other):
                problem = (
                    f"These figures cover {period.days_in_words}, which overlaps with "
                    f"{other.days_in_words}, already published."
                )
                remedy = "Nothing to do: the two stand side by side and are never added."
                yield _note(row, str(period), problem, remedy)


def _periods(crimes: pd.DataFrame) -> Iterable[tuple[str, Period, dict[str, Any]]]:
    firsts = crimes.drop_duplicates(["source", "period_start", "period_end"])
    for row in firsts.to_dict("records"):
        period = Period(row["period_start"].date(), row["period_end"].date())
        yield row["source"], period, {str(name): value for name, value in row.items()}


def _dated(crimes: pd.DataFrame) -> pd.DataFrame:
    return crimes.astype({"period_start": "datetime64[s]", "period_end": "datetime64[s]"})


def _note(row: dict[Any, Any], found: str, problem: str, remedy: str) -> Issue:
    number = 0 if pd.isna(row["row"]) else int(row["row"])
    return Issue(row["file"], number, str(row["column"] or ""), found, problem, remedy, False)
