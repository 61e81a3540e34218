"""An answer on the page is few elements: neighbours that HTML can print are one of them."""

from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from cspdata.answers.blocks import Beside, Block, Chart, Fold, Heading, Map, Words
from cspdata.ui.blocks import pieces
from tests.sample_answer import ANSWER, CHART, MAP, TABLE

ONE, TWO = Words("One."), Words("Two.")


def kinds(*blocks: Block) -> list[type]:
    return [type(piece) for piece, _ in pieces(blocks, 1)]


@pytest.mark.parametrize(
    ("blocks", "expected"),
    [
        pytest.param((ONE, TABLE, TWO), [str], id="neighbours are one"),
        pytest.param((ONE, CHART, TWO), [str, Chart, str], id="a chart stands between"),
        pytest.param((CHART, MAP), [str, Chart, str, Map], id="each chart has its title above"),
        pytest.param((Fold("a", (ONE,)), Beside((ONE,), (TWO,))), [str], id="folds of words"),
        pytest.param((ONE, Fold("a", (CHART,))), [str, Fold], id="a fold with a chart"),
        pytest.param((Beside((ONE,), (MAP,)), TWO), [Beside, str], id="columns with a map"),
        pytest.param((), [], id="nothing"),
    ],
)
def test_only_charts_and_maps_stand_apart(blocks: tuple[Block, ...], expected: list[type]) -> None:
    assert kinds(*blocks) == expected


def test_a_chart_is_headed_one_level_below_the_last_heading() -> None:
    found = [
        piece for piece, _ in pieces((CHART, Heading("A", 2), CHART), 1) if isinstance(piece, str)
    ]
    assert found[0].startswith("<h2 class='title'>")
    assert "<h3>A</h3>" in found[1] and "<h4 class='title'>" in found[1]


def test_the_same_answer_is_made_once() -> None:
    assert pieces(ANSWER.blocks, 1) is pieces(ANSWER.blocks, 1)


def drawn() -> None:
    from cspdata.ui import blocks
    from tests.sample_answer import ANSWER

    blocks.draw(ANSWER, lambda area: None)


@pytest.fixture(scope="module")
def app() -> Any:
    return AppTest.from_function(drawn, default_timeout=120).run()


def test_charts_and_the_map_have_words_and_the_map_asks_nobody(app: Any) -> None:
    assert not app.exception
    (chart,) = app.get("vega_lite_chart")
    (deck,) = app.get("deck_gl_json_chart")
    assert chart.proto.alt == CHART.what
    ((above, _), _) = pieces((CHART,), 1)
    assert f"<p class='unseen'>{CHART.alt}</p>" in str(above)
    assert deck.proto.alt == MAP.alt
    assert "http" not in deck.proto.json


def test_every_block_together_is_five_components_beside_the_chart_and_the_map(app: Any) -> None:
    assert len(app.get("bidi_component")) == 5
