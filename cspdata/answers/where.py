"""Where: on the map, at which streets, in how few places, and beside places of its kind?"""

from collections.abc import Mapping

from cspdata import areas
from cspdata.answers import alike, concentration, funnel, head, places, rates, streets
from cspdata.answers.blocks import Answer
from cspdata.answers.missing import missing
from cspdata.answers.rates import per_choice
from cspdata.answers.words import figures, kinds
from cspdata.answers.words.changes import recorded
from cspdata.published import Published
from cspdata.question import Question
from cspdata.sums.basis import Basis, within

PARTS = {
    "map": "Map",
    "streets": "Streets",
    "concentration": "Concentration",
    "kind": "Places of its kind",
    "alike": "Partnerships like ours",
}
TITLES = {
    "map": "on the map",
    "streets": "at its streets",
    "concentration": "in how few places",
    "kind": "beside places of its kind",
}


def answer(
    published: Published,
    question: Question,
    part: str = "map",
    measure: str = "count",
    level: str = "",
    kind: str = "",
    street: str = "",
) -> Answer:
    """One part of the page; each keeps its own choices; the smallest areas unless too many."""
    if part == "alike":
        return alike.answer(published, question)
    level = level or areas.usual_level(question.area)
    blocks = {
        "map": lambda: places.the_map(published, question, level, measure),
        "streets": lambda: streets.the_streets(published, question, street),
        "concentration": lambda: concentration.the_concentration(published, question),
        "kind": lambda: funnel.the_kinds(published, question, kind),
    }[part]()
    if not blocks:
        return missing(published, question, "where")
    bases = _bases(published, question, part, measure, level)
    title = f"{recorded(question.offence)}, {areas.one(question.area).name}: {TITLES[part]}"
    know = head.to_know(published, bases, within(question.area), [question.offence])
    name = f"{part}-{question.offence}-{question.area}"
    return Answer(title, name, question, (*blocks, *know), head.attribution(bases))


def options(
    published: Published, question: Question, part: str
) -> dict[str, tuple[str, dict[str, str]]]:
    """The label and the choices of each parameter that a part has; the first is the usual one."""
    if part == "map":
        measures = places.measures(question)
        return {"show": ("Measure", measures), "by": ("By", levels(question.area))}
    if part == "streets" and (known := streets.choices(published, question)):
        return {"street": ("Street", known)}
    if part == "kind":
        own = areas.one(question.area).kind or funnel.ALL
        names = kinds.kinds()
        return {"peers": ("Compare among", {own: names[own], **names})}
    return {}


def bases(
    question: Question, part: str, chosen: Mapping[str, str]
) -> dict[str, tuple[str, dict[str, str]]]:
    """The choice of what rates are per, where what is chosen shows rates that leave a choice."""
    rated = part in ("kind", "alike") or chosen.get("show") == rates.RATE
    return per_choice(question) if rated else {}


def levels(area: str) -> dict[str, str]:
    """The levels that a map can be of, the usual one first, with their plurals."""
    usual = areas.usual_level(area)
    below = sorted(areas.levels()[:0:-1], key=lambda each: each.level != usual)
    return {each.level: figures.capital(each.plural) for each in below}


def values(chosen: Mapping[str, str]) -> tuple[str, str, str, str]:
    """Measure, level, kind and street for `answer`, as chosen or usual."""
    usual = {"show": rates.COUNT, "by": "", "peers": "", "street": ""}
    found = {**usual, **chosen}
    return found["show"], found["by"], found["peers"], found["street"]


def _bases(
    published: Published, question: Question, part: str, measure: str, level: str
) -> list[Basis]:
    """What the part rests on, so that it is credited and its caveats are told."""
    placed = streets.placed(published, question) if part in ("streets", "concentration") else None
    compared = part == "concentration" or (part, measure) == ("map", rates.CHANGE)
    by = level if part == "map" else areas.lowest()
    within = areas.scope(question.area, by) if part == "map" else areas.root()
    asked = rates.CHANGE if compared else rates.COUNT
    shown = rates.at_level(published, question, by, asked, within)
    found = [shown.basis] if shown and part != "streets" else []
    return [*found, *([placed.basis] if placed else [])]
