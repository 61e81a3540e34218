"""The month that readers may publish to try it: real, attributed, and published by nobody yet."""

import csv
import hashlib
from collections import Counter
from pathlib import Path

import pandas as pd
import pytest

from cspdata import areas, offences, publish, settings, store

FOLDER = Path(__file__).resolve().parent.parent / "data" / "try"
FILE = FOLDER / "2025-10-winchester-street.csv"
ABOUT = (FOLDER / "README.md").read_text("utf-8")


def rows() -> list[dict[str, str]]:
    with FILE.open(encoding="utf-8", newline="") as opened:
        return list(csv.DictReader(opened))


def test_every_row_is_of_the_district_and_the_month() -> None:
    assert len(rows()) == 703
    assert {row["LSOA name"].rpartition(" ")[0] for row in rows()} == {"Winchester"}
    assert {row["Month"] for row in rows()} == {"2025-10"}


def test_where_it_is_from_is_said_of_this_very_file() -> None:
    assert hashlib.sha256(FILE.read_bytes()).hexdigest() in ABOUT
    assert "copy of police.uk's files, not police.uk itself" in " ".join(ABOUT.split())
    assert "Open Government Licence v3.0" in ABOUT


@pytest.mark.slow
def test_it_is_not_published_by_itself(published: Path) -> None:
    assert settings.raw() not in FILE.parents
    assert pd.Timestamp(2025, 10, 1) not in set(store.read("crimes")["period_start"])


@pytest.mark.slow
def test_its_counts_are_those_of_its_rows(published: Path) -> None:
    """Where an LSOA is not listed yet, the rehearsal names it and no row of it is counted."""
    rehearsal = publish.rehearse([publish.Upload.from_path(FILE)])
    crimes = rehearsal.after("crimes")
    crimes = crimes[crimes["period_start"] == pd.Timestamp(2025, 10, 1)]
    counted = crimes.groupby(["area", "offence"])["count"].sum()
    listed, kinds = areas.of_lsoa(), offences.by_police_uk()
    expected = Counter(
        (listed[row["LSOA code"]], kinds[row["Crime type"]])
        for row in rows()
        if row["LSOA code"] in listed
    )
    assert Counter({pair: n for pair, n in counted.items() if n}) == expected
    unlisted = {row["LSOA code"] for row in rows()} - set(listed)
    assert {issue.found for issue in rehearsal.faults} == unlisted
