"""Partnerships like ours: is it us, or everywhere? Rates, changes, and who they are."""

from collections.abc import Iterator
from functools import partial
from typing import Any

import pandas as pd

from cspdata import national, offences, place
from cspdata.answers import bands, likeness, peers, tables
from cspdata.answers.blocks import Answer, Block, Chart, Fold, Heading, Link, Quote, Words
from cspdata.answers.charts import alike as charts
from cspdata.answers.charts import places as funnels
from cspdata.answers.words import alike as words
from cspdata.answers.words import kinds
from cspdata.answers.words.figures import number
from cspdata.answers.words.quotes import address
from cspdata.published import Published
from cspdata.question import Question
from cspdata.residents import per_thousand
from cspdata.sources import DISTRICTS

OFFENCES = ("Offence", "Here", "Among them", "Together", "Force", "England and Wales", "Here is")
CHANGED = ("Offence", "Here", "Among them", "Told apart")


def the_alike(published: Published, question: Question) -> tuple[Block, ...]:
    """The part of the page: always an answer, if only that there are no figures."""
    found = published.ask(peers.compared)
    if found is None:
        known = len(published.ask(peers.everything).counts) and not peers.group().members
        return (Words(words.NO_DISTRICT if known else words.NOTHING, "lead"),)
    if not found.enough:
        few = words.TOO_FEW.format(used=len(found.used), all=len(found.group.members))
        return (Words(few, "lead"), *_left(found), *likeness.who(found))
    offence = peers.counted(question.offence)
    held = published.ask(peers.standing, offence, question.per)
    assert held is not None
    asked = question.at(offence=offence)
    return (
        Words(_lead(found, held, offence), "lead", _quote(published, found, held, asked)),
        *_instead(question.offence, offence),
        *_left(found),
        Words(words.OWN_PERIOD.format(days=words.days(found.period)), "small"),
        *_funnel(found, held, asked),
        *bands.the_months(published, offence, question.per),
        *_every(published, found, question),
        *_changes(published, found),
        *likeness.who(found),
        Words(words.visitors(question.per), "small"),
    )


def brief(published: Published, question: Question) -> tuple[Block, ...]:
    """A line for other pages of the district, with the way there; () where nothing is compared."""
    offence = peers.counted(question.offence)
    found = published.ask(peers.compared)
    held = published.ask(peers.standing, offence, question.per)
    if found is None or held is None:
        return ()
    line = words.glance(held.own, held.others, offence, words.days(found.period))
    link = Link("Partnerships like ours", "where", question, (("part", "alike"),))
    return (Heading("Is it us, or everywhere?"), Words(line, links=(link,)))


def attribution(published: Published) -> tuple[str, ...]:
    """The source with the days that are compared."""
    found = published.ask(peers.compared)
    when = f", {words.days(found.period)}" if found else ""
    return (f"{DISTRICTS.name}{when}. {DISTRICTS.attribution}",)


def single(published: Published, question: Question) -> dict[str, Any] | None:
    """The comparison as plain values for programs, None where nothing can be compared."""
    offence = peers.counted(question.offence)
    found = published.ask(peers.compared)
    held = published.ask(peers.standing, offence, question.per)
    if found is None or held is None:
        return None
    base = dict.fromkeys(["residents", question.per])
    columns = ["area", "area_name", "count", *base, "rate", "rate_low", "rate_high"]
    moved = published.ask(peers.changes)
    return {
        "offence": offence,
        "months": [f"{each.start:%Y-%m}" for each in found.period],
        "residents_of": national.CENSUS,
        "per": question.per,
        "standing": str(held.own["standing"]),
        "districts": held.points[columns].round(4).to_dict("records"),
        "together": round(held.between.centre, 4),
        "force": round(held.force, 4),
        "england_and_wales": round(held.country, 4),
        "left_out": [peers.names()[code] for code in found.left],
        "months_left_out": [f"{each:%Y-%m}" for each in found.skipped],
        "by_month": _by_month(published.ask(bands.monthly, offence, question.per)),
        "official_list": found.group.official,
        "change": _moved(moved, offence),
        "sentence": _sentence(found, held, offence),
        "source": DISTRICTS.source,
    }


