"""Write the pages of docs that are made from declarations: the method and the data dictionary.

    python -m docs.make

Nothing is said here that the program does not declare; a test fails while a page is out of date.
"""

from collections.abc import Iterable, Sequence
from pathlib import Path

from cspdata import caveats, exports, offences, schemas
from cspdata.answers.about import method
from cspdata.answers.blocks import Points, Words
from cspdata.answers.words import method as words
from cspdata.answers.words.figures import SHORTHAND
from cspdata.api import declared
from cspdata.sums.basis import MONTHS_LEFT_OUT

FOLDER = Path(__file__).parent
MADE = "*Made from the declarations in the code by `python -m docs.make`; change those.*"
STORED = {
    column.name: column.meaning for table in schemas.TABLES.values() for column in table.columns
}
EXPORTED = {
    "area_name": "The area's name.",
    "level": "The area's level.",
    "offence_name": "The offence's name.",
    "district_name": "The district's name.",
    "partner_name": "The partner's name.",
    "measure_name": "The measure's name.",
}
OFFENCES = {
    "offence": "The offence's code.",
    "code": "Its number in the Home Office's list, where it has one.",
    "name": "Its name.",
    "short": "Its name where there is little room.",
    "parent": "The offence it is a kind of.",
    "kind": f"{', '.join(offences.KINDS)}: what it sums to.",
    "police_uk": "Police.uk's crime type.",
    "aliases": "Other spellings in files, separated by semicolons.",
    "definition": "What it means.",
}
SIGNALS = {
    "data_version": "The version that gave the signal.",
    "area": "The area's code.",
    "area_name": "The area's name.",
    "level": "The area's level.",
    "offence": "The offence's code.",
    "offence_name": "The offence's name.",
    "signal": "outside (one month) or drift.",
    "side": "above or below what is usual.",
    "first_month": "First month of the signal.",
    "last_month": "Last month of the signal.",
    "months": "How many months it holds.",
    "count": "Crimes or incidents in its last month.",
    "average": "The usual count of that month.",
    "lower": "The lowest usual count.",
    "upper": "The highest usual count.",
    "sentence": "The signal in words.",
}
EFFECTS = {
    "break": "a comparison across its first day is refused",
    "gap": "months without figures are marked",
    "event": "what drove these days is taken out and told",
    "yearly": "an event in the same days of every year",
    "note": "something to know",
    "slip": "a fault in print, kept visible",
}


def pages() -> dict[str, str]:
    """Each page that is made, by its file's name."""
    return {"method.md": _method(), "data-dictionary.md": _dictionary()}


def _method() -> str:
    said = [_block(block) for block in method()]
    rules = [f"## {rule.title}\n\n{rule.text}\n\n{_figures(rule)}" for rule in words.RULES]
    months = (
        "## Which days are compared\n\n"
        "What is asked is answered by the first source that can compare it. A month that is "
        "missing in one of the two years is left out of both, and named; at most "
        f"{MONTHS_LEFT_OUT:.0%} of a period's months may be missing, and neither its first nor "
        "its last; otherwise it is not compared, or not answered. Nothing is compared across a "
        "break."
    )
    parts = ["# How a change is judged", MADE, words.RECORDED, *said, months, *rules]
    return "\n\n".join(parts) + "\n"


def _block(block: object) -> str:
    if isinstance(block, Points):
        return "\n".join(f"- {item}" for item in block.items)
    assert isinstance(block, Words)
    return block.text


def _figures(rule: words.Rule) -> str:
    held = rule.thresholds.values()
    return _table(
        ("what it decides", "figure", "why"),
        ((one.meaning, f"{one.value:g} {one.unit}", one.reason) for one in held),
    )


def _dictionary() -> str:
    stored = [_stored(table) for table in schemas.TABLES.values()]
    marks = _table(("mark", "meaning"), SHORTHAND.items())
    parts = [
        "# Data dictionary",
        MADE,
        "## What is stored\n\nOne row is one fact; its *key* names it, and publishing the key "
        "again revises it. A day is written as 2017-04-01; a period holds both its days.",
        *stored,
        "## What is exported\n\n`python -m cspdata export` writes these files, and **What is "
        "published** offers them as one workbook. Columns that are not stored:",
        _table(("column", "meaning"), EXPORTED.items()),
        _table(
            ("file", "columns"),
            (
                _file("crime", exports.CRIME),
                _file("activity", exports.ACTIVITY),
                _file("districts", exports.DISTRICT),
                _file("operations", exports.OPERATIONS),
                _file("notes", exports.NOTES),
                _file("matters", exports.MATTERS),
                _file("objectives", exports.OBJECTIVES),
            ),
        ),
        "`printed.csv` has the columns of *printed* above; `areas.csv`, `metrics.csv` and "
        "`caveats.csv` those of [the place's tables](another-place.md#the-tables), `metrics.csv` "
        "also `waiting` (yes: no figure yet). `offences.csv`:",
        _table(("column", "meaning"), ((f"`{name}`", what) for name, what in OFFENCES.items())),
        "`signals.csv`, and with an entry a signal `signals.atom`:",
        _table(("column", "meaning"), ((f"`{name}`", what) for name, what in SIGNALS.items())),
        "Effects of a caveat:",
        _table(("effect", "what it does"), ((one, EFFECTS[one]) for one in caveats.EFFECTS)),
        "## What the open data answers\n\nRows: `/api/v1/…`, filtered by these parameters. All "
        f"also take {_names(one['name'] for one in declared.COMMON)}.",
        _table(
            ("address", "what it gives", "parameters"),
            (
                (f"`{one.name}`", one.what, _names(each.name for each in one.filters))
                for one in declared.ENDPOINTS
            ),
        ),
        "One question: `/api/v1/answer`.",
        _table(
            ("parameter", "meaning"),
            (
                (f"`{n}`", what)
                for n, what in (declared.ASKED | {declared.PEERS: declared.AMONG}).items()
            ),
        ),
        f"Its answer holds {_names(declared.ANSWERED)}; with `{declared.PEERS}` also that.",
        "## Marks\n\nBeside figures on pages, on paper and in sheets.",
        marks,
    ]
    return "\n\n".join(parts) + "\n"


def _stored(table: schemas.Table) -> str:
    rows = (
        (
            f"`{column.name}`",
            column.kind + ("" if column.required else ", may be empty"),
            column.meaning + (f" At least {column.least:g}." if column.least is not None else ""),
        )
        for column in table.columns
    )
    made = _table(("column", "kind", "meaning"), rows)
    return f"### {table.name}: {table.rows}\n\nKey: {_names(table.key)}.\n\n{made}"


def _file(name: str, columns: Sequence[str]) -> tuple[str, str]:
    unknown = set(columns) - STORED.keys() - EXPORTED.keys()
    assert not unknown, f"say in EXPORTED what these are: {unknown}"
    return f"`{name}.csv`", _names(columns)


def _names(names: Iterable[str]) -> str:
    return ", ".join(f"`{name}`" for name in names)


def _table(heads: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    lines = [heads, ["---"] * len(heads), *rows]
    return "\n".join(
        f"| {' | '.join(cell.replace('|', chr(92) + '|') for cell in line)} |" for line in lines
    )


if __name__ == "__main__":
    for name, text in pages().items():
        (FOLDER / name).write_text(text, "utf-8", newline="\n")
        print(FOLDER / name)
