"""Street-level files as police.uk sends them, in blocks by Arrow; what is odd is left to `street`.

A file with a row that has not as many cells as the header, or in another encoding, is not read
here at all, so that `street` can say what is wrong, and where.
"""

from collections.abc import Collection, Iterator
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
LAST_WORD = " ?[^ ]*$"

Counts = dict[tuple[str, ...], int]


class Odd(Exception):
    """This file needs the careful reader."""


def blocks(file: Plain, text: Text, header: Header, delimiter: str) -> Iterator[pa.Table]:
    """The columns of the shape that the file has, as text, and `row`. Raises Odd."""
    if header.row > 1 or text.encoding not in ENCODINGS:
        raise Odd
    names = [str(place) for place in range(len(header.cells))]
    wanted = {str(place): column for column, place in header.places.items()}
    first = header.row + 1
    try:
        with (
            file.open() as stream,
            csv.open_csv(
                stream,
                csv.ReadOptions(block_size=BLOCK, column_names=names, skip_rows=header.row),
                csv.ParseOptions(delimiter=delimiter, ignore_empty_lines=False),
                csv.ConvertOptions(
                    include_columns=list(wanted),
                    column_types=dict.fromkeys(wanted, pa.string()),
                    strings_can_be_null=False,
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


def of_others(block: pa.Table, keep: Collection[str]) -> pa.ChunkedArray:
    """Which rows are whole and of an LSOA that is not wanted."""
    crime, lsoa = block["crime_type"], pc.ascii_upper(block["lsoa"])
    cut_off = pc.or_(pc.equal(crime, ""), pc.utf8_is_space(crime))
    header_again = pc.equal(pc.utf8_lower(block["month"]), "month")
    ours = pc.or_(pc.equal(lsoa, ""), pc.is_in(lsoa, pa.array(list(keep), pa.string())))
    return pc.invert(pc.or_(pc.or_(cut_off, header_again), ours))


def counted(block: pa.Table, which: pa.ChunkedArray) -> tuple[Counts, Counts]:
    """How many of these rows have each LSOA code and name, and each month, district and crime type.

    Where the file has no names they are "". Raises Odd for words with spaces around them, which
    are other words without.
    """
    rows = block.filter(which)
    if "lsoa_name" not in rows.column_names:
        rows = rows.append_column("lsoa_name", pa.array([""] * rows.num_rows, pa.string()))
    district = pc.replace_substring_regex(rows["lsoa_name"], LAST_WORD, "")
    rows = rows.append_column("district", district)
    places = _sizes(rows, "lsoa", "lsoa_name")
    kinds = _sizes(rows, "month", "district", "crime_type")
    if any(word != word.strip() for key in (*places, *kinds) for word in key):
        raise Odd
    return places, kinds


def _sizes(rows: pa.Table, *columns: str) -> Counts:
    found = rows.group_by(list(columns)).aggregate([([], "count_all")]).to_pydict()
    keys = zip(*(found[column] for column in columns), strict=True)
    return dict(zip(keys, found["count_all"], strict=True))
