"""The constants that the pages beside ours draw: twenty areas with made-up counts and outlines."""

import json
from pathlib import Path

import pandas as pd

ROOT = Path(__file__).resolve().parents[2]
OUTLINES = json.loads((ROOT / "data/reference/boundaries.geojson").read_text("utf-8"))
SHAPES = [each for each in OUTLINES["features"] if each["properties"]["level"] == "parish"]
NAMES = [each["properties"]["name"] for each in SHAPES]
COUNTS = pd.DataFrame({"Area": NAMES, "Now": range(40, 40 + 13 * len(NAMES), 13)})
COUNTS["Before"] = COUNTS["Now"] * 7 // 8
MONTHS = pd.DataFrame({"Month": range(1, 27), "Count": [300 + 7 * (n % 9) for n in range(26)]})
OFFENCES = [f"Offence {number}" for number in range(1, 10)]


def by_offence(area: str) -> pd.DataFrame:
    """Counts of an area by offence, no two areas alike."""
    least = int(COUNTS.set_index("Area").loc[area, "Now"])
    found = pd.DataFrame({"Offence": OFFENCES, "Now": [least + 31 * n for n in range(9)]})
    found["Before"] = found["Now"] * 7 // 8
    return found.assign(Change=found["Now"] - found["Before"]).set_index("Offence")


def shaded() -> dict[str, object]:
    """The outlines, each in a colour by its count."""
    return _filled([[222 - 7 * n, 235 - 6 * n, 247 - 4 * n] for n in range(len(NAMES))])


def coloured(chosen: str) -> dict[str, object]:
    """The outlines with a colour each, the chosen one darker."""
    return _filled([[18, 67, 109] if name == chosen else [107, 172, 230] for name in NAMES])


def _filled(colours: list[list[int]]) -> dict[str, object]:
    features = [
        each | {"properties": {"name": name, "fill": colour}}
        for each, name, colour in zip(SHAPES, NAMES, colours, strict=True)
    ]
    return {"type": "FeatureCollection", "features": features}
