"""Names as files spell them -> codes: the reference tables and what officers accepted; no guess.

A close spelling is offered, and counts only once an officer accepts it.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from difflib import get_close_matches

import pandas as pd

from cspdata import areas, metrics, offences
from cspdata.checks.issues import Issue
from cspdata.vocabulary import folded

CLOSE = 0.75
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
    return spellings.get(folded(text))


def suggested(text: str, spellings: Mapping[str, str]) -> str:
    """The code of the closest spelling, or ""."""
    close = get_close_matches(folded(text), spellings, n=1, cutoff=CLOSE)
    return spellings[close[0]] if close else ""


def unknown(
    file: str,
    row: int,
    column: str,
    found: str,
    what: str,
    spellings: Mapping[str, str],
) -> Issue:
    """The issue of a name that no reference table knows."""
    close = suggested(found, spellings)
    remedy = (
        f"Did you mean {name_of(close)}?" if close else f"Write the {what} as the template does."
    )
    problem = f"“{found}” is not {'an' if what[0] in 'ao' else 'a'} {what} that is known here."
    if not found.strip():
        problem = f"The {what} is empty."
    return Issue(file, row, column, found, problem, remedy, suggestion=close)
