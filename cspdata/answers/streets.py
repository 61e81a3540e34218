"""Where inside an area, as far as police.uk tells: street locations, their months, LSOAs.

Nothing is counted here.
"""

from dataclasses import dataclass
from functools import partial

import pandas as pd

from cspdata import areas, offences, outlines
from cspdata.answers import events
from cspdata.answers.blocks import Beside, Block, Chart, Fold, Heading, Link, Map, Table, Words
from cspdata.answers.charts import years
from cspdata.answers.words import figures
from cspdata.answers.words import streets as words
from cspdata.periods import Period, runs, span
from cspdata.published import Published
from cspdata.question import Against, Question
from cspdata.sources import POLICE_UK
from cspdata.sums import streets as sums
from cspdata.sums.basis import Basis

SHOWN, DRAWN, BRIEF = 10, 30, 3
STREETS = ("part", "streets")
AGAIN = "|"  # between LSOA and location in an address; neither holds one


@dataclass(frozen=True)
class Placed:
    """The street figures that answer a question: its offence and months, as far as held."""

    question: Question
    months: tuple[Period, ...]

    @property
    def basis(self) -> Basis:
        return Basis(POLICE_UK, span(self.months), None, self.months)

    @property
    def days(self) -> str:
        return figures.listed(run.words for run in runs(self.months))


def placed(published: Published, question: Question) -> Placed | None:
    """What is placed at streets of a question, None where no month of it has a street file.

    An offence that police.uk does not tell apart is answered by the one that holds it.
    """
    asked = question.period
    held, known = published.ask(_held)
    months = tuple(each for each in held if asked and asked.overlaps(each))
    line = (question.offence, *offences.ancestors(question.offence))
    offence = next((code for code in line if code in known), None)
    return Placed(question.at(offence=offence), months) if months and offence else None


def _held(published: Published) -> tuple[tuple[Period, ...], dict[str, str]]:
    """The months that have a street file, and the offences that are counted at streets."""
    streets = published.table("streets")
    return sums.months_held(streets), sums.offences_of_streets(streets)


def top(published: Published, area: str, offence: str, months: tuple[Period, ...]) -> pd.DataFrame:
    """Every location of an area as `sums.streets.top_streets` gives them."""
    counted = sums.at_locations(published.table("streets"), area, offence, months)
    return sums.top_streets(counted, months)


def choices(published: Published, question: Question) -> dict[str, str]:
    """The locations of an area by address and name, most first; "" chooses none, {} has none."""
    found = placed(published, question)
    if found is None:
        return {}
    rows = published.ask(top, question.area, found.question.offence, found.months)
    named = {
        _address(row): f"{row['name']} ({row['lsoa_name']})" for row in rows.to_dict("records")
    }
    return {"": "All streets", **named}


def the_streets(published: Published, question: Question, street: str) -> tuple[Block, ...]:
    """The locations of an area on the map and as a list, and the months of one of them."""
    found = placed(published, question)
    if found is None:
        return none_published(published, question)
    area, offence = question.area, found.question.offence
    rows = published.ask(top, area, offence, found.months)
    what = (
        f"{offences.one(offence).name} in {areas.one(area).name}, {found.days} ({POLICE_UK.short})"
    )
    lead = words.persistent(rows, area, offence, found.days)
    told = events.told(published, found.basis, [area], offence)
    return (
        Words(lead, "lead"),
        *_otherwise(question, found),
        *_chosen(published, found, rows, street),
        *_drawn(_map(published, found, rows, what), _list(question, rows, what)),
        *(Words(each) for each in told),
        Words(words.SNAPPED, "small"),
        *_lsoas(published, found, what),
    )


def brief(published: Published, question: Question) -> tuple[Block, ...]:
    """The first few locations of an area with the way to all of them."""
    found = placed(published, question)
    heading = Heading("Which streets?")
    if found is None:
        return (heading, *none_published(published, question))
    rows = published.ask(top, question.area, found.question.offence, found.months)
    lead = words.persistent(rows, question.area, found.question.offence, found.days)
    link = Link("All streets and their months", "where", question, (STREETS,))
    what = f"{offences.one(found.question.offence).name}, {found.days} ({POLICE_UK.short})"
    table = (_list(question, rows.head(BRIEF), what),) if len(rows) else ()
    return (heading, Words(lead, links=(link,)), *table)


def none_published(published: Published, question: Question) -> tuple[Block, ...]:
    """Which months have street files, and the way to the newest of them."""
    held = runs(sums.months_held(published.table("streets")))
    links = (
        (Link(f"Streets, {held[-1].words}", "where", _at(question, held[-1]), (STREETS,)),)
        if held
        else ()
    )
    return (Words(words.none_held(held, question.period), "lead", links=links),)


def _at(question: Question, period: Period) -> Question:
    return question.at(period=period, source=None, against=Against.YEAR)


