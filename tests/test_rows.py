"""What a chart draws travels apart from how it is drawn, as an Arrow table for each place."""

from datetime import datetime
from typing import Any

import pyarrow as pa
import pytest

from cspdata.printers import rows

DAY = "2017-06-01T00:00:00"


def read(stream: bytes) -> pa.Table:
    return pa.ipc.open_stream(stream).read_all()


def drawn(*counts: int) -> dict[str, Any]:
    return {
        "layer": [
            {"data": {"values": [{"zero": 0}]}, "mark": "rule"},
            {"data": {"values": [{"count": n} for n in counts]}, "mark": "bar", "layer": [{}]},
        ],
        "height": 40,
    }


def test_rows_are_named_by_their_place_and_travel_apart() -> None:
    spec, streams = rows.apart(drawn(5, 7))
    assert spec == {
        "layer": [
            {"data": {"name": "rows-0"}, "mark": "rule"},
            {"data": {"name": "rows-1"}, "mark": "bar", "layer": [{}]},
        ],
        "height": 40,
    }
    assert {name: read(stream).to_pylist() for name, stream in streams.items()} == {
        "rows-0": [{"zero": 0}],
        "rows-1": [{"count": 5}, {"count": 7}],
    }


def test_other_counts_are_the_same_specification_and_what_was_given_stays_as_it_was() -> None:
    given = drawn(5, 7)
    assert rows.apart(given)[0] == rows.apart(drawn(1, 2, 3))[0] == rows.apart(drawn())[0]
    assert given == drawn(5, 7)


@pytest.mark.parametrize(
    ("values", "kind", "read_as"),
    [
        pytest.param([DAY, None], pa.timestamp("ms"), [datetime(2017, 6, 1), None], id="days"),
        pytest.param(["2017-06-01T12:00:00.500000"], pa.timestamp("ms"), None, id="parts of one"),
        pytest.param([DAY, "June"], pa.string(), None, id="words beside a day"),
        pytest.param([f"{DAY}: nine"], pa.string(), None, id="words after a day"),
        pytest.param([1, 2.5, None], pa.float64(), None, id="numbers, one missing"),
        pytest.param([True, False], pa.bool_(), None, id="yes and no"),
        pytest.param([None, None], pa.null(), None, id="nothing known"),
    ],
)
def test_a_column_is_of_the_kind_of_its_values(
    values: list[Any], kind: pa.DataType, read_as: list[Any] | None
) -> None:
    table = read(rows.stream([{"of": value} for value in values]))
    assert table.schema.field("of").type == kind
    if read_as:
        assert table["of"].to_pylist() == read_as


def test_what_a_row_does_not_say_is_missing_and_no_rows_are_an_empty_table() -> None:
    assert read(rows.stream([{"a": 1}, {"b": 2}])).to_pylist() == [
        {"a": 1, "b": None},
        {"a": None, "b": 2},
    ]
    assert read(rows.stream([])).num_rows == 0
