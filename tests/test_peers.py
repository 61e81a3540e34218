"""Partnerships like ours: the door, whole months only, the group, rates, changes, what is said."""

import csv
import gzip
import math
import shutil
import statistics
from collections import defaultdict
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from scipy.stats import chi2_contingency
from starlette.testclient import TestClient

from cspdata import access, national, publish, published, settings, store
from cspdata.answers import alike as page
from cspdata.answers import area, bands, glance, peers, where
from cspdata.answers.blocks import Chart, Link, Table, Words, walk
from cspdata.answers.funnel import standing_of
from cspdata.answers.words import bands as words
from cspdata.api import answers
from cspdata.change import alike
from cspdata.change.funnel import between, limits
from cspdata.packs import faults
from cspdata.published import Published
from cspdata.question import Question
from cspdata.sums.districts import Districts, districts

OWN = "E07000094"
RAW = settings.ROOT / "data" / "raw" / "police-uk-districts-2025" / "counts-by-district.csv.gz"
HEAD = "district,month,crime_type,count\n"
FIFTEEN = {
    *("East Hampshire", "Sevenoaks", "Vale of White Horse", "West Berkshire", "Wealden"),
    *("Tonbridge and Malling", "Horsham", "South Cambridgeshire", "Mole Valley"),
    *("South Oxfordshire", "Test Valley", "Rushcliffe", "Stratford-on-Avon", "Cotswold"),
    "Tandridge",
}
OFFICER = access.person_here("officer")


def sent(text: str, name: str = "districts.csv") -> publish.Upload:
    return publish.Upload(name, (HEAD + text).encode())


def months(district: str, counts: list[int], kind: str = "Burglary") -> str:
    return "".join(
        f"{district},2024-{number:02},{kind},{count}\n" for number, count in enumerate(counts, 1)
    )


def question(offence: str = "burglary", area_code: str = "winchester") -> Question:
    return Question(area_code, offence)


@pytest.fixture
def empty(empty_store: Path) -> Path:
    store.create()
    return empty_store


@dataclass(frozen=True, eq=False)
class Damaged(Published):
    """The published figures with other counts of districts."""

    rows: pd.DataFrame | None = None

    def table(self, name: str, years: int | None = None) -> pd.DataFrame:
        if name == "districts" and self.rows is not None:
            return self.rows
        return super().table(name, years)


def damaged(rows: pd.DataFrame) -> Damaged:
    now = published.at()
    return Damaged(now.version, now.at, f"damaged {id(rows)}", rows=rows)


@pytest.fixture
def counts(published: Path) -> pd.DataFrame:
    return store.read("districts")


# the door


@pytest.mark.parametrize(
    ("row", "column", "told"),
    [
        (f"{OWN},2024-01,Burglary,many", "count", "“many” is"),
        (f"{OWN},2024-01,Burglary,[c]", "count", "so the month is not whole"),
        (f"{OWN},2024-01,Burglary,-3", "count", "must be at least 0"),
        (f"{OWN},2024-13,Burglary,3", "month", "is not a month that has come"),
        (f"{OWN},2024-01,Burglry,3", "crime_type", "is not a crime type"),
        ("E99999999,2024-01,Burglary,3", "district", "is not the code of a district"),
        (f"{OWN},2024-01,Drugs,9", "count", "stands in row 2"),
    ],
)
def test_a_bad_row_is_a_fault_with_its_row_and_column(
    empty: Path, row: str, column: str, told: str
) -> None:
    rehearsal = publish.rehearse([sent(f"{OWN},2024-01,Drugs,9\n{row}\n")])
    (fault,) = rehearsal.faults
    assert (fault.row, fault.column) == (3, column)
    assert told in fault.problem and fault.remedy
    assert store.read("districts").empty


def test_a_month_of_a_district_is_replaced_whole_and_others_stay(empty: Path) -> None:
    first = f"{OWN},2024-01,Drugs,9\n{OWN},2024-01,Burglary,4\nE07000093,2024-01,Drugs,7\n"
    publish.publish(publish.rehearse([sent(first)]), OFFICER)
    publish.publish(publish.rehearse([sent(f"{OWN},2024-01,Drugs,8\n")]), OFFICER)
    kept = store.read("districts")[["district", "offence", "count"]]
    assert kept.to_numpy().tolist() == [["E07000093", "drugs", 7], [OWN, "drugs", 8]]
    assert len(store.read("districts", 1)) == 3
    publish.restore(1, 2, OFFICER, "the first was right")
    assert len(store.read("districts")) == 3


