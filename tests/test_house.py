"""Who may import whom, held by walking the imports; a page is a paragraph."""

import ast
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
ROOMS = ROOT / "cspdata"
PAGES = sorted((ROOT / "pages").glob("*.py"))

BASE = {"errors", "periods", "settings", "vocabulary"}
VOCABULARIES = {"place", "areas", "offences", "metrics", "sources", "caveats", "prompts"}
READING = {"queries", "sentences", "charts"}
OUTGOING = {"briefings", "downloads", "exports"}
WRITING = {"readers", "checks", "store", "publish"}

MAY_IMPORT = {
    "errors": set(),
    "periods": set(),
    "settings": set(),
    "vocabulary": {"errors"},
    "national": {"settings", "vocabulary"},
    "outlines": {"errors", "settings", "areas", "national"},
    "place": {"errors", "settings", "vocabulary"},
    "residents": {"areas", "periods", "settings", "vocabulary"},
    "packs": {"outlines", "national", "residents", *BASE, *VOCABULARIES},
    "draft": {"outlines", "national", "packs", "readers", "residents", *BASE, *VOCABULARIES},
    "areas": {"national", "place", "settings", "vocabulary"},
    "offences": {"settings", "vocabulary"},
    "metrics": {"schemas", "settings", "vocabulary"},
    "sources": {"place"},
    "caveats": {"national", "place", "settings", "vocabulary", "periods"},
    "prompts": {"settings", "vocabulary"},
    "schemas": set(),
    "readers": {"errors", "periods"},
    "checks": {"schemas", "readers", *BASE, *VOCABULARIES},
    "store": {"schemas", "settings", "errors", "periods"},
    "access": {"errors"},
    "bill": {"errors", "settings"},
    "invitations": set(),
    "senders": {"access", "errors"},
    "spreadsheets": set(),
    "publish": {"schemas", "access", *WRITING, *BASE, *VOCABULARIES},
    "fetch": {"access", "areas", "offences", "outlines", "place", "publish", "sources", "store"}
    | {"errors", "periods", "settings"},
    "revisions": {"schemas", "store"},
    "signals": {"settings", "queries", "sentences", *VOCABULARIES},
    "disclosure": {"settings", "vocabulary", "areas", "offences"},
    "kept": {"answers", "disclosure", "printers", "published", "spreadsheets", "store", *BASE},
    "exports": {"kept", "published", "spreadsheets", *BASE, *VOCABULARIES},
    "change": set(),
    "queries": {"change", "disclosure", "periods", *VOCABULARIES},
    "charts": {"queries", *VOCABULARIES},
    "maps": {"charts", "outlines"},
    "sentences": {"change", "queries", "periods", *VOCABULARIES},
    "api": {
        "access",
        "briefings",
        "downloads",
        "exports",
        "invitations",
        "senders",
        "signals",
        "store",
        "ui",
        *BASE,
        *VOCABULARIES,
    },
    "briefings": {"errors", "charts", "queries", "sentences", *VOCABULARIES},
    "downloads": set(),
    "ui": {
        "access",
        "invitations",
        "senders",
        "disclosure",
        "briefings",
        "downloads",
        "exports",
        "kept",
        "revisions",
        "spreadsheets",
        "publish",
    }
    | {
        "checks",
        "store",
        "queries",
        "sentences",
        "charts",
        "maps",
        "outlines",
        *BASE,
        *VOCABULARIES,
    },
    "__main__": {
        "access",
        "bill",
        "fetch",
        "draft",
        "outlines",
        "packs",
        "settings",
        "exports",
        "kept",
        "publish",
        "store",
        "checks",
        "errors",
        "periods",
        "sources",
    },
}
PAGES_KNOW = {"ui", "queries", "charts", "sentences", *VOCABULARIES}
OWN_PAGES = {"briefing.py": {"briefings"}}


def rooms_imported(path: Path) -> set[str]:
    """The rooms of cspdata that a file imports."""
    found: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.ImportFrom) and node.level == 0 and node.module:
            parts = node.module.split(".")
            if parts[0] == "cspdata":
                found |= {parts[1]} if len(parts) > 1 else {alias.name for alias in node.names}
        elif isinstance(node, ast.Import):
            found |= {
                alias.name.split(".")[1]
                for alias in node.names
                if alias.name.startswith("cspdata.")
            }
    return found


def packages_imported(path: Path) -> set[str]:
    nodes = list(ast.walk(ast.parse(path.read_text("utf-8"))))
    plain = {a.name.split(".")[0] for n in nodes if isinstance(n, ast.Import) for a in n.names}
    return plain | {
        n.module.split(".")[0] for n in nodes if isinstance(n, ast.ImportFrom) and n.module
    }


def files_of(room: str) -> list[Path]:
    folder = ROOMS / room
    return sorted(folder.rglob("*.py")) if folder.is_dir() else [ROOMS / f"{room}.py"]


def test_every_room_is_in_the_plan() -> None:
    rooms = {path.stem for path in ROOMS.glob("*.py")} - {"__init__"}
    rooms |= {path.parent.name for path in ROOMS.glob("*/__init__.py")}
    assert rooms == set(MAY_IMPORT)


@pytest.mark.parametrize("room", MAY_IMPORT)
def test_a_room_imports_only_what_the_plan_allows(room: str) -> None:
    imported = {name for path in files_of(room) for name in rooms_imported(path)}
    assert imported - {room} <= MAY_IMPORT[room]


@pytest.mark.parametrize("page", PAGES, ids=lambda path: path.name)
def test_a_page_knows_only_what_pages_may_know(page: Path) -> None:
    assert rooms_imported(page) <= PAGES_KNOW | OWN_PAGES.get(page.name, set())


@pytest.mark.parametrize("page", PAGES, ids=lambda path: path.name)
def test_pandas_and_paths_never_reach_a_page(page: Path) -> None:
    assert packages_imported(page) <= {"streamlit", "cspdata"}


@pytest.mark.parametrize("page", PAGES, ids=lambda path: path.name)
def test_a_page_is_a_paragraph_that_opens_with_its_question(page: Path) -> None:
    text = page.read_text("utf-8")
    assert (ast.get_docstring(ast.parse(text)) or "").strip()
    assert len(text.splitlines()) <= 90


@pytest.mark.parametrize("room", sorted(set(MAY_IMPORT) - {"ui"}))
def test_only_ui_draws_with_streamlit(room: str) -> None:
    assert all("streamlit" not in packages_imported(path) for path in files_of(room))


def test_every_module_says_what_it_is_for() -> None:
    silent = [p for p in ROOMS.rglob("*.py") if not ast.get_docstring(ast.parse(p.read_text()))]
    assert not silent


def test_no_room_outgrows_a_page_of_reading() -> None:
    long = {p.name: n for p in ROOMS.rglob("*.py") if (n := len(p.read_text().splitlines())) > 320}
    assert not long
