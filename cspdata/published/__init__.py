"""The one door out: what a version of the store holds, made once and shared, so never changed.

Pages, papers, open data, exports and signals ask `at`; nobody else reads the store. What is worked
out of a version is remembered with it under the values that were asked.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from functools import cached_property, lru_cache
from threading import RLock
from typing import Any, TypeVar

import pandas as pd

from cspdata import disclosure, settings, store
from cspdata.errors import UnknownVersion
from cspdata.periods import day_in_words
from cspdata.published import revisions
from cspdata.question import Question
from cspdata.sites import of_place_at_most
from cspdata.sums import basis, partners, rollup

# What one process remembers at most: of each place, and of all together.
VERSIONS, TABLES, ANSWERS = 6, 64, 6000
R = TypeVar("R")


@dataclass(frozen=True, eq=False)
class Published:
    """A version: `figures` as `sums.rollup` makes them, and every stored table.

    `identity` is the same only for the same rows of the same store under the same policy and
    pack; `note` tells readers why this is not the newest, "" where it is.
    """

    version: int
    at: datetime
    identity: str
    draft: pd.DataFrame | None = None
    note: str = ""
    turns: dict[Any, Any] = field(default_factory=dict, repr=False)

    @cached_property
    def figures(self) -> pd.DataFrame:
        crimes = store.read("crimes", self.version) if self.draft is None else self.draft
        return rollup.rollup(crimes)

    @cached_property
    def held(self) -> basis.Held:
        """Which periods each source has published."""
        return basis.spans(self.figures)

    @cached_property
    def months(self) -> pd.DataFrame:
        """Counts by month: a row for each month from first to last, a column per area and offence.

        A month without figures is NaN. Empty where no source has months.
        """
        return rollup.by_month(self.figures)

    @cached_property
    def activity(self) -> pd.DataFrame:
        """The partners' newest figures, as `sums.partners.newest_activity` makes them."""
        return partners.newest_activity(self.table("activity"))

    @cached_property
    def history(self) -> pd.DataFrame:
        """Every publication up to this one, newest first, as `store.history` gives it."""
        past = store.history()
        return past[past["version"] <= self.version]

    @cached_property
    def revised(self) -> pd.DataFrame:
        """Every revised figure with its former value, as `revisions.every` gives them."""
        return disclosure.protected_revisions(revisions.every(self.version), self.figures)

    def table(self, name: str) -> pd.DataFrame:
        """A stored table, with what the disclosure policy withholds left out."""
        return _table(self, name)

    def choose(self, question: Question) -> Question:
        """The question with the period that a reader who chose none is shown."""
        return self.ask(_choose, question)

    def rest_on(self, question: Question) -> basis.Basis | None:
        """What a question whose period is chosen rests on, None where nothing is published."""
        return self.ask(_rest_on, question)

    def ask(self, make: Callable[..., R], *asked: Any) -> R:
        """What `make(self, *asked)` gives, worked out once; `asked` are values, never frames."""
        # Whoever asks for what another is working out waits for it: readers come all at once.
        turn = self.turns.setdefault((make, asked), RLock())
        try:
            with turn:
                return _answer(self, make, asked)
        finally:
            self.turns.pop((make, asked), None)

    @property
    def words(self) -> str:
        """The version and the day it was published, as a sentence."""
        return f"Data version {self.version}, published {day_in_words(self.at)}."


def at(version: int | None = None) -> Published:
    """A version, the newest whole one unless named; `note` says where it is not the newest.

    Raises NoStore, UnknownVersion, DamagedVersion, StorageFault.
    """
    if version is not None:
        return _published(_here(), store.identity(version), "")
    newest = store.newest()
    return _published(_here(), newest.identity, newest.note)


def rehearsed(crimes: pd.DataFrame) -> Published:
    """What would be published if these were the stored crimes."""
    return Published(-1, datetime.now(UTC), "rehearsal", crimes)


def on(day: date | None) -> Published:
    """What was published on a day, the newest unless named. Raises NoStore, UnknownVersion."""
    if day is None:
        return at()
    if day > date.today():
        raise UnknownVersion(f"{day_in_words(day)} is still to come.")
    return at(store.version_of_day(day))


def _choose(published: Published, question: Question) -> Question:
    return basis.choose(published.held, question)


def _rest_on(published: Published, question: Question) -> basis.Basis | None:
    return basis.rest_on(published.held, question)


def _here() -> str:
    """The store, the pack that tells what it holds, and the policy that shows it."""
    return f"{settings.store()} {settings.place()} {disclosure.fingerprint()}"


@of_place_at_most(VERSIONS)
def _published(here: str, known: store.Identity, note: str) -> Published:
    return Published(known.version, known.at, f"{here} {known}", note=note)


@of_place_at_most(TABLES)
def _table(published: Published, name: str) -> pd.DataFrame:
    drafted = published.draft is not None
    rows = store.empty(name) if drafted else store.read(name, published.version)
    return disclosure.protected_table(name, rows, published.figures)


@lru_cache(maxsize=ANSWERS)
def _answer(published: Published, make: Callable[..., Any], asked: tuple[Any, ...]) -> Any:
    return make(published, *asked)
