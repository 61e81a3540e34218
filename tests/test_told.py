"""What is told is what was read and kept: a sentence that changes is seen, and looked at."""

from pathlib import Path

import pytest

from tests.told import files, kept, questions

pytestmark = pytest.mark.slow


@pytest.mark.parametrize("name", files.files())
def test_a_file_is_told_about_as_it_was(name: str, published: Path) -> None:
    assert kept.rehearsal(name) == kept.sections(kept.REHEARSALS)[name]


@pytest.mark.parametrize("name", questions.QUESTIONS)
def test_a_question_is_answered_as_it_was(name: str, published: Path) -> None:
    assert kept.answer(name) == kept.sections(kept.ANSWERS)[name]


def test_no_mark_is_told_that_nothing_obeys() -> None:
    for kept_text in (kept.ANSWERS, kept.REHEARSALS):
        assert not set("`{}") & set(kept_text.read_text("utf-8")), kept_text.name


def test_nothing_is_kept_that_nothing_tells() -> None:
    assert list(kept.sections(kept.REHEARSALS)) == list(files.files())
    assert list(kept.sections(kept.ANSWERS)) == list(questions.QUESTIONS)
