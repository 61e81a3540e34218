"""Signals of all series: months outside their usual range, and drifts.

What is a signal, and which is news, is decided in `change.signals`; nothing is put into words.
"""

import pandas as pd

from cspdata import areas, offences
from cspdata.answers import series
from cspdata.change import signals as found
from cspdata.published import Published

NAMED = {found.Signal.MONTH.value: "outside", found.Signal.DRIFT.value: "drift"}


def of(rows: pd.DataFrame) -> pd.DataFrame:
    """The signals in rows of `series.watch`, the latest first.

    Columns: those of `change.signals.signals`, signal as outside or drift, area_name and
    offence_name.
    """
    return _named(found.signals(rows)) if len(rows) else pd.DataFrame(columns=["area", "last"])


def current(published: Published) -> pd.DataFrame:
    """The signals of the last month that stand out among all series, one event once.

    The columns of `of`, q, and also: the other (area, offence) pairs of the same event. The most
    telling first.
    """
    rows = published.ask(series.watch)
    if rows.empty:
        return pd.DataFrame(columns=["area", "offence", "last", "also"])
    above = {code: areas.one(code).parent for code in areas.order()}
    kinds = {code: offences.one(code).parent for code in offences.order()}
    return _named(found.once(found.news(rows), above, kinds))


def watched(published: Published) -> int:
    """How many series were judged in the last month."""
    rows = published.ask(series.watch)
    last = rows[rows["month"] == rows["month"].max()]
    return int(last["watched"].sum())


def _named(rows: pd.DataFrame) -> pd.DataFrame:
    return rows.assign(
        signal=rows["signal"].map(NAMED),
        area_name=rows["area"].map(areas.names()),
        offence_name=rows["offence"].map(offences.names()),
    )
