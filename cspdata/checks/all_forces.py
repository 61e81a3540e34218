"""Street-level files of many forces -> whole months of `districts`, counted by LSOA.

A district's month is whole where the file of its own force is there; the few rows that neighbours
and the transport police recorded in it are added, and never make a month of their own.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import pandas as pd

from cspdata import national, schemas
from cspdata.checks.forces import TRANSPORT
from cspdata.checks.issues import Answers, Checked, Issue, Kind, Reading, note
from cspdata.checks.monthly import FIRST_MONTH, codes_of, month_named, months_of, offences_of
from cspdata.checks.spellings import Spellings
from cspdata.origin import Origin
from cspdata.periods import Period
from cspdata.readers import Sheet
from cspdata.sources import DISTRICTS

COLUMNS = ["month", "force", "district", "offence", "count", "part"]
# More rows in LSOAs that no list holds than this share of a file are no slip of police.uk's.
UNKNOWN = 0.02
SHOWN = 3


@dataclass(frozen=True)
class Placed:
    """What a file has by (month, force, district, crime type), and what these words stand for.

    `nowhere` of its `rows` have no LSOA.
    """

    origin: Origin
    counts: Mapping[tuple[str, ...], int]
    months: Mapping[str, Period]
    offences: Mapping[str, str]
    rows: int
    nowhere: int

    def cells(self, part: int, months: Sequence[Period]) -> Iterator[tuple[Any, ...]]:
        """Its counts as rows of COLUMNS; those of other days than the officer's are left out."""
        codes = {word: months.index(period) for word, period in self.months.items()}
        for (month, force, district, kind), size in self.counts.items():
            if month in codes and kind in self.offences:
                yield codes[month], force, district, self.offences[kind], size, part


def by_district(sheet: Sheet, source: str, known: Spellings, said: Answers) -> Checked:
    """One street-level file, in `placed`: its rows by month, force, district and crime type."""
    counts = sheet.tally.get("placed", {})
    months, misread = _months(sheet, {month for month, *_ in counts})
    kinds, unknown = _offences(sheet, {kind for *_, kind in counts}, months)
    placed = Placed(
        sheet.origin,
        counts,
        {word: period for word, period in months.items() if _among(period, said.period)},
        kinds,
        sheet.tally.get("rows_total", 0),
        sheet.tally.get("rows_without_lsoa", 0),
    )
    return Checked(issues=[*misread, *unknown, *_unlisted(sheet)], placed=placed)


def whole_months(parts: Sequence[Checked]) -> Checked | None:
    """The districts' months of several files together; None where no file is counted so."""
    files: list[Placed] = [part.placed for part in parts if part.placed is not None]
    periods = sorted({period for file in files for period in file.months.values()})
    cells = [cell for number, file in enumerate(files) for cell in file.cells(number, periods)]
    if not cells:
        return None
    placed = pd.DataFrame(cells, columns=COLUMNS)
    placed["month"] = pd.Categorical.from_codes(placed["month"], pd.Index(periods, dtype=object))
    force_of = national.districts().set_index("district_code")["force"]
    own = placed["force"].map(_homes(placed, force_of)) == placed["district"].map(force_of)
    months = pd.MultiIndex.from_frame(placed[["month", "district"]])
    whole = months.isin(months[own.to_numpy()])
    rows = _rows(placed[whole], placed[whole & own.to_numpy()], files)
    issues = [
        *_twice(placed[own], files),
        *_strays(placed[~whole], files),
        *_nowhere(files),
    ]
    return Checked({"districts": rows}, issues, readings=[_reading(rows, files)])


def _months(sheet: Sheet, words: set[str]) -> tuple[dict[str, Period], list[Issue]]:
    found = {word: month_named(word) for word in words}
    known = {word: period for word, period in found.items() if period}
    odd = [word for word in words if word not in known or word != f"{known[word].start:%Y-%m}"]
    if not odd:
        return known, []
    listed = pd.Series(sorted(odd), dtype="str")
    return known, _whole_file(months_of(_listed(sheet, listed), listed, "Month")[1])


def _offences(
    sheet: Sheet, words: set[str], months: Mapping[str, Period]
) -> tuple[dict[str, str], list[Issue]]:
    found = codes_of(words)
    known = {word: code for word, code in found.items() if code}
    if len(known) == len(words) and all(period >= FIRST_MONTH for period in months.values()):
        return known, []
    listed = _listed(sheet, pd.Series(sorted(words), dtype="str", name="crime_type"))
    periods = pd.Series(list(months.values()), dtype=object)
    return known, _whole_file(offences_of(sheet, listed.rows, periods)[1])


def _among(period: Period, given: Period | None) -> bool:
    return given is None or (given.start <= period.start and period.end <= given.end)


def _listed(sheet: Sheet, words: pd.Series) -> Sheet:
    return Sheet(sheet.origin, sheet.shape, words.to_frame().assign(row=0))


