"""How often a sound month of police.uk is held, and how often a damaged one is caught, by kind.

Without the shared data there is nothing to measure, and that is said.
"""

import csv
import io
import random
import statistics
import zipfile
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pandas as pd

from benchmarks.servers import ROOT
from cspdata import areas, caveats, checks, offences, readers, schemas
from cspdata.checks import Checked, Issue, usual
from cspdata.checks.usual import LIMITS
from cspdata.errors import UnreadableFile
from cspdata.periods import Period
from cspdata.publish.merging import dated

SHARED = ROOT.parent / "shared" / "data"
DISTRICTS = {
    "Cheltenham": "E07000078",
    "Exeter": "E07000041",
    "Norwich": "E07000148",
    "Rushcliffe": "E07000176",
    "York": "E06000014",
    "Wirral": "E08000015",
}
TIMES, SEED, MUCH = 3, 7, 0.25
HEADER = [
    *("Crime ID", "Month", "Reported by", "Falls within", "Longitude", "Latitude", "Location"),
    *("LSOA code", "LSOA name", "Crime type", "Last outcome category", "Context"),
]
Row = list[str]


@dataclass(frozen=True)
class Sent:
    """A month as it was sent, and its file read and typed."""

    name: str
    rows: list[Row]
    checked: Checked

    @property
    def crimes(self) -> pd.DataFrame:
        return self.checked.tables["crimes"]


def main() -> None:
    if not SHARED.is_dir():
        print("The shared data are not on this machine.")
        return
    months = [_sent(name, rows) for name, rows in _files()]
    _tell_sound(months)
    _tell_damaged(months)


def _tell_sound(months: Sequence[Sent]) -> None:
    """Months published one after the other, each beside those before it."""
    print("Sound months, published one after the other:\n")
    print("| months | of them | held | why |\n| --- | --- | --- | --- |")
    old = [month for month in months if month.name < "2020"]
    new = [month for month in months if month.name > "2020"]
    series = {
        "Winchester, July 2015 to September 2017": [month.checked for month in old],
        "Winchester, 2025": [month.checked for month in new],
        "Winchester, 2025 after 2015 to 2017": [month.checked for month in months],
    }
    varies = _varies()
    for name, code in DISTRICTS.items():
        chance = np.random.default_rng([SEED, *code.encode()])
        made = [
            each
            for part in (old, new)
            for each in _scaled(part, _factors(code, part), varies, chance)
        ]
        series[f"{name}, made from these by scaling"] = made
    held_of_all, all_months = 0, 0
    for name, parts in series.items():
        first = len(old) if name.endswith("2017") and "after" in name else 0
        held = [
            issue
            for place in range(first, len(parts))
            for issue in _found(parts[place], parts[:place])
            if issue.held or issue.stops
        ]
        by_month = Counter(issue.days for issue in held)
        held_of_all += len(by_month)
        all_months += len(parts) - first
        why = "; ".join(sorted({issue.problem for issue in held})[:2])
        print(f"| {name} | {len(parts) - first} | {len(by_month)} | {why} |", flush=True)
    share = held_of_all / all_months
    print(f"| **all** | {all_months} | {held_of_all} ({share:.1%}) | |\n")
    moves = [_moves(parts) for name, parts in series.items() if "scaling" in name]
    real = [
        float((np.log(w.sum(axis=1)).diff() ** 2).mean() / 2) ** 0.5 for w in _whole_districts()
    ]
    print(
        "From one month to the next the total of the made ones moves by "
        f"{statistics.median(moves):.1%}, that of the country's districts by "
        f"{statistics.median(real):.1%} (standard deviations, medians).\n"
    )
    _tell_country()


def _moves(parts: Sequence[Checked]) -> float:
    totals = np.log([part.tables["crimes"]["count"].sum() for part in parts])
    return float((np.diff(totals) ** 2).mean() / 2) ** 0.5


def _tell_country() -> None:
    """Every district of England and Wales whose months of 2025 are whole, one after the other."""
    held, every, districts = 0, 0, 0
    for wide in _whole_districts():
        districts += 1
        parts = [_of_one_parish(month, row) for month, row in wide.iterrows()]
        for place, part in enumerate(parts):
            every += 1
            held += any(issue.held for issue in _found(part, parts[:place]))
    print(
        f"The {districts} districts of England and Wales with whole months in 2025 (the month with "
        f"the fewest at least 0.55 and with the most at most 1.6 times the median), one after the "
        f"other and without a year before: {held} of {every:,} months held ({held / every:.1%}).\n"
    )


