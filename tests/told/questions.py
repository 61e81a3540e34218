"""Questions whose answers between them say each kind of sentence that a page or paper has."""

from collections.abc import Callable

from cspdata import published as door
from cspdata.answers import about, area, done, glance, matters, months, operations, take, where
from cspdata.answers.blocks import Answer
from cspdata.periods import parse
from cspdata.question import Against, Question

DISTRICT, CITY = Question("winchester"), Question("winchester-city", "burglary")
PAUL = Question("st-paul", "burglary")
GAP = PAUL.at(period=parse("2016-10-01/2017-09-30"))
EVENT = Question("itchen-valley", "theft", period=parse("2017-06-01/2017-09-30"))
ALONE = Question("winchester-rural", "theft", against=Against.NOTHING)
BEFORE = Question("winchester-greater", "vehicle", against=Against.BEFORE)
OLD = Question("st-paul", "violence-and-sexual", period=parse("2016-01-01/2016-06-30"))
NEVER = PAUL.at(period=parse("2012-01-01/2012-06-30"))

OPERATION = "Burglary at Colden Common and Twyford, spring 2017"
MATTER = "Police cover of Colden Common and Twyford"

Asked = tuple[Callable[..., Answer], Question, tuple[object, ...]]
QUESTIONS: dict[str, Asked] = {
    "glance, the district": (glance.answer, DISTRICT, ()),
    "glance, a region's burglary": (glance.answer, CITY, ()),
    "area, a parish's burglary": (area.answer, PAUL, ()),
    "area, a year with a gap": (area.answer, GAP, ()),
    "area, an event": (area.answer, EVENT, ()),
    "area, nothing compared": (area.answer, ALONE, ()),
    "area, just before": (area.answer, BEFORE, ()),
    "area, before a break": (area.answer, OLD, ()),
    "area, never published": (area.answer, NEVER, ()),
    "months, the district's burglary": (months.answer, DISTRICT.at(offence="burglary"), ()),
    "months, a parish": (months.answer, Question("st-paul"), ()),
    "months, an event": (months.answer, EVENT, ()),
    "where, a year with a gap": (where.answer, GAP.at(area="winchester"), ("map",)),
    "where, burglary by kind": (where.answer, DISTRICT.at(offence="burglary"), ("kind",)),
    "where, how concentrated": (where.answer, DISTRICT.at(offence="theft"), ("concentration",)),
    "where, rates": (where.answer, DISTRICT.at(offence="burglary"), ("map", "rate")),
    "where, changes": (where.answer, DISTRICT.at(offence="theft"), ("map", "change")),
    "where, partnerships like ours": (where.answer, DISTRICT, ("alike",)),
    "months, side by side": (months.answer, PAUL, (("st-luke", "st-michael"),)),
    "done, an operation": (operations.on_operation, DISTRICT, (OPERATION,)),
    "done, a matter": (matters.answer, DISTRICT, (MATTER,)),
    "done, the district": (done.answer, DISTRICT, ()),
    "done, a region's burglary": (done.answer, CITY, ()),
    "about": (about.answer, DISTRICT, ()),
    "take, the appendix": (take.answer, DISTRICT, (take.APPENDIX,)),
    "take, matters": (take.answer, DISTRICT, (take.MATTERS,)),
    "take, a question": (take.answer, CITY, (take.QUESTION,)),
}


def answer(name: str) -> Answer:
    """What the newest published version answers."""
    make, question, more = QUESTIONS[name]
    here = door.at()
    found: Answer = here.ask(make, here.choose(question), *more)
    return found
