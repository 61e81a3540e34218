"""Which districts are most like ours: by what, how near, and how firm the group is."""

from collections.abc import Iterable, Iterator

import pandas as pd

from cspdata import national
from cspdata.answers import peers, tables
from cspdata.answers.blocks import Block, Fold, Points, Words
from cspdata.answers.words import alike as words
from cspdata.answers.words.figures import count

FEATURES = ("District", "Distance", "Compared")
STABLE = ("Left out", "Weight", "Stay", "Leave", "Join")


def who(found: peers.Compared) -> Iterator[Block]:
    """Who the group is, by what, and how firm it is."""
    theirs = found.group
    if theirs.official:
        listed = [peers.names().get(code, code) for code in theirs.members]
        yield Fold(
            "Who they are", (Words(f"From a list: {theirs.official}"), Points(tuple(listed)))
        )
        return
    declared = national.features().set_index("feature")
    yield Fold(
        "Who they are, and why",
        (
            Words(words.NOT_OFFICIAL),
            _near(theirs, found, declared),
            Points(
                tuple(
                    f"**{row['name']}** (weight {row['weight']:g}). {row['meaning']}"
                    for row in declared.to_dict("records")
                )
            ),
            Words(words.stable(theirs.stability, len(theirs.members))),
            _firm(theirs, declared),
        ),
    )


def _near(theirs: peers.Group, found: peers.Compared, declared: pd.DataFrame) -> Block:
    names = peers.names()
    rows = theirs.nearest
    cells = [
        (
            words.member(str(code), names[str(code)]),
            f"{row['distance']:.2f}",
            *(f"{row[feature]:+.1f}".replace("-", "−") for feature in declared.index),
            "yes" if code in found.used else "no",
        )
        for code, row in rows.iterrows()
    ]
    columns = (FEATURES[0], FEATURES[1], *declared["name"], FEATURES[2])
    caption = "Distance from ours and difference in each feature, in standard deviations"
    frame = rows.reset_index(names="district").assign(name=[names[c] for c in rows.index])
    return tables.table(caption, columns, cells, "partnerships-like-ours", frame)


def _firm(theirs: peers.Group, declared: pd.DataFrame) -> Block:
    rows = theirs.stability
    cells = [
        (
            row["name"],
            f"{row['weight']:g}",
            count(row["stay"]),
            _named(row["leave"]),
            _named(row["join"]),
        )
        for row in rows.join(declared[["name", "weight"]]).to_dict("records")
    ]
    frame = rows.reset_index().assign(
        leave=rows["leave"].map(_named).to_numpy(), join=rows["join"].map(_named).to_numpy()
    )
    caption = "The group with one feature left out"
    return tables.table(
        caption, STABLE, cells, "partnerships-like-ours-stability", frame, key=(2, 3)
    )


def _named(codes: Iterable[str]) -> str:
    return words.several(peers.names().get(code, code) for code in codes)
