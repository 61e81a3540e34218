"""Files with many faults each, so that one text shows every sentence beside the next."""

import csv
import io
from collections.abc import Callable, Iterable
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent
RAW = ROOT / "data" / "raw" / "committee-report-2018-01"
MONTH = ROOT / "data" / "try" / "2025-10-winchester-street.csv"
FAULTS, SENT = ROOT / "tests" / "faults", Path(__file__).parent / "sent"
OCTOBER = "2025-10-hampshire-street.csv"
Rows = list[dict[str, str]]
File = tuple[str, bytes]


def files() -> dict[str, File]:
    """Each file by what is wrong with it."""
    faulty = {f"fault {path.stem}": (path.name, path.read_bytes()) for path in FAULTS.iterdir()}
    return {**dict(sorted(faulty.items())), **_months(), **_by_hand(), **_printed()}


def _months() -> dict[str, File]:
    """October 2025 as it is, and damaged in one way each."""
    with MONTH.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    shops = [row for row in rows if row["Crime type"] == "Shoplifting"]
    twins = [row | {"Crime ID": f"{n:064x}"} for n, row in enumerate(shops)]
    weapons = [row for row in rows if row["Crime type"] == "Possession of weapons"]
    armed = [row | {"Crime ID": f"{n:064x}"} for n, row in enumerate(weapons)]

    def every(change: Callable[[int, dict[str, str]], dict[str, str]]) -> Rows:
        return [row | change(number, row) for number, row in enumerate(rows)]

    damaged: dict[str, Rows] = {
        "as it is": rows,
        "its first half": rows[: len(rows) // 2],
        "its last half": rows[len(rows) // 2 :],
        "without the last LSOA": [row for row in rows if row["LSOA code"] != rows[-1]["LSOA code"]],
        "without shoplifting": [row for row in rows if row["Crime type"] != "Shoplifting"],
        "every row twice": [*rows, *rows],
        "shoplifting twice under other IDs": [*rows, *twins],
        "weapons twice under other IDs": [*rows, *armed],
        "half without an LSOA": every(
            lambda n, _: {"LSOA code": "", "LSOA name": ""} if n % 2 else {}
        ),
        "one without an LSOA": every(
            lambda n, _: {"LSOA code": "", "LSOA name": ""} if n == 9 else {}
        ),
        "two without an LSOA": every(
            lambda n, _: {"LSOA code": "", "LSOA name": ""} if n < 2 else {}
        ),
        "positions exchanged": every(
            lambda _, row: {"Longitude": row["Latitude"], "Latitude": row["Longitude"]}
        ),
        "one position exchanged": every(
            lambda n, row: (
                {"Longitude": row["Latitude"], "Latitude": row["Longitude"]} if n == 4 else {}
            )
        ),
        "one ID twice": every(lambda n, _: {"Crime ID": rows[0]["Crime ID"]} if n == 1 else {}),
        "many IDs twice": every(lambda n, _: {"Crime ID": "a" * 64} if n % 9 == 0 else {}),
        "crime types unknown": every(
            lambda n, _: {"Crime type": "Loitering"} if n % 200 == 0 else {}
        ),
        "codes of no list": every(lambda n, _: {"LSOA code": f"E0199{n:04}"} if n % 9 == 0 else {}),
        "of the transport police": every(
            lambda _, row: {"Falls within": "British Transport Police"}
        ),
        "of two months": [*rows, *[row | {"Month": "2025-09"} for row in rows[:300]]],
        "of no calendar's month": every(lambda n, _: {"Month": "2025-13"} if n == 3 else {}),
        "thirteen alike": [*rows, *[rows[5]] * 12],
        "half again as many": [*rows, *[row | {"Crime ID": ""} for row in rows[::2]]],
    }
    found = {f"month {name}": (OCTOBER, _csv(made)) for name, made in damaged.items()}
    named = {
        "named for another": ("2025-09", rows),
        "as the next of those published": ("2017-10", every(lambda *_: {"Month": "2017-10"})),
        "in place of one published": ("2017-06", every(lambda *_: {"Month": "2017-06"})),
        "half in place of one published": ("2017-06", every(lambda *_: {"Month": "2017-06"})[::2]),
    }
    more = {f"month {name}": (f"{day}-x-street.csv", _csv(of)) for name, (day, of) in named.items()}
    return found | more


def _by_hand() -> dict[str, File]:
    """Figures of the partners and what else is written by hand, with a fault in most rows."""
    return {f"sent {path.stem}": (path.name, path.read_bytes()) for path in sorted(SENT.iterdir())}


def _printed() -> dict[str, File]:
    """The report's own tables, sound and altered."""
    text = {path.stem: path.read_text("utf-8") for path in RAW.glob("*.csv")}
    regions, district, hate = text["regions"], text["district"], text["domestic-hate"]
    altered = {
        "regions as printed": regions,
        "regions with another total": regions.replace('"1,629"', '"1,729"', 1),
        "regions with an untold count": regions.replace(",8,3,9,20", ",*,3,9,20", 1),
        "regions with two untold counts": regions.replace(",8,3,9,20", ",*,*,9,20", 1),
        "regions without a total": regions.replace(",8,3,9,20", ",8,3,9,", 1),
        "district with another total": district.replace('"4,397"', '"4,398"'),
        "district without its title": district.partition("\n")[2],
        "domestic and hate": hate,
        "domestic and hate, another percentage": hate.replace("19.3%", "21.3%"),
        "domestic and hate, a count of words": hate.replace("501", "some"),
        "acquisitive crime": text["acquisitive-regions"],
        "changes alone": text["district-change"],
    }
    return {f"printed {name}": (f"{name}.csv", each.encode()) for name, each in altered.items()}


def _csv(rows: Iterable[dict[str, str]]) -> bytes:
    made = list(rows)
    text = io.StringIO()
    writer = csv.DictWriter(text, list(made[0]), lineterminator="\n")
    writer.writeheader()
    writer.writerows(made)
    return text.getvalue().encode()
