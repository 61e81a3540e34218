"""Our district among the districts most like it: who they are, what is compared, how it stands.

Nothing is put into words here. The group follows from features that are no crime, or from the
official list that a place pack gives; it never depends on the figures that are compared.
"""

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
import pandas as pd

from cspdata import change, national, offences, place, settings
from cspdata.answers.funnel import grid, standing_of
from cspdata.change import alike
from cspdata.change.funnel import Between, between, limits
from cspdata.periods import Period, month
from cspdata.published import Published
from cspdata.residents import RESIDENTS
from cspdata.sites import of_place
from cspdata.sums.basis import MONTHS_LEFT_OUT
from cspdata.sums.districts import Districts, districts
from cspdata.vocabulary import read

LIST = "peers.csv"
WINDOW = 12  # months that are compared at most
YEARS = 3  # calendar years that hold the window and the same months a year before, at any month
PAIRS_LEAST = 3  # months with one a year before, from which on years are compared


@dataclass(frozen=True, eq=False)
class Group:
    """`members` are district codes, the most alike first; `official` names the list they are from.

    `nearest` and `stability` are those of `change.alike`, empty where a list leads.
    """

    members: tuple[str, ...]
    nearest: pd.DataFrame
    stability: pd.DataFrame
    official: str = ""


@dataclass(frozen=True, eq=False)
class Compared:
    """`months` are compared in all of `used`; `before` and `now` are two spans of them for change.

    `skipped` are months of the window that are left out for all, with who lacks them ("" is
    ours); `left` are members of the group that are left out, with the months that they lack.
    """

    own: str
    group: Group
    held: Districts
    months: tuple[pd.Timestamp, ...]
    used: tuple[str, ...]
    skipped: dict[pd.Timestamp, tuple[str, ...]]
    left: dict[str, tuple[pd.Timestamp, ...]]

    @property
    def period(self) -> tuple[Period, ...]:
        return as_periods(self.months)

    @property
    def enough(self) -> bool:
        return alike.enough(len(self.used))


@dataclass(frozen=True, eq=False)
class Standing:
    """One offence: `points` has ours and each used district, `own` is ours, `curves` the limits.

    `force` and `country` are the rates of all districts with whole figures, ours among them, and
    `force_of`, `country_of` how many those are.
    """

    points: pd.DataFrame
    own: pd.Series
    curves: pd.DataFrame
    between: Between
    force: float
    country: float
    force_of: int
    country_of: int

    @property
    def others(self) -> pd.DataFrame:
        return self.points[self.points["area"] != self.own["area"]]


@dataclass(frozen=True, eq=False)
class Changes:
    """`rows` as `change.against_rest` and `change.judge` give them, by offence."""

    rows: pd.DataFrame
    now: tuple[Period, ...]
    before: tuple[Period, ...]
    a_year: bool
    used: int


@of_place
def names() -> dict[str, str]:
    """District codes and their names as people say them."""
    rows = national.districts()
    said = rows["district"].str.replace(r", (City|County) of$", "", regex=True)
    return dict(zip(rows["district_code"], said, strict=True))


@of_place
def group() -> Group:
    """The group of our district, of nobody where the place is no district."""
    own, path = place.here().district, settings.place() / LIST
    if path.exists():
        rows = read(path, "district")
        said = "; ".join(dict.fromkeys(rows["reference"]))
        return Group(tuple(rows["district"]), pd.DataFrame(), pd.DataFrame(), said)
    declared, weighed = features(), weights()
    found = alike.nearest(declared, weighed, own)
    if found.empty:
        return Group((), found, pd.DataFrame())
    return Group(tuple(found.index), found, alike.stability(declared, weighed, own))


def compared(published: Published) -> Compared | None:
    """What can be compared, None where no figures of our district or no group are known."""
    own, held = place.here().district, published.ask(everything)
    theirs, mine = group(), held.whole(own)
    if not theirs.members or not mine:
        return None
    window = _window(mine[-1])
    skipped: dict[pd.Timestamp, tuple[str, ...]] = {
        each: ("",) for each in window if each not in mine and each >= mine[0]
    }
    left: dict[str, tuple[pd.Timestamp, ...]] = {}
    most = MONTHS_LEFT_OUT * len([each for each in window if each >= mine[0]])
    for member in theirs.members:
        whole = set(held.whole(member))
        lacking = [each for each in window if each in mine and each not in whole]
        if len(skipped.keys() | set(lacking)) > most:
            left[member] = tuple(lacking)
            continue
        for each in lacking:
            skipped[each] = (*skipped.get(each, ()), member)
    months = tuple(each for each in window if each in mine and each not in skipped)
    used = tuple(member for member in theirs.members if member not in left)
    return Compared(own, theirs, held, months, used, dict(sorted(skipped.items())), left)


def everything(published: Published) -> Districts:
    """The whole months of every district in the years that are compared; a rehearsal has none.

    Where ours end before the others' do, all years are read to find them.
    """
    if published.version < 0:
        return districts(pd.DataFrame())
    recent = districts(published.table("districts", YEARS))
    ours = recent.whole(place.here().district)
    if ours and _window(ours[-1], 2 * WINDOW)[0].year > recent.months[-1].year - YEARS:
        return recent
    return districts(published.table("districts"))


