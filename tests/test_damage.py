"""Signs of a damaged month of police.uk, each just where it is held, told, and not told."""

import csv
import io
from collections.abc import Callable
from pathlib import Path

import pytest

from cspdata import publish
from cspdata.checks import Issue

MONTH = Path(__file__).resolve().parent.parent / "data" / "try" / "2025-10-winchester-street.csv"
NAME = "2025-10-hampshire-street.csv"
Rows = list[dict[str, str]]
HELD, TOLD, NOTHING = "held", "note", ""


def sound(number: int) -> Rows:
    """So many crimes of one LSOA and type, each with an ID and a place of its own."""
    with MONTH.open(encoding="utf-8", newline="") as file:
        first = next(csv.DictReader(file))
    return [
        first | {"Crime ID": f"{n:064x}", "Longitude": f"{-1.3 - n / 1e4:.6f}"}
        for n in range(number)
    ]


def told(rows: Rows, about: str, name: str = NAME) -> Issue | None:
    """What is said with these words of a file of such rows."""
    text = io.StringIO()
    writer = csv.DictWriter(text, list(rows[0]))
    writer.writeheader()
    writer.writerows(rows)
    found = publish.rehearse([publish.Upload(name, text.getvalue().encode())])
    return next((issue for issue in found.issues if about in issue.problem), None)


def some(rows: Rows, number: int, **change: str) -> Rows:
    """The first rows changed so; underscores of a name are its blanks."""
    other = {name.replace("_", " "): value for name, value in change.items()}
    return [row | other if n < number else row for n, row in enumerate(rows)]


def without_lsoa(number: int, of: int) -> Rows:
    return some(sound(of), number, LSOA_code="", LSOA_name="")


def repeated(number: int, of: int) -> Rows:
    return some(sound(of), number + 1, Crime_ID="a" * 64)


def alike(pairs: int, alone: int) -> Rows:
    """Rows without an ID: so many pairs that are alike, and so many that are like no other."""
    rows = some(sound(pairs + alone), pairs + alone, Crime_ID="")
    return [*rows, *rows[:pairs], *[row | {"Crime type": "Burglary"} for row in sound(60)]]


def in_pairs(points: int) -> Rows:
    """A type of which each of so many points has two rows, under IDs of their own, and others."""
    weapons = [row | {"Crime type": "Possession of weapons"} for row in sound(points)]
    twins = [row | {"Crime ID": f"{n:063x}f"} for n, row in enumerate(weapons)]
    return [*weapons, *twins, *some(sound(9), 9, Crime_type="Burglary")]


def abroad(number: int, of: int) -> Rows:
    return some(sound(of), number, Latitude="-1.3", Longitude="51.1")


@pytest.mark.slow
@pytest.mark.parametrize(
    ("make", "of", "about", "kind"),
    [
        pytest.param(without_lsoa, (2, 100), "2 rows have no LSOA", TOLD, id="2 % unplaced"),
        pytest.param(without_lsoa, (3, 100), "3 rows have no LSOA", HELD, id="3 % unplaced"),
        pytest.param(without_lsoa, (1, 100), "1 row has no LSOA", TOLD, id="one unplaced"),
        pytest.param(without_lsoa, (0, 100), "no LSOA", NOTHING, id="none unplaced"),
        pytest.param(repeated, (4, 20), "4 rows have the crime ID", TOLD, id="four IDs again"),
        pytest.param(repeated, (5, 20), "5 rows have the crime ID", HELD, id="five IDs again"),
        pytest.param(repeated, (5, 100), "5 rows have the crime ID", TOLD, id="5 % of IDs again"),
        pytest.param(repeated, (6, 100), "6 rows have the crime ID", HELD, id="6 % of IDs again"),
        pytest.param(repeated, (1, 100), "1 row has the crime ID", TOLD, id="one ID again"),
        pytest.param(alike, (20, 0), "20 of 40 rows without", HELD, id="forty, all in pairs"),
        pytest.param(alike, (19, 1), "rows without a crime ID", NOTHING, id="thirty-nine of them"),
        pytest.param(alike, (12, 16), "12 of 40 rows without", NOTHING, id="over half alone"),
        pytest.param(alike, (16, 13), "16 of 45 rows without", HELD, id="13 of 29 alone"),
        pytest.param(in_pairs, (2,), "All 4 rows of Possession of weapons", TOLD, id="two pairs"),
        pytest.param(in_pairs, (1,), "two by two", NOTHING, id="one pair"),
        pytest.param(abroad, (2, 100), "2 rows lie outside", TOLD, id="2 % abroad"),
        pytest.param(abroad, (3, 100), "3 rows lie outside", HELD, id="3 % abroad"),
        pytest.param(abroad, (1, 100), "1 row lies outside", TOLD, id="one abroad"),
    ],
)
def test_a_sign_is_held_from_so_many_rows_on(
    make: Callable[..., Rows], of: tuple[int, ...], about: str, kind: str, published: Path
) -> None:
    found = told(make(*of), about)
    assert (found.kind.value if found else NOTHING) == kind


@pytest.mark.slow
@pytest.mark.parametrize(
    ("name", "about"),
    [
        pytest.param("2025-09-x-street.csv", "The name of the file says 2025-09", id="another"),
        pytest.param("2025-10-x-street.csv", "", id="the same"),
        pytest.param("2025-09-to-2025-11.csv", "", id="two, so it says neither"),
        pytest.param("street.csv", "", id="none"),
        pytest.param("12025-091.csv", "", id="digits of a longer number"),
    ],
)
def test_a_file_named_for_another_month_is_held(name: str, about: str, published: Path) -> None:
    found = told(sound(9), about or "The name of the file", name)
    assert (found.kind.value if found else "") == (HELD if about else "")
