"""A rehearsal, or an earlier version, becomes a new version; who may do so is asked each time."""

import getpass
from pathlib import Path

import pandas as pd

from cspdata import access, kept, schemas, settings, store
from cspdata.errors import GroundMoved, NotPublishable, UnknownVersion
from cspdata.periods import parse
from cspdata.publish.rehearsal import Progress, Rehearsal, Upload, rehearse


def publish(rehearsal: Rehearsal, by: access.Visitor, reason: str = "") -> int:
    """Commit a rehearsal without faults; the version.

    Raises NotAllowed, NotPublishable, GroundMoved and StoreUnavailable; nothing changes then.
    """
    officer = access.officer(by)
    if rehearsal.faults:
        first, number = rehearsal.faults[0], len(rehearsal.faults)
        raise NotPublishable(
            f"Nothing was published: {number} {'fault' if number == 1 else 'faults'}. "
            f"The first is in {first.file}, row {first.row}: {first.problem} {first.remedy}"
        )
    if rehearsal.changes_nothing:
        return rehearsal.base
    _refuse_moved_ground(rehearsal.base)
    for upload in rehearsal.uploads:
        store.keep_raw(upload.sha256, upload.content)
    about = store.Publication(
        by=officer,
        reason=reason or _plain_reason(rehearsal),
        files=rehearsal.files,
        changed={name: count for name, count in rehearsal.added.items() if count}
        | ({"revised": len(rehearsal.revisions)} if len(rehearsal.revisions) else {}),
    )
    version = store.replace(rehearsal.tables, about, rehearsal.base)
    kept.announce_signals(version)
    store.sweep()
    return version


def restore(version: int, base: int, by: access.Visitor, reason: str) -> int:
    """Make a new version that holds what an earlier one held; `base` is the newest one seen.

    Raises NotAllowed, UnknownVersion, GroundMoved and StoreUnavailable.
    """
    officer = access.officer(by)
    if not 0 <= version < base:
        raise UnknownVersion(f"Version {version} is not earlier than version {base}.")
    _refuse_moved_ground(base)
    tables = {name: _days_plain(store.read(name, version)) for name in schemas.TABLES}
    words = f"Restored version {version}" + (f": {reason}" if reason else "")
    about = store.Publication(by=officer, reason=words, changed={"restored": version})
    made = store.replace(tables, about, base)
    kept.announce_signals(made)
    return made


def rebuild(progress: Progress = lambda words: None) -> int:
    """Make the store from the files of `data/raw`, a folder a publication; returns the version."""
    store.create()
    for manifest in sorted(settings.raw().glob("*/files.csv")):
        progress(f"Publishing {manifest.parent.name}")
        rehearsal = rehearse(listed(manifest), progress)
        if rehearsal.located:
            progress(rehearsal.located)
        by = access.person_here("rebuild")
        publish(rehearsal, by, f"Figures of {manifest.parent.name}")
    return store.version()


def listed(manifest: Path) -> list[Upload]:
    """The files that a folder's `files.csv` names (columns file, source, period, place)."""
    rows = pd.read_csv(manifest, dtype=str, keep_default_na=False).to_dict("records")
    return [
        Upload.from_path(manifest.parent / row["file"], row["source"], parse(row["period"]))
        for row in rows
    ]


def whoever() -> str:
    """The name of the person at this computer."""
    return getpass.getuser()


def _plain_reason(rehearsal: Rehearsal) -> str:
    names = [upload.name for upload in rehearsal.uploads]
    return f"Published {names[0]}" if len(names) == 1 else f"Published {len(names)} files"


def _refuse_moved_ground(base: int) -> None:
    newest = store.version()
    if newest != base:
        raise GroundMoved(
            f"The ground moved: version {newest} was published after version {base}, which this "
            "was rehearsed on. Nothing was changed. Look at the new rehearsal and publish again."
        )


def _days_plain(rows: pd.DataFrame) -> pd.DataFrame:
    days = [name for name in rows.columns if str(rows[name].dtype).startswith("datetime64")]
    return rows.assign(**{name: rows[name].dt.date for name in days})
