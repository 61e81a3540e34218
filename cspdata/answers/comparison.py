"""Every area and offence of one basis, now against before: tested once, read everywhere.

One family is all leaf offences of all areas of one level; totals are in no family. Nothing is put
into words here.
"""

import numpy as np
import pandas as pd

from cspdata import areas, caveats, change, offences
from cspdata.answers import usual
from cspdata.periods import Period
from cspdata.published import Published
from cspdata.sources import Source
from cspdata.sums.basis import Basis
from cspdata.sums.rollup import counts

TOTALS = ("total", "remainder")


def comparison(published: Published, basis: Basis) -> pd.DataFrame:
    """A row for each area and offence that the basis counts, indexed by (area, offence).

    Columns: area, area_name, level, offence, offence_name, source, period_start, period_end,
    status, before_status, refused (a sentence or ""), leaf (whether it is in the family of its
    level), now, before, difference, those of `usual.without_events`, and those of `change.compare`
    and `change.judge` for the tested counts (percent, low, high, p, dispersion, testable,
    percent_rule, q, stands_out, verdict). A pair across a break has no count before.
    """
    rows = _counted(published, basis)
    rows = rows.assign(leaf=_leaf(rows), difference=rows["now"] - rows["before"])
    rows = rows.join(usual.without_events(published, basis, rows))
    both = (rows["tested_now"] + rows["tested_before"]).fillna(0.0).to_numpy()
    spread = usual.dispersion_of(published, rows["offence"], both, sum(basis.days))
    tested = change.compare(
        rows["tested_now"].to_numpy(),
        rows["tested_before"].to_numpy(),
        rows["days_now"].to_numpy(),
        rows["days_before"].to_numpy(),
        spread,
    )
    return rows.join(_judged(tested, rows))


def against_rest(published: Published, basis: Basis) -> pd.DataFrame:
    """Each area below the district against the rest of it, indexed by (area, offence).

    Known events are out of both sides. Columns: area, area_name, level, offence, offence_name,
    leaf, and those of `change.against_rest` and `change.judge`.
    """
    rows = published.ask(comparison, basis)
    own = rows[(rows["area"] != areas.root()) & rows["before"].notna()]
    whole = rows[rows["area"] == areas.root()].set_index("offence")
    sides = ["tested_now", "tested_before"]
    rest = whole[sides].reindex(own["offence"]).to_numpy() - own[sides].to_numpy()
    # where only the district's row is driven, what is taken out of it may lie outside the rest
    rest = np.where(rest < 0, np.nan, rest)
    elsewhere = usual.dispersion_of(
        published, own["offence"], np.nan_to_num(rest.sum(axis=1)), sum(basis.days)
    )
    tested = change.against_rest(
        own["tested_now"].to_numpy(),
        own["tested_before"].to_numpy(),
        rest[:, 0],
        rest[:, 1],
        own["dispersion"].to_numpy(),
        elsewhere,
    )
    named = ["area", "area_name", "level", "offence", "offence_name", "leaf"]
    judged = change.judge(tested, _families(own))
    return own[named].join(judged.set_axis(own.index))


def _families(rows: pd.DataFrame) -> pd.Series:
    """The label of each row's family: its level, nothing for a total."""
    return rows["level"].astype(object).where(rows["leaf"], None)


def _judged(tested: pd.DataFrame, rows: pd.DataFrame) -> pd.DataFrame:
    judged = change.judge(tested, _families(rows))
    kept = [name for name in judged.columns if name not in rows.columns]
    return judged[kept].set_axis(rows.index)


def at(rows: pd.DataFrame, area: str, offence: str) -> pd.Series:
    """The row of an area and an offence. Raises KeyError."""
    found: pd.Series = rows.loc[(area, offence)]  # type: ignore[assignment]
    return found


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
    rows = rows.loc[order[order.isin(rows.index)]]
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
    kinds = rows[["level", "offence"]].drop_duplicates()
    held = set(kinds.itertuples(index=False, name=None))
    leaves = [
        (level, offence)
        for level, offence in held
        if offences.one(offence).kind not in (*TOTALS, "flag", "part")
        and not any((level, below) in held for below in offences.children(offence))
    ]
    return np.asarray(pd.MultiIndex.from_frame(rows[["level", "offence"]]).isin(leaves))
