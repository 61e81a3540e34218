"""How many people and households each area has, by year: the base of rates; nothing is counted.

`bases.csv` of the place pack says which counts there are and of which day, `residents.csv` gives
them for the smallest areas. A pack without them has the one number in `areas.csv`.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

import pandas as pd

from cspdata import areas, offences, settings
from cspdata.periods import Period
from cspdata.sites import of_place
from cspdata.vocabulary import read

BASES, NUMBERS = "bases.csv", "residents.csv"
RESIDENTS, HOUSEHOLDS = "residents", "households"
BASE_COLUMNS = ["base", "day", "name", "edition", "source"]
NUMBER_COLUMNS = ["area", "base", RESIDENTS, HOUSEHOLDS]
FIRST_ROW = 2
Misfit = tuple[str, int, str, str]


@dataclass(frozen=True)
class Base:
    """What rates are per: `counted` (RESIDENTS or HOUSEHOLDS) of every area on a day.

    `name` says when, in words ("mid-2017 estimate"), "" where the pack does not say. `edition` is
    the census whose LSOAs were added up.
    """

    counted: str
    name: str
    day: date | None
    edition: str
    source: str
    numbers: dict[str, int]

    @property
    def words(self) -> str:
        """ "residents, mid-2017 estimate", for the subtitle or the note of a rate."""
        return f"{self.counted}, {self.name}" if self.name else self.counted


def nearest(period: Period, counted: str = RESIDENTS) -> Base | None:
    """The count nearest to the middle of the period, the later of two as near.

    None where the pack counts no households.
    """
    middle = period.start + (period.end - period.start) / 2
    dated = [(base.day, base) for base in every(counted) if base.day is not None]
    if dated:
        return min(dated, key=lambda pair: (abs(pair[0] - middle), middle - pair[0]))[1]
    return next(iter(every(counted)), None)


def numbers(period: Period, counted: str = RESIDENTS) -> dict[str, int]:
    """How many each area has, by the count nearest to the middle of a period."""
    found = nearest(period, counted)
    return found.numbers if found else {}


def choosable(offence: str) -> tuple[str, ...]:
    """What rates of an offence may be per, the usual first: homes are what burglars break into.

    Households are offered for burglary only, and where the pack counts them.
    """
    of_homes = offences.BURGLARY in (offence, *offences.ancestors(offence))
    return (RESIDENTS, HOUSEHOLDS) if of_homes and every(HOUSEHOLDS) else (RESIDENTS,)


def per_thousand(counted: str) -> str:
    """ "per 1,000 residents" or "per 1,000 households"."""
    return f"per 1,000 {counted}"


@of_place
def every(counted: str = RESIDENTS) -> tuple[Base, ...]:
    """Every count of the pack that has a number for each of the smallest areas, oldest first."""
    bases, numbers = _tables()
    found = [
        Base(
            counted,
            base["name"],
            date.fromisoformat(base["day"]),
            base["edition"],
            base["source"],
            _summed(numbers[numbers["base"] == base["base"]], counted),
        )
        for base in bases.sort_values("day").to_dict("records")
    ]
    full = tuple(base for base in found if base.numbers)
    return full or (_of_areas() if counted == RESIDENTS else ())


def misfits() -> Iterator[Misfit]:
    """What is wrong with the two tables: file, row, column, sentence."""
    bases, numbers = _tables()
    for number, day in enumerate(bases["day"], FIRST_ROW):
        if not _is_day(day):
            yield BASES, number, "day", f"“{day}” is no day: write it as 2021-03-21."
    for column in ("name", "edition", "source"):
        for number in (bases.index[bases[column] == ""] + FIRST_ROW).tolist():
            yield BASES, number, column, "The cell is empty."
    yield from _of_numbers(numbers, set(bases["base"]))
    for base in bases["base"]:
        missing = set(_smallest()) - set(numbers.loc[numbers["base"] == base, "area"])
        if missing:
            names = ", ".join(sorted(areas.one(area).name for area in missing))
            yield NUMBERS, 0, "area", f"“{base}” has no row for {names}."


def _of_numbers(numbers: pd.DataFrame, bases: set[str]) -> Iterator[Misfit]:
    twice = numbers.duplicated(["area", "base"])
    for number, row in enumerate(numbers.to_dict("records"), FIRST_ROW):
        if row["base"] not in bases:
            yield NUMBERS, number, "base", f"“{row['base']}” is not in {BASES}."
        if row["area"] not in _smallest():
            problem = f"“{row['area']}” is none of the smallest areas in areas.csv."
            yield NUMBERS, number, "area", problem
        if twice.iloc[number - FIRST_ROW]:
            yield NUMBERS, number, "area", "This area and base stand here twice."
        for column in (RESIDENTS, HOUSEHOLDS):
            if not _is_number(row[column]) and not (column == HOUSEHOLDS and not row[column]):
                problem = f"“{row[column]}” is no whole number above 0."
                yield NUMBERS, number, column, problem


def _tables() -> tuple[pd.DataFrame, pd.DataFrame]:
    """The two tables as text, without rows where the pack has none."""
    bases, numbers = settings.table(BASES), settings.table(NUMBERS)
    if not (bases.exists() and numbers.exists()):
        return pd.DataFrame(columns=BASE_COLUMNS), pd.DataFrame(columns=NUMBER_COLUMNS)
    return (
        read(bases, "base").reindex(columns=BASE_COLUMNS, fill_value=""),
        pd.read_csv(numbers, dtype=str, keep_default_na=False, encoding="utf-8").reindex(
            columns=NUMBER_COLUMNS, fill_value=""
        ),
    )


def _summed(numbers: pd.DataFrame, counted: str) -> dict[str, int]:
    """The numbers of every area, added up from the smallest; {} where one of those has none."""
    filled = numbers[numbers[counted] != ""]
    own = dict(zip(filled["area"], filled[counted].astype(int), strict=True))
    if set(own) != set(_smallest()):
        return {}
    sums = dict.fromkeys(areas.order(), 0)
    for smallest, number in own.items():
        for area in areas.path(smallest):
            sums[area] += number
    return sums


def _of_areas() -> tuple[Base, ...]:
    numbers = {area: areas.one(area).residents for area in areas.order()}
    return (Base(RESIDENTS, "", None, "", "", numbers),)


@of_place
def _smallest() -> tuple[str, ...]:
    return tuple(area for area in areas.order() if not areas.children(area))


def _is_day(text: str) -> bool:
    try:
        date.fromisoformat(text)
    except ValueError:
        return False
    return True


def _is_number(text: str) -> bool:
    return text.isascii() and text.isdigit() and int(text) > 0
