"""Write the spoken walk: what a screen reader is told on three errands, step by step.

    CSP_PUBLISHING=open make run
    python -m docs.spoken [http://localhost:8501]

The errands press what a person presses. Nothing is published: the officer stops at the rehearsal.
"""

import re
import shutil
import sys
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher
from pathlib import Path
from typing import Any

from playwright.sync_api import Page, expect, sync_playwright

from tests.browser.conftest import CHROMIUMS, FLAGS, SEEN_WITHIN_MS
from tests.browser.seen import SETTLES_MS, settled, visit

ROOT = Path(__file__).parent.parent
WRITTEN = ROOT / "docs" / "spoken-walk.md"
MONTH = ROOT / "data" / "try" / "2025-10-winchester-street.csv"
LONG = 7  # lines that are not read twice
FIRST = 4  # rows of a table and marks of a chart; the rest is counted
LANDMARKS = {"banner", "complementary", "contentinfo", "main", "navigation", "region", "search"}
TOLD = {"alert", "status"}
ALONE = {"button", "checkbox", "combobox", "heading", "image", "link", "radio", "textbox"}
SILENT = {"InlineTextBox", "LabelText", "ListMarker", "log"}
ASIDE = {"generic", "none", "SvgRoot", "strong", "emphasis", "rowgroup"}
CALLED = {"DisclosureTriangle": "fold", "image": "picture", "graphics-document": "chart"}
STATES = {
    ("checked", "true"): "chosen",
    ("checked", "false"): "not chosen",
    ("disabled", True): "unavailable",
    ("expanded", True): "unfolded",
    ("expanded", False): "folded",
    ("selected", True): "chosen",
}
INTRODUCTION = """# The spoken walk

*Made by `python -m docs.spoken` from the accessibility tree that Chromium hands to a screen reader:
role, name, level and state, in reading order. Of long tables and charts the first lines are read
and the rest counted; what was read on the page before is only counted too.*

Three people on their errands, at 1280 px, with the figures as they are shipped. Read it aloud: what
does not make sense here makes none to who cannot see the page. What was mended because of it stands
at the end.
"""
MENDED = """## What reading it aloud mended

- A chart's labels were read as their fields (“top: 1; name: St Paul”) and each row of a chart
  twice; now each mark is one sentence and a label says what it means.
- The mark that shows whether a fold is open (“›”) was read as part of its name.
- A table that fits was announced three times: as a group, as a table and by its caption.
- A tile's links ran into its name (“work Burglary”); they now say “work for Burglary”.
- Streets were offered for choice (“No street”, alone) where no street file is published.
- The tick after copying, and what a map is of, ran into the words beside them.
- Charts set beside each other had no subject in their name.
- Before each chart stood a button for developers, “Copy Vega-Lite spec”.

## What is left

Streamlit's own: each choice has a second button “Open”, which Tab leaves out; the menu is a region
named “Sidebar” and no navigation landmark; buttons of a chart stand before it. The sentence that is
told when a choice changes the page stays in the tree, below the figures, and is met there again. No
screen reader was at hand: this is what Chromium tells one, and voices differ in how they say it.
"""


@dataclass
class Node:
    """A part of the tree that a screen reader tells, with those inside it."""

    role: str
    name: str
    value: str
    states: dict[str, Any]
    inside: list["Node"]

    def every(self) -> Iterator["Node"]:
        yield self
        for node in self.inside:
            yield from node.every()


def tree(page: Page) -> Node:
    """The accessibility tree of a page, without what a screen reader leaves out."""
    told = page.context.new_cdp_session(page).send("Accessibility.getFullAXTree")["nodes"]
    by_id = {node["nodeId"]: node for node in told}

    def made(node: dict[str, Any]) -> list[Node]:
        below = [by_id[child] for child in node.get("childIds", []) if child in by_id]
        inside = [found for child in below for found in made(child)]
        role = node["role"]["value"]
        if node["ignored"] or role in ASIDE:
            return inside
        if role in SILENT:
            return []
        name, value = (str(node.get(key, {}).get("value", "")) for key in ("name", "value"))
        states = {one["name"]: one["value"].get("value") for one in node.get("properties", [])}
        value = name if role in ("StaticText", "LineBreak") else " ".join(value.split())
        return [Node(role, " ".join(name.split()), value, states, inside)]

    [root] = made(told[0])
    return root


