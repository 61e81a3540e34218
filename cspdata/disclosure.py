"""Small counts that could point at a person are withheld here, once, before any output sees them.

A withheld count is empty with the status "confidential". Others are withheld beside it so that no
sum or difference of what is left gives it back. What is withheld depends on the counts of one
source and period alone, so two versions that agree on those withhold the same. Nothing is drawn.
"""

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache

import numpy as np
import pandas as pd

from cspdata import areas, offences, settings
from cspdata.vocabulary import read

CONFIDENTIAL = "confidential"
BLOCK = ["source", "period_start", "period_end"]
KEY = [*BLOCK, "area", "offence"]
WIDTH, SLACK = 1.0, 1e-6

Cell = tuple[str, str]
Relation = tuple[Cell, ...]


@dataclass(frozen=True)
class Rule:
    """Counts from 1 to one less than `below` of an offence at a level are withheld."""

    offence: str
    level: str
    below: int


@cache
def rules() -> tuple[Rule, ...]:
    """The rules that are switched on in the reviewed policy table."""
    rows = read(settings.table("disclosure.csv"), "rule")
    return tuple(
        Rule(row["offence"], row["level"], int(row["below"]))
        for row in rows[rows["on"] == "yes"].to_dict("records")
    )


@cache
def fingerprint() -> str:
    """A short name for the rules in force, the same for the same rules."""
    return hashlib.sha256(repr(rules()).encode()).hexdigest()[:8]


def protected(figures: pd.DataFrame, policy: Sequence[Rule] | None = None) -> pd.DataFrame:
    """Summed figures with every count withheld that the policy asks for.

    A row per source, period, area and offence, with count and status.
    """
    policy = rules() if policy is None else policy
    small = _small(figures, policy)
    if not small.any():
        return figures
    concerned = pd.MultiIndex.from_frame(figures[BLOCK]).isin(
        pd.MultiIndex.from_frame(figures.loc[small, BLOCK])
    )
    hidden = pd.Series(small)
    for _, rows in figures[concerned].groupby(BLOCK):
        counts = dict(zip(_cells(rows), rows["count"], strict=True))
        withheld = together(counts, set(_cells(rows[small[rows.index]])))
        hidden.loc[rows.index] = np.array([cell in withheld for cell in _cells(rows)])
    return figures.assign(
        count=figures["count"].astype(float).mask(hidden),
        status=figures["status"].mask(hidden, CONFIDENTIAL),
    )


def protected_table(name: str, rows: pd.DataFrame, figures: pd.DataFrame) -> pd.DataFrame:
    """A stored table without what the protected figures withhold; other tables as they are."""
    if name == "streets":
        return rows[~rows["offence"].isin([rule.offence for rule in rules()])]
    if name not in ("crimes", "printed") or not (figures["status"] == CONFIDENTIAL).any():
        return rows
    withheld = figures[figures["status"] == CONFIDENTIAL]
    if name == "crimes":
        hidden = pd.MultiIndex.from_frame(rows[KEY].astype(withheld[KEY].dtypes.to_dict())).isin(
            pd.MultiIndex.from_frame(withheld[KEY])
        )
        return rows.assign(
            count=rows["count"].astype(float).mask(hidden),
            status=rows["status"].mask(hidden, CONFIDENTIAL),
        )
    touched = rows["offence"].isin(withheld["offence"]) & (rows["area"] != areas.root())
    return rows[~touched].reset_index(drop=True)


def protected_revisions(rows: pd.DataFrame, figures: pd.DataFrame) -> pd.DataFrame:
    """Revised figures without those below the district that could give a small count away.

    A former count is as telling as a count, so periods that hold a protected offence show the
    district's revisions alone.
    """
    guarded = figures[figures["offence"].isin([rule.offence for rule in rules()])]
    blocks = pd.MultiIndex.from_frame(guarded[BLOCK])
    inside = pd.MultiIndex.from_frame(rows[BLOCK].astype(guarded[BLOCK].dtypes.to_dict()))
    return rows[~inside.isin(blocks) | (rows["area"] == areas.root())] if len(guarded) else rows


