"""What a place pack may lack, and what that costs its readers; a gap is no fault."""

from collections.abc import Iterator
from dataclasses import dataclass
from difflib import get_close_matches

from cspdata import areas, caveats, metrics, national, outlines, place, settings
from cspdata.vocabulary import read

SHOWN = 6


@dataclass(frozen=True)
class Gap:
    """What is not there, where it would stand, and what a reader does without."""

    file: str
    lacking: str
    cost: str

    def __str__(self) -> str:
        return f"{self.file}: {self.lacking} {self.cost}"


def gaps() -> list[Gap]:
    """What the pack that `CSP_PLACE` names lacks; it must be without faults."""
    return [*_words(), *_places(), *_census(), *_tables()]


def _words() -> Iterator[Gap]:
    here = place.here()
    if not here.report:
        cost = "Printed police tables cannot be named, so none should be published."
        yield Gap("place.csv", "No “report” is named.", cost)
    if not here.force:
        cost = "What is known of its figures is not told, such as months that cannot be compared."
        yield Gap("place.csv", "No “force” is named.", cost)
    elif here.force not in national.known_forces():
        lacking = f"“{here.force}” is no force as police.uk's files name them."
        close = get_close_matches(here.force, national.known_forces(), n=1)
        hint = f" Is it “{close[0]}”?" if close else ""
        cost = f"Nothing is known of its figures, and no file of it can be fetched.{hint}"
        yield Gap("place.csv", lacking, cost)
    if not here.residents:
        cost = "Rates cannot say of when their residents are."
        yield Gap("place.csv", "“residents” is not said.", cost)


def _places() -> Iterator[Gap]:
    lowest = areas.plural(areas.lowest())
    if not outlines.exist():
        cost = (
            "There is no map. `python -m cspdata place --outlines` makes it of the outlines that "
            "come with the program, and `--outlines FILE` of others."
        )
        yield Gap(outlines.FILE, "The file is missing.", cost)
    if areas.lsoas().empty:
        cost = "Police.uk's street-level files cannot be counted, and streets cannot be shown."
        yield Gap("lsoas.csv", "No LSOA is listed.", cost)
        return
    empty = set(areas.leaves()) - set(areas.of_lsoa().values())
    if empty:
        names = _few(areas.one(area).name for area in areas.leaves() if area in empty)
        cost = f"Police.uk's files will count 0 there every month: {names}."
        yield Gap("lsoas.csv", f"Some {lowest} have no LSOA.", cost)
    if not areas.kinds():
        cost = f"All {lowest} are compared with all, not each with its own kind."
        yield Gap("areas.csv", "No “kind” is said.", cost)


def _census() -> Iterator[Gap]:
    for edition in national.EDITIONS:
        lacking = areas.unlisted(edition)
        if lacking:
            cost = f"Files of police.uk that name them are refused: {_few(lacking)}."
            yield Gap("lsoas.csv", f"Codes of the census of {edition} are not listed.", cost)


def _tables() -> Iterator[Gap]:
    lacking = {
        "partners.csv": (metrics.partners(), "No partner.", "Partners' work has no page."),
        "metrics.csv": (metrics.every(), "No measure.", "Partners cannot send in figures."),
        "themes.csv": (
            metrics.topics(),
            "No question of the committee.",
            "“One question, all sides” has no page.",
        ),
        "caveats.csv": (
            read(settings.table(caveats.TABLE), "caveat").index,
            "No caveat of this place.",
            "What happened here, such as a festival or a missing month, is not told.",
        ),
    }
    for file, (rows, nothing, cost) in lacking.items():
        if not len(rows):
            yield Gap(file, nothing, cost)


def _few(names: Iterator[str] | list[str]) -> str:
    listed = list(names)
    more = f" and {len(listed) - SHOWN} more" if len(listed) > SHOWN else ""
    return ", ".join(listed[:SHOWN]) + more
