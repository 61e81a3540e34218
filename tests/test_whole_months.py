"""Every street-level month that is at hand gives exactly the counts added up by other means."""

from pathlib import Path

import pandas as pd
import pytest

from cspdata import access, areas, offences, publish, store
from cspdata.publish import Upload

pytestmark = pytest.mark.slow

SUMS = "monthly-by-ward.csv"
RAW = Path(__file__).resolve().parent.parent / "data" / "raw" / "police-uk"


@pytest.fixture(scope="module")
def published_once(shared: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A store of the 26 months, published together; tests only read it."""
    place = tmp_path_factory.mktemp("months") / "store"
    with pytest.MonkeyPatch.context() as patched:
        patched.setenv("CSP_STORE", str(place))
        store.create()
        files = sorted((shared / "data" / "police_street").glob("*.csv"))
        rehearsal = publish.rehearse([Upload.from_path(path) for path in files])
        publish.publish(rehearsal, access.person_here("A. Officer"))
    return place


@pytest.fixture
def months(shared: Path, published_once: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The store of the 26 months; the folder they come from."""
    monkeypatch.setenv("CSP_STORE", str(published_once))
    return shared / "data"


def test_the_months_give_exactly_the_monthly_counts(months: Path) -> None:
    sums = pd.read_csv(RAW / SUMS)
    sums = sums.assign(
        area=sums["ward_2013_code"].map(areas.of_ward()),
        offence=sums["crime_type"].map(offences.by_police_uk()),
    )
    expected = sums.groupby(["month", "area", "offence"])["count"].sum()
    held = store.read("crimes").assign(month=lambda rows: rows["period_start"].dt.strftime("%Y-%m"))
    counted = held[held["count"] > 0].set_index(["month", "area", "offence"])["count"]
    assert len(held["month"].unique()) == 26
    assert counted.sort_index().to_dict() == expected.sort_index().to_dict()


def test_the_whole_forces_files_say_the_same_of_the_district(months: Path) -> None:
    files = sorted((months / "police_street_full_force").glob("*.csv.gz"))
    rehearsal = publish.rehearse([Upload.from_path(path) for path in files])
    assert files
    assert not [*rehearsal.faults, *rehearsal.held]
    assert rehearsal.revisions.empty
    assert {table for table, rows in rehearsal.added.items() if rows} == {"elsewhere"}
