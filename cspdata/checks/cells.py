"""The text of one cell -> a number, a percentage or a mark for what is not told; never a guess.

What can be read two ways is no number here, and `not_counted` says so.
"""

import re
from dataclasses import dataclass

from cspdata.vocabulary import folded

LARGEST_COUNT = 10_000_000
WITHHELD, UNAVAILABLE = "withheld", "not available"

WIDE = {
    ord(wide): plain
    for wide, plain in zip("０１２３４５６７８９，．％（）－＋", "0123456789,.%()-+", strict=True)
}
MINUS = dict.fromkeys(map(ord, "−‒–﹣"), "-")
NOTHING = dict.fromkeys(map(ord, "\ufeff\u200b\u200e\u200f\u2060"))
GROUPED = r"[0-9]{1,3}(?:(?P<gap>[, '’])[0-9]{3}(?:(?P=gap)[0-9]{3})*)?|[0-9]+"
WHOLE = re.compile(rf"(?P<digits>{GROUPED})(?P<zeros>\.0+|,0)?")
# A nil return is a count of nothing, and a program's −0 is one too.
NOUGHT = re.compile(r"nil|-0+(?:\.0+)?", re.IGNORECASE)
DECIMAL = re.compile(rf"(?P<sign>[-+]?)\s?(?P<digits>{GROUPED})(?P<rest>\.[0-9]+)?")
PERCENT = re.compile(r"\s*(?:%|per ?cent|pc)$", re.IGNORECASE)
POINTS_OR_THOUSANDS = re.compile(r"[-+]?[0-9]{1,3}(?:\.[0-9]{3})+")
SHORTENED = re.compile(r"[-+]?[0-9](?:\.[0-9]+)?[eE][-+]?[0-9]+")
BESIDE = re.compile(
    r"(?:[0-9][0-9, ]*)\s*(?:\*+|[¹²³†‡#]|\[?[a-z]\]?|\([a-z]\)|\[[0-9]{1,2}\])$", re.IGNORECASE
)
TOO_NARROW = re.compile("#{2,}")
ERRORS = ("#N/A", "#REF!", "#VALUE!", "#DIV/0!", "#NAME?", "#NUM!", "#NULL!", "#SPILL!", "#CALC!")

SIGNS = {"*": WITHHELD, "**": WITHHELD, "***": WITHHELD, "~": WITHHELD}
SIGNS |= dict.fromkeys(("..", "...", "…", ":", "-", "--", "—", ".", "?"), UNAVAILABLE)
LETTERS = dict.fromkeys(
    ("c", "s", "low", "suppressed", "withheld", "confidential", "redacted", "not disclosed"),
    WITHHELD,
) | dict.fromkeys(
    (
        *("n a", "na", "nk", "n k", "x", "z", "u", "w", "not available", "not applicable"),
        *("not known", "unknown", "not recorded", "not provided", "no data", "missing"),
        *("tbc", "tba", "tbd", "to be confirmed", "to follow", "null", "nan"),
    ),
    UNAVAILABLE,
)
FEW = re.compile(
    r"(?:<|<=|≤|fewer than|less than|under|below|up to)\s*(?:[0-9]{1,2}|three|five|ten)"
    r"|[01] ?(?:-|to) ?[0-9]"
)


@dataclass(frozen=True)
class Percent:
    """A percentage as it stands: `places` after the point, and whether a % sign is with it."""

    value: float
    places: int
    signed: bool


def plain(text: str) -> str:
    """A cell with ordinary digits, signs and single spaces."""
    words = text.translate(NOTHING | WIDE | MINUS)
    return " ".join(words.split()).removeprefix("'").removeprefix("’").strip()


