"""What may be said on the command line: commands, options and their types; nothing is run here."""

import argparse
import re
from pathlib import Path

from cspdata.dates import ORDERS
from cspdata.periods import Period
from cspdata.sources import DISTRICTS, SOURCES
from cspdata.spans import asked as period_asked

WRITTEN = ("as-written", "fractions")


def _existing(text: str) -> Path:
    path = Path(text)
    if not path.is_file():
        raise argparse.ArgumentTypeError(f"there is no file {text}")
    return path


def _there(text: str) -> Path:
    path = Path(text)
    if not path.exists():
        raise argparse.ArgumentTypeError(f"there is no file or folder {text}")
    return path


def _period(text: str) -> Period:
    try:
        return period_asked(text)
    except ValueError as fault:
        raise argparse.ArgumentTypeError(str(fault)) from fault


def parser() -> argparse.ArgumentParser:
    """The whole command line; `run` names the command that was said."""
    said = argparse.ArgumentParser(prog="python -m cspdata", description=__doc__)
    said.add_argument(
        "--place", default="", dest="at", metavar="NAME", help="for that one of several places"
    )
    commands = said.add_subparsers(required=True, metavar="command")
    publishing = commands.add_parser("publish", help="check files and publish them together")
    checking = commands.add_parser("check", help="print what is wrong with files; 1 if anything")
    for reading in (publishing, checking):
        reading.add_argument("files", nargs="+", type=_existing, metavar="FILE")
        reading.add_argument(
            "--source",
            choices=sorted([*SOURCES, DISTRICTS.source]),
            help="where the figures come from",
        )
        reading.add_argument(
            "--period", type=_period, help="first and last day, as 2017-04-01/2017-10-31"
        )
        reading.add_argument(
            "--days", choices=ORDERS, default="", help="how days such as 11/01/2017 are written"
        )
        reading.add_argument(
            "--percentages", choices=WRITTEN, default="", help="what 0.183 means in the files"
        )
    publishing.add_argument("--by", metavar="NAME", help="who publishes (default: you)")
    publishing.add_argument("--reason", default="", help="why, for the history")
    publishing.add_argument(
        "--accept",
        action="append",
        default=[],
        metavar="NAME",
        help="confirm what is held under that name; --reason says why it is right",
    )
    publishing.add_argument("--dry-run", action="store_true", help="rehearse only")
    publishing.set_defaults(run="publish")
    checking.set_defaults(run="check")
    _add_fetch(commands.add_parser("fetch", help="bring what is new at police.uk and publish it"))
    exporting = commands.add_parser("export", help="write the published figures as CSV")
    exporting.add_argument("folder", type=Path, metavar="DIR")
    exporting.add_argument("--version", type=int, help="as published at this version")
    exporting.set_defaults(run="export")
    releasing = commands.add_parser("release", help="write a release as one HTML file")
    releasing.add_argument("file", type=Path, metavar="FILE")
    releasing.add_argument("--version", type=int, help="as published at this version")
    releasing.set_defaults(run="release")
    asking = commands.add_parser("ask", help="answer the question of an address as JSON")
    asking.add_argument("question", metavar="ADDRESS", help="area=…&offence=…&from=2017-06&to=…")
    asking.set_defaults(run="ask")
    commands.add_parser("history", help="what was published, newest first").set_defaults(
        run="history"
    )
    restoring = commands.add_parser("restore", help="publish an earlier version again")
    restoring.add_argument("version", type=int)
    restoring.add_argument("--by", metavar="NAME", help="who restores (default: you)")
    restoring.add_argument("--reason", default="", help="why, for the history")
    restoring.set_defaults(run="restore")
    rebuilding = commands.add_parser("rebuild", help="make the store from data/raw")
    rebuilding.add_argument(
        "--if-empty", action="store_true", help="only where there is none, or one half made"
    )
    rebuilding.add_argument(
        "--force", action="store_true", help="also in place of what officers published"
    )
    rebuilding.set_defaults(run="rebuild")
    commands.add_parser("init", help="make an empty store").set_defaults(run="init")
    commands.add_parser("doctor", help="what is wrong with the store, and what to do").set_defaults(
        run="doctor"
    )
    listing = commands.add_parser("sbom", help="what it is made of (CycloneDX), or known faults")
    listing.add_argument("file", nargs="?", type=Path, metavar="FILE")
    listing.add_argument(
        "--known", type=_there, metavar="FAULTS", help="look for faults in OSV records; 1 if any"
    )
    listing.set_defaults(run="sbom")
    _place_parser(commands.add_parser("place", help="make a place pack, or say what is wrong"))
    return said


def _place_parser(placing: argparse.ArgumentParser) -> None:
    steps = placing.add_subparsers(metavar="new | check")
    making = steps.add_parser("new", help="draft a place from its name, check it and publish it")
    making.add_argument("name", help="a district, a partnership or a police force")
    making.add_argument(
        "--parts", metavar="ward|msoa|lsoa|FILE", help="its parts; a CSV names them by LSOA"
    )
    making.add_argument("--regions", type=_existing, metavar="FILE", help="a CSV: part, region")
    making.add_argument("--to", type=Path, metavar="FOLDER", help="where (places/NAME)")
    making.add_argument(
        "--archive", nargs="+", type=Path, metavar="FILE", help="police.uk's files as downloaded"
    )
    making.add_argument("--yes", action="store_true", help="take what is proposed; ask nothing")
    making.set_defaults(run="place new")
    checking = steps.add_parser("check", help="print what is wrong and what is lacking")
    for parser in (placing, checking):
        parser.add_argument(
            "--outlines",
            nargs="*",
            type=_existing,
            metavar="LSOAS",
            help="first make boundaries.geojson from GeoJSON of LSOAs, or from the shipped ones",
        )
        parser.set_defaults(run="place")


def _add_fetch(fetching: argparse.ArgumentParser) -> None:
    fetching.add_argument("--since", type=_month, metavar="MONTH", help="first month")
    fetching.add_argument("--until", type=_month, metavar="MONTH", help="last month")
    fetching.add_argument("--dry-run", action="store_true", help="rehearse only")
    fetching.add_argument("--again", action="store_true", help="also what was brought before")
    fetching.add_argument(
        "--by-api", action="store_true", help="count by outline from the API, until files come"
    )
    fetching.add_argument("--by", default="fetch", metavar="NAME", help="who, for the history")
    fetching.add_argument(
        "--schedule", action="store_true", help="print a systemd timer and a cron line, do nothing"
    )
    fetching.set_defaults(run="fetch")


def _month(text: str) -> str:
    if not re.fullmatch(r"[12]\d{3}-(0[1-9]|1[0-2])", text):
        raise argparse.ArgumentTypeError(f"“{text}” is not a month: write it as 2025-10")
    return text
