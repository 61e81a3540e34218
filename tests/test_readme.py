"""The README and the list of commands can be obeyed: they name what exists, and all of it."""

import re
from pathlib import Path

import pytest
from PIL import Image

from cspdata import exports, store
from cspdata import published as door
from cspdata.__main__ import main

ROOT = Path(__file__).resolve().parent.parent
README = (ROOT / "README.md").read_text("utf-8")
MAKEFILE = (ROOT / "Makefile").read_text("utf-8")
LISTED = (ROOT / "docs" / "commands.md").read_text("utf-8")
COMMANDS = dict(re.findall(r"`python -m cspdata (\w+)(.*?)`", LISTED))
SETTINGS = set(re.findall(r"`(CSP_\w+)`", LISTED))
Said = pytest.CaptureFixture[str]


def helped(capsys: Said, *command: str) -> str:
    with pytest.raises(SystemExit) as ended:
        main([*command, "--help"])
    assert ended.value.code == 0
    return capsys.readouterr().out


def code() -> str:
    return "".join(path.read_text("utf-8") for path in (ROOT / "cspdata").rglob("*.py"))


@pytest.mark.parametrize(
    "target",
    sorted(set(re.findall(r"(?:^    |`| )make (run|[a-z]+\b(?=`| +#))", README, re.MULTILINE))),
)
def test_what_make_is_asked_for_is_a_target(target: str) -> None:
    assert re.search(rf"^{target}:", MAKEFILE, re.MULTILINE)


def test_what_is_asked_of_make_comes_first() -> None:
    places = [README.index(f"make {target}") for target in ("run", "test", "check")]
    assert places == sorted(places)
    assert places[-1] < README.index("## ")


@pytest.mark.parametrize("command", COMMANDS)
def test_a_command_exists_with_every_option_named(command: str, capsys: Said) -> None:
    told = helped(capsys, command)
    assert all(option in told for option in re.findall(r"--[a-z-]+", COMMANDS[command]))


def test_every_command_and_option_is_named(capsys: Said) -> None:
    listed = re.findall(r"^    (\w+)\s{2,}", helped(capsys), re.MULTILINE)
    assert listed
    assert set(listed) <= set(COMMANDS)
    for command in listed:
        options = set(re.findall(r"--[a-z-]+", helped(capsys, command))) - {"--help"}
        named = {
            option
            for words in re.findall(rf"{command}(.*?)`", LISTED)
            for option in re.findall(r"--[a-z-]+", words)
        }
        assert options <= named, command


def test_the_files_of_an_export_are_named(published: Path) -> None:
    assert all(f"{name}.csv" in LISTED for name in exports.frames(door.at()))


def test_the_month_to_try_is_taken_back_to_the_version_before_it(published: Path) -> None:
    said = re.search(r"here (\d+)\.(?s:.*?)restore (\d+)", README)
    assert said
    assert {int(number) for number in said.groups()} == {store.version()}


def test_every_setting_is_read_and_every_one_that_is_read_is_named() -> None:
    assert set(re.findall(r"\"(CSP_\w+)\"", code())) == SETTINGS


@pytest.mark.parametrize(
    "path",
    sorted(
        set(re.findall(r"\]\(([\w./-]+)\)", README))
        | set(re.findall(r"`((?:data|tests|cspdata|[a-z]+)/[\w./-]*|\w+\.(?:py|md))`", README))
        | {path.replace("\\", "/") for path in re.findall(r"-r ([\w\\]+\.txt)", LISTED)}
    ),
)
def test_a_path_that_is_named_exists(path: str) -> None:
    made_by_the_program = path.startswith("data/store")
    assert (ROOT / path).exists() or made_by_the_program


def test_every_page_is_told_under_its_own_title_and_no_other() -> None:
    app = (ROOT / "app.py").read_text("utf-8")
    titles = re.findall(r"st\.Page\([^)]*title=\"([^\"]+)\"", app)
    asked = README[README.index("## What you can ask") : README.index("## More to read")]
    assert titles
    assert set(re.findall(r"\*\*([^*]+)\*\*", " ".join(asked.split()))) == set(titles)


def test_the_picture_is_of_the_home_page_as_a_first_screen() -> None:
    with Image.open(ROOT / "docs" / "overview.png") as picture:
        assert picture.size == (1280, 900)
