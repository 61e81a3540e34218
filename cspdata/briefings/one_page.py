"""One page on one area, for a parish meeting: how much, what changed, what to know."""

import pandas as pd

from cspdata import areas, offences, queries, sentences
from cspdata.briefings import parts
from cspdata.briefings.paper import Block, Imprint, Paper, Words
from cspdata.queries import View


def one_page(figures: pd.DataFrame, view: View, area: str, imprint: Imprint) -> Paper:
    """The page of an area, of figures as `queries.prepared` makes them."""
    compared = queries.comparable(figures, view, area) or view
    place = areas.one(area)
    blocks: list[Block] = []
    if compared != view:
        total = queries.total(figures, view, area, offences.ALL_CRIME)
        counts = sentences.each_count(queries.groups(figures, view, area))
        blocks += [
            Words(f"**{sentences.total_heading(total, view)}** ({view.source.short}): {counts}."),
            Words(f"What changed can be told from {compared.source.name}:"),
        ]
    blocks += parts.headline(figures, compared, area, picture=False)
    if place.level == "parish" and compared.source.sums_areas:
        listed = queries.comparable_groups(compared)
        rows = queries.net(figures, compared, area, listed)
        blocks.append(Words(f"**Here or everywhere?** {sentences.against_rest(rows, place)}"))
    shown = [*compared.source.groups, *view.source.groups]
    blocks += parts.to_know([view, compared], [area], shown)
    return Paper(
        name=f"{area}-briefing-{view.period.start}-to-{view.period.end}",
        title=f"{place.name}: recorded crime, {view.period.days_in_words}",
        about=parts.about(area, [view, compared], imprint),
        imprint=imprint,
        blocks=tuple(blocks),
    )
