"""Texts made once for a version and a disclosure policy, and kept beside the store; never changed.

They are the release in one file, and the signals as a table and a feed. A text made under another
policy or for another address is not handed out: it is made anew.
"""

import hashlib
import logging
from collections.abc import Callable, Iterator
from concurrent.futures import Future
from contextlib import suppress
from datetime import date

from cspdata import apart, background, disclosure, published, settings, spreadsheets, store
from cspdata.answers import release as answers
from cspdata.errors import CspError, StoreUnavailable
from cspdata.periods import day_in_words
from cspdata.printers import feed
from cspdata.printers import release as printer
from cspdata.printers.imprint import Imprint
from cspdata.published import Published

RELEASE = "release.html"
# A process that makes what is kept of a whole force has so long before it is taken to hang.
AT_MOST_S = 600.0
LOG = logging.getLogger(__name__)


def release(version: int) -> bytes:
    """The release of a version as one HTML file. Raises NoStore, UnknownVersion."""
    return _kept(version, RELEASE, lambda: _release(version)).encode()


def signals_files(version: int) -> dict[str, str]:
    """The table and the feed of signals of a version by file name. Raises NoStore."""
    at = published.at(version)
    return {
        feed.TABLE: _kept(version, feed.TABLE, lambda: _table(at)),
        feed.FEED: _kept(version, feed.FEED, lambda: feed.signals(at)),
    }


def announce(version: int) -> Future[None]:
    """Make what is kept of a new version, one version after the other, and return at once."""
    return background.submit(make, version, settings.store())


def announce_apart(version: int) -> Future[None]:
    """The same in a server: another process makes it, so that readers are not held up."""
    return background.submit(_make_apart, version, settings.store())


def make(version: int, place: str) -> None:
    """Make what is kept of a version of the store at a place; what fails is logged.

    It is then made when it is asked for, as is what is kept of a version that another followed.
    """
    for what, each in (("signals", signals_files), ("release", release)):
        try:
            # Another store may have taken the place meanwhile.
            if settings.store() != place or store.number() != version:
                return
            with background.resting():
                each(version)
        except (CspError, OSError) as fault:
            LOG.warning("The %s of version %s was not made: %s", what, version, fault)


def name_of(name: str) -> str:
    """Under which name a text is kept: it changes with the policy and the address in it."""
    asked = f"{disclosure.fingerprint()} {settings.address()}"
    return f"{hashlib.sha256(asked.encode()).hexdigest()[:8]}-{name}"


def _make_apart(version: int, place: str) -> None:
    try:
        for _ in apart.made(AT_MOST_S, _made, version, place):
            pass
    except apart.Unfinished as fault:
        LOG.warning("What is kept of version %s was not made apart: %s", version, fault)
        make(version, place)


def _made(version: int, place: str) -> Iterator[None]:
    make(version, place)
    yield


def _kept(version: int, name: str, make_it: Callable[[], str]) -> str:
    found = store.made(version, name_of(name))
    if found is not None:
        return found
    text = make_it()
    # A server that may only read its store makes them each time.
    with suppress(StoreUnavailable):
        store.keep_made(version, {name_of(name): text})
    return text


def _table(at: Published) -> str:
    rows = spreadsheets.plain(feed.signals_table(at))
    text: str = rows.to_csv(index=False, lineterminator="\n")
    return text


def _release(version: int) -> str:
    at = published.at(version)
    imprint = Imprint("", at.words, day_in_words(date.today()))
    return printer.release(answers.sections(at), answers.closing(at), imprint).decode()
