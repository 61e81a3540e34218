"""The one writer of Atom feeds, and the current signals as a table; nothing is found here.

Ids are tags that outlive the host's name (RFC 4151), links are absolute (RFC 4287).
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from urllib.parse import urlencode
from xml.etree import ElementTree as xml

import pandas as pd

from cspdata import areas, place, settings
from cspdata.answers import signals as found
from cspdata.answers.words import signals as words
from cspdata.published import Published

TABLE, FEED, PUBLICATIONS = "signals.csv", "signals.atom", "feed.atom"
ATOM = "http://www.w3.org/2005/Atom"
LANGUAGE = "{http://www.w3.org/XML/1998/namespace}lang"
HERE = "http://localhost:8501"  # where `server.py` answers while `CSP_ADDRESS` names no other
COLUMNS = [
    "data_version",
    "area",
    "area_name",
    "level",
    "offence",
    "offence_name",
    "signal",
    "side",
    "first_month",
    "last_month",
    "months",
    "count",
    "average",
    "lower",
    "upper",
    "sentence",
]


@dataclass(frozen=True)
class Entry:
    """`tag` is its id within the feed's authority, `path` where it leads within the dashboard."""

    tag: str
    title: str
    path: str
    updated: datetime
    summary: str
    content: str = ""


def signals(published: Published) -> str:
    """The current signals as a feed; a signal keeps its id from one publication to the next."""
    rows = published.ask(found.current)
    about = words.everywhere(rows, published.ask(found.watched))
    entries = [_signal(row, published.at) for row in rows.to_dict("records")]
    return atom("signals", FEED, "current signals", about, published.at, entries)


def publications(published: Published) -> str:
    """An entry for each publication, the newest first."""
    entries = [
        Entry(
            f"publications/{entry['version']}",
            f"Data version {entry['version']}",
            "published",
            entry["at"],
            entry["reason"],
        )
        for entry in published.history.to_dict("records")
    ]
    return atom(
        "publications", PUBLICATIONS, "published figures", published.words, published.at, entries
    )


def signals_table(published: Published) -> pd.DataFrame:
    """The current signals as the columns of COLUMNS; months as YYYY-MM."""
    rows = published.ask(found.current)
    cells = [_cells(row, published.version) for row in rows.to_dict("records")]
    return pd.DataFrame(cells, columns=COLUMNS)


def atom(
    tag: str, name: str, title: str, about: str, updated: datetime, entries: Iterable[Entry]
) -> str:
    """A feed as text; `name` is the file under which it is found."""
    xml.register_namespace("", ATOM)
    root = xml.Element(f"{{{ATOM}}}feed", {LANGUAGE: "en-GB"})
    _add(root, "id", f"{place.here().authority}:{tag}")
    _add(root, "title", f"{place.here().dashboard}: {title}")
    _add(root, "subtitle", about)
    _link(root, name, "self")
    _add(root, "updated", _moment(updated))
    _add(xml.SubElement(root, f"{{{ATOM}}}author"), "name", place.here().dashboard)
    for entry in entries:
        _entry(root, entry)
    xml.indent(root)
    return xml.tostring(root, encoding="unicode", xml_declaration=True) + "\n"


def _entry(root: xml.Element, entry: Entry) -> None:
    made = xml.SubElement(root, f"{{{ATOM}}}entry")
    _add(made, "id", f"{place.here().authority}:{entry.tag}")
    _add(made, "title", entry.title)
    _add(made, "updated", _moment(entry.updated))
    _link(made, entry.path, "alternate")
    _add(made, "summary", entry.summary)
    if entry.content:
        _add(made, "content", entry.content)


def _signal(row: Mapping[Any, Any], updated: datetime) -> Entry:
    parts = [row["area"], row["offence"], row["signal"], f"{row['first']:%Y-%m}"]
    asked = urlencode({"area": row["area"], "offence": row["offence"]})
    lines = [_plain(row), "What to ask:", *(f"- {line}" for line in words.questions(row))]
    return Entry(
        f"signals/{'/'.join(parts)}",
        f"{row['offence_name']}, {row['area_name']}",
        f"months?{asked}",
        updated,
        _plain(row),
        "\n".join(lines),
    )


def _cells(row: Mapping[Any, Any], version: int) -> list[object]:
    return [
        version,
        row["area"],
        row["area_name"],
        areas.one(row["area"]).level,
        row["offence"],
        row["offence_name"],
        row["signal"],
        words.SIDES[row["side"]],
        f"{row['first']:%Y-%m}",
        f"{row['last']:%Y-%m}",
        row["months"],
        int(row["count"]),
        f"{row['expected']:.2f}",
        f"{row['lower']:.2f}",
        f"{row['upper']:.2f}",
        _plain(row),
    ]


def _plain(row: Mapping[Any, Any]) -> str:
    return words.signal(row).replace("**", "") + "."


def _moment(at: datetime) -> str:
    return f"{at:%Y-%m-%dT%H:%M:%SZ}"


def _link(parent: xml.Element, path: str, rel: str) -> None:
    whole = f"{settings.address() or HERE}/{path}"
    xml.SubElement(parent, f"{{{ATOM}}}link", href=whole, rel=rel)


def _add(parent: xml.Element, name: str, text: str) -> None:
    xml.SubElement(parent, f"{{{ATOM}}}{name}").text = text
