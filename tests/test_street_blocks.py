"""The quick reader of street-level files says what the careful one says, or nothing at all."""

import csv
import io

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as some

from cspdata import readers
from cspdata.errors import UnreadableFile
from cspdata.readers import street
from cspdata.readers.blocks import Odd

HEADER = ["Crime ID", "Month", "LSOA code", "LSOA name", "Location", "Crime type"]
KEEP = frozenset({"E01000001", "E01000002"})
CELLS = {
    "Crime ID": ["", "a1", 'he said "no"'],
    "Month": ["2017-05", "2017-05-01", "2017-06", " 2017-05", "", "Month"],
    "LSOA code": ["E01000001", "E01000002", "E01000003", "E01000004 ", "", " "],
    "LSOA name": ["Winchester 001A", " Winchester 001A", "", "Elsewhere, 003B"],
    "Location": ["On or near Señor Street", "a\nb", ""],
    "Crime type": ["Drugs", "Bicycle theft", "", "  ", "Crime type"],
}
WHOLE = ["a1", "2017-05", "E01000003", "Elsewhere 003B", "On or near High Street", "Drugs"]
rows_of_cells = some.lists(
    some.one_of(
        some.just(WHOLE),
        some.just([]),
        some.just([*WHOLE[:2], "E01000001", *WHOLE[3:]]),
        some.tuples(*(some.sampled_from(CELLS[column]) for column in HEADER)).map(list),
    ),
    max_size=12,
)
ODD_ROWS = {
    "a row with too many cells": [*WHOLE, "more"],
    "a row that is cut off": WHOLE[:3],
    "a code with a space after it": [*WHOLE[:2], "E01000003 ", *WHOLE[3:]],
}


def written(rows: list[list[str]], header: list[str] = HEADER) -> bytes:
    text = io.StringIO()
    csv.writer(text).writerows([header, *rows])
    return text.getvalue().encode()


def told(content: bytes, monkeypatch: pytest.MonkeyPatch, quick: bool) -> tuple[object, ...]:
    """All that a reading gives, or the sentence that refuses the file."""
    with monkeypatch.context() as changed:
        if not quick:
            changed.setattr(street, "blocks", _nothing)
        try:
            [sheet] = readers.read(content, "x-street.csv", keep=KEEP)
        except UnreadableFile as fault:
            return (str(fault),)
    return sheet.rows.to_csv(), sheet.rows.dtypes.to_dict(), sheet.remarks, sheet.tally


def _nothing(*_: object) -> None:
    raise Odd


@pytest.mark.slow
@settings(deadline=None)
@given(rows=rows_of_cells, without_names=some.booleans())
def test_both_readers_agree(rows: list[list[str]], without_names: bool) -> None:
    header = [*HEADER[:3], "Something else", *HEADER[4:]] if without_names else HEADER
    content = written(rows, header)
    with pytest.MonkeyPatch.context() as patched:
        assert told(content, patched, quick=True) == told(content, patched, quick=False)


@pytest.mark.parametrize("why", ODD_ROWS)
def test_what_is_odd_is_left_to_the_careful_reader(
    why: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    content = written([WHOLE, ODD_ROWS[why], WHOLE])
    monkeypatch.setattr(street, "_carefully", _careful := Called())
    with pytest.raises(Called.Reached):
        readers.read(content, "x-street.csv", keep=KEEP)
    assert _careful.calls == 1


def test_an_ordinary_file_never_needs_the_careful_reader(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(street, "_carefully", Called())
    ours = [*WHOLE[:2], "E01000001", *WHOLE[3:]]
    [sheet] = readers.read(written([WHOLE, ours, WHOLE]), "x-street.csv", keep=KEEP)
    assert sheet.rows[["row", "lsoa"]].to_dict("list") == {"row": [3], "lsoa": ["E01000001"]}
    assert sheet.tally["left_out"] == {("E01000003", "Elsewhere 003B"): 2}


@pytest.mark.slow
def test_rows_keep_their_numbers_across_blocks() -> None:
    ours = [*WHOLE[:2], "E01000002", *WHOLE[3:]]
    rows = [ours if number % 10_000 == 0 else WHOLE for number in range(150_001)]
    [sheet] = readers.read(written(rows), "x-street.csv", keep=KEEP)
    assert sheet.rows["row"].tolist() == [2 + 10_000 * number for number in range(16)]
    assert sheet.tally["rows_total"] == 150_001
    assert isinstance(sheet.rows, pd.DataFrame)


class Called:
    """Stands in for the careful reader and tells that it was asked."""

    class Reached(Exception):
        pass

    def __init__(self) -> None:
        self.calls = 0

    def __call__(self, *_: object) -> None:
        self.calls += 1
        raise self.Reached
