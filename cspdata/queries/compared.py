"""Areas and offences against the same days a year before, each family tested together."""

from collections.abc import Collection, Iterable

import pandas as pd

from cspdata import areas, change, offences
from cspdata.queries.sums import counts
from cspdata.queries.views import View, parishes, refusal


def changes(
    figures: pd.DataFrame,
    view: View,
    area: str | Collection[str],
    offence: str | Collection[str],
) -> pd.DataFrame:
    """Each area and offence now and a year before, tested as one family of comparisons.

    Columns: source, period_start, period_end, area, area_name, offence, offence_name, status,
    refused (a sentence or ""), those of `change.compare`, stands_out, verdict. A pair across a
    break has no count before.
    """
    wanted = pd.MultiIndex.from_product(
        [_listed(area), _listed(offence)], names=["area", "offence"]
    )
    now = counts(figures, view.source, view.period).set_index(["area", "offence"])
    before = counts(figures, view.source, view.before).set_index(["area", "offence"])
    refused = [refusal(view, code) for code in wanted.get_level_values("offence")]
    was = before["count"].reindex(wanted).astype(float).mask(pd.Series(refused, index=wanted) != "")
    compared = change.compare(now["count"].reindex(wanted).astype(float).to_numpy(), was.to_numpy())
    stands_out = change.false_discovery(compared["p_exact"].to_numpy())
    rows = wanted.to_frame(index=False).assign(
        area_name=lambda rows: rows["area"].map(areas.names()),
        offence_name=lambda rows: rows["offence"].map(offences.names()),
        status=now["status"].reindex(wanted).fillna("not available").to_numpy(),
        before_status=before["status"].reindex(wanted).fillna("not available").to_numpy(),
        refused=refused,
        source=view.source.source,
        period_start=pd.Timestamp(view.period.start),
        period_end=pd.Timestamp(view.period.end),
    )
    verdict = change.verdicts(compared, stands_out)
    return pd.concat([rows, compared.assign(stands_out=stands_out, verdict=verdict)], axis=1)


def groups(figures: pd.DataFrame, view: View, area: str) -> pd.DataFrame:
    """`changes` of every offence group of the source in one area."""
    return changes(figures, view, area, view.source.groups)


def total(figures: pd.DataFrame, view: View, area: str, offence: str) -> pd.Series:
    """The one row of `changes` for an area and an offence."""
    return changes(figures, view, area, offence).iloc[0]


def total_offence(view: View) -> str:
    """What stands for all crime in this view: less violence where violence cannot be compared."""
    refused = refusal(view, offences.ALL_CRIME)
    return offences.EXCEPT_VIOLENCE if refused else offences.ALL_CRIME


def any_counted(rows: pd.DataFrame) -> bool:
    """Whether any row of `changes` has a count now."""
    return bool(rows["now"].notna().any())


def parts(figures: pd.DataFrame, view: View, area: str, offence: str) -> pd.DataFrame:
    """The children of an area: `changes` and share (percent of the area), most first.

    What the area counts beyond its children is a last row with the area code "" and its name.
    """
    children = areas.children(area)
    rows = changes(figures, view, children, offence)
    whole = total(figures, view, area, offence)
    rows = rows.sort_values("now", ascending=False, ignore_index=True)
    rest = whole["now"] - rows["now"].sum(skipna=False)
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
    named = ["source", "period_start", "period_end", "area", "area_name", "offence", "offence_name"]
    return own[named].join(compared.assign(stands_out=stands_out, verdict=verdict))


def comparable_groups(view: View) -> list[str]:
    """The offence groups of the view that no break forbids to compare."""
    return [group for group in view.source.groups if not refusal(view, group)]


def drivers(figures: pd.DataFrame, view: View, area: str, offence: str) -> pd.DataFrame:
    """Each parish's part in the change of an area: `changes`, largest rise first."""
    rows = changes(figures, view, parishes(area), offence)
    return rows.sort_values("difference", ascending=False, ignore_index=True)


def tree(figures: pd.DataFrame, view: View, area: str) -> pd.DataFrame:
    """`changes` of every group and sub-type that the source counts in an area, in printed order."""
    listed = [code for group in view.source.groups for code in (group, *offences.children(group))]
    rows = changes(figures, view, area, listed)
    rows = rows[rows["now"].notna()].reset_index(drop=True)
    return rows.assign(depth=rows["offence"].isin(offences.of_kind("sub-type")).astype(int))


def flags(figures: pd.DataFrame, view: View) -> pd.DataFrame:
    """`changes` of the flags that run across the list, where the district has them."""
    rows = changes(figures, view, areas.root(), offences.of_kind("flag"))
    return rows[rows["now"].notna()].reset_index(drop=True)


def by_region(figures: pd.DataFrame, view: View, offence: Collection[str]) -> pd.DataFrame:
    """Counts now: a row per offence, a column per region and the district (area codes)."""
    return _by_region(figures, view, offence, "count")


def statuses_by_region(figures: pd.DataFrame, view: View, offence: Collection[str]) -> pd.DataFrame:
    """The statuses of the counts of `by_region`, "" where there is no count."""
    return _by_region(figures, view, offence, "status").astype(object).fillna("")


def _by_region(
    figures: pd.DataFrame, view: View, offence: Collection[str], values: str
) -> pd.DataFrame:
    columns = [*areas.children(areas.root()), areas.root()]
    rows = counts(figures, view.source, view.period)
    table = rows.pivot(index="offence", columns="area", values=values)
    return table.reindex(index=list(offence), columns=columns)


def unpivoted(table: pd.DataFrame, view: View) -> pd.DataFrame:
    """The table of `by_region` as one row a count, with the columns that `changes` names."""
    rows = table.reset_index().melt("offence", var_name="area", value_name="now")
    return rows.assign(
        area_name=rows["area"].map(areas.names()),
        offence_name=rows["offence"].map(offences.names()),
        source=view.source.source,
        period_start=pd.Timestamp(view.period.start),
        period_end=pd.Timestamp(view.period.end),
    )


def _not_shown(rows: pd.DataFrame, whole: pd.Series, rest: float) -> pd.DataFrame:
    level = areas.level_name(areas.one(str(rows["area"].iloc[0])).level)
    line = rows.iloc[[0]].copy()
    line[line.columns] = pd.NA
    return line.astype(object).assign(
        **{name: whole[name] for name in ("source", "period_start", "period_end")},
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
