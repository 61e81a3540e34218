"""Fetching from police.uk: what comes in is right or untouched, whatever happens on the way."""

import gzip
import io
import json
import os
import signal
import subprocess
import sys
import zipfile
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path

import pandas as pd
import pytest

from cspdata import access, areas, offences, place, publish, store
from cspdata.__main__ import main
from cspdata.errors import BadReference, GroundMoved, SourceUnavailable
from cspdata.fetch import archives, bring, notes, timer
from cspdata.fetch.ask import Patience
from cspdata.fetch.offers import Span
from tests import police_uk_site as site_of
from tests.police_uk_site import Site, archive, busy, crime, down, instead, member, packed

pytestmark = pytest.mark.slow

ROOT = Path(__file__).resolve().parent.parent
MONTHS = ["2024-01", "2024-02", "2024-03"]
MAKER = access.person_here("test")
STORED, LISTED = r"^/stored/", r"^/api/crimes-street-dates"
Said = pytest.CaptureFixture[str]


@pytest.fixture
def site(empty_store: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Site]:
    """Three months at a local police.uk, whose archive is read in small parts."""
    store.create()
    monkeypatch.setattr(archives, "LIST_SIZE", 512)
    monkeypatch.setattr(archives, "BLOCK", 4096)
    with site_of.opened(Site({"2024-03": packed(MONTHS)}, list(MONTHS))) as opened:
        monkeypatch.setenv("CSP_POLICE_UK", opened.address)
        yield opened


@pytest.fixture
def naps() -> list[float]:
    """The seconds that were waited, without waiting."""
    return []


@pytest.fixture
def fetch(naps: list[float]) -> Callable[..., list[str]]:
    """Fetch with a patience that does not wait; what was said."""

    def fetched(**wish: object) -> list[str]:
        said: list[str] = []
        patience = Patience(sleep=naps.append, between_s=0)
        bring.bring(bring.Wish(patience=patience, **wish), said.append)  # type: ignore[arg-type]
        return said

    return fetched


def expected(months: list[str], extra: dict[str, int] | None = None) -> Counter[tuple[str, ...]]:
    """A slow count of the made-up files by month, parish and offence."""
    found: Counter[tuple[str, ...]] = Counter()
    for month in months:
        text = site_of.street_file(month, (extra or {}).get(month, 0)).decode()
        for line in text.splitlines()[1:]:
            cells = line.split(",")
            kind = offences.by_police_uk()[cells[9]]
            found[month, areas.of_lsoa()[cells[7]], kind] += 1
    return found


def published() -> Counter[tuple[str, ...]]:
    crimes = store.read("crimes")
    crimes = crimes[crimes["count"] > 0]
    keys = zip(
        crimes["period_start"].dt.strftime("%Y-%m"), crimes["area"], crimes["offence"], strict=True
    )
    return Counter(dict(zip(keys, crimes["count"], strict=True)))


def whole(found: Counter[tuple[str, ...]]) -> bool:
    """Whether each month that is there at all is there as its file has it."""
    return found == expected(sorted({month for month, *_ in found}))


# What comes in


def test_an_empty_store_gets_every_month_oldest_first(site: Site, fetch: Callable) -> None:
    said = fetch()
    assert published() == expected(MONTHS)
    reasons = list(store.history()["reason"])[::-1]
    assert reasons[1:] == [
        f"Fetched from police.uk: {words} (archive of March 2024)"
        for words in ("January 2024", "February 2024", "March 2024")
    ]
    assert "Police.uk was last updated for March 2024" in said
    assert notes.waiting() == []


def test_the_archive_is_read_in_parts_and_never_whole(site: Site, fetch: Callable) -> None:
    site.archives["2024-03"] = archive(
        {member(month): site_of.street_file(month) for month in MONTHS}, padding=3_000_000
    )
    fetch()
    assert published() == expected(MONTHS)
    assert site.sent < 500_000


