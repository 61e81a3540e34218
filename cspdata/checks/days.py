"""The days that the rows of a file say they cover; an order left open is asked once a file."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import partial
from typing import Any

from cspdata import dates
from cspdata.checks.cells import ERRORS, number, plain
from cspdata.checks.issues import Issue, Kind, Question, note
from cspdata.dates import DAY_FIRST, MONTH_FIRST, ORDERS
from cspdata.periods import Period, day_in_words

FIRST_YEAR = 1990
SHORTEST, LONGEST = 7, 6 * 366
REMEDY = "Write it as 2017-04-01 or 01/04/2017."
EDGES = ("period_start", "period_end")
IN_WORDS = {DAY_FIRST: "The day first", MONTH_FIRST: "The month first"}

Pair = tuple[str, str]


@dataclass(frozen=True)
class Order:
    """Which of day and month comes first in a file, and what is to be said or asked about it."""

    order: str
    issues: tuple[Issue, ...] = ()
    questions: tuple[Question, ...] = ()


def order_of(file: str, pairs: Iterable[Pair], answered: str = "") -> Order:
    """The order in which the days of a file are written, from all its first and last days.

    Where both orders are possible, the one in which all periods are whole months is taken; where
    that leaves two, it is asked.
    """
    written = list(dict.fromkeys(pairs))
    found = [readings for pair in written for text in pair if (readings := _edge_readings(text))]
    only = {next(iter(readings)) for readings in found if len(readings) == 1}
    open_ = [text for pair in written for text in pair if _is_open(text)]
    if len(only) == 2:
        return Order(answered or DAY_FIRST, (_two_orders(file, written),))
    if answered:
        return Order(answered)
    if only == {MONTH_FIRST}:
        return Order(MONTH_FIRST, (_month_first(file, written),))
    if only or not open_:
        return Order(DAY_FIRST)
    whole = [order for order in ORDERS if all(_whole_months(pair, order) for pair in written)]
    if len(whole) == 1:
        return Order(whole[0])
    return Order(DAY_FIRST, questions=(_question(file, open_[0]),))


def covered(
    file: str, cells: Mapping[Any, Any], order: str = DAY_FIRST, planned: bool = False
) -> tuple[date | None, date | None, list[Issue]]:
    """The first and last day in `period_start` and `period_end`, and what is wrong with them.

    What is `planned` may end on a day to come.
    """
    row = cells["row"]
    start, end = (_day(cells[column], column, order) for column in EDGES)
    faults = [
        not_a_day(file, row, column, cells[column])
        for column, found in zip(EDGES, (start, end), strict=True)
        if found is None
    ]
    if start and end and end < start:
        problem = f"The period ends on {end}, before it starts on {start}."
        remedy = "Put the first day in period_start and the last day in period_end."
        faults.append(Issue(file, row, "period_end", cells["period_end"], problem, remedy))
    if end and end > date.today() and not planned:
        problem = f"The period ends on {end}, which has not come yet."
        faults.append(
            Issue(file, row, "period_end", cells["period_end"], problem, "Correct the last day.")
        )
    if start and start.year < FIRST_YEAR:
        problem = f"The period starts on {start}, before any figures that can be here."
        faults.append(
            Issue(file, row, "period_start", cells["period_start"], problem, "Correct the day.")
        )
    if not faults:
        faults += _serials(file, cells)
    return start, end, faults


def not_a_day(file: str, row: int, column: str, found: str) -> Issue:
    words = plain(found)
    tell = partial(Issue, file, row, column, found)
    if not words:
        return tell("The day is empty.", REMEDY, cause="empty")
    if words.startswith("="):
        return tell(
            f"“{words}” is a formula without its value.",
            "Open the file in your spreadsheet, save it and send it again.",
            cause="formula",
        )
    if words.upper() in ERRORS:
        remedy = "Mend the formula there, save the file and send it again."
        return tell(f"“{words}” is an error of the spreadsheet.", remedy, cause="error")
    if MONTH_FIRST in dates.readings(words):
        return tell(f"“{found}” has the month before the day.", REMEDY, cause="month first")
    if dates.YEAR_FIRST.fullmatch(words) or dates.NUMERIC.fullmatch(words):
        return tell(f"There is no day {words} in the calendar.", REMEDY)
    return tell(f"“{found}” is not a day.", REMEDY, cause="no day")


def beyond_today(file: str, days: Period) -> Issue | None:
    """Figures of days that have not come yet are a fault."""
    if days.end <= date.today():
        return None
    problem = f"The period ends on {days.end}, which has not come yet."
    return Issue(file, 0, "", str(days), problem, "Correct the last day.")


def odd_length(file: str, row: int, days: Period, source: str) -> Issue | None:
    """A period of crime figures that no figures have is held: two days, or ten years.

    So is one from the first of a month to the first of another, which is meant to end before it.
    """
    length = f"only {days.days} day{'s' if days.days > 1 else ''}"
    how = length if days.days < SHORTEST else f"{days.days / 365.25:.0f} years"
    if SHORTEST <= days.days <= LONGEST:
        if days.start.day != 1 or days.end.day != 1:
            return None
        how = "which ends with the first day of a month"
    return Issue(
        file,
        row,
        "period_end",
        str(days),
        f"The figures are read as those of {days.days_in_words}, {how}.",
        "Correct the days, or say why they are right.",
        Kind.HELD,
        name=f"days-{days.start}-to-{days.end}",
        cause="length",
        days=days,
        source=source,
    )


def _day(text: str, edge: str, order: str) -> date | None:
    return _edge_readings(text, edge).get(order)


def _edge_readings(text: str, edge: str = "period_start") -> dict[str, date]:
    """The days that a cell may mean; a month alone is its first or its last day."""
    if found := dates.readings(text):
        return found
    last: Callable[[int, int], int] = dates.last_day if edge == "period_end" else lambda *_: 1
    # A number alone, 2018.1, may be a month that a spreadsheet took a nought from.
    months = {} if number(text) is not None else dates.month_readings(text)
    return {order: date(*month, last(*month)) for order, month in months.items()}


def _is_open(text: str) -> bool:
    return len(set(_edge_readings(text).values())) == 2


def _whole_months(pair: Pair, order: str) -> bool:
    start, end = (_day(text, edge, order) for text, edge in zip(pair, EDGES, strict=True))
    return bool(start and end and start <= end and Period(start, end).whole_months)


def _question(file: str, text: str) -> Question:
    found = dates.readings(text)
    return Question(
        file,
        "days",
        f"Do the days of this file name the day or the month first? It has “{text.strip()}”.",
        tuple((order, f"{IN_WORDS[order]}: {day_in_words(found[order])}") for order in ORDERS),
    )


def _two_orders(file: str, pairs: Iterable[Pair]) -> Issue:
    examples = {
        next(iter(found)): text
        for pair in pairs
        for text in pair
        if len(found := _edge_readings(text)) == 1
    }
    day, month = (examples[order].strip() for order in ORDERS)
    problem = f"“{day}” has the day first and “{month}” the month, in one file."
    return Issue(file, 0, "period_start", day, problem, "Write all days in one order.")


def _month_first(file: str, pairs: Iterable[Pair]) -> Issue:
    text = next(
        text for pair in pairs for text in pair if list(_edge_readings(text)) == [MONTH_FIRST]
    )
    problem = f"The days are read with the month first, because “{text.strip()}” can only be that."
    return note(file, 0, "period_start", text, problem, "Check the period below.")


def _serials(file: str, cells: Mapping[Any, Any]) -> list[Issue]:
    return [
        Issue(
            file,
            cells["row"],
            column,
            cells[column],
            f"“{cells[column]}” is a spreadsheet's number of a day and was read as "
            f"{day_in_words(found)}.",
            "Check it; save the column as dates to be sure.",
            Kind.NOTE,
            cause="serial",
        )
        for column in EDGES
        if dates.is_serial(cells[column]) and (found := _day(cells[column], column, DAY_FIRST))
    ]
