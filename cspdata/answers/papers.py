"""Papers that are more than a page: the committee's appendix, and the plain summary.

The one-page paper is the answer of the page itself, printed; nothing is worked out twice.
"""

from collections.abc import Collection, Iterable, Sequence
from functools import partial

import pandas as pd

from cspdata import areas, offences, place
from cspdata.answers import alike, head, notes, tables
from cspdata.answers.about import method
from cspdata.answers.blocks import (
    Answer,
    Block,
    Chart,
    Fold,
    Heading,
    Points,
    Table,
    Words,
)
from cspdata.answers.charts import bars
from cspdata.answers.comparison import comparison, total_offence
from cspdata.answers.missing import missing
from cspdata.answers.words import changes
from cspdata.answers.words import method as words
from cspdata.published import Published
from cspdata.question import Question
from cspdata.sums.basis import Basis, leaves_of, within

WIDEST = 5  # areas side by side on a page of paper


def appendix(published: Published, question: Question) -> Answer:
    """Every table of an area and of all that lies in it, whichever offence was asked for."""
    asked = question.at(offence=offences.ALL_CRIME)
    basis = published.rest_on(asked)
    if basis is None:
        return missing(published, question, "take")
    near, compared = head.nearest_basis(published, asked)
    area, bases = question.area, dict.fromkeys(each for each in (basis, compared) if each)
    blocks: list[Block] = [*_changed(published, near, compared or basis)]
    blocks += notes.listed(published, near, compared or basis)
    if compared != basis:
        caption = f"Recorded offences, {areas.one(area).name}, {_counted(basis)}"
        rows = tree(published, basis, area)
        counts = tables.compared(rows, caption, f"{area}-counts-{basis.period.start}")
        blocks += [Heading("What was counted"), counts]
    if area == areas.root():
        blocks += _regions(published, asked, basis)
    for region in _with_parts(area):
        blocks.append(_inside(published, asked, basis, region))
    blocks += _acquisitive(published, asked, basis)
    if area == areas.root():
        blocks += _flags(published, basis)
        blocks += _print_differs(published, basis)
        blocks += alike.brief(published, asked)
    shown = list(dict.fromkeys([*within(area), *leaves_of(area)]))
    blocks += head.to_know(published, bases, shown, offences.order())
    blocks.append(Fold("How a change is judged", method()))
    return Answer(
        f"Recorded crime in {areas.one(area).name}, {basis.period.days_in_words}",
        f"{area}-appendix-{basis.period.start}-to-{basis.period.end}",
        question,
        tuple(blocks),
        head.attribution(bases),
    )


def summary(published: Published, question: Question) -> Answer:
    """What changed in an area and how much in each part of it, without pictures or scripts."""
    asked = question.at(offence=offences.ALL_CRIME)
    basis = published.rest_on(asked)
    if basis is None:
        return missing(published, question, "take")
    near, compared = head.nearest_basis(published, asked)
    bases = list(dict.fromkeys(each for each in (basis, compared) if each))
    plain = [each for each in _changed(published, near, bases[-1]) if not isinstance(each, Chart)]
    rows = published.ask(comparison, basis)
    listed = [*basis.source.groups, offences.ALL_CRIME]
    columns = areas.children(question.area)
    by = [
        tables.side_by_side(
            rows, columns, listed, f"By area, {_counted(basis)}", f"{question.area}-by-area"
        ),
        *(
            _parts_table(published, basis, region, question)
            for region in _with_parts(question.area)
        ),
    ]
    know = head.to_know(published, bases, [question.area], listed)
    return Answer(
        f"Recorded crime in {areas.one(question.area).name}, {basis.period.days_in_words}",
        f"{question.area}-summary",
        asked,
        (*plain, *(by if columns else ()), *know),
        head.attribution(bases),
    )


def tree(published: Published, basis: Basis, area: str) -> pd.DataFrame:
    """Every offence that is counted in an area, in printed order, sub-types with depth 1."""
    rows = published.ask(comparison, basis)
    counted = [code for group in basis.source.groups for code in (group, *offences.children(group))]
    listed = [*counted, *offences.of_kind("incident"), total_offence(rows, area)]
    own = rows[(rows["area"] == area) & rows["offence"].isin(listed)]
    return own.assign(depth=own["offence"].isin(offences.of_kind("sub-type")).astype(int))