def test_the_same_table_again_changes_nothing(empty: Path) -> None:
    publish.publish(publish.rehearse([sent(f"{OWN},2024-01,Drugs,9\n")]), OFFICER)
    assert publish.rehearse([sent(f"{OWN},2024-01,Drugs,9\n")]).changes_nothing


def test_a_month_that_can_hardly_be_whole_is_held_of_ours_and_told_of_others(empty: Path) -> None:
    usual = [100, 101, 99, 98, 102, 103]
    text = months(OWN, [*usual, 12]) + months("E07000093", [*usual, 12])
    rehearsal = publish.rehearse([sent(text)])
    (held,) = rehearsal.held
    assert held.name == "districts-2024-07"
    assert "July 2024 can hardly be whole in Winchester: 12 (usually about 100)" in held.problem
    (note,) = [each for each in rehearsal.notes if "far from" in each.problem]
    assert "Test Valley in July 2024: 12" in note.problem and "enter no comparison" in note.remedy


def test_a_whole_month_is_not_replaced_by_a_piece_in_silence(empty: Path) -> None:
    publish.publish(publish.rehearse([sent(months("E07000093", [100]))]), OFFICER)
    rehearsal = publish.rehearse([sent(months("E07000093", [3]))])
    assert [each.name for each in rehearsal.held] == ["districts-2024-01"]
    assert "3 (usually about 100)" in rehearsal.held[0].problem


def test_counts_of_districts_are_never_added_to_our_own(empty: Path) -> None:
    publish.publish(publish.rehearse([sent(f"{OWN},2024-01,Drugs,9\n")]), OFFICER)
    assert published.at().figures.empty
    assert not published.at().held


def test_what_is_shipped_is_the_table_as_it_was_sent(counts: pd.DataFrame) -> None:
    with gzip.open(RAW, "rt") as stream:
        rows = list(csv.DictReader(stream))
    assert len(counts) == len(rows) == 44_967
    assert counts["count"].sum() == sum(int(row["count"]) for row in rows)
    found = counts.loc[counts["row"] == 2].iloc[0]
    assert (found["district"], found["count"]) == (rows[0]["district"], int(rows[0]["count"]))


# whole months


def made(**totals: list[float | None]) -> Districts:
    """Drugs by month of some districts; None leaves a month out."""
    rows = [
        (code, "drugs", pd.Timestamp(2024, number, 1), count)
        for code, counts in totals.items()
        for number, count in enumerate(counts, 1)
        if count is not None
    ]
    return districts(pd.DataFrame(rows, columns=["district", "offence", "period_start", "count"]))


PLENTY = [800.0] * 6


@pytest.mark.parametrize(
    ("last", "why"),
    [(None, "missing"), (9, "hardly any"), (260, "unusual"), (2400, "unusual")],
)
def test_a_month_that_is_not_whole_is_never_counted(last: float | None, why: str) -> None:
    here = made(**{OWN: PLENTY, "E07000093": [*PLENTY[:5], last], "E07000085": PLENTY})
    (fault,) = here.faults.to_dict("records")
    assert (fault["district"], fault["month"], fault["why"]) == (
        "E07000093",
        pd.Timestamp("2024-06-01"),
        why,
    )
    assert "E07000093" not in here.total(here.months).index
    assert "E07000093" in here.total(here.months[:5]).index
    assert here.total(here.months).loc[OWN, "drugs"] == 4800


@pytest.mark.slow
def test_a_crime_type_that_vanishes_makes_the_month_not_whole(counts: pd.DataFrame) -> None:
    march = counts["period_start"] == "2025-03-01"
    lost = march & (counts["district"] == "E07000093") & (counts["offence"] == "burglary")
    assert lost.sum() == 1 and counts.loc[lost, "count"].iloc[0] > 30
    found = districts(counts[~lost]).faults
    (own,) = found[found["district"] == "E07000093"].loc[lambda rows: rows["why"] != "missing"][
        "why"
    ]
    assert own == "a crime type missing"


