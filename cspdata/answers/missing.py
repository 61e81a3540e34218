"""In place of an answer that nothing published can give: why, and what nearest can be asked."""

from cspdata import areas
from cspdata.answers.blocks import Answer, Link, Words
from cspdata.published import Published
from cspdata.question import Question
from cspdata.sums.basis import why_missing

NOTHING = "No figures have been published yet. An officer can publish them."


def missing(published: Published, question: Question, page: str = "area") -> Answer:
    """One sentence and one link; everything else of the question is kept."""
    name = areas.one(question.area).name
    if not published.held:
        return Answer(f"{name}: nothing is published", "nothing", question, (Words(NOTHING),))
    found = why_missing(published.held, question)
    links = (Link(f"Show {found.nearest.words}", page, found.nearest),) if found.nearest else ()
    blocks = (Words(found.reason, "lead", links=links),)
    return Answer(f"No such figures for {name}", "nothing", question, blocks)
