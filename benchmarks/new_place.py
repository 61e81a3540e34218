"""A place made by its name from a made-up download, and how often a step is proposed wrongly."""

import os
import subprocess
import sys
import tempfile
import time
import zipfile
from pathlib import Path

import numpy as np
import pandas as pd

from cspdata import national
from cspdata.draft import ground
from cspdata.draft.breaks import jumps

YEARS, ROWS = 3, 18_000
KINDS = (
    "Violence and sexual offences",
    "Anti-social behaviour",
    "Burglary",
    "Drugs",
    "Shoplifting",
)
HEADER = "Month,Longitude,Latitude,Location,LSOA code,LSOA name,Crime type"
LEVELS = {"burglary": 40, "drugs": 30, "violence-and-sexual": 150, "asb": 120, "weapons": 2}
DISTRICTS, STEP_AT = 8, 21
FORCES, TRIES = 200, 60


def main() -> None:
    print("| place, 36 months of its force | rows | processor time | clock |")
    print("| --- | --- | --- | --- |")
    with tempfile.TemporaryDirectory() as folder:
        archive = Path(folder) / "download.zip"
        download(archive)
        for name, parts in (("Southampton", "ward"), ("North Hampshire", "msoa")):
            made(name, parts, archive, Path(folder) / name)
    print("\n| the level of burglary from one month on | proposed | in the right month |")
    print("| --- | --- | --- |")
    for factor in (1.0, 1.3, 1.4, 1.5, 1.7):
        proposed(factor)


def download(path: Path) -> None:
    """A month is ROWS rows spread over the LSOAs of Hampshire by residents; drawn with a seed."""
    draw = np.random.default_rng(1)
    rows = national.lsoas()
    rows = rows[rows["district_code"].isin(ground.of_force("hampshire")["district_code"])]
    share = rows["residents"] / rows["residents"].sum()
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as zipped:
        for number in range(12 * YEARS):
            month = f"{2023 + number // 12}-{number % 12 + 1:02}"
            at = draw.choice(len(rows), ROWS, p=share)
            lines = [
                f"{month},-1.3,50.9,On or near Street {place},{row.lsoa},{row.lsoa_name},{kind}"
                for place, row, kind in zip(
                    draw.integers(0, 5_000, ROWS),
                    rows.iloc[at].itertuples(),
                    draw.choice(KINDS, ROWS),
                    strict=True,
                )
            ]
            name = f"{month}/{month}-hampshire-street.csv"
            zipped.writestr(name, "\n".join([HEADER, *lines, ""]))


def made(name: str, parts: str, archive: Path, folder: Path) -> None:
    words = ["place", "new", name, "--parts", parts, "--yes", "--to", str(folder)]
    before, start = os.times(), time.perf_counter()
    subprocess.run(
        [sys.executable, "-m", "cspdata", *words, "--archive", str(archive)],
        check=True,
        capture_output=True,
    )
    took, after = time.perf_counter() - start, os.times()
    spent = after.children_user + after.children_system
    spent -= before.children_user + before.children_system
    print(f"| {name}, {parts} | {12 * YEARS * ROWS:,} | {spent:.0f} s | {took:.0f} s |", flush=True)


def proposed(factor: float) -> None:
    tries = FORCES if factor == 1 else TRIES
    found = exact = 0
    for seed in range(tries):
        steps = jumps(force(seed, factor), "district")
        named = [jump for jump in steps if factor == 1 or jump.offence == "burglary"]
        found += bool(named)
        exact += any(jump.month.start.isoformat() == "2021-10-01" for jump in named)
    print(f"| times {factor:g} | {found} of {tries} | {exact} |", flush=True)


def force(seed: int, factor: float) -> pd.DataFrame:
    """Three years of a force with a season, more spread than chance, and burglary times factor."""
    draw = np.random.default_rng(seed)
    rows = []
    for number in range(12 * YEARS):
        season = 1 + 0.25 * np.sin(2 * np.pi * number / 12)
        month = f"{2020 + number // 12}-{number % 12 + 1:02}"
        for district in range(DISTRICTS):
            for offence, level in LEVELS.items():
                stepped = factor if offence == "burglary" and number >= STEP_AT else 1
                expected = level * season * stepped * draw.gamma(40, 1 / 40)
                rows.append([month, district, offence, int(draw.poisson(expected))])
    return pd.DataFrame(rows, columns=["month", "district", "offence", "count"])
