"""What killed publishers left behind is swept; nothing that a version names is ever touched."""

import json
import time
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from urllib.parse import unquote

from cspdata import settings
from cspdata.store import raw

AN_HOUR = 3600


def sweep(now: float | None = None) -> list[str]:
    """Delete files that no version names and that are older than an hour; their names.

    Younger ones may belong to somebody who is publishing at this moment.
    """
    oldest = (time.time() if now is None else now) - AN_HOUR
    swept = []
    for path in list(_left_behind()):
        with suppress(OSError):
            if path.stat().st_mtime < oldest:
                path.unlink()
                swept.append(path.name)
    return swept


def _left_behind() -> Iterator[Path]:
    figures = Path(settings.store()) / "figures"
    log = figures / "_delta_log"
    if not log.is_dir():
        return
    named = {path for commit in log.glob("*.json") for path in _named(commit)}
    yield from (
        path
        for path in figures.rglob("*.parquet")
        if path.parent != log and path.relative_to(figures).as_posix() not in named
    )
    yield from log.glob("*.tmp")
    yield from raw.folder().glob(f"*{raw.PARTIAL}")


def _named(commit: Path) -> Iterator[str]:
    for line in commit.read_text("utf-8").splitlines():
        added = json.loads(line).get("add")
        if added:
            yield unquote(added["path"])
