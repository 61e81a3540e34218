"""Text stands out 4.5 to 1 and marks 3 to 1 (WCAG 2.2, 1.4.3 and 1.4.11), over what is declared."""

import re
import tomllib
from pathlib import Path

import pytest

from cspdata.answers.charts import palette

ROOT = Path(__file__).resolve().parent.parent
THEME = tomllib.loads((ROOT / ".streamlit" / "config.toml").read_text("utf-8"))["theme"]
GROUNDS = [THEME["backgroundColor"], THEME["secondaryBackgroundColor"]]
STYLES = sorted((ROOT / "cspdata" / "assets").glob("*.css"))
WORDS = re.compile(r"(?<![-\w])color:\s*(#[0-9a-fA-F]{3,6})\b")


def luminance(colour: str) -> float:
    digits = colour.removeprefix("#")
    digits = "".join(2 * digit for digit in digits) if len(digits) == 3 else digits
    parts = [part / 255 for part in bytes.fromhex(digits)]
    red, green, blue = (
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    low, high = sorted([luminance(one), luminance(other)])
    return (high + 0.05) / (low + 0.05)


def test_the_ratio_is_the_one_of_the_guidelines() -> None:
    assert contrast("#000000", "#fff") == pytest.approx(21)
    assert contrast("#777777", "#FFFFFF") == pytest.approx(4.48, abs=0.005)


@pytest.mark.parametrize("ground", GROUNDS)
@pytest.mark.parametrize("name", ["textColor", "linkColor", "primaryColor"])
def test_the_words_of_the_theme(name: str, ground: str) -> None:
    assert contrast(THEME[name], ground) >= 4.5


@pytest.mark.parametrize("style", STYLES, ids=lambda path: path.name)
def test_the_words_of_our_own_styles(style: Path) -> None:
    for colour in WORDS.findall(style.read_text("utf-8")):
        assert colour.lower() == "#fff" or contrast(colour, THEME["backgroundColor"]) >= 4.5, colour


def test_the_words_in_charts() -> None:
    assert contrast(palette.INK, THEME["backgroundColor"]) >= 4.5


@pytest.mark.parametrize("colour", [palette.DARK_BLUE, palette.ORANGE, palette.GREY])
def test_the_marks_of_charts(colour: str) -> None:
    assert contrast(colour, THEME["backgroundColor"]) >= 3


def test_pale_steps_of_the_map_have_a_border_that_is_seen() -> None:
    steps = (*palette.SEQUENTIAL, palette.NO_FIGURE)
    pale = [step for step in steps if contrast(step, THEME["backgroundColor"]) < 3]
    assert pale
    assert all(contrast(palette.BORDER, step) >= 3 for step in pale)
    legend = (ROOT / "cspdata" / "assets" / "blocks.css").read_text("utf-8")
    assert f"1px solid {palette.BORDER.lower()}" in legend
