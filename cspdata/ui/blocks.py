"""An answer on the page in few elements: what is neither chart nor map is one component of HTML.

Nothing is computed here and no address is read; whoever draws says what a click does.
"""

import json
from collections.abc import Callable
from functools import lru_cache
from typing import TypeGuard

import streamlit as st

from cspdata import settings
from cspdata.answers.blocks import Answer, Beside, Block, Chart, Fold, Heading, Map, walk
from cspdata.printers import html, maps, rows
from cspdata.sites import of_place_at_most
from cspdata.ui import scripted

MAP_HEIGHT, REMEMBERED = 360, 512
PICKED = "picked"
Piece = str | Chart | Map | Fold | Beside
Act = Callable[[str], object]


def draw(answer: Answer, pick: Act, key: str = "answer") -> None:
    """The answer with its title as the one main heading.

    `pick` hears the area of a mark or place that was clicked, before the page is drawn anew;
    links are followed in the browser.
    """
    _column(answer.blocks, 1, _title(answer), pick, key)


def prepare(answer: Answer) -> None:
    """Make what `draw` shows of it at first, so that nobody waits for it."""
    _prepare(answer.blocks, 1, _title(answer))


def part(blocks: tuple[Block, ...], key: str) -> None:
    """Blocks among what a page draws itself, below a heading of its own."""
    _column(blocks, 3, "", lambda _: None, key)


@of_place_at_most(REMEMBERED)
def pieces(
    blocks: tuple[Block, ...], under: int, before: str = ""
) -> tuple[tuple[Piece, int], ...]:
    """Neighbours that HTML can print as one text, the rest apart, each with the heading above it.

    `before` is HTML that stands first; charts and maps are headed one level below `under` or the
    last heading.
    """
    found: list[tuple[Piece, int]] = []
    text = before
    for block in blocks:
        if _is_apart(block):
            text += html.headed(block, under + 1)
        if not _drawn_by_streamlit(block):
            text += html.element(block)
            under = block.level + 1 if isinstance(block, Heading) else under
            continue
        found += [(text, under)] if text else []
        found.append((block, under))
        text = ""
    return tuple(found + ([(text, under)] if text else []))


def _title(answer: Answer) -> str:
    return html.element(Heading(answer.title, 0))


def _prepare(blocks: tuple[Block, ...], under: int, before: str = "") -> None:
    for piece, level in pieces(blocks, under, before):
        match piece:
            case Chart():
                _parted(piece)
            case Beside(left, right):
                _prepare(left, level)
                _prepare(right, level)


def _column(blocks: tuple[Block, ...], under: int, before: str, pick: Act, key: str) -> None:
    for number, (piece, level) in enumerate(pieces(blocks, under, before)):
        own = f"{key}-{number}"
        match piece:
            case str():
                scripted.blocks(own, piece)
            case Chart():
                _chart(piece, pick, own)
            case Map():
                _map(piece, pick, own)
            case Fold(title, inner):
                held = st.expander(title, key=f"fold-{own}", on_change="rerun")
                if held.open:
                    with held:
                        _column(inner, level, "", pick, own)
            case Beside(left, right):
                with st.container(key=f"beside-{own}", horizontal=True, gap="medium"):
                    for side in (left, right):
                        with st.container():
                            _column(side, level, "", pick, f"{own}-{side is right}")


def _chart(block: Chart, pick: Act, key: str) -> None:
    text, drawn = _parted(block)
    spec = {**json.loads(text), "datasets": dict(drawn)}
    if not block.picks:
        st.vega_lite_chart(spec, alt=block.what)
        return

    def picked() -> None:
        points = st.session_state[key].selection.get(PICKED, [])
        if points and points[0].get("area"):
            pick(points[0]["area"])

    st.vega_lite_chart(spec, key=key, on_select=picked, selection_mode=PICKED, alt=block.what)


@lru_cache(maxsize=REMEMBERED)
def _parted(block: Chart) -> tuple[str, dict[str, bytes]]:
    """The specification as text, since Streamlit changes what it is given, and its rows apart."""
    spec, drawn = rows.apart(block.spec)
    return json.dumps(spec), drawn


def _map(block: Map, pick: Act, key: str) -> None:
    def picked() -> None:
        found = maps.picked(st.session_state[key].selection)
        if found:
            pick(found)

    streets = settings.street_map()
    st.pydeck_chart(
        maps.deck(block, streets),
        key=key,
        height=MAP_HEIGHT,
        on_select=picked,
        selection_mode="single-object",
        alt=block.alt,
    )
    if streets:
        st.caption(
            f"The streets behind the map come from {maps.STREET_MAP}: your browser asks there, "
            "and so tells it your network address and which part of the map you look at."
        )


def _drawn_by_streamlit(block: Block) -> TypeGuard[Chart | Map | Fold | Beside]:
    return any(_is_apart(each) for each in walk((block,)))


def _is_apart(block: Block) -> TypeGuard[Chart | Map]:
    return isinstance(block, Chart) or (isinstance(block, Map) and not block.links)
