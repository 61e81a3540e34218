"""What a publication would change on screen: counts, verdicts and ranks before and after."""

import pandas as pd

from cspdata import areas
from cspdata.answers.comparison import at, comparison, total_offence
from cspdata.published import Published
from cspdata.question import Question
from cspdata.sums.basis import Basis, leaves, windows

SHOWN = ["count", "verdict", "rank"]
WHAT = ["figures", "area", "area_name", "offence", "offence_name"]
NEW = ["figures", "area_name", "offence_name", "count", "verdict"]


def on_screen(before: Published, after: Published) -> pd.DataFrame:
    """Rows whose count, verdict or rank would differ, in every period offered before and after.

    Columns: those of WHAT (figures in words) and count, verdict and rank (by count, among the
    smallest areas), each with `_before` and `_after`.
    """
    columns = [*WHAT, *(f"{name}_{when}" for name in SHOWN for when in ("before", "after"))]
    were, will = _bases(before), _bases(after)
    pairs = [(were[words], basis) for words, basis in will.items() if words in were]
    found = [_differing(before, was, after, now) for was, now in pairs]
    if not found:
        return pd.DataFrame(columns=columns)
    return pd.concat(found, ignore_index=True)[columns]


def new_views(before: Published, after: Published) -> pd.DataFrame:
    """The periods that would be offered for the first time: the columns of NEW, of the district."""
    held = _bases(before)
    fresh = [basis for words, basis in _bases(after).items() if words not in held]
    return pd.DataFrame([_headline(after, basis) for basis in fresh], columns=NEW)


def _bases(published: Published) -> dict[str, Basis]:
    """Every offered period of every source with the whole district, by its words."""
    asked = [
        Question(areas.root(), period=period, source=source)
        for source in published.held
        for period in windows({source: published.held[source]}).values()
    ]
    found = (published.rest_on(question) for question in asked)
    return {f"{one.words} ({one.source.short})": one for one in found if one}


def _differing(before: Published, was: Basis, after: Published, now: Basis) -> pd.DataFrame:
    old, new = _ranked(before, was), _ranked(after, now)
    sides = new.join(old[SHOWN], how="left", lsuffix="_after", rsuffix="_before")
    unlike = [
        sides[f"{name}_after"].ne(sides[f"{name}_before"])
        & ~(sides[f"{name}_after"].isna() & sides[f"{name}_before"].isna())
        for name in SHOWN
    ]
    changed = unlike[0] | unlike[1] | unlike[2]
    return sides[changed].assign(figures=f"{now.words} ({now.source.short})")


def _ranked(published: Published, basis: Basis) -> pd.DataFrame:
    rows = published.ask(comparison, basis).rename(columns={"now": "count"})
    smallest = rows[rows["area"].isin(leaves())]
    ranks = smallest.groupby("offence", group_keys=False)["count"].rank(
        ascending=False, method="min"
    )
    return rows.assign(rank=ranks.reindex(rows.index))[[*WHAT[1:], *SHOWN]]


def _headline(published: Published, basis: Basis) -> dict[str, object]:
    rows = published.ask(comparison, basis)
    row = at(rows, areas.root(), total_offence(rows, areas.root()))
    return {
        "figures": f"{basis.words} ({basis.source.short})",
        "area_name": row["area_name"],
        "offence_name": row["offence_name"],
        "count": row["now"],
        "verdict": row["verdict"],
    }
