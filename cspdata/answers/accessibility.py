"""The accessibility statement that the law asks for, with this installation's contact."""

from cspdata import areas, settings
from cspdata.answers.blocks import Answer, Block, Heading, Points, Words
from cspdata.answers.words import accessibility as words
from cspdata.published import Published
from cspdata.question import Question


def answer(published: Published, question: Question) -> Answer:
    """The whole statement; it holds whatever is published."""
    return statement(question)


def statement(question: Question) -> Answer:
    """The statement, also where nothing is published and no store is there."""
    district = areas.one(areas.root()).name
    blocks: list[Block] = [*_told(words.RUN_BY.format(district=district))]
    for level, heading, told in words.statement(district, settings.contact()):
        blocks += [Heading(heading, level - 1), *_told(told)]
    return Answer("Accessibility statement", "accessibility", question, tuple(blocks))


def _told(text: str) -> list[Block]:
    """Paragraphs and lists, written as in Markdown, as blocks."""
    parts = [part.strip() for part in text.split("\n\n")]
    return [
        Points(tuple(_line(item) for item in part.removeprefix("- ").split("\n- ")))
        if part.startswith("- ")
        else Words(_line(part))
        for part in parts
    ]


def _line(text: str) -> str:
    return " ".join(text.split())