def heard(node: Node, deep: int = 0) -> Iterator[str]:
    """The lines that are read for a node and all inside it, in order."""
    step = "  " * deep
    if node.role == "StaticText":
        yield from [f"{step}{node.name}"] if node.name else []
    elif node.role in ALONE or node.role == "DisclosureTriangle":
        yield step + said(node)
    elif node.role == "paragraph" or (node.role == "listitem" and worded(node)):
        yield from [f"{step}{words}"] if (words := running(node)) else []
    elif node.role == "table":
        yield from (step + line for line in tabled(node))
    elif node.role == "graphics-document":
        yield from (step + line for line in charted(node))
    elif node.role == "list":
        yield f"{step}list of {len(node.inside)}{named(node)}"
        yield from inside(node, deep + 1)
    elif node.role in LANDMARKS | TOLD or (
        node.name and node.role not in ("RootWebArea", "listitem")
    ):
        below = list(inside(node, deep + 1))
        yield from [f"{step}{node.role}{named(node)}", *below] if node.name or below else []
    else:
        yield from inside(node, deep)


def inside(node: Node, deep: int) -> Iterator[str]:
    return (line for each in node.inside for line in heard(each, deep))


def said(node: Node) -> str:
    """ "combobox: Area, St Paul, folded"."""
    role = f"heading {node.states['level']}" if node.role == "heading" else node.role
    states = [words for (name, at), words in STATES.items() if node.states.get(name, "") == at]
    about = [node.name, node.value, *states]
    return f"{CALLED.get(role, role)}: {', '.join(filter(None, about))}"


def worded(node: Node) -> bool:
    return bool(node.inside) and all(each.role == "StaticText" for each in node.inside)


def named(node: Node) -> str:
    return f": {node.name}" if node.name else ""


def running(node: Node) -> str:
    """The words of a paragraph in one line, with the links where they stand."""
    parts = [
        each.value
        if each.role in ("StaticText", "LineBreak")
        else f" [{said(each)}] "
        if each.role in ALONE
        else f" {running(each)} "
        for each in node.inside
    ]
    return " ".join("".join(parts).split())


def tabled(node: Node) -> Iterator[str]:
    """A table's name and columns, its first rows, and how many follow."""
    first, *rows = [each for each in node.every() if each.role == "row"]
    yield f"table, {len(rows)} row{'s' if len(rows) > 1 else ''}{named(node)}"
    yield f"  columns: {' | '.join(cell.name for cell in first.inside)}"
    for row in rows[:FIRST]:
        yield f"  row: {' | '.join(cell.name for cell in row.inside)}"
    yield from more(len(rows), "rows")


def charted(node: Node) -> Iterator[str]:
    """A chart's name, its first marks, and how many follow."""
    marks = [each.name for each in node.every() if each.role == "graphics-symbol"]
    yield f"chart{named(node)}"
    yield from (f"  {mark}" for mark in marks[:FIRST])
    yield from more(len(marks), "marks")


def more(count: int, what: str) -> Iterator[str]:
    yield from [f"  … and {count - FIRST} more {what}"] if count > FIRST else []


def nameless(root: Node) -> list[str]:
    """The roles of links, buttons and fields that do not say what they are."""
    return [node.role for node in root.every() if node.role in ALONE and not node.name]


def levels(root: Node) -> list[int]:
    """The levels of the headings in reading order."""
    return [int(node.states["level"]) for node in root.every() if node.role == "heading"]


def councillor(page: Page, address: str) -> Iterator[str]:
    """Home, then St Paul's burglary: what happened, what was done, what may be said."""
    visit(page, address)
    yield "A councillor opens the dashboard."
    open_page(page, "My area", "/area")
    choose(page, "Area", "St Paul", "area=st-paul")
    choose(page, "Offence", "Burglary", "offence=burglary")
    yield "She opens **My area** from the menu, chooses St Paul and burglary, and reads."
    open_page(page, "What was done", "/done")
    yield "She opens **What was done** from the menu; area and offence are kept."
    page.go_back()
    expect(page).to_have_url(re.compile("/area"))
    settled(page)
    page.get_by_role("button", name=re.compile("Copy to say")).first.click()
    expect(page.get_by_role("status").filter(has_text=re.compile("Copied|Sele"))).to_have_count(1)
    yield "She goes back and presses “Copy to say”."


