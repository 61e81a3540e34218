"""The current signals of a publication as a CSV table and an Atom feed; it finds nothing itself.

What is current is said by `queries`, in which words by `sentences`.
"""

import csv
import io
from collections.abc import Iterable
from datetime import datetime
from xml.etree import ElementTree as xml

import pandas as pd

from cspdata import areas, place, queries, sentences, settings

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


def files(crimes: pd.DataFrame, version: int, at: datetime) -> dict[str, str]:
    """The table and the feed of one publication by file name; the same for the same figures."""
    months = queries.monthly(queries.prepared(crimes))
    rows = queries.current(queries.signals(months))
    subtitle = sentences.everywhere(rows, queries.watched(months))
    return {TABLE: table(rows, version), FEED: feed(rows, subtitle, version, at)}


def table(rows: pd.DataFrame, version: int) -> str:
    """The signals as CSV with the columns of COLUMNS; months as YYYY-MM."""
    written = io.StringIO()
    writer = csv.writer(written, lineterminator="\n")
    writer.writerow(COLUMNS)
    writer.writerows(_cells(row, version) for _, row in rows.iterrows())
    return written.getvalue()


def feed(rows: pd.DataFrame, subtitle: str, version: int, at: datetime) -> str:
    """The signals as an Atom feed. A signal keeps its id from one publication to the next.

    Source: RFC 4287; ids are tag URIs (RFC 4151).
    """
    xml.register_namespace("", ATOM)
    root = xml.Element(f"{{{ATOM}}}feed")
    when = f"{at:%Y-%m-%dT%H:%M:%SZ}"
    _add(root, "id", f"{place.here().authority}:signals")
    _add(root, "title", f"{place.here().dashboard}: current signals")
    _add(root, "subtitle", subtitle)
    xml.SubElement(root, f"{{{ATOM}}}link", href=f"{settings.address()}/{FEED}", rel="self")
    _add(root, "updated", when)
    _add(root, "generator", f"Data version {version}")
    _add(xml.SubElement(root, f"{{{ATOM}}}author"), "name", place.here().dashboard)
    for _, row in rows.iterrows():
        _entry(root, row, when)
    xml.indent(root)
    return xml.tostring(root, encoding="unicode", xml_declaration=True) + "\n"


def _entry(root: xml.Element, row: pd.Series, when: str) -> None:
    entry = xml.SubElement(root, f"{{{ATOM}}}entry")
    parts = [row["area"], row["offence"], row["signal"], f"{row['first']:%Y-%m}"]
    _add(entry, "id", f"{place.here().authority}:signals/{'/'.join(parts)}")
    _add(entry, "title", f"{row['offence_name']}, {row['area_name']}")
    _add(entry, "updated", when)
    xml.SubElement(
        entry,
        f"{{{ATOM}}}link",
        href=f"{settings.address()}/trends?area={row['area']}&offence={row['offence']}",
        rel="alternate",
    )
    _add(entry, "summary", _plain(row))
    lines = [_plain(row), "What to ask:", *_dashed(sentences.questions(row))]
    _add(entry, "content", "\n".join(lines))


def _cells(row: pd.Series, version: int) -> list[object]:
    return [
        version,
        row["area"],
        row["area_name"],
        areas.one(row["area"]).level,
        row["offence"],
        row["offence_name"],
        row["signal"],
        sentences.SIDES[row["side"]],
        f"{row['first']:%Y-%m}",
        f"{row['last']:%Y-%m}",
        row["months"],
        int(row["count"]),
        f"{row['centre']:.2f}",
        f"{row['lower']:.2f}",
        f"{row['upper']:.2f}",
        _plain(row),
    ]


def _plain(row: pd.Series) -> str:
    return sentences.signal(row).replace("**", "") + "."


def _dashed(lines: Iterable[str]) -> list[str]:
    return [f"- {line}" for line in lines]


def _add(parent: xml.Element, name: str, text: str) -> None:
    xml.SubElement(parent, f"{{{ATOM}}}{name}").text = text
