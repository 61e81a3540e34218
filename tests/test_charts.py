"""Charts: as every page draws them, they speak human, start bars at zero and keep to a colour."""

import json
import re
from collections.abc import Iterator
from functools import cache, partial
from itertools import product
from pathlib import Path
from typing import Any

import altair as alt
import pandas as pd
import pytest

from cspdata import change, offences, store
from cspdata import published as door
from cspdata.answers import area, glance, months, split, take, where
from cspdata.answers.blocks import Answer, Chart, Fold, Table, walk
from cspdata.answers.charts import bars, palette, places, spec, years
from cspdata.answers.charts import months as charts_of_months
from cspdata.answers.comparison import at, comparison
from cspdata.answers.series import one
from cspdata.answers.words.months import signed
from cspdata.periods import parse
from cspdata.printers import rows
from cspdata.question import Question
from tests.figures import held, monthly

PAGES = {
    "glance": (glance.answer, ()),
    "area": (area.answer, ()),
    "months": (months.answer, ()),
    "concentration": (where.answer, ("concentration",)),
    "kind": (where.answer, ("kind",)),
    "appendix": (take.answer, (take.APPENDIX,)),
}
ASKED = {
    "district": Question("winchester"),
    "region": Question("winchester-rural", "theft"),
    "parish": Question("itchen-valley", "drugs", period=parse("2017-06-01/2017-09-30")),
}
COLOURS = {
    palette.DARK_BLUE,
    palette.ORANGE,
    palette.GREY,
    palette.PALE,
    palette.INK,
    palette.BAND,
    "#F3F3F3",  # months without figures
    "white",  # a halo
    *years.TONES,
}
IN_PARTS = {bars.ranking, charts_of_months.panels}  # as many rows high as an area has parts
CODES = set(offences.order()) - {"robbery", "theft", "drugs", "weapons", "violence", "vehicle"}

DRAWN = [
    *product(["district"], ["glance", "months", "kind", "appendix"]),
    *product(["region"], ["area", "months", "concentration"]),
    *product(["parish"], ["area", "kind"]),
]
each_page = pytest.mark.parametrize(
    ("asked", "page"),
    [pytest.param(*pair, marks=pytest.mark.slow, id="-".join(pair)) for pair in DRAWN],
)


@cache
def answer(asked: str, page: str) -> Answer:
    here, (make, more) = door.at(), PAGES[page]
    found: Answer = here.ask(make, here.choose(ASKED[asked]), *more)
    return found


def charts(asked: str, page: str) -> list[Chart]:
    return [block for block in walk(answer(asked, page).blocks) if isinstance(block, Chart)]


def under(part: Any, key: str) -> Iterator[Any]:
    """Every value under a key, however deep, but not among the rows."""
    if isinstance(part, dict):
        yield from (value for name, value in part.items() if name == key)
        for name, value in part.items():
            if name not in ("values", "datasets"):
                yield from under(value, key)
    if isinstance(part, list):
        for each in part:
            yield from under(each, key)


def rows_of(chart: dict[str, Any]) -> list[dict[str, Any]]:
    return [row for rows in under(chart, "values") for row in rows]


def layers(chart: dict[str, Any], mark: str) -> list[dict[str, Any]]:
    """Every layer of a mark, with the sides it inherits."""
    found = []
    for layer in chart.get("layer", []):
        found += layers(layer, mark) if "layer" in layer else [layer]
    return [layer for layer in found if layer["mark"]["type"] == mark]


@pytest.mark.slow
def test_the_pages_draw_every_kind_of_chart(published: Path) -> None:
    names = {chart.name for pair in DRAWN for chart in charts(*pair)}
    for kind in ("stands-out", "came-from", "two-years", "by-year", "funnel", "ranking"):
        assert any(kind in name for name in names), kind
    assert any("concentration" in name for name in names)


@each_page
def test_a_chart_says_its_trend_its_measure_and_what_cannot_be_seen(
    asked: str, page: str, published: Path
) -> None:
    for chart in charts(asked, page):
        assert chart.title and not re.search(r"[_<>]|nan", chart.title)
        assert re.search(r"20\d\d", chart.subtitle)
        assert len(chart.alt) > len(chart.title) / 2
        assert re.fullmatch(r"[a-z0-9-]+", chart.name)


