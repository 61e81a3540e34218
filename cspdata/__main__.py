"""The command line, a thin door: publish, check, export, history, restore, rebuild and others."""

import argparse
import os
import subprocess
import sys
from datetime import date
from pathlib import Path

from cspdata import access, draft, exports, kept, outlines, packs, publish, settings, store
from cspdata.checks import issues_frame
from cspdata.errors import CspError
from cspdata.periods import Period, parse
from cspdata.sources import SOURCES

ELSEWHERE = ("CSP_PLACE", "CSP_STORE", "CSP_RAW")


def main(arguments: list[str] | None = None) -> int:
    """Run one command; returns the exit status: 0, or 1 with a sentence on standard error."""
    asked = _parser().parse_args(arguments)
    try:
        status: int = asked.run(asked)
    except CspError as fault:
        print(fault, file=sys.stderr)
        return 1
    return status


def _publish(asked: argparse.Namespace) -> int:
    store.create()
    rehearsal = _rehearsed(asked)
    _show_issues(rehearsal)
    if rehearsal.faults:
        print("Nothing was published.", file=sys.stderr)
        return 1
    if rehearsal.changes_nothing:
        print("These figures are already published; nothing to do.")
        return 0
    print(_effect(rehearsal))
    if asked.dry_run:
        print("A rehearsal only: nothing was published.")
        return 0
    version = publish.publish(rehearsal, _person(asked), asked.reason)
    print(f"Published as version {version}.")
    kept.announce(version)
    return 0


def _check(asked: argparse.Namespace) -> int:
    store.create()
    rehearsal = _rehearsed(asked)
    _show_issues(rehearsal)
    if not rehearsal.issues:
        print("No issues.")
    return 1 if rehearsal.issues else 0


def _export(asked: argparse.Namespace) -> int:
    for written in exports.write(asked.folder, asked.version):
        print(written)
    return 0


def _release(asked: argparse.Namespace) -> int:
    asked.file.write_bytes(
        kept.release(store.version() if asked.version is None else asked.version)
    )
    print(asked.file)
    return 0


def _history(_: argparse.Namespace) -> int:
    for entry in store.history().to_dict("records"):
        files = ", ".join(f"{file['name']} ({file['sha256'][:12]})" for file in entry["files"])
        line = [f"{entry['version']:>4}", f"{entry['at']:%Y-%m-%d %H:%M:%S}", entry["by"]]
        print("  ".join([*line, entry["reason"], files]).rstrip())
    return 0


def _restore(asked: argparse.Namespace) -> int:
    base = store.version()
    version = publish.restore(asked.version, base, _person(asked), asked.reason)
    print(f"Restored version {asked.version} as version {version}.")
    kept.announce(version)
    return 0


def _rebuild(asked: argparse.Namespace) -> int:
    if asked.if_empty and store.exists():
        return 0
    version = publish.rebuild(_say)
    kept.announce(version)
    print(f"The store is at version {version}.")
    return 0


def _place(asked: argparse.Namespace) -> int:
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


def _place_new(asked: argparse.Namespace) -> int:
    talk = draft.Conversation(takes_proposals=asked.yes)
    wish = draft.Wish(asked.name, asked.parts, asked.regions, asked.to, asked.archive)
    made = draft.new(wish, talk, date.today())
    print(f"Drafted {made.name} in {made.folder}; {talk.asked} questions were asked.")
    for assumption in talk.assumed:
        print(f"assumed: {assumption}")
    there = _settings_of(made.folder)
    steps = [["place", "check"], *([["rebuild"]] if made.files else [])]
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
    return own | {"CSP_PLACE": str((folder / draft.PACK).resolve())}


def _person(asked: argparse.Namespace) -> access.Visitor:
    return access.person_here(asked.by or publish.whoever())


