"""The pack's `boundaries.geojson`: made from outlines of LSOAs, and read; no map is drawn here."""

import json
from collections.abc import Collection, Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

import pandas as pd

from cspdata import areas, national, settings
from cspdata.errors import BadReference
from cspdata.outlines.dissolve import dissolve, polygons
from cspdata.sites import of_place

DECIMALS_SHOWN = 4
CODES = ("LSOA21CD", "LSOA11CD")
FILE = "boundaries.geojson"


def boundaries(features: Iterable[dict[str, Any]]) -> str:
    """The text of `boundaries.geojson`: a feature per area, with area, level and name.

    `features` are GeoJSON features in degrees, each with its code in one of CODES; those of other
    places are passed over. They may be of either census or both: areas are drawn from one of them,
    the newest that is whole. Raises BadReference where neither is, and as `dissolve` does.
    """
    shapes = _by_edition(features)
    belonging = {code: areas.path(area) for code, area in areas.of_lsoa().items()}
    lacking = {edition: _lacking(edition, shapes[edition]) for edition in shapes}
    whole = [edition for edition, missing in lacking.items() if not missing]
    if not whole:
        fewest = min(lacking, key=lambda edition: len(lacking[edition]))
        raise BadReference(_problem(fewest, lacking[fewest]))
    drawn = shapes[whole[0]]
    return joined(
        {code: drawn[code] for code in belonging if code in drawn}, belonging, areas.table()
    )


def joined(
    lsoas: Mapping[str, dict[str, Any]], belonging: Mapping[str, Sequence[str]], table: pd.DataFrame
) -> str:
    """The text of `boundaries.geojson` for the rows of `table` (area, level, name).

    `lsoas` and `belonging` as `dissolve` takes them. An area without LSOAs is left out.
    """
    shapes = dissolve(lsoas, belonging)
    features = [
        {"type": "Feature", "properties": said, "geometry": shapes[said["area"]]}
        for said in table[["area", "level", "name"]].to_dict("records")
        if said["area"] in shapes
    ]
    collection = {"type": "FeatureCollection", "features": features}
    return json.dumps(collection, ensure_ascii=False, separators=(",", ":")) + "\n"


def draw(files: Sequence[Path]) -> Path:
    """Make `boundaries.geojson` of the pack from files of LSOA outlines; where it was written.

    Without files the shipped outlines of 2021 are joined. Raises BadReference where a file is no
    GeoJSON of LSOAs, and as `boundaries` does.
    """
    read = [feature for file in files for feature in _features(file)] if files else _shipped()
    written = settings.place() / FILE
    written.write_text(boundaries(read), "utf-8")
    return written


def exist() -> bool:
    """Whether the pack has outlines at all; maps are left out where it has none."""
    return settings.table(FILE).exists()


def _features(file: Path) -> list[dict[str, Any]]:
    try:
        features: list[dict[str, Any]] = json.loads(file.read_text("utf-8"))["features"]
        for feature in features:
            polygons(feature["geometry"])
            _code(feature)
    except (ValueError, KeyError, TypeError, IndexError) as fault:
        raise BadReference(
            f"{file.name} is no GeoJSON of LSOAs with their codes in {' or '.join(CODES)}."
        ) from fault
    return features


def _shipped() -> list[dict[str, Any]]:
    return [
        {"properties": {CODES[0]: code}, "geometry": shape}
        for code, shape in national.outlines(areas.of_lsoa()).items()
    ]


def _by_edition(features: Iterable[dict[str, Any]]) -> dict[str, dict[str, dict[str, Any]]]:
    """Edition -> LSOA code -> geometry, the newest edition first."""
    found: dict[str, dict[str, dict[str, Any]]] = {name[4:6]: {} for name in CODES}
    for feature in features:
        name, code = _code(feature)
        found[name[4:6]].setdefault(code, feature["geometry"])
    return {f"20{year}": shapes for year, shapes in found.items()}


def _lacking(edition: str, shapes: Collection[str]) -> list[str]:
    """The LSOAs without which the areas cannot be drawn from outlines of one census.

    They are those listed that the census knows and that have no outline, all of an area that has
    no other, and what took the place of others that are listed but is not listed itself.
    """
    said = areas.lsoas().set_index("lsoa")["edition"].to_dict()
    drawn = {area for code, area in areas.of_lsoa().items() if code in shapes}
    needed = {
        code
        for code, area in areas.of_lsoa().items()
        if edition in (national.editions(code) or {said[code]}) or area not in drawn
    }
    return sorted(needed - set(shapes)) + areas.unlisted(edition)


def _problem(edition: str, lacking: list[str]) -> str:
    unlisted = [code for code in lacking if code not in areas.of_lsoa()]
    if unlisted:
        return (
            f"lsoas.csv lists LSOAs of another census without those of {edition} in their place: "
            f"{', '.join(unlisted)}."
        )
    return f"There is no outline of the LSOAs {', '.join(lacking)}."


def _code(feature: dict[str, Any]) -> tuple[str, str]:
    """The column in which a feature has its LSOA's code, and the code. Raises KeyError."""
    said = feature["properties"]
    name = next((name for name in CODES if name in said), CODES[0])
    return name, said[name]


@of_place
def shown() -> dict[str, dict[str, Any]]:
    """Each area's published outline, to four decimals of a degree (about ten metres)."""
    text = settings.table(FILE).read_text("utf-8")
    collection = json.loads(text, parse_float=lambda number: round(float(number), DECIMALS_SHOWN))
    return {
        feature["properties"]["area"]: feature["geometry"] for feature in collection["features"]
    }
