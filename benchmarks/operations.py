"""Operations in which nothing was done: how often they are said to have shown; simulated only.

Levels of places, months and the choice of place are made up; the tests, the measured dispersion
and the range of what comes with nothing done are those of the dashboard.
"""

from dataclasses import dataclass

import numpy as np
import pandas as pd

from benchmarks.chance import DISPERSIONS, SEED, counts, percent, told
from cspdata.change.dispersion import dispersion_at, spreads
from cspdata.change.operation import Sign, displacement, nothing_done, signs, visible_fall
from cspdata.change.rest import against_rest

OPERATIONS = 2_000
WORLDS = 200
PLACES, MONTHS = 70, 48
LENGTHS = (1, 2, 3, 6, 12)
YEAR = 12
A_MONTH = (1, 3, 10)
OFFENCE = "any"
TRIALS = 1_000


@dataclass(frozen=True)
class World:
    """Months of all places (months x places), and the dispersion measured from them."""

    months: np.ndarray
    measured: pd.DataFrame

    def dispersion(self, count: np.ndarray, months: float) -> np.ndarray:
        return dispersion_at(self.measured, OFFENCE, np.asarray(count) / months)


def world(random: np.random.Generator, monthly: float, chance: float) -> World:
    """Places whose levels differ and last, with a season and a trend that all share.

    A month in 25 has no figures.
    """
    level = random.gamma(4, monthly / 4, PLACES)
    at = np.arange(MONTHS)
    shared = np.exp(0.2 * np.sin(2 * np.pi * at / YEAR) + 0.1 * random.normal() * at / YEAR)
    drawn = counts(random, np.outer(shared, level), chance)
    drawn[random.random(MONTHS) < 1 / 25] = np.nan
    days = pd.date_range("2013-01-01", periods=MONTHS, freq="MS")
    long = pd.DataFrame(drawn, days).rename_axis("month").reset_index()
    long = long.melt("month", var_name="area", value_name="count").assign(offence=OFFENCE)
    return World(drawn, spreads(long))


def placebo(random: np.random.Generator, worst: bool) -> pd.DataFrame:
    """Operations with nothing done, at random or at the worst place of the year before."""
    rows = []
    for monthly in A_MONTH:
        for chance in DISPERSIONS:
            seen = _operations(random, monthly, chance, worst)
            rows.append(
                {
                    "a month, on average": monthly,
                    "dispersion": f"{chance:g}",
                    "fell more, by the test alone": percent(seen["test"] == Sign.FELL),
                    "fell more, as told": percent(seen["told"] == Sign.FELL, 2),
                    "rose more, as told": percent(seen["told"] == Sign.ROSE, 2),
                    "cannot be told": percent(seen["told"] == Sign.UNTOLD),
                    "in the 90 % range with nothing done": percent(seen["inside"]),
                    "change of the count, mean": _change(seen["now"], seen["was"]),
                    "as expected with nothing done": _change(seen["expected"], seen["was"]),
                }
            )
    return pd.DataFrame(rows)


def powers(random: np.random.Generator) -> pd.DataFrame:
    """True falls at places chosen at random: which could be seen, and how often they are."""
    rows = []
    for before in (5, 10, 20, 50, 100, 200):
        for chance in DISPERSIONS:
            rest = 30 * before
            visible = visible_fall(before, rest, 1.0, chance, chance)["fall"].item()
            row = {
                "a period": before,
                "dispersion": f"{chance:g}",
                "fall that could be seen": "none" if np.isnan(visible) else f"{visible:.0f} %",
            }
            for fall in (0, 25, 50, 75):
                means = (before * (1 - fall / 100), before, rest, rest)
                four = [counts(random, mean, chance, OPERATIONS) for mean in means]
                found = against_rest(*four, chance, chance)
                fell = (found["p"] < 0.05) & (found["high"] < 0)
                row[f"seen: {fall} %"] = percent(fell)
            rows.append(row)
    return pd.DataFrame(rows)


