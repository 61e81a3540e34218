"""The command line, a thin door: publish, check, export, history, restore, rebuild and others."""

import argparse
import json
import logging
import os
import subprocess
import sys
from collections.abc import Callable
from datetime import date
from urllib.parse import parse_qsl

from cspdata import (
    access,
    bill,
    draft,
    exports,
    kept,
    outlines,
    packs,
    publish,
    published,
    settings,
    store,
    turns,
)
from cspdata.answers.single import single
from cspdata.arguments import parser
from cspdata.checks import Issue, Kind, Question
from cspdata.errors import CspError
from cspdata.fetch import bring, notes, timer
from cspdata.fetch.offers import Span
from cspdata.question import from_address

# The exit status that tells a timer apart: a month waits for an officer, and nothing failed.
WAITS = 3
KINDS = tuple(Kind)


def main(arguments: list[str] | None = None) -> int:
    """Run one command; returns the exit status: 0, or 1 with a sentence on standard error."""
    asked = parser().parse_args(arguments)
    # What the store notes in a server's log is said once here, below the sentence.
    logging.getLogger("cspdata.store").setLevel(logging.ERROR)
    try:
        with store.patiently():
            status = turns.at(asked.at, asked.run, lambda: COMMANDS[asked.run](asked))
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
    if turns.passed_by(asked.at, rehearsal.touches):
        return turns.PASSED_BY
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
    if turns.passed_by(asked.at, rehearsal.touches):
        return turns.PASSED_BY
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
        for held in entry["confirmed"]:
            print(f"      confirmed {held['name']}: {held['problem']} {held['reason']}")
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
    there = made.settings(os.environ)
    steps = [["place", "check"], ["rebuild"] if made.files else ["init"]]
    for words in steps:
        status = subprocess.run([sys.executable, "-m", "cspdata", *words], env=there).returncode
        if status:
            print(f"It is drafted in {made.folder} and not published. {draft.HELD}")
            return status
    if not made.files:
        print("Nothing is published yet: publish the downloaded file in the browser.")
    print(f"Open it: CSP_PLACE={there['CSP_PLACE']} {sys.executable} -m streamlit run server.py")
    return 0


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


COMMANDS: dict[str, Callable[[argparse.Namespace], int]] = {
    "ask": _ask,
    "check": _check,
    "doctor": _doctor,
    "export": _export,
    "fetch": _fetch,
    "history": _history,
    "init": _init,
    "place": _place,
    "place new": _place_new,
    "publish": _publish,
    "rebuild": _rebuild,
    "release": _release,
    "restore": _restore,
    "sbom": _sbom,
}


if __name__ == "__main__":
    sys.exit(main())