def _whole_districts() -> Iterator[pd.DataFrame]:
    """Each district's counts of 2025, a row a month and a column a crime type, where whole."""
    counts = pd.read_csv(SHARED / "compare" / "police_uk_2025_by_district.csv.gz")
    for _, rows in counts.groupby("district"):
        wide = rows.pivot_table(
            index="month", columns="crime_type", values="count", aggfunc="sum", fill_value=0
        ).reindex(columns=list(offences.by_police_uk()), fill_value=0)
        totals = wide.sum(axis=1)
        if len(wide) >= 11 and totals.median() >= 200 and _is_whole(totals):
            yield wide


def _tell_damaged(months: Sequence[Sent]) -> None:
    """Each kind of damage done to each month, beside all the others, published or not."""
    chance = random.Random(SEED)
    parts = [month.checked for month in months]
    print("Damaged months, each beside all the others that are published:\n")
    print(
        "| damage | total changed by 25 % or more | caught | other | caught | only told |"
        " not told |\n| --- | --- | --- | --- | --- | --- | --- |"
    )
    for published in (False, True):
        print(f"| **the month itself is {'' if published else 'not '}published** | | | | | | |")
        for name, damage in DAMAGES.items():
            large, small = Counter[str](), Counter[str]()
            for place, month in enumerate(months):
                others = parts[:place] + parts[place + (0 if published else 1) :]
                for _ in range(TIMES):
                    made = damage(month.rows, months[place - 1].rows, chance)
                    seen, total = _outcome(f"{month.name}.csv", made, others)
                    before = len(month.rows)
                    changed = abs(total - before) >= MUCH * before
                    (large if changed else small)[seen] += 1
            print(f"| {name} | {_cells(large, small)} |", flush=True)


def _cells(large: Counter[str], small: Counter[str]) -> str:
    def share(found: Counter[str], what: str) -> str:
        every = found.total()
        return f"{found[what]} ({found[what] / every:.1%})" if every else "–"

    return (
        f"{large.total()} | {share(large, 'caught')} | {small.total()} |"
        f" {share(small, 'caught')} | {large['told'] + small['told']} |"
        f" {large['silent'] + small['silent']}"
    )


def _outcome(name: str, rows: list[Row], others: Sequence[Checked]) -> tuple[str, int]:
    """Whether a damaged file is caught, told or neither; and the district's total in it."""
    try:
        sent = _sent(name, rows)
    except UnreadableFile:
        return "caught", 0
    issues = [*sent.checked.issues, *_found(sent.checked, others)]
    total = int(sent.crimes["count"].sum()) if "crimes" in sent.checked.tables else 0
    if any(issue.held or issue.stops for issue in issues):
        return "caught", total
    return ("told" if issues else "silent"), total


def _found(sent: Checked, others: Sequence[Checked]) -> list[Issue]:
    """What is found of a month beside the months of others, as a publication finds it."""
    stored = [part.tables["crimes"] for part in others]
    rows = pd.concat(stored) if stored else pd.DataFrame(columns=schemas.CRIMES.names)
    new = sent.tables.get("crimes", pd.DataFrame(columns=schemas.CRIMES.names))
    found = checks.holds(checks.beside_of(dated(rows), dated(new), sent.months))
    return [*(issue for issue in sent.issues if issue.held), *found]


def _sent(name: str, rows: list[Row]) -> Sent:
    text = io.StringIO()
    csv.writer(text, lineterminator="\r\n").writerows([HEADER, *rows])
    [sheet] = readers.read(text.getvalue().encode(), name, keep=frozenset(areas.of_lsoa()))
    checked = checks.together([checks.typed(sheet, "police-uk", None, checks.Spellings.known())])
    return Sent(Path(name).stem, rows, checked)


def _files() -> Iterator[tuple[str, list[Row]]]:
    for path in sorted((SHARED / "police_street").glob("*.csv")):
        yield path.name, _rows(path.read_text("utf-8"))
    packed = SHARED / "now" / "police_street_winchester_2025_without_august.zip"
    with zipfile.ZipFile(packed) as archive:
        for name in sorted(archive.namelist()):
            yield name, _rows(archive.read(name).decode())


