"""What a change between two periods is made of; the steps always add up to the whole."""

import pandas as pd

from cspdata import offences
from cspdata.queries.compared import changes, total
from cspdata.queries.views import View, parishes, views

LARGEST = 8
STEP = ["name", "now", "before", "difference", "kind"]


def split(
    figures: pd.DataFrame, chosen: View, area: str, offence: str, by: str
) -> tuple[View, pd.DataFrame] | None:
    """The steps of a change by "parish" or by "offence", in the first view that has them.

    The chosen view is asked first. Rows as `steps` gives them; None where no view allows it.
    """
    if by not in ways(chosen, area, offence):
        return None
    for view in dict.fromkeys([chosen, *views(figures)]):
        codes = parishes(area) if by == "parish" else parts_of(view, offence)
        whole = total(figures, view, area, offence)
        if whole["refused"] or pd.isna(whole["difference"]):
            continue
        rows = (
            changes(figures, view, codes, offence)
            if by == "parish"
            else changes(figures, view, area, codes)
        )
        if rows["difference"].notna().any():
            return view, steps(rows, whole, by)
    return None


def ways(view: View, area: str, offence: str) -> list[str]:
    """What a change of the offence in the area can be made up of: "parish", "offence" or both."""
    inside = parishes(area) != [area]
    return ["parish"] * inside + ["offence"] * bool(parts_of(view, offence))


def steps(rows: pd.DataFrame, whole: pd.Series, by: str, largest: int = LARGEST) -> pd.DataFrame:
    """Each part's difference as a step from 0 to the difference of the whole.

    `rows` and `whole` as `changes` and `total` give them. Columns: name, now, before, difference,
    kind (part, others, not shown, total), start and end (the running difference). The largest
    steps stand alone, rises first; a part without both counts is in "not shown".
    """
    parts = "parishes" if by == "parish" else "offences"
    known = rows[rows["difference"].notna()].assign(
        name=lambda each: each["area_name"] if by == "parish" else each["offence_name"], kind="part"
    )
    alone = known["difference"].abs().sort_values(ascending=False, kind="stable").index[:largest]
    others = known.drop(alone)
    if len(others) == 1:
        alone, others = known.index, known.iloc[:0]
    listed = known.loc[alone].sort_values("difference", ascending=False, kind="stable")[STEP]
    rest = [
        _line(f"The other {len(others)} {parts}", others["now"].sum(), others["before"].sum())
        | {"kind": "others"}
    ] * bool(len(others))
    unseen = _line(
        f"Not shown by {by}",
        whole["now"] - known["now"].sum(),
        whole["before"] - known["before"].sum(),
    ) | {"kind": "not shown"}
    rest += [unseen] * bool(unseen["now"] or unseen["before"])
    every = pd.concat([listed, pd.DataFrame(rest, columns=STEP)] if rest else [listed])
    end = every["difference"].cumsum()
    every = every.assign(start=end - every["difference"], end=end)
    name = whole["area_name"] if by == "parish" else whole["offence_name"]
    last = _line(name, whole["now"], whole["before"])
    last |= {"kind": "total", "start": 0.0, "end": last["difference"]}
    return pd.concat([every, pd.DataFrame([last])], ignore_index=True)


def parts_of(view: View, offence: str) -> list[str]:
    """What sums to an offence in the terms of the view's source, [] where nothing does."""
    groups = list(view.source.groups)
    if offence == offences.ALL_CRIME:
        return groups
    if offence == offences.EXCEPT_VIOLENCE:
        violence = {offences.VIOLENCE_AND_SEXUAL, *offences.children(offences.VIOLENCE_AND_SEXUAL)}
        return [group for group in groups if group not in violence]
    return offences.children(offence)


def _line(name: str, now: float, before: float) -> dict[str, object]:
    return {"name": name, "now": now, "before": before, "difference": now - before}
