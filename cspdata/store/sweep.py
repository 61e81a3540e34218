"""What nobody needs is swept, such as killed publishers leave; never what a version names."""

import time
from contextlib import suppress

from pyarrow import fs

from cspdata.errors import CspError
from cspdata.store import places, versions

AN_HOUR = 3600
LOOKED_IN = (places.FIGURES, places.RAW, places.MADE, places.NOTES)
# Each names every file there ever was, so that all of them together would grow as a square.
CHECKPOINTS = 2
UNFINISHED = ("parquet", "tmp", "partial")


def sweep(now: float | None = None) -> list[str]:
    """Delete files that no version names and that are older than an hour; their names.

    Younger ones may belong to somebody who is publishing at this moment.
    """
    oldest = (time.time() if now is None else now) - AN_HOUR
    swept = []
    for file in left_behind():
        with suppress(OSError):
            if file.mtime.timestamp() < oldest:
                places.delete(file.path)
                swept.append(file.base_name)
    return swept


def left_behind() -> list[fs.FileInfo]:
    """The files that nobody needs, none where that cannot be found out for certain."""
    try:
        commits = versions.asked()
        if any(commit.fault for commit in commits):
            return []
        named = {f"{places.FIGURES}/{file.path}" for commit in commits for file in commit.added}
        held = [file for folder in LOOKED_IN for file in places.within(folder)]
    except (OSError, CspError):
        return []
    checkpoints = [file for file in held if _is_checkpoint(file)]
    return [
        *(
            file
            for file in held
            if file.extension in UNFINISHED and file.path not in named and file not in checkpoints
        ),
        *sorted(checkpoints, key=lambda file: file.base_name)[:-CHECKPOINTS],
    ]


def _is_checkpoint(file: fs.FileInfo) -> bool:
    return file.path.startswith(places.LOG) and file.extension == "parquet"