def test_the_second_time_nothing_is_brought(site: Site, fetch: Callable) -> None:
    fetch()
    before, site.asked = store.version(), []
    fetch()
    assert store.version() == before
    assert sum("/stored/" in asked for asked in site.asked) <= 2


def test_a_new_month_is_brought_alone(site: Site, fetch: Callable) -> None:
    fetch()
    site.months.append("2024-04")
    site.archives["2024-04"] = packed([*MONTHS, "2024-04"])
    fetch()
    assert published() == expected([*MONTHS, "2024-04"])
    assert store.version() == 4


def test_a_revised_month_is_brought_again_and_marked(site: Site, fetch: Callable) -> None:
    fetch()
    site.archives["2024-03"] = packed(MONTHS, {"2024-02": 5})
    fetch()
    assert published() == expected(MONTHS, {"2024-02": 5})
    crimes = store.read("crimes")
    revised = crimes[crimes["status"] == "revised"]
    assert list(zip(revised["area"], revised["offence"], strict=True)) == [("st-paul", "burglary")]
    assert store.version() == 4


def test_a_month_taken_back_at_police_uk_stays_and_is_told(site: Site, fetch: Callable) -> None:
    fetch()
    site.archives["2024-03"] = archive(
        {
            member("2024-01"): site_of.street_file("2024-01"),
            member("2024-02", "fenshire"): site_of.street_file("2024-02"),
            member("2024-03"): site_of.street_file("2024-03"),
        }
    )
    fetch()
    assert published() == expected(MONTHS)
    [gone] = notes.waiting()
    assert gone.sentence.startswith("February 2024 is no longer at police.uk. It stays published")
    site.archives["2024-03"] = packed(MONTHS)
    fetch()
    assert notes.waiting() == []


def test_a_force_that_is_late_with_a_month_is_told(site: Site, fetch: Callable) -> None:
    files = {member(month): site_of.street_file(month) for month in MONTHS[:2]}
    site.archives["2024-03"] = archive(
        files | {member("2024-03", "fenshire"): site_of.street_file("2024-03")}
    )
    assert "Police.uk has nothing of this district for March 2024 yet" in fetch()
    assert published() == expected(MONTHS[:2])
    assert notes.waiting() == []


def test_a_month_that_the_archive_does_not_have_yet_waits_for_it(
    site: Site, fetch: Callable
) -> None:
    site.months.append("2024-04")
    assert "The archive of April 2024 is not there yet" in fetch()
    assert published() == expected(MONTHS)


def test_what_an_officer_published_by_hand_is_not_published_again(
    site: Site, fetch: Callable
) -> None:
    store.create()
    upload = publish.Upload("by-hand.csv", site_of.street_file("2024-01"))
    publish.publish(publish.rehearse([upload]), MAKER)
    fetch()
    assert published() == expected(MONTHS)
    assert store.version() == 3


def test_a_month_that_an_officer_took_back_stays_away_until_asked_for(
    site: Site, fetch: Callable
) -> None:
    fetch()
    publish.restore(2, 3, MAKER, "March is wrong")
    told = "March 2024 was published before and taken back here; it is left out."
    assert any(line.startswith(told) for line in fetch())
    assert published() == expected(MONTHS[:2])
    fetch(again=True)
    assert published() == expected(MONTHS)


def test_a_dry_run_tells_and_changes_nothing(site: Site, fetch: Callable) -> None:
    said = fetch(dry_run=True)
    assert [line for line in said if "A rehearsal only" in line]
    assert store.version() == 0
    assert notes.read() == {}


def test_a_file_is_kept_packed_as_it_was_sent(site: Site, fetch: Callable) -> None:
    fetch(span=Span("2024-02", "2024-02"))
    [file] = store.history()["files"].iloc[0]
    kept = (Path(os.environ["CSP_STORE"]) / "raw" / file["sha256"]).read_bytes()
    assert file["name"] == "2024-02-hampshire-street.csv.gz"
    assert gzip.decompress(kept) == site_of.street_file("2024-02")