def coverages(random: np.random.Generator) -> pd.DataFrame:
    """How often the two 95 % intervals hold what is true: a fall by a third here."""
    rows = []
    for before in (5, 20, 100):
        for chance in DISPERSIONS:
            means = np.array([2 / 3, 1, 30, 30]) * before
            now, was, rest_now, rest_was = (
                counts(random, mean, chance, OPERATIONS) for mean in means
            )
            ratio = against_rest(now, was, rest_now, rest_was, chance, chance)
            held = (ratio["low"] <= -100 / 3) & (ratio["high"] >= -100 / 3)
            rows.append(
                {
                    "a period": before,
                    "dispersion": f"{chance:g}",
                    "ratio of ratios (nominal 95 %)": percent(held),
                    "weighted displacement difference (95 %)": percent(
                        _displaced(random, before, chance)
                    ),
                }
            )
    return pd.DataFrame(rows)


def _displaced(random: np.random.Generator, before: float, chance: float) -> list[bool]:
    """Whether the interval of the total holds the truth: a third less here, a tenth more near."""
    size = np.array([1.0, 30.0, 4.0, 30.0])
    means = before * size * np.array([[1, 1, 1, 1], [2 / 3, 1, 1.1, 1]])
    true = -before / 3 + 0.1 * before
    names = ["here", "elsewhere", "near", "near_elsewhere"]
    held = []
    for was, now in counts(random, means, chance, (TRIALS, *means.shape)):
        frame = pd.DataFrame(
            {"before": was, "after": now, "size": size, "dispersion": chance}, names
        )
        found = displacement(frame)
        held.append(found["total_low"] <= true <= found["total_high"])
    return held


def _change(now: pd.Series, was: pd.Series) -> str:
    return f"{now.sum() / was.sum() - 1:+.0%}"


def _operations(
    random: np.random.Generator, monthly: float, chance: float, worst: bool
) -> pd.DataFrame:
    """What is said of each operation: columns test, told, inside, now, was, expected."""
    each = OPERATIONS // WORLDS
    made = (world(random, monthly, chance) for _ in range(WORLDS))
    rows = pd.DataFrame([_operation(random, one, worst) for one in made for _ in range(each)])
    counted = [rows[name] for name in ("now", "before", "rest_now", "rest_before")]
    spread = (rows["own"], rows["rest"])
    tested = against_rest(*counted, *spread)
    fall = visible_fall(counted[1], counted[3], rows["exposure"], *spread)["fall"]
    return rows.assign(
        test=signs(tested, 0.0),
        told=signs(tested, fall, rows["low"], worst),
        inside=rows["now"].between(rows["low"], rows["high"]),
        was=rows["exposure"] * rows["before"],
    )


def _operation(random: np.random.Generator, made: World, worst: bool) -> dict[str, float]:
    """One operation: its months after, as many (a year where the worst is chosen) before.

    Months without figures are left out.
    """
    length = YEAR if worst else int(random.choice(LENGTHS))
    start = int(random.integers(max(length, YEAR), MONTHS - length + 1))
    known, was, now = (
        window[~np.isnan(window[:, 0])]
        for window in (
            made.months[:start],
            made.months[start - length : start],
            made.months[start : start + length],
        )
    )
    if not (len(was) and len(now)):
        return _operation(random, made, worst)
    held, before, after = known.sum(axis=0), was.sum(axis=0), now.sum(axis=0)
    place = int(before.argmax()) if worst else int(random.integers(PLACES))
    rest_now, rest_before, rest_held = (each.sum() - each for each in (after, before, held))
    months = len(was) + len(now)
    own = made.dispersion(before + after, months)
    rest = made.dispersion(rest_now + rest_before, months)
    exposure = len(now) / len(was)
    longer = len(known) / len(was)
    without = nothing_done(
        held, 1.0, before, longer, exposure, rest_now, rest_held, own, rest
    ).iloc[place]
    return {
        "now": after[place],
        "before": before[place],
        "rest_now": rest_now[place],
        "rest_before": rest_before[place],
        "own": own[place],
        "rest": rest[place],
        "exposure": exposure,
        **without[["low", "high", "expected"]],
    }


def main() -> None:
    """Print the four tables."""
    random = np.random.default_rng(SEED)
    many = f"{OPERATIONS:,} for each row"
    told(f"Operations at random places, days and lengths ({many})", placebo(random, worst=False))
    told(f"Operations at the worst place of the year before ({many})", placebo(random, worst=True))
    told(f"Which falls are seen ({many})", powers(random))
    told(f"What the intervals hold ({many}; {TRIALS:,} of the second)", coverages(random))


if __name__ == "__main__":
    main()
