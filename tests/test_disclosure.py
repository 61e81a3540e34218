"""What is withheld stays withheld: no sum of what is shown gives a small count back."""

import shutil
from collections.abc import Iterator
from itertools import product
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.optimize import Bounds, LinearConstraint, milp
from starlette.applications import Starlette
from starlette.testclient import TestClient
from streamlit.testing.v1 import AppTest

from benchmarks.disclosure_attack import DISTRICT, KINDS, attacked, table
from cspdata import api, areas, disclosure, exports, offences, published, spreadsheets, store
from cspdata import settings as places
from cspdata.answers import papers
from cspdata.disclosure import CONFIDENTIAL, Rule
from cspdata.periods import parse
from cspdata.printers import html
from cspdata.printers.imprint import Imprint
from cspdata.question import Question
from cspdata.sources import POLICE_TABLES
from cspdata.sums import rollup
from tests.figures import stored

APP = Path(__file__).resolve().parent.parent / "app.py"
REGION = "winchester-greater"
PARISHES = areas.children(REGION)
POLICY = (Rule("sexual", "parish", 5), Rule("robbery", "parish", 5))
WIDE = [offences.ALL_CRIME, offences.VIOLENCE_AND_SEXUAL, offences.EXCEPT_VIOLENCE]
SHOWN = [*POLICE_TABLES.groups, *WIDE]
# How SciPy's milp ends; of what has a least value, "unbounded or infeasible" is unbounded.
SOLVED, WITHOUT_END = 0, (3, 4)
SMALL_COUNTS = st.lists(
    st.integers(0, 7),
    min_size=len(PARISHES) * len(POLICE_TABLES.groups),
    max_size=len(PARISHES) * len(POLICE_TABLES.groups),
)


def crimes_of(counts: list[int], beyond: int = 0) -> pd.DataFrame:
    """Stored crimes of one region; `beyond` is what it counts more than its parishes."""
    cells = product(PARISHES, POLICE_TABLES.groups)
    known = dict(zip(cells, counts, strict=True))
    for group in POLICE_TABLES.groups:
        known[REGION, group] = sum(known[parish, group] for parish in PARISHES) + beyond
    for area in (REGION, *PARISHES):
        known[area, "all-crime"] = sum(known[area, group] for group in POLICE_TABLES.groups)
    return pd.DataFrame(
        [
            {
                "source": "police-tables",
                "area": area,
                "offence": offence,
                "period_start": pd.Timestamp("2017-04-01"),
                "period_end": pd.Timestamp("2017-10-31"),
                "count": count,
                "status": "published",
            }
            for (area, offence), count in known.items()
        ]
    )


