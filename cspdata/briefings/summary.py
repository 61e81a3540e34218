"""The newest figures of the whole district as one paper without pictures, for any reader."""

import pandas as pd

from cspdata import areas, offences, place, queries
from cspdata.briefings import parts, tables
from cspdata.briefings.paper import Block, Heading, Imprint, Paper
from cspdata.errors import NoStore


def summary(figures: pd.DataFrame, imprint: Imprint) -> Paper:
    """What changed in the district, and how much in each region and parish. Raises NoStore."""
    views = queries.views(figures)
    if not views:
        raise NoStore("No figures have been published yet.")
    view, area = views[0], areas.root()
    compared = queries.comparable(figures, view, area) or view
    listed = [*view.source.groups, offences.ALL_CRIME]
    by = f"By {place.here().region_short}"
    blocks: list[Block] = [
        Heading("What changed"),
        *parts.headline(figures, compared, area, picture=False),
        Heading(by),
        tables.side_by_side(figures, view, areas.children(area), listed, f"{by}, {view.words}"),
        Heading("By parish"),
    ]
    for region in areas.children(area):
        inside = queries.parts(figures, view, region, offences.ALL_CRIME)
        caption = f"All recorded crime in {areas.one(region).name}, {view.words}"
        blocks.append(tables.shares(inside, caption))
    blocks += [*parts.to_know([view, compared], [area], listed), *parts.sources([view, compared])]
    return Paper(
        name=f"{area}-summary",
        title=f"Recorded crime in {areas.one(area).name}, {view.period.days_in_words}",
        about=parts.about(area, [view, compared], imprint),
        imprint=imprint,
        blocks=tuple(blocks),
    )
