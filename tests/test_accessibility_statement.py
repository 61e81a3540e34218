"""The statement has every part that the regulations ask for, and hides nothing that tests know."""

import pytest

from cspdata import sentences
from tests.browser.seen import STREAMLITS_OWN
from tests.test_pages import opened

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


def stated(contact: str = "") -> str:
    parts = sentences.accessibility("Anywhere", contact)
    return "\n".join(f"{heading}\n{words}" for _, heading, words in parts)


@pytest.mark.parametrize("part", ASKED_FOR)
def test_the_part_is_there(part: str) -> None:
    assert part in [heading for _, heading, _ in sentences.accessibility("Anywhere", "")]


@pytest.mark.parametrize("rule", STREAMLITS_OWN)
def test_a_rule_that_tests_leave_to_streamlit_is_told(rule: str) -> None:
    assert rule in stated()


def test_whoever_runs_it_is_named_when_set(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CSP_CONTACT", "safety@example.gov.uk")
    words = " ".join(each.value for each in opened("accessibility").markdown)
    assert "contact safety@example" in words.replace("\\", "")


def test_nobody_is_made_up_when_not() -> None:
    assert "this copy names no contact" in stated()
    assert "a@b.uk" in stated("a@b.uk")
