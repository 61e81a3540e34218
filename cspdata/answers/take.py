"""Take away: which paper answers a question; each is an answer that is shown and printed alike."""

from cspdata import metrics
from cspdata.answers import area, done, matters, papers
from cspdata.answers.blocks import Answer
from cspdata.published import Published
from cspdata.question import Question

ONE_PAGE, APPENDIX, MATTERS, QUESTION = "one-page", "appendix", "matters", "question"
PAPERS = {
    ONE_PAGE: "One page on an area",
    APPENDIX: "Committee appendix",
    MATTERS: "Matters arising",
}
ON_A_TOPIC = {QUESTION: "One question, all sides"}


def answer(published: Published, question: Question, paper: str, topic: str = "") -> Answer:
    """The paper of that code of `papers_here`; `topic` is the committee's question it is about."""
    if paper == APPENDIX:
        return papers.appendix(published, question)
    if paper == MATTERS:
        return matters.answer(published, question)
    if paper == QUESTION and metrics.topics():
        return done.on_topic(published, question, topic or next(iter(metrics.topics())))
    return area.answer(published, question)


def papers_here() -> dict[str, str]:
    """The papers by code; that on a question only where the place has questions."""
    return PAPERS | ON_A_TOPIC if metrics.topics() else PAPERS


def topics() -> dict[str, str]:
    """The questions of the committee by code."""
    return {code: one.name for code, one in metrics.topics().items()}
