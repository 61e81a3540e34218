"""What was done: partners' figures by priority, partner or question of the committee.

Beside each question stand the police figures that bear on it, each from its best source.
"""

from collections.abc import Iterable, Sequence

import pandas as pd

from cspdata import areas, metrics, offences
from cspdata.answers import head, matters, objectives, operations, partners, tables
from cspdata.answers.blocks import Answer, Block, Fold, Heading, Link, Words
from cspdata.answers.comparison import comparison
from cspdata.answers.words import changes, figures, quotes
from cspdata.answers.words import partners as words
from cspdata.metrics import Measure, Topic
from cspdata.published import Published
from cspdata.question import Question
from cspdata.sources import PARTNERS
from cspdata.sums.basis import Basis
from cspdata.sums.partners import of_measures, waiting

EVERYTHING = "everything"
BY = ("show", "find")  # what the page may be cut by, in its address
SHORTLY = 2
OPEN = 6  # cards that may stand unfolded on a telephone
NOTHING = "No partner's figures have been published yet. An officer can publish them."
WAITING = ("Measure", "Partner", "Counted in", "What it would count")


def answer(
    published: Published, question: Question, topic: str = "", show: str = "", find: str = ""
) -> Answer:
    """One question of the committee, or the partners' figures of a priority, partner or search."""
    if topic:
        return on_topic(published, question, topic)
    rows = published.activity
    if rows.empty:
        blocks: tuple[Block, ...] = (
            Words(NOTHING, "lead"),
            *matters.listed(published, question),
            *_waiting(published),
        )
        return Answer("What was done", "partners", question, blocks)
    shown = _found(rows, find) if find else _of(rows, show)
    chosen = bool(find or show)
    blocks = (
        Words(words.summary(shown), "lead"),
        *_whole_district(question),
        *([] if chosen else _about_offence(published, question)),
        *(_cards(published, shown, _by(show)) if chosen else _by_priority(published, shown)),
        Heading("Questions of the committee"),
        *_topics(question),
        *matters.listed(published, question),
        *objectives.listed(published),
        *operations.listed(published, question),
        Heading("How partners' figures are compared"),
        Words(words.ABOUT, "small"),
        *_as_table(shown),
        *_waiting(published),
    )
    return Answer("What was done", f"partners-{show or 'all'}", question, blocks, _credited())


def groupings(published: Published) -> dict[str, str]:
    """What the figures can be shown by, code to words: all folded, a priority, a partner, all."""
    rows = published.activity
    themes = {
        _code(theme): one.name if theme == metrics.GENERAL else f"Priority: {one.name}"
        for theme, one in metrics.priorities().items()
        if theme in set(rows["theme"])
    }
    listed = {
        code: f"Partner: {name}"
        for code, name in metrics.partner_names().items()
        if code in set(rows["partner"])
    }
    return {"": "Every priority, folded", **themes, **listed, EVERYTHING: "Everything"}


def topics() -> dict[str, str]:
    """The questions of the committee by code, "" for none of them."""
    return {
        "": "All partners' figures",
        **{code: one.name for code, one in metrics.topics().items()},
    }


def about(published: Published, question: Question, leaf: pd.DataFrame) -> tuple[Block, ...]:
    """The few figures that bear on what is asked or, of all crime, on what stands out of `leaf`."""
    bearing = _bearing(question, leaf)
    asked = [measure for topic in bearing for measure in metrics.on_topic(topic.topic)]
    rows = of_measures(published.activity, _first(published.activity, asked))
    heading = Heading("What was done about it")
    all_of_it = Link("Everything that the partners report", "done", question)
    if rows.empty:
        said = "No partner reports figures about this in what is published."
        return (heading, Words(said, links=(all_of_it,)))
    links = tuple(
        Link(f"All sides of: {topic.name}", "done", question, (("topic", topic.topic),))
        for topic in bearing
    )
    named = listed_topics(bearing)
    return (
        heading,
        *_whole_district(question),
        partners.cards(published, rows, f"Partners' work about {named}", [partners.PARTNER]),
        Words("", "small", links=(*links, all_of_it)),
    )


