"""About the figures: the method says the thresholds in force, and every list is whole."""

from pathlib import Path

import pytest

from cspdata import areas, caveats, metrics, offences, store
from cspdata import published as door
from cspdata.answers import about
from cspdata.answers.blocks import Answer, Fold, Points, Table, Words, walk
from cspdata.answers.words import method
from cspdata.change import thresholds
from cspdata.question import Question


@pytest.fixture
def shown(published: Path) -> Answer:
    return about.answer(door.at(), Question("winchester"))


def text(answer: Answer) -> str:
    words = [block.text for block in walk(answer.blocks) if isinstance(block, Words)]
    points = [item for b in walk(answer.blocks) if isinstance(b, Points) for item in b.items]
    return " ".join([*words, *points])


def tables(answer: Answer) -> dict[str, Table]:
    return {block.name: block for block in walk(answer.blocks) if isinstance(block, Table)}


def test_every_threshold_stands_with_its_meaning_and_reason(shown: Answer) -> None:
    cells = tables(shown)["thresholds"].cells
    assert len(cells) == len(thresholds.every())
    for each in thresholds.every().values():
        assert (each.meaning, f"{each.value:g}", each.unit, each.reason) in cells


def test_the_words_follow_the_thresholds(monkeypatch: pytest.MonkeyPatch) -> None:
    assert "less than one time in 20 by chance" in method.verdicts()[1]
    monkeypatch.setattr(method, "POSSIBLE", thresholds.STRONG_TOTAL)
    assert "less than one time in 500 by chance" in method.verdicts()[1]
    assert "95% of the time" in method.families()


def test_it_says_how_far_each_offence_varies_here(shown: Answer) -> None:
    cells = tables(shown)["variation"].cells
    assert len(cells) > 10
    assert all(float(row[1]) >= 1 for row in cells)


def test_without_months_nothing_is_said_of_their_variation(empty_store: Path) -> None:
    store.create()
    answer = about.answer(door.at(), Question("winchester"))
    assert "variation" not in tables(answer)
    assert "thresholds" in tables(answer)


def test_every_list_is_whole(shown: Answer) -> None:
    words = text(shown)
    assert all(f"**{one.title}.**" in words for one in caveats.every())
    assert all(f"**{offences.one(code).name}.**" in words for code in offences.order())
    assert all(f"**{one.name}.**" in words for one in metrics.partners().values())
    assert len(tables(shown)["areas"].cells) == len(areas.order())


def test_what_is_odd_in_print_stands_with_file_and_row(shown: Answer) -> None:
    rows = tables(shown)["print-differs"].cells
    assert any("cut off" in row[0] for row in rows)
    assert all(row[1].endswith(".csv") and row[2].isdigit() for row in rows)


def test_long_lists_are_folded(shown: Answer) -> None:
    open_blocks = [block for block in shown.blocks if not isinstance(block, Fold)]
    assert not [block for block in open_blocks if isinstance(block, Table)]
