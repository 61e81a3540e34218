"""The documents can be followed: links lead somewhere, made pages are up to date, recipes hold."""

import re
from pathlib import Path

import pytest

from benchmarks import __main__ as benchmarks
from cspdata import offences
from cspdata.__main__ import main
from cspdata.answers.words import method
from cspdata.api import ADDRESSES, declared
from cspdata.change import thresholds
from cspdata.printers import feed
from docs import make

ROOT = Path(__file__).resolve().parent.parent
DOCS = ROOT / "docs"
PAGES = [*sorted(DOCS.glob("*.md")), *sorted(ROOT.glob("*.md")), ROOT / "benchmarks" / "README.md"]
CONTRIBUTING = (ROOT / "CONTRIBUTING.md").read_text("utf-8")
OPEN_DATA = (DOCS / "open-data.md").read_text("utf-8")
LINK = re.compile(r"\[[^\]]*\]\((?!https?:)([^)\s]*)\)")
RECIPES = dict(
    re.findall(r"^### (.+?)\n(.*?)(?=^###? |\Z)", CONTRIBUTING, re.MULTILINE | re.DOTALL)
)
MOST = 5


def anchors(page: Path) -> set[str]:
    """The headings of a page as GitHub makes addresses of them."""
    heads = re.findall(r"^#+ (.+)$", page.read_text("utf-8"), re.MULTILINE)
    plain = (re.sub(r"[^\w\s-]", "", head.lower()) for head in heads)
    return {head.strip().replace(" ", "-") for head in plain}


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_every_link_leads_to_a_file_and_a_heading(page: Path) -> None:
    for link in LINK.findall(page.read_text("utf-8")):
        path, _, anchor = link.partition("#")
        target = (page.parent / path).resolve() if path else page
        assert target.exists(), link
        assert not anchor or anchor in anchors(target), link


@pytest.mark.parametrize("name", sorted(page.name for page in DOCS.glob("*.md")))
def test_every_page_is_in_the_index(name: str) -> None:
    linked = LINK.findall((DOCS / "README.md").read_text("utf-8"))
    assert name == "README.md" or name in linked


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_a_command_that_is_named_exists(page: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        main(["--help"])
    listed = set(re.findall(r"^    (\w+)\s{2,}", capsys.readouterr().out, re.MULTILINE))
    said = re.findall(r"python -m cspdata ([a-z]+)", page.read_text("utf-8"))
    assert set(said) <= listed


@pytest.mark.parametrize("name", make.pages())
def test_a_page_that_is_made_is_up_to_date(name: str) -> None:
    """Make it anew with `python -m docs.make`."""
    assert (DOCS / name).read_text("utf-8") == make.pages()[name]


@pytest.mark.parametrize("name", thresholds.every())
def test_every_threshold_belongs_to_one_rule(name: str) -> None:
    assert [name in rule.thresholds for rule in method.RULES].count(True) == 1


def test_what_the_dictionary_says_of_made_columns_is_of_all_of_them() -> None:
    assert list(make.OFFENCES) == [*offences.table().columns]
    assert list(make.SIGNALS) == feed.COLUMNS


@pytest.mark.parametrize("address", sorted({*re.findall(r"/(?:api/v1/)?[a-z]+(?=\?)", OPEN_DATA)}))
def test_an_address_of_the_examples_is_answered(address: str) -> None:
    assert address.removeprefix("/api/v1/") in {"answer", *(e.name for e in declared.ENDPOINTS)}


def test_every_address_of_the_open_data_is_told() -> None:
    named = set(re.findall(r"`(/[\w./]+)`", OPEN_DATA))
    rows = {f"/api/v1/{one.name}" for one in declared.ENDPOINTS}
    there = {*ADDRESSES, *rows, "/api/v1/answer", "/healthz"} - {"/api/v1/{asked:path}"}
    assert named == there


def test_the_examples_ask_what_the_open_data_takes() -> None:
    known = {one.name for endpoint in declared.ENDPOINTS for one in endpoint.filters}
    known |= {one["name"] for one in declared.COMMON} | set(declared.ASKED)
    asked = re.findall(r"[?&]([a-z_]+)=", OPEN_DATA)
    assert asked
    assert set(asked) <= known


@pytest.mark.parametrize("title", RECIPES)
def test_a_recipe_counts_its_files_and_they_exist(title: str) -> None:
    steps = re.findall(r"^(\d+)\. `([^`]+)`( \(new\))?", RECIPES[title], re.MULTILINE)
    assert [int(number) for number, _, _ in steps] == [*range(1, len(steps) + 1)]
    assert len(steps) <= MOST
    assert str(len(steps) or "no file") in title
    for _, path, new in steps:
        assert new or "NAME" in path or (ROOT / path).exists(), path


def test_the_version_is_that_of_the_changelog() -> None:
    newest = re.search(r"^## (\S+) - \d{4}-\d\d-\d\d$", (ROOT / "CHANGELOG.md").read_text(), re.M)
    assert newest
    assert f'version = "{newest[1]}"' in (ROOT / "pyproject.toml").read_text("utf-8")


# Benchmarks

BENCHMARKS = (ROOT / "benchmarks" / "README.md").read_text("utf-8")
MEASURED = re.findall(
    r"^##+ (.+?)\n(.*?)(?=^## |^### From|\Z)", BENCHMARKS, re.MULTILINE | re.DOTALL
)


def test_each_benchmark_is_run_by_default_or_told_to_be_long() -> None:
    ours = (ROOT / "benchmarks").glob("*.py")
    able = {path.stem for path in ours if "\ndef main() -> None:" in path.read_text("utf-8")}
    assert {*benchmarks.MINUTES, *benchmarks.LONG} == able
    assert not set(benchmarks.MINUTES) & set(benchmarks.LONG)
    assert all(name in BENCHMARKS[: BENCHMARKS.index("## ")] for name in benchmarks.LONG)


def test_make_bench_fits_into_half_an_hour() -> None:
    assert sum(benchmarks.MINUTES.values()) < 30


@pytest.mark.parametrize(("title", "text"), MEASURED, ids=[title for title, _ in MEASURED])
def test_a_table_says_its_command_its_day_and_its_commit(title: str, text: str) -> None:
    head = " ".join(text[: text.index("\n| ") if "\n| " in text else None].split())
    command = r"`(?:LAZYFS=… )?(?:python -m benchmarks \w+|make \w+|pip-audit .*?)`"
    assert re.search(command, head), title
    assert re.search(r"\b\d{1,2} [A-Z]\w+ 20\d\d\b", head), title
    assert re.search(r"commit [0-9a-f]{7}", head), title
    assert re.search(r"cores|machine", head), title
