"""An answer on the page: its blocks, where its figures are from, and what can be taken away."""

from collections.abc import Callable
from typing import Any

from cspdata import areas
from cspdata.answers.blocks import Answer
from cspdata.published import Published
from cspdata.question import Question
from cspdata.ui import blocks, frame, ready, take

Make = Callable[..., Answer]


def show(make: Make, question: Question, *asked: Any) -> None:
    """What `make(published, question, *asked)` answers, printed, and what can be taken of it."""
    published: Published = frame.published()
    answer = published.ask(make, question, *asked)
    ready.note(make, question, asked)
    blocks.draw(answer, lambda area: _pick(question, area))
    take.offer(published, answer)


def _pick(question: Question, area: str) -> None:
    """A click shows an area, a second one leaves it."""
    known = area if area != question.area else areas.one(area).parent
    frame.ask_for(question.at(area=known or areas.root()))
