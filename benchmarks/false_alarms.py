"""How often the tests cry wolf: simulated counts in which nothing has changed; never real ones."""

import numpy as np
import pandas as pd

from benchmarks.chance import DISPERSIONS, SEED, counts, percent, told
from cspdata import areas
from cspdata.change.counts import compare
from cspdata.change.dispersion import dispersion_at, spreads
from cspdata.change.families import judge
from cspdata.change.rest import against_rest
from cspdata.change.thresholds import POSSIBLE, STRONG_TOTAL

PAIRS = 40_000
FAMILIES = 1_000
WORLDS, DRAWS = 50, 20
MEANS = (2, 5, 10, 20, 50, 100, 1000)
HALF_YEAR = 6
BASELINE = 24
LEAVES = {  # six months of the district, about
    "violence": 840,
    "sexual": 100,
    "robbery": 20,
    "burglary": 300,
    "vehicle": 200,
    "theft-person": 45,
    "bicycle": 60,
    "shoplifting": 270,
    "other-theft": 360,
    "criminal-damage": 420,
    "drugs": 85,
    "weapons": 20,
    "public-order": 350,
    "other-crime": 70,
}
REST = ((10, 60), (10, 600), (50, 300), (50, 3000), (300, 1500))


def pairs(random: np.random.Generator) -> pd.DataFrame:
    """Share of unchanged pairs that are called possible or strong, by mean and dispersion."""
    rows = []
    for chance in DISPERSIONS:
        for mean in MEANS:
            now, before = (counts(random, mean, chance, PAIRS) for _ in range(2))
            found = compare(now, before, dispersion=chance)
            rows.append(
                {
                    "dispersion": f"{chance:g}",
                    "mean count": f"{mean:,}",
                    "possible (nominal 5 %)": percent(found["p"] < POSSIBLE.value),
                    "strong total (0.2 %)": percent(found["p"] < STRONG_TOTAL.value, 2),
                    "possible, dispersion ignored": percent(found["p_exact"] < POSSIBLE.value),
                    "too few to say": percent(~found["testable"]),
                }
            )
    return pd.DataFrame(rows)


def families(random: np.random.Generator) -> pd.DataFrame:
    """Families of all leaf offences in all parishes: what is strong and what is possible."""
    mean = np.outer(_shares(), list(LEAVES.values())).ravel()
    rows = []
    for chance in DISPERSIONS:
        now, before = (counts(random, mean, chance, (FAMILIES, mean.size)) for _ in range(2))
        label = np.repeat(np.arange(FAMILIES), mean.size)
        for name, used in (("used", chance), ("ignored", 1.0)):
            found = judge(compare(now.ravel(), before.ravel(), dispersion=used), label)
            strong = found["stands_out"].to_numpy().reshape(FAMILIES, -1)
            rows.append(
                {
                    "dispersion": f"{chance:g}, {name}",
                    "rows tested": f"{found['testable'].mean() * mean.size:.0f} of {mean.size}",
                    "possible or strong, of these": percent(
                        (found["p"] < POSSIBLE.value)[found["testable"]]
                    ),
                    "families with a strong sign (nominal 5 %)": percent(strong.any(axis=1)),
                }
            )
    return pd.DataFrame(rows).drop_duplicates(ignore_index=True)


def home_pages(random: np.random.Generator) -> pd.DataFrame:
    """A district's home page and one parish's page where nothing has changed.

    Dispersion is measured from 24 simulated months of all areas, as the dashboard does.
    """
    rows = []
    for chance in DISPERSIONS:
        worlds = [_world(random, chance) for _ in range(WORLDS)]
        for name in ("measured", "ignored"):
            seen = pd.concat([world[name] for world in worlds])
            rows.append(
                {
                    "dispersion": f"{chance:g}, {name}",
                    "district: a strong sign": percent(seen["district"]),
                    "its total: a strong sign": percent(seen["total"]),
                    "parish page: a strong sign": percent(seen["parish"]),
                    "any of the three": percent(seen.any(axis=1)),
                }
            )
    return pd.DataFrame(rows)


