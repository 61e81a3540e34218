"""Texts made once for a version and a disclosure policy, and kept beside the store; never changed.

They are the signals, as a table and a feed, and the release in one file. A text made under another
policy is not handed out: it is made anew.
"""

import logging
from collections.abc import Callable
from contextlib import suppress
from datetime import date, datetime
from functools import partial

from cspdata import briefings, disclosure, queries, signals, store
from cspdata.briefings import Imprint, Progress
from cspdata.errors import CspError, StoreUnavailable
from cspdata.periods import day_in_words

RELEASE = "release.html"
LOG = logging.getLogger(__name__)


def signals_files(version: int) -> dict[str, str]:
    """The table and the feed of signals of a version by file name. Raises NoStore."""
    return {
        name: _kept(version, name, partial(_signal, version, name))
        for name in (signals.TABLE, signals.FEED)
    }


def release(version: int, progress: Progress = lambda share, words: None) -> bytes:
    """The release of a version as one HTML file. Raises NoStore, UnknownVersion."""
    return _kept(version, RELEASE, lambda: _release(version, progress)).encode()


def announce(version: int) -> None:
    """Make the release of a new version; what fails is logged and made when asked for."""
    _try("release", release, version)


def announce_signals(version: int) -> None:
    """Make the signals of a new version; what fails is logged and made when asked for."""
    _try("signals", signals_files, version)


def _try(what: str, make: Callable[[int], object], version: int) -> None:
    try:
        make(version)
    except (CspError, OSError) as fault:
        LOG.warning("The %s of version %s was not made: %s", what, version, fault)


def _kept(version: int, name: str, make: Callable[[], str]) -> str:
    under = f"{disclosure.fingerprint()}-{name}"
    found = store.made(version, under)
    if found is not None:
        return found
    text = make()
    # A server that may only read its store makes them each time.
    with suppress(StoreUnavailable):
        store.keep_made(version, {under: text})
    return text


def _signal(version: int, name: str) -> str:
    crimes = store.read("crimes", version)
    return signals.files(crimes, version, _published(version))[name]


def _release(version: int, progress: Progress) -> str:
    figures = queries.prepared(store.read("crimes", version))
    about = f"Data version {version}, published {day_in_words(_published(version))}."
    imprint = Imprint("", about, day_in_words(date.today()))
    return briefings.release(figures, imprint, progress).decode()


def _published(version: int) -> datetime:
    at: datetime = store.history().set_index("version")["at"].loc[version]
    return at
