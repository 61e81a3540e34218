"""A command is done for the place that is meant, or for each place of a server in turn."""

import sys
from collections.abc import Callable

from cspdata import sites
from cspdata.errors import CspError

FOR_EACH = ("check", "doctor", "fetch", "history", "init", "place", "publish", "rebuild")
OF_NONE = ("place new", "sbom")
# What a command returns for files that are about other places.
PASSED_BY = -1


def at(named: str, command: str, do: Callable[[], int]) -> int:
    """Do a command and return its exit status; of several places, the worst of theirs.

    Raises CspError where one place must be named, and where no place has that name.
    """
    here = sites.sites()
    if named and named not in here:
        raise CspError(f"No place is called {named} here. {_known()}")
    if command in OF_NONE or not here:
        return do()
    if named:
        with sites.within(here[named]):
            return do()
    if command not in FOR_EACH:
        raise CspError(f"Several places are here: say which with --place NAME. {_known()}")
    worst = max((_turn(each, do) for each in here.values()), default=PASSED_BY)
    if worst == PASSED_BY:
        raise CspError(
            "These files are about none of the places here; with --place NAME you see why for one."
        )
    return worst


def passed_by(named: str, touches: bool) -> bool:
    """Whether files are left to other places: several have their turn, and this is not touched."""
    return bool(sites.sites()) and not named and not touches


def _turn(there: sites.Site, do: Callable[[], int]) -> int:
    """One place's turn; where it fails, the others have theirs all the same."""
    print(f"== {there.name}", flush=True)
    try:
        with sites.within(there):
            status = do()
    except CspError as fault:
        print("\n".join(filter(None, [str(fault), fault.detail])), file=sys.stderr)
        return 1
    if status == PASSED_BY:
        print("Nothing in these files is about this place.")
    return status


def _known() -> str:
    names = ", ".join(sites.sites())
    return f"Those of CSP_PLACES: {names}." if names else "CSP_PLACES names no folder of places."
