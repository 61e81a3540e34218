"""The periods that words name, in a title or as an officer types them; none is ever guessed.

Every period that a text names is a mention, and a mention has one reading or several. Who asked
decides what to do about two mentions, or about two readings.
"""

import re

from cspdata.dates import MONTH
from cspdata.periods import Period, parse

from . import meaning
from .shapes import SHAPES
from .words import DAY

Readings = tuple[Period, ...]

DASHES = re.compile(r"[\u2010-\u2015\u2212]")
# A month after one of these is that of the paper and not of the figures.
OF_THE_PAPER = re.compile(
    r"(?:publish|produc|prepar|print|extract|issu|updat|refresh|dated|report of|report,|meeting"
    r"|as at|committee|version|run on|created|accessed|downloaded)[^.;:]{0,25}$"
)
# The number of a table or an appendix is no day of the month that is named after it.
OF_A_LIST = re.compile(
    r"\b(?:table|appendix|annex|figure|fig\.?|chart|part|section|page|item|sheet|tab)"
    r"\s*\d{1,2}[a-z]?\b"
)
# A month beside one of these is the last of several.
LAST_OF_MORE = re.compile(
    r"\b(?:f?ye|f?ytd|to date|year[- ]?end|cumulative|rolling|months|quarter|half)\b"
)
# A year beside one of these is not meant whole.
PART_OF_YEAR = re.compile(
    r"\b(?:months?|m/e|quarters?|halves|half|weeks?|part|so far|to date|ytd|terms?|mid|interim"
    r"|spring|summer|autumn|winter|period\s?\d{1,2}|[pmq]\.?\s?\d{1,2})\b"
    r"|\b(?:academic|school|municipal|mayoral)\b"
    r"|(?:\b(?:to|until|till|through|by|from|since|end|ending|ended)\b|-)\s*(?:the\s+)?"
    rf"(?:end\s+of\s+|end\s+)?{DAY}{MONTH}"
    rf"|{MONTH}\s*$"
)
UNLESS = {
    meaning.financial_year: PART_OF_YEAR,
    meaning.calendar_year: PART_OF_YEAR,
    meaning.month: LAST_OF_MORE,
}


def mentions(text: str) -> list[Readings]:
    """The periods that a text names, each with its readings, in the order in which they stand.

    A mention without a reading, such as 31 April to 1 May, is left out.
    """
    words = " ".join(re.sub(r"[()\[\]]", " ", DASHES.sub("-", text.casefold())).split())
    words = OF_A_LIST.sub(" ", words)
    found: list[tuple[int, Readings]] = []
    for shape, read in SHAPES:
        for match in shape.finditer(words):
            periods = tuple(dict.fromkeys(read(match)))
            before = words[: match.start()]
            of_paper = read is meaning.month and OF_THE_PAPER.search(before)
            rest = f"{before} \0 {words[match.end() :]}"
            other = UNLESS[read].search(rest) if read in UNLESS else None
            if periods and not of_paper and not other:
                found.append((match.start(), periods))
            words = words[: match.start()] + "\0" * len(match[0]) + words[match.end() :]
    return [periods for _, periods in sorted(found, key=lambda pair: pair[0])]


def named(text: str) -> Period | None:
    """The one period that a text names, or None where it names none or may mean several."""
    found = dict.fromkeys(mentions(text))
    only = next(iter(found), ())
    return only[0] if len(found) == 1 and len(only) == 1 else None


def asked(text: str) -> Period:
    """`2017-04-01/2017-10-31`, `2017-04` or words. Raises ValueError with a sentence."""
    try:
        return parse(text)
    except ValueError:
        found = named(text)
        if found is None:
            raise
        return found