# What waits for an officer


def spoilt(month: str) -> bytes:
    """A month with a crime type that nobody knows, which is a fault."""
    return site_of.street_file(month).replace(b",Burglary,", b",Piracy,")


@pytest.fixture
def faulty(site: Site) -> Site:
    files = {member(month): site_of.street_file(month) for month in MONTHS}
    site.archives["2024-03"] = archive(files | {member("2024-02"): spoilt("2024-02")})
    return site


def test_a_faulty_month_waits_and_the_others_are_published(faulty: Site, fetch: Callable) -> None:
    fetch()
    assert published() == expected(["2024-01", "2024-03"])
    [waits] = notes.waiting()
    assert (waits.month, waits.state) == ("2024-02", notes.WAITS)
    assert "“Piracy” is not a crime type of police.uk" in waits.sentence
    assert "2024-02-hampshire-street.csv.gz" in waits.sentence
    assert gzip.decompress(store.note(waits.file) or b"") == spoilt("2024-02")


def test_a_waiting_month_is_not_brought_each_night(faulty: Site, fetch: Callable) -> None:
    fetch()
    said = fetch()
    assert "Rehearsing February 2024" not in said
    assert [note.month for note in notes.waiting()] == ["2024-02"]


def test_what_an_officer_publishes_waits_no_longer(faulty: Site, fetch: Callable) -> None:
    fetch()
    right = publish.Upload("mended.csv", site_of.street_file("2024-02"))
    publish.publish(publish.rehearse([right]), MAKER, "Piracy is burglary")
    assert notes.waiting() == []
    fetch()
    assert published() == expected(MONTHS)
    assert store.note("2024-02-hampshire-street.csv.gz") is None


def test_a_mended_month_is_published_and_its_file_dropped(faulty: Site, fetch: Callable) -> None:
    fetch()
    faulty.archives["2024-03"] = packed(MONTHS)
    fetch()
    assert published() == expected(MONTHS)
    assert notes.waiting() == []
    assert store.note("2024-02-hampshire-street.csv.gz") is None


def test_a_file_that_no_reader_knows_waits_too(site: Site, fetch: Callable) -> None:
    site.archives["2024-03"] = archive({member("2024-03"): b"\x00\x01\x02"})
    fetch()
    [waits] = notes.waiting()
    assert waits.why[0].startswith("2024-03-hampshire-street.csv.gz")
    assert store.version() == 0


def test_spoilt_notes_cost_work_and_nothing_else(site: Site, fetch: Callable) -> None:
    fetch()
    store.keep_note(notes.KEPT, b"{")
    fetch()
    assert published() == expected(MONTHS)
    assert store.version() == 3
    assert set(notes.read()) == set(MONTHS)


# The command


def test_the_command_publishes_and_says_how_many(site: Site, capsys: Said) -> None:
    assert main(["fetch", "--since", "2024-03", "--by", "A. Officer"]) == 0
    assert capsys.readouterr().out == "Months published: 1.\n"
    assert store.history()["by"].iloc[0] == "A. Officer"


def test_the_command_ends_with_three_while_something_waits(faulty: Site, capsys: Said) -> None:
    assert main(["fetch"]) == 3
    assert "February 2024 waits for an officer" in capsys.readouterr().err
    assert main(["fetch"]) == 3
    assert "February 2024 waits for an officer" in capsys.readouterr().err


def test_a_site_that_does_not_answer_is_a_sentence(site: Site, capsys: Said) -> None:
    site.spoil(LISTED, busy("3600"))
    assert main(["fetch"]) == 1
    assert "asks to come back in 3,600 seconds. Nothing was changed" in capsys.readouterr().err
    assert store.version() == 0


