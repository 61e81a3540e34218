"""The one door in: files -> rehearsal -> one commit; nothing is stored that was not rehearsed."""

import getpass
import hashlib
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import pandas as pd

from cspdata import areas, checks, readers, schemas, settings, store
from cspdata.checks import Issue
from cspdata.errors import NotPublishable
from cspdata.periods import Period, parse
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

    `revisions` has a row per figure that would change: the key, before, now.
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

    @property
    def faults(self) -> list[Issue]:
        return [issue for issue in self.issues if issue.stops]

    @property
    def changes_nothing(self) -> bool:
        return not self.faults and self.identical


def rehearse(uploads: Sequence[Upload], progress: Progress = lambda words: None) -> Rehearsal:
    """Read and check files against the newest version. Raises UnreadableFile, NoStore."""
    base = store.version()
    known = checks.Spellings.known(store.read("aliases", base))
    parts, files = [], []
    for upload in uploads:
        progress(f"Reading {upload.name}")
        part = _checked(upload, known)
        parts.append(part)
        files.append(_described(upload, part))
    checked = checks.together(parts)
    progress("Comparing with what is published")
    new = dict(checked.tables)
    printed = _reconciled(new, checked, uploads)
    if len(printed):
        new["printed"] = printed
    stored = {name: store.read(name, base) for name in new}
    tables = {name: merged(stored[name], rows, name) for name, rows in new.items()}
    return Rehearsal(
        base=base,
        uploads=tuple(uploads),
        tables=tables,
        issues=checked.issues,
        printed=printed,
        revisions=revised(stored.get("crimes"), new.get("crimes")),
        added={name: _new_keys(stored[name], rows, name) for name, rows in new.items()},
        identical=all(_same(stored[name], rows, name) for name, rows in tables.items()),
        files=tuple(files),
    )


def publish(rehearsal: Rehearsal, by: str, reason: str = "") -> int:
    """Commit a rehearsal without faults; the version. Raises NotPublishable, GroundMoved."""
    if rehearsal.faults:
        first = rehearsal.faults[0]
        raise NotPublishable(
            f"Nothing was published: {len(rehearsal.faults)} faults. The first is in {first.file}, "
            f"row {first.row}: {first.problem} {first.remedy}"
        )
    if rehearsal.changes_nothing:
        return rehearsal.base
    for upload in rehearsal.uploads:
        store.keep_raw(upload.sha256, upload.content)
    about = store.Publication(
        by=by,
        reason=reason or "Published " + ", ".join(upload.name for upload in rehearsal.uploads),
        files=rehearsal.files,
        changed={name: count for name, count in rehearsal.added.items() if count}
        | ({"revised": len(rehearsal.revisions)} if len(rehearsal.revisions) else {}),
    )
    return store.replace(rehearsal.tables, about, rehearsal.base)


def rebuild(progress: Progress = lambda words: None) -> int:
    """Make the store from the files of `data/raw`, a folder a publication; returns the version."""
    store.create()
    for manifest in sorted(settings.raw().glob("*/files.csv")):
        progress(f"Publishing {manifest.parent.name}")
        rehearsal = rehearse(listed(manifest), progress)
        publish(rehearsal, "rebuild", f"Figures of {manifest.parent.name}")
    return store.version()


def listed(manifest: Path) -> list[Upload]:
    """The files that a folder's `files.csv` names (columns file, source, period, place)."""
    rows = pd.read_csv(manifest, dtype=str, keep_default_na=False).to_dict("records")
    return [
        Upload.from_path(manifest.parent / row["file"], row["source"], parse(row["period"]))
        for row in rows
    ]


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


def whoever() -> str:
    """The name of the person at this computer."""
    return getpass.getuser()


def _checked(upload: Upload, known: checks.Spellings) -> checks.Checked:
    sheets = readers.read(upload.content, upload.name, keep=frozenset(areas.of_lsoa()))
    return checks.together(
        checks.typed(sheet, upload.source or SOURCE_OF_SHAPE[sheet.shape], upload.period, known)
        for sheet in sheets
    )


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
    }


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
    """New rows whose figure differs from the stored one carry the status revised."""
    pairs = _paired(stored, new, table)
    differs = (pairs["before"].notna() & (pairs["before"] != pairs[FIGURE[table]])).to_numpy()
    return new.assign(status=new["status"].mask(differs, "revised"))


def _paired(stored: pd.DataFrame, new: pd.DataFrame, table: str) -> pd.DataFrame:
    key, figure = list(schemas.TABLES[table].key), FIGURE[table]
    days = {"period_start": "datetime64[s]", "period_end": "datetime64[s]"}
    before = stored[[*key, figure]].rename(columns={figure: "before"}).astype(days)
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
