"""A table as Parquet files of some months each, named by their SHA-256; it knows no place.

A publication writes the parts that it changes, and a part that no longer is what its name says is
found when it is read. Files of stores from before have names of Delta's own and hold any months.
"""

import json
import re
from collections.abc import Iterable
from io import BytesIO

import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq

from cspdata import schemas
from cspdata.store import places

# A year of counts is a few thousand rows; a quarter of street locations is as many.
MONTHS = {"streets": 3}
MONTHS_USUALLY = 12
NAMED = re.compile(r"table=\w+/[\w-]*?([0-9a-f]{64})\.parquet")


def written(table: str, frame: pd.DataFrame) -> dict[str, bytes]:
    """The files of a whole table by path; the same rows always give the same files."""
    declared = schemas.TABLES[table]
    ordered = frame.reindex(columns=declared.names).sort_values(list(declared.key), kind="stable")
    return {
        f"table={table}/{part}-{places.digest(content)}.parquet": content
        for part, rows in _parts(declared, ordered)
        if (content := _parquet(declared, rows))
    }


def read(table: str, contents: Iterable[bytes]) -> pd.DataFrame:
    """The rows of a table's files: columns as declared, days as datetime64, ordered by the key.

    Raises ArrowException for a file that is no Parquet.
    """
    declared = schemas.TABLES[table]
    schema = schemas.arrow(declared)
    rows = pa.concat_tables([schema.empty_table(), *(_table(c, schema) for c in contents)])
    frame = rows.to_pandas(date_as_object=False)
    return frame.sort_values(list(declared.key), ignore_index=True)


def empty(table: str) -> pd.DataFrame:
    """No rows of a table, with its columns as they are read."""
    return read(table, ())


def stats(content: bytes) -> str:
    """What Delta notes of a file, for other programs that read the table."""
    return json.dumps({"numRecords": pq.read_metadata(pa.BufferReader(content)).num_rows})


def is_whole(path: str, content: bytes) -> bool:
    """Whether a file holds what its name says; one without a digest in its name is believed."""
    named = NAMED.fullmatch(path)
    return named is None or named[1] == places.digest(content)


def has_digest(path: str) -> bool:
    return NAMED.fullmatch(path) is not None


def whole(paths: Iterable[str]) -> str:
    """One digest for all the files of a version, by which a lost commit is found."""
    return places.digest("\n".join(sorted(paths)).encode())


def _parts(declared: schemas.Table, rows: pd.DataFrame) -> Iterable[tuple[str, pd.DataFrame]]:
    if "period_start" not in declared.names:
        return [("all", rows)] if len(rows) else []
    days = pd.to_datetime(rows["period_start"])
    parts = (days.dt.month - 1) // MONTHS.get(declared.name, MONTHS_USUALLY) + 1
    # What has no days of its own lies in year 0, for it would be in no part.
    by = [part.fillna(0).astype(int).to_numpy() for part in (days.dt.year, parts)]
    return ((f"{year}-{part}", each) for (year, part), each in rows.groupby(by))


def _parquet(declared: schemas.Table, rows: pd.DataFrame) -> bytes:
    table = pa.Table.from_pandas(rows, schema=schemas.arrow(declared), preserve_index=False)
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
