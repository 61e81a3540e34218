"""What police.uk has of each month now, oldest first, and how to bring it; nothing is judged here.

The monthly archive leads: its files carry LSOAs, cover three years and tell by a checksum what was
revised. The API is the other way, where an archive cannot be read in parts.
"""

import gzip
import hashlib
from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass, replace
from functools import partial

import httpx

from cspdata import place
from cspdata.errors import BadReference, SourceUnavailable
from cspdata.fetch import archives, street_api
from cspdata.fetch.archives import Archive
from cspdata.fetch.ask import Patience
from cspdata.fetch.parts import Changed
from cspdata.periods import A_DAY, parse

Say = Callable[[str], None]
# An archive can be renewed while it is read.
ROUNDS = 3
# The API may know a month for some days before its archive is there.
ARCHIVE_LATE = 3


@dataclass(frozen=True)
class Span:
    """Months as 2025-12, first and last; "" for no bound."""

    since: str = ""
    until: str = ""

    def __contains__(self, month: str) -> bool:
        return (self.since or month) <= month <= (self.until or month)


@dataclass(frozen=True)
class Offer:
    """A month as police.uk has it: `edition` changes with its content, `bring` gives the file.

    `archive` is "" for a month of the API. A month in which the force has no file has no `bring`.
    """

    month: str
    name: str
    edition: str
    archive: str
    bring: Callable[[], bytes] | None


def by_archive(line: httpx.Client, span: Span, patience: Patience, say: Say) -> Iterator[Offer]:
    """Every month of the span in the force's files. Raises SourceUnavailable, BadReference."""
    for archive in reversed(_archives(line, span, patience, say)):
        for month in archive.months:
            if month in span:
                yield _offer(line, archive, month, patience)


def by_api(
    line: httpx.Client, span: Span, skipped: Collection[str], patience: Patience, say: Say
) -> Iterator[Offer]:
    """The months of the span but those skipped, counted by outline. Raises SourceUnavailable."""
    for month in street_api.months(line, patience):
        if month not in span or month in skipped:
            continue
        say(f"Asking for {parse(month).words}")
        content = street_api.counts(line, month, patience)
        name = f"{month}-police-uk-api.csv"
        if content is None:
            yield Offer(month, name, "", "", None)
        else:
            edition = f"sha256 {hashlib.sha256(content).hexdigest()}"
            yield Offer(month, name, edition, "", partial(bytes, content))


def _archives(line: httpx.Client, span: Span, patience: Patience, say: Say) -> list[Archive]:
    """The newest archive, and older ones as far as the span goes back; newest first.

    A month stands in the newest archive that holds it and in no other.
    """
    known = street_api.months(line, patience)
    updated = street_api.last_updated(line, patience)
    say(f"Police.uk was last updated for {parse(updated).words}")
    found, since = [_newest(line, known, patience, say)], span.since or known[0]
    while since < (oldest := found[-1].months[0]):
        named = f"{parse(oldest).start - A_DAY:%Y-%m}"
        before = archives.opened(line, named, force(), patience)
        earlier = [month for month in before.months if month < oldest] if before else []
        if before is None or not earlier:
            say(f"Police.uk has no archive of the months before {parse(oldest).words}")
            break
        found.append(replace(before, months=tuple(earlier)))
    return found


def _newest(line: httpx.Client, known: list[str], patience: Patience, say: Say) -> Archive:
    for month in known[: -ARCHIVE_LATE - 1 : -1]:
        archive = archives.opened(line, month, force(), patience)
        if archive is not None and archive.files:
            return archive
        if archive is not None:
            raise BadReference(
                f"The archive {archive.named}.zip of police.uk has no file of “{force()}”. Write "
                "the force in place.csv as police.uk's addresses do, for example “hampshire”."
            )
        say(f"The archive of {parse(month).words} is not there yet")
    raise SourceUnavailable(
        f"Police.uk names {known[-1]} as its newest month and has no archive of it or of the two "
        "months before. Nothing was changed. Run fetch again later, or use --by-api."
    )


def _offer(line: httpx.Client, archive: Archive, month: str, patience: Patience) -> Offer:
    if month not in archive.files:
        return Offer(month, f"{month}-{force()}-street.csv", "", archive.named, None)
    info = archive.files[month]
    name, edition = info.filename.rpartition("/")[2], f"crc32 {info.CRC:08x}"
    return Offer(
        month, name, edition, archive.named, partial(_packed, line, archive, month, patience)
    )


def _packed(line: httpx.Client, archive: Archive, month: str, patience: Patience) -> bytes:
    """The month's file, packed; an archive that was renewed meanwhile is opened anew."""
    for _ in range(ROUNDS):
        try:
            return gzip.compress(archives.content(archive, month), mtime=0)
        except Changed:
            renewed = archives.opened(line, archive.named, force(), patience)
            if renewed is None or month not in renewed.files:
                break
            archive = renewed
    raise archives.replaced(archive.named)


def force() -> str:
    """The force's name in police.uk's files. Raises BadReference."""
    if not place.here().force:
        raise BadReference(
            "place.csv has no row “force”: the police's name in police.uk's addresses and files, "
            "for example “hampshire”. Without it nothing can be fetched."
        )
    return place.here().force
