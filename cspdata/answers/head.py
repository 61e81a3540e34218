"""What every page begins and ends with: the line under the bar, the lead, tiles, what to know."""

from collections.abc import Iterable, Sequence

import pandas as pd

from cspdata import areas, caveats, offences, settings
from cspdata.answers.blocks import Block, Fold, Link, Points, Tile, Tiles, Words
from cspdata.answers.comparison import comparison
from cspdata.answers.words import changes, figures, quotes
from cspdata.change import Verdict
from cspdata.periods import Period
from cspdata.published import Published
from cspdata.question import Question
from cspdata.sites import of_place
from cspdata.sources import Source
from cspdata.sums.basis import DAYS_OF_A_YEAR, Basis, comparable, sources_of
from cspdata.vocabulary import items, read

LINE = 24  # months on a tile
TONES = {
    Verdict.STRONG_RISE: "signal",
    Verdict.STRONG_FALL: "signal",
    Verdict.POSSIBLE_RISE: "possible",
    Verdict.POSSIBLE_FALL: "possible",
}


def line(published: Published, question: Question) -> tuple[str, str, tuple[Link, ...]]:
    """The question in one short line, where its figures are from, and what else could answer."""
    area, offence = areas.one(question.area).name, offences.one(question.offence).short
    when = question.period.words if question.period else "no figures"
    short = f"{area} · {offence} · {when}"
    basis = published.rest_on(question)
    if basis is None:
        return short, published.words, ()
    counted = f"{basis.source.name}, {basis.words}. {published.words}"
    return (
        short,
        counted,
        (*others(published, question, basis), *instead(published, question, basis)),
    )


def row_of(published: Published, question: Question, basis: Basis) -> pd.Series:
    """The one row of the comparison that a question asks for."""
    return published.ask(_rows, basis, question.area)[question.offence]


def _rows(published: Published, basis: Basis, area: str) -> dict[str, pd.Series]:
    """The comparison of an area by offence, since taking one row out of a frame is slow.

    So is making a row of each of a force's 25,000, of which a page shows a few.
    """
    rows = published.ask(comparison, basis)
    rows = rows[rows["area"] == area]
    return dict(zip(rows["offence"], (row for _, row in rows.iterrows()), strict=True))


def main_row(published: Published, question: Question, basis: Basis) -> pd.Series:
    """The row that the page is about: of all crime, less violence where a break refuses the whole.

    Another offence that is refused stands for itself.
    """
    row = row_of(published, question, basis)
    if not row["refused"] or question.offence != offences.ALL_CRIME:
        return row
    return row_of(published, question.at(offence=offences.EXCEPT_VIOLENCE), basis)


def lead(published: Published, question: Question, basis: Basis) -> tuple[Block, ...]:
    """The answer in a sentence, with its quotation, and what must be known to read it."""
    row = main_row(published, question, basis)
    quote = quotes.quote(published, row, basis, question)
    first = Words(changes.change(row, question.against), "lead", quote)
    whole = (Words(each) for each in _whole(published, question, basis, row) if each)
    return (first, *whole, *months_missing(basis))


def months_missing(basis: Basis) -> tuple[Words, ...]:
    """Which months a count leaves out, and why nothing is said of the period before."""
    uncompared = _uncompared(basis) if not basis.before and basis.earlier else ""
    told = (Words(changes.left_out(basis), "proviso"), Words(uncompared))
    return tuple(words for words in told if words.text)


def instead(published: Published, question: Question, basis: Basis) -> tuple[Link, ...]:
    """Where this count cannot be compared, the nearest question that can be."""
    if basis.before or basis.earlier is None:
        return ()
    near = comparable(published.held, question)
    return (Link(f"Compare {near.words.partition(', ')[2]}", "area", near),) if near else ()


def tiles(published: Published, question: Question) -> Tiles:
    """The six figures of the place pack, each answered by the source that can."""
    asked = (question.at(offence=_counted(published, question, each)) for each in listed())
    name = areas.one(question.area).name
    made = [tile(published, one) for one in asked]
    return Tiles(f"{name} in six figures", tuple(one for one in made if one))


def tile(published: Published, question: Question) -> Tile | None:
    """A figure with its verdict and months; None where nothing is published of it."""
    shown, basis = nearest_basis(published, question)
    if basis is None:
        return None
    row = row_of(published, shown, basis)
    compared = pd.notna(row["before"])
    own = shown.period != question.period or (question.source is None and basis.earlier is None)
    also = basis.period != question.period
    line = months(published, shown.area, shown.offence)
    return Tile(
        name=offences.one(shown.offence).short,
        now=figures.marked(row["now"], row["status"]),
        was=f"was {figures.count(row['before'])}" if compared else "",
        mark=changes.mark(row["verdict"]),
        verdict="not comparable [b]" if row["refused"] else changes.short(row["verdict"]),
        tone=TONES.get(row["verdict"], "plain"),
        line=line,
        line_words=said_line(published, line),
        links=(
            Link("months", "months", shown),
            Link("map", "where", shown),
            Link("work", "done", shown),
        ),
        quote=quotes.quote(published, row, basis, shown),
        note=f"{basis.period.words}, {basis.source.short}" if also or own else "",
    )


