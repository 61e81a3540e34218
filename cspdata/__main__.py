"""The command line, a thin door: publish, check, export, history, restore, rebuild and others."""

import argparse
import sys
from pathlib import Path

from cspdata import access, exports, kept, outlines, packs, publish, settings, store
from cspdata.checks import Issue, Kind, Question
from cspdata.dates import ORDERS
from cspdata.errors import CspError
from cspdata.periods import Period
from cspdata.sources import SOURCES
from cspdata.spans import asked as period_asked

KINDS = tuple(Kind)
WRITTEN = ("as-written", "fractions")


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
    _show(rehearsal)
    if rehearsal.faults or rehearsal.unanswered:
        print("Nothing was published.", file=sys.stderr)
        return 1
    if rehearsal.is_empty:
        print("These files bring no figures, so nothing was published.", file=sys.stderr)
        return 1
    if rehearsal.changes_nothing:
        print("These figures are already published; nothing to do.")
        return 0
    print("\n".join(publish.effect(rehearsal)))
    if asked.dry_run:
        print("A rehearsal only: nothing was published.")
        return 0
    if asked.accept and not asked.reason.strip():
        print(
            "Say with --reason why what you accept is right. Nothing was published.",
            file=sys.stderr,
        )
        return 1
    confirmed = dict.fromkeys(asked.accept, asked.reason)
    version = publish.publish(rehearsal, _person(asked), asked.reason, confirmed)
    print(f"Published as version {version}.")
    _announce(version)
    return 0


def _check(asked: argparse.Namespace) -> int:
    store.create()
    rehearsal = _rehearsed(asked)
    _show(rehearsal)
    if not (rehearsal.issues or rehearsal.unanswered):
        print("No issues.")
    return 1 if rehearsal.issues or rehearsal.unanswered else 0


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
        for held in entry["confirmed"]:
            print(f"      confirmed {held['name']}: {held['problem']} {held['reason']}")
    return 0


def _restore(asked: argparse.Namespace) -> int:
    base = store.version()
    version = publish.restore(asked.version, base, _person(asked), asked.reason)
    print(f"Restored version {asked.version} as version {version}.")
    _announce(version)
    return 0


def _rebuild(asked: argparse.Namespace) -> int:
    if asked.if_empty and store.exists():
        return 0
    version = publish.rebuild(_say)
    _announce(version)
    print(f"The store is at version {version}.")
    return 0


def _place(asked: argparse.Namespace) -> int:
    if asked.outlines:
        print(outlines.draw(asked.outlines))
    found = packs.faults()
    for fault in found:
        print(fault)
    if not found:
        print(f"No faults in {settings.place()}.")
    return 1 if found else 0


def _person(asked: argparse.Namespace) -> access.Visitor:
    return access.person_here(asked.by or publish.whoever())


def _announce(version: int) -> None:
    kept.announce_signals(version)
    kept.announce(version)


def _rehearsed(asked: argparse.Namespace) -> publish.Rehearsal:
    answers = {"days": asked.days, "percentages": asked.percentages}
    uploads = [
        publish.Upload.from_path(path, asked.source, asked.period, **answers)
        for path in asked.files
    ]
    return publish.rehearse(uploads, _say)


def _show(rehearsal: publish.Rehearsal) -> None:
    """What was understood, asked and found, and where print and figures differ."""
    for reading in rehearsal.readings:
        print(f"read: {reading.file}: {publish.understood(reading)}")
    for question in rehearsal.unanswered:
        print(_question(question))
    for issue in sorted(rehearsal.issues, key=lambda issue: KINDS.index(issue.kind)):
        print(_issue(issue))
    for note in rehearsal.printed["note"]:
        if note:
            print(f"note: {note}")


def _question(question: Question) -> str:
    answers = "; ".join(
        f"--{question.asks} {answer} for {means}" for answer, means in question.options
    )
    how = f" Answer with {answers}." if answers else " Answer with --period FIRST/LAST."
    return f"question: {question.file}: {question.words}{how}"


def _issue(issue: Issue) -> str:
    where = ", ".join(part for part in (issue.file, issue.place, issue.column) if part)
    accept = f" Confirm it with --accept {issue.name} --reason WHY." if issue.held else ""
    return f"{issue.kind}: {where}: {issue.problem} {issue.remedy}{accept}"


def _say(words: str) -> None:
    print(words, file=sys.stderr, flush=True)


def _existing(text: str) -> Path:
    path = Path(text)
    if not path.is_file():
        raise argparse.ArgumentTypeError(f"there is no file {text}")
    return path


def _period(text: str) -> Period:
    try:
        return period_asked(text)
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
    placing = commands.add_parser("place", help="print what is wrong with the place pack")
    placing.add_argument(
        "--outlines",
        type=_existing,
        metavar="LSOAS",
        help="first make boundaries.geojson from this GeoJSON of LSOAs",
    )
    placing.set_defaults(run=_place)
    return parser


if __name__ == "__main__":
    sys.exit(main())
