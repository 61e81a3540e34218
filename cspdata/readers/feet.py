"""Lines among a table's rows that are none: sources, notes, headings of groups, totals."""

import re
from collections.abc import Sequence

from .sheets import header_word

TOTALS = {"total", "totals", "grand total", "sub total", "subtotal", "sub-total", "overall total"}
TOTALS |= {"sum", "all", "overall", "all areas", "all parishes", "all wards"}
OFFENCES = {"total", "totals"}
SAYS_SO = re.compile(
    r"(?:sources?|notes?|footnotes?|key|caveats?|please note|n\.?b\.?)\s*(?:[:.–—-]|\d|$)"
    r"|©|\(c\)\s*crown|crown copyright|contains (?:public sector|os data|ordnance)"
    r"|(?:data|figures|table|report|information) (?:is|are|was|were|from|correct|extracted|as at"
    r"|produced|prepared|taken|supplied|provided|for|include|exclude|may|based)\b"
    r"|(?:produced|prepared|compiled|extracted|printed|published|supplied|provided|last updated"
    r"|created|author|contact|page)\b\s*(?:by|on|from|:|\d)"
    r"|[*†‡¹²³]+\s*\w|\[\w\]\s*[=:–-]?\s*\w",
    re.IGNORECASE,
)


def is_foot(cells: Sequence[str]) -> bool:
    """Whether a line under a table is a source or a note, however many cells its commas made."""
    first = next((cell.strip() for cell in cells if cell.strip()), "")
    return bool(SAYS_SO.match(first))


def is_alone(cells: Sequence[str]) -> bool:
    """Whether only one cell is filled: a heading, a title or a note, but no figure."""
    return sum(bool(cell.strip()) for cell in cells) == 1


def is_total(cell: str) -> bool:
    """Whether a cell says that its line is a total."""
    return header_word(cell).rstrip(":") in TOTALS


def is_more_than_total(cell: str) -> bool:
    """Whether a cell names a total by words that no offence has, as "Total" itself is one."""
    return is_total(cell) and header_word(cell).rstrip(":") not in OFFENCES