@each_page
def test_a_chart_has_a_name_of_its_own_on_its_page(asked: str, page: str, published: Path) -> None:
    names = [chart.what for chart in charts(asked, page)]
    if page != "appendix":
        assert "Chart" not in names
        assert sorted(set(names)) == sorted(names)


@each_page
def test_what_is_drawn_is_also_a_table(asked: str, page: str, published: Path) -> None:
    tables = [one for one in walk(answer(asked, page).blocks) if isinstance(one, Table)]
    assert len(tables) >= min(1, len(charts(asked, page)))
    assert all(len(table.cells) for table in tables)


@pytest.mark.slow
@each_page
def test_what_is_read_out_is_a_sentence_without_a_code(
    asked: str, page: str, published: Path
) -> None:
    for chart in charts(asked, page):
        said = [row["said"] for row in rows_of(chart.spec) if "said" in row]
        assert said
        for words in said:
            assert words[0].isupper() or words[0].isdigit()
            assert not re.search(r"nan|None|_|\b(now|before):", words), words
            assert not CODES & set(re.findall(r"[a-z-]+", words)), words


@each_page
def test_only_what_is_said_is_hovered_and_read_out(asked: str, page: str, published: Path) -> None:
    for chart in charts(asked, page):
        tips = [tip for tips in under(chart.spec, "tooltip") for tip in _listed(tips)]
        assert tips
        assert {tip["field"] for tip in tips} == {"said"}
        assert {read["field"] for read in under(chart.spec, "description")} == {"said"}


@each_page
def test_no_text_is_read_out_as_the_names_of_its_fields(
    asked: str, page: str, published: Path
) -> None:
    """Vega makes “top: 1; name: St Paul” of a label that nobody gave words to."""
    for chart in charts(asked, page):
        for layer in layers(chart.spec, "text"):
            silent = layer["mark"].get("aria") is False
            assert silent or layer["encoding"]["description"]["field"] == "said", chart.name


def _listed(tips: Any) -> list[Any]:
    return tips if isinstance(tips, list) else [tips]


@each_page
def test_no_text_is_smaller_than_14_pixels(asked: str, page: str, published: Path) -> None:
    for chart in charts(asked, page):
        for key in ("fontSize", "labelFontSize", "titleFontSize"):
            assert all(size >= 14 for size in under(chart.spec, key)), chart.name
        for layer in layers(chart.spec, "text"):
            assert layer["mark"]["fontSize"] >= 14


@each_page
def test_colours_are_those_with_a_meaning(asked: str, page: str, published: Path) -> None:
    for chart in charts(asked, page):
        used: set[str] = set()
        for key in ("color", "stroke", "fill", "value", "range"):
            used |= {one for found in under(chart.spec, key) for one in _texts(found)}
        colours = {one for one in used if one.startswith("#") or one == "white"}
        assert colours <= COLOURS, chart.name


def _texts(found: Any) -> list[str]:
    return [one for one in (found if isinstance(found, list) else [found]) if isinstance(one, str)]


@each_page
def test_bars_start_at_zero(asked: str, page: str, published: Path) -> None:
    for chart in charts(asked, page):
        for layer in layers(chart.spec, "bar"):
            for side in ("x", "y"):
                scale = layer["encoding"].get(side, {}).get("scale") or {}
                assert scale.get("zero", True) is True
                if layer["encoding"].get(side, {}).get("type") == "quantitative":
                    assert "domain" not in scale


@each_page
def test_percentages_say_so_on_their_ticks(asked: str, page: str, published: Path) -> None:
    for chart in charts(asked, page):
        if "stands-out" in chart.name or "changes" in chart.name or "concentration" in chart.name:
            assert any("%" in words for words in under(chart.spec, "labelExpr"))


