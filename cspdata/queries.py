"""Frames in, small frames out: roll-ups, periods, comparisons; never a path, never a drawing.

`figures` below is always the frame that `prepared` makes: a row per source, area, offence and
published period with its count and status, all levels and all sums of offences included.
"""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date

import pandas as pd

from cspdata import areas, caveats, change, offences
from cspdata.periods import Period
from cspdata.sources import SOURCES, Source

KEY = ["source", "area", "offence", "period_start", "period_end"]
PLACE_AND_TIME = ["source", "area", "period_start", "period_end"]
YEAR_STARTS = 4


@dataclass(frozen=True)
class View:
    """Which figures a page shows: one source and one period."""

    source: Source
    period: Period

    def __str__(self) -> str:
        return f"{self.source.source}/{self.period}"

    @property
    def before(self) -> Period:
        return self.period.years_before()

    @property
    def words(self) -> str:
        return f"{self.period.words} ({self.source.short})"


def prepared(crimes: pd.DataFrame) -> pd.DataFrame:
    """The stored crimes with every sum that the declarations allow, as `figures`.

    Areas are summed only for sources whose parishes make up the whole; status "summed".
    """
    figures = crimes[[*KEY, "count", "status"]]
    for level in ("region", "district"):
        figures = pd.concat([figures, _summed_areas(figures, level)], ignore_index=True)
    return _with_summed_offences(figures)


def views(figures: pd.DataFrame) -> list[View]:
    """The choices of source and period, the most useful first."""
    held = figures[figures["area"].isin(areas.at_level("parish"))]
    return [
        View(source, period)
        for source in SOURCES.values()
        for period in _offered(_periods(held, source), source)
    ]


def view(figures: pd.DataFrame, text: str) -> View | None:
    """The view that an address names, or None when there are no such figures."""
    return next((choice for choice in views(figures) if str(choice) == text), None)


def comparable(figures: pd.DataFrame, chosen: View, area: str) -> View | None:
    """The view that can compare this area with a year before: the chosen one where it can."""
    candidates = [chosen, *(v for v in views(figures) if v.source != chosen.source)]
    return next((v for v in candidates if not _of_area(figures, v, v.before, area).empty), None)


def counts(figures: pd.DataFrame, source: Source, period: Period) -> pd.DataFrame:
    """Counts of one period: area, offence, count, status. Empty unless the period is whole."""
    rows = figures[figures["source"] == source.source]
    if not source.months:
        rows = rows[(rows["period_start"] == _day(period.start)) & (rows["period_end"] == _day(period.end))]
        return rows[["area", "offence", "count", "status"]].reset_index(drop=True)
    rows = rows[(rows["period_start"] >= _day(period.start)) & (rows["period_end"] <= _day(period.end))]
    if rows["period_start"].nunique() < len(period.months):
        return pd.DataFrame(columns=["area", "offence", "count", "status"])
    summed = rows.groupby(["area", "offence"], as_index=False)["count"].sum()
    return summed.assign(status="summed")


def changes(
    figures: pd.DataFrame,
    view: View,
    area: str | Collection[str],
    offence: str | Collection[str],
) -> pd.DataFrame:
    """Each area and offence now and a year before, tested as one family of comparisons.

    Columns: area, area_name, offence, offence_name, status, refused (a sentence or ""), those of
    `change.compare`, stands_out, verdict. A pair across a break has no count before.
    """
    wanted = pd.MultiIndex.from_product(
        [_listed(area), _listed(offence)], names=["area", "offence"]
    )
    now = counts(figures, view.source, view.period).set_index(["area", "offence"])
    before = counts(figures, view.source, view.before).set_index(["area", "offence"])
    refused = [_refusal(view, code) for code in wanted.get_level_values("offence")]
    was = before["count"].reindex(wanted).astype(float).mask([bool(why) for why in refused])
    compared = change.compare(now["count"].reindex(wanted).astype(float).to_numpy(), was.to_numpy())
    stands_out = change.false_discovery(compared["p_exact"].to_numpy())
    rows = wanted.to_frame(index=False).assign(
        area_name=lambda rows: rows["area"].map(areas.names()),
        offence_name=lambda rows: rows["offence"].map(offences.names()),
        status=now["status"].reindex(wanted).fillna("not available").to_numpy(),
        before_status=before["status"].reindex(wanted).fillna("not available").to_numpy(),
        refused=refused,
    )
    verdict = change.verdicts(compared, stands_out)
    return pd.concat(
        [rows, compared.assign(stands_out=stands_out, verdict=verdict)], axis=1
    )


