"""The Delta table of all figures: versions are read and one commit is added, none is changed.

A row's `table` column (the partition) says which declared table it belongs to, so that one commit
can change several tables or none. Files are written and on the disk before delta-rs commits them.
Columns that were declared after a store was made are read from its files; Delta's own note of the
columns stays as it was, so other programs do not see them there.
"""

import base64
import json
import zlib
from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass, field
from datetime import UTC, datetime
from typing import Any
from uuid import uuid4

import pandas as pd
import pyarrow as pa
from deltalake import CommitProperties, DeltaTable, PostCommitHookProperties
from deltalake.exceptions import CommitFailedError, DeltaError
from deltalake.transaction import AddAction, RemoveAction

from cspdata import schemas
from cspdata.errors import DamagedVersion, GroundMoved, StoreUnavailable
from cspdata.store import log, parts, places, versions
from cspdata.store.faults import LOGGER, damaged, undecided, unreadable, unwritable
from cspdata.store.log import ABOUT
from cspdata.store.versions import Identity, Newest

CHECKPOINT_EVERY = 10
FOREVER = {
    "delta.logRetentionDuration": "interval 36500 days",
    "delta.deletedFileRetentionDuration": "interval 36500 days",
    "delta.enableExpiredLogCleanup": "false",
    "delta.checkpointInterval": str(CHECKPOINT_EVERY),
}
REVISED = [*schemas.CRIMES.key, "before", "now"]
# The newest version of each store that was seen to be readable.
_read: dict[str, Identity] = {}
DAYS = {"period_start": "datetime64[s]", "period_end": "datetime64[s]"}


@dataclass(frozen=True)
class Publication:
    """What a commit carries beside its rows. `files` holds name, sha256, source, period, rows;
    `confirmed` what was held and why it is right: name, problem, reason.
    """

    by: str
    reason: str
    files: tuple[dict[str, Any], ...] = ()
    changed: dict[str, int] = field(default_factory=dict)
    confirmed: tuple[dict[str, str], ...] = ()


def exists() -> bool:
    """Whether there is a store. Raises StorageFault where that cannot be found out."""
    try:
        return places.has(log.entry(0)) or bool(places.within(places.LOG))
    except OSError as fault:
        raise unreadable(fault) from fault


def create(by: str = "") -> int:
    """Make an empty store where there is none; the version is 0. Raises StoreUnavailable.

    `by` is whoever wants an empty one; without it, it is the beginning of one that is being made.
    """
    if exists():
        return 0
    try:
        DeltaTable.create(
            places.figures(),
            schemas.ledger(),
            partition_by=["table"],
            configuration=FOREVER,
            commit_properties=CommitProperties(custom_metadata={ABOUT: json.dumps({"by": by})}),
            storage_options=places.patience(),
        )
        places.sync([log.entry(0)])
    except (DeltaError, OSError) as fault:
        raise unwritable(fault) from fault
    return 0


def read(table: str, at: int | None = None, years: int | None = None) -> pd.DataFrame:
    """The rows of one declared table at a version (the newest without one), in a stable order.

    With `years` at least those of the newest calendar years that it has, and fewer of the others.
    Columns as declared in `schemas`, days as datetime64. Raises NoStore, UnknownVersion,
    DamagedVersion and StorageFault.
    """
    version = versions.version() if at is None else at
    commits = versions.held()
    if version >= len(commits):
        commits = versions.asked()
    versions.identity(version)
    if fault := versions.fault_of(commits, version):
        raise damaged(version, fault)
    current = log.files_at(commits, version)
    paths = sorted(path for path, file in current.items() if file.table == table)
    return _rows(table, parts.newest(paths, years) if years else paths, version)


def readable() -> Newest:
    """The newest version of which the counts of crimes were read and are what was written.

    Asks a bucket twice once it is known. Raises NoStore, DamagedVersion, StorageFault.
    """
    while True:
        found = versions.newest()
        if _read.get(places.figures()) == found.identity:
            return found
        try:
            read("crimes", found.identity.version)
        except DamagedVersion:
            # It is noted as damaged by now, so that the next question steps back.
            continue
        _read[places.figures()] = found.identity
        return found


def revised(at: int) -> pd.DataFrame | None:
    """The figures that a version revised: source, area, offence, period, before, now.

    None for a version of before these were kept. Raises UnknownVersion, NoStore, StorageFault.
    """
    rows, unkept = revised_until(at, at)
    return None if unkept else rows.drop(columns="version")


def revised_until(last: int, first: int = 0) -> tuple[pd.DataFrame, list[int]]:
    """What all versions from `first` to `last` revised: REVISED and `version`, in their order.

    Beside it the versions of before that was kept. Raises UnknownVersion, NoStore, StorageFault.
    """
    versions.identity(last)
    kept = [(each.version, each.about.get("revised")) for each in versions.held()[first : last + 1]]
    columns: dict[str, list[Any]] = {name: [] for name in (*REVISED, "version")}
    for version, packed in kept:
        if packed is not None:
            rows = json.loads(zlib.decompress(base64.b64decode(packed)))
            for name in REVISED:
                columns[name] += rows[name]
            columns["version"] += [version] * len(rows["now"])
    unkept = [version for version, packed in kept if packed is None]
    return pd.DataFrame(columns).astype(DAYS), unkept


