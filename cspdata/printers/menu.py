"""The menu of all pages as HTML; its links keep the whole question."""

from collections.abc import Iterable
from html import escape

from cspdata.answers.blocks import Link
from cspdata.printers.imprint import address


def listed(title: str, pages: Iterable[Link], below: Iterable[Link], here: str) -> str:
    """A navigation under a title: the pages, then smaller ones; `here` is the page that is open."""
    return (
        f"<nav aria-label='Pages'><p>{escape(title)}</p>"
        f"<ul>{_items(pages, here)}</ul><ul class='small'>{_items(below, here)}</ul></nav>"
    )


def _items(links: Iterable[Link], here: str) -> str:
    return "".join(
        f'<li><a href="{escape(address(link))}"{_current(link.page == here)}>'
        f"{escape(link.words)}</a></li>"
        for link in links
    )


def _current(here: bool) -> str:
    return " aria-current='page'" if here else ""