def _whole_file(issues: Iterable[Issue]) -> list[Issue]:
    """Rows are counted and not kept, so that the file is named and no row."""
    return [replace(issue, row=0, rows=()) for issue in issues]


def _homes(placed: pd.DataFrame, force_of: pd.Series) -> dict[str, str]:
    """The force (as districts name it) in whose districts most rows of each name lie."""
    sums = placed.assign(home=placed["district"].map(force_of)).groupby(["force", "home"])["count"]
    most = sums.sum().reset_index().sort_values("count").drop_duplicates("force", keep="last")
    homes = dict(zip(most["force"], most["home"], strict=True))
    return {name: home for name, home in homes.items() if name != TRANSPORT}


def _rows(kept: pd.DataFrame, own: pd.DataFrame, files: Sequence[Placed]) -> pd.DataFrame:
    """Rows of `districts`; the file that is named is that of the district's own force."""
    key = ["district", "month", "offence"]
    counts = kept.groupby(key, as_index=False, observed=True)["count"].sum()
    where = own.drop_duplicates(["district", "month"])[["district", "month", "part"]]
    made = counts.merge(where, on=["district", "month"])
    cells = [files[part].origin.cells for part in made["part"]]
    return made.assign(
        source=DISTRICTS.source,
        period_start=[period.start for period in made["month"]],
        period_end=[period.end for period in made["month"]],
        row=None,
        column="",
        **{name: [cell[name] for cell in cells] for name in files[0].origin.cells},
    )[schemas.DISTRICTS.names]


def _reading(rows: pd.DataFrame, files: Sequence[Placed]) -> Reading:
    named = list(dict.fromkeys(file.origin.file for file in files))
    days = set(zip(rows["period_start"], rows["period_end"], strict=True))
    every = sum(file.rows for file in files)
    return Reading(
        file=named[0] if len(named) == 1 else f"{named[0]} and {len(named) - 1} more",
        what="street-level crime by district",
        source=DISTRICTS.source,
        days=tuple(sorted(Period(start, end) for start, end in days)),
        known_from="its column Month",
        figures=len(rows),
        where=f"{rows['district'].nunique()} districts",
        total=int(rows["count"].sum()),
        rows=every,
        rows_all=every,
    )


def _twice(own: pd.DataFrame, files: Sequence[Placed]) -> Iterator[Issue]:
    """A force's month that stands in two files would be counted twice."""
    stands = own[["month", "force", "part"]].drop_duplicates()
    again = stands[stands.duplicated(["month", "force"])]
    for found in again.head(SHOWN).to_dict("records"):
        month, force = found["month"], found["force"] or "A force"
        problem = f"{month.words} of {force} stands in two files."
        remedy = "Send one of the two: a month is replaced whole and never put together."
        name = files[found["part"]].origin.name
        yield Issue(name, 0, "Month", f"{month.start:%Y-%m}", problem, remedy)


def _strays(left: pd.DataFrame, files: Sequence[Placed]) -> Iterator[Issue]:
    if left.empty:
        return
    rows, districts = int(left["count"].sum()), left["district"].nunique()
    problem = (
        f"{_number(rows, 'row')} in {_number(districts, 'district')} whose own force sent no file "
        "left out: a few rows of others are no month."
    )
    remedy = "Nothing to do, or send the files of those forces too."
    file = files[left["part"].iloc[0]].origin.file
    yield note(file, 0, "Reported by", str(districts), problem, remedy)


def _nowhere(files: Sequence[Placed]) -> Iterator[Issue]:
    nowhere, every = (sum(getattr(f, name) for f in files) for name in ("nowhere", "rows"))
    if nowhere:
        problem = (
            f"Of {_number(every, 'row')} {nowhere:,} without an LSOA, which lie in no district."
        )
        remedy = "Nothing to do: police.uk publishes some rows this way."
        yield note(files[0].origin.file, 0, "LSOA code", str(nowhere), problem, remedy)


def _number(count: int, of: str) -> str:
    return f"{count:,} {of}" + "s" * (count != 1)


def _unlisted(sheet: Sheet) -> list[Issue]:
    left: Counter[str] = Counter()
    for (code, _), size in sheet.tally.get("left_out", {}).items():
        left[code] += size
    if not left:
        return []
    rows, every = left.total(), sheet.tally.get("rows_total", 0)
    problem = (
        f"{rows:,} rows have codes that lie in no district ({', '.join(sorted(left)[:SHOWN])})."
    )
    found: dict[str, Any] = {
        "file": sheet.name,
        "row": 0,
        "column": "LSOA code",
        "found": str(rows),
    }
    if rows <= UNKNOWN * every:
        return [
            Issue(**found, problem=problem, remedy="Nothing to do: they are few.", kind=Kind.NOTE)
        ]
    remedy = "Leave this file out, or say why these rows may be."
    return [
        Issue(
            **found,
            problem=problem,
            remedy=remedy,
            kind=Kind.HELD,
            name="codes-not-placed",
            source=DISTRICTS.source,
        )
    ]
