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


def coloured(chosen: str) -> dict[str, object]:
    """The outlines with a colour each, the chosen one darker."""
    features = [
        each
        | {
            "properties": {
                "name": name,
                "fill": [18, 67, 109] if name == chosen else [107, 172, 230],
            }
        }
        for each, name in zip(SHAPES, NAMES, strict=True)
    ]
    return {"type": "FeatureCollection", "features": features}