def _by_month(rows: pd.DataFrame) -> list[dict[str, Any]]:
    """Each month with our rate and the band, None where there is none."""
    held = rows.round(4).astype(object).where(rows.notna(), None)
    return [
        {"month": f"{each:%Y-%m}", **dict(zip(held.columns, row, strict=True))}
        for each, row in zip(held.index, held.to_numpy(), strict=True)
    ]


def _moved(moved: peers.Changes | None, offence: str) -> dict[str, Any] | None:
    if moved is None or offence not in moved.rows.index:
        return None
    row = moved.rows.loc[[offence]].iloc[0]
    known = {
        name: None if pd.isna(row[name]) else round(float(row[name]), 4)
        for name in ("now", "before", "rest_now", "rest_before", "own_percent", "rest_percent", "p")
    }
    return {
        **known,
        "verdict": str(row["verdict"]),
        "words": words.apart(row),
        "months_now": [f"{each.start:%Y-%m}" for each in moved.now],
        "months_before": [f"{each.start:%Y-%m}" for each in moved.before],
    }


def _own(found: peers.Compared) -> str:
    return peers.names()[found.own]


def _lead(found: peers.Compared, held: peers.Standing, offence: str) -> str:
    return words.lead(held.own, held.others, held.between.centre, offence, _own(found))


def _sentence(found: peers.Compared, held: peers.Standing, offence: str) -> str:
    when = words.days(found.period)
    return words.said(held.own, held.others, held.between.centre, offence, _own(found), when)


def _quote(
    published: Published, found: peers.Compared, held: peers.Standing, question: Question
) -> Quote:
    say = _sentence(found, held, question.offence)
    told = (say, words.visitors(question.per), f"Source: {DISTRICTS.name}. {published.words}")
    return Quote(say, " ".join((*told, address(question, "where"))))


def _instead(asked: str, offence: str) -> tuple[Block, ...]:
    if asked == offence:
        return ()
    names = [offences.one(code).name for code in (asked, offence)]
    return (Words(f"Police.uk does not count {names[0]} apart; this is {names[1]}."),)


def _left(found: peers.Compared) -> tuple[Block, ...]:
    months = {
        each: [peers.names().get(code, "") for code in found.skipped[stamp]]
        for stamp in found.skipped
        for each in peers.as_periods([stamp])
    }
    gone = {peers.names().get(code, code): len(lacks) for code, lacks in found.left.items()}
    told = (words.skipped(months, _own(found)), words.left(gone))
    return tuple(Words(each) for each in told if each)


def _every(published: Published, found: peers.Compared, question: Question) -> Iterator[Block]:
    """Every offence on one scale, and the same as a table that leads to each."""
    listed = [(code, published.ask(peers.standing, code)) for code in peers.shown()]
    held = [(code, each) for code, each in listed if each is not None]
    when, force = words.days(found.period), _force(found)
    rows = pd.concat([_strip(code, each, force) for code, each in held], ignore_index=True)
    name = f"{found.own}-among-partnerships-like-ours"
    yield Heading("Every offence")
    yield Chart(
        what="Partnerships like ours, by offence",
        name=name,
        title=f"{_own(found)} among {len(found.used)} {words.CALLED}",
        subtitle=f"Recorded per 1,000 residents of 2021, {when} ({DISTRICTS.short}). A circle is a "
        "district, the diamond ours, orange where it lies outside the limits; the thin line is "
        f"{force}, the thick one England and Wales.",
        alt=f"The rate of each offence in {_own(found)} beside those of the districts most like "
        "it. The table below holds every figure.",
        draw=partial(charts.strip, rows),
    )
    cells = [
        (
            offences.one(code).name,
            number(each.own["rate"]),
            f"{number(each.others['rate'].min())} to {number(each.others['rate'].max())}",
            number(each.between.centre),
            number(each.force),
            number(each.country),
            words.STANDINGS[each.own["standing"]],
        )
        for code, each in held
    ]
    links = [
        Link(code, "where", question.at(offence=code), (("part", "alike"),)) for code, _ in held
    ]
    caption = f"Recorded per 1,000 residents, {when}"
    frame = pd.DataFrame([_figures(code, each) for code, each in held])
    table = tables.table(caption, OFFENCES, cells, f"{name}-table", frame, links, key=(1, 6))
    yield Fold("Every offence as a table, leading to each", (table,))


