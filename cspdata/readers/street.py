"""Police.uk street-level files, read in chunks -> the wanted rows and a tally; none is merged."""

import csv
import io
import re
from collections import Counter
from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from functools import cache
from itertools import islice

import pandas as pd
import pyarrow as pa

from cspdata.errors import UnreadableFile
from cspdata.origin import Origin

from .blocks import PLACED, Odd, blocks, coded, counted, of_others, placed
from .sheets import Remark, Sheet, Tally, Wanted
from .tables import Header, columnar, ignored_columns
from .text import Line, Text
from .unpack import DAMAGED, Plain

CHUNK_ROWS = 100_000
REMARKS_KEPT = 1_000


@dataclass
class Gathered:
    """What has been read so far: the wanted rows, and the tally of all."""

    rows: list[pd.DataFrame] = field(default_factory=list)
    remarks: list[Remark] = field(default_factory=list)
    counts: Counter[str] = field(default_factory=Counter)
    months: Counter[str] = field(default_factory=Counter)
    left_out: Counter[tuple[str, ...]] = field(default_factory=Counter)
    elsewhere: Counter[tuple[str, ...]] = field(default_factory=Counter)
    placed: Counter[tuple[str, ...]] = field(default_factory=Counter)


def from_file(file: Plain, text: Text, header: Header, delimiter: str, wanted: Wanted) -> Sheet:
    """Shape "street" from a surveyed text file, in bounded memory unless all rows are wanted.

    Raises UnreadableFile for a file that ends inside a row, as well as for one that cannot be read.
    """
    _refuse_cut(file.name, text, header, delimiter)
    with suppress(Odd):
        if wanted.by is not None:
            placed = _placed(file, text, header, delimiter, wanted.by)
            return _sheet(file.origin, header, placed)
        if wanted.keep is not None:
            quick = _quickly(file, text, header, delimiter, wanted.keep)
            return _sheet(file.origin, header, quick)
    return _sheet(file.origin, header, _carefully(file, text, header, delimiter, wanted))


def from_lines(origin: Origin, header: Header, body: list[Line], wanted: Wanted) -> Sheet:
    """Shape "street" from the lines of a workbook's sheet."""
    rows, _, remarks = columnar(header, body, origin.name)
    gathered = Gathered(remarks=remarks)
    _gather(gathered, rows, wanted)
    return _sheet(origin, header, gathered)


def _refuse_cut(name: str, text: Text, header: Header, delimiter: str) -> None:
    """A download that breaks off does so inside a row, and its last line has no end."""
    cells = next(csv.reader([text.last_line], delimiter=delimiter), [])
    if text.ends_a_line or len(cells) >= len(header.cells):
        return
    raise UnreadableFile(
        f"{name} is cut off: its last row has only {len(cells)} of {len(header.cells)} cells."
        " Download it again."
    )


def _quickly(
    file: Plain, text: Text, header: Header, delimiter: str, keep: frozenset[str]
) -> Gathered:
    """Whole rows of other districts are only counted; the others go the careful way, together."""
    gathered, ours = Gathered(), []
    for block in blocks(file, text, header, delimiter):
        columns = coded(block)
        others = of_others(columns, keep)
        places, kinds = counted(columns, others)
        gathered.left_out.update(places)
        gathered.elsewhere.update(kinds)
        for (month, *_), size in kinds.items():
            gathered.counts["total"] += size
            gathered.months[month] += size
        ours.append(block.filter(pa.array(~others)))
        if sum(part.num_rows for part in ours) > CHUNK_ROWS:
            _gather(gathered, _joined(ours, header), Wanted(keep))
            ours = []
    if ours:
        _gather(gathered, _joined(ours, header), Wanted(keep))
    return gathered


def _placed(
    file: Plain, text: Text, header: Header, delimiter: str, by: Mapping[str, str]
) -> Gathered:
    """Every row counted by its place, and none kept."""
    gathered = Gathered()
    for block in blocks(file, text, header, delimiter, PLACED):
        places, others = placed(block, by)
        _count_placed(gathered, places, others)
    return gathered


