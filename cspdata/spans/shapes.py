"""The shapes in which a text names a period, and what each means; the first that fits takes it."""

import re
from collections.abc import Callable, Iterator

from cspdata.dates import MONTH
from cspdata.periods import Period

from . import meaning
from .words import (
    DAY,
    ENDING,
    FINANCIAL,
    MONTH_OF_YEAR,
    NUMBERED,
    NUMBERS,
    OF_A_YEAR,
    OF_ANY,
    OF_MONTHS,
    QUARTER,
    SO_MANY,
    TO,
    YEAR,
)

SHAPES: tuple[tuple[re.Pattern[str], Callable[[re.Match[str]], Iterator[Period]]], ...] = tuple(
    (re.compile(shape), read)
    for shape, read in (
        (rf"{SO_MANY}{ENDING}({NUMBERED})\b", meaning.ending_on),
        (rf"\b({NUMBERED}){TO}({NUMBERED})\b", meaning.numeric),
        (rf"(?<![\d/.-])\b{MONTH_OF_YEAR}{TO}{MONTH_OF_YEAR}(?![\d/.-])", meaning.numbered_months),
        (
            rf"\b{QUARTER}([1-4])[\s,:-]+{MONTH}{TO}{MONTH}{OF_MONTHS}",
            meaning.months_of_quarter,
        ),
        (rf"\b({MONTH}(?:\s*[/-]\s*{MONTH}){{2,}}){OF_MONTHS}", meaning.listed_months),
        *(
            (
                rf"(?<![\w/.'’-]){between}{DAY}{MONTH}(?:[\s,-]+{YEAR})?{to}{DAY}{MONTH}[\s,-]*"
                rf"(?:in |of |fy ?)?(?:{FINANCIAL}|{YEAR})",
                meaning.months_apart,
            )
            for between, to in (("", TO), (r"between\s+", r"\s+and\s+"))
        ),
        (
            rf"\b{FINANCIAL}[\s,:-]+{DAY}{MONTH}{TO}{DAY}{MONTH}(?!\s*\d)",
            meaning.year_before_months,
        ),
        (
            rf"\b({MONTH}(?:\s*[,/&+]\s*{MONTH})*\s*(?:[,/&+]|,?\s+and)\s*{MONTH}){OF_MONTHS}",
            meaning.listed_months,
        ),
        (
            rf"\b{MONTH}\s+(\d{{1,2}})(?:st|nd|rd|th)?(?:,?\s+(\d{{4}}))?{TO}"
            rf"{MONTH}\s+(\d{{1,2}})(?:st|nd|rd|th)?,?\s+(\d{{4}})\b",
            meaning.months_before_days,
        ),
        (
            rf"\b(\d{{1,2}})(?:st|nd|rd|th)?{TO}(\d{{1,2}})(?:st|nd|rd|th)?\s+(?:of\s+)?"
            rf"{MONTH}[\s,]+{YEAR}",
            meaning.within_a_month,
        ),
        (
            rf"{SO_MANY}{ENDING}{DAY}{MONTH}[\s,-]+{YEAR}",
            meaning.ending,
        ),
        (
            r"\b((?:f?ytd|(?:financial |fiscal |calendar )?year[ -]to[ -]date))"
            rf"(?:\s*[(:,-])?(?:\s+(?:to|at|up to|until|end of|end))*\s*{DAY}{MONTH}[\s,-]+{YEAR}",
            meaning.to_date,
        ),
        (
            rf"\b{QUARTER}([1-4](?:\s*(?:[,&+/]|,?\s?and)\s*(?:{QUARTER})?[1-4])+)[\s,:-]+{OF_A_YEAR}",
            meaning.listed_quarters,
        ),
        (
            r"\b(?:first|1st)\s+(\d{1,2}|" + "|".join(NUMBERS) + r")\s+(quarters?|months?)[\s,:-]+"
            rf"{OF_A_YEAR}",
            meaning.first_parts,
        ),
        (
            r"(?:^|(?<![1-4])\s)(?:to|until|by|since|after|before)\s+(?:the\s+)?(?:end\s+of\s+|end\s+)?"
            rf"{QUARTER}[1-4]"
            rf"[\s,:-]+{OF_A_YEAR}",
            meaning.nothing,
        ),
        (
            rf"\b{QUARTER}([1-4])(?:{TO}(?:{QUARTER})?([1-4]))?[\s,:-]+{OF_A_YEAR}",
            meaning.quarters,
        ),
        (
            rf"\b(first|second|third|fourth|1st|2nd|3rd|4th)\s+quarter()[\s,:-]+{OF_A_YEAR}",
            meaning.quarters,
        ),
        (
            rf"\b{OF_ANY}[\s,:-]+{QUARTER}([1-4])(?:{TO}(?:{QUARTER})?([1-4]))?\b",
            meaning.quarters_after,
        ),
        (rf"\b(?:h|half\s)([12])[\s,:-]+{OF_A_YEAR}", meaning.halves),
        (rf"\b(first|second|1st|2nd)\s+half(?:[ -]year)?[\s,:-]+{OF_A_YEAR}", meaning.halves),
        (rf"\b(?:f?ytd|year[ -]to[ -]date)\s+(?:{FINANCIAL}|{YEAR})", meaning.nothing),
        (rf"\b{DAY}{MONTH}[\s,-]+{YEAR}{TO}(?:date|now|present|today)\b", meaning.nothing),
        (
            rf"\b(?:since|from|to|until|by|before|after|at|including)\s+{DAY}{MONTH}[\s,-]+{YEAR}",
            meaning.nothing,
        ),
        (rf"\b(?:{NUMBERED})\b", meaning.nothing),
        (rf"\b\d{{1,2}}(?:st|nd|rd|th)?\s+(?:of\s+)?{MONTH}[\s,-]+{YEAR}", meaning.nothing),
        (rf"\b{MONTH}\s+\d{{1,2}}(?:st|nd|rd|th)?,?\s+\d{{4}}\b", meaning.nothing),
        (
            rf"\b{MONTH}[\s,-]*(?:{FINANCIAL}|{YEAR}\s*(?:onwards?|and later|and after)\b)",
            meaning.nothing,
        ),
        (rf"(?:\bend(?:ing|ed)?|[/ ]e)\s+(?:of\s+)?{MONTH}[\s,-]*{YEAR}", meaning.nothing),
        (rf"\b(?<!\d)(\d{{4}})[\s,:-]+{MONTH}{TO}{MONTH}(?!\s*\d)", meaning.year_of_months),
        (rf"\b{MONTH}[\s,-]*{YEAR}", meaning.month),
        (
            r"\b(?:fy|financial year|fiscal year|year|full year)\s?(\d{2}|\d{4})"
            r"\s?[/-]\s?(\d{2}|\d{4})\b(?!\s?[/.-]\s?\d)",
            meaning.financial_year,
        ),
        (r"(?<![\d/.-])(\d{4})\s?[/-]\s?(\d{2}|\d{4})\b(?!\s?[/.-]\s?\d)", meaning.financial_year),
        (r"\bcalendar year\s+(\d{4})\b", meaning.calendar_year),
    )
)
