"""Charts as pictures, made without a network; the converter is loaded for the first picture."""

import json
from functools import lru_cache
from typing import Any

WIDTH, SCALE = 620, 2.5
LOOK = {"background": "white", "font": "Arial, Liberation Sans, sans-serif"}


def svg(chart: Any) -> str:
    """The chart as SVG text."""
    return _svg(json.dumps(_specification(chart)))


def png(chart: Any) -> bytes:
    """The chart as a PNG sharp enough for print."""
    import vl_convert

    return bytes(vl_convert.svg_to_png(svg(chart), scale=SCALE))


@lru_cache(maxsize=32)
def _svg(specification: str) -> str:
    import vl_convert

    return str(vl_convert.vegalite_to_svg(specification))


def _specification(chart: Any) -> dict[str, Any]:
    drawn = chart.properties(width=WIDTH).configure(**LOOK)
    specification: dict[str, Any] = drawn.to_dict()
    return specification | {"config": specification.get("config", {}) | {"view": {"stroke": None}}}
