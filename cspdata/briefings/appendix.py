"""The committee's appendix: the printed tables of the police with change, verdict and caveats."""

import pandas as pd

from cspdata import areas, charts, offences, place, queries, sentences
from cspdata.briefings import parts, tables
from cspdata.briefings.paper import Block, Heading, Imprint, Paper, Picture, Points, Words
from cspdata.queries import View


def appendix(
    figures: pd.DataFrame,
    crimes: pd.DataFrame,
    printed: pd.DataFrame,
    view: View,
    area: str,
    imprint: Imprint,
) -> Paper:
    """Every table for an area and all that lies in it.

    `figures` as `queries.prepared` makes them; `crimes` and `printed` are the stored tables: the
    one says which parishes stand in one table, the other where print and sum differ.
    """
    compared = queries.comparable(figures, view, area) or view
    below = queries.comparable_below(figures, view, area)
    views = [view, compared, *([below] if below else [])]
    name = areas.one(area).name
    blocks: list[Block] = [Heading("What changed"), *parts.headline(figures, compared, area)]
    if compared != view:
        blocks += _counts_now(figures, view, area)
    if area == areas.root():
        blocks += _regions(figures, view)
    for region in _regions_of(area):
        blocks += _parishes(figures, crimes, view, region)
    blocks += _acquisitive(figures, view, area)
    if area == areas.root():
        blocks += _flags(figures, view)
    blocks += parts.to_know(views, _with_all_below(area), offences.order())
    blocks += _differences_in_print(printed, view, area)
    blocks += [*parts.method(), *parts.sources(views)]
    return Paper(
        name=f"{area}-appendix-{view.period.start}-to-{view.period.end}",
        title=f"Recorded crime in {name}, {view.period.days_in_words}",
        about=parts.about(area, views, imprint),
        imprint=imprint,
        blocks=tuple(blocks),
    )


def _counts_now(figures: pd.DataFrame, view: View, area: str) -> list[Block]:
    listed = [*view.source.groups, offences.ALL_CRIME]
    rows = queries.changes(figures, view, area, listed)
    return [tables.compared(rows, f"Offence groups, {areas.one(area).name}, {view.words}")]


def _regions(figures: pd.DataFrame, view: View) -> list[Block]:
    columns = areas.children(areas.root())
    listed = [*view.source.groups, offences.ALL_CRIME]
    by = f"By {place.here().region_short}"
    blocks: list[Block] = [
        Heading(by),
        tables.side_by_side(figures, view, columns, listed, f"{by}, {view.words}"),
    ]
    compared = queries.comparable(figures, view, columns[0])
    if not compared:
        return blocks
    rows = queries.changes(figures, compared, columns, queries.total_offence(compared))
    caption = _caption(rows, compared, f"by {place.here().region_short}")
    return [*blocks, tables.compared(rows, caption, "area_name")]


def _parishes(figures: pd.DataFrame, crimes: pd.DataFrame, view: View, region: str) -> list[Block]:
    name = areas.one(region).name
    inside = queries.parts(figures, view, region, offences.ALL_CRIME)
    listed = [*view.source.groups, offences.ALL_CRIME]
    blocks: list[Block] = [
        Heading(f"Parishes of {name}"),
        Picture(
            charts.ranking(inside, "Recorded crimes"),
            f"Recorded crimes by parish, {name}, {view.words}",
            f"Recorded crimes by parish in {name}, {view.words}, most first. "
            "The table that follows holds the same figures.",
        ),
        tables.shares(inside, f"All recorded crime by parish, {name}, {view.words}"),
    ]
    groups = tables.together(crimes, view, areas.children(region))
    for number, group in enumerate(groups, 1):
        which = f", table {number} of {len(groups)}" if len(groups) > 1 else ""
        caption = f"Offence groups by parish, {name}, {view.words}{which}"
        blocks.append(tables.side_by_side(figures, view, group, listed, caption))
    below = queries.comparable_below(figures, view, region)
    if below:
        rows = queries.drivers(figures, below, region, queries.total_offence(below))
        blocks += [
            Heading(f"Change in the parishes of {name}", 2),
            Words(sentences.driven(rows, below)),
            tables.compared(rows, _caption(rows, below, "by parish"), "area_name"),
        ]
    return blocks


def _acquisitive(figures: pd.DataFrame, view: View, area: str) -> list[Block]:
    listed = [*offences.children("theft"), "theft"]
    now = queries.changes(figures, view, area, listed)
    compared = queries.comparable(figures, view, area) or view
    rows = queries.changes(figures, compared, area, listed)
    if now["now"].isna().all() and rows["now"].isna().all():
        return []
    blocks: list[Block] = [Heading("Acquisitive crime")]
    if area == areas.root():
        columns = areas.children(area)
        caption = f"Kinds of theft by {place.here().region_short}, {view.words}"
        blocks.append(tables.side_by_side(figures, view, columns, listed, caption))
    when = f"{sentences.compared(compared)} ({compared.source.short})"
    kinds = rows[rows["offence"] != "theft"]
    picture = Picture(
        charts.intervals(kinds),
        f"Change in each kind of theft, {areas.one(area).name}, {when}",
        f"Change in each kind of theft, {when}. The table that follows holds the same figures.",
    )
    return [*blocks, picture, tables.compared(rows, f"Kinds of theft, {when}")]


def _flags(figures: pd.DataFrame, view: View) -> list[Block]:
    flags = queries.flags(figures, view)
    if flags.empty:
        return []
    return [
        Heading("Domestic and hate"),
        Words("These flags run across all offences, so they are never added to the rest."),
        tables.compared(flags, f"Domestic and hate, {sentences.compared(view)}"),
    ]


def _differences_in_print(printed: pd.DataFrame, view: View, area: str) -> list[Block]:
    shown = printed[printed["note"].fillna("") != ""]
    if view.source.months or area != areas.root() or shown.empty:
        return []
    notes = Points(tuple(dict.fromkeys(shown["note"])))
    return [Heading("Where the printed figures need a word"), Words(sentences.PRINTED), notes]


def _caption(rows: pd.DataFrame, view: View, what: str) -> str:
    offence = rows["offence_name"].iloc[0]
    return f"{offence} {what}, {sentences.compared(view)} ({view.source.short})"


def _regions_of(area: str) -> list[str]:
    if area == areas.root():
        return areas.children(area)
    return [area] if areas.children(area) else []


def _with_all_below(area: str) -> list[str]:
    return [area, *(below for child in areas.children(area) for below in _with_all_below(child))]
