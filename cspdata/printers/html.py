"""Blocks as accessible HTML, for the page and for papers in one file; nothing is worked out here.

Whatever a text says is escaped. What needs a script (copying, "show all") is hidden until one runs.
"""

import re
from base64 import b64encode
from collections.abc import Iterable, Sequence
from functools import lru_cache
from html import escape
from pathlib import Path

from cspdata.answers.blocks import (
    Answer,
    Beside,
    Block,
    Cards,
    Chart,
    Fold,
    Heading,
    Link,
    Map,
    Points,
    Table,
    Tiles,
    Words,
)
from cspdata.printers import atlas, cards, linked_maps, pictures, tiles
from cspdata.printers.imprint import Imprint, address
from cspdata.printers.markup import linked, marked, quoted

ASSETS = Path(__file__).parent.parent / "assets"
FITS = 3  # columns that stay columns on a phone
FIGURE = re.compile(
    r"(?:(?:over )?[+−-]?£?\d[\d,.]*%?|\[\w\]|[()\s]|to|from none|no upper limit|Not comparable)+"
)
LONGEST_KEY = 22  # letters of a text that may stand beside figures on a phone
STEP_EM = 1.2


def paper(answer: Answer, imprint: Imprint) -> bytes:
    """The whole answer as one file with its pictures inside, as UTF-8."""
    about = [("Question", answer.question.words), *(("Source", words) for words in answer.sources)]
    inside = f"<dl>{described(about)}</dl>{body(answer.blocks, imprint.address)}"
    return page(answer.title, inside, signed(imprint))


def page(title: str, inside: str, footer: str, script: str = "") -> bytes:
    """A whole HTML file around what stands inside, as UTF-8."""
    added = f"<script>{script}</script>" if script else ""
    return f"""<!doctype html>
<html lang="en-GB">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>{escape(title)}</title>
<style>{style("blocks.css")}{style("paper.css")}</style>
</head>
<body>
<main class="blocks">
<h1>{escape(title)}</h1>
{inside}
</main>
<footer><p>{footer}</p></footer>
{added}</body>
</html>
""".encode()


@lru_cache
def style(name: str) -> str:
    return (ASSETS / name).read_text("utf-8")


def body(blocks: Iterable[Block], base: str = "") -> str:
    """Blocks in their order; links are relative, or whole where `base` is an address."""
    return "\n".join(element(block, base) for block in blocks)


def element(block: Block, base: str = "") -> str:
    """One block as HTML; charts and maps are pictures, on a page with the links that a map has."""
    match block:
        case Heading(text, level):
            return f"<h{level + 1}>{escape(text)}</h{level + 1}>"
        case Words():
            return _words(block, base)
        case Points(items):
            return f"<ul>{''.join(f'<li>{marked(item, base)}</li>' for item in items)}</ul>"
        case Tiles():
            return tiles.listed(block, base)
        case Table():
            return _table(block, base)
        case Map() if block.links and not base:
            return f"<figure>{_caption(block)}{_legend(block)}{linked_maps.drawn(block)}</figure>"
        case Chart() | Map():
            return _picture(block)
        case Fold(title, inner):
            inside = body(inner, base)
            opened = " open" if base else ""  # in a paper, for what is closed is not printed
            return f"<details{opened}><summary>{escape(title)}</summary>{inside}</details>"
        case Beside(left, right):
            sides = f"<div>{body(left, base)}</div><div>{body(right, base)}</div>"
            return f"<div class='beside'>{sides}</div>"
        case Cards():
            return cards.listed(block)


def headed(block: Chart | Map, level: int) -> str:
    """What stands above a chart or map that is drawn elsewhere: title, words, a map's legend.

    What is read out of a chart and is not its title stands there too, unseen: the chart itself has
    the same name for every question, because another one would have it compiled anew.
    """
    last = _legend(block) if isinstance(block, Map) else _heard(block)
    subtitle = f"<p class='subtitle'>{escape(block.subtitle)}</p>" if block.subtitle else ""
    return f"<h{level} class='title'>{escape(block.title)}</h{level}>{subtitle}{last}"


def _heard(block: Chart) -> str:
    words = block.alt.removeprefix(block.title).lstrip(". ")
    return f"<p class='unseen'>{escape(words)}</p>"


def fold(words: str) -> str:
    """The question in one line, which on a phone opens and folds the fields of the bar."""
    return f"<button type='button' class='fold' aria-expanded='false'>{escape(words)}</button>"


