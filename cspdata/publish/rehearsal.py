"""Files -> what publishing them would do; nothing is ever stored here."""

import hashlib
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import cast

import pandas as pd

from cspdata import areas, checks, readers, schemas, store
from cspdata.checks import Issue
from cspdata.errors import UnreadableFile
from cspdata.periods import Period
from cspdata.sources import PARTNERS, POLICE_TABLES, POLICE_UK

SOURCE_OF_SHAPE = {
    "printed": POLICE_TABLES.source,
    "tidy": POLICE_TABLES.source,
    "street": POLICE_UK.source,
    "ward-months": POLICE_UK.source,
    "activity": PARTNERS.source,
}
FIGURE = {"crimes": "count", "activity": "value"}
Progress = Callable[[str], None]


@dataclass(frozen=True)
class Upload:
    """A file as it was sent; source and period only where the file does not say them itself."""

    name: str
    content: bytes
    source: str | None = None
    period: Period | None = None

    @classmethod
    def from_path(
        cls, path: Path, source: str | None = None, period: Period | None = None
    ) -> "Upload":
        return cls(path.name, path.read_bytes(), source, period)

    @property
    def sha256(self) -> str:
        return hashlib.sha256(self.content).hexdigest()


@dataclass(frozen=True)
class Rehearsal:
    """What publishing would do: `tables` are whole stored tables as they would be after it.

    `revisions` has a row per figure that would change: the key, before, now. `published` are the
    stored tables as they are; `questions` name what a file leaves open: (file, "period" or
    "source").
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
    questions: tuple[tuple[str, str], ...]

    def after(self, table: str) -> pd.DataFrame:
        """A table as it would be read back after publishing."""
        rows = self.tables[table]
        days = [name for name in ("period_start", "period_end") if name in rows.columns]
        return rows.astype(dict.fromkeys(days, "datetime64[s]"))

    @property
    def faults(self) -> list[Issue]:
        return [issue for issue in self.issues if issue.stops]

    @property
    def located(self) -> str:
        """How much of the street-level files lies here: "3,411 of 17,025 rows lie in …"; or ""."""
        here = sum(cast(int, file.get("rows_here", 0)) for file in self.files)
        of = sum(cast(int, file.get("rows_in_file", 0)) for file in self.files)
        return f"{here:,} of {of:,} rows lie in {areas.one(areas.root()).name}." if of else ""

    @property
    def changes_nothing(self) -> bool:
        return not self.faults and self.identical


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
    known = checks.Spellings.known(aliases)
    parts, files, questions, unread = [], [], [], []
    for upload in uploads:
        progress(f"Reading {upload.name}")
        try:
            sheets = readers.read(upload.content, upload.name, keep=frozenset(areas.of_lsoa()))
        except UnreadableFile as fault:
            unread.append(str(fault))
            continue
        part = _checked(upload, sheets, known)
        parts.append(part)
        files.append(_described(upload, part))
        questions += _left_open(upload, sheets)
    if unread:
        raise UnreadableFile(" ".join(unread))
    checked = checks.together(parts)
    progress("Comparing with what is published")
    new = dict(checked.tables)
    printed = _reconciled(new, checked, uploads)
    if len(printed):
        new["printed"] = printed
    if accepted is not None and len(accepted):
        new["aliases"] = accepted
    stored = {name: store.read(name, base) for name in new}
    tables = {name: merged(stored[name], rows, name) for name, rows in new.items()}
    return Rehearsal(
        base=base,
        uploads=tuple(uploads),
        tables=tables,
        issues=[*checked.issues, *_doubts(stored, new, tables)],
        printed=printed,
        revisions=revised(stored.get("crimes"), new.get("crimes")),
        added={name: _new_keys(stored[name], rows, name) for name, rows in new.items()},
        identical=all(_same(stored[name], rows, name) for name, rows in tables.items()),
        files=tuple(files),
        published=stored,
        questions=tuple(questions),
    )


def merged(stored: pd.DataFrame, new: pd.DataFrame, table: str) -> pd.DataFrame:
    """The stored rows with the new ones in place of all those with the same key."""
    key = list(schemas.TABLES[table].key)
    days = [name for name in ("period_start", "period_end") if name in new.columns]
    new = new.astype(dict.fromkeys(days, "datetime64[s]"))
    if table in FIGURE:
        new = _marked(stored, new, table)
    stored = stored.astype(dict.fromkeys(days, "datetime64[s]"))
    replaced = pd.MultiIndex.from_frame(stored[key]).isin(pd.MultiIndex.from_frame(new[key]))
    kept = stored[~replaced]
    both = pd.concat([kept, new], ignore_index=True) if len(kept) else new.reset_index(drop=True)
    return both.assign(**{name: both[name].dt.date for name in days})


def revised(stored: pd.DataFrame | None, new: pd.DataFrame | None) -> pd.DataFrame:
    """The figures whose count would change: source, area, offence, period, before, now."""
    key = list(schemas.CRIMES.key)
    if stored is None or new is None:
        return pd.DataFrame(columns=[*key, "before", "now"])
    pairs = _paired(stored, new, "crimes")
    changed = pairs[pairs["before"].notna() & (pairs["before"] != pairs["count"])]
    return changed.rename(columns={"count": "now"})[[*key, "before", "now"]]


def _checked(
    upload: Upload, sheets: Sequence[readers.Sheet], known: checks.Spellings
) -> checks.Checked:
    return checks.together(
        checks.typed(sheet, upload.source or SOURCE_OF_SHAPE[sheet.shape], upload.period, known)
        for sheet in sheets
    )


def _left_open(upload: Upload, sheets: Sequence[readers.Sheet]) -> list[tuple[str, str]]:
    asked = set()
    for sheet in sheets:
        if sheet.shape == "printed" and sheet.period is None and upload.period is None:
            asked.add((upload.name, "period"))
        if sheet.shape == "tidy" and upload.source is None and not sheet.rows["source"].all():
            asked.add((upload.name, "source"))
    return sorted(asked)


def _doubts(
    stored: dict[str, pd.DataFrame], new: dict[str, pd.DataFrame], after: dict[str, pd.DataFrame]
) -> list[Issue]:
    found = []
    if "crimes" in new:
        found += checks.doubts(stored["crimes"], new["crimes"], after["crimes"])
    if "activity" in new:
        found += checks.replaced(stored["activity"], new["activity"])
    return found


def _described(upload: Upload, part: checks.Checked) -> dict[str, object]:
    crimes = part.tables.get("crimes", pd.DataFrame(columns=schemas.CRIMES.names))
    activity = part.tables.get("activity", pd.DataFrame(columns=schemas.ACTIVITY.names))
    sources = {*crimes["source"], *([PARTNERS.source] if len(activity) else [])}
    return {
        "name": upload.name,
        "sha256": upload.sha256,
        "source": ", ".join(sorted(sources)),
        "period": _covered([crimes, activity]),
        "rows": sum(len(rows) for rows in part.tables.values()),
        **_located(part),
    }


def _located(part: checks.Checked) -> dict[str, int]:
    """How many rows of a street-level file lie here; nothing for other files."""
    rows = {"rows_here": part.rows_here, "rows_in_file": part.rows_in_file}
    return rows if part.rows_in_file else {}


def _covered(tables: Iterable[pd.DataFrame]) -> str:
    filled = [rows for rows in tables if len(rows)]
    if not filled:
        return ""
    first: date = min(rows["period_start"].min() for rows in filled)
    last: date = max(rows["period_end"].max() for rows in filled)
    return f"{first}/{last}"


def _reconciled(
    new: dict[str, pd.DataFrame], checked: checks.Checked, uploads: Iterable[Upload]
) -> pd.DataFrame:
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


def _marked(stored: pd.DataFrame, new: pd.DataFrame, table: str) -> pd.DataFrame:
    """New rows whose figure differs from the stored one carry the status revised.

    Provisional ones stay so: whoever reads them must know that they will be replaced.
    """
    pairs, figure = _paired(stored, new, table), FIGURE[table]
    differs = (pairs["before"].notna() & (pairs["before"] != pairs[figure])).to_numpy()
    again = ((pairs["before"] == pairs[figure]) & (pairs["status"] == "revised")).to_numpy()
    final = (new["status"] != "provisional").to_numpy()
    return new.assign(status=new["status"].mask((differs | again) & final, "revised"))


def _paired(stored: pd.DataFrame, new: pd.DataFrame, table: str) -> pd.DataFrame:
    key, figure = list(schemas.TABLES[table].key), FIGURE[table]
    days = {"period_start": "datetime64[s]", "period_end": "datetime64[s]"}
    before = stored[[*key, figure, "status"]].rename(columns={figure: "before"}).astype(days)
    return new[[*key, figure]].astype(days).merge(before, on=key, how="left")


def _same(stored: pd.DataFrame, after: pd.DataFrame, table: str) -> bool:
    """Whether two versions of a table hold the same figures, whichever file they came in."""
    figures = [
        name for name in schemas.TABLES[table].names if name not in ("file", "row", "column")
    ]
    both = [
        rows[figures].astype(str).sort_values(figures, ignore_index=True)
        for rows in (stored, after)
    ]
    return both[0].equals(both[1])


def _new_keys(stored: pd.DataFrame, new: pd.DataFrame, table: str) -> int:
    key = list(schemas.TABLES[table].key)
    days = {name: "datetime64[s]" for name in key if name.startswith("period")}
    held = pd.MultiIndex.from_frame(stored[key].astype(days))
    return int((~pd.MultiIndex.from_frame(new[key].astype(days)).isin(held)).sum())