def test_a_period_with_a_protected_offence_shows_the_districts_revisions_alone(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(disclosure, "rules", lambda: POLICY)
    figures = stored(
        "police-tables", ("st-paul", "robbery", "2017-06", 3), ("st-paul", "drugs", "2017-05", 9)
    )
    revised = stored(
        "police-tables",
        ("st-paul", "drugs", "2017-06", 8),
        (areas.root(), "drugs", "2017-06", 80),
        ("st-paul", "drugs", "2017-05", 7),
    )
    shown = disclosure.protected_revisions(revised, figures)
    assert list(zip(shown["area"], shown["count"], strict=True)) == [
        (areas.root(), 80),
        ("st-paul", 7),
    ]


def could_be(cell: tuple[str, str], shown: dict[tuple[str, str], float], beyond: int) -> float:
    """How far apart the smallest and largest whole number are that a reader can reach."""
    cells = list(product((REGION, *PARISHES), SHOWN))
    place = {each: number for number, each in enumerate(cells)}
    rows: list[np.ndarray] = []
    totals: list[float] = []

    def equal(signs: dict[tuple[str, str], int], total: float) -> None:
        row = np.zeros(len(cells))
        for each, sign in signs.items():
            row[place[each]] = sign
        rows.append(row)
        totals.append(total)

    for each, count in shown.items():
        if not np.isnan(count):
            equal({each: 1}, count)
    for area in (REGION, *PARISHES):
        groups = {(area, group): 1 for group in POLICE_TABLES.groups}
        equal(groups | {(area, "all-crime"): -1}, 0)
        together = {(area, "violence"): 1, (area, "sexual"): 1}
        equal(together | {(area, "violence-and-sexual"): -1}, 0)
        both = {(area, "violence-and-sexual"): 1, (area, "crime-except-violence"): 1}
        equal(both | {(area, "all-crime"): -1}, 0)
    for group in POLICE_TABLES.groups:
        equal({(p, group): 1 for p in PARISHES} | {(REGION, group): -1}, -beyond)
    held = LinearConstraint(np.array(rows), totals, totals)
    # a count of 0 is never withheld, so what is withheld is at least 1
    least = Bounds([float(np.isnan(shown[each])) for each in cells])
    aim = np.zeros(len(cells))
    aim[place[cell]] = 1
    low, high = (
        milp(sign * aim, constraints=held, integrality=np.ones(len(cells)), bounds=least)
        for sign in (1, -1)
    )
    assert low.status == SOLVED
    return float("inf") if high.status in WITHOUT_END else -high.fun - low.fun


def cells_of(figures: pd.DataFrame) -> dict[tuple[str, str], float]:
    keys = zip(figures["area"], figures["offence"], strict=True)
    return dict(zip(keys, figures["count"].astype(float), strict=True))


@pytest.mark.slow
@settings(max_examples=15, deadline=None)
@given(counts=SMALL_COUNTS, beyond=st.integers(0, 1))
def test_no_withheld_count_can_be_worked_out_from_what_is_shown(
    counts: list[int], beyond: int
) -> None:
    figures = rollup.rollup(crimes_of(counts, beyond))
    true, shown = cells_of(figures), cells_of(disclosure.protected(figures, POLICY))
    small = [
        (parish, rule.offence)
        for parish in PARISHES
        for rule in POLICY
        if 1 <= true[parish, rule.offence] <= 4
    ]
    assert all(np.isnan(shown[cell]) for cell in small)
    assert all(np.isnan(count) or count == true[cell] for cell, count in shown.items())
    for cell in small:
        assert could_be(cell, shown, beyond) >= 3, cell


def by_parish(offence: str, *counts: int) -> dict[tuple[str, str], int]:
    """A region's count of an offence and those of its parishes, which are its whole."""
    parts = dict(zip(((parish, offence) for parish in PARISHES), counts, strict=True))
    return {(REGION, offence): sum(counts), **parts}


def test_beside_a_small_count_the_smallest_that_protects_it_is_withheld_and_no_other() -> None:
    first, second, third = PARISHES[:3]
    counts = by_parish("robbery", 2, 9, 8, 30, 40) | by_parish("drugs", 20, 30, 40, 50, 60)
    assert disclosure.together(counts, {(first, "robbery")}) == {
        (first, "robbery"),
        (third, "robbery"),
    }
    assert second


def test_a_count_that_stands_in_fewer_sums_is_withheld_first() -> None:
    """To withhold one of a sum that is whole asks for another one there."""
    first, second, third = PARISHES[:3]
    counts = by_parish(offences.ALL_CRIME, 2, 10, 30, 40, 50)
    counts |= {(second, offences.VIOLENCE_AND_SEXUAL): 4, (second, offences.EXCEPT_VIOLENCE): 6}
    hidden = disclosure.together(counts, {(first, offences.ALL_CRIME)})
    assert hidden == {(first, offences.ALL_CRIME), (third, offences.ALL_CRIME)}


def test_a_part_is_withheld_before_its_total() -> None:
    parish = PARISHES[0]
    parts = offences.children("theft")
    counts = {(parish, part): 200 for part in parts} | {(parish, "burglary"): 2}
    total = {(parish, "theft"): sum(counts.values())}
    hidden = disclosure.together(total | counts, {(parish, "burglary")})
    assert len(hidden) == 2
    assert (parish, "theft") not in hidden


@pytest.mark.parametrize(
    ("beside", "all_of_them"),
    [
        pytest.param(3, False, id="one to four: as wide as it has to be"),
        pytest.param(2, True, id="one to three: too near"),
    ],
)
def test_how_near_a_reader_may_come(beside: int, all_of_them: bool) -> None:
    """Two and so many are what is withheld, and their sum is known."""
    first, second = PARISHES[:2]
    counts = by_parish("robbery", 2, beside, 0, 0, 0)
    hidden = disclosure.together(counts, {(first, "robbery")})
    expected = {(first, "robbery"), (second, "robbery")}
    assert hidden == (expected | {(REGION, "robbery")} if all_of_them else expected)


def test_stored_tables_lose_what_the_figures_withhold_and_nothing_else(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(disclosure, "rules", lambda: POLICY)
    cells = [("st-paul", "robbery", "2017-06", 3), ("st-luke", "robbery", "2017-06", 9)]
    rows = stored("police-tables", *cells)
    figures = rows.assign(status=["confidential", "published"])
    shown = disclosure.protected_table("crimes", rows, figures)
    assert shown["count"].isna().tolist() == [True, False]
    assert shown["status"].tolist() == ["confidential", "published"]
    printed = pd.DataFrame({"area": ["st-paul", areas.root()], "offence": ["robbery"] * 2})
    kept = disclosure.protected_table("printed", printed, figures)
    pd.testing.assert_frame_equal(kept, printed.iloc[1:].reset_index(drop=True))
    for name in ("crimes", "printed", "activity"):
        assert disclosure.protected_table(name, rows, rows) is rows
    assert disclosure.protected_table("activity", rows, figures) is rows
    streets = pd.DataFrame({"offence": ["robbery", "drugs"]})
    assert disclosure.protected_table("streets", streets, rows)["offence"].tolist() == ["drugs"]


@pytest.mark.slow
def test_zeros_stay_printed() -> None:
    figures = table(np.random.default_rng(3), "hardly any crime")
    shown = disclosure.protected(figures, POLICY)
    withheld = shown["status"] == CONFIDENTIAL
    assert withheld.any()
    assert (figures.loc[withheld, "count"] > 0).all()


def test_one_and_one_are_not_given_away_by_their_sum() -> None:
    counts = [9] * 45
    counts[1], counts[10] = 1, 1
    counts[19], counts[28], counts[37] = 0, 0, 0
    figures = rollup.rollup(crimes_of(counts))
    true, shown = cells_of(figures), cells_of(disclosure.protected(figures, POLICY))
    for parish in PARISHES[:2]:
        assert true[parish, "sexual"] == 1
        assert could_be((parish, "sexual"), shown, 0) >= 3


@pytest.mark.slow
@pytest.mark.parametrize("kind", [*KINDS, DISTRICT])
def test_readers_who_know_all_that_is_printed_recover_nothing(kind: str) -> None:
    random = np.random.default_rng(20180104)
    for _ in range(1 if kind == DISTRICT else 4):
        found = attacked(table(random, kind))
        assert len(found)
        assert (found["careful"] >= 3).all()
        assert (found["bold"] >= 1).all()


def test_nothing_is_withheld_where_no_rule_is_on() -> None:
    figures = rollup.rollup(crimes_of([1] * 45))
    assert disclosure.rules() == ()
    assert disclosure.protected(figures) is figures


def test_counts_of_none_and_of_five_are_shown() -> None:
    figures = rollup.rollup(crimes_of([0, 5, 5, 9, 9, 9, 9, 9, 9] * 5))
    assert disclosure.protected(figures, POLICY) is figures


def test_a_single_small_count_is_never_withheld_alone() -> None:
    counts = [9] * 45
    counts[1] = 3
    shown = disclosure.protected(rollup.rollup(crimes_of(counts)), POLICY)
    withheld = shown[shown["status"] == CONFIDENTIAL]
    assert len(withheld) >= 4
    assert withheld["count"].isna().all()


@pytest.mark.parametrize("rule", range(6))
def test_every_rule_of_the_policy_names_what_exists(rule: int) -> None:
    rows = pd.read_csv(places.place() / "disclosure.csv", dtype=str, keep_default_na=False)
    assert len(rows) == 6
    row = rows.iloc[rule]
    assert offences.known(row["offence"])
    assert row["level"] in areas.LEVELS
    assert int(row["below"]) == 5
    assert row["on"] == "no" or (row["decided_by"] and row["decided_on"])
    assert row["reason"]


@pytest.fixture(scope="module")
def withheld_store(
    built_store: Path, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[pd.DataFrame]:
    """The published figures where small sexual offences are withheld; the rows withheld."""
    folder = tmp_path_factory.mktemp("strict")
    shutil.copytree(built_store, folder / "store")
    shutil.copytree(places.place(), folder / "place")
    policy = folder / "place" / "disclosure.csv"
    text = policy.read_text("utf-8").replace("sexual,parish,5,no,", "sexual,parish,5,yes,Head")
    policy.write_text(text, "utf-8")
    with pytest.MonkeyPatch.context() as patched:
        patched.setenv("CSP_STORE", str(folder / "store"))
        patched.setenv("CSP_PLACE", str(folder / "place"))
        figures = rollup.rollup(store.read("crimes"))
        yield figures[figures["status"] == CONFIDENTIAL]


def test_the_small_counts_of_the_report_are_withheld_with_others_beside_them(
    withheld_store: pd.DataFrame,
) -> None:
    sexual = withheld_store[withheld_store["offence"] == "sexual"]
    assert {"st-barnabas", "cheriton-and-bishops-sutton"} <= set(sexual["area"])
    assert set(withheld_store["offence"]) > {"sexual"}


@pytest.mark.slow
@pytest.mark.parametrize("place", ["st-barnabas", "winchester-city", "winchester"])
@pytest.mark.parametrize("page", sorted(path.stem for path in (APP.parent / "pages").glob("*.py")))
def test_every_page_runs_where_counts_are_withheld(
    withheld_store: pd.DataFrame, page: str, place: str
) -> None:
    at = AppTest.from_file(str(APP), default_timeout=120)
    at.query_params["area"] = place
    at.run()
    at.switch_page(f"pages/{page}.py").run()
    assert not at.exception


@pytest.mark.slow
def test_papers_mark_what_is_withheld(withheld_store: pd.DataFrame) -> None:
    here = published.at()
    asked = here.choose(Question("winchester-city", source="police-tables"))
    text = html.paper(here.ask(papers.appendix, asked), Imprint("", here.words, "")).decode()
    assert text.count("[c]") >= 3
    assert "confidential" in text


@pytest.mark.slow
def test_downloads_exports_and_open_data_hold_no_withheld_count(
    withheld_store: pd.DataFrame,
) -> None:
    keys = set(zip(withheld_store["area"], withheld_store["offence"], strict=True))
    tables = exports.frames(published.at())
    crime = tables["crime"][tables["crime"]["source"] == "police-tables"]
    now = crime[crime["period_start"] == pd.Timestamp("2017-04-01")].set_index(["area", "offence"])
    stored = [key for key in sorted(keys) if key in now.index]
    assert stored
    assert now.loc[stored, "count"].isna().all()
    assert (now.loc[stored, "status"] == CONFIDENTIAL).all()
    below = tables["printed"][tables["printed"]["area"] != "winchester"]
    assert not set(below["offence"]) & {offence for _, offence in keys}
    assert b"[c]" not in spreadsheets.csv(tables["crime"])
    with TestClient(Starlette(routes=api.routes())) as client:
        asked = "source=police-tables&area=st-barnabas&offence=sexual"
        rows = client.get(f"/api/v1/crime?{asked}").json()["rows"]
    assert [(row["count"], row["status"]) for row in rows] == [(None, CONFIDENTIAL)]


def test_a_sum_of_months_with_a_withheld_one_is_withheld() -> None:
    figures = rollup.rollup(store_of_months())
    hidden = (figures["offence"] == "robbery") & (figures["period_start"].dt.month == 4)
    figures = figures.assign(
        count=figures["count"].astype(float).mask(hidden),
        status=figures["status"].mask(hidden, CONFIDENTIAL),
    )
    rows = rollup.counts(figures, "police-uk", parse("2017-04-01/2017-06-30").months)
    assert rows.loc[("st-paul", "robbery"), "status"] == CONFIDENTIAL
    assert np.isnan(rows.loc[("st-paul", "robbery"), "count"])
    assert rows.loc[("st-paul", "drugs"), "count"] == 12


def store_of_months() -> pd.DataFrame:
    """Four robberies and four drug offences a month in every parish, April to June 2017."""
    starts = pd.date_range("2017-04-01", periods=3, freq="MS")
    return pd.DataFrame(
        [
            {
                "source": "police-uk",
                "area": parish,
                "offence": offence,
                "period_start": start,
                "period_end": start + pd.offsets.MonthEnd(),
                "count": 4,
                "status": "published",
            }
            for parish in areas.at_level("parish")
            for offence in ("robbery", "drugs")
            for start in starts
        ]
    )
