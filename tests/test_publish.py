"""The one door in: rehearsed first, all or nothing, and told in the history."""

from datetime import date
from pathlib import Path

import pandas as pd
import pytest

from cspdata import access, publish, schemas, settings, store
from cspdata.errors import GroundMoved, NoStore, NotPublishable, UnreadableFile
from cspdata.periods import parse
from cspdata.publish import Upload

TIDY = "area,offence,period_start,period_end,count"
REPORT = parse("2017-04-01/2017-10-31")

ANNE, BEN = access.person_here("A. Officer"), access.person_here("B. Officer")


def upload(*rows: str, name: str = "tidy.csv") -> Upload:
    """Rows of "St Paul,theft,53" for April to October 2017."""
    cells = (row.rsplit(",", 1) for row in rows)
    lines = [f"{names},{REPORT.start},{REPORT.end},{count}" for names, count in cells]
    return Upload(name, "\n".join([TIDY, *lines, ""]).encode())


def put(*rows: str, name: str = "tidy.csv") -> int:
    return publish.publish(publish.rehearse([upload(*rows, name=name)]), ANNE)


def counts(at: int | None = None) -> dict[tuple[str, str], int]:
    rows = store.read("crimes", at)
    return dict(zip(zip(rows["area"], rows["offence"], strict=True), rows["count"], strict=True))


def statuses() -> dict[str, str]:
    rows = store.read("crimes")
    return dict(zip(rows["area"], rows["status"], strict=True))


@pytest.fixture
def made(empty_store: Path) -> Path:
    store.create()
    return empty_store


def test_without_a_store_nothing_can_be_rehearsed(empty_store: Path) -> None:
    with pytest.raises(NoStore):
        publish.rehearse([upload("St Paul,theft,53")])


def test_a_rehearsal_changes_nothing(made: Path) -> None:
    rehearsal = publish.rehearse([upload("St Paul,theft,53")])
    assert rehearsal.added == {"crimes": 1}
    assert store.version() == 0
    assert not (made / "raw").exists()


def test_what_was_rehearsed_is_what_is_stored(made: Path) -> None:
    rehearsal = publish.rehearse([upload("St Paul,theft,53")])
    assert publish.publish(rehearsal, ANNE) == 1
    assert counts() == {("st-paul", "theft"): 53}
    assert len(rehearsal.tables["crimes"]) == 1


def test_one_fault_in_one_of_many_files_publishes_nothing(made: Path) -> None:
    sound, faulty = upload("St Paul,theft,53"), upload("Atlantis,theft,1", name="bad.csv")
    rehearsal = publish.rehearse([sound, faulty])
    told = r"1 fault\. The first is in bad\.csv, row 2: “Atlantis” is not an area"
    with pytest.raises(NotPublishable, match=told):
        publish.publish(rehearsal, ANNE)
    assert store.version() == 0


def test_a_file_that_cannot_be_read_stops_the_rehearsal(made: Path) -> None:
    with pytest.raises(UnreadableFile):
        publish.rehearse([upload("St Paul,theft,53"), Upload("no.csv", b"\x00\x01\x02")])


def test_publishing_the_same_file_again_does_nothing(made: Path) -> None:
    put("St Paul,theft,53")
    again = publish.rehearse([upload("St Paul,theft,53")])
    assert again.changes_nothing
    assert publish.publish(again, ANNE) == 1
    assert store.version() == 1


def test_the_same_figures_under_another_name_do_nothing(made: Path) -> None:
    put("St Paul,theft,53")
    assert put("St Paul,theft,53", name="copy.csv") == 1


def test_a_figure_that_changes_is_a_revision_and_marked(made: Path) -> None:
    put("St Paul,theft,53", "St Luke,theft,33")
    rehearsal = publish.rehearse([upload("St Paul,theft,54", "St Luke,theft,33")])
    (revision,) = rehearsal.revisions.to_dict("records")
    assert (revision["area"], revision["before"], revision["now"]) == ("st-paul", 53, 54)
    publish.publish(rehearsal, ANNE)
    assert statuses() == {"st-paul": "revised", "st-luke": "published"}
    assert counts(at=1)["st-paul", "theft"] == 53


def test_a_revised_figure_published_again_stays_marked_and_changes_nothing(made: Path) -> None:
    put("St Paul,theft,53")
    revised = put("St Paul,theft,54")
    assert put("St Paul,theft,54") == revised
    assert statuses() == {"st-paul": "revised"}


def test_what_a_file_does_not_mention_stays(made: Path) -> None:
    put("St Paul,theft,53")
    put("St Luke,theft,33")
    assert counts() == {("st-paul", "theft"): 53, ("st-luke", "theft"): 33}