@pytest.mark.slow
@pytest.mark.parametrize("page", ["glance", "area", "months"])
@pytest.mark.parametrize("offence", ["theft", "burglary"])
def test_from_area_to_area_only_the_rows_of_a_chart_change(
    page: str, offence: str, published: Path
) -> None:
    here, (make, _) = door.at(), PAGES[page]
    seen: dict[str, set[str]] = {}
    places_drawn = ["st-paul", "sparsholt", "st-luke", "winchester-rural"]
    # Where an event hides what is usual, months to come are not drawn, and the axis is shorter.
    for area_ in [*places_drawn, *(["itchen-valley"] if page == "area" else [])]:
        asked = here.choose(Question(area_, offence))
        for chart in walk(here.ask(make, asked).blocks):
            if isinstance(chart, Chart) and chart.draw.func not in IN_PARTS:
                own = json.dumps(rows.apart(chart.spec)[0])
                seen.setdefault(chart.draw.func.__qualname__, set()).add(own)
    assert seen
    assert {name: len(specs) for name, specs in seen.items()} == dict.fromkeys(seen, 1)


@pytest.mark.slow
def test_a_click_on_a_bar_picks_its_area(published: Path) -> None:
    ranked = [chart for chart in charts("region", "area") if chart.picks]
    assert ranked
    for chart in ranked:
        (picked,) = chart.spec["params"]
        assert (picked["name"], picked["select"]["fields"]) == (bars.PICKED, ["area"])


# One chart at a time


def compared(*pairs: tuple[str, float, float]) -> pd.DataFrame:
    """Rows of `answers.comparison`, as far as the chart of changes reads them."""
    rows = change.compare([now for _, now, _ in pairs], [before for *_, before in pairs])
    return change.judge(rows).assign(
        offence=[code for code, *_ in pairs],
        driven=False,
        tested_now=rows["now"],
        tested_before=rows["before"],
    )


def drawn(chart: Any) -> list[dict[str, Any]]:
    return [row for row in rows_of(spec.compact(chart)) if "said" in row]


def test_a_change_without_an_allowed_percentage_is_not_drawn() -> None:
    rows = compared(("theft", 150, 120), ("robbery", 3, 2))
    shown = drawn(bars.intervals(bars.in_percent(rows)))
    assert {row["name"] for row in shown} == {"Theft"}
    assert shown[0]["line"] == "Theft – +25%"
    assert shown[0]["said"] == "Theft: 150, was 120, no clear change, range −2% to +60%"


def test_orange_is_what_stands_out_and_nothing_else() -> None:
    rows = compared(("theft", 300, 120), ("robbery", 60, 58)).assign(stands_out=[True, False])
    assert {row["name"]: row["loud"] for row in drawn(bars.intervals(rows))} == {
        "Theft": True,
        "Robbery": False,
    }


def test_a_line_beyond_the_edge_ends_there_in_an_arrow_and_its_words_hold_the_figure() -> None:
    (row,) = {
        row["name"]: row for row in drawn(bars.intervals(compared(("theft", 90, 12))))
    }.values()
    assert (row["most"], row["beyond"]) == (bars.WIDEST, bars.WIDEST)
    assert row["point"] is None
    assert "+650%" in row["line"]


def test_a_row_without_a_known_event_is_marked_and_says_so() -> None:
    rows = compared(("theft", 93, 76)).assign(driven=True)
    (row,) = {row["name"]: row for row in drawn(bars.intervals(rows))}.values()
    assert row["name"] == "Theft [e]"
    assert "without a known event" in row["said"]


def test_changes_have_a_line_at_no_change() -> None:
    made = spec.compact(bars.intervals(compared(("theft", 150, 120))))
    assert {"zero": 0} in rows_of(made)


def test_a_ranking_runs_from_the_most_down_and_leaves_out_what_has_no_count() -> None:
    rows = pd.DataFrame(
        {"area": ["b", "a", "c"], "area_name": ["B", "A", "C"], "now": [9.0, 4.0, float("nan")]}
    )
    shown = drawn(bars.ranking(rows))
    assert list(dict.fromkeys(row["said"] for row in shown)) == ["B: 9", "A: 4"]