@pytest.mark.slow
def test_of_2025_every_month_that_is_not_whole_is_missing_or_hardly_there(
    counts: pd.DataFrame,
) -> None:
    found = districts(counts)
    assert found.faults["why"].value_counts().to_dict() == {"hardly any": 653, "missing": 54}
    assert [f"{each:%m}" for each in found.whole(OWN)] == [
        f"{number:02}" for number in range(1, 13) if number != 8
    ]
    sums = found.counts.loc[OWN].sum(axis=1)
    assert sums["theft"] == sum(
        sums[code]
        for code in (
            *("burglary", "vehicle", "theft-person", "bicycle", "shoplifting"),
            "other-theft",
        )
    )
    assert sums["all-crime"] == sums["crime-except-violence"] + sums["violence-and-sexual"]


def test_nothing_published_is_nothing_compared() -> None:
    none = districts(pd.DataFrame(columns=["district", "offence", "period_start", "count"]))
    assert none.counts.empty and none.faults.empty and none.whole(OWN) == []


@pytest.mark.slow
def test_a_damaged_month_of_a_peer_is_left_out_and_named(counts: pd.DataFrame) -> None:
    march = (counts["district"] == "E07000093") & (counts["period_start"] == "2025-03-01")
    here = damaged(counts.assign(count=counts["count"].where(~march, counts["count"] // 20)))
    found = here.ask(peers.compared)
    assert found is not None
    assert pd.Timestamp("2025-03-01") not in found.months
    said = " ".join(b.text for b in page.the_alike(here, question()) if isinstance(b, Words))
    assert "March 2025 (Test Valley)" in said
    assert "August 2025 (Winchester)" in said


@pytest.mark.slow
def test_a_peer_that_lacks_many_months_is_left_out_and_named(counts: pd.DataFrame) -> None:
    gone = (counts["district"] == "E07000093") & (counts["period_start"] < "2025-06-01")
    here = damaged(counts[~gone])
    found, held = here.ask(peers.compared), here.ask(peers.standing, "burglary")
    assert found is not None and held is not None
    assert list(found.left) == ["E07000093"] and len(found.used) == 14
    assert "Test Valley" not in set(held.points["area_name"])
    said = " ".join(b.text for b in page.the_alike(here, question()) if isinstance(b, Words))
    assert "Not compared, because months are missing or not whole: Test Valley (5 months)" in said


@pytest.mark.slow
def test_with_too_few_whole_nothing_is_compared(counts: pd.DataFrame) -> None:
    fewer = list(peers.group().members[5:])
    here = damaged(
        counts[~(counts["district"].isin(fewer) & (counts["period_start"] < "2025-07-01"))]
    )
    assert here.ask(peers.standing, "burglary") is None
    lead, *_ = page.the_alike(here, question())
    assert isinstance(lead, Words) and "Only 5 of the 15 districts" in lead.text
    assert page.brief(here, question()) == ()


# who is alike


def by_hand(without: str = "") -> list[str]:
    """The fifteen by loops over the files, with the statistics of the standard library."""
    folder = settings.NATIONAL
    with (folder / "features.csv").open(encoding="utf-8") as stream:
        declared = [row for row in csv.DictReader(stream) if row["feature"] != without]
    with (folder / "alike.csv").open(encoding="utf-8") as stream:
        rows = [row for row in csv.DictReader(stream) if all(row.values())]
    square: dict[str, float] = defaultdict(float)
    for feature in declared:
        values = {
            row["district_code"]: math.log(float(row[feature["feature"]]))
            if feature["scale"] == "log"
            else float(row[feature["feature"]])
            for row in rows
        }
        spread = statistics.pstdev(values.values())
        for code, value in values.items():
            square[code] += float(feature["weight"]) * ((value - values[OWN]) / spread) ** 2
    del square[OWN]
    return sorted(square, key=lambda code: square[code])[:15]


def test_winchester_s_fifteen_are_those_found_another_way() -> None:
    found = peers.group()
    assert list(found.members) == by_hand()
    assert {peers.names()[code] for code in found.members} == FIFTEEN


def test_with_one_feature_left_out_the_group_is_that_found_another_way() -> None:
    found = peers.group()
    assert list(found.stability.index) == national.features()["feature"].tolist()
    for feature, row in found.stability.iterrows():
        again = by_hand(str(feature))
        assert row["stay"] == len(set(again) & set(found.members))
        assert set(row["join"]) == set(again) - set(found.members)
        assert set(row["leave"]) == set(found.members) - set(again)


def test_no_feature_is_a_figure_of_crime() -> None:
    declared = national.features()
    assert set(declared["feature"]) <= set(national.alike().columns)
    assert not declared["feature"].str.contains("crime").any()


def test_a_district_without_features_is_nobody_s_neighbour() -> None:
    assert alike.nearest(peers.features(), peers.weights(), "W06000015").empty
    assert not any(code.startswith("W") for code in peers.group().members)


def test_the_spread_of_changes_is_pearson_s_chi_squared() -> None:
    now, before = np.array([30.0, 12.0, 55.0, 70.0]), np.array([50.0, 40.0, 20.0, 61.0])
    whole = chi2_contingency(np.array([now, before]), correction=False)
    assert alike.spread_of_changes(now, before) == pytest.approx(whole.statistic / 3)
    assert alike.spread_of_changes(now, now) == 1.0
    assert alike.spread_of_changes(np.zeros(2), np.zeros(2)) == 1.0


@pytest.mark.slow
def test_a_list_in_the_place_leads_and_is_checked(
    published: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    pack = tmp_path / "pack"
    shutil.copytree(settings.SHIPPED, pack)
    chosen = ["E07000093", "E07000085", "E07000111", "E07000065", "E07000227"]
    chosen += ["E07000012", "E07000210", "E07000176"]
    lines = "".join(f"{code},The police's list of 2025\n" for code in chosen)
    (pack / "peers.csv").write_text(f"district,reference\n{lines}", "utf-8")
    monkeypatch.setenv("CSP_PLACE", str(pack))
    found = peers.group()
    assert list(found.members) == chosen
    assert found.official == "The police's list of 2025"
    assert faults() == []
    (pack / "peers.csv").write_text("district,reference\nE99,\n", "utf-8")
    assert [(each.file, each.row, each.column) for each in faults()] == [
        ("peers.csv", 2, "district"),
        ("peers.csv", 2, "reference"),
    ]


# rates and changes


def rates_by_hand(kind: str) -> dict[str, float]:
    """Recorded per 1,000 residents in the ten months compared, by loops over the file."""
    compared = [f"2025-{number:02}" for number in range(1, 13) if number not in (7, 8)]
    totals: dict[str, int] = defaultdict(int)
    with gzip.open(RAW, "rt") as stream:
        for row in csv.DictReader(stream):
            if row["crime_type"] == kind and row["month"] in compared:
                totals[row["district"]] += int(row["count"])
    lsoas = national.lsoas().groupby("district_code")["residents"].sum()
    return {code: 1000 * totals[code] / int(lsoas[code]) for code in [OWN, *by_hand()]}


@pytest.mark.slow
@pytest.mark.parametrize(
    ("offence", "kind"), [("burglary", "Burglary"), ("asb", "Anti-social behaviour")]
)
def test_rates_and_ranges_are_those_found_another_way(
    published: Path, offence: str, kind: str
) -> None:
    held = door().ask(peers.standing, offence)
    assert held is not None
    again = rates_by_hand(kind)
    assert held.points.set_index("area")["rate"].to_dict() == pytest.approx(again)
    others = [rate for code, rate in again.items() if code != OWN]
    assert held.others["rate"].min() == pytest.approx(min(others))
    assert held.others["rate"].max() == pytest.approx(max(others))
    assert held.own["rate"] == pytest.approx(again[OWN])


def door() -> Published:
    return published.at()


def test_changes_are_ours_against_the_sum_of_theirs_over_the_same_months(published: Path) -> None:
    moved, found = door().ask(peers.changes), door().ask(peers.compared)
    assert moved is not None and found is not None
    row = moved.rows.loc["burglary"]
    assert [f"{each.start:%m}" for each in moved.now] == ["06", "09", "10", "11", "12"]
    assert [f"{each.start:%m}" for each in moved.before] == ["01", "02", "03", "04", "05"]
    wide = found.held.counts.xs("burglary", level="offence")
    now = [pd.Timestamp(each.start) for each in moved.now]
    assert row["now"] == wide.loc[OWN, now].sum() == 115
    assert row["rest_now"] == wide.loc[list(found.used), now].sum().sum()


@pytest.mark.slow
def test_a_year_before_leads_where_it_is_held(counts: pd.DataFrame) -> None:
    year = pd.DateOffset(years=1)
    last = counts.assign(
        period_start=counts["period_start"] - year, period_end=counts["period_end"] - year
    )
    moved = damaged(pd.concat([last, counts], ignore_index=True)).ask(peers.changes)
    assert moved is not None and moved.a_year
    assert moved.rows["own_percent"].to_list() == pytest.approx([0.0] * len(moved.rows))
    assert set(moved.rows["verdict"]) == {"no clear change"}


@pytest.mark.slow
def test_where_nothing_differs_few_are_called_different(published: Path) -> None:
    held = door().ask(peers.standing, "burglary")
    assert held is not None
    rng = np.random.default_rng(7)
    people = np.r_[held.own["residents"], held.others["residents"]]
    stands = []
    for _ in range(600):
        own = held.between.typical * np.exp(held.between.tau * rng.standard_normal(len(people)))
        drawn = rng.poisson(people * own / 1000).astype(float)
        spread = between(drawn[1:], people[1:])
        rate = 1000 * drawn[:1] / people[:1]
        stands.append(standing_of(rate, limits(people[:1], spread, among=False))[0])
    assert 0.03 < np.mean([each != "expected" for each in stands]) <= 0.06
    assert np.mean([each in ("far above", "far below") for each in stands]) <= 0.005


# month by month


def rates(**months: list[float | None]) -> pd.DataFrame:
    """Places' rates: a column a month."""
    return pd.DataFrame({name: pd.Series(each, dtype=float) for name, each in months.items()})


def test_a_band_goes_from_the_lowest_to_the_highest_with_the_middle_half_between() -> None:
    nine = [9.0, 1.0, 8.0, 2.0, 7.0, 3.0, 6.0, 4.0, 5.0]
    (found,) = alike.bands(rates(march=nine)).to_dict("records")
    assert found == {
        "lowest": 1,
        "lower_quartile": 3,
        "upper_quartile": 7,
        "highest": 9,
        "places": 9,
    }


def test_a_month_of_fewer_than_eight_places_has_no_band_but_says_how_many() -> None:
    found = alike.bands(rates(eight=[1.0] * 8 + [None], seven=[1.0] * 7 + [None] * 2))
    assert found["places"].to_dict() == {"eight": 8, "seven": 7}
    assert found["lowest"].dropna().to_dict() == {"eight": 1}
    assert found["highest"].dropna().to_dict() == {"eight": 1}


def bands_by_hand(kind: str, month: str) -> tuple[list[float], float]:
    """The rates of a month among the fifteen, lowest first, and ours, by loops over the file."""
    counted: dict[str, int] = defaultdict(int)
    with gzip.open(RAW, "rt") as stream:
        for row in csv.DictReader(stream):
            if row["crime_type"] == kind and row["month"] == month:
                counted[row["district"]] += int(row["count"])
    people = national.lsoas().groupby("district_code")["residents"].sum()
    theirs = sorted(1000 * counted[code] / int(people[code]) for code in by_hand())
    return theirs, 1000 * counted[OWN] / int(people[OWN])


@pytest.mark.parametrize(
    ("offence", "kind"), [("burglary", "Burglary"), ("robbery", "Robbery"), ("drugs", "Drugs")]
)
def test_the_months_of_2025_are_those_found_another_way(
    published: Path, offence: str, kind: str
) -> None:
    rows = door().ask(bands.monthly, offence)
    assert len(rows) == 12
    for month in ("2025-03", "2025-12"):
        theirs, own = bands_by_hand(kind, month)
        row = rows.loc[f"{month}-01"]
        assert row["districts"] == len(theirs) == 15
        quarters = statistics.quantiles(theirs, n=4, method="inclusive")
        assert row[list(alike.QUANTILES)].tolist() == pytest.approx(
            [theirs[0], quarters[0], quarters[2], theirs[-1]]
        )
        assert row["own"] == pytest.approx(own)


def test_a_month_is_of_the_districts_that_have_it_whole(counts: pd.DataFrame) -> None:
    rows = door().ask(bands.monthly, "burglary")
    assert rows["districts"].to_dict() == {
        month: {7: 12, 8: 13}.get(month.month, 15) for month in rows.index
    }
    assert list(rows.index[rows["own"].isna()]) == [pd.Timestamp("2025-08-01")]


def told(here: Published) -> str:
    return " ".join(b.text for b in bands.the_months(here, "burglary") if isinstance(b, Words))


@pytest.mark.slow
def test_a_month_with_too_few_districts_is_left_out_and_named(counts: pd.DataFrame) -> None:
    lacking = counts["district"].isin(peers.group().members[:8])
    here = damaged(counts[~(lacking & (counts["period_start"] == "2025-03-01"))])
    rows = here.ask(bands.monthly, "burglary")
    assert rows.loc["2025-03-01", "districts"] == 7
    said = told(here)
    assert "Left out, because fewer than 8 districts are whole: March 2025." in said
    assert "of 10 months" in said
    assert "The line breaks where Winchester has no whole figures: August 2025." in said
    shown = tuple(bands.the_months(here, "burglary"))
    (table,) = [each for each in walk(shown) if isinstance(each, Table)]
    assert len(table.cells) == 11 and "March 2025" not in {row[0] for row in table.cells}
    (chart,) = [each for each in shown if isinstance(each, Chart)]
    assert "Mar 2025" not in {row["month"] for row in drawn(chart)}
    assert "Apr 2025" in {row["month"] for row in drawn(chart)}
    assert "without March" in chart.subtitle


def drawn(chart: Chart) -> list[dict[str, object]]:
    rows: list[dict[str, object]] = chart.spec["data"]["values"]
    return rows


def placed(*own: float | None) -> pd.DataFrame:
    """Months of 2024 with ours, on a band from 1 to 9 whose middle half is 3 to 7."""
    rows = pd.DataFrame({"own": pd.Series(own, dtype=float)}).assign(
        lowest=1.0, lower_quartile=3.0, upper_quartile=7.0, highest=9.0, districts=9
    )
    return rows.set_index(pd.date_range("2024-01-01", periods=len(own), freq="MS", name="month"))


def test_the_sentence_counts_the_months_in_above_and_below_the_middle_half() -> None:
    rows = placed(3, 7, 7.1, 9, 9.5, 2.9, 1, 0.5, None)
    assert words.sentence(rows, "Here") == (
        "Here lay in the middle half of the group in 2 of 8 months, above it in 3 and below it in "
        "3; above them all in May 2024 and below them all in August 2024."
    )
    assert words.title(rows) == "In the middle half in 2 of 8 months"
    assert words.sentence(placed(5, 8), "Here").endswith("above it in 1 and below it in none.")
    cells = [words.cells(row) for row in rows.reset_index().to_dict("records")]
    assert cells[4] == (
        *("May 2024", "9.500", "3.000 to 7.000", "1.000 to 9.000", "9", "Above them all"),
    )
    assert cells[8][1] == "[x]" and cells[8][-1] == "Not whole"


def test_how_many_districts_are_behind_each_month_is_said() -> None:
    rows = placed(5, 5, 5, 5).assign(districts=[9, 8, 9, 8])
    assert words.behind(rows["districts"]).endswith(
        "are whole: 9, but 8 in February 2024 and April 2024."
    )
    assert words.behind(placed(5, 5)["districts"]).endswith("are whole: 9.")


def test_the_line_of_ours_breaks_where_a_month_is_missing(published: Path) -> None:
    (chart,) = [b for b in bands.the_months(door(), "burglary") if isinstance(b, Chart)]
    stretch = {row["month"]: row["stretch"] for row in drawn(chart)}
    assert stretch["Jan 2025"] == stretch["Jul 2025"] != stretch["Sep 2025"]


# what is said and shown


@pytest.mark.slow
def test_the_page_answers_names_the_fifteen_and_its_own_days(published: Path) -> None:
    found = where.answer(door(), question(), "alike")
    assert found.title == "Burglary: partnerships like ours"
    lead = found.blocks[0]
    assert isinstance(lead, Words) and lead.quote
    assert lead.text.startswith(
        "Burglary in Winchester is recorded about as often as in the 15 partnerships like ours: "
        "**2.2** per 1,000 residents, against 2.3 in all of them together and 1.6 to 3.4 in each."
    )
    tables = {each.name: each for each in walk(found.blocks) if isinstance(each, Table)}
    shown = {row[0] for row in tables["burglary-by-district"].cells}
    assert shown == FIFTEEN | {"Winchester"}
    text = " ".join(each.text for each in walk(found.blocks) if isinstance(each, Words))
    assert "January to December 2025 without July and August" in text
    assert "whatever period is chosen above" in text
    assert "visit, shop, study" in text and "census of 2021" in text
    assert "Hampshire: 2.4 per 1,000 residents (14 districts)" in text
    assert "Most Similar" not in text
    assert len(tables["partnerships-like-ours-stability"].cells) == len(national.features())
    assert "Data.police.uk".casefold() in found.sources[0].casefold()


@pytest.mark.slow
def test_every_chart_is_drawn_and_names_each_district(published: Path) -> None:
    found = page.answer(door(), question())
    charts = [each for each in walk(found.blocks) if isinstance(each, Chart)]
    named = [each for each in charts if all(name in str(each.spec) for name in FIFTEEN)]
    (other,) = [each for each in charts if each not in named]
    assert len(named) == 2 and other.name == f"burglary-{OWN}-by-month"


@pytest.mark.slow
@pytest.mark.parametrize(
    ("asked", "answered"),
    [
        ("violence", "violence-and-sexual"),
        ("domestic", "all-crime"),
        ("dwelling-burglary", "burglary"),
        ("theft", "theft"),
        ("crime-except-violence", "crime-except-violence"),
        ("asb", "asb"),
    ],
)
def test_what_police_uk_does_not_count_is_told_by_the_nearest(
    published: Path, asked: str, answered: str
) -> None:
    assert peers.counted(asked) == answered
    text = " ".join(
        each.text for each in page.the_alike(door(), question(asked)) if isinstance(each, Words)
    )
    assert ("does not count" in text) == (asked != answered)


@pytest.mark.slow
def test_the_district_s_pages_have_a_line_that_leads_there(published: Path) -> None:
    for answer in (glance.answer, area.answer):
        asked = door().choose(question())
        links = [
            link
            for block in walk(answer(door(), asked).blocks)
            if isinstance(block, Words)
            for link in block.links
        ]
        (link,) = [each for each in links if ("part", "alike") in each.also]
        assert link == Link("Partnerships like ours", "where", asked, (("part", "alike"),))
        parish = door().choose(question(area_code="st-paul"))
        shown = answer(door(), parish).blocks
        assert not [b for b in walk(shown) if isinstance(b, Words) and "most like" in b.text]


def test_without_figures_of_other_districts_nothing_is_promised(empty: Path) -> None:
    (said,) = page.the_alike(door(), question())
    assert isinstance(said, Words) and "nothing can be compared" in said.text
    assert page.brief(door(), question()) == ()
    assert page.single(door(), question()) is None


def test_programs_get_the_same_figures(published: Path) -> None:
    ask = TestClient(answers.application())
    plain = ask.get("/api/v1/answer?offence=burglary").json()
    told = ask.get("/api/v1/answer?offence=burglary&peers=alike").json()
    assert "peers" not in plain and told["peers"]["standing"] == "expected"
    assert {each["area_name"] for each in told["peers"]["districts"]} == FIFTEEN | {"Winchester"}
    assert told["peers"]["months_left_out"] == ["2025-07", "2025-08"]
    by_month = {each["month"]: each for each in told["peers"]["by_month"]}
    assert by_month["2025-08"]["own"] is None and by_month["2025-08"]["districts"] == 13
    assert 0 < by_month["2025-09"]["lowest"] < by_month["2025-09"]["own"]
    assert told["peers"]["change"]["verdict"] == "no clear change"
    assert "Winchester, January to December 2025" in told["peers"]["sentence"]
    refused = ask.get("/api/v1/answer?peers=everyone")
    assert refused.status_code == 400 and "peers is alike" in refused.json()["detail"]
    rows = ask.get(f"/api/v1/districts?district={OWN}&offence=burglary").json()["rows"]
    assert len(rows) == 11 and rows[0]["district_name"] == "Winchester"


@pytest.mark.slow
def test_all_years_are_read_where_ours_end_before_the_others(empty: Path) -> None:
    ours = "".join(f"{OWN},2019-{n:02},Burglary,{30 + n}\n" for n in range(1, 13))
    theirs = "".join(
        f"E07000085,{year}-{n:02},Burglary,{40 + n}\n"
        for year in (2019, 2024)
        for n in range(1, 13)
    )
    publish.publish(publish.rehearse([sent(ours + theirs)]), OFFICER)
    assert len(published.at().table("districts", peers.YEARS)) == 12
    assert peers.everything(published.at()).whole(OWN)[-1] == pd.Timestamp(2019, 12, 1)
