"""What is usual for a month of police.uk, from the months beside it; nothing is held or told here.

The level is the median of the nearest months, the season that of all months held; months that a
declared event drove are no measure for others, and counts across a break are none for each other.
All limits are in LIMITS; they were chosen on the months of `benchmarks/holds.py`.
"""

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
import pandas as pd

from cspdata import areas, caveats, offences
from cspdata.periods import Period
from cspdata.sites import of_place
from cspdata.sources import POLICE_UK

Numbers = np.ndarray
# Numpy counts months from January 1970.
FIRST_OF_NUMPY = 12 * 1970
COUNTED = ["area", "offence", "period_start", "period_end", "count"]


@dataclass(frozen=True)
class Limits:
    """How many months make a level, and how far from it a month is unusual.

    `total_low` and `total_high` are multiples of the spread of a month's logarithm, which is
    `sway` (before and after its season is known) beyond the chance of counts that are `chance`
    times as spread as Poisson's; `spreads` of
    a category are as many standard deviations, its dispersion bounded by `dispersion`; a level
    above the first of `drift` also moves from month to month, by the second of what is above it.
    """

    reach: int = 18
    near: int = 9
    least: int = 3
    season_near: int = 6
    sway: tuple[float, float] = (0.09, 0.06)
    chance: float = 1.5
    total_low: float = 2.6
    total_high: float = 4.4
    dispersion: tuple[float, float] = (2.0, 8.0)
    drift: tuple[float, float] = (60, 0.15)
    spreads: float = 5.0
    told_spreads: float = 2.5
    sizeable: float = 20
    median: float = 30
    ratio: tuple[float, float] = (0.4, 2.5)
    ratio_spreads: float = 3.0
    large: float = 100
    large_ratio: tuple[float, float] = (0.6, 1.5)
    large_spreads: float = 4.0
    area: float = 10
    told: float = 0.5
    nine_in_ten: float = 1.645


LIMITS = Limits()


@dataclass(frozen=True)
class Months:
    """Counts by month (number), smallest area and offence: `counts` has these three axes."""

    at: Numbers
    counts: Numbers

    def without(self, months: Iterable[int]) -> "Months":
        kept = ~np.isin(self.at, list(months))
        return Months(self.at[kept], self.counts[kept])

    def with_(self, other: "Months") -> "Months":
        return Months(
            np.concatenate([self.at, other.at]), np.concatenate([self.counts, other.counts])
        )


@dataclass(frozen=True)
class Usual:
    """A number beside what is usual for it: how many spreads it is away, and from how many months.

    `by_chance` is how many it is away where a level does not drift. `across` is whether a break
    lies between, so that the spreads mean nothing. Of a total, nine in ten months are to lie from
    `low` to `high`.
    """

    now: float
    usual: float
    spreads: float
    months: int
    across: bool = False
    by_chance: float = 0.0
    low: float = 0.0
    high: float = 0.0

    @property
    def ratio(self) -> float:
        return self.now / max(self.usual, 0.5)

    @property
    def is_odd(self) -> bool:
        """Whether a category this far from its usual count cannot well be right."""
        away = abs(self.spreads)
        if self.now == 0 and self.usual >= LIMITS.sizeable:
            return True
        if self.usual > LIMITS.median and _outside(self.ratio, LIMITS.ratio):
            return self.across or away > LIMITS.ratio_spreads
        if self.usual > LIMITS.large and _outside(self.ratio, LIMITS.large_ratio):
            return away > LIMITS.large_spreads
        return max(self.now, self.usual) >= LIMITS.sizeable and away > LIMITS.spreads

    @property
    def is_notable(self) -> bool:
        """Whether it is worth a word."""
        none = self.now == 0 and self.usual >= LIMITS.told
        return none or abs(self.by_chance) > LIMITS.told_spreads


def number_of(period: Period) -> int:
    """Months counted through, so that neighbours differ by one."""
    return period.start.year * 12 + period.start.month - 1


def months_in(crimes: pd.DataFrame) -> Months:
    """The whole months of police.uk in rows of `crimes`, days as datetimes."""
    rows = crimes.loc[crimes["source"] == POLICE_UK.source, COUNTED]
    start, end = (rows[day].to_numpy("datetime64[D]") for day in ("period_start", "period_end"))
    months = start.astype("datetime64[M]")
    whole = (start == months) & (end + 1 == months + 1)
    rows, months = rows[whole], months[whole]
    area, offence = _among(rows["area"], _smallest()), _among(rows["offence"], _offences())
    known = (area >= 0) & (offence >= 0)
    numbers = months[known].astype(int) + FIRST_OF_NUMPY
    at, place = np.unique(numbers, return_inverse=True)
    counts = np.zeros((len(at), len(_smallest()), len(_offences())))
    np.add.at(counts, (place, area[known], offence[known]), rows["count"].to_numpy()[known])
    return Months(at, counts)


def _among(words: pd.Series, known: list[str]) -> Numbers:
    """The place of each word among those known, -1 where it is none of them."""
    codes, different = pd.factorize(words, use_na_sentinel=False)
    return pd.Index(known).get_indexer(different)[codes]


