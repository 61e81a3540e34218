"""The Delta table of all figures: versions are read and one commit is added, none is changed.

A row's `table` column (the partition) says which declared table it belongs to, so that one commit
can change several tables or none.
"""

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from datetime import UTC, datetime
from typing import Any

import pandas as pd
import pyarrow as pa
from deltalake import CommitProperties, DeltaTable, write_deltalake
from deltalake.exceptions import CommitFailedError, DeltaError, TableNotFoundError

from cspdata import schemas, settings
from cspdata.errors import GroundMoved, NoStore, UnknownVersion
from cspdata.periods import day_in_words
from cspdata.store import places
from cspdata.store.faults import unreadable, unwritable

FOREVER = {
    "delta.logRetentionDuration": "interval 36500 days",
    "delta.deletedFileRetentionDuration": "interval 36500 days",
    "delta.enableExpiredLogCleanup": "false",
}
ABOUT = "publication"


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
    """Whether there is a store. Raises StoreUnavailable where that cannot be found out."""
    try:
        return DeltaTable.is_deltatable(_figures(), storage_options=places.patience())
    except (DeltaError, OSError) as fault:
        raise unreadable(fault) from fault


def create() -> int:
    """Make an empty store where there is none; the version is 0."""
    if exists():
        return 0
    try:
        DeltaTable.create(
            _figures(),
            schemas.ledger(),
            partition_by=["table"],
            configuration=FOREVER,
            storage_options=places.patience(),
        )
    except (DeltaError, OSError) as fault:
        raise unwritable(fault) from fault
    return 0


def version() -> int:
    """The newest version. Raises NoStore, StoreUnavailable."""
    return _opened().version()


def read(table: str, at: int | None = None) -> pd.DataFrame:
    """The rows of one declared table at a version (the newest without one), in a stable order.

    Columns as declared in `schemas`, days as datetime64. Raises NoStore, UnknownVersion and
    StoreUnavailable.
    """
    declared = schemas.TABLES[table]
    stored = _opened(at).to_pyarrow_dataset()
    held = [name for name in declared.names if name in stored.schema.names]
    try:
        rows = stored.to_table(columns=held, filter=pa.compute.field("table") == table)
    except (OSError, pa.ArrowException) as fault:
        raise unreadable(fault) from fault
    frame = rows.to_pandas(date_as_object=False).reindex(columns=declared.names)
    return frame.sort_values(list(declared.key), ignore_index=True)


def replace(tables: Mapping[str, pd.DataFrame], about: Publication, base: int) -> int:
    """Put whole tables in place of the stored ones, all in one commit on top of version `base`.

    Returns the new version. Raises GroundMoved when somebody committed after `base`.
    """
    rows = pa.concat_tables(_ledger_rows(name, frame) for name, frame in tables.items())
    changed = ", ".join(f"'{name}'" for name in tables)
    target = _opened(base)
    try:
        write_deltalake(
            target,
            rows,
            mode="overwrite",
            predicate=f"table IN ({changed})",
            # A store made before a column was declared gets it with the first commit that has it.
            schema_mode="merge",
            commit_properties=CommitProperties(
                custom_metadata={ABOUT: json.dumps(asdict(about))}, max_commit_retries=0
            ),
        )
    except CommitFailedError as lost:
        raise GroundMoved(
            f"Somebody published after version {base}, so nothing was changed. "
            "Look at the new rehearsal and publish again."
        ) from lost
    except (DeltaError, OSError) as fault:
        raise unwritable(fault) from fault
    return target.version()


def history() -> pd.DataFrame:
    """One row per version, newest first: version, at (UTC) and the fields of its Publication."""
    return pd.DataFrame(
        [_entry(commit) for commit in _opened().history()],
        columns=["version", "at", "by", "reason", "files", "changed", "confirmed"],
    )


def version_on(moment: datetime) -> int:
    """The version that was the newest at a moment. Raises UnknownVersion before the first."""
    past = history()
    past = past[past["at"] <= moment]
    if past.empty:
        raise UnknownVersion(f"Nothing had been published by {day_in_words(moment)}.")
    return int(past["version"].max())


def _figures() -> str:
    return f"{settings.store().rstrip('/')}/{places.FIGURES}"


def _opened(at: int | None = None) -> DeltaTable:
    try:
        return DeltaTable(_figures(), version=at, storage_options=places.patience())
    except TableNotFoundError as missing:
        raise NoStore(
            f"There is no store at {settings.store()}. It was moved, or was never made."
        ) from missing
    except (DeltaError, OSError) as fault:
        if at is not None and exists():
            raise UnknownVersion(f"The store holds no version {at}.") from fault
        raise unreadable(fault) from fault


def _ledger_rows(name: str, frame: pd.DataFrame) -> pa.Table:
    declared = schemas.TABLES[name]
    rows = pa.Table.from_pandas(
        frame.reindex(columns=declared.names), schema=schemas.arrow(declared), preserve_index=False
    )
    columns = {"table": pa.array([name] * len(rows), pa.string())}
    columns |= {column: rows[column] for column in rows.column_names}
    absent = [field for field in schemas.ledger() if field.name not in columns]
    columns |= {field.name: pa.nulls(len(rows), field.type) for field in absent}
    return pa.table(columns).select(schemas.ledger().names)


def _entry(commit: dict[str, Any]) -> dict[str, Any]:
    about = json.loads(commit.get(ABOUT, "{}"))
    return {
        "version": commit["version"],
        "at": datetime.fromtimestamp(commit["timestamp"] / 1000, UTC),
        "by": about.get("by", ""),
        "reason": about.get("reason", "An empty store was made."),
        "files": about.get("files", []),
        "changed": about.get("changed", {}),
        "confirmed": about.get("confirmed", []),
    }
