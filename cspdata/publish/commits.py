"""A rehearsal, or an earlier version, becomes a new version; who may do so is asked each time."""

import getpass
from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextvars import copy_context
from datetime import UTC, date, datetime
from pathlib import Path

import pandas as pd

from cspdata import access, schemas, settings, store
from cspdata.checks import Issue
from cspdata.errors import GroundMoved, NotPublishable, UnknownVersion
from cspdata.periods import parse
from cspdata.publish.merging import merged
from cspdata.publish.rehearsal import Progress, Rehearsal, rehearse
from cspdata.publish.uploads import Upload

REBUILD = "rebuild"
STARTED_FROM = "In the files that this place starts from."
# Looking for what killed publishers left reads the names of all files, which is slow in a bucket.
SWEEP_EVERY = 10


@store.patiently()
def publish(
    rehearsal: Rehearsal,
    by: access.Visitor,
    reason: str = "",
    confirmed: Mapping[str, str] | None = None,
) -> int:
    """Commit a rehearsal without faults; the version.

    `confirmed` gives for the name of each held issue why it is right. Raises NotAllowed,
    NotPublishable, GroundMoved and StoreUnavailable; nothing changes then.
    """
    only_words = bool(rehearsal.tables) and rehearsal.tables.keys() <= schemas.WRITTEN
    officer = access.writer(by) if only_words else access.officer(by)
    _refuse_faults(rehearsal)
    if rehearsal.changes_nothing:
        return rehearsal.base
    reasons = _reasons(rehearsal.held, confirmed or {})
    _refuse_moved_ground(rehearsal.base)
    tables, changed = dict(rehearsal.tables), dict(rehearsal.added)
    if reasons:
        rows = _confirmed(rehearsal.held, reasons, officer)
        tables["confirmed"] = merged(store.read("confirmed", rehearsal.base), rows, "confirmed")
        changed["confirmed"] = len(rows)
    changed["revised"] = len(rehearsal.revisions)
    about = store.Publication(
        by=officer,
        reason=reason or _plain_reason(rehearsal),
        files=rehearsal.files,
        changed={name: count for name, count in changed.items() if count},
        confirmed=tuple(
            {"name": issue.name, "problem": issue.problem, "reason": reasons[issue.name]}
            for issue in rehearsal.held
        ),
    )
    with ThreadPoolExecutor(1) as aside:
        kept = aside.submit(copy_context().run, _keep_raw, rehearsal.uploads)
        version = store.replace(
            tables, about, rehearsal.base, rehearsal.revisions, rehearsal.new, kept.result
        )
    if version % SWEEP_EVERY == 0:
        store.sweep()
    return version


@store.patiently()
def restore(version: int, base: int, by: access.Visitor, reason: str) -> int:
    """Make a new version that holds what an earlier one held; `base` is the newest one seen.

    Raises NotAllowed, UnknownVersion, GroundMoved and StoreUnavailable.
    """
    officer = access.officer(by)
    if not 0 <= version < base:
        raise UnknownVersion(f"Version {version} is not earlier than version {base}.")
    _refuse_moved_ground(base)
    tables = {name: store.read(name, version) for name in schemas.TABLES}
    words = f"Restored version {version}" + (f": {reason}" if reason else "")
    about = store.Publication(by=officer, reason=words, changed={"restored": version})
    return store.replace(tables, about, base)


@store.patiently()
def rebuild(progress: Progress = lambda words: None, force: bool = False) -> int:
    """Make the store from the files of `data/raw`, a folder a publication; returns the version.

    One that was interrupted is finished. Raises NotPublishable on a store that somebody published
    to, unless forced: it would put the figures of the folders in place of theirs.
    """
    if store.exists() and others_published() and not force:
        raise NotPublishable(
            "Nothing was changed: officers published to this store, and rebuilding would put the "
            "shipped figures in place of theirs. `rebuild --force` does so all the same."
        )
    store.create()
    for manifest in manifests() if force else unpublished():
        progress(f"Publishing {manifest.parent.name}")
        rehearsal = rehearse(listed(manifest), progress)
        if rehearsal.located:
            progress(rehearsal.located)
        by = access.person_here(REBUILD)
        right = {each.name: STARTED_FROM for each in rehearsal.held}
        publish(rehearsal, by, f"Figures of {manifest.parent.name}", right)
    return store.version()


def others_published() -> bool:
    """Whether anybody published here, or wanted an empty store, beside `rebuild` itself."""
    return not set(store.history()["by"]) <= {REBUILD, ""}


def unpublished() -> list[Path]:
    """The folders of `data/raw`, by their manifests, of which no publication has all files."""
    sent = {file["sha256"] for files in store.history()["files"] for file in files}
    return [
        manifest
        for manifest in manifests()
        if not {upload.sha256 for upload in listed(manifest)} <= sent
    ]


def manifests() -> list[Path]:
    return sorted(settings.raw().glob("*/files.csv"))


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


def _keep_raw(uploads: Sequence[Upload]) -> None:
    for upload in uploads:
        store.keep_raw(upload.sha256, upload.content)


def _refuse_faults(rehearsal: Rehearsal) -> None:
    if rehearsal.faults:
        first, number = rehearsal.faults[0], len(rehearsal.faults)
        place = f"{first.file}, {first.place}" if first.place else first.file
        raise NotPublishable(
            f"Nothing was published: {number} {'fault' if number == 1 else 'faults'}. "
            f"The first is in {place}: {first.problem} {first.remedy}"
        )
    if rehearsal.unanswered:
        first_open = rehearsal.unanswered[0]
        raise NotPublishable(
            f"Nothing was published: a question is open. {first_open.file}: {first_open.words}"
        )


def _reasons(held: list[Issue], confirmed: Mapping[str, str]) -> dict[str, str]:
    """Why each held thing is right. Raises NotPublishable where one has no reason."""
    names = list(dict.fromkeys(issue.name for issue in held))
    strange = [name for name in confirmed if name not in names]
    if strange:
        raise NotPublishable(
            f"Nothing was published: nothing is held under the name {', '.join(strange)}."
            + (f" Held are: {', '.join(names)}." if names else "")
        )
    waiting = [issue for issue in held if not confirmed.get(issue.name, "").strip()]
    if waiting:
        raise NotPublishable(
            f"Nothing was published: {len(waiting)} held until an officer says why "
            f"{'it is' if len(waiting) == 1 else 'they are'} right. "
            f"The first: {waiting[0].problem}"
        )
    return {name: confirmed[name].strip() for name in names}


def _confirmed(held: list[Issue], reasons: Mapping[str, str], officer: str) -> pd.DataFrame:
    rows = [
        {
            "name": issue.name,
            "source": issue.source,
            "period_start": issue.days.start if issue.days else None,
            "period_end": issue.days.end if issue.days else None,
            "problem": issue.problem,
            "reason": reasons[issue.name],
            "confirmed_by": officer,
            "confirmed_on": _today(),
            "file": issue.file,
        }
        for issue in held
    ]
    return pd.DataFrame(rows, columns=schemas.CONFIRMED.names).drop_duplicates("name")


def _today() -> date:
    return datetime.now(UTC).date()


def _plain_reason(rehearsal: Rehearsal) -> str:
    names = [upload.name for upload in rehearsal.uploads]
    return f"Published {names[0]}" if len(names) == 1 else f"Published {len(names)} files"


def _refuse_moved_ground(base: int) -> None:
    newest = store.number()
    if newest != base:
        raise GroundMoved(
            f"The ground moved: version {newest} was published after version {base}, which this "
            "was rehearsed on. Nothing was changed. Look at the new rehearsal and publish again."
        )
