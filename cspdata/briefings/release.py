"""The whole release as one HTML file that needs no network: every area, from district to parish.

It is read as one long page where scripts are off; with them a small script shows one area at a
time. It is the archive copy of a version, so it holds words, tables and pictures and no code else.
"""

from html import escape
from pathlib import Path

import pandas as pd

from cspdata import areas, charts, offences, queries, sentences
from cspdata.briefings import as_html, parts, tables
from cspdata.briefings.paper import Block, Heading, Imprint, Picture, Progress, Words
from cspdata.errors import NoStore
from cspdata.queries import View

SCRIPT = Path(__file__).parent.parent / "assets" / "release.js"


def release(
    figures: pd.DataFrame, imprint: Imprint, progress: Progress = lambda share, words: None
) -> bytes:
    """The file, of figures as `queries.prepared` makes them. Raises NoStore without any."""
    views = queries.views(figures)
    if not views:
        raise NoStore("No figures have been published yet.")
    view, listed = views[0], areas.order()
    sections = []
    for number, area in enumerate(listed):
        progress(number / len(listed), f"Writing {areas.one(area).name}")
        sections.append(_section(figures, view, area))
    title = f"Recorded crime in {areas.one(areas.root()).name}, {view.period.days_in_words}"
    options = "".join(
        f"<option value='{area}'>{'&emsp;' * (len(areas.path(area)) - 1)}"
        f"{escape(areas.one(area).name)}</option>"
        for area in listed
    )
    chooser = (
        "<p class='chooser' hidden><label for='chosen'>Area</label> "
        f"<select id='chosen'>{options}</select></p>"
    )
    about = as_html.described(parts.about(areas.root(), [view], imprint))
    know = "".join(f"{as_html.element(block)}\n" for block in _for_all(views))
    body = f"<dl>{about}</dl>{chooser}{''.join(sections)}{know}"
    footer = f"{escape(imprint.version)} Made on {escape(imprint.made)}."
    return as_html.page(title, body, footer, SCRIPT.read_text("utf-8"))


def _section(figures: pd.DataFrame, view: View, area: str) -> str:
    blocks = "".join(f"{as_html.element(block)}\n" for block in _blocks(figures, view, area))
    return (
        f"<section id='{area}' data-area aria-labelledby='{area}-name'>"
        f"<h2 id='{area}-name' tabindex='-1'>{escape(areas.one(area).name)}</h2>"
        f"{_above(area)}{blocks}</section>\n"
    )


def _above(area: str) -> str:
    links = "".join(
        f"<li><a href='#{code}'>{escape(areas.one(code).name)}</a></li>"
        for code in areas.path(area)[:-1]
    )
    name = escape(areas.one(area).name, quote=True)
    return f'<nav aria-label="Areas around {name}"><ul>{links}</ul></nav>' if links else ""


def _blocks(figures: pd.DataFrame, view: View, area: str) -> list[Block]:
    compared = queries.comparable(figures, view, area) or view
    blocks: list[Block] = []
    if compared != view:
        total = queries.total(figures, view, area, offences.ALL_CRIME)
        counts = sentences.each_count(queries.groups(figures, view, area))
        blocks += [
            Words(f"**{sentences.total_heading(total, view)}** ({view.source.short}): {counts}."),
            Words(f"What changed can be told from {compared.source.name}:"),
        ]
    blocks += parts.headline(figures, compared, area)
    below = areas.children(area)
    if below:
        inside = queries.parts(figures, view, area, offences.ALL_CRIME)
        what = areas.plural(areas.one(below[0]).level)
        caption = f"All recorded crime in the {what} of {areas.one(area).name}, {view.words}"
        links = tuple(f"#{code}" if code else "" for code in inside["area"])
        blocks += [
            Heading(f"The {what} of {areas.one(area).name}", 2),
            Picture(
                charts.ranking(inside, "Recorded crimes"),
                caption,
                f"{caption}, most first. The table that follows holds the same figures.",
            ),
            tables.shares(inside, caption, links),
        ]
    caveats = parts.to_know([view, compared], [area], [*view.source.groups, offences.ALL_CRIME])
    return [*blocks, *(_deeper(block) for block in caveats)]


def _for_all(views: list[View]) -> list[Block]:
    return [*parts.method(), *parts.sources(views)]


def _deeper(block: Block) -> Block:
    return Heading(block.text, block.level + 1) if isinstance(block, Heading) else block
