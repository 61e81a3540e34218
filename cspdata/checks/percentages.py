"""Percentages of a file: which are fractions is asked once, and what no share can be is a fault."""

from collections.abc import Iterable, Sequence

from cspdata.checks.cells import Percent, percent
from cspdata.checks.issues import Question

AS_WRITTEN, FRACTIONS = "as-written", "fractions"
FROM_FRACTION = 100
# Beyond this no fraction goes: a count ten times that of the year before is +900 %.
LARGEST_FRACTION = 10
ALL_LOST = -100


def question(file: str, texts: Iterable[str], answered: str = "") -> list[Question]:
    """Asked where numbers without a % sign may be fractions: 0.183 for 18.3 %.

    Small ones beside larger ones of as many places (0.3 beside 12.4) are percentages.
    """
    if answered:
        return []
    bare = [(text, found) for text in texts if (found := percent(text)) and not found.signed]
    small = [(text, found) for text, found in bare if 0 < abs(found.value) <= 1 and found.places]
    large = [found.places for _, found in bare if abs(found.value) > 1]
    if not small or (large and max(found.places for _, found in small) <= max(large)):
        return []
    text, example = small[0]
    times = example.value * FROM_FRACTION
    return [
        Question(
            file,
            "percentages",
            f"A percentage of this file is written as {text.strip()}, without a % sign."
            " What does it mean?",
            (
                (FRACTIONS, f"{times:.10g} %: the numbers are fractions"),
                (AS_WRITTEN, f"{example.value:.10g} %: as they are written"),
            ),
        )
    ]


def meant(found: Percent | None, every: Sequence[Percent], answered: str) -> Percent | None:
    """The percentage that a cell means, once it is known whether bare numbers are fractions."""
    if found is None or found.signed or answered != FRACTIONS:
        return found
    mixed = any(abs(other.value) > LARGEST_FRACTION for other in every if not other.signed)
    if mixed and abs(found.value) > 1:
        return found
    return Percent(round(found.value * FROM_FRACTION, 10), max(0, found.places - 2), True)