def _changed(published: Published, question: Question, basis: Basis) -> Iterable[Block]:
    """The total, what stands out among the leaf offences, the chart and the table of all."""
    rows = published.ask(comparison, basis)
    area, name = question.area, areas.one(question.area).name
    yield Heading("What changed")
    total = tables.row_of(rows, area, total_offence(rows, area))
    if total is not None:
        said = changes.change(total, question.against)
        yield Words(f"**{total['offence_name']}**: {said}", "lead")
    yield from head.months_missing(basis)
    own = rows[(rows["area"] == area) & rows["leaf"]]
    yield Words(f"**{changes.stand_out(own, 'offences')}.**")
    loud = changes.each(own[own["stands_out"]], question.against)
    if loud:
        yield Points(loud)
    yield from _intervals(own, f"{name}, {_when(basis)}", f"{area}-changes-{basis.period.start}")
    shown = tree(published, basis, area)
    caption = f"Recorded offences, {name}, {_when(basis)}"
    yield tables.compared(shown, caption, f"{area}-offences-{basis.period.start}")


def _regions(published: Published, question: Question, basis: Basis) -> Iterable[Block]:
    columns = areas.children(question.area)
    by = f"By {place.here().region_short}"
    rows = published.ask(comparison, basis)
    listed = [*basis.source.groups, offences.ALL_CRIME]
    made = [tables.side_by_side(rows, columns, listed, f"{by}, {_counted(basis)}", "by-region")]
    change = _compared_areas(published, question, columns, "regions-change")
    yield Fold(by, (*made, *change))


def _inside(published: Published, question: Question, basis: Basis, region: str) -> Block:
    """The parts of a region: how many in each, the offences side by side, the change of each."""
    name, columns = areas.one(region).name, areas.children(region)
    rows = published.ask(comparison, basis)
    listed = [*basis.source.groups, offences.ALL_CRIME]
    own = rows[rows["area"].isin(columns) & (rows["offence"] == offences.ALL_CRIME)]
    what = areas.plural(areas.one(columns[0]).level)
    groups = together(published, basis, columns)
    blocks: list[Block] = []
    if own["now"].notna().any():
        whole = tables.row_of(rows, region, offences.ALL_CRIME)
        blocks = [
            _ranking(own, whole, f"{name}, {_counted(basis)}", region),
            _parts_table(published, basis, region, question),
        ]
    for number, group in enumerate(groups, 1):
        which = f", table {number} of {len(groups)}" if len(groups) > 1 else ""
        caption = f"Offences by {areas.one(columns[0]).level}, {name}, {_counted(basis)}{which}"
        called = f"{region}-offences-{number}-{basis.period.start}"
        blocks.append(tables.side_by_side(rows, group, listed, caption, called))
    blocks += _compared_areas(published, question, columns, f"{region}-change")
    return Fold(f"{what[:1].upper()}{what[1:]} of {name}", tuple(blocks))


def _compared_areas(
    published: Published, question: Question, columns: Sequence[str], name: str
) -> Iterable[Block]:
    """Some areas against the earlier period, from the source that can compare them."""
    _, basis = head.nearest_basis(published, question.at(area=columns[0]))
    if basis is None or not basis.before:
        return
    rows = published.ask(comparison, basis)
    offence = total_offence(rows, columns[0])
    own = rows[rows["area"].isin(columns) & (rows["offence"] == offence)]
    own = own.sort_values("difference", ascending=False, kind="stable")
    caption = f"Change: {offences.one(offence).name}, {_when(basis)}"
    level = areas.plural(areas.one(columns[0]).level)
    yield Words(f"{changes.driving(own, 'area_name')} {changes.stand_out(own, level)}.")
    yield tables.compared(own, caption, name, "area_name")


