"""Police.uk's API of street-level crimes -> counts of a month by parish; nothing is published here.

Its rows have a point and no LSOA, so they are placed by outline: another edition of a month than
the file. The counts are marked provisional, and the file takes their place.
"""

from collections import Counter
from collections.abc import Iterator
from typing import Any

import httpx
import pandas as pd

from cspdata import areas, offences, outlines
from cspdata.errors import SourceUnavailable
from cspdata.fetch import ask
from cspdata.fetch.ask import Patience, TooMany
from cspdata.periods import parse
from cspdata.sources import POLICE_UK

DATES = "/api/crimes-street-dates"
LAST_UPDATED = "/api/crime-last-updated"
CATEGORIES = "/api/crime-categories?date={}"
CRIMES = "/api/crimes-street/all-crime"


def months(line: httpx.Client, patience: Patience) -> list[str]:
    """Every month that the site has crimes of, oldest first. Raises SourceUnavailable."""
    answer = ask.json(line, DATES, patience)
    try:
        found = sorted({str(entry["date"])[:7] for entry in answer})
    except (TypeError, KeyError) as fault:
        raise _strange(DATES) from fault
    if not found:
        raise _strange(DATES)
    return found


def last_updated(line: httpx.Client, patience: Patience) -> str:
    """The newest month of crimes, as 2025-12. Raises SourceUnavailable."""
    answer = ask.json(line, LAST_UPDATED, patience)
    try:
        return str(answer["date"])[:7]
    except (TypeError, KeyError) as fault:
        raise _strange(LAST_UPDATED) from fault


def counts(line: httpx.Client, month: str, patience: Patience) -> bytes | None:
    """A month as a tidy file, a row for each parish and offence; None where there are no crimes.

    Raises SourceUnavailable.
    """
    names = _categories(line, month, patience)
    shapes = {area: outlines.shown()[area] for area in _smallest()}
    try:
        crimes = {crime["id"]: crime for crime in _within(line, month, areas.root(), patience)}
        placed = Counter(_placed(crime, names, shapes) for crime in crimes.values())
    except (TypeError, KeyError, ValueError) as fault:
        raise _strange(CRIMES) from fault
    return _tidy(placed, month) if placed else None


def _categories(line: httpx.Client, month: str, patience: Patience) -> dict[str, str]:
    """The API's word for a crime type to its name in files."""
    answer = ask.json(line, CATEGORIES.format(month), patience)
    try:
        return {entry["url"]: entry["name"] for entry in answer}
    except (TypeError, KeyError) as fault:
        raise _strange(CATEGORIES.format(month)) from fault


def _within(
    line: httpx.Client, month: str, area: str, patience: Patience
) -> Iterator[dict[str, Any]]:
    """The crimes in an area's outline; one with too many is asked for in its parts."""
    parts = areas.children(area)
    for ring in outlines.outer_rings(outlines.shown()[area]):
        form = {"date": month, "poly": ":".join(f"{y},{x}" for x, y in ring[:-1])}
        try:
            yield from ask.json(line, CRIMES, patience, form, divisible=bool(parts)) or []
        except TooMany:
            for part in parts:
                yield from _within(line, month, part, patience)
            return


def _placed(
    crime: dict[str, Any], names: dict[str, str], shapes: dict[str, dict[str, Any]]
) -> tuple[str, str]:
    """The parish, "" outside all of them, and the crime type as files name it."""
    place = crime["location"]
    point = float(place["longitude"]), float(place["latitude"])
    return outlines.holding(point, shapes), names.get(crime["category"], crime["category"])


def _smallest() -> list[str]:
    """The areas that counts are kept for: those without parts."""
    return [area for area in areas.order() if not areas.children(area)]


def _tidy(placed: Counter[tuple[str, str]], month: str) -> bytes:
    types = offences.by_police_uk()
    unknown = {kind for _, kind in placed} - set(types)
    period = parse(month)
    rows = [
        (area, types.get(kind, kind), period.start, period.end, placed[area, kind])
        for area in _smallest()
        for kind in [*types, *sorted(unknown)]
    ]
    tidy = pd.DataFrame(rows, columns=["area", "offence", "period_start", "period_end", "count"])
    tidy = tidy.assign(source=POLICE_UK.source, status="provisional")
    return tidy.to_csv(index=False, lineterminator="\n").encode()


def _strange(path: str) -> SourceUnavailable:
    return SourceUnavailable(
        f"Police.uk answered {path} with something that its documentation does not describe. "
        "Nothing was changed."
    )
