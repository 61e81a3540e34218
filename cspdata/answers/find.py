"""Words typed into the search box -> the areas they lie in; what is typed is kept nowhere.

Known are the areas, the streets of the published months, and the parishes, wards and postcodes of
the pack's `finder.csv`, which a place may lack.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from difflib import get_close_matches

import pandas as pd

from cspdata import areas, offences, settings
from cspdata.answers.blocks import Link
from cspdata.answers.words.figures import listed
from cspdata.published import Published
from cspdata.question import Question
from cspdata.sites import of_place
from cspdata.vocabulary import folded, items, read

POSTCODE = re.compile(r"([a-z]{1,2}\d[a-z\d]?)\s*(\d[a-z]{2})", re.IGNORECASE)
CLOSE, MOST = 0.78, 6
KINDS = {"parish": "parish of", "ward": "ward of", "postcode": "postcode", "street": "street"}


@dataclass(frozen=True)
class Place:
    """A name that the search knows: what it is, and the areas it lies in (none: outside)."""

    name: str
    kind: str
    areas: tuple[str, ...]


@dataclass(frozen=True)
class Found:
    """A sentence about what was found, and a link for each area that it may be."""

    words: str
    links: tuple[Link, ...]


def find(published: Published, question: Question, typed: str) -> Found:
    """What was typed as areas to look at, everything else of the question kept."""
    code = POSTCODE.fullmatch(typed.strip())
    if code:
        return _postcode(question, f"{code[1]} {code[2]}".upper())
    places = published.ask(known)
    wanted = folded(typed)
    found = [place for name, each in places.items() if _begins(name, wanted) for place in each]
    if not found:
        near = get_close_matches(wanted, list(places), MOST, CLOSE)
        found = [place for name in near for place in places[name]]
    if not found:
        return Found(
            f"“{typed.strip()}” is no area, parish, ward or street that is known here.", ()
        )
    return _told(question, sorted(found, key=lambda place: folded(place.name) != wanted)[:MOST])


def known(published: Published) -> Mapping[str, tuple[Place, ...]]:
    """Every name but postcodes, folded, with what it may be."""
    own = (Place(one.name, "area", (code,)) for code, one in _areas().items())
    found: dict[str, tuple[Place, ...]] = {}
    for place in (*own, *_finder("parish", "ward"), *streets(published.table("streets"))):
        name = folded(place.name)
        found[name] = (*found.get(name, ()), place)
    return found


def offences_counted(published: Published) -> tuple[str, ...]:
    """Every offence that any source counts, in printed order."""
    held = {code for one in published.held.values() for _, code in one.held}
    return tuple(code for code in offences.order() if code in held)


def _postcode(question: Question, code: str) -> Found:
    place = _postcodes().get(code)
    if place is None:
        return Found(f"{code} is no postcode that is known here.", ())
    if not place.areas:
        return Found(f"{code} lies outside the outlines held here, so no area can be named.", ())
    return _told(question, [place])


def _told(question: Question, found: Iterable[Place]) -> Found:
    said = [_sentence(place) for place in found]
    links = {
        code: Link(areas.one(code).name, "area", question.at(area=code, source=None))
        for place in found
        for code in place.areas
    }
    return Found(" ".join(said), tuple(links.values()))


def _sentence(place: Place) -> str:
    inside = listed(areas.one(code).name for code in place.areas)
    if place.kind == "area":
        return f"{place.name} is an area of its own."
    name = (
        f"The {KINDS[place.kind]} {place.name}" if place.kind in ("parish", "ward") else place.name
    )
    if len(place.areas) == 1:
        return f"{name} is in {inside}."
    return f"{name} lies in {len(place.areas)} areas, or cannot be told apart: {inside}."


def _begins(name: str, wanted: str) -> bool:
    """Whether a name begins with what was typed, or one of its words does."""
    return len(wanted) > 1 and (name.startswith(wanted) or f" {wanted}" in name)


@of_place
def _areas() -> dict[str, areas.Area]:
    return {code: areas.one(code) for code in areas.order()}


@of_place
def _table() -> pd.DataFrame:
    table = settings.table("finder.csv")
    if not table.exists():
        return pd.DataFrame(columns=["entry", "kind", "names", "areas"])
    return read(table, "entry")


def _finder(*kinds: str) -> Iterable[Place]:
    for row in _table().to_dict("records"):
        if row["kind"] in kinds:
            for name in items(row["names"]):
                yield Place(name, row["kind"], tuple(items(row["areas"])))


@of_place
def _postcodes() -> dict[str, Place]:
    return {place.name: place for place in _finder("postcode")}


def streets(streets: pd.DataFrame) -> Iterable[Place]:
    """Every named location of the published months with the areas of its census areas."""
    of = areas.of_lsoa()
    placed = streets[["location", "lsoa"]].drop_duplicates()
    placed = placed.assign(area=placed["lsoa"].map(of)).dropna()
    for location, rows in placed.groupby("location"):
        inside = [code for code in areas.order() if code in set(rows["area"])]
        yield Place(str(location).removeprefix("On or near "), "street", tuple(inside))
