"""A paper as one accessible HTML file with print styles: the master copy; it reads nothing."""

from base64 import b64encode
from html import escape
from pathlib import Path

from cspdata import sentences
from cspdata.briefings import pictures
from cspdata.briefings.paper import (
    Block,
    Heading,
    Paper,
    Picture,
    Points,
    Progress,
    Table,
    Words,
    runs,
)

STYLE = Path(__file__).parent.parent / "assets" / "paper.css"
NARROW = 3
ELEMENTS = {"": "{}", "bold": "<strong>{}</strong>", "italic": "<em>{}</em>"}


def html(paper: Paper, progress: Progress = lambda share, words: None) -> bytes:
    """The whole paper, pictures inside, as UTF-8; `progress` hears the share that is done."""
    body = []
    for number, block in enumerate(paper.blocks):
        progress(number / len(paper.blocks), _doing(block))
        body.append(f"{element(block)}\n")
    described_above = f"<dl>{described(paper.about)}</dl>"
    return page(paper.title, described_above + "".join(body), _imprint(paper))


def page(title: str, body: str, footer: str, script: str = "") -> bytes:
    """A whole HTML file around a body, as UTF-8."""
    added = f"<script>{script}</script>" if script else ""
    return f"""<!doctype html>
<html lang="en-GB">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>{escape(title)}</title>
<style>{STYLE.read_text("utf-8")}</style>
</head>
<body>
<main>
<h1>{escape(title)}</h1>
{body}
</main>
<footer><p>{footer}</p></footer>
{added}</body>
</html>
""".encode()


def element(block: Block) -> str:
    """One block as HTML."""
    match block:
        case Heading(text, level):
            return f"<h{level + 1}>{escape(text)}</h{level + 1}>"
        case Words(text):
            return f"<p>{marked(text)}</p>"
        case Points(items):
            return f"<ul>{''.join(f'<li>{marked(item)}</li>' for item in items)}</ul>"
        case Table():
            return _table(block)
        case Picture():
            return _picture(block)


def marked(text: str) -> str:
    """Escaped text with its bold and italic pieces."""
    return "".join(ELEMENTS[style].format(escape(piece)) for piece, style in runs(text))


def _table(table: Table) -> str:
    figures = sentences.of_figures(list(table.rows))
    head = "".join(
        f"<th scope='col'{_class(is_figure)}>{escape(name)}</th>"
        for name, is_figure in zip(table.columns, figures, strict=True)
    )
    links = table.links or ("",) * len(table.rows)
    body = "".join(
        f"<tr>{_row(row, figures, link)}</tr>" for row, link in zip(table.rows, links, strict=True)
    )
    marks = f"<p class='marks'>{escape(table.marks)}</p>" if table.marks else ""
    narrow = " class='narrow'" if len(table.columns) <= NARROW else ""
    label = escape(table.caption, quote=True)
    return (
        f"<div class='frame' role='group' tabindex='0' aria-label=\"{label}\"><table{narrow}>"
        f"<caption>{escape(table.caption)}</caption>"
        f"<thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>{marks}</div>"
    )


def _row(row: tuple[str, ...], figures: list[bool], link: str) -> str:
    depth = len(row[0]) - len(row[0].lstrip("\u2003"))
    step = f" style='padding-left:{1.2 * depth:.1f}em'" if depth else ""
    name = escape(row[0].strip())
    linked = f'<a href="{escape(link, quote=True)}">{name}</a>' if link else name
    head = f"<th scope='row'{step}>{linked}</th>"
    cells = zip(row[1:], figures[1:], strict=True)
    return head + "".join(f"<td{_class(figure)}>{escape(cell)}</td>" for cell, figure in cells)


def _picture(picture: Picture) -> str:
    data = b64encode(pictures.svg(picture.chart).encode()).decode()
    alt = escape(picture.alt, quote=True)
    return (
        f"<figure><figcaption>{escape(picture.caption)}</figcaption>"
        f'<img alt="{alt}" src="data:image/svg+xml;base64,{data}"></figure>'
    )


def described(about: tuple[tuple[str, str], ...]) -> str:
    """Labels and texts as the inside of a description list."""
    return "".join(
        f"<div><dt>{escape(label)}</dt><dd>{escape(text)}</dd></div>" for label, text in about
    )


def _imprint(paper: Paper) -> str:
    address = escape(paper.imprint.address, quote=True)
    link = f'<a href="{address}">{address}</a>'
    return f"{escape(paper.imprint.version)} Made on {escape(paper.imprint.made)} from {link}"


def _class(is_figure: bool) -> str:
    return " class='figure'" if is_figure else ""


def _doing(block: Block) -> str:
    caption = getattr(block, "caption", "")
    return f"Drawing: {caption}" if isinstance(block, Picture) else "Writing the page"