def nearest_basis(published: Published, question: Question) -> tuple[Question, Basis | None]:
    """The basis of a question, or of the nearest that can be compared and ends within a year of it.

    A count of today without comparison says more than one of years ago with it.
    """
    basis = published.rest_on(question)
    if basis and (basis.before or basis.earlier is None):
        return question, basis
    near = comparable(published.held, question)
    if near is None or not near.period:
        return question, basis
    apart = abs((near.period.end - basis.period.end).days) if basis else 0
    return (near, published.rest_on(near)) if apart <= DAYS_OF_A_YEAR else (question, basis)


def months(published: Published, area: str, offence: str) -> tuple[float | None, ...]:
    """The last months of an area and offence, None in a gap; () where none are published."""
    wide = published.months
    if wide.empty or (area, offence) not in wide.columns:
        return ()
    last = wide[(area, offence)].iloc[-LINE:]
    return tuple(None if pd.isna(value) else float(value) for value in last)


def said_line(published: Published, line: Sequence[float | None]) -> str:
    """A line of months in words, for who cannot see it."""
    known = [value for value in line if value is not None]
    if not known:
        return ""
    last = published.months.index[-1]
    return (
        f"{len(known)} months to {last:%B %Y}: lowest {min(known):,.0f}, highest "
        f"{max(known):,.0f}, last {known[-1]:,.0f}."
    )


def to_know(
    published: Published, bases: Iterable[Basis], shown: Sequence[str], listed: Sequence[str]
) -> tuple[Block, ...]:
    """The caveats that touch what is shown, folded at the foot, each once."""
    found = dict.fromkeys(
        caveat
        for basis in bases
        for caveat in caveats.touching(
            basis.source.source,
            [basis.period, *([basis.earlier] if basis.earlier else [])],
            shown,
            listed,
        )
    )
    if not found:
        return ()
    points = Points(
        tuple(f"**{one.title}.** {one.sentence} {one.alternative}".strip() for one in found)
    )
    return (Fold(f"Read before quoting ({len(found)})", (points,)),)


def attribution(bases: Iterable[Basis]) -> tuple[str, ...]:
    """A line for each source: what it is, which days, whose it is."""
    days: dict[Source, dict[str, None]] = {}
    for basis in bases:
        days.setdefault(basis.source, {})[basis.period.days_in_words] = None
    return tuple(
        f"{source.name}, {figures.listed(each)}. {source.attribution}"
        for source, each in days.items()
    )


@of_place
def listed() -> tuple[tuple[str, ...], ...]:
    """The tiles of the place pack: for each, the offences that it may show, the best first."""
    rows = read(settings.table("tiles.csv"), "tile")
    return tuple(tuple(items(row)) for row in rows["offences"])


def _counted(published: Published, question: Question, choices: Sequence[str]) -> str:
    """The first of some offences that can be compared, or that is counted at all.

    Those counted in the days asked for go before those that are not.
    """
    here = [code for code in choices if published.rest_on(question.at(offence=code))]
    asked = here or list(choices)
    based = [(code, nearest_basis(published, question.at(offence=code))) for code in asked]
    for code, (shown, basis) in based:
        if basis and basis.before and not row_of(published, shown, basis)["refused"]:
            return code
    return next((code for code, (_, basis) in based if basis), choices[0])


def _whole(
    published: Published, question: Question, basis: Basis, shown: pd.Series
) -> tuple[str, ...]:
    """The whole that the page's row leaves a part of out, with why it is not compared."""
    row = row_of(published, question, basis)
    if row["offence"] == shown["offence"]:
        return ()
    broken = caveats.broken(basis.source.source, row["offence"], basis.period, _earlier(basis))
    why = broken.title if broken else ""
    return (f"All recorded crime: **{figures.count(row['now'])}**, not compared [b]: {why}.",)


def _uncompared(basis: Basis) -> str:
    """That there is nothing to compare with."""
    earlier = basis.earlier.words if basis.earlier else "an earlier period"
    return f"No figures of {earlier} are published from {basis.source.short}."


def _earlier(basis: Basis) -> Period:
    return basis.earlier or basis.period


def others(published: Published, question: Question, basis: Basis) -> tuple[Link, ...]:
    """The other sources that count the same, one click away."""
    return tuple(
        Link(f"the same from {source.short}", "area", question.at(source=source.source))
        for source in sources_of(published.held, question)
        if source != basis.source
    )
