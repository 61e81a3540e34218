"""Operations and whether they show in the figures: the register, and one entry of it.

Counts are those of the months of police.uk; a month that an area lacks is left out.
"""

from collections.abc import Iterable
from typing import Any

import numpy as np
import pandas as pd

from cspdata import areas, caveats, offences
from cspdata.answers import head, tables, usual
from cspdata.answers.blocks import Answer, Block, Fold, Heading, Link, Table, Words, literal
from cspdata.answers.words import operations as words
from cspdata.change.operation import Sign, displacement, nothing_done, signs, visible_fall
from cspdata.change.rest import against_rest
from cspdata.periods import Period
from cspdata.published import Published
from cspdata.question import Question
from cspdata.sources import PARTNERS, POLICE_UK
from cspdata.sums.basis import Basis

BETWEEN = ";"
TESTED = ("now", "before", "rest_now", "rest_before", "percent", "low", "high", "p")
COLUMNS = ("Where", "Before", "After")


def choices(published: Published) -> dict[str, str]:
    """The registered operations by name, "" for none of them; empty where none is registered."""
    names = list(newest(published)["operation"])
    return {"": "None", **{name: name for name in names}} if names else {}


def newest(published: Published) -> pd.DataFrame:
    """The newest step of each operation, in the register's order."""
    rows = published.table("operations").sort_values("registered_on", kind="stable")
    return rows.drop_duplicates("operation", keep="last").sort_values("row", kind="stable")


def listed(published: Published, question: Question) -> Iterable[Block]:
    """A heading, and each operation with what can be said of it; nothing where there is none."""
    rows = newest(published)
    if rows.empty:
        return
    yield Heading("Operations: do they show in the figures?")
    for name in rows["operation"]:
        link = Link(f"What can be told of {name}", "done", question, (("operation", name),))
        yield Words(f"**{literal(name)}**: {_short(published, name)}", links=(link,))


def on_operation(published: Published, question: Question, operation: str) -> Answer:
    """One operation: what could be seen, here against elsewhere, displacement, nothing done."""
    if operation not in choices(published):
        unknown = (Words(words.UNKNOWN.format(name=literal(operation)), "lead"),)
        return Answer("An operation", "operation", question, unknown)
    row = _row(published, operation)
    steps = int((published.table("operations")["operation"] == operation).sum())
    about = (Words(words.stated(row)), Words(words.registered(row, steps), "small"))
    note = (Words(literal(row["note"]), "small"),) if row["note"] else ()
    why = published.ask(waits, operation)
    if why:
        blocks: tuple[Block, ...] = (Words(why, "lead"), *about, *note)
        return Answer(operation, "operation", question, blocks, _credited())
    found = published.ask(effect, operation)
    place = f"{offences.one(row['offence']).name} in {areas.one(row['area']).name}"
    bases = [_basis(row)]
    blocks = (
        Words(words.verdict(found, place), "lead"),
        *about,
        *note,
        Heading("What could have been seen"),
        Words(words.power(found)),
        Heading("Here against elsewhere"),
        Words(words.four(found)),
        *_left_out(found),
        Heading("With nothing done"),
        Words(words.regression(found)),
        Heading("What moved to the neighbours"),
        Words(words.displaced(found, row["near"])),
        Fold("The counts as a table", (_table(row, found),)),
        Words(words.ABOUT, "small"),
        *head.to_know(published, bases, [row["area"]], [row["offence"]]),
    )
    return Answer(
        operation, "operation", question, blocks, (*head.attribution(bases), *_credited())
    )


def waits(published: Published, operation: str) -> str:
    """Why nothing can be compared yet, as a sentence; "" where it can."""
    row = _row(published, operation)
    if not (row["area"] and row["offence"]):
        return words.NO_PLACE
    if pd.isna(row["before_start"]):
        return words.NO_BEFORE
    after, before = _spans(row)
    if found := caveats.broken(POLICE_UK.source, row["offence"], after, before):
        return f"{found.sentence} {found.alternative}".strip()
    counted = published.months.columns
    if (row["area"], row["offence"]) not in counted:
        return words.NO_MONTHS
    wide = _wide(published, row)
    return "" if all(len(_held(wide, days)) for days in (after, before)) else words.NO_MONTHS


def effect(published: Published, operation: str) -> dict[str, Any]:
    """What `change.operation` makes of an entry that does not wait.

    now, before, rest_now, rest_before, percent, low, high, p (of `against_rest`), fall (of
    `visible_fall`), expected, without_low, without_high (of `nothing_done`), local, near, total
    with their ends (of `displacement`), near_now, near_before, sign, missing (months left out).
    """
    row = _row(published, operation)
    wide, (after, before) = _wide(published, row), _spans(row)
    late, early = _held(wide, after), _held(wide, before)
    near, rest = _codes(row["near"]), _elsewhere(row, wide)
    counted = pd.DataFrame(
        {
            name: [wide.loc[side, codes].to_numpy().sum() for side in (early, late)]
            for name, codes in (("here", [row["area"]]), ("elsewhere", rest), ("near", near))
        },
        index=["before", "after"],
    ).T
    days = [sum(at.days_in_month for at in side) for side in (early, late)]
    counted["exposure"] = days[1] / days[0]
    counted["dispersion"] = _dispersion(published, row, counted, sum(days))
    sides: list[dict[Any, float]] = counted.loc[["here", "elsewhere"]].to_dict("records")
    here, there = sides
    spread = (here["dispersion"], there["dispersion"])
    tested = against_rest(here["after"], here["before"], there["after"], there["before"], *spread)
    visible = visible_fall(here["before"], there["before"], here["exposure"], *spread)
    without = _without(published, row, wide, late, early, spread)
    sign = signs(tested, visible["fall"], without["low"], bool(row["chosen_high"])).item()
    asked = len(after.months) + len(before.months)
    return {
        **{name: tested[name].item() for name in TESTED},
        "fall": visible["fall"].item(),
        "expected": without["expected"],
        "without_low": without["low"],
        "without_high": without["high"],
        **_displacement(counted, row, rest, near),
        "near_before": counted.loc["near", "before"],
        "near_now": counted.loc["near", "after"],
        "sign": sign,
        "missing": asked - len(late) - len(early),
    }


