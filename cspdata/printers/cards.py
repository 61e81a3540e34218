"""Partners' figures as HTML: sections of cards with bars, lines and tables; nothing is counted."""

from collections.abc import Mapping, Sequence
from html import escape
from typing import Any

from cspdata.answers.blocks import Cards
from cspdata.printers import tiles
from cspdata.printers.markup import marked


def listed(block: Cards) -> str:
    """Every section with its cards and the sections inside it."""
    return "".join(_section(section) for section in block.sections)


def _section(section: Mapping[str, Any]) -> str:
    level = section["level"]
    source = section["source"]
    made = "".join(_card(card, level + 1) for card in section["cards"])
    return (
        f"<section><h{level}>{escape(section['title'])}</h{level}>{_line(section['about'])}"
        + (_line(f"From: {source}.", "small") if source else "")
        + (f"<ul class='cards' role='list'>{made}</ul>" if made else "")
        + "".join(_section(each) for each in section["sections"])
        + "</section>"
    )


def _card(card: Mapping[str, Any], level: int) -> str:
    above = [
        _figure(card),
        *(_line(words) for words in card["lines"]),
        _bars(card) if card["parts"] else "",
        _months(card) if card["line"] else "",
        _line(card["definition"], "wide"),
        _line(card["aside"], "small"),
        _line(card["source"], "small"),
    ]
    name = f"<h{level}>{escape(card['name'])}</h{level}>"
    return f"<li class='card'>{name}{''.join(above)}{_more(card)}</li>"


def _figure(card: Mapping[str, Any]) -> str:
    shown = f"<b>{escape(card['figure'])}</b> " if card["figure"] else ""
    said = ", ".join(escape(words) for words in (card["unit"], card["period"]) if words)
    return f"<p class='figure-line'>{shown}{said}</p>"


def _bars(card: Mapping[str, Any]) -> str:
    rows = "".join(
        f"<tr><th scope='row'>{escape(part['name'])}</th><td><span class='track'>"
        f"<span class='bar' style='width:{100 * part['share']:.1f}%'></span></span>"
        f"<span>{escape(', '.join(filter(None, (part['figure'], part['before']))))}</span>"
        "</td></tr>"
        for part in card["parts"]
    )
    caption = f"<caption class='unseen'>{escape(card['name'])}, by part</caption>"
    return f"<table class='bars'>{caption}<tbody>{rows}</tbody></table>"


def _months(card: Mapping[str, Any]) -> str:
    points = card["line"]
    words = (
        f"{card['name']} over {len(points)} periods, the axis from zero. "
        "The table below the card holds every figure."
    )
    ends = "".join(
        f"<span>{escape(str(point['period']))}: {point['value']:,g}</span>"
        for point in (points[0], points[-1])
    )
    line = tiles.sparkline([point["value"] for point in points], words)
    return f"{line}<p class='ends'>{ends}</p>"


def _more(card: Mapping[str, Any]) -> str:
    unseen = f"<span class='unseen'> about {escape(card['name'])}</span>"
    notes = "".join(_line(note) for note in card["notes"])
    past = _past(card["past"]) if card["past"] else ""
    return (
        f"<details><summary>More{unseen}</summary>"
        f"{_line(card['definition'], 'narrow')}{notes}{past}</details>"
    )


def _past(rows: Sequence[Sequence[str]]) -> str:
    parts = any(part for _, part, _ in rows)
    body = "".join(
        f"<tr><th scope='row'>{escape(period)}</th>"
        + (f"<td>{escape(part or 'Whole')}</td>" if parts else "")
        + f"<td>{escape(figure)}</td></tr>"
        for period, part, figure in rows
    )
    return f"<table class='past'><caption>Every figure</caption><tbody>{body}</tbody></table>"


def _line(words: str, kind: str = "") -> str:
    name = f" class='{kind}'" if kind else ""
    return f"<p{name}>{marked(words)}</p>" if words else ""
