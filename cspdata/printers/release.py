"""The release as one HTML file that needs no network: every area in one long page.

With scripts a small one shows an area at a time; it is the archive copy of a version, so it holds
words and tables and no code else.
"""

from collections.abc import Sequence
from html import escape

from cspdata import areas
from cspdata.answers.blocks import Answer, Block
from cspdata.printers import html
from cspdata.printers.imprint import Imprint


def release(sections: Sequence[Answer], closing: Sequence[Block], imprint: Imprint) -> bytes:
    """The file, of sections in the order in which they are chosen, as UTF-8."""
    first = sections[0]
    period = first.question.period
    when = f", {period.days_in_words}" if period else ""
    sources = dict.fromkeys(words for section in sections for words in section.sources)
    about = html.described([("Version", imprint.version), *(("Source", each) for each in sources)])
    every = "".join(map(_section, sections))
    inside = f"<dl>{about}</dl>{_chooser(sections)}{every}{html.body(closing)}"
    title = f"Recorded crime in {first.title}{when}"
    script = html.style("release.js")
    return html.page(title, inside, _footer(imprint), script)


def _section(answer: Answer) -> str:
    area = answer.question.area
    return (
        f"<section id='{area}' data-area aria-labelledby='{area}-name'>"
        f"<h2 id='{area}-name' tabindex='-1'>{escape(answer.title)}</h2>"
        f"{_listed('Areas around', area, areas.path(area)[:-1])}"
        f"{html.body(answer.blocks)}"
        f"{_listed('Areas in', area, areas.children(area))}</section>\n"
    )


def _chooser(sections: Sequence[Answer]) -> str:
    options = "".join(
        f"<option value='{one.question.area}'>"
        f"{'&emsp;' * (len(areas.path(one.question.area)) - 1)}{escape(one.title)}</option>"
        for one in sections
    )
    return (
        "<p class='chooser' hidden><label for='chosen'>Area</label> "
        f"<select id='chosen'>{options}</select></p>"
    )


def _listed(label: str, area: str, codes: Sequence[str]) -> str:
    """Links to sections of this file, "" for none."""
    links = "".join(
        f"<li><a href='#{code}'>{escape(areas.one(code).name)}</a></li>" for code in codes
    )
    name = escape(f"{label} {areas.one(area).name}")
    kind = " class='within'" if codes and codes[0] in areas.children(area) else ""
    return f'<nav{kind} aria-label="{name}"><ul>{links}</ul></nav>' if links else ""


def _footer(imprint: Imprint) -> str:
    return f"{escape(imprint.version)} Made on {escape(imprint.made)}."
