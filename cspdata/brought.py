"""What a publication brought, in the words of a person and never by the name of a table."""

from collections.abc import Mapping

WORDS = {
    "crimes": ("new count", "new counts"),
    "activity": ("new figure of the partners", "new figures of the partners"),
    "operations": ("operation registered", "operations registered"),
    "notes": ("note signed, changed or withdrawn", "notes signed, changed or withdrawn"),
    "objectives": ("objective set", "objectives set"),
    "matters": ("step of matters of the committee", "steps of matters of the committee"),
    "printed": (
        "printed total or percentage checked",
        "printed totals and percentages checked",
    ),
    "streets": ("count at a street location", "counts at street locations"),
    "aliases": ("spelling accepted", "spellings accepted"),
    "districts": (
        "count of all districts, to compare with",
        "counts of all districts, to compare with",
    ),
    "elsewhere": (
        "count of other districts, to check files by",
        "counts of other districts, to check files by",
    ),
    "untold": ("count withheld or not available", "counts withheld or not available"),
    "confirmed": ("unusual figure confirmed", "unusual figures confirmed"),
    "revised": ("count revised", "counts revised"),
}


def in_words(changed: Mapping[str, int]) -> str:
    """ "280 new counts, 3 counts revised", from an entry of the history or from a rehearsal.

    `changed` gives the number of new rows by table, `revised` that of revisions and `restored` the
    version that was restored; of nothing it is empty.
    """
    if "restored" in changed:
        return f"all as in version {changed['restored']}"
    return ", ".join(
        f"{number:,} {WORDS[name][number != 1]}" for name, number in changed.items() if number
    )
