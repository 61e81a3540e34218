"""A table as Parquet files of some months each, named by their SHA-256; it knows no place.

A publication writes the parts that it changes, and a part that no longer is what its name says is
found when it is read. Files of stores from before have names of Delta's own and hold any months.
"""

import json
import re
from collections import OrderedDict
from collections.abc import Collection, Iterable, Mapping
from io import BytesIO
from threading import Lock

import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq

from cspdata import schemas
from cspdata.store import places

# A year of counts is a few thousand rows; a quarter of street locations is as many.
MONTHS = {"streets": 3}
MONTHS_USUALLY = 12
NAMED = re.compile(r"table=\w+/(?:([\w-]+?)-)?([0-9a-f]{64})\.parquet")
# So many rows are remembered of all tables: about 50 MB.
ROWS = 150_000
_rows: OrderedDict[tuple[str, ...], pd.DataFrame] = OrderedDict()
_remembering = Lock()


def written(
    table: str, frame: pd.DataFrame, only: Collection[str] | None = None
) -> dict[str, bytes]:
    """The files of a whole table by path, or of some parts; the same rows give the same files."""
    declared = schemas.TABLES[table]
    names = _names(declared, frame)
    wanted = names.unique() if only is None else [name for name in names.unique() if name in only]
    files = {}
    for name in sorted(wanted):
        rows = frame[(names == name).to_numpy()].reindex(columns=declared.names)
        content = _parquet(declared, rows.sort_values(list(declared.key), kind="stable"))
        files[f"table={table}/{name}-{places.digest(content)}.parquet"] = content
    return files


def touched(table: str, held: Iterable[str], brought: pd.DataFrame | None) -> frozenset[str] | None:
    """The parts that change where rows take the place of those with their key; None is any.

    `held` are the paths of the files there are, of which some may be of before parts had names.
    """
    declared = schemas.TABLES[table]
    mine = [path for path in held if path.startswith(f"table={table}/")]
    if brought is None or "period_start" not in declared.key or not all(map(_part, mine)):
        return None
    return frozenset(_names(declared, brought[["period_start"]].drop_duplicates()))


def lies_in(path: str, only: Collection[str] | None) -> bool:
    """Whether a file is one of these parts, as any is of all (None)."""
    return only is None or _part(path) in only


def newest(paths: Collection[str], years: int) -> list[str]:
    """The files of the newest calendar years of a table, all where one is of before parts."""
    parts = {path: _part(path) for path in paths}
    if not all(part[:1].isdigit() for part in parts.values()):
        return list(paths)
    year = {path: int(part.partition("-")[0]) for path, part in parts.items()}
    return [path for path in paths if year[path] > max(year.values()) - years]


def read(table: str, contents: Iterable[bytes]) -> pd.DataFrame:
    """The rows of a table's files: columns as declared, days as datetime64, ordered by the key.

    Raises ArrowException for a file that is no Parquet.
    """
    declared = schemas.TABLES[table]
    schema = schemas.arrow(declared)
    rows = pa.concat_tables([schema.empty_table(), *(_table(c, schema) for c in contents)])
    frame = rows.to_pandas(date_as_object=False)
    return frame.sort_values(list(declared.key), ignore_index=True)


def remembered(table: str, files: Mapping[str, bytes]) -> pd.DataFrame:
    """The rows of whole files by path, as `read`; those that were read last are not read again.

    Their names are digests of what they hold, so the same names are the same rows.
    """
    if not all(map(has_digest, files)):
        return read(table, files.values())
    key = (table, *files)
    with _remembering:
        found = _rows.get(key)
        if found is not None:
            _rows.move_to_end(key)
            return found.copy(deep=False)
    rows = read(table, files.values())
    with _remembering:
        _rows[key] = rows
        while sum(map(len, _rows.values())) > ROWS:
            _rows.popitem(last=False)
    return rows.copy(deep=False)


def empty(table: str) -> pd.DataFrame:
    """No rows of a table, with its columns as they are read."""
    return read(table, ())


def stats(content: bytes) -> str:
    """What Delta notes of a file, for other programs that read the table."""
    return json.dumps({"numRecords": pq.read_metadata(pa.BufferReader(content)).num_rows})


def is_whole(path: str, content: bytes) -> bool:
    """Whether a file holds what its name says; one without a digest in its name is believed."""
    named = NAMED.fullmatch(path)
    return named is None or named[2] == places.digest(content)


def has_digest(path: str) -> bool:
    return NAMED.fullmatch(path) is not None


def whole(paths: Iterable[str]) -> str:
    """One digest for all the files of a version, by which a lost commit is found."""
    return places.digest("\n".join(sorted(paths)).encode())


def _part(path: str) -> str:
    """The part that a file is, "" for one of before parts had names."""
    named = NAMED.fullmatch(path)
    return (named and named[1]) or ""


def _names(declared: schemas.Table, rows: pd.DataFrame) -> pd.Series:
    """The part that each row lies in."""
    if "period_start" not in declared.names:
        return pd.Series("all", rows.index, dtype="str")
    months = MONTHS.get(declared.name, MONTHS_USUALLY)
    starts = rows["period_start"].drop_duplicates()
    days = pd.DatetimeIndex(pd.to_datetime(starts))
    # What has no days of its own lies in year 0, for it would be in no part.
    named = {
        start: "0-0" if pd.isna(day) else f"{day.year}-{(day.month - 1) // months + 1}"
        for start, day in zip(starts, days, strict=True)
    }
    return rows["period_start"].map(named)


def _parquet(declared: schemas.Table, rows: pd.DataFrame) -> bytes:
    table = pa.Table.from_pandas(
        rows, schema=schemas.arrow(declared), preserve_index=False, nthreads=1
    )
    written = BytesIO()
    pq.write_table(table.replace_schema_metadata(None), written, compression="zstd")
    return written.getvalue()


def _table(content: bytes, schema: pa.Schema) -> pa.Table:
    held = pq.read_table(pa.BufferReader(content), partitioning=None)
    columns = [
        held[field.name].cast(field.type)
        if field.name in held.column_names
        else pa.nulls(len(held), field.type)
        for field in schema
    ]
    return pa.table(columns, schema=schema)
