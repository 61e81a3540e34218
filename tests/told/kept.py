"""The texts as they are kept: sections of two files, each under its name."""

from pathlib import Path

from tests.told import files, questions, texts

FOLDER = Path(__file__).parent
REHEARSALS, ANSWERS = FOLDER / "rehearsals.txt", FOLDER / "answers.txt"
HEAD = "=== "


def sections(path: Path) -> dict[str, str]:
    """The kept text of each name."""
    parts = path.read_text("utf-8").split(f"\n{HEAD}")
    pairs = (part.removeprefix(HEAD).partition("\n") for part in parts)
    return {name: text.rstrip("\n") for name, _, text in pairs}


def rehearsal(name: str) -> str:
    return "\n".join(texts.rehearsed(*files.files()[name]))


def answer(name: str) -> str:
    return "\n".join(texts.answered(questions.answer(name)))


def written(path: Path, told: dict[str, str]) -> None:
    path.write_text("".join(f"{HEAD}{name}\n{text}\n\n" for name, text in told.items()), "utf-8")