def together(counts: dict[Cell, int], small: set[Cell]) -> set[Cell]:
    """The small cells and those that must be withheld beside them.

    First every sum is left with none or at least two withheld cells; then each small cell's
    smallest and largest possible value are worked out, until none is known within one.
    """
    relations = relations_of(counts)
    hidden = _paired(set(small), relations, counts)
    while known := _known(sorted(small), hidden, relations, counts):
        more = [cell for cell in known if _beside(cell, hidden, relations, counts)]
        if not more:
            return set(counts)
        chosen = _beside(more[0], hidden, relations, counts)
        hidden = _paired(hidden | {chosen[0]}, relations, counts)
    return hidden


def relations_of(counts: Iterable[Cell]) -> list[Relation]:
    """Every sum that a reader could form: a total and its parts, over offences and over areas."""
    held = set(counts)
    found = []
    for offence in dict.fromkeys(offence for _, offence in held):
        for area in areas.order():
            if parts := areas.children(area):
                found.append(tuple((each, offence) for each in (area, *parts)))
    for area in dict.fromkeys(area for area, _ in held):
        for offence in offences.order():
            if parts := offences.children(offence):
                found.append(tuple((area, each) for each in (offence, *parts)))
        rest = (offences.ALL_CRIME, offences.VIOLENCE_AND_SEXUAL, offences.EXCEPT_VIOLENCE)
        found.append(tuple((area, each) for each in rest))
    return [relation for relation in found if set(relation) <= held]


def _small(figures: pd.DataFrame, policy: Sequence[Rule]) -> pd.Series:
    levels = figures["area"].map(areas.table().set_index("area")["level"])
    small = np.zeros(len(figures), dtype=bool)
    for rule in policy:
        concerned = (figures["offence"] == rule.offence) & (levels == rule.level)
        small |= (concerned & figures["count"].between(1, rule.below - 1)).to_numpy()
    return pd.Series(small, index=figures.index)


def _cells(rows: pd.DataFrame) -> list[Cell]:
    return list(zip(rows["area"], rows["offence"], strict=True))


def _paired(hidden: set[Cell], relations: list[Relation], counts: dict[Cell, int]) -> set[Cell]:
    while lonely := next((r for r in relations if len(hidden.intersection(r)) == 1), None):
        hidden = hidden | {_cheapest(lonely, hidden, relations, counts)[0]}
    return hidden


def _beside(
    cell: Cell, hidden: set[Cell], relations: list[Relation], counts: dict[Cell, int]
) -> list[Cell]:
    """Cells not yet withheld that share a sum with the withheld neighbours of a cell."""
    near = {each for r in relations if cell in r for each in r}
    around = {each for r in relations if near.intersection(r) for each in r}
    own = _cheapest(tuple(near), hidden, relations, counts)
    return own or _cheapest(tuple(around), hidden, relations, counts)


def _cheapest(
    cells: Relation, hidden: set[Cell], relations: list[Relation], counts: dict[Cell, int]
) -> list[Cell]:
    def cost(cell: Cell) -> tuple[int, bool, int, Cell]:
        area, offence = cell
        depth = len(areas.path(area)) + len(offences.ancestors(offence))
        lonely = sum(1 for r in relations if cell in r and not hidden.intersection(r))
        return -depth, counts[cell] == 0, lonely * 1000 + counts[cell], cell

    return sorted((cell for cell in cells if cell not in hidden), key=cost)


def _known(
    small: list[Cell], hidden: set[Cell], relations: list[Relation], counts: dict[Cell, int]
) -> list[Cell]:
    """The small cells whose value the sums give away within one."""
    from scipy.optimize import linprog

    unknown = sorted(hidden)
    place = {cell: number for number, cell in enumerate(unknown)}
    rows, totals = [], []
    for relation in relations:
        signs = {cell: -1.0 if number else 1.0 for number, cell in enumerate(relation)}
        row = np.zeros(len(unknown))
        for cell in hidden.intersection(relation):
            row[place[cell]] = signs[cell]
        if row.any():
            rows.append(row)
            totals.append(sum(row[place[cell]] * counts[cell] for cell in unknown))
    equal = {"A_eq": np.array(rows), "b_eq": np.array(totals)} if rows else {}
    found = []
    for cell in small:
        aim = np.zeros(len(unknown))
        aim[place[cell]] = 1.0
        least = linprog(aim, **equal, bounds=(0, None))
        most = linprog(-aim, **equal, bounds=(0, None))
        wide = most.status == 3 or -most.fun - least.fun >= WIDTH - SLACK
        if not wide:
            found.append(cell)
    return found