def listed_topics(bearing: Iterable[Topic]) -> str:
    """ "burglary and drugs"."""
    return figures.listed(topic.name[:1].lower() + topic.name[1:] for topic in bearing)


def on_topic(published: Published, question: Question, topic: str) -> Answer:
    """One question of the committee from all sides: police, partners, what to know."""
    asked = metrics.topics()[topic]
    police = police_figures(published, question, asked)
    bases = [basis for basis, _ in police]
    shown = dict.fromkeys(code for _, rows in police for code in rows["area"])
    counted = dict.fromkeys(code for _, rows in police for code in rows["offence"])
    blocks = (
        Words(asked.about, "lead"),
        Heading("What the police recorded"),
        *_police(published, question, police),
        Heading("What the partners did"),
        *_partners(published, question, asked),
        *matters.touching(published, question, asked.offences),
        *head.to_know(published, bases, list(shown), list(counted)),
    )
    when = f"-{question.period.start}-to-{question.period.end}" if question.period else ""
    credited = (*head.attribution(bases), *_credited())
    return Answer(asked.question, f"{topic}{when}", question, blocks, credited)


def police_figures(
    published: Published, question: Question, topic: Topic
) -> list[tuple[Basis, pd.DataFrame]]:
    """Rows of `comparison` for the topic's offences, a frame per basis.

    The areas are the topic's own unless one was asked for. A figure rests on the question's days
    where those can be compared, else on the nearest that can; what nobody counts is left out.
    """
    named = topic.areas if question.area == areas.root() else (question.area,)
    found: dict[Basis, list[tuple[str, str]]] = {}
    for area in named:
        for offence in topic.offences:
            _, basis = head.nearest_basis(published, question.at(area=area, offence=offence))
            if basis:
                found.setdefault(basis, []).append((area, offence))
    return [(basis, published.ask(comparison, basis).loc[pairs]) for basis, pairs in found.items()]


def _police(
    published: Published, question: Question, police: Sequence[tuple[Basis, pd.DataFrame]]
) -> Iterable[Block]:
    if not police:
        yield Words("No police figures bear on this question in what is published.")
        return
    for basis, rows in police:
        yield Words(f"Recorded in {basis.words} ({basis.source.short}):")
        yield from head.months_missing(basis)
        for _, row in rows.iterrows():
            said = changes.change(row, question.against)
            quote = quotes.quote(published, row, basis, question)
            yield Words(f"**{row['offence_name']}, {row['area_name']}**: {said}", quote=quote)
    made = tuple(table for basis, rows in police for table in _police_tables(basis, rows))
    yield Fold("The same police figures as tables", made)


def _police_tables(basis: Basis, rows: pd.DataFrame) -> Iterable[Block]:
    when = f"{basis.words} ({basis.source.short})"
    if rows["offence"].nunique() == 1:
        offence = rows["offence"].iloc[0]
        caption = f"{offences.one(offence).name}, {when}"
        yield tables.compared(rows, caption, f"{offence}-{basis.period.start}", "area_name")
        return
    for area, own in rows.groupby(level="area", sort=False):
        caption = f"{areas.one(str(area)).name}, {when}"
        yield tables.compared(own, caption, f"{area}-{basis.period.start}")


def _partners(published: Published, question: Question, topic: Topic) -> Iterable[Block]:
    asked = metrics.on_topic(topic.topic)
    rows = of_measures(published.activity, asked)
    yield Words(words.summary(rows))
    yield from _whole_district(question)
    yield from _cards(published, rows)
    yield from _as_table(rows)
    empty = waiting(published.table("activity"), asked)
    if empty:
        yield Words(words.waiting_names(empty), "small")


def _cards(published: Published, rows: pd.DataFrame, by: str = partners.PARTNER) -> Iterable[Block]:
    """Cards by partner or priority, those of each folded where there are many."""
    if rows["measure"].nunique() <= OPEN or rows[by].nunique() == 1:
        yield partners.cards(published, rows, "Partners' figures", [by])
        return
    names = metrics.partner_names() if by == partners.PARTNER else _themes()
    for code, name in names.items():
        own = rows[rows[by] == code]
        if len(own):
            yield Fold(_counted(name, own), (partners.cards(published, own, name, [by]),))


