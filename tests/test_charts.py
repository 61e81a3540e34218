"""Charts: they compile, speak with human titles, start bars at zero and show no code names."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from cspdata import charts, queries, store

COLOURS = {"#12436D", "#F46A25", "#6F777B", "#A9B1B6", "#1A1A1A", "white"}


@pytest.fixture(scope="module")
def drawn(built_store: Path) -> dict[str, dict[str, Any]]:
    """Each chart of the published figures, compiled."""
    with pytest.MonkeyPatch.context() as patched:
        patched.setenv("CSP_STORE", str(built_store))
        figures = queries.prepared(store.read("crimes"))
    chosen = queries.views(figures)[0]
    below = queries.comparable_below(figures, chosen, "winchester")
    assert below is not None
    parts = queries.parts(figures, chosen, "winchester-rural", "all-crime")
    return {
        "ranking": charts.ranking(parts, "Recorded crimes").to_dict(),
        "intervals": charts.intervals(queries.groups(figures, chosen, "winchester")).to_dict(),
        "differences": charts.differences(
            queries.drivers(figures, below, "winchester", "theft")
        ).to_dict(),
    }


each_chart = pytest.mark.parametrize("name", ["ranking", "intervals", "differences"])


def found(part: Any, key: str) -> Iterator[Any]:
    """Every value under a key, however deep."""
    if isinstance(part, dict):
        yield from (value for name, value in part.items() if name == key)
        part = [value for name, value in part.items() if name != "datasets"]
    if isinstance(part, list):
        for each in part:
            yield from found(each, key)


def rows_of(chart: dict[str, Any]) -> list[dict[str, Any]]:
    return [row for rows in chart["datasets"].values() for row in rows if "zero" not in row]


@each_chart
def test_whatever_is_read_out_has_a_human_title(drawn: dict[str, Any], name: str) -> None:
    tips = [tip for tips in found(drawn[name], "tooltip") for tip in tips]
    assert tips
    assert all(tip["title"] and tip["title"][0].isupper() for tip in tips)
    titles = [str(title) for title in found(drawn[name], "title")]
    assert not any("_" in title for title in titles)


@each_chart
def test_every_row_is_drawn_with_its_words_whole(drawn: dict[str, Any], name: str) -> None:
    assert drawn[name]["height"] == {"step": 44}
    assert rows_of(drawn[name])


@pytest.mark.parametrize("name", ["ranking", "differences"])
def test_bars_start_at_zero(drawn: dict[str, Any], name: str) -> None:
    bars = [layer for layer in drawn[name]["layer"] if layer["mark"]["type"] == "bar"]
    assert bars
    for bar in bars:
        assert bar["encoding"]["x"].get("scale", {}).get("zero", True) is True
        assert "domain" not in bar["encoding"]["x"].get("scale", {})


def test_changes_have_a_line_at_no_change(drawn: dict[str, Any]) -> None:
    assert {"zero": 0} in [row for rows in drawn["intervals"]["datasets"].values() for row in rows]


def test_a_ranking_runs_from_the_most_down_with_what_is_not_shown_last(
    drawn: dict[str, Any],
) -> None:
    rows = rows_of(drawn["ranking"])
    assert rows[-1]["area_name"] == "Not shown by parish"
    counts = [row["now"] for row in rows[:-1]]
    assert counts == sorted(counts, reverse=True)


def test_a_click_on_a_bar_picks_its_area(drawn: dict[str, Any]) -> None:
    (picked,) = drawn["ranking"]["params"]
    assert picked["select"]["fields"] == ["area"]


@each_chart
def test_colours_are_those_of_the_palette(drawn: dict[str, Any], name: str) -> None:
    colours = {value for value in found(drawn[name], "value") if isinstance(value, str)}
    colours |= {value for value in found(drawn[name], "color") if isinstance(value, str)}
    assert colours <= COLOURS


def test_a_change_without_an_allowed_percentage_is_not_drawn() -> None:
    rows = pd.DataFrame(
        {
            "offence": ["theft", "robbery"],
            "now": [150.0, 3.0],
            "before": [120.0, 2.0],
            "percent": [25.0, 50.0],
            "low": [-2.0, -70.0],
            "high": [60.0, 2111.0],
            "percent_rule": ["shown", "none"],
            "stands_out": [False, False],
            "verdict": ["no clear change", "no clear change"],
        }
    )
    shown = rows_of(charts.intervals(rows).to_dict())
    assert [(row["name"], row["label"]) for row in shown] == [("Theft", "+25.0%")]


def test_only_the_largest_differences_are_drawn() -> None:
    numbers = list(range(-10, 11))
    rows = pd.DataFrame(
        {
            "area_name": [f"Area {number}" for number in numbers],
            "now": 20.0,
            "before": 20.0,
            "difference": numbers,
            "verdict": "no clear change",
        }
    )
    shown = {abs(row["difference"]) for row in rows_of(charts.differences(rows).to_dict())}
    assert shown == {10, 9, 8, 7}


def test_a_fall_carries_a_true_minus() -> None:
    rows = pd.DataFrame(
        {"area_name": ["A"], "now": 1.0, "before": 5.0, "difference": [-4.0], "verdict": "x"}
    )
    assert rows_of(charts.differences(rows).to_dict())[0]["label"] == "−4"
