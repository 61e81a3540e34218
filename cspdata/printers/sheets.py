"""The tables of an answer as a workbook, each with its own columns.

A table is taken away as figures, not as the words it shows on a page.
"""

from cspdata import spreadsheets
from cspdata.answers.blocks import Answer, Points, Table, Words, runs, walk
from cspdata.answers.words.figures import SHORTHAND
from cspdata.printers.imprint import Imprint
from cspdata.spreadsheets import Cover, Sheet


def tables(answer: Answer) -> tuple[Table, ...]:
    """Every table of an answer, each once."""
    found: dict[tuple[str, str], Table] = {}
    for block in walk(answer.blocks):
        if isinstance(block, Table):
            found.setdefault((block.name, block.caption), block)
    return tuple(found.values())


def workbook(answer: Answer, imprint: Imprint) -> bytes:
    """A cover with question, sources and version, what the page says, and a sheet per table."""
    sheets = {
        str(number): Sheet(table.caption, table.rows)
        for number, table in enumerate(tables(answer), 1)
    }
    about = (f"Question: {answer.question.words}", *answer.sources)
    signed = f"{imprint.words} {imprint.address}"
    shorthand = tuple(f"{mark} {words}" for mark, words in SHORTHAND.items())
    return spreadsheets.workbook(
        Cover(answer.title, (*about, signed), (*_said(answer), *shorthand)), sheets
    )


def _said(answer: Answer) -> tuple[str, ...]:
    """The words of the page, caveats among them, each once and without their marks."""
    texts: dict[str, None] = {}
    for block in walk(answer.blocks):
        if isinstance(block, Words):
            texts[block.text] = None
        elif isinstance(block, Points):
            texts |= dict.fromkeys(block.items)
    return tuple("".join(piece for piece, _, _ in runs(text)) for text in texts)
