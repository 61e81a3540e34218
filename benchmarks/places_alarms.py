"""How often places are said to differ, or to have changed, that do not: simulated places only."""

from dataclasses import replace

import numpy as np
import pandas as pd

from benchmarks.chance import DISPERSIONS, SEED, counts, percent, told
from benchmarks.chance.funnels import outside, reached
from cspdata import areas
from cspdata.change.concentration import changed_concentration, random_spread
from cspdata.change.counts import compare
from cspdata.change.funnel import between
from cspdata.change.places import funnel_limits, overdispersion
from cspdata.change.thresholds import POSSIBLE

FUNNELS = 150
OUTLYING = 3.0  # standard deviations
TRIALS = 100
REGRESSIONS = 2_000
STREETS, TOP = 70, 3


def funnels(random: np.random.Generator) -> pd.DataFrame:
    """Twenty parishes of one group whose own rates spread by tau: how many lie outside.

    Beside the limits those that take the spread and its middle as known, and the multiplied ones;
    then how often one parish, off by three standard deviations, is found outside 99.8 %.
    """
    residents = _residents()
    rows = []
    for tau in (0.0, 0.2, 0.5):
        for rate in (3, 10, 35):
            found = pd.DataFrame(
                [_funnel(random, residents, tau, rate, 0.0) for _ in range(FUNNELS)]
            )
            off = pd.DataFrame(
                [_funnel(random, residents, tau, rate, OUTLYING) for _ in range(FUNNELS)]
            )
            rows.append(
                {
                    "tau": tau,
                    "per 1,000": rate,
                    "tau found, mean": f"{found['tau'].mean():.2f}",
                    "outside 95 % (nominal 5 %)": percent(found["inner"]),
                    "outside 99.8 % (0.2 %)": percent(found["outer"], 2),
                    "taken as known: 95 %": percent(found["known_inner"]),
                    "taken as known: 99.8 %": percent(found["known_outer"], 2),
                    "multiplied limits: 95 %": percent(found["old_inner"]),
                    "too different to be one group": percent(found["different"]),
                    "one off by 3 sd: outside 99.8 %": percent(off["first"]),
                    "the same, taken as known": percent(off["known_first"]),
                }
            )
    return pd.DataFrame(rows)


def concentrations(random: np.random.Generator) -> pd.DataFrame:
    """Places whose pattern is the same in both periods: a change of concentration all the same."""
    rows = []
    for places, count, shape in ((20, 20, 1.0), (20, 300, 1.0), (20, 3000, 1.0), (800, 400, 0.3)):
        flags = []
        for _ in range(TRIALS):
            pattern = random.gamma(shape, 1, places)
            now, before = (
                random.multinomial(size, pattern / pattern.sum())
                for size in (count, count * 4 // 5)
            )
            flags.append(changed_concentration(now, before, [1, 5, 10])["beyond"])
        spread = random_spread(count, places)
        rows.append(
            {
                "places": places,
                "crimes": f"{count:,}",
                "top 1, 5, 10 changed (nominal 5 %)": percent(np.array(flags)),
                "share in 5 places of a random spread": f"{spread['low'][5]:.0%} to "
                f"{spread['high'][5]:.0%}",
            }
        )
    return pd.DataFrame(rows)


def regression_to_the_mean(random: np.random.Generator) -> pd.DataFrame:
    """The three fullest of seventy small areas a year later, where nothing was done."""
    rows = []
    for mean in (5, 20, 60):
        for chance in DISPERSIONS:
            own = random.gamma(4, mean / 4, (REGRESSIONS, STREETS))
            before, now = (counts(random, own, chance) for _ in range(2))
            chosen = np.argsort(-before, axis=1)[:, :TOP]
            was, left = (np.take_along_axis(each, chosen, 1) for each in (before, now))
            alone = compare(left.ravel(), was.ravel(), dispersion=chance)
            together = compare(left.sum(axis=1), was.sum(axis=1), dispersion=chance)
            rows.append(
                {
                    "a year, on average": mean,
                    "dispersion": f"{chance:g}",
                    "mean change of the three": f"{left.sum() / was.sum() - 1:+.0%}",
                    "one of them called a fall": percent(_fall(alone)),
                    "the three together called a fall": percent(_fall(together)),
                }
            )
    return pd.DataFrame(rows)


def _fall(found: pd.DataFrame) -> pd.Series:
    return (found["p"] < POSSIBLE.value) & (found["high"] < 0)


def _funnel(
    random: np.random.Generator, residents: np.ndarray, tau: float, rate: float, off: float
) -> dict[str, float]:
    """One group, whose first parish is `off` standard deviations of chance and spread too high."""
    own = np.exp(tau * random.normal(size=len(residents)))
    own[0] *= np.exp(off * np.hypot(tau, (residents[0] * rate / 1000) ** -0.5))
    count = random.poisson(residents * rate / 1000 * own).astype(float)
    held = between(count, residents)
    known = replace(held, places=10**6, typical=held.centre)
    new, plain = (reached(count, residents, each, among=True) for each in (held, known))
    old = funnel_limits(
        residents, held.centre, overdispersion(count, residents * held.centre / 1000)
    )
    rates = 1000 * count / residents
    return {
        "tau": held.tau,
        "inner": outside(new, "95").mean(),
        "outer": outside(new, "998").mean(),
        "known_inner": outside(plain, "95").mean(),
        "known_outer": outside(plain, "998").mean(),
        "old_inner": ((rates < old["low_95"]) | (rates > old["high_95"])).mean(),
        "different": held.too_different,
        "first": outside(new, "998")[0],
        "known_first": outside(plain, "998")[0],
    }


def _residents() -> np.ndarray:
    table = areas.table().set_index("area")
    return table.loc[areas.at_level("parish"), "residents"].to_numpy(float)


def main() -> None:
    """Print the three tables."""
    random = np.random.default_rng(SEED)
    told(f"Funnels of twenty parishes ({FUNNELS} for each row)", funnels(random))
    told(f"Concentration ({TRIALS} for each row)", concentrations(random))
    told(
        f"The fullest {TOP} of {STREETS} places a year later ({REGRESSIONS:,} for each row)",
        regression_to_the_mean(random),
    )


if __name__ == "__main__":
    main()
