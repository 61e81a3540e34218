"""A cell where a count is wanted and none stands -> what is said of it; nothing is counted here."""

from cspdata.checks import cells
from cspdata.checks.issues import Issue, Kind

KEPT = "Nothing to do: it is kept as what it is, and not as a nought."


def not_a_count(file: str, row: int, column: str, found: str) -> Issue:
    cause, problem, remedy = cells.not_counted(found)
    return Issue(file, row, column, found, problem, remedy, cause=f"count {cause}")


def untold(file: str, row: int, column: str, found: str, why: str) -> Issue:
    """The note on a mark for a count that is withheld or not available."""
    problem = f"“{found.strip()}” says that the count is {why}."
    cause = f"{why} {found.strip()}"
    return Issue(file, row, column, found, problem, KEPT, Kind.NOTE, cause=cause)
