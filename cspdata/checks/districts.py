"""Counts of every district by month -> rows of `districts`; nothing is added to our own figures.

A month of a district is whole or absent: a crime type that it does not mention is a count of 0, and
publishing it again replaces all of it.
"""

from collections.abc import Iterator
from datetime import date

import pandas as pd

from cspdata import national, place, schemas
from cspdata.checks.cells import mark, whole_number
from cspdata.checks.counts import not_a_count
from cspdata.checks.issues import Answers, Checked, Issue, Kind, note
from cspdata.checks.monthly import months_of, offences_of
from cspdata.checks.period_given import within
from cspdata.checks.readings import reading_of
from cspdata.checks.spellings import Spellings
from cspdata.checks.usual import LIMITS
from cspdata.periods import Period, month
from cspdata.readers import Sheet
from cspdata.sources import DISTRICTS

FIGURE = ["district", "month", "offence"]
MONTH = ["district", "period_start"]
SHOWN = 5


def district_months(sheet: Sheet, source: str, known: Spellings, said: Answers) -> Checked:
    """A table of counts by district code, month and crime type: rows of `districts`."""
    cells = sheet.rows
    months, misread = months_of(sheet, cells["month"], "month")
    kinds, unknown = offences_of(sheet, cells, months)
    codes = cells["district"].str.strip()
    rows = pd.DataFrame(
        {
            "row": cells["row"],
            "month": months,
            "district": codes.where(codes.isin(national.districts()["district_code"])),
            "offence": kinds,
            "count": cells["count"].map(whole_number),
        }
    )
    issues = [*misread, *unknown, *_unknown(sheet, rows), *_uncounted(sheet, rows)]
    whole, left = within(sheet, rows.dropna(), said.period)
    issues += [*left, *_twice(sheet, whole)]
    districts = whole.assign(
        source=DISTRICTS.source,
        period_start=[period.start for period in whole["month"]],
        period_end=[period.end for period in whole["month"]],
        column="count",
        **sheet.origin.cells,
    )[schemas.DISTRICTS.names]
    reading = reading_of(sheet, districts, "its column month")
    return Checked({"districts": districts}, issues, readings=[reading])


def district_doubts(stored: pd.DataFrame, new: pd.DataFrame) -> Iterator[Issue]:
    """Months of districts that can hardly be whole: held of our own, or where they were whole.

    Both frames are rows of `districts`. What is told only is kept, and enters no comparison.
    """
    before = stored.groupby(MONTH)["count"].sum()
    now = new.groupby(MONTH)["count"].sum()
    every = pd.concat([before[~before.index.isin(now.index)], now]).reset_index()
    usual = every.groupby("district")["count"].median()
    months = now.reset_index().assign(before=before.reindex(now.index).to_numpy())
    months["usual"] = months["district"].map(usual)
    held = every.groupby("district")["count"].size()
    enough = (months["district"].map(held) > LIMITS.least) & (months["usual"] > LIMITS.median)
    ratio = months["count"] / months["usual"]
    odd = months[enough & ~ratio.between(*LIMITS.ratio)]
    shrunk = months[(months["count"] / months["before"]) < LIMITS.ratio[0]]
    file = new["file"].iloc[0]
    own = place.here().district
    stops = pd.concat([odd[odd["district"] == own], shrunk]).drop_duplicates(MONTH)
    for start, rows in stops.groupby(stops["period_start"].dt.strftime("%Y-%m-%d")):
        yield _hold(file, rows, _month_of(date.fromisoformat(str(start))))
    told = odd[~odd.index.isin(stops.index)]
    if len(told):
        yield note(
            file,
            0,
            "count",
            str(len(told)),
            f"{_months(told)} far from those of other months: {_named(told, with_month=True)}.",
            "Nothing to do: they are kept, and they enter no comparison.",
        )


def _month_of(day: date) -> Period:
    return month(day.year, day.month)


def _hold(file: str, rows: pd.DataFrame, period: Period) -> Issue:
    return Issue(
        file,
        0,
        "count",
        str(len(rows)),
        f"{period.words} can hardly be whole in {_named(rows)}.",
        "Send the whole month, or say why it is right.",
        Kind.HELD,
        name=f"districts-{period.start:%Y-%m}",
        days=period,
        source=DISTRICTS.source,
    )


def _months(rows: pd.DataFrame) -> str:
    districts = rows["district"].nunique()
    whose = "1 district" if districts == 1 else f"{districts:,} districts"
    if len(rows) == 1:
        return f"1 month of {whose} has counts"
    return f"{len(rows):,} months of {whose} have counts"


def _named(rows: pd.DataFrame, with_month: bool = False) -> str:
    names = national.districts().set_index("district_code")["district"]
    said = []
    for row in rows.head(SHOWN).to_dict("records"):
        usual = row["before"] if row["before"] == row["before"] else row["usual"]
        when = f" in {row['period_start']:%B %Y}" if with_month else ""
        name = names.get(row["district"], row["district"])
        said.append(f"{name}{when}: {row['count']:,.0f} (usually about {usual:,.0f})")
    more = len(rows) - SHOWN
    return ", ".join(said) + (f" and {more:,} more" if more > 0 else "")


def _unknown(sheet: Sheet, rows: pd.DataFrame) -> Iterator[Issue]:
    for row, found in _where(sheet, rows["district"].isna(), "district"):
        problem = f"“{found}” is not the code of a district of England and Wales of 2024."
        yield Issue(
            sheet.name,
            row,
            "district",
            found,
            problem,
            "Write the district's code, such as E07000094.",
        )


def _uncounted(sheet: Sheet, rows: pd.DataFrame) -> Iterator[Issue]:
    for row, found in _where(sheet, rows["count"].isna(), "count"):
        if not mark(found):
            yield not_a_count(sheet.name, row, "count", found)
            continue
        problem = f"“{found}” stands for a count that is {mark(found)}, so the month is not whole."
        remedy = "Leave the district's month out until all its counts are known."
        yield Issue(sheet.name, row, "count", found, problem, remedy, cause="mark")


def _twice(sheet: Sheet, rows: pd.DataFrame) -> Iterator[Issue]:
    for each in rows[rows.duplicated(FIGURE)].to_dict("records"):
        same = rows[(rows[FIGURE] == pd.Series(each)[FIGURE]).all(axis=1)]
        problem = f"{each['district']} in {each['month'].words} stands in row {same['row'].min()}."
        yield Issue(
            sheet.name,
            int(each["row"]),
            "count",
            str(int(each["count"])),
            f"The same crime type of {problem}",
            "Keep the right row.",
        )


def _where(sheet: Sheet, missing: pd.Series, column: str) -> Iterator[tuple[int, str]]:
    cells = sheet.rows.loc[missing.to_numpy(), ["row", column]]
    for row, found in cells.itertuples(index=False):
        yield int(row), found