def counted(offence: str) -> str:
    """The offence, or the nearest that police.uk counts: violence and sexual for violence."""
    parts = set(offences.by_police_uk().values())
    for code in (offence, *offences.ancestors(offence)):
        sums = any(code in offences.ancestors(part) for part in parts)
        if code in parts or sums or code == offences.EXCEPT_VIOLENCE:
            return code
    return offences.ALL_CRIME


def shown() -> list[str]:
    """The offences of a list: all crime, and every one that police.uk gives."""
    parts = set(offences.by_police_uk().values())
    return [offences.ALL_CRIME, *(code for code in offences.order() if code in parts)]


def standing(published: Published, offence: str, per: str = RESIDENTS) -> Standing | None:
    """How our rate of an offence stands among the group, None where too few can be compared.

    `per` is what rates are per, residents or households, and a column of the points. The limits
    are around the rate of the group without ours, at the spread of the group.
    """
    found = published.ask(compared)
    if found is None or not found.enough:
        return None
    people = national.alike()[per]
    totals = published.ask(_totals, found.months)[offence]
    codes = [found.own, *found.used]
    points = pd.DataFrame({"area": codes, "area_name": [names()[code] for code in codes]})
    points = points.assign(
        count=totals.reindex(codes).to_numpy(),
        residents=national.alike()["residents"].reindex(codes).to_numpy(float),
        per=per,
    )
    points[per] = people.reindex(codes).to_numpy(float)
    rates = change.rate_interval(points["count"], points[per])
    points = points.join(rates.set_axis(["rate", "rate_low", "rate_high"], axis=1))
    others = points[1:]
    spread = between(others["count"], others[per])
    lines = limits(points[per].to_numpy(), spread, among=False)
    stands = standing_of(points["rate"].to_numpy(), lines)
    points = points.assign(standing=stands)
    same = _same_force(found.own)
    ours = totals[totals.index.isin(same)]
    return Standing(
        points.sort_values("rate", ascending=False, ignore_index=True),
        points.iloc[0],
        limits(grid(points[per].to_numpy()), spread, among=False),
        spread,
        _rate(ours, people),
        _rate(totals, people),
        len(ours),
        len(totals),
    )


def changes(published: Published) -> Changes | None:
    """Our change of every offence against the group's over the same days."""
    found = published.ask(compared)
    if found is None or not found.enough:
        return None
    now, before, a_year = _spans(found)
    totals = [published.ask(_totals, months) for months in (now, before)]
    used = [code for code in found.used if all(code in each.index for each in totals)]
    if len(now) < PAIRS_LEAST or not alike.enough(len(used)):
        return None
    codes = shown()
    ours = [each.loc[found.own, codes].to_numpy() for each in totals]
    theirs = [each.loc[used, codes] for each in totals]
    spread = [
        alike.spread_of_changes(theirs[0][code].to_numpy(), theirs[1][code].to_numpy())
        for code in codes
    ]
    tested = change.against_rest(
        ours[0],
        ours[1],
        theirs[0].sum().to_numpy(),
        theirs[1].sum().to_numpy(),
        np.array(spread),
        np.array(spread),
    )
    family = pd.Series(["alike" if code != offences.ALL_CRIME else None for code in codes])
    judged = change.judge(tested, family)
    rows = judged.assign(offence=codes, offence_name=[offences.one(code).name for code in codes])
    return Changes(
        rows.set_index("offence", drop=False),
        as_periods(now),
        as_periods(before),
        a_year,
        len(used),
    )


def as_periods(months: Iterable[pd.Timestamp]) -> tuple[Period, ...]:
    return tuple(month(each.year, each.month) for each in months)


def _totals(published: Published, months: tuple[pd.Timestamp, ...]) -> pd.DataFrame:
    return published.ask(everything).total(months)


def _spans(
    found: Compared,
) -> tuple[tuple[pd.Timestamp, ...], tuple[pd.Timestamp, ...], bool]:
    """The months now and before: a year apart where they are held, else the two halves."""
    year = pd.DateOffset(years=1)
    whole = set(found.held.whole(found.own))
    pairs = [each for each in found.months if each - year in whole]
    if len(pairs) >= PAIRS_LEAST:
        return tuple(pairs), tuple(each - year for each in pairs), True
    half = len(found.months) // 2
    return found.months[-half:] if half else (), found.months[:half], False


def _window(last: pd.Timestamp, months: int = WINDOW) -> list[pd.Timestamp]:
    return list(pd.date_range(end=last, periods=months, freq="MS").as_unit("s"))


def _same_force(own: str) -> list[str]:
    rows = national.districts().set_index("district_code")
    if own not in rows.index:
        return []
    return list(rows.index[rows["force_code"] == rows.at[own, "force_code"]])


def _rate(totals: pd.Series, people: pd.Series) -> float:
    """Per 1,000 people, or homes, of some districts together, NaN where there are none."""
    together = people.reindex(totals.index).sum()
    return float(change.places.PER * totals.sum() / together) if together else float("nan")


@of_place
def features() -> pd.DataFrame:
    """The features of every district as they are compared, those on a log scale taken so."""
    declared = national.features()
    rows = national.alike()[list(declared["feature"])].copy()
    for feature in declared.loc[declared["scale"] == "log", "feature"]:
        rows[feature] = np.log(rows[feature])
    return rows


def weights() -> dict[str, float]:
    """How much each feature weighs."""
    declared = national.features()
    return dict(zip(declared["feature"], declared["weight"], strict=True))
