"""What a publication would change on screen: counts, verdicts and ranks before and after."""

import pandas as pd

from cspdata import areas, change, offences
from cspdata.queries.compared import changes, total, total_offence
from cspdata.queries.views import View, views

SHOWN = ["count", "verdict", "rank"]
WHAT = ["figures", "area", "area_name", "offence", "offence_name"]


def on_screen(before: pd.DataFrame, after: pd.DataFrame) -> pd.DataFrame:
    """Rows whose count, verdict or rank would differ, in every view offered before and after.

    Columns: figures (the view in words), area, area_name, offence, offence_name, and count,
    verdict and rank (by count, among parishes) each with `_before` and `_after`.
    """
    held = set(views(before))
    both = [view for view in views(after) if view in held]
    columns = [*WHAT, *(f"{name}_{when}" for name in SHOWN for when in ("before", "after"))]
    rows = [_of_view(before, after, view) for view in both]
    if not rows:
        return pd.DataFrame(columns=columns)
    return pd.concat(rows, ignore_index=True)[columns]


def new_views(before: pd.DataFrame, after: pd.DataFrame) -> pd.DataFrame:
    """The views that would be offered for the first time.

    Columns: figures (in words), area_name, offence_name, count and verdict of the district.
    """
    held = set(views(before))
    fresh = [view for view in views(after) if view not in held]
    rows = []
    for view in fresh:
        row = total(after, view, areas.root(), total_offence(view))
        rows.append(
            {
                "figures": view.words,
                "area_name": row["area_name"],
                "offence_name": row["offence_name"],
                "count": row["now"],
                "verdict": row["verdict"],
            }
        )
    return pd.DataFrame(rows, columns=["figures", "area_name", "offence_name", "count", "verdict"])


def _of_view(before: pd.DataFrame, after: pd.DataFrame, view: View) -> pd.DataFrame:
    was, will = _counted(before, view), _counted(after, view)
    touched = was["area"].isin(was.loc[_differs(was, will, ["now", "before", "rank"]), "area"])
    was, will = _judged(was[touched], view), _judged(will[touched], view)
    sides = was[SHOWN].add_suffix("_before").join(will[SHOWN].add_suffix("_after"))
    changed = _differs(was, will, SHOWN)
    return will[WHAT[1:]].join(sides)[changed].assign(figures=view.words)


def _differs(was: pd.DataFrame, will: pd.DataFrame, columns: list[str]) -> pd.Series:
    """Which rows differ in any of the columns; two missing values do not."""
    unlike = was[columns].ne(will[columns]) & ~(was[columns].isna() & will[columns].isna())
    return unlike.any(axis=1)


def _counted(figures: pd.DataFrame, view: View) -> pd.DataFrame:
    """Every area and offence of a view, with its rank among the parishes."""
    groups = list(view.source.groups)
    rows = changes(figures, view, areas.order(), [total_offence(view), *groups, *_below(groups)])
    parishes = rows["area"].isin(areas.at_level("parish"))
    ranks = rows[parishes].groupby("offence")["now"].rank(ascending=False, method="min")
    return rows.assign(rank=ranks.reindex(rows.index))


def _judged(rows: pd.DataFrame, view: View) -> pd.DataFrame:
    """The rows with the verdicts of the pages, which test each area's offences together."""
    head, groups = [total_offence(view)], list(view.source.groups)
    tree = [*groups, *_below(groups)]
    verdicts = rows["verdict"].copy()
    for _, own in rows.groupby("area", sort=False):
        for family, judged in ((head, head), (groups, groups), (tree, _below(groups))):
            together = own[own["offence"].isin(family)]
            stands_out = change.false_discovery(together["p_exact"].to_numpy())
            found = change.verdicts(together, stands_out)[together["offence"].isin(judged)]
            verdicts.loc[found.index] = found
    return rows.assign(count=rows["now"], verdict=verdicts)


def _below(groups: list[str]) -> list[str]:
    return [code for group in groups for code in offences.children(group)]