def described(about: Iterable[tuple[str, str]]) -> str:
    """Labels and texts as the inside of a description list."""
    return "".join(
        f"<div><dt>{escape(label)}</dt><dd>{escape(text)}</dd></div>" for label, text in about
    )


def signed(imprint: Imprint) -> str:
    """The inside of a paper's footer: version, day, and the address of the view as a link."""
    href = escape(imprint.address)
    return f'{escape(imprint.words)} <a href="{href}">{href}</a>'


def of_figures(rows: Sequence[Sequence[str]]) -> list[bool]:
    """Which columns hold figures alone, and so are aligned to the right."""
    columns = zip(*rows, strict=True)
    return [all(not cell or FIGURE.fullmatch(cell) for cell in column) for column in columns]


def _words(block: Words, base: str) -> str:
    more = linked(block.links, base) + quoted(block.quote)
    below = f"<p class='more'>{more}</p>" if more else ""
    tone = f" class='{block.tone}'" if block.tone in ("lead", "small") else ""
    return f"<p{tone}>{marked(block.text, base)}</p>{below}"


def _table(table: Table, base: str) -> str:
    figures = of_figures(table.cells) or [False] * len(table.columns)
    kinds = [_kind(table, place, figure) for place, figure in enumerate(figures)]
    head = "".join(
        f"<th scope='col' role='columnheader'{_class(kind)}>{escape(name)}</th>"
        for name, kind in zip(table.columns, kinds, strict=True)
    )
    links = table.links or (None,) * len(table.cells)
    rest = [table.shown and place >= table.shown for place in range(len(table.cells))]
    rows = "".join(
        f"<tr role='row'{_class('rest' if late else '')}>{_row(cells, kinds, link, base)}</tr>"
        for cells, link, late in zip(table.cells, links, rest, strict=True)
    )
    label = escape(table.caption)
    kind = "columns" if len(table.columns) <= FITS else "rows"
    return (
        f'<div class="frame" role="group" tabindex="0" aria-label="{label}">'
        f"<table role='table' class='{kind}'><caption>{label}</caption>"
        f"<thead role='rowgroup'><tr role='row'>{head}</tr></thead>"
        f"<tbody role='rowgroup'>{rows}</tbody></table>{_below(table, any(rest))}</div>"
    )


def _kind(table: Table, place: int, figure: bool) -> str:
    """The classes of a column: whether it holds figures, and whether it stays on a phone."""
    short = all(len(cells[place]) <= LONGEST_KEY for cells in table.cells)
    key = place in table.key and (figure or short)
    return " ".join(word for word, holds in (("figure", figure), ("key", key)) if holds)


def _row(cells: Sequence[str], kinds: Sequence[str], link: Link | None, base: str) -> str:
    depth = len(cells[0]) - len(cells[0].lstrip("\u2003"))
    step = f" style='padding-left:{STEP_EM * depth:.1f}em'" if depth else ""
    name = escape(cells[0].strip())
    inside = f'<a href="{escape(address(link, base))}">{name}</a>' if link else name
    return f"<th scope='row' role='rowheader'{step}>{inside}</th>" + "".join(
        f"<td role='cell'{_class(kind if cell else f'{kind} empty')}>{escape(cell)}</td>"
        for cell, kind in zip(cells[1:], kinds[1:], strict=True)
    )


def _below(table: Table, folded: bool) -> str:
    about = f"<span class='unseen'> {escape(table.caption)}</span>"
    button = f"<button type='button' class='all'>Show all {len(table.cells):,}{about}</button>"
    marks = f"<p class='marks'>{escape(table.marks)}</p>" if table.marks else ""
    return (button if folded else "") + marks


def _picture(block: Chart | Map) -> str:
    data = b64encode(pictures.svg(block).encode()).decode()
    image = f'<img alt="{escape(block.alt)}" src="data:image/svg+xml;base64,{data}">'
    return f"<figure>{_caption(block)}{image}</figure>"


def _caption(block: Chart | Map) -> str:
    subtitle = f"<span class='subtitle'>{escape(block.subtitle)}</span>" if block.subtitle else ""
    return f"<figcaption>{escape(block.title)}{subtitle}</figcaption>"


def _legend(block: Map) -> str:
    listed = "".join(
        f"<li><span style='background:{colour}'></span>{escape(words)}</li>"
        for colour, words in atlas.legend(block)
    )
    return f"<ul class='legend' aria-label='Legend'>{listed}</ul>"


def _class(name: str) -> str:
    return f" class='{name.strip()}'" if name.strip() else ""
