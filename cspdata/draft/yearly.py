"""Where one area's one month stands out in every year held: proposals, never decisions."""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import pandas as pd

from cspdata import offences

YEAR, YEARS = 12, 2
TIMES = 3
MORE = 20
BESIDE = 6
NEIGHBOURS = 4


@dataclass(frozen=True)
class Event:
    """An area's calendar month (1 to 12) that stands out: what of, and all crime by year."""

    area: str
    number: int
    offences: tuple[str, ...]
    counts: dict[int, int]
    usual: int


def events(counts: pd.DataFrame) -> list[Event]:
    """The events in `counts` (month, area, offence, count), area by area.

    A month stands out when it has TIMES what the months around it have, and MORE than that. It must
    do so in every year held, at least YEARS of them. Offences that stand out are named, and the
    sums of offences that do.
    """
    series = _with_sums(counts)
    months = _months(series)
    stands, number = _stands(series), months % YEAR + 1
    held = pd.Series(1, series.index).groupby(number).sum()
    always = stands.groupby(number).all()[held >= YEARS]
    columns = series.columns.to_frame(index=False).to_numpy().tolist()
    found = [
        (area, month, code)
        for month in always.index
        for (area, code), stood in zip(columns, always.loc[month].tolist(), strict=True)
        if stood
    ]
    table = pd.DataFrame(found, columns=["area", "number", "offence"])
    return list(_together(table, series, number))


def _together(table: pd.DataFrame, series: pd.DataFrame, numbers: np.ndarray) -> Iterator[Event]:
    for (area, number), rows in table.groupby(["area", "number"], sort=True):
        listed = [code for code in offences.order() if code in set(rows["offence"])]
        widest = min(listed, key=lambda code: len(offences.ancestors(code)))
        own = series[area, widest]
        here, other = own[numbers == number], own[numbers != number]
        counts = {int(str(text)[:4]): int(count) for text, count in here.items()}
        yield Event(
            str(area), int(rows["number"].iloc[0]), tuple(listed), counts, int(other.median())
        )


def _stands(series: pd.DataFrame) -> pd.DataFrame:
    """Whether each month of each series stands out from the months held within BESIDE of it."""
    months, parts = _months(series), []
    for number, (_, count) in zip(months, series.iterrows(), strict=True):
        beside = series[(abs(months - number) <= BESIDE) & (months != number)]
        usual = beside.median()
        enough = len(beside) >= NEIGHBOURS
        parts.append((count >= TIMES * usual) & (count - usual >= MORE) & enough)
    return pd.DataFrame(parts, series.index)


def _months(series: pd.DataFrame) -> np.ndarray:
    """The months of the rows, counted from year 0: "2017-08" is 2017 times 12 and 7."""
    return np.array([int(text[:4]) * YEAR + int(text[5:]) - 1 for text in series.index])


def _with_sums(counts: pd.DataFrame) -> pd.DataFrame:
    """A column per area and offence, sums of offences too; a row per month held."""
    above = counts["offence"].map(lambda code: [code, *_sums_with(code)])
    return (
        counts.assign(offence=above)
        .explode("offence")
        .pivot_table(
            index="month", columns=["area", "offence"], values="count", aggfunc="sum", fill_value=0
        )
    )


def _sums_with(code: str) -> list[str]:
    above = offences.ancestors(code)
    violent = offences.VIOLENCE_AND_SEXUAL in (code, *above)
    apart = offences.ALL_CRIME in above and not violent
    return [*above, offences.EXCEPT_VIOLENCE] if apart else above
