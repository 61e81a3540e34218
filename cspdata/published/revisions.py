"""Which figures a version changed, with both values; versions are compared, never judged."""

from functools import lru_cache

import pandas as pd

from cspdata import schemas, store

KEY = list(schemas.CRIMES.key)
COLUMNS = [*KEY, "before", "now", "published_on", "revised_on"]


def every(at: int) -> pd.DataFrame:
    """Each figure marked as revised at a version, with its former value: COLUMNS.

    `published_on` is when the last version that holds the former value was published, and
    `revised_on` when the value gave way (UTC).
    """
    past = store.history().sort_values("version").to_dict("records")
    moments = {entry["version"]: entry["at"] for entry in past}
    revising = {e["version"] for e in past if e["version"] <= at and e["changed"].get("revised")}
    if not revising:
        return pd.DataFrame(columns=COLUMNS)
    kept, unkept = store.revised_until(at)
    older = [_compared(str(store.identity(v)), v) for v in unkept if v in revising]
    steps = pd.concat([*older, kept], ignore_index=True).sort_values("version", kind="stable")
    steps = steps.assign(
        published_on=steps["version"].sub(1).map(moments),
        revised_on=steps["version"].map(moments),
    )
    current = store.read("crimes", at)
    marked = current.loc[current["status"] == "revised", [*KEY, "count"]]
    found = marked.astype(_days()).merge(steps, on=KEY)
    found = found[found["count"] == found["now"]].drop_duplicates(KEY, keep="last")
    return found[COLUMNS].reset_index(drop=True)


@lru_cache(maxsize=256)
def _compared(_: str, version: int) -> pd.DataFrame:
    """What a version revised that was published before this was kept with the commit."""
    rows = between(store.read("crimes", version - 1), store.read("crimes", version))
    return rows.assign(version=version)


def between(stored: pd.DataFrame, new: pd.DataFrame) -> pd.DataFrame:
    """The figures of `new` whose count differs from the stored one: KEY, before, now."""
    before = stored[[*KEY, "count"]].rename(columns={"count": "before"}).astype(_days())
    pairs = new[[*KEY, "count"]].rename(columns={"count": "now"}).astype(_days())
    pairs = pairs.merge(before, on=KEY)
    return pairs.loc[pairs["before"] != pairs["now"], [*KEY, "before", "now"]]


def _days() -> dict[str, str]:
    return {"period_start": "datetime64[s]", "period_end": "datetime64[s]"}
