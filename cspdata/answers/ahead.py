"""Answers made before anybody asks for them, with their charts; what came of it can travel."""

import time
from collections.abc import Callable, Collection, Iterable, Iterator
from typing import Any

from cspdata.answers.blocks import Answer, Beside, Block, Chart
from cspdata.answers.charts import spec
from cspdata.published import Asked, Published
from cspdata.question import Question

Wanted = tuple[Callable[..., Answer], Question, tuple[Any, ...]]
Made = tuple[dict[Asked | str, Any], dict[bytes, dict[str, Any]]]


def worked_out(
    published: Published, wanted: Iterable[Wanted], drawn: Collection[bytes], within_s: float
) -> Iterator[Made]:
    """What is learned while each wanted answer is made: of `published`, and charts by digest.

    Charts that whoever asks has `drawn` already are left to them. The last answer is begun before
    so many seconds are over.
    """
    until = time.monotonic() + within_s
    told, sent = set[Asked | str](), set[bytes]()
    for make, question, asked in wanted:
        if time.monotonic() > until:
            return
        draw(published.ask(make, published.choose(question), *asked).blocks, drawn)
        known, charts = published.worked_out(), spec.known()
        yield (
            {each: known[each] for each in known.keys() - told},
            {each: charts[each] for each in charts.keys() - sent},
        )
        told |= known.keys()
        sent |= charts.keys()


def drawn() -> frozenset[bytes]:
    """The charts that this process has drawn, by digest."""
    return frozenset(spec.known())


def learn(published: Published, made: Made) -> None:
    """Remember what another process worked out."""
    answers, charts = made
    spec.learn(charts)
    published.learn(answers)


def draw(blocks: tuple[Block, ...], drawn: Collection[bytes] = ()) -> None:
    """Draw the charts that are shown before anything is opened."""
    for block in blocks:
        match block:
            case Chart() if block.digest not in drawn:
                _ = block.spec
            case Beside(left, right):
                draw((*left, *right), drawn)
