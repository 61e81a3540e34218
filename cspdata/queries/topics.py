"""One question of the committee: the police figures that bear on it, each from its best source."""

from collections.abc import Iterable

import pandas as pd

from cspdata.metrics import Topic
from cspdata.queries.compared import changes
from cspdata.queries.sums import counts
from cspdata.queries.views import View, refusal, views


def on_topic(figures: pd.DataFrame, chosen: View, topic: Topic) -> list[tuple[View, pd.DataFrame]]:
    """`changes` for the topic's areas and offences, a frame per source and period.

    A figure is shown as chosen where that can be compared with a year before; else by another
    source that can; else as chosen without a comparison. What nobody counts is left out.
    """
    candidates = [chosen, *(view for view in views(figures) if view.source != chosen.source)]
    held = [(view, _held(figures, view), _compared(figures, view)) for view in candidates]
    found: dict[View, list[tuple[str, str]]] = {}
    for pair in _pairs(topic):
        view = next((view for view, _, compared in held if pair in compared), None) or next(
            (view for view, now, _ in held if pair in now), None
        )
        if view:
            found.setdefault(view, []).append(pair)
    return [(view, _changes_of(figures, view, pairs)) for view, pairs in found.items()]


def _pairs(topic: Topic) -> Iterable[tuple[str, str]]:
    return ((area, offence) for area in topic.areas for offence in topic.offences)


def _held(figures: pd.DataFrame, view: View) -> set[tuple[str, str]]:
    rows = counts(figures, view.source, view.period)
    return set(zip(rows["area"], rows["offence"], strict=True))


def _compared(figures: pd.DataFrame, view: View) -> set[tuple[str, str]]:
    rows = counts(figures, view.source, view.before)
    before = set(zip(rows["area"], rows["offence"], strict=True))
    return {pair for pair in before & _held(figures, view) if not refusal(view, pair[1])}


def _changes_of(figures: pd.DataFrame, view: View, pairs: list[tuple[str, str]]) -> pd.DataFrame:
    named = list(dict.fromkeys(area for area, _ in pairs))
    of = list(dict.fromkeys(offence for _, offence in pairs))
    rows = changes(figures, view, named, of)
    wanted = pd.MultiIndex.from_frame(rows[["area", "offence"]]).isin(pairs)
    return rows[wanted].reset_index(drop=True)
