"""What the program is made of, as a CycloneDX bill, and which of it has known faults.

Both are read from `requirements.txt` and from files that somebody brings; nothing is asked outside.
"""

import json
import re
import zipfile
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from importlib.metadata import PackageNotFoundError, metadata
from pathlib import Path
from typing import Any
from uuid import NAMESPACE_URL, uuid5

from packaging.utils import canonicalize_name
from packaging.version import InvalidVersion, Version

from cspdata import settings
from cspdata.errors import UnreadableFile

PINNED = re.compile(r"^([A-Za-z0-9._-]+)==(\S+)")
ECOSYSTEM = "PyPI"


@dataclass(frozen=True)
class Pin:
    """A package at the one version that is installed; `direct` where the program itself uses it."""

    name: str
    version: str
    direct: bool

    @property
    def purl(self) -> str:
        return f"pkg:pypi/{canonicalize_name(self.name)}@{self.version}"


@dataclass(frozen=True)
class Known:
    """A pin with a known fault: its number, and a summary."""

    pin: Pin
    number: str
    summary: str


def pins() -> list[Pin]:
    """What `requirements.txt` pins; the first paragraph is what the program itself uses."""
    text = (settings.ROOT / "requirements.txt").read_text("utf-8")
    first, _, rest = text.partition("\n\n")
    return [
        Pin(found[1], found[2], direct)
        for part, direct in ((first, True), (rest, False))
        for line in part.splitlines()
        if (found := PINNED.match(line))
    ]


def bill(held: Iterable[Pin]) -> dict[str, Any]:
    """A CycloneDX 1.6 bill of materials; the same pins give the same bill."""
    listed = list(held)
    program = {"type": "application", "name": "cspdata", "version": "1.0.0", "bom-ref": "cspdata"}
    serial = uuid5(NAMESPACE_URL, " ".join(pin.purl for pin in listed))
    return {
        "bomFormat": "CycloneDX",
        "specVersion": "1.6",
        "serialNumber": f"urn:uuid:{serial}",
        "version": 1,
        "metadata": {"component": program},
        "components": [_component(pin) for pin in listed],
        "dependencies": [
            {"ref": "cspdata", "dependsOn": [pin.purl for pin in listed if pin.direct]},
            *({"ref": pin.purl} for pin in listed),
        ],
    }


def known_faults(held: Iterable[Pin], place: Path) -> list[Known]:
    """The pins that OSV records name: a JSON file of one or a list, a folder or a zip of files.

    Raises UnreadableFile.
    """
    by_name: dict[str, Pin] = {canonicalize_name(pin.name): pin for pin in held}
    return sorted(
        {
            Known(pin, record["id"], record.get("summary", ""))
            for record in _records(place)
            if "withdrawn" not in record
            for affected in record.get("affected", [])
            if (pin := by_name.get(_package(affected))) and _hits(affected, pin.version)
        },
        key=lambda one: (one.pin.name, one.number),
    )


def _component(pin: Pin) -> dict[str, Any]:
    about = {"type": "library", "name": pin.name, "version": pin.version}
    about |= {"purl": pin.purl, "bom-ref": pin.purl}
    licence = _licence(pin)
    return about | ({"licenses": [{"license": {"name": licence}}]} if licence else {})


def _licence(pin: Pin) -> str:
    """The licence that the installed package names, "" for another version or where none is."""
    try:
        said = metadata(pin.name)
    except PackageNotFoundError:
        return ""
    if said["Version"] != pin.version:
        return ""
    named = next((said[name] for name in ("License-Expression", "License") if name in said), "")
    return named.partition("\n")[0][:80]


def _records(place: Path) -> Iterator[dict[str, Any]]:
    for text in _texts(place):
        try:
            read = json.loads(text)
        except ValueError as fault:
            raise UnreadableFile(f"{place.name} holds something that is not JSON.") from fault
        for record in read if isinstance(read, list) else [read]:
            if not isinstance(record, dict) or "id" not in record:
                raise UnreadableFile(f"{place.name} holds something that is no OSV record.")
            yield record


def _texts(place: Path) -> Iterator[bytes]:
    if place.is_dir():
        yield from (path.read_bytes() for path in sorted(place.rglob("*.json")))
    elif zipfile.is_zipfile(place):
        with zipfile.ZipFile(place) as packed:
            yield from (packed.read(name) for name in packed.namelist() if name.endswith(".json"))
    else:
        yield place.read_bytes()


def _package(affected: dict[str, Any]) -> str:
    package = affected.get("package", {})
    ours = package.get("ecosystem") == ECOSYSTEM
    return canonicalize_name(package.get("name", "")) if ours else ""


def _hits(affected: dict[str, Any], version: str) -> bool:
    if version in affected.get("versions", []):
        return True
    return any(
        _within(one.get("events", []), Version(version))
        for one in affected.get("ranges", [])
        if one.get("type") == "ECOSYSTEM"
    )


def _within(events: Iterable[dict[str, str]], version: Version) -> bool:
    """Whether the last event up to a version leaves it faulty; a fault that is fixed may return."""
    faulty = False
    for when, what in sorted(
        (_order(number), what) for event in events for what, number in event.items()
    ):
        if what == "last_affected":
            faulty = faulty and version <= when
        elif when <= version:
            faulty = what == "introduced"
    return faulty


def _order(number: str) -> Version:
    try:
        return Version(number)
    except InvalidVersion:
        return Version("0")