def _rehearsed(asked: argparse.Namespace) -> publish.Rehearsal:
    uploads = [publish.Upload.from_path(p, asked.source, asked.period) for p in asked.files]
    return publish.rehearse(uploads, _say)


def _show_issues(rehearsal: publish.Rehearsal) -> None:
    for issue in issues_frame(rehearsal.issues).to_dict("records"):
        kind = "fault" if issue["stops"] else "note"
        where = f"{issue['file']}, row {issue['row']}, {issue['column']}".rstrip(", ")
        print(f"{kind}: {where}: {issue['problem']} {issue['remedy']}")
    for note in rehearsal.printed["note"]:
        if note:
            print(f"note: {note}")


def _effect(rehearsal: publish.Rehearsal) -> str:
    added = ", ".join(f"{count:,} new in {name}" for name, count in rehearsal.added.items())
    return " ".join(
        filter(None, [rehearsal.located, f"{added}; {len(rehearsal.revisions):,} revised."])
    )


def _say(words: str) -> None:
    print(words, file=sys.stderr, flush=True)


def _existing(text: str) -> Path:
    path = Path(text)
    if not path.is_file():
        raise argparse.ArgumentTypeError(f"there is no file {text}")
    return path


def _period(text: str) -> Period:
    try:
        return parse(text)
    except ValueError as fault:
        raise argparse.ArgumentTypeError(str(fault)) from fault


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m cspdata", description=__doc__)
    commands = parser.add_subparsers(required=True, metavar="command")
    publishing = commands.add_parser("publish", help="check files and publish them together")
    checking = commands.add_parser("check", help="print what is wrong with files; 1 if anything")
    for reading in (publishing, checking):
        reading.add_argument("files", nargs="+", type=_existing, metavar="FILE")
        reading.add_argument(
            "--source", choices=sorted(SOURCES), help="where the figures come from"
        )
        reading.add_argument(
            "--period", type=_period, help="first and last day, as 2017-04-01/2017-10-31"
        )
    publishing.add_argument("--by", metavar="NAME", help="who publishes (default: you)")
    publishing.add_argument("--reason", default="", help="why, for the history")
    publishing.add_argument("--dry-run", action="store_true", help="rehearse only")
    publishing.set_defaults(run=_publish)
    checking.set_defaults(run=_check)
    exporting = commands.add_parser("export", help="write the published figures as CSV")
    exporting.add_argument("folder", type=Path, metavar="DIR")
    exporting.add_argument("--version", type=int, help="as published at this version")
    exporting.set_defaults(run=_export)
    releasing = commands.add_parser("release", help="write a release as one HTML file")
    releasing.add_argument("file", type=Path, metavar="FILE")
    releasing.add_argument("--version", type=int, help="as published at this version")
    releasing.set_defaults(run=_release)
    commands.add_parser("history", help="what was published, newest first").set_defaults(
        run=_history
    )
    restoring = commands.add_parser("restore", help="publish an earlier version again")
    restoring.add_argument("version", type=int)
    restoring.add_argument("--by", metavar="NAME", help="who restores (default: you)")
    restoring.add_argument("--reason", default="", help="why, for the history")
    restoring.set_defaults(run=_restore)
    rebuilding = commands.add_parser("rebuild", help="make the store from data/raw")
    rebuilding.add_argument("--if-empty", action="store_true", help="only where there is no store")
    rebuilding.set_defaults(run=_rebuild)
    _place_parser(commands.add_parser("place", help="make a place pack, or say what is wrong"))
    return parser


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
    making.set_defaults(run=_place_new)
    checking = steps.add_parser("check", help="print what is wrong and what is lacking")
    for parser in (placing, checking):
        parser.add_argument(
            "--outlines",
            nargs="*",
            type=_existing,
            metavar="LSOAS",
            help="first make boundaries.geojson from GeoJSON of LSOAs, or from the shipped ones",
        )
        parser.set_defaults(run=_place)


if __name__ == "__main__":
    sys.exit(main())
