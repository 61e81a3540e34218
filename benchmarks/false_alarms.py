"""How often the tests cry wolf: simulated counts in which nothing has changed; never real ones.

Run with `python -m benchmarks.false_alarms`; it prints one Markdown table per question.
"""

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike

from cspdata import change

SEED = 20180104
PAIRS = 40_000
FAMILIES = 10_000
SERIES = 2_000
MEANS = (1, 2, 5, 10, 20, 50, 100, 1000)
HOME_PAGE = (1120, 30, 1320, 420, 200, 30, 310, 60, 12)  # nine groups, large and small
MONTHS = (12, 24, 27)
MONTHLY_MEANS = (1, 3, 30)
SIGNALS = ("outside", "run", "trend", "near")


def pairs(random: np.random.Generator) -> pd.DataFrame:
    """Share of unchanged pairs flagged, one row per mean count."""
    rows = []
    for mean in MEANS:
        compared = change.compare(random.poisson(mean, PAIRS), random.poisson(mean, PAIRS))
        words = change.verdicts(compared)
        rows.append(
            {
                "mean count": f"{mean:,}",
                "exact p < 5 %": _percent(compared["p_exact"] < 0.05),
                "mid-P < 5 %": _percent(compared["p_mid"] < 0.05),
                "exact p < 0.2 %": _percent(compared["p_exact"] < 0.002),
                "called possible or strong": _percent(words.str.contains("rise|fall")),
                "too few to say": _percent(words == change.Verdict.TOO_FEW.value),
            }
        )
    return pd.DataFrame(rows)


def families(random: np.random.Generator) -> pd.DataFrame:
    """Share of unchanged families of nine groups in which anything at all is flagged.

    The gate lets the smallest of nine p through below 0.56 %, so p < 0.2 % adds nothing to it.
    """
    shape = (FAMILIES, len(HOME_PAGE))
    now, before = random.poisson(HOME_PAGE, shape), random.poisson(HOME_PAGE, shape)
    compared = change.compare(now.ravel(), before.ravel())
    p = compared["p_exact"].to_numpy().reshape(shape)
    gate = np.array([change.false_discovery(family) for family in p])
    possible = compared["p_mid"].to_numpy().reshape(shape) < 0.05
    ways = {
        "false-discovery gate at 5 %": (gate, "5"),
        "exact p < 0.2 % in any group": (p < 0.002, "1.8"),
        "strong sign (either of the two)": (gate | (p < 0.002), "5"),
        "no gate: exact p < 5 % in any group": (p < 0.05, "37.0"),
        "no gate: mid-P < 5 % in any group": (possible, "37.0"),
    }
    return pd.DataFrame(
        {
            "rule": list(ways),
            "nominal": [f"{nominal} %" for _, nominal in ways.values()],
            "families with a flag": [_percent(flags.any(axis=1)) for flags, _ in ways.values()],
        }
    )


def series(random: np.random.Generator) -> pd.DataFrame:
    """Share of quiet monthly series with a signal, one row per length and monthly mean."""
    rows = []
    for months in MONTHS:
        for mean in MONTHLY_MEANS:
            chart = change.xmr(
                random.poisson(mean, SERIES * months), np.repeat(np.arange(SERIES), months)
            )
            flags = {name: chart[name].to_numpy().reshape(SERIES, months) for name in SIGNALS}
            anything = np.logical_or.reduce(list(flags.values()))
            shown = np.logical_or.reduce([flags[name] for name in change.SHOWN])
            rows.append(
                {
                    "months": months,
                    "monthly mean": mean,
                    "months outside (nominal 0.3 %)": _percent(flags["outside"]),
                    **{f"series: {name}": _percent(flags[name].any(axis=1)) for name in SIGNALS},
                    "series: any": _percent(anything.any(axis=1)),
                    "series: outside or run (shown)": _percent(shown.any(axis=1)),
                    "last month: shown": _percent(shown[:, -1]),
                }
            )
    return pd.DataFrame(rows)


def markdown(rows: pd.DataFrame) -> str:
    """The frame as a Markdown table."""
    lines = [list(rows.columns), ["---"] * rows.shape[1], *rows.astype(str).to_numpy().tolist()]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)


def _percent(flags: ArrayLike) -> str:
    return f"{100 * np.mean(np.asarray(flags)):.2f} %"


def main() -> None:
    """Print the three tables."""
    random = np.random.default_rng(SEED)
    for title, table in (
        (f"Pairs of counts ({PAIRS:,} for each mean)", pairs),
        (f"Home pages of nine groups ({FAMILIES:,})", families),
        (f"Quiet series on an XmR chart ({SERIES:,} for each row)", series),
    ):
        print(f"### {title}\n\n{markdown(table(random))}\n")


if __name__ == "__main__":
    main()
