"""What a change is made of; the steps always add up to the whole, and are no evidence alone."""

import pandas as pd

from cspdata import areas, offences
from cspdata.answers.comparison import at, comparison
from cspdata.published import Published
from cspdata.question import Question
from cspdata.sums.basis import Basis

LARGEST = 7
STEP = ["name", "now", "before", "difference", "kind"]


def parts(
    published: Published, question: Question, basis: Basis
) -> tuple[str, pd.DataFrame] | None:
    """What the change is made up by ("parish", "offence") and its `steps`, None where it is not.

    The areas inside come first, then the kinds of the offence, whichever both periods hold.
    """
    rows = published.ask(comparison, basis)
    whole = at(rows, question.area, question.offence)
    if whole["refused"] or pd.isna(whole["difference"]):
        return None
    below = areas.children(question.area)
    inside = rows[rows["area"].isin(below) & (rows["offence"] == question.offence)]
    kinds = rows[
        (rows["area"] == question.area) & rows["offence"].isin(made_of(rows, question.offence))
    ]
    if inside["difference"].notna().any():
        return areas.level_name(areas.one(below[0]).level), steps(inside, whole, "area_name")
    if kinds["difference"].notna().any():
        return "offence", steps(kinds, whole, "offence_name")
    return None


def made_of(rows: pd.DataFrame, offence: str) -> list[str]:
    """What sums to an offence among those counted: its kinds, as fine as they are counted."""
    held = set(rows["offence"])
    if offence == offences.EXCEPT_VIOLENCE:
        every = made_of(rows, offences.ALL_CRIME)
        violence = made_of(rows, offences.VIOLENCE_AND_SEXUAL) or [offences.VIOLENCE_AND_SEXUAL]
        return [code for code in every if code not in violence]
    below = [code for code in offences.children(offence) if code in held]
    return [leaf for code in below for leaf in (made_of(rows, code) or [code])]


def steps(rows: pd.DataFrame, whole: pd.Series, named: str) -> pd.DataFrame:
    """Each part's difference as a step from 0 to the difference of the whole.

    Columns: name, now, before, difference, kind (part, others, not shown, total), start and end
    (the running difference). The largest steps stand alone, rises first; a part without both
    counts is in "not shown".
    """
    known = rows[rows["difference"].notna()].assign(name=lambda r: r[named], kind="part")
    size = known["difference"].abs().sort_values(ascending=False, kind="stable")
    alone = size.index[: LARGEST if len(known) > LARGEST + 1 else len(known)]
    others = known.drop(alone)
    listed = known.loc[alone].sort_values("difference", ascending=False, kind="stable")[STEP]
    rest = [
        _line(f"The other {len(others)}", "others", others["now"].sum(), others["before"].sum()),
        _line(
            "Not shown",
            "not shown",
            whole["now"] - known["now"].sum(),
            whole["before"] - known["before"].sum(),
        ),
    ]
    rest = [line for line in rest if line["now"] or line["before"]]
    every = pd.concat([listed, pd.DataFrame(rest, columns=STEP)]) if rest else listed
    end = every["difference"].cumsum()
    last = _line("In all", "total", whole["now"], whole["before"])
    total = pd.DataFrame([{**last, "start": 0.0, "end": last["difference"]}])
    found = pd.concat([every.assign(start=end - every["difference"], end=end), total])
    return found.reset_index(drop=True)


def _line(name: str, kind: str, now: float, before: float) -> dict[str, object]:
    return {"name": name, "now": now, "before": before, "difference": now - before, "kind": kind}
