"""The accessibility statement that the law asks for, with this installation's contact."""

from cspdata import areas, settings
from cspdata.answers.blocks import Answer, Block, Heading, Points, Words
from cspdata.answers.words import accessibility as words
from cspdata.published import Published
from cspdata.question import Question


def answer(published: Published, question: Question) -> Answer:
    """The whole statement; it is the same whatever is published."""
    district = areas.one(areas.root()).name
    blocks = [*_written(words.RUN_BY.format(district=district))]
    for level, heading, text in words.statement(district, settings.contact()):
        blocks += [Heading(heading, level - 1), *_written(text)]
    return Answer("Accessibility statement", "accessibility", question, tuple(blocks))


def _written(text: str) -> list[Block]:
    """Paragraphs and lists, written as in Markdown, as blocks."""
    return [
        Points(tuple(map(_line, part.removeprefix("- ").split("\n- "))))
        if part.startswith("- ")
        else Words(_line(part))
        for part in text.strip().split("\n\n")
    ]


def _line(text: str) -> str:
    return " ".join(text.split())
