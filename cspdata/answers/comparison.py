"""Every area and offence of one basis, now against before: tested once, read everywhere.

One family is all leaf offences of all areas of one level; totals are in no family. Nothing is put
into words here.
"""

import numpy as np
import pandas as pd

from cspdata import areas, caveats, change, offences
from cspdata.periods import Period
from cspdata.published import Published
from cspdata.sources import Source
from cspdata.sums.basis import Basis
from cspdata.sums.rollup import counts

TOTALS = ("total", "remainder")


def comparison(published: Published, basis: Basis) -> pd.DataFrame:
    """A row for each area and offence that the basis counts, indexed by (area, offence).

    Columns: area, area_name, level, offence, offence_name, source, period_start, period_end,
    status, before_status, refused (a sentence or ""), those of `change.compare`, leaf (whether
    it is in the family of its level), stands_out, verdict. A pair across a break has no count
    before.
    """
    rows = _counted(published, basis)
    tested = change.compare(
        rows["now"].to_numpy(), rows["before"].to_numpy(), *(basis.days if basis.before else ())
    ).set_axis(rows.index)
    rows = rows.drop(columns=["now", "before"]).join(tested)
    rows = rows.assign(leaf=_leaf(rows), stands_out=False)
    for _, family in rows[rows["leaf"]].groupby("level"):
        rows.loc[family.index, "stands_out"] = change.false_discovery(family["p_exact"].to_numpy())
    return rows.assign(verdict=change.verdicts(rows, rows["stands_out"]))


def against_rest(published: Published, basis: Basis) -> pd.DataFrame:
    """Each area below the district against the rest of it, indexed by (area, offence).

    Columns: area, area_name, level, offence, offence_name, leaf, now, before, rest_now,
    rest_before, percent, low, high, p_exact, stands_out, verdict.
    """
    rows = published.ask(comparison, basis)
    rows = rows[(rows["area"] != areas.root()) & rows["before"].notna()]
    whole = published.ask(comparison, basis).loc[lambda r: r["area"] == areas.root()]
    whole = whole.set_index("offence")[["now", "before"]].reindex(rows["offence"])
    rest = whole.to_numpy() - rows[["now", "before"]].to_numpy()
    net = change.net_of_rest(rows["now"].to_numpy(), rows["before"].to_numpy(), *rest.T)
    named = ["area", "area_name", "level", "offence", "offence_name", "leaf"]
    found = rows[named].join(net.set_axis(rows.index))
    found = found.assign(rest_now=rest[:, 0], rest_before=rest[:, 1], stands_out=False)
    for _, family in found[found["leaf"]].groupby("level"):
        found.loc[family.index, "stands_out"] = change.false_discovery(family["p_exact"].to_numpy())
    return found.assign(verdict=change.verdicts(found, found["stands_out"]))


def total_offence(rows: pd.DataFrame, area: str) -> str:
    """What stands for all crime in a comparison: less violence where that cannot be compared."""
    key = (area, offences.ALL_CRIME)
    refused = key in rows.index and rows.at[key, "refused"]
    return offences.EXCEPT_VIOLENCE if refused else offences.ALL_CRIME


def refusal(source: Source, offence: str, now: Period, before: Period) -> str:
    """Why an offence cannot be compared across two periods, "" when it can."""
    found = caveats.broken(source.source, offence, now, before)
    return f"{found.sentence} {found.alternative}" if found else ""


def _counted(published: Published, basis: Basis) -> pd.DataFrame:
    source = basis.source
    now = counts(published.figures, source.source, basis.now)
    before = counts(published.figures, source.source, basis.before) if basis.before else now[:0]
    codes = now.index.get_level_values("offence")
    refused = pd.Series("", index=now.index)
    if basis.before and basis.earlier:
        sentences = {
            code: refusal(source, code, basis.period, basis.earlier) for code in codes.unique()
        }
        refused = pd.Series(codes.map(sentences), index=now.index)
    before = before.reindex(now.index)
    rows = pd.DataFrame(
        {
            "now": now["count"].astype(float),
            "before": before["count"].astype(float).mask(refused != ""),
            "status": now["status"],
            "before_status": before["status"].fillna("not available"),
            "refused": refused,
            "source": source.source,
            "period_start": pd.Timestamp(basis.period.start),
            "period_end": pd.Timestamp(basis.period.end),
        }
    )
    return _named(rows)


def _named(rows: pd.DataFrame) -> pd.DataFrame:
    """The rows in printed order, with the names and levels of their areas and offences."""
    order = pd.MultiIndex.from_product([areas.order(), offences.order()], names=["area", "offence"])
    rows = rows.loc[order.intersection(rows.index, sort=False)]
    area = rows.index.get_level_values("area")
    offence = rows.index.get_level_values("offence")
    return rows.assign(
        area=area,
        area_name=area.map(areas.names()),
        level=area.map({code: areas.one(code).level for code in areas.order()}),
        offence=offence,
        offence_name=offence.map(offences.names()),
    )


def _leaf(rows: pd.DataFrame) -> np.ndarray:
    """Offences that are counted and have no counted kinds of their own at that level."""
    held = rows.groupby("level")["offence"].unique()
    return np.array(
        [
            offences.one(offence).kind not in (*TOTALS, "flag", "part")
            and not set(offences.children(offence)) & set(held[level])
            for offence, level in zip(rows["offence"], rows["level"], strict=True)
        ],
        dtype=bool,
    )
