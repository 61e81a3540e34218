"""Figures against figures: printed changes recomputed, parishes against region against district."""

from typing import Any

import pandas as pd

from cspdata import areas, offences, schemas
from cspdata.checks.cells import Percent, percent
from cspdata.checks.percentages import ALL_LOST
from cspdata.periods import Period

WHERE = ("file", "member", "sheet", "row", "column")
PLACE = (*WHERE, "period_start", "period_end")
NEAR = 20


def changes(
    printed: list[dict[str, Any]], crimes: pd.DataFrame, source: str, period: Period
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Recompute printed percentage changes of a period on the same days a year before.

    Returns rows of `printed`, and rows of `crimes` for previous counts that are nowhere printed
    but follow from the printed percentage without doubt (status derived).
    """
    counts = {
        (row["area"], row["offence"], row["period_start"]): row["count"]
        for row in crimes[crimes["source"] == source].to_dict("records")
    }
    before = period.years_before()
    rows, derived = [], {}
    for change in printed:
        now = counts.get((change["area"], change["offence"], period.start))
        was = counts.get((change["area"], change["offence"], before.start))
        if was is None and now is not None:
            was = only_previous(now, change["text"])
            if was is not None:
                figure = _derived(change, source, before, was)
                derived[change["area"], change["offence"]] = figure
        rows.append(_recomputed(change, now, was, (change["area"], change["offence"]) in derived))
    return (
        pd.DataFrame(rows, columns=schemas.PRINTED.names).assign(
            period_start=period.start, period_end=period.end
        ),
        pd.DataFrame(list(derived.values()), columns=schemas.CRIMES.names),
    )


def only_previous(now: int, text: str) -> int | None:
    """The one count before that gives the printed percentage, rounded as printed, or None."""
    fitting = previous(now, text)
    return fitting[0] if len(fitting) == 1 else None


def previous(now: int, text: str) -> list[int]:
    """The counts before that give the printed percentage, rounded as printed: more, the fewer
    places it has. None where it is no percentage or all was lost; at most NEAR either side.
    """
    printed = percent(text)
    if printed is None or printed.value <= ALL_LOST:
        return []
    near = round(now / (1 + printed.value / 100))
    around = range(max(1, near - NEAR), near + NEAR + 1)
    return [was for was in around if _gives(now, was, printed)]


def rounded(now: int, was: int, places: int = 1) -> str:
    """The change in percent, halves away from zero as a spreadsheet rounds."""
    unit = 10**places
    parts = (abs(now - was) * 200 * unit + was) // (2 * was)
    whole, rest = divmod(parts, unit)
    return f"{'-' if now < was and parts else ''}{whole}" + (f".{rest:0{places}}" if places else "")


def _gives(now: int, was: int, printed: Percent) -> bool:
    return rounded(now, was, printed.places) == f"{printed.value:.{printed.places}f}"


def levels(crimes: pd.DataFrame) -> pd.DataFrame:
    """Each printed area against the sum of its parts, where all are known: rows of `printed`."""
    rows = []
    for (_, offence, _), group in crimes.groupby(["source", "offence", "period_start"]):
        held = group.set_index("area")
        counts = dict(zip(group["area"], group["count"].astype(int), strict=True))
        for parent in held.index.intersection([a for a in areas.order() if areas.children(a)]):
            parts = areas.children(parent)
            if set(parts) <= set(held.index):
                total = sum(counts[part] for part in parts)
                rows.append(_level(held.loc[parent], parent, str(offence), total))
    return pd.DataFrame(rows, columns=schemas.PRINTED.names)


def _level(figure: pd.Series, parent: str, offence: str, total: int) -> dict[str, Any]:
    count, name = int(figure["count"]), areas.one(parent).name
    plural = areas.plural(areas.one(areas.children(parent)[0]).level)
    note = (
        ""
        if count == total
        else (
            f"{offences.one(offence).name}: the {plural} of {name} add up to {total:,}, and {name} "
            f"itself is printed as {count:,}: {count - total:,} not shown by "
            f"{areas.level_name(areas.one(areas.children(parent)[0]).level)}."
        )
    )
    return {
        **{name: figure.get(name, "") for name in PLACE},
        "area": parent,
        "offence": offence,
        "what": "parts",
        "printed": f"{count:,}",
        "recomputed": f"{total:,}",
        "agrees": count == total,
        "note": note,
    }


def _recomputed(
    change: dict[str, Any], now: int | None, was: int | None, derived: bool
) -> dict[str, Any]:
    printed = percent(change["text"])
    places = printed.places if printed else 1
    given = "" if now is None or not was else rounded(now, was, places)
    agrees = printed is not None and f"{printed.value:.{places}f}" == given
    notes = []
    if not given:
        notes.append("The counts behind this percentage are not in these tables.")
        fitting = previous(now, change["text"]) if now is not None else []
        if len(fitting) > 1:
            span = f"{fitting[0]:,} to {fitting[-1]:,}"
            which = span if len(fitting) <= 2 * NEAR else f"Counts around {fitting[NEAR]:,}"
            notes.append(f"{which} all round to {change['text'].strip()}, so none is derived.")
    elif not agrees:
        notes.append(f"The printed change is {change['text']}; the counts give {given}%.")
    if derived:
        notes.append(f"The previous count, {was:,}, is derived from this percentage.")
    return {
        **{name: change.get(name, "") for name in WHERE},
        "area": change["area"],
        "offence": change["offence"],
        "what": "change",
        "printed": change["text"],
        "recomputed": f"{given}%" if given else "",
        "agrees": agrees,
        "note": " ".join(notes),
    }


def _derived(change: dict[str, Any], source: str, before: Period, was: int) -> dict[str, Any]:
    return {
        "source": source,
        "area": change["area"],
        "offence": change["offence"],
        "period_start": before.start,
        "period_end": before.end,
        "count": was,
        "status": "derived",
        **{name: change.get(name, "") for name in WHERE},
    }
