"""A year of all forces counted by district: an archive and a folder of files, beside DuckDB.

The rows are made up in police.uk's shape and number: every force, twelve months, rows in proportion
to residents, with LSOAs, crime IDs and streets as long as real ones.
"""

import os
import subprocess
import sys
import tempfile
import zipfile
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pandas as pd

from benchmarks.servers import ROOT
from cspdata import national, settings, store

ROWS, YEAR, SEED, IN_TURN = 6_000_000, 2024, 29, 2
# What share of the rows is of which crime type, roughly as police.uk's of 2025.
TYPES = {
    "Violence and sexual offences": 33,
    "Anti-social behaviour": 16,
    "Shoplifting": 8,
    "Public order": 8,
    "Criminal damage and arson": 8,
    "Other theft": 7,
    "Vehicle crime": 6,
    "Burglary": 4,
    "Drugs": 3,
    "Other crime": 2,
    "Theft from the person": 2,
    "Robbery": 1,
    "Possession of weapons": 1,
    "Bicycle theft": 1,
}
WITHOUT_LSOA = 0.01
COUNTED = """
select "Month", district_code, "Crime type", count(*)
from read_csv('{files}/*.csv', quote='"') join read_parquet('{lsoas}') on "LSOA code" = lsoa
group by all
"""
MEASURED = """
import time
from pathlib import Path
{before}
began, worked = time.perf_counter(), time.process_time()
{work}
least = Path("/proc/self/status").read_text().split("VmHWM:")[1].split()[0]
print(time.perf_counter() - began, time.process_time() - worked, int(least) / 1024)
"""
HERE = (
    "from cspdata import publish",
    "publish.rehearse([publish.Upload.from_path(p, 'police-uk-districts')"
    " for p in map(Path, {files!r})])",
)
DUCKDB = (
    "import duckdb; duckdb.sql('set enable_progress_bar = false')",
    "duckdb.sql({query!r}).fetchall()",
)
UNZIPPED = (
    "import zipfile",
    "archive = zipfile.ZipFile({path!r})\nfor name in archive.namelist(): archive.read(name)",
)


def main() -> None:
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place) / "csv"
        folder.mkdir()
        rows = sum(_write(folder, *each) for each in _months())
        archive = Path(place) / "all-forces.zip"
        _pack(folder, archive)
        os.environ["CSP_STORE"] = f"{place}/store"
        store.create()
        _tell(rows, folder, archive)


def _tell(rows: int, folder: Path, archive: Path) -> None:
    files = sorted(map(str, folder.glob("*.csv")))
    size = sum(map(os.path.getsize, files)) / 1e6
    print(
        f"{rows:,} rows in {len(files)} files, {size:,.0f} MB; the zip has "
        f"{archive.stat().st_size / 1e6:,.0f} MB.\n"
    )
    print("| what | processor, s | clock, s | most memory, MB |\n| --- | --- | --- | --- |")
    ways = {
        "a folder of files, rehearsed here": _filled(HERE, files=files),
        "the same files, counted by DuckDB": _filled(DUCKDB, query=_query(folder)),
        "the archive, rehearsed here": _filled(HERE, files=[str(archive)]),
        "the archive, only unpacked": _filled(UNZIPPED, path=str(archive)),
    }
    found: dict[str, list[list[float]]] = {way: [] for way in ways}
    for _ in range(IN_TURN):
        for way, program in ways.items():
            found[way].append(_run(program))
    for way, times in found.items():
        clock, worked, memory = (min(each) for each in zip(*times, strict=True))
        print(f"| {way} | {worked:.1f} | {clock:.1f} | {memory:,.0f} |", flush=True)


def _query(folder: Path) -> str:
    return COUNTED.format(files=folder, lsoas=settings.NATIONAL / "lsoas.parquet")


def _filled(way: tuple[str, str], **given: object) -> str:
    before, work = way
    return MEASURED.format(before=before, work=work.format(**given))


def _run(program: str) -> list[float]:
    done = subprocess.run(
        [sys.executable, "-c", program], cwd=ROOT, capture_output=True, text=True, check=True
    )
    return [float(part) for part in done.stdout.split()]


def _months() -> Iterator[tuple[str, str, pd.DataFrame, int]]:
    """Each month of each force: its name, police, LSOAs and how many rows."""
    lsoas = national.lsoas().merge(national.districts(), on="district_code")
    everybody = lsoas["residents"].sum()
    for (force, police), own in lsoas.groupby(["force", "police"]):
        share = own["residents"].sum() / everybody
        for number in range(1, 13):
            yield f"{YEAR}-{number:02}-{force}", str(police), own, round(ROWS / 12 * share)


def _write(folder: Path, name: str, police: str, lsoas: pd.DataFrame, rows: int) -> int:
    """One file as police.uk writes it, in the order of the LSOAs' names."""
    chance = np.random.default_rng([SEED, *name.encode()])
    weights = lsoas["residents"] / lsoas["residents"].sum()
    places = np.sort(chance.choice(np.argsort(np.argsort(lsoas["lsoa_name"])), rows, p=weights))
    ordered = lsoas.sort_values("lsoa_name")
    at = ordered.iloc[places]
    kinds = chance.choice(list(TYPES), rows, p=np.array(list(TYPES.values())) / sum(TYPES.values()))
    nowhere = chance.random(rows) < WITHOUT_LSOA
    ids = np.where(kinds == "Anti-social behaviour", "", _hex(chance, rows))
    east, north = chance.uniform(-5, 1, rows), chance.uniform(50, 55, rows)
    streets = np.char.add("On or near Made-up Street ", chance.integers(0, 4000, rows).astype(str))
    table = pd.DataFrame(
        {
            "Crime ID": ids,
            "Month": name[:7],
            "Reported by": police,
            "Falls within": police,
            "Longitude": np.char.mod("%.6f", east),
            "Latitude": np.char.mod("%.6f", north),
            "Location": np.where(nowhere, "No Location", streets),
            "LSOA code": np.where(nowhere, "", at["lsoa"].to_numpy(str)),
            "LSOA name": np.where(nowhere, "", at["lsoa_name"].to_numpy(str)),
            "Crime type": kinds,
            "Last outcome category": np.where(ids == "", "", "Under investigation"),
            "Context": "",
        }
    )
    table.to_csv(folder / f"{name}-street.csv", index=False, lineterminator="\n")
    return rows


def _hex(chance: np.random.Generator, rows: int) -> np.ndarray:
    text = chance.bytes(32 * rows).hex()
    return np.array([text[64 * row : 64 * (row + 1)] for row in range(rows)])


def _pack(folder: Path, archive: Path) -> None:
    with zipfile.ZipFile(archive, "w", zipfile.ZIP_DEFLATED, compresslevel=6) as packed:
        for path in sorted(folder.glob("*.csv")):
            packed.write(path, f"{path.name[:7]}/{path.name}")


if __name__ == "__main__":
    main()
