"""An attack on withheld counts by readers who know all that is printed, and how the rules work.

Small random tables of a region, its five parishes and nine offence groups are protected, and a few
of a whole district; then a solver in whole numbers looks for the smallest and the largest value
that each withheld small count can have. Readers know every sum and that counts of 0 are never
withheld; the bold one guesses that every withheld count that a rule covers is a small one.
"""

from itertools import product

import numpy as np
import pandas as pd
from scipy.optimize import Bounds, LinearConstraint, milp

from benchmarks.chance import SEED, percent, told
from cspdata import areas, disclosure, offences
from cspdata.disclosure import CONFIDENTIAL, Rule
from cspdata.sources import POLICE_TABLES

TABLES, DISTRICTS = 1_000, 20
REGION = "winchester-greater"
GROUPS = list(POLICE_TABLES.groups)
SUMS = {
    offences.VIOLENCE_AND_SEXUAL: ["violence", "sexual"],
    offences.EXCEPT_VIOLENCE: [each for each in GROUPS if each not in ("violence", "sexual")],
    offences.ALL_CRIME: GROUPS,
}
POLICY = (Rule("sexual", "parish", 5), Rule("robbery", "parish", 5))
NARROW = 3
KINDS = ("hardly any crime", "few crimes", "many crimes, few of two kinds")
DISTRICT = "a whole district, few of two kinds"

Cell = tuple[str, str]


def table(random: np.random.Generator, kind: str) -> pd.DataFrame:
    """Figures as the dashboard sums them: a row per area and offence, the parishes first."""
    top = areas.root() if kind == DISTRICT else REGION
    parishes = [area for area in areas.at_level("parish") if top in areas.path(area)]
    shape = (len(parishes), len(GROUPS))
    drawn = {
        "hardly any crime": lambda: random.poisson(1.0, shape),
        "few crimes": lambda: random.integers(0, 8, shape),
    }.get(kind, lambda: random.poisson([_usual(group) for group in GROUPS], shape))()
    counts = pd.DataFrame(drawn, index=parishes, columns=GROUPS)
    for area in [*(areas.children(top) if top == areas.root() else []), top]:
        # an area may count crimes that are in none of its parts
        counts.loc[area] = counts.loc[areas.children(area)].sum() + random.integers(0, 2)
    for name, parts in SUMS.items():
        counts[name] = counts[parts].sum(axis=1)
    long = counts.rename_axis("area").reset_index().melt("area", var_name="offence")
    return long.rename(columns={"value": "count"}).assign(
        source="police-tables",
        period_start=pd.Timestamp("2017-04-01"),
        period_end=pd.Timestamp("2017-10-31"),
        status="published",
    )


def _usual(group: str) -> int:
    return 2 if group in ("sexual", "robbery") else 25


def attacked(figures: pd.DataFrame) -> pd.DataFrame:
    """A row per small count of a table: its value, and how far apart each reader's ends are."""
    protected = disclosure.protected(figures, POLICY)
    true = dict(
        zip(zip(figures["area"], figures["offence"], strict=True), figures["count"], strict=True)
    )
    hidden = (protected["status"] == CONFIDENTIAL).to_numpy()
    withheld = [cell for cell, is_hidden in zip(true, hidden, strict=True) if is_hidden]
    small = [cell for cell in true if _covered(cell) and 1 <= true[cell] < POLICY[0].below]
    assert set(small) <= set(withheld), "a small count is printed"
    known = _sums(true, set(withheld))
    rows = []
    for cell in small:
        careful, bold = (_width(cell, withheld, known, guess) for guess in (False, True))
        rows.append({"cell": cell, "count": true[cell], "careful": careful, "bold": bold})
    found = pd.DataFrame(rows, columns=["cell", "count", "careful", "bold"])
    return found.assign(withheld=len(withheld), cells=len(true))


def _sums(true: dict[Cell, int], withheld: set[Cell]) -> list[tuple[dict[Cell, int], int]]:
    """Sums with withheld cells in them: their signs, and what the printed ones leave for them.

    What an area counts beyond its parts is printed as a line of its own, so it is known.
    """
    places = list(dict.fromkeys(area for area, _ in true))
    relations: list[dict[Cell, int]] = []
    for area, offence in product(places, dict.fromkeys(offence for _, offence in true)):
        if set(areas.children(area)) & set(places):
            parts = {(part, offence): 1 for part in areas.children(area)}
            relations.append(parts | {(area, offence): -1})
    for area, (whole, parts) in product(places, SUMS.items()):
        relations.append({(area, part): 1 for part in parts} | {(area, whole): -1})
    for area in places:
        both = {(area, offences.VIOLENCE_AND_SEXUAL): 1, (area, offences.EXCEPT_VIOLENCE): 1}
        relations.append(both | {(area, offences.ALL_CRIME): -1})
    return [
        (signs, sum(sign * true[cell] for cell, sign in signs.items()))
        for relation in relations
        if (signs := {cell: sign for cell, sign in relation.items() if cell in withheld})
    ]


def _width(
    cell: Cell, withheld: list[Cell], known: list[tuple[dict[Cell, int], int]], bold: bool
) -> float:
    place = {each: number for number, each in enumerate(withheld)}
    held = np.zeros((len(known), len(withheld)))
    for row, (signs, _) in enumerate(known):
        for each, sign in signs.items():
            held[row, place[each]] = sign
    totals = [total for _, total in known]
    most = [POLICY[0].below - 1 if bold and _covered(each) else np.inf for each in withheld]
    ends = [
        milp(
            sign * np.eye(len(withheld))[place[cell]],
            constraints=LinearConstraint(held, totals, totals),
            integrality=np.ones(len(withheld)),
            bounds=Bounds(1, most),
        )
        for sign in (1, -1)
    ]
    # no answer: anything is possible, or the guess of the bold reader was wrong
    return -ends[1].fun - ends[0].fun if all(end.status == 0 for end in ends) else np.inf


def _covered(cell: Cell) -> bool:
    area, offence = cell
    return areas.one(area).level == "parish" and offence in {rule.offence for rule in POLICY}


def attacks(random: np.random.Generator, tables: int, districts: int) -> pd.DataFrame:
    """One row per kind of table."""
    shares = {kind: len(range(number, tables, len(KINDS))) for number, kind in enumerate(KINDS)}
    rows = []
    for kind, share in (shares | {DISTRICT: districts}).items():
        found = pd.concat([attacked(table(random, kind)) for _ in range(share)])
        rows.append(
            {
                "tables": f"{share} of {kind}",
                "small counts withheld": f"{len(found):,}",
                "known exactly": int((found["careful"] < 1).sum()),
                "known within three": int((found["careful"] < NARROW).sum()),
                "known exactly by a bold guess": int((found["bold"] < 1).sum()),
                "cells withheld": percent(found["withheld"] / found["cells"]),
            }
        )
    return pd.DataFrame(rows)


def main() -> None:
    """Print one table."""
    random = np.random.default_rng(SEED)
    told(f"An attack on {TABLES + DISTRICTS:,} tables", attacks(random, TABLES, DISTRICTS))


if __name__ == "__main__":
    main()
