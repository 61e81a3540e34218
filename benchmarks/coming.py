"""How often coming months lie in the range that was given for them, on real and simulated months.

Real: police.uk in Winchester, every area and offence that no break cuts, July 2015 to September
2017 without the festival. From 18 months on each month is held back in turn with the two after it,
and dispersion is measured from what came before. Anti-social behaviour falls by a quarter in April
2017 for reasons nobody has told, so it is left out once. Simulated: levels that wander, or do not.
"""

import numpy as np
import pandas as pd

from benchmarks.chance import SEED, counts, percent, told
from cspdata import areas, offences, settings
from cspdata.change import events
from cspdata.change.coming import ahead
from cspdata.change.dispersion import dispersion_at, spreads
from cspdata.change.limits import likely_range
from cspdata.change.series import series_of
from cspdata.change.thresholds import COMING_COVERAGE, COMING_MONTHS

FIRST = 18
SIZES = (0, 1, 3, 6, 15, 40, np.inf)
FESTIVAL = ("itchen-valley", 8)
SERIES, MONTHS = 1_000, 30
SIMULATED_MEANS = (0.5, 2, 4, 10, 25, 100)


def real_months() -> pd.DataFrame:
    """Counts by month of every area and crime type but violence: area, offence, month, count."""
    rows = pd.read_csv(settings.raw() / "police-uk" / "monthly-by-ward.csv", dtype={"count": int})
    known = {offences.one(code).police_uk: code for code in offences.order()}
    rows["offence"] = rows["crime_type"].map(known)
    rows["parish"] = rows["ward_2013_code"].map(areas.of_ward())
    rows = rows[rows["offence"] != offences.VIOLENCE_AND_SEXUAL]
    crimes = rows[rows["offence"] != offences.ASB]
    thefts = crimes[crimes["offence"].isin(offences.children("theft"))]
    rows = pd.concat(
        [rows, thefts.assign(offence="theft"), crimes.assign(offence=offences.EXCEPT_VIOLENCE)]
    )
    above = pd.DataFrame(
        [(place, area) for place in areas.at_level("parish") for area in areas.path(place)],
        columns=["parish", "area"],
    )
    wide = rows.merge(above, on="parish").pivot_table(
        index="month", columns=["area", "offence"], values="count", aggfunc="sum", fill_value=0
    )
    wide.index = pd.to_datetime(wide.index)
    days = pd.date_range(wide.index.min(), wide.index.max(), freq="MS")
    long = wide.reindex(days).rename_axis("month").melt(ignore_index=False, value_name="count")
    return _without_festival(long.reset_index())


def held_back() -> pd.DataFrame:
    """Of real months, by the size of what was expected."""
    months = real_months()
    wide = months.pivot(index="month", columns=["area", "offence"], values="count")
    tries = []
    for first in range(FIRST, len(wide)):
        past = wide.iloc[:first]
        measured = spreads(months[months["month"] < wide.index[first]])
        codes = wide.columns.get_level_values("offence").to_numpy()
        chance = dispersion_at(measured, codes, past.mean().to_numpy())
        tries.append(_tried(past, chance, wide.iloc[first:]))
    every = pd.concat(tries)
    rest = _by_size(every[every["offence"] != offences.ASB])
    return _by_size(every).merge(rest, on="expected a month", suffixes=("", ", ASB left out"))


def simulated(random: np.random.Generator) -> pd.DataFrame:
    """Of simulated months, by dispersion and by how far the level wanders in a month."""
    rows = []
    for chance in (1.0, 1.5, 2.0):
        for wander in (0.0, 0.06):
            tries = [_simulated(random, mean, chance, wander) for mean in SIMULATED_MEANS]
            found = _by_size(pd.concat(tries)).set_index("expected a month")["in their range"]
            rows.append({"dispersion": f"{chance:g}", "wandering": f"{wander:.0%}", **found})
    return pd.DataFrame(rows)


def _simulated(
    random: np.random.Generator, mean: float, chance: float, wander: float
) -> pd.DataFrame:
    at = np.arange(MONTHS + int(COMING_MONTHS.value))
    season = 1 + 0.17 * np.cos(2 * np.pi * (at - random.uniform(0, 12, (SERIES, 1))) / 12)
    steps = random.normal(0, wander, (SERIES, len(at))).cumsum(axis=1)
    series = counts(random, mean * season * np.exp(steps), chance)
    days = pd.date_range("2015-01-01", periods=len(at), freq="MS")
    frame = pd.DataFrame(series.T, index=days)
    return _tried(frame.iloc[:MONTHS], chance, frame.iloc[MONTHS:])


def _tried(past: pd.DataFrame, chance: np.ndarray | float, later: pd.DataFrame) -> pd.DataFrame:
    """Each month after the past: expected, count, and whether the range held it."""
    found = ahead(series_of(past, chance), FIRST - 1)
    later = later.iloc[: int(COMING_MONTHS.value)].to_numpy(float).T
    mean, variance = (each[:, : later.shape[1]] for each in (found.mean, found.variance))
    known = ~np.isnan(mean + later)
    mean, variance, count = mean[known], variance[known], later[known]
    low, high = likely_range(mean, variance, COMING_COVERAGE.value)
    inside = (count >= low) & (count <= high)
    names = past.columns.get_level_values(-1).to_numpy()[np.where(known)[0]]
    return pd.DataFrame(
        {"offence": names, "expected": mean, "inside": inside, "below": count < low}
    )


def _by_size(tries: pd.DataFrame) -> pd.DataFrame:
    names = [f"{low:g} to {high:g}" for low, high in zip(SIZES, SIZES[1:-1], strict=False)]
    size = pd.cut(tries["expected"], SIZES, labels=[*names, f"{SIZES[-2]:g} or more"], right=False)
    return pd.DataFrame(
        [
            {
                "expected a month": name,
                "months": f"{len(rows):,}",
                "in their range": percent(rows["inside"]),
                "below it": percent(rows["below"]),
            }
            for name, rows in tries.groupby(size, observed=True)
        ]
    )


def _without_festival(months: pd.DataFrame) -> pd.DataFrame:
    place, month = FESTIVAL
    when = months.loc[months["month"].dt.month == month, "month"].drop_duplicates()
    above = {area.area: area.parent for area in map(areas.one, areas.order())}
    declared = pd.DataFrame({"area": place, "month": when})
    return events.without(months, events.event_months(months, declared, above))


def main() -> None:
    """Print the two tables; the nominal coverage is 90 %."""
    told("Real months held back", held_back())
    told(f"Simulated months ({SERIES:,} series)", simulated(np.random.default_rng(SEED)))


if __name__ == "__main__":
    main()