def against_the_rest(random: np.random.Generator) -> pd.DataFrame:
    """Places that change as the rest does: how often they are said not to.

    The second edition of this test uses all four counts; the first took the rest as known.
    """
    rows = []
    for here, there in REST:
        for chance in DISPERSIONS:
            for growth in (1.0, 1.3):
                four = [
                    counts(random, mean, chance, PAIRS // 4)
                    for mean in (growth * here, here, growth * there, there)
                ]
                now = against_rest(*four, chance, chance)["p"] < POSSIBLE.value
                known = compare(*four)["p"] < POSSIBLE.value
                rows.append(
                    {
                        "here, rest": f"{here}, {there:,}",
                        "dispersion": f"{chance:g}",
                        "both change by": f"{growth - 1:+.0%}",
                        "four counts (nominal 5 %)": percent(now),
                        "the rest as known": percent(known),
                    }
                )
    return pd.DataFrame(rows)


def _world(random: np.random.Generator, chance: float) -> dict[str, pd.DataFrame]:
    """A district with 24 months to measure by, then twice six months to compare, many times."""
    half_year = np.outer(_shares(), list(LEAVES.values()))
    months = counts(random, half_year / HALF_YEAR, chance, (BASELINE, *half_year.shape))
    measured = spreads(_long(_summed(months)))
    now, before = (
        _summed(counts(random, half_year, chance, (DRAWS, *half_year.shape))) for _ in range(2)
    )
    mean = (now + before) / (2 * HALF_YEAR)
    codes = np.broadcast_to(list(LEAVES), mean.shape).ravel()
    used = dispersion_at(measured, codes, mean.ravel()).reshape(mean.shape)
    parish = random.choice(np.flatnonzero(_holding().sum(axis=0) == 1))
    return {
        "measured": _pages(now, before, used, parish),
        "ignored": _pages(now, before, np.ones_like(used), parish),
    }


def _pages(now: np.ndarray, before: np.ndarray, used: np.ndarray, parish: int) -> pd.DataFrame:
    """Whether the district's page, its total and one parish's page show a strong sign."""
    levels = areas.table().set_index("area").loc[areas.order(), "level"]
    label = [f"{draw} {level}" for draw in range(len(now)) for level in levels]
    compared = compare(now.ravel(), before.ravel(), dispersion=used.ravel())
    found = judge(compared, np.repeat(label, now.shape[2]))
    strong = found["stands_out"].to_numpy().reshape(now.shape)
    whole = np.average(used[:, 0], weights=now[:, 0], axis=1)
    total = compare(now[:, 0].sum(axis=1), before[:, 0].sum(axis=1), dispersion=whole)
    return pd.DataFrame(
        {
            "district": strong[:, 0].any(axis=1),
            "total": judge(total)["stands_out"].to_numpy(),
            "parish": strong[:, parish].any(axis=1),
        }
    )


def _summed(parishes: np.ndarray) -> np.ndarray:
    """Counts of every area, the district first, from those of the parishes (second axis)."""
    return np.einsum("pw,tpo->two", _holding(), parishes)


def _holding() -> np.ndarray:
    """Which areas (columns, in the order of `areas.order`) hold which parishes (rows)."""
    parishes = areas.at_level("parish")
    return np.array([[area in areas.path(place) for area in areas.order()] for place in parishes])


def _long(months: np.ndarray) -> pd.DataFrame:
    days = pd.date_range("2015-04-01", periods=len(months), freq="MS")
    index = pd.MultiIndex.from_product(
        [days, areas.order(), list(LEAVES)], names=["month", "area", "offence"]
    )
    return pd.DataFrame({"count": months.ravel()}, index=index).reset_index()


def _shares() -> np.ndarray:
    residents = areas.table().set_index("area").loc[areas.at_level("parish"), "residents"]
    return residents.to_numpy() / residents.sum()


def main() -> None:
    """Print the four tables."""
    random = np.random.default_rng(SEED)
    told(f"Pairs of counts ({PAIRS:,} for each mean)", pairs(random))
    told(f"Families of {len(LEAVES)} offences in 20 parishes ({FAMILIES:,})", families(random))
    told(f"Home and parish pages ({WORLDS * DRAWS:,} of each)", home_pages(random))
    told(f"Against the rest ({PAIRS // 4:,} for each row)", against_the_rest(random))


if __name__ == "__main__":
    main()
