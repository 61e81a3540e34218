"""The published figures as tidy CSV, one file a table, and the feed of signals.

The columns are a public contract.
"""

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pandas as pd

from cspdata import (
    areas,
    briefings,
    disclosure,
    metrics,
    offences,
    queries,
    settings,
    signals,
    spreadsheets,
    store,
    vocabulary,
)

CRIME = [
    "source",
    "area",
    "area_name",
    "level",
    "offence",
    "offence_name",
    "period_start",
    "period_end",
    "count",
    "status",
    "file",
    "row",
    "column",
]
ACTIVITY = [
    "partner",
    "partner_name",
    "measure",
    "measure_name",
    "breakdown",
    "period_start",
    "period_end",
    "value",
    "unit",
    "base",
    "theme",
    "reference",
    "comparison",
    "comparison_basis",
    "status",
    "note",
    "file",
    "row",
]


def write(folder: Path, version: int | None = None) -> Iterator[Path]:
    """Write every export into a folder, as of a version; yields each path. Raises NoStore."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, rows in frames(version).items():
        path = folder / f"{name}.csv"
        harmless = spreadsheets.plain(rows)
        harmless.to_csv(path, index=False, lineterminator="\n", date_format="%Y-%m-%d")
        yield path
    for name, text in current_signals(version).items():
        path = folder / name
        path.write_text(text, "utf-8", newline="")
        yield path


def current_signals(version: int | None = None) -> dict[str, str]:
    """The table and the feed of signals by file name, as made when the version was published."""
    at = store.version() if version is None else version
    kept = {name: store.made(at, name) for name in (signals.TABLE, signals.FEED)}
    if None not in kept.values():
        return {name: text for name, text in kept.items() if text is not None}
    published = store.history().set_index("version")["at"].loc[at]
    return signals.files(store.read("crimes", at), at, published)


def frames(version: int | None = None) -> dict[str, pd.DataFrame]:
    """Each exported table by name: crime, printed, activity, metrics and the vocabularies."""
    crimes = store.read("crimes", version)
    figures = queries.prepared(crimes)
    printed = store.read("printed", version)
    return {
        "crime": crime(disclosure.protected_table("crimes", crimes, figures)),
        "printed": disclosure.protected_table("printed", printed, figures),
        "activity": activity(store.read("activity", version)),
        "metrics": measures(store.read("activity", version)),
        "areas": areas.table(),
        "offences": offences.table(),
        "caveats": vocabulary.read(settings.place() / "caveats.csv", "caveat"),
    }


def release(version: int | None = None) -> bytes:
    """The release of a version as one HTML file. Raises NoStore, UnknownVersion."""
    at = store.version() if version is None else version
    figures = queries.prepared(store.read("crimes", at))
    published = store.history().set_index("version")["at"].loc[at]
    when = f"{published:%d %B %Y}".lstrip("0")
    made = f"{date.today():%d %B %Y}".lstrip("0")
    imprint = briefings.Imprint("", f"Data version {at}, published {when}.", made)
    return briefings.release(figures, imprint)


def crime(crimes: pd.DataFrame) -> pd.DataFrame:
    """The stored figures with the names of their areas and offences: the columns of CRIME."""
    named = crimes.assign(
        area_name=crimes["area"].map(areas.names()),
        level=crimes["area"].map(areas.table().set_index("area")["level"]),
        offence_name=crimes["offence"].map(offences.names()),
        row=crimes["row"].astype("Int64"),
    )
    return named[CRIME]


def activity(figures: pd.DataFrame) -> pd.DataFrame:
    """The partners' figures with the names of partners and measures: the columns of ACTIVITY."""
    named = figures.assign(
        partner_name=figures["partner"].map(metrics.partner_names()),
        measure_name=figures["measure"].map(metrics.names()),
    )
    return named[ACTIVITY]


def measures(figures: pd.DataFrame) -> pd.DataFrame:
    """The catalogue of measures; `waiting` says which of them have no figure yet."""
    table = metrics.table()
    has_figures = table["measure"].isin(figures["measure"])
    return table.assign(waiting=has_figures.map({True: "no", False: "yes"}))