def _rows(text: str) -> list[Row]:
    return list(csv.reader(io.StringIO(text)))[1:]


def _is_whole(totals: pd.Series) -> bool:
    return bool((totals / totals.median()).between(0.55, 1.6).all())


def _of_one_parish(month: object, counts: pd.Series) -> Checked:
    period = pd.Period(str(month), "M")
    rows = pd.DataFrame({"offence": list(offences.by_police_uk().values()), "count": counts.values})
    crimes = rows.assign(
        source="police-uk",
        area=areas.at_level("parish")[0],
        period_start=period.start_time.date(),
        period_end=period.end_time.date(),
        row=None,
    ).reindex(columns=schemas.CRIMES.names)
    whole = checks.Month("made", _period(crimes), int(counts.sum()))
    return Checked({"crimes": crimes}, months=[whole])


def _period(crimes: pd.DataFrame) -> Period:
    return Period(crimes["period_start"].iloc[0], crimes["period_end"].iloc[0])


def _factors(code: str, months: Sequence[Sent]) -> dict[str, float]:
    """How many times as many of each offence another district has in 2025 as these months have."""
    counts = pd.read_csv(SHARED / "compare" / "police_uk_2025_by_district.csv.gz")
    theirs = counts[counts["district"] == code].groupby("crime_type")["count"].sum()
    ours = pd.concat([month.crimes for month in months]).groupby("offence")["count"].sum()
    known = offences.by_police_uk()
    of_months = counts.loc[counts["district"] == code, "month"].nunique() / len(months)
    return {
        offence: theirs.get(name, 0) / of_months / max(ours[offence], 1)
        for name, offence in known.items()
    }


@dataclass(frozen=True)
class Varies:
    """How an offence varies beyond chance in large enough districts: variances over squared means.

    `slowly` with the season and the years, `monthly` from each month to the next.
    """

    slowly: float
    monthly: float


def _scaled(
    months: Sequence[Sent],
    factors: dict[str, float],
    varies: dict[str, Varies],
    chance: np.random.Generator,
) -> list[Checked]:
    """Months at another district's level: up and down as Winchester's went, as far as theirs go.

    What three crimes do by chance is no measure for a district with twenty times as many, so how
    far a level goes, and how far a month lies from it, is as the country's districts show it. What
    a declared event drove stays as it was.
    """
    crimes = pd.concat([each.crimes for each in months], ignore_index=True)
    at = [usual.number_of(checked.period) for each in months for checked in each.checked.months]
    number = crimes["period_start"].map(lambda day: day.year * 12 + day.month - 1)
    apart = {month: usual.driven(month) for month in at}
    driven = pd.Series(
        [area in apart[month] for area, month in zip(crimes["area"], number, strict=True)]
    )
    counted = crimes.assign(month=number)[~driven]
    quiet = counted.pivot_table(index="month", columns="offence", values="count", aggfunc="sum")
    levels = quiet.apply(lambda counts: _level(counts, varies[str(counts.name)].slowly))
    monthly = [varies[offence].monthly for offence in levels]
    drawn = levels * chance.gamma(1 / np.array(monthly), monthly, levels.shape)
    known = drawn.stack().reindex(pd.MultiIndex.from_arrays([number, crimes["offence"]])).to_numpy()
    weight = crimes["count"] + 0.5
    share = weight / weight.groupby([number, crimes["offence"], driven]).transform("sum")
    expected = np.where(driven, crimes["count"], share * known) * crimes["offence"].map(factors)
    made = crimes.assign(count=chance.poisson(expected))
    return [
        Checked({"crimes": made[number == month]}, months=each.checked.months)
        for month, each in zip(at, months, strict=True)
    ]


def _level(counts: pd.Series, slowly: float) -> pd.Series:
    """The mean of three months each, going no farther than is told; breaks stay as they are."""
    breaks = [day.year * 12 + day.month - 1 for day in caveats.breaks("police-uk", counts.name)]
    sides = np.array([sum(month >= each for each in breaks) for month in counts.index])
    near = counts.groupby(sides).transform(
        lambda side: side.rolling(3, center=True, min_periods=1).mean()
    )
    side = near.groupby(sides)
    mean, spread = side.transform("mean"), side.transform("std").clip(lower=1e-9)
    return mean * np.exp(np.minimum(slowly**0.5, spread / mean) * (near - mean) / spread)