@pytest.mark.parametrize("text", ["2024-13", "January", "2024-1", "202401"])
def test_a_month_that_is_none_is_refused(text: str, empty_store: Path, capsys: Said) -> None:
    with pytest.raises(SystemExit) as ended:
        main(["fetch", "--since", text])
    assert ended.value.code == 2
    assert f"“{text}” is not a month: write it as 2025-10" in capsys.readouterr().err


def test_nothing_asks_police_uk_unless_it_is_called(site: Site) -> None:
    store.create()
    main(["history"])
    main(["fetch", "--schedule"])
    assert site.asked == []


def test_the_schedule_is_a_timer_and_a_cron_line(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CSP_STORE", "/srv/100% ours/store")
    text = timer.schedule()
    assert 'Environment="CSP_STORE=/srv/100%% ours/store"' in text
    assert f"ExecStart={sys.executable} -m cspdata fetch\n" in text
    assert "OnCalendar=*-*-* 06:20\n" in text
    [cron] = [line for line in text.splitlines() if line.startswith("20 6 * * * ")]
    assert "CSP_STORE='/srv/100% ours/store'" in cron


def test_a_pack_without_a_force_is_told_what_to_write(
    site: Site, fetch: Callable, monkeypatch: pytest.MonkeyPatch
) -> None:
    here = place.Place(**dict.fromkeys(place.NEEDED, "x"))
    monkeypatch.setattr(place, "here", lambda: here)
    with pytest.raises(BadReference, match="no row “force”"):
        fetch()


def test_a_force_that_police_uk_does_not_know_is_told(site: Site, fetch: Callable) -> None:
    site.archives["2024-03"] = archive({member("2024-03", "fenshire"): b"x"})
    with pytest.raises(BadReference, match="has no file of “hampshire”"):
        fetch()


# Trouble on the way


def test_trouble_that_stays_is_a_sentence_and_what_came_stays(site: Site, fetch: Callable) -> None:
    fetch(span=Span("2024-01", "2024-01"))
    site.spoil(STORED, *[down(503)] * 50)
    with pytest.raises(SourceUnavailable, match="was asked 6 times.*it answered 503"):
        fetch()
    assert published() == expected(MONTHS[:1])
    site.faults.clear()
    fetch()
    assert published() == expected(MONTHS)


def test_a_damaged_month_stops_the_fetch_and_changes_nothing(site: Site, fetch: Callable) -> None:
    sound = site.archives["2024-03"]
    site.archives["2024-03"] = sound[:29_000] + bytes(300) + sound[29_300:]
    with pytest.raises(SourceUnavailable, match="does not agree with its checksum"):
        fetch()
    assert whole(published())
    site.archives["2024-03"] = sound
    fetch()
    assert published() == expected(MONTHS)


# Others at the same time


def test_somebody_who_publishes_meanwhile_loses_nothing(
    site: Site, fetch: Callable, monkeypatch: pytest.MonkeyPatch
) -> None:
    rehearse, tidy = publish.rehearse, b"area,offence,period_start,period_end,count\n"

    def meanwhile(uploads: list[publish.Upload]) -> publish.Rehearsal:
        monkeypatch.setattr(publish, "rehearse", rehearse)
        found = rehearse(uploads)
        other = publish.Upload("o.csv", tidy + b"St Paul,theft,2017-04-01,2017-10-31,53\n")
        publish.publish(rehearse([other]), MAKER)
        return found

    monkeypatch.setattr(publish, "rehearse", meanwhile)
    said = fetch()
    assert "Somebody published meanwhile; rehearsing again" in said
    assert sum(published().values()) == sum(expected(MONTHS).values()) + 53


def test_a_race_that_never_ends_is_given_up(
    site: Site, fetch: Callable, monkeypatch: pytest.MonkeyPatch
) -> None:
    def lost(*_: object) -> int:
        raise GroundMoved("x")

    monkeypatch.setattr(publish, "publish", lost)
    with pytest.raises(GroundMoved, match="Others published each time"):
        fetch()


# Kills


class Died(BaseException):
    """The process ends here."""


@pytest.mark.parametrize("moment", range(1, 8))
def test_a_fetch_that_dies_between_two_writes_is_made_good_by_the_next(
    moment: int, site: Site, fetch: Callable, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Each call that writes beside or into the store is a moment: files sent, commits, notes."""
    calls = iter(range(1, 100))

    def dying(write: Callable) -> Callable:
        def then(*given: object, **named: object) -> object:
            if next(calls) == moment:
                raise Died
            return write(*given, **named)

        return then

    with monkeypatch.context() as patched:
        for name in ("keep_raw", "replace", "keep_note"):
            patched.setattr(store, name, dying(getattr(store, name)))
        with pytest.raises(Died):
            fetch()
    assert whole(published())
    fetch()
    assert published() == expected(MONTHS)
    assert store.version() == 3


IN_SMALL_PARTS = """
from cspdata import kept
from cspdata.__main__ import main
from cspdata.fetch import archives
archives.LIST_SIZE, archives.BLOCK = 512, 4096
kept.announce_signals = kept.announce = lambda version: None
main(["fetch"])
"""


@pytest.mark.parametrize("request_number", [3, 6, 8])
def test_a_fetch_that_is_killed_at_a_request_is_made_good_by_the_next(
    request_number: int, site: Site, fetch: Callable
) -> None:
    process: list[subprocess.Popen[bytes]] = []

    def kill(asked: site_of.Handler) -> None:
        os.kill(process[0].pid, signal.SIGKILL)
        process[0].wait()

    site.spoil("", *[lambda asked: asked.answer(asked.path, {})] * (request_number - 1), kill)
    process.append(subprocess.Popen([sys.executable, "-c", IN_SMALL_PARTS], cwd=ROOT))
    assert process[0].wait(60) == -signal.SIGKILL
    assert whole(published())
    site.faults.clear()
    fetch()
    assert published() == expected(MONTHS)


# The other door: crimes by outline


@pytest.fixture
def by_outline(site: Site) -> Site:
    """Two months of the API: a burglary in each parish, and three drugs offences in St Paul."""
    for month in MONTHS[:2]:
        parishes = areas.at_level("parish")
        rows = [crime(number, month, parish, "burglary") for number, parish in enumerate(parishes)]
        rows += [crime(900 + number, month, "st-paul", "drugs") for number in range(3)]
        site.crimes[month] = rows
    return site


def counted(month: str, offence: str) -> dict[str, int]:
    crimes = store.read("crimes")
    rows = crimes[
        (crimes["period_start"] == pd.Timestamp(f"{month}-01"))
        & (crimes["offence"] == offence)
        & (crimes["count"] > 0)
    ]
    return dict(zip(rows["area"], rows["count"], strict=True))


def test_crimes_of_the_api_are_counted_by_outline_and_are_provisional(
    by_outline: Site, fetch: Callable
) -> None:
    said = fetch(by_api=True)
    for month in MONTHS[:2]:
        assert counted(month, "burglary") == dict.fromkeys(areas.at_level("parish"), 1)
        assert counted(month, "drugs") == {"st-paul": 3}
    assert set(store.read("crimes")["status"]) == {"provisional"}
    assert "Police.uk has nothing of this district for March 2024 yet" in said
    assert "(API, by outline)" in store.history()["reason"].iloc[0]


def test_an_area_with_too_many_crimes_is_asked_for_in_its_parts(
    by_outline: Site, fetch: Callable
) -> None:
    by_outline.most_rows = 5
    fetch(by_api=True)
    assert counted("2024-01", "burglary") == dict.fromkeys(areas.at_level("parish"), 1)
    assert counted("2024-01", "drugs") == {"st-paul": 3}
    posts = sum(asked.startswith("POST") for asked in by_outline.asked)
    assert posts > 30


def test_a_parish_with_too_many_crimes_is_given_up_with_a_sentence(
    by_outline: Site, fetch: Callable
) -> None:
    by_outline.most_rows = 1
    with pytest.raises(SourceUnavailable, match="answered 503"):
        fetch(by_api=True)
    assert store.version() == 0


def test_the_file_takes_the_place_of_what_was_counted_by_outline(
    by_outline: Site, fetch: Callable
) -> None:
    fetch(by_api=True)
    fetch()
    assert published() == expected(MONTHS)
    assert "provisional" not in set(store.read("crimes")["status"])


def test_a_file_is_never_replaced_by_a_count_by_outline(by_outline: Site, fetch: Callable) -> None:
    fetch()
    fetch(by_api=True, again=True)
    assert published() == expected(MONTHS)
    assert not any("POST" in asked for asked in by_outline.asked)


def test_a_provisional_count_that_changes_stays_provisional(
    by_outline: Site, fetch: Callable
) -> None:
    fetch(by_api=True)
    by_outline.crimes["2024-01"].append(crime(950, "2024-01", "st-paul", "drugs"))
    fetch(by_api=True)
    assert counted("2024-01", "drugs") == {"st-paul": 4}
    assert set(store.read("crimes")["status"]) == {"provisional"}


def test_a_row_that_comes_twice_is_counted_once(by_outline: Site, fetch: Callable) -> None:
    by_outline.crimes["2024-01"] *= 2
    fetch(by_api=True)
    assert counted("2024-01", "drugs") == {"st-paul": 3}


def test_a_category_that_nobody_knows_waits_for_an_officer(
    by_outline: Site, fetch: Callable
) -> None:
    by_outline.crimes["2024-01"].append(crime(951, "2024-01", "st-paul", "piracy"))
    fetch(by_api=True)
    assert counted("2024-02", "drugs") == {"st-paul": 3}
    [waits] = notes.waiting()
    assert (waits.month, waits.file) == ("2024-01", "2024-01-police-uk-api.csv")
    assert "“piracy”" in waits.sentence


@pytest.mark.parametrize("row", [{"id": 1, "category": "drugs"}, {"category": "drugs"}, 7])
def test_a_row_that_is_not_as_documented_is_told(
    row: object, by_outline: Site, fetch: Callable
) -> None:
    by_outline.spoil("all-crime", instead(json.dumps([row]).encode()))
    with pytest.raises(SourceUnavailable, match="documentation does not describe"):
        fetch(by_api=True)


# The real months


def test_all_thirty_seven_real_months_come_in_as_their_files_have_them(
    site: Site, fetch: Callable, shared: Path
) -> None:
    """One of them may be unusual enough to wait for an officer; none is wrong."""
    files = {
        path.name[:7]: path.read_bytes()
        for path in sorted((shared / "data" / "police_street").glob("*.csv"))
    }
    newest = shared / "data" / "now" / "police_street_winchester_2025_without_august.zip"
    with zipfile.ZipFile(newest) as zipped:
        files |= {name[:7]: zipped.read(name) for name in zipped.namelist()}
    assert len(files) == 37
    older = {month: text for month, text in files.items() if month < "2018"}
    site.archives = {
        "2017-09": archive({member(month): text for month, text in older.items()}),
        "2024-12": archive({member("2017-10", "fenshire"): b"x"}),
        "2025-12": archive(
            {member(month): text for month, text in files.items() if month > "2018"}
        ),
    }
    site.months = sorted(files)
    fetch(span=Span("2015-07"))
    waits = {note.month for note in notes.waiting()}
    assert len(waits) <= 1
    rows = pd.concat(
        pd.read_csv(io.BytesIO(text)) for month, text in files.items() if month not in waits
    )
    area, kind = rows["LSOA code"].map(areas.of_lsoa()), rows["Crime type"]
    plain = rows.groupby(["Month", area, kind.map(offences.by_police_uk())]).size()
    assert published() == Counter(plain.to_dict())
