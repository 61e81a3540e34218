"""The police's files as downloaded -> the folder of raw files and counts; no row is changed.

An archive can hold outcomes, stop and search and other forces beside the street-level files of
this place's force; what is of no use here is left out, and the caller is told how much.
"""

import shutil
import zipfile
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path, PurePosixPath

import pandas as pd

from cspdata import national, offences, readers
from cspdata.errors import UnreadableFile
from cspdata.periods import month

STREET = "-street.csv"
COUNTED = ["month", "district_code", "lsoa", "offence"]
MANIFEST = "files.csv"


def gathered(given: Sequence[Path], folder: Path, force: str) -> tuple[list[Path], int]:
    """The street-level files put into a folder, zips as zips; and how many were left out."""
    folder.mkdir(parents=True, exist_ok=True)
    kept: list[Path] = []
    left_out = 0
    for path in given:
        if zipfile.is_zipfile(path):
            file, without = _from_zip(path, folder / path.name, force)
            kept, left_out = [*kept, file], left_out + without
            continue
        inside = sorted(path.rglob("*.csv")) if path.is_dir() else [path]
        wanted = _wanted([file.name for file in inside], force)
        kept += [_copied(file, folder) for file in inside if file.name in wanted]
        left_out += len(inside) - len(wanted)
    return kept, left_out


def counted(
    files: Iterable[Path], districts: pd.DataFrame, progress: Callable[[str], None]
) -> pd.DataFrame:
    """COUNTED and `count` of the rows of a force's districts, each a month, LSOA and offence.

    Raises UnreadableFile where there are no street-level rows of these districts.
    """
    place = _district_of_lsoa(districts)
    parts = []
    for file in files:
        progress(f"Reading {file.name}")
        for sheet in readers.read_each(file, file.name, wanted=readers.Wanted(frozenset(place))):
            if sheet.shape == "street":
                parts.append(sheet.rows.groupby(["month", "lsoa", "crime_type"]).size())
    rows = pd.concat(parts).rename("count").reset_index() if parts else pd.DataFrame()
    if rows.empty:
        names = ", ".join(sorted(districts["force_name"].unique()))
        raise UnreadableFile(f"These files hold no street-level crime in the area of {names}.")
    rows = rows.assign(
        district_code=rows["lsoa"].map(place),
        offence=rows["crime_type"].map(offences.by_police_uk()),
    )
    rows = rows[rows["month"].str.fullmatch(r"\d{4}-(0[1-9]|1[0-2])")]
    return rows.dropna(subset="offence").groupby(COUNTED)["count"].sum().reset_index()


def manifest(files: Sequence[Path], months: Sequence[str]) -> pd.DataFrame:
    """`files.csv` beside the raw files: file, source, period, place."""
    first, last = (month(*map(int, text.split("-"))) for text in (min(months), max(months)))
    span = f"{first.start}/{last.end}"
    rows = [[file.name, "police-uk", span, "data.police.uk street-level files"] for file in files]
    return pd.DataFrame(rows, columns=["file", "source", "period", "place"])


def _district_of_lsoa(districts: pd.DataFrame) -> dict[str, str]:
    """Every LSOA of either census in these districts, by code; a former one by its name."""
    new = national.lsoas().set_index("lsoa")["district_code"]
    new = new[new.isin(districts["district_code"])]
    former = national.changes().drop_duplicates("lsoa11").set_index("lsoa11")["lsoa11_name"]
    old = former.map(national.begins).map(national.homes())
    both = pd.concat([old[old.isin(districts["district_code"])], new])
    return dict(zip(map(str, both.index), both, strict=True))


def _from_zip(path: Path, target: Path, force: str) -> tuple[Path, int]:
    with zipfile.ZipFile(path) as archive:
        entries = [entry for entry in archive.infolist() if not entry.is_dir()]
        wanted = _wanted([PurePosixPath(entry.filename).name for entry in entries], force)
        useful = [e for e in entries if PurePosixPath(e.filename).name in wanted]
        if len(useful) == len(entries):
            return _copied(path, target.parent), 0
        with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as smaller:
            for entry in useful:
                smaller.writestr(entry, archive.read(entry))
    return target, len(entries) - len(useful)


def _wanted(names: Sequence[str], force: str) -> set[str]:
    """The force's street-level files by name; where none is named so, whatever there is."""
    street = {name for name in names if name.endswith(STREET)}
    ours = {name for name in street if name.endswith(f"-{force}{STREET}")}
    return ours or street or set(names)


def _copied(file: Path, folder: Path) -> Path:
    return Path(shutil.copyfile(file, folder / file.name))
