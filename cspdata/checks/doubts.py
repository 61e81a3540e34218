"""What looks odd beside the figures already published: what cannot be right is held, never a fault.

Whole months of police.uk are looked at in `beside`.
"""

from collections.abc import Iterable, Iterator
from typing import Any

import pandas as pd

from cspdata import areas, caveats, offences, schemas
from cspdata.checks.issues import Issue, Kind, note
from cspdata.origin import name_of
from cspdata.periods import Period, month
from cspdata.sources import SOURCES

KEY = list(schemas.CRIMES.key)
FACTOR = 2
SPREADS = 5
SHOWN = 20
SOME = 4
# A count of so many that falls to nothing, or is another by these ratios, was misread or mistyped.
SIZEABLE = 20
REVISED, YEAR_BEFORE = (0.4, 2.5), (0.15, 7.0)
EXAMPLES = 3


def doubts(stored: pd.DataFrame, new: pd.DataFrame, after: pd.DataFrame) -> list[Issue]:
    """On new figures (rows of `crimes`): revisions, jumps against a year before, gaps, overlaps."""
    if new.empty:
        return []
    new, after, stored = (_dated(rows) for rows in (new, after, stored))
    return [
        *_revisions(stored, new),
        *_jumps(new, after),
        *_gaps(stored, after, new),
        *_overlaps(stored, new),
    ]


def _revisions(stored: pd.DataFrame, new: pd.DataFrame) -> Iterator[Issue]:
    """Figures of a row in a file that become quite another number than is published."""
    before = stored[[*KEY, "count"]].rename(columns={"count": "before"})
    pairs = new[new["row"].notna()].merge(before, on=KEY)
    odd = pairs[_beyond(pairs["count"], pairs["before"], REVISED)]
    yield from _held(odd, "revised", "is published as {before:,} and would become {count:,}")


def _beyond(now: pd.Series, was: pd.Series, limits: tuple[float, float]) -> pd.Series:
    ratio = now / was.clip(lower=1)
    outside = (ratio < limits[0]) | (ratio > limits[1])
    return outside & (now.clip(lower=was) >= SIZEABLE)


def _held(rows: pd.DataFrame, name: str, words: str) -> Iterator[Issue]:
    """One held issue a period, with the first examples and the rows of all."""
    for _, group in rows.groupby(["source", "period_start", "period_end"]):
        told = [
            f"{offences.one(row['offence']).name} in {areas.one(row['area']).name} "
            + words.format(count=row["count"], before=int(row["before"]))
            for row in group.head(EXAMPLES).to_dict("records")
        ]
        more = f"; and {len(group) - EXAMPLES} more" if len(group) > EXAMPLES else ""
        first = group.to_dict("records")[0]
        days = Period(first["period_start"].date(), first["period_end"].date())
        yield Issue(
            name_of(first),
            int(first["row"]),
            str(first["column"] or ""),
            str(first["count"]),
            f"{days.words}: {'; '.join(told)}{more}.",
            "Correct the numbers, or say why they are right.",
            Kind.HELD,
            name=f"{name}-{days.start}-to-{days.end}",
            rows=tuple(sorted(set(group["row"].astype(int)))),
            days=days,
            source=str(first["source"]),
        )


def _jumps(new: pd.DataFrame, after: pd.DataFrame) -> Iterator[Issue]:
    """Counts at least doubled or halved since the same days a year before, and beyond chance."""
    pairs = _with_year_before(new, after)
    now, was = pairs["count"], pairs["before"]
    spread = (now + was).clip(lower=1) ** 0.5
    odd = (now - was).abs() > SPREADS * spread
    odd &= (now >= FACTOR * was) | (was >= FACTOR * now)
    pairs = pairs[odd]
    whole = [not _broken(row) for row in pairs.to_dict("records")]
    pairs = pairs[pd.Series(whole, pairs.index, dtype=bool)]
    far = _beyond(pairs["count"], pairs["before"], YEAR_BEFORE) & pairs["row"].notna()
    words = "is {count:,} and was {before:,} the year before"
    yield from _held(pairs[far], "year-before", words)
    found = pairs[~far].to_dict("records")
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
    return note(name_of(row), number, str(row["column"] or ""), found, problem, remedy)
