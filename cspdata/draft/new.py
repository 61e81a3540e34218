"""The talk that drafts a place: what is meant, into which parts, from which files; then the pack.

Every table is written at the end, into a folder that holds no place yet; none is published here.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import pandas as pd

from cspdata import national, settings
from cspdata.draft import archive, breaks, ground, parts, proposals, tables, yearly
from cspdata.draft.conversation import Conversation
from cspdata.draft.ground import Ground
from cspdata.draft.parts import AT
from cspdata.errors import BadReference
from cspdata.outlines import FILE, joined
from cspdata.place import Level
from cspdata.vocabulary import items

PACK, RAW = "reference", Path("raw") / "police-uk"
PLACES = Path("places")
ELSEWHERE = ("CSP_PLACE", "CSP_PLACES", "CSP_STORE", "CSP_RAW")
HELD = (
    "Mend what was said, or open it and publish its files in the browser, where a reason can be "
    "given for what is held."
)


@dataclass(frozen=True)
class Wish:
    """What was said on the command line; what is None is asked or proposed."""

    name: str
    parts: str | None = None
    regions: Path | None = None
    folder: Path | None = None
    archive: Sequence[Path] | None = None


@dataclass(frozen=True)
class Draft:
    """A place that was drafted: its name, its folder, its police force, and its raw files."""

    name: str
    folder: Path
    force: str
    police: str
    files: Sequence[Path]

    def settings(self, environment: Mapping[str, str]) -> dict[str, str]:
        """The environment of this place's own process: a process knows one place."""
        own = {name: value for name, value in environment.items() if name not in ELSEWHERE}
        return own | {"CSP_PLACE": str((self.folder / PACK).resolve())}


def new(wish: Wish, talk: Conversation, today: date) -> Draft:
    """Draft a place into its folder. Raises BadReference and UnreadableFile.

    Tables that a place fills later (partners, measures, questions) have their header alone.
    """
    chosen = _ground(wish.name, talk)
    folder = wish.folder or settings.places(PLACES) / parts.slug(chosen.name)
    if (folder / PACK).exists():
        raise BadReference(f"There is a place in {folder} already. Name another folder with --to.")
    named = wish.parts or _parts(chosen, talk)
    if named not in parts.BASES and not Path(named).is_file():
        raise BadReference(
            f"“{named}” is no file, and parts are {', '.join(parts.BASES)} or a CSV."
        )
    levels, placed = parts.placed(chosen, named, wish.regions)
    talk.say(_sizes(chosen, levels, placed))
    talk.say(_divided(tables.split(levels, placed), levels[-1]))
    drafted = _tables(chosen, levels, placed, named, today)
    force = ground.force_of(chosen)
    _say_known(_shipped(force["force"]), force["police"], talk)
    files, counts = _files(wish, folder, chosen, talk)
    proposed = _proposals(counts, drafted, levels, _shipped(force["force"]), files, talk)
    drafted["caveats.csv"] = proposals.table(proposed)
    _write(folder / PACK, drafted)
    (folder / PACK / FILE).write_text(_outlines(drafted), "utf-8")
    if files:
        manifest = archive.manifest(files, sorted(counts["month"].unique()))
        manifest.to_csv(folder / RAW / archive.MANIFEST, index=False)
    return Draft(chosen.name, folder, force["force"], force["police"], files)


def _ground(name: str, talk: Conversation) -> Ground:
    options = ground.options(name)
    words = {str(number): f"{option.words}." for number, option in enumerate(options)}
    return options[int(talk.choice(f"What is meant by {name}?", words, "0"))]


def _parts(chosen: Ground, talk: Conversation) -> str:
    number = parts.sizes(chosen)
    words = {
        parts.WARD: f"{number[parts.WARD]} wards, by the names that people know.",
        parts.MSOA: f"{number[parts.MSOA]} neighbourhoods (MSOAs), which never change but have "
        "numbers for names.",
    }
    return talk.choice("Into which parts is it divided?", words, parts.WARD)


def _sizes(chosen: Ground, levels: Sequence[Level], placed: pd.DataFrame) -> str:
    counted = [
        f"{number:,} {level.plural if number > 1 else level.singular}"
        for level in levels[1:]
        for number in [placed[AT + level.level].nunique()]
    ]
    return (
        f"{chosen.name}: {', '.join(counted)}, {len(placed):,} LSOAs, "
        f"{placed['residents'].sum():,} residents ({tables.CENSUS_DAY})."
    )


def _divided(split: Sequence[str], lowest: Level) -> str:
    return (
        f"LSOAs of 2011, which older files name, that now lie in two {lowest.plural} or more and "
        f"are counted where most of their residents live: {len(split)}."
    )


