"""Places of one level beside each other: counts, rates, shares, steps; never two sources in one."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from cspdata import areas, change, offences
from cspdata.queries.compared import changes, total_offence
from cspdata.queries.sums import counts
from cspdata.queries.views import View

WHOLE = ("total", "remainder", "incident")
USUAL_SHARE = "theft"
AROUND_TYPICAL = (0.75, 1.25, 2.0)
AROUND_MEAN = (0.5, 1.0, 2.0)
LEAST_BREAKS = (5, 10, 20)
NO_STEP = -1
STEP_OF = {
    change.Verdict.STRONG_RISE: 3,
    change.Verdict.STRONG_FALL: 3,
    change.Verdict.POSSIBLE_RISE: 1,
    change.Verdict.POSSIBLE_FALL: 1,
    change.Verdict.UNCLEAR: 0,
}
MARK_OF = {
    change.Verdict.STRONG_RISE: "▲",
    change.Verdict.POSSIBLE_RISE: "▲",
    change.Verdict.STRONG_FALL: "▼",
    change.Verdict.POSSIBLE_FALL: "▼",
}


@dataclass(frozen=True)
class Measure:
    """`column` of `places` is what the map colours; nothing colours a change but its verdict."""

    measure: str
    name: str
    column: str
    about: str


COUNT = Measure("count", "Count", "count", "How many were recorded.")
RATE = Measure(
    "rate",
    "Rate",
    "shrunken",
    "The map shows each rate drawn towards the district's, the more so the fewer the residents, "
    "so that a small place does not stand out by chance. Reliability says how much of the "
    "mapped rate is the place's own.",
)
CHANGE = Measure(
    "change",
    "Change",
    "",
    "Colour shows how strong the evidence is, and an arrow shows the direction.",
)
SHARE = Measure(
    "share",
    "Share",
    "quotient_shrunken",
    "How much of the crime in each place is this offence, against the same share everywhere: 1.0 "
    "is typical, 2.0 is twice the usual share. The map draws places with little crime towards 1.0.",
)
MEASURES = {each.measure: each for each in (COUNT, RATE, CHANGE, SHARE)}


def offences_mapped(
    figures: pd.DataFrame, view: View, level: str, measure: Measure
) -> tuple[dict[str, str], str]:
    """The offences (and names) that a view counts at a level of areas, and the usual one.

    A share is of one offence among several, so it has no totals.
    """
    held = counts(figures, view.source, view.period)
    found = set(held.loc[held["area"].isin(areas.at_level(level)), "offence"])
    names = {code: name for code, name in offences.names().items() if code in found}
    if measure == SHARE:
        names = {c: name for c, name in names.items() if offences.one(c).kind not in WHOLE}
    usual = {SHARE: USUAL_SHARE, CHANGE: total_offence(view)}.get(measure, offences.ALL_CRIME)
    return names, usual if usual in names else next(iter(names), "")


def places(figures: pd.DataFrame, view: View, offence: str, level: str) -> pd.DataFrame:
    """Every area of a level, most first: how much of an offence, and beside what.

    Columns: source, period_start, period_end, offence, offence_name, area, area_name, kind,
    residents, visited, count, part (percent of all places),
    rate, low, high, shrunken (per 1,000 residents), reliability (0 to 1), total (all crime
    there), share (percent of it), quotient and quotient_shrunken (1 is typical).
    """
    held = counts(figures, view.source, view.period).set_index(["area", "offence"])["count"]
    codes = areas.at_level(level)
    count, total = (
        held.reindex([(code, each) for code in codes]).astype(float).to_numpy()
        for each in (offence, offences.ALL_CRIME)
    )
    rows = pd.DataFrame(
        {
            "source": view.source.source,
            "period_start": pd.Timestamp(view.period.start),
            "period_end": pd.Timestamp(view.period.end),
            "offence": offence,
            "offence_name": offences.one(offence).name,
            "area": codes,
            "area_name": [areas.one(code).name for code in codes],
            "kind": [areas.one(code).kind for code in codes],
            "residents": [areas.one(code).residents for code in codes],
            "visited": [visited(code) for code in codes],
            "count": count,
            "part": 100 * count / np.nansum(count) if np.nansum(count) else np.nan,
            "total": total,
            "share": 100 * count / np.where(total > 0, total, np.nan),
        }
    )
    drawn = change.shrunken_rates(count, rows["residents"])
    typical = np.nansum(count) / np.nansum(total) if np.nansum(total) else np.nan
    rows = rows.join(change.rate_interval(count, rows["residents"])).assign(
        shrunken=drawn["rate"].to_numpy(),
        reliability=drawn["reliability"].to_numpy(),
        quotient=change.location_quotient(count, total, np.nansum(count), np.nansum(total)),
        quotient_shrunken=change.shrunken_rates(count, total, per=1)["rate"].to_numpy()
        / (typical or np.nan),
    )
    return rows.sort_values("count", ascending=False, ignore_index=True)


def visited(area: str) -> bool:
    """Whether far more people are in a place than live there, so that residents mislead."""
    below = areas.children(area)
    if below:
        return all(visited(child) for child in below)
    return areas.one(area).kind == areas.VISITED


def stepped(rows: pd.DataFrame, measure: Measure, rates_in_city: bool) -> pd.DataFrame:
    """`places` with what the map draws: value, and step (0 is palest, -1 is without a figure)."""
    hidden = rows["visited"] & (measure == RATE) & (not rates_in_city)
    value = rows[measure.column].astype(float).mask(hidden)
    step = np.searchsorted(breaks(rows, measure), value.to_numpy(), side="right")
    rows = rows.assign(value=value, step=np.where(value.isna(), NO_STEP, step), mark="")
    return rows.sort_values(["value", "count"], ascending=False, ignore_index=True)


def mapped(
    figures: pd.DataFrame,
    view: View,
    offence: str,
    level: str,
    measure: Measure,
    rates_in_city: bool = False,
) -> pd.DataFrame:
    """What the map and its list show of a level: `stepped` places, or `changes` for a change.

    Both have area, area_name, visited, step (0 is palest, -1 is without a figure) and mark, the
    arrow of a change that is more than chance.
    """
    if measure != CHANGE:
        return stepped(places(figures, view, offence, level), measure, rates_in_city)
    rows = changes(figures, view, areas.at_level(level), offence)
    rows = rows.assign(
        visited=rows["area"].map(visited),
        step=rows["verdict"].map(STEP_OF).fillna(NO_STEP).astype(int),
        mark=rows["verdict"].map(MARK_OF).fillna(""),
    )
    return rows.sort_values(["step", "now"], ascending=False, ignore_index=True)


def breaks(rows: pd.DataFrame, measure: Measure) -> list[float]:
    """Where one colour gives way to the next, rising: multiples of what is typical.

    They do not depend on who comes first, so a place is dark for being far from typical only. A
    count under 20 is never the darkest.
    """
    if measure == SHARE:
        return list(AROUND_TYPICAL)
    if measure == RATE:
        known = rows[rows["count"].notna()]
        rate = 1000 * known["count"].sum() / max(known["residents"].sum(), 1)
        return _distinct(_two_figures(rate * factor) for factor in AROUND_TYPICAL)
    mean = np.nan_to_num(rows["count"].mean())
    least = zip(AROUND_MEAN, LEAST_BREAKS, strict=True)
    return _distinct(float(max(low, round(_two_figures(mean * f)))) for f, low in least)


def peers(rows: pd.DataFrame, kind: str) -> pd.DataFrame:
    """The places of one kind, or all of them where no kind is named."""
    return rows[(rows["kind"] == kind) | (kind not in kinds(rows))].reset_index(drop=True)


def kinds(rows: pd.DataFrame) -> list[str]:
    return list(dict.fromkeys(kind for kind in rows["kind"] if kind))


def within(area: str) -> Sequence[str]:
    """An area and everything below it, down to its parishes."""
    return [area, *(code for child in areas.children(area) for code in within(child))]


def _two_figures(value: float) -> float:
    return float(f"{value:.2g}")


def _distinct(values: Iterable[float]) -> list[float]:
    return [value for value in dict.fromkeys(values) if value > 0]
