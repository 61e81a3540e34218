"""Small counts that could point at a person are withheld here, once, before any output sees them.

A withheld count is empty with the status "confidential". Others are withheld beside it so that no
sum or difference of what is left gives it back. Counts of 0 are never withheld, so a reader knows
that a withheld one is at least 1, and may guess that all of them are small; neither reader must
come near a small count. What is withheld depends on the counts of one source and period alone, so
two versions that agree on those withhold the same. Nothing is drawn.
"""

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from cspdata import areas, offences, settings
from cspdata.sites import of_place
from cspdata.vocabulary import read

CONFIDENTIAL = "confidential"
BLOCK = ["source", "period_start", "period_end"]
KEY = [*BLOCK, "area", "offence"]
WIDTH = 3  # a reader's smallest and largest possible value lie at least this far apart
PINNED = 1  # nearer than this, a value is known
SLACK = 1e-6

Cell = tuple[str, str]
Relation = tuple[Cell, ...]


@dataclass(frozen=True)
class Rule:
    """Counts from 1 to one less than `below` of an offence at a level are withheld."""

    offence: str
    level: str
    below: int


@of_place
def rules() -> tuple[Rule, ...]:
    """The rules that are switched on in the reviewed policy table."""
    rows = read(settings.table("disclosure.csv"), "rule")
    return tuple(
        Rule(row["offence"], row["level"], int(row["below"]))
        for row in rows[rows["on"] == "yes"].to_dict("records")
    )


@of_place
def fingerprint() -> str:
    """A short name for the rules in force and how firmly they hold, the same for the same."""
    return hashlib.sha256(repr((rules(), WIDTH)).encode()).hexdigest()[:8]


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
    hidden, ceilings = pd.Series(small), _ceilings(figures, policy)
    for _, rows in figures[concerned].groupby(BLOCK):
        held = rows[rows["count"].notna()]
        counts = dict(zip(_cells(held), held["count"].astype(int), strict=True))
        largest = dict(zip(_cells(held), ceilings[held.index], strict=True))
        withheld = together(counts, set(_cells(rows[small[rows.index]])), largest)
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


def together(
    counts: dict[Cell, int], small: set[Cell], ceilings: Mapping[Cell, float] | None = None
) -> set[Cell]:
    """The small cells and those that must be withheld beside them.

    First every sum is left with none or at least two withheld cells; then the smallest and the
    largest value are worked out that a reader could find for each small cell, until none is known.
    `ceilings` has the largest count that the policy would withhold in each cell that it covers.
    """
    relations = relations_of(counts)
    hidden = _paired(set(small), relations, counts)
    while known := _known(sorted(small), hidden, relations, counts, ceilings or {}):
        beside = next(filter(None, (_beside(c, hidden, relations, counts) for c in known)), None)
        if beside is None:
            return {cell for cell, count in counts.items() if count}
        hidden = _paired(hidden | {beside}, relations, counts)
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
    return figures["count"].between(1, _ceilings(figures, policy))


def _ceilings(figures: pd.DataFrame, policy: Sequence[Rule]) -> pd.Series:
    """The largest count that is withheld in each row, NaN where no rule covers it."""
    levels = figures["area"].map(areas.table().set_index("area")["level"])
    largest = pd.Series(np.nan, index=figures.index)
    for rule in policy:
        covered = (figures["offence"] == rule.offence) & (levels == rule.level)
        largest[covered] = rule.below - 1
    return largest


def _cells(rows: pd.DataFrame) -> list[Cell]:
    return list(zip(rows["area"], rows["offence"], strict=True))


def _paired(hidden: set[Cell], relations: list[Relation], counts: dict[Cell, int]) -> set[Cell]:
    while beside := next(
        (
            cell
            for relation in relations
            if len(hidden.intersection(relation)) == 1
            for cell in _cheapest(relation, hidden, relations, counts)[:1]
        ),
        None,
    ):
        hidden = hidden | {beside}
    return hidden