def test_the_steps_of_a_change_start_where_the_last_one_ended(published: Path) -> None:
    here = door.at()
    question = here.choose(Question("winchester-rural", "theft"))
    basis = here.rest_on(question)
    assert basis
    by, steps = here.ask(split.parts, question, basis)
    made = bars.steps(steps)
    shown = list({row["name"]: row for row in drawn(made)}.values())
    for last, this in zip(shown, shown[1:-1], strict=False):
        assert this["start"] == last["end"]
    assert shown[-1]["whole"] and shown[-1]["start"] == 0
    assert shown[-1]["end"] == at(here.ask(comparison, basis), question.area, "theft")["difference"]


def test_a_fall_carries_a_true_minus() -> None:
    rows = pd.DataFrame(
        {
            "name": ["A", "In all"],
            "now": [1.0, 1.0],
            "before": [5.0, 5.0],
            "difference": [-4.0, -4.0],
            "kind": ["part", "total"],
            "start": [0.0, 0.0],
            "end": [-4.0, -4.0],
        }
    )
    assert drawn(bars.steps(rows))[0]["line"] == "A: −4"


def test_rows_that_layers_share_travel_once(published: Path) -> None:
    made = charts("region", "area")[1].draw().to_dict()
    compact = spec.compact(charts("region", "area")[1].draw())
    assert "datasets" not in compact
    assert len(str(compact)) < len(str(made))


@pytest.mark.slow
@pytest.mark.parametrize("length", [1, 5, 23, 24])
def test_a_short_series_of_months_has_a_bar_and_a_count_each(length: int) -> None:
    rows = signed(one(held(monthly(list(range(length)))), "st-paul", "drugs"))
    assert len({row["name"] for row in drawn(years.bars(rows, "Crimes"))}) == length


def test_a_place_outside_the_limits_is_a_diamond_and_the_chosen_one_orange() -> None:
    points = pd.DataFrame(
        {
            "area": ["a", "b", "c"],
            "area_name": ["A", "B", "C"],
            "residents": [5000, 6000, 7000],
            "rate": [40.0, 20.0, 19.0],
            "rate_low": 1.0,
            "rate_high": 50.0,
            "standing": ["far above", "above", "expected"],
        }
    )
    limits = change.funnel_limits(points["residents"], 20)
    shown = {r["area_name"]: r for r in drawn(places.funnel(points, limits, 20, "c"))}
    assert [shown[name]["outside"] for name in "ABC"] == [True, True, False]
    assert [shown[name]["named"] for name in "ABC"] == [True, False, True]
    assert [shown[name]["chosen"] for name in "ABC"] == [False, False, True]
    assert "outside the 99.8% limits" in shown["A"]["said"]


def test_the_blocks_of_a_chart_hold_no_picture_before_it_is_drawn() -> None:
    calls: list[int] = []
    chart = Chart("n", "t", "s", "a", partial(calls.append, 1))
    assert Fold("more", (chart,)).blocks == (chart,)
    assert not calls


def test_the_same_values_are_drawn_once_and_others_anew() -> None:
    drawn: list[int] = []

    def bars(rows: pd.DataFrame) -> alt.Chart:
        drawn.append(len(rows))
        return alt.Chart(rows).mark_bar().encode(x="count:Q")

    def spec(*counts: int) -> dict[str, Any]:
        rows = pd.DataFrame({"count": counts})
        return Chart("n", "t", "s", "a", partial(bars, rows)).spec

    assert spec(5, 7, 9) == spec(5, 7, 9)
    assert drawn == [3]
    assert rows_of(spec(5, 7)) == [{"count": 5}, {"count": 7}]
    assert rows_of(spec(5, 8)) == [{"count": 5}, {"count": 8}]


@pytest.mark.slow
@pytest.mark.usefixtures("published")
def test_a_publication_that_leaves_a_series_as_it_was_leaves_its_charts() -> None:
    def specs(version: int) -> list[dict[str, Any]]:
        here = door.at(version)
        found = here.ask(area.answer, here.choose(Question("sparsholt")))
        return [block.spec for block in walk(found.blocks) if isinstance(block, Chart)]

    newest = store.version()
    assert [id(spec) for spec in specs(newest)] == [id(spec) for spec in specs(newest - 1)]
    assert specs(newest)
