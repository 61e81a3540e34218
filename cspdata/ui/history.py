"""The history of publications as tables; nothing is decided or stored here."""

from collections.abc import Sequence
from typing import Any

import pandas as pd

from cspdata import publish
from cspdata.periods import day_in_words
from cspdata.ui.shown import figures_table


def history(past: pd.DataFrame) -> None:
    """Every version: when, who, why, which files, what changed, what was confirmed."""
    body = [
        [
            str(entry["version"]),
            f"{day_in_words(entry['at'])}, {entry['at']:%H:%M}",
            entry["by"],
            entry["reason"],
            _files(entry["files"]),
            _changed(entry["changed"]),
        ]
        for entry in past.to_dict("records")
    ]
    columns = ["Version", "When (UTC)", "Who", "Why", "Files", "What changed"]
    figures_table(body, columns, "Publications, the newest first", "history")


def confirmed_table(past: pd.DataFrame) -> None:
    """Everything unusual that an officer confirmed, with the reason."""
    body = [
        [str(entry["version"]), held["problem"], held["reason"], entry["by"]]
        for entry in past.to_dict("records")
        for held in entry["confirmed"]
    ]
    if body:
        columns = ["Version", "What was unusual", "Why it is right", "Who"]
        figures_table(body, columns, "Unusual figures that were confirmed", "confirmed")


def files_table(past: pd.DataFrame) -> None:
    """Every file ever published, with the SHA-256 under which it is kept."""
    body = [
        [file["name"], str(entry["version"]), f"{file['rows']:,}", file["sha256"]]
        for entry in past.to_dict("records")
        for file in entry["files"]
    ]
    if body:
        figures_table(body, ["File", "Version", "Rows", "SHA-256"], "Files as sent", "files")


def _files(files: Sequence[dict[str, Any]]) -> str:
    names = [f"{file['name']} ({file['sha256'][:8]})" for file in files[:2]]
    return ", ".join(names) + (f" and {len(files) - 2} more" if len(files) > 2 else "")


def _changed(changed: dict[str, int]) -> str:
    if "restored" in changed:
        return f"all as in version {changed['restored']}"
    return publish.changed(changed)
