"""Names as files spell them -> codes: the reference tables and what officers accepted; no guess.

A close spelling is offered, and counts only once an officer accepts it.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from difflib import get_close_matches

import pandas as pd

from cspdata import areas, metrics, offences
from cspdata.checks.issues import Issue
from cspdata.readers.sheets import without_marks
from cspdata.vocabulary import folded

CLOSE = 0.75
KINDS = frozenset(("ward", "parish", "town", "village", "district", "area", "council"))
NAMES: dict[str, Callable[[], dict[str, str]]] = {
    "areas": areas.names,
    "offences": offences.names,
    "partners": metrics.partner_names,
    "measures": metrics.names,
}


@dataclass(frozen=True)
class Spellings:
    """Accepted spellings of every name: the reference tables and the officers' aliases."""

    areas: Mapping[str, str]
    offences: Mapping[str, str]
    partners: Mapping[str, str]
    measures: Mapping[str, str]

    @classmethod
    def known(cls, aliases: pd.DataFrame | None = None) -> "Spellings":
        accepted = [] if aliases is None else aliases.to_dict("records")
        own: dict[str, dict[str, str]] = {vocabulary: {} for vocabulary in NAMES}
        for alias in accepted:
            own[alias["vocabulary"]][folded(alias["spelling"])] = alias["meaning"]
        return cls(
            areas=areas.spellings() | own["areas"],
            offences=offences.spellings() | own["offences"],
            partners=metrics.partner_spellings() | own["partners"],
            measures=metrics.spellings() | own["measures"],
        )


def vocabulary_of(code: str) -> str:
    """The vocabulary that a code belongs to: areas, offences, partners or measures."""
    return next(held for held, names in NAMES.items() if code in names())


def name_of(code: str) -> str:
    """The name of an area, offence, partner or measure."""
    return NAMES[vocabulary_of(code)]()[code]


def coded(text: str, spellings: Mapping[str, str]) -> str | None:
    """The code of a name, with or without a footnote's mark after it, or None."""
    return spellings.get(folded(text)) or spellings.get(folded(without_marks(text)))


def separated(cell: str, spellings: Mapping[str, str]) -> list[str]:
    """The names in a cell between semicolons, or between commas where each is known by itself."""
    named = [text for text in cell.split(";") if text.strip()]
    parts = [(text, [part for part in text.split(",") if part.strip()]) for text in named]
    return [
        each
        for text, within in parts
        for each in (within if all(coded(part, spellings) for part in within) else [text])
    ]


def suggested(text: str, spellings: Mapping[str, str]) -> str:
    """The code of the closest spelling, or ""."""
    name = folded(text)
    close = get_close_matches(name, spellings, n=1, cutoff=CLOSE)
    return spellings[close[0]] if close else ""


def suggested_area(text: str, spellings: Mapping[str, str]) -> str:
    """As `suggested`; also of “St Pauls Ward”, or of “Wickham” where one name goes on after it."""
    if close := suggested(text, spellings):
        return close
    *before, last = folded(text).split() or [""]
    kinds = {folded(level.singular) for level in areas.levels()} | KINDS
    if last in kinds and (close := suggested(" ".join(before), spellings)):
        return close
    name = " ".join(before) if last in kinds else folded(text)
    codes = {code for known, code in spellings.items() if f"{known} ".startswith(f"{name} ")}
    codes = {spellings[name]} if name in spellings else codes
    return codes.pop() if len(codes) == 1 and codes != {areas.root()} else ""


def unknown(
    file: str,
    row: int,
    column: str,
    found: str,
    what: str,
    spellings: Mapping[str, str],
) -> Issue:
    """The issue of a name that no reference table knows."""
    if what == "area" and len(separated(found, spellings)) > 1:
        close, remedy = "", "Write one area in each row."
    elif close := (suggested_area if what == "area" else suggested)(found, spellings):
        remedy = f"Did you mean {name_of(close)}?"
    else:
        remedy = f"Write the {what} as the template does."
    problem = f"“{found}” is not {'an' if what[0] in 'ao' else 'a'} {what} that is known here."
    if not found.strip():
        problem = f"The {what} is empty."
    return Issue(file, row, column, found, problem, remedy, suggestion=close)
