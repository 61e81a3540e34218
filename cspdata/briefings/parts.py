"""The parts that several papers share: the headline, what to know, the method, the imprint."""

from collections.abc import Iterable, Sequence

import pandas as pd

from cspdata import areas, caveats, charts, queries, sentences
from cspdata.briefings import tables
from cspdata.briefings.paper import Block, Heading, Imprint, Picture, Points, Words, from_markdown
from cspdata.queries import View
from cspdata.sources import Source, Statements


def about(area: str, views: Iterable[View], imprint: Imprint) -> tuple[tuple[str, str], ...]:
    """What stands at the top of a paper: area, figures, version and day."""
    return ("Area", areas.one(area).name), *about_figures(views, imprint)


def about_figures(views: Iterable[View], imprint: Imprint) -> tuple[tuple[str, str], ...]:
    """Which figures a paper shows, their version and the day."""
    shown = dict.fromkeys(views)
    return (
        *(("Figures", f"{view.source.name}, {view.period.days_in_words}.") for view in shown),
        ("Version", f"{imprint.version} This paper was made on {imprint.made}."),
    )


def headline(figures: pd.DataFrame, view: View, area: str, picture: bool = True) -> list[Block]:
    """The total, what stands out among the offence groups, the chart and the table."""
    total = queries.total(figures, view, area, queries.total_offence(view))
    groups = queries.groups(figures, view, area)
    rows = groups if total["refused"] else pd.concat([groups, total.to_frame().T])
    name, when = areas.one(area).name, sentences.compared(view)
    blocks: list[Block] = [
        Words(sentences.change_of(total, view)),
        Words(f"**{sentences.stand_out(groups, 'offence groups')}.**"),
        *from_markdown(sentences.each_standing(groups)),
    ]
    if picture:
        blocks.append(
            Picture(
                charts.intervals(groups),
                f"Change by offence group, {name}, {when} ({view.source.short})",
                f"Change by offence group in {name}, {when}, with the range allowing for chance. "
                "The table that follows holds the same figures.",
            )
        )
    return [*blocks, tables.compared(rows, f"Offence groups, {name}, {when}")]


def to_know(
    views: Iterable[View], shown_areas: Sequence[str], listed: Sequence[str]
) -> list[Block]:
    """The caveats that touch what a paper shows."""
    found = {
        caveat.caveat: caveat
        for view in dict.fromkeys(views)
        for caveat in caveats.touching(
            view.source.source, [view.period, view.before], shown_areas, listed
        )
    }
    if not found:
        return []
    items = tuple(f"**{one.title}.** {one.sentence} {one.alternative}" for one in found.values())
    return [Heading("What to know"), Points(items)]


def method() -> list[Block]:
    """How a change is judged, in the words of the About page."""
    return [Heading("How a change is judged"), *from_markdown(sentences.METHOD)]


def sources(views: Iterable[View], *others: Statements) -> list[Block]:
    """Who the figures come from, with the attribution that their licence asks for."""
    shown: list[Source | Statements] = [*dict.fromkeys(view.source for view in views), *others]
    return [Heading("Sources"), *from_markdown(sentences.about_sources(shown))]
