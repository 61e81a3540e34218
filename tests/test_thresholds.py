"""Every threshold is declared once, with its reason, and something reads it."""

import re
from pathlib import Path

import pytest

from cspdata.change import thresholds

ROOM = Path(thresholds.__file__).parent
READERS = {path: path.read_text("utf-8") for path in ROOM.glob("*.py") if path.stem != "thresholds"}


@pytest.mark.parametrize("name", thresholds.every())
def test_a_threshold_is_read_by_the_code_that_decides(name: str) -> None:
    read = re.compile(rf"\b{name}\.value\b")
    assert any(read.search(text) for text in READERS.values())


@pytest.mark.parametrize("name", thresholds.every())
def test_a_threshold_says_what_it_is_and_why(name: str) -> None:
    held = thresholds.every()[name]
    assert held.value > 0
    assert held.unit
    assert held.meaning.endswith(".") and held.reason.endswith(".")
    assert held.meaning[0].isupper() and held.reason[0].isupper()


def test_the_table_has_a_row_for_each_with_its_value() -> None:
    table = thresholds.table().set_index("name")
    assert table.index.is_unique
    assert table.loc["strong-total", "value"] == 0.002
    assert len(table) == len(thresholds.every())


@pytest.mark.parametrize("number", ["0.05", "0.002", "0.95", "0.998", "0.9", "0.1"])
def test_no_module_has_a_level_of_its_own(number: str) -> None:
    # a level written into a module could be changed in the table without effect
    own = re.compile(rf"(?<![\w.]){re.escape(number)}(?![\w.])")
    lines = [
        f"{path.name}: {line.strip()}"
        for path, text in READERS.items()
        for line in _code(text)
        if own.search(line)
    ]
    assert not [line for line in lines if not line.startswith(ALLOWED)]


# a tenth of a count a month is the step of rounding; the prior of an empty series is no level
ALLOWED = ("rounding.py", "baselines.py: LEVEL_PRECISION")


def _code(text: str) -> list[str]:
    """The lines that are neither comment nor docstring."""
    bare = re.sub(r'""".*?"""', "", text, flags=re.DOTALL)
    return [line.split("#")[0] for line in bare.splitlines()]