def inspector(page: Page, address: str) -> Iterator[str]:
    """June to August, three parishes side by side, then the streets."""
    visit(page, f"{address}/months?area=st-paul&offence=burglary&from=2017-06&to=2017-08")
    yield "An inspector has the link to burglary in St Paul, June to August, on **Over time**."
    for name, kept in (("St Michael", "st-michael"), ("St Luke", "st-luke")):
        choose(page, "Set beside it", name, kept)
        page.keyboard.press("Escape")
    expect(page.get_by_role("heading", name="Side by side")).to_be_visible()
    yield "He sets St Michael and St Luke beside it."
    open_page(page, "Where", "/where")
    choose(page, "Show", "Streets", "part=streets")
    yield "He opens **Where** and chooses the streets."


def officer(page: Page, address: str) -> Iterator[str]:
    """A month is rehearsed at the desk, and left."""
    visit(page, f"{address}/upload")
    yield "An officer opens **Publish new figures**."
    page.set_input_files('input[type="file"]', MONTH)
    expect(page.get_by_role("heading", name="See what changes")).to_be_visible()
    settled(page)
    yield "She chooses the file of October 2025 and hears what publishing it would change."


ERRANDS = {
    "A councillor: may I say that burglary in St Paul fell?": councillor,
    "An inspector: three parishes from June to August": inspector,
    "An officer: a month, rehearsed": officer,
}


def walk(page: Page, address: str, *titles: str) -> Iterator[tuple[str, str, Node]]:
    """Each step of the errands named: whose, what was done, and the tree after it."""
    for title in titles:
        for did in ERRANDS[title](page, address):
            drawn(page)
            yield title, did, tree(page)


def drawn(page: Page) -> None:
    """Wait until charts and maps stand, which come after the page."""
    for kind, inside in (("stVegaLiteChart", "svg"), ("stDeckGlJsonChart", "canvas")):
        expect(page.locator(f'[data-testid="{kind}"]:not(:has({inside}))')).to_have_count(0)
    page.wait_for_timeout(SETTLES_MS)


def open_page(page: Page, name: str, path: str) -> None:
    page.get_by_test_id("stSidebar").get_by_role("link", name=name, exact=True).click()
    expect(page).to_have_url(re.compile(path))
    settled(page)


def choose(page: Page, label: str, choice: str, kept: str) -> None:
    """Choose in a field, typing where it is a long list, and wait until the address keeps it."""
    field = page.get_by_role("combobox", name=label)
    field.click()
    if field.is_editable():
        field.fill(choice)
    page.get_by_role("option", name=choice, exact=True).click()
    expect(page).to_have_url(re.compile(kept))
    settled(page)


def written(steps: Iterable[tuple[str, str, Node]]) -> str:
    """The walk as Markdown; what stood on the page just before is not read again."""
    parts, errand = [INTRODUCTION], ""
    last, before = list[str](), dict[str, list[str]]()
    for title, did, root in steps:
        parts += [f"## {title}\n"] if title != errand else []
        lines = list(heard(root))
        fresh = unread(lines, before.get(root.name) or last)
        parts.append("\n".join([f"{did}\n", "```text", *fresh, "```\n"]))
        errand, last, before[root.name] = title, lines, lines
    return "\n".join([*parts, MENDED])


def unread(lines: list[str], before: list[str]) -> list[str]:
    """The lines without each long stretch of them that was read before."""
    found = SequenceMatcher(None, before, lines, autojunk=False).get_opcodes()
    kept = []
    for how, _, _, first, last in found:
        known = how == "equal" and last - first >= LONG
        kept += [f"({last - first} lines as before)"] if known else lines[first:last]
    return kept


def main(address: str) -> None:
    found = next((path for name in CHROMIUMS if (path := shutil.which(name))), None)
    expect.set_options(timeout=SEEN_WITHIN_MS)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=found, args=FLAGS)
        page = browser.new_context(viewport={"width": 1280, "height": 1000}).new_page()
        WRITTEN.write_text(written(walk(page, address, *ERRANDS)), "utf-8", newline="\n")
        browser.close()
    print(WRITTEN)


if __name__ == "__main__":
    main(sys.argv[1] if len(sys.argv) > 1 else "http://localhost:8501")