def replace(
    tables: Mapping[str, pd.DataFrame],
    about: Publication,
    base: int,
    revisions: pd.DataFrame | None = None,
    brought: Mapping[str, pd.DataFrame] | None = None,
    first: Callable[[], object] = lambda: None,
) -> int:
    """Put whole tables in place of the stored ones, all in one commit on top of version `base`.

    `revisions` are the figures that change (REVISED), kept with the commit. A table that differs
    from that of `base` only by rows which took the place of those with their key is written where
    the rows `brought` lie; all others are written anew. `first` is waited for before the commit;
    what it raises stops it. Returns the new version when all of it is
    on the disk. Raises GroundMoved when somebody committed after `base`, StoreUnavailable; nothing
    is changed then, or the sentence says that this is not known.
    """
    if versions.number() != base:
        raise _moved(base)
    try:
        target = DeltaTable(places.figures(), version=base, storage_options=places.patience())
        held = log.files_at(versions.held(), base)
        only = {name: parts.touched(name, held, (brought or {}).get(name)) for name in tables}
        files = {
            path: content
            for name, frame in tables.items()
            for path, content in parts.written(name, frame, only[name]).items()
        }
        added = {path: content for path, content in files.items() if path not in held}
        gone = [
            f
            for path, f in held.items()
            if f.table in tables and path not in files and parts.lies_in(path, only[f.table])
        ]
        _refuse_full_disk(sum(map(len, added.values())))
        places.put({f"{places.FIGURES}/{path}": content for path, content in added.items()})
    except (DeltaError, OSError) as fault:
        raise unwritable(fault) from fault
    first()
    after = ({*held} - {file.path for file in gone}) | {*added}
    token = uuid4().hex
    carried = asdict(about) | {"id": token, "whole": parts.whole(after)}
    carried |= {"revised": _packed(revisions)} if revisions is not None else {}
    _commit(target, _actions(added, gone), carried, base, token)
    _settle(target, base + 1)
    return base + 1


def _rows(table: str, paths: list[str], version: int) -> pd.DataFrame:
    try:
        contents = places.together(lambda path: places.get(f"{places.FIGURES}/{path}"), paths)
    except OSError as fault:
        raise unreadable(fault) from fault
    for path, content in zip(paths, contents, strict=True):
        if content is None or not parts.is_whole(path, content):
            versions.note_damage(version)
            what = "misses" if content is None else "has other bytes than were written in"
            raise damaged(version, f"{what} {path}")
    try:
        return parts.remembered(table, dict(zip(paths, filter(None, contents), strict=True)))
    except (OSError, pa.ArrowException) as fault:
        versions.note_damage(version)
        raise damaged(version, f"has a file of {table} that cannot be read ({fault})") from fault


def _actions(added: Mapping[str, bytes], gone: list[log.File]) -> list[AddAction | RemoveAction]:
    now = int(datetime.now(UTC).timestamp() * 1000)
    return [
        *(
            AddAction(
                path, len(content), {"table": log.table_of(path)}, now, True, parts.stats(content)
            )
            for path, content in added.items()
        ),
        *(
            RemoveAction(
                file.path, True, now, size=file.size, partition_values={"table": file.table}
            )
            for file in gone
        ),
    ]


def _commit(
    target: DeltaTable,
    actions: list[AddAction | RemoveAction],
    carried: dict[str, Any],
    base: int,
    token: str,
) -> None:
    try:
        target.create_write_transaction(
            actions,
            "append",
            schemas.ledger(),
            partition_by=["table"],
            commit_properties=CommitProperties(
                custom_metadata={ABOUT: json.dumps(carried)}, max_commit_retries=0
            ),
            # Ours is made when the commit is on the disk, and put there itself.
            post_commithook_properties=PostCommitHookProperties(create_checkpoint=False),
        )
    except (DeltaError, OSError) as fault:
        if not _stands(base + 1, token, fault):
            if isinstance(fault, CommitFailedError):
                raise _moved(base) from fault
            raise unwritable(fault) from fault


def _stands(version: int, token: str, fault: Exception) -> bool:
    """Whether our commit is there although its answer was lost; a bucket then refuses the retry."""
    try:
        with places.patiently():
            content = places.get(log.entry(version))
    except OSError as silent:
        raise undecided(version - 1, fault) from silent
    return content is not None and token.encode() in content


def _settle(target: DeltaTable, version: int) -> None:
    """What follows a commit that stands: it is on the disk, and quick to open."""
    try:
        places.sync([log.entry(version)])
    except OSError as fault:
        raise StoreUnavailable(
            f"Version {version} was published, but the disk does not say that it has it. "
            "Ask whoever runs this server before you publish more.",
            str(fault),
        ) from fault
    try:
        log.commits()
    except OSError as fault:
        # Whoever reads next asks again; the version stands.
        LOGGER.warning("The log of version %s could not be read back: %s", version, fault)
    if version % CHECKPOINT_EVERY:
        return
    try:
        target.update_incremental()
        target.create_checkpoint()
        made = [file.path for file in places.within(places.LOG) if "checkpoint" in file.base_name]
        places.sync(made)
    except (DeltaError, OSError) as fault:
        LOGGER.warning("No checkpoint was made of version %s: %s", version, fault)


def _refuse_full_disk(wanted: int) -> None:
    """delta-rs ends in a panic where a disk is full, so that it is asked first."""
    if wanted > places.free():
        raise OSError(f"disk full: {wanted:,} bytes do not fit")


def _moved(base: int) -> GroundMoved:
    return GroundMoved(
        f"Somebody published after version {base}, so nothing was changed. "
        "Look at the new rehearsal and publish again."
    )


def _packed(revisions: pd.DataFrame) -> str:
    days = {name: pd.to_datetime(revisions[name]).dt.strftime("%Y-%m-%d") for name in DAYS}
    rows = revisions[REVISED].assign(**days).to_dict("list")
    return base64.b64encode(zlib.compress(json.dumps(rows, default=int).encode())).decode()
