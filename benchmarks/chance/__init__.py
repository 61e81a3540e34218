"""Counts in which nothing has changed, and tables of what was flagged in them all the same."""

from collections.abc import Sequence

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike, NDArray

SEED = 20180104
DISPERSIONS = (1.0, 1.5, 2.0)


def counts(
    random: np.random.Generator,
    mean: ArrayLike,
    dispersion: float,
    size: int | Sequence[int] | None = None,
) -> NDArray[np.float64]:
    """Counts of a mean, `dispersion` times as variable as chance: Poisson, or negative binomial."""
    if dispersion == 1:
        return random.poisson(mean, size).astype(float)
    return random.negative_binomial(
        np.asarray(mean) / (dispersion - 1), 1 / dispersion, size
    ).astype(float)


def percent(flags: ArrayLike, digits: int = 1) -> str:
    return f"{100 * np.mean(np.asarray(flags)):.{digits}f} %"


def markdown(rows: pd.DataFrame) -> str:
    """The frame as a Markdown table."""
    lines = [list(rows.columns), ["---"] * rows.shape[1], *rows.astype(str).to_numpy().tolist()]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)


def told(title: str, rows: pd.DataFrame) -> None:
    print(f"### {title}\n\n{markdown(rows)}\n", flush=True)