def groups(figures: pd.DataFrame, view: View, area: str) -> pd.DataFrame:
    """`changes` of every offence group of the source in one area."""
    return changes(figures, view, area, view.source.groups)


def total(figures: pd.DataFrame, view: View, area: str, offence: str) -> pd.Series:
    """The one row of `changes` for an area and an offence."""
    return changes(figures, view, area, offence).iloc[0]


def total_offence(view: View) -> str:
    """What stands for all crime in this view: less violence where violence cannot be compared."""
    refused = _refusal(view, offences.ALL_CRIME)
    return offences.EXCEPT_VIOLENCE if refused else offences.ALL_CRIME


def parts(figures: pd.DataFrame, view: View, area: str, offence: str) -> pd.DataFrame:
    """The children of an area: `changes` and share (percent of the area), most first.

    What the area counts beyond its children is a last row with the area code "" and its name.
    """
    children = areas.children(area)
    rows = changes(figures, view, children, offence)
    whole = total(figures, view, area, offence)
    rows = rows.sort_values("now", ascending=False, ignore_index=True)
    rest = whole["now"] - rows["now"].sum()
    if children and rest > 0:
        rows = pd.concat([rows, _not_shown(rows, whole, rest)], ignore_index=True)
    return rows.assign(share=100 * rows["now"] / whole["now"])


def net(figures: pd.DataFrame, view: View, area: str, offence: Collection[str]) -> pd.DataFrame:
    """An area's change against the rest of the district's, by offence.

    Columns: offence, offence_name, those of `change.net_of_rest`, stands_out, verdict.
    """
    own = changes(figures, view, area, offence)
    whole = changes(figures, view, areas.root(), offence)
    compared = change.net_of_rest(
        own["now"].to_numpy(),
        own["before"].to_numpy(),
        (whole["now"] - own["now"]).to_numpy(),
        (whole["before"] - own["before"]).to_numpy(),
    )
    stands_out = change.false_discovery(compared["p_exact"].to_numpy())
    verdict = change.verdicts(compared, stands_out)
    return own[["area", "area_name", "offence", "offence_name"]].join(
        compared.assign(stands_out=stands_out, verdict=verdict)
    )


def comparable_groups(view: View) -> list[str]:
    """The offence groups of the view that no break forbids to compare."""
    return [group for group in view.source.groups if not _refusal(view, group)]


def comparable_below(figures: pd.DataFrame, chosen: View, area: str) -> View | None:
    """The view that can compare the parishes of an area with a year before, or None."""
    below = parishes(area)
    return comparable(figures, chosen, below[0]) if below and below != [area] else None


def drivers(figures: pd.DataFrame, view: View, area: str, offence: str) -> pd.DataFrame:
    """Each parish's part in the change of an area: `changes`, largest rise first."""
    rows = changes(figures, view, parishes(area), offence)
    return rows.sort_values("difference", ascending=False, ignore_index=True)


def parishes(area: str) -> list[str]:
    """The parishes in an area, itself when it is one."""
    below = areas.children(area)
    return [parish for child in below for parish in parishes(child)] or [area]


def tree(figures: pd.DataFrame, view: View, area: str) -> pd.DataFrame:
    """`changes` of every group and sub-type that the source counts in an area, in printed order."""
    listed = [
        code
        for group in view.source.groups
        for code in (group, *offences.children(group))
    ]
    rows = changes(figures, view, area, listed)
    rows = rows[rows["now"].notna()].reset_index(drop=True)
    return rows.assign(depth=rows["offence"].isin(offences.of_kind("sub-type")).astype(int))


def flags(figures: pd.DataFrame, view: View) -> pd.DataFrame:
    """`changes` of the flags that run across the list, where the district has them."""
    rows = changes(figures, view, areas.root(), offences.of_kind("flag"))
    return rows[rows["now"].notna()].reset_index(drop=True)


