"""Street-level files as police.uk sends them, in blocks by Arrow; what is odd is left to `street`.

A file with a row that has not as many cells as the header, or in another encoding, is not read
here at all, so that `street` can say what is wrong, and where.
"""

import re
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from io import BytesIO
from itertools import islice

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from pyarrow import csv

from .tables import Header
from .text import Text
from .unpack import DAMAGED, Plain

BLOCK, TOGETHER = 1024 * 1024, 8
ENCODINGS = ("utf-8", "utf-8-sig")
COUNTED = ("lsoa", "lsoa_name", "month", "crime_type")
PLACED = ("lsoa", "reported_by", "month", "crime_type")
LAST_WORD = re.compile(r" ?[^ ]*$")

Counts = dict[tuple[str, ...], int]


class Odd(Exception):
    """This file needs the careful reader."""


def blocks(
    file: Plain, text: Text, header: Header, delimiter: str, only: Collection[str] | None = None
) -> Iterator[pa.Table]:
    """The columns of the shape that the file has, or some, as text, and `row`. Raises Odd."""
    if header.row > 1 or text.encoding not in ENCODINGS:
        raise Odd
    names = [str(place) for place in range(len(header.cells))]
    wanted = {
        str(place): column
        for column, place in header.places.items()
        if only is None or column in only
    }
    first = header.row + 1
    try:
        with (
            file.open() as stream,
            csv.open_csv(
                # What is in memory already Arrow reads there.
                pa.BufferReader(stream.getvalue()) if isinstance(stream, BytesIO) else stream,
                csv.ReadOptions(block_size=BLOCK, column_names=names, skip_rows=header.row),
                csv.ParseOptions(delimiter=delimiter, ignore_empty_lines=False),
                csv.ConvertOptions(
                    include_columns=list(wanted),
                    column_types=dict.fromkeys(wanted, pa.string()),
                    strings_can_be_null=False,
                    # All of it was found to be UTF-8 when the file was surveyed.
                    check_utf8=text.encoding != "utf-8",
                ),
            ) as reader,
        ):
            while batches := list(islice(reader, TOGETHER)):
                block = pa.Table.from_batches(batches).rename_columns(wanted)
                numbers = pa.array(np.arange(first, first + block.num_rows))
                yield block.append_column("row", numbers)
                first += block.num_rows
    except (pa.ArrowException, *DAMAGED) as fault:
        raise Odd from fault


@dataclass(frozen=True)
class Coded:
    """A column as numbers into the different words that stand in it."""

    words: list[str]
    codes: np.ndarray

    def where(self, holds: Callable[[str], bool]) -> np.ndarray:
        """In which rows a word stands of which that is so; it is asked once for each word."""
        of_word = np.array([holds(word) for word in self.words], bool)
        return of_word[self.codes] if self.words else np.zeros(0, bool)


def coded(block: pa.Table, names: Sequence[str] = COUNTED) -> dict[str, Coded]:
    """The columns that rows are counted by; one that the file has not is ""."""
    return {
        name: _coded(block[name])
        if name in block.column_names
        else Coded([""], np.zeros(block.num_rows, np.int32))
        for name in names
    }


def of_others(columns: Mapping[str, Coded], keep: Collection[str]) -> np.ndarray:
    """Which rows are whole and of an LSOA that is not wanted."""
    cut_off = columns["crime_type"].where(lambda word: not word.strip())
    header_again = columns["month"].where(lambda word: word.lower() == "month")
    ours = columns["lsoa"].where(lambda word: word == "" or word.upper() in keep)
    return ~(cut_off | header_again | ours)


def counted(columns: Mapping[str, Coded], which: np.ndarray) -> tuple[Counts, Counts]:
    """How many of these rows have each LSOA code and name, and each month, district and crime type.

    Raises Odd for words with spaces around them, which are other words without.
    """
    lsoa, name, month, kind = (columns[column] for column in COUNTED)
    places = _sizes(which, lsoa, name)
    kinds = _sizes(which, month, _district(name), kind)
    if any(word != word.strip() for key in (*places, *kinds) for word in key):
        raise Odd
    return places, kinds


def placed(block: pa.Table, by: Mapping[str, str]) -> tuple[Counts, Counts]:
    """How many rows have each month, force, place and crime type, and each LSOA that has no place.

    `by` gives the place of an LSOA. Raises Odd for what is no row, and for words with spaces around
    them.
    """
    lsoa, force, month, kind = coded(block, PLACED).values()
    places = [by.get(code) or by.get(code.upper(), "") for code in lsoa.words]
    nowhere = [code for code, place in zip(lsoa.words, places, strict=True) if not place]
    if any(word != word.strip() for word in (*nowhere, *force.words, *month.words, *kind.words)):
        raise Odd
    if month.where(lambda word: word.lower() in ("", "month")).any():
        raise Odd
    place = _renamed(lsoa, places)
    found = place.where(bool)
    return _sizes(found, month, force, place, kind), _sizes(~found, lsoa)


def _coded(column: pa.ChunkedArray) -> Coded:
    made = column.combine_chunks().dictionary_encode()
    return Coded(made.dictionary.to_pylist(), made.indices.to_numpy())


def _district(names: Coded) -> Coded:
    """The districts that LSOAs are named by."""
    return _renamed(names, [LAST_WORD.sub("", name, count=1) for name in names.words])


def _renamed(column: Coded, words: Sequence[str]) -> Coded:
    """The column with another word for each of its own, of which several may be the same now."""
    place = {word: code for code, word in enumerate(dict.fromkeys(words))}
    of = np.array([place[word] for word in words], np.int64)
    return Coded(list(place), of[column.codes] if len(words) else column.codes)


def _sizes(which: np.ndarray, *columns: Coded) -> Counts:
    """How many of these rows have each combination of words."""
    key = np.zeros(len(which), np.int64)
    for column in columns:
        key = key * len(column.words) + column.codes
    found = pc.value_counts(pa.array(key[which]))
    left, words = found.field("values").to_numpy(), []
    for column in reversed(columns):
        left, codes = np.divmod(left, max(len(column.words), 1))
        words.append([column.words[code] for code in codes])
    keys = zip(*reversed(words), strict=True)
    return dict(zip(keys, found.field("counts").to_pylist(), strict=True))
