"""Files -> what publishing them would do; nothing is ever stored here."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextvars import copy_context
from dataclasses import dataclass, field
from datetime import date
from typing import cast

import pandas as pd

from cspdata import areas, checks, national, readers, schemas, store
from cspdata.checks import Issue, Question, Reading
from cspdata.errors import UnreadableFile
from cspdata.periods import Period
from cspdata.publish.files import described
from cspdata.publish.merging import brings, dated, merged, numbered, revised, same
from cspdata.publish.uploads import Upload
from cspdata.sources import DISTRICTS, PARTNERS, POLICE_TABLES, POLICE_UK

SOURCE_OF_SHAPE = {
    "printed": POLICE_TABLES.source,
    "tidy": POLICE_TABLES.source,
    "street": POLICE_UK.source,
    "ward-months": POLICE_UK.source,
    "activity": PARTNERS.source,
    "district-months": DISTRICTS.source,
    "operations": PARTNERS.source,
    "notes": PARTNERS.source,
    "matters": PARTNERS.source,
    "objectives": PARTNERS.source,
}
# A force's new name, once confirmed, is known from then on.
REMEMBERED = "force-"
# So many are read at once: what takes long are Arrow and digests, which need no turn of Python's.
AT_ONCE = 2
Progress = Callable[[str], None]


@dataclass(frozen=True)
class Rehearsal:
    """What publishing would do: `tables` are whole stored tables as they would be after it.

    `revisions` has a row per figure that would change: the key, before, now. `new` are the rows
    that the files bring, `published` the stored tables as they are, and `standings` are how months
    stand beside those around them.
    """

    base: int
    uploads: tuple[Upload, ...]
    tables: dict[str, pd.DataFrame]
    issues: list[Issue]
    printed: pd.DataFrame
    revisions: pd.DataFrame
    added: dict[str, int]
    identical: bool
    files: tuple[dict[str, object], ...]
    published: dict[str, pd.DataFrame]
    questions: tuple[Question, ...]
    readings: tuple[Reading, ...] = ()
    new: Mapping[str, pd.DataFrame] = field(default_factory=dict)
    standings: Mapping[Period, checks.Standing] = field(default_factory=dict)

    def after(self, table: str) -> pd.DataFrame:
        """A table as it would be read back after publishing."""
        return dated(self.tables[table])

    @property
    def faults(self) -> list[Issue]:
        return [issue for issue in self.issues if issue.stops]

    @property
    def held(self) -> list[Issue]:
        """What waits until an officer says why it is right, by `name`."""
        return [issue for issue in self.issues if issue.held]

    @property
    def notes(self) -> list[Issue]:
        return [issue for issue in self.issues if not issue.stops and not issue.held]

    @property
    def located(self) -> str:
        """How much of the street-level files lies here: "3,411 of 17,025 rows …"; or ""."""
        here = sum(cast(int, file.get("rows_here", 0)) for file in self.files)
        of = sum(cast(int, file.get("rows_in_file", 0)) for file in self.files)
        return f"{here:,} of {of:,} rows lie in {areas.one(areas.root()).name}." if of else ""

    @property
    def touches(self) -> bool:
        """Whether the files are about this place: a row of them lies here, or is about it."""
        return any(file.get("rows_here", file["rows"]) for file in self.files)

    @property
    def unanswered(self) -> list[Question]:
        """The questions without which nothing is published."""
        return [question for question in self.questions if not question.assumed]

    @property
    def is_empty(self) -> bool:
        """Whether the files bring no figure at all."""
        return not any(len(rows) for rows in self.new.values())

    @property
    def changes_nothing(self) -> bool:
        return not self.faults and not self.unanswered and self.identical


@store.patiently()
def rehearse(
    uploads: Sequence[Upload],
    progress: Progress = lambda words: None,
    accepted: pd.DataFrame | None = None,
) -> Rehearsal:
    """Read and check files against the newest version. Raises UnreadableFile, NoStore.

    `accepted` are spellings that the officer just accepted, as rows of `aliases`.
    """
    base = store.version()
    aliases = store.read("aliases", base)
    if accepted is not None and len(accepted):
        aliases = merged(aliases, accepted, "aliases")
    parts, files = _read(uploads, checks.Spellings.known(aliases), progress)
    checked = checks.together(parts)
    progress("Comparing with what is published")
    new = {name: rows for name, rows in checked.tables.items() if len(rows)}
    printed = _reconciled(new, checked)
    if len(printed):
        new["printed"] = printed
    new = {name: dated(rows) for name, rows in new.items()}
    brought = dict(new)
    if accepted is not None and len(accepted):
        new["aliases"] = accepted
    stored = {name: store.read(name, base) for name in new}
    if "notes" in new:
        new["notes"] = numbered(stored["notes"], new["notes"], base + 1)
    tables = {name: merged(stored[name], rows, name) for name, rows in new.items()}
    added = {name: len(brings(stored[name], rows, name)) for name, rows in new.items()}
    beside = _beside(checked, stored, new)
    return Rehearsal(
        base=base,
        uploads=tuple(uploads),
        tables=tables,
        issues=_without_known_forces(
            [*checked.issues, *_odd(checked, stored, new, tables, beside)], base
        ),
        printed=printed,
        revisions=revised(stored.get("crimes"), new.get("crimes")),
        added=added,
        identical=all(same(stored[name], rows, name) for name, rows in tables.items()),
        files=tuple(files),
        published=stored,
        questions=tuple(checked.questions),
        readings=tuple(checked.readings),
        new=brought,
        standings=checks.standings(beside),
    )


def _read(
    uploads: Sequence[Upload], known: checks.Spellings, progress: Progress
) -> tuple[list[checks.Checked], list[dict[str, object]]]:
    parts, files, unread = [], [], []
    ours = frozenset(areas.of_lsoa())
    with ThreadPoolExecutor(AT_ONCE) as aside:
        begun = [
            (
                upload,
                aside.submit(copy_context().run, _typed, upload, known, ours),
                aside.submit(getattr, upload, "sha256"),
            )
            for upload in uploads
        ]
        for upload, typing, digest in begun:
            progress(f"Reading {upload.name}")
            try:
                typed = typing.result()
            except UnreadableFile as fault:
                unread.append(str(fault))
                continue
            parts += typed
            files.append(described(upload.name, digest.result(), typed))
    if unread:
        raise UnreadableFile(" ".join(unread))
    return parts, files


def _typed(upload: Upload, known: checks.Spellings, ours: frozenset[str]) -> list[checks.Checked]:
    by = national.district_of() if upload.source == DISTRICTS.source else None
    return [
        checks.typed(
            sheet,
            upload.source or SOURCE_OF_SHAPE[sheet.shape],
            upload.period,
            known,
            upload.answers,
        )
        for sheet in readers.read(upload.content, upload.name, upload.limit, ours, by)
    ]


def _beside(
    checked: checks.Checked, stored: dict[str, pd.DataFrame], new: dict[str, pd.DataFrame]
) -> checks.Beside:
    """The whole months that the files bring, and those that are published."""
    none = pd.DataFrame(columns=schemas.CRIMES.names)
    return checks.beside_of(stored.get("crimes", none), new.get("crimes", none), checked.months)


def _odd(
    checked: checks.Checked,
    stored: dict[str, pd.DataFrame],
    new: dict[str, pd.DataFrame],
    after: dict[str, pd.DataFrame],
    beside: checks.Beside,
) -> list[Issue]:
    """What is odd beside the figures that are published."""
    found: list[Issue] = []
    if "crimes" in new:
        crimes = new["crimes"]
        elsewhere = new.get("elsewhere", pd.DataFrame(columns=schemas.ELSEWHERE.names))
        others = stored.get("elsewhere", elsewhere)
        found += [*checks.holds(beside), *checks.elsewhere(others, elsewhere, checked.months)]
        found += checks.doubts(stored["crimes"], _quiet(crimes, found), after["crimes"])
    if "districts" in new:
        found += checks.district_doubts(stored["districts"], new["districts"])
    if "activity" in new:
        found += checks.replaced(stored["activity"], new["activity"])
    if "notes" in new:
        found += checks.beside_published(stored["notes"], new["notes"])
    if "matters" in new:
        found += checks.rewritten(stored["matters"], new["matters"])
    return [*found, *checks.personal(new)]


def _quiet(crimes: pd.DataFrame, found: Iterable[Issue]) -> pd.DataFrame:
    """Without the whole months that are held, of which nothing more needs to be said."""
    held = {issue.days.start for issue in found if issue.days and (issue.held or issue.stops)}
    of_held = crimes["period_start"].isin([pd.Timestamp(day) for day in held])
    return crimes[~(crimes["row"].isna() & of_held)]


def _without_known_forces(issues: list[Issue], base: int) -> list[Issue]:
    if not any(issue.name.startswith(REMEMBERED) for issue in issues):
        return issues
    confirmed = set(store.read("confirmed", base)["name"])
    return [
        issue
        for issue in issues
        if not (issue.name.startswith(REMEMBERED) and issue.name in confirmed)
    ]


def _reconciled(new: dict[str, pd.DataFrame], checked: checks.Checked) -> pd.DataFrame:
    """Recompute what is printed; previous counts that follow from it join `new["crimes"]`."""
    if "crimes" not in new:
        return new.get("printed", pd.DataFrame(columns=schemas.PRINTED.names))
    crimes = new["crimes"]
    parts = [new["printed"]] if "printed" in new else []
    for source, start, end in _changed_periods(crimes, checked):
        rows, derived = checks.changes(checked.changes, crimes, source, Period(start, end))
        crimes = pd.concat([crimes, derived], ignore_index=True) if len(derived) else crimes
        parts.append(rows)
    tables = crimes[crimes["source"] == POLICE_TABLES.source]
    if len(tables):
        parts.append(checks.levels(tables))
    new["crimes"] = crimes
    filled = [part for part in parts if len(part)]
    if not filled:
        return pd.DataFrame(columns=schemas.PRINTED.names)
    return pd.concat(filled, ignore_index=True)


def _changed_periods(
    crimes: pd.DataFrame, checked: checks.Checked
) -> Iterable[tuple[str, date, date]]:
    if not checked.changes:
        return []
    latest = crimes[crimes["source"] == POLICE_TABLES.source]
    latest = latest[latest["period_start"] == latest["period_start"].max()]
    return (
        latest[["source", "period_start", "period_end"]].drop_duplicates().itertuples(index=False)
    )