def _short(published: Published, operation: str) -> str:
    if published.ask(waits, operation):
        return "waits for figures."
    return f"{Sign(published.ask(effect, operation)['sign']).value}."


def _row(published: Published, operation: str) -> pd.Series:
    rows = newest(published)
    found: pd.Series = rows[rows["operation"] == operation].iloc[0]
    return found


def _spans(row: pd.Series) -> tuple[Period, Period]:
    """The days after, which are the operation's own, and those before."""
    return (
        Period(row["period_start"].date(), row["period_end"].date()),
        Period(row["before_start"].date(), row["before_end"].date()),
    )


def _wide(published: Published, row: pd.Series) -> pd.DataFrame:
    """The months of the offence, a column for each area of the place's level."""
    level = areas.one(row["area"]).level
    columns = [code for code in areas.at_level(level) if (code, row["offence"]) in published.months]
    found = published.months[[(code, row["offence"]) for code in columns]]
    return found.set_axis(columns, axis=1).dropna()


def _held(wide: pd.DataFrame, days: Period) -> pd.DatetimeIndex:
    """The whole months of some days that have figures."""
    whole = [pd.Timestamp(each.start) for each in days.months] if days.whole_months else []
    return pd.DatetimeIndex(wide.index[wide.index.isin(whole)])


def _codes(text: str) -> list[str]:
    return [code for code in text.split(BETWEEN) if code]


def _elsewhere(row: pd.Series, wide: pd.DataFrame) -> list[str]:
    """The areas compared with: those named, else all of its level but itself and its neighbours."""
    named = _codes(row["elsewhere"])
    apart = {row["area"], *_codes(row["near"])}
    return named or [code for code in wide.columns if code not in apart]


def _dispersion(
    published: Published, row: pd.Series, counted: pd.DataFrame, days: float
) -> np.ndarray:
    both = (counted["before"] + counted["after"]).to_numpy(float)
    codes = pd.Series([row["offence"]] * len(counted))
    return usual.dispersion_of(published, codes, both, days)


def _without(
    published: Published,
    row: pd.Series,
    wide: pd.DataFrame,
    late: pd.DatetimeIndex,
    early: pd.DatetimeIndex,
    spread: tuple[float, float],
) -> pd.Series:
    """What the place would have counted with nothing done, from all months up to the operation."""
    known = wide[wide.index < pd.Timestamp(row["period_start"])]
    held, before, after = (rows.sum() for rows in (known, wide.loc[early], wide.loc[late]))
    size = areas.table().set_index("area")["residents"].reindex(wide.columns).astype(float)
    told = nothing_done(
        held,
        size,
        before,
        len(known) / len(early),
        len(late) / len(early),
        after.sum() - after,
        held.sum() - held,
        *spread,
    )
    found: pd.Series = told.loc[row["area"]]
    return found


def _displacement(
    counted: pd.DataFrame, row: pd.Series, rest: list[str], near: list[str]
) -> dict[str, float]:
    residents = areas.table().set_index("area")["residents"].astype(float)
    sizes = {"here": [row["area"]], "elsewhere": rest, "near": near}
    size = pd.Series({name: float(residents[codes].sum()) for name, codes in sizes.items()})
    held = counted.assign(size=size)
    return displacement(held if near else held.drop("near"))


def _basis(row: pd.Series) -> Basis:
    after, before = _spans(row)
    return Basis(POLICE_UK, after, before, tuple(after.months), tuple(before.months))


def _left_out(found: dict[str, Any]) -> tuple[Block, ...]:
    return (Words(words.missing(found["missing"]), "small"),) if found["missing"] else ()


def _table(row: pd.Series, found: dict[str, Any]) -> Table:
    named = {"Here": ("before", "now"), "Elsewhere": ("rest_before", "rest_now")}
    if row["near"]:
        named["Neighbours"] = ("near_before", "near_now")
    cells = [(name, *(f"{found[key]:,.0f}" for key in keys)) for name, keys in named.items()]
    rows = pd.DataFrame(
        [(name, *(found[key] for key in keys)) for name, keys in named.items()],
        columns=["where", "before", "after"],
    )
    return tables.table(f"Counts of {row['operation']}", COLUMNS, cells, "operation-counts", rows)


def _credited() -> tuple[str, ...]:
    return (f"{PARTNERS.name}. {PARTNERS.attribution}",)
