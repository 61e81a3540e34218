"""The whole release: what stands about every area, from the district to the smallest, in words,
figures and tables alone, so that it is small and quickly made.
"""

from collections.abc import Iterator
from dataclasses import replace

from cspdata import areas, offences
from cspdata.answers import alike, head, matters, notes, objectives, tables
from cspdata.answers.about import method
from cspdata.answers.blocks import Answer, Block, Fold, Heading, Points, Table, Tiles, Words
from cspdata.answers.comparison import comparison
from cspdata.answers.missing import missing
from cspdata.answers.papers import tree
from cspdata.answers.words import changes
from cspdata.answers.words import method as words
from cspdata.errors import NoStore
from cspdata.published import Published
from cspdata.question import Question
from cspdata.sources import SOURCES
from cspdata.sums.basis import Basis

NOTHING = "No figures have been published yet."
# A file of more sections is read by nobody and sent by no mail.
IN_FULL = 150


def sections(published: Published) -> tuple[Answer, ...]:
    """An answer for each area that is told in full, in printed order. Raises NoStore.

    Where the district has no figures, each area is shown its own newest.
    """
    if not published.held:
        raise NoStore(NOTHING)
    whole = published.choose(Question(areas.root()))
    each = [whole.at(area=area) for area in in_full()]
    return tuple(section(published, published.choose(one)) for one in each)


def in_full() -> list[str]:
    """The areas with a section of their own: from the whole down, as long as they are few."""
    told: set[str] = set()
    for level in areas.levels():
        told |= set(below := areas.at_level(level.level))
        if len(told) > IN_FULL:
            told -= set(below)
            break
    return [area for area in areas.order() if area in told]


def section(published: Published, question: Question) -> Answer:
    """An area in a few blocks that lead nowhere, for the file stands alone."""
    near, basis = head.nearest_basis(published, question)
    if basis is None:
        return missing(published, question)
    bases = [basis, *([now] if (now := published.rest_on(question)) and now != basis else [])]
    blocks = (
        *_what(published, near, basis),
        *notes.listed(published, near, basis),
        *(alike.brief(published, near) if question.area == areas.root() else ()),
        *_parts(published, question, bases[-1]),
    )
    return Answer(
        areas.one(question.area).name,
        question.area,
        question,
        tuple(alone(block) for block in blocks),
        head.attribution(bases),
    )


def closing(published: Published) -> tuple[Block, ...]:
    """What holds for every area, said once at the end."""
    held = [SOURCES[code] for code in published.held]
    raised = matters.listed(published, Question(areas.root()))
    return (
        *_left_out(),
        *(alone(block) for block in (*raised, *objectives.listed(published))),
        Heading("How a change is judged"),
        *method(),
        Heading("Sources"),
        *(Words(each) for each in words.sources(held)),
        Heading("Shorthand"),
        Points(words.shorthand()),
    )


def alone(block: Block) -> Block:
    """A block without links and without what only a script can copy."""
    match block:
        case Words():
            return replace(block, links=(), quote=None)
        case Table():
            return replace(block, links=())
        case Tiles(label, tiles):
            return Tiles(label, tuple(replace(tile, links=(), quote=None) for tile in tiles))
        case Fold(title, inner):
            return Fold(title, tuple(alone(each) for each in inner))
    return block


def _left_out() -> Iterator[Block]:
    told = {areas.one(area).level for area in in_full()}
    plurals = [level.plural for level in areas.levels() if level.level not in told]
    if plurals:
        yield Heading("What is not in this file")
        yield Words(
            f"The {' and '.join(plurals)} are too many to be told one by one here. Each has its "
            "page on the dashboard, and their figures are in its open data."
        )


def _what(published: Published, question: Question, basis: Basis) -> Iterator[Block]:
    rows = published.ask(comparison, basis)
    yield from head.lead(published, question, basis)
    yield head.tiles(published, question)
    own = rows[(rows["area"] == question.area) & rows["leaf"]]
    yield Words(f"**{changes.stand_out(own, 'offences')}.**")
    if loud := changes.each(own[own["stands_out"]], question.against):
        yield Points(loud)
    caption = f"Recorded offences, {basis.words} ({basis.source.short})"
    yield tables.compared(tree(published, basis, question.area), caption, question.area)
    shown = [question.area, *areas.children(question.area)]
    yield from head.to_know(published, [basis], shown, list(own["offence"]))


def _parts(published: Published, question: Question, basis: Basis) -> Iterator[Block]:
    below = areas.children(question.area)
    rows = published.ask(comparison, basis)
    own = rows[rows["area"].isin(below) & (rows["offence"] == offences.ALL_CRIME)]
    if own["now"].notna().any():
        kind = areas.plural(areas.one(below[0]).level)
        whole = tables.row_of(rows, question.area, offences.ALL_CRIME)
        caption = f"All recorded crime, {basis.period.words} ({basis.source.short})"
        yield Heading(f"The {kind} of {areas.one(question.area).name}", 2)
        yield tables.parts(own, whole, caption, f"{question.area}-parts")