def _tables(
    chosen: Ground, levels: Sequence[Level], placed: pd.DataFrame, named: str, today: date
) -> dict[str, pd.DataFrame]:
    basis = parts.BASES.get(named, f"as {Path(named).name} says")
    words = tables.words(chosen, today)
    return {
        "place.csv": pd.DataFrame(words.items(), columns=["key", "value"]),
        "levels.csv": tables.levels_table(levels),
        "areas.csv": tables.areas(levels, placed, basis),
        "lsoas.csv": tables.lsoas(levels, placed),
        "bases.csv": tables.bases(),
        "residents.csv": tables.residents(levels, placed),
        "priorities.csv": tables.priorities(),
        "disclosure.csv": tables.withheld(levels),
        **{name: tables.empty(name) for name in ("partners.csv", "themes.csv", "metrics.csv")},
    }


def _shipped(force: str) -> list[dict[str, str]]:
    rows = national.caveats().to_dict("records")
    return [
        {str(name): cell for name, cell in row.items()}
        for row in rows
        if not row["forces"] or force in items(row["forces"])
    ]


def _say_known(known: Sequence[Mapping[str, str]], police: str, talk: Conversation) -> None:
    for row in known:
        talk.say(f"Known of {police}'s figures ({row['effect']}): {row['title']}.")


def _files(
    wish: Wish, folder: Path, chosen: Ground, talk: Conversation
) -> tuple[list[Path], pd.DataFrame]:
    """The raw files in the place's folder, and their counts for the whole force."""
    force = ground.force_of(chosen)
    given = wish.archive
    if given is None:
        talk.say(_download(force["police"]))
        answer = talk.text("Where is the downloaded file (nothing: go on without)?")
        given = [Path(answer.strip("\"'")).expanduser()] if answer else []
    missing = [str(path) for path in given if not path.exists()]
    if missing:
        raise BadReference(f"There is no file {', '.join(missing)}.")
    if not given:
        return [], pd.DataFrame(columns=[*archive.COUNTED, "count"])
    files, left_out = archive.gathered(given, folder / RAW, force["force"])
    counts = archive.counted(files, ground.of_force(force["force"]), talk.say)
    talk.say(_found(counts, left_out))
    return files, counts


def _download(police: str) -> str:
    return (
        f"To download: on data.police.uk, “Custom download”, the last 36 months, {police}, "
        "“Include crime data”. The zip is taken as it comes."
    )


def _found(counts: pd.DataFrame, left_out: int) -> str:
    months = counts["month"].unique()
    beside = f" {left_out:,} files of other kinds or forces were left out." if left_out else ""
    return (
        f"{counts['count'].sum():,} crimes and incidents of {len(months)} months from "
        f"{months.min()} to {months.max()}.{beside}"
    )


def _proposals(
    counts: pd.DataFrame,
    drafted: Mapping[str, pd.DataFrame],
    levels: Sequence[Level],
    known: Sequence[Mapping[str, str]],
    files: Sequence[Path],
    talk: Conversation,
) -> list[dict[str, str]]:
    """The rows of caveats that were agreed to."""
    source = f"police.uk's files {', '.join(file.name for file in files)}"
    by = "district_code" if counts["district_code"].nunique() >= breaks.PLACES else "area"
    place = drafted["lsoas.csv"].set_index("lsoa")["area"]
    ours = counts.assign(area=counts["lsoa"].map(place))
    jumps = breaks.jumps(ours.dropna(subset=by), by)
    rows = [proposals.of_jump(jump, source) for jump in proposals.unknown(jumps, known)]
    areas = drafted["areas.csv"]
    parents, names = (dict(zip(areas["area"], areas[of], strict=True)) for of in ("parent", "name"))
    for event in yearly.events(ours.dropna(subset="area")):
        path = _path(event.area, parents)
        rows.append(proposals.of_event(event, names[event.area], path, source))
    return [row for row in rows if _agreed(row, talk)]


def _agreed(row: Mapping[str, str], talk: Conversation) -> bool:
    talk.say(f"Proposed ({row['effect']}): {row['sentence']} {row['reference']}.")
    return talk.agrees(f"Shall “{row['title']}” be told beside the figures?")


def _path(area: str, parents: Mapping[str, str]) -> list[str]:
    return [area, *_path(parents[area], parents)] if area else []


def _outlines(drafted: Mapping[str, pd.DataFrame]) -> str:
    areas, lsoas = drafted["areas.csv"], drafted["lsoas.csv"]
    parents = dict(zip(areas["area"], areas["parent"], strict=True))
    shapes = national.outlines(lsoas["lsoa"])
    belonging = {
        code: _path(area, parents)
        for code, area in zip(lsoas["lsoa"], lsoas["area"], strict=True)
        if code in shapes
    }
    return joined(shapes, belonging, areas)


def _write(folder: Path, drafted: Mapping[str, pd.DataFrame]) -> None:
    folder.mkdir(parents=True)
    for name, rows in drafted.items():
        rows.to_csv(folder / name, index=False)
