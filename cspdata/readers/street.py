"""Police.uk street-level files, read in chunks -> the wanted rows and a tally; none is merged."""

import csv
import io
import re
from collections import Counter
from collections.abc import Iterator
from itertools import islice

import pandas as pd

from cspdata.errors import UnreadableFile

from .sheets import REMARKS_SHOWN, Remark, Sheet, Tally, few
from .tables import Header, columnar, ignored_columns, months_only
from .text import Line, Text
from .unpack import DAMAGED, Plain

CHUNK_ROWS = 100_000


def from_file(
    file: Plain, text: Text, header: Header, delimiter: str, keep: frozenset[str] | None
) -> Sheet:
    """Shape "street" from a surveyed text file, in bounded memory when `keep` is given."""
    kept: list[pd.DataFrame] = []
    remarks: list[Remark] = []
    counts: Counter[str] = Counter()
    months: Counter[str] = Counter()
    left_out: Counter[tuple[str, str]] = Counter()
    try:
        for chunk in _chunks(file, text, header, delimiter):
            _refuse_overflow(chunk.iloc[:, len(header.cells) :], file.name)
            kept.append(_wanted(_named(chunk, header), keep, counts, months, remarks, left_out))
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
    return _sheet(file.name, header, kept, remarks, counts, months, left_out)


def from_lines(name: str, header: Header, body: list[Line], keep: frozenset[str] | None) -> Sheet:
    """Shape "street" from the lines of a workbook's sheet."""
    rows, remarks = columnar(header, body, name)
    counts: Counter[str] = Counter()
    months: Counter[str] = Counter()
    left_out: Counter[tuple[str, str]] = Counter()
    kept = _wanted(rows, keep, counts, months, remarks, left_out)
    return _sheet(name, header, [kept], remarks, counts, months, left_out)


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
    blank = pd.Series("", index=chunk.index, dtype="str")
    columns = {
        column: chunk[header.places[column]] if column in header.places else blank
        for column in header.shape.columns
    }
    rows = pd.DataFrame(columns)
    rows.insert(0, "row", chunk.index.to_numpy("int64"))
    return rows.reset_index(drop=True)


def _wanted(
    rows: pd.DataFrame,
    keep: frozenset[str] | None,
    counts: Counter[str],
    months: Counter[str],
    remarks: list[Remark],
    left_out: Counter[tuple[str, str]],
) -> pd.DataFrame:
    rows = _without_blank_and_header_lines(rows, remarks)
    months.update({str(month): n for month, n in rows["month"].value_counts().items()})
    counts["total"] += len(rows)
    counts["without"] += int((rows["lsoa"] == "").sum())
    for row in rows.loc[rows["crime_type"] == "", "row"].head(REMARKS_SHOWN):
        remarks.append((int(row), "crime_type", "", "This row has no crime type; is it cut off?"))
    if keep is not None:
        wanted = rows["lsoa"].isin(list(keep))
        left_out.update(_by_lsoa(rows[~wanted & (rows["lsoa"] != "")]))
        rows = rows[wanted]
    counts["kept"] += len(rows)
    return rows


def _by_lsoa(rows: pd.DataFrame) -> dict[tuple[str, str], int]:
    sizes = rows.groupby(["lsoa", "lsoa_name"]).size().reset_index(name="rows")
    pairs = zip(sizes["lsoa"], sizes["lsoa_name"], strict=True)
    return dict(zip(pairs, sizes["rows"].tolist(), strict=True))


def _without_blank_and_header_lines(rows: pd.DataFrame, remarks: list[Remark]) -> pd.DataFrame:
    for column in ("month", "lsoa", "crime_type"):
        rows[column] = rows[column].str.strip()
    rows["month"] = months_only(rows["month"])
    bare = (rows["month"] == "") & (rows["lsoa"] == "") & (rows["crime_type"] == "")
    if bare.any():
        bare &= (rows.drop(columns="row") == "").all(axis=1)
    again = (rows["month"].str.casefold() == "month") & (
        rows["crime_type"].str.casefold() == "crime type"
    )
    for row in rows.loc[again, "row"].head(REMARKS_SHOWN):
        remarks.append((int(row), "", "header", "The header line is repeated; left out."))
    return rows[~(bare | again)]


def _sheet(
    name: str,
    header: Header,
    kept: list[pd.DataFrame],
    remarks: list[Remark],
    counts: Counter[str],
    months: Counter[str],
    left_out: Counter[tuple[str, str]],
) -> Sheet:
    if not counts["total"]:
        raise UnreadableFile(
            f"{name} has the header of a street-level file in row {header.row}, but no rows"
            " below it. Download it again."
        )
    tally = Tally(
        rows_total=counts["total"],
        rows_kept=counts["kept"],
        rows_without_lsoa=counts["without"],
        months=dict(sorted(months.items())),
        left_out=dict(left_out),
    )
    rows = pd.concat(kept, ignore_index=True)
    found = (*ignored_columns(header), *few(remarks))
    return Sheet(name, "street", rows, remarks=found, tally=tally)