def by_region(figures: pd.DataFrame, view: View, offence: Collection[str]) -> pd.DataFrame:
    """Counts now: a row per offence, a column per region and the district (area codes)."""
    columns = [*areas.children(areas.root()), areas.root()]
    rows = counts(figures, view.source, view.period)
    table = rows.pivot(index="offence", columns="area", values="count")
    return table.reindex(index=list(offence), columns=columns)


def _summed_areas(figures: pd.DataFrame, level: str) -> pd.DataFrame:
    summed = [source.source for source in SOURCES.values() if source.sums_areas]
    below = {child: area for area in areas.at_level(level) for child in areas.children(area)}
    rows = figures[figures["source"].isin(summed) & figures["area"].isin(below)]
    rows = rows.assign(area=rows["area"].map(below))
    return rows.groupby(KEY, as_index=False)["count"].sum().assign(status="summed")


def _with_summed_offences(figures: pd.DataFrame) -> pd.DataFrame:
    wide = figures.pivot(index=PLACE_AND_TIME, columns="offence", values="count")
    wide = wide.reindex(columns=offences.order()).astype(float)
    for offence in reversed(offences.order()):
        below = offences.children(offence)
        if below:
            wide[offence] = wide[offence].fillna(wide[below].sum(axis=1, min_count=len(below)))
    rest = wide[offences.ALL_CRIME] - wide[offences.VIOLENCE_AND_SEXUAL]
    wide[offences.EXCEPT_VIOLENCE] = rest
    long = wide.stack().dropna().rename("count").reset_index()
    known = figures.set_index(KEY)["status"]
    status = known.reindex(pd.MultiIndex.from_frame(long[KEY])).fillna("summed")
    return long.assign(count=long["count"].astype("int64"), status=status.to_numpy())


def _periods(figures: pd.DataFrame, source: Source) -> list[Period]:
    rows = figures.loc[figures["source"] == source.source, ["period_start", "period_end"]]
    found = rows.drop_duplicates().itertuples(index=False)
    return sorted(Period(start.date(), end.date()) for start, end in found)


def _offered(periods: list[Period], source: Source) -> list[Period]:
    return _windows(periods) if source.months else sorted(periods, reverse=True)


def _windows(months: list[Period]) -> list[Period]:
    """This financial year so far, the last three and the last twelve months, where whole."""
    if not months:
        return []
    last = months[-1]
    year = last.end.year - (last.end.month < YEAR_STARTS)
    starts = [(year, YEAR_STARTS), _months_back(last, 3), _months_back(last, 12)]
    held = set(months)
    windows = [Period(date(year, month, 1), last.end) for year, month in starts]
    return [window for window in dict.fromkeys(windows) if set(window.months) <= held]


def _months_back(last: Period, number: int) -> tuple[int, int]:
    first = last.end.year * 12 + last.end.month - number
    return first // 12, first % 12 + 1


def _of_area(figures: pd.DataFrame, view: View, period: Period, area: str) -> pd.DataFrame:
    rows = counts(figures, view.source, period)
    return rows[rows["area"] == area]


def _refusal(view: View, offence: str) -> str:
    found = caveats.broken(view.source.source, offence, view.period, view.before)
    return f"{found.sentence} {found.alternative}" if found else ""


def _not_shown(rows: pd.DataFrame, whole: pd.Series, rest: float) -> pd.DataFrame:
    level = areas.LEVEL_NAME[areas.one(str(rows["area"].iloc[0])).level]
    line = rows.iloc[[0]].copy()
    line[line.columns] = pd.NA
    return line.astype(object).assign(
        area="",
        area_name=f"Not shown by {level}",
        offence=whole["offence"],
        offence_name=whole["offence_name"],
        now=rest,
        stands_out=False,
        verdict="",
        refused="",
        status="summed",
    )


def _listed(codes: str | Iterable[str]) -> list[str]:
    return [codes] if isinstance(codes, str) else list(codes)


def _day(day: date) -> pd.Timestamp:
    return pd.Timestamp(day)

