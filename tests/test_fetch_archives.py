"""The archive of police.uk read over a bad line: each month arrives whole, or a sentence does."""

import gzip
import re
import zipfile
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime

import pytest

from cspdata.errors import SourceUnavailable
from cspdata.fetch import archives, ask, offers
from cspdata.fetch.ask import Patience
from cspdata.fetch.offers import Span
from tests import police_uk_site as site_of
from tests.police_uk_site import (
    Handler,
    Site,
    archive,
    busy,
    cut_after,
    down,
    instead,
    member,
    packed,
    reset,
    street_file,
)

MONTHS = ["2024-01", "2024-02", "2024-03"]
STORED, LISTED = r"^/stored/", r"^/api/crimes-street-dates"


@pytest.fixture
def site(monkeypatch: pytest.MonkeyPatch) -> Iterator[Site]:
    """Three months at a local police.uk, whose archive is read in small parts."""
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
def said() -> list[str]:
    return []


@pytest.fixture
def brought(naps: list[float], said: list[str]) -> Callable[..., dict[str, bytes]]:
    """The content of each month of a span."""

    def all_of(since: str = "", until: str = "") -> dict[str, bytes]:
        patience = Patience(sleep=naps.append, between_s=0)
        with ask.line() as line:
            found = offers.by_archive(line, Span(since, until), patience, said.append)
            return {offer.month: gzip.decompress(offer.bring()) for offer in found if offer.bring}

    return all_of


def files(months: list[str], extra: dict[str, int] | None = None) -> dict[str, bytes]:
    return {month: street_file(month, (extra or {}).get(month, 0)) for month in months}


def as_ever(asked: Handler) -> None:
    """No fault at all, to let a request pass before the next one meets its own."""
    asked.answer(asked.path, {})


# Which archive


def test_every_month_of_the_newest_archive_is_offered(site: Site, brought: Callable) -> None:
    assert brought() == files(MONTHS)


def test_older_archives_are_opened_as_far_as_asked(site: Site, brought: Callable) -> None:
    site.archives["2023-12"] = packed(["2023-10", "2023-11", "2023-12"])
    site.archives["2023-09"] = packed(["2023-09"])
    assert brought("2023-11", "2024-01") == files(["2023-11", "2023-12", "2024-01"])
    assert not any("2023-09" in asked for asked in site.asked)


def test_a_month_in_two_archives_is_read_from_the_newer(site: Site, brought: Callable) -> None:
    site.archives["2023-12"] = packed(["2023-12", "2024-01"], {"2024-01": 9})
    assert brought("2023-12") == files(["2023-12", *MONTHS])


def test_the_end_of_the_archives_is_told(site: Site, brought: Callable, said: list[str]) -> None:
    assert brought("2023-06") == files(MONTHS)
    assert "Police.uk has no archive of the months before January 2024" in said


def test_an_older_archive_that_goes_no_further_back_ends_the_search(
    site: Site, brought: Callable
) -> None:
    site.archives["2023-12"] = packed(["2024-02"])
    assert brought("2020-01") == files(MONTHS)


def test_an_archive_that_is_late_is_told_and_the_one_before_read(
    site: Site, brought: Callable, said: list[str]
) -> None:
    site.months.append("2024-04")
    assert brought() == files(MONTHS)
    assert "The archive of April 2024 is not there yet" in said


def test_no_archive_at_all_is_told(site: Site, brought: Callable) -> None:
    site.archives = {}
    with pytest.raises(SourceUnavailable, match="has no archive of it or of the two months before"):
        brought()


