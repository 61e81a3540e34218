"""What killed publishers left behind is swept; nothing that a version names is ever touched."""

import json
import time
from collections.abc import Iterator
from contextlib import suppress
from urllib.parse import unquote

from pyarrow import fs

from cspdata.store import places

AN_HOUR = 3600
LOG = f"{places.FIGURES}/_delta_log"
BESIDE = (places.RAW, places.MADE, places.NOTES)


def sweep(now: float | None = None) -> list[str]:
    """Delete files that no version names and that are older than an hour; their names.

    Younger ones may belong to somebody who is publishing at this moment.
    """
    oldest = (time.time() if now is None else now) - AN_HOUR
    swept = []
    for file in _left_behind():
        with suppress(OSError):
            if file.mtime.timestamp() < oldest:
                places.delete(file.path)
                swept.append(file.base_name)
    return swept


def _left_behind() -> list[fs.FileInfo]:
    try:
        held = places.within(places.FIGURES)
        named = {path for file in held if _is_commit(file) for path in _named(file.path)}
        partial = [file for kept in BESIDE for file in places.within(kept)]
    except OSError:
        return []
    return [
        *(file for file in held if file.extension == "parquet" and _unnamed(file, named)),
        *(file for file in held if file.path.startswith(LOG) and file.extension == "tmp"),
        *(file for file in partial if file.path.endswith(places.PARTIAL)),
    ]


def _is_commit(file: fs.FileInfo) -> bool:
    return file.path.startswith(LOG) and file.extension == "json"


def _unnamed(file: fs.FileInfo, named: set[str]) -> bool:
    return (
        not file.path.startswith(LOG) and file.path.removeprefix(f"{places.FIGURES}/") not in named
    )


def _named(commit: str) -> Iterator[str]:
    for line in (places.get(commit) or b"").decode().splitlines():
        added = json.loads(line).get("add")
        if added:
            yield unquote(added["path"])
