"""Each month of our district beside the band of the districts most like it."""

from collections.abc import Iterator
from functools import partial
from typing import Any

import pandas as pd

from cspdata import change, national, offences
from cspdata.answers import peers, tables
from cspdata.answers.blocks import Block, Chart, Fold, Heading, Words
from cspdata.answers.charts import alike as charts
from cspdata.answers.words import bands as words
from cspdata.answers.words.alike import days
from cspdata.change import alike
from cspdata.published import Published
from cspdata.residents import RESIDENTS, per_thousand
from cspdata.sources import DISTRICTS

MONTHLY = ("Month", "Here", "Middle half", "Lowest to highest", "Districts", "Here is")


def monthly(published: Published, offence: str, per: str = RESIDENTS) -> pd.DataFrame:
    """Our rate in each month of the window, and how the group's ranges in it.

    Indexed by month: own (recorded per 1,000 of `per`, NaN where our month is not whole), and
    lowest, lower_quartile, upper_quartile and highest of the members whose month is whole, NaN
    where those are too few; districts is how many they are. Without rows where no figures of our
    district or no group are known.
    """
    found = published.ask(peers.compared)
    if found is None:
        return pd.DataFrame(columns=[*alike.QUANTILES, "districts", "own"], dtype=float)
    window = sorted({*found.months, *found.skipped})
    held = found.held.counts
    counts = held[held.index.get_level_values("offence") == offence].droplevel("offence")
    rates = counts.reindex(columns=window).mul(change.places.PER).div(national.alike()[per], axis=0)
    theirs = alike.bands(rates.reindex(list(found.group.members)))
    named = theirs.rename(columns={"places": "districts"}).rename_axis("month")
    return named.assign(own=rates.T[found.own])


def the_months(published: Published, offence: str, per: str = RESIDENTS) -> Iterator[Block]:
    """The months side by side, as a chart with its table; months with too few are named."""
    found, rows = published.ask(peers.compared), published.ask(monthly, offence, per)
    if found is None:
        return
    place, shown = peers.names()[found.own], rows.dropna(subset="lowest")
    yield Heading("Month by month")
    if len(shown):
        yield from _shown(rows, offence, place, found.own, per)
    told = (words.BAND if len(shown) else "", words.without(rows, place))
    yield Words(" ".join(each for each in told if each), "small")


def _shown(rows: pd.DataFrame, offence: str, place: str, own: str, per: str) -> Iterator[Block]:
    shown = rows.dropna(subset="lowest")
    name, when = f"{offence}-{own}-by-month", days(peers.as_periods(shown.index))
    what = f"{offences.one(offence).name}, {when}"
    drawn = rows.assign(said=[words.said(row, place) for row in _records(rows)])
    yield Words(words.sentence(shown, place))
    yield Chart(
        what="Months beside partnerships like ours",
        name=name,
        title=words.title(shown),
        subtitle=f"{what}: recorded {per_thousand(per)} of 2021 each month ({DISTRICTS.short}). "
        f"The line is {place}; the dark band the middle half of the districts most like it, the "
        "pale one all of them; above each month, how many they are.",
        alt=f"The rate of {place} in each month as a line on the band of the districts most like "
        f"it. {words.sentence(shown, place)} The table below holds every figure.",
        draw=partial(charts.months, drawn, per),
    )
    table = tables.table(
        f"{what}, recorded {per_thousand(per)} a month",
        MONTHLY,
        [words.cells(row) for row in _records(shown)],
        f"{name}-table",
        shown.reset_index().assign(per=per),
        key=(1, 5),
    )
    yield Fold("The months as a table", (table, Words(words.behind(shown["districts"]), "small")))


def _records(rows: pd.DataFrame) -> list[dict[Any, Any]]:
    return rows.reset_index().to_dict("records")
