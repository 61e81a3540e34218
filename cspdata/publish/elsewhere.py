"""The same files for the other places of a server, by each one's own people, rules and figures."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from cspdata import access, place, sites
from cspdata.errors import CspError, NotAllowed
from cspdata.publish.commits import publish
from cspdata.publish.rehearsal import Progress, Rehearsal, rehearse
from cspdata.publish.uploads import Upload

Visits = Callable[[], access.Visitor]


@dataclass(frozen=True)
class Elsewhere:
    """A place that files are about: what its dashboard is called, and their rehearsal there."""

    there: sites.Site
    title: str
    rehearsal: Rehearsal

    @property
    def waits(self) -> str:
        """What an officer must do at that place's own desk first: "2 faults, 1 question"; or ""."""
        waiting = (
            (len(self.rehearsal.faults), "fault"),
            (len(self.rehearsal.unanswered), "question"),
            (len(self.rehearsal.held), "held figure"),
        )
        return ", ".join(f"{n} {what}{'s' * (n != 1)}" for n, what in waiting if n)

    @property
    def is_ready(self) -> bool:
        """Whether there is something to publish and nothing in its way."""
        return not self.waits and not self.rehearsal.changes_nothing


@dataclass(frozen=True)
class Outcome:
    """What came of publishing at a place: the new version, or why there is none."""

    place: Elsewhere
    version: int | None
    refusal: str = ""


def others(visits: Visits) -> list[sites.Site]:
    """The other places where somebody may publish; `visits` tells who it is as that place sees."""
    here = sites.site()
    return [each for each in sites.sites().values() if each != here and _may(each, visits)]


def rehearsed_at(
    there_too: Iterable[sites.Site], uploads: Sequence[Upload], progress: Progress
) -> list[Elsewhere]:
    """The rehearsals of those places that the files are about. Raises UnreadableFile, NoStore."""
    found = []
    for there in there_too:
        with sites.within(there):
            progress(f"Rehearsing for {there.name}")
            made = Elsewhere(there, place.here().dashboard, rehearse(uploads))
        if made.rehearsal.touches:
            found.append(made)
    return found


def publish_at(ready: Iterable[Elsewhere], visits: Visits, reason: str) -> list[Outcome]:
    """Publish what was rehearsed, a place after the other; where one refuses, the others go on."""
    return [_published(each, visits, reason) for each in ready]


def _published(each: Elsewhere, visits: Visits, reason: str) -> Outcome:
    with sites.within(each.there):
        try:
            return Outcome(each, publish(each.rehearsal, visits(), reason))
        except CspError as fault:
            return Outcome(each, None, str(fault))


def _may(there: sites.Site, visits: Visits) -> bool:
    with sites.within(there):
        try:
            return bool(access.officer(visits()))
        except NotAllowed:
            return False