def _otherwise(question: Question, found: Placed) -> tuple[Block, ...]:
    """Where months or the offence are not quite those asked for."""
    said = []
    if question.period and len(found.months) < len(question.period.months):
        said.append(words.months_of(found.months, runs(found.months), question.period))
    if found.question.offence != question.offence:
        what, whole = (offences.one(q.offence).name for q in (question, found.question))
        said.append(f"{POLICE_UK.short.capitalize()} does not tell {what} apart: this is {whole}.")
    return tuple(Words(each) for each in said)


def _drawn(drawn: Map, listed: Table) -> tuple[Block, ...]:
    """The map beside its list; the list alone where the place has no outlines."""
    return (Beside((drawn,), (listed,)),) if outlines.exist() else (listed,)


def _map(published: Published, found: Placed, rows: pd.DataFrame, what: str) -> Map:
    """The fullest locations as points on the map of the district."""
    shown = sums.points(published.table("streets"), rows.head(DRAWN))
    said = pd.DataFrame(
        [words.point(row) for row in shown.to_dict("records")], columns=["area_name", "text"]
    )
    points = shown[["longitude", "latitude", "count"]].join(said)
    codes = areas.leaves()
    areas_of = pd.DataFrame(
        {
            "area": codes,
            "area_name": [areas.one(code).name for code in codes],
            "text": "",
            "step": 0,
            "mark": "",
        }
    )
    title = f"The {len(shown)} fullest locations"
    return Map(
        name=f"{found.question.offence}-streets-{found.question.area}",
        title=title,
        subtitle=f"{what}. Points are moved to the nearest of a fixed list.",
        alt=f"{title}. {what}. The list beside it names them.",
        rows=areas_of,
        legend=(),
        chosen=found.question.area if found.question.area != areas.root() else "",
        points=points,
    )


def _list(question: Question, rows: pd.DataFrame, what: str) -> Table:
    records = rows.to_dict("records")
    return Table(
        what,
        words.STREETS,
        tuple(words.street_cells(row) for row in records),
        f"{question.offence}-streets-{question.area}",
        rows,
        links=tuple(
            Link(row["name"], "where", question, (STREETS, ("street", _address(row))))
            for row in records
        ),
        key=(1, 3),
        shown=SHOWN,
    )


def _chosen(
    published: Published, found: Placed, rows: pd.DataFrame, street: str
) -> tuple[Block, ...]:
    """One location month by month, over every month that has a street file."""
    own = rows[[_address(row) == street for row in rows.to_dict("records")]]
    if own.empty:
        return ()
    row = own.iloc[0]
    held, offence = published.table("streets"), found.question.offence
    every = sums.months_held(held)
    counted = sums.at_locations(held, found.question.area, offence, every)
    counted = counted[(counted["lsoa"] == row["lsoa"]) & (counted["location"] == row["location"])]
    days = pd.to_datetime([one.start for one in span(every).months])
    files = pd.to_datetime([one.start for one in every])
    count = counted.set_index("period_start")["count"].reindex(files, fill_value=0)
    series = pd.DataFrame({"month": days, "count": count.reindex(days).to_numpy(dtype=float)})
    said = [
        f"{m:%B %Y}: {'no street file' if pd.isna(c) else figures.count(c)}"
        for m, c in series.itertuples(index=False)
    ]
    series = series.assign(said=said)
    place = f"On or near {row['name']} ({row['lsoa_name']})"
    what = f"{offences.one(offence).name}, {span(every).words} ({POLICE_UK.short})"
    name = f"{offence}-street-{row['lsoa']}"
    chart = Chart(
        name,
        f"{place}: {figures.count(series['count'].sum())} in {len(every)} months",
        f"{what}. Months without a bar and a number have no street file.",
        f"{place}, month by month. The table below holds the same.",
        partial(years.bars, series, "Recorded"),
        what="Month by month",
    )
    cells = tuple(
        (f"{m:%B %Y}", figures.count(c))
        for m, c in zip(days[::-1], series["count"][::-1], strict=True)
    )
    table = Table(
        f"{place}: {what}", ("Month", "Count"), cells, name, series[["month", "count"]],
        figures.shorthand("[x]"), key=(1,),
    )  # fmt: skip
    return (chart, Fold("Its months as a table", (table,)))


def _lsoas(published: Published, found: Placed, what: str) -> tuple[Block, ...]:
    area = found.question.area
    counted = sums.at_locations(
        published.table("streets"), area, found.question.offence, found.months
    )
    rows = sums.by_lsoa(counted, area)
    if rows.empty:
        return ()
    table = Table(
        f"Census areas (LSOAs): {what}",
        words.LSOAS,
        tuple(words.lsoa_cells(row) for row in rows.to_dict("records")),
        f"{found.question.offence}-lsoas-{area}",
        rows,
    )
    return (Fold(f"The {len(rows)} census areas (LSOAs) of {areas.one(area).name}", (table,)),)


def _address(row: dict) -> str:
    return f"{row['lsoa']}{AGAIN}{row['name']}"
