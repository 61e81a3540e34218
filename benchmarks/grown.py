"""Places and stores of a size: parishes, months and corrections, made up and drawn with a seed.

A store grows from its newest month back, so that the days that pages ask for are the same whatever
its size. Months and corrections are commits of whole tables, as a publication hands them over.
"""

from contextlib import redirect_stdout
from datetime import date
from io import StringIO
from pathlib import Path
from typing import NamedTuple

import numpy as np
import pandas as pd

from cspdata import areas, draft, national, offences, publish, schemas, store
from cspdata.periods import Period, month
from tests.police_uk_site import HEADER

NEWEST = (2025, 10)
SEED, PER_LSOA, STREETS, CHANGED = 23, 14, 12, 40
BIGGER, REGIONS = "Wiltshire", 12


class Tables(NamedTuple):
    """The whole tables of counts and of street locations, as a publication hands them over."""

    crimes: pd.DataFrame
    streets: pd.DataFrame


def place(folder: Path, parishes: int) -> Path:
    """Draft a district of that many parishes in a dozen regions; the folder of its pack."""
    folder.mkdir(parents=True)
    code = national.districts().set_index("district")["district_code"][BIGGER]
    found = national.lsoas()
    codes = sorted(found.loc[found["district_code"] == code, "lsoa"])
    names = [f"Parish {min(number, parishes - 1) + 1:03}" for number in range(len(codes))]
    inside = {name: f"Region {number % REGIONS + 1:02}" for number, name in enumerate(names)}
    parts, regions = folder / "parts.csv", folder / "regions.csv"
    pd.DataFrame({"lsoa": codes, "parish": names}).to_csv(parts, index=False)
    pd.DataFrame(inside.items(), columns=["parish", "region"]).to_csv(regions, index=False)
    wish = draft.Wish(BIGGER, str(parts), regions, folder / "place", None)
    with redirect_stdout(StringIO()):
        draft.new(wish, draft.Conversation(takes_proposals=True), date.today())
    return folder / "place" / draft.PACK


def street_file(year: int, number: int) -> tuple[str, bytes]:
    """The name and content of a made-up month: as many crimes in each LSOA, at a few streets."""
    draw = np.random.default_rng(SEED + 12 * year + number)
    listed = national.lsoas()
    listed = listed[listed["lsoa"].isin(list(areas.of_lsoa()))]
    kinds = list(offences.by_police_uk())
    lines = []
    for at, (lsoa, name) in enumerate(zip(listed["lsoa"], listed["lsoa_name"], strict=True)):
        total = draw.poisson(PER_LSOA)
        streets, of = draw.integers(0, STREETS, total), draw.integers(0, len(kinds), total)
        lines += [
            f"{year}{number:02}{at:03}{row},{year}-{number:02},Police,Police,{-1.3 - at / 1000:.4f}"
            f",{51 + street / 1000:.4f},On or near Street {STREETS * at + street},{lsoa},{name},"
            f"{kinds[kind]},,"
            for row, (street, kind) in enumerate(zip(streets, of, strict=True))
        ]
    return f"{year}-{number:02}-street.csv", "\r\n".join([HEADER, *lines, ""]).encode()


def months() -> list[Tables]:
    """A year of months as the program reads them, the newest first; the store must be empty."""
    return [_read(*_back(number)) for number in range(12)]


def grow(
    year: list[Tables], held: Tables | None, first: int, last: int, at_once: int = 1
) -> Tables:
    """Publish the months from the `first` back to the `last`, so many at once, on the newest
    version; each is drawn around one of the year. What is then published.
    """
    draw = np.random.default_rng(SEED + first)
    parts = [held] if held is not None else []
    for start in range(first, last, at_once):
        brought = _together(
            [
                _dated(year[number % 12], month(*_back(number)), draw)
                for number in range(start, min(start + at_once, last))
            ]
        )
        parts = [_together([*parts, brought])]
        _commit(parts[0], brought, None)
    return parts[0]


def correct(held: Tables, number: int) -> Tables:
    """Publish a correction of some counts of one month; what is then published."""
    draw = np.random.default_rng(SEED + number)
    crimes = held.crimes.copy()
    start = draw.choice(crimes["period_start"].unique())
    at = draw.choice(crimes.index[crimes["period_start"] == start], CHANGED, replace=False)
    before = crimes.loc[at, "count"]
    crimes.loc[at, "count"] += 1
    crimes.loc[at, "status"] = "revised"
    after, rows = held._replace(crimes=crimes), crimes.loc[at]
    brought = Tables(rows, held.streets.head(0))
    _commit(after, brought, rows.rename(columns={"count": "now"}).assign(before=before))
    return after


def _together(parts: list[Tables]) -> Tables:
    return Tables(*(pd.concat(each, ignore_index=True) for each in zip(*parts, strict=True)))


def _commit(whole: Tables, brought: Tables, revised: pd.DataFrame | None) -> None:
    none = pd.DataFrame(columns=[*schemas.CRIMES.key, "before", "now"])
    revised = none if revised is None else revised
    about = store.Publication("benchmark", "A month", changed={"revised": len(revised)})
    store.replace(whole._asdict(), about, store.version(), revised, brought._asdict())


def _back(number: int) -> tuple[int, int]:
    months_ = 12 * NEWEST[0] + NEWEST[1] - 1 - number
    return months_ // 12, months_ % 12 + 1


def _read(year: int, number: int) -> Tables:
    name, content = street_file(year, number)
    tables = publish.rehearse([publish.Upload(name, content)]).tables
    return Tables(tables["crimes"], tables["streets"])


def _dated(tables: Tables, period: Period, draw: np.random.Generator) -> Tables:
    counts = draw.poisson(tables.crimes["count"].astype(float))
    crimes, streets = (
        each.assign(
            period_start=pd.Timestamp(period.start),
            period_end=pd.Timestamp(period.end),
            file=f"{period.start:%Y-%m}-street.csv",
        )
        for each in tables
    )
    return Tables(crimes.assign(count=counts), streets)
