"""`python -m cspdata place new` and `place check`; nothing is drafted or judged here."""

import argparse
import os
import subprocess
import sys
from datetime import date
from pathlib import Path

from cspdata import outlines, packs, settings
from cspdata.draft.conversation import Conversation
from cspdata.draft.new import PACK, Wish, new

ELSEWHERE = ("CSP_PLACE", "CSP_STORE", "CSP_RAW")


def add_commands(placing: argparse.ArgumentParser) -> None:
    """Give the parser of `place` its two commands; alone it checks."""
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
    making.set_defaults(run=_new)
    checking = steps.add_parser("check", help="print what is wrong and what is lacking")
    for parser in (placing, checking):
        parser.add_argument(
            "--outlines",
            nargs="*",
            type=_existing,
            metavar="LSOAS",
            help="first make boundaries.geojson from GeoJSON of LSOAs, or from the shipped ones",
        )
        parser.set_defaults(run=_check)


def _check(asked: argparse.Namespace) -> int:
    if getattr(asked, "outlines", None) is not None:
        print(outlines.draw(asked.outlines))
    found = packs.faults()
    for fault in found:
        print(fault)
    if found:
        return 1
    lacking = packs.gaps()
    for gap in lacking:
        print(f"gap: {gap}")
    print(f"No faults in {settings.place()}.")
    return 0


def _new(asked: argparse.Namespace) -> int:
    talk = Conversation(takes_proposals=asked.yes)
    wish = Wish(asked.name, asked.parts, asked.regions, asked.to, asked.archive)
    made = new(wish, talk, date.today())
    print(f"Drafted {made.name} in {made.folder}; {talk.asked} questions were asked.")
    for assumption in talk.assumed:
        print(f"assumed: {assumption}")
    there = _settings_of(made.folder)
    steps = [["place", "check"], ["rebuild"] if made.files else ["init"]]
    for words in steps:
        status = subprocess.run([sys.executable, "-m", "cspdata", *words], env=there).returncode
        if status:
            return status
    if not made.files:
        print("Nothing is published yet: publish the downloaded file in the browser.")
    print(f"Open it: CSP_PLACE={there['CSP_PLACE']} {sys.executable} -m streamlit run server.py")
    return 0


def _settings_of(folder: Path) -> dict[str, str]:
    """The environment of a place of its own: a process knows one place, so it gets another."""
    own = {name: value for name, value in os.environ.items() if name not in ELSEWHERE}
    return own | {"CSP_PLACE": str((folder / PACK).resolve())}


def _existing(text: str) -> Path:
    path = Path(text)
    if not path.is_file():
        raise argparse.ArgumentTypeError(f"there is no file {text}")
    return path