def _varies() -> dict[str, Varies]:
    """By offence, from districts with 20 or more a month in 2025."""
    slowly, monthly = [], []
    for wide in _whole_districts():
        mean = wide.mean()
        steps = (wide.diff() ** 2).mean() / 2
        large = mean >= LIMITS.sizeable
        monthly.append(((steps - mean) / mean**2)[large])
        slowly.append(((wide.var() - steps) / mean**2)[large])
    slow, steps = (pd.DataFrame(each).median().clip(lower=1e-6) for each in (slowly, monthly))
    return {o: Varies(slow[name], steps[name]) for name, o in offences.by_police_uk().items()}


# Damages: the rows of a month and of the month before it -> the rows that are sent


def _cut(rows: list[Row], _: list[Row], chance: random.Random) -> list[Row]:
    return rows[: chance.randrange(len(rows) // 10, len(rows) - 1)]


def _beheaded(rows: list[Row], _: list[Row], chance: random.Random) -> list[Row]:
    return rows[chance.randrange(1, len(rows) * 9 // 10) :]


def _thinned(rows: list[Row], _: list[Row], chance: random.Random) -> list[Row]:
    kept = chance.uniform(0.1, 0.97)
    return [row for row in rows if chance.random() < kept]


def _without_category(rows: list[Row], _: list[Row], chance: random.Random) -> list[Row]:
    dropped = chance.choice(sorted({row[9] for row in rows}))
    return [row for row in rows if row[9] != dropped]


def _another_force(rows: list[Row], _: list[Row], chance: random.Random) -> list[Row]:
    force = chance.choice(["British Transport Police", "Thames Valley Police", "Dorset Police"])
    return [[*row[:2], force, force, *row[4:]] for row in chance.sample(rows, 9)]


def _swapped(rows: list[Row], other: list[Row], _: random.Random) -> list[Row]:
    return [[row[0], rows[0][1], *row[2:]] for row in other]


def _doubled(rows: list[Row], _: list[Row], chance: random.Random) -> list[Row]:
    kind = chance.choice(sorted({row[9] for row in rows}))
    return [again for row in rows for again in [row] * (2 if row[9] == kind else 1)]


def _doubled_anew(rows: list[Row], _: list[Row], chance: random.Random) -> list[Row]:
    """Doubled with new crime IDs and places, so that no row is like another."""
    kind = chance.choice(sorted({row[9] for row in rows}))
    extra = [
        [row[0] and f"{chance.getrandbits(256):064x}", *row[1:6], f"{row[6]} {n}", *row[7:]]
        for n, row in enumerate(row for row in rows if row[9] == kind)
    ]
    return sorted([*rows, *extra], key=lambda row: row[8])


def _half_blank(rows: list[Row], _: list[Row], chance: random.Random) -> list[Row]:
    blank = set(chance.sample(range(len(rows)), len(rows) // 2))
    return [
        [*row[:7], "", "", *row[9:]] if place in blank else row for place, row in enumerate(rows)
    ]


def _half_gone(rows: list[Row], _: list[Row], chance: random.Random) -> list[Row]:
    """Half of the LSOAs without a row."""
    lsoas = sorted({row[7] for row in rows})
    gone = set(chance.sample(lsoas, len(lsoas) // 2))
    return [row for row in rows if row[7] not in gone]


def _merged(rows: list[Row], other: list[Row], _: random.Random) -> list[Row]:
    both = [*rows, *([row[0], rows[0][1], *row[2:]] for row in other)]
    return sorted(both, key=lambda row: row[8])


DAMAGES: dict[str, Callable[[list[Row], list[Row], random.Random], list[Row]]] = {
    "cut at a row, the end lost": _cut,
    "cut at a row, the beginning lost": _beheaded,
    "rows lost at random": _thinned,
    "a category dropped": _without_category,
    "another force's file": _another_force,
    "another month under this one's name": _swapped,
    "a category doubled, rows repeated": _doubled,
    "a category doubled, with new rows": _doubled_anew,
    "half of the LSOAs blank": _half_blank,
    "half of the LSOAs gone": _half_gone,
    "two months merged": _merged,
}


if __name__ == "__main__":
    main()