def _count_placed(
    gathered: Gathered, places: Mapping[tuple[str, ...], int], others: Mapping[tuple[str, ...], int]
) -> None:
    gathered.placed.update(places)
    gathered.counts["total"] += sum(places.values()) + sum(others.values())
    for (lsoa,), size in others.items():
        if lsoa:
            gathered.left_out[lsoa.upper(), ""] += size
        else:
            gathered.counts["without"] += size


def _carefully(file: Plain, text: Text, header: Header, delimiter: str, wanted: Wanted) -> Gathered:
    """Every row, by pandas. Raises UnreadableFile with the row that cannot be read."""
    gathered = Gathered()
    try:
        for chunk in _chunks(file, text, header, delimiter):
            _refuse_overflow(chunk.iloc[:, len(header.cells) :], file.name)
            _gather(gathered, _shaped(_named(chunk, header), header), wanted)
    except pd.errors.EmptyDataError:
        pass
    except pd.errors.ParserError as fault:
        raise UnreadableFile(
            f"{file.name} has a row with more cells than its header, or a quotation mark that is"
            f" never closed{_place(fault)}. Download it again, or mend that row."
        ) from fault
    except UnicodeDecodeError as fault:
        raise UnreadableFile(
            f"{file.name} is text in an encoding that is not known here. Save it as CSV (UTF-8)."
        ) from fault
    except DAMAGED as fault:
        raise UnreadableFile(f"{file.name} is damaged. Download it again.") from fault
    return gathered


def _chunks(file: Plain, text: Text, header: Header, delimiter: str) -> Iterator[pd.DataFrame]:
    """All columns and one more, so that a row with too many cells shows; index: row numbers.

    The header is read as a row and dropped: pandas miscounts cells when it skips CR lines.
    """
    with (
        file.open() as stream,
        pd.read_csv(
            stream,
            sep=delimiter,
            encoding=text.encoding,
            header=None,
            names=range(_widest(text, header, delimiter) + 1),
            index_col=False,
            skip_blank_lines=False,
            dtype="str",
            na_filter=False,
            chunksize=CHUNK_ROWS,
        ) as chunks,
    ):
        for chunk in chunks:
            chunk.index += 1
            yield chunk[chunk.index > header.row]


def _place(fault: pd.errors.ParserError) -> str:
    place = re.search(r"(?:line|row) (\d+)", str(fault))
    return f", near row {place[1]}" if place else ""


def _widest(text: Text, header: Header, delimiter: str) -> int:
    reader = csv.reader(io.StringIO(text.head, newline=""), delimiter=delimiter)
    return max(len(cells) for cells in islice(reader, header.row))


def _refuse_overflow(beyond: pd.DataFrame, name: str) -> None:
    filled = beyond[(beyond != "").any(axis=1)]
    if len(filled):
        raise UnreadableFile(
            f"{name}, row {filled.index[0]}: more cells than the header has columns, so its"
            " values stand in the wrong ones. Download the file again, or mend that row."
        )


def _named(chunk: pd.DataFrame, header: Header) -> pd.DataFrame:
    columns = {column: chunk[place] for column, place in header.places.items()}
    return pd.DataFrame(columns).assign(row=chunk.index.to_numpy("int64"))


def _shaped(rows: pd.DataFrame, header: Header) -> pd.DataFrame:
    """All columns of the shape after `row`, those that the file has not as ""."""
    rows = rows.reindex(columns=["row", *header.shape.columns])
    missing = [column for column in header.shape.columns if column not in header.places]
    return rows.assign(**dict.fromkeys(missing, pd.Series("", rows.index, dtype="str")))


