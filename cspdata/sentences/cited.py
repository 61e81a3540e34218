"""A figure as plain text to quote: counts, both periods, verdict, what to know, where it stands."""

from collections.abc import Sequence

import pandas as pd

from cspdata import areas, caveats
from cspdata.queries import View
from cspdata.answers.words.changes import change


def cited(row: pd.Series, view: View, version: str, address: str) -> str:
    """A comparison of one area and offence as a sentence that can stand alone."""
    place = areas.one(row["area"]).name
    what = f"{row['offence_name']} in {place}, {view.period.days_in_words}"
    against = "" if pd.isna(row["before"]) else f" against {view.before.days_in_words}"
    told = change(row).replace("**", "")
    notes = [*_to_know(view, row["area"], row["offence"]), f"Source: {view.source.name}.", version]
    return f"{what}{against}: {told} {' '.join(notes)} {address}"


def _to_know(view: View, area: str, offence: str) -> Sequence[str]:
    periods = [view.period, view.before]
    found = caveats.touching(view.source.source, periods, [area], [offence])
    telling = [one for one in found if one.effect in ("break", "note", "slip")]
    return [f"Note: {telling[0].sentence}"] if telling else []
