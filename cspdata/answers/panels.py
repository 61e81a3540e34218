"""Several series of months beside each other, in order; each is that of `answers.series`."""

import pandas as pd

from cspdata import areas
from cspdata.answers import series, signals
from cspdata.change.watch import Stage
from cspdata.published import Published


def inside(published: Published, area: str, offence: str) -> pd.DataFrame:
    """The months of the areas within an area, those with the strongest evidence first.

    The columns of `watch` with name, signals (how many) and rank (0, 1, …). Evidence is the
    number of signals, then how far the furthest month of the newest segment is from the expected.
    """
    rows = published.ask(series.watch)
    rows = rows[rows["area"].isin(areas.children(area)) & (rows["offence"] == offence)]
    if rows.empty:
        return rows
    since = series.newest(rows)
    judged = since["count"].where((since["event"] == "") & (since["stage"] == Stage.WATCHED.value))
    distance = (judged - since["expected"]).abs() / (since["upper"] - since["expected"])
    evidence = pd.DataFrame(
        {
            "signals": signals.of(rows).groupby("area").size(),
            "furthest": distance.groupby(since["area"]).max(),
            "counted": rows.groupby("area")["count"].sum(),
        }
    ).fillna(0)
    order = evidence.sort_values(["signals", "furthest", "counted"], ascending=False)
    ranked = rows.assign(
        name=rows["area"].map(areas.names()),
        signals=rows["area"].map(evidence["signals"]).astype(int),
        rank=rows["area"].map({code: place for place, code in enumerate(order.index)}),
    )
    return ranked.sort_values(["rank", "month"], ignore_index=True)


def beside(published: Published, asked: tuple[tuple[str, str], ...]) -> pd.DataFrame:
    """The months of some areas and offences, as `inside` gives them, in the order asked."""
    parts = [
        rows.assign(signals=len(signals.of(rows)), rank=rank)
        for rank, pair in enumerate(asked)
        if len(rows := series.one(published, *pair))
    ]
    return pd.concat(parts, ignore_index=True) if parts else series.one(published, areas.root(), "")
