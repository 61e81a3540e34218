"""A step across a force and a yearly event are proposed where they are, and nowhere else."""

from calendar import month_name

import numpy as np
import pandas as pd
import pytest

from cspdata import areas, offences
from cspdata.draft import proposals
from cspdata.draft.breaks import jumps
from cspdata.draft.yearly import events
from cspdata.packs.faults import breaks
from cspdata.packs.rules import CAVEATS
from tests.test_another_place import ROOT

DISTRICTS = [f"district-{number}" for number in range(8)]
LEVELS = {"burglary": 40, "drugs": 30, "violence-and-sexual": 150, "asb": 120, "weapons": 2}
SEASON = 0.25


def months(years: int) -> list[str]:
    return [f"{2020 + number // 12}-{number % 12 + 1:02}" for number in range(12 * years)]


def force(seed: int, years: int = 3, district: int = 8, column: str = "district") -> pd.DataFrame:
    """Counts with a season and more spread than chance alone, and nothing that steps."""
    draw = np.random.default_rng(seed)
    rows = []
    for number, month in enumerate(months(years)):
        season = 1 + SEASON * np.sin(2 * np.pi * number / 12)
        for place in DISTRICTS[:district]:
            for offence, level in LEVELS.items():
                expected = level * season * draw.gamma(40, 1 / 40)
                rows.append([month, place, offence, int(draw.poisson(expected))])
    return pd.DataFrame(rows, columns=["month", column, "offence", "count"])


def times(counts: pd.DataFrame, where: pd.Series, factor: float) -> pd.DataFrame:
    return counts.assign(count=(counts["count"] * np.where(where, factor, 1)).astype(int))


def rising(counts: pd.DataFrame, where: pd.Series) -> pd.DataFrame:
    """The counts with some doubling over three years, a little each month."""
    at = counts["month"].map({month: place for place, month in enumerate(months(3))})
    return counts.assign(count=(counts["count"] * np.where(where, 2 ** (at / 36), 1)).astype(int))


# Steps


@pytest.mark.parametrize("seed", range(12))
def test_seasons_and_chance_are_no_step(seed: int) -> None:
    assert jumps(force(seed), "district") == []


@pytest.mark.parametrize("factor", [0.6, 1.7, 2.4])
@pytest.mark.parametrize("seed", range(3))
def test_a_step_in_every_district_is_found_with_its_month(seed: int, factor: float) -> None:
    counts = force(seed)
    stepped = (counts["offence"] == "drugs") & (counts["month"] >= "2021-10")
    [jump] = jumps(times(counts, stepped, factor), "district")
    assert (jump.offence, str(jump.month.start), jump.of) == ("drugs", "2021-10-01", 8)
    assert jump.places >= 0.8 * jump.of


def test_a_step_that_is_felt_in_the_total_breaks_that_too() -> None:
    counts = force(1)
    later = counts["month"] >= "2021-10"
    violence = times(counts, later & (counts["offence"] == "violence-and-sexual"), 2)
    assert jumps(violence, "district")[0].touched == ("all-crime",)
    assert (
        jumps(times(counts, later & (counts["offence"] == "asb"), 0.5), "district")[0].touched == ()
    )


@pytest.mark.parametrize(
    "reason", ["one district", "one month", "a rise", "everything", "a long gap", "too few months"]
)
def test_what_another_reason_explains_is_no_step(reason: str) -> None:
    counts = force(2)
    drugs = counts["offence"] == "drugs"
    later = counts["month"] >= "2021-10"
    changed = {
        "one district": times(counts, drugs & later & (counts["district"] == "district-0"), 5),
        "one month": times(counts, drugs & (counts["month"] == "2021-10"), 6),
        "everything": times(counts, later, 1.8),
        "a rise": rising(counts, drugs),
        "too few months": times(counts, drugs & later, 3)[
            lambda rows: rows["month"].between("2021-02", "2022-06")
        ],
        "a long gap": times(counts, drugs & later, 2)[
            lambda rows: ~rows["month"].between("2021-05", "2021-09")
        ],
    }
    assert jumps(changed[reason], "district") == []


def winchester() -> pd.DataFrame:
    """The shipped counts of police.uk: month, area, offence, count."""
    rows = pd.read_csv(ROOT / "data" / "raw" / "police-uk" / "monthly-by-ward.csv")
    return rows.assign(
        area=rows["ward_2013_code"].map(areas.of_ward()),
        offence=rows["crime_type"].map(offences.by_police_uk()),
    )


def test_in_the_real_counts_the_one_step_is_that_of_violence() -> None:
    [jump] = jumps(winchester(), "area")
    assert (jump.offence, str(jump.month.start)) == ("violence-and-sexual", "2017-04-01")
    assert jump.touched == ("all-crime",)


def test_a_step_that_is_known_is_not_proposed_again() -> None:
    [jump] = jumps(winchester(), "area")
    caveat = {"from": "2017-04-01", "offences": "violence-and-sexual; all-crime"}
    assert proposals.unknown([jump], [caveat]) == []
    assert proposals.unknown([jump], [caveat | {"from": "2017-05-01"}]) == [jump]


# Events


def test_in_the_real_counts_the_one_event_is_the_festival() -> None:
    [event] = events(winchester())
    assert (event.area, month_name[event.number]) == ("itchen-valley", "August")
    assert set(event.offences) >= {"drugs", "theft", "all-crime"}
    rows = winchester().query("area == 'itchen-valley' and offence != 'asb'")
    august = rows[rows["month"].str.endswith("-08")].groupby("month")["count"].sum()
    assert list(event.counts.values()) == august.tolist()


@pytest.mark.parametrize("seed", range(4))
def test_seasons_and_chance_are_no_event(seed: int) -> None:
    assert events(force(seed, column="area")) == []


@pytest.mark.parametrize(
    ("stand_out", "found"),
    [
        (["2020-07", "2021-07", "2022-07"], [("district-3", 7)]),
        (["2020-07", "2021-07"], []),
        (["2021-07"], []),
        (["2020-07", "2021-08", "2022-07"], []),
    ],
    ids=["every year", "not the last", "once", "another month"],
)
def test_an_event_stands_out_in_every_year(
    stand_out: list[str], found: list[tuple[str, int]]
) -> None:
    counts = force(5, column="area")
    where = (
        (counts["area"] == "district-3")
        & (counts["offence"] == "drugs")
        & counts["month"].isin(stand_out)
    )
    seen = events(times(counts, where, 8))
    assert [(event.area, event.number) for event in seen] == found
    assert all("drugs" in event.offences for event in seen)


# What is proposed is a caveat that a pack may hold


@pytest.mark.slow
def test_proposals_are_rows_that_a_pack_may_hold() -> None:
    [jump], [event] = jumps(winchester(), "area"), events(winchester())
    path = ["itchen-valley", "winchester-rural", "winchester"]
    rows = [
        proposals.of_jump(jump, "some files"),
        proposals.of_event(event, "Itchen Valley", path, "some files"),
    ]
    codes = {"areas.csv": areas.order(), "offences.csv": offences.order(), "sources": ["police-uk"]}
    for row in rows:
        for column, rules in CAVEATS.items():
            assert [rule(row[column], codes) for rule in rules if rule(row[column], codes)] == []
    assert list(breaks(proposals.table(rows))) == []
    assert rows[0]["alternative"] == "Use all crime except violence and sexual offences."
    assert rows[1]["sentence"].startswith(
        "In August of 2015, 2016 and 2017 Itchen Valley has 461, 260 and 212 of all"
    )