def whole_number(text: str) -> int | None:
    """A count however people and programs write it ("1,382", "1 382", "12.0"), or None."""
    words = plain(text)
    if NOUGHT.fullmatch(words):
        return 0
    match = WHOLE.fullmatch(words.removeprefix("+"))
    if not match:
        return None
    digits = re.sub(r"[^0-9]", "", match["digits"])
    if match["zeros"] == ".000" and digits == match["digits"] and len(digits) < 4:
        return None
    count = int(digits)
    return count if count <= LARGEST_COUNT else None


def number(text: str) -> float | None:
    """A number with its sign; one in brackets is negative, as accountants write it."""
    words = plain(text)
    if words.startswith("(") and words.endswith(")"):
        inner = number(words[1:-1])
        return -inner if inner is not None and inner > 0 else None
    match = DECIMAL.fullmatch(words)
    if not match:
        return None
    sign = "-" if match["sign"] == "-" else ""
    return float(f"{sign}{re.sub(r'[^0-9]', '', match['digits'])}{match['rest'] or ''}")


def percent(text: str) -> Percent | None:
    """A percentage as printed, with or without its sign; None where it is none."""
    words = plain(text)
    outside = PERCENT.sub("", words)
    bracketed = outside.startswith("(") and outside.endswith(")")
    inside = outside[1:-1].strip() if bracketed else outside
    bare = PERCENT.sub("", inside)
    value = number(bare)
    if value is None or (bracketed and value < 0):
        return None
    places = len(bare.partition(".")[2])
    return Percent(-value if bracketed else value, places, (outside, bare) != (words, inside))


def percentage(text: str) -> float | None:
    """The value of a percentage as printed ("-29.3%"), or None."""
    found = percent(text)
    return found.value if found else None


def mark(text: str) -> str:
    """Why a cell holds a mark in place of a figure (WITHHELD or UNAVAILABLE), or ""."""
    words = plain(text).casefold().replace("- ", "-")
    if words in SIGNS:
        return SIGNS[words]
    if FEW.fullmatch(words):
        return WITHHELD
    return LETTERS.get(folded(words), "") if any(letter.isalpha() for letter in words) else ""


def not_counted(text: str) -> tuple[str, str, str]:
    """Why a cell is no count: a word for the cause, the sentence, and what to do."""
    words, digits = plain(text), "Write the count in digits."
    value = number(text)
    if not words:
        return "empty", "The count is empty.", f"{digits} Leave the row out where it is not known."
    if value is not None and value < 0:
        how = f", which is how −{-value:g} is written" if words.startswith("(") else ""
        return "negative", f"A count must be at least 0, and this is {text.strip()}{how}.", digits
    if value is not None and value > LARGEST_COUNT:
        return "large", f"{text} is more than any count here can be ({LARGEST_COUNT:,}).", digits
    if words.upper() in ERRORS:
        problem = f"“{words}” is an error of the spreadsheet."
        return "error", problem, "Mend the formula there, save the file and send it again."
    if TOO_NARROW.fullmatch(words):
        problem = f"“{words}” is what a spreadsheet shows where a column is too narrow."
        return "narrow", problem, "Widen the column there, save the file and send it again."
    if words.startswith("="):
        problem = f"“{words}” is a formula without its value; formulas are not worked out here."
        return "formula", problem, "Open it in your spreadsheet, save it and send it again."
    if PERCENT.search(words):
        return "percent", f"“{words}” is a percentage, and a count is wanted here.", digits
    if SHORTENED.fullmatch(words):
        return "shortened", f"“{words}” was shortened by a spreadsheet.", "Write all its digits."
    if POINTS_OR_THOUSANDS.fullmatch(words):
        decimal = words.rstrip("0").rstrip(".") if words.count(".") == 1 else words
        problem = f"“{words}” may mean {decimal} or {words.replace('.', ',')}."
        return "point", problem, "Write it without the full stop."
    if BESIDE.fullmatch(words):
        return "beside", f"“{words}” has a mark beside the number.", "Write the number alone."
    return "words", f"“{text.strip()}” is not a whole number.", digits
