"""What is published: how fresh it is, every publication, what was revised, the files as sent."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import Any

import pandas as pd

from cspdata import areas, brought, offences
from cspdata.answers import tables
from cspdata.answers.blocks import Answer, Block, Fold, Heading, Table, Words
from cspdata.answers.words import figures
from cspdata.periods import Period, day_in_words
from cspdata.published import Published
from cspdata.question import Question
from cspdata.sums.basis import Basis, within
from cspdata.sums.freshness import freshness

PAGE = 25  # publications on a page
MOST = 100  # revised figures on a page
SHOWN = 10  # rows of a long table before "show all"
LEAD = "Every publication stays here, and every earlier figure with it."
A_DAY = (
    "Choose a day: every page then shows the figures as they were published on it, and says so. "
    "The first publication was on {first}."
)
HISTORY = ("Version", "When (UTC)", "Who", "Why", "Files", "What changed")
FRESH = ("Source", "Newest figures", "Next", "Expected")
REVISED = ("Figure", "Period", "As published before", "As published now")
CONFIRMED = ("What was unusual", "Why it is right", "Version", "Who")
FILES = ("File", "Version", "Rows", "SHA-256")


def answer(published: Published, question: Question, page: str, today: str) -> Answer:
    """`page` is the number of a page of publications, "" for the first; `today` as 2018-01-31.

    A page has what its publications confirmed, revised and were sent as.
    """
    past, day, number = published.history, date.fromisoformat(today), int(page or 1)
    here = _on_page(past, number)
    blocks: tuple[Block, ...] = (
        Words(LEAD, "lead"),
        *_fresh(published, day),
        Heading("Publications"),
        history(past, number),
        *_confirmed(here),
        Heading("Revised figures"),
        *revised_by(published, here),
        *_files(here),
    )
    return Answer("What is published", "what-is-published", question, blocks)


def today() -> str:
    """The day on which it is asked how fresh figures are."""
    return date.today().isoformat()


def pages(published: Published) -> dict[str, str]:
    """The pages of publications by number, the newest first: "" is the first."""
    count = len(published.history)
    firsts = range(0, max(count, 1), PAGE)
    return {"" if first == 0 else str(first // PAGE + 1): _page(first, count) for first in firsts}


def choosing(published: Published) -> tuple[str, date, date]:
    """The words above the picker of a day, and the first and last day that it offers."""
    first = published.history["at"].min().date()
    return A_DAY.format(first=day_in_words(first)), first, date.today()


def history(past: pd.DataFrame, page: int = 1) -> Table:
    """A page of publications, the newest first: when, who, why, which files, what changed."""
    shown = _on_page(past, page)
    cells = [
        (
            str(entry["version"]),
            f"{day_in_words(entry['at'])}, {entry['at']:%H:%M}",
            entry["by"],
            entry["reason"],
            _sent(entry["files"]),
            brought.in_words(entry["changed"]),
        )
        for entry in shown.to_dict("records")
    ]
    whole = "Publications, the newest first"
    caption = whole if len(past) <= PAGE else f"{whole}: {_page(PAGE * (page - 1), len(past))}"
    rows = shown[["version", "at", "by", "reason"]].assign(
        files=[_sent(files) for files in shown["files"]],
        changed=[brought.in_words(changed) for changed in shown["changed"]],
    )
    return tables.table(
        caption, HISTORY, cells, f"publications-{page}", rows, shown=SHOWN, key=(1,)
    )


def revised_here(published: Published, basis: Basis, area: str) -> tuple[Block, ...]:
    """The revised figures that an area's answer rests on, folded; () where none is."""
    rows = published.revised
    if rows.empty:
        return ()
    days = [*basis.now, *basis.before]
    spans = zip(rows["period_start"], rows["period_end"], strict=True)
    touched = [any(Period(s.date(), e.date()).overlaps(d) for d in days) for s, e in spans]
    inside = rows["area"].isin(within(area)) & (rows["source"] == basis.source.source)
    own = rows[inside & pd.Series(touched, index=rows.index, dtype=bool)]
    if own.empty:
        return ()
    made = revisions(own, f"Revised figures, {areas.one(area).name}", f"{area}-revised")
    return (Fold("Figures revised since they were first published", (made,)),)


