"""Who may import whom, held by walking the imports; a page is a paragraph; nothing is idle."""

import ast
import re
from collections.abc import Iterator
from dataclasses import fields
from graphlib import TopologicalSorter
from pathlib import Path

import pytest

from cspdata import areas, caveats, metrics, offences, place, prompts, schemas, sources
from cspdata.answers import blocks
from cspdata.change import thresholds

ROOT = Path(__file__).resolve().parent.parent
ROOMS = ROOT / "cspdata"
PAGES = sorted((ROOT / "pages").glob("*.py"))
MODULES = {
    ".".join(path.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__"): path
    for path in sorted(ROOMS.rglob("*.py"))
}

# A part of a room stands by itself where it may know less, or more, than the rest of the room.
MAY_IMPORT = {
    # what everybody stands on
    "errors": "",
    "apart": "background settings sites",
    "background": "",
    "tidying": "background",
    "brought": "",
    "dates": "",
    "origin": "",
    "periods": "",
    "spans": "dates periods",
    "schemas": "",
    "sites": "errors",
    "settings": "sites",
    "vocabulary": "errors",
    # what a place declares
    "place": "errors settings sites vocabulary",
    "areas": "national place settings sites vocabulary",
    "caveats": "national periods place settings sites vocabulary",
    "metrics": "schemas settings sites vocabulary",
    "offences": "settings sites vocabulary",
    "national": "settings vocabulary",
    "outlines": "areas errors national settings sites",
    "packs": "areas caveats errors metrics national offences outlines place residents settings"
    " sources vocabulary",
    "prompts": "settings sites vocabulary",
    "residents": "areas offences periods settings sites vocabulary",
    "sources": "place",
    # the way in
    "access": "errors settings",
    "bill": "errors settings",
    "checks": "areas caveats dates metrics national offences origin periods place question"
    " readers schemas sites sources vocabulary",
    "draft": "areas errors national offences outlines packs periods place readers residents"
    " settings vocabulary",
    "fetch": "access areas brought errors offences outlines periods place publish settings sources"
    " store",
    "invitations": "",
    "publish": "access areas checks errors national offences periods place readers schemas settings"
    " sites sources store",
    "readers": "errors origin periods spans",
    "senders": "access errors",
    "store": "errors periods schemas settings",
    # the way out
    "question": "areas offences periods residents sources",
    "change": "",
    "disclosure": "areas offences settings sites vocabulary",
    "sums": "areas change disclosure metrics national offences periods question sources",
    "published": "disclosure errors periods question schemas settings sites store sums",
    "answers": "answers.blocks answers.charts answers.words areas brought caveats change errors"
    " metrics national offences outlines periods place published question residents settings"
    " sites sources sums vocabulary",
    "answers.blocks": "answers.charts question",
    "answers.charts": "answers.words offences periods sites",
    "answers.words": "answers.blocks areas caveats change metrics national offences periods place"
    " prompts published question residents settings sources sums",
    "spreadsheets": "",
    "printers": "answers.blocks answers.charts answers.words areas outlines question sites"
    " spreadsheets",
    "printers.feed": "answers answers.words areas place published settings",
    "kept": "answers apart background disclosure errors periods printers printers.feed published"
    " settings spreadsheets store",
    "exports": "areas kept metrics national offences published settings spreadsheets vocabulary",
    # the doors
    "api": "access answers areas background errors exports invitations kept metrics national"
    " offences periods place printers printers.feed published question schemas senders"
    " settings sites sources spreadsheets",
    "ui": "access answers answers.blocks apart areas background errors exports kept offences"
    " periods place printers published question senders settings sites spreadsheets sums"
    " ui.visitor",
    "ui.desk": "errors kept metrics periods publish spreadsheets store ui ui.questions ui.visitor",
    "ui.doors": "access errors invitations sites store ui.visitor",
    "ui.elsewhere": "errors kept publish settings sites ui ui.visitor",
    "ui.questions": "checks periods publish spans ui",
    "ui.rehearsal": "answers checks publish published spreadsheets ui",
    "ui.visitor": "access errors invitations publish settings sites",
    "arguments": "dates periods sources spans",
    "turns": "errors sites",
    "__main__": "access answers arguments bill checks draft errors exports fetch kept outlines"
    " packs publish published question settings store turns",
}
DRAWN = {room for room in MAY_IMPORT if room.split(".")[0] == "ui"}
PAGES_KNOW = {"answers", *DRAWN}


def imported(path: Path) -> Iterator[str]:
    """Each module of ours that a file imports, by its whole name, and other packages by theirs."""
    package = ".".join(path.parent.relative_to(ROOT).parts)
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        if isinstance(node, ast.ImportFrom):
            base = ".".join(filter(None, [package if node.level else "", node.module]))
            yield from (_module(f"{base}.{alias.name}", base) for alias in node.names)


def _module(name: str, base: str) -> str:
    return name if name in MODULES or base == "cspdata" else base


def room_of(module: str) -> str:
    """The room of a module, or the part of it that stands by itself."""
    *_, name = module.split("cspdata.", 1)
    parts = [".".join(name.split(".")[:depth]) for depth in (2, 1)]
    return next((part for part in parts if part in MAY_IMPORT), parts[-1])


def rooms_imported(path: Path) -> set[str]:
    return {room_of(name) for name in imported(path) if name.startswith("cspdata.")}


def packages_imported(path: Path) -> set[str]:
    return {name.split(".")[0] for name in imported(path)}


def files_of(room: str) -> list[Path]:
    return [path for name, path in MODULES.items() if room_of(name) == room and name != "cspdata"]


def test_every_room_is_in_the_plan_and_the_plan_names_no_other() -> None:
    assert {room_of(name) for name in MODULES} - {"cspdata"} == set(MAY_IMPORT)


@pytest.mark.parametrize("room", MAY_IMPORT)
def test_a_room_imports_what_the_plan_says_and_the_plan_allows_nothing_more(room: str) -> None:
    found = {name for path in files_of(room) for name in rooms_imported(path)} - {room}
    assert found == set(MAY_IMPORT[room].split())


def test_no_module_imports_itself_by_a_detour() -> None:
    graph = {
        name: {other for other in imported(path) if other in MODULES} - {name, "cspdata"}
        for name, path in MODULES.items()
    }
    assert list(TopologicalSorter(graph).static_order())


def test_no_room_knows_one_that_knows_it() -> None:
    graph: dict[str, set[str]] = {}
    for room, known in MAY_IMPORT.items():
        whole = graph.setdefault(room.split(".")[0], set())
        whole |= {one.split(".")[0] for one in known.split()} - {room.split(".")[0]}
    assert list(TopologicalSorter(graph).static_order())


@pytest.mark.parametrize("page", PAGES, ids=lambda path: path.name)
def test_a_page_knows_its_answers_and_how_to_ask_and_nothing_else(page: Path) -> None:
    assert rooms_imported(page) <= PAGES_KNOW
    assert packages_imported(page) <= {"streamlit", "cspdata"}


@pytest.mark.parametrize("page", PAGES, ids=lambda path: path.name)
def test_a_page_is_a_paragraph_that_opens_with_its_question(page: Path) -> None:
    text = page.read_text("utf-8")
    assert (ast.get_docstring(ast.parse(text)) or "").strip()
    assert len(text.splitlines()) <= 60


@pytest.mark.parametrize("room", sorted(set(MAY_IMPORT) - DRAWN))
def test_only_ui_draws_with_streamlit(room: str) -> None:
    assert all("streamlit" not in packages_imported(path) for path in files_of(room))


def test_a_printer_takes_colours_from_the_charts_and_no_more() -> None:
    taken = {
        name
        for path in files_of("printers")
        for name in imported(path)
        if name.startswith("cspdata.answers.charts")
    }
    assert taken == {"cspdata.answers.charts.palette"}


def test_every_module_says_what_it_is_for() -> None:
    silent = [p for p in MODULES.values() if not ast.get_docstring(ast.parse(p.read_text()))]
    assert not silent


def test_no_room_outgrows_a_page_of_reading() -> None:
    long = {
        name: lines
        for name, path in MODULES.items()
        if (lines := len(path.read_text().splitlines())) > 320
    }
    assert not long


# Faces


@pytest.mark.parametrize(
    "face", [path for path in MODULES.values() if path.name == "__init__.py"], ids=str
)
def test_a_face_lists_a_name_once(face: Path) -> None:
    tree = ast.parse(face.read_text("utf-8"))
    given = [
        alias.asname
        for node in tree.body
        if isinstance(node, ast.ImportFrom)
        for alias in node.names
        if alias.asname == alias.name
    ]
    made = [node.name for node in tree.body if isinstance(node, ast.FunctionDef | ast.ClassDef)]
    set_here = [n.id for n in ast.walk(tree) if isinstance(n, ast.Name) and n.id == "__all__"]
    assert len(given) == len(set(given)) == len(set(given) - set(made))
    assert not set_here


@pytest.mark.parametrize(
    ("face", "name"),
    [
        (face, name)
        for face in ("change", "checks", "publish", "readers", "store", "ui")
        for name in re.findall(r"import \w+ as (\w+)", (ROOMS / face / "__init__.py").read_text())
    ],
)
def test_what_a_face_shows_is_asked_for_outside_its_room(face: str, name: str) -> None:
    asked = re.compile(rf"\b{face}\.{name}\b|from cspdata\.{face} import (?:\(\s*)?[^)]*\b{name}\b")
    outside = [
        path
        for path in (*ROOMS.rglob("*.py"), *(ROOT / "tests").glob("*.py"), *PAGES)
        if ROOMS / face not in path.parents
    ]
    assert any(asked.search(path.read_text("utf-8")) for path in outside)


# Declarations

DECLARED = [
    areas.Area,
    blocks.Answer,
    blocks.Chart,
    blocks.Link,
    blocks.Map,
    blocks.Quote,
    blocks.Table,
    blocks.Tile,
    blocks.Words,
    caveats.Caveat,
    metrics.Measure,
    metrics.Partner,
    metrics.Priority,
    metrics.Topic,
    offences.Offence,
    place.Place,
    prompts.Prompt,
    schemas.Column,
    schemas.Table,
    sources.Source,
    thresholds.Threshold,
]


def code() -> str:
    return "\n".join(path.read_text("utf-8") for path in (*ROOMS.rglob("*.py"), *PAGES))


CODE = code()


@pytest.mark.parametrize(
    ("held", "name"),
    [(held, each.name) for held in DECLARED for each in fields(held)],
    ids=lambda value: value if isinstance(value, str) else f"{value.__module__}.{value.__name__}",
)
def test_every_declared_field_is_read_somewhere(held: type, name: str) -> None:
    """By its name as an attribute, as a column of a table, or in words that a place fills in."""
    read = rf"\.{name}\b(?!\s*=[^=])|\[?\"{name}\"\]?|{{{name}}}"
    assert re.search(read, without(CODE, held)), f"{held.__name__}.{name}"


def without(text: str, held: type) -> str:
    """The code without the declaration itself."""
    return re.sub(rf"class {held.__name__}\b.*?(?=\n\n\n|\Z)", "", text, flags=re.DOTALL)


@pytest.mark.parametrize("name", thresholds.every())
def test_every_threshold_decides_something(name: str) -> None:
    assert len(re.findall(rf"\b{name}\b", CODE)) > 1, name


@pytest.mark.parametrize(
    ("table", "column"),
    [(table, column) for table in schemas.TABLES.values() for column in table.columns],
    ids=lambda value: value.name,
)
def test_every_column_of_the_store_is_written_and_read(
    table: schemas.Table, column: schemas.Column
) -> None:
    declared = [path.read_text("utf-8") for path in files_of("schemas")]
    elsewhere = CODE
    for text in declared:
        elsewhere = elsewhere.replace(text, "")
    assert re.search(rf"[\"']{column.name}[\"']|\b{column.name}=", elsewhere)
