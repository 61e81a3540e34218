"""An Altair chart as the specification that travels: compact, its rows once; nothing is drawn."""

from collections.abc import Iterator
from itertools import groupby
from typing import Any

import altair as alt


def compact(chart: Any) -> dict[str, Any]:
    """The chart's Vega-Lite specification; neighbouring layers share their rows."""
    with alt.data_transformers.enable("default", max_rows=None, consolidate_datasets=False):
        spec: dict[str, Any] = chart.to_dict(validate=False)
    view = spec.get("config", {}).get("view", {})
    for size in ("continuousWidth", "continuousHeight"):
        view.pop(size, None)
    if "layer" in spec:
        spec["layer"] = list(_sharing(spec["layer"]))
    return spec


def _sharing(layers: list[dict[str, Any]]) -> Iterator[dict[str, Any]]:
    """Neighbours that draw the same rows as one layer of layers, so that the rows travel once."""
    for rows, neighbours in groupby(layers, lambda layer: layer.pop("data", None)):
        alike = list(neighbours)
        if rows is None:
            yield from alike
        else:
            yield {"data": rows, **(alike[0] if len(alike) == 1 else {"layer": alike})}