def revisions(rows: pd.DataFrame, caption: str, name: str) -> Table:
    """Revised figures by name with both values and their days."""
    spans = zip(rows["period_start"], rows["period_end"], strict=True)
    cells = [
        (
            f"{areas.one(row['area']).name}, {offences.one(row['offence']).name}",
            Period(start.date(), end.date()).words,
            f"{figures.count(row['before'])} (as published on {day_in_words(row['published_on'])})",
            f"{figures.marked(row['now'], 'revised')} (since {day_in_words(row['revised_on'])})",
        )
        for row, (start, end) in zip(rows.to_dict("records"), spans, strict=True)
    ]
    return tables.table(caption, REVISED, cells, name, rows, shown=SHOWN)


def revised_by(published: Published, here: pd.DataFrame) -> Iterator[Block]:
    """What the publications of a page revised, the newest first; a file has what is left out."""
    every = published.revised
    rows = every[every["revised_on"].isin(here["at"])]
    if every.empty:
        yield Words("No figure shown today was revised.")
        return
    if rows.empty:
        yield Words("No figure shown today was revised by these publications.")
        return
    rows = rows.sort_values("revised_on", ascending=False, kind="stable")
    caption = f"Both values of {len(rows):,} revised figures"
    made = revisions(rows.head(MOST), caption, "revised-figures")
    yield replace(made, rows=rows.reset_index(drop=True))
    if len(rows) > MOST:
        yield Words(f"The newest {MOST} are shown; the file of this table has all.", "small")


def _fresh(published: Published, today: date) -> Iterator[Block]:
    rows = freshness(published.figures, today)
    if rows.empty:
        return
    cells = [
        (
            row["source_name"],
            row["newest"].days_in_words,
            row["next"].days_in_words,
            figures.expected(row["due"], row["overdue"]),
        )
        for row in rows.to_dict("records")
    ]
    held = rows.assign(newest=rows["newest"].map(str), next=rows["next"].map(str))
    yield Heading("How fresh the figures are")
    yield tables.table(
        "The newest figures of each source", FRESH, cells, "freshness", held, key=(3,)
    )


def _confirmed(past: pd.DataFrame) -> Iterator[Block]:
    """What was unusual in these publications and confirmed, with the reason; nothing for none."""
    said = [
        (held["problem"], held["reason"], entry["version"], entry["by"])
        for entry in past.to_dict("records")
        for held in entry["confirmed"]
    ]
    if not said:
        return
    cells = [(problem, reason, str(version), by) for problem, reason, version, by in said]
    held = pd.DataFrame(said, columns=["problem", "reason", "version", "by"])
    caption = "Unusual figures that were confirmed"
    yield Heading("Confirmed as right")
    yield tables.table(caption, CONFIRMED, cells, "confirmed", held, shown=SHOWN, key=(2,))


def _files(past: pd.DataFrame) -> Iterator[Block]:
    """Every file of these publications, with the SHA-256 under which it is kept."""
    sent = [
        (file["name"], entry["version"], file["rows"], file["sha256"])
        for entry in past.to_dict("records")
        for file in entry["files"]
    ]
    if not sent:
        return
    cells = [(name, str(version), f"{rows:,}", digest) for name, version, rows, digest in sent]
    held = pd.DataFrame(sent, columns=["file", "version", "rows", "sha256"])
    made = tables.table("Files as sent", FILES, cells, "files", held, shown=PAGE)
    yield Fold(f"Files as they were sent ({len(sent):,})", (made,))


def _on_page(past: pd.DataFrame, page: int) -> pd.DataFrame:
    return past.iloc[PAGE * (page - 1) : PAGE * page]


def _page(first: int, count: int) -> str:
    """ "26 to 50 of 61"."""
    return f"{first + 1} to {min(first + PAGE, count)} of {count}"


def _sent(files: Sequence[Mapping[str, Any]]) -> str:
    names = [f"{file['name']} ({file['sha256'][:8]})" for file in files[:2]]
    return ", ".join(names) + (f" and {len(files) - 2} more" if len(files) > 2 else "")
