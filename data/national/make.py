"""Makes the tables of this folder from public lookups and outlines; run once, when those are new.

    python data/national/make.py FOLDER

FOLDER holds `places` and `compare` as README.md beside this file lists them.
"""

import gzip
import json
import sys
from pathlib import Path

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq

HERE = Path(__file__).resolve().parent
DEGREE = 10_000
DOMAINS = {
    "Income_Score": "income",
    "Employment_Score": "employment",
    "Education_Score": "education",
    "Health_Score": "health",
    "Housing_and_Access_Score": "access",
    "Environment_Score": "environment",
}
RURAL = {"UU": 0, "UI": 1, "RI": 2, "RM": 3}
REMOTE = {"N": 0, "F": 1}
PACKED = {"compression": "zstd", "compression_level": 19}
UNCHANGED = "U"


def main(folder: Path) -> None:
    lsoas = lsoas_of(folder / "places" / "lsoa21_ward24_district24_residents_ew.csv.gz")
    pq.write_table(
        pa.Table.from_pandas(lsoas, preserve_index=False), out("lsoas.parquet"), **PACKED
    )
    changes = changes_of(folder / "places" / "lsoa11_lsoa21_ew.csv.gz")
    pq.write_table(
        pa.Table.from_pandas(changes, preserve_index=False), out("changes.parquet"), **PACKED
    )
    districts = districts_of(folder / "compare" / "district_csp_force_2024.csv", lsoas)
    districts.to_csv(out("districts.csv"), index=False)
    alike = alike_of(folder / "compare", lsoas)
    alike.to_csv(out("alike.csv"), index=False)
    with gzip.open(folder / "places" / "lsoa21_outlines_ew.geojson.gz", "rt") as stream:
        outlines = outlines_of(json.load(stream), lsoas["lsoa"].tolist())
    pq.write_table(outlines, out("outlines.parquet"), use_dictionary=["lsoa"], **PACKED)


def out(name: str) -> Path:
    return HERE / name


def lsoas_of(path: Path) -> pd.DataFrame:
    """The LSOAs of 2021, those of a district together, as they are also read together."""
    rows = pd.read_csv(path)
    rows = rows.rename(
        columns={
            "lsoa21_code": "lsoa",
            "lsoa21_name": "lsoa_name",
            "ward24_code": "ward_code",
            "ward24_name": "ward",
            "ltla24_code": "district_code",
            "residents_census_2021": "residents",
            "households_census_2021": "households",
        }
    )
    counted = ["residents", "households"]
    columns = ["lsoa", "lsoa_name", "ward_code", "ward", "district_code", *counted]
    whole = dict.fromkeys(counted, "int32")
    return rows.sort_values(["district_code", "lsoa"])[columns].astype(whole)


def changes_of(path: Path) -> pd.DataFrame:
    """Which LSOAs of 2011 became which of 2021, where the code changed."""
    rows = pd.read_csv(path)
    rows = rows[rows["change_code"] != UNCHANGED].rename(
        columns={"lsoa11_code": "lsoa11", "lsoa11_name": "lsoa11_name", "lsoa21_code": "lsoa21"}
    )
    return rows.sort_values(["lsoa11", "lsoa21"])[["lsoa11", "lsoa11_name", "lsoa21"]]


def districts_of(path: Path, lsoas: pd.DataFrame) -> pd.DataFrame:
    rows = pd.read_csv(path).drop_duplicates("ltla24_code")
    rows = rows[rows["ltla24_code"].isin(lsoas["district_code"])]
    named = {
        "ltla24_code": "district_code",
        "ltla24_name": "district",
        "csp24_name": "partnership",
        "pfa24_code": "force_code",
    }
    return rows.rename(columns=named)[list(named.values())].sort_values("district_code")


def alike_of(folder: Path, lsoas: pd.DataFrame) -> pd.DataFrame:
    """What makes districts alike: people and homes, how rural, and deprivation without crime.

    A district that is newer than the scores of 2019, or in Wales, has none.
    """
    people = lsoas.groupby("district_code")[["residents", "households"]].sum()
    classes = pd.read_csv(folder / "rural_urban_2021_districts.csv", index_col="ltla24_code")
    codes = classes["ruc21_code"].reindex(people.index)
    scores = pd.read_csv(folder / "imd2019_districts.csv", index_col="ltla19_code")
    found = pd.DataFrame(
        {
            "residents": people["residents"],
            "households": people["households"],
            "rural": codes.str[:2].map(RURAL),
            "remote": codes.str[2].map(REMOTE),
        }
    )
    return found.join(scores.rename(columns=DOMAINS)[list(DOMAINS.values())]).reset_index()


def outlines_of(collection: dict, order: list[str]) -> pa.Table:
    """A row per ring: its LSOA, its piece, where it starts, and the steps on from there."""
    shapes = {f["properties"]["LSOA21CD"]: f["geometry"] for f in collection["features"]}
    rows = [
        (code, piece, *steps(ring))
        for code in order
        for piece, rings in enumerate(shapes[code]["coordinates"])
        for ring in rings
    ]
    whole = pa.int32(), pa.list_(pa.int16())
    kinds = [pa.string(), pa.int16(), whole[0], whole[0], whole[1], whole[1]]
    names = ["lsoa", "piece", "x", "y", "dx", "dy"]
    columns = [
        pa.array(column, kind) for column, kind in zip(zip(*rows, strict=True), kinds, strict=True)
    ]
    return pa.table(dict(zip(names, columns, strict=True)))


def steps(ring: list) -> tuple:
    points = np.rint(np.array(ring) * DEGREE).astype(int)
    (x, y), (dx, dy) = points[0], np.diff(points, axis=0).T
    return x, y, dx, dy


if __name__ == "__main__":
    main(Path(sys.argv[1]))