def _by(show: str) -> str:
    """What the cards of a partner, or of anything else, are shown by."""
    return partners.THEME if show in metrics.partners() else partners.PARTNER


def _by_priority(published: Published, rows: pd.DataFrame) -> Iterable[Block]:
    yield Heading("By priority of the partnership")
    for code, name in _themes().items():
        own = rows[rows["theme"] == code]
        if len(own):
            made = partners.cards(published, own, name, [partners.PARTNER])
            yield Fold(_counted(name, own), (Words(metrics.priorities()[code].about), made))


def _about_offence(published: Published, question: Question) -> Iterable[Block]:
    """What bears on the offence that was chosen, first."""
    if question.offence in offences.of_kind("total"):
        return
    bearing = _topics_of([question.offence])
    rows = of_measures(published.activity, [m for t in bearing for m in metrics.on_topic(t.topic)])
    name = offences.one(question.offence).name
    yield Heading(f"About {name[:1].lower()}{name[1:]}")
    if rows.empty:
        yield Words("No partner reports figures about this offence in what is published.")
        return
    yield from _cards(published, rows)


def _topics(question: Question) -> Iterable[Block]:
    for code, one in metrics.topics().items():
        link = Link(one.question, "done", question, (("topic", code),))
        yield Words(f"**{one.name}**", links=(link,))


def _as_table(rows: pd.DataFrame) -> Iterable[Block]:
    if len(rows):
        made = partners.table(rows, "The partners' newest figures", "partners-figures")
        yield Fold("The partners' figures as a table", (made,))


def _waiting(published: Published) -> Iterable[Block]:
    """The measures without a figure; the table's download is the file to fill in."""
    measures = waiting(published.table("activity"))
    if not measures:
        return
    cells = [
        (one.name, metrics.partner_names()[one.partner], one.unit, one.definition)
        for one in measures
    ]
    rows = metrics.template(measures)
    made = tables.table("Measures that wait", WAITING, cells, "waiting-measures", rows)
    inside = (Words(words.waiting_by_partner(measures)), Words(words.HOW_TO_UPLOAD), made)
    yield Fold(words.waiting_heading(measures), inside)


def _whole_district(question: Question) -> Iterable[Block]:
    if question.area != areas.root():
        yield Words(words.WHOLE_DISTRICT.format(area=areas.one(question.area).name), "small")


def _bearing(question: Question, leaf: pd.DataFrame) -> list[Topic]:
    """The topics about the offence asked for or, of all crime, about what stands out."""
    if question.offence not in offences.of_kind("total", "remainder"):
        return _topics_of([question.offence])
    loud = leaf[leaf["stands_out"]].sort_values("p", kind="stable")
    return _topics_of(loud["offence"])


def _topics_of(asked: Iterable[str]) -> list[Topic]:
    """The topics that name the offences asked for; where none does, those that name their kin."""
    every = metrics.topics().values()
    wanted = list(asked)
    named = [topic for code in wanted for topic in every if code in topic.offences]
    kin = [
        topic
        for code in wanted
        for topic in every
        if any(offences.kin(code, one) for one in topic.offences)
    ]
    return list(dict.fromkeys(named or kin))


def _first(rows: pd.DataFrame, asked: Iterable[Measure]) -> list[Measure]:
    held = set(rows["measure"])
    return list(dict.fromkeys(one for one in asked if one.measure in held))[:SHORTLY]


def _found(rows: pd.DataFrame, find: str) -> pd.DataFrame:
    return of_measures(rows, metrics.matching(find))


def _of(rows: pd.DataFrame, show: str) -> pd.DataFrame:
    if show in ("", EVERYTHING):
        return rows
    return rows[(rows["theme"].map(_code) == show) | (rows["partner"] == show)]


def _themes() -> dict[str, str]:
    return {code: one.name for code, one in metrics.priorities().items()}


def _counted(name: str, rows: pd.DataFrame) -> str:
    count = rows["measure"].nunique()
    return f"{name}: {count} {'figure' if count == 1 else 'figures'}"


def _credited() -> tuple[str, ...]:
    return (f"{PARTNERS.name}. {PARTNERS.attribution}",)


def _code(theme: str) -> str:
    return theme.lower().replace(" ", "-")