def test_figures_in_place_of_others_keep_the_other_keys() -> None:
    key = {"area": "st-paul", "offence": "theft", "source": "police-tables", "status": "published"}
    days = {"period_start": date(2017, 4, 1), "period_end": date(2017, 10, 31)}
    where = dict.fromkeys(schemas.PROVENANCE, "") | {"file": "f.csv", "row": 2, "forces": ""}
    old = pd.DataFrame([key | days | where | {"count": 53, "area": a} for a in ("st-paul", "x")])
    new = pd.DataFrame([key | days | where | {"count": 54}])
    together = publish.merged(
        old[schemas.CRIMES.names], new[schemas.CRIMES.names], "crimes"
    ).set_index("area")
    assert together["count"].to_dict() == {"x": 53, "st-paul": 54}
    assert together["status"].to_dict() == {"x": "published", "st-paul": "revised"}


@pytest.mark.slow
def test_a_month_published_again_replaces_its_street_places_whole(made: Path) -> None:
    header = "Crime ID,Month,Longitude,Latitude,Location,LSOA code,LSOA name,Crime type,Context"
    row = ",2017-05,-1.3,51.0,On or near {},E01023277,W,Burglary,\n"
    for places in (["A", "B"], ["A"]):
        rows = "".join(row.format(place) for place in places)
        rehearsal = publish.rehearse([Upload("s.csv", f"{header}\n{rows}".encode())])
        reasons = {issue.name: "Row B was sent twice." for issue in rehearsal.held}
        publish.publish(rehearsal, ANNE, confirmed=reasons)
    assert [held["name"] for held in store.history().iloc[0]["confirmed"]] == ["fewer-2017-05"]
    assert list(store.read("streets")["location"]) == ["On or near A"]


def test_somebody_faster_wins_and_the_slower_is_told(made: Path) -> None:
    slow = publish.rehearse([upload("St Paul,theft,99")])
    put("St Paul,theft,53")
    with pytest.raises(GroundMoved, match="publish again"):
        publish.publish(slow, BEN)
    assert counts() == {("st-paul", "theft"): 53}


def test_a_publication_is_told_with_who_why_and_the_file(made: Path) -> None:
    sent = upload("St Paul,theft,53")
    publish.publish(publish.rehearse([sent]), ANNE, "First figures")
    newest = store.history().iloc[0]
    assert (newest["by"], newest["reason"]) == ("A. Officer", "First figures")
    assert newest["files"] == [
        {
            "name": "tidy.csv",
            "sha256": sent.sha256,
            "source": "police-tables",
            "period": str(REPORT),
            "rows": 1,
        }
    ]
    assert newest["changed"] == {"crimes": 1}


def test_a_file_is_kept_as_it_was_sent(made: Path) -> None:
    sent = upload("St Paul,theft,53")
    publish.publish(publish.rehearse([sent]), ANNE)
    assert (made / "raw" / sent.sha256).read_bytes() == sent.content


def test_the_period_given_with_a_printed_table_is_used(made: Path) -> None:
    table = Upload("t.csv", b"Current period,ST PAUL,ST LUKE\n3 Robbery,1,2\n", None, REPORT)
    publish.publish(publish.rehearse([table]), ANNE)
    assert set(store.read("crimes")["period_end"]) == {pd.Timestamp(REPORT.end)}


def test_each_step_of_a_rehearsal_is_told(made: Path) -> None:
    told: list[str] = []
    publish.rehearse([upload("St Paul,theft,53")], told.append)
    assert told == ["Reading tidy.csv", "Comparing with what is published"]


@pytest.mark.slow
def test_the_published_figures_again_change_nothing(published: Path) -> None:
    for manifest in sorted(settings.raw().glob("*/files.csv")):
        assert publish.rehearse(publish.listed(manifest)).changes_nothing


def test_every_folder_of_published_files_is_one_version(published: Path) -> None:
    folders = sorted(path.parent.name for path in settings.raw().glob("*/files.csv"))
    told = list(store.history()["reason"])
    assert told == [*(f"Figures of {name}" for name in reversed(folders)), told[-1]]


@pytest.mark.slow
def test_the_street_files_count_what_the_monthly_file_says(published: Path, shared: Path) -> None:
    files = sorted((shared / "data" / "police_street").glob("*-street.csv"))
    rehearsal = publish.rehearse([Upload.from_path(path) for path in files])
    assert len(files) == 26
    assert not rehearsal.faults
    assert rehearsal.revisions.empty
    assert rehearsal.added["crimes"] == 0
    placed = rehearsal.tables["streets"]["count"].sum()
    crimes = rehearsal.tables["crimes"]
    assert placed == crimes.loc[crimes["source"] == "police-uk", "count"].sum()