def _figures(code: str, each: peers.Standing) -> dict[str, Any]:
    return {
        "offence": code,
        "offence_name": offences.one(code).name,
        "count": each.own["count"],
        "rate": each.own["rate"],
        "least": each.others["rate"].min(),
        "most": each.others["rate"].max(),
        "together": each.between.centre,
        "force": each.force,
        "england_and_wales": each.country,
        "standing": str(each.own["standing"]),
    }


def _strip(code: str, held: peers.Standing, force: str) -> pd.DataFrame:
    name = offences.one(code).short
    low, high = held.others["rate"].min(), held.others["rate"].max()
    rates = [
        ("own" if area == held.own["area"] else "district", who, rate)
        for area, who, rate in held.points[["area", "area_name", "rate"]].itertuples(index=False)
    ]
    rates += [("force", force, held.force), ("country", "England and Wales", held.country)]
    line = f"{name}: {number(held.own['rate'])} here, {number(low)} to {number(high)} there"
    return pd.DataFrame(
        {
            "line": line,
            "who": who,
            "said": f"{name}, {named}: {rate:,.2f} per 1,000 residents",
            "times": rate / held.between.centre if held.between.centre else float("nan"),
            "standing": str(held.own["standing"]),
        }
        for who, named, rate in rates
    )


def _funnel(found: peers.Compared, held: peers.Standing, question: Question) -> Iterator[Block]:
    """The offence asked for: every district of the group by name, against the limits."""
    per = question.per
    what = f"{offences.one(question.offence).name}, {words.days(found.period)}"
    yield Heading(offences.one(question.offence).name)
    yield Chart(
        what="Rates of partnerships like ours",
        name=f"{question.offence}-among-partnerships-like-ours",
        title=kinds.outside(held.points, "districts"),
        subtitle=f"{what}: recorded {per_thousand(per)} of 2021 against {per} "
        f"({DISTRICTS.short}); the line is the group without {_own(found)}, with the limits of "
        "chance and ordinary differences.",
        alt=f"The rates of the districts against their {per}, with limits. The table below "
        "names each with its figures.",
        draw=partial(funnels.funnel, held.points, held.curves, held.between.centre, found.own, per),
    )
    records = held.points.to_dict("records")
    cells = [kinds.funnel_cells(row, per) for row in records]
    table = tables.table(
        f"{what}, {per_thousand(per)}",
        kinds.funnel_columns("District", per),
        cells,
        f"{question.offence}-by-district",
        held.points,
        key=(1, 3),
    )
    spread = words.spread(held.between.centre, held.between.tau, held.between.too_different)
    yield Words(
        words.lines(held.force, held.country, held.force_of, held.country_of, _force(found), per)
    )
    yield Words(spread, "small")
    yield Fold(f"The {len(records)} districts as a table", (table, Words(words.OVERLAP, "small")))


def _changes(published: Published, found: peers.Compared) -> Iterator[Block]:
    """Our change against theirs."""
    moved = published.ask(peers.changes)
    if moved is None:
        return
    now, before = words.days(moved.now), words.days(moved.before)
    yield Heading("Did it change there too?")
    yield Words(words.change_lead(moved.rows, _own(found), now, before, moved.a_year))
    cells = [words.change_cells(row) for _, row in moved.rows.iterrows()]
    caption = f"Recorded, {before} to {now}, {_own(found)} and {moved.used} districts together"
    table = tables.table(
        caption,
        CHANGED,
        cells,
        f"{found.own}-change-among-partnerships-like-ours",
        moved.rows,
        key=(1, 3),
    )
    yield Fold("Every offence: our change and theirs", (table,))


def _force(found: peers.Compared) -> str:
    rows = national.districts().set_index("district_code")
    return str(rows.at[found.own, "force_name"]) if found.own in rows.index else place.here().police


def title(question: Question) -> str:
    """What the part is called."""
    return f"{offences.one(peers.counted(question.offence)).name}: {words.CALLED}"


def answer(published: Published, question: Question) -> Answer:
    """The part as an answer of its own."""
    blocks = the_alike(published, question)
    name = f"alike-{question.offence}"
    return Answer(title(question), name, question, blocks, attribution(published))
