"""What a specification draws, apart from it: where only rows differ, a browser draws them at once.

A chart whose specification is another one is compiled anew; one whose rows are others is not.
"""

import re
from typing import Any

import pyarrow as pa

DAY = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?")


def apart(spec: dict[str, Any]) -> tuple[dict[str, Any], dict[str, bytes]]:
    """A copy that names its rows, and the rows of each name as an Arrow stream.

    The names are those of the places where rows stand, so that they are the same for each area.
    """
    rows: dict[str, bytes] = {}

    def named(part: Any) -> Any:
        if isinstance(part, list):
            return [named(each) for each in part]
        if not isinstance(part, dict):
            return part
        return {key: held(each) if key == "data" else named(each) for key, each in part.items()}

    def held(data: dict[str, Any]) -> dict[str, str]:
        name = f"rows-{len(rows)}"
        rows[name] = stream(data["values"])
        return {"name": name}

    return named(spec), rows


def stream(rows: list[dict[str, Any]]) -> bytes:
    """Rows as an Arrow stream, in which a column of days holds times, as a browser needs them."""
    names = dict.fromkeys(name for row in rows for name in row)
    table = pa.table({name: _column([row.get(name) for row in rows]) for name in names})
    sink = pa.BufferOutputStream()
    with pa.ipc.new_stream(sink, table.schema) as writer:
        writer.write_table(table)
    return sink.getvalue().to_pybytes()


def _column(values: list[Any]) -> pa.Array:
    column = pa.array(values)
    known = [value for value in values if value is not None]
    if known and all(isinstance(value, str) and DAY.fullmatch(value) for value in known):
        return column.cast(pa.timestamp("us")).cast(pa.timestamp("ms"), safe=False)
    return column
