"""What the watched months signal, one row a signal, and which of it is news; judges no month.

A feed looks at many series at once, so a signal is announced only if it stands out among all the
series that were watched in that month (Benjamini and Hochberg 1995), and an event that shows in a
place, in the region around it and in a sum of offences is announced once.
"""

from collections.abc import Mapping
from enum import StrEnum

import pandas as pd

from cspdata.change.families import q_values
from cspdata.change.thresholds import FEED_DISCOVERY
from cspdata.change.watch import Stage


class Signal(StrEnum):
    """The two kinds of signal."""

    MONTH = "month outside"
    DRIFT = "drift"


SERIES = ["area", "offence"]
OF_LAST = ["count", "expected", "lower", "upper", "level", "p"]
SPAN = ["signal", "side", "first", "last", "months", "total", "usual"]


def signals(months: pd.DataFrame) -> pd.DataFrame:
    """Each month outside and each drift of `watch(...).months`, the latest first.

    The months are those of series named by area and offence. Columns: area, offence, signal (a
    `Signal`), side (1 above, -1 below), first and last (first days of months), months (how many
    have a figure from first to last), total and usual (counted and expected in them), count,
    expected, lower, upper, level and p of the last month, current (whether it reaches the last
    month of all). Months that set a range give none.
    """
    rows = months[months["count"].notna()]
    watched = rows[rows["stage"] == Stage.WATCHED.value]
    found = pd.concat([_outside(watched), _drifts(rows, watched)], ignore_index=True)
    found = found.assign(current=found["last"] == months["month"].max())
    order = {"last": False, "signal": True, "p": True}
    found = found[[*SERIES, *SPAN, *OF_LAST, "current"]]
    return found.sort_values(list(order), ascending=list(order.values()), ignore_index=True)


def news(months: pd.DataFrame) -> pd.DataFrame:
    """The current signals that stand out among all series watched in the last month.

    The rows and columns of `signals` and q, the most telling first; one in ten of them is expected
    to be chance.
    """
    latest = months[months["month"] == months["month"].max()]
    latest = latest[latest["stage"] == Stage.WATCHED.value]
    latest = latest.assign(q=q_values(latest["p"]))
    found = signals(months)
    found = found[found["current"]].merge(latest[[*SERIES, "q"]], on=SERIES)
    return found[found["q"] <= FEED_DISCOVERY.value].sort_values("p", ignore_index=True)


def once(
    found: pd.DataFrame, area_above: Mapping[str, str], offence_above: Mapping[str, str]
) -> pd.DataFrame:
    """Signals of one event put together under the most telling of them.

    `found` are rows of `signals` or `news`; `area_above` and `offence_above` name the parent of
    each code, "" or nothing for none. Two signals are of one event if they are on one side, their
    months overlap, and one's area and offence are the other's or lie within them. Returns the rows
    that stand for an event, with the column also: the other (area, offence) pairs, as a tuple.
    """
    kept: list[dict] = []
    for row in found.sort_values("p").to_dict("records"):
        of = next((each for each in kept if _one_event(each, row, area_above, offence_above)), None)
        if of is None:
            kept.append(row | {"also": ()})
        elif (pair := (row["area"], row["offence"])) not in (
            (of["area"], of["offence"]),
            *of["also"],
        ):
            of["also"] = (*of["also"], pair)
    return pd.DataFrame(kept, columns=[*found.columns, "also"])


def _one_event(
    one: dict, other: dict, area_above: Mapping[str, str], offence_above: Mapping[str, str]
) -> bool:
    if one["side"] != other["side"] or one["first"] > other["last"] or other["first"] > one["last"]:
        return False
    return _kin(one["area"], other["area"], area_above) and _kin(
        one["offence"], other["offence"], offence_above
    )


def _kin(one: str, other: str, above: Mapping[str, str]) -> bool:
    return other in _line(one, above) or one in _line(other, above)


def _line(code: str, above: Mapping[str, str]) -> list[str]:
    """The code and everything above it."""
    line = [code]
    while parent := above.get(line[-1], ""):
        line.append(parent)
    return line


def _outside(watched: pd.DataFrame) -> pd.DataFrame:
    rows = watched[watched["outside"]]
    return rows[[*SERIES, "side", *OF_LAST]].assign(
        signal=Signal.MONTH.value,
        first=rows["month"],
        last=rows["month"],
        months=1,
        total=rows["count"],
        usual=rows["expected"],
    )


def _drifts(rows: pd.DataFrame, watched: pd.DataFrame) -> pd.DataFrame:
    """A row per drift: from the month on which the weighted average took its side."""
    flagged = watched[watched["drift"]].assign(
        signal=Signal.DRIFT.value, side=watched["drift_side"], last=watched["month"]
    )
    found = flagged.groupby([*SERIES, "since"], observed=True, sort=False).last().reset_index()
    found = found[[*SERIES, "signal", "side", "since", "last", *OF_LAST]]
    found = found.rename(columns={"since": "first"})
    spans = found[[*SERIES, "first", "last"]].merge(
        rows[[*SERIES, "month", "count", "expected"]], on=SERIES
    )
    spans = spans[spans["month"].between(spans["first"], spans["last"])]
    sums = spans.groupby([*SERIES, "first"], observed=True, as_index=False).agg(
        months=("count", "size"), total=("count", "sum"), usual=("expected", "sum")
    )
    return found.merge(sums, on=[*SERIES, "first"])
