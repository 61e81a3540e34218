"""An Altair chart as the specification that travels: compact, its rows once; nothing is drawn."""

import hashlib
import pickle
from collections import OrderedDict
from collections.abc import Iterator, Mapping
from functools import partial
from itertools import groupby
from threading import Lock
from typing import Any

import altair as alt

from cspdata.sites import of_place

REMEMBERED = 512
_remembering = Lock()


def digest(draw: "partial[Any]") -> bytes:
    """The same, in every process, only for the same function and the same values."""
    of = (draw.func.__module__, draw.func.__qualname__, draw.args, draw.keywords)
    return hashlib.sha256(pickle.dumps(of)).digest()


def made(of: bytes, draw: "partial[Any]") -> dict[str, Any]:
    """The specification of what a function draws of its values; shared, so never changed.

    Most series are the same after a publication, and drawing them takes longer than counting.
    """
    if found := _drawn().get(of):
        return found
    found = compact(draw())
    learn({of: found})
    return found


def known() -> dict[bytes, dict[str, Any]]:
    """The specifications that are remembered, by digest."""
    return dict(_drawn())


def learn(drawn: Mapping[bytes, dict[str, Any]]) -> None:
    """Remember specifications by digest, also those that another process drew."""
    with _remembering:
        _drawn().update(drawn)
        while len(_drawn()) > REMEMBERED:
            _drawn().popitem(last=False)


@of_place
def _drawn() -> OrderedDict[bytes, dict[str, Any]]:
    return OrderedDict()


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