def _beside(
    cell: Cell, hidden: set[Cell], relations: list[Relation], counts: dict[Cell, int]
) -> Cell | None:
    """A cell not yet withheld that shares a sum with a cell, or with one that shares one."""
    near = {each for r in relations if cell in r for each in r}
    around = {each for r in relations if near.intersection(r) for each in r}
    own = _cheapest(tuple(near), hidden, relations, counts)
    return next(iter(own or _cheapest(tuple(around), hidden, relations, counts)), None)


def _cheapest(
    cells: Relation, hidden: set[Cell], relations: list[Relation], counts: dict[Cell, int]
) -> list[Cell]:
    """The cells that may be withheld beside others, those whose loss costs least first.

    A count that cannot move by `WIDTH` without reaching 0 protects little.
    """

    def cost(cell: Cell) -> tuple[int, bool, int, Cell]:
        area, offence = cell
        depth = len(areas.path(area)) + len(offences.ancestors(offence))
        lonely = sum(1 for r in relations if cell in r and not hidden.intersection(r))
        return -depth, counts[cell] <= WIDTH, lonely * 1000 + counts[cell], cell

    return sorted((cell for cell in cells if cell not in hidden and counts[cell]), key=cost)


def _known(
    small: list[Cell],
    hidden: set[Cell],
    relations: list[Relation],
    counts: dict[Cell, int],
    ceilings: Mapping[Cell, float],
) -> list[Cell]:
    """The small cells that a reader comes too near to.

    The careful reader knows the sums and that a withheld count is at least 1; the bold one takes
    every withheld count that a rule covers for a small one. Fractions come first, for they are fast
    and what they give away whole numbers do as well.
    """
    unknown = sorted(hidden)
    sums = _sums(unknown, relations, counts)
    most = np.array([ceilings.get(cell, np.nan) for cell in unknown])
    bold = np.where(np.isnan(most), np.inf, most)
    for whole in (False, True):
        careful = _widths(small, unknown, sums, np.full(len(unknown), np.inf), whole)
        guessed = _widths(small, unknown, sums, bold, whole)
        near = (careful < WIDTH - SLACK) | (guessed < PINNED - SLACK)
        if near.any():
            return [cell for cell, known in zip(small, near, strict=True) if known]
    return []


def _sums(
    unknown: list[Cell], relations: list[Relation], counts: dict[Cell, int]
) -> tuple[np.ndarray, np.ndarray]:
    """What a reader knows of the withheld cells: a row and its total per sum that holds some."""
    place = {cell: number for number, cell in enumerate(unknown)}
    rows = []
    for relation in relations:
        row = np.zeros(len(unknown))
        for number, cell in enumerate(relation):
            if cell in place:
                row[place[cell]] = -1.0 if number else 1.0
        if row.any():
            rows.append(row)
    held = np.array(rows).reshape(-1, len(unknown))
    return held, held @ np.array([counts[cell] for cell in unknown], dtype=float)


def _widths(
    small: list[Cell],
    unknown: list[Cell],
    sums: tuple[np.ndarray, np.ndarray],
    most: np.ndarray,
    whole: bool,
) -> np.ndarray:
    """How far apart the smallest and the largest possible value of each small cell are.

    Infinite where nothing is possible at all, for then the reader has guessed wrong.
    """
    from scipy.optimize import Bounds, LinearConstraint, milp

    held, totals = sums
    known = LinearConstraint(held, totals, totals) if len(held) else ()
    found = []
    for cell in small:
        aim = np.array([float(each == cell) for each in unknown])
        ends = [
            milp(
                sign * aim,
                constraints=known,
                integrality=np.full(len(unknown), int(whole)),
                bounds=Bounds(1, most),
            )
            for sign in (1, -1)
        ]
        reached = all(end.status == 0 for end in ends)
        found.append(-ends[1].fun - ends[0].fun if reached else np.inf)
    return np.array(found)
