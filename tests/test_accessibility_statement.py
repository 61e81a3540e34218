"""The statement has every part that the regulations ask for, and hides nothing that tests know."""

from pathlib import Path

import pytest

from cspdata import published as door
from cspdata.answers import accessibility
from cspdata.answers.blocks import Answer, Heading, Points, Words, walk
from cspdata.question import Question
from tests.browser.seen import STREAMLITS_OWN

ASKED_FOR = (
    "Feedback and contact information",
    "Enforcement procedure",
    "Technical information about this dashboard's accessibility",
    "Compliance status",
    "Non-accessible content",
    "Non-compliance with the accessibility regulations",
    "Disproportionate burden",
    "Content that's not within the scope of the accessibility regulations",
    "Preparation of this accessibility statement",
)


@pytest.fixture
def statement(published: Path) -> Answer:
    return accessibility.answer(door.at(), Question("winchester"))


def text(answer: Answer) -> str:
    words = [block.text for block in walk(answer.blocks) if isinstance(block, Words)]
    points = [item for b in walk(answer.blocks) if isinstance(b, Points) for item in b.items]
    return "\n".join([*words, *points])


@pytest.mark.parametrize("part", ASKED_FOR)
def test_the_part_is_there(statement: Answer, part: str) -> None:
    assert part in [block.text for block in statement.blocks if isinstance(block, Heading)]


@pytest.mark.parametrize("rule", STREAMLITS_OWN)
def test_a_rule_that_tests_leave_to_streamlit_is_told(statement: Answer, rule: str) -> None:
    assert rule in text(statement)


def test_lists_are_lists_and_no_mark_of_one_is_left(statement: Answer) -> None:
    lists = [block for block in statement.blocks if isinstance(block, Points)]
    assert [len(block.items) for block in lists] == [7, 3, 3]
    assert "\n- " not in text(statement)
    assert "{" not in text(statement)


def test_whoever_runs_it_is_named_when_set(
    published: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CSP_CONTACT", "safety@example.gov.uk")
    shown = accessibility.answer(door.at(), Question("winchester"))
    assert "contact safety@example.gov.uk." in text(shown)


def test_nobody_is_made_up_when_not(statement: Answer) -> None:
    assert "this copy names no contact" in text(statement)
