"""What each cell of a place pack may hold, column by column; a rule judges one cell alone."""

import re
from collections.abc import Callable, Collection, Mapping
from datetime import date

from cspdata import caveats, metrics, national, offences
from cspdata.areas import KINDS
from cspdata.vocabulary import items

Codes = Mapping[str, Collection[str]]
Rule = Callable[[str, Codes], str]


def _filled(cell: str, _: Codes) -> str:
    return "" if cell.strip() else "The cell is empty."


def _code(cell: str, _: Codes) -> str:
    if re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", cell):
        return ""
    return f"“{cell}” is no code: small letters and figures, joined by hyphens."


def _whole(cell: str, _: Codes) -> str:
    good = cell.isascii() and cell.isdigit() and int(cell) > 0
    return "" if good else f"“{cell}” is no whole number above 0."


def _whole_if_any(cell: str, codes: Codes) -> str:
    return _whole(cell, codes) if cell else ""


def _sentence(cell: str, _: Codes) -> str:
    return "" if cell.endswith((".", "?")) else "Write a sentence that ends with a full stop."


def _day(cell: str, _: Codes) -> str:
    try:
        date.fromisoformat(cell)
    except ValueError:
        return f"“{cell}” is no day: write it as 2018-01-31."
    return ""


def _none_of(cell: str, allowed: Collection[str]) -> str:
    words = ", ".join(f"“{word}”" if word else "empty" for word in allowed)
    return "" if cell in allowed else f"“{cell}” is none of {words}."


def _among(*allowed: str) -> Rule:
    return lambda cell, _: _none_of(cell, allowed)


def _one_of(name: str) -> Rule:
    return lambda cell, codes: _none_of(cell, codes[name])


def _each_in(name: str) -> Rule:
    def rule(cell: str, codes: Codes) -> str:
        unknown = [f"“{item}”" for item in items(cell) if item not in codes[name]]
        return f"{', '.join(unknown)} is not in {name}." if unknown else ""

    return rule


CAVEATS: dict[str, tuple[Rule, ...]] = {
    "caveat": (_code,),
    "effect": (_among(*caveats.EFFECTS),),
    "from": (_day,),
    "to": (_day,),
    "areas": (_each_in("areas.csv"),),
    "offences": (_each_in("offences.csv"),),
    "sources": (_each_in("sources"),),
    "title": (_filled,),
    "sentence": (_sentence,),
    "alternative": (),
    "reference": (),
}
COLUMNS: dict[str, dict[str, tuple[Rule, ...]]] = {
    "place.csv": {"key": (_filled,), "value": ()},
    "levels.csv": {"level": (_code,), "singular": (_filled,), "plural": (_filled,)},
    "areas.csv": {
        "area": (_code,),
        "name": (_filled,),
        "level": (_one_of("levels"),),
        "parent": (_each_in("areas.csv"),),
        "residents": (_whole,),
        "kind": (_among("", *KINDS),),
        "membership": (),
        "wards": (),
        "aliases": (),
    },
    "lsoas.csv": {
        "lsoa": (_filled,),
        "lsoa_name": (_filled,),
        "ward_code": (),
        "ward": (),
        "area": (_filled, _each_in("areas.csv")),
        "residents": (_whole_if_any,),
        "edition": (_among(*national.EDITIONS),),
    },
    "offences.csv": {"offence": (_code,), "name": (_filled,), "kind": (_among(*offences.KINDS),)},
    "caveats.csv": CAVEATS,
    "partners.csv": {"partner": (_code,), "name": (_filled,), "about": (_sentence,)},
    "priorities.csv": {"priority": (_filled,), "name": (_filled,), "about": (_sentence,)},
    "themes.csv": {
        "topic": (_code,),
        "name": (_filled,),
        "question": (_sentence,),
        "offences": (_filled, _each_in("offences.csv")),
        "areas": (_filled, _each_in("areas.csv")),
        "about": (_sentence,),
    },
    "metrics.csv": {
        "measure": (_code,),
        "name": (_filled,),
        "partner": (_filled, _each_in("partners.csv")),
        "unit": (_filled,),
        "kind": (_among(*metrics.KINDS),),
        "better": (_among(*metrics.BETTER),),
        "theme": (_filled, _each_in("priorities.csv")),
        "topics": (_each_in("themes.csv"),),
        "breakdowns": (),
        "definition": (_sentence,),
        "supplier": (_filled,),
    },
    "peers.csv": {"district": (_one_of("districts"),), "reference": (_filled,)},
    "prompts.csv": {"prompt": (_code,), "question": (_sentence,)},
    "disclosure.csv": {
        "rule": (_code,),
        "offence": (_each_in("offences.csv"),),
        "level": (),
        "on": (_among("yes", "no"),),
    },
}
OPTIONAL = {"lsoas.csv", "levels.csv", "peers.csv"}