def _acquisitive(published: Published, question: Question, basis: Basis) -> Iterable[Block]:
    theft = offences.children("theft")
    _, near = head.nearest_basis(published, question.at(offence="theft"))
    compared = near or basis
    rows = published.ask(comparison, compared)
    own = rows[(rows["area"] == question.area) & rows["offence"].isin([*theft, "theft"])]
    blocks: list[Block] = []
    if question.area == areas.root():
        now = published.ask(comparison, basis)
        columns = areas.children(question.area)
        caption = f"Kinds of theft by {place.here().region_short}, {_counted(basis)}"
        listed = [*theft, "theft"]
        blocks.append(tables.side_by_side(now, columns, listed, caption, "theft-by-region"))
    if own["now"].notna().any():
        when = f"{areas.one(question.area).name}, {_when(compared)}"
        kinds = own[own["offence"] != "theft"]
        blocks += _intervals(kinds, when, f"{question.area}-theft-changes")
        name = f"{question.area}-theft"
        blocks.append(tables.compared(own, f"Kinds of theft, {when}", name))
    if blocks:
        yield Fold("Acquisitive crime", tuple(blocks))


def _flags(published: Published, basis: Basis) -> Iterable[Block]:
    rows = published.ask(comparison, basis)
    own = rows[(rows["area"] == areas.root()) & rows["offence"].isin(offences.of_kind("flag"))]
    if own.empty:
        return
    made = tables.compared(own, f"Domestic and hate, {_when(basis)}", "domestic-and-hate")
    yield Fold("Domestic and hate", (Words(words.FLAGS), made))


def _print_differs(published: Published, basis: Basis) -> Iterable[Block]:
    """Where the printed tables of the source do not agree with themselves."""
    printed = published.table("printed")
    notes = dict.fromkeys(note for note in printed["note"].fillna("") if note)
    if not basis.source.months and notes:
        inside = (Words(words.PRINTED), Points(tuple(notes)))
        yield Fold("Where the printed figures need a word", inside)


def together(published: Published, basis: Basis, parts: Collection[str]) -> list[list[str]]:
    """Areas in the groups that their file has them in, no group wider than a page."""
    crimes = published.table("crimes")
    rows = crimes[
        (crimes["source"] == basis.source.source)
        & (crimes["period_start"] == pd.Timestamp(basis.now[0].start))
        & crimes["area"].isin(list(parts))
    ]
    of_file = rows.drop_duplicates("area").set_index("area")["file"].to_dict()
    files = dict.fromkeys(of_file.get(part, "") for part in parts)
    groups = ([part for part in parts if of_file.get(part, "") == file] for file in files)
    return [
        group[start : start + WIDEST] for group in groups for start in range(0, len(group), WIDEST)
    ]


def _parts_table(published: Published, basis: Basis, region: str, question: Question) -> Table:
    rows = published.ask(comparison, basis)
    columns = areas.children(region)
    own = rows[rows["area"].isin(columns) & (rows["offence"] == offences.ALL_CRIME)]
    caption = f"All recorded crime in {areas.one(region).name}, {_counted(basis)}"
    return tables.parts(
        own, tables.row_of(rows, region, offences.ALL_CRIME), caption, f"{region}-parts", question
    )


def _ranking(rows: pd.DataFrame, whole: pd.Series | None, where: str, region: str) -> Chart:
    shown = rows.sort_values("now", ascending=False, kind="stable")
    subtitle = f"Recorded crimes, {where}"
    return Chart(
        name=f"{region}-ranking",
        title=tables.most(rows, whole),
        subtitle=subtitle,
        alt=f"{subtitle}, most first. The table that follows holds the same figures.",
        draw=partial(bars.ranking, shown),
    )


def _intervals(rows: pd.DataFrame, where: str, name: str) -> Iterable[Chart]:
    """The changes that have a percentage, as one chart; none where no change has."""
    shown = bars.in_percent(rows[rows["p"].notna()].sort_values("p", kind="stable"))
    if shown.empty:
        return
    title = changes.stand_out(rows, "offences")
    yield Chart(
        name=name,
        title=title,
        subtitle=f"Change in recorded offences, {where}. A line is the range allowing for chance.",
        alt=f"{title}. The table that follows holds the same figures.",
        draw=partial(bars.intervals, shown),
    )


def _with_parts(area: str) -> list[str]:
    """The areas that are shown with their parts: regions of the district, or the area itself."""
    below = [code for code in areas.children(area) if areas.children(code)]
    return below or ([area] if areas.children(area) else [])


def _counted(basis: Basis) -> str:
    return f"{basis.period.words} ({basis.source.short})"


def _when(basis: Basis) -> str:
    return f"{basis.words} ({basis.source.short})"