def total(history: Months, at: int, counts: Numbers) -> Usual | None:
    """A month's total beside that of its neighbours, season allowed for; None without enough.

    Offences that no neighbour counts alike, and places that an event drove, are left out.
    """
    measured, places = _near(history, at), _places(at)
    alike = [
        offence
        for offence in range(counts.shape[1])
        if len(_alike(history, measured, at, offence)) >= LIMITS.least
    ]
    for offence in alike:
        measured = _alike(history, measured, at, offence)
    if len(measured) < LIMITS.least or not alike:
        return None
    season = _season(history)
    known = at % 12 in season
    sums = history.counts[measured][:, places][:, :, alike].sum(axis=(1, 2))
    levels = np.log(np.maximum(sums, 1))
    if known:
        levels -= [season.get(int(month), 0.0) for month in history.at[measured] % 12]
    expected = float(np.exp(np.median(levels) + season.get(at % 12, 0.0)))
    now = float(counts[places][:, alike].sum())
    spread = _total_spread(expected, len(measured), LIMITS.sway[known])
    away = float(np.log(max(now, 0.5) / expected)) / spread
    low, high = (expected * np.exp(side * LIMITS.nine_in_ten * spread) for side in (-1, 1))
    return Usual(now, expected, away, len(measured), low=float(low), high=float(high))


def categories(history: Months, at: int, counts: Numbers, share: float = 1.0) -> dict[str, Usual]:
    """Each offence of a month beside its neighbours, or beside that share of theirs."""
    near, places = _near(history, at), _places(at)
    found = {}
    for place, offence in enumerate(_offences()):
        measured = _alike(history, near, at, place)
        across = len(measured) < LIMITS.least
        # Beside a break only what is far from anything before it is unusual.
        measured = near if across else measured
        if len(measured) < LIMITS.least:
            continue
        past = share * history.counts[measured][:, places, place].sum(axis=1)
        now = float(counts[places, place].sum())
        found[offence] = beside(now, past, across)
    return found


def smallest(history: Months, at: int, counts: Numbers, share: float = 1.0) -> dict[str, Usual]:
    """The total of each smallest area that no event drove, beside that share of its neighbours."""
    near = _near(history, at)
    if len(near) < LIMITS.least:
        return {}
    names = _smallest()
    return {
        names[place]: beside(
            float(counts[place].sum()),
            share * history.counts[near][:, place].sum(axis=1),
        )
        for place in _places(at)
    }


def same_as(history: Months, counts: Numbers) -> int | None:
    """The month whose every count is the same, or None."""
    if counts.sum() < LIMITS.sizeable:
        return None
    same = (history.counts == counts).all(axis=(1, 2))
    return int(history.at[same][0]) if same.any() else None


def beside(now: float, past: Numbers, across: bool = False) -> Usual:
    usual = float(np.median(past))
    mean = max(usual, 1.0)
    least, most = LIMITS.dispersion
    dispersion = float(np.clip(past.var(ddof=1) / mean, least, most))
    away = 0.0 if across else (now - usual) / np.sqrt(1 + 1 / len(past))
    chance = dispersion * mean
    above, share = LIMITS.drift
    drifting = chance + (share * max(mean - above, 0)) ** 2
    return Usual(
        now,
        usual,
        float(away / np.sqrt(drifting)),
        len(past),
        across,
        float(away / np.sqrt(chance)),
    )


def _outside(ratio: float, limits: tuple[float, float]) -> bool:
    return not limits[0] <= ratio <= limits[1]


def _total_spread(expected: float, months: int, sway: float) -> float:
    squared = sway**2 + LIMITS.chance / max(expected, 1.0)
    return float(np.sqrt(squared * (1 + 1 / months)))


def _near(history: Months, at: int) -> Numbers:
    """Places in the history of the nearest months that nothing drove, the nearest first."""
    apart = np.abs(history.at - at)
    quiet = np.array([not driven(int(number)) for number in history.at], dtype=bool)
    usable = np.flatnonzero((apart <= LIMITS.reach) & (apart > 0) & quiet)
    return usable[np.argsort(apart[usable], kind="stable")][: LIMITS.near]


def _alike(history: Months, near: Numbers, at: int, offence: int) -> Numbers:
    """Those of the near months with no break of the offence between them and this one."""
    months = history.at[near]
    kept = np.ones(len(near), dtype=bool)
    for day in caveats.breaks(POLICE_UK.source, _offences()[offence]):
        first = day.year * 12 + day.month - 1
        kept &= (months < first) == (at < first)
    return near[kept]


def _season(history: Months) -> dict[int, float]:
    """By calendar month, the logarithm of its usual ratio to the months around it, shrunken."""
    steady = [
        place
        for place, offence in enumerate(_offences())
        if not caveats.breaks(POLICE_UK.source, offence)
    ]
    quiet = np.array([not driven(int(number)) for number in history.at], dtype=bool)
    at = history.at[quiet]
    sums = history.counts[quiet][:, :, steady].sum(axis=(1, 2))
    logs = np.log(np.maximum(sums, 1))
    found: dict[int, list[float]] = {}
    for place, number in enumerate(at):
        around = (np.abs(at - number) <= LIMITS.season_near) & (at != number)
        if around.sum() >= LIMITS.season_near - 1:
            found.setdefault(int(number) % 12, []).append(float(logs[place] - logs[around].mean()))
    return {month: sum(of) / (len(of) + 1) for month, of in found.items()}


def _places(at: int) -> list[int]:
    apart = driven(at)
    return [place for place, name in enumerate(_smallest()) if name not in apart]


@of_place
def driven(at: int) -> frozenset[str]:
    """The smallest areas in which a declared event drove that month."""
    year, month = divmod(at, 12)
    found: set[str] = set()
    for caveat in caveats.every():
        if caveat.effect in caveats.HAPPENINGS and (
            not caveat.sources or POLICE_UK.source in caveat.sources
        ):
            yearly = caveat.effect == "yearly" and year >= caveat.period.start.year
            for touched in caveat.period.months:
                if touched.start.month == month + 1 and (yearly or touched.start.year == year):
                    found |= caveat.areas & set(_smallest())
    return frozenset(found)


@of_place
def _smallest() -> list[str]:
    return areas.leaves()


@of_place
def _offences() -> list[str]:
    return list(offences.by_police_uk().values())
