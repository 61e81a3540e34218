"""Each month that is new or revised at police.uk, rehearsed and published by itself, oldest first.

Nothing that stops or is held is published here: it waits for an officer, and a note says so.
"""

from collections.abc import Iterator
from dataclasses import dataclass

import httpx

from cspdata import access, brought, publish, store
from cspdata.errors import GroundMoved, UnreadableFile
from cspdata.fetch import notes, offers
from cspdata.fetch.ask import Patience, line
from cspdata.fetch.notes import GONE, PUBLISHED, WAITS
from cspdata.fetch.offers import Offer, Say, Span
from cspdata.periods import Period, parse
from cspdata.publish import Rehearsal, Upload
from cspdata.sources import POLICE_UK

# Somebody can publish between a rehearsal and its commit.
ROUNDS = 3
FILE, API = "file", "api"
Held = dict[str, str]


@dataclass(frozen=True)
class Wish:
    """What fetch is asked for; `again` also brings what was brought before."""

    span: Span = Span()
    by: str = "fetch"
    dry_run: bool = False
    by_api: bool = False
    again: bool = False
    patience: Patience = Patience()


def bring(wish: Wish, say: Say) -> list[int]:
    """Publish what is new or revised at police.uk; the versions made, oldest first.

    Afterwards `notes.waiting()` has the months that were not published. Raises SourceUnavailable,
    BadReference, NotAllowed, NoStore, StoreUnavailable; what was published before that stays.
    """
    if not wish.dry_run:
        notes.settle()
    have = held()
    with line() as opened:
        made = [_dealt_with(offer, have, wish, say) for offer in _offers(opened, have, wish, say)]
    return [version for version in made if version is not None]


def held() -> Held:
    """Each month of police.uk that is published: FILE, or API for one counted by outline."""
    crimes = store.read("crimes")
    crimes = crimes[crimes["source"] == POLICE_UK.source]
    firsts = crimes.drop_duplicates(["period_start", "period_end"])
    days = zip(firsts["period_start"].dt.date, firsts["period_end"].dt.date, strict=True)
    spans = zip((Period(*both) for both in days), firsts["status"], strict=True)
    return {
        f"{span.start:%Y-%m}": API if status == "provisional" else FILE
        for span, status in spans
        if span.months == [span]
    }


def for_officer(rehearsal: Rehearsal) -> tuple[str, ...]:
    """What an officer must see before this may be published, as sentences; () for nothing.

    The one place that knows what keeps fetch from publishing: faults, held issues, questions.
    """
    found = [*rehearsal.faults, *rehearsal.held]
    return (
        *(f"{issue.problem} {issue.remedy}" for issue in found),
        *(question.words for question in rehearsal.unanswered),
    )


def _offers(opened: httpx.Client, have: Held, wish: Wish, say: Say) -> Iterator[Offer]:
    if not wish.by_api:
        return offers.by_archive(opened, wish.span, wish.patience, say)
    files = [month for month, way in have.items() if way == FILE]
    return offers.by_api(opened, wish.span, files, wish.patience, say)


def _dealt_with(offer: Offer, have: Held, wish: Wish, say: Say) -> int | None:
    """The version that publishing the month made, None where there was nothing to publish."""
    if offer.bring is None:
        _missing(offer, have, wish, say)
        return None
    if not _wanted(offer, have, wish, say):
        return None
    upload = Upload(f"{offer.name}.gz" if offer.archive else offer.name, offer.bring())
    say(f"Rehearsing {parse(offer.month).words}")
    return _published(offer, upload, wish, say)


def _missing(offer: Offer, have: Held, wish: Wish, say: Say) -> None:
    """The force has no file of the month: taken back where it is held, else not there yet."""
    words, seen = parse(offer.month).words, notes.read().get(offer.month)
    if offer.month not in have:
        say(f"Police.uk has nothing of this district for {words} yet")
    elif offer.archive and not wish.dry_run and (seen is None or seen.state != GONE):
        notes.keep(notes.Note(offer.month, GONE, "", offer.archive, notes.moment()))


def _wanted(offer: Offer, have: Held, wish: Wish, say: Say) -> bool:
    """Whether this form of the month was not dealt with before; what that was is told."""
    seen = notes.read().get(offer.month)
    if seen is None or seen.edition != offer.edition or wish.again:
        return True
    if seen.state == PUBLISHED and offer.month not in have:
        say(
            f"{parse(offer.month).words} was published before and taken back here; it is left "
            "out. Use --again to bring it once more"
        )
    return False


def _published(offer: Offer, upload: Upload, wish: Wish, say: Say) -> int | None:
    for _ in range(ROUNDS):
        try:
            rehearsal = publish.rehearse([upload])
        except UnreadableFile as fault:
            _leave(offer, upload, (str(fault),), wish, say)
            return None
        if why := for_officer(rehearsal):
            _leave(offer, upload, why, wish, say)
            return None
        if wish.dry_run:
            say(f"{parse(offer.month).words}: {_effect(rehearsal)} A rehearsal only")
            return None
        try:
            return _committed(offer, rehearsal, wish, say)
        except GroundMoved:
            say("Somebody published meanwhile; rehearsing again")
    raise GroundMoved(
        f"Others published each time that {parse(offer.month).words} was to be. It was not "
        "published. Run fetch again."
    )


def _committed(offer: Offer, rehearsal: Rehearsal, wish: Wish, say: Say) -> int | None:
    words = parse(offer.month).words
    way = f"archive of {parse(offer.archive).words}" if offer.archive else "API, by outline"
    reason = f"Fetched from police.uk: {words} ({way})"
    version = publish.publish(rehearsal, access.person_here(wish.by), reason)
    _note(offer, PUBLISHED, rehearsal.uploads[0])
    if rehearsal.changes_nothing:
        say(f"{words}: {_effect(rehearsal)}")
        return None
    say(f"{words}: {_effect(rehearsal)} Published as version {version}")
    return version


def _leave(offer: Offer, upload: Upload, why: tuple[str, ...], wish: Wish, say: Say) -> None:
    """Keep the file beside the store with the reasons; a dry run only tells them."""
    say(f"{parse(offer.month).words} is not published: {' '.join(why)}")
    if wish.dry_run:
        return
    store.keep_note(upload.name, upload.content)
    _note(offer, WAITS, upload, why)


def _note(offer: Offer, state: str, upload: Upload, why: tuple[str, ...] = ()) -> None:
    notes.keep(
        notes.Note(
            month=offer.month,
            state=state,
            edition=offer.edition,
            archive=offer.archive,
            at=notes.moment(),
            why=why,
            file=upload.name if state == WAITS else "",
            sha256=upload.sha256,
        )
    )


def _effect(rehearsal: Rehearsal) -> str:
    """What publishing changes: "280 new counts, 3 counts revised." """
    if rehearsal.changes_nothing:
        return "nothing changed."
    return f"{brought.in_words(rehearsal.added | {'revised': len(rehearsal.revisions)})}."
