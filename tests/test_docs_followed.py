"""The documents are followed step by step: what they say is printed is printed, examples run."""

import io
import re
import shlex
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest
from starlette.applications import Starlette
from starlette.testclient import TestClient

from cspdata import api
from cspdata.__main__ import main

ROOT = Path(__file__).resolve().parent.parent
PUBLISHING = (ROOT / "docs" / "publishing.md").read_text("utf-8")
OPEN_DATA = (ROOT / "docs" / "open-data.md").read_text("utf-8")
COMMAND = ".venv/bin/python -m cspdata "
SERVER = "http://localhost:8501"
Said = pytest.CaptureFixture[str]


def steps() -> Iterator[tuple[list[str], list[str]]]:
    """The commands of each block of the page, and the lines that it says they print."""
    commands: list[str] = []
    for block in re.findall(r"(?:^    .+\n)+|^```text\n(?:.*\n)+?```$", PUBLISHING, re.M):
        if block.startswith("    "):
            commands = [line.strip() for line in block.splitlines()]
        else:
            yield commands, block.splitlines()[1:-1]


def run(command: str, folder: Path) -> None:
    placed = command.replace("/tmp/", f"{folder}/")
    if placed.startswith(COMMAND):
        main(shlex.split(placed.removeprefix(COMMAND)))
    else:
        subprocess.run(placed, shell=True, check=True)


@pytest.mark.slow
def test_a_month_is_published_held_and_taken_back_as_the_page_tells(
    built_store: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: Said
) -> None:
    shutil.copytree(built_store, tmp_path / "store")
    monkeypatch.setenv("CSP_STORE", str(tmp_path / "store"))
    monkeypatch.chdir(ROOT)
    told = list(steps())
    assert len(told) == PUBLISHING.count("```text")
    for commands, expected in told:
        for command in commands:
            run(command, tmp_path)
        printed = capsys.readouterr()
        lines = [*printed.out.splitlines(), *printed.err.splitlines()]
        for line in expected:
            pattern = re.escape(line).replace("…", ".*")
            assert any(re.fullmatch(pattern, one) for one in lines), (line, lines)


# Open data


@pytest.fixture
def ask(published: Path) -> Iterator[TestClient]:
    with TestClient(Starlette(routes=api.routes()), "http://localhost") as client:
        yield client


def addresses() -> list[str]:
    """Every address of an example; R and Python break a long one over lines."""
    joined = re.sub(r"\",?\s+\"(?=&)", "", OPEN_DATA)
    return re.findall(rf"{SERVER}(/api/[^\"\s`{{]*\?[a-z][^\"\s`{{]*)\"", joined)


def power_query() -> str:
    """The address that the query of Power BI asks."""
    path = re.search(r"RelativePath = \"(.+?)\"", OPEN_DATA)
    asked = re.search(r"Query = \[(.+?)\]", OPEN_DATA, re.DOTALL)
    assert path
    assert asked
    pairs = re.findall(r"(\w+) = \"(.+?)\"", asked[1])
    return f"/{path[1]}?{'&'.join('='.join(pair) for pair in pairs)}"


@pytest.mark.slow
@pytest.mark.parametrize("address", sorted({*addresses(), power_query()}))
def test_an_address_of_an_example_answers_with_all_that_it_asks_for(
    address: str, ask: TestClient
) -> None:
    answered = ask.get(address)
    assert answered.status_code == 200
    if "limit" in address:
        rows = answered.text.splitlines()[1:]
        assert len(rows) == int(answered.headers["X-Total-Count"]) > 0


def test_curl_python_and_r_each_have_examples() -> None:
    said = {part.split("\n")[0]: len(re.findall(SERVER, part)) for part in OPEN_DATA.split("## ")}
    assert all(said[title] for title in ("curl", "Python", "R", "Power BI"))


@pytest.mark.slow
@pytest.mark.parametrize("example", re.findall(r"```python\n(.*?)```", OPEN_DATA, re.DOTALL))
def test_an_example_in_python_runs(
    example: str, ask: TestClient, monkeypatch: pytest.MonkeyPatch, capsys: Said
) -> None:
    class Opened(io.BytesIO):
        headers: dict[str, str]

    def urlopen(asked: object) -> Opened:
        address = str(getattr(asked, "full_url", asked))
        answered = ask.get(address.removeprefix(SERVER))
        opened = Opened(answered.content)
        opened.headers = dict(answered.headers)
        return opened

    monkeypatch.setattr("urllib.request.urlopen", urlopen)
    exec(example, {})
    assert "St Paul" in capsys.readouterr().out
