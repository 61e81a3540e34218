"""What a publication would change on screen: counts, verdicts and ranks before and after.

Nothing is published or compared anew here: both sides are answers of their own.
"""

import pandas as pd

from cspdata import areas, offences
from cspdata.answers import tables
from cspdata.answers.blocks import Table
from cspdata.answers.comparison import at, comparison, total_offence
from cspdata.answers.words import figures
from cspdata.periods import Period
from cspdata.published import Published
from cspdata.question import Question
from cspdata.sums.basis import Basis, leaves, windows

SHOWN = ["count", "verdict", "rank"]
WHAT = ["figures", "area", "area_name", "offence", "offence_name"]
# How many rows stand open; the rest is a click away.
EXAMPLES = 5
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


def fresh_table(rows: pd.DataFrame) -> Table:
    """The rows of `new_views`."""
    cells = [
        (row["figures"], row["offence_name"], figures.count(row["count"]), _capital(row["verdict"]))
        for row in rows.to_dict("records")
    ]
    heads = ("Figures", "Offence", areas.one(areas.root()).name, "Verdict")
    caption = "Periods shown for the first time"
    return tables.table(caption, heads, cells, "new-views", rows, shown=EXAMPLES, key=(2,))


def changed_table(rows: pd.DataFrame) -> Table:
    """The rows of `on_screen`, each cell as it is and as it would be."""
    cells = [
        (
            f"{row['area_name']}, {row['offence_name']}, {row['figures']}",
            _both(figures.count(row["count_before"]), figures.count(row["count_after"])),
            _both(_capital(row["verdict_before"]), _capital(row["verdict_after"])),
            _both(_rank(row["rank_before"]), _rank(row["rank_after"])),
        )
        for row in rows.to_dict("records")
    ]
    heads = ("Shown figure", "Count", "Verdict", f"Rank among {areas.plural(areas.lowest())}")
    figures_are = "1 figure" if len(rows) == 1 else f"{len(rows):,} figures"
    caption = f"On the pages {figures_are} would change"
    return tables.table(caption, heads, cells, "on-screen", rows, shown=EXAMPLES)


def revised_table(rows: pd.DataFrame) -> Table:
    """Published counts and what they would become: source, area, offence, period, before, now."""
    spans = zip(rows["period_start"], rows["period_end"], strict=True)
    cells = [
        (
            f"{areas.one(row['area']).name}, {offences.one(row['offence']).name}",
            Period(start.date(), end.date()).words,
            figures.count(row["before"]),
            figures.count(row["now"]),
        )
        for row, (start, end) in zip(rows.to_dict("records"), spans, strict=True)
    ]
    heads = ("Figure", "Period", "As published", "In this file")
    caption = "Counts that would be revised"
    return tables.table(caption, heads, cells, "revisions", rows, shown=EXAMPLES, key=(2, 3))


def _capital(verdict: object) -> str:
    return str(verdict).capitalize()


def _both(before: str, after: str) -> str:
    """ "53, then 54", or one of them where they are the same."""
    return after if before == after else f"{before or 'none'}, then {after or 'none'}"


def _rank(rank: float) -> str:
    return "" if pd.isna(rank) else f"{rank:.0f}"


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
    ranks = (
        smallest["count"]
        .groupby(level="offence", group_keys=False)
        .rank(ascending=False, method="min")
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
