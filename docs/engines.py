"""The published counts read by other engines, straight from a store, as docs/growing.md tells.

Each function takes the address of the store's Delta table (`…/store/figures`) and gives a row per
source: source, rows, count. `python -m docs.engines ADDRESS` prints them beside each other.
"""

import sys
from collections.abc import Callable
from typing import Any

from deltalake import DeltaTable

Sums = list[tuple[str, int, int]]


def duckdb(address: str) -> Sums:
    import duckdb

    rows = duckdb.sql(
        "select source, count(*), sum(count)::bigint from read_parquet($files, union_by_name=true) "
        "group by source order by source",
        params={"files": _files(address)},
    )
    return rows.fetchall()


def daft(address: str) -> Sums:
    import daft
    from daft import col

    rows = daft.read_deltalake(address).where(col("table") == "crimes")
    sums = rows.groupby("source").agg(
        col("area").count().alias("rows"), col("count").sum().alias("counted")
    )
    found = sums.to_pydict()
    return _sorted(zip(found["source"], found["rows"], found["counted"], strict=True))


def spark(address: str) -> Sums:
    from pyspark.sql import SparkSession
    from pyspark.sql import functions as f

    session = SparkSession.builder.master("local[1]").appName("sums").getOrCreate()
    session.sparkContext.setLogLevel("ERROR")
    rows = session.read.option("mergeSchema", "true").parquet(*_files(address))
    sums = rows.groupBy("source").agg(f.count("*"), f.sum("count")).collect()
    session.stop()
    return _sorted(tuple(row) for row in sums)


def _files(address: str) -> list[str]:
    """The Parquet files of the newest version, as its log names them."""
    return [file for file in DeltaTable(address).file_uris() if "/table=crimes/" in file]


def _sorted(rows: Any) -> Sums:
    return sorted((source, int(number), int(count)) for source, number, count in rows)


ENGINES: dict[str, Callable[[str], Sums]] = {"duckdb": duckdb, "daft": daft, "pyspark": spark}


if __name__ == "__main__":
    for name, read in ENGINES.items():
        print(name, read(sys.argv[1]))