def test_an_archive_larger_than_zip_allows_without_its_extension_is_read(
    site: Site, brought: Callable, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Zip64, as it is written once an archive outgrows four gigabytes."""
    monkeypatch.setattr(zipfile, "ZIP64_LIMIT", 10_000)
    site.archives["2024-03"] = packed(MONTHS)
    monkeypatch.undo()
    monkeypatch.setenv("CSP_POLICE_UK", site.address)
    monkeypatch.setattr(archives, "LIST_SIZE", 512)
    assert brought() == files(MONTHS)


# A bad line


def test_a_busy_site_is_asked_again_when_it_says(
    site: Site, brought: Callable, naps: list[float]
) -> None:
    site.spoil(LISTED, busy("7"), busy(""))
    site.spoil(STORED, busy("3"))
    assert brought() == files(MONTHS)
    assert [nap for nap in naps if nap] == [7, 2, 3]


def test_a_moment_to_come_back_is_understood(
    site: Site, brought: Callable, naps: list[float]
) -> None:
    moment = datetime.now(UTC) + timedelta(seconds=90)
    site.spoil(LISTED, busy(format_datetime(moment, usegmt=True)))
    brought()
    assert 60 < max(naps) <= 90


@pytest.mark.parametrize("text", ["soon", "-5", "1e9", "1 2"])
def test_a_wait_that_nobody_understands_is_our_own(
    text: str, site: Site, brought: Callable, naps: list[float]
) -> None:
    site.spoil(LISTED, busy(text))
    brought()
    assert [nap for nap in naps if nap] == [1]


def test_a_wait_of_an_hour_is_not_waited(site: Site, brought: Callable, naps: list[float]) -> None:
    site.spoil(LISTED, busy("3600"))
    with pytest.raises(SourceUnavailable, match="asks to come back in 3,600 seconds"):
        brought()
    assert not any(naps)


@pytest.mark.parametrize("trouble", [reset, down(500), down(502), down(503), cut_after(10)])
def test_trouble_that_passes_changes_nothing(
    trouble: Callable, site: Site, brought: Callable, naps: list[float]
) -> None:
    site.spoil(LISTED, trouble, trouble)
    site.spoil(STORED, trouble, trouble)
    assert brought() == files(MONTHS)
    assert [nap for nap in naps if nap] == [1, 2, 1, 2]


def test_trouble_that_stays_is_given_up_after_half_a_minute(
    site: Site, brought: Callable, naps: list[float]
) -> None:
    site.spoil(LISTED, *[reset] * 20)
    with pytest.raises(SourceUnavailable, match="was asked 6 times and did not answer"):
        brought()
    assert sum(naps) == 1 + 2 + 4 + 8 + 16


def test_an_answer_that_no_documentation_has_is_told(site: Site, brought: Callable) -> None:
    site.spoil(LISTED, down(418))
    with pytest.raises(SourceUnavailable, match="answered 418, which is not in its documentation"):
        brought()


def test_an_address_that_leads_in_circles_is_told(site: Site, brought: Callable) -> None:
    site.spoil(
        "/data/archive/", *[lambda asked: asked.send(302, b"", {"Location": asked.path})] * 40
    )
    with pytest.raises(SourceUnavailable, match="leads nowhere"):
        brought()


def test_a_cut_download_goes_on_where_it_broke_off(
    site: Site, brought: Callable, naps: list[float], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Nine cuts are more than the site may have in a row, and each brought something."""
    monkeypatch.setattr(archives, "BLOCK", 10**6)
    site.spoil(STORED, as_ever, *[cut_after(500)] * 9)
    assert brought("2024-01", "2024-01") == files(MONTHS[:1])
    firsts = [int(found[1]) for asked in site.asked if (found := re.search(r"bytes=(\d+)-", asked))]
    assert firsts == [firsts[0] + 500 * number for number in range(10)]
    assert [nap for nap in naps if nap] == [1] * 9


def test_an_archive_that_is_replaced_meanwhile_is_opened_anew(
    site: Site, brought: Callable
) -> None:
    def renew(asked: Handler) -> None:
        site.archives["2024-03"] = packed(MONTHS, {"2024-01": 4})
        as_ever(asked)

    site.spoil(STORED, as_ever, renew)
    assert brought() == files(MONTHS, {"2024-01": 4})


def test_an_archive_that_is_always_replaced_is_given_up(site: Site, brought: Callable) -> None:
    editions = iter(range(100))

    def renew(asked: Handler) -> None:
        site.archives["2024-03"] = packed(MONTHS, {"2024-01": next(editions)})
        as_ever(asked)

    site.spoil(STORED, *[renew] * 100)
    with pytest.raises(SourceUnavailable, match="was replaced while it was read"):
        brought()


# A bad archive


@pytest.mark.parametrize(
    ("spoil", "told"),
    [
        (lambda whole: whole[:30_000], "cut off or damaged: it has no list of its files"),
        (lambda whole: b"<html>maintenance</html>", "cut off or damaged"),
        (lambda whole: whole[:21_000] + bytes(300) + whole[21_300:], "agree with its checksum"),
        (lambda whole: whole[:20_070] + b"XX" + whole[20_072:], "agree with its checksum"),
    ],
)
def test_a_damaged_archive_is_told(
    spoil: Callable[[bytes], bytes], told: str, site: Site, brought: Callable
) -> None:
    site.archives["2024-03"] = spoil(site.archives["2024-03"])
    with pytest.raises(SourceUnavailable, match=told):
        brought()


def test_a_file_that_claims_a_huge_size_is_not_unpacked(
    site: Site, brought: Callable, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(archives, "LARGEST_FILE", 1000)
    with pytest.raises(SourceUnavailable, match="as no month does"):
        brought()


def test_a_site_that_gives_no_parts_is_told(site: Site, brought: Callable) -> None:
    site.spoil(STORED, instead(bytes(10**6)))
    with pytest.raises(SourceUnavailable, match="does not give parts of a file.*--by-api"):
        brought()


def test_files_of_other_forces_and_kinds_are_left_alone(site: Site, brought: Callable) -> None:
    site.archives["2024-03"] = archive(
        {
            member("2024-03"): street_file("2024-03"),
            member("2024-03", "hampshire-marine"): b"x",
            "2024-03/2024-03-hampshire-outcomes.csv": b"x",
            "2024-03/2024-02-hampshire-street.csv": b"x",
            "2024-03-hampshire-street.csv": b"x",
        }
    )
    assert brought() == files(["2024-03"])


# A bad answer


@pytest.mark.parametrize("answer", [b"{}", b"[]", b'[{"month": 1}]', b"3", b"null"])
def test_an_answer_that_is_not_as_documented_is_told(
    answer: bytes, site: Site, brought: Callable
) -> None:
    site.spoil(LISTED, instead(answer))
    with pytest.raises(SourceUnavailable, match="documentation does not describe"):
        brought()


def test_a_page_in_place_of_an_answer_may_pass(site: Site, brought: Callable) -> None:
    site.spoil(LISTED, instead(b"<html>Sign in to the hotel's network</html>"))
    assert brought() == files(MONTHS)


def test_an_endless_answer_is_not_read_to_its_end(
    site: Site, brought: Callable, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(ask, "LARGEST_ANSWER", 1000)
    site.spoil(LISTED, instead(bytes(5000)))
    with pytest.raises(SourceUnavailable, match="more than any answer needs"):
        brought()
