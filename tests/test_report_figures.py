"""Every figure that the report prints about crime, read here a second time with `csv` alone."""

import csv
import re
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from pathlib import Path

import pandas as pd
import pytest

from cspdata import caveats, exports
from cspdata import published as door

FOLDER = Path(__file__).resolve().parent.parent / "data" / "raw" / "committee-report-2018-01"
OFFENCES = {
    "1": "violence",
    "2": "sexual",
    "3": "robbery",
    "4": "theft",
    "5": "criminal-damage",
    "6": "drugs",
    "7": "weapons",
    "8": "public-order",
    "9": "other-crime",
    "4a": "burglary",
    "4b": "vehicle",
    "4c": "theft-person",
    "4d": "bicycle",
    "4e": "shoplifting",
    "4f": "other-theft",
}
PARISH_TABLES = ["city-1", "city-2", "city-3", "greater", "rural-1", "rural-2", "rural-3"]
BY_AREA = ["regions", *PARISH_TABLES, "acquisitive-regions"]
WHOLE = {
    "regions": "winchester",
    "acquisitive-regions": "winchester",
    "greater": "winchester-greater",
}
NOW, BEFORE = "2017", "2016"


@dataclass(frozen=True)
class Cell:
    """One printed cell below a header."""

    file: str
    row: int
    header: str
    label: str
    text: str

    @property
    def count(self) -> int | None:
        plain = self.text.replace(",", "")
        return int(plain) if plain.isdigit() and not self.text.endswith(",") else None

    @property
    def offence(self) -> str:
        of_total = "theft" if self.file.startswith("acquisitive") else "all-crime"
        return of_total if self.label == "Total" else OFFENCES[self.label.split()[0]]


