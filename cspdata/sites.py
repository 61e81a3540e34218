"""The places that this server shows, and which of them is meant now; no table of theirs is read.

An installation has one place, or several (`CSP_PLACES`), which then share nothing but the program.
"""

import logging
import os
import re
import tomllib
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field, replace
from functools import lru_cache, wraps
from pathlib import Path
from typing import Any, ParamSpec, TypeVar, cast

from cspdata.errors import BadReference

PACK, OWN = "reference", "settings.toml"
# The header in which a request for one of them has its name, as `NAME PREFIX`.
HEADER = "X-CSP-Place"
NAME = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
PAGES = Path(__file__).resolve().parent.parent / "pages"
# What an address without a place begins with already.
TAKEN = (
    *("_stcore", "static", "media", "component", "app", "api", "auth", "officer"),
    *("summary", "healthz", "oauth2callback"),
)
LOG = logging.getLogger(__name__)
P = ParamSpec("P")
R = TypeVar("R")


@dataclass(frozen=True)
class Site:
    """One of several places: its name in addresses, its folder, and what its `settings.toml` says.

    `prefix` is what addresses here begin with: nothing where the host's name chose the place.
    """

    name: str
    folder: Path
    own: Mapping[str, Any] = field(default_factory=dict, compare=False)
    prefix: str = field(default="", compare=False)

    @property
    def hosts(self) -> list[str]:
        """The names of hosts that choose this place."""
        return [str(name).lower() for name in self.own.get("hosts", [])]

    def lies(self, where: str) -> str:
        """A folder that is named as seen from the place's own, or the address of a bucket."""
        return where if "://" in where else str(self.folder / where)


class NoSite(LookupError):
    """Several places are here and nobody said which is meant: a fault of the program."""


_within: ContextVar[Site | None] = ContextVar("site", default=None)
_askers: list[Callable[[], str]] = []


def sites() -> Mapping[str, Site]:
    """The places of `CSP_PLACES` by name, none where the installation has one place.

    A folder without a pack is none; one that cannot be an address, or whose settings cannot be
    read, is left out and logged. Raises BadReference where there is no such folder.
    """
    folder = os.environ.get("CSP_PLACES", "")
    if not folder:
        return {}
    if not Path(folder).is_dir():
        raise BadReference(f"CSP_PLACES names {folder}, which is no folder.")
    return _sites(folder, Path(folder).stat().st_mtime_ns)


def said() -> Site | None:
    """The place that somebody said is meant, None where nobody did."""
    return _within.get()


def site() -> Site | None:
    """The place that is meant now, None where there is but one. Raises NoSite."""
    found = said()
    if found is not None or not os.environ.get("CSP_PLACES"):
        return found
    named = next(filter(None, (ask() for ask in _askers)), "")
    name, _, prefix = named.partition(" ")
    if name not in sites():
        raise NoSite("Nobody said which of the places is meant.")
    found = replace(sites()[name], prefix=prefix)
    # A thread that was asked once works for one visitor, and so do the threads that it starts.
    _within.set(found)
    return found


@contextmanager
def within(there: Site | None) -> Iterator[None]:
    """While it is done for a place; None is wherever one is."""
    token = _within.set(there) if there else None
    try:
        yield
    finally:
        if token:
            _within.reset(token)


def told_by(ask: Callable[[], str]) -> None:
    """Have the place named, as `NAME PREFIX`, by what else knows for whom a thread works."""
    _askers.append(ask)


def pages() -> frozenset[str]:
    """The addresses of the pages, which are their files' names."""
    return frozenset(page.stem for page in PAGES.glob("*.py"))


def of_host(host: str) -> Site | None:
    """The place that a host's name chooses, None where it chooses none."""
    return next((each for each in sites().values() if host in each.hosts), None)


def of_place(make: Callable[P, R]) -> Callable[P, R]:
    """`functools.cache` for what is read from a place's tables: each place has its own."""
    return of_place_at_most(None)(make)


def of_place_at_most(number: int | None) -> Callable[[Callable[P, R]], Callable[P, R]]:
    """`functools.lru_cache` for what depends on a place's tables: so many for each place."""

    def keeping(make: Callable[P, R]) -> Callable[P, R]:
        memories: dict[Site | str | None, Callable[P, R]] = {}

        @wraps(make)
        def kept(*asked: P.args, **named: P.kwargs) -> R:
            here = site() or os.environ.get("CSP_PLACE")
            if here not in memories:
                memories[here] = cast(Callable[P, R], lru_cache(number)(make))
            return memories[here](*asked, **named)

        vars(kept)["cache_clear"] = memories.clear

        return kept

    return keeping


@lru_cache(maxsize=4)
def _sites(folder: str, _: int) -> Mapping[str, Site]:
    found = {}
    for each in sorted(Path(folder).iterdir()):
        if not (each / PACK).is_dir():
            continue
        if not NAME.fullmatch(each.name) or each.name in {*TAKEN, *pages()}:
            LOG.error("%s is left out: no address can begin with that name.", each)
            continue
        try:
            own = tomllib.loads((each / OWN).read_text("utf-8")) if (each / OWN).exists() else {}
        except (OSError, ValueError) as fault:
            LOG.error("%s is left out: its %s cannot be read: %s", each, OWN, fault)
            continue
        found[each.name] = Site(each.name, each, own)
    return found
