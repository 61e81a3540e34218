"""The command line, a thin door: publish, check, export, history, restore, rebuild and others."""

import argparse
import json
import logging
import os
import re
import sys
from pathlib import Path
from urllib.parse import parse_qsl

from cspdata import (
    access,
    bill,
    draft,
    exports,
    kept,
    publish,
    published,
    store,
)
from cspdata.answers.single import single
from cspdata.checks import issues_frame
from cspdata.errors import CspError
from cspdata.fetch import bring, notes, timer
from cspdata.fetch.offers import Span
from cspdata.periods import Period, parse
from cspdata.question import from_address
from cspdata.sources import SOURCES

# The exit status that tells a timer apart: a month waits for an officer, and nothing failed.
WAITS = 3


def main(arguments: list[str] | None = None) -> int:
    """Run one command; returns the exit status: 0, or 1 with a sentence on standard error."""
    asked = _parser().parse_args(arguments)
    # What the store notes in a server's log is said once here, below the sentence.
    logging.getLogger("cspdata.store").setLevel(logging.ERROR)
    try:
        status: int = asked.run(asked)
        sys.stdout.flush()
    except CspError as fault:
        print("\n".join(filter(None, [str(fault), fault.detail])), file=sys.stderr)
        return 1
    except BrokenPipeError:
        # Whoever read on, such as `head`, has seen enough; nothing more can be said there.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    return status


def _publish(asked: argparse.Namespace) -> int:
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


def _fetch(asked: argparse.Namespace) -> int:
    if asked.schedule:
        print(timer.schedule(), end="")
        return 0
    wish = bring.Wish(
        span=Span(asked.since or "", asked.until or ""),
        by=asked.by,
        dry_run=asked.dry_run,
        by_api=asked.by_api,
        again=asked.again,
    )
    made = bring.bring(wish, _say)
    if made:
        kept.announce(made[-1])
    print(f"Months published: {len(made)}." if made else "Nothing was published.")
    waiting = notes.waiting()
    for note in waiting:
        print(note.sentence, file=sys.stderr)
    return WAITS if any(note.state == notes.WAITS for note in waiting) else 0


def _check(asked: argparse.Namespace) -> int:
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


def _ask(asked: argparse.Namespace) -> int:
    """Print the answer of an address as JSON; 1 and a sentence where there is none."""
    question, faults = from_address(dict(parse_qsl(asked.question.lstrip("?"))))
    if faults:
        raise CspError(" ".join(faults))
    answer = published.on(question.on).ask(single, question)
    print(json.dumps(answer, ensure_ascii=False, indent=2))
    if answer["now"] is None:
        print(answer["sentence"], file=sys.stderr)
        return 1
    return 0


def _history(_: argparse.Namespace) -> int:
    for entry in store.history().to_dict("records"):
        files = ", ".join(f"{file['name']} ({file['sha256'][:12]})" for file in entry["files"])
        line = [f"{entry['version']:>4}", f"{entry['at']:%Y-%m-%d %H:%M:%S}", entry["by"]]
        print("  ".join([*line, entry["reason"], files]).rstrip())
    return 0


def _restore(asked: argparse.Namespace) -> int:
    base = store.number()
    version = publish.restore(asked.version, base, _person(asked), asked.reason)
    print(f"Restored version {asked.version} as version {version}.")
    kept.announce(version)
    return 0


def _init(_: argparse.Namespace) -> int:
    if store.exists():
        print("There is a store already; nothing to do.")
        return 0
    store.create(by=publish.whoever())
    print("An empty store was made.")
    return 0


def _rebuild(asked: argparse.Namespace) -> int:
    if asked.if_empty and store.exists() and (publish.others_published() or not _half_made()):
        return 0
    version = publish.rebuild(_say, force=asked.force)
    kept.announce(version)
    print(f"The store is at version {version}.")
    return 0


def _half_made() -> bool:
    return bool(publish.unpublished())


def _doctor(_: argparse.Namespace) -> int:
    found = store.examined()
    for finding in found:
        print(f"fault: {finding.what}\n       {finding.remedy}")
    if not publish.others_published() and (folders := publish.unpublished()):
        missing = ", ".join(manifest.parent.name for manifest in folders)
        print(f"note: The store was not finished: {missing}. `python -m cspdata rebuild` does it.")
    for note in store.remarks():
        print(f"note: {note}")
    if not found:
        print("No faults.")
    return 1 if found else 0


def _sbom(asked: argparse.Namespace) -> int:
    held = bill.pins()
    if asked.known is None:
        text = json.dumps(bill.bill(held), indent=1) + "\n"
        if asked.file:
            asked.file.write_text(text, "utf-8")
        else:
            print(text, end="")
        return 0
    found = bill.known_faults(held, asked.known)
    for known in found:
        print(f"{known.pin.name} {known.pin.version}: {known.number} {known.summary}".rstrip())
    if not found:
        print(f"No known faults of {len(held)} packages in {asked.known}.")
    return 1 if found else 0


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


def _there(text: str) -> Path:
    path = Path(text)
    if not path.exists():
        raise argparse.ArgumentTypeError(f"there is no file or folder {text}")
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
    _add_fetch(commands.add_parser("fetch", help="bring what is new at police.uk and publish it"))
    exporting = commands.add_parser("export", help="write the published figures as CSV")
    exporting.add_argument("folder", type=Path, metavar="DIR")
    exporting.add_argument("--version", type=int, help="as published at this version")
    exporting.set_defaults(run=_export)
    releasing = commands.add_parser("release", help="write a release as one HTML file")
    releasing.add_argument("file", type=Path, metavar="FILE")
    releasing.add_argument("--version", type=int, help="as published at this version")
    releasing.set_defaults(run=_release)
    asking = commands.add_parser("ask", help="answer the question of an address as JSON")
    asking.add_argument("question", metavar="ADDRESS", help="area=…&offence=…&from=2017-06&to=…")
    asking.set_defaults(run=_ask)
    commands.add_parser("history", help="what was published, newest first").set_defaults(
        run=_history
    )
    restoring = commands.add_parser("restore", help="publish an earlier version again")
    restoring.add_argument("version", type=int)
    restoring.add_argument("--by", metavar="NAME", help="who restores (default: you)")
    restoring.add_argument("--reason", default="", help="why, for the history")
    restoring.set_defaults(run=_restore)
    rebuilding = commands.add_parser("rebuild", help="make the store from data/raw")
    rebuilding.add_argument(
        "--if-empty", action="store_true", help="only where there is none, or one half made"
    )
    rebuilding.add_argument(
        "--force", action="store_true", help="also in place of what officers published"
    )
    rebuilding.set_defaults(run=_rebuild)
    commands.add_parser("init", help="make an empty store").set_defaults(run=_init)
    commands.add_parser("doctor", help="what is wrong with the store, and what to do").set_defaults(
        run=_doctor
    )
    listing = commands.add_parser("sbom", help="what it is made of (CycloneDX), or known faults")
    listing.add_argument("file", nargs="?", type=Path, metavar="FILE")
    listing.add_argument(
        "--known", type=_there, metavar="FAULTS", help="look for faults in OSV records; 1 if any"
    )
    listing.set_defaults(run=_sbom)
    draft.add_commands(commands.add_parser("place", help="make a place pack, or say what is wrong"))
    return parser


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
    fetching.set_defaults(run=_fetch)


def _month(text: str) -> str:
    if not re.fullmatch(r"[12]\d{3}-(0[1-9]|1[0-2])", text):
        raise argparse.ArgumentTypeError(f"“{text}” is not a month: write it as 2025-10")
    return text


if __name__ == "__main__":
    sys.exit(main())
