"""The one door out: what a version of the store holds, made once and shared, so never changed.

Pages, papers, open data, exports and signals ask `at`; nobody else reads the store. What is worked
out of a version is remembered with it under the values that were asked.
"""

from collections import OrderedDict
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from functools import cached_property
from threading import Lock, RLock
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
Asked = tuple[Callable[..., Any], tuple[Any, ...]]
_answers: OrderedDict[tuple["Published", Asked], Any] = OrderedDict()
_remembering = Lock()


@dataclass(frozen=True, eq=False)
class Published:
    """A version: `figures` as `sums.rollup` makes them, and every stored table.

    `identity` is the same only for the same rows of the same store under the same policy and
    pack. By it a version travels to another process, which takes its own.
    """

    version: int
    at: datetime
    identity: str
    draft: pd.DataFrame | None = None
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

    def table(self, name: str, years: int | None = None) -> pd.DataFrame:
        """A stored table, with what the disclosure policy withholds left out.

        With `years` those of its newest calendar years are in it, and others need not be.
        """
        return _table(self, name, years)

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
                known, answer = _remembered(self, (make, asked))
                return answer if known else _remember(self, (make, asked), make(self, *asked))
        finally:
            self.turns.pop((make, asked), None)

    def worked_out(self) -> dict[Asked | str, Any]:
        """All that is remembered of this version: answers by what was asked, frames by name."""
        with _remembering:
            answers = {asked: answer for (of, asked), answer in _answers.items() if of is self}
        return answers | {name: vars(self)[name] for name in FRAMES if name in vars(self)}

    def learn(self, worked_out: Mapping[Asked | str, Any]) -> None:
        """Remember what another process worked out of this version; what is known stays."""
        for asked, answer in worked_out.items():
            if isinstance(asked, str):
                vars(self).setdefault(asked, answer)
            elif not _remembered(self, asked)[0]:
                _remember(self, asked, answer)

    def __reduce__(self) -> tuple[Any, ...]:
        return _same, (self.version, self.identity)

    @property
    def words(self) -> str:
        """The version and the day it was published, as a sentence."""
        return f"Data version {self.version}, published {day_in_words(self.at)}."


FRAMES = tuple(name for name, each in vars(Published).items() if isinstance(each, cached_property))


def at(version: int | None = None) -> Published:
    """A version, the newest whole one unless named.

    Raises NoStore, UnknownVersion, DamagedVersion, StorageFault.
    """
    return newest()[0] if version is None else _published(_here(), store.identity(version))


def newest() -> tuple[Published, str]:
    """The newest whole version, and why it is not the newest of all, "" where it is.

    Raises NoStore, DamagedVersion, StorageFault.
    """
    found = store.newest()
    return _published(_here(), found.identity), found.note


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
def _published(here: str, known: store.Identity) -> Published:
    return Published(known.version, known.at, f"{here} {known}")


@of_place_at_most(TABLES)
def _table(published: Published, name: str, years: int | None) -> pd.DataFrame:
    drafted = published.draft is not None
    rows = store.empty(name) if drafted else store.read(name, published.version, years)
    return disclosure.protected_table(name, rows, published.figures)


def _remembered(published: Published, asked: Asked) -> tuple[bool, Any]:
    """Whether an answer is remembered, and it."""
    with _remembering:
        if (published, asked) not in _answers:
            return False, None
        _answers.move_to_end((published, asked))
        return True, _answers[published, asked]


def forget(published: Published) -> None:
    """Free the answers of a version that hardly anybody asks for any more."""
    with _remembering:
        for asked in [each for each in _answers if each[0] is published]:
            del _answers[asked]


def _remember(published: Published, asked: Asked, answer: R) -> R:
    with _remembering:
        _answers[published, asked] = answer
        if len(_answers) > ANSWERS:
            _answers.popitem(last=False)
    return answer


def _same(version: int, identity: str) -> Published:
    """The version of that identity, as this process has it. Raises UnknownVersion."""
    found = at(version)
    if found.identity != identity:
        raise UnknownVersion(f"Version {version} is not what it was.")
    return found
