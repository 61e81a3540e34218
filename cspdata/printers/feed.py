"""What changes, as Atom feeds, and the signals as a table; nothing is found here.

Ids are tags of the place pack and stay when the host's name changes; links are whole addresses.
"""

from dataclasses import dataclass
from datetime import datetime
from xml.etree import ElementTree as xml

import pandas as pd

from cspdata import areas, place
from cspdata.answers import signals as found
from cspdata.answers.words import signals as words
from cspdata.published import Published

TABLE, FEED = "signals.csv", "signals.atom"
ATOM = "http://www.w3.org/2005/Atom"
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
    """`about` ends the id; `path` leads below the dashboard's address."""

    about: str
    title: str
    updated: datetime
    path: str
    summary: str
    content: str = ""


@dataclass(frozen=True)
class Feed:
    """`about` ends the id; `path` is where the feed itself is found."""

    about: str
    title: str
    updated: datetime
    path: str
    entries: tuple[Entry, ...]
    subtitle: str = ""
    generator: str = ""


def signals(published: Published) -> Feed:
    """The signals that reach the last month. One keeps its id from a publication to the next."""
    rows = published.ask(found.current)
    return Feed(
        "signals",
        f"{place.here().dashboard}: current signals",
        published.at,
        FEED,
        tuple(_entry(row, published.at) for row in rows.to_dict("records")),
        words.everywhere(rows, published.ask(found.watched)),
        f"Data version {published.version}",
    )


def atom(feed: Feed, address: str) -> str:
    """A feed as Atom; `address` is the dashboard's, and links are left out where it has none.

    Source: RFC 4287; ids are tag URIs (RFC 4151).
    """
    xml.register_namespace("", ATOM)
    root = xml.Element(f"{{{ATOM}}}feed", {"{http://www.w3.org/XML/1998/namespace}lang": "en-GB"})
    _add(root, "id", _tag(feed.about))
    _add(root, "title", feed.title)
    _add(root, "subtitle", feed.subtitle)
    _link(root, address, feed.path, "self")
    _add(root, "updated", _moment(feed.updated))
    _add(root, "generator", feed.generator)
    _add(xml.SubElement(root, f"{{{ATOM}}}author"), "name", place.here().dashboard)
    for one in feed.entries:
        entry = xml.SubElement(root, f"{{{ATOM}}}entry")
        _add(entry, "id", _tag(one.about))
        _add(entry, "title", one.title)
        _add(entry, "updated", _moment(one.updated))
        _link(entry, address, one.path, "alternate")
        _add(entry, "summary", one.summary)
        _add(entry, "content", one.content)
    xml.indent(root)
    return xml.tostring(root, encoding="unicode", xml_declaration=True) + "\n"


def signals_table(published: Published) -> pd.DataFrame:
    """The signals that reach the last month: COLUMNS, months as YYYY-MM. A public contract."""
    records = published.ask(found.current).to_dict("records")
    return pd.DataFrame([_cells(row, published.version) for row in records], columns=COLUMNS)


def _entry(row: dict, updated: datetime) -> Entry:
    parts = [row["area"], row["offence"], row["signal"], f"{row['first']:%Y-%m}"]
    questions = [f"- {question}" for question in words.questions(row)]
    return Entry(
        f"signals/{'/'.join(parts)}",
        f"{row['offence_name']}, {row['area_name']}",
        updated,
        f"months?area={row['area']}&offence={row['offence']}",
        _plain(row),
        "\n".join([_plain(row), "What to ask:", *questions]),
    )


def _cells(row: dict, version: int) -> list[object]:
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


def _plain(row: dict) -> str:
    return words.signal(row).replace("**", "") + "."


def _tag(about: str) -> str:
    return f"{place.here().authority}:{about}"


def _moment(at: datetime) -> str:
    return f"{at:%Y-%m-%dT%H:%M:%SZ}"


def _link(parent: xml.Element, address: str, path: str, rel: str) -> None:
    if address:
        xml.SubElement(parent, f"{{{ATOM}}}link", href=f"{address.rstrip('/')}/{path}", rel=rel)


def _add(parent: xml.Element, name: str, text: str) -> None:
    if text:
        xml.SubElement(parent, f"{{{ATOM}}}{name}").text = text
