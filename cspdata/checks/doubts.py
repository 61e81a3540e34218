"""What looks odd beside the figures already published: what cannot be right is held, never a fault.

Whole months of police.uk are looked at in `beside`.
"""

from collections.abc import Iterator
from typing import Any

import pandas as pd

from cspdata import areas, caveats, offences, schemas
from cspdata.checks.issues import Issue, Kind, note
from cspdata.origin import name_of
from cspdata.periods import Period, month
from cspdata.sources import SOURCES

Spans = dict[tuple[str, Period], Any]
KEY = list(schemas.CRIMES.key)
FACTOR = 2
SPREADS = 5
SHOWN = 20
SOME = 4
# A count of so many that falls to nothing, or is another by these ratios, was misread or mistyped.
SIZEABLE = 20
REVISED, YEAR_BEFORE = (0.4, 2.5), (0.15, 7.0)
EXAMPLES = 3
DATED = "datetime64[ms]"


def doubts(stored: pd.DataFrame, new: pd.DataFrame, after: pd.DataFrame) -> list[Issue]:
    """On new figures (rows of `crimes`): revisions, jumps against a year before, gaps, overlaps."""
    if new.empty:
        return []
    new, after, stored = (_dated(rows) for rows in (new, after, stored))
    held, sent = _spans(stored), _spans(new)
    return [
        *_revisions(stored, new),
        *_jumps(new, after),
        *_gaps(held, _spans(after), new),
        *_overlaps(held, sent, new),
    ]


def _revisions(stored: pd.DataFrame, new: pd.DataFrame) -> Iterator[Issue]:
    """Figures of a row in a file that become quite another number than is published."""
    written = new[new["row"].notna()]
    near = stored[stored["period_start"].isin(written["period_start"].unique())]
    if near.empty:
        return
    pairs = written.merge(near[[*KEY, "count"]].rename(columns={"count": "before"}), on=KEY)
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
    """The new rows that have a count of the same days a year before: `before`."""
    parts = [new.iloc[:0].assign(before=0.0)]
    for (source, period), _ in _spans(new).items():
        earlier = _of(after, source, period.years_before())
        if earlier.empty:
            continue
        held = dict(zip(_places(earlier), earlier["count"], strict=True))
        rows = _of(new, source, period)
        before = pd.Series([held.get(place) for place in _places(rows)], rows.index)
        parts.append(rows.assign(before=before).dropna(subset=["before"]))
    return pd.concat(parts[1:] or parts)


def _of(crimes: pd.DataFrame, source: str, period: Period) -> pd.DataFrame:
    days = (pd.Timestamp(period.start), pd.Timestamp(period.end))
    mine = (crimes["period_start"] == days[0]) & (crimes["period_end"] == days[1])
    return crimes[mine & (crimes["source"] == source)]


def _places(rows: pd.DataFrame) -> Iterator[tuple[str, str]]:
    return zip(rows["area"], rows["offence"], strict=True)


def _broken(row: dict[Any, Any]) -> bool:
    days = Period(row["period_start"].date(), row["period_end"].date())
    return bool(caveats.broken(row["source"], row["offence"], days, days.years_before()))


def _gaps(held: Spans, after: Spans, new: pd.DataFrame) -> Iterator[Issue]:
    """Months missing between published ones that were not missing before."""
    for source in SOURCES.values():
        opened = _missing(after, source.source) - _missing(held, source.source)
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


def _missing(spans: Spans, source: str) -> set[Period]:
    held = {month(p.start.year, p.start.month) for each, p in spans if each == source}
    if not held:
        return set()
    return set(Period(min(held).start, max(held).end).months) - held


def _overlaps(held: Spans, sent: Spans, new: pd.DataFrame) -> Iterator[Issue]:
    for (source, period), place in sent.items():
        for other_source, other in held:
            if source == other_source and period != other and period.overlaps(other):
                problem = (
                    f"These figures cover {period.days_in_words}, which overlaps with "
                    f"{other.days_in_words}, already published."
                )
                remedy = "Nothing to do: the two stand side by side and are never added."
                yield _note(new.loc[place].to_dict(), str(period), problem, remedy)


def _spans(crimes: pd.DataFrame) -> Spans:
    """Each source and period with the place of its first row."""
    firsts = crimes[["source", "period_start", "period_end"]].drop_duplicates()
    return {
        (source, Period(start.date(), end.date())): place
        for place, source, start, end in firsts.itertuples(name=None)
    }


def _dated(crimes: pd.DataFrame) -> pd.DataFrame:
    days = [name for name in ("period_start", "period_end") if crimes[name].dtype != DATED]
    return crimes.astype(dict.fromkeys(days, DATED)) if days else crimes


def _note(row: dict[Any, Any], found: str, problem: str, remedy: str) -> Issue:
    number = 0 if pd.isna(row["row"]) else int(row["row"])
    return note(name_of(row), number, str(row["column"] or ""), found, problem, remedy)
