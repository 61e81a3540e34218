"""Words, links and buttons as pieces of HTML; whatever a text says is escaped."""

from collections.abc import Iterable
from html import escape
from urllib.parse import urljoin

from cspdata.answers.blocks import Link, Quote, runs
from cspdata.printers.imprint import address, safe

STYLED = {"": "{}", "bold": "<strong>{}</strong>", "italic": "<em>{}</em>"}


def marked(text: str, base: str = "") -> str:
    """Escaped text with its bold and italic pieces and its links."""
    return "".join(
        _linked(piece, href, base) if kind == "link" else STYLED[kind].format(escape(piece))
        for piece, kind, href in runs(text)
    )


def linked(links: Iterable[Link], base: str = "", about: str = "") -> str:
    """Links side by side, "" for none; `about` tells a screen reader what each is about."""
    unseen = f"<span class='unseen'> for {escape(about)}</span>" if about else ""
    made = "".join(
        f'<a href="{escape(address(link, base))}">{escape(link.words)}{unseen}</a>'
        for link in links
    )
    return f"<span class='links'>{made}</span>" if made else ""


def quoted(quote: Quote | None, about: str = "") -> str:
    """The buttons that copy, hidden until a script runs."""
    if quote is None:
        return ""
    unseen = f"<span class='unseen'> for {escape(about)}</span>" if about else ""
    return (
        "<span class='copies'>"
        + "".join(
            f'<button type="button" data-copy="{escape(text)}">{label}{unseen}</button>'
            for label, text in (("Copy to say", quote.say), ("Copy with source", quote.cite))
        )
        + "</span>"
    )


def _linked(words: str, href: str, base: str) -> str:
    if not safe(href):
        return escape(words)
    return f'<a href="{escape(urljoin(base, href))}">{escape(words)}</a>'
