"""Matters of the committee: what is open, past its day and answered, and the figure since.

What the figure did is the comparison of every other page, over the months since it was raised.
"""

from collections.abc import Iterable
from datetime import date, timedelta
from typing import Any
from urllib.parse import parse_qsl

import pandas as pd

from cspdata import areas, offences
from cspdata.answers import head, objectives, tables
from cspdata.answers.blocks import Answer, Block, Fold, Heading, Link, Words, literal
from cspdata.answers.words import changes
from cspdata.answers.words import matters as words
from cspdata.periods import Period, day_in_words
from cspdata.published import Published
from cspdata.question import Against, Question, from_address
from cspdata.sources import PARTNERS

ALL = "all"
REPLY_DAYS = 28  # of SI 2009/942 as it is understood, which `words.LAW` says beside it
MONTHS = 12  # of the figure since, the newest
LISTED, SHOWN = ("Matter", "To or by", "How it stands"), 10
COLUMNS = ("Matter", "Step", "Day", "State", "What was said", "Signed by")


def answer(published: Published, question: Question, matter: str = ALL) -> Answer:
    """One matter with every step of it; of `ALL`, the paper of all."""
    rows = now(published, question)
    if rows.empty:
        return Answer("Matters arising", "matters", question, (Words(words.NONE, "lead"),))
    if matter == ALL:
        return _all(published, question, rows)
    if matter not in set(rows["matter"]):
        said = words.UNKNOWN.format(name=literal(matter))
        return Answer("Matters arising", "matters", question, (Words(said, "lead"),))
    return _one(published, question, rows[rows["matter"] == matter].iloc[0])


def choices(published: Published) -> dict[str, str]:
    """The matters by name, all of them, "" for none; empty where none is published."""
    names = list(dict.fromkeys(published.table("matters")["matter"]))
    return {"": "None", ALL: "All matters", **{name: name for name in names}} if names else {}


def brief(published: Published, question: Question) -> tuple[Block, ...]:
    """A line with a way to all matters; nothing where there is none."""
    rows = now(published, question)
    if rows.empty:
        return ()
    waiting = int((rows["state"] == "open").sum())
    said = words.brief(waiting, int(rows["overdue"].sum()), len(rows) - waiting)
    link = Link("What became of them", "done", question, (("matter", ALL),))
    return (Words(said, links=(link,)),)


def listed(published: Published, question: Question) -> Iterable[Block]:
    """A heading and the matters that are open, each leading to its steps."""
    rows = now(published, question)
    if rows.empty:
        return
    yield Heading("Matters of the committee")
    yield from brief(published, question)
    shown = rows[["matter", "kind", "addressed_to", "raised_on", "due", "state", "overdue"]]
    cells = [(row["matter"], words.whose(row), words.short(row)) for row in rows.to_dict("records")]
    links = tuple(_link(row, question) for row in rows.to_dict("records"))
    caption = f"What was raised, {day_in_words(rows['raised_on'].min())} and later"
    yield tables.table(caption, LISTED, cells, "matters", shown, links, SHOWN)


def touching(
    published: Published, question: Question, asked: Iterable[str] = ()
) -> tuple[Block, ...]:
    """The matters that rest on figures of this area, or of what holds it or lies in it.

    `asked` are offences; without any, those of the question count.
    """
    rows = now(published, question)
    wanted = tuple(asked) or (question.offence,)
    near = [
        row
        for row in rows.to_dict("records")
        if row["figures"] and _touches(_asked(row["figures"]), question.area, wanted)
    ]
    if not near:
        return ()
    lines = tuple(_linked(row, question) for row in near)
    return (Fold(f"Matters of the committee ({len(lines)})", lines),)


def now(published: Published, question: Question) -> pd.DataFrame:
    """Each matter as it stands on the day asked for, what is past its day first.

    matter, asked, kind, addressed_to, raised_on, raised_at, due, duty, figures, reference, state,
    overdue, last (its words), last_by, last_on, steps.
    """
    return published.ask(_standing, question.on or date.today())


def since(published: Published, row: pd.Series) -> str:
    """What the figure did since a matter was raised, against a year before; "" without figures."""
    if not row["figures"]:
        return ""
    asked = _asked(row["figures"]).at(source=None, against=Against.YEAR, on=None)
    period = _later(published, asked, row["raised_on"])
    basis = published.rest_on(asked.at(period=period)) if period else None
    if period is None or basis is None:
        return words.NO_LATER
    found = head.row_of(published, asked.at(period=period), basis)
    what = f"{found['offence_name']} in {found['area_name']}, {basis.words}"
    said = f"Since it was raised: {what}: {changes.change(found, Against.YEAR)}"
    return changes.with_left_out(said, basis)


def _later(published: Published, asked: Question, raised: pd.Timestamp) -> Period | None:
    """The newest months of the figure that began after a day, at most a year of them."""
    wide = published.months
    if wide.empty or (asked.area, asked.offence) not in wide.columns:
        return None
    held = wide[(asked.area, asked.offence)].dropna()
    months = held.index[held.index > raised][-MONTHS:]
    if not len(months):
        return None
    last = months[-1] + pd.offsets.MonthEnd(0)
    return Period(months[0].date(), last.date())