def _gather(gathered: Gathered, rows: pd.DataFrame, wanted: Wanted) -> None:
    rows = _without_blank_and_header_lines(rows, gathered.remarks)
    rows = rows.assign(lsoa=rows["lsoa"].str.upper())
    if wanted.by is not None:
        rows = rows.assign(
            place=rows["lsoa"].map(wanted.by), reported_by=rows["reported_by"].str.strip()
        )
        found = rows["place"].notna()
        _count_placed(
            gathered,
            _sizes(rows[found], "month", "reported_by", "place", "crime_type"),
            {
                (str(lsoa),): int(size)
                for lsoa, size in rows.loc[~found, "lsoa"].value_counts().items()
            },
        )
        return
    keep = wanted.keep
    gathered.months.update({str(month): n for month, n in rows["month"].value_counts().items()})
    gathered.counts["total"] += len(rows)
    gathered.counts["without"] += int((rows["lsoa"] == "").sum())
    if keep is not None:
        ours = rows["lsoa"].isin(list(keep))
        others = rows[~ours & (rows["lsoa"] != "")]
        if len(others):
            _count_others(gathered, others)
        gathered.remarks += map(_without_crime_type, others.loc[others["crime_type"] == "", "row"])
        # A row with neither may well be one of ours.
        rows = rows[ours | ((rows["crime_type"] == "") & (rows["lsoa"] == ""))]
    gathered.counts["kept"] += len(rows)
    gathered.rows.append(rows)


def _without_crime_type(row: int) -> Remark:
    sentence = "This row has no crime type; it lies outside the district and was left out."
    return Remark(int(row), "Crime type", "", sentence)


def _count_others(gathered: Gathered, others: pd.DataFrame) -> None:
    district = others["lsoa_name"].str.replace(r" ?[^ ]*$", "", regex=True)
    gathered.left_out.update(_sizes(others, "lsoa", "lsoa_name"))
    gathered.elsewhere.update(
        _sizes(others.assign(district=district), "month", "district", "crime_type")
    )


def _joined(parts: list[pa.Table], header: Header) -> pd.DataFrame:
    return _shaped(pa.concat_tables(parts).to_pandas(), header)


def _sizes(rows: pd.DataFrame, *columns: str) -> dict[tuple[str, ...], int]:
    sizes = rows.groupby(list(columns), sort=False).size()
    return dict(zip(sizes.index.to_flat_index(), sizes.tolist(), strict=True))


def _without_blank_and_header_lines(rows: pd.DataFrame, remarks: list[Remark]) -> pd.DataFrame:
    for column in ("month", "lsoa", "crime_type"):
        rows[column] = rows[column].str.strip()
    bare = (rows["month"] == "") & (rows["lsoa"] == "") & (rows["crime_type"] == "")
    if bare.any():
        bare &= (rows.drop(columns="row") == "").all(axis=1)
    again = (rows["month"].str.casefold() == "month") & (
        rows["crime_type"].str.casefold() == "crime type"
    )
    for row in rows.loc[again, "row"].head(REMARKS_KEPT):
        remarks.append(Remark(int(row), "", "header", "The header line is repeated; left out."))
    return rows[~(bare | again)]


@cache
def _none(*columns: str) -> pd.DataFrame:
    return pd.DataFrame(columns=["row", *columns])


def _sheet(origin: Origin, header: Header, gathered: Gathered) -> Sheet:
    counts = gathered.counts
    if not counts["total"]:
        raise UnreadableFile(
            f"{origin.name} has the header of a street-level file in row {header.row}, but no rows"
            " below it. Download it again."
        )
    tally = Tally(
        rows_total=counts["total"],
        rows_kept=counts["kept"],
        rows_without_lsoa=counts["without"],
        months=dict(sorted(gathered.months.items())),
        left_out=dict(gathered.left_out),
        elsewhere=dict(gathered.elsewhere),
    )
    if gathered.placed:
        tally["placed"] = dict(gathered.placed)
    rows = (
        pd.concat(gathered.rows, ignore_index=True)
        if gathered.rows
        else _none(*header.shape.columns)
    )
    found = (*ignored_columns(header), *gathered.remarks)
    return Sheet(origin, "street", rows, remarks=found, tally=tally)