def lines(table: str) -> list[list[str]]:
    with (FOLDER / f"{table}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.reader(file))


def cells(table: str) -> list[Cell]:
    rows = lines(table)
    top = next(n for n, row in enumerate(rows) if any(OFFENCES.keys() & {*row[0].split()[:1]}))
    header = [re.sub(r"[↑↗↓]", "", cell).strip() for cell in rows[top - 1]]
    return [
        Cell(f"{table}.csv", number, name, row[0].strip(), text.strip())
        for number, row in enumerate(rows[top:], start=top + 1)
        for name, text in zip(header[1:], row[1:], strict=True)
    ]


def slug(name: str) -> str:
    return re.sub(r"[^a-z]+", "-", name.lower()).strip("-")


def printed_by_area(table: str) -> set[tuple[str, str, str, int]]:
    """(area, offence, year, count) of a table with a column for each area."""
    areas = [
        (cell, WHOLE.get(table) if cell.header == "TOTAL" else slug(cell.header))
        for cell in cells(table)
    ]
    own_column = "WINCHESTER GREATER" if table == "greater" else ""
    return {
        (area, cell.offence, NOW, cell.count)
        for cell, area in areas
        if area and cell.header != own_column and cell.count is not None
    }


def printed_of_district() -> set[tuple[str, str, str, int | None]]:
    year = {"": BEFORE, "TOTAL": NOW}
    return {("winchester", c.offence, year[c.header], c.count) for c in cells("district")}


def printed_flags() -> set[tuple[str, str, str, int]]:
    found, flag = set(), ""
    for name, what, text, _ in (row for row in lines("domestic-hate") if len(row) == 4):
        flag = name.lower() or flag
        if what.startswith("YTD"):
            year = {"16/17": BEFORE, "17/18": NOW}[what.removeprefix("YTD ")]
            found.add(("winchester", flag, year, int(text)))
    return found


PRINTED = {
    "district": printed_of_district(),
    "domestic-hate": printed_flags(),
    **{table: printed_by_area(table) for table in BY_AREA},
}
EVERY = set().union(*PRINTED.values())
CHANGES = [
    *((cell.offence, cell.text) for cell in cells("district-change")),
    *((cell.offence, cell.text) for cell in cells("acquisitive-change")),
    ("domestic", "19.3%"),
    ("hate", "36.7%"),
]


def percent(now: int, before: int) -> str:
    change = (Decimal(now) / Decimal(before) - 1) * 100
    return f"{change.quantize(Decimal('0.1'), ROUND_HALF_UP)}%"


@pytest.fixture
def exported(published: Path) -> pd.DataFrame:
    crime = exports.frames(door.at())["crime"]
    return crime[crime["source"] == "police-tables"]


@pytest.fixture
def recomputed(published: Path) -> pd.DataFrame:
    return exports.frames(door.at())["printed"]


def figures(rows: pd.DataFrame) -> set[tuple[str, str, str, int]]:
    years = rows["period_start"].dt.year.astype(str)
    return set(zip(rows["area"], rows["offence"], years, rows["count"], strict=True))


@pytest.mark.parametrize("table", PRINTED)
def test_every_printed_figure_is_exported_as_printed(table: str, exported: pd.DataFrame) -> None:
    assert PRINTED[table]
    assert not PRINTED[table] - figures(exported)


def test_nothing_is_exported_as_published_that_is_not_printed(exported: pd.DataFrame) -> None:
    assert figures(exported[exported["status"] == "published"]) == EVERY


def test_each_figure_stands_once(exported: pd.DataFrame) -> None:
    key = ["area", "offence", "period_start", "period_end"]
    assert not exported.duplicated(key).any()


def test_every_figure_covers_april_to_october(exported: pd.DataFrame) -> None:
    days = zip(exported["period_start"], exported["period_end"], strict=True)
    spans = {(f"{start:%Y-%m-%d}", f"{end:%Y-%m-%d}") for start, end in days}
    assert spans == {("2017-04-01", "2017-10-31"), ("2016-04-01", "2016-10-31")}


@pytest.mark.parametrize(
    ("area", "offence", "year", "count"),
    [
        ("winchester", "all-crime", NOW, 4397),
        ("winchester", "all-crime", BEFORE, 4041),
        ("winchester-city", "all-crime", NOW, 2168),
        ("st-bartholomew", "all-crime", NOW, 634),
        ("winchester", "domestic", NOW, 501),
    ],
)
def test_this_reading_is_no_echo_of_the_products(
    area: str, offence: str, year: str, count: int
) -> None:
    assert (area, offence, year, count) in EVERY


@pytest.mark.parametrize("table", ["district", *BY_AREA])
def test_every_printed_total_is_recomputed(table: str, recomputed: pd.DataFrame) -> None:
    printed = cells(table)
    shown = recomputed[recomputed["what"] == "total"]
    told = set(zip(shown["file"], shown["row"], shown["printed"], shown["recomputed"], strict=True))
    across = [c for c in printed if c.header == "TOTAL" and table != "district"]
    down = [c for c in printed if c.label == "Total" and (c.header != "TOTAL" or not across)]
    assert down
    for total in across:
        parts = [c.count for c in printed if c.row == total.row and c.header != "TOTAL"]
        assert (total.file, total.row, total.text, f"{sum(parts):,}") in told
    for total in down:
        parts = [c.count for c in printed if c.header == total.header and c.label != "Total"]
        assert (total.file, total.row, total.text, f"{sum(parts):,}") in told


def test_a_total_agrees_unless_it_is_blank_or_cut_off(recomputed: pd.DataFrame) -> None:
    totals = recomputed[recomputed["what"] == "total"]
    assert sorted(totals.loc[~totals["agrees"], "printed"]) == ["", "1,"]


@pytest.mark.slow
@pytest.mark.parametrize(("offence", "printed"), CHANGES)
def test_a_printed_change_follows_from_the_counts_to_one_decimal(
    offence: str, printed: str, exported: pd.DataFrame, recomputed: pd.DataFrame
) -> None:
    district = exported[(exported["area"] == "winchester") & (exported["offence"] == offence)]
    before, now = district.sort_values("period_start")["count"]
    assert percent(now, before) == printed
    shown = recomputed[(recomputed["what"] == "change") & (recomputed["offence"] == offence)]
    pairs = set(zip(shown["printed"], shown["recomputed"], shown["agrees"], strict=True))
    assert pairs == {(printed, printed, True)}


def test_the_previous_kinds_of_theft_are_derived_and_sum_to_the_printed_theft(
    exported: pd.DataFrame,
) -> None:
    kinds = [OFFENCES[code] for code in OFFENCES if len(code) == 2]
    rows = exported[exported["offence"].isin(kinds) & (exported["period_start"].dt.year == 2016)]
    assert len(rows) == len(kinds)
    assert set(rows["status"]) == {"derived"}
    assert rows["count"].sum() == 1521


NOTES = {
    "57 crimes of Winchester Rural are not shown by parish": r"849.*906: 57 not shown by parish",
    "a parish table of the city has no total": r"No total is printed here.* 434",
    "the total of Winchester Greater is cut off": r"cut off \(“1,”\).* 1,323",
    "Winchester Greater has a column of its own name": r"column headed Winchester Greater.* 0 ",
    "robbery is missing for Kings Worthy": r"Robbery is not printed for Kings Worthy",
    "robbery is missing for Wonston": r"Robbery is not printed for Wonston and Micheldever",
}
SLIPS = {
    "one paragraph says September 2018": r"September 2018.*September 2017",
    "the domestic arrow points down": r"downward arrow.* 420 to 501",
    "the tables run longer than the text": r"31 October 2017.* 30 September 2017",
    "57 are not shown by parish": r"57 fewer",
}


@pytest.mark.parametrize("pattern", NOTES.values(), ids=NOTES)
def test_a_slip_in_a_table_is_a_visible_note(pattern: str, recomputed: pd.DataFrame) -> None:
    assert recomputed["note"].str.contains(pattern, regex=True).any()


@pytest.mark.parametrize("pattern", SLIPS.values(), ids=SLIPS)
def test_a_slip_of_the_report_is_a_caveat(pattern: str) -> None:
    assert any(re.search(pattern, caveat.sentence) for caveat in caveats.every())


def test_the_files_hold_every_table_line_of_the_report_in_order(shared: Path) -> None:
    report = next((shared / "source").glob("*.txt")).read_text("utf-8").splitlines()
    first = next(n for n, line in enumerate(report) if line.startswith("Current period (YTD 2017)"))
    last = next(n for n, line in enumerate(report) if line.startswith("\t% Change\t36.7%"))
    wanted = [
        [cell.strip() for cell in line.split("\t")]
        for line in report[first : last + 1]
        if "\t" in line
    ]
    tables = [row for row in lines("files") if row[1] == "police-tables"]
    order = [row[0].removesuffix(".csv") for row in tables]
    held = [[cell.strip() for cell in row] for table in order for row in lines(table)]
    assert [row for row in held if len(row) > 1] == wanted