def _standing(published: Published, day: date) -> pd.DataFrame:
    steps = published.table("matters").sort_values(["matter", "step"], kind="stable")
    steps = steps[steps["signed_on"] <= pd.Timestamp(day)]
    made = [_matter(own, day) for _, own in steps.groupby("matter", sort=False)]
    made.sort(key=lambda one: (not one["overdue"], one["state"] != "open", _when(one["due"])))
    return pd.DataFrame(made)


def _matter(own: pd.DataFrame, day: date) -> dict[str, Any]:
    first, last = own.iloc[0], own.iloc[-1]
    given = own["due"].dropna()
    due = given.iloc[-1] if len(given) else _by_law(first)
    waits = last["state"] == "open"
    return {
        **{name: first[name] for name in ("matter", "kind", "addressed_to", "raised_at")},
        **{name: first[name] for name in ("duty", "figures", "reference")},
        "asked": first["words"],
        "raised_on": first["signed_on"],
        "due": due,
        "state": last["state"],
        "overdue": bool(waits and pd.notna(due) and due < pd.Timestamp(day)),
        "last": last["words"],
        "last_by": last["signed_by"],
        "last_on": last["signed_on"],
        "steps": len(own),
    }


def _when(due: Any) -> pd.Timestamp:
    return pd.Timestamp.max if pd.isna(due) else due


def _by_law(first: pd.Series) -> Any:
    if not first["duty"]:
        return pd.NaT
    return first["signed_on"] + timedelta(days=REPLY_DAYS)


def _all(published: Published, question: Question, rows: pd.DataFrame) -> Answer:
    meeting = rows["raised_on"].max()
    waits = rows["state"] == "open"
    recent = ~waits & (rows["last_on"] >= meeting)
    groups = (
        ("Past their day", rows[rows["overdue"]]),
        ("Open", rows[waits & ~rows["overdue"]]),
        ("Answered since the last meeting", rows[recent]),
        ("Answered before", rows[~waits & ~recent]),
    )
    blocks: list[Block] = [Words(words.summary(rows, day_in_words(meeting)), "lead")]
    for title, some in groups:
        if len(some):
            blocks += [Heading(title), *_each(published, question, some)]
    blocks += [*_law(rows), Words(words.ABOUT, "small"), *objectives.listed(published)]
    blocks.append(Fold("Every step as a table", (_table(published.table("matters")),)))
    return Answer("Matters arising", "matters", question, tuple(blocks), _credited())


def _each(published: Published, question: Question, rows: pd.DataFrame) -> Iterable[Block]:
    for _, row in rows.iterrows():
        yield _linked(row, question)
        newest = row["asked"] if row["state"] == "open" else row["last"]
        yield Words(f"{literal(newest)} {since(published, row)}".strip(), "small")


def _one(published: Published, question: Question, row: pd.Series) -> Answer:
    steps = published.table("matters")
    own = steps[steps["matter"] == row["matter"]].sort_values("step")
    blocks: list[Block] = [
        Words(words.standing(row), "lead"),
        Words(words.stated(row), links=_figures(row)),
    ]
    if said := since(published, row):
        blocks += [Heading("What the figure did since"), Words(said)]
    blocks += [Heading("Step by step")]
    blocks += [Words(words.step(each)) for each in own.to_dict("records")]
    blocks += [*_law(rows=pd.DataFrame([row])), Words(words.ABOUT, "small")]
    link = Link("All matters of the committee", "done", question, (("matter", ALL),))
    blocks.append(Words("", links=(link,)))
    return Answer(row["matter"], "matter", question, tuple(blocks), _credited())


def _law(rows: pd.DataFrame) -> tuple[Block, ...]:
    return (Words(words.LAW, "small"),) if rows["duty"].any() else ()


def _linked(row: Any, question: Question) -> Words:
    return Words(words.line(row), links=(_link(row, question), *_figures(row)))


def _link(row: Any, question: Question) -> Link:
    return Link(f"Steps: {row['matter']}", "done", question, (("matter", row["matter"]),))


def _figures(row: Any) -> tuple[Link, ...]:
    if not row["figures"]:
        return ()
    page = row["figures"].partition("?")[0] or "glance"
    asked = _asked(row["figures"])
    return (Link(f"Rests on: {asked.words}", page, asked),)


def _asked(figures: str) -> Question:
    return from_address(dict(parse_qsl(figures.partition("?")[2])))[0]


def _touches(rests_on: Question, area: str, wanted: tuple[str, ...]) -> bool:
    near = rests_on.area in areas.path(area) or area in areas.path(rests_on.area)
    return near and any(offences.kin(rests_on.offence, each) for each in wanted)


def _table(steps: pd.DataFrame) -> Block:
    rows = steps.sort_values(["matter", "step"], kind="stable")
    cells = [
        (
            row["matter"],
            str(row["step"]),
            day_in_words(row["signed_on"]),
            row["state"],
            row["words"],
            row["signed_by"],
        )
        for row in rows.to_dict("records")
    ]
    return tables.table("Every step of every matter", COLUMNS, cells, "matters-steps", rows)


def _credited() -> tuple[str, ...]:
    return (f"{PARTNERS.name}. {PARTNERS.attribution}",)
