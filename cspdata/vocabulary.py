"""How every reference table is read and looked up; it knows no table's meaning."""

import re
import unicodedata
from pathlib import Path

import pandas as pd

from cspdata.errors import BadReference

LIST = ";"


def read(path: Path, key: str) -> pd.DataFrame:
    """A reference table as text, "" where empty. Raises BadReference when missing or not unique."""
    if not path.exists():
        raise BadReference(f"The reference table {path.name} is not in {path.parent.name}.")
    rows = pd.read_csv(path, dtype=str, keep_default_na=False, encoding="utf-8")
    twice = rows.loc[rows[key].duplicated(), key].unique()
    if len(twice):
        raise BadReference(f"{path.name} has {', '.join(twice)} more than once.")
    return rows


def folded(text: str) -> str:
    """A spelling without case, accents, punctuation and doubled spaces; "&" reads as "and"."""
    plain = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode()
    return " ".join(re.sub(r"[^a-z0-9]+", " ", plain.lower().replace("&", " and ")).split())


def items(cell: str) -> list[str]:
    """The items of a list inside a cell."""
    return [item.strip() for item in cell.split(LIST) if item.strip()]


def lookup(rows: pd.DataFrame, key: str, *columns: str) -> dict[str, str]:
    """Each folded spelling in the key and the named columns (lists allowed) to the key."""
    found: dict[str, str] = {}
    for row in rows.to_dict("records"):
        spellings = [row[key], *(item for column in columns for item in items(row[column]))]
        found |= {folded(spelling): row[key] for spelling in spellings}
    return found
